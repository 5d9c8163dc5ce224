"""Drawn rows with figures and no name: rows that were not found may be these."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set

from auditor.report.tables.labels import LabelIndex, Match, bare
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
    loose = [run for run in strangers if run.row.table in tables and _is_nameless(run, labels)]
    if not loose or not found:
        return []
    result: list[Run] = []
    ordered = sorted(found, key=order.__getitem__)
    for name in order:
        if name in found:
            continue
        low = next((found[other].row.index for other in reversed(ordered) if order[other] < order[name]), -1)
        high = next((found[other].row.index for other in ordered if order[other] > order[name]), None)
        for run in loose:
            within = low < run.row.index and (high is None or run.row.index < high)
            if within and len(run.written) <= count(name) <= len(run.values):
                result.append(Run(run.row, (), Match(name, "official", "")))
                break
    return result


def _is_nameless(run: Run, labels: LabelIndex) -> bool:
    """Whether no words stand beside its figures but the name of a group of several rows (one of a single row
    is that row's: “（六）其他处理” of 2019), and the figures do not number columns."""
    own = run.pieces[len(run.pieces) - run.own :] if run.own else ()
    grouped = all(token.rowspan > 1 and bare(token.text) in labels.groups for token in own)
    figures = [token.folded for token in run.written]
    return run.row.form == "grid" and grouped and figures != [str(n + 1) for n in range(len(figures))]
