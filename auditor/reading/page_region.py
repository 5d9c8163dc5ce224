"""Where tables without lines stand on a page: lines whose figures keep to columns, the lines of labels
around them, and the words above them that head the columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.base.text import fold
from auditor.reading.page_side import MANY, Side, fits, shifted, united
from auditor.reading.page_stitch import MARK
from auditor.reading.page_text import TextLine
from auditor.reading.page_words import Word, figures_of, is_figure, is_unit, opens, parted

Cut = Mapping[int, list[Word]]  # the words of lines, by the lines' ids

ROW_OF = 10  # so many figures on one line are a table of one row
_LINES = 3  # that bear the columns out
HEADED = 5  # heads side by side that show columns
_GAP = 5.0  # line heights without any words that end a table
_APART = 1.75  # line heights from line to line within a cell
_LABEL = 44  # lines of a label, before or after its figures
_ODD = 3  # lines one after another that do not fit the columns
_ROWS = 4  # rows that show how figures are set
_SET = 2.5  # points by which figures set alike may differ
HEADING = re.compile(r"[（(]?[一二三四五六七八][、,.．)）].{4,30}情况$")
_HEAD = 40  # lines of a head
PROSE = re.compile(r"[。；！？]")


@dataclass(slots=True)
class Region:
    """The lines of a page from `start` to before `end`, their columns; `heads`: the words over these, where
    they are known; `top`, `told`: the line with which its head begins, and the head's texts, of a row that is
    to be told as text."""

    start: int
    end: int
    columns: list[Side]
    heads: Sequence[Word] = ()
    top: int = 0
    told: Sequence[str] = ()


def region_at(
    lines: Sequence[TextLine],
    cut: Cut,
    start: int,
    known: Sequence[Side] | None,
    fewest: int = 2,
    least: int = _LINES,
) -> Region | None:
    """The table that begins with the figures of line `start`, or with its labels where the page before ends
    with a table whose columns are `known` and that has `fewest` figures on a line; `least`: so many lines
    bear its columns out."""
    figures = figures_of(cut[id(lines[start])])
    if known is not None:
        columns = list(known)
        if not figures and not _leads_on(lines, cut, start, columns, fewest):
            return None
    elif len(figures) < MANY:
        return None
    else:
        columns = columns_of(lines, cut, start) or _sides(lines, cut, start)
        if not columns:
            return None
    stop = _stop(lines, start)
    end, bearing, missed = start, 0, 0
    for at in range(start, stop):
        words = cut[id(lines[at])]
        inside = [word for word in words if word.right > columns[0][0] - 1]
        if inside and _hangs_over(inside[0], columns[0][0]):
            del inside[0]
        grown = fits(inside, columns)
        if grown is None and inside[0].left < columns[0][0] - 1:  # a label runs up to its figures
            first = words.index(inside[0])
            both = parted(inside[0], columns[0][0] - 1)
            grown = fits([*both[1:], *inside[1:]], columns) if len(both) > 1 else None
            if grown is not None:
                words[first : first + 1] = both
                inside = [*both[1:], *inside[1:]]
        if grown is None and _label_under_first(lines[start:at], cut, inside, columns):
            columns, inside = columns[1:], inside[1:]
            grown = fits(inside, columns)
        if grown is None and shifted(inside, columns):
            grown = columns
        if grown is None:
            missed += 1
            if (
                missed > _ODD
                or not any(map(is_figure, inside))
                or not _fits_again(lines, cut, at + 1, stop, columns)
            ):
                break
            continue
        if inside:
            columns = grown
            bearing += len(inside) >= MANY
            end, missed = at + 1, 0
        elif at - end > _LABEL:
            break
    if end == start:
        return None
    while end < len(lines) and _goes_on(lines, cut, start, end, columns[0][0]):
        end += 1
    if _begins_row(lines, cut, end, columns[0][0]):
        end = len(lines)
    enough = 1 if end == len(lines) or len(columns) >= ROW_OF else least
    if known is None and bearing < enough:
        return None
    return Region(start, end, columns)


def _label_under_first(
    lines: Sequence[TextLine], cut: Cut, inside: Sequence[Word], columns: Sequence[Side]
) -> bool:
    """Whether what was taken for the first column is that of rows of `lines` that were shifted, for another's
    label stands in it: none has figures in all."""
    if len(columns) <= MANY or is_figure(inside[0]) or inside[0].right >= columns[1][0]:
        return False
    if any(len(figures_of(cut[id(line)])) >= len(columns) for line in lines):
        return False
    return fits(inside[1:], columns[1:]) is not None


def _hangs_over(word: Word, edge: float) -> bool:
    """Whether a label's last mark hangs over its side."""
    return (
        word.left < edge and word.chars[-1][0] < edge and not word.text[-1].isdigit() and len(word.chars) > 1
    )


