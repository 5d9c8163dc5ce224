"""Where ink stands: lines of text within a part of a sheet, as rectangles of pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from auditor.reading.page_shape import Stroke

_DARK, _THIN = 95, 72  # of ink, 0 to 255: on coarse paper and on fine
_ABOVE = 9  # by how many standard deviations ink is darker than paper
_STROKE = 60  # of ink: more is some of a stroke
_BORDER = 3  # pixels on both sides of a table's line that are its own
_SPECK = 6  # pixels: less is dust
_DASH = 11  # pixels: more dark along them is no noise
_FAINT = 50  # of ink
_FULL = 230  # how dark the print is made
_GAIN = 2.2  # at most


@dataclass(frozen=True, slots=True)
class Band:
    """A line of text: the pixels from (`left`, `top`) to before (`right`, `bottom`)."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left


def without_borders(grey: Any, across: Sequence[Stroke], down: Sequence[Stroke]) -> Any:
    """The sheet with the lines of its tables painted over."""
    clean = grey.copy()
    for y, x0, x1 in across:
        row = round(y)
        clean[max(0, row - _BORDER) : row + _BORDER + 1, max(0, int(x0) - 2) : int(x1) + 3] = 255
    for x, y0, y1 in down:
        column = round(x)
        clean[max(0, int(y0) - 2) : int(y1) + 3, max(0, column - _BORDER) : column + _BORDER + 1] = 255
    return clean


def printed(clean: Any, boxes: Sequence[tuple[int, int, int, int]]) -> Any:
    """The sheet with the print in `boxes` as black as black can be, however thin or faint its strokes: what
    tells ink from paper is a share of black. `clean`: without lines of tables."""
    import cv2
    import numpy

    parts = [255 - clean[top:bottom, left:right] for left, top, right, bottom in boxes]
    smooth = [cv2.GaussianBlur(part, (0, 0), 0.7).ravel() for part in parts if part.size]
    strokes = numpy.concatenate([part[part > _STROKE] for part in smooth]) if smooth else numpy.zeros(0)
    if strokes.size < 200:
        return clean
    grain = _grain(numpy.concatenate([part[::2, ::2].ravel() for part in parts]))
    usual = float(numpy.percentile(strokes, 88))
    gain = min(_GAIN, (_FULL - grain) / max(1.0, usual - grain))
    if gain <= 1.05:
        return clean
    table = 255 - numpy.clip((numpy.arange(255, -1, -1) - grain) * gain, 0, 255)
    return cv2.LUT(clean, table.astype(numpy.uint8))


def _grain(dark: Any) -> float:
    """How uneven paper is, as a standard deviation."""
    paper = dark[dark < _STROKE]
    return float(paper.std()) if paper.size else 0.0


