"""What readers hand on before places are known, and the one way places and layout frames are settled.

A reader yields items in document order. Whether a table is data or only a frame around the text
can be told when it is complete; only then can its paragraphs be counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from auditor.base.diagnostic import Diagnostic
from auditor.base.place import Box, CellPlace, ParagraphPlace
from auditor.reading.document import Block, Cell, Paragraph, Picture, Table
from auditor.reading.fault import Unreadable
from auditor.reading.limits import Limits
from auditor.reading.marked import LOST


@dataclass(slots=True)
class Line:
    """A paragraph to be; blank ones are dropped later."""

    text: str
    level: int | None = None
    line: int | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(slots=True)
class Image:
    """A picture, with its alternative text; `frame`: a window on another file."""

    text: str = ""
    line: int | None = None
    page: int | None = None
    box: Box | None = None
    frame: bool = False
    afloat: bool = False  # it lies over the page, and belongs to no cell: a seal


@dataclass(slots=True)
class Square:
    """A cell to be, 0-based on the grid, with what stands in it."""

    row: int
    column: int
    items: list[Item]
    rowspan: int = 1
    colspan: int = 1
    line: int | None = None
    page: int | None = None
    box: Box | None = None
    confidence: float = 1.0
    doubt: bool = False  # something stands in it of which nothing could be read


@dataclass(slots=True)
class Grid:
    """A table to be."""

    cells: list[Square]
    height: int
    width: int
    exact: bool = True
    weight: int = 0  # its cells and those of the tables in it, counted once


Item = Line | Image | Grid


@dataclass(slots=True)
class Content:
    """What a reader found in one file."""

    items: list[Item]
    meta: dict[str, str] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Nested:
    """How a reader reads a document inside a document; `left` is how deep it may still go."""

    readers: Mapping[str, Callable[[bytes, Nested], Content]]
    tell: Callable[[bytes], str]
    limits: Limits
    name: str = ""
    left: int = 0
    opened: list[None] = field(default_factory=list)  # one for each document opened so far, shared

    def inner(self) -> Nested:
        """For one more document inside. Raises Unreadable when they are too deep or too many."""
        if self.left <= 0 or len(self.opened) >= self.limits.chunks:
            raise Unreadable("file.too-deep", "文件里套的文件过多或过深", "请把正文另存为单独的文件后重试")
        self.opened.append(None)
        return Nested(self.readers, self.tell, self.limits, "", self.left - 1, self.opened)

    def read(self, data: bytes) -> Content:
        """Read `data` by its own format. Raises Unreadable."""
        inner = self.inner()
        return self.readers[self.tell(data)](data, inner)


def check_grid(height: int, width: int, limits: Limits) -> None:
    """Refuse a table of more squares than any report has. Raises Unreadable."""
    if height * width > limits.grid_squares:
        raise Unreadable(
            "file.table-too-large",
            f"表格有 {height} 行 {width} 列，超过上限 {limits.grid_squares} 格",
            "请删去多余的行列，或把报告正文另存为新文件后重试",
        )


# A cell is prose, not data, from this many paragraphs and characters on.
_PROSE_LINES, _PROSE_CHARS = 4, 200
_LAYOUT = " \t\r\n\v\f\xa0"
_FRAME_CELLS = 4  # a table this small with a heading in it is a frame


def is_frame(grid: Grid) -> bool:
    """Whether the table only lays out text: one cell, prose in a cell, or other tables in it that
    outweigh it."""
    if len(grid.cells) <= 1:
        return True
    inner = 0
    for cell in grid.cells:
        items = cell.items
        if len(items) < 2 and not (items and isinstance(items[0], Grid)):
            if len(grid.cells) <= _FRAME_CELLS and items and getattr(items[0], "level", None):
                return True
            continue
        lines = [item for item in items if isinstance(item, Line) and item.text.strip()]
        if len(lines) >= _PROSE_LINES and sum(len(line.text) for line in lines) >= _PROSE_CHARS:
            return True
        if len(grid.cells) <= _FRAME_CELLS and any(line.level for line in lines):
            return True
        inner += sum(_weight(item) for item in items if isinstance(item, Grid))
    return inner >= len(grid.cells)


def _weight(grid: Grid) -> int:
    if not grid.weight:
        inner = (_weight(item) for cell in grid.cells for item in cell.items if isinstance(item, Grid))
        grid.weight = len(grid.cells) + sum(inner)
    return grid.weight


def _cell_text(items: Iterable[Item]) -> str:
    """The cell's paragraphs joined by line feeds; a small table inside gives its cells in order."""
    parts: list[str] = []
    for item in items:
        if isinstance(item, Line):
            text = _bare(item.text)
        elif isinstance(item, Grid):
            text = "\n".join(filter(None, (_cell_text(cell.items) for cell in item.cells)))
        else:
            continue
        if text:
            parts.append(text)
    return "\n".join(parts)


def _bare(text: str) -> str:
    """Full-width spaces before a figure are part of what the agency wrote; layout around it is not."""
    return "" if text.isspace() else text.strip(_LAYOUT)


def _images(items: Iterable[Item]) -> Iterable[Image]:
    for item in items:
        if isinstance(item, Image):
            yield item
        elif isinstance(item, Grid):
            for cell in item.cells:
                yield from _images(cell.items)


class _Placer:
    """Counts paragraphs and tables while it turns items into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.paragraphs = 0
        self.tables = 0

    def add(self, items: Iterable[Item]) -> None:
        for item in items:
            if isinstance(item, Line):
                text = item.text.strip()
                if text:
                    self.paragraphs += 1
                    place = ParagraphPlace(self.paragraphs, item.line, item.page, item.box)
                    self.blocks.append(Paragraph(text, place, item.level))
            elif isinstance(item, Image):
                self._picture(item)
            elif item.exact and is_frame(item):
                for cell in item.cells:
                    self.add(cell.items)
            else:
                self._table(item)

    def _picture(self, image: Image) -> None:
        # The paragraph it stands in is the last one given; a picture above all text counts as in the first.
        place = ParagraphPlace(max(1, self.paragraphs), image.line, image.page, image.box)
        self.blocks.append(Picture(place, image.text.strip(), image.frame))

    def _table(self, grid: Grid) -> None:
        self.tables += 1
        number = self.tables
        cells: list[Cell] = []
        more: list[Square] = []  # those that hold anything else than one line: only they can have pictures
        for cell in grid.cells:
            items, row, column = cell.items, cell.row, cell.column
            if len(items) == 1 and type(items[0]) is Line:
                text = _bare(items[0].text)
            else:
                text = _cell_text(items)
                more.append(cell)
                if not text and (cell.doubt or not all(image.afloat for image in _images(items))):
                    text = LOST  # not blank: a picture, a field of a form, text struck out
            place = CellPlace(number, row + 1, column + 1, cell.line, cell.page, cell.box)
            cells.append(Cell(text, row, column, place, cell.rowspan, cell.colspan, cell.confidence))
        self.blocks.append(Table(number, tuple(cells), grid.height, grid.width, grid.exact))
        for cell in more:
            for image in _images(cell.items):
                self._picture(image)


def place(items: Iterable[Item]) -> tuple[Block, ...]:
    """Items as blocks, each with its place: paragraphs outside tables and tables counted from 1."""
    placer = _Placer()
    placer.add(items)
    return tuple(placer.blocks)
