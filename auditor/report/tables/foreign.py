"""Columns of a drawn table that the format does not have: its head names them (备注, 行次, 上年总计), or the
sums of the rows show that they are none of it.

What stands in them is no figure of the row, and is put aside before a row's figures are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from auditor.report.cellvalue import is_figure
from auditor.report.stream import Row, Token
from auditor.report.tables.geometry import columns_add_up, extent, place, stand_in
from auditor.report.tables.header import Header, header_rows
from auditor.report.tables.labels import LabelIndex, bare, is_head_word
from auditor.report.tables.run import Run


def put_aside(
    rows: Sequence[Row], runs: Sequence[Run], headers: Mapping[int, Header], columns: LabelIndex
) -> None:
    """Take out of `runs` what stands in columns under other names than the format's; a table without a head
    goes on with the columns of the one before, where it is as wide."""
    labelled = {run.row.index for run in runs}
    tables: dict[int, list[Run]] = {}
    for run in runs:
        if run.row.form != "line":
            tables.setdefault(run.row.table, []).append(run)
    lines: dict[int, list[Row]] = {}
    for row in rows:
        lines.setdefault(row.table, []).append(row)
    before: tuple[int, Header, set[int]] | None = None
    for number, own in tables.items():
        header = headers.get(number)
        if header is not None:
            head = header_rows(lines.get(number, ()), labelled)
            before = (extent(own), header, _foreign(head, own, header, columns))
        elif before is not None and before[0] != extent(own):
            before = None
        if before is not None and before[2]:
            _take_out(own, before[1], before[2], columns)
        if header is not None and (unnamed := _unnamed(own, header, columns)):
            _take_out(own, header, unnamed, columns, only_sums=True)


def _foreign(head: Sequence[Row], runs: Sequence[Run], header: Header, columns: LabelIndex) -> set[int]:
    """The grid columns over which only other words stand, right of the labels."""
    starts = Counter(run.values[0].column for run in runs if run.values)
    if not starts or not _is_whole(header, columns):
        return set()
    first, known = starts.most_common(1)[0][0], _known(header)
    return {
        column
        for row in head
        for token in row.tokens
        if token.column >= first and _is_name(token, columns) and known.isdisjoint(token.columns)
        for column in token.columns
    }


def _unnamed(runs: Sequence[Run], header: Header, columns: LabelIndex) -> set[int]:
    """The grid columns outside the head's in which most drawn rows have a figure."""
    if not _is_whole(header, columns) or runs[0].row.form != "grid":
        return set()
    counts = Counter(column for run in runs for token in run.written for column in token.columns)
    return {column for column in counts if 2 * counts[column] > len(runs)} - _known(header)


def _is_whole(header: Header, columns: LabelIndex) -> bool:
    return (
        header.complete and header.apart and bool(header.ranges) and columns.order.keys() <= {*header.names}
    )


def _known(header: Header) -> set[int]:
    return {column for start, stop in header.ranges for column in range(start, stop)}


def _is_name(token: Token, columns: LabelIndex) -> bool:
    text = bare(token.text)
    return bool(text) and not (is_figure(token.folded) or is_head_word(text) or columns.lowest(token.text))


def _take_out(
    runs: Sequence[Run], header: Header, foreign: set[int], columns: LabelIndex, *, only_sums: bool = False
) -> None:
    """Only where the rows bear it out: as many stand in their columns and add up without as with it; with
    `only_sums` where most add up without."""
    names, total = header.names, next(reversed(columns.order))
    whole = [run.values for run in runs]
    before = [run.written for run in runs]
    for run in runs:
        run.values = [token for token in run.values if foreign.isdisjoint(token.columns)]
    without = [[token.folded for token in tokens] for tokens in before if len(tokens) == len(names)]
    placed = [cells for run in runs if (cells := place(run, header.ranges)) is not None]
    within = [[token.folded or "0" for token in cells] for cells in placed]
    gained = sum(columns_add_up(names, texts, total) for texts in within)
    lost = sum(columns_add_up(names, texts, total) for texts in without)
    fits = stand_in(runs, header.ranges) or runs[0].row.form == "grid"
    if only_sums:
        fits = 2 * gained > len(runs) and gained > lost
    if not fits or gained < lost or (gained == lost and len(placed) < len(without)):
        for run, values in zip(runs, whole, strict=True):
            run.values = values
