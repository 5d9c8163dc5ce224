"""PDF to content: text, grids of drawn lines, and what could not be read of it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # noqa: F401  (starts the library)
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from auditor.base.place import Box
from auditor.reading.fault import Unreadable, note, undecodable, warning
from auditor.reading.flow import Content, Grid, Image, Item, Line, Nested, Square
from auditor.reading.limits import Limits
from auditor.reading.pdf_flow import Block, measure_of, paragraphs, running
from auditor.reading.pdf_grid import Lattice, lattices
from auditor.reading.pdf_page import read_page
from auditor.reading.pdf_shape import LOST, Char, Page, Rect
from auditor.reading.pdf_stitch import Whole, continues, whole
from auditor.reading.pdf_table import PageTable, fill
from auditor.reading.pdf_text import TextLine, lines_of
from auditor.reading.pdf_unruled import columned

_REMEDY = "请用原始的 Word 文档，或重新导出 PDF"
_TEXT_CHARS = 50  # a page with fewer characters is not judged by them
_KNOWN_SHARE = 0.3  # of Chinese characters and digits on a page of this language
_SMALL_PICTURE = 0.04  # of the page: emblems, seals, codes


@dataclass(slots=True)
class _Read:
    """A page taken apart: its tables, and its lines outside them, from top to bottom."""

    page: Page
    tables: list[PageTable] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)
    unruled: list[Whole] = field(default_factory=list)


def read(data: bytes, nested: Nested) -> Content:
    """Everything of the file. Raises Unreadable ("file.encrypted", "file.damaged", "file.too-large")."""
    limits = nested.limits
    document = _open(data)
    try:
        content = Content([])
        title = _meta(document, b"Title")
        if title:
            content.meta["title"] = title
        count = raw.FPDF_GetPageCount(document)
        if count > limits.pages:
            raise Unreadable(
                "file.too-large",
                f"文件有 {count} 页，超过上限 {limits.pages} 页",
                "请确认这是年度报告本身；合订的文件请拆出报告后再审核",
            )
        _assemble(content, [_take(page) for page in _pages(document, count, limits, content)])
        return content
    finally:
        raw.FPDF_CloseDocument(document)


def _open(data: bytes) -> Any:
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if document:
        return document
    match raw.FPDF_GetLastError():
        case raw.FPDF_ERR_PASSWORD:
            raise Unreadable("file.encrypted", "文件有密码，无法读取", "请取消打开密码后另存，再重新审核")
        case raw.FPDF_ERR_SECURITY:
            raise Unreadable(
                "file.encrypted", "文件用了无法解开的加密方式，无法读取", "请取消加密后另存，再重新审核"
            )
        case _:
            raise Unreadable(
                "file.truncated", "PDF 文件不完整或已损坏", "请重新下载或复制，用阅读器打开确认后再审核"
            )


def _meta(document: Any, key: bytes) -> str:
    size = raw.FPDF_GetMetaText(document, key, None, 0)
    if not 2 < size <= 2_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_GetMetaText(document, key, buffer, size)
    return " ".join(buffer.raw.decode("utf-16-le", errors="ignore").replace("\x00", "").split())


def _pages(document: Any, count: int, limits: Limits, content: Content) -> Iterator[Page]:
    lost: list[int] = []
    for index in range(count):
        page = raw.FPDF_LoadPage(document, index)
        if not page:
            lost.append(index + 1)
            continue
        try:
            yield read_page(page, index + 1, limits)
        finally:
            raw.FPDF_ClosePage(page)
    if lost:
        content.diagnostics.append(
            warning("read.lost-page", f"{_listed(lost)}已损坏，没有读出", "请重新下载，或用原件另存")
        )


def _take(page: Page) -> _Read:
    """The page's tables with their characters, and the lines left over."""
    found = _data_grids(lattices(page.across, page.down))
    result = _Read(page)
    inside: list[list[Char]] = [[] for _ in found]
    outside: list[Char] = []
    for char in page.chars:
        x, y = (char[0] + char[2]) / 2, (char[1] + char[3]) / 2
        best = -1
        for index, lattice in enumerate(found):
            box = lattice.box
            inner = best < 0 or _area(box) < _area(found[best].box)
            if inner and box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                best = index
        (inside[best] if best >= 0 else outside).append(char)
    for lattice, chars in zip(found, inside, strict=True):
        outside = _taken_in(lattice.box, chars, outside)
        table = fill(lattice, chars, page.number) if any(char[4] != " " for char in chars) else None
        if table is None:
            continue
        if len(table.cells) == 1 and (
            len(table.cells[0].lines) > 3 or 0.03 * page.height < lattice.ys[0] < 0.05 * page.height
        ):
            outside += chars  # a frame around text
        else:
            result.tables.append(table)
    result.lines = lines_of(outside, page.number)
    return result


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
                and min(char[3], rim[3]) - max(char[1], rim[1]) > 0.5 * (rim[3] - rim[1])
                for rim in rims
            )
        ]
        chars += more
        outside = [char for char in outside if char not in more]
        rims = more
    return outside


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


