"""Which parts of a page nobody reads: hidden ones, and navigation, head and foot by their elements."""

from __future__ import annotations

import re

from lxml import etree

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
# What may be hidden, found by the tree's own search; the pattern above decides.
_MAYBE_HIDDEN = etree.XPath(
    "//*[@hidden or @style[contains(., 'none') or contains(., 'NONE') or contains(., 'None')"
    " or contains(., 'hid') or contains(., 'HID') or contains(., 'all')]]"
)
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


def hidden(root: etree._Element) -> frozenset[etree._Element]:
    """Elements that a browser does not show, by their own attributes."""
    found = _MAYBE_HIDDEN(root)
    assert isinstance(found, list)
    return frozenset(
        each
        for each in found
        if isinstance(each, etree._Element)
        and (each.get("hidden") is not None or _HIDDEN.search(each.get("style") or ""))
    )


def _length(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())
