"""Where something was read. All counts are 1-based, as a person counts."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.base.quick import quick


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@quick
@dataclass(frozen=True, slots=True)
class ParagraphPlace:
    """A paragraph outside tables; `line` only where the file has lines of text."""

    paragraph: int
    line: int | None = None
    page: int | None = None
    box: Box | None = None


@quick
@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell of the document's nth table, by grid row and grid column."""

    table: int
    row: int
    column: int
    line: int | None = None
    page: int | None = None
    box: Box | None = None


@quick
@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A position in a rule, lexicon or configuration file."""

    line: int
    column: int


Place = ParagraphPlace | CellPlace | SourcePlace
