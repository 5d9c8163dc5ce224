"""A grid with the characters in its cells: what stands in each, and where a wrapped number may be joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from auditor.reading.page_grid import Lattice, Region
from auditor.reading.page_shape import LOST, Char, Rect, level
from auditor.reading.page_text import OPENS_NO_LINE, TextLine, lines_of, token_width

_FIGURES = frozenset("0123456789０１２３４５６７８９.,，．")
_BROKEN, _HUNDREDS = re.compile(r"\d[,，]$"), re.compile(r"\d{3}(?!\d)")
_DIGITS = re.compile("[0-9０-９]+")
_BESIDE = 2  # figures on one line each that show a row to be one
_BLANK = 0.2  # of the height of a line: the narrowest blank
_THROUGH = 0.2  # of its height: so much of a character stands above the cell in which its middle lies
_MOST_LINES = 6  # a number is not wrapped over more lines


@dataclass(slots=True)
class Filled:
    """A cell: its place on the grid of its own page, its lines from top to bottom, and its text.
    `sure`: whether the text is one piece (else a number in it is several pieces that may not be one)."""

    region: Region
    rect: Rect
    page: int
    lines: list[TextLine]
    text: str = ""


@dataclass(slots=True)
class PageTable:
    """One grid of one page. `slack`: how much of a cell's width stays free beside a full line;
    `recognised`: its words may be misread."""

    lattice: Lattice
    cells: list[Filled]
    page: int
    slack: float = 0.0
    rows: list[list[Filled]] = field(default_factory=list)  # by first row, from left to right
    recognised: bool = False

    @property
    def box(self) -> Rect:
        return self.lattice.box


def fill(lattice: Lattice, chars: Sequence[Char], page: int) -> PageTable:
    """Put `chars`, all of which lie in the grid, into its cells."""
    own: list[list[Char]] = [[] for _ in lattice.cells]
    leaning: list[tuple[int, Char]] = []
    sunk: list[tuple[int, Char]] = []
    rects = [lattice.rect(index) for index in range(len(lattice.cells))]
    at = lattice.at
    for char in chars:
        x0, y0, x1, y1, _ = char
        index = at((x0 + x1) / 2, (y0 + y1) / 2)
        if index is None:  # runs out over a side, or hangs under the open end
            left, _, right, bottom = lattice.box
            x, y = min(max((x0 + x1) / 2, left + 0.1), right - 0.1), min((y0 + y1) / 2, bottom - 0.1)
            index = at(x, y)
        if index is None:
            continue
        own[index].append(char)
        if char[4] == " ":
            continue
        left, top, right, _ = rects[index]
        if y0 < top - _THROUGH * (y1 - y0) and char[4] >= "\u2e80":
            sunk.append((index, char))
        if char[4] in OPENS_NO_LINE and x0 - left < 0.5 * (x1 - x0) and _hangs(lattice, own, char):
            continue
        over = 0.08 * (x1 - x0)
        if x0 < left - over or x1 > right + over:
            leaning.append((index, char))
    if leaning:
        _settle(lattice, own, leaning)
    if sunk:
        _raise(lattice, own, sunk)
    cells = _without_slivers(
        lattice,
        [
            Filled(region, rect, page, lines_of(found, page) if found else [])
            for region, rect, found in zip(lattice.cells, rects, own, strict=True)
        ],
    )
    table = PageTable(lattice, cells, page, rows=[[] for _ in range(len(lattice.ys) - 1)])
    table.slack = _slack(cells)
    for cell in cells:
        cell.text = joined(cell.lines, cell.rect, table.slack)
        table.rows[cell.region.row].append(cell)
    for row in table.rows:
        _join_narrow(row, table.slack)
    return table


def _join_narrow(row: Sequence[Filled], slack: float) -> None:
    """Join numbers that were wrapped for blanks that are not seen: in a cell too narrow for the number with a
    blank beside it, in a row whose other figures stand on one line each, so that it is one row."""
    alone = sum(1 for cell in row if len(cell.lines) == 1 and is_figures(cell.text))
    for cell in row if alone >= _BESIDE else ():
        if "\n" not in cell.text or cell.region.below - cell.region.row > 1:
            continue
        lines = cell.lines
        if len(lines) > _MOST_LINES or not all(_DIGITS.fullmatch(line.text) for line in lines):
            continue
        high = lines[0].bottom - lines[0].top
        near = all(below.top - line.bottom < 0.6 * high for line, below in pairwise(lines))
        whole = "".join(line.text for line in lines)
        wide = sum(map(token_width, lines)) + _BLANK * high
        if near and wide > cell.rect[2] - cell.rect[0] - slack and whole[0] not in "0０":
            cell.text = whole


def _without_slivers(lattice: Lattice, cells: list[Filled]) -> list[Filled]:
    """A blank cell right under another of the same columns, where the cells beside both go on, is part
    of it: at page ends browsers draw the border of a tall cell too early."""
    edge = 1
    while edge < len(lattice.ys) - 1:
        starts = [cell for cell in cells if cell.region.row == edge]
        above = {(cell.region.column, cell.region.after): cell for cell in cells if cell.region.below == edge}
        passing = any(cell.region.row < edge < cell.region.below for cell in cells)
        spans = [(cell.region.column, cell.region.after) for cell in starts]
        if not passing or not all(span in above for span in spans) or any(cell.lines for cell in starts):
            edge += 1
            continue
        for cell in starts:
            upper = above[cell.region.column, cell.region.after]
            upper.region = replace(upper.region, below=cell.region.below)
            upper.rect = (*upper.rect[:3], cell.rect[3])
        gone = {id(cell) for cell in starts}
        cells = [cell for cell in cells if id(cell) not in gone]
        del lattice.ys[edge]
        for cell in cells:
            region = cell.region
            cell.region = replace(
                region, row=region.row - (region.row > edge), below=region.below - (region.below > edge)
            )
        del lattice.owner[edge]  # only its last row is looked at from here on, for its sides
    return cells


def _hangs(lattice: Lattice, own: list[list[Char]], char: Char) -> bool:
    """Whether the mark, the last taken into its cell, ends a line of the cell to the left and hangs over
    the border: then it is given to that cell."""
    x0, y0, x1, y1, _ = char
    home, beside = lattice.at((x0 + x1) / 2, (y0 + y1) / 2), lattice.at(x0 - 2, (y0 + y1) / 2)
    if home is None or beside is None or home == beside:
        return False
    near = 0.15 * (y1 - y0)
    if any(abs(x0 - c[2]) < near and level(c, char) for c in own[beside]):
        own[beside].append(own[home].pop())
        return True
    return False


def _settle(lattice: Lattice, own: list[list[Char]], leaning: list[tuple[int, Char]]) -> None:
    """A number too wide for its cell runs over the border: the whole of it belongs to the cell in which
    its middle lies, if it stands free of the neighbour's own text; else neither cell can be read."""
    for home, char in leaning:
        for other in {lattice.at(x, (char[1] + char[3]) / 2) for x in (char[0], char[2])} - {None, home}:
            assert other is not None
            beside = sorted(c for c in own[home] + own[other] if level(c, char))
            run: list[Char] = []
            for c in beside:
                if run and c[0] - run[-1][2] > 0.12 * (c[3] - c[1]):
                    if char in run:
                        break
                    run = []
                run.append(c)
            if char not in run:
                continue
            if all(c in own[home] for c in run) or all(c in own[other] for c in run):
                continue
            target = lattice.at((run[0][0] + run[-1][2]) / 2, (char[1] + char[3]) / 2)
            if target not in (home, other):
                continue
            left = other if target == home else home
            figures = [c for c in run if c[4] in _FIGURES]
            words = len(figures) < len(run)
            for c in run:
                if c in own[left] and not (words and c in figures):
                    own[left].remove(c)
                    own[target].append(c)
            if not words and not any(c[4] != " " for c in own[left]):
                # What ran over may as well have been the neighbour's own figure.
                x0, y0, x1, y1, _ = run[-1]
                own[target].append((x1, y0, 2 * x1 - x0, y1, LOST))
                own[left].append((x0, y0, x1, y1, LOST))


