"""Small tables without lines: few columns, each row a line, under a head that is one too."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from auditor.reading.page_head import Stack, fitted
from auditor.reading.page_region import PROSE, Cut, Region, near
from auditor.reading.page_side import Side, united
from auditor.reading.page_text import TextLine
from auditor.reading.page_words import Word, is_figure

_FEW = 3  # words of the head, the labels' among them
_APART = 2.2  # line heights from row to row


def small_at(lines: Sequence[TextLine], cut: Cut, start: int) -> Region | None:
    """A table of few columns that begins with line `start`, each row a line, one of which at least lacks
    figures, so that it matters under which head the others stand."""
    head = cut[id(lines[start - 1])] if start else []
    if len(head) < _FEW or any(map(is_figure, head)):
        return None
    rows: list[list[Word]] = []
    for above, line in pairwise(lines[start - 1 :]):
        label, *figures = cut[id(line)]
        plain = figures and all(map(is_figure, figures)) and not is_figure(label)
        if not plain or len(figures) >= len(head) or PROSE.search(line.text) or not near(above, line, _APART):
            break
        if label.right >= min(head[1].left, figures[0].left):
            break
        rows.append(figures)
    if not any(len(row) < len(head) - 1 for row in rows):
        return None
    columns = _columns(head[1:], rows)
    return Region(start, start + len(rows), columns, heads=head[1:]) if columns else None


def _columns(heads: Sequence[Word], rows: Sequence[Sequence[Word]]) -> list[Side]:
    """The sides of the columns under `heads`; none where it does not show to which a figure belongs."""
    spans = united([(word.left, word.right) for row in rows for word in row])
    if any(
        sum(1 for w in row if w.left < right and w.right > left) > 1 for left, right in spans for row in rows
    ):
        return []
    chosen = fitted(spans, [Stack(word.left, word.right, [word]) for word in heads])
    if chosen is None:
        return []
    columns = [(word.left, word.right) for word in heads]
    for index, (left, right) in zip(chosen, spans, strict=True):
        columns[index] = (left, right)
    bare = [index for index in range(len(heads)) if index not in chosen]
    if any(columns[index][0] < right and columns[index][1] > left for index in bare for left, right in spans):
        return []
    return columns if all(a[1] <= b[0] for a, b in pairwise(columns)) else []
