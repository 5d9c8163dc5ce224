"""Labels of tables without lines: where the first one begins, and words of one label set far apart."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from auditor.base.text import fold
from auditor.reading.page_region import PROSE, Cut, Region
from auditor.reading.page_stitch import MARK
from auditor.reading.page_text import TextLine
from auditor.reading.page_words import Word, is_figure, is_mark, opens, pitch_of, word_of

_NUMERAL = re.compile(r"[一二三四五六七八九十\d]+")
_SAME = 1.5  # points by which words set to one edge may differ
_AT = 1.0  # points by which a character may be off the edge at which others begin
_WIDE = 3.0  # type sizes of a gap within a label


def are_siblings(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether both labels, lines of words, begin with marks of one kind: neither heads the other."""
    found = [MARK.match(fold(label[0].text)) for label in (one, other) if label]
    kinds = [_NUMERAL.sub("", mark[0]) for mark in found if mark]
    return len(kinds) == 2 and kinds[0] == kinds[1]


def opens_again(label: Sequence[Word]) -> bool:
    """Whether another label begins below the label's first line."""
    return any(opens(word, under) for word, under in zip(label[1:], [*label[2:], None], strict=False))


def under_marks(part: Sequence[Word], pitch: float) -> bool:
    """Whether marks stand at different heights: then there are two labels."""
    marks = [word for word in part if word.column is None and is_mark(word)]
    return any(abs(a.middle - b.middle) > pitch / 2 for a, b in pairwise(marks))


def label_begun(lines: Sequence[TextLine], cut: Cut, region: Region, free: int) -> None:
    """Move the region's start up to the first line of its first label, where labels stand in a column beside
    that of their marks: over at most `free` lines, which a mark in the middle of its label leaves above."""
    marks = [word for word in cut[id(lines[region.start])] if is_mark(word)]
    own = [word for line in lines[region.start : region.end] for word in cut[id(line)]]
    labels = [word for word in own if word.right < region.columns[0][0] and not is_figure(word)]
    if not marks or not labels:
        return
    beside = [word for word in labels if word.left > marks[0].right and not is_mark(word)]
    if not beside:
        return
    top = min(beside, key=lambda word: word.middle)
    pitch = pitch_of(beside)
    for at in range(region.start - 1, max(region.start - 1 - free, -1), -1):
        words = cut[id(lines[at])]
        over = next((word for word in words if abs(word.left - top.left) < _SAME), None)
        if PROSE.search(lines[at].text) or over is None or len(words) > 1 or opens(over):
            break
        if abs(top.middle - over.middle - pitch) > 0.15 * pitch:
            break
        region.start, top = at, over


def together(labels: Sequence[Word], edges: Sequence[float]) -> list[Word]:
    """Words beside each other made one where the first opens a label and no column of labels begins at the
    second: no other of `edges`, in their order, is at its left side."""
    out: list[Word] = []
    for word in sorted(labels, key=lambda each: (round(each.middle), each.left)):
        last = out[-1] if out else None
        if last is not None and abs(last.middle - word.middle) < 0.25 * (word.bottom - word.top):
            em = max(char[2] - char[0] for char in word.chars)
            near = 0 < word.left - last.right < _WIDE * em
            begins = near and opens(last) and not is_mark(last) and not opens(word)
            if begins and _count_at(edges, word.left, _SAME) == 1:
                out[-1] = word_of([*last.chars, *word.chars], em)
                continue
        out.append(word)
    return out


def cut_at_edges(words: Sequence[Word], edges: Sequence[float]) -> list[Word]:
    """Words of labels cut at `edges`, in their order, at which others begin: where a label begins there, or
    a narrow gap stands before."""
    out: list[Word] = []
    pitch = pitch_of(words)
    for word in words:
        em = max((char[2] - char[0] for char in word.chars if char[4] >= "\u2e80"), default=0.0)
        start = 0
        for index in range(1, len(word.chars)):
            left = word.chars[index][0]
            gap = left - word.chars[index - 1][2]
            if em and _count_at(edges, left, _AT) >= 2:
                rest = word_of(word.chars[index:], em)
                if opens(rest) or (gap >= 0.2 * em and (not opens(word) or _goes_on(rest, words, pitch))):
                    out.append(word_of(word.chars[start:index], em))
                    start = index
        out.append(word_of(word.chars[start:], em) if start else word)
    return out


def _count_at(edges: Sequence[float], left: float, room: float) -> int:
    """How many of `edges`, in their order, are no more than `room` from `left`."""

    def away(edge: float) -> float:
        return edge - left

    return bisect_right(edges, room, key=away) - bisect_left(edges, -room, key=away)


def _goes_on(word: Word, words: Sequence[Word], pitch: float) -> bool:
    """Whether the word is a line of a label with another over or under it, the upper one of which is full."""
    column = sorted((w for w in words if abs(w.left - word.left) <= 1.0), key=lambda each: each.middle)
    full = max((w.right for w in column), default=0.0) - (word.bottom - word.top)
    above = next((w for w in reversed(column) if w.middle < word.middle - 0.5 * pitch), None)
    below = next((w for w in column if w.middle > word.middle + 0.5 * pitch), None)
    if above is not None and word.middle - above.middle < 1.3 * pitch and above.right > full:
        return True
    return (
        below is not None
        and below.middle - word.middle < 1.3 * pitch
        and word.right > full
        and not opens(below)
    )