def _raise(lattice: Lattice, own: list[list[Char]], sunk: Sequence[tuple[int, Char]]) -> None:
    """Words printed through the lower border of their cell, where a page's end left it too low: they go on
    with the line above it, and not with the figures that they are printed over."""
    for home, char in sunk:
        x0, y0, x1, y1, _ = char
        over = lattice.at((x0 + x1) / 2, lattice.rect(home)[1] - 1)
        if over is None or over == home or char not in own[home]:
            continue
        high = y1 - y0
        if any(abs(c[0] - x0) < 0.3 * high and 0.8 * high < y0 - c[1] < 2 * high for c in own[over]):
            own[home].remove(char)
            own[over].append(char)


def _slack(cells: Sequence[Filled]) -> float:
    """The room that full lines leave: no line of the table leaves less, and text set against one side
    of a cell keeps the same distance from the other."""
    best = 14.0
    for cell in cells:
        left, _, right, _ = cell.rect
        for line in cell.lines:
            if len(line.chars) == 1 and (len(cell.lines) > 1 or line.size):
                continue  # one character stands on its line whether it fits or not
            if line.text[-1] in OPENS_NO_LINE:
                continue  # may hang over
            first, last = line.left - left, right - line.right
            best = min(best, first + last, 2 * first, 2 * last)
    return max(best, 0.0)


