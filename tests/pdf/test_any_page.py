"""Whatever stands on pages, wherever: something is made of it, and no figure comes out that did not go in."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.reading.fault import Unreadable
from auditor.reading.flow import Content, Grid, Line
from auditor.reading.page_content import assemble, take
from auditor.reading.page_shape import LOST, Char, Page

_TEXTS = "0123456789.,-（一）1.规章行政许可。：—\ufffd　 "
_PLACES = st.sampled_from([60.0, 72.0, 90.0, 120.0, 150.0, 180.0, 210.0, 240.0, 270.0, 300.0, 330.5, 360.0])


@st.composite
def _words(draw: st.DrawFn) -> list[Char]:
    """A word on one line."""
    x, y = draw(_PLACES), 100 + 6 * draw(st.integers(0, 40))
    size = draw(st.sampled_from([7.5, 9.0, 12.0]))
    out = []
    for char in draw(st.text(_TEXTS, min_size=1, max_size=5)):
        wide = size if char >= "\u2e80" else size / 2
        out.append((x, y, x + wide, y + size, char))
        x += wide
    return out


@st.composite
def _pages(draw: st.DrawFn) -> list[Page]:
    pages = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        page = Page(number, 595, 842)
        for word in draw(st.lists(_words(), max_size=60)):
            page.chars += word
        ends = st.tuples(_PLACES, _PLACES)
        page.across = [(100 + 6 * y, min(a, b), max(a, b)) for y, (a, b) in draw(_strokes(ends))]
        page.down = [(60 + 10 * y, min(a, b), max(a, b)) for y, (a, b) in draw(_strokes(ends))]
        page.unmapped = sum(1 for char in page.chars if char[4] == LOST)
        pages.append(page)
    return pages


def _strokes(
    ends: st.SearchStrategy[tuple[float, float]],
) -> st.SearchStrategy[list[tuple[int, tuple[float, float]]]]:
    return st.lists(st.tuples(st.integers(0, 30), ends), max_size=12)


def _texts(content: Content) -> list[str]:
    out = []
    for item in content.items:
        if isinstance(item, Line):
            out.append(item.text)
        elif isinstance(item, Grid):
            out += [line.text for cell in item.cells for line in cell.items if isinstance(line, Line)]
    return out


@settings(max_examples=100)
@given(_pages())
def test_any_page_is_read_and_no_digit_comes_from_nowhere(pages: list[Page]) -> None:
    content = Content([])
    there = sum(len(re.findall(r"\d", char[4])) for page in pages for char in page.chars)
    try:
        assemble(content, [take(page) for page in pages])
    except Unreadable:
        return
    assert sum(len(re.findall(r"\d", text)) for text in _texts(content)) <= there
