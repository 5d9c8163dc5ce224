"""Whether a figure as it was recognised is what is printed.

Two witnesses speak for each digit: the recogniser, which looks at the line, and the shape that this digit has
elsewhere in the same table. Where both are sure one reading is enough. Where the shape is not known, or not
sure, two readings of different width must be the same, and the print must be whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from auditor.reading.page_shape import LOST
from auditor.reading.scan.glyphs import Fit, Glyphs
from auditor.reading.scan.ink import Band
from auditor.reading.scan.recognise import Both, Recogniser, folded
from auditor.reading.scan.shapes import (
    Pitch,
    fragments,
    is_at_rim,
    is_dash,
    is_leaning,
    is_slash,
    is_thread,
    is_upright,
    pieces_of,
    stray_ink,
    touches_border,
)

SURE = 0.95  # probability of each digit, among digits, that is enough to learn from
_ALONE = 0.9  # of one reading whose digits have the shapes they should
_TWICE = 0.5  # of each of two such readings
_LEAST, _MOST = 0.9, 0.97  # of the less and of the more sure of two readings that nothing else speaks for
_STRETCHES = (1.3, 1.8)  # of the second reading and the third
_LIKELY, _MAYBE = 0.5, 0.3  # that it is a figure at all
_LEAD, _OWN = 0.25, -0.2  # of shapes that are right
_OWN_FEW = -0.08  # where there are digits in whose shape they cannot be looked for
_BEHIND, _ODD = 0.1, -0.3  # of shapes that are not
_ALIKE = 1.5  # pixels by which digits printed alike differ in height
_PIECES = 1.4  # of ink for one digit, on an average: more are no whole digits
_PART = re.compile(r"[-+]?\d[\d,.]*|[-/]{1,3}")  # of a figure over several lines


@dataclass(slots=True)
class Line:
    """A line of figures in the cell `box`: where it stands, its crop and what was recognised of it. `text`,
    `sure`: the figure it was found to be, and how sure that is; U+FFFD as long as it is none."""

    band: Band
    box: tuple[int, int, int, int]
    crop: Any
    reads: list[Both]
    text: str = LOST
    sure: float = 0.0
    closed: bool = False

    @property
    def seen(self) -> tuple[str, Band]:
        return self.reads[0].figures.text, self.band

    def well(self) -> bool:
        """Whether its first reading is sure."""
        first = self.reads[0]
        return (
            first.figures.least >= SURE
            and first.like >= _LIKELY
            and _PART.fullmatch(first.figures.text) is not None
            and folded(first.words.text) == first.figures.text
        )


@dataclass(slots=True)
class Elder:
    """What a document's tables so far tell of its digits; `judge`: of the one that has the most."""

    judge: Judge | None = None

    def offer(self, judge: Judge) -> None:
        if self.judge is None or judge.learnt > self.judge.learnt:
            self.judge = judge


def _height(seen: Sequence[tuple[str, Band]], *, marked: bool) -> float:
    """How high numbers are, with or without commas, whose tails reach below the digits; 0 for none."""
    return median([b.height for text, b in seen if ("," in text if marked else text.isdigit())] or [0])


