"""Figures of a table without lines given their columns, those of rows that were shifted too."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from auditor.base.text import fold
from auditor.reading.page_head import Stack
from auditor.reading.page_rows import OUTSIDE, STRAY, Cut
from auditor.reading.page_side import Side, column_at, shifted
from auditor.reading.page_stretch import Stretch
from auditor.reading.page_words import Word, is_digits, is_figure, is_unit, opens

_ROWS = 8  # that show a column
_ROOM = 2.0  # points
_NONE = "无"  # a figure in a cell, or one line of a label as wide as a character


def place(chain: Sequence[Stretch]) -> None:
    """Give the figures of the pieces of one table their columns."""
    _narrow(chain)
    _widen(chain)
    for stretch in chain:
        _place(stretch)
    if _lacks_first(chain):
        for stretch in chain:
            _place(stretch)


def doubt_strays(rows: Sequence[Cut], count: int) -> None:
    """Rows of `count` columns with a figure that is in none are not sure, nor are those next to it with a
    figure of several lines there, which may be of both."""
    for at, row in enumerate(rows):
        marks = row.label[:2] if len(row.label) > 1 and opens(*row.label[:2]) else []
        own = (word for word in row.words if word.column is None and fold(word.text) != _NONE)
        labels = [word for word in own if all(word is not mark for mark in marks)]
        strays = [word for word in row.words if word.column == STRAY]
        if strays or any(map(is_figure, labels)):
            row.sure = False  # there are more columns than were found, or other words among them
        if {OUTSIDE, count - 1} <= {word.column for word in row.words}:
            row.sure = False  # it was not shifted
        for other in (*rows[max(0, at - 1) : at], *rows[at + 1 : at + 2]):
            lines = Counter(w.column for w in other.words if any(_over(w, stray) for stray in strays))
            if any(column is not None and lines[column] > 1 for column in lines):
                other.sure = False


def _over(word: Word, other: Word) -> bool:
    return word.left < other.right and word.right > other.left


def beyond(word: Word, columns: Sequence[Side]) -> bool:
    """Whether a figure does not stand where others of its column do: cells of rows that were shifted have
    another width."""
    if word.column is None or word.column < 0:
        return False
    left, right = columns[word.column]
    return word.left < left - _ROOM or word.right > right + _ROOM


def _narrow(chain: Sequence[Stretch]) -> None:
    """A column before the first of other pieces of the table is one of rows that were shifted."""
    fewest = min((stretch.columns for stretch in chain), key=len)
    for stretch in chain:
        own = stretch.columns
        if len(own) > len(fewest) > 1 and own[0][1] <= fewest[0][0] and own[1][1] > fewest[0][0]:
            if len(stretch.stacks) == len(own):
                stretch.stacks = stretch.stacks[1:]
            stretch.columns = own[1:]


def _widen(chain: Sequence[Stretch]) -> None:
    """Columns after the last, of rows that were shifted, are those of every piece of the table."""
    most = max((stretch.columns for stretch in chain), key=len)
    for stretch in chain:
        count = len(stretch.columns)
        if count < len(most) and stretch.columns[-1][1] <= most[count][0]:
            stretch.columns = [*stretch.columns, *most[count:]]
            if stretch.stacks:
                stretch.stacks = [*stretch.stacks, *(Stack(left, right, []) for left, right in most[count:])]


def _lacks_first(chain: Sequence[Stretch]) -> bool:
    """Whether the column before all others is none of shifted rows but one that the first rows leave blank,
    which it is where most rows have figures in it and in the last: then it is added."""
    words: list[Word] = []
    both = 0
    for stretch in chain:
        last = sorted(w.middle for w in stretch.words if w.column == len(stretch.columns) - 1)
        for word in stretch.words:
            if word.column == OUTSIDE:
                words.append(word)
                room = 0.25 * (word.bottom - word.top)
                both += bisect_left(last, word.middle + room) > bisect_right(last, word.middle - room)
    if both < _ROWS or both < 0.5 * len(words):
        return False
    side = (min(word.left for word in words), max(word.right for word in words))
    for stretch in chain:
        if side[1] <= stretch.columns[0][0]:
            stretch.columns, stretch.stacks = [side, *stretch.columns], []  # its head was not seen
        for word in stretch.words:
            word.column = None
    return True


def _place(stretch: Stretch) -> None:
    """Give the figures their columns: two on one line are never in one."""
    columns = stretch.columns
    marks = _marks(stretch.words, columns[0][0])
    inside = sorted(word.middle for word in stretch.words if word.right > columns[0][0] - 1)
    held: dict[int, list[Word]] = {}
    for word in sorted(stretch.words, key=lambda word: word.middle):
        if id(word) in marks:
            continue
        level = 0.25 * (word.bottom - word.top)
        if word.right > columns[0][0] - 1 and is_figure(word):
            found = column_at(word, columns)
            word.column = STRAY if found is None else found
            if found is not None:
                above = held.setdefault(found, [])
                if above and word.middle - above[-1].middle < level:
                    above[-1].column = word.column = STRAY
                above.append(word)
        elif word.left > columns[0][0] - 1:
            found = column_at(word, columns) if is_unit(word) else None
            word.column = STRAY if found is None else found
        elif is_digits(word):
            beside = bisect_left(inside, word.middle + level) - bisect_right(inside, word.middle - level)
            near = len(columns) > 1 and columns[0][0] - word.right < columns[1][0] - columns[0][0]
            if beside > 1 or (beside and near):  # a line of a wrapped one may have few others beside it
                word.column = OUTSIDE
    named = sum(1 for stack in stretch.stacks if stack.words)
    _in_order(stretch.words, columns[:named] if named else columns, headed=named > 0)


def _marks(words: Sequence[Word], edge: float) -> set[int]:
    """The ids of words of digits that are the first line of a label's mark, which goes on under them."""
    labels = sorted((word for word in words if word.right < edge), key=lambda word: word.middle)
    found = set()
    for at, word in enumerate(labels):
        if is_digits(word):
            after = (other for other in labels[at + 1 : at + 8] if abs(other.left - word.left) <= _ROOM)
            below = next((other for other in after if other.middle > word.middle + 0.5 * _high(word)), None)
            if below is not None and below.middle - word.middle < 2 * _high(word) and opens(word, below):
                found.add(id(word))
    return found


def _high(word: Word) -> float:
    return word.bottom - word.top


def _in_order(words: Sequence[Word], columns: Sequence[Side], *, headed: bool) -> None:
    """Of a line with as many figures as there are columns the first is of the first and so on, where it was
    shifted by less than a column, so that some stand in none: all to one side, none past the next column. A
    last column without a head, of nothing but such lines' figures, is none."""
    lines = [line for line in _lines(words) if any(word.column == STRAY for word in line)]
    inside = set(map(id, (word for line in lines for word in line)))
    last = len(columns) - 1
    if not headed and all(id(word) in inside for word in words if word.column == last):
        columns = columns[:last]
    for line in lines:
        if shifted(line, columns):
            for index, word in enumerate(line):
                word.column = index


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """The figures, line by line, from left to right."""
    out: list[list[Word]] = []
    for word in sorted((word for word in words if word.column is not None), key=lambda word: word.middle):
        if out and word.middle - out[-1][-1].middle < 0.1 * _high(word):
            out[-1].append(word)
        else:
            out.append([word])
    return [sorted(line, key=lambda word: word.left) for line in out]
