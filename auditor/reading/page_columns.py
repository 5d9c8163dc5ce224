"""Pages printed in two columns: their lines cut at the gutter, the left column before the right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.reading.page_flow import Measure, measure_of
from auditor.reading.page_shape import Char
from auditor.reading.page_text import TextLine, lines_of

_LINES = 6  # side by side, before a gap is taken for a gutter
_GAP = 1.2  # type sizes
_SENTENCE = re.compile(r"[\u4e00-\u9fff][，。、]")


def in_columns(lines: Sequence[TextLine], width: float) -> list[TextLine]:
    """`lines` of one page, `width` wide. Where at least six lines in a row leave the same gap near the
    middle free, and there is running text on both sides of it, they are two columns."""
    gutters = [_gutter(line, width) for line in lines]
    out: list[TextLine] = []
    start = 0
    while start < len(lines):
        end, gap = start, gutters[start]
        while gap is not None and end < len(lines) and (now := _common(gap, lines[end], gutters[end])):
            gap, end = now, end + 1
        block = lines[start:end]
        if gap is not None and sum(1 for g in gutters[start:end] if g is not None) >= _LINES:
            out += _parted(block, (gap[0] + gap[1]) / 2)
            start = end
        else:
            out.append(lines[start])
            start += 1
    return out


def _gutter(line: TextLine, width: float) -> tuple[float, float] | None:
    """The widest gap in the middle third of the page, if it is as wide as a gutter."""
    best: tuple[float, float] | None = None
    for char, after in zip(line.chars, line.chars[1:], strict=False):
        gap = after[0] - char[2]
        wider = gap >= _GAP * line.em and (best is None or gap > best[1] - best[0])
        if wider and width / 3 <= (char[2] + after[0]) / 2 <= width * 2 / 3:
            best = (char[2], after[0])
    return best


def _common(
    gap: tuple[float, float], line: TextLine, own: tuple[float, float] | None
) -> tuple[float, float] | None:
    """What `line` leaves free of the gap, if that is still a gutter."""
    if own is None:
        free = gap if line.right <= gap[0] + 1 or line.left >= gap[1] - 1 else None
    else:
        free = (max(gap[0], own[0]), min(gap[1], own[1]))
    return free if free is not None and free[1] - free[0] >= 0.8 * _GAP * line.em else None


def _parted(block: Sequence[TextLine], middle: float) -> list[TextLine]:
    chars: tuple[list[Char], list[Char]] = ([], [])
    for line in block:
        for char in line.chars:
            chars[char[0] >= middle].append(char)
    page, bottom = block[0].page, block[-1].bottom
    left, right = lines_of(chars[0], page), lines_of(chars[1], page)
    for lines in (left, right):
        measure: Measure | None = measure_of(lines)
        for line in lines:
            line.measure = (measure.left, measure.right) if measure is not None else None
    if not all(any(map(_SENTENCE.search, (line.text for line in lines))) for lines in (left, right)):
        return list(block)  # figures or names side by side
    for number, line in enumerate(right):
        line.rank = bottom + number / 1000
    return left + right
