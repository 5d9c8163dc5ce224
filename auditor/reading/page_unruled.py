"""Tables without lines: figures that stand in columns, cut into rows by page_rows. Where it does not show
to which row a figure belongs, the cell is left so that nobody takes it for a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from auditor.base.text import fold
from auditor.reading.page_loose import with_orphans
from auditor.reading.page_rows import Rows, Word, beside, full_lines, pitch_of
from auditor.reading.page_stitch import MARK
from auditor.reading.page_stretch import Stretch, figures_of, is_figure, word_of, words_of
from auditor.reading.page_text import TextLine

_LONE = re.compile(r"(?:^|\s)[\d,.]+(?:\s|$)")
_COLUMNS = 5  # with fewer a table is left as lines of text
_ROW_OF = 10  # so many figures on one line are a table of one row
_LINES = 3  # that bear the columns out
_GAP = 3.0  # line heights without figures that end a table
_STEP = 1.2


def _parted(words: Sequence[Word]) -> list[Word]:
    """Words of labels cut where narrow gaps stand before an edge at which other words begin."""
    out: list[Word] = []
    for word in words:
        em = max((char[2] - char[0] for char in word.chars if char[4] >= "\u2e80"), default=0.0)
        start = 0
        for index in range(1, len(word.chars)):
            left = word.chars[index][0]
            if em and left - word.chars[index - 1][2] >= 0.2 * em:
                edge = sum(1 for other in words if other is not word and abs(other.left - left) <= 1.0)
                if edge >= 2:
                    out.append(word_of(word.chars[start:index], em))
                    start = index
        out.append(word_of(word.chars[start:], em) if start else word)
    return out


def columned(lines: Sequence[TextLine], above: Stretch | None = None) -> list[TextLine | Stretch]:
    """`lines` of one page, those that make up a table replaced by it. `above`: the table with which the
    page before ends, if it ends with one."""
    if not any(_LONE.search(line.text) for line in lines):
        return list(lines)
    cut = {id(line): words_of(line) for line in lines}
    out: list[TextLine | Stretch] = []
    position = 0
    while position < len(lines):
        known = above if above is not None and position == 0 else None
        run = _run(lines, cut, position, known)
        if run is None:
            out.append(lines[position])
            position += 1
            continue
        end, columns = run
        start, columns = _begin(lines, cut, position, _texts_at_end(out), columns)
        del out[len(out) - (position - start) :]
        stretch = _stretch(lines[start:end], cut, columns, known, start == 0, end == len(lines))
        out.append(stretch)
        position = end
    return with_orphans(out, cut)


def _texts_at_end(out: Sequence[TextLine | Stretch]) -> int:
    """How many lines of text stand at the end of `out`."""
    count = 0
    while count < len(out) and isinstance(out[-1 - count], TextLine):
        count += 1
    return count


def _run(
    lines: Sequence[TextLine], cut: dict[int, list[Word]], start: int, known: Stretch | None
) -> tuple[int, list[tuple[float, float]]] | None:
    """Where a table that begins with the figures of line `start` ends, and the sides of its columns."""
    figures = figures_of(cut[id(lines[start])])
    if known is not None:
        columns = list(known.columns)
        if not figures and not _leads_on(lines, cut, start, columns):
            return None
    elif len(figures) < _COLUMNS:
        return None
    else:
        columns = _sides(lines, cut, start)
        if not columns:
            return None
    end, bearing, size = start, 0, lines[start].size
    for at in range(start, len(lines)):
        line, words = lines[at], cut[id(lines[at])]
        high = line.bottom - line.top
        if at > start and line.top - lines[at - 1].bottom > _GAP * high:
            break
        grown = _fits([word for word in words if word.right > columns[0][0] - 1], columns)
        if grown is None or "。" in line.text or (size and line.size > 1.2 * size):
            break
        figured = [word for word in words if word.right > columns[0][0] - 1]
        if figured:
            columns = grown
            bearing += len(figured) >= _COLUMNS
            end = at + 1
        elif at - end > 6:
            break
    enough = 1 if end == len(lines) or len(columns) >= _ROW_OF or known is not None else _LINES
    if end == start or bearing < enough * (known is None):
        return None
    while end < len(lines) and _continues(lines, cut, end, columns[0][0]):
        end += 1
    return end, columns


def _sides(lines: Sequence[TextLine], cut: dict[int, list[Word]], start: int) -> list[tuple[float, float]]:
    """The sides of the columns in which figures stand on this line and those after it with many of them:
    figures that overlap are of one column, and no line has two in one."""
    columns: list[tuple[float, float]] = []
    for line in lines[start : start + 80]:
        own = [(word.left, word.right) for word in figures_of(cut[id(line)])]
        words = cut[id(line)]
        if "。" in line.text or (
            columns and any(word.right > columns[0][0] and not is_figure(word) for word in words)
        ):
            break
        if len(own) < _COLUMNS:
            continue
        grown = _united([*columns, *own])
        if any(sum(1 for a, b in own if a < right and b > left) > 1 for left, right in grown):
            break
        if columns and len(grown) >= len(columns) + len(own) - 1:
            break  # another table
        columns = grown
    return columns


def _united(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if out and left < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], right))
        else:
            out.append((left, right))
    return out


def _leads_on(
    lines: Sequence[TextLine], cut: dict[int, list[Word]], start: int, columns: Sequence[tuple[float, float]]
) -> bool:
    """Whether the lines at a page's top are labels of a row whose figures follow."""
    for line in lines[start : start + 4]:
        words = cut[id(line)]
        figures = figures_of(words)
        if len(figures) >= 2:
            return _fits(figures, columns) is not None
        if any(word.right > columns[0][0] for word in words):
            return False
    return False


