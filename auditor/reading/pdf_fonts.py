"""Fonts that a PDF names without carrying them: where this machine has none to stand in for one, pdfium
gives its Chinese characters no height, and leaves out whole pieces of text without a word: a figure would
be a blank cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_float
from typing import Any

import pypdfium2.raw as raw  # type: ignore[import-untyped]

_FLAT = 0.01  # points
_DEEPEST = 8
_EMPTY = 2  # bytes: a text of nothing but its end


def flat(text: Any, indices: Sequence[int]) -> bool:
    """Whether any of these Chinese characters of a text page has no height: its font is missing."""
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    return any(
        raw.FPDFText_GetCharBox(text, index, byref(left), byref(right), byref(bottom), byref(top))
        and right.value - left.value > _FLAT > abs(top.value - bottom.value)
        for index in indices
    )


def leaves_out(page: Any) -> bool:
    """Whether pdfium left out text of the page for want of a font."""
    text = raw.FPDFText_LoadPage(page)
    if not text:
        return True
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    try:
        for thing in _texts(page):
            if not raw.FPDFPageObj_GetBounds(thing, byref(left), byref(bottom), byref(right), byref(top)):
                continue
            if top.value - bottom.value > _FLAT or raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(thing)):
                continue
            if raw.FPDFTextObj_GetText(thing, text, None, 0) <= _EMPTY:
                return True
        return False
    finally:
        raw.FPDFText_ClosePage(text)


def _texts(page: Any) -> Iterator[Any]:
    waiting = [(raw.FPDFPage_GetObject(page, index), 0) for index in range(raw.FPDFPage_CountObjects(page))]
    while waiting:
        thing, depth = waiting.pop()
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            yield thing
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            count = raw.FPDFFormObj_CountObjects(thing)
            waiting += [(raw.FPDFFormObj_GetObject(thing, index), depth + 1) for index in range(count)]