def _stop(lines: Sequence[TextLine], start: int) -> int:
    """Where the table that begins at line `start` ends at the latest."""
    size = lines[start].size
    for at in range(start, len(lines)):
        line = lines[at]
        if at > start and line.top - lines[at - 1].bottom > _GAP * (line.bottom - line.top):
            return at
        if PROSE.search(line.text) or (size and line.size > 1.2 * size) or HEADING.match(fold(line.text)):
            return at
    return len(lines)


def _fits_again(lines: Sequence[TextLine], cut: Cut, at: int, stop: int, columns: Sequence[Side]) -> bool:
    """Whether a row that fills the columns follows soon."""
    for line in lines[at : min(stop, at + _LABEL)]:
        figures = [word for word in cut[id(line)] if word.right > columns[0][0] - 1]
        if len(figures) >= min(MANY, len(columns)) and fits(figures, columns) is not None:
            return True
    return False


def columns_of(lines: Sequence[TextLine], cut: Cut, start: int) -> list[Side]:
    """The sides of the columns in which the figures of most lines stand, all set to one side or in the
    middle; none where that does not show."""
    rows = [figures_of(cut[id(line)]) for line in lines[start : min(_stop(lines, start), start + 120)]]
    rows = [row for row in rows if len(row) >= MANY]
    usual = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    rows = [row for row in rows if abs(len(row) - usual) <= 2]
    if len(rows) < _ROWS:
        return []
    words = [word for row in rows for word in row]
    best: list[list[Word]] = []
    for side in (
        lambda word: (word.left + word.right) / 2,
        lambda word: word.left,
        lambda word: word.right,
    ):
        groups = _grouped(words, side)
        if sum(map(len, groups)) > sum(map(len, best)):
            best = groups
    often = [group for group in best if len(group) > max(1, 0.2 * len(rows))]
    if not often or sum(map(len, often)) < 0.8 * len(words):
        return []
    right = max(word.right for group in often for word in group)
    outer = [group for group in best if len(group) <= max(1, 0.2 * len(rows)) and group[0].left > right]
    columns = sorted((min(w.left for w in group), max(w.right for w in group)) for group in often + outer)
    return columns if all(a[1] <= b[0] for a, b in pairwise(columns)) else []


def _grouped(words: Sequence[Word], side: Callable[[Word], float]) -> list[list[Word]]:
    """Words of which a side lies at the same place."""
    out: list[list[Word]] = []
    for word in sorted(words, key=side):
        if out and side(word) - side(out[-1][0]) <= _SET:
            out[-1].append(word)
        else:
            out.append([word])
    return out


def _sides(lines: Sequence[TextLine], cut: Cut, start: int) -> list[Side]:
    """The sides of the columns in which figures stand on this line and those after it with many of them:
    figures that overlap are of one column, and no line has two in one."""
    columns: list[Side] = []
    full = lines[start]
    before = [line for line in lines[max(0, start - 3) : start] if _same_row(full, line, 1.7)]
    for line in before:  # figures over several lines begin above the others of their row
        if all(is_figure(word) for word in cut[id(line)]):
            columns = united([*columns, *((word.left, word.right) for word in cut[id(line)])])
    for line in lines[start : start + 80]:
        words = cut[id(line)]
        own = [(word.left, word.right) for word in figures_of(words)]
        if PROSE.search(line.text) or (
            columns
            and any(
                word.right > columns[0][0] and not is_figure(word) and not is_unit(word) for word in words
            )
        ):
            break
        if len(own) < MANY and not (own and columns and _same_row(full, line)):
            continue
        if len(own) >= MANY:
            full = line
        grown = united([*columns, *own])
        if any(sum(1 for a, b in own if a < right and b > left) > 1 for left, right in grown):
            break
        if len(columns) >= MANY and len(own) >= MANY and len(grown) >= len(columns) + len(own) - 1:
            break  # another table
        columns = grown
    return columns


