"""The text of one Word paragraph: runs joined, deleted and hidden text out, fields by their results."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from auditor.reading.docx_names import Names
from auditor.reading.docx_styles import Styles
from auditor.reading.flow import Image

_TEXT, _RUN, _THROUGH, _FIELD, _DRAWING, _ABOUT, _TAB, _BREAK, _HYPHEN, _SYMBOL = range(10)
_KINDS = {
    "t": _TEXT,
    "r": _RUN,
    "hyperlink": _THROUGH,
    "ins": _THROUGH,
    "moveTo": _THROUGH,
    "smartTag": _THROUGH,
    "sdt": _THROUGH,
    "sdtContent": _THROUGH,
    "customXml": _THROUGH,
    "fldSimple": _THROUGH,
    "bdo": _THROUGH,
    "dir": _THROUGH,
    "ruby": _THROUGH,
    "rubyBase": _THROUGH,
    "pPr": _ABOUT,
    "rPr": _ABOUT,
    "fldChar": _FIELD,
    "drawing": _DRAWING,
    "pict": _DRAWING,
    "object": _DRAWING,
    "tab": _TAB,
    "ptab": _TAB,
    "br": _BREAK,
    "cr": _BREAK,
    "noBreakHyphen": _HYPHEN,
    "sym": _SYMBOL,
}
# What a run shows beside its words and the ends of lines among them.
BESIDE_WORDS = tuple(
    local for local, kind in _KINDS.items() if kind not in (_TEXT, _RUN, _THROUGH, _ABOUT) and local != "br"
)
_PICTURES = frozenset({"blip", "imagedata", "chart", "relIds"})  # images, charts, diagrams
# Symbols that figures are made of, by the place Word gives them in its symbol fonts.
_SYMBOLS = {0xF0B7: "", 0xF0D7: "×", 0xF0B4: "×", 0xF0B1: "±", 0xF02D: "-", 0xF02F: "/"}


@dataclass(slots=True)
class Read:
    """What a paragraph holds: text, pictures in it, text boxes hung to it."""

    parts: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


class Runs:
    """Reads paragraphs; fields may run on from one to the next."""

    def __init__(self, names: Names, styles: Styles) -> None:
        self._names = names
        self._styles = styles
        self._kinds = {names[local]: kind for local, kind in _KINDS.items()}
        self._fields: list[bool] = []  # per open field, whether its instruction is still running
        self._hidden = False
        # Looked up for every run.
        self._properties = names["rPr"]
        self._box = names["txbxContent"]
        self._fldtype = names["fldCharType"]
        self._vanish = names["vanish"]
        self._run_style = names["rStyle"]

    def read(self, paragraph: etree._Element, hidden: bool = False) -> Read:
        """The paragraph's content; `hidden`: its style hides text unless a run says otherwise."""
        read = Read()
        self._hidden = hidden
        self._walk(paragraph, read)
        # An instruction never runs past its paragraph here: a field left open must not swallow the report.
        if True in self._fields:
            self._fields = [False] * len(self._fields)
        return read

    def choice(self, alternatives: etree._Element) -> etree._Element | None:
        """The branch to read of an mc:AlternateContent: the first choice, for the fallback repeats it."""
        found: etree._Element | None = None
        for child in alternatives:
            if child.tag.endswith("}Choice"):
                return child
            found = child
        return found

    def _walk(self, element: etree._Element, read: Read) -> None:
        kinds, parts = self._kinds, read.parts
        for child in element:
            tag = child.tag
            kind = kinds.get(tag)
            if kind is None:
                if tag.endswith("}AlternateContent"):
                    chosen = self.choice(child)
                    if chosen is not None:
                        self._walk(chosen, read)
                elif tag.endswith(("}oMath", "}oMathPara")):
                    parts.extend(each.text or "" for each in child.iter("{*}t"))
            elif kind == _ABOUT:
                continue
            elif kind == _RUN:
                if not self._is_hidden(child):
                    self._walk(child, read)
            elif kind == _THROUGH:
                self._walk(child, read)
            elif kind == _FIELD:
                self._field(child.get(self._fldtype))
            elif kind == _DRAWING:
                self._drawing(child, read)
            elif True in self._fields:
                continue
            elif kind == _TEXT:
                parts.append(child.text or "")
            elif kind == _TAB:
                parts.append("\t")
            elif kind == _BREAK:
                parts.append("\n")
            elif kind == _HYPHEN:
                parts.append("-")
            else:
                parts.append(self._symbol(child))

    def _is_hidden(self, run: etree._Element) -> bool:
        properties = next(run.iterchildren(self._properties), None)
        hidden = self._hidden
        if properties is not None:
            for child in properties.iterchildren(self._vanish, self._run_style):
                if child.tag == self._vanish:
                    return self._names.switched(child)
                hidden = hidden or self._styles.of(child.get(self._names.val)).hidden
        return hidden

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _symbol(self, element: etree._Element) -> str:
        code = element.get(self._names["char"]) or ""
        try:
            number = int(code, 16)
        except ValueError:
            return ""
        if number in _SYMBOLS:
            return _SYMBOLS[number]
        # Private use: a glyph of a symbol font that says nothing as text.
        return "" if 0xE000 <= number <= 0xF8FF or not 0x20 <= number <= 0x2FFF else chr(number)

    def _drawing(self, element: etree._Element, read: Read) -> None:
        """Text boxes and pictures of a drawing, each once."""
        pictured, alternative = False, ""
        pending = [element]
        while pending:
            current = pending.pop()
            tag = current.tag
            if tag == self._box:
                read.boxes.append(current)
                continue
            local = tag.rpartition("}")[2]
            if local in _PICTURES:
                pictured = True
            elif local == "docPr":
                alternative = alternative or current.get("descr") or current.get("title") or ""
            elif local == "shape" and not alternative:
                alternative = current.get("alt") or ""
            if local == "AlternateContent":
                chosen = self.choice(current)
                if chosen is not None:
                    pending.append(chosen)
            else:
                pending.extend(reversed(current))
        if pictured:
            read.images.append(Image(alternative))