class Judge:
    """Of the lines of figures of one table. `ink`: where there is ink; `raw`: the sheet with its dust;
    `plain`: with its borders too; `elder`: of a larger table, which may be printed alike."""

    def __init__(
        self, lines: Sequence[Line], ink: Any, raw: Any, plain: Any, elder: Judge | None = None
    ) -> None:
        self.ink, self.raw, self.plain = ink, raw, plain
        self._well = well = [line.seen for line in lines if line.well()]
        self.pitch = Pitch.of(well)
        self.high = _height(well, marked=False)
        self._elder: Glyphs | None = None
        if elder is not None and self._is_like(elder):
            self.pitch, self._elder = elder.pitch, elder._glyphs
            self.high = self.high or elder.high
        known = self.pitch.step > 0 and self.high > 0
        self._own = _OWN
        self._glyphs: Glyphs | None = Glyphs(raw, self.pitch, self.high, well) if known else None
        if self._glyphs is not None and not self._glyphs.known.all():
            self._own = _OWN_FEW

    @property
    def learnt(self) -> int:
        return self._glyphs.learnt if self._glyphs is not None else 0

    def _is_like(self, elder: Judge) -> bool:
        """Whether all numbers read well take the room that they take in the table of `elder`, which has more
        digits, and are as high; where all have marks between thousands, as high as those with marks there."""
        marked = self.high == 0
        high, usual = _height(self._well, marked=marked), _height(elder._well, marked=marked)
        numbers = [(text, band) for text, band in self._well if text.isdigit() or marked]
        return (
            elder.pitch.step > 0
            and sum(len(text) for text, _ in numbers) < elder.learnt
            and high > 0
            and abs(high - usual) <= _ALIKE
            and all(elder.pitch.fits(text, band) for text, band in numbers)
        )

    def is_broken(self) -> bool:
        """Whether digits fall to pieces: then 4 looks like 1 and 6 like 0."""
        digits = [(text, band) for text, band in self._well if text.isdigit()]
        count = sum(len(text) for text, _ in digits)
        return sum(fragments(self.raw, band) for _, band in digits) > _PIECES * count

    def settle(self, lines: Sequence[Line], read: Recogniser) -> None:
        """Set the text of each of `lines`, read again where need be."""
        for line in lines:
            if is_dash(self.ink, line.band, line.box, self.high):
                line.text, line.sure, line.closed = "-", SURE, True
            elif touches_border(self.plain, line.band, line.box):
                line.closed = True
            else:
                line.closed = stray_ink(self.raw, self.ink, line.band, line.box, inside=False)
        self._judge([line for line in lines if not line.closed])
        for stretch in _STRETCHES:
            again = [line for line in lines if not line.closed]
            for line, answer in zip(again, read([line.crop for line in again], stretch), strict=True):
                line.reads.append(answer)
            self._judge(again)

    def _judge(self, lines: Sequence[Line]) -> None:
        """By the last reading of each, and by those before that are the same."""
        for line, fit in zip(lines, self._fits(lines), strict=True):
            last = line.reads[-1]
            text = last.figures.text
            if (text in {"1", "/"} and is_slash(self.ink, line.band)) or (
                len(text) <= 1 and is_leaning(self.ink, line.band, self.high)
            ):
                line.text, line.sure, line.closed = "/", max(last.figures.least, SURE), True
                continue
            others = [each for each in line.reads[:-1] if each.figures.text == text]
            pairs: list[tuple[Both, ...]] = [(last, each) for each in others] or [(last,)]
            for pair in pairs:
                sure = min(each.figures.least for each in pair)
                if self._is_figure(line, last) and self._is_sure(line, text, pair, fit):
                    line.text, line.sure, line.closed = text, max(sure, _LEAST), True
                    break
            else:
                line.sure = max(line.sure, min(last.figures.least, 0.5) if text else 0.0)

    def _fits(self, lines: Sequence[Line]) -> list[Fit | None]:
        """How the digits of the last readings fit; the elder is asked where the own shapes do not tell. What
        does not fit there may be printed otherwise: it tells nothing, unless it looks like another digit."""
        if self._glyphs is None:
            return [None] * len(lines)
        last = [(line.reads[-1].figures.text, line.band) for line in lines]
        own = self._glyphs.fit(last)
        unsure = [seen for seen, fit in zip(last, own, strict=True) if fit is None]
        if self._elder is None or not unsure:
            return own
        told = (
            fit if fit is None or fit.own >= _OWN_FEW or fit.lead < _BEHIND else None
            for fit in self._elder.fit(unsure, self._glyphs)
        )
        return [next(told) if fit is None else fit for fit in own]

    def _is_figure(self, line: Line, last: Both) -> bool:
        """Whether what was read is a figure that takes the room that the line's print is."""
        band, box = line.band, line.box
        text = last.figures.text
        return (
            _PART.fullmatch(text) is not None
            and folded(last.words.text) == text
            and self.pitch.fits(text, band)
            and (text != "1" or is_upright(self.ink, band))
            and (text != "/" or is_slash(self.ink, band))
            and (text != "-" or not (is_at_rim(band, box) or is_thread(band, self.high)))
        )

    def _is_sure(self, line: Line, text: str, reads: Sequence[Both], fit: Fit | None) -> bool:
        least = min(each.figures.least for each in reads)
        like = min(each.like for each in reads)
        if fit is not None and fit.lead >= _LEAD and fit.own >= self._own:
            return least >= (_ALONE if len(reads) == 1 else _TWICE) and like >= _MAYBE
        if fit is not None and (fit.lead < _BEHIND or fit.own < _ODD):
            return False
        digits = sum(1 for char in text if char.isdigit())
        return (
            len(reads) > 1
            and least >= _LEAST
            and max(each.figures.least for each in reads) >= _MOST
            and like >= _LIKELY
            and pieces_of(self.ink, line.band, self.pitch.step)
            <= max(digits, text.count("/") + text.count("-"))
            and not stray_ink(self.raw, self.ink, line.band, line.box)
            and (fit is not None or not digits or fragments(self.raw, line.band) <= digits + digits // 3)
        )
