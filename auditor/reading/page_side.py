"""Columns of figures by their sides, and in which of them a figure stands."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from auditor.reading.page_words import Word, is_figure, is_unit

Side = tuple[float, float]  # of a column: left, right

MANY = 5  # columns that show by their figures alone; with fewer a table is left as lines of text


def united(spans: Sequence[Side]) -> list[Side]:
    """Spans that overlap made one, from left to right."""
    out: list[Side] = []
    for left, right in sorted(spans):
        if out and left < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], right))
        else:
            out.append((left, right))
    return out


def fits(words: Sequence[Word], columns: Sequence[Side]) -> list[Side] | None:
    """`columns` widened by figures each of which stands in one of them; None where they do not."""
    out = list(columns)
    taken: set[int] = set()
    for word in words:
        if not is_figure(word):
            if is_unit(word) and column_at(word, out) is not None:
                continue
            return None
        column = column_at(word, out)
        if 0 not in taken and _after(word, out):
            column = len(out)
            out.append((word.left, word.right))
        if column is None or column in taken:
            return None
        taken.add(column)
        left, right = out[column]
        out[column] = (min(left, word.left), max(right, word.right))
    if any(a[1] > b[0] for a, b in pairwise(out)):
        return None
    return out


def column_at(word: Word, columns: Sequence[Side]) -> int | None:
    """The column in which a figure stands, if that is plain: the only one it overlaps, or where it is
    shorter or set against the other side the nearest by far."""
    over = [i for i, (left, right) in enumerate(columns) if word.left < right and word.right > left]
    if over:
        return over[0] if len(over) == 1 else None

    def away(index: int) -> float:
        return max(columns[index][0] - word.right, word.left - columns[index][1])

    order = sorted(range(len(columns)), key=away)
    if len(order) > 1 and away(order[0]) > min(0.5 * away(order[1]), 0.5 * _step(columns)):
        return None
    return order[0]


def shifted(line: Sequence[Word], columns: Sequence[Side]) -> bool:
    """Whether as many figures as there are columns stand all between their own and the next, or all between
    the one before and their own."""
    if len(line) != len(columns) or len(line) < MANY or not all(map(is_figure, line)):
        return False
    middles = [(left + right) / 2 for left, right in columns]
    own = [(word.left + word.right) / 2 for word in line]
    step = max(b - a for a, b in pairwise(middles))
    after, before = [*middles[1:], middles[-1] + step], [middles[0] - step, *middles]
    apart = all(a.right < b.left for a, b in pairwise(line))
    right = all(a - 2 <= x <= b + 2 for a, x, b in zip(middles, own, after, strict=True))
    left = all(a - 2 <= x <= b + 2 for a, x, b in zip(before, own, middles, strict=False))
    return apart and (right or left)


def _step(columns: Sequence[Side]) -> float:
    """From the middle of a column to that of the next, where they are nearest."""
    return min((b[0] + b[1] - a[0] - a[1]) / 2 for a, b in pairwise(columns))


def _after(word: Word, columns: Sequence[Side]) -> bool:
    """Whether a figure stands where a column after the last would: its row was shifted."""
    if len(columns) < MANY:
        return False
    away = (word.left + word.right - columns[-1][0] - columns[-1][1]) / 2
    return word.left > columns[-1][1] and 0.6 * _step(columns) < away < 2 * _step(columns)
