"""Lines of tables in the pixels: long, thin, dark, and those upright standing between lines across."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from auditor.reading.page_shape import Stroke
from auditor.reading.scan.gridlines import chains, completed, level, without_letters
from auditor.reading.scan.kit import PER_INCH

_POINT = PER_INCH / 72
_ACROSS = round(19 * _POINT)  # the shortest line across
_DOWN = round(9 * _POINT)
_THICK = 4.0 * _POINT
_DARK = 55
_GRAINS = 0.35  # of a line's darkness
_CHUNK = 150  # longer lines are measured piece by piece: paper bends
_TOUCH = 4.0
_LOOSE = 14 * _POINT  # a line down that ends nowhere must be as long


def borders(plain: Any, ruled: Any, *, stark: bool = False) -> tuple[list[Stroke], list[Stroke]]:
    """Lines across and down, in pixels: (y, x0, x1) and (x, y0, y1), of a sheet with these layers. Where a
    seal crosses a line, it is whole in `ruled` only; what looks like a line only there is a seal's rim.
    `stark`: it was black and white only."""
    import cv2

    dark = 255 - plain
    rims = dark if ruled is plain else 255 - ruled
    seen = cv2.blur(rims, (3, 3))
    across = _bridged(_standing_out(_lines(dark, _ACROSS), dark), rims, seen)
    if not across:
        return [], []
    even = seen if rims is dark else cv2.blur(dark, (3, 3))
    down = _between(_standing_out(_lines(dark.T, _DOWN), dark.T), across, even, seen)
    down = without_letters(down, seen, stark=stark)
    return completed(_meeting(across, down), down, seen), down


def _meeting(across: list[Stroke], down: list[Stroke]) -> list[Stroke]:
    """Without lines that meet none of `down`: the bars of sevens side by side, characters such as 一."""
    rows: list[list[Stroke]] = []
    for stroke in sorted(across, key=lambda line: line[1]):
        for row in rows:
            last = row[-1]
            if abs(last[0] - stroke[0]) <= 3 and stroke[1] - last[2] <= 5:
                row.append(stroke)
                break
        else:
            rows.append([stroke])
    out: list[Stroke] = []
    for row in rows:
        low, high = min(y for y, _, _ in row) - _TOUCH, max(y for y, _, _ in row) + _TOUCH
        left, right = row[0][1] - 3, max(end for _, _, end in row) + 3
        if any(left <= x <= right and top <= high and bottom >= low for x, top, bottom in down):
            out += row
    return out


def _lines(dark: Any, least: int) -> list[Stroke]:
    """Runs along the rows of `dark` that are at least so long, thin, and dark all along."""
    import cv2
    import numpy

    dark = numpy.ascontiguousarray(dark)
    smooth = cv2.blur(dark, (3, 1))
    smooth = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, numpy.ones((1, 5), numpy.uint8))
    runs = cv2.morphologyEx(smooth, cv2.MORPH_OPEN, numpy.ones((1, least), numpy.uint8))
    # Ink that is as dark far above and below is a solid area, no line.
    solid = cv2.erode(dark, numpy.ones((round(_THICK) + 1, 1), numpy.uint8))
    solid = cv2.dilate(solid, numpy.ones((round(_THICK) + 3, 1), numpy.uint8))
    mask = ((runs > _DARK) & (solid <= _DARK)).astype(numpy.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    out: list[Stroke] = []
    for index in range(1, count):
        x, y, wide, high = (int(value) for value in stats[index][:4])
        if wide < 0.8 * least:
            continue
        if high <= _THICK and wide <= _CHUNK:
            rows = numpy.nonzero(labels[y : y + high, x : x + wide] == index)[0]
            out.append((y + float(rows.mean()), x, x + wide))
            continue
        for start in range(x, x + wide, _CHUNK):
            stop = min(start + _CHUNK, x + wide)
            part = labels[y : y + high, start:stop] == index
            out += [(y + at, start, stop) for at in _heights(part)]
    return out


def _standing_out(lines: list[Stroke], dark: Any) -> list[Stroke]:
    """Of `lines` those that are darker than what lies on one side of them at least: where a scan has turned
    grey into grains there is a run of grains everywhere."""
    out = []
    for line in lines:
        y, start, stop = round(line[0]), int(line[1]), int(line[2])
        own = float(dark[max(0, y - 1) : y + 2, start:stop].mean())
        above, below = dark[max(0, y - 7) : max(0, y - 3), start:stop], dark[y + 4 : y + 8, start:stop]
        sides = [float(side.mean()) for side in (above, below) if side.size]
        if not sides or min(sides) < _GRAINS * own:
            out.append(line)
    return out


def _heights(part: Any) -> list[float]:
    """Where in `part` a line lies: rows of pixels that are filled, letters that touch it or not."""
    import numpy

    padded = numpy.pad(part, ((1, 1), (0, 0)))
    filled = (padded[:-2] | padded[1:-1] | padded[2:]).mean(axis=1) >= 0.75
    found: list[float] = []
    for rows in numpy.split(filled.nonzero()[0], (numpy.diff(filled.nonzero()[0]) > 1).nonzero()[0] + 1):
        if not len(rows):
            continue
        weights = part[rows].sum(axis=1)
        found.append(float((rows * weights).sum() / max(1, weights.sum())))
    return found


def _bridged(across: list[Stroke], dark: Any, even: Any) -> list[Stroke]:
    """With the gaps filled in which a line goes on fainter, or under letters that touch it. `even`: `dark`,
    evened."""
    out = list(across)
    for row in level(across):
        row.sort(key=lambda stroke: stroke[1])
        reach = row[0][2]
        for before, after in pairwise(row):
            reach = max(reach, before[2])
            if after[1] <= reach + 1:
                continue
            y = round((before[0] + after[0]) / 2)
            gap = even[max(0, y - 2) : y + 3, int(reach) : int(after[1]) + 1].max(axis=0)
            if gap.size and float((gap > _DARK).mean()) >= 0.9:
                out.append((y, reach, after[1]))
        last = max(row, key=lambda stroke: stroke[2])
        out += _standing_out([*_onward(row[0], even, -1), *_onward(last, even, 1)], dark)
    return out


def _onward(stroke: Stroke, even: Any, step: int) -> list[Stroke]:
    """What a line goes on at its left (-1) or right (1) end under letters that touch it: there it was found
    in no piece that is long enough to be seen by itself."""
    import numpy

    y, edge = round(stroke[0]), int(stroke[1] if step < 0 else stroke[2])
    band = even[max(0, y - 1) : y + 2].max(axis=0)
    least = max(_DARK, 0.6 * float(numpy.median(band[int(stroke[1]) : int(stroke[2])])))  # grains are fainter
    at = edge
    while 0 <= at < len(band) and (band[at] > least or band[min(max(at + step, 0), len(band) - 1)] > least):
        at += step
    if abs(at - edge) < 0.75 * _ACROSS:
        return []
    return [(y, at + 1, edge)] if step < 0 else [(y, edge, at)]


def _between(upright: list[Stroke], across: list[Stroke], even: Any, seen: Any) -> list[Stroke]:
    """Of the upright runs what lies between lines across: few strokes of letters reach from border to
    border. Long ends that hang free stay: tables go on over page ends. `even`: how dark it is, evened;
    `seen`: the same with the red of seals."""
    across = sorted(across)
    heights = [line[0] for line in across]
    out: list[Stroke] = []
    for pieces in chains(sorted(upright, key=lambda stroke: stroke[1])):
        top, bottom = pieces[0][1], pieces[-1][2]
        first, last = bisect_left(heights, top - _TOUCH), bisect_left(heights, bottom + _TOUCH)
        crossing = _apart(
            y
            for y, start, end in across[first:last]
            if start - 2 * _TOUCH <= _at(pieces, y) <= end + 2 * _TOUCH
        )
        if not crossing:
            continue
        ends = [(y0, y1, 0) for y0, y1 in pairwise(crossing)]
        if crossing[0] - top > _LOOSE:
            ends.append((top, crossing[0], 1))
        if bottom - crossing[-1] > _LOOSE:
            ends.append((crossing[-1], bottom, 2))
        for y0, y1, free in ends:
            x = _at(pieces, (y0 + y1) / 2)
            if _is_border(even, x, y0, y1, free):
                out.append((x, y0, y1))
    return out + _overlooked(out, across, seen)


def _at(pieces: list[Stroke], y: float) -> float:
    """Where the line is at height `y`."""
    for x, _, stop in pieces:
        if y <= stop:
            return x
    return pieces[-1][0]


def _overlooked(found: list[Stroke], across: list[Stroke], even: Any) -> list[Stroke]:
    """Pieces of columns' lines that were not seen, where the same line is known from other rows."""
    out: list[Stroke] = []
    for pieces in level(found, _TOUCH):
        x = sum(piece[0] for piece in pieces) / len(pieces)
        crossing = _apart(y for y, start, end in across if start - 2 * _TOUCH <= x <= end + 2 * _TOUCH)
        for y0, y1 in pairwise(crossing):
            middle = (y0 + y1) / 2
            near = [piece for piece in pieces if piece[1] - 8 * (y1 - y0) < middle < piece[2] + 8 * (y1 - y0)]
            if len(near) < 2 or any(piece[1] < middle < piece[2] for piece in pieces):
                continue
            local = min(near, key=lambda piece: abs(piece[1] + piece[2] - 2 * middle))[0]
            if _is_border(even, local, y0, y1, known=True):
                out.append((local, y0, y1))
    return out


