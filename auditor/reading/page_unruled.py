"""Tables without lines: figures that stand in columns, cut into rows by page_rows. Where it does not show
to which row a figure belongs, the cell is left so that nobody takes it for a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, product

from auditor.reading.page_beside import beside
from auditor.reading.page_head import Stack, fitted, stacks_over, within_reach
from auditor.reading.page_label import cut_at_edges, label_begun, together
from auditor.reading.page_loose import with_orphans
from auditor.reading.page_place import beyond, doubt_strays, place
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
)
from auditor.reading.page_rows import Cut as Row
from auditor.reading.page_rows import Rows, rows_of
from auditor.reading.page_side import Side, column_at, united
from auditor.reading.page_small import small_at
from auditor.reading.page_stretch import Stretch, doubt, goes_on_with_figures, mend
from auditor.reading.page_text import TextLine
from auditor.reading.page_words import (
    Widths,
    Word,
    is_figure,
    opens,
    pitch_of,
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
    before: Sequence[TextLine] = ()
    for lines, cut, lined in zip(pages, cuts, ruled, strict=True):
        own = _found(lines, cut, above, before)
        before = () if lined else lines
        stretches = [part for part in own if isinstance(part, Stretch)]
        for stretch in stretches:
            if stretch is stretches[0] and stretch.first and above is not None:
                chains[-1].append(stretch)
            else:
                chains.append([stretch])
        last = stretches[-1] if stretches and own[-1] is stretches[-1] and not lined else None
        above = last if last is not None and not last.rows else None  # rows of lines are whole
        parts.append(own)
    for chain in chains:
        if not chain[0].rows:
            _settle(chain)
    out = [with_orphans(own, cut) if cut else own for own, cut in zip(parts, cuts, strict=True)]
    for chain in chains:
        for upper, lower in pairwise(chain):
            mend(upper, lower)
    ended: Sequence[TextLine | Stretch] = []
    for own, lined in zip(out, ruled, strict=True):
        joined = any(isinstance(part, Stretch) and part.joined for part in own)
        if not joined and not lined and goes_on_with_figures(ended, own):
            doubt(ended)  # they may be the rest of what the page end cut
        ended = [] if lined else own
    return out


def _cut(lines: Sequence[TextLine]) -> dict[int, list[Word]]:
    """The words of the page's lines; none are looked for on a page without a figure by itself."""
    if not any(_LONE.search(line.text) for line in lines):
        return {}
    return {id(line): words_of(line) for line in lines}


def _found(
    lines: Sequence[TextLine], cut: Cut, above: Stretch | None, before: Sequence[TextLine]
) -> list[TextLine | Stretch]:
    """`lines` of one page, those that make up a table replaced by it. `above`: the table with which the
    page before, of the lines `before`, ends, if it ends with one."""
    if not cut:
        return list(lines)
    out: list[TextLine | Stretch] = []
    position = repeated(lines, above.head) if above is not None else 0
    top = position
    while position < len(lines):
        known = above.columns if above is not None and position == top else None
        fewest = 1 if above is not None and above.filled == 1 else 2
        region = (
            _row_alone(lines, cut, position)
            or region_at(lines, cut, position, known, fewest)
            or _headed(lines, cut, position, before)
            or small_at(lines, cut, position)
        )
        if region is None:
            if position == top:
                out += lines[:top]
            out.append(lines[position])
            position += 1
            continue
        if region.told:
            _retold(out, lines, region)
            position = region.end
            continue
        joined = known is not None
        free = _texts_at_end(out)
        begun(lines, cut, region, 0 if joined else free)
        if not joined:
            label_begun(lines, cut, region, free)
        del out[len(out) - (position - region.start) :]
        words = [word for line in lines[region.start : region.end] for word in cut[id(line)]]
        if joined and above is not None:
            head, stacks = above.head, above.stacks
        else:
            head = head_of(lines, region.start, free)
            stacks = [Stack(word.left, word.right, [word]) for word in region.heads]
            stacks = stacks or _stacks(lines, cut, region, words, before)
        stretch = Stretch(region.columns, words, lines[0].page, head, stacks, joined)
        if region.heads:
            stretch.rows = [_line_of(cut[id(line)], region) for line in lines[region.start : region.end]]
            stretch.pitch = 1.5 * max(word.bottom - word.top for word in words)
        stretch.first, stretch.last = joined or region.start == 0, region.end == len(lines)
        out.append(stretch)
        position = region.end
    return out


def _retold(out: list[TextLine | Stretch], lines: Sequence[TextLine], region: Region) -> None:
    """Add a row of figures to `out`, its head in one line whatever lines it is set in: it is read as text."""
    count = region.start - region.top
    if all(a is b for a, b in zip(out[-count:], lines[region.top : region.start], strict=False)):
        del out[len(out) - count + 1 :]
        head = lines[region.top]
        head.text = " ".join(region.told)
    out += lines[region.start : region.end]


def _line_of(words: Sequence[Word], region: Region) -> Row:
    """A row that is a line: its label and its figures."""
    for word in words[1:]:
        word.column = column_at(word, region.columns)
    return Row(list(words), sure=True, label=[words[0]])


