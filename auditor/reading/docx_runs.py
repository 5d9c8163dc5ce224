"""The text of one Word paragraph: runs joined, deleted and hidden text out, fields by their results."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from auditor.reading.docx_names import Names
from auditor.reading.docx_styles import PLAIN, Style, Styles, part_of
from auditor.reading.flow import Image
from auditor.reading.marked import RAISED, end, part

_TEXT, _RUN, _THROUGH, _FIELD, _DRAWING, _ABOUT, _TAB, _BREAK, _HYPHEN, _SYMBOL, _INSTRUCTION = range(11)
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
    "instrText": _INSTRUCTION,
}
_LOOKS = ("strike", "dstrike", "vertAlign", "position")  # of a run
# What a run shows beside its words and the ends of lines among them.
BESIDE_WORDS = tuple(
    local for local, kind in _KINDS.items() if kind not in (_TEXT, _RUN, _THROUGH, _ABOUT) and local != "br"
)
_PICTURES = frozenset({"blip", "imagedata", "chart", "relIds"})  # images, charts, diagrams
# Symbols that figures are made of, by the place Word gives them in its symbol fonts.
_SMALL = 0.8  # how small beside the text before it a raised mark is at most
_SIZE = 21  # half points: the size of text that does not say it
_SYMBOLS = {0xF0B7: "", 0xF0D7: "×", 0xF0B4: "×", 0xF0B1: "±", 0xF02D: "-", 0xF02F: "/"}


@dataclass(slots=True)
class Read:
    """What a paragraph holds: text, pictures in it, text boxes hung to it; `doubt`: something of which
    nothing can be told. Parts that are struck out or raised stand in the text as `marked.settled` wants
    them."""

    parts: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    doubt: bool = False

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
        self._style = PLAIN  # of the paragraph
        # Looked up for every run.
        self._properties = names["rPr"]
        self._box = names["txbxContent"]
        self._fldtype = names["fldCharType"]
        self._vanish = names["vanish"]
        self._run_style = names["rStyle"]
        self._looks = (self._vanish, self._run_style, *(names[local] for local in _LOOKS))

    def read(self, paragraph: etree._Element, style: Style = PLAIN) -> Read:
        """The paragraph's content; its style counts unless a run says otherwise."""
        read = Read()
        self._style = style
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
                    parts.extend(_of_formula(each) for each in child.iter("{*}t"))
            elif kind == _ABOUT:
                continue
            elif kind == _RUN:
                hidden, stands = self._look(child)
                if hidden:
                    continue
                if stands:
                    parts.append(stands)
                self._walk(child, read)
                if stands:
                    parts.append(end(stands))
            elif kind == _THROUGH:
                self._walk(child, read)
            elif kind == _FIELD:
                self._field(child, read)
            elif kind == _DRAWING:
                self._drawing(child, read)
            elif kind == _INSTRUCTION:
                # What it draws, a figure in a circle, is nowhere else.
                read.doubt = read.doubt or (child.text or "").lstrip()[:3].lower().strip() == "eq"
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
                symbol = self._symbol(child)
                parts.append(symbol or "")
                read.doubt = read.doubt or symbol is None

    def _look(self, run: etree._Element) -> tuple[bool, str]:
        """Whether a run is hidden, and how it stands on the line: struck out, raised, as any other ("")."""
        properties = next(run.iterchildren(self._properties), None)
        hidden, stands = self._style.hidden, self._style.part
        if properties is None or next(properties.iterchildren(*self._looks), None) is None:
            return hidden, stands
        if (named := self._names.value(properties, "rStyle")) is not None:
            style = self._styles.of(named)
            hidden, stands = hidden or style.hidden, style.part or stands
        if (stated := self._names.on(properties, "vanish")) is not None:
            hidden = stated
        own = part_of(properties, self._names)
        stands = stands if own is None else own
        if not stands and (self._names.number(properties, "position") or 0) > 0:
            size, usual = self._size(run, 0), self._size(run.getprevious(), _SIZE)
            stands = RAISED if 0 < size <= _SMALL * usual else ""
        return hidden, stands

    def _size(self, run: etree._Element | None, default: int) -> int:
        """The size that a run states."""
        properties = None if run is None else next(run.iterchildren(self._properties), None)
        return self._names.number(properties, "sz") or default

    def _field(self, said: etree._Element, read: Read) -> None:
        kind = said.get(self._fldtype)
        if kind == "begin":
            self._fields.append(True)
            choice = next(said.iter(self._names["ddList"]), None)
            if choice is not None:
                read.parts.append(self._chosen(choice))
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _chosen(self, choice: etree._Element) -> str:
        """The entry of a list to choose from that is shown."""
        names = self._names
        entries = [each.get(names.val) or "" for each in choice.iter(names["listEntry"])]
        number = names.number(choice, "result")
        number = (names.number(choice, "default") or 0) if number is None else number
        return entries[number] if 0 <= number < len(entries) else ""

    def _symbol(self, element: etree._Element) -> str | None:
        """None where it is a picture of which nothing can be told."""
        code = element.get(self._names["char"]) or ""
        try:
            number = int(code, 16)
        except ValueError:
            return None
        if number in _SYMBOLS:
            return _SYMBOLS[number]
        if 0xF030 <= number <= 0xF039 and (element.get(self._names["font"]) or "").lower() == "symbol":
            return chr(number - 0xF000)
        # Private use: a glyph of a symbol font that says nothing as text.
        return None if 0xE000 <= number <= 0xF8FF or not 0x20 <= number <= 0x2FFF else chr(number)

    def _drawing(self, element: etree._Element, read: Read) -> None:
        """Text boxes and pictures of a drawing, each once."""
        pictured, afloat, alternative = False, False, ""
        boxes = len(read.boxes)
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
            elif local == "anchor" or "absolute" in (current.get("style") or ""):
                afloat = True
            elif local == "docPr":
                alternative = alternative or current.get("descr") or current.get("title") or ""
            if local == "shape" and not alternative:
                alternative = current.get("alt") or ""
            if local == "AlternateContent":
                chosen = self.choice(current)
                if chosen is not None:
                    pending.append(chosen)
            else:
                pending.extend(reversed(current))
        if pictured:
            read.images.append(Image(alternative, afloat=afloat))
        elif not afloat and len(read.boxes) == boxes:
            read.doubt = True


def _of_formula(text: etree._Element) -> str:
    """A text of a formula: an exponent is raised, a denominator stands behind its stroke."""
    words = text.text or ""
    above = {str(each.tag).rpartition("}")[2] for each in text.iterancestors()}
    if "den" in above:
        return f"/{words}"
    return part(RAISED, words) if above & {"sup", "sub"} else words
