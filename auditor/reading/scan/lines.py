"""Recognised lines to characters with boxes, in points; figures that are not sure become U+FFFD."""

from __future__ import annotations

from itertools import pairwise

from auditor.reading.page_shape import LOST, Char
from auditor.reading.scan.ink import Band
from auditor.reading.scan.kit import PER_INCH
from auditor.reading.scan.recognise import Read

SURE = 0.9  # the least probability of a figure that is taken
_POINT = 72 / PER_INCH
_SIZES = (7.5, 9.0, 10.5, 12.0, 13.0, 14.0, 15.0, 16.0, 18.0, 20.0, 22.0, 24.0, 26.0, 36.0)
_LEFT_HALF = "，。、；：！？）》】”’」』"  # their ink stands in the left half of their square
_RIGHT_HALF = "（《【“‘「『"
_GRAINS = "·・.,'`‘’“”"  # what dust before a digit is taken for


def in_points(band: Band) -> tuple[float, float, float, float]:
    return (band.left * _POINT, band.top * _POINT, band.right * _POINT, band.bottom * _POINT)


def figure_chars(text: str, band: Band, pitch: float, box: tuple[int, int, int, int]) -> list[Char]:
    """The characters of a number, which are equally wide: `pitch` pixels, 0 where that is not known. All of
    them stand in the cell `box`: a wrapped number is set in one line, where its first line stands."""
    x0, y0, x1, y1 = in_points(band)
    left, right = (box[0] + 2) * _POINT, (box[2] - 2) * _POINT
    usual = pitch * _POINT if pitch else (x1 - x0) / max(1, len(text))
    wide = min(usual, (right - left) / max(1, len(text)))
    start = max(left, min((x0 + x1 - wide * len(text)) / 2, right - wide * len(text)))
    return [(start + i * wide, y0, start + (i + 1) * wide, y1, char) for i, char in enumerate(text)]


def word_chars(read: Read, band: Band, pad: float, size: float) -> list[Char]:
    """The characters of a line of words. `pad`: pixels of white on either side of the crop; `size`: the
    width of a Chinese character in points."""
    if not read.text:
        return []
    x0, y0, x1, y1 = in_points(band)
    crop = (band.width + 2 * pad) * _POINT
    start = x0 - pad * _POINT
    middles = [start + share * crop for share in read.at]
    edges = [(a + b) / 2 for a, b in pairwise(middles)]
    first, last = read.text[0], read.text[-1]
    if first in _RIGHT_HALF:
        x0 -= 0.45 * size
    if last in _LEFT_HALF:
        x1 = max(x1, middles[-1] + 0.2 * size) + 0.5 * size
    lefts, rights = [x0, *edges], [*edges, x1]
    out: list[Char] = []
    for index, (char, sure) in enumerate(zip(read.text, read.sure, strict=True)):
        if char == " " and not _parts_words(read.text, index):
            continue
        if char.isdigit() and sure < SURE:
            char = LOST
        elif char == "\u2212":  # a dash beside a page's number; no label has one
            char = "—"
        elif char in "·・" and index and read.text[index - 1].isdigit():
            char = "."
        elif not index and char in _GRAINS and read.text[1:2].isdigit():
            char = LOST  # dust before a figure with its unit, or a sign that is lost
        left, right = lefts[index], rights[index]
        if char >= "\u2e80":
            middle = (left + right) / 2
            if 0 < index < len(read.text) - 1:
                left, right = middle - size / 2, middle + size / 2
            elif index == 0:
                right = left + size
            else:
                left = right - size
        out.append((left, y0, max(right, left + 0.5), y1, char))
    return out


def _parts_words(text: str, index: int) -> bool:
    return (
        0 < index < len(text) - 1
        and (text[index - 1].isascii() and text[index - 1].isalpha())
        and (text[index + 1].isascii() and text[index + 1].isalpha())
    )


def size_of(read: Read, band: Band, before: float) -> float:
    """The type size of a line in points, one of those in use; `before`: of the line above, 0 for none."""
    wide = sum(1 for char in read.text if char >= "\u2e80")
    narrow = len(read.text.replace(" ", "")) - wide
    high = band.height * _POINT
    guess = band.width * _POINT / (wide + 0.5 * narrow - 0.1) if wide + narrow else high
    if wide < 6 or not 0.75 * high < guess < 1.6 * high:
        guess = high * 1.08
        if before and 0.75 < guess / before < 1.3:
            return before
    return min(_SIZES, key=lambda size: abs(size - guess))
