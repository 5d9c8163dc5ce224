"""The figures of table four given to its cells, and what its head lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from auditor.report.cellvalue import is_figure, is_symbol
from auditor.report.lexicon import TableDef
from auditor.report.model import LabelRead
from auditor.report.stream import Row, Token
from auditor.report.tables.geometry import adds_up, joined_figures
from auditor.report.tables.reading import CellReading, TableReading, split_cell, torn
from auditor.report.tables.run import Run

_NUMBERED = 5  # so many columns at least: those of one group


def accept(
    result: TableReading, grid: Sequence[Row], row: Row, labels: Sequence[LabelRead], form: str
) -> None:
    """Take `row`, the one with figures, and the `grid` it stands in for the table."""
    result.form = form
    result.place = result.place or row.place
    result.labels.extend(labels)
    for each in (*grid, row):
        result.used.update(each.indexes())


def assign(run: Run, keys: Sequence[tuple[str, str]], table: TableDef, result: TableReading) -> None:
    """Figures to `keys` in order: as many figures as cells, or a cell for every place."""
    count, named = len(keys), list(dict.fromkeys(group for group, _ in keys))
    written = run.written
    joined = joined_figures(written, count)
    if run.broken and not _whole_groups(written, len(table.columns)):
        illegible(run, table, named, result)
        return
    if len(written) == count and not _has_gaps(run):
        readings = [CellReading(token, run) for token in written]
    elif joined is not None:
        readings = split_cell(run, joined)
    elif len(run.values) == count and not result.missing:
        readings = [CellReading(token, run) for token in run.values]
    else:
        illegible(run, table, named, result)
        return
    result.rows.extend(named)
    for key, reading in zip(keys, readings, strict=True):
        cell = table.cells[key]
        result.put(cell, reading(cell))


def place(run: Run, columns: Mapping[int, tuple[str, str]], table: TableDef, result: TableReading) -> bool:
    """Give each column's figure to its cell; False where a column has no cell of its own in this row or a
    figure stands in none of them or in two. It may be wider than its column, as after a lost width."""
    at = {token.column: token for token in run.values}
    if not all(column in at for column in columns):
        return False
    if any(
        token.column not in columns or sum(c in columns for c in token.columns) > 1 for token in run.written
    ):
        return False
    result.rows.extend(dict.fromkeys(group for group, _ in columns.values()))
    for column, key in columns.items():
        cell = table.cells[key]
        result.put(cell, CellReading(at[column], run)(cell))
    return True


def add_up(written: Sequence[Token], count: int) -> bool:
    """Whether the figures of every group add up; marks for nothing count nothing."""
    figures = ["0" if is_symbol(token.folded) else token.folded for token in written]
    return all(adds_up(figures[at : at + count]) for at in range(0, len(figures), count))


def is_counted(tokens: Sequence[Token]) -> bool:
    """Whether the figures only number the columns: 1 to the last of them, with a word before them at most."""
    written = [token.folded for token in tokens if token.folded]
    figures = written[1:] if written and not is_figure(written[0]) else written
    return len(figures) >= _NUMBERED and all(text == str(at) for at, text in enumerate(figures, 1))


def illegible(run: Run, table: TableDef, named: Sequence[str], result: TableReading) -> None:
    """The groups `named` are there, and none of their cells can be told."""
    keys = [(name, column.name) for name in named for column in table.columns]
    result.rows.extend(named)
    for key, reading in zip(keys, torn(run, len(keys), table.title, result), strict=True):
        cell = table.cells[key]
        result.put(cell, reading(cell))


def lacking(
    order: Sequence[tuple[str, str]], there: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """The columns that the groups of the table lack."""
    held = set(there)
    groups = {group for group, _ in held}
    return tuple(key for key in order if key[0] in groups and key not in held)


def untold(labels: Sequence[LabelRead], run: Run, table: TableDef) -> tuple[tuple[str, str], ...]:
    """The columns that the table lacks by its head alone: as many names of results as figures, a group
    beginning where the names begin anew. The figures are not assigned by that."""
    names = [column.name for column in table.columns]
    found: list[tuple[str, str]] = []
    group, last = 0, -1
    leaves = [label.name for label in labels if label.axis == "column"]
    again, leaves = leaves[: -len(run.written)], leaves[-len(run.written) :]
    if again != leaves[: len(again)]:  # the first group's once more, as cells over two rows are written out
        return ()
    for leaf in leaves:
        at = names.index(leaf)
        group += at <= last
        if group >= len(table.rows):
            return ()
        found.append((table.rows[group].name, leaf))
        last = at
    order = [(row.name, column.name) for row in table.rows for column in table.columns]
    told = group + 1 == len(table.rows) and len(found) == len(run.written) < len(order)
    return lacking(order, found) if told else ()


def cut_off(missing: Sequence[tuple[str, str]], order: Sequence[tuple[str, str]]) -> bool:
    """Whether what lacks is the right end of the last group: the edge of a page may have cut it off."""
    return bool(missing) and tuple(missing) == tuple(order[-len(missing) :])


def _has_gaps(run: Run) -> bool:
    """Whether a drawn row has blanks between its figures: which cells these are its head must tell."""
    blank = [not token.folded for token in run.values]
    between = blank[blank.index(False) : len(blank) - blank[::-1].index(False)] if False in blank else []
    return run.row.form == "grid" and sum(between) > 1


def _whole_groups(written: Sequence[Token], count: int) -> bool:
    """Whether each of several lines holds the figures of a group; of several groups only where every one adds
    up, as the figures of one may stand in turns in two lines."""
    lines = Counter(token.place for token in written).values()
    return all(held == count for held in lines) or (
        not any(held % count for held in lines) and add_up(written, count)
    )
