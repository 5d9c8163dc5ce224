"""Figures without a label that are the rest of the row above: a row so cut is open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from auditor.report.cellvalue import UNREAD
from auditor.report.stream import Token
from auditor.report.tables.geometry import joined_figures
from auditor.report.tables.labels import LabelIndex, bare
from auditor.report.tables.run import Run

NUMERALS = "一二三四五六七八九十0123456789"
_MOST = 0.6
PAGE_BREAK = 9  # rows that may stand between the halves of a torn row: a head printed again, a page number


def mark_overrun(runs: Sequence[Run], strangers: Sequence[Run], labels: LabelIndex, width: int) -> None:
    """Set `overrun` of the rows that go on in one of `strangers`: of lines whose last digits stand in the
    next one, as in narrow columns, and of drawn rows with blanks where figures beyond a page's end are."""
    rests = [run for run in strangers if run.written and len(run.written) < width]
    below = {
        line
        for run in rests
        if run.row.form == "line"
        and any(char.isdigit() for token in run.written for char in token.folded)
        and joined_figures(run.written, width) is None
        for line in _lines_above(run)
    }
    for run in runs:
        run.overrun = bool(run.lines) and run.lines[-1] in below and len(set(run.lines)) == 1
    ordered = sorted(runs, key=_at)
    for run, after in pairwise(ordered):
        if (
            run.match
            and after.match
            and run.match.name == after.match.name
            and run.lines
            and after.lines[:1] == [run.lines[-1] + 1]
        ):
            run.overrun |= len(after.written) < len(run.written)  # beside the second line of its label
    places = [run.row.index for run in ordered]
    for rest in strangers:
        if not rest.written or rest.row.form != "grid":
            continue
        at = bisect_left(places, rest.row.index)
        beside = ordered[max(0, at - 1) : at + 1]
        within = len(beside) == 2 and _is_next(
            beside[0], beside[1], labels
        )  # no other table can stand between
        near = [run for run in beside if within or abs(_at(rest) - _at(run)) <= PAGE_BREAK]
        for run in near:
            if _at(run) < _at(rest):
                # Farther below it may be another table's.
                drawn = run.row.form == "grid" and (within or _at(rest) == _at(run) + 1)
                run.overrun |= _fills(rest, run, labels) or (drawn and _is_nameless(rest, width))
                run.overrun |= _ends_label(rest, run, labels, width)
            elif _at(run) > _at(rest) and not _figured(run.values):  # the label's beginning was not read
                run.overrun |= _fills(rest, run, labels)
            elif _at(run) == _at(rest) + 1:
                # A label's number alone stands above the page's end, and is read as a figure or not at all.
                fewer = 2 * len(_figured(run.values)) < len(_figured(rest.values))
                run.overrun |= fewer and not _worded(rest)


def _worded(rest: Run) -> bool:
    """Whether words that could be read stand beside its figures."""
    own = rest.pieces[len(rest.pieces) - rest.own :] if rest.own else ()
    return any(bare(token.text).strip(UNREAD + NUMERALS) for token in own)


def _at(run: Run) -> int:
    return run.row.index


def _lines_above(run: Run) -> tuple[int, ...]:
    """The line above it, and of several figures the one before, as a page's number may stand between."""
    first = run.lines[0] if run.lines else 0
    return (first - 1, first - 2) if len(run.written) > 1 else (first - 1,)


def _fills(rest: Run, row: Run, labels: LabelIndex) -> bool:
    """Whether the figures of `rest`, which has no name of its own, stand where `row` has blanks only. A
    label's number may be read without its mark, and then stand among the figures."""
    name = bare(rest.pieces[-1].text).lstrip(NUMERALS).strip(UNREAD) if rest.own and rest.pieces else ""
    groups = {bare(piece.text).lstrip(NUMERALS) for piece in row.pieces[:-1]}
    if name and name not in groups and labels.is_strange(name) and not _is_of(name, row, labels):
        return False
    columns = {token.column for token in row.values}
    if row.row.form != "grid" or not columns:
        return False
    filled = {token.column for token in _figured(row.values)}
    own = {token.column for token in _figured(rest.values) if token.column >= min(columns)}
    return bool(own) and own <= columns - filled


def _is_of(name: str, row: Run, labels: LabelIndex) -> bool:
    """Whether most of the words beside figures are of the label of `row`, some of them misread."""
    label = bare(labels.official[row.match.name]) if row.match else ""
    shared = SequenceMatcher(None, label, name, autojunk=False).get_matching_blocks()
    return len(name) > 1 and sum(block.size for block in shared) > _MOST * len(name)


def _is_next(row: Run, following: Run, labels: LabelIndex) -> bool:
    """Whether `following` is the row due after `row`."""
    if row.match is None or following.match is None:
        return False
    return labels.order[following.match.name] == labels.order[row.match.name] + 1


def _ends_label(rest: Run, row: Run, labels: LabelIndex, width: int) -> bool:
    """Whether the words beside a few figures are the end of the label above, which a page's end has cut:
    （七）总|计, and with it the digits of narrow columns."""
    own = {bare(token.text) for token in rest.pieces[len(rest.pieces) - rest.own :]} - {""}
    label = bare(labels.official[row.match.name]) if row.match else ""
    ends = any(text != label and label.endswith(text) for text in own)
    return ends and len(_figured(rest.values)) < width


def _is_nameless(rest: Run, width: int) -> bool:
    """Whether it has a few figures and no word beside them but a group's, which goes on over the page's end:
    the last digits of those above it."""
    own = [token for token in rest.pieces[len(rest.pieces) - rest.own :] if token.rowspan == 1]
    return len(_figured(rest.values)) < width and not any(any(map(str.isalnum, t.folded)) for t in own)


def _figured(values: Sequence[Token]) -> list[Token]:
    """The cells with a digit; of others, what could not be recognised is one."""
    return [token for token in values if any(char.isdigit() for char in token.folded)]
