"""Which parts of a page are only frame: navigation, head and foot, by their elements."""

from __future__ import annotations

from lxml import etree

_CHROME = ("nav", "header", "footer", "aside")
_KEEP_IN = frozenset({"article", "main"})
_HEADINGS = ("h1", "h2", "h3", "table")
_MAIN = 300  # characters that have to stand outside before anything is left out


def chrome(root: etree._Element) -> frozenset[etree._Element]:
    """Elements to leave out: navigation and the like, when the text is clearly elsewhere.

    A head that carries a heading or a table, or stands inside the article, is kept: it may be the
    report's own.
    """
    found: list[etree._Element] = []
    for element in root.iter(*_CHROME):
        if any(above.tag in _KEEP_IN or above in found for above in element.iterancestors()):
            continue
        if element.tag != "nav" and next(element.iter(*_HEADINGS), None) is not None:
            continue
        found.append(element)
    if not found:
        return frozenset()
    inside = sum(map(_length, found))
    if _length(root) - inside < max(_MAIN, inside):
        return frozenset()
    return frozenset(found)


def _length(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())
