"""Drawn rows with figures and no name: rows that were not found may be these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set

from auditor.report.cellvalue import is_unread
from auditor.report.tables.labels import LabelIndex, Match, bare, is_head_word
from auditor.report.tables.run import Run


def nameless_rows(
    found: Mapping[str, Run],
    strangers: Sequence[Run],
    labels: LabelIndex,
    count: Callable[[str], int],
    tables: Set[int],
) -> list[Run]:
    """A row without figures for every name that is not `found` in whose place, between the rows that the
    format has before and after it, one of `strangers` without a name stands: there, and open. `tables` are
    the document's that show anything of this one."""
    order = labels.order
    starts = _starts(found)
    loose = [
        run
        for run in strangers
        if run.row.table in tables and _is_nameless(run, labels, starts.get(run.row.table, 0))
    ]
    if not loose or not found:
        return []
    result: list[Run] = []
    usual = Counter(len(run.written) for run in found.values()).most_common(1)[0][0]
    ordered = sorted(found, key=order.__getitem__)
    for name in order:
        if name in found:
            continue
        low = next((found[other].row.index for other in reversed(ordered) if order[other] < order[name]), -1)
        high = next((found[other].row.index for other in ordered if order[other] > order[name]), None)
        for run in loose:
            within = low < run.row.index and (high is None or run.row.index < high)
            start = starts.get(run.row.table, 0)
            written = sum(t.column >= start or not is_unread(t.folded) for t in run.written)
            if within and written <= max(usual, count(name)) and count(name) <= len(run.values):
                result.append(Run(run.row, (), Match(name, "official", "")))
                break
    return result


def _starts(found: Mapping[str, Run]) -> dict[int, int]:
    """In which column the cells behind most labels begin, by table."""
    columns: dict[int, Counter[int]] = {}
    for run in found.values():
        if run.values:
            columns.setdefault(run.row.table, Counter())[run.values[0].column] += 1
    return {table: own.most_common(1)[0][0] for table, own in columns.items()}


def _is_nameless(run: Run, labels: LabelIndex, start: int) -> bool:
    """Whether no words stand beside its figures, which begin in column `start`, but what could not be read
    and the name of a group of several rows (one of a single row is that row's: “（六）其他处理” of 2019,
    unless what could not be read stands between), and the figures do not number columns."""
    own = run.pieces[len(run.pieces) - run.own :] if run.own else ()
    words = [token for token in own if not is_unread(token.folded)]
    unread = len(words) < len(own) or any(is_unread(t.folded) for t in run.values if t.column < start)
    grouped = all(
        (token.rowspan > 1 or unread) and (is_head_word(t := bare(token.text)) or t in labels.groups)
        for token in words
    )
    figures = [token.folded for token in run.written]
    return run.row.form == "grid" and grouped and figures != [str(n + 1) for n in range(len(figures))]
