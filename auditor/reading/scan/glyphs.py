"""The shapes that digits have in one table, learnt from those read well, and how each digit fits its own.

The digits of a table are printed alike, so the mean of many shows what noise hides in one: a thin stroke
that is all but gone in this 4 is there in the mean of the fours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from auditor.reading.scan.ink import Band
from auditor.reading.scan.shapes import Pitch

_PLAY = 3  # pixels by which a digit may stand off the place that its number gives it
_KNOWN = 3  # digits that make a mean
_ENOUGH = 40  # digits of a kind: more make it no better
_ROUNDS = 2  # of laying digits on their mean
_ODD = 0.25  # share of the digits of a kind that are least like the others and left out of the mean
_AT_ONCE = 50  # digits: small enough for one core, on which it is faster
_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Fit:
    """How the digits of a number fit, by the worst of them. `own`: its correlation with the mean of the
    others of its kind, less what is usual for these; `lead`: by how much it is nearer to this mean than to
    that of any other digit, 1 for as near as can be, 0 for half way."""

    own: float
    lead: float


class Glyphs:
    """Of one table. `grey`: its sheet; `pitch`: how wide digits are, `high`: how high, in pixels; `lines`:
    numbers that were read well, which it learns from. `dark`: how dark the sheet is, its noise softened."""

    def __init__(self, grey: Any, pitch: Pitch, high: float, lines: Sequence[tuple[str, Band]]) -> None:
        import cv2
        import numpy

        self.dark = 255 - cv2.GaussianBlur(grey, (0, 0), 0.7)
        self._pitch = pitch
        wide = min(pitch.step, pitch.step - pitch.slack + 4)
        self._size = (round(high) + 4, max(5, round(wide)))
        patches, kinds, owners = self._patches(lines, self.dark, _ENOUGH)
        counts = numpy.bincount(kinds, minlength=10)
        self.known = counts >= _KNOWN
        self._means: Any = numpy.zeros((10, self._size[0] * self._size[1]), numpy.float32)
        self._weights: Any = numpy.zeros(10, numpy.float32)
        self._usual: Any = numpy.zeros(10, numpy.float32)
        self._common: Any = numpy.zeros((10, 10), numpy.float32)
        self._learnt: set[tuple[tuple[str, Band], int]] = set()
        if not self.known.any():
            return
        laid = next(self._views(patches, 0)).copy()
        kept: Any = numpy.zeros(len(kinds), bool)
        for _ in range(_ROUNDS):
            for kind in self.known.nonzero()[0]:
                own = (kinds == kind).nonzero()[0]
                like = laid[own] @ laid[own].mean(axis=0)
                kept[own] = like >= numpy.quantile(like, _ODD)
                sums = laid[own[kept[own]]].sum(axis=0)
                self._weights[kind] = max(1e-6, float(numpy.linalg.norm(sums)))
                self._means[kind] = sums / self._weights[kind]
            best: Any = numpy.full(len(kinds), -2, numpy.float32)
            for view in self._views(patches, _PLAY):
                like = (view * self._means[kinds]).sum(axis=1)
                better = like > best
                best[better] = like[better]
                laid[better] = view[better]
        self._learnt = {owner for owner, own in zip(owners, kept, strict=True) if own}
        own_best = numpy.where(kept, self._without(best, kinds), best)
        for kind in self.known.nonzero()[0]:
            self._usual[kind] = numpy.median(own_best[kinds == kind])
        shapes = self._means.reshape(10, *self._size)
        self._common = self._best(numpy.pad(shapes, ((0, 0), (_PLAY, _PLAY), (_PLAY, _PLAY))))

    @property
    def learnt(self) -> int:
        """How many digits the means were made of."""
        return len(self._learnt)

    def fit(self, lines: Sequence[tuple[str, Band]], other: Glyphs | None = None) -> list[Fit | None]:
        """Of each of `lines`; None where a digit is not known, or there is none. `other`: of the table that
        they are of, where it is not this one."""
        import numpy

        patches, kinds, owners = self._patches(lines, (other or self).dark)
        if not len(kinds) or not self.known.any():
            return [None] * len(lines)
        every = self._best(patches)
        best = every[numpy.arange(len(kinds)), kinds]
        learnt = numpy.array([other is None and owner in self._learnt for owner in owners])
        best = numpy.where(learnt, self._without(best, kinds), best)
        leads = (best[:, None] - every) / numpy.maximum(0.02, 1 - self._common[kinds])
        leads[:, ~self.known] = 1.0
        leads[numpy.arange(len(kinds)), kinds] = 1.0
        out: dict[tuple[str, Band], Fit | None] = {}
        for index, (line, _) in enumerate(owners):
            kind = kinds[index]
            before = out.get(line, Fit(1.0, 1.0))
            if before is None or not self.known[kind]:
                out[line] = None
                continue
            own, lead = float(best[index] - self._usual[kind]), float(leads[index].min())
            out[line] = Fit(min(before.own, own), min(before.lead, lead))
        return [out.get(line) for line in lines]

    def _without(self, like: Any, kinds: Any) -> Any:
        """How like the mean of its kind a digit is when it is taken out of it: one that was read wrong is
        like itself."""
        import numpy

        weights = numpy.maximum(self._weights[kinds], 1e-6)
        rest = numpy.sqrt(numpy.maximum(1e-6, weights * weights - 2 * like * weights + 1))
        return (like * weights - 1) / rest

    def _best(self, patches: Any) -> Any:
        """How like the mean of each kind each of `patches` is where it is most so."""
        import numpy

        best: Any = numpy.full((len(patches), 10), -2, numpy.float32)
        for start in range(0, len(patches), _AT_ONCE):
            part = best[start : start + _AT_ONCE]
            for view in self._views(patches[start : start + _AT_ONCE], _PLAY):
                numpy.maximum(part, view @ self._means.T, out=part)
        return best

    def _views(self, patches: Any, play: int) -> Iterator[Any]:
        """What is seen of each patch through a window that is moved by up to `play` pixels from its middle:
        rows of mean 0 and length 1."""
        import numpy

        high, wide = self._size
        for y in range(_PLAY - play, _PLAY + play + 1):
            for x in range(_PLAY - play, _PLAY + play + 1):
                view = patches[:, y : y + high, x : x + wide].reshape(len(patches), high * wide)
                view = view - view.mean(axis=1, keepdims=True)
                view /= numpy.maximum(1e-6, numpy.sqrt(numpy.einsum("ij,ij->i", view, view)))[:, None]
                yield view

    def _patches(
        self, lines: Sequence[tuple[str, Band]], dark: Any, most: int = 0
    ) -> tuple[Any, Any, list[tuple[tuple[str, Band], int]]]:
        """The digits of `lines` with room around, what they were read as, and of which line and place each
        is. `dark`: the sheet that they stand on; `most`: of a kind, 0 for all."""
        import numpy

        high, wide = self._size[0] + 2 * _PLAY, self._size[1] + 2 * _PLAY
        out, kinds, owners = [], [], []
        seen = dict.fromkeys(_DIGITS, 0)
        for line in lines:
            text, band = line
            top = max(0, round((band.top + band.bottom - high) / 2))
            for place, (char, x) in enumerate(centres(text, band, self._pitch)):
                seen[char] += 1
                if most and seen[char] > most:
                    continue
                left = max(0, round(x - wide / 2))
                part: Any = numpy.zeros((high, wide), numpy.float32)
                shown = dark[top : top + high, left : left + wide]
                part[: shown.shape[0], : shown.shape[1]] = shown
                out.append(part)
                kinds.append(_DIGITS.index(char))
                owners.append((line, place))
        stack = numpy.stack(out) if out else numpy.zeros((0, high, wide), numpy.float32)
        return stack, numpy.array(kinds, numpy.int64), owners


def centres(text: str, band: Band, pitch: Pitch) -> list[tuple[str, float]]:
    """The digits of `text` and where the middle of each is across the sheet."""
    digits = [char for char in text if char.isdigit()]
    if not digits:
        return []
    step = pitch.step
    half = (step - min(max(pitch.slack, 0.05 * step), 0.6 * step)) / 2
    left, right = band.left + half, band.right - half
    body = text.lstrip("+-")
    if not body.isdigit() or body != text:
        # How wide marks are may not be known: digits ahead of them are placed from the left.
        ahead = len(body) - len(body.lstrip(_DIGITS)) if body == text else 0
        places: list[float] = []
        for char in reversed(body[ahead:]):
            if char.isdigit():
                places.append(right)
            right -= step if char.isdigit() else pitch.mark or 0.5 * step
        places += [left + index * step for index in reversed(range(ahead))]
        return list(zip(digits, reversed(places), strict=True))
    last = len(digits) - 1
    if digits[0] == "1" != digits[-1]:
        start = right - last * step
    elif digits[-1] == "1" != digits[0]:
        start = left
    else:
        start = (left + right - last * step) / 2
    return [(char, start + index * step) for index, char in enumerate(digits)]
