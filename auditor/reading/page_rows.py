"""Rows of a table without lines, by where their words stand.

Every row is as high as its tallest cell, and all its cells are set alike: in the middle, or from the top.
Of a figure over several lines all lines but the last are full; a label begins with its mark, where labels
have marks. The ways to cut the words into such rows are counted: a row that is in all of them is sure.
Sums are never looked at, so that a wrong report stays as wrong as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.base.text import fold
from auditor.reading.page_stitch import MARK
from auditor.reading.page_words import Word, is_full, is_mark, is_narrow

_MOST_LINES = 4  # of a figure
_HIGH = 24  # lines of a row
# Costs: a line that fits no row, a row without a label, one that the page end cuts, a figure lacking where
# others stand, one set off by a line that nobody sees.
_BAD, _BARE, _EDGE, _LACK, _OFF = 10_000, 600, 20, 8, 2
# The rest of a row on the page before, a cell set off upwards, a label's rest.
_REST, _UP, _STRAY = 6, 12, 30
_UNSEEN = 1  # lines of a cell in which nothing stands
_MARGIN = 5  # what costs less than so much more may be right too
_NEVER = 1 << 60
OUTSIDE = -1  # the column of figures before all columns: rows that were shifted
_DIGITS = re.compile(r"[+-]?\d[\d,]*(?:\.\d*)?")


_Edge = tuple[int, int, int]  # from, to (both numbers of places), price


@dataclass(slots=True)
class Cut:
    """A row: its words; `sure`: it is cut so in every way that fits."""

    words: list[Word]
    sure: bool
    label: list[Word] = field(default_factory=list)  # of them, the label beside the figures


@dataclass(slots=True)
class Rows:
    """The words of one table, or of what stands of it on one page. `wide`: how wide the widest
    line of each column is, in points; `begun`, `ended`: the page begins or ends
    with it, so that its first or last row may be cut."""

    words: Sequence[Word]
    wide: dict[int, float]
    pitch: float  # from line to line within a cell
    begun: bool = False
    ended: bool = False
    marked: bool = field(init=False)  # labels begin with marks
    _count: int = field(init=False)

    def __post_init__(self) -> None:
        labels = [word for word in self.words if word.column is None]
        self.marked = sum(1 for word in labels if MARK.match(fold(word.text))) >= 3
        self._count = len({word.column for word in self.words} - {None, OUTSIDE})
        self.pitch = self.pitch or max((word.bottom - word.top for word in self.words), default=0.0) or 1.0

    def cut(self) -> list[Cut]:
        """From top to bottom."""
        best: tuple[int, list[Cut]] | None = None
        for middle in (True, False):
            found = self._best(middle)
            if not self.words:
                return []
            if best is None or found[0] + _MARGIN <= best[0]:
                best = found
            elif best[0] + _MARGIN > found[0]:
                # Both ways of setting fit as well: what they do not share is not sure.
                found, best = (found, best) if found[0] < best[0] else (best, found)
                shared = {frozenset(map(id, each.words)) for each in best[1]}
                for each in found[1]:
                    each.sure = each.sure and frozenset(map(id, each.words)) in shared
                best = found
        found_rows = best[1] if best is not None else []
        self._doubt(found_rows)
        return found_rows

    def _doubt(self, rows: Sequence[Cut]) -> None:
        """Figures without a label may belong to a label without figures beside them; what a row lacks may
        stand in a doubtful one beside it."""
        labelled = any(row.label for row in rows)
        doubtful = [
            not row.sure or (self.marked and not self._starts(row)) or (labelled and not row.label)
            for row in rows
        ]
        for index, row in enumerate(rows):
            lacks = len({word.column for word in row.words} - {None}) < self._count
            beside = doubtful[max(0, index - 1) : index + 2]
            # What begins a page may be the rest of a row on the page before: see `mend`.
            around = [i for i in (index - 1, index + 1) if (0 if not self.begun else 1) <= i < len(rows)]
            bare = any(doubtful[i] and (not rows[i].label or self._strays(rows[i])) for i in around)
            lines = Counter(word.column for word in row.words)
            if not labelled and min(lines.values()) > 1:
                bare = True  # two rows, or one all of whose figures are wrapped
            row.sure = not doubtful[index] and not (lacks and any(beside)) and not bare
        for upper, lower in pairwise(rows):
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
            narrow = is_narrow(above, self.wide)
            if narrow and self._is_figure(column, [above, below], strict=False):
                return True
        return False

    def _strays(self, row: Cut) -> bool:
        """Whether figures stand beside words that begin no row: they may be of the row above or below."""
        return self.marked and not self._starts(row) and any(word.column is not None for word in row.words)

    def _starts(self, row: Cut) -> bool:
        return bool(row.label) and self._is_marked(row.words, row.label)

    def _is_marked(self, part: Sequence[Word], leaf: Sequence[Word]) -> bool:
        """Whether the label begins with its mark, or a mark stands by itself before it."""
        if MARK.match(fold(leaf[0].text)):
            return True
        own = set(map(id, leaf))
        return any(is_mark(word) for word in part if word.column is None and id(word) not in own)

    def _best(self, middle: bool) -> tuple[int, list[Cut]]:
        """The cheapest way to cut, by dynamic programming over the places between lines; its cost. A row is
        sure where every way without it costs much more."""
        words = sorted(self.words, key=lambda word: word.middle)
        high = self.pitch
        # A place to cut is before a word that stands lower than the one before it.
        places = [0]
        for index in range(1, len(words)):
            if words[index].middle - words[index - 1].middle > 0.1 * high:
                places.append(index)
        places.append(len(words))
        edges: list[_Edge] = []
        for start in range(len(places) - 1):
            for end in range(start + 1, len(places)):
                part = words[places[start] : places[end]]
                if part[-1].middle - part[0].middle > _HIGH * high:
                    break
                price = self._price(part, middle, first=start == 0, last=end == len(places) - 1)
                if price is None and end == start + 1:
                    price = _BAD * len(part)
                if price is not None:
                    edges.append((start, end, price))
        return self._cheapest(words, places, edges, middle)

    def _cheapest(
        self,
        words: Sequence[Word],
        places: Sequence[int],
        edges: Sequence[tuple[int, int, int]],
        middle: bool,
    ) -> tuple[int, list[Cut]]:
        count = len(places) - 1
        to, onward = [0] + [_NEVER] * count, [_NEVER] * count + [0]
        for start, end, price in edges:  # in the order of their starts
            to[end] = min(to[end], to[start] + price)
        for start, end, price in reversed(edges):
            onward[start] = min(onward[start], price + onward[end])
        best = onward[0]
        crossing: list[list[tuple[int, int, int]]] = [[] for _ in range(count)]  # by place: cost, from, to
        for start, end, price in edges:
            total = to[start] + price + onward[end]
            if total < best + _MARGIN:
                for place in range(start, end):
                    crossing[place].append((total, start, end))
        out: list[Cut] = []
        place = 0
        while place < count:
            _, start, end = min(each for each in crossing[place] if each[1] == place and each[0] == best)
            part = list(words[places[start] : places[end]])
            own = self._essence(part)
            others = [
                each
                for each in crossing[place]
                if each[1:] != (start, end) and self._essence(words[places[each[1]] : places[each[2]]]) != own
            ]
            fits = self._price(part, middle, first=start == 0, last=end == count) is not None
            out.append(Cut(part, fits and not others, self._leaf(part)))
            place = end
        return best, out

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

    def _price(self, part: Sequence[Word], middle: bool, *, first: bool, last: bool) -> int | None:
        """What it costs to take `part` for one row; None where it cannot be one."""
        columns: dict[int, list[Word]] = {}
        for word in part:
            if word.column is not None:
                columns.setdefault(word.column, []).append(word)
        leaf = self._leaf(part)
        begins = bool(leaf) and self._is_marked(part, leaf)
        if any(MARK.match(fold(word.text)) for word in leaf[1:]) or _under_marks(part):
            return None
        blocks = [*columns.values(), *([leaf] if leaf else [])]
        if not all(self._is_block(block) for block in blocks):
            return None
        if not all(self._is_figure(column, block) for column, block in columns.items()):
            return None
        price = 0
        rest = first and self.begun and not begins
        if not columns and not begins:
            return _REST if rest and leaf else None  # the rest of a label
        if not rest:
            price += _LACK * max(0, self._count - len(columns))
        if rest and (self.marked or not leaf):
            price += _REST
        elif not leaf or (self.marked and not begins):
            price += _BARE
        if self.marked and self._stray(part, leaf):
            price += _STRAY
        off = self._set_off(blocks, leaf, middle)
        if (first and self.begun) or (last and self.ended):
            off = _EDGE if off is None else min(off, _EDGE)
        return None if off is None else price + off

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

    def _is_figure(self, column: int, block: Sequence[Word], *, strict: bool = True) -> bool:
        """Whether the lines can be those of one figure: full but for the last."""
        if len(block) == 1:
            return True
        texts = [fold(word.text) for word in block]
        if len(texts) > _MOST_LINES or not _DIGITS.fullmatch("".join(texts)):
            return False
        if strict and is_narrow(block[0], self.wide):
            return False  # as narrow as one digit: nothing tells lines from rows
        if texts[0].startswith("0") and not "".join(texts).startswith("0."):
            return False
        thousands = [
            text.endswith(",") and re.match(r"\d{3}(?!\d)", after) for text, after in pairwise(texts)
        ]
        lines = zip(thousands, pairwise(block), strict=True)
        return all(comma or is_full(line, after, self.wide) for comma, (line, after) in lines)

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


def _under_marks(part: Sequence[Word]) -> bool:
    """Whether two marks stand one under the other: then there are two labels."""
    marks = [word for word in part if word.column is None and is_mark(word)]
    return any(a.left < b.right and a.right > b.left for a, b in pairwise(marks))
