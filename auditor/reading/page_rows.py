"""Rows of a table without lines, by where their words stand.

Every row is as high as its tallest cell, and all its cells are set alike: in the middle, or from the top.
Of a figure over several lines all lines but the last are full; a label begins with its mark, where labels
have marks. The ways to cut the words into such rows are counted: a row that is in all of them is sure.
Sums are never looked at, so that a wrong report stays as wrong as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.base.text import fold
from auditor.reading.page_stitch import MARK
from auditor.reading.page_words import Word

_MOST_LINES = 4  # of a figure
_HIGH = 24  # lines of a row
# Costs: a line that fits no row, a row without a label, one that the page end cuts, a figure lacking where
# others stand, one set off by a line that nobody sees.
_BAD, _BARE, _EDGE, _LACK, _OFF = 10_000, 600, 20, 8, 2
# The rest of a row on the page before, a cell set off upwards, a line that is not full, a label's rest.
_REST, _UP, _SHORT, _STRAY = 6, 12, 3, 30
_UNSEEN = 1  # lines of a cell in which nothing stands
_MARGIN = 5  # what costs less than so much more may be right too
_NEVER = 1 << 60
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
        self._count = len({word.column for word in self.words} - {None})
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
        count = len({word.column for word in self.words} - {None})
        labelled = any(row.label for row in rows)
        doubtful = [
            not row.sure or (self.marked and not self._starts(row)) or (labelled and not row.label)
            for row in rows
        ]
        for index, row in enumerate(rows):
            lacks = len({word.column for word in row.words} - {None}) < count
            beside = doubtful[max(0, index - 1) : index + 2]
            # What begins a page may be the rest of a row on the page before: see `mend`.
            around = [i for i in (index - 1, index + 1) if (0 if not self.begun else 1) <= i < len(rows)]
            bare = any(doubtful[i] and (not rows[i].label or self._strays(rows[i])) for i in around)
            lines = Counter(word.column for word in row.words)
            if not labelled and min(lines.values()) > 1:
                bare = True  # two rows, or one all of whose figures are wrapped
            row.sure = not doubtful[index] and not (lacks and any(beside)) and not bare

    def _strays(self, row: Cut) -> bool:
        """Whether figures stand beside words that begin no row: they may be of the row above or below."""
        return self.marked and not self._starts(row) and any(word.column is not None for word in row.words)

    def _starts(self, row: Cut) -> bool:
        return bool(row.label) and MARK.match(fold(row.label[0].text)) is not None

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
            others = [each for each in crossing[place] if each[1:] != (start, end)]
            part = list(words[places[start] : places[end]])
            fits = self._price(part, middle, first=start == 0, last=end == count) is not None
            out.append(Cut(part, fits and not others, self._leaf(part)))
            place = end
        return best, out

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
        marks = [bool(MARK.match(fold(word.text))) for word in leaf]
        if any(marks[1:]):
            return None
        blocks = [*columns.values(), *([leaf] if leaf else [])]
        if not all(self._is_block(block) for block in blocks):
            return None
        short = self._short(columns, middle)
        if short is None:
            return None
        price = _SHORT * short
        rest = first and self.begun and not (marks and marks[0])
        if not columns and not (marks and marks[0]):
            return _REST if rest and leaf else None  # the rest of a label
        if not rest:
            price += _LACK * (self._count - len(columns))
        if rest and (self.marked or not leaf):
            price += _REST
        elif not leaf or (self.marked and not marks[0]):
            price += _BARE
        if self.marked and self._stray(part, leaf):
            price += _STRAY
        off = self._set_off(blocks, leaf, middle)
        if (first and self.begun) or (last and self.ended):
            off = _EDGE if off is None else min(off, _EDGE)
        return None if off is None else price + off

    def _stray(self, part: Sequence[Word], leaf: Sequence[Word]) -> bool:
        """Whether words beside the label go on with a label above it."""
        own = set(map(id, leaf))
        others = [word for word in part if word.column is None and id(word) not in own]
        return bool(others) and not MARK.match(fold(others[0].text))

    def _short(self, columns: dict[int, list[Word]], middle: bool) -> int | None:
        """How many lines of figures over several are not full; None where they are no figures, or nothing
        but such lines speaks for the row."""
        short = 0
        for column, block in columns.items():
            lines = self._lines_short(column, block)
            if lines is None:
                return None
            short += lines
        staggered = middle and len({len(block) % 2 for block in columns.values()}) > 1
        if short and not (self.marked and staggered):
            return None
        return short

    def _is_block(self, block: Sequence[Word]) -> bool:
        """Whether the lines of a cell follow each other without a gap."""
        return all(
            abs(below.middle - above.middle - self.pitch) <= 0.15 * self.pitch
            for above, below in pairwise(block)
        )

    def _lines_short(self, column: int, block: Sequence[Word]) -> int | None:
        """How many of the lines of one figure, the last left out, are not full; None where they cannot be
        lines of one."""
        if len(block) == 1:
            return 0
        texts = [fold(word.text) for word in block]
        if len(texts) > _MOST_LINES or not _DIGITS.fullmatch("".join(texts)):
            return None
        if is_narrow(block[0], self.wide):
            return None  # as narrow as one digit: nothing tells lines from rows
        if texts[0].startswith("0") and not "".join(texts).startswith("0."):
            return None
        thousands = [
            text.endswith(",") and re.match(r"\d{3}(?!\d)", after) for text, after in pairwise(texts)
        ]
        return sum(
            not (comma or is_full(line, after, self.wide))
            for comma, (line, after) in zip(thousands, pairwise(block), strict=True)
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


def pitch_of(words: Sequence[Word]) -> float:
    """The step from line to line within cells: the smallest that is usual between words one under another."""
    steps: Counter[float] = Counter()
    ordered = sorted(words, key=lambda word: word.middle)
    for index, above in enumerate(ordered):
        high = above.bottom - above.top
        for below in ordered[index + 1 :]:
            step = below.middle - above.middle
            if step > 2.5 * high:
                break
            over = min(above.right, below.right) - max(above.left, below.left)
            if step > 0.8 * high and over > 0 and above.column == below.column:
                steps[round(step * 2) / 2] += 1
                break
    often = [step for step, count in steps.items() if count >= 2] or list(steps)
    return min(often, default=0.0)


def beside(labels: Sequence[Word], figures: Sequence[Word], pitch: float) -> list[Word]:
    """Of the words of labels those that stand beside others: they belong to labels over several rows."""
    blocks: list[list[Word]] = []
    for word in sorted(labels, key=lambda word: word.middle):
        home = None
        if not MARK.match(fold(word.text)):
            home = next((block for block in reversed(blocks) if _under(word, block[-1], pitch)), None)
        if home is not None:
            home.append(word)
        else:
            blocks.append([word])
    levels = _levels(figures, pitch)
    out: list[Word] = []
    for block in blocks:
        right = [other for other in blocks if min(w.left for w in other) >= max(w.right for w in block) - 2]
        near = min((_away(block, other) for other in right), default=pitch * 9)
        mine = [level for level in levels if _is_at(block, level, pitch)]
        shared = any(_is_at(other, level, pitch) for level in mine for other in right)
        if shared or (near <= 1.1 * pitch and not mine):
            out += block
    return out


def _levels(figures: Sequence[Word], pitch: float) -> list[float]:
    """At which heights rows of figures may lie: those of single lines, and between two lines where all
    figures of the upper one are full and have more below."""
    room = 0.15 * pitch
    wide = widest(figures)
    singles = sorted({round(word.middle, 1) for word in figures})
    found = set(singles)
    for level in singles:
        upper = [word for word in figures if abs(word.middle - level) <= room]
        lower = {word.column: word for word in figures if abs(word.middle - level - pitch) <= room}
        if all(
            (after := lower.get(word.column)) is not None
            and is_full(word, after, wide)
            and fold(word.text)[0] != "0"
            for word in upper
        ):
            found.add(round(level + pitch / 2, 1))
    return sorted(found)


def _is_at(block: Sequence[Word], level: float, pitch: float) -> bool:
    """Whether a label is set in the middle of, or begins at, that height."""
    middle = (block[0].middle + block[-1].middle) / 2
    return min(abs(middle - level), abs(block[0].middle - level)) <= 0.2 * pitch


def _away(block: Sequence[Word], other: Sequence[Word]) -> float:
    return min(abs(a.middle - b.middle) for a in block for b in other)


def _under(word: Word, above: Word, pitch: float) -> bool:
    """Whether the word stands one line under the other."""
    over = min(word.right, above.right) - max(word.left, above.left)
    narrow = min(word.right - word.left, above.right - above.left)
    return abs(word.middle - above.middle - pitch) <= 0.15 * pitch and over > 0.5 * narrow


def widest(words: Sequence[Word]) -> dict[int, float]:
    """By column of figures, how wide its widest line is."""
    found: dict[int, float] = {}
    for word in words:
        if word.column is not None:
            found[word.column] = max(found.get(word.column, 0.0), word.right - word.left)
    return found


def is_narrow(word: Word, wide: Mapping[int, float]) -> bool:
    """Whether the word's column is as wide as one digit, as far as its lines show."""
    return wide.get(word.column if word.column is not None else -1, 0.0) < 1.5 * (
        word.chars[0][2] - word.left
    )


def is_full(line: Word, after: Word, wide: Mapping[int, float]) -> bool:
    """Whether the first character of `after` had no room on the line before it."""
    first = after.chars[0]
    room = wide.get(line.column if line.column is not None else -1, 0.0) - (line.right - line.left)
    return first[2] - first[0] > room + 0.3