def _fits(words: Sequence[Word], columns: Sequence[tuple[float, float]]) -> list[tuple[float, float]] | None:
    """`columns` widened by figures each of which stands in one of them; None where they do not."""
    out = list(columns)
    taken: set[int] = set()
    for word in words:
        if not is_figure(word):
            return None
        over = [i for i, (left, right) in enumerate(out) if word.left < right and word.right > left]
        if not over:  # shorter or set against the other side: the nearest, if it is plain
            over = _nearest((word.left, word.right), out)
        if len(over) != 1 or over[0] in taken:
            return None
        taken.add(over[0])
        left, right = out[over[0]]
        out[over[0]] = (min(left, word.left), max(right, word.right))
    if any(a[1] > b[0] for a, b in pairwise(out)):
        return None
    return out


def _nearest(own: tuple[float, float], columns: Sequence[tuple[float, float]]) -> list[int]:
    def away(index: int) -> float:
        return max(columns[index][0] - own[1], own[0] - columns[index][1])

    order = sorted(range(len(columns)), key=away)
    best = away(order[0])
    if len(order) > 1 and best > 0.5 * away(order[1]):
        return []
    return order[:1]


def _begin(
    lines: Sequence[TextLine],
    cut: dict[int, list[Word]],
    position: int,
    free: int,
    columns: list[tuple[float, float]],
) -> tuple[int, list[tuple[float, float]]]:
    """Where the first row of a table begins, some of whose words stand above most of its figures."""
    start = position
    for at in range(position - 1, max(position - 5, position - 1 - free), -1):
        line, below = lines[at], lines[at + 1]
        words = cut[id(line)]
        if below.middle - line.middle > _STEP * (below.bottom - below.top):
            break
        if line.size and below.size and abs(line.size - below.size) > 0.1 * below.size:
            break
        grown = _fits([word for word in words if word.right > columns[0][0] - 1], columns)
        if grown is None or "。" in line.text:
            break
        columns = grown
        if any(MARK.match(fold(word.text)) for word in words) or any(map(is_figure, words)):
            start = at
    return start, columns


def _continues(lines: Sequence[TextLine], cut: dict[int, list[Word]], at: int, edge: float) -> bool:
    """Whether the line goes on with the label of the row above it."""
    line, above = lines[at], lines[at - 1]
    words = cut[id(line)]
    return (
        line.middle - above.middle <= _STEP * (above.bottom - above.top)
        and not any(word.right > edge or MARK.match(fold(word.text)) for word in words)
        and not (line.size and above.size and abs(line.size - above.size) > 0.1 * above.size)
        and "。" not in line.text
        and "：" not in line.text
    )


def _stretch(
    lines: Sequence[TextLine],
    cut: dict[int, list[Word]],
    columns: list[tuple[float, float]],
    known: Stretch | None,
    first: bool,
    last: bool,
) -> Stretch:
    words = [word for line in lines for word in cut[id(line)]]
    for word in words:
        if word.right > columns[0][0] - 1 and is_figure(word):
            middle = (word.left + word.right) / 2
            word.column = min(
                range(len(columns)),
                key=lambda i, x=middle: abs(sum(columns[i]) / 2 - x),  # type: ignore[misc]
            )
    full = full_lines(words)
    for column, length in (known.full if known is not None else {}).items():
        full[column] = max(full.get(column, 1), length)
    labels = _parted([word for word in words if word.column is None])
    figures = [word for word in words if word.column is not None]
    words = labels + figures
    pitch = known.pitch if known is not None else pitch_of(words)
    wide = beside(labels, figures, pitch)
    gone = set(map(id, wide))
    rows = Rows([word for word in words if id(word) not in gone], full, pitch, first, last).cut()
    for row in rows:
        if any(word.column is None and is_figure(word) for word in row.words):
            row.sure = False  # there are more columns than were found
    if sum(1 for row in rows if not row.sure) > 0.4 * len(rows):
        for row in rows:
            row.sure = False  # nothing of what was supposed about the table holds
    return Stretch(columns, rows, lines[0].page, full, pitch, wide, first, last)
