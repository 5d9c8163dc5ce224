"""Pages of characters and drawn lines (of a PDF or OFD) to content: grids, paragraphs, pictures, in order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from auditor.base.place import Box
from auditor.reading.fault import note, warning
from auditor.reading.flow import Content, Grid, Image, Item, Line, Square
from auditor.reading.page_columns import in_columns
from auditor.reading.page_flow import Block, measure_of, paragraphs, running
from auditor.reading.page_grid import Lattice, lattices
from auditor.reading.page_judge import judge, say_unruled
from auditor.reading.page_shape import Char, Page, Rect, area, level
from auditor.reading.page_stitch import Piece, Whole, continues, whole
from auditor.reading.page_stretch import Stretch, as_line, whole_of
from auditor.reading.page_struck import leave_open
from auditor.reading.page_table import PageTable, fill
from auditor.reading.page_text import TextLine, lines_of
from auditor.reading.page_unread import PageRead
from auditor.reading.page_unruled import unruled

_SMALL_PICTURE = 0.04  # of the page: emblems, seals, codes


def take(page: Page) -> PageRead:
    """The page's tables with their characters, and the lines left over."""
    found = _data_grids(lattices(page.across, page.down))
    result = PageRead(page)
    inside: list[list[Char]] = [[] for _ in found]
    outside: list[Char] = []
    # The smallest grid in which a character lies is its own.
    boxes = sorted(((lattice.box, own) for lattice, own in zip(found, inside, strict=True)), key=_box_area)
    for char in page.chars:
        x, y = (char[0] + char[2]) / 2, (char[1] + char[3]) / 2
        home = outside
        for (left, top, right, bottom), own in boxes:
            if left <= x <= right and top <= y <= bottom:
                home = own
                break
        home.append(char)
    for lattice, chars in zip(found, inside, strict=True):
        outside = _taken_in(lattice.box, chars, outside)
        if lattice.open and outside:
            outside = _hanging(lattice, chars, outside)
        table = fill(lattice, chars, page.number) if any(char[4] != " " for char in chars) else None
        if table is None:
            continue
        table.recognised = page.recognised
        if not page.recognised:
            leave_open(table, page.across)
        if len(table.cells) == 1 and (
            len(table.cells[0].lines) > 3 or 0.03 * page.height < lattice.ys[0] < 0.05 * page.height
        ):
            outside += chars  # a frame around text
        else:
            result.tables.append(table)
    result.lines = in_columns(lines_of(outside, page.number), page.width)
    return result


def _box_area(pair: tuple[Rect, list[Char]]) -> float:
    return area(pair[0])


def _taken_in(box: Rect, chars: list[Char], outside: list[Char]) -> list[Char]:
    """Text that runs out over the side of a table goes on being text of its cell: such characters are added
    to `chars`. What is left of `outside`."""
    rims = [char for char in chars if char[2] > box[2] - 0.5 or char[0] < box[0] + 0.5]
    while rims and outside:
        more = [
            char
            for char in outside
            if any(
                min(abs(char[0] - rim[2]), abs(rim[0] - char[2])) < 0.12 * (rim[3] - rim[1])
                and level(char, rim)
                for rim in rims
            )
        ]
        chars += more
        outside = [char for char in outside if char not in more]
        rims = more
    return outside


def _hanging(lattice: Lattice, chars: list[Char], outside: list[Char]) -> list[Char]:
    """Where a page end cuts a cell, its last lines may hang under the open end: such characters are added to
    `chars`. What is left of `outside`. A line over the sides of a column is text below the table."""
    edges = lattice.xs
    reach = dict.fromkeys(lattice.open, lattice.ys[-1])
    below = [char for char in outside if char[1] + char[3] > 2 * lattice.ys[-1]]
    taken: set[int] = set()
    for line in _levels(below):
        at = [bisect_right(edges, (char[0] + char[2]) / 2) - 1 for char in line]
        first = all(char[1] - lattice.ys[-1] < 0.7 * (char[3] - char[1]) for char in line)
        if not first and any(
            column not in reach or _crosses(char, edges) for char, column in zip(line, at, strict=True)
        ):
            break
        near = [
            (char, column)
            for char, column in zip(line, at, strict=True)
            if column in reach and (char[1] + char[3]) / 2 < reach[column] + 1.2 * (char[3] - char[1])
        ]
        if not near:
            break
        for char, column in near:
            reach[column] = max(reach[column], char[3])
            taken.add(id(char))
    chars += [char for char in below if id(char) in taken]
    return [char for char in outside if id(char) not in taken]


