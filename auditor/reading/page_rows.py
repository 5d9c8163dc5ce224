"""Rows of a table without lines, by where their words stand.

Every row is as high as its tallest cell, and all its cells are set alike: in the middle, or from the top.
Of a figure over several lines all lines but the last are full; a label begins with its mark, where labels
have marks. The ways to cut the words into such rows are counted: a row that is in all of them is sure.
Sums are never looked at, so that a wrong report stays as wrong as it is.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.base.text import fold
from auditor.reading.page_label import are_siblings, opens_again, under_marks
from auditor.reading.page_stitch import MARK
from auditor.reading.page_words import Widths, Word, is_mark, is_unit, opens

_MOST_LINES = 7  # of a figure
_MANY = 400  # lines of a page: no report has so many, and time is short
_HIGH = 44  # lines of a row
# Costs: a line that fits no row, a row without a label, one that the page end cuts, a figure lacking where
# others stand, one set off by a line that nobody sees.
_BAD, _BARE, _EDGE, _LACK, _OFF = 10_000, 600, 20, 8, 40
# The rest of a row on the page before, a cell set off upwards, a label's rest.
_REST, _UP, _STRAY = 6, 50, 30
_LAP = 5_000  # rows that overlap
_UNSEEN = 1  # lines of a cell in which nothing stands
_MARGIN = 5  # what costs less than so much more may be right too
_NEVER = 1 << 60
OUTSIDE = -1  # the column of figures before all columns: rows that were shifted
STRAY = -2  # what stands among the columns and in none
_DIGITS = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?")


@dataclass(slots=True, eq=False)
class _Part:
    """What may be a row: its words, from and to which place; `top`, `bottom`: what it takes of the page,
    where that is known; `to`, `onward`: what it costs with the best of all above and below."""

    start: int
    end: int
    price: int
    words: Sequence[Word]
    fits: bool
    top: float
    bottom: float
    to: int = 0
    onward: int = 0


@dataclass(slots=True)
class Cut:
    """A row: its words; `sure`: nothing speaks against it; `fits`: it is set as a row is; `only`: it is cut
    so in every way that fits."""

    words: list[Word]
    sure: bool
    label: list[Word] = field(default_factory=list)  # of them, the label beside the figures
    fits: bool = True
    only: bool = True


@dataclass(frozen=True, slots=True)
class _Cells:
    """What a row would be, however its cells are set: the lines of each cell, the label's last; the label;
    what it costs but for how they are set."""

    blocks: list[list[Word]]
    leaf: list[Word]
    price: int


@dataclass(frozen=True, slots=True)
class _Way:
    cost: int
    rows: list[Cut]


def rows_of(pieces: Sequence[Rows]) -> list[list[Cut]]:
    """The rows of the pieces of one table, all of whose cells are set alike."""
    ways = [piece.ways() for piece in pieces]
    middle, top = (sum(way[i].cost for way in ways) for i in (0, 1))
    chosen = 0 if middle <= top else 1
    out = [way[chosen].rows for way in ways]
    if abs(middle - top) < _MARGIN:
        # Both ways of setting fit as well: what they do not share is not sure.
        for way in ways:
            shared = {frozenset(map(id, each.words)) for each in way[1 - chosen].rows}
            for each in way[chosen].rows:
                each.sure = each.sure and frozenset(map(id, each.words)) in shared
    for piece, rows in zip(pieces, out, strict=True):
        piece.doubt(rows)
    return out


@dataclass(slots=True)
class Rows:
    """The words of one table, or of what stands of it on one page. `wide`: how wide the widest
    line of each column is, in points; `begun`, `ended`: the page begins or ends
    with it, so that its first or last row may be cut."""

    words: Sequence[Word]
    wide: Widths
    pitch: float  # from line to line within a cell
    begun: bool = False
    ended: bool = False
    marked: bool = field(init=False)  # labels begin with marks
    _count: int = field(init=False)

    def __post_init__(self) -> None:
        labels = [word for word in self.words if word.column is None]
        self.marked = sum(1 for word in labels if MARK.match(fold(word.text))) >= 3
        self._count = len({word.column for word in self.words} - {None, OUTSIDE, STRAY})
        self.pitch = self.pitch or max((word.bottom - word.top for word in self.words), default=0.0) or 1.0

    def ways(self) -> tuple[_Way, _Way]:
        """The rows from top to bottom, all cells set in the middle, and all set from the top."""
        words = sorted(self.words, key=lambda word: word.middle)
        # A place to cut is before a word that stands lower than the one before it.
        places = [0]
        for index in range(1, len(words)):
            if words[index].middle - words[index - 1].middle > 0.1 * self.pitch:
                places.append(index)
        places.append(len(words))
        parts: tuple[list[_Part], list[_Part]] = ([], [])
        most = _HIGH if len(places) < _MANY else _HIGH // 4
        for start in range(len(places) - 1):
            for end in range(start + 1, len(places)):
                part = words[places[start] : places[end]]
                if part[-1].middle - part[0].middle > most * self.pitch:
                    break
                first, last = start == 0, end == len(places) - 1
                cut = (first and self.begun) or (last and self.ended)
                columns = _by_column(part)
                torn = not all(self._is_block(block) for block in columns.values())
                cells = None if torn else self._cells(part, columns, rest=first and self.begun)
                for own, middle in zip(parts, (True, False), strict=True):
                    price = self._price(cells, middle, cut=cut) if cells is not None else None
                    if cells is not None and price is not None:
                        top, bottom = self._sides(cells, middle) if not cut else (math.nan, math.nan)
                        own.append(_Part(start, end, price, part, True, top, bottom))
                    elif end == start + 1:
                        own.append(_Part(start, end, _BAD * len(part), part, False, math.nan, math.nan))
                if torn:
                    break  # and so is all that is longer
        middle_way, top_way = (self._cheapest(own, len(places) - 1) for own in parts)
        return middle_way, top_way

    def doubt(self, rows: Sequence[Cut]) -> None:
        """Figures without a label may belong to a label without figures beside them; what a row lacks may
        stand in a doubtful one beside it."""
        labelled = any(row.label for row in rows)
        doubtful = [
            not row.sure or (self.marked and not self._starts(row)) or (labelled and not row.label)
            for row in rows
        ]
        for index, row in enumerate(rows):
            lacks = len({word.column for word in row.words} - {None}) < self._count
            beside = [
                doubtful[i] and any(word.column is not None for word in rows[i].words)
                for i in range(max(0, index - 1), min(len(rows), index + 2))
            ]
            # What begins a page may be the rest of a row on the page before: see `mend`.
            around = [i for i in (index - 1, index + 1) if (0 if not self.begun else 1) <= i < len(rows)]
            bare = any(doubtful[i] and (not rows[i].label or self._strays(rows[i])) for i in around)
            lines = Counter(word.column for word in row.words)
            if not labelled and min(lines.values()) > 1:
                bare = True  # two rows, or one all of whose figures are wrapped
            row.sure = not doubtful[index] and not (lacks and any(beside)) and not bare
        for upper, lower in pairwise(rows):
            near = lower.words[0].middle - upper.words[-1].middle < 1.6 * self.pitch
            if near and not (upper.fits and lower.fits):
                upper.sure = lower.sure = False
            own, other = ({word.column for word in row.words} - {None} for row in (upper, lower))
            if min(len(own), len(other)) < self._count and self._may_join(upper, lower):
                upper.sure = lower.sure = False

    def _may_join(self, upper: Cut, lower: Cut) -> bool:
        """Whether a figure of the row above may go on with one of the row below, in a column so narrow that
        no row was allowed to have both."""
        for column in {word.column for word in upper.words if word.column is not None}:
            above = [word for word in upper.words if word.column == column][-1]
            below = next((word for word in lower.words if word.column == column), None)
            if below is None or abs(below.middle - above.middle - self.pitch) > 0.15 * self.pitch:
                continue
            beside = bool(lower.label) and lower.label[0].middle < below.middle + 0.3 * self.pitch
            if beside and self._is_level(upper) and are_siblings(upper.label, lower.label):
                continue  # beside or below the beginning of its label: the next row's own
            if self.wide.narrow(column) and self._is_figure([above, below]):
                return True
        return False

    def _is_level(self, row: Cut) -> bool:
        """Whether all its figures stand on one line."""
        at = [word.middle for word in row.words if word.column is not None]
        return max(at) - min(at) < 0.15 * self.pitch

    def _strays(self, row: Cut) -> bool:
        """Whether figures stand beside words that begin no row: they may be of the row above or below."""
        return self.marked and not self._starts(row) and any(word.column is not None for word in row.words)

    def _starts(self, row: Cut) -> bool:
        return bool(row.label) and is_marked(row.words, row.label)

    def _sides(self, cells: _Cells, middle: bool) -> tuple[float, float]:
        """From where to where the row goes at least: as high as its tallest cell."""
        tallest = max(cells.blocks, key=len)
        half = len(tallest) * self.pitch / 2
        middle_of = (
            (tallest[0].middle + tallest[-1].middle) / 2
            if middle
            else tallest[0].middle - self.pitch / 2 + half
        )
        return middle_of - half, middle_of + half

    def _cheapest(self, parts: Sequence[_Part], count: int) -> _Way:
        """The cheapest sequence of parts that lie one under another without overlapping; a part is sure
        where every sequence without it costs much more."""
        if not parts:
            return _Way(0, [])
        room = 0.25 * self.pitch
        starting: list[list[_Part]] = [[] for _ in range(count + 1)]
        ending: list[list[_Part]] = [[] for _ in range(count + 1)]
        for part in parts:
            starting[part.start].append(part)
            ending[part.end].append(part)

        def lap(above: _Part, below: _Part) -> int:
            return _LAP if above.bottom > below.top + room else 0

        for part in parts:  # in the order of their starts
            part.to = part.price + min(
                (a.to + lap(a, part) for a in ending[part.start]), default=0 if not part.start else _NEVER
            )
        for part in reversed(parts):
            part.onward = part.price + min(
                (lap(part, b) + b.onward for b in starting[part.end]),
                default=0 if part.end == count else _NEVER,
            )
        best = min(part.onward for part in starting[0])
        crossing: list[list[_Part]] = [[] for _ in range(count)]
        for part in parts:
            if part.to + part.onward - part.price < best + _MARGIN:
                for place in range(part.start, part.end):
                    crossing[place].append(part)
        out: list[Cut] = []
        before: _Part | None = None
        place = 0
        while place < count:
            own = min(starting[place], key=lambda b: (b.onward + (lap(before, b) if before else 0), b.end))
            essence = self._essence(own.words)
            others = any(
                other is not own and self._essence(other.words) != essence
                for at in range(own.start, own.end)
                for other in crossing[at]
            )
            lapped = before is not None and lap(before, own) > 0
            if lapped:
                out[-1].sure = False
            out.append(
                Cut(list(own.words), own.fits and not others and not lapped, self._leaf(own.words), own.fits)
            )
            place, before = own.end, own
        return _Way(best, out)

    def _essence(self, part: Sequence[Word]) -> frozenset[int]:
        """What matters of a row: its figures and the label beside them."""
        return frozenset(map(id, (*self._leaf(part), *(word for word in part if word.column is not None))))

    def _leaf(self, part: Sequence[Word]) -> list[Word]:
        """The label beside the figures: of the words before them, those furthest to the right."""
        labels = [word for word in part if word.column is None]
        if not labels:
            return []
        last = max(labels, key=lambda word: word.right)
        found = []
        for word in labels:
            over = min(word.right, last.right) - max(word.left, last.left)
            if over > 0.5 * min(word.right - word.left, last.right - last.left):
                found.append(word)
        return sorted(found, key=lambda word: word.middle)

    def _cells(self, part: Sequence[Word], columns: Mapping[int, list[Word]], *, rest: bool) -> _Cells | None:
        """`part`, whose figures are `columns`, taken for one row, or where `rest` for that of one on the page
        before; None where it cannot be one."""
        leaf = self._leaf(part)
        begins = bool(leaf) and is_marked(part, leaf)
        if not self._is_block(leaf) or opens_again(leaf) or under_marks(part, self.pitch):
            return None
        rest = rest and not begins
        if not all(self._is_figure(block, rest=rest) for block in columns.values()):
            return None
        if not columns and not begins:
            return _Cells([leaf], leaf, _REST) if rest and leaf else None  # the rest of a label
        price = 0
        if not rest:
            price += _LACK * max(0, self._count - len(columns))
        if rest and (self.marked or not leaf):
            price += _REST
        elif not leaf or (self.marked and not begins):
            price += _BARE
        if self.marked and self._stray(part, leaf):
            price += _STRAY
        return _Cells([*columns.values(), *([leaf] if leaf else [])], leaf, price)

    def _price(self, cells: _Cells, middle: bool, *, cut: bool) -> int | None:
        """What it costs to take them for one row, `cut` by the page end perhaps; None where not set so."""
        off = self._set_off(cells.blocks, cells.leaf, middle)
        if cut:
            off = _EDGE if off is None else min(off, _EDGE)
        return None if off is None else cells.price + off

    def _stray(self, part: Sequence[Word], leaf: Sequence[Word]) -> bool:
        """Whether words beside the label go on with a label above it, or begin one below it."""
        own = set(map(id, leaf))
        others = [word for word in part if word.column is None and id(word) not in own]
        marks = [word for word in others if MARK.match(fold(word.text)) and not is_mark(word)]
        under = leaf and any(word.middle > leaf[0].middle + self.pitch / 2 for word in marks)
        return bool(under) or (bool(others) and not MARK.match(fold(others[0].text)))

    def _is_block(self, block: Sequence[Word]) -> bool:
        """Whether the lines of a cell follow each other without a gap."""
        return all(
            abs(below.middle - above.middle - self.pitch) <= 0.15 * self.pitch
            for above, below in pairwise(block)
        )

    def _is_figure(self, block: Sequence[Word], *, rest: bool = False) -> bool:
        """Whether the lines can be those of one figure: full but for the last."""
        if len(block) > 1 and is_unit(block[-1]):
            block = block[:-1]
        if len(block) == 1:
            return True
        texts = [fold(word.text) for word in block]
        whole = "".join(texts)
        if len(texts) > _MOST_LINES or not _DIGITS.fullmatch(whole):
            return False
        if whole.startswith("0") and not whole.startswith("0.") and not rest:
            return False
        # After a comma a figure must go on; a line that ends otherwise is full.
        return all(
            text.endswith(",") or self.wide.full(line, after)
            for text, (line, after) in zip(texts, pairwise(block), strict=False)
        )

    def _set_off(self, blocks: Sequence[Sequence[Word]], leaf: Sequence[Word], middle: bool) -> int | None:
        """What it costs that cells are set off by lines of which nothing is seen, where all others are set
        alike; None where they are not, or the label is."""
        room, half = 0.22 * self.pitch, self.pitch / 2
        places = [
            ((block[0].middle + block[-1].middle) / 2 if middle else block[0].middle, len(block))
            for block in blocks
        ]
        step = half if middle else self.pitch
        best: int | None = None
        for at in {places[-1][0]} if leaf else {place for place, _ in places}:
            off = 0
            for place, _ in places:
                lines = abs(place - at) / step
                if abs(place - at) <= room:
                    continue
                whole = abs(lines - round(lines)) * step <= room and round(lines) <= _UNSEEN
                if not whole or (place < at and not middle):
                    break
                off += _OFF if place > at else _UP
            else:
                best = off if best is None else min(best, off)
        return best


def _by_column(part: Sequence[Word]) -> dict[int, list[Word]]:
    """The figures of each column."""
    columns: dict[int, list[Word]] = {}
    for word in part:
        if word.column is not None and word.column != STRAY:
            columns.setdefault(word.column, []).append(word)
    return columns


def is_marked(row: Sequence[Word], label: Sequence[Word]) -> bool:
    """Whether the row's label begins with its mark, or a mark stands by itself before it."""
    if label and opens(label[0], label[1] if len(label) > 1 else None):
        return True
    own = set(map(id, label))
    others = sorted((w for w in row if w.column is None and id(w) not in own), key=lambda each: each.middle)
    wrapped = (is_mark(a, b) for a, b in pairwise(others) if abs(a.left - b.left) < 2.0)
    return any(map(is_mark, others)) or any(wrapped)
