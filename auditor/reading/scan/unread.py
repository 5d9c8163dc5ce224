"""What a PDF does not tell, recognised: pages that are pictures, and text of fonts without a meaning."""

from __future__ import annotations

from typing import Any

from auditor.reading.fault import Unreadable
from auditor.reading.page_shape import LOST, Page
from auditor.reading.page_unread import Picture, Render, Unread, Why
from auditor.reading.scan.judge import Elder
from auditor.reading.scan.kit import PER_INCH
from auditor.reading.scan.recognise import recogniser
from auditor.reading.scan.sheet import read_drawn, read_sheet


class Recognised:
    """Recognises up to `pages` of one file, those read once more among them."""

    def __init__(self, pages: int) -> None:
        self._left = pages
        self._elder = Elder()
        self._known: dict[int, int] = {}  # by page: of how many digits the shapes were known to it

    def __call__(self, what: Unread, render: Render) -> Page | None:
        """See `Recognise`."""
        self._left -= 1
        if self._left < 0:
            return None
        try:
            picture = _array(render(what.page, PER_INCH))
        except Unreadable:
            return None
        page = self._read(what, picture)
        self._known[page.number] = self._learnt
        return page

    def wiser(self, page: Page) -> bool:
        """See `Recognise`."""
        lost = any(char[4] == LOST for char in page.chars)
        return lost and self._left > 0 and self._learnt > 2 * self._known[page.number]

    @property
    def _learnt(self) -> int:
        return self._elder.judge.learnt if self._elder.judge is not None else 0

    def _read(self, what: Unread, picture: Any) -> Page:
        page = what.page
        if what.why is Why.PICTURE:
            return read_sheet(picture, PER_INCH, page.number, recogniser(), self._elder)
        if what.why is Why.FONT:
            return read_drawn(picture, page, recogniser(), elder=self._elder)
        found = read_drawn(picture, page, recogniser(), what.boxes, self._elder)
        kept = [
            char
            for char in page.chars
            if not any(
                x0 <= (char[0] + char[2]) / 2 <= x1 and y0 <= (char[1] + char[3]) / 2 <= y1
                for x0, y0, x1, y1 in what.boxes
            )
        ]
        found.chars = kept + found.chars
        found.unmapped = sum(1 for char in kept if char[4] == LOST)
        return found


def _array(picture: Picture) -> Any:
    import numpy

    if picture.rgb:
        return numpy.frombuffer(picture.rgb, numpy.uint8).reshape(picture.height, picture.width, 3)
    return numpy.frombuffer(picture.grey, numpy.uint8).reshape(picture.height, picture.width)