def goes_on(line: TextLine, after: TextLine, rect: Rect, slack: float) -> bool:
    """Whether `line`, in a cell that is `rect`, is full: the first character of `after` had no room left."""
    first = after.chars[0]
    width = rect[2] - rect[0]
    if after.left - rect[0] < slack / 2 + 1 and rect[2] - after.right > slack + (first[2] - first[0]):
        # Set against the left side: spaces before the first line, which some programs do not draw, count.
        width -= max(0.0, line.start - after.left)
    else:
        lean = abs(line.left + line.right - rect[0] - rect[2])
        if (
            abs(after.left + after.right - rect[0] - rect[2]) < 2.5 < lean
            and after.left - rect[0] > slack / 2 + 2
        ):
            width -= lean  # set in the middle, but for such spaces
    room = width - (line.stop - line.start) - (first[2] - first[0])
    return room < slack + max(0.6, 0.25 * (first[2] - first[0]))


def _thousands(line: TextLine, after: TextLine, rect: Rect, slack: float) -> bool:
    """Whether the line breaks off at the comma of a number, the rest of which had no room beside it."""
    if not (_BROKEN.search(line.text) and _HUNDREDS.match(after.text)):
        return False
    wide = max(token_width(after), after.right - after.left if _DIGITS.fullmatch(after.text) else 0.0)
    return rect[2] - rect[0] - (line.right - line.left) - wide < slack + 0.6


def is_figures(text: str) -> bool:
    """Whether there is nothing in `text` but digits and the marks inside numbers."""
    return bool(text) and all(char in _FIGURES for char in text)


def joined(lines: Sequence[TextLine], rect: Rect, slack: float) -> str:
    """The text of a cell that is `rect`. Figures are joined over lines only where the line was full."""
    if not lines:
        return ""
    if len(lines) == 1:
        return lines[0].text
    parts = [lines[0].text]
    figures = len(lines) <= _MOST_LINES
    for line, after in pairwise(lines):
        both = is_figures(line.text[-1]) and is_figures(after.text[0])
        full = goes_on(line, after, rect, slack) or _thousands(line, after, rect, slack)
        parts.append("" if full and (figures or not both) else "\n")
        parts.append(after.text)
    return "".join(parts)
