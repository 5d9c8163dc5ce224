"""Cells of a table on a sheet: what is a figure, and whether it is sure.

A figure is taken only where two readings of it, of different width, are the same, each character of both
at least `SURE`, and where the digits take as much room as digits of this table do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from auditor.reading.page_grid import Lattice
from auditor.reading.page_shape import LOST
from auditor.reading.scan.ink import Band
from auditor.reading.scan.recognise import Both, Recogniser

SURE = 0.95  # the least probability of each digit, among digits
_STRETCH = 1.3  # of the second reading
_LIKELY = 0.5  # that it is a figure at all
# What the recogniser gives for digits and dashes, and other ways to write the same.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("OoQD〇○。", "0"),
        **dict.fromkeys("Il|！!丨", "1"),
        **dict.fromkeys("—–―─－−一ー~～_", "-"),
        **dict.fromkeys("．·、", "."),
        "，": ",",
        "／": "/",
        "＋": "+",
        **dict(zip("０１２３４５６７８９", "0123456789", strict=True)),
    }
)
_FIGURE = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,6})?|[-/]{1,3}")
_PART = re.compile(r"[-+]?\d[\d,.]*|[-/]{1,3}")  # of a figure over several lines
_LIKE = re.compile(r"[-+\d,./]+")


@dataclass(slots=True)
class Cell:
    """`bands`: its lines of text; `reads`: what was recognised of each; `doubt`: ink that is no line."""

    index: int
    box: tuple[int, int, int, int]
    bands: list[Band] = field(default_factory=list)
    reads: list[Both] = field(default_factory=list)
    doubt: bool = False

    @property
    def words(self) -> str:
        return "".join(read.words.text for read in self.reads).replace(" ", "")


def folded(text: str) -> str:
    """Marks that look alike made one: only for text that stands where figures do."""
    return text.replace(" ", "").translate(_ALIKE)


def is_like_figure(text: str) -> bool:
    """Whether recognised `text` can be nothing but a figure or a mark that stands for none."""
    return _LIKE.fullmatch(folded(text)) is not None


@dataclass(slots=True)
class Figures:
    """How wide a page's digits are, learnt from its numbers."""

    shares: list[float] = field(default_factory=list)  # of the height of a line
    pitch: float = 0.0  # of most; 0 where too few are known

    def learn(self, cells: Sequence[Cell]) -> None:
        for cell in cells:
            for band, read in zip(cell.bands, cell.reads, strict=True):
                text = read.figures.text
                if (
                    len(text) >= 2
                    and text.isdigit()
                    and read.figures.least >= SURE
                    and "1" not in (text[0], text[-1])
                ):
                    self.shares.append((band.width + 0.1 * band.height) / len(text) / band.height)
        self.pitch = median(self.shares) if len(self.shares) >= 5 else 0.0

    def fits(self, text: str, band: Band) -> bool:
        """Whether `text` takes the room that so many digits take; a mark among them takes half of one."""
        digits = sum(1 for char in text if char.isdigit())
        marks = sum(1 for char in text if char in ".,")
        if not digits:
            return True
        if not self.pitch:
            return not marks
        room = (band.width + 0.1 * band.height) / (self.pitch * band.height)
        ones = (text[0] == "1") + (digits > 1 and text[-1] == "1")
        if text[0] == "-":
            return digits + 0.2 - 0.15 * ones <= room <= digits + 1.6
        least = digits + (0.22 - 0.15 * ones if marks else -0.35 - 0.3 * ones)
        return least <= room <= digits + 0.45 + 0.6 * marks


def settle(
    cells: Sequence[Cell],
    lattice: Lattice,
    crops: Sequence[Sequence[Any]],
    read: Recogniser,
    figures: Figures,
) -> dict[int, list[tuple[str, float]]]:
    """Cell → for each of its lines the figure, or U+FFFD, and how sure it is; cells of words are left
    out. `crops`: for each cell, of its lines; `figures`: of the tables of the page so far."""
    columns = _figure_columns(cells, lattice)
    chosen = [
        number
        for number, cell in enumerate(cells)
        if cell.reads and all(is_like_figure(r.words.text) or not r.words.text for r in cell.reads)
    ]
    flat = [crop for number in chosen for crop in crops[number]]
    again = iter(read(flat, _STRETCH))
    figures.learn([cells[number] for number in chosen])
    out: dict[int, list[tuple[str, float]]] = {}
    for number in chosen:
        cell = cells[number]
        lines = [
            _settled(first, next(again), band, figures)
            for band, first in zip(cell.bands, cell.reads, strict=True)
        ]
        if _FIGURE.fullmatch("".join(text for text, _ in lines)) is None:
            lines = [(LOST, min(sure, 0.5)) for _, sure in lines]
        out[cell.index] = lines
    for cell in cells:
        if cell.index in out or not columns.get(cell.index):
            continue
        if cell.doubt and not cell.reads:
            out[cell.index] = []
        elif cell.reads and len(cell.words) <= 3 and min(r.words.least for r in cell.reads) < SURE:
            out[cell.index] = [(LOST, 0.0) for _ in cell.reads]
    return out


def _settled(first: Both, second: Both, band: Band, figures: Figures) -> tuple[str, float]:
    text = first.figures.text.replace("—", "-")
    sure = min(first.figures.least, second.figures.least)
    if (
        not text
        or text != second.figures.text.replace("—", "-")
        or sure < SURE
        or min(first.like, second.like) < _LIKELY
        or _PART.fullmatch(text) is None
        or folded(first.words.text) != text
        or not figures.fits(text, band)
    ):
        return LOST, sure if text else 0.0
    return text, sure


def _figure_columns(cells: Sequence[Cell], lattice: Lattice) -> dict[int, bool]:
    """Cell → whether most cells under its first column that are not empty hold figures."""
    seen: dict[int, list[bool]] = {}
    for cell in cells:
        region = lattice.cells[cell.index]
        if cell.reads:
            seen.setdefault(region.column, []).append(is_like_figure(cell.words))
    out = {}
    for cell in cells:
        votes = seen.get(lattice.cells[cell.index].column, [])
        out[cell.index] = sum(votes) > 0.5 * len(votes) and len(votes) >= 2
    return out