def _levels(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters by lines, from top to bottom."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: char[1] + char[3]):
        if lines and level(char, lines[-1][0]):
            lines[-1].append(char)
        else:
            lines.append([char])
    return lines


def _crosses(char: Char, edges: Sequence[float]) -> bool:
    """Whether a character stands on the side of a column."""
    slack = 0.15 * (char[2] - char[0])
    return any(char[0] + slack < edge < char[2] - slack for edge in edges)


def _data_grids(found: list[Lattice]) -> list[Lattice]:
    """Without those that only frame others."""
    return [
        lattice
        for lattice in found
        if len(lattice.cells) > 1
        or not any(other is not lattice and _within(other.box, lattice.box) for other in found)
    ]


def _within(inner: Rect, outer: Rect) -> bool:
    return (
        inner[0] >= outer[0] - 2
        and inner[1] >= outer[1] - 2
        and inner[2] <= outer[2] + 2
        and inner[3] <= outer[3] + 2
    )


def assemble(content: Content, pages: Sequence[PageRead]) -> None:
    """Add to `content` what stands on `pages`, tables and paragraphs over page ends joined."""
    judge(content, pages)
    gone = running([each.page for each in pages], [each.lines for each in pages])
    _unruled(pages, gone)
    say_unruled(content, pages)
    measure = measure_of([line for each in pages for line in each.lines])
    flow: list[TextLine] = []
    pieces: list[PageTable] = []
    sure = {each.page.number: each.page.sure for each in pages if each.page.sure}

    def close_text() -> None:
        content.items.extend(_paragraph(block) for block in paragraphs(flow, measure))
        flow.clear()

    def close_table() -> None:
        if pieces:
            content.items.append(_grid(whole(pieces), content, sure))
            pieces.clear()

    for each in pages:
        for thing in _in_order(each):
            if isinstance(thing, PageTable):
                close_text()
                if pieces and not (thing.page == pieces[-1].page + 1 and continues(pieces, thing)):
                    close_table()
                pieces.append(thing)
            elif isinstance(thing, Whole):
                close_table()
                close_text()
                content.items.append(_grid(thing, content, sure))
            elif isinstance(thing, TextLine):
                close_table()
                flow.append(thing)
            else:
                close_table()
                close_text()
                content.items.append(thing)
    close_table()
    close_text()


def _unruled(pages: Sequence[PageRead], gone: set[int]) -> None:
    """Find the tables without lines among the lines of text; `gone` are the ids of lines that are none."""
    left = [[line for line in each.lines if id(line) not in gone] for each in pages]
    found = unruled(left, [bool(each.tables) for each in pages])
    for each, parts in zip(pages, found, strict=True):
        each.lines = [part for part in parts if isinstance(part, TextLine)]
        own = [part for part in parts if isinstance(part, Stretch)]
        for stretch in own:
            line = as_line(stretch)
            if line is not None:
                each.lines.append(line)
            elif stretch.rows:
                each.unruled.append(whole_of(stretch))


def _in_order(each: PageRead) -> list[PageTable | Whole | TextLine | Image]:
    """What stands on a page, from top to bottom."""
    page = each.page
    large = [
        rect
        for rect in page.pictures
        if area(rect) >= _SMALL_PICTURE * page.width * page.height and not page.covered
    ]
    things: list[tuple[float, float, PageTable | Whole | TextLine | Image]] = []
    things += [(table.box[1], table.box[0], table) for table in each.tables]
    things += [(table.cells[0].rect[1], table.cells[0].rect[0], table) for table in each.unruled]
    things += [(line.top if line.rank is None else line.rank, line.left, line) for line in each.lines]
    things += [(rect[1], rect[0], Image("", page=page.number)) for rect in large]
    things.sort(key=lambda thing: thing[:2])
    return [thing for _, _, thing in things]


def _box(rect: Rect) -> Box:
    return Box(*(round(value, 1) for value in rect))


def _paragraph(block: Block) -> Item:
    return Line(block.text, page=block.page, box=_box(block.box))


def _confidence(cell: Piece, sure: Mapping[int, Sequence[tuple[Rect, float]]]) -> float:
    """How sure the recogniser was of the figure in `cell`; 1 where it was asked for none."""
    x, y = (cell.rect[0] + cell.rect[2]) / 2, (cell.rect[1] + cell.rect[3]) / 2
    inside = (
        share
        for (left, top, right, bottom), share in sure.get(cell.page, ())
        if left <= x <= right and top <= y <= bottom
    )
    return round(min(inside, default=1.0), 4)


def _grid(table: Whole, content: Content, sure: Mapping[int, Sequence[tuple[Rect, float]]]) -> Grid:
    for page in table.torn:
        content.diagnostics.append(
            note("read.torn-row", f"第 {page}、{page + 1} 页之间有一行表格被分页切开，已按格线接上", "")
        )
    for page in table.doubtful:
        content.diagnostics.append(
            warning(
                "read.doubtful-row",
                f"第 {page}、{page + 1} 页之间有一行表格被分页切开，有的格看不出怎样接，按无法辨认处理",
                "请对照原件核对这一行",
            )
        )
    squares = [
        Square(
            cell.row,
            cell.column,
            [Line(cell.text, page=cell.page)] if cell.text else [],
            cell.below - cell.row,
            cell.after - cell.column,
            page=cell.page,
            box=_box(cell.rect),
            confidence=_confidence(cell, sure) if sure else 1.0,
        )
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    ]
    return Grid(squares, table.height, table.width)
