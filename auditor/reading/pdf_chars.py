"""The characters of a page, each with its box; what is not seen or not known is told apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from ctypes import addressof, byref, c_double
from itertools import pairwise
from typing import Any

import pypdfium2.raw as raw  # type: ignore[import-untyped]

from auditor.reading.fault import Unreadable
from auditor.reading.limits import Limits
from auditor.reading.page_shape import LOST, Char, Page, Placing, Rect
from auditor.reading.pdf_fonts import flat


def address_of(thing: Any) -> int:
    """What tells one page object from another."""
    return addressof(thing.contents) if thing else 0


def read_chars(
    page: Any, result: Page, place: Placing, odd: set[int], unseen: set[int], limits: Limits, *, turned: bool
) -> None:
    text = raw.FPDFText_LoadPage(page)
    if not text:
        return
    try:
        count = raw.FPDFText_CountChars(text)
        if count > limits.page_chars:
            raise Unreadable(
                "file.too-complex", f"一页里的文字超过 {limits.page_chars} 个，不像一份报告", "请核对文件"
            )
        boxes = _Boxes(text)
        loose, fast = raw.FS_RECTF(), not turned
        loose_of, by_loose = raw.FPDFText_GetLooseCharBox, byref(loose)
        chars = result.chars
        left, top, wide, high = place.left, place.top, 2 * place.width, 2 * place.height
        unicode_of, unmapped = raw.FPDFText_GetUnicode, raw.FPDFText_HasUnicodeMapError
        careful = odd or unseen
        half = 0
        probes: list[int] = []
        blind: list[int] = []  # characters of fonts that do not tell what they mean
        places: list[int] = []
        for index in range(count):
            code = unicode_of(text, index)
            if code <= 32 and raw.FPDFText_IsGenerated(text, index) == 1:
                continue
            if 0xD800 <= code < 0xDC00:
                half = code
                continue
            if half:
                code = (
                    0x10000 + ((half - 0xD800) << 10) + (code - 0xDC00) if 0xDC00 <= code < 0xE000 else code
                )
                half = 0
            if code in _NOTHING or (code in _HYPHENS and raw.FPDFText_IsHyphen(text, index) == 1):
                continue
            if careful:
                address = address_of(raw.FPDFText_GetTextObject(text, index))
                if address in odd:
                    continue
                if address in unseen:
                    result.hidden += 1
                    continue
            if code < 0x300:
                lost = code < 32 or 0x7F <= code < 0xA0 or (code != 32 and unmapped(text, index) == 1)
            else:
                lost = 0xD800 <= code < 0xF900 or code >= 0xFFF0
                if index % _PROBE == 0 and 0x4E00 <= code < 0xA000:
                    probes.append(index)
            if fast and loose_of(text, index, by_loose):
                x0, y0, x1, y1 = loose.left, loose.bottom, loose.right, loose.top
                if x1 - x0 <= 0.1 or y1 - y0 <= 0.5:
                    x0, y0, x1, y1 = boxes(index, code)
            else:
                x0, y0, x1, y1 = boxes(index, code)
            if turned:
                x0, y0, x1, y1 = place((x0, y0, x1, y1))
            else:
                x0, y0, x1, y1 = x0 - left, top - y1, x1 - left, top - y0
            if not (0 <= x0 + x1 <= wide and 0 <= y0 + y1 <= high):
                continue
            if lost:
                result.unmapped += 1
                if code < 0x300:
                    blind.append(index)
            chars.append((x0, y0, x1, y1, LOST if lost else " " if code in _SPACES else chr(code)))
            places.append(index)
        if blind:
            _distrust(text, result, blind, places)
        if fast and _is_uneven(chars):
            for at, index in enumerate(places):
                x0, _, x1, _, char = chars[at]
                _, y0, _, y1 = boxes(index, ord(char))
                chars[at] = (x0, top - y1, x1, top - y0, char)
        result.flat = flat(text, probes)
    finally:
        raw.FPDFText_ClosePage(text)


def _is_uneven(chars: Sequence[Char]) -> bool:
    """Whether characters side by side stand at different heights: a font cut into several, as LibreOffice
    does, of which some tell wrong measures."""
    heights = [char[3] - char[1] for char in chars]
    if not heights or max(heights) < _TALLER * min(heights):
        return False
    found = 0
    for one, other in pairwise(chars):
        if abs(other[0] - one[2]) < _NEXT and abs(one[1] + one[3] - other[1] - other[3]) > _OFF:
            high, low = one[3] - one[1], other[3] - other[1]
            found += max(high, low) > _TALLER * min(high, low)
    return found >= _SEVERAL


_TALLER = 1.5  # times: so much higher is no letter beside another of the same font
_NEXT, _OFF = 1.0, 4.0  # points: between two side by side; by which twice their middles differ
_SEVERAL = 5
_BELOW, _ABOVE = 0.2, 0.85  # of the type size, from the base of a line
_PROBE = 16  # every sixteenth character is looked at for a missing font, which all of a font share

# Soft hyphens, zero-width and direction marks, byte order mark; and pdfium's own marks for a hyphen.
_NOTHING = frozenset([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
_HYPHENS = frozenset([0x02, 0xFFFE])

_SPACES = frozenset([0x20, 0xA0, 0x3000, *range(0x2000, 0x200B)])


def _distrust(text: Any, result: Page, blind: Sequence[int], places: Sequence[int]) -> None:
    """A font that does not tell what some of its characters mean gives the others by their codes, which in
    a font cut down to what is used need not be those of figures: they are lost too."""

    def font(index: int) -> int:
        thing = raw.FPDFText_GetTextObject(text, index)
        return address_of(raw.FPDFTextObj_GetFont(thing)) if thing else 0

    fonts = {font(index) for index in blind}
    for at, index in enumerate(places):
        char = result.chars[at]
        if char[4] == LOST or char[4] >= "\u0300" or font(index) not in fonts:
            continue
        x0, y0, x1, y1 = _inked(text, index) if char[4] == " " else char[:4]
        if x1 - x0 > 0.2 and y1 - y0 > 0.2:
            result.chars[at] = (*char[:4], LOST)
            result.unmapped += 1


def _inked(text: Any, index: int) -> Rect:
    x0, x1, y0, y1 = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(text, index, byref(x0), byref(x1), byref(y0), byref(y1))
    return (x0.value, y0.value, x1.value, y1.value)


class _Boxes:
    """Boxes in user space for turned text and fonts without measures or with wrong ones: the ink along the
    line (of a figure at least half the type size, for a thin one leaves a gap), the type size across it."""

    def __init__(self, text: Any) -> None:
        self.text = text
        self.tight = (c_double(), c_double(), c_double(), c_double())
        self.origin = (c_double(), c_double())
        self.matrix = raw.FS_MATRIX()

    def __call__(self, index: int, code: int) -> Rect:
        x0, x1, y0, y1 = self.tight
        raw.FPDFText_GetCharBox(self.text, index, byref(x0), byref(x1), byref(y0), byref(y1))
        rect = (x0.value, y0.value, x1.value, y1.value)
        x, y = self.origin
        m = self.matrix
        if not raw.FPDFText_GetCharOrigin(self.text, index, byref(x), byref(y)):
            return rect
        if not raw.FPDFText_GetMatrix(self.text, index, byref(m)):
            return rect
        # "Up" of a character is the matrix's second column; a font size of 1 with a large matrix is usual.
        size = raw.FPDFText_GetFontSize(self.text, index) or 1.0
        up = (m.c * size, m.d * size)
        if not 1.0 <= math.hypot(*up) <= 200.0:
            return rect
        if 0x30 <= code <= 0x39:
            xe, ye = x.value + 0.5 * m.a * size, y.value + 0.5 * m.b * size
            rect = (
                min(rect[0], x.value, xe), min(rect[1], y.value, ye),
                max(rect[2], x.value, xe), max(rect[3], y.value, ye),
            )  # fmt: skip
        low, high = -_BELOW, _ABOVE
        xs = [x.value + low * up[0], x.value + high * up[0]]
        ys = [y.value + low * up[1], y.value + high * up[1]]
        if abs(up[1]) >= abs(up[0]):
            return (rect[0], min(ys), rect[2], max(ys))
        return (min(xs), rect[1], max(xs), rect[3])
