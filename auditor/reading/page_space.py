"""Matrices, and drawn shapes to the lines they are: what PDF and OFD pages share before they are read.

User space: points, y growing upwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from auditor.reading.page_shape import Page, Placing, Rect

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
THIN = 3.0  # a filled shape no thicker than this is a line
THICK = 4.5  # a stroke thicker than this is none
WHITE = 250  # a colour whose every part (of 255) is at least this is not seen
_STRAIGHT = 0.6  # a line may lean so far over its whole length


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """First `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer
    return (
        a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F,
    )  # fmt: skip


def mapped(rect: Rect, m: Matrix) -> Rect:
    """The upright rectangle round `rect` after `m`."""
    x0, y0, x1, y1 = rect
    xs = [m[0] * x + m[2] * y + m[4] for x in (x0, x1) for y in (y0, y1)]
    ys = [m[1] * x + m[3] * y + m[5] for x in (x0, x1) for y in (y0, y1)]
    return (min(xs), min(ys), max(xs), max(ys))


def edges(points: Sequence[Point]) -> Iterable[Rect]:
    """The sides of a stroked shape that run across or down."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x1 - x0) <= _STRAIGHT or abs(y1 - y0) <= _STRAIGHT:
            yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def thin(bounds: Rect) -> Rect:
    """The line in the middle of a narrow shape."""
    x0, y0, x1, y1 = bounds
    if x1 - x0 >= y1 - y0:
        return (x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    return ((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def bounds_of(points: Sequence[Point]) -> Rect:
    """The upright rectangle round `points`."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs), min(ys), max(xs), max(ys))


def page_of(
    number: int, place: Placing, lines: Iterable[Rect], images: Iterable[Rect], *, covered: bool
) -> Page:
    """The upright page with its lines and pictures, still without characters."""
    result = Page(number, place.width, place.height, covered=covered, turns=place.turns)
    for line in lines:
        x0, y0, x1, y1 = place(line)
        if x1 < -1 or y1 < -1 or x0 > place.width + 1 or y0 > place.height + 1:
            continue
        if x1 - x0 >= y1 - y0:
            result.across.append(((y0 + y1) / 2, x0, x1))
        else:
            result.down.append(((x0 + x1) / 2, y0, y1))
    result.pictures = [place(image) for image in images]
    return result
