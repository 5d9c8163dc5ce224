"""What a page's own style sheets hide: as much of CSS as tells whether an element is shown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_MOST_RULES = 2_000  # beyond, a sheet is not looked at: what it hides stays
_MOST_STEPS = 2_000_000  # elements looked at for all rules together
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_SHOWN = re.compile(r"(?:^|;)\s*(display|visibility)\s*:\s*([a-z-]+)\s*(!\s*important)?", re.IGNORECASE)
_PART = re.compile(r"([.#]?)([\w-]+|\*)")
_HIDES = frozenset({"none", "hidden", "collapse"})


@dataclass(frozen=True, slots=True)
class _Compound:
    """`li.on#x`: what one element has to be."""

    tag: str
    ident: str
    classes: frozenset[str]

    def fits(self, element: etree._Element) -> bool:
        if self.tag and element.tag != self.tag:
            return False
        if self.ident and element.get("id") != self.ident:
            return False
        return not self.classes or self.classes <= set((element.get("class") or "").split())


@dataclass(slots=True)
class _Steps:
    left: int = _MOST_STEPS


@dataclass(frozen=True, slots=True)
class _Rule:
    """A selector (its last compound first; `parent` tells which must stand directly above) and what it
    says of one property."""

    compounds: tuple[_Compound, ...]
    parent: tuple[bool, ...]
    what: str
    hides: bool
    rank: tuple[bool, int, int, int, int]  # importance, ids, classes, tags, order

    def fits(self, element: etree._Element, steps: _Steps) -> bool:
        steps.left -= 1
        if not self.compounds[0].fits(element):
            return False
        above = element.getparent()
        for compound, direct in zip(self.compounds[1:], self.parent, strict=True):
            while above is not None and not compound.fits(above):
                steps.left -= 1
                above = None if direct else above.getparent()
            if above is None:
                return False
            above = above.getparent()
        return True


def hidden_by_sheets(root: etree._Element) -> set[etree._Element]:
    """Elements that the style sheets in the page hide. Sheets of other files, conditions (@media) and
    states (:hover) count for nothing."""
    rules: list[_Rule] = []
    for sheet in root.iter("style"):
        text = sheet.text or ""
        if "none" in text or "hidden" in text:
            rules.extend(_rules(_COMMENT.sub("", text), len(rules)))
    if len(rules) > _MOST_RULES or not any(rule.hides for rule in rules):
        return set()
    by_key: dict[str, list[_Rule]] = defaultdict(list)
    for rule in rules:
        last = rule.compounds[0]
        key = f"#{last.ident}" if last.ident else f".{min(last.classes)}" if last.classes else last.tag
        by_key[key].append(rule)
    found: set[etree._Element] = set()
    steps = _Steps()
    for element in root.iter():
        if steps.left < 0:
            return set()
        best: dict[str, _Rule] = {}
        for key in _keys(element):
            for rule in by_key.get(key, ()):
                known = best.get(rule.what)
                if (known is None or rule.rank > known.rank) and rule.fits(element, steps):
                    best[rule.what] = rule
        if any(rule.hides and not _overruled(element, rule) for rule in best.values()):
            found.add(element)
    return found


def _overruled(element: etree._Element, rule: _Rule) -> bool:
    """Whether the element's own style shows it all the same."""
    own = {name.lower(): value.lower() for name, value, _ in _SHOWN.findall(element.get("style") or "")}
    return not rule.rank[0] and own.get(rule.what, "none") not in _HIDES


def _keys(element: etree._Element) -> Iterator[str]:
    if isinstance(element.tag, str):
        yield element.tag
    if ident := element.get("id"):
        yield f"#{ident}"
    if names := element.get("class"):
        for name in names.split():
            yield f".{name}"


def _rules(css: str, start: int) -> Iterator[_Rule]:
    position, order = 0, start
    while (brace := css.find("{", position)) >= 0:
        selectors = css[position:brace].rpartition("}")[2].rpartition(";")[2].strip()
        if selectors.startswith("@"):
            position = _past_block(css, brace)
            continue
        end = css.find("}", brace)
        end = len(css) if end < 0 else end
        for name, value, important in _SHOWN.findall(css[brace + 1 : end]):
            for selector in selectors.split(","):
                order += 1
                rule = _rule(selector.strip(), name.lower(), value.lower() in _HIDES, bool(important), order)
                if rule is not None:
                    yield rule
                if order - start > _MOST_RULES:
                    return
        position = end + 1


def _past_block(css: str, brace: int) -> int:
    """Behind the block that opens at `brace`, with the blocks in it."""
    depth = 0
    for mark in re.finditer(r"[{}]", css[brace:]):
        depth += 1 if mark[0] == "{" else -1
        if depth == 0:
            return brace + mark.end()
    return len(css)


def _rule(selector: str, what: str, hides: bool, important: bool, order: int) -> _Rule | None:
    """None for a selector that asks for more than tags, classes and ids."""
    compounds: list[_Compound] = []
    parent: list[bool] = []
    direct = False
    for piece in selector.replace(">", " > ").split()[:8]:
        if piece == ">":
            direct = True
            continue
        compound = _compound(piece)
        if compound is None:
            return None
        if compounds:
            parent.append(direct)
        compounds.append(compound)
        direct = False
    if not compounds:
        return None
    ids = sum(bool(c.ident) for c in compounds)
    classes = sum(len(c.classes) for c in compounds)
    tags = sum(bool(c.tag) for c in compounds)
    rank = (important, ids, classes, tags, order)
    return _Rule(tuple(reversed(compounds)), tuple(reversed(parent)), what, hides, rank)


def _compound(text: str) -> _Compound | None:
    tag, ident, classes, position = "", "", set(), 0
    for part in _PART.finditer(text):
        if part.start() != position or (not part[1] and position):
            return None
        position = part.end()
        if part[1] == ".":
            classes.add(part[2])
        elif part[1] == "#":
            ident = part[2]
        else:
            tag = "" if part[2] == "*" else part[2].lower()
    if position != len(text) or not (tag or ident or classes):
        return None  # “*” alone would be everything
    return _Compound(tag, ident, frozenset(classes))
