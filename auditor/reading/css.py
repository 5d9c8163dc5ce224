"""Style sheets cut into rules, as far as they say what is shown: on a screen, 1280 pixels wide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

MOST_RULES = 2_000
_WIDE = 1_280  # pixels
_DEEPEST = 4  # blocks within blocks
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
SHOWN = re.compile(r"(?:^|;)\s*(display|visibility)\s*:\s*([a-z-]+)\s*(!\s*important)?", re.IGNORECASE)
HIDES = frozenset({"none", "hidden", "collapse"})
_LONGEST = 500  # characters of a selector or a condition
# Text that takes its place and is not seen.
_ZERO = r"0{0,3}\.?0{0,3}(?:px|pt|em|rem|%)?"
_INKLESS = re.compile(
    rf"(?:^|;)\s*(?:opacity\s*:\s*{_ZERO}"
    rf"|color\s*:\s*(?:transparent|rgba\([^()]{{0,40}},\s{{0,3}}{_ZERO}\s{{0,3}}\))"
    r"|text-indent\s*:\s*-\d{3,7}[a-z.\d]{0,7}"
    r"|clip\s*:\s*rect\([01px, ]{1,30}\)|clip-path\s*:\s*inset\((?:50|100)%\))\s*(?:;|!|$)",
    re.IGNORECASE,
)
_NO_ROOM = re.compile(rf"(?:^|;)\s*(?:max-)?(?:width|height)\s*:\s*{_ZERO}\s*(?:;|!|$)", re.IGNORECASE)
_CUT_OFF = re.compile(r"(?:^|;)\s*overflow\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_SIMPLE = r"""[.#]?[\w-]+|\*|\[[^\[\]]*\]|::?[\w-]+(?:\([^()]*\))?"""
_STEP = re.compile(rf"\s*([>+~])?\s*((?:{_SIMPLE})+)")
_PART = re.compile(_SIMPLE)
_ATTRIBUTE = re.compile(r"""\[\s*([\w-]+)\s*(?:([~^$*|]?=)\s*["']?([^"'\]]*?)["']?\s*(?:[is]\s*)?)?\]""")
_NTH = re.compile(r":nth-child\(\s*(\d{1,2})\s*\)")
_FEATURE = re.compile(r"(min|max)-(?:device-)?width\s*:\s*([\d.]{1,9})(px|em|rem|pt)")
_RANGE = re.compile(r"width\s*(<=?|>=?)\s*([\d.]{1,9})(px|em|rem|pt)")
_PIXELS = {"px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3}
_ON_SCREEN = {"all": True, "screen": True, "print": False, "speech": False, "handheld": False, "tv": False}
# Said of a part of an element, or of what it is only while somebody points at it.
_OF_NO_ELEMENT = re.compile(
    r"::|:(?:before|after|first-l|hover|focus|active|visited|target|checked|disabled|placeholder)"
)


@dataclass(frozen=True, slots=True)
class Compound:
    """`li.on#x[lang=zh]:nth-child(2)`: what one element has to be; `last`: the last of its parent's."""

    tag: str
    ident: str
    classes: frozenset[str]
    attributes: tuple[tuple[str, str, str], ...] = ()
    place: int = 0
    last: bool = False

    def fits(self, element: etree._Element) -> bool:
        if self.tag and element.tag != self.tag:
            return False
        if self.ident and element.get("id") != self.ident:
            return False
        if self.classes and not self.classes <= set((element.get("class") or "").split()):
            return False
        if self.last and element.getnext() is not None:
            return False
        return all(_has(element, *asked) for asked in self.attributes) and self._in_place(element)

    def _in_place(self, element: etree._Element) -> bool:
        before = element.getprevious()
        for _ in range(self.place - 1):
            if before is None:
                return False
            before = before.getprevious()
        return not self.place or before is None

    @property
    def key(self) -> str:
        """What an element has at least for it to fit."""
        return f"#{self.ident}" if self.ident else f".{min(self.classes)}" if self.classes else self.tag


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector (its last compound first; `parent` tells which must stand directly above) and what it
    says of one property; not `sure`: there is more to it that is not understood, its last compound alone
    counts."""

    compounds: tuple[Compound, ...]
    parent: tuple[bool, ...]
    what: str
    hides: bool
    rank: tuple[bool, int, int, int, int]  # importance, ids, classes, tags, order
    sure: bool


def is_unseen(style: str) -> bool:
    """Whether the text of an element with this style takes its place and is not seen."""
    return _INKLESS.search(style) is not None or (
        _NO_ROOM.search(style) is not None and _CUT_OFF.search(style) is not None
    )


def rules_of(css: str, start: int) -> list[Rule]:
    """The rules of a sheet, counted on from `start`; more than MOST_RULES of them are not all given."""
    found: list[Rule] = []
    order = start
    for selectors, block, sure in _blocks(_COMMENT.sub("", css), True, 0):
        for name, hides, important, certain in _said(block):
            for selector in _each(selectors):
                order += 1
                rule = _rule(selector.strip(), name, hides, important, order, sure and certain)
                if rule is not None:
                    found.append(rule)
                if order - start > MOST_RULES:
                    return found
    return found


def _each(selectors: str) -> Iterator[str]:
    """The selectors of a list, which commas part outside of brackets."""
    whole = ""
    for piece in selectors.split(","):
        whole = f"{whole},{piece}" if whole else piece
        if len(whole) > _LONGEST or not any(whole.count(a) > whole.count(b) for a, b in ("()", "[]")):
            yield whole
            whole = ""
    if whole:
        yield whole


def _said(block: str) -> Iterator[tuple[str, bool, bool, bool]]:
    """Of each property: its name, whether it hides, is important and is sure to."""
    for name, value, important in SHOWN.findall(block):
        yield name.lower(), value.lower() in HIDES, bool(important), True
    if is_unseen(block):
        yield "ink", True, False, False  # another rule may give it its colour or room again


def _blocks(css: str, sure: bool, depth: int) -> Iterator[tuple[str, str, bool]]:
    """Selectors and declarations, and whether they are sure to apply."""
    position = 0
    while (brace := css.find("{", position)) >= 0:
        selectors = css[position:brace].rpartition("}")[2].rpartition(";")[2].strip()
        if not selectors.startswith("@"):
            end = css.find("}", brace)
            end = len(css) if end < 0 else end
            yield selectors, css[brace + 1 : end], sure
            position = end + 1
            continue
        position = _past_block(css, brace)
        applies = _applies(selectors.lower())
        if applies is not False and depth < _DEEPEST:
            yield from _blocks(css[brace + 1 : position - 1], sure and bool(applies), depth + 1)


def _past_block(css: str, brace: int) -> int:
    """Behind the block that opens at `brace`, with the blocks in it."""
    depth = 0
    for mark in re.compile(r"[{}]").finditer(css, brace):
        depth += 1 if mark[0] == "{" else -1
        if depth == 0:
            return mark.end()
    return len(css) + 1


def _applies(rule: str) -> bool | None:
    """Whether the rules in the block of an at-rule apply; None where that cannot be told."""
    if rule.startswith(("@supports", "@layer")):
        return True
    if not rule.startswith("@media") or len(rule) > _LONGEST:
        return None if rule.startswith(("@media", "@container", "@scope")) else False
    asked = [_query(" ".join(each.split())) for each in rule.removeprefix("@media").split(",")]
    return True if True in asked else None if None in asked else False


def _query(query: str) -> bool | None:
    negated = query.startswith("not ")
    parts = re.split(r" and ?(?=\()", query.removeprefix("not ").removeprefix("only "))
    answers = [_asked(part.strip()) for part in parts]
    whole = False if False in answers else None if None in answers else True
    return whole if whole is None or not negated else not whole


def _asked(part: str) -> bool | None:
    if not part.startswith("("):
        return _ON_SCREEN.get(part)
    inside = part.strip("() ")
    try:
        if found := _FEATURE.fullmatch(inside):
            pixels = float(found[2]) * _PIXELS[found[3]]
            return pixels <= _WIDE if found[1] == "min" else pixels >= _WIDE
        if found := _RANGE.fullmatch(inside):
            pixels = float(found[2]) * _PIXELS[found[3]]
            return pixels >= _WIDE if found[1][0] == "<" else pixels <= _WIDE
    except ValueError:
        return None
    return None


def _rule(selector: str, what: str, hides: bool, important: bool, order: int, sure: bool) -> Rule | None:
    """None for a selector that is of no element, or may be of any."""
    if len(selector) > _LONGEST or _OF_NO_ELEMENT.search(selector):
        return None
    compounds: list[Compound] = []
    parent: list[bool] = []
    position = 0
    for step in _STEP.finditer(selector):
        if step.start() != position or len(compounds) > 7:
            break
        position = step.end()
        compound, understood = _compound(step[2])
        sure = sure and understood and step[1] not in ("+", "~")
        if compounds:
            parent.append(step[1] == ">")
        compounds.append(compound)
    sure = sure and position == len(selector)
    if not compounds or not (sure or hides) or position != len(selector):
        return None
    if not (compounds[-1].key or (sure and compounds[-1].attributes)):
        return None
    ids = sum(bool(c.ident) for c in compounds)
    classes = sum(len(c.classes) + len(c.attributes) + bool(c.place) + c.last for c in compounds)
    tags = sum(bool(c.tag) for c in compounds)
    rank = (important, ids, classes, tags, order)
    if not sure:
        return Rule((compounds[-1],), (), what, hides, rank, False)
    return Rule(tuple(reversed(compounds)), tuple(reversed(parent)), what, hides, rank, True)


def _compound(text: str) -> tuple[Compound, bool]:
    """What it asks for, and whether that is all."""
    tag, ident, classes, place, last, understood = "", "", set(), 0, False, True
    attributes: list[tuple[str, str, str]] = []
    for part in _PART.findall(text):
        if len(part) > 100:
            understood = False
        elif part[0] == ".":
            classes.add(part[1:])
        elif part[0] == "#":
            ident = part[1:]
        elif found := _ATTRIBUTE.fullmatch(part):
            attributes.append((found[1].lower(), found[2] or "", found[3] or ""))
        elif part == ":first-child":
            place = 1
        elif part == ":last-child":
            last = True
        elif found := _NTH.fullmatch(part):
            place = int(found[1])
        elif part[0] in ":[":
            understood = False
        elif part != "*":
            tag = part.lower()
    return Compound(tag, ident, frozenset(classes), tuple(attributes), place, last), understood


def _has(element: etree._Element, name: str, relation: str, asked: str) -> bool:
    value = element.get(name)
    if value is None or not relation:
        return value is not None
    match relation[0]:
        case "=":
            return value == asked
        case "~":
            return asked in value.split()
        case "^":
            return bool(asked) and value.startswith(asked)
        case "$":
            return bool(asked) and value.endswith(asked)
        case "*":
            return bool(asked) and asked in value
        case _:
            return value == asked or value.startswith(asked + "-")
