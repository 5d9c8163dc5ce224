"""The walk over an HTML tree: text joined as a browser shows it, tables and pictures where they stand.

Driven by events and free of recursion, so that depth costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml import etree

from auditor.base.diagnostic import Diagnostic
from auditor.reading.fault import note
from auditor.reading.flow import Content, Grid, Image, Item, Line, Nested
from auditor.reading.html_controls import CONTROLS, shown
from auditor.reading.html_list import ListMarks
from auditor.reading.html_table import TableBuilder
from auditor.reading.marked import LOST, begins_figure, end, settled
from auditor.reading.text import items_of, rows_of

_BLOCKS = frozenset(
    [
        "html",
        "body",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
        "nav",
        "aside",
        "main",
        "form",
        "fieldset",
        "legend",
        "center",
        "address",
        "figure",
        "figcaption",
        "hr",
        "caption",
        "details",
        "summary",
        "dir",
        "menu",
        "hgroup",
        "search",
        "title",
        "option",
        "frameset",
        "noframes",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "pre",
        "xmp",
        "plaintext",
        "listing",
    ]
)
_SKIPPED = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "select",
        "datalist",
        "svg",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "textarea",
        "button",
        "input",
        "col",
        "colgroup",
        "rp",
        "rt",
    ]
)
_EMBEDDED = frozenset({"object", "embed"})
_PRE = frozenset({"pre", "xmp", "plaintext", "listing"})
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_LISTS = frozenset({"ol", "ul", "menu", "dir", "li"})
_SINGLE = frozenset({"br", "img", "iframe", "frame"})
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_MARKED = _CELLS | _GROUPS | _LISTS | _PRE | {"table", "tr", *_LEVELS}  # blocks that are more than a break
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffee]"
# A line of the source that ends inside Chinese text: no space is meant.
_WRAP = re.compile(f"(?<={_WIDE})[ \t\r]*\n[ \t\r\n]*(?={_WIDE})")
_BREAK = "\x0b"  # stands for <br> until white space is collapsed
_SPACER = 3  # pixels: a picture less high or wide shows nothing
_ICON = 40  # pixels: a picture no larger both ways is decoration


class Walk:
    """`items` is what was read, `length` how many characters of text it has."""

    def __init__(
        self,
        nested: Nested,
        leave_out: frozenset[etree._Element],
        parts: Mapping[etree._Element, str],
        read_text: Callable[[str, Nested], Content],
    ) -> None:
        """`parts`: elements whose text reads otherwise than what stands around it, and in what way."""
        self.items: list[Item] = []
        self.diagnostics: list[Diagnostic] = []
        self.length = 0
        self._nested = nested
        self._leave_out = leave_out
        self._parts = parts
        self._in_parts: list[str] = []  # the kinds of those that are open
        self._read_text = read_text
        self._into = self.items
        self._text: list[str] = []
        self._images: list[Image] = []
        self._level: int | None = None
        self._pre = 0
        self._frames = False
        self._tables: list[tuple[TableBuilder, list[Item], int | None]] = []
        self._cells: list[tuple[list[Item], int | None] | None] = []
        self._lists = ListMarks()

    def run(self, root: etree._Element) -> None:
        """Read everything below `root`. Raises Unreadable on too large a table."""
        walker = etree.iterwalk(root, events=("start", "end"))
        text, leave_out, parts = self._text, self._leave_out, self._parts
        skipped: etree._Element | None = None
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if tag in _SKIPPED or (leave_out and element in leave_out):
                    if tag in _EMBEDDED and (element.get("data") or element.get("src")):
                        self._elsewhere()
                    if tag in CONTROLS and self._in_cell and not (leave_out and element in leave_out):
                        self._control(element)
                    walker.skip_subtree()
                    skipped = element
                    continue
                if tag in _BLOCKS:
                    if text or self._images:
                        self._flush()
                    if tag in _MARKED:
                        self._start(tag, element)
                elif tag in _SINGLE:
                    self._single(tag, element)
                    walker.skip_subtree()
                    continue
                if parts and element in parts:
                    self._enter(parts[element])
                if words := element.text:
                    text.append(words)
            else:
                if element is skipped:
                    skipped = None
                else:
                    if tag in _BLOCKS:
                        if text or self._images:
                            self._flush()
                        if tag in _MARKED:
                            self._end(tag)
                    if parts and element in parts and tag not in _SINGLE:
                        self._leave(parts[element])
                if words := element.tail:
                    text.append(words)
        self._flush()
        if self._frames:
            self.diagnostics.append(note("html.frame", "网页里有框架，其中的内容不在文件里，未读"))

    @property
    def _in_cell(self) -> bool:
        return bool(self._cells) and self._cells[-1] is not None

    def _enter(self, kind: str) -> None:
        """A part begins; one within another of its kind changes nothing."""
        if kind not in self._in_parts:
            self._text.append(kind)
        self._in_parts.append(kind)

    def _leave(self, kind: str) -> None:
        self._in_parts.remove(kind)
        if kind not in self._in_parts:
            self._text.append(end(kind))

    def _control(self, element: etree._Element) -> None:
        """A field of a form, in a cell: what it shows stands there."""
        value = shown(element)
        if value is None:
            self._tables[-1][0].doubt()
        else:
            self._text.append(value)

    def _start(self, tag: str, element: etree._Element) -> None:
        if tag in _CELLS:
            if not self._tables:
                self._cells.append(None)
                return
            self._cells.append((self._into, self._level))
            builder = self._tables[-1][0]
            self._into = builder.cell(element.get("rowspan"), element.get("colspan"))
            self._level = None
        elif tag == "tr":
            if self._tables:
                self._tables[-1][0].row()
        elif tag == "table":
            builder = TableBuilder(self._nested.limits)
            self._tables.append((builder, self._into, self._level))
            self._into = builder.before
            self._level = None
        elif tag in _LEVELS:
            self._level = _LEVELS[tag]
        elif tag in _LISTS:
            self._lists.start(tag, element)
        elif tag in _PRE:
            self._pre += 1

    def _end(self, tag: str) -> None:
        if tag in _CELLS:
            cell = self._cells.pop()
            if cell is not None:
                self._into, self._level = cell
        elif tag == "tr":
            if self._tables:
                self._tables[-1][0].end_row()
        elif tag in _GROUPS:
            if self._tables:
                self._tables[-1][0].end_group()
        elif tag == "table":
            builder, self._into, self._level = self._tables.pop()
            self._into.extend(builder.before)
            grid = builder.grid()
            if grid.cells:
                self._into.append(grid)
        elif tag in _LEVELS:
            self._level = None
        elif tag in _LISTS:
            self._lists.end(tag)
        elif tag in _PRE:
            self._pre -= 1

    def _flush(self) -> None:
        """What was gathered since the last block began or ended, as a paragraph; its pictures after it."""
        if self._text:
            raw = "".join(self._text)
            self._text.clear()
            if self._in_parts:  # they go on in the next block
                kinds = list(dict.fromkeys(self._in_parts))
                raw += "".join(map(end, reversed(kinds)))
                self._text.extend(kinds)
            if self._pre:
                raw = settled(raw, in_cell=False)[0] if self._parts else raw
                self._preformatted(raw)
            elif not raw.isspace():
                self._paragraph(raw)
        if self._images:
            self._into.extend(self._images)
            self._images.clear()

    def _paragraph(self, raw: str) -> None:
        doubt = False
        if self._parts:
            raw, doubt = settled(raw, self._in_cell)
        text = raw
        if not raw.isalnum():  # most are a figure or a label
            if "\n" in raw:
                raw = _WRAP.sub("", raw)
            text = _SPACE.sub(" ", raw)
            if _BREAK in text:
                text = "\n".join(part.strip(" ") for part in text.split(_BREAK)).strip("\n")
            text = text.strip(" ")
        if text and not text.isspace():
            self.length += len(text)
            if self._lists.pending and not (self._in_cell and begins_figure(text)):
                text = self._lists.take(text)
            self._into.append(Line(text + LOST if doubt else text, self._level))
        elif doubt:
            self._tables[-1][0].doubt()

    def _preformatted(self, raw: str) -> None:
        """Lines as they stand; a text file shown by a browser is one such block."""
        for item in items_of(rows_of(raw, self._nested.limits), self._nested.limits):
            item_text = item.text if isinstance(item, Line) else ""
            self.length += len(item_text)
            if isinstance(item, Grid):
                for cell in item.cells:
                    cell.line = cell.page = None
            else:
                item.line = item.page = None
            self._into.append(item)

    def _single(self, tag: str, element: etree._Element) -> None:
        if tag == "br":
            self._text.append("\n" if self._pre else _BREAK)
        elif tag == "img":
            self._image(element)
        else:
            self._frame(element)

    def _image(self, element: etree._Element) -> None:
        sizes = [_pixels(element.get(side)) for side in ("width", "height")]
        if any(size is not None and size < _SPACER for size in sizes):
            return
        if all(size is not None and size <= _ICON for size in sizes):
            if self._in_cell:
                self._tables[-1][0].doubt()
            return
        self._images.append(Image(element.get("alt") or element.get("title") or ""))

    def _frame(self, element: etree._Element) -> None:
        document = element.get("srcdoc")
        if document and self._nested.left > 0:
            self._flush()
            content = self._read_text(document, self._nested.inner())
            self._into.extend(content.items)
            self.diagnostics.extend(content.diagnostics)
            self.length += sum(len(item.text) for item in content.items if isinstance(item, Line))
        elif element.get("src"):
            self._elsewhere()

    def _elsewhere(self) -> None:
        self._frames = True
        self._images.append(Image(frame=True))


def _pixels(text: str | None) -> int | None:
    digits = (text or "").strip().removesuffix("px")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else None
