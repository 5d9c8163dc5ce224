"""What a PDF does not tell, recognised: pages that are pictures, and text of fonts without a meaning."""

from __future__ import annotations

from typing import Any

from auditor.reading.fault import Unreadable
from auditor.reading.page_shape import LOST, Page
from auditor.reading.page_unread import Picture, Recognise, Render, Unread, Why
from auditor.reading.scan.judge import Elder
from auditor.reading.scan.kit import PER_INCH
from auditor.reading.scan.recognise import recogniser
from auditor.reading.scan.sheet import read_drawn, read_sheet


def recognise_up_to(pages: int) -> Recognise:
    """For one file: recognises so many of its pages, and no more."""
    left, elder = pages, Elder()

    def recognise(what: Unread, render: Render) -> Page | None:
        nonlocal left
        left -= 1
        if left < 0:
            return None
        try:
            picture = _array(render(what.page, PER_INCH))
        except Unreadable:
            return None
        page = what.page
        if what.why is Why.PICTURE:
            return read_sheet(picture, PER_INCH, page.number, recogniser(), elder)
        if what.why is Why.FONT:
            return read_drawn(picture, page, recogniser(), elder=elder)
        found = read_drawn(picture, page, recogniser(), what.boxes, elder)
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

    return recognise


def _array(picture: Picture) -> Any:
    import numpy

    if picture.rgb:
        return numpy.frombuffer(picture.rgb, numpy.uint8).reshape(picture.height, picture.width, 3)
    return numpy.frombuffer(picture.grey, numpy.uint8).reshape(picture.height, picture.width)
