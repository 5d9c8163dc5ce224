"""Cells of a table on a sheet: what is a figure, and whether it is sure.

A figure is taken only where two readings of it, of different width, are the same, each character of both
at least `SURE`, and where the digits take as much room as digits of this table do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from auditor.reading.page_grid import Lattice
from auditor.reading.page_shape import LOST
from auditor.reading.scan.ink import Band
from auditor.reading.scan.recognise import Both, Recogniser
from auditor.reading.scan.shapes import Pitch, fragments, is_dash, is_slash, is_upright, pieces_of, stray_ink

SURE = 0.95  # probability of each digit, among digits, that is enough
_LEAST, _MOST = 0.9, 0.97  # of the less and of the more sure of two readings
_STRETCH = 1.3  # of the second reading
_PIECES = 1.3  # of ink for one digit, on an average: more are no whole digits
_CLEAR = 3  # pixels between a figure and the border that is painted over
_WIDER = 1.8  # of the third
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
_CHINESE = re.compile("[\u4e00-\u9fff].*[\u4e00-\u9fff]|[无件元万项条次个年月日余多约]")
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


def settle(
    cells: Sequence[Cell],
    lattice: Lattice,
    crops: Sequence[Sequence[Any]],
    read: Recogniser,
    ink: Any,
    raw: Any,
    plain: Any,
) -> tuple[dict[int, list[tuple[str, float]]], float]:
    """Cell → for each of its lines the figure, or U+FFFD, and how sure it is (cells of words are left out);
    and how many pixels wide a digit is, 0 where that is not known. `crops`: for each cell, of its lines;
    `raw`: the sheet with its dust; `plain`: with its borders too."""
    columns = _figure_columns(cells, lattice)
    chosen = [
        number
        for number, cell in enumerate(cells)
        if cell.reads and all(is_like_figure(r.words.text) or not r.words.text for r in cell.reads)
    ]
    flat = [crop for number in chosen for crop in crops[number]]
    again = iter(read(flat, _STRETCH))
    pairs = {number: [(first, next(again)) for first in cells[number].reads] for number in chosen}
    seen = [
        (first.figures.text, band)
        for number in chosen
        for band, (first, second) in zip(cells[number].bands, pairs[number], strict=True)
        if first.figures.text == second.figures.text and first.figures.least >= SURE
    ]
    pitch = Pitch.of(seen)
    high = median([band.height for text, band in seen if text.isdigit()] or [0])
    settled: dict[int, list[tuple[str, float]]] = {}
    for number in chosen:
        cell = cells[number]
        settled[number] = [
            ("-", SURE)
            if len(cell.bands) == 1 and is_dash(ink, band, cell.box, high)
            else (LOST, 0.0)
            if _is_cut(band, cell.box) or stray_ink(raw, ink, band, cell.box)
            else _settled(first, second, band, pitch, ink)
            for band, (first, second) in zip(cell.bands, pairs[number], strict=True)
        ]
    _once_more(settled, cells, crops, pairs, read, pitch, ink, raw)
    if _is_broken(seen, raw):
        settled = {number: [(LOST, 0.5) for _ in lines] for number, lines in settled.items()}
    out: dict[int, list[tuple[str, float]]] = {}
    for number, lines in settled.items():
        cell = cells[number]
        text = "".join(line for line, _ in lines)
        sure = min(share for _, share in lines)
        if _FIGURE.fullmatch(text) is None:
            lines = [(LOST, min(sure, 0.5)) for _ in lines]
        elif len(lines) > 1:
            whole = _wrapped(cell, cells, pitch.step, plain)
            lines = [(text, sure) if whole else (LOST, min(sure, 0.5))]
        out[cell.index] = lines
    for cell in cells:
        if cell.index in out or not columns.get(cell.index):
            continue
        if cell.doubt and not cell.reads:
            out[cell.index] = []
        elif len(cell.bands) == 1 and is_dash(ink, cell.bands[0], cell.box, high):
            out[cell.index] = [("-", SURE)]
        elif cell.reads and _is_unsure(cell):
            out[cell.index] = [(LOST, 0.0)]
    return out, pitch.step


def _once_more(
    settled: dict[int, list[tuple[str, float]]],
    cells: Sequence[Cell],
    crops: Sequence[Sequence[Any]],
    pairs: Mapping[int, Sequence[tuple[Both, Both]]],
    read: Recogniser,
    pitch: Pitch,
    ink: Any,
    raw: Any,
) -> None:
    """A third reading, wider still, for what two did not settle: like digits side by side run together in
    a narrow one. It must be the same as one of the two."""
    open_ = [
        (number, line)
        for number, lines in settled.items()
        for line, (text, _) in enumerate(lines)
        if text == LOST and any(char.isdigit() for both in pairs[number][line] for char in both.figures.text)
    ]
    thirds = read([crops[number][line] for number, line in open_], _WIDER)
    for (number, line), third in zip(open_, thirds, strict=True):
        band = cells[number].bands[line]
        box = cells[number].box
        if _is_cut(band, box) or stray_ink(raw, ink, band, box):
            continue
        for before in reversed(pairs[number][line]):
            found = _settled(third, before, band, pitch, ink)
            if found[0] != LOST and found[1] >= SURE:
                settled[number][line] = found
                break


def _is_broken(seen: Sequence[tuple[str, Band]], raw: Any) -> bool:
    """Whether the digits of a table fall to pieces, thin strokes gone: then 4 looks like 1 and 6 like 0,
    and no figure of it is sure."""
    digits = [(text, band) for text, band in seen if text.isdigit()]
    count = sum(len(text) for text, _ in digits)
    return count >= 8 and sum(fragments(raw, band) for _, band in digits) > _PIECES * count


def _is_cut(band: Band, box: tuple[int, int, int, int]) -> bool:
    """Whether the ink runs into a side of its cell, where borders are painted over."""
    return band.left <= box[0] + _CLEAR or band.right >= box[2] - _CLEAR


def _is_unsure(cell: Cell) -> bool:
    """Whether a cell among figures holds something short that is probably no word either."""
    sure = [share for read in cell.reads for share in read.words.sure]
    if any(char.isdigit() for char in cell.words) and not _CHINESE.search(cell.words):
        return True
    words = any("\u4e00" <= char <= "\u9fff" and char not in "一丨日口白" for char in cell.words)
    if len(cell.words) == 1:
        return min(sure) < SURE
    return len(cell.words) <= 3 and (not sure or min(sure) < (0.3 if words else SURE))


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


def _settled(first: Both, second: Both, band: Band, pitch: Pitch, ink: Any) -> tuple[str, float]:
    text = first.figures.text.replace("—", "-")
    sure = min(first.figures.least, second.figures.least)
    if text in {"1", "/"} and is_slash(ink, band):
        return "/", max(sure, SURE)
    digits = sum(1 for char in text if char.isdigit())
    if (
        not text
        or text != second.figures.text.replace("—", "-")
        or sure < _LEAST
        or max(first.figures.least, second.figures.least) < _MOST
        or min(first.like, second.like) < _LIKELY
        or _PART.fullmatch(text) is None
        or folded(first.words.text) != text
        or not pitch.fits(text, band)
        or pieces_of(ink, band, pitch.step) > max(digits, text.count("/") + text.count("-"))
        or (text == "1" and not is_upright(ink, band))
        or (text == "/" and not is_slash(ink, band))
    ):
        return LOST, min(sure, 0.5) if text else 0.0
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
