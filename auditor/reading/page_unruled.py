"""Tables without lines: figures that stand in columns, cut into rows by page_rows. Where it does not show
to which row a figure belongs, the cell is left so that nobody takes it for a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from auditor.reading.page_beside import beside
from auditor.reading.page_head import Stack, fitted, stacks_over
from auditor.reading.page_loose import with_orphans
from auditor.reading.page_region import (
    HEADED,
    ROW_OF,
    Cut,
    Region,
    begun,
    head_of,
    printed_again,
    region_at,
    repeated,
    united,
)
from auditor.reading.page_rows import OUTSIDE, Rows, rows_of
from auditor.reading.page_stretch import Stretch, doubt, goes_on_with_figures, mend
from auditor.reading.page_text import TextLine
from auditor.reading.page_words import (
    Word,
    is_digits,
    is_figure,
    pitch_of,
    widest,
    word_of,
    words_of,
)

_LABELS = 8  # lines by which the labels' edge is told
_LONE = re.compile(r"(?:^|\s)[\d,.]+(?:\s|$)")


def unruled(pages: Sequence[Sequence[TextLine]], ruled: Sequence[bool]) -> list[list[TextLine | Stretch]]:
    """The lines of each page, those that make up a table replaced by it. `ruled`: the page has tables with
    lines, over whose end none goes on."""
    pages = [
        lines[printed_again(lines, before) :] if not lined else lines
        for before, lines, lined in zip([[], *pages], pages, ruled, strict=False)
    ]
    cuts = [_cut(lines) for lines in pages]
    parts: list[list[TextLine | Stretch]] = []
    chains: list[list[Stretch]] = []
    above: Stretch | None = None
    for lines, cut, lined in zip(pages, cuts, ruled, strict=True):
        own = _found(lines, cut, above)
        stretches = [part for part in own if isinstance(part, Stretch)]
        for stretch in stretches:
            if stretch is stretches[0] and stretch.first and above is not None:
                chains[-1].append(stretch)
            else:
                chains.append([stretch])
        above = stretches[-1] if stretches and own[-1] is stretches[-1] and not lined else None
        parts.append(own)
    for chain in chains:
        _settle(chain)
    out = [with_orphans(own, cut) if cut else own for own, cut in zip(parts, cuts, strict=True)]
    for chain in chains:
        for upper, lower in pairwise(chain):
            mend(upper, lower)
    before: Sequence[TextLine | Stretch] = []
    for own, lined in zip(out, ruled, strict=True):
        joined = any(isinstance(part, Stretch) and part.joined for part in own)
        if not joined and not lined and goes_on_with_figures(before, own):
            doubt(before)  # they may be the rest of what the page end cut
        before = [] if lined else own
    return out


def _cut(lines: Sequence[TextLine]) -> dict[int, list[Word]]:
    """The words of the page's lines; none are looked for on a page without a figure by itself."""
    if not any(_LONE.search(line.text) for line in lines):
        return {}
    return {id(line): words_of(line) for line in lines}


def _found(lines: Sequence[TextLine], cut: Cut, above: Stretch | None) -> list[TextLine | Stretch]:
    """`lines` of one page, those that make up a table replaced by it. `above`: the table with which the
    page before ends, if it ends with one."""
    if not cut:
        return list(lines)
    out: list[TextLine | Stretch] = []
    position = repeated(lines, above.head) if above is not None else 0
    top = position
    while position < len(lines):
        known = above.columns if above is not None and position == top else None
        fewest = 1 if above is not None and above.filled == 1 else 2
        region = region_at(lines, cut, position, known, fewest) or _headed(lines, cut, position)
        if region is None:
            if position == top:
                out += lines[:top]
            out.append(lines[position])
            position += 1
            continue
        joined = known is not None
        free = _texts_at_end(out)
        begun(lines, cut, region, 0 if joined else free)
        del out[len(out) - (position - region.start) :]
        words = [word for line in lines[region.start : region.end] for word in cut[id(line)]]
        if joined and above is not None:
            head, stacks = above.head, above.stacks
        else:
            head, stacks = head_of(lines, region.start, free), _stacks(lines, cut, region, words)
        stretch = Stretch(region.columns, words, lines[0].page, head, stacks, joined)
        stretch.first, stretch.last = joined or region.start == 0, region.end == len(lines)
        out.append(stretch)
        position = region.end
    return out