def _apart(heights: Iterable[float]) -> list[float]:
    """Heights that differ by more than the thickness of a line."""
    out: list[float] = []
    for height in heights:
        if not out or height - out[-1] > _THICK:
            out.append(height)
    return out


def _is_border(even: Any, x: float, y0: float, y1: float, free: int = 0, *, known: bool = False) -> bool:
    """Whether it is as dark at its ends as in its middle, and stands free on both sides; a stroke of a
    letter does neither. `free`: the end (1 the upper, 2 the lower) that touches nothing. `known`: there is
    a border at this place in other rows."""
    import numpy

    column = round(x)
    top, bottom = round(y0) + 2, round(y1) - 1
    if bottom - top < 6 or column < 6 or column >= even.shape[1] - 6:
        return False
    reach = 2 if known else 1
    band = even[top:bottom, column - reach : column + reach + 1].max(axis=1).astype(numpy.float32)
    usual = float(numpy.median(band))
    if known:
        faint = float((band < 0.4 * usual).mean())
        return usual >= 0.8 * _DARK and faint <= 0.08 and min(band[:3].min(), band[-3:].min()) > 0.45 * usual
    ends = [float(end.min()) for number, end in ((1, band[:4]), (2, band[-4:])) if number != free]
    if usual < _DARK or min(ends) < 0.55 * usual or float((band < 0.5 * usual).mean()) > 0.04:
        return False
    sides = [even[top:bottom, column + step] for step in (-5, 5)]
    return max(float((side > 0.5 * usual).mean()) for side in sides) < 0.3
