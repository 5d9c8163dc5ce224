"""What a formula may speak of, and what it is evaluated against.

`parse(text)` gives a tree; `bind(tree, scope)` resolves every name once, when rules are loaded;
the bound formula is evaluated against an `Environment`, which is one report (and its companions).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Protocol

from auditor.report.value import Number, Value
from auditor.rules.outcome import Evidence


class Truth(Enum):
    """Kleene's three values."""

    HOLDS = "holds"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Type(StrEnum):
    """The types of expressions."""

    NUMBER = "数"
    TEXT = "文字"
    DATE = "日期"
    TRUTH = "真假"
    CELLS = "单元格组"  # 办理结果, 各类申请人: only inside 合计 个数 存在
    WORDS = "词组"  # $其他处理说明
    PASSAGE = "文本范围"  # 正文, 第六部分: only inside 提及 存在 相似度 字数 次数
    CHOICE = "选项"  # 机关类别: compared with its own members, chosen over by 选


@dataclass(frozen=True, slots=True)
class CellRef:
    """One cell; `index` is its position in `Report.numbers`; `report` "" is this report, "上年" the
    same agency's report of the year before, "下级" the subordinate agencies' reports."""

    path: str
    index: int
    unit: str = "件"
    report: str = ""

    def __hash__(self) -> int:
        return hash(self.path)  # the text knows its own; the rest seldom differs


@dataclass(frozen=True, slots=True)
class CellsRef:
    """A group of cells, in the lexicon's order."""

    cells: tuple[CellRef, ...]


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A property of the report: 年度 (NUMBER), 公布日期 (DATE), 机关类别 (CHOICE) …; `members` are a
    CHOICE's possible values. Parameters ($部门期限) are bound to Constant instead."""

    name: str
    type: Type
    members: tuple[str, ...] = ()
    report: str = ""


@dataclass(frozen=True, slots=True)
class Constant:
    """A parameter's value, known when rules are loaded; a DATE without a year ("1月31日") stands as
    (month, day) and falls in the year after the report's."""

    value: Number | str | date | tuple[int, int]
    type: Type


@dataclass(frozen=True, slots=True)
class WordsRef:
    """A synonym group or word list by name."""

    name: str


@dataclass(frozen=True, slots=True)
class PassageRef:
    """正文 or 第N部分 …, by name."""

    name: str


Reference = CellRef | CellsRef | FieldRef | Constant | WordsRef | PassageRef


class Scope(Protocol):
    """The names a formula may use at its place; resolved when rules are loaded."""

    def lookup(self, name: str) -> Reference | None:
        """What `name` (with its dots and `$`, folded to half width) stands for here; None: unknown."""

    def names(self) -> Iterable[str]:
        """Every name that `lookup` knows, for longest-match reading and for nearest-name advice."""


class Environment(Protocol):
    """One report as a formula sees it."""

    @property
    def numbers(self) -> tuple[Number | None, ...]:
        """`Report.numbers` of this report: the fast path's only input."""

    @property
    def blank_is_zero(self) -> bool:
        """Whether 留空 and 符号 count as 0 in arithmetic (the verdict then says so)."""

    def cell(self, ref: CellRef) -> Value | tuple[Value, ...] | None:
        """The value; for report "下级" one value per subordinate report; None: no such report."""

    def field(self, ref: FieldRef) -> Number | str | date | None:
        """The property; None when the report does not give it."""

    def mentions(self, passage: PassageRef, words: WordsRef) -> tuple[Truth, tuple[Evidence, ...]]:
        """Whether the passage says one of the words; UNKNOWN where that passage was not read."""

    def occurrences(self, passage: PassageRef, words: WordsRef) -> tuple[Evidence, ...] | None:
        """Every place where the passage says one of the words; None where it was not read."""

    def passage_text(self, passage: PassageRef) -> str | None:
        """The text, for 相似度, 存在 and 字数; None where it was not read."""


@dataclass(frozen=True, slots=True)
class FormulaError:
    """What is wrong, in Chinese, at code points [start, end) of the formula; `hint` names the remedy."""

    message: str
    start: int
    end: int
    hint: str = ""


NameTable = Mapping[str, Reference]
