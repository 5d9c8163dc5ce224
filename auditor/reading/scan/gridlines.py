"""Lines of tables once more, each held against the others: strokes of letters that were taken for one, and
pieces that were overlooked under letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from auditor.reading.page_shape import Stroke

_NEAR = 3  # pixels by which pieces of one line lie apart
_END = 6  # pixels at the end of a piece, where it meets a line across
_SIDE = (2, 6)  # pixels beside a line: what is dark all the way there hangs on it
_PALE = 0.72  # of the usual darkness: no line that stands alone is paler
_HUNG = 0.1  # of its way: more ink beside it than that is no dust
_UNEVEN = 0.25  # of its darkness: how much a line differs along itself
_CHAIN = 3  # pieces one below the other that speak for themselves
_LONGER = 2  # so many times as long as a piece is the one that speaks for it
_COVERED = 0.88  # of the way from side to side is dark where a line is
_REACH = 8  # pixels at either side that a line fills, and letters do not
_KNOWN = 0.25  # of a table's width: so much of a line was found, then it is looked for beside it


def without_letters(down: Sequence[Stroke], dark: Any, *, stark: bool) -> list[Stroke]:
    """`down` without strokes of letters that reach from one line across to the next: paler than lines are,
    uneven, with other strokes hanging on them. A piece between two that are none of these is their
    line. `stark`: the page was black and white only, where lines are uneven too."""
    lines = chains(sorted(down, key=lambda stroke: (stroke[1], stroke[0])))
    looks = [[_Look.of(dark, piece) for piece in chain] for chain in lines]
    every = [look.dark for own in looks if len(own) >= _CHAIN for look in own if look is not None]
    every = every or [look.dark for own in looks for look in own if look is not None]
    usual = median(every or [0.0])
    out: list[Stroke] = []
    for chain, own in zip(lines, looks, strict=True):
        alone = len(chain) < _CHAIN and not stark
        good = [look is None or look.is_line(usual, alone=alone) for look in own]
        for index, piece in enumerate(chain):
            around = [at for at in (index - 1, index + 1) if 0 <= at < len(chain) and good[at]]
            if good[index] or len(around) == 2 or _goes_on(own[index], piece, [chain[at] for at in around]):
                out.append(piece)
    return out


def _goes_on(look: _Look | None, piece: Stroke, around: Sequence[Stroke]) -> bool:
    """Whether a piece need not speak for itself: the line goes on above or below it, and for longer."""
    long = any(other[2] - other[1] >= _LONGER * (piece[2] - piece[1]) for other in around)
    return long and look is not None and look.is_line(look.dark, alone=False)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a piece of a line looks between its ends: how dark it is, how uneven, as a share of that, and on
    how much of its way something hangs on one `side` of it, the worse, and on `both`."""

    dark: float
    uneven: float
    side: float
    both: float

    @classmethod
    def of(cls, dark: Any, piece: Stroke) -> _Look | None:
        import numpy

        column, top, bottom = round(piece[0]), round(piece[1]) + _END, round(piece[2]) - _END + 1
        near, far = _SIDE
        if bottom - top < _END or column < far or column >= dark.shape[1] - far:
            return None
        band = dark[top:bottom, column - 1 : column + 2].max(axis=1).astype(numpy.float32)
        own = max(1.0, float(numpy.median(band)))
        low, high = numpy.percentile(band, (10, 90))
        left = dark[top:bottom, column - far + 1 : column - near + 1].min(axis=1) > 0.4 * own
        right = dark[top:bottom, column + near : column + far].min(axis=1) > 0.4 * own
        side = max(float(left.mean()), float(right.mean()))
        return cls(own, float(high - low) / own, side, float((left & right).mean()))

    def is_line(self, usual: float, *, alone: bool) -> bool:
        """`usual`: how dark lines are; `alone`: no line that goes on above or below it speaks for it."""
        if self.both > 0.05:
            return False
        if not alone:
            return self.side <= _HUNG or self.uneven <= _UNEVEN
        free = self.side <= _HUNG and self.dark >= 0.9 * usual
        return self.dark >= _PALE * usual and (self.uneven <= _UNEVEN or free)


def chains(down: Iterable[Stroke]) -> list[list[Stroke]]:
    """Pieces of lines down, given from top to bottom: those of one line, one below the other."""
    found: list[list[Stroke]] = []
    for piece in down:
        for chain in reversed(found):
            if abs(chain[-1][0] - piece[0]) <= _NEAR and abs(chain[-1][2] - piece[1]) <= 4:
                chain.append(piece)
                break
        else:
            found.append([piece])
    return found


def level(pieces: Iterable[Stroke], near: float = _NEAR) -> list[list[Stroke]]:
    """Pieces of lines across at one height, or of lines down at one place, however far apart."""
    found: list[list[Stroke]] = []
    for piece in sorted(pieces):
        if found and piece[0] - found[-1][-1][0] <= near:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def completed(across: Sequence[Stroke], down: Sequence[Stroke], dark: Any) -> list[Stroke]:
    """`across` with what of each line was not found between two lines down: it is dark from side to side,
    whatever letters touch it."""
    out = list(across)
    for row in level(across):
        y = median(piece[0] for piece in row)
        sides = sorted(x for x, top, bottom in down if top - 2 * _NEAR <= y <= bottom + 2 * _NEAR)
        found = sum(stop - start for _, start, stop in row)
        if len(sides) < 3 or found < _KNOWN * (sides[-1] - sides[0]):
            continue
        usual = _darkness(row, dark)
        for left, right in pairwise(sides):
            if right - left <= 3 * _REACH:
                continue
            here = sum(max(0.0, min(stop, right) - max(start, left)) for _, start, stop in row)
            if here < 0.95 * (right - left) and (at := _crosses(row, left, right, dark, usual)) is not None:
                out.append((at, left, right))
    return out


def _darkness(row: Sequence[Stroke], dark: Any) -> float:
    shades = [
        float(dark[max(0, round(y) - 1) : round(y) + 2, int(start) : int(stop)].max(axis=0).mean())
        for y, start, stop in row
        if int(stop) > int(start)
    ]
    return median(shades or [255.0])


def _crosses(row: Sequence[Stroke], left: float, right: float, dark: Any, usual: float) -> float | None:
    """The height at which the line goes on from `left` to `right`; None where it does not."""
    near = min(row, key=lambda piece: max(piece[1] - right, left - piece[2], 0.0))
    at = round(near[0])
    start, stop = round(left) + _NEAR + 1, round(right) - _NEAR
    band = dark[max(0, at - 2) : at + 3, start:stop].max(axis=0) > 0.5 * usual
    whole = float(band.mean()) >= _COVERED
    return near[0] if whole and band[:_REACH].all() and band[-_REACH:].all() else None
