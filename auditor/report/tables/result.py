"""Table four: three groups of five figures, usually fifteen in one row under a head of two storeys."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.report.cellvalue import UNREAD, is_figure, may_be_figure
from auditor.report.lexicon import TableDef
from auditor.report.stream import Row, Token
from auditor.report.tables.labels import LabelIndex, bare, index_of
from auditor.report.tables.reading import TableReading
from auditor.report.tables.result_cells import (
    accept,
    add_up,
    assign,
    cut_off,
    illegible,
    is_counted,
    lacking,
    place,
    untold,
)
from auditor.report.tables.result_head import labels_of, read_head, renamed_of
from auditor.report.tables.result_lines import read_fields, read_lines
from auditor.report.tables.result_stacked import read_stacked
from auditor.report.tables.run import Run


def read_result_table(rows: Sequence[Row], table: TableDef) -> TableReading:
    """Table four out of `rows`, the logical rows of its region."""
    groups, results = index_of(table.rows), index_of(table.columns)
    result = TableReading()
    grids: dict[int, list[Row]] = {}
    for row in rows:
        if row.form == "grid":
            grids.setdefault(row.table, []).append(row)
    nameless: list[list[Row]] = []
    for grid in grids.values():
        if read_stacked(grid, table, groups, results, result):
            continue
        for block in _blocks(grid, groups):
            if not _read_grid(block, table, groups, results, result):
                nameless.append(block)
    if result.values:
        _read_nameless(nameless, table, results, result)
    lines = [row for row in rows if row.form != "grid"]
    if not result.values:
        _read_parted(list(grids.values()), table, groups, results, result)
    if not result.values:
        read_fields(lines, table, groups, results, result)
    if not result.values:
        read_lines(lines, table, groups, results, result)
    if not result.values:
        _read_smeared(list(grids.values()), table, groups, results, result)
    return result


def _blocks(grid: Sequence[Row], groups: LabelIndex) -> list[list[Row]]:
    """A grid cut where a group's name stands alone below figures: three tables in one frame."""
    blocks: list[list[Row]] = [[]]
    filled = False
    for row in grid:
        written = [token for token in row.tokens if token.folded]
        if filled and written and all(groups.exact(bare(token.text)) for token in written):
            blocks.append([])
            filled = False
        filled = filled or _is_data(row) or (not written and bool(blocks[-1]))
        blocks[-1].append(row)
    return blocks


def _figures(row: Row) -> list[Token]:
    return [token for token in row.tokens if is_figure(token.folded)]


def _is_data(row: Row) -> bool:
    """Whether most of what is written are figures; where no words were read, what was not read is one too."""
    written = [token.folded for token in row.tokens if token.folded]
    return 2 * len(_figures(row)) > len(written) or (bool(written) and all(map(may_be_figure, written)))


def _read_grid(
    grid: Sequence[Row], table: TableDef, groups: LabelIndex, results: LabelIndex, result: TableReading
) -> bool:
    """Whether the grid is table four, or some of its groups."""
    head: list[Row] = []
    body: list[Row] = []
    for row in grid:
        written = [token for token in row.tokens if token.folded]
        if body or (head and (not written or _is_data(row))):
            body.append(row)
        else:
            head.append(row)
    told = read_head(head, groups, results)
    columns = told.columns
    labels = labels_of(head, groups, results)
    labels += renamed_of(head, labels, groups, results)
    order = [(row.name, column.name) for row in table.rows for column in table.columns]
    if not any(label.axis == "row" for label in labels) and len(columns) < 5:
        return False
    body = [row for row in body if not is_counted(row.tokens)] or body
    data = [row for row in body if any(token.folded for token in row.tokens)] or body[:1]
    if not data:
        return False
    accept(result, grid, data[0], labels, "grid")
    run = Run(data[0], (), None, list(data[0].tokens))
    named = list(dict.fromkeys(group for group, _ in columns.values()))
    if is_counted(data[0].tokens):
        illegible(run, table, named or list(groups.order), result)  # its figures were lost
        return True
    if len(data) > 1 and [t.folded for t in data[1].tokens] != [t.folded for t in data[0].tokens]:
        illegible(run, table, named, result)
        return True
    if (
        len(columns) >= 5
        and not cut_off(lacking(order, columns.values()), order)
        and place(told.own(data[0]), columns, table, result)
    ):
        result.missing = lacking(order, columns.values())
        return True
    shifted = len(columns) == len(order) == len(run.written) and not add_up(run.written, len(table.columns))
    if shifted or not told.ordered:
        illegible(run, table, list(groups.order), result)
        return True
    known = {group for group, _ in columns.values()} | {each.name for each in labels if each.axis == "row"}
    named = [row.name for row in table.rows if row.name in known]
    places = len(run.values) // len(table.columns)
    if len(run.written) > len(named) * len(table.columns) or places > len(named):  # than the names tell of
        named = [row.name for row in table.rows]
    result.missing = untold(labels, run, table)
    assign(run, [key for key in order if key[0] in named], table, result)
    return True


