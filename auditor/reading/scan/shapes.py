"""What the shape of ink tells without a recogniser: dashes, slashes, ones, and how many digits there are."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from auditor.reading.scan.ink import Band

_SLANT = 0.18  # of a slash; a one leans less
_FLAT = 1.3  # what leans more is none; one that fills a square of its own leans 1
_LEANING = 0.5  # so much nothing leans but a slash
_FEW = 2
_CLEAR = 3  # pixels between a figure and the border that is painted over
_TOUCHES = 45  # of ink, 0 to 255, on an average of some rows
_INK = 150
_STRAY = 2.0  # pixels of black: more is no noise
_FAINT = 55  # of ink, 0 to 255, on an average of some pixels in a row: less is paper
_ROUND = 0.35  # of the height of a digit: the largest speck of dust
_STROKE = 2  # pixels: of a dash, the thinnest
_SHORTEST, _HYPHEN = 0.33, 0.5  # of the height of a digit: of a dash, of one that may be thinner
_FLAT_END, _RIM = 4, 6  # pixels: how high what lies along a border is, and how far from it


def pieces_of(ink: Any, band: Band, step: float) -> int:
    """How many pieces as tall as digits stand side by side in `band`; halves of one digit, which together
    are no wider than `step`, are one."""
    import cv2

    part = ink[band.top : band.bottom, band.left : band.right]
    count, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    spans = sorted(
        (int(stats[i][0]), int(stats[i][0] + stats[i][2]))
        for i in range(1, count)
        if int(stats[i][3]) > 0.55 * band.height
    )
    found, begin, reach = 0, 0, -1
    for start, stop in spans:
        if start >= reach - 0.25 * (stop - start) and (not found or stop - begin > 0.95 * step):
            found += 1
            begin = start
        reach = max(reach, stop)
    return found


def slant(ink: Any, band: Band) -> tuple[float, float]:
    """By how much the ink leans to the right on its way up, and how far it strays from one straight stroke,
    both as shares of its height."""
    import numpy

    ys, xs = numpy.nonzero(ink[band.top : band.bottom, band.left : band.right])
    if len(ys) < 6 or band.height < 4:
        return 0.0, 1.0
    y, x = ys - ys.mean(), xs - xs.mean()
    lean = -float((x * y).sum() / max(1.0, float((y * y).sum())))
    return lean, float(numpy.abs(x + lean * y).mean()) / band.height


def fragments(raw: Any, band: Band) -> int:
    """How many pieces of ink there are in `band`, dust and all: one a digit where the print is whole."""
    import cv2
    import numpy

    part = (raw[band.top : band.bottom, band.left : band.right] < _INK).astype(numpy.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    return sum(1 for index in range(1, count) if int(stats[index][4]) >= 2)


def stray_ink(raw: Any, ink: Any, band: Band, box: tuple[int, int, int, int], *, inside: bool = True) -> bool:
    """Whether there is something beside or between the digits in `band` that was taken for dust or is too
    faint: a sign, a point or a part of a digit that is lost makes another number. Round specks to the right,
    or to the left at no height of a sign, are dust. `raw`: the sheet before dust was taken off it;
    `inside`: look between the digits too."""
    import cv2
    import numpy

    high = band.height
    left, right = max(box[0] + 2, band.left - round(1.3 * high)), min(box[2] - 2, band.right + high // 2)
    part = raw[band.top : band.bottom, left:right]
    if not part.size:
        return False
    known = cv2.dilate(ink[band.top : band.bottom, left:right], numpy.ones((7, 7), numpy.uint8))
    rest = numpy.where(known == 0, part, 255)
    begin, end = band.left - 3 - left, band.right + 3 - left
    middle = rest[round(0.3 * high) : round(0.8 * high), : max(0, begin)]
    # A sign lies flat: what is dark along it is no noise, however faint.
    if middle.shape[1] >= 3 and int(cv2.blur(255 - middle, (5, 1)).max()) > _FAINT:
        return True
    count, _, stats, _ = cv2.connectedComponentsWithStats(
        (rest < 255 - 40).astype(numpy.uint8), connectivity=8
    )
    for x, y, wide, tall in stats[1:count, :4].tolist():
        speck = max(wide, tall) <= _ROUND * high and wide <= 1.6 * tall + 1
        outside = x + wide <= begin or x >= end
        far = x + wide <= begin - high // 2
        if (
            not far
            and not (speck if outside else not inside)
            and _black(rest[y : y + tall, x : x + wide], 90) > _STRAY
        ):
            return True
    return False


def _black(part: Any, from_: int) -> float:
    """How much ink there is, in pixels of black; what is lighter than `from_` is paper."""
    import numpy

    dark = 255 - from_ - part.astype(numpy.int32)
    return float(dark[dark > 0].sum()) / (215 - from_)


def touches_border(plain: Any, band: Band, box: tuple[int, int, int, int]) -> bool:
    """Whether the ink in `band` runs into a side of its cell `box`, where borders are painted over: between
    the two it is darker than above and below it. `plain`: the sheet with its borders."""
    import numpy

    above = slice(box[1] + 1, max(box[1] + 1, band.top - 2))
    below = slice(min(box[3] - 1, band.bottom + 2), box[3] - 1)
    for near, strip in (
        (band.left - box[0], slice(max(0, box[0] - 4), max(0, box[0], band.left - 1))),
        (box[2] - band.right, slice(min(box[2], band.right + 1), box[2] + 4)),
    ):
        if near > _CLEAR:
            continue
        beside = 255 - plain[band.top : band.bottom, strip].astype(numpy.float32)
        others = 255 - numpy.concatenate([plain[above, strip], plain[below, strip]]).astype(numpy.float32)
        if near < 0 or not beside.shape[1] or others.shape[0] < 4 or beside.shape[0] < 5:
            return True
        rows = numpy.cumsum(beside - numpy.median(others, axis=0), axis=0)
        if float((rows[4:] - numpy.pad(rows, ((1, 0), (0, 0)))[: len(rows) - 4]).max()) > 5 * _TOUCHES:
            return True
    return False


def is_slash(ink: Any, band: Band) -> bool:
    lean, stray = slant(ink, band)
    return _SLANT < lean < _FLAT and stray < 0.07


def is_leaning(ink: Any, band: Band, high: float) -> bool:
    """Whether it is a slash, whatever it was taken for: one straight stroke, as high as a digit."""
    return band.height > 0.7 * high > 0 and slant(ink, band)[0] > _LEANING and is_slash(ink, band)


def is_upright(ink: Any, band: Band) -> bool:
    """Whether a single stroke stands as a one does."""
    return abs(slant(ink, band)[0]) < 0.8 * _SLANT


def is_dash(ink: Any, band: Band, box: tuple[int, int, int, int], high: float) -> bool:
    """Whether all that is in the cell `box` is a flat stroke in its middle. `high`: of a digit."""
    if not high or band.height > 0.3 * high or band.width > 3.2 * high or is_thread(band, high):
        return False
    part = ink[band.top : band.bottom, band.left : band.right]
    middle = (band.top + band.bottom) / 2
    room = box[3] - box[1]
    inside = box[1] + 0.3 * room < middle < box[3] - 0.3 * room
    apart = band.left - box[0] > 0.1 * high and box[2] - band.right > 0.1 * high
    return inside and apart and float(part.mean()) > 0.6


def is_thread(band: Band, high: float) -> bool:
    """Whether it is shorter than any dash, or short and thinner than any stroke: a grain that lies flat."""
    return band.width < _SHORTEST * high or (band.height < _STROKE and band.width < _HYPHEN * high)


def is_at_rim(band: Band, box: tuple[int, int, int, int]) -> bool:
    """Whether what lies flat in the cell `box` lies along its upper or lower border: some of the border was
    left there, or it is the end of a digit from beyond."""
    return band.height <= _FLAT_END and min(band.top - box[1], box[3] - band.bottom) <= _RIM


@dataclass(slots=True)
class Pitch:
    """How wide the digits of one table are: a number of n digits takes n * `step` - `slack` pixels, and
    `mark` more for each point or comma in it."""

    step: float = 0.0  # 0: not known
    slack: float = 0.0
    loose: bool = False  # learnt from single digits only
    mark: float = 0.0  # 0: not known

    @classmethod
    def of(cls, seen: list[tuple[str, Band]]) -> Pitch:
        """From numbers read well."""
        widths: dict[int, dict[int, list[int]]] = {}
        for text, band in seen:
            if text[:1].isdigit() and "1" not in (text[0], text[-1]):
                count = sum(1 for char in text if char.isdigit())
                widths.setdefault(len(text) - count, {}).setdefault(count, []).append(band.width)
        found = cls._plain({marks: _usual(own) for marks, own in widths.items()})
        marked = [
            (wide + found.slack - count * found.step) / marks
            for marks, own in widths.items()
            for count, all_ in own.items()
            for wide in all_
            if marks
        ]
        if found.step and len(marked) > _FEW:
            found.mark = min(max(median(marked), 0.1 * found.step), 1.1 * found.step)
        return found

    @classmethod
    def _plain(cls, usual: dict[int, dict[int, float]]) -> Pitch:
        """`usual`: number of marks → number of digits → how wide these are."""
        plain = usual.get(0, {})
        for own in (plain, usual.get(1, {}), usual.get(2, {})):
            if len(own) >= 2 and max(own) >= 2:
                low, high = min(own), max(own)
                step = (own[high] - own[low]) / (high - low)
                if step > 3:
                    least = min(plain, default=0)
                    return cls(step, step * least - plain[least] if plain else 0.14 * step)
        if 1 in plain:
            return cls(1.18 * plain[1], 0.18 * plain[1], True)
        if plain:
            (count,) = plain
            step = plain[count] / (count - 0.14)
            return cls(step, 0.14 * step, True)
        return cls()

    def fits(self, text: str, band: Band) -> bool:
        """Whether `text` takes the room that so many digits and marks take."""
        digits = sum(1 for char in text if char.isdigit())
        marks = sum(1 for char in text if char in ".,")
        if not digits:
            return True
        if not self.step:
            return not marks and digits == 1
        room = (band.width + self.slack) / self.step
        ones = (text.lstrip("+-")[0] == "1") + (digits > 1 and text[-1] == "1")
        if marks and self.mark:
            room -= marks * self.mark / self.step
        play = 0.1 if self.loose else 0.0
        if text[0] in "+-":
            known = self.mark > 0 or not marks
            return digits + 0.2 - 0.2 * ones <= room <= digits + 1.6 and known
        if marks and not self.mark:
            most = 1.02 * digits + 0.4 + 0.75 * marks
            return digits + 0.24 * marks - 0.3 * ones + 2 * play <= room <= most
        return digits - 0.4 - 0.35 * ones - play <= room <= digits + 0.42 + play


def _usual(widths: dict[int, list[int]]) -> dict[int, float]:
    return {count: median(own) for count, own in widths.items() if len(own) >= _FEW}
