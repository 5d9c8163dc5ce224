"""Which parts of a page nobody reads: hidden ones, navigation, head and foot, and lists of links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from auditor.reading.css import is_unseen
from auditor.reading.html_style import hidden_by_sheets

_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:left|top)\s*:\s*-\d{4,}(?:\.\d+)?px",
    re.IGNORECASE,
)
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:!|;|$)", re.IGNORECASE)
_INLINE = frozenset(
    {"span", "font", "a", "b", "i", "u", "em", "strong", "small", "big", "label", "ins", "mark"}
)
_HIDING = (
    "display", "visibility", "hidden", "mso-hide", "font-size", "position", "opacity", "transparent", "rgba",
    "text-indent", "clip", "overflow",
)  # fmt: skip
_CHROME = ("nav", "header", "footer", "aside")
_KEEP_IN = frozenset({"article", "main"})
_HEADINGS = ("h1", "h2", "h3", "table")
_MAIN = 300  # characters that have to stand outside before anything is left out
_LINKS, _LINKED = 3, 0.6  # how many links make a list, and the least share of its words that they are
_LISTS = ("ul", "ol", "dl", "div", "p", "table", "section", "td", "span", "nav", "aside")
_FIGURES, _LABELS, _LABEL = 10, 3, 4  # a table of figures: so many, and labels of so many characters
_TITLES = ("h1", "h2")
_TELLING = 3  # sentences that make a text


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


def linked(root: etree._Element) -> frozenset[etree._Element]:
    """Lists of links to other pages: neighbours, related pages, menus. The largest elements of at least
    `_LINKS` links of which hardly a word is anything else, with no heading of the page in them."""
    links = [link for link in root.iter("a") if link.get("href")]
    if len(links) < _LINKS:
        return frozenset()
    around: dict[etree._Element, tuple[int, int]] = {}  # links and their length, of what stands around them
    for link in links:
        length = _length(link)
        if length > 1:
            for above in link.iterancestors(*_LISTS):
                count, before = around.get(above, (0, 0))
                around[above] = (count + 1, before + length)
    lists = {
        element
        for element, (count, length) in around.items()
        if count >= _LINKS
        and not _is_longer(element, length / _LINKED)
        and next(element.iter(*_TITLES), None) is None
    }
    if any(next(element.iter("table"), None) is not None for element in lists):
        lists -= _around_figures(root)
    return frozenset(_outermost(root, lists))


def _around_figures(root: etree._Element) -> set[etree._Element]:
    """Tables of figures with labels, and what stands around them: links or not, they are the page's text."""
    told: dict[etree._Element, tuple[int, int]] = {}
    for cell in root.iter("td", "th"):
        table = next(cell.iterancestors("table"), None)
        if table is not None:
            text = _beginning(cell)
            figures, labels = told.get(table, (0, 0))
            told[table] = (figures + text.isdigit(), labels + (len(text) >= _LABEL and not text.isdigit()))
    kept: set[etree._Element] = set()
    for table, (figures, labels) in told.items():
        if figures >= _FIGURES and labels >= _LABELS:
            kept.add(table)
            kept.update(table.iterancestors())
    return kept


def _beginning(element: etree._Element) -> str:
    text = ""
    for part in element.itertext():
        text += str(part).strip()
        if len(text) > _LABEL:
            break
    return text


def _outermost(root: etree._Element, wanted: set[etree._Element]) -> list[etree._Element]:
    """Those of `wanted` that stand in no other of them, in document order."""
    found: list[etree._Element] = []
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        if element in wanted:
            found.append(element)
            walker.skip_subtree()
    return found


@dataclass(frozen=True, slots=True)
class Unseen:
    """Elements that a browser does not show, and those of which that cannot be told."""

    hidden: frozenset[etree._Element] = frozenset()
    perhaps: frozenset[etree._Element] = frozenset()


def hidden(root: etree._Element, text: str) -> Unseen:
    """What a browser does not show, by the elements' own attributes or by style sheets in the page; `text`
    is the page's source.

    Where next to nothing but hidden parts has sentences, a script is going to show them: those stay."""
    lowered = text.lower()
    if not any(word in lowered for word in _HIDING):
        return Unseen()
    found: set[etree._Element] = set()
    # An editor writes the same few styles everywhere: whether they hide, or leave the text unseen.
    known: dict[str | None, tuple[bool, bool]] = {None: (False, False)}
    for element in root.iter():
        style = element.get("style")
        if style not in known:
            known[style] = (_HIDDEN.search(style or "") is not None, is_unseen(style or ""))
        gone, unseen = known[style]
        sizeless = style is not None and len(element) == 0 and _NO_SIZE.search(style) is not None
        if gone or sizeless or element.get("hidden") is not None or (unseen and _is_within_cell(element)):
            found.add(element)
    by_sheets, perhaps = hidden_by_sheets(root)
    found |= by_sheets
    for whole in ("html", "body"):  # shown by a script when it is loaded
        found -= set(root.iter(whole))
    return Unseen(frozenset(found - _to_be_shown(root, found)), frozenset(perhaps - found))


def _is_within_cell(element: etree._Element) -> bool:
    """Whether it is a part of a cell's text: elsewhere a script may be about to let it appear."""
    return (
        element.tag in _INLINE
        and all(each.tag in _INLINE for each in element)
        and next(element.iterancestors("td", "th"), None) is not None
    )


def _to_be_shown(root: etree._Element, found: set[etree._Element]) -> set[etree._Element]:
    told: dict[etree._Element, int] = {}
    for element in _outermost(root, found):
        sentences = _sentences(element)
        if sentences >= _TELLING:
            told[element] = sentences
    if not told:
        return set()
    unseen = sum(told.values())
    if _sentences(root) - unseen >= max(_TELLING, unseen // 10):
        return set()
    return set(told)


def _sentences(element: etree._Element) -> int:
    return sum(str(part).count("。") for part in element.itertext())


def _length(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _is_longer(element: etree._Element, most: float) -> bool:
    """Whether there is more text in it than that; only so much of it is looked at."""
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > most:
            return True
    return False
