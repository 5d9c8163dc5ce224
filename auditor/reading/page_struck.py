"""Figures of a page that a line strikes out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from auditor.reading.page_shape import LOST, Stroke
from auditor.reading.page_table import PageTable
from auditor.reading.page_text import TextLine

_RULE = 1.5  # points: so near to a line of the grid it is a part of that
_EDGE = 0.3  # of the height of a line of text: what goes through it keeps so far from its edges


def leave_open(table: PageTable, across: Sequence[Stroke]) -> None:
    """Figures through which a line goes are struck out, all of them or some: nothing tells what counts."""
    left, top, right, bottom = table.box
    rules = table.lattice.ys
    for y, x0, x1 in across:
        if not (top < y < bottom and left - 1 < x0 and x1 < right + 1) or _is_rule(y, rules):
            continue
        for cell in table.cells:
            if cell.rect[1] < y < cell.rect[3] and any(_goes_through(y, x0, x1, line) for line in cell.lines):
                cell.text += LOST


def _is_rule(y: float, rules: Sequence[float]) -> bool:
    at = bisect_left(rules, y - _RULE)
    return at < len(rules) and rules[at] < y + _RULE


def _goes_through(y: float, x0: float, x1: float, line: TextLine) -> bool:
    if not line.top + _EDGE * (line.bottom - line.top) < y < line.bottom - _EDGE * (line.bottom - line.top):
        return False
    return any(char[4].isdigit() and x0 < (char[0] + char[2]) / 2 < x1 for char in line.chars)