def _stacks(
    lines: Sequence[TextLine], cut: Cut, region: Region, words: Sequence[Word], before: Sequence[TextLine]
) -> list[Stack]:
    """The words that head the region's columns, one stack for each; columns without figures are added to it.
    None where they are not plain."""
    edge = max((word.right for word in words if word.right < region.columns[0][0]), default=0.0)
    middles = [(left + right) / 2 for left, right in region.columns]
    begin = 1.5 * middles[0] - 0.5 * middles[1] if len(middles) > 1 else 0.0
    for fine in (True, False):
        stacks = stacks_over(
            lines, cut, region.start, edge, before=before, fine=fine, begin=begin, known=region.columns
        )
        for rest in ([], _rare(region.columns, words)):
            own = region.columns[: len(region.columns) - len(rest)]
            if any(stack.middle > left for left, _ in rest for stack in stacks):
                continue
            stacks = within_reach(stacks, own)
            chosen = fitted(own, stacks)
            if chosen is None:
                continue
            sides = dict(zip(chosen, own, strict=True))
            columns = [sides.get(index, (stack.left, stack.right)) for index, stack in enumerate(stacks)]
            columns += rest
            if not any(a[1] > b[0] for a, b in pairwise(columns)):
                region.columns = columns
                return [*stacks, *(Stack(left, right, []) for left, right in rest)]
    return []


def _rare(columns: list[Side], words: Sequence[Word]) -> list[Side]:
    """The last column, if hardly a row has a figure in it: those that were shifted."""
    counts = [sum(1 for w in words if is_figure(w) and w.left < r and w.right > x) for x, r in columns]
    return columns[-1:] if counts[-1] < 0.5 * max(counts) else []


def _headed(lines: Sequence[TextLine], cut: Cut, start: int, before: Sequence[TextLine]) -> Region | None:
    """A table with too few figures on a line to show its columns, under a head that shows them."""
    words = cut[id(lines[start])]
    figures = [word for word in words if is_figure(word)]
    if not figures or not (start or before):
        return None
    near = lines[start : start + _LABELS]
    apart = (at for at, (a, b) in enumerate(pairwise(near), 1) if b.top - a.bottom > 1.5 * max(a.em, b.em))
    around = [word for line in near[: next(apart, len(near))] for word in cut[id(line)]]
    # The label of the first row may begin above its figures.
    around += [words[0] for line in lines[max(0, start - 4) : start] if opens((words := cut[id(line)])[0])]
    labels = [word.right for word in around if word.right < figures[0].left and not is_figure(word)]
    edge = max(labels, default=0.0)
    for fine in (True, False):
        stacks = stacks_over(lines, cut, start, edge, before=before, fine=fine)
        stacks = within_reach(stacks, [(stack.left, stack.right) for stack in stacks[1:]])
        if len(stacks) >= HEADED and not any(a.right > b.left for a, b in pairwise(stacks)):
            region = _under(lines, cut, start, stacks, edge)
            if region is not None:
                return region
    return None


def _row_alone(lines: Sequence[TextLine], cut: Cut, start: int) -> Region | None:
    """A table of one row of nothing but figures, each under a head of its own."""
    if not all(map(is_figure, cut[id(lines[start])])):
        return None
    region = region_at(lines[: start + _LABELS], cut, start, None, least=1)
    if region is None or len(region.columns) >= ROW_OF:
        return None
    if not all(is_figure(word) for line in lines[start : region.end] for word in cut[id(line)]):
        return None
    if region.end > start + 1:
        return None
    above = range(region.start - 1, max(region.start - _LABELS, -1), -1)
    titles = (at for at in above if at < region.start - 1 and len(cut[id(lines[at])]) == 1)
    for title, fine in product(titles, (True, False)):
        stacks = stacks_over(lines[title + 1 :], cut, region.start - title - 1, 0.0, fine=fine)
        if len(stacks) == len(region.columns) and fitted(region.columns, stacks) is not None:
            region.top, region.told = title + 1, [stack.text.replace("\n", "") for stack in stacks]
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
    right = [(word.left, word.right) for word in own if word.right > edge]
    spans = united(right)
    if len(right) < 0.8 * len(own):
        return None  # figures stand among what was taken for labels
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
    place(chain)
    edges = sorted(word.left for stretch in chain for word in stretch.words if word.column is None)
    for stretch in chain:
        labels = [word for word in stretch.words if word.column is None]
        labels = together(cut_at_edges(labels, edges), edges)
        stretch.words = labels + [word for word in stretch.words if word.column is not None]
    wide = Widths.of(
        [word for stretch in chain for word in stretch.words if not beyond(word, stretch.columns)]
    )
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
        doubt_strays(rows, len(stretch.columns))
    every_row = [row for stretch in chain for row in stretch.rows]
    doubtful = [row for row in every_row if not row.sure]
    if len(doubtful) > 0.4 * len(every_row):
        for row in every_row:
            row.sure = False  # nothing of what was supposed about the table holds
