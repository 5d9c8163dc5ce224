"""结论: exactly one per rule, subject and target. No silence, no guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from auditor.base.place import CellPlace, ParagraphPlace
from auditor.base.quick import quick
from auditor.report.value import Number


class Verdict(StrEnum):
    """通过 违反 不适用 无法判定 引擎错误."""

    PASS = "pass"
    FAIL = "fail"
    INAPPLICABLE = "inapplicable"
    CANNOT_TELL = "cantTell"
    ERROR = "error"


class Level(StrEnum):
    """错误 警告 提示."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an outcome is about. `kind`: "report", "agency-year", "pair", "corpus". `agency` is the
    agency key, `file` the report's file ("" for a corpus)."""

    kind: str
    agency: str = ""
    year: int | None = None
    file: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Interval:
    """A figure known to lie in [low, high]; `high` None is no upper bound."""

    low: Number
    high: Number | None

    @property
    def exact(self) -> Number | None:
        """The figure itself where it is known."""
        return self.low if self.low == self.high else None


@quick
@dataclass(frozen=True, slots=True)
class Operand:
    """A name of the formula with what it stood for. `reading` names an assumption that was made
    ("空白按 0 计", "元折合万元"), "" if none."""

    name: str  # as written in the formula
    path: str
    raw: str
    interval: Interval
    state: str
    place: CellPlace | ParagraphPlace | None = None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Computation:
    """A comparison filled in: `formula` as written, `filled` with the figures in place of the names."""

    formula: str
    filled: str
    operands: tuple[Operand, ...]
    left: Interval | None = None
    right: Interval | None = None
    difference: Number | None = None  # |left - right| where both are exact
    left_text: str = ""  # the left side filled in: “新收 11 + 上年结转 2”
    right_text: str = ""


@quick
@dataclass(frozen=True, slots=True)
class CellEvidence:
    """A cell that an outcome rests on."""

    path: str
    raw: str
    value: Number | None
    place: CellPlace | ParagraphPlace | None


@quick
@dataclass(frozen=True, slots=True)
class TextEvidence:
    """A stretch of a section's text that an outcome rests on; `quote == section.text[start:end]`.
    `file` is set where that is another file than the outcome's."""

    section: int
    start: int
    end: int
    quote: str
    place: CellPlace | ParagraphPlace | None = None
    file: str = ""

    def overlaps(self, other: TextEvidence) -> bool:
        """Whether both have a character of the same section."""
        return self.section == other.section and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class PlaceEvidence:
    """A heading or label that an outcome rests on."""

    text: str
    place: CellPlace | ParagraphPlace | None


Evidence = CellEvidence | TextEvidence | PlaceEvidence


@dataclass(frozen=True, slots=True)
class Suspect:
    """可疑格: the cell most likely at fault and the value that would satisfy every formula it is in."""

    path: str
    value: Number


@quick
@dataclass(frozen=True, slots=True)
class Missing:
    """Why an outcome could not be told. `cause` is a short Chinese phrase that groups outcomes
    ("单元格无法辨认", "无上年报告", "读取不完整"); `detail` names what is missing."""

    cause: str
    detail: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule says of one target. `target` is stable text ("表三.自然人", "第六部分", "报告");
    `fields` are what the rule's 消息 may name, already in words."""

    rule: str
    subject: Subject
    target: str
    verdict: Verdict
    level: Level = Level.ERROR
    fields: Mapping[str, str] = field(default_factory=dict)
    computation: Computation | None = None
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[Missing, ...] = ()
    suspect: Suspect | None = None
    notes: tuple[str, ...] = ()  # readings the verdict leaned on
    reason: str = ""  # why inapplicable, or what broke in the engine
    root: str = ""  # what it shares with other breaches (an agency left out of a sum), "" nothing
