"""One look over a Word table: what stands in the cells that hold nothing but text, as nearly all do, and
what is said of merges. Only the other cells are then walked element by element."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from auditor.reading.docx_names import Names
from auditor.reading.docx_runs import BESIDE_WORDS
from auditor.reading.docx_styles import PLAIN, Styles
from auditor.reading.flow import Item, Line

MERGES = ("gridSpan", "vMerge", "hMerge", "cellDel")
# What shows something else than its text, or makes a paragraph more or less than it seems.
_MORE = (*BESIDE_WORDS, "vanish", "del", "moveFrom", "numPr", "outlineLvl", "altChunk", "tbl")
_FOREIGN = ("{*}AlternateContent", "{*}oMath", "{*}oMathPara")
_NONE = frozenset({"0", "false", "off", "none", "no", "baseline"})
# What may strike text out or raise it; some programs say of each run that it does not.
_LOOKS = ("strike", "dstrike", "vertAlign", "position")
_CELL, _PARAGRAPH, _TEXT, _BREAK, _MERGE, _STYLE, _LOOK = range(7)


@dataclass(slots=True)
class Look:
    """The plain cells with what stands in them, and what is said of merges, by cell."""

    plain: dict[etree._Element, list[Item]] = field(default_factory=dict)
    merges: dict[etree._Element, list[etree._Element]] = field(default_factory=dict)


class Looker:
    """Looks over the tables of a document."""

    def __init__(self, names: Names, styles: Styles) -> None:
        self._names = names
        self._styles = styles
        self._kinds = {
            names["tc"]: _CELL,
            names["p"]: _PARAGRAPH,
            names["t"]: _TEXT,
            names["br"]: _BREAK,
            names["pStyle"]: _STYLE,
            names["rStyle"]: _STYLE,
            **{names[merge]: _MERGE for merge in MERGES},
            **{names[look]: _LOOK for look in _LOOKS},
        }
        self._tags = (*self._kinds, *(names[local] for local in _MORE), *_FOREIGN)
        self._run, self._about_cell = names["r"], names["tcPr"]

    def over(self, table: etree._Element) -> Look:
        """What one look over a `w:tbl` shows."""
        look, kinds, run = Look(), self._kinds, self._run
        cell: etree._Element | None = None
        paragraph: etree._Element | None = None
        plain = False
        items: list[Item] = []
        parts: list[str] = []
        styled = self._styles.of(None) == PLAIN
        for each in table.iterdescendants(*self._tags):
            kind = kinds.get(each.tag)
            if kind in (_TEXT, _BREAK):
                above = each.getparent()
                plain = plain and above is not None and above.tag == run and above.getparent() is paragraph
                parts.append("\n" if kind == _BREAK else each.text or "")
            elif kind in (_PARAGRAPH, _CELL):
                if parts:
                    _end(parts, items)
                if kind == _PARAGRAPH:
                    paragraph = each
                    plain = plain and each.getparent() is cell
                    continue
                if plain and cell is not None:
                    look.plain[cell] = items
                cell, items, plain = each, [], styled
            elif kind == _MERGE:
                self._merge(each, look)
            elif kind == _LOOK:
                plain = plain and (each.get(self._names.val) or "").lower() in _NONE
            elif kind != _STYLE or not self._is_plain(each):
                plain = False
        _end(parts, items)
        if plain and cell is not None:
            look.plain[cell] = items
        return look

    def _merge(self, said: etree._Element, look: Look) -> None:
        about = said.getparent()
        cell = about.getparent() if about is not None and about.tag == self._about_cell else None
        if cell is not None:
            look.merges.setdefault(cell, []).append(said)

    def _is_plain(self, named: etree._Element) -> bool:
        """Whether the style that is named changes nothing."""
        style = self._styles.of(named.get(self._names.val))
        of_run = named.tag == self._names["rStyle"]
        return style == PLAIN or (of_run and not style.hidden and not style.part)


def _end(parts: list[str], items: list[Item]) -> None:
    """The end of a paragraph; a blank one is left out."""
    text = "".join(parts)
    if text.strip():
        items.append(Line(text))
    parts.clear()
