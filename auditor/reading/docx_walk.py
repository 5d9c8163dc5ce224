"""The walk over a Word document's body: what a reader sees, in order; nothing hidden or deleted."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from auditor.reading.docx_names import Names, relation_id
from auditor.reading.docx_numbering import Numbering
from auditor.reading.docx_runs import Runs
from auditor.reading.docx_styles import Styles
from auditor.reading.docx_table import rows_to_grid
from auditor.reading.flow import Item, Line
from auditor.reading.limits import Limits

_THROUGH = ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "sect", "sub-section")


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
        self._carried = ""  # text of paragraphs whose end was deleted
        self._runs = Runs(names, styles)
        self._through = frozenset(names[local] for local in _THROUGH)

    def blocks(self, container: etree._Element) -> list[Item]:
        """Items of a container. Raises Unreadable on too large a table."""
        items: list[Item] = []
        outer, self._carried = self._carried, ""
        self._into(container, items)
        if self._carried.strip():
            items.append(Line(self._carried))
        self._carried = outer
        return items

    def _into(self, container: etree._Element, items: list[Item]) -> None:
        names = self.names
        paragraph, table, chunk = names["p"], names["tbl"], names["altChunk"]
        for child in container:
            tag = child.tag
            if tag == paragraph:
                self._paragraph(child, items)
            elif tag == table:
                items.append(rows_to_grid(child, self))
            elif tag in self._through:
                self._into(child, items)
            elif tag == chunk:
                items.extend(self._part(relation_id(child)))
            elif tag.endswith("}AlternateContent"):
                chosen = self._runs.choice(child)
                if chosen is not None:
                    self._into(chosen, items)

    def _paragraph(self, element: etree._Element, items: list[Item]) -> None:
        names = self.names
        properties = element.find(names["pPr"])
        ident = None if properties is None else names.value(properties, "pStyle")
        style = self._styles.of(ident)
        read = self._runs.read(element, style.hidden)
        mark = None if properties is None else properties.find(names["rPr"])
        if mark is not None and (
            mark.find(names["del"]) is not None or mark.find(names["moveFrom"]) is not None
        ):
            # Its end was deleted: what is left of it belongs to the next paragraph.
            self._carried += read.text
        elif style.contents:
            # The entries repeat the headings; as text they would pass for the sections themselves.
            self.contents += bool(read.text.strip())
        else:
            text = self._carried + read.text
            text = text if text.strip() else ""
            self._carried = ""
            hidden = not text and (style.hidden or names.on(mark, "vanish"))
            number = "" if hidden else self._number(properties, ident)
            text = number + text.lstrip() if number else text
            if text:
                items.append(Line(text, self._level(properties, style.level)))
        items.extend(read.images)
        for box in read.boxes:
            items.extend(self.blocks(box))

    def _level(self, properties: etree._Element | None, by_style: int | None) -> int | None:
        stated = None if properties is None else self.names.number(properties, "outlineLvl")
        if stated is None:
            return by_style
        return stated + 1 if 0 <= stated < 9 else None

    def _number(self, properties: etree._Element | None, ident: str | None) -> str:
        """The number Word prints before the paragraph; counts it."""
        names = self.names
        style = self._styles.of(ident)
        own = None if properties is None else properties.find(names["numPr"])
        number = names.number(own, "numId")
        depth = names.number(own, "ilvl")
        if number is None:
            number = style.number
            if number and depth is None:
                depth = (
                    style.depth if style.depth is not None else self._numbering.depth_of_style(number, ident)
                )
        if not number:  # numId 0 takes a paragraph out of its list
            return ""
        return self._numbering.next(number, depth or 0)
