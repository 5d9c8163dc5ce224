"""In which order the columns of table three stand, where its head has another one than the format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.report.tables.geometry import columns_add_up
from auditor.report.tables.header import Header
from auditor.report.tables.run import Run


@dataclass(frozen=True, slots=True)
class Order:
    """The columns' `names` as the head gives them, or as the rows show them against it; `open`: the head and
    the rows do not tell which is which."""

    names: list[str]
    open: bool = False


def choose_order(header: Header, runs: Sequence[Run], official: Sequence[str]) -> Order:
    """The order of a head that names every column in another order than the format. Drawn in one row, it is
    the head's. A wrong width in an upper storey puts its 总计 before a lower one's name, and lines of text
    have no places: the sums of the rows tell then, and where none does, the head unless it may be wrong."""
    names, total = list(header.names), official[-1]
    drawn = bool(header.ranges)
    usual = [*official[:-1], *[""] * header.extra, total]
    full = [[token.folded for token in run.written] for run in runs if len(run.written) == len(names)]
    own = sum(columns_add_up(names, texts, total) for texts in full)
    other = sum(columns_add_up(usual, texts, total) for texts in full)
    sure = header.level or names[-1] == total  # what stands in another storey is 总计
    if own > other or (own == other and sure) or (drawn and header.level):
        return Order(names)
    if other > own:
        return Order(usual, open=sure)
    alike = len(full) == len(runs) and all(len(set(texts)) == 1 for texts in full)
    return Order(usual, open=not alike)
