"""Figures beside a table without lines: what may be a part of it is left so that nobody takes it for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor.reading.page_shape import LOST
from auditor.reading.page_stretch import Stretch
from auditor.reading.page_text import TextLine
from auditor.reading.page_words import Word, figures_of, is_figure

_COLUMNS = 5  # a line with so many figures is a row by itself
_ROUND = 2.0  # line heights between lines of a figure
_ROW = 1.7  # line heights between the lines of one row


def with_orphans(things: list[TextLine | Stretch], cut: dict[int, list[Word]]) -> list[TextLine | Stretch]:
    """A line of nothing but figures right under figures may be the rest of them: it is set beside them,
    so that the row has more figures than it may have."""
    out: list[TextLine | Stretch] = []
    for thing in things:
        last = out[-1] if out else None
        if isinstance(thing, TextLine) and isinstance(last, TextLine) and last.page == thing.page:
            words, above = cut[id(thing)], figures_of(cut[id(last)])
            close = thing.middle - last.middle <= _ROW * (thing.bottom - thing.top)
            bare = len(cut[id(last)]) > 1 and all(is_figure(word) for word in words)
            if close and bare and any(w.left < a.right and w.right > a.left for w in words for a in above):
                last.text += " " + " ".join(word.text for word in words)
                continue
        out.append(thing)
    for thing in out:
        if isinstance(thing, TextLine):
            words = cut[id(thing)]
            thing.tabular = len(words) > 1 and any(map(is_figure, words)) and "。" not in thing.text
    for upper, lower in pairwise(out):  # what could be the rest of a table's first or last row
        if isinstance(lower, TextLine) and isinstance(upper, Stretch):
            upper.rows[-1].sure &= not _loose(lower, [upper], cut)
        elif isinstance(upper, Stretch) and isinstance(lower, Stretch):
            if lower.box[1] - upper.box[3] < 2 * max(upper.pitch, lower.pitch):
                upper.rows[-1].sure = lower.rows[0].sure = False
        elif isinstance(upper, TextLine) and isinstance(lower, Stretch):
            lower.rows[0].sure &= not _loose(upper, [lower], cut)
    loose = [
        isinstance(thing, TextLine) and _loose(thing, [*out[max(0, at - 2) : at], *out[at + 1 : at + 3]], cut)
        for at, thing in enumerate(out)
    ]
    for one, other in _pieces(out, cut):
        loose[one] = loose[other] = True
    for thing, marked in zip(out, loose, strict=True):
        if marked and isinstance(thing, TextLine):
            thing.text = " ".join(
                word.text + LOST if any(map(str.isdigit, word.text)) else word.text for word in cut[id(thing)]
            )
    return out


def _pieces(out: Sequence[TextLine | Stretch], cut: dict[int, list[Word]]) -> Iterator[tuple[int, int]]:
    """Lines of nothing but figures, by their places, so near each other that they may be one figure's lines
    set round a label."""
    last: tuple[int, TextLine] | None = None
    for at, thing in enumerate(out):
        if not isinstance(thing, TextLine) or not all(map(is_figure, cut[id(thing)])):
            continue
        if last is not None and thing.middle - last[1].middle < _ROUND * (thing.bottom - thing.top):
            above = cut[id(last[1])]
            if any(w.left < a.right and w.right > a.left for w in cut[id(thing)] for a in above):
                yield last[0], at
        last = at, thing


def _loose(line: TextLine, around: Sequence[TextLine | Stretch], cut: dict[int, list[Word]]) -> bool:
    """Whether figures on a line outside any table may be parts of a row whose others stand on the lines
    beside it."""
    figures = len(figures_of(cut[id(line)]))
    if not figures or "。" in line.text:
        return False
    high = max(line.bottom - line.top, 1.2 * line.em)
    for other in around:
        if isinstance(other, Stretch):
            top, bottom = other.box[1], other.box[3]
            if max(top - line.bottom, line.top - bottom) < (_ROW - 1) * high:
                return True
        elif abs(other.middle - line.middle) < _ROW * high and "。" not in other.text:
            beside = len(figures_of(cut[id(other)]))
            if beside and (beside != figures or figures >= _COLUMNS):
                return True
    return False
