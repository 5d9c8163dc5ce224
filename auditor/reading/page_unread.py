"""What a person sees on a page and the file does not tell: pictures of text, fonts of no meaning. A
recogniser may be asked for it; where there is none, it is said.

Whoever recognises gets an `Unread` and a way to render it, and gives back the page with its characters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from auditor.reading.limits import Limits
from auditor.reading.page_shape import LOST, Page, Rect, area
from auditor.reading.page_stitch import Whole
from auditor.reading.page_table import PageTable
from auditor.reading.page_text import TextLine
from auditor.reading.scan.kit import installed

_TEXT_CHARS = 50  # a page with fewer characters is not judged by them
_KNOWN_SHARE = 0.3  # of Chinese characters and digits on a page of this language


@dataclass(slots=True)
class PageRead:
    """A page taken apart: its tables, and its lines outside them, from top to bottom."""

    page: Page
    tables: list[PageTable] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)
    unruled: list[Whole] = field(default_factory=list)


class Why(Enum):
    """What ails a page."""

    PICTURE = "picture"  # it is one
    FONT = "font"  # its characters mean nothing
    CELLS = "cells"  # characters in some cells mean nothing


@dataclass(frozen=True, slots=True)
class Unread:
    """`page` has its lines as drawn, so that its grids are exact. `boxes`: the cells without a readable
    text, in points from the page's top left corner; none for a picture."""

    page: Page
    why: Why
    boxes: tuple[Rect, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it lies in `Page`, upright: `height` rows of `width` bytes of grey, 0 is black, or of so
    many times three bytes, red, green and blue; one of the two is empty."""

    width: int
    height: int
    grey: bytes
    per_inch: float
    rgb: bytes = b""


Render = Callable[[Page, float], Picture]  # the page and the resolution per inch; raises Unreadable


class Recognise(Protocol):
    """Recognises the pages of one file."""

    def __call__(self, what: Unread, render: Render) -> Page | None:
        """The page with what is seen on it; None: it can do nothing with it."""

    def wiser(self, page: Page) -> bool:
        """Whether it would make out more of the page now, having seen those after it."""


def unread(read: PageRead) -> Unread | None:
    """What cannot be read of the page, if anything."""
    page = read.page
    if page.recognised:
        return None
    pictured = sum(area(rect) for rect in page.pictures)
    if (page.covered and len(page.chars) < _TEXT_CHARS) or (
        not page.chars and pictured >= 0.3 * page.width * page.height
    ):
        return Unread(page, Why.PICTURE)
    boxes = [cell.rect for table in read.tables for cell in table.cells]
    known = sum(1 for char in page.chars if "\u4e00" <= char[4] <= "\u9fff" or char[4].isdigit())
    blind = page.unmapped > 0.5 * len(page.chars) > 2
    if blind or (len(page.chars) > _TEXT_CHARS and known < _KNOWN_SHARE * len(page.chars)):
        return Unread(page, Why.FONT, tuple(boxes))
    if not page.unmapped:
        return None
    lost = [cell.rect for table in read.tables for cell in table.cells if LOST in cell.text]
    return Unread(page, Why.CELLS, tuple(lost)) if lost else None


def recognised(
    pages: Sequence[PageRead], take: Callable[[Page], PageRead], recognise: Recognise, render: Render
) -> list[PageRead]:
    """`pages`, with those that could not be read as `recognise` makes them out; what the later ones teach
    serves the earlier ones too."""
    out = list(pages)
    seen: list[tuple[int, Unread, Page]] = []
    for at, each in enumerate(pages):
        if (what := unread(each)) is not None and (page := recognise(what, render)) is not None:
            out[at] = take(page)
            seen.append((at, what, page))
    for at, what, before in seen:
        if recognise.wiser(before) and (page := recognise(what, render)) is not None:
            out[at] = take(page)
    return out


def recogniser(limits: Limits) -> Recognise | None:
    """What recognises pages that are pictures or have fonts of no meaning; None where it is not installed
    or not this process's task."""
    if not (limits.recognise and installed()):
        return None
    from auditor.reading.scan.unread import Recognised

    return Recognised(limits.scan_pages)
