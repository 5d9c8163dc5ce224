"""Which elements of a page mark a part of a line: struck out, raised, perhaps hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from auditor.reading.marked import DOUBTFUL, RAISED, STRUCK

_TAGS = {"sup": RAISED, "sub": RAISED, "s": STRUCK, "strike": STRUCK, "del": STRUCK}
_CELLS = frozenset({"td", "th", "tr", "table", "tbody", "thead", "tfoot", "body", "html"})
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,40}line-through", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.IGNORECASE)
_WHITE = re.compile(r"#fff(?:fff)?|white|rgb\(255, ?255, ?255\)", re.IGNORECASE)
_COLOURED = re.compile(rf"(?:^|;)\s*color\s*:\s*(?:{_WHITE.pattern})\s*(?:;|!|$)", re.IGNORECASE)


def parts(root: etree._Element, text: str, perhaps: Iterable[etree._Element]) -> dict[etree._Element, str]:
    """What such elements mark; `text` is the page's source, `perhaps` the elements that may be hidden."""
    found = {element: DOUBTFUL for element in perhaps if element.tag not in _CELLS}
    lowered = text.lower()
    if "line-through" in lowered or "vertical-align" in lowered or _WHITE.search(lowered):
        known: dict[str | None, str] = {None: ""}
        for element in root.iter():
            style = element.get("style")
            if style not in known:
                known[style] = _by_style(style or "")
            kind = known[style]
            if kind and (kind == STRUCK or element.tag not in _CELLS):
                found[element] = kind
            elif element.tag == "font" and _WHITE.fullmatch(element.get("color") or ""):
                found[element] = DOUBTFUL
    if any(f"<{tag}" in lowered for tag in _TAGS):
        found.update((element, _TAGS[element.tag]) for element in root.iter(*_TAGS))
    return found


def _by_style(style: str) -> str:
    if _STRUCK.search(style):
        return STRUCK
    if _RAISED.search(style):
        return RAISED
    return DOUBTFUL if _COLOURED.search(style) else ""