def ink_of(clean: Any) -> Any:
    """Where there is ink: 1, else 0. Dust is left out."""
    import cv2
    import numpy

    dark = 255 - clean
    least = min(_DARK, max(_THIN, _ABOVE * _grain(dark[::3, ::3])))
    mask = (dark > least).astype(numpy.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    keep = (stats[:, cv2.CC_STAT_AREA] >= _SPECK).astype(numpy.uint8)
    keep[0] = 0
    return keep[labels]


def flat_ink(clean: Any, box: tuple[int, int, int, int]) -> bool:
    """Whether there is something in `box` that lies flat, as dashes do: dark along it, however faint."""
    import cv2

    left, top, right, bottom = box
    part = clean[top:bottom, left:right]
    return (
        part.shape[0] > 0 and part.shape[1] > _DASH and int(cv2.blur(255 - part, (_DASH, 1)).max()) > _FAINT
    )


def bands(ink: Any, box: tuple[int, int, int, int], em: float = 0.0, gap: float = 2.5) -> list[Band]:
    """The lines of text in `box` (left, top, right, bottom), from top to bottom, those side by side from
    left to right. `em`: the usual height of a line, 0 where it is not known; `gap`: how many line heights
    of white part two pieces of a line."""
    import numpy

    left, top, right, bottom = box
    part = ink[top:bottom, left:right]
    if not part.size:
        return []
    out: list[Band] = []
    for y0, y1 in _rows(part.sum(axis=1).astype(numpy.int64), em):
        columns = part[y0:y1].any(axis=0)
        for x0, x1 in _runs(columns, max(4.0, gap * (em or y1 - y0))):
            rows = part[y0:y1, x0:x1].any(axis=1).nonzero()[0]
            out.append(Band(left + x0, top + y0 + int(rows[0]), left + x1, top + y0 + int(rows[-1]) + 1))
    return out


def dust_off(clean: Any, ink: Any, box: tuple[int, int, int, int], em: float) -> None:
    """Paint over what is too small to be part of a number, where `box` holds nothing larger than digits: dust
    beside a digit would be read as one more. Marks between digits, at their feet, stay. `em`: the usual
    height of a line of words."""
    import cv2

    left, top, right, bottom = box
    part = ink[top:bottom, left:right]
    if not part.size:
        return
    count, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    pieces = [tuple(int(value) for value in stats[index]) for index in range(1, count)]
    tallest = max((piece[3] for piece in pieces), default=0)
    high = max(tallest, round(0.6 * em))
    if any(piece[2] > 0.95 * max(piece[3], 0.5 * high) and piece[3] > 0.35 * high for piece in pieces):
        return  # words
    digits = [piece for piece in pieces if piece[3] > 0.6 * high]
    for index, (x, y, wide, tall, size) in enumerate(pieces, start=1):
        if (
            max(wide, tall) >= 0.25 * high
            and size > 0.02 * high * high
            and not (digits and tall < 0.5 * high and size < 0.05 * high * high and wide < 0.25 * high)
        ):
            continue
        feet = any(
            abs(y + tall - piece[1] - piece[3]) < 0.3 * high and piece[0] + piece[2] <= x + 1
            for piece in digits
        ) and any(
            piece[0] >= x + wide - 1 and piece[1] < y + tall < piece[1] + 1.35 * piece[3] for piece in digits
        )
        if feet:
            continue
        spot = labels == index
        part[spot] = 0
        y0, y1 = max(top, top + y - 1), min(bottom, top + y + tall + 1)
        x0, x1 = max(left, left + x - 1), min(right, left + x + wide + 1)
        near = ink[y0:y1, x0:x1] == 0
        clean[y0:y1, x0:x1][near] = 255


def _runs(filled: Any, gap: float) -> list[tuple[int, int]]:
    """Stretches of `filled` without a white gap as wide as `gap`."""
    at = filled.nonzero()[0]
    if not len(at):
        return []
    breaks = ((at[1:] - at[:-1]) > gap).nonzero()[0]
    starts = [int(at[0]), *(int(at[i + 1]) for i in breaks)]
    stops = [*(int(at[i]) + 1 for i in breaks), int(at[-1]) + 1]
    return list(zip(starts, stops, strict=True))


def _rows(profile: Any, em: float) -> list[tuple[int, int]]:
    """Rows of pixels that make a line of text each. Lines that touch are cut where there is least ink."""
    found: list[tuple[int, int]] = []
    for start, stop in _runs(profile > 0, 1.0):
        found += _cut(profile, start, stop, em)
    if not em:
        return found
    # Two strokes of 二 are one line.
    merged: list[tuple[int, int]] = []
    for start, stop in found:
        if merged:
            before, end = merged[-1]
            thin = min(end - before, stop - start) < 0.62 * em
            if thin and start - end < 0.42 * em and stop - before < 1.12 * em:
                merged[-1] = (before, stop)
                continue
        merged.append((start, stop))
    return merged


def _cut(profile: Any, start: int, stop: int, em: float) -> list[tuple[int, int]]:
    if not em or stop - start < 1.75 * em:
        return [(start, stop)]
    most = int(profile[start:stop].max())
    low, high = start + round(0.7 * em), stop - round(0.7 * em)
    if high <= low:
        return [(start, stop)]
    at = low + int(profile[low:high].argmin())
    if int(profile[at]) > 0.3 * most:
        return [(start, stop)]
    return [*_cut(profile, start, at, em), *_cut(profile, at + 1, stop, em)]


def usual_height(found: Sequence[Band]) -> float:
    """Of lines of Chinese text among `found`; figures are lower, so it is among the higher ones."""
    heights = sorted(band.height for band in found if band.height >= 8)
    return float(heights[int(0.7 * (len(heights) - 1))]) if heights else 0.0