def _read_nameless(
    blocks: Sequence[Sequence[Row]], table: TableDef, results: LabelIndex, result: TableReading
) -> None:
    """Beside groups that were read, figures under most results' names are those of a group whose own name
    was not understood: the groups that lack are there, and open."""
    lost = [row.name for row in table.rows if row.name not in result.rows]
    for block in blocks if lost else ():
        told = {match.name for row in block for token in row.tokens if (match := results.lowest(token.text))}
        data = [row for row in block if _is_data(row) and len(row.tokens) >= len(table.columns)]
        if 2 * len(told) > len(table.columns) and data:
            accept(result, block, data[-1], [], "grid")
            illegible(Run(data[-1], (), None, list(data[-1].tokens)), table, lost, result)
            return


def _read_parted(
    grids: Sequence[Sequence[Row]],
    table: TableDef,
    groups: LabelIndex,
    results: LabelIndex,
    result: TableReading,
) -> None:
    """A head and a row of as many figures below it, in tables of their own: under a head of which nothing was
    lost each stands below its name. Where it does not show how they belong together, they are there, and
    open."""
    count = len(groups.order) * len(table.columns)
    bodies = [[row for row in grid if not is_counted(row.tokens)] for grid in grids]
    full = sum(_is_full(row, count) for grid in bodies for row in grid)
    for number, grid in enumerate(bodies):
        at = next((at for at, row in enumerate(grid) if _is_full(row, count)), None)
        if at is None:
            continue
        head = grid[:at] if at else grids[number - 1] if number else ()
        named = sum(results.lowest(token.text) is not None for row in head for token in row.tokens)
        if named > count // 2:
            accept(result, [*head, grid[at]], grid[at], labels_of(head, groups, results), "grid")
            run = Run(grid[at], (), None, list(grid[at].tokens))
            columns = read_head(head, groups, results).columns
            alone = full == 1 and len(grid) == at + 1
            if not alone or len(columns) < count or not place(run, columns, table, result):
                illegible(run, table, list(groups.order), result)
            return


def _is_full(row: Row, count: int) -> bool:
    """Whether a row has `count` cells, and nothing but figures in them."""
    own = [token for token in row.tokens if token.folded]
    return len(row.tokens) == count and bool(own) and all(may_be_figure(token.folded) for token in own)


def _read_smeared(
    grids: Sequence[Sequence[Row]],
    table: TableDef,
    groups: LabelIndex,
    results: LabelIndex,
    result: TableReading,
) -> None:
    """A head of which little more than the groups could be read, above figures of which not all were, or
    figures and names that stand in no way that is known: they are there, and open."""
    for grid in grids:
        texts = {bare(token.text) for row in grid for token in row.tokens}
        named = {match.name for text in texts if (match := groups.exact(text)) is not None}
        below = [row for row in grid if len(_figures(row)) > 1 and any(UNREAD in t.text for t in row.tokens)]
        told = {match.name for text in texts if (match := results.exact(text)) is not None}
        if not below and len(told) == len(results.order):
            below = [row for row in grid if len(_figures(row)) >= len(told)]
        if len(named) > 1 and below:
            accept(result, grid, below[-1], [], "grid")
            illegible(Run(below[-1], (), None, list(below[-1].tokens)), table, list(groups.order), result)
            return
