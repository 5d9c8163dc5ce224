"""The walk over a Word document's body: what a reader sees, in order; nothing hidden or deleted."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from auditor.reading.docx_names import Names, integer, relation_id
from auditor.reading.docx_numbering import Numbering
from auditor.reading.docx_plain import Looker
from auditor.reading.docx_runs import Runs
from auditor.reading.docx_styles import Style, Styles
from auditor.reading.docx_table import rows_to_grid
from auditor.reading.flow import Item, Line
from auditor.reading.limits import Limits
from auditor.reading.marked import LOST, begins_figure, settled

_THROUGH = ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "sect", "sub-section")

# What became of a paragraph's end.
_DELETED, _HIDDEN = "deleted", "hidden"


class Walk:
    """Reads block containers (body, cell, text box) into items. Numbers count over the whole document."""

    def __init__(
        self,
        names: Names,
        styles: Styles,
        numbering: Numbering,
        limits: Limits,
        part: Callable[[str], list[Item]],
    ) -> None:
        """`part` reads the document that an altChunk points to, by the chunk's relation id."""
        self.names = names
        self.limits = limits
        self.contents = 0  # entries of a generated table of contents, left out
        self._styles = styles
        self._numbering = numbering
        self._part = part
        self._blocks = (names["p"], names["tbl"], names["altChunk"])
        # Looked for in every paragraph.
        self._about = names["pPr"]
        self._abouts = (names["pStyle"], names["numPr"], names["outlineLvl"], names["rPr"])
        self._ends = (names["del"], names["moveFrom"], names["vanish"])
        self._in_cell = False
        self._doubt = False  # in the cell stands something of which nothing can be told
        self._carried = ""  # text of paragraphs whose end was deleted
        self._runs = Runs(names, styles)
        self.looker = Looker(names, styles)
        self._through = frozenset(names[local] for local in _THROUGH)

    def blocks(self, container: etree._Element) -> list[Item]:
        """Items of a container. Raises Unreadable on too large a table."""
        items: list[Item] = []
        outer, self._carried = self._carried, ""
        self._into(container, items)
        if self._carried.strip():
            items.append(Line(settled(self._carried, self._in_cell)[0]))
        self._carried = outer
        return items

    def cell(self, element: etree._Element) -> tuple[list[Item], bool]:
        """Items of a cell, and whether more stands in it, of which nothing can be told."""
        outer = self._in_cell, self._doubt
        self._in_cell, self._doubt = True, False
        items, doubt = self.blocks(element), self._doubt
        self._in_cell, self._doubt = outer
        return items, doubt

    def _into(self, container: etree._Element, items: list[Item]) -> None:
        paragraph, table, chunk = self._blocks
        for child in container:
            tag = child.tag
            if tag == paragraph:
                self._paragraph(child, items)
            elif tag == table:
                items.append(rows_to_grid(child, self))
            elif tag in self._through:
                self._into(child, items)
            elif tag == chunk:
                chunk_items = self._part(relation_id(child))
                self._doubt = self._doubt or not chunk_items
                items.extend(chunk_items)
            elif tag.endswith("}AlternateContent"):
                chosen = self._runs.choice(child)
                if chosen is not None:
                    self._into(chosen, items)

    def _paragraph(self, element: etree._Element, items: list[Item]) -> None:
        ident, own, outline, mark = self._properties(element)
        style = self._styles.of(ident)
        read = self._runs.read(element, style)
        if mark == _DELETED:
            # Its end was deleted: what is left of it belongs to the next paragraph.
            self._carried += read.text
        elif style.contents:
            # The entries repeat the headings; as text they would pass for the sections themselves.
            self.contents += bool(read.text.strip())
        else:
            text, doubt = settled(self._carried + read.text, self._in_cell)
            text = text if text.strip() else ""
            if doubt and text:
                text += LOST
            self._doubt = self._doubt or doubt or read.doubt
            self._carried = ""
            hidden = not text and (style.hidden or mark == _HIDDEN)
            number = "" if hidden else self._number(own, ident, style)
            if number and not (self._in_cell and begins_figure(text.lstrip())):
                text = number + text.lstrip()
            if text:
                level = style.level if outline is None else outline + 1 if 0 <= outline < 9 else None
                items.append(Line(text, level))
        items.extend(read.images)
        for box in read.boxes:
            items.extend(self.blocks(box))

    def _properties(
        self, element: etree._Element
    ) -> tuple[str | None, etree._Element | None, int | None, str]:
        """Style id, own numPr, own outline level (from 0), and what became of the paragraph's end."""
        ident: str | None = None
        own: etree._Element | None = None
        outline: int | None = None
        mark = ""
        names = self.names
        properties = next(element.iterchildren(self._about), None)
        if properties is not None:
            style, list_of, level, _ = self._abouts
            for child in properties.iterchildren(*self._abouts):
                tag = child.tag
                if tag == style:
                    ident = child.get(names.val)
                elif tag == list_of:
                    own = child
                elif tag == level:
                    outline = integer(child.get(names.val))
                else:
                    for each in child.iterchildren(*self._ends):
                        if each.tag != self._ends[-1]:
                            return ident, own, outline, _DELETED
                        mark = _HIDDEN if names.switched(each) else mark
        return ident, own, outline, mark

    def _number(self, own: etree._Element | None, ident: str | None, style: Style) -> str:
        """The number Word prints before the paragraph; counts it."""
        names = self.names
        number = None if own is None else names.number(own, "numId")
        depth = None if own is None else names.number(own, "ilvl")
        if number is None:
            number = style.number
            if number and depth is None:
                depth = (
                    style.depth if style.depth is not None else self._numbering.depth_of_style(number, ident)
                )
        if not number:  # numId 0 takes a paragraph out of its list
            return ""
        return self._numbering.next(number, depth or 0)