def _stacks(lines: Sequence[TextLine], cut: Cut, region: Region, words: Sequence[Word]) -> list[Stack]:
    """The words that head the region's columns, one stack for each; columns without figures are added to it.
    None where they are not plain."""
    edge = max((word.right for word in words if word.right < region.columns[0][0]), default=0.0)
    middles = [(left + right) / 2 for left, right in region.columns]
    begin = 1.5 * middles[0] - 0.5 * middles[1] if len(middles) > 1 else 0.0
    for fine in (True, False):
        stacks = stacks_over(lines, cut, region.start, edge, fine=fine, begin=begin)
        chosen = fitted(region.columns, stacks)
        if chosen is not None:
            break
    else:
        return []
    sides = dict(zip(chosen, region.columns, strict=True))
    columns = [sides.get(index, (stack.left, stack.right)) for index, stack in enumerate(stacks)]
    if any(a[1] > b[0] for a, b in pairwise(columns)):
        return []
    region.columns = columns
    return stacks


def _headed(lines: Sequence[TextLine], cut: Cut, start: int) -> Region | None:
    """A table with too few figures on a line to show its columns, under a head that shows them."""
    words = cut[id(lines[start])]
    figures = [word for word in words if is_figure(word)]
    if not figures or not start:
        return None
    near = lines[start : start + _LABELS]
    apart = (at for at, (a, b) in enumerate(pairwise(near), 1) if b.top - a.bottom > b.bottom - b.top)
    around = [word for line in near[: next(apart, len(near))] for word in cut[id(line)]]
    labels = [word.right for word in around if word.right < figures[0].left and not is_figure(word)]
    edge = max(labels, default=0.0)
    for fine in (True, False):
        stacks = stacks_over(lines, cut, start, edge, fine=fine)
        if len(stacks) >= HEADED and not any(a.right > b.left for a, b in pairwise(stacks)):
            region = _under(lines, cut, start, stacks, edge)
            if region is not None:
                return region
    return None


def _under(
    lines: Sequence[TextLine], cut: Cut, start: int, stacks: Sequence[Stack], edge: float
) -> Region | None:
    """The table under the heads whose few figures stand under some of them."""
    region = region_at(lines, cut, start, [(stack.left, stack.right) for stack in stacks])
    if region is None:
        return None
    if region.end - region.start < HEADED and region.end < len(lines) and len(stacks) < ROW_OF:
        return None
    own: list[Word] = [w for line in lines[region.start : region.end] for w in cut[id(line)] if is_figure(w)]
    spans = united([(word.left, word.right) for word in own if word.right > edge])
    if fitted(spans, stacks) is None:
        return None
    region.columns = spans
    return region


def _texts_at_end(out: Sequence[TextLine | Stretch]) -> int:
    """How many lines of text stand at the end of `out`."""
    count = 0
    while count < len(out) and isinstance(out[-1 - count], TextLine):
        count += 1
    return count


def _settle(chain: Sequence[Stretch]) -> None:
    """Cut the pieces of one table into rows: what is usual in it is learnt from all of them."""
    for stretch in chain:
        _place(stretch)
    every = [word for stretch in chain for word in stretch.words]
    wide = widest(every)
    pitch = min((own for own in map(pitch_of, (s.words for s in chain)) if own), default=0.0)
    pieces = []
    for stretch in chain:
        stretch.wide, stretch.pitch = wide, pitch
        labels = [word for word in stretch.words if word.column is None]
        figures = [word for word in stretch.words if word.column is not None]
        stretch.beside = beside(labels, figures, pitch)
        gone = set(map(id, stretch.beside))
        words = [word for word in stretch.words if id(word) not in gone]
        pieces.append(Rows(words, wide, pitch, stretch.first, stretch.last))
    for stretch, rows in zip(chain, rows_of(pieces), strict=True):
        stretch.rows = rows
        for row in rows:
            if any(word.column is None and is_figure(word) for word in row.words):
                row.sure = False  # there are more columns than were found
    every_row = [row for stretch in chain for row in stretch.rows]
    doubtful = [row for row in every_row if not row.sure]
    if len(doubtful) > 0.4 * len(every_row):
        for row in every_row:
            row.sure = False  # nothing of what was supposed about the table holds


def _place(stretch: Stretch) -> None:
    """Give the figures their columns, and cut the labels where they run together."""
    columns = stretch.columns
    inside = [word for word in stretch.words if word.right > columns[0][0] - 1]
    for word in stretch.words:
        if word.right > columns[0][0] - 1 and is_figure(word):
            middle = (word.left + word.right) / 2
            word.column = min(
                range(len(columns)),
                key=lambda i, x=middle: abs(sum(columns[i]) / 2 - x),  # type: ignore[misc]
            )
        elif is_digits(word):
            level = 0.25 * (word.bottom - word.top)
            if sum(1 for other in inside if abs(other.middle - word.middle) < level) > 1:
                word.column = OUTSIDE
    labels = _parted([word for word in stretch.words if word.column is None])
    stretch.words = labels + [word for word in stretch.words if word.column is not None]


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
