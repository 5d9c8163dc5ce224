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
from auditor.reading.page_shape import Char
from auditor.reading.page_stitch import MARK

_MOST_LINES = 4  # of a figure
_HIGH = 12  # lines of a row
_BAD, _BARE, _EDGE, _EMPTY = 1_000, 60, 20, 2  # costs: a line that fits no row, a row without label, …
_DIGITS = re.compile(r"[+-]?\d[\d,]*(?:\.\d*)?")


@dataclass(slots=True)
class Word:
    """A stretch of a line without a wide gap. `column`: of figures from 0, or None in the labels' part."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    column: int | None = None
    chars: list[Char] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Cut:
    """A row: its words; `sure`: it is cut so in every way that fits."""

    words: list[Word]
    sure: bool
    label: list[Word] = field(default_factory=list)  # of them, the label beside the figures


@dataclass(slots=True)
class Rows:
    """The words of one table, or of what stands of it on one page. `full`: how many characters the full
    lines of a column have, as far as is known from elsewhere; `begun`, `ended`: the page begins or ends
    with it, so that its first or last row may be cut."""

    words: Sequence[Word]
    full: dict[int, int]
    pitch: float  # from line to line within a cell
    begun: bool = False
    ended: bool = False
    marked: bool = field(init=False)  # labels begin with marks

    def __post_init__(self) -> None:
        labels = [word for word in self.words if word.column is None]
        self.marked = sum(1 for word in labels if MARK.match(fold(word.text))) >= 3

    def cut(self) -> list[Cut]:
        """From top to bottom."""
        best: tuple[int, list[Cut]] | None = None
        for middle in (True, False):
            found = self._best(middle)
            if best is None or found[0] < best[0]:
                best = found
            elif found[0] == best[0]:
                # Both ways of setting fit as well: what they do not share is not sure.
                shared = {frozenset(map(id, each.words)) for each in found[1]}
                for each in best[1]:
                    each.sure = each.sure and frozenset(map(id, each.words)) in shared
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
            bare = any(doubtful[i] and not rows[i].label for i in around)
            lines = Counter(word.column for word in row.words)
            if not labelled and min(lines.values()) > 1:
                bare = True  # two rows, or one all of whose figures are wrapped
            row.sure = not doubtful[index] and not (lacks and any(beside)) and not bare

    def _starts(self, row: Cut) -> bool:
        return bool(row.label) and MARK.match(fold(row.label[0].text)) is not None

    def _best(self, middle: bool) -> tuple[int, list[Cut]]:
        """The cheapest way to cut, by dynamic programming over the places between lines; its cost."""
        words = sorted(self.words, key=lambda word: word.middle)
        count = len(words)
        high = self.pitch
        # A place to cut is before a word that stands lower than the one before it.
        places = [0]
        for index in range(1, count):
            if words[index].middle - words[index - 1].middle > 0.1 * high:
                places.append(index)
        places.append(count)
        cost = {0: 0}
        ways = {0: 1}
        before: dict[int, list[tuple[int, int]]] = {}
        for at, end in enumerate(places[1:], 1):
            options: list[tuple[int, int, int]] = []  # cost, start, ways
            for start in reversed(places[:at]):
                if start not in cost:
                    continue
                part = words[start:end]
                if part[-1].middle - part[0].middle > _HIGH * high:
                    break
                price = self._price(part, middle, first=start == 0, last=end == count)
                if price is not None:
                    options.append((cost[start] + price, start, ways[start]))
            last = places[at - 1]
            options.append((cost[last] + _BAD * (end - last), last, ways[last]))
            cheapest = min(option[0] for option in options)
            cost[end] = cheapest
            same = [option for option in options if option[0] == cheapest]
            ways[end] = sum(option[2] for option in same)
            before[end] = [(option[1], option[2]) for option in same]
        return cost[count], self._trace(words, before, ways, middle, count)

    def _trace(
        self,
        words: Sequence[Word],
        before: dict[int, list[tuple[int, int]]],
        ways: dict[int, int],
        middle: bool,
        count: int,
    ) -> list[Cut]:
        """One of the cheapest ways, with what all of them share."""
        after: dict[int, int] = {count: 1}  # ways from here to the end
        for end in sorted(before, reverse=True):
            for start, _ in before[end]:
                if end in after:
                    after[start] = after.get(start, 0) + after[end]
        out: list[Cut] = []
        end = count
        while end:
            start = before[end][0][0]
            part = list(words[start:end])
            shared = ways[start] * after[end] == ways[count]
            fits = self._price(part, middle, first=start == 0, last=end == count) is not None
            out.append(Cut(part, shared and fits, self._leaf(part)))
            end = start
        return out[::-1]

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
        if not all(self._is_figure(column, block) for column, block in columns.items()):
            return None
        price = 0
        if not columns:
            if not (marks and marks[0]):
                return None
            price += _EMPTY
        elif not leaf or (self.marked and not marks[0]):
            price += _BARE
        if not self._is_level(blocks, middle):
            if not ((first and self.begun) or (last and self.ended)):
                return None
            price += _EDGE
        return price

    def _is_block(self, block: Sequence[Word]) -> bool:
        """Whether the lines of a cell follow each other without a gap."""
        return all(
            abs(below.middle - above.middle - self.pitch) <= 0.15 * self.pitch
            for above, below in pairwise(block)
        )

    def _is_figure(self, column: int, block: Sequence[Word]) -> bool:
        """Whether the lines can be those of one figure: full but for the last."""
        if len(block) == 1:
            return True
        texts = [fold(word.text) for word in block]
        if len(texts) > _MOST_LINES or not _DIGITS.fullmatch("".join(texts)):
            return False
        if texts[0].startswith("0") and not "".join(texts).startswith("0."):
            return False
        full = self.full.get(column, 1)
        broken = all(
            len(text) >= full or (text.endswith(",") and re.match(r"\d{3}(?!\d)", after))
            for text, after in pairwise(texts)
        )
        return broken and len(texts[-1]) <= full

    def _is_level(self, blocks: Sequence[Sequence[Word]], middle: bool) -> bool:
        """Whether the cells are set alike and the tallest fills the row."""
        room = 0.22 * self.pitch
        tops = [block[0].middle for block in blocks]
        ends = [block[-1].middle for block in blocks]
        if not middle:
            return max(tops) - min(tops) <= room
        centre = (min(tops) + max(ends)) / 2
        return all(abs((top + end) / 2 - centre) <= room for top, end in zip(tops, ends, strict=True))


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
    full = full_lines(figures)
    singles = sorted({round(word.middle, 1) for word in figures})
    found = set(singles)
    for level in singles:
        upper = [word for word in figures if abs(word.middle - level) <= room]
        lower = {word.column for word in figures if abs(word.middle - level - pitch) <= room}
        texts = [(fold(word.text), word.column) for word in upper]
        if all(
            column in lower and column is not None and len(text) >= full[column] and text[0] != "0"
            for text, column in texts
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


def full_lines(words: Sequence[Word]) -> dict[int, int]:
    """By column of figures, how many characters its longest line has."""
    found: dict[int, int] = {}
    for word in words:
        if word.column is not None:
            found[word.column] = max(found.get(word.column, 1), len(fold(word.text)))
    return found
