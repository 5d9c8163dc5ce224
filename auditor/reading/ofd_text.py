"""Runs of characters in an OFD to characters with boxes. The file states where each begins, not how wide
it is: that is learnt from the steps between those that stand next to each other."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from auditor.reading.ofd_values import advances
from auditor.reading.page_shape import LOST, Char, Rect
from auditor.reading.page_space import SAME, Matrix, Point, mapped

_UP, _DOWN = 0.88, 0.12  # of the type size: above and below the line on which characters stand
_HALF = 0.5  # the width of a figure of which nothing is known
_EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)
# Zero-width and direction marks, soft hyphens, byte order mark.
_NOTHING = frozenset("\x02\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe")
_BREAKS = frozenset("\t\r\n")
_FIGURES = frozenset("0123456789")
_SPACES = frozenset([" ", "\xa0", "\u3000", *map(chr, range(0x2000, 0x200B))])


@dataclass(slots=True)
class Run:
    """Characters of one text code, in the object's own space (y growing downwards): where each begins, by
    `xs` and `ys`. `turn`: how many quarter turns with the clock each is turned."""

    text: str
    xs: list[float]
    ys: list[float]
    size: float
    scale: float
    turn: int
    font: str = ""
    matrix: Matrix = SAME
    clip: Rect = _EVERYWHERE
    shown: bool = True
    stated: bool = True  # the file says where each character begins

    @classmethod
    def of(
        cls, code: etree._Element, x: float, y: float, size: float, scale: float, turn: int, reading: int
    ) -> Run:
        """The run of a text code that begins at `x`, `y`. Raises ValueError."""
        text = code.text or ""
        across = advances(code.get("DeltaX"), max(0, len(text) - 1))
        down = advances(code.get("DeltaY"), max(0, len(text) - 1))
        stated = bool(across or down) or len(text) < 2
        if not stated:
            steps = [size * scale * (_HALF if char < "\u2e80" else 1.0) for char in text[:-1]]
            way = reading % 4
            across = [step if way == 0 else -step if way == 2 else 0.0 for step in steps]
            down = [step if way == 1 else -step if way == 3 else 0.0 for step in steps]
        xs, ys = [x], [y]
        for step in across:
            xs.append(xs[-1] + step)
        for step in down:
            ys.append(ys[-1] + step)
        xs += [xs[-1]] * (len(text) - len(xs))
        ys += [ys[-1]] * (len(text) - len(ys))
        return cls(text, xs, ys, size, scale, turn, stated=stated)

    def at(self, index: int) -> Point:
        """Where a character begins, in user space."""
        a, b, c, d, e, f = self.matrix
        x, y = self.xs[index], self.ys[index]
        return (a * x + c * y + e, b * x + d * y + f)

    def quarter(self) -> int | None:
        """How many quarter turns against the clock its characters stand; None where they lean."""
        a, b, c, d, *_ = self.matrix
        x, y = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[self.turn]
        quarter = math.atan2(b * x + d * y, a * x + c * y) / (math.pi / 2)
        whole = round(quarter)
        return whole % 4 if abs(quarter - whole) <= 0.08 else None


@dataclass(slots=True)
class Widths:
    """How wide figures are in each font, as shares of the type size."""

    seen: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    def learn(self, run: Run, before: Run | None) -> None:
        """From figures that stand side by side in the run, or across its beginning and the end of the run
        `before` it."""
        places = [(char, *run.at(index)) for index, char in enumerate(run.text)] if run.stated else []
        if before is not None and before.text and before.font == run.font and run.text:
            places = [(before.text[-1], *before.at(-1)), *(places or [(run.text[0], *run.at(0))])]
        a, b, *_ = run.matrix
        full = run.size * run.scale * math.hypot(a, b)
        for (char, x0, y0), (after, x1, y1) in pairwise(places):
            if not full or char not in _FIGURES or after not in _FIGURES:
                continue
            along, off = abs(x1 - x0) / full, abs(y1 - y0) / full
            if along < off:
                along, off = off, along
            if off <= 0.05 and 0.3 <= along <= 0.8:
                self.seen[run.font][round(along * 200)] += 1

    def figure(self, font: str) -> float:
        """The width of a figure."""
        known = self.seen.get(font)
        return known.most_common(1)[0][0] / 200 if known else _HALF

    def of(self, run: Run, index: int) -> float:
        """The width of a character of the run, in its own space."""
        char, full = run.text[index], run.size * run.scale
        natural = full if _is_wide(char) else full * self.figure(run.font)
        if index + 1 < len(run.text) and not run.turn and run.stated:
            step = run.xs[index + 1] - run.xs[index]
            if 0 < step < natural or (char < "\u2e80" and not char.isdigit() and natural < step <= full):
                return step
        return natural


def _is_wide(char: str) -> bool:
    """Whether fonts of this language give it a full square, as far as is known."""
    return char >= "\u2010" or (char >= "\x80" and unicodedata.east_asian_width(char) == "A")


def chars_of(run: Run, widths: Widths) -> Iterator[Char]:
    """The characters with their boxes in user space; those outside the object's boundary are not seen."""
    up, down = _UP * run.size, _DOWN * run.size
    left, bottom, right, top = run.clip
    room = run.size * max(abs(value) for value in run.matrix[:4])
    for index, char in enumerate(run.text):
        if char in _NOTHING or char in _BREAKS:
            continue
        x, y = run.xs[index], run.ys[index]
        wide = widths.of(run, index)
        match run.turn:
            case 0:
                rect = (x, y - up, x + wide, y + down)
            case 1:
                rect = (x - down, y, x + up, y + wide)
            case 2:
                rect = (x - wide, y - down, x, y + up)
            case _:
                rect = (x - up, y - wide, x + down, y)
        x0, y0, x1, y1 = mapped(rect, run.matrix)
        if not (
            left - room <= (x0 + x1) / 2 <= right + room and bottom - room <= (y0 + y1) / 2 <= top + room
        ):
            continue
        yield (x0, y0, x1, y1, _shown(char))


def _shown(char: str) -> str:
    if char in _SPACES:
        return " "
    lost = (
        char < " " or "\x7f" <= char < "\xa0" or "\ud800" <= char < "\uf900" or "\ufff0" <= char <= "\uffff"
    )
    return LOST if lost or char > "\U000effff" else char