def _area(rect: Rect) -> float:
    return (rect[2] - rect[0]) * (rect[3] - rect[1])


def _assemble(content: Content, pages: Sequence[_Read]) -> None:
    _judge(content, pages)
    gone = running([each.page for each in pages], [each.lines for each in pages])
    for each in pages:
        left = [line for line in each.lines if id(line) not in gone]
        parts = columned(left)
        each.lines = [part for part in parts if isinstance(part, TextLine)]
        each.unruled = [part for part in parts if isinstance(part, Whole)]
    measure = measure_of([line for each in pages for line in each.lines])
    flow: list[TextLine] = []
    pieces: list[PageTable] = []

    def close_text() -> None:
        content.items.extend(_paragraph(block) for block in paragraphs(flow, measure))
        flow.clear()

    def close_table() -> None:
        if pieces:
            content.items.append(_grid(whole(pieces), content))
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
                content.items.append(_grid(thing, content))
            elif isinstance(thing, TextLine):
                close_table()
                flow.append(thing)
            else:
                close_table()
                close_text()
                content.items.append(thing)
    close_table()
    close_text()


def _in_order(each: _Read) -> list[PageTable | Whole | TextLine | Image]:
    """What stands on a page, from top to bottom."""
    page = each.page
    large = [
        rect
        for rect in page.pictures
        if _area(rect) >= _SMALL_PICTURE * page.width * page.height and not page.covered
    ]
    things: list[tuple[float, float, PageTable | Whole | TextLine | Image]] = []
    things += [(table.box[1], table.box[0], table) for table in each.tables]
    things += [(table.cells[0].rect[1], table.cells[0].rect[0], table) for table in each.unruled]
    things += [(line.top, line.left, line) for line in each.lines]
    things += [(rect[1], rect[0], Image("", page=page.number)) for rect in large]
    things.sort(key=lambda thing: thing[:2])
    return [thing for _, _, thing in things]


def _box(rect: Rect) -> Box:
    return Box(*(round(value, 1) for value in rect))


def _paragraph(block: Block) -> Item:
    return Line(block.text, page=block.page, box=_box(block.box))


def _grid(table: Whole, content: Content) -> Grid:
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
        )
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    ]
    return Grid(squares, table.height, table.width)


# --- what was not read ------------------------------------------------------------------------


def _judge(content: Content, pages: Sequence[_Read]) -> None:
    """Say which pages are pictures of text, and which have text that means nothing."""
    scans, garbled, unmapped = [], [], 0
    for each in pages:
        page = each.page
        known = sum(1 for char in page.chars if "\u4e00" <= char[4] <= "\u9fff" or char[4].isdigit())
        pictured = sum(_area(rect) for rect in page.pictures)
        if (page.covered and len(page.chars) < _TEXT_CHARS) or (
            not page.chars and pictured >= 0.3 * page.width * page.height
        ):
            scans.append(page.number)
        elif len(page.chars) > _TEXT_CHARS and known < _KNOWN_SHARE * len(page.chars):
            garbled.append(page.number)
            each.tables, each.lines = [], []
        else:
            unmapped += sum(1 for char in page.chars if char[4] == LOST)
    if scans and len(scans) == len(pages):
        raise Unreadable(
            "file.scan",
            "这是扫描件（每页是一张图片），没有可读的文字，目前不能识别",
            "请取得报告的文字版（.docx、网页或可选中文字的 PDF）",
        )
    if scans:
        content.diagnostics.append(
            warning(
                "read.lost-scan",
                f"{_listed(scans)}是扫描的图片，没有读出（文字识别功能尚未提供）",
                "请取得报告的文字版",
            )
        )
    if garbled and len(garbled) + len(scans) == len(pages):
        raise Unreadable(
            "file.no-text", "文件的字体没有文字对照表，看得见但读不出文字，目前不能识别", _REMEDY
        )
    if garbled:
        content.diagnostics.append(
            warning(
                "read.lost-font",
                f"{_listed(garbled)}的字体没有文字对照表，看得见但读不出文字",
                _REMEDY,
            )
        )
    if unmapped:
        content.diagnostics.append(undecodable(unmapped))


def _listed(pages: Sequence[int]) -> str:
    """ "第 2、3、4 页"."""
    shown = "、".join(map(str, pages[:8]))
    return f"第 {shown}{' 等' if len(pages) > 8 else ''} 页"
