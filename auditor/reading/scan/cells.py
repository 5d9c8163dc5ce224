"""Cells of a table on a sheet: what is a figure, and whether it is sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from auditor.reading.page_grid import Lattice
from auditor.reading.page_shape import LOST
from auditor.reading.scan.ink import Band
from auditor.reading.scan.judge import SURE, Judge, Line
from auditor.reading.scan.recognise import Both, Recogniser, is_like_figure
from auditor.reading.scan.shapes import is_dash

_POINT = re.compile(r"[-+]?\d{1,3}\.\d{3}")  # what a comma that lost its tail makes of thousands
_FIGURE = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,6})?|[-/]{1,3}")
_STROKES = "一丨丶丿乙亅口日白"  # also seen in rubbish
_CHINESE = re.compile(
    f"(?![{_STROKES}])[\u4e00-\u9fff].*(?![{_STROKES}])[\u4e00-\u9fff]|[无件元万项条次个年月余多约]"
)


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


def settle(
    cells: Sequence[Cell],
    lattice: Lattice,
    crops: Sequence[Sequence[Any]],
    read: Recogniser,
    ink: Any,
    raw: Any,
    plain: Any,
    *,
    stark: bool = False,
) -> tuple[dict[int, list[tuple[str, float]]], float]:
    """Cell → for each of its lines the figure, or U+FFFD, and how sure it is (cells of words are left out);
    and how many pixels wide a digit is, 0 where that is not known. `crops`: for each cell, of its lines;
    `raw`: the sheet with its dust; `plain`: with its borders too; `stark`: it was black and white only."""
    some, most = _figure_columns(cells, lattice)
    lines = {
        number: [
            Line(band, cell.box, crop, [first])
            for band, crop, first in zip(cell.bands, crops[number], cell.reads, strict=True)
        ]
        for number, cell in enumerate(cells)
        if cell.reads and all(is_like_figure(r.words.text) or not r.words.text for r in cell.reads)
    }
    every = [line for own in lines.values() for line in own]
    judge = Judge(every, ink, raw, plain)
    judge.settle(every, read)
    settled = {number: [(line.text, line.sure) for line in own] for number, own in lines.items()}
    out: dict[int, list[tuple[str, float]]] = {}
    for number, found in settled.items():
        cell = cells[number]
        text = "".join(line for line, _ in found)
        sure = min(share for _, share in found)
        if _FIGURE.fullmatch(text) is None or _POINT.fullmatch(text) is not None:
            found = [(LOST, min(sure, 0.5)) for _ in found]
        elif len(found) > 1:
            whole = _wrapped(cell, cells, judge.pitch.step, plain)
            found = [(text, sure) if whole else (LOST, min(sure, 0.5))]
        out[cell.index] = found
    for cell in cells:
        if cell.index in out:
            continue
        if cell.doubt and not cell.reads:
            if cell.index in some | most:
                out[cell.index] = []
        elif cell.reads and _is_rubbish(cell, judge.high):
            out[cell.index] = [(LOST, 0.0)]
        elif cell.index not in most:
            continue
        elif len(cell.bands) == 1 and is_dash(ink, cell.bands[0], cell.box, judge.high):
            out[cell.index] = [("-", SURE)]
        elif cell.reads and _is_unsure(cell):
            out[cell.index] = [(LOST, 0.0)]
    if stark and judge.is_broken():
        for cell in cells:
            if cell.index in out or (cell.index in some and not cell.reads):
                out[cell.index] = [(LOST, 0.0) for _ in cell.bands]
    return out, judge.pitch.step


def _is_unsure(cell: Cell) -> bool:
    """Whether a cell among figures holds something short that is probably no word either."""
    sure = [share for read in cell.reads for share in read.words.sure]
    words = sum(1 for char in cell.words if "\u4e00" <= char <= "\u9fff" and char not in _STROKES)
    if any(char.isdigit() for char in cell.words) and not _CHINESE.search(cell.words):
        return True
    if not words:
        return len(cell.words) <= 8
    if len(cell.words) == 1:
        return min(sure) < SURE
    return len(cell.words) <= 3 and min(sure) < 0.3


def _is_rubbish(cell: Cell, high: float) -> bool:
    """Whether grains were taken for words: none of them is sure, or they stand beside a figure and are too
    small or not sure. `high`: of a digit."""
    sure = [share for read in cell.reads for share in read.words.sure]
    if sum(sure) < 0.5 * len(sure):
        return True
    words = [
        (read, band)
        for read, band in zip(cell.reads, cell.bands, strict=True)
        if not is_like_figure(read.words.text)
    ]
    return 0 < len(words) < len(cell.reads) and any(
        band.height < 0.5 * high or read.words.least < 0.6 for read, band in words if read.words.text
    )


def _wrapped(cell: Cell, cells: Sequence[Cell], pitch: float, plain: Any) -> bool:
    """Whether the lines of `cell` are one number for which its width was too small: no line of figures in
    a cell as wide is wider than its lines with one digit more, and there is no trace of a border between."""
    wide = cell.box[2] - cell.box[0]
    if not pitch:
        return False
    most = max(
        band.width
        for other in cells
        if abs(other.box[2] - other.box[0] - wide) <= 4 and other.reads
        for band, read in zip(other.bands, other.reads, strict=True)
        if is_like_figure(read.words.text)
    )
    high = max(band.height for band in cell.bands)
    for band, after in pairwise(cell.bands):
        if band.width + 0.7 * pitch <= most or not 0.15 * high < after.top - band.bottom < 1.1 * high:
            return False
        strip = 255 - plain[band.bottom : after.top, cell.box[0] : cell.box[2]].astype(float)
        rows = strip.mean(axis=1)
        if len(rows) and float(rows.max() - rows.min()) > 14:
            return False
    return True


def _figure_columns(cells: Sequence[Cell], lattice: Lattice) -> tuple[set[int], set[int]]:
    """The cells under whose first column some that are not empty hold figures, and those under which most
    do."""
    seen: dict[int, list[bool]] = {}
    for cell in cells:
        if cell.reads:
            seen.setdefault(lattice.cells[cell.index].column, []).append(is_like_figure(cell.words))
    some, most = set(), set()
    for cell in cells:
        votes = seen.get(lattice.cells[cell.index].column, [])
        if sum(votes) >= 2:
            some.add(cell.index)
        if len(votes) >= 2 and sum(votes) > 0.5 * len(votes):
            most.add(cell.index)
    return some, most
