"""Rows whose label was cut over cells, lines or pages: the one name that fits, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from itertools import pairwise

from auditor.base.text import fold
from auditor.report.cellvalue import UNREAD, is_unread
from auditor.report.stream import Token
from auditor.report.tables.labels import SHORT, LabelIndex, Match, bare
from auditor.report.tables.rests import NUMERALS, PAGE_BREAK
from auditor.report.tables.run import Run

_PAGE_BREAK_IN_LINES = 90  # the same where every cell has a line of its own


def name_orphans(runs: list[Run], labels: LabelIndex, count: Callable[[str], int]) -> list[Run]:
    """Give runs whose label was cut over cells, lines or pages the one name that fits: joined with
    the row it was torn from, by the end of the joined cells, by two halves, by its beginning or,
    where the row is full, by likeness. Rows that stay without a name are dropped and returned.

    Only names that no other run has are considered for the weaker ways."""
    _drop_serials(runs)
    _mend_torn_rows(runs, labels)
    for run in runs:
        if run.match is None and run.pieces and run.written:
            run.match = _by_ending(run, labels)
    taken = {run.match.name for run in runs if run.match is not None}
    free = set(labels.order) - taken
    for run, following in pairwise(runs):
        match = _goes_on_below(run, following, labels)
        if match is not None and match.name in free:
            run.match = match
            free.discard(match.name)
    for above in (False, True):
        for run, match in _wrapped(runs, labels, free, count, above=above):
            run.match = match
            free.discard(match.name)
    for position, run in enumerate(runs):
        if run.match is not None or not run.pieces:
            continue
        between = _between(runs, position, labels) & free
        full = {name for name in between if len(run.written) == count(name)}
        drawn = run.row.form == "grid" and run.own and position and runs[position - 1].written
        of_its_own = (
            run.pieces[-run.own :] if drawn else run.pieces
        )  # not of the row above, which has figures
        pieces = [bare(piece.text) for piece in of_its_own]
        match = labels.torn(pieces, full) or labels.beginning(pieces[-1], full)
        match = match or labels.likeness(pieces[-1], full) or labels.likeness("".join(pieces[-2:]), full)
        if match is not None:
            run.match = match
            free.discard(match.name)
    for position in range(len(runs)):
        _complete(runs, position, labels)
    dropped = [run for run in runs if run.match is None]
    runs[:] = [run for run in runs if run.match is not None]
    return dropped


def _drop_serials(runs: list[Run]) -> None:
    """Leave out the figures before most rows' labels, in their own rows: 序号, and no figures of the row
    above. In lines, where the last digits of the row above may stand there, only those that count up."""
    named = {run.row.index for run in runs if run.match is not None}
    before = [run for run in runs if _stands_before(run, named)]
    if 2 * len(before) <= len(named):
        return
    numbers = [run.written[0].folded for run in before]
    counted = all(text.isdecimal() for text in numbers) and all(
        int(one) < int(next_) for one, next_ in pairwise(numbers)
    )
    if counted or all(run.row.form == "grid" for run in before):
        gone = {id(run) for run in before}
        runs[:] = [run for run in runs if id(run) not in gone]


def _stands_before(run: Run, named: Container[int]) -> bool:
    """Whether a run is a single figure before the label of a row."""
    written = run.written
    alone = run.match is None and len(written) == 1 and written[0].place == run.row.place
    return alone and run.row.index in named


def _goes_on_below(run: Run, following: Run, labels: LabelIndex) -> Match | None:
    """A label whose first line stands beside the figures and whose rest stands on the lines below,
    where it was taken for the beginning of the next label."""
    if run.match is not None or not run.pieces or not run.written:
        return None
    head, tail = bare(run.pieces[-1].text), ""
    for piece in following.pieces[:3]:
        tail += bare(piece.text)
        match = labels.exact(head + tail)
        if match is not None and match.standing == "official":
            return match
    return None


def _wrapped(
    runs: Sequence[Run], labels: LabelIndex, free: set[str], count: Callable[[str], int], *, above: bool
) -> list[tuple[Run, Match]]:
    """Full rows whose labels stand in narrow columns, cut into lines beside and below their figures (or
    `above` them too), a group's name cut up between: the one label of those due here whose letters
    follow each other there. A label that two rows could have is nobody's."""
    result: list[tuple[Run, Match]] = []
    for position, run in enumerate(runs):
        if run.match is not None or run.row.form != "line" or not run.written:
            continue  # between bars a label's lines may stand beside its neighbour's figures
        due = {name for name in _between(runs, position, labels) & free if len(run.written) == count(name)}
        own = _own(run)
        begun = any(labels.begins(piece.folded, due) for piece in own)
        if begun is above:
            continue
        below = _below(runs, position)
        words = "".join(bare(piece.text) for piece in (*(run.pieces if above else own), *below))
        match = labels.scattered(words, due)
        if match is None and begun:
            match = labels.short(fold("".join(piece.text for piece in (*own[-1:], *below))), due)
        if match is not None:
            result.append((run, match))
    names = Counter(match.name for _, match in result)
    return [(run, match) for run, match in result if names[match.name] == 1]


def _own(run: Run) -> tuple[Token, ...]:
    """The words that stand in the line itself."""
    return tuple(piece for piece in run.pieces if piece.place == run.row.place)


