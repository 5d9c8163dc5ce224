"""Which parts of a page nobody reads: hidden ones, and navigation, head and foot by their elements."""

from __future__ import annotations

import re

from lxml import etree

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_HIDING = ("display", "visibility", "hidden", "mso-hide")
_CHROME = ("nav", "header", "footer", "aside")
_KEEP_IN = frozenset({"article", "main"})
_HEADINGS = ("h1", "h2", "h3", "table")
_MAIN = 300  # characters that have to stand outside before anything is left out


def chrome(root: etree._Element) -> frozenset[etree._Element]:
    """Elements to leave out: navigation and the like, when the text is clearly elsewhere.

    A head that carries a heading or a table, or stands inside the article, is kept: it may be the
    report's own.
    """
    found: set[etree._Element] = set()
    for element in root.iter(*_CHROME):
        if any(above.tag in _KEEP_IN or above in found for above in element.iterancestors()):
            continue
        if element.tag != "nav" and next(element.iter(*_HEADINGS), None) is not None:
            continue
        found.add(element)
    if not found:
        return frozenset()
    inside = sum(map(_length, found))
    if _length(root) - inside < max(_MAIN, inside):
        return frozenset()
    return frozenset(found)


def hidden(root: etree._Element, text: str) -> frozenset[etree._Element]:
    """Elements that a browser does not show, by their own attributes; `text` is the page's source."""
    lowered = text.lower()
    if not any(word in lowered for word in _HIDING):
        return frozenset()
    found: set[etree._Element] = set()
    known: dict[str | None, bool] = {None: False}  # an editor writes the same few styles everywhere
    for element in root.iter():
        style = element.get("style")
        if style not in known:
            known[style] = _HIDDEN.search(style or "") is not None
        if known[style] or element.get("hidden") is not None:
            found.add(element)
    return frozenset(found)


def _length(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())
