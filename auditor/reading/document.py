"""What every format is read into: paragraphs, tables of cells and pictures, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.base.diagnostic import Diagnostic
from auditor.base.place import CellPlace, ParagraphPlace
from auditor.base.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as shown, numbering made by the format included; soft breaks are "\\n".

    `level` is the heading level where the format states one (1 is the highest), else None.
    """

    text: str
    place: ParagraphPlace
    level: int | None = None


@quick
@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, given once however many grid squares it covers; `row` and `column` are 0-based grid
    coordinates of its top left square. Paragraphs inside the cell are joined with "\\n". `confidence`: how
    probable it is that its figure was recognised right, 1 where it was not recognised but read."""

    text: str
    row: int
    column: int
    place: CellPlace
    rowspan: int = 1
    colspan: int = 1
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in reading order (by row, then column).

    `exact`: the source states the grid (Word, HTML). Otherwise the rows are lines of text cut at
    tabs or bars: ragged, and a field's position is only a hint.
    """

    number: int
    cells: tuple[Cell, ...]
    height: int
    width: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that stands in the flow of the text; `text` is its alternative text, often empty. `frame`: no
    image, but a window on another file, which was not read."""

    place: ParagraphPlace
    text: str = ""
    frame: bool = False


Block = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read. `format` is "docx", "html", "text" …, told by content; `sha256` is of the
    file's bytes; `meta` holds what the format says about itself (lower-case keys: "title",
    "pubdate", "author" …) and is never mistaken for text of the report."""

    format: str
    sha256: str
    blocks: tuple[Block, ...]
    meta: Mapping[str, str] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
