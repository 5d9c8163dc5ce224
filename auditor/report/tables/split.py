"""Table three drawn otherwise than in one piece: cut between its columns, or turned on its side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.report.cellvalue import is_figure
from auditor.report.lexicon import TableDef
from auditor.report.stream import Row
from auditor.report.tables.header import header_rows
from auditor.report.tables.labels import LabelIndex, bare
from auditor.report.tables.reading import TableReading
from auditor.report.tables.run import Run

Part = tuple[list[Row], TableDef]
_FEW = 3  # so many rows or columns show how a table lies


def split_by_columns(
    rows: Sequence[Row], runs: Sequence[Run], table: TableDef, columns: LabelIndex
) -> list[Part]:
    """The tables that together make one, each with columns of its own and the same rows; none where there is
    no such thing."""
    runs = _without_heads(runs, columns)
    segments = _segments(rows, runs, columns)
    labelled = {run.row.index for run in runs}
    parts: list[tuple[tuple[str, ...], list[Row], list[Run]]] = []
    for own, held in segments if len(segments) > 1 else ():
        names = _named(header_rows(own, labelled), columns)
        if parts and parts[-1][0] == names:  # a page's end, and the head again
            own, held = parts[-1][1] + own, parts.pop()[2] + held
        parts.append((names, own, held))
    told = [name for names, _, _ in parts for name in names]
    if (
        len(parts) < 2
        or sorted(told) != sorted(columns.order)
        or not _same_rows([held for *_, held in parts])
    ):
        return []
    if any(2 * sum(len(run.written) == len(names) for run in held) <= len(held) for names, _, held in parts):
        return []
    return [(own, _narrowed(table, names)) for names, own, _ in parts]


def _without_heads(runs: Sequence[Run], columns: LabelIndex) -> list[Run]:
    """The runs without those of a head, whose 其他 and 总计 may pass for rows."""
    return [run for run in runs if run.values and len(_names(run.row, columns)) < 2]


def _segments(
    rows: Sequence[Row], runs: Sequence[Run], columns: LabelIndex
) -> list[tuple[list[Row], list[Run]]]:
    """The rows cut before every head that follows rows of the table, with the runs in each piece."""
    at = {run.row.index: run for run in runs}
    result: list[tuple[list[Row], list[Run]]] = [([], [])]
    table = 0
    for row in rows:
        least = 1 if row.form == "grid" and row.table != table else 2
        if result[-1][1] and row.index not in at and len(_names(row, columns)) >= least:
            result.append(([], []))
        result[-1][0].append(row)
        if row.index in at:
            result[-1][1].append(at[row.index])
        table = row.table
    return result if result[-1][1] else result[:-1]


def _names(row: Row, columns: LabelIndex) -> tuple[str, ...]:
    """The columns that a row without figures names, from left to right."""
    if any(is_figure(token.folded) for token in row.tokens):
        return ()
    matches = (columns.lowest(token.text) for token in row.tokens)
    return tuple(match.name for match in matches if match is not None)


def _named(head: Sequence[Row], columns: LabelIndex) -> tuple[str, ...]:
    """The columns that a head names in one row."""
    found = [names for row in head if (names := _names(row, columns))]
    return found[0] if len(found) == 1 else ()


def named_elsewhere(
    rows: Sequence[Row], runs: Sequence[Run], names: Sequence[str], columns: LabelIndex
) -> tuple[str, ...]:
    """The columns that are not among `names`, and that another head over rows of this table names."""
    missing = [name for name in columns.order if name not in names]
    runs = _without_heads(runs, columns)
    labelled = {run.row.index for run in runs}
    heads = (header_rows(own, labelled) for own, _ in _segments(rows, runs, columns)) if missing else ()
    found = {name for head in heads for row in head for name in _names(row, columns)}
    return tuple(name for name in missing if name in found)


def _same_rows(parts: Sequence[Sequence[Run]]) -> bool:
    """Whether all of them have most of their rows in common."""
    names = [{run.match.name for run in runs if run.match is not None} for runs in parts]
    return 2 * len(set.intersection(*names)) > max(map(len, names))


def _narrowed(table: TableDef, names: Sequence[str]) -> TableDef:
    """The table with these columns only, in the order drawn."""
    by_name = {column.name: column for column in table.columns}
    cells = {key: cell for key, cell in table.cells.items() if key[1] in names}
    return replace(table, columns=tuple(by_name[name] for name in names), cells=cells)


def joined(parts: Sequence[TableReading]) -> TableReading:
    """One reading of the parts of a table."""
    whole = parts[0]
    for part in parts[1:]:
        whole.values.update(part.values)
        whole.labels.extend(part.labels)
        whole.diagnostics.extend(part.diagnostics)
        whole.rows.extend(name for name in part.rows if name not in whole.rows)
        whole.used |= part.used
    whole.columns = None  # together they have them all
    return whole


def turned(rows: Sequence[Row], labels: LabelIndex, columns: LabelIndex) -> Run | None:
    """The head of a drawn table that names rows of the format side by side, over lines of figures that begin
    with names of its columns; None where there is none."""
    head: Row | None = None
    below: set[str] = set()
    for row in rows:
        if row.form == "line" or (head is not None and row.table != head.table):
            head = None
            continue
        named = {match.name for token in row.tokens if (match := labels.exact(bare(token.text))) is not None}
        if len(named) >= _FEW and not any(is_figure(token.folded) for token in row.tokens):
            head, below = row, set()
        elif head is not None and len(row.tokens) > _FEW:
            first = columns.lowest(row.tokens[0].text)
            below |= {first.name} if first is not None else set()
            if len(below) >= _FEW:
                return Run(head, (), None)
    return None
