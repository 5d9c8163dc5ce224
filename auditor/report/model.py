"""报告: a report as read, before any rule has looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from auditor.base.diagnostic import Diagnostic
from auditor.base.place import CellPlace, ParagraphPlace
from auditor.base.quick import quick
from auditor.report.lexicon import Lexicon
from auditor.report.value import Number, State, Value


class Status(StrEnum):
    """How much of the file could be read."""

    READ = "read"
    PARTIAL = "partial"  # tables as pictures, sections lost: rules that need them cannot tell
    UNREADABLE = "unreadable"


class Kind(StrEnum):
    """机关类别."""

    GOVERNMENT = "government"
    GOVERNMENT_OFFICE = "government_office"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    SUBDISTRICT = "subdistrict"
    DISPATCHED = "dispatched"
    OTHER = "other"
    UNKNOWN = "unknown"


class Tier(StrEnum):
    """层级."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a stretch of a section's text is. Only PROSE counts as 正文."""

    TITLE = "title"
    HEADING = "heading"
    PROSE = "prose"
    NOTE = "note"  # a table's printed note, a caption
    SIGNATURE = "signature"


@quick
@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a section: `text == section.text[start:end]` (code points)."""

    start: int
    end: int
    role: Role
    place: ParagraphPlace | CellPlace


@quick
@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of 正文: `text == section.text[start:end]`; `end` includes the closing mark."""

    section: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """Section 0 is title and introduction, 1–6 the statutory six. `heading` is as written with its
    numbering ("": section 0). `text` is the section's paragraphs joined with "\\n", tables left out,
    the heading itself left out; wrapped lines are joined."""

    number: int
    heading: str
    text: str
    passages: tuple[Passage, ...] = ()
    sentences: tuple[Sentence, ...] = ()  # of its prose only
    place: ParagraphPlace | CellPlace | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A level-one heading in the order found. `number` is the statutory section it was recognised
    as, 0 if none; `ordinal` the number written before it (一 → 1), 0 if none was written;
    `title` the heading without its numbering; `standing` is how close that is to the format's words."""

    text: str
    title: str
    number: int
    ordinal: int
    standing: str  # "official" | "variant" | "loose" | "unknown"
    place: ParagraphPlace | CellPlace
    official: str = ""


@quick
@dataclass(frozen=True, slots=True)
class LabelRead:
    """A row or column label as found. `standing`: "official", "variant", "misprint"; "unknown": a
    name that no format has, standing where that of the line should."""

    name: str
    axis: str  # "row" | "column"
    text: str
    official: str
    standing: str
    place: CellPlace | ParagraphPlace


@dataclass(frozen=True, slots=True)
class TableRead:
    """How one table of the format was found. `form`: "grid" (a table with cells), "lines" (numbers in
    lines of text, as text files have them), "picture" (an image where the table should be), "prose"
    (the section has words and numbers but no table, in a format that can hold tables), "none". `odd`: what
    else is not as the format has it, in words that follow the table's name."""

    name: str
    form: str
    labels: tuple[LabelRead, ...] = ()
    place: CellPlace | ParagraphPlace | None = None
    missing_rows: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    extra_columns: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure stated in prose, with its scope and where it stands (issue of the facts floor)."""

    name: str
    value: Number
    scope: str  # total | branch | channel | prior | claim
    quote: str
    section: int
    start: int
    end: int


@dataclass(frozen=True)
class Report:
    """A parsed report. `cells` holds every path of the shown template's lexicon (for a mixed
    template the union), also those that are absent. `year` is the reporting year, None if unknown.
    `unit_from` and `year_from`: "title", "text", "metadata", "file", "folder", "none"."""

    file: str
    sha256: str
    format: str
    status: Status
    reason: str | None
    title: str
    unit: str
    unit_from: str
    agency_key: str
    region: str
    year: int | None
    year_from: str
    kind: Kind
    tier: Tier
    template: str  # "2021" | "2019" | "mixed" | "unknown"
    published: date | None
    published_from: str
    lexicon: Lexicon
    sections: Mapping[int, Section]
    headings: tuple[Heading, ...]
    cells: Mapping[str, Value]
    tables: Mapping[str, TableRead]
    facts: tuple[Fact, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    is_report: bool = True  # False: a readable document, but no annual report
    title_place: ParagraphPlace | CellPlace | None = field(default=None)
    family: str = ""  # 报告种类 where the roster says it: "汇总", "本机关"

    @cached_property
    def numbers(self) -> tuple[Number | None, ...]:
        """The plain numbers in the order of `lexicon.cells`; None for every other state."""
        cells = self.cells
        return tuple(
            value.number if (value := cells[cell.path]).state is State.NUMBER else None
            for cell in self.lexicon.cells
        )

    @cached_property
    def prose(self) -> tuple[Sentence, ...]:
        """正文: the sentences of all sections, in order."""
        return tuple(s for number in sorted(self.sections) for s in self.sections[number].sentences)
