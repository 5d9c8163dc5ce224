"""A formula with every name resolved and every type checked: what is evaluated and shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.rules.formula.quantity import Exact
from auditor.rules.formula.types import CellRef, FieldRef, PassageRef, WordsRef


@dataclass(frozen=True, slots=True)
class Figure:
    """A constant; `text` as it is shown (a parameter shows its value)."""

    value: Exact
    text: str


@dataclass(frozen=True, slots=True)
class Day:
    """A constant date: an ordinal, or (month, day) in the year after the report's."""

    value: int | tuple[int, int]
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A constant text, or a member of a closed list."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    ref: CellRef
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """Several cells under one name, or one cell of several reports (下级)."""

    refs: tuple[CellRef, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Field:
    ref: FieldRef
    name: str


@dataclass(frozen=True, slots=True)
class Passage:
    ref: PassageRef
    name: str


@dataclass(frozen=True, slots=True)
class Total:
    """合计."""

    items: tuple[Amount | Group, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """个数: how many cells hold a figure above zero."""

    cells: tuple[Cell | Group, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    terms: tuple[tuple[int, Amount], ...]


@dataclass(frozen=True, slots=True)
class Product:
    factors: tuple[tuple[bool, Amount], ...]


@dataclass(frozen=True, slots=True)
class Rounded:
    """取整 or 绝对值, told by `function`."""

    function: str
    operand: Amount


@dataclass(frozen=True, slots=True)
class Days:
    """天数: days from `first` to `last`."""

    first: Amount
    last: Amount


@dataclass(frozen=True, slots=True)
class Similarity:
    """相似度: how much of two passages' wording is shared, 0 to 1."""

    left: Passage
    right: Passage


@dataclass(frozen=True, slots=True)
class Length:
    """字数: characters of a passage that are no marks or spaces."""

    passage: Passage


@dataclass(frozen=True, slots=True)
class Occurrences:
    """次数: how often the passage says one of the words."""

    passage: Passage
    words: WordsRef


@dataclass(frozen=True, slots=True)
class Choice:
    """选. A result None is 不适用; `otherwise` is used for members not named (`closed`: there are none)."""

    subject: Field
    arms: tuple[tuple[str, Amount | Wording | None], ...]
    otherwise: Amount | Wording | None
    closed: bool


Amount = (
    Figure
    | Day
    | Cell
    | Field
    | Total
    | Count
    | Sum
    | Product
    | Rounded
    | Days
    | Similarity
    | Length
    | Occurrences
    | Choice
)
Wording = Words | Field | Choice


@dataclass(frozen=True, slots=True)
class Compare:
    """Numbers or dates, told by `days`. `tolerance` is the largest difference that still passes;
    `form` is left - right as factors of cells and a constant, where it is linear."""

    operator: str
    left: Amount
    right: Amount
    tolerance: Exact
    days: bool
    form: tuple[dict[CellRef, Exact], Exact] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Same:
    """Equality of texts and choices; `equal` False is ≠."""

    left: Wording
    right: Wording
    equal: bool


@dataclass(frozen=True, slots=True)
class Not:
    operand: Condition


@dataclass(frozen=True, slots=True)
class Junction:
    """且 (`every`) or 或."""

    items: tuple[Condition, ...]
    every: bool


@dataclass(frozen=True, slots=True)
class Mentions:
    passage: Passage
    words: WordsRef


@dataclass(frozen=True, slots=True)
class Exists:
    subject: Cell | Group | Field | Passage


@dataclass(frozen=True, slots=True)
class Given:
    """A field that is itself true or false."""

    field: Field


Condition = Compare | Same | Not | Junction | Mentions | Exists | Given
Plan = Amount | Wording | Condition
