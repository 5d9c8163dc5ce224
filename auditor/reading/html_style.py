"""What a page's own style sheets hide: as much of CSS as tells whether an element is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from auditor.reading.css import HIDES, MOST_RULES, SHOWN, Rule, rules_of

_MOST_STEPS = 2_000_000  # elements looked at for all rules together
_HIDING = (
    "none",
    "hidden",
    "opacity",
    "transparent",
    "collapse",
    "text-indent",
    "clip",
    "overflow",
    "font-size",
)


@dataclass(slots=True)
class _Steps:
    left: int = _MOST_STEPS


def hidden_by_sheets(root: etree._Element) -> tuple[set[etree._Element], set[etree._Element]]:
    """Elements that the style sheets in the page hide, and those that they may hide, by rules that are not
    understood. Sheets of other files and states (:hover) count for nothing."""
    rules: list[Rule] = []
    for sheet in root.iter("style"):
        text = sheet.text or ""
        if any(word in text for word in _HIDING):
            rules.extend(rules_of(text, len(rules)))
    if len(rules) > MOST_RULES or not any(rule.hides for rule in rules):
        return set(), set()
    by_key: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        by_key[rule.compounds[0].key].append(rule)
    found: set[etree._Element] = set()
    perhaps: set[etree._Element] = set()
    steps = _Steps()
    for element in root.iter():
        if steps.left < 0:
            return set(), set()
        best: dict[str, Rule] = {}
        for key in _keys(element):
            for rule in by_key.get(key, ()):
                if not rule.sure:
                    if _fits(rule, element, steps):
                        perhaps.add(element)
                    continue
                known = best.get(rule.what)
                if (known is None or rule.rank > known.rank) and _fits(rule, element, steps):
                    best[rule.what] = rule
        if any(rule.hides and not _overruled(element, rule) for rule in best.values()):
            found.add(element)
    return found, perhaps


def _fits(rule: Rule, element: etree._Element, steps: _Steps) -> bool:
    steps.left -= 1
    if not rule.compounds[0].fits(element):
        return False
    above = element.getparent()
    for compound, direct in zip(rule.compounds[1:], rule.parent, strict=True):
        while above is not None and not compound.fits(above):
            steps.left -= 1
            above = None if direct else above.getparent()
        if above is None:
            return False
        above = above.getparent()
    return True


def _overruled(element: etree._Element, rule: Rule) -> bool:
    """Whether the element's own style shows it all the same."""
    own = {name.lower(): value.lower() for name, value, _ in SHOWN.findall(element.get("style") or "")}
    return not rule.rank[0] and own.get(rule.what, "none") not in HIDES


def _keys(element: etree._Element) -> Iterator[str]:
    yield ""  # what asks for attributes alone
    if isinstance(element.tag, str):
        yield element.tag
    if ident := element.get("id"):
        yield f"#{ident}"
    if names := element.get("class"):
        for name in names.split():
            yield f".{name}"