def _below(runs: Sequence[Run], position: int) -> tuple[Token, ...]:
    """The words between the row at `position` and the next that has figures or a name."""
    run = runs[position]
    if run.below:
        return run.below
    known = {id(piece) for piece in run.pieces}
    words: list[Token] = []
    for at in range(position + 1, len(runs)):
        other = runs[at]
        if other.written:
            known.update(id(piece) for piece in _own(other))
        for piece in other.pieces:
            if id(piece) not in known:
                known.add(id(piece))
                words.append(piece)
        if other.written or other.match is not None:
            break
    return tuple(words)


def _complete(runs: Sequence[Run], position: int, labels: LabelIndex) -> None:
    """A label known by its first line is as the format has it where the rest stands in the lines below."""
    run = runs[position]
    if run.match is None or run.match.standing == "official" or run.row.form != "line":
        return
    words = "".join(bare(piece.text) for piece in (*run.pieces[-1:], *_below(runs, position)))
    run.match = labels.scattered(words, {run.match.name}) or run.match


def _by_ending(run: Run, labels: LabelIndex) -> Match | None:
    pieces = [bare(piece.text) for piece in run.pieces]
    folded = fold("".join(piece.text for piece in run.pieces))
    match = labels.ending("".join(pieces), pieces[-1], folded) or labels.ending(
        "".join(pieces[-2:]), pieces[-1]
    )
    cut = match is not None and run.row.form == "line" and labels.begins_another(run.pieces[-1].folded, match)
    return None if cut else match


def _mend_torn_rows(runs: list[Run], labels: LabelIndex) -> None:
    """Put together a row that a page break has cut in two: the label's halves make one label, or the
    second half has no words at all. Figures found in both halves of a cell cannot be told apart, and
    the row is left with too many."""
    filled = {run.row.table for run in runs if run.written}
    position = 0
    while position + 1 < len(runs):
        first, second = runs[position], runs[position + 1]
        match = _one_row(first, second, labels, filled)
        if match is None:
            position += 1
            continue
        first.match = match
        first.values = _laid_over(first.values, second.values)
        first.last = second.last or second.row
        del runs[position + 1]


def _one_row(first: Run, second: Run, labels: LabelIndex, filled: Container[int]) -> Match | None:
    grid = first.row.form == "grid" or not second.own
    if second.row.index - first.indexes().stop > (PAGE_BREAK if grid else _PAGE_BREAK_IN_LINES):
        return None
    own = second.pieces[len(second.pieces) - second.own :] if second.own else ()
    if second.match is not None and second.match.standing == "official":
        return None
    if not own:
        return first.match if _has_its_place(first, second, filled) else None
    if not first.pieces:
        return None
    label, least = bare(first.pieces[-1].text), 1 if first.row.form == "grid" else 2
    for head in (label, label.lstrip(NUMERALS)):  # the mark after a label's number may be lost
        for tail in ("".join(bare(piece.text) for piece in own[-2:]), bare(own[-1].text)):
            match = labels.exact(head + tail)
            if match is None or len(head) < least or not tail or match.standing != "official":
                continue
            if len(head + tail) >= SHORT or first.written or second.written:  # else a column's: 总|计
                return match
    return None


def _has_its_place(first: Run, second: Run, filled: Container[int]) -> bool:
    """Whether figures without any word at the beginning of a table are the rest of a row that a page end has
    cut above: it has blanks where they stand, and others of its table have figures."""
    if first.match is None or first.written or second.row.table == first.row.table:
        return False
    blank = {token.column for token in first.values}
    return first.row.table in filled and all(token.column in blank for token in second.written)


def _laid_over(first: list[Token], second: list[Token]) -> list[Token]:
    """The cells of both halves, column by column; all of them one after the other where two figures
    would fall into one column. What could not be read in the second leaves its cell open."""
    if not any(token.folded for token in first):
        return second
    if not any(token.folded for token in second):
        return first
    written = {token.column for token in first if token.folded}
    filled = {token.column: token for token in second if token.folded}
    if not all(is_unread(filled[column].folded) for column in written & filled.keys()):
        return [*first, *second]
    return [
        replace(token, text=token.text + UNREAD, folded=token.folded + UNREAD)
        if token.folded and token.column in filled
        else filled.get(token.column, token)
        for token in first
    ]


def _between(runs: Sequence[Run], position: int, labels: LabelIndex) -> set[str]:
    """The names that the format puts between the named runs before and after `position`."""
    before = next((run.match for run in reversed(runs[:position]) if run.match), None)
    after = next((run.match for run in runs[position + 1 :] if run.match), None)
    low = labels.order[before.name] if before else -1
    high = labels.order[after.name] if after else len(labels.order)
    return {name for name, place in labels.order.items() if low < place < high}


def extra_names(
    runs: Sequence[Run], strangers: Sequence[Run], labels: LabelIndex, width: int
) -> tuple[str, ...]:
    """The names that no format has of drawn rows with `width` figures that stand in no other row's place."""
    taken = {id(run.pieces[-1]) for run in runs if run.pieces}
    return tuple(
        "".join(run.pieces[-1].text.split())
        for run in strangers
        if run.row.form == "grid"
        and run.own
        and run.pieces
        and len(run.written) == width
        and id(run.pieces[-1]) not in taken
        and labels.is_strange(bare(run.pieces[-1].text))
    )
