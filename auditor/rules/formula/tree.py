"""A formula as parsed. Every node knows the code points [start, end) of the formula it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from auditor.report.value import Number


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    value: Number
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextLiteral:
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DateLiteral:
    """A date; (month, day) where the year was left out: it falls in the year after the report's."""

    value: date | tuple[int, int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """`text` is folded to half width; dots and a leading `$` are kept. `written` is for showing."""

    text: str
    start: int
    end: int
    written: str = ""


@dataclass(frozen=True, slots=True)
class Inapplicable:
    """不适用, as a result of 选 only."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms with their signs, +1 or -1; a single negated term is a Sum of one."""

    terms: tuple[tuple[int, Expression], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Product:
    """Factors; True divides by that factor. The first is never a divisor."""

    factors: tuple[tuple[bool, Expression], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Compare:
    """`operator` is one of = ≠ < ≤ > ≥ however it was written."""

    operator: str
    left: Expression
    right: Expression
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Not:
    operand: Expression
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class All:
    """Joined by 且."""

    items: tuple[Expression, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Any:
    """Joined by 或."""

    items: tuple[Expression, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Expression, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Arm:
    """One line of 选: `label` None is 其余."""

    label: str | None
    result: Expression
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Choose:
    subject: Expression
    arms: tuple[Arm, ...]
    start: int
    end: int


Node = (
    NumberLiteral
    | TextLiteral
    | DateLiteral
    | Name
    | Inapplicable
    | Sum
    | Product
    | Compare
    | Not
    | All
    | Any
    | Call
    | Choose
)
Expression = Node