def _same_row(full: TextLine, line: TextLine, apart: float = 0.8) -> bool:
    """Whether figures on two lines may be of one row: less than so many type heights apart."""
    return abs(full.middle - line.middle) < apart * (full.bottom - full.top)


def _leads_on(lines: Sequence[TextLine], cut: Cut, start: int, columns: Sequence[Side], fewest: int) -> bool:
    """Whether the lines at a page's top are labels of a row whose figures follow."""
    for line in lines[start : start + _LABEL]:
        words = cut[id(line)]
        figures = figures_of(words)
        if len(figures) >= fewest:
            return fits(figures, columns) is not None
        if any(word.right > columns[0][0] for word in words) or PROSE.search(line.text):
            return False
    return False


def begun(lines: Sequence[TextLine], cut: Cut, region: Region, free: int) -> None:
    """Move the region's start up to where its first row begins, some of whose words stand above its
    figures: over at most `free` lines."""
    columns = region.columns
    for at in range(region.start - 1, max(region.start - _LABEL, region.start - 1 - free, -1), -1):
        line, below = lines[at], lines[at + 1]
        words = cut[id(line)]
        if not near(line, below) or PROSE.search(line.text):
            break
        inside = [word for word in words if word.right > columns[0][0] - 1]
        grown = fits(inside, columns)
        if grown is None:
            break
        columns = grown
        under = {round(word.left): word for word in cut[id(below)]}
        if inside or any(opens(word, under.get(round(word.left))) for word in words):
            region.start, region.columns = at, columns
            if not inside:
                break


def near(line: TextLine, below: TextLine, apart: float = _APART) -> bool:
    """Whether two lines may be of one cell, or a table's rows: of one size, the other at most `apart` line
    heights below."""
    if line.size and below.size and abs(line.size - below.size) > 0.1 * below.size:
        return False
    return below.middle - line.middle <= apart * max(line.bottom - line.top, below.bottom - below.top)


def _begins_row(lines: Sequence[TextLine], cut: Cut, end: int, edge: float) -> bool:
    """Whether nothing but the first lines of a row's label stands between the table and the page's end."""
    rest = lines[end:]
    if not 0 < len(rest) <= _LABEL or not any(opens(word) for word in cut[id(rest[0])]):
        return False
    labels = all(word.right <= edge for line in rest for word in cut[id(line)])
    close = all(near(above, below) for above, below in pairwise(lines[end - 1 :]))
    return labels and close and not any(PROSE.search(line.text) for line in rest)


def _goes_on(lines: Sequence[TextLine], cut: Cut, start: int, at: int, edge: float) -> bool:
    """Whether the line goes on with a label of the rows above it."""
    line = lines[at]
    words = cut[id(line)]
    if any(word.right > edge or MARK.match(fold(word.text)) for word in words):
        return False
    if PROSE.search(line.text) or "：" in line.text or not near(lines[at - 1], line):
        return False
    over = [
        word
        for above in lines[max(0, start - 2, at - 3) : at]
        for word in cut[id(above)]
        if word.right <= edge
    ]
    return all(any(w.left < o.right and w.right > o.left for o in over) for w in words)


def repeated(lines: Sequence[TextLine], above: Sequence[str]) -> int:
    """How many lines at the top of a page are the last of `above` once more: a table's head."""
    texts = [fold(line.text) for line in lines[:_HEAD]]
    for count in range(min(len(texts), len(above)), 0, -1):
        if list(above[-count:]) == texts[:count]:
            return count
    return 0


def printed_again(lines: Sequence[TextLine], before: Sequence[TextLine]) -> int:
    """How many lines at the top of a page, two at least and none with figures, stand one under another on the
    page before: a head of lines of text."""
    texts, above = ([fold(line.text) for line in page] for page in (lines[:_HEAD], before))
    best = 0
    for start in range(len(above)):
        count = 0
        for text, other in zip(texts, above[start:], strict=False):
            if text != other or any(char.isdigit() for char in text):
                break
            count += 1
        best = max(best, count)
    return best if best > 1 else 0


def head_of(lines: Sequence[TextLine], start: int, free: int) -> list[str]:
    """The texts of the lines above line `start`."""
    return [fold(line.text) for line in lines[max(0, start - min(_HEAD, free)) : start]]
