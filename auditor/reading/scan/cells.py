"""Cells of a table on a sheet: what is a figure, and whether it is sure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from auditor.reading.page_grid import Lattice
from auditor.reading.page_shape import LOST
from auditor.reading.scan.ink import Band
from auditor.reading.scan.judge import SURE, Elder, Judge, Line
from auditor.reading.scan.recognise import Both, Recogniser, is_chinese, is_like_figure
from auditor.reading.scan.shapes import is_dash

_POINT = re.compile(r"[-+]?\d{1,3}\.\d{3}")  # what a comma that lost its tail makes of thousands
# No number of more digits begins with a nought: the stroke beside it is dust.
_FIGURE = re.compile(r"[-+]?(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*|0)(?:\.\d{1,6})?|[-/]{1,3}")
_SHORT = 8  # characters
_STANDING = 5  # numbers that show where they stand in their cells
_BESIDE = 2  # figures on one line each that show a row to be one
_GUESSED = 0.7  # of the least sure of some letters: less is a guess
_TOLD = 4  # Chinese characters that are sure: a label, whatever stands with it
_NAMED = 2  # … and a head, where nothing else is sure
_LETTER = re.compile("[^\\W\\d_\u4e00-\u9fff]")
_STROKES = "一丨丶丿乙亅口日白"  # also seen in rubbish
_ORDINAL = re.compile("[一二三四五六七八九十]、")  # the mark of a label, torn off by a page's end
_UNITS = "件条个项份次元"
_CHINESE = re.compile(
    f"(?![{_STROKES}])[\u4e00-\u9fff].*(?![{_STROKES}])[\u4e00-\u9fff]|[无件元万项条次个年月余多约]"
)


Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels


@dataclass(slots=True)
class Cell:
    """`bands`: its lines of text; `reads`: what was recognised of each; `doubt`: ink that is no line."""

    index: int
    box: Box
    bands: list[Band] = field(default_factory=list)
    reads: list[Both] = field(default_factory=list)
    doubt: bool = False

    @property
    def words(self) -> str:
        return "".join(read.words.text for read in self.reads).replace(" ", "")

    @property
    def sure(self) -> list[float]:
        """How sure each character of its words is."""
        return [share for read in self.reads for share in read.words.sure]


def settle(
    cells: Sequence[Cell],
    lattice: Lattice,
    crops: Sequence[Sequence[Any]],
    read: Recogniser,
    ink: Any,
    raw: Any,
    plain: Any,
    elder: Elder,
    *,
    stark: bool = False,
) -> tuple[dict[int, list[tuple[str, float]]], float]:
    """Cell → for each of its lines the figure, or U+FFFD, and how sure it is (cells of words are left out);
    and how many pixels wide a digit is, 0 where that is not known. `crops`: for each cell, of its lines;
    `raw`: the sheet with its dust; `plain`: with its borders too; `elder`: what other tables tell, which
    learns from this one; `stark`: it was black and white only."""
    some, most = _figure_columns(cells, lattice)
    beside = _among_figures(cells, lattice)
    lines = {
        number: [
            Line(band, cell.box, crop, [first])
            for band, crop, first in zip(cell.bands, crops[number], cell.reads, strict=True)
        ]
        for number, cell in enumerate(cells)
        if cell.reads
        and all(is_like_figure(r.words.text) or not r.words.text for r in cell.reads)
        and not _ORDINAL.fullmatch(cell.words)
    }
    every = [line for own in lines.values() for line in own]
    judge = Judge(every, ink, raw, plain, elder.judge)
    judge.settle(every, read)
    elder.offer(judge)
    regions = {number: lattice.cells[cells[number].index] for number in lines}
    alone = Counter(
        at.row for number, at in regions.items() if at.below - at.row == 1 and len(lines[number]) == 1
    )
    settled = {number: [(line.text, line.sure) for line in own] for number, own in lines.items()}
    out: dict[int, list[tuple[str, float]]] = {}
    for number, found in settled.items():
        cell = cells[number]
        text = "".join(line for line, _ in found)
        sure = min(share for _, share in found)
        if (
            _FIGURE.fullmatch(text) is None
            or _POINT.fullmatch(text) is not None
            or (text == "-" and _is_astray(lines[number][0], every, judge.pitch.step))
        ):
            found = [(LOST, min(sure, 0.5)) for _ in found]
        elif len(found) > 1:
            # Dust below a digit; between thousands a comma changes nothing, whatever it is.
            marks = any(line.endswith(".") for line, _ in found[:-1])
            at = regions[number]
            one_row = at.below - at.row == 1 and alone[at.row] >= _BESIDE
            whole = not marks and _wrapped(lines[number], every, judge.pitch.step, plain, one_row)
            found = [(text, sure) if whole else (LOST, min(sure, 0.5))]
        out[cell.index] = found
    for cell in cells:
        if cell.index in out:
            continue
        if cell.doubt and not cell.reads:
            if cell.index in some | most:
                out[cell.index] = []
        elif cell.reads and (
            _is_rubbish(cell, judge.high)
            or (cell.index in beside and _is_lone(cell))
            or (cell.index in some and _is_guess(cell))
            or _is_no_word(cell)
        ):
            out[cell.index] = [(LOST, 0.0)]
        elif cell.index not in most and not (cell.index in some and _is_mixed(cell)):
            continue
        elif len(cell.bands) == 1 and is_dash(ink, cell.bands[0], cell.box, judge.high):
            out[cell.index] = [("-", SURE)]
        elif cell.reads and _is_unsure(cell):
            out[cell.index] = [(LOST, 0.0)]
    if stark and judge.is_broken():
        for cell in cells:
            if cell.index in out or (cell.index in some and _sure_words(cell) < _NAMED):
                out[cell.index] = [(LOST, 0.0) for _ in cell.bands]
    return out, judge.pitch.step


def _is_lone(cell: Cell) -> bool:
    """Whether it holds one character that is no answer: a misread digit."""
    return len(cell.words) == 1 and cell.words != "无" and not is_like_figure(cell.words)


def _has_words(cell: Cell, but: str = _STROKES) -> bool:
    """Whether it holds Chinese characters other than those of `but`."""
    return any(is_chinese(char) and char not in but for char in cell.words)


def _sure_words(cell: Cell) -> int:
    """How many Chinese characters in it are sure."""
    return sum(read.words.known(SURE) for read in cell.reads)


def _is_guess(cell: Cell) -> bool:
    """Whether it holds something short of which nothing is sure."""
    sure = cell.sure
    return len(sure) <= _SHORT and max(sure, default=0.0) < SURE and min(sure, default=0.0) < _GUESSED


def _is_no_word(cell: Cell) -> bool:
    """Whether it holds a character, or a few letters, that no table has and that are not sure: a digit with
    dust on it or beside it."""
    least = min(read.words.least for read in cell.reads)
    if _is_lone(cell):
        return least < SURE or not is_chinese(cell.words)
    return least < _GUESSED and len(cell.words) <= _SHORT and not _has_words(cell)


def _is_unsure(cell: Cell) -> bool:
    """Whether a cell among figures holds something short that is probably no word either."""
    sure = cell.sure
    if _is_mixed(cell):
        return True
    if not _has_words(cell):
        return len(cell.words) <= _SHORT
    if len(cell.words) == 1:
        return min(sure) < SURE
    return len(cell.words) <= 3 and min(sure) < 0.3


def _is_mixed(cell: Cell) -> bool:
    """Whether it holds digits and something beside them that is neither words nor a unit, or begins with a
    letter, as a nought is misread: O（其中修订0件）."""
    digits = any(char.isdigit() for char in cell.words)
    if _LETTER.match(cell.words):
        return digits or not _has_words(cell, but=_STROKES + _UNITS)
    return digits and not _CHINESE.search(cell.words)


def _is_rubbish(cell: Cell, high: float) -> bool:
    """Whether grains were taken for words: none of them is sure, or they stand beside a figure and are too
    small or not sure. `high`: of a digit."""
    if sum(cell.sure) < 0.5 * len(cell.sure):
        return True
    if _sure_words(cell) >= _TOLD:
        return False
    words = [
        (read, band)
        for read, band in zip(cell.reads, cell.bands, strict=True)
        if not is_like_figure(read.words.text)
    ]
    return 0 < len(words) < len(cell.reads) and any(
        band.height < 0.5 * high or read.words.least < 0.6 for read, band in words if read.words.text
    )


def _wrapped(
    own: Sequence[Line], every: Sequence[Line], pitch: float, plain: Any, one_row: bool = False
) -> bool:
    """Whether the lines of a cell are one number for which its width was too small: none of them had room
    for one digit more, as figures stand in cells as wide, and there is no trace of a border between.
    `every`: of the table; `one_row`: the figures beside it show that its row is one."""
    box = own[0].box
    others = _as_wide(box, _numbers(every))
    if not pitch or not others:
        return False
    high = max(line.band.height for line in own)
    for line, below in pairwise(own):
        band, after = line.band, below.band
        # A comma between thousands says that the number goes on.
        if not (line.text.endswith(",") or _is_full(band, box, others, pitch, one_row)):
            return False
        if not 0.15 * high < after.top - band.bottom < 1.1 * high:
            return False
        strip = 255 - plain[band.bottom : after.top, box[0] : box[2]].astype(float)
        rows = strip.mean(axis=1)[1:-1]  # the digits' rims left out
        if len(rows) and float(rows.max() - rows.min()) > 14:
            return False
    return True


def _numbers(lines: Sequence[Line]) -> list[Line]:
    """Those that are a whole number each, and no dash or slash."""
    return [line for line in lines if line.text[:1].isdigit() and _FIGURE.fullmatch(line.text)]


def _as_wide(box: Box, lines: Sequence[Line]) -> list[Line]:
    """Those in cells as wide as `box`."""
    wide = box[2] - box[0]
    return [line for line in lines if abs(line.box[2] - line.box[0] - wide) <= 4]


def _is_astray(dash: Line, every: Sequence[Line], pitch: float) -> bool:
    """Whether what looks like a dash stands where no number stands in its cell: a grain."""
    numbers = _numbers(every)
    wide = _as_wide(dash.box, numbers)
    if len(wide) >= _STANDING:
        side = _aligned(wide) or "right"
        if _is_off(_standing(dash)[side], [_standing(other)[side] for other in wide], pitch):
            return True
    if len(numbers) < _STANDING:
        return False
    heights = [_height(line) for line in numbers]
    spread = {side: _spread([height[side] for height in heights]) for side in heights[0]}
    side = min(spread, key=lambda side: spread[side])
    return _is_off(_height(dash)[side], [height[side] for height in heights], pitch)


def _is_off(own: float, others: Sequence[float], pitch: float) -> bool:
    """Whether `own` differs by most of a digit from `others`, which are alike."""
    return _spread(others) <= pitch and abs(own - median(others)) > 0.75 * pitch


def _spread(values: Sequence[float]) -> float:
    """From the lowest to the highest without the tenth at either end."""
    ordered, tenth = sorted(values), len(values) // 10
    return ordered[-1 - tenth] - ordered[tenth]


def _standing(line: Line) -> dict[str, float]:
    """How far a line stands from the sides of its cell."""
    start, end = line.band.left - line.box[0], line.box[2] - line.band.right
    return {"left": start, "middle": (start - end) / 2, "right": end}


def _height(line: Line) -> dict[str, float]:
    """How far the middle of a line stands from the top, the middle and the bottom of its cell."""
    at = (line.band.top + line.band.bottom) / 2
    return {
        "top": at - line.box[1],
        "middle": at - (line.box[1] + line.box[3]) / 2,
        "bottom": line.box[3] - at,
    }


def _is_full(band: Band, box: Box, others: Sequence[Line], pitch: float, one_row: bool) -> bool:
    """Whether a line had no room for a digit more: it would be wider than any line in a cell as wide, or,
    where spaces that are not seen stand before it, reach further than those. Where lines end at the right
    side such spaces tell nothing, and a line is taken for full where the row is one for certain."""
    if band.width + 0.7 * pitch > max(other.band.width for other in others):
        return True
    right = max(other.band.right - other.box[0] for other in others)
    most = max(_span(other.band, other.box) for other in others)
    further = band.right - box[0] + 0.85 * pitch > right
    wider = _span(band, box) + 0.85 * pitch > most
    match _aligned(others):
        case "left":
            return further
        case "middle":
            return wider
        case "right":
            return one_row
        case _:
            return further and wider


def _aligned(others: Sequence[Line]) -> str:
    """At which side of their cells numbers of different lengths stand alike: left, middle, right, or "" where
    all are as long."""
    edges: dict[str, dict[int, list[float]]] = {"left": {}, "middle": {}, "right": {}}
    for other in others:
        for side, at in _standing(other).items():
            edges[side].setdefault(len(other.text), []).append(at)
    usual = {side: [median(at) for at in own.values()] for side, own in edges.items()}
    spread = {side: max(own) - min(own) for side, own in usual.items()}
    return min(spread, key=lambda side: spread[side]) if len(usual["left"]) > 1 else ""


def _span(band: Band, box: Box) -> float:
    """How wide a line is, set in the middle of its cell with the spaces around it."""
    middle = (box[0] + box[2]) / 2
    return 2 * max(middle - band.left, band.right - middle)


def _among_figures(cells: Sequence[Cell], lattice: Lattice) -> set[int]:
    """The cells in whose row nearly all others hold figures."""
    seen: dict[int, list[bool]] = {}
    for cell in cells:
        if cell.reads:
            seen.setdefault(lattice.cells[cell.index].row, []).append(is_like_figure(cell.words))
    rows = {row for row, votes in seen.items() if sum(votes) >= max(_TOLD, 0.7 * len(votes))}
    return {cell.index for cell in cells if lattice.cells[cell.index].row in rows}


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
