"""Table four in lines of text: delimited fields under the names of a head, or figures in the order in which a
head names them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from auditor.report.cellvalue import is_figure
from auditor.report.lexicon import TableDef
from auditor.report.model import LabelRead
from auditor.report.stream import Row
from auditor.report.tables.labels import LabelIndex, bare
from auditor.report.tables.reading import TableReading
from auditor.report.tables.result_cells import accept, assign, illegible, is_counted, place, untold
from auditor.report.tables.result_head import Key, label_of, labels_of, read_head
from auditor.report.tables.result_stacked import read_stacked
from auditor.report.tables.run import Run

_HEAD = 3  # so many names of results at least make a head: 其他 and 总计 are other tables' too


def read_fields(
    rows: Sequence[Row], table: TableDef, groups: LabelIndex, results: LabelIndex, result: TableReading
) -> None:
    """Delimited lines whose fields stand under each other: the head gives fifteen columns, and the figures
    stand in the same fifteen."""
    fields = [row for row in rows if row.form == "fields" and len(row.tokens) > 10]
    figured = [any(is_figure(token.folded) for token in row.tokens) for row in fields]
    head = [row for row, filled in zip(fields, figured, strict=True) if not filled and row.folded]
    data = [row for row, filled in zip(fields, figured, strict=True) if filled and not is_counted(row.tokens)]
    told = read_head(head, groups, results, spread=True)
    if len(data) != 1 or set(told.columns.values()) != table.cells.keys():
        return
    if place(told.own(data[0]), told.columns, table, result):
        accept(result, [*head, *data], data[0], labels_of(head, groups, results), "lines")


def read_lines(
    rows: Sequence[Row], table: TableDef, groups: LabelIndex, results: LabelIndex, result: TableReading
) -> None:
    """Figures in lines: five for each group named since the last figures."""
    if read_stacked(rows, table, groups, results, result):
        return
    named: list[str] = []
    order: list[tuple[int, str]] = []  # the names of groups, and of several together, by line
    labels: list[LabelRead] = []
    run: Run | None = None
    words = ""

    def close() -> None:
        nonlocal run
        whole = len(groups.order) * len(table.columns)
        told = len(named) * len(table.columns)
        # The heading itself names the first group.
        headed = len(named) > 1 or len({label.name for label in labels if label.axis == "column"}) >= _HEAD
        if run is not None and is_counted(run.written):
            run = None  # the columns' numbers
        if run is not None and not headed and not named:
            if result.values and len(run.written) == whole:  # once more all figures, another year's maybe
                assign(run, list(table.cells), table, result)
            run = None  # a row or a column of another table
        if run is not None and (len(run.written) == whole or 0 < told < len(run.written)):
            # More figures than the names tell of, or so many: the head was not wholly understood.
            named.extend(name for name in groups.order if name not in named)
        if run is not None and (run.written or len(run.values) >= 5) and named:
            accept(result, [row for row in rows if row.form != "line"], run.row, labels, "lines")
            leaves = [label.name for label in labels if label.axis == "column"]
            keys = _keys(named, order, leaves, groups, results)
            result.missing = untold(labels, run, table)
            spelt = "".join(bare(column.label.official) for column in table.columns) * len(named)
            doubtful = not headed or (len(keys) < whole and leaves != [column for _, column in keys])
            if doubtful and result.values and set(groups.order) == set(result.rows):
                pass  # one group once more, below the table
            elif not keys or (doubtful and not words.endswith(spelt)):
                illegible(run, table, list(groups.order), result)
            else:
                assign(run, keys, table, result)
            named.clear()
            order.clear()
            labels.clear()
        run = None

    for row, following in zip_longest(rows, rows[1:]):
        if row.picture or (
            row.form == "line" and ("。" in row.folded or (len(row.folded) > 60 and len(row.tokens) == 1))
        ):
            close()
            continue
        tokens = list(row.tokens)
        has_words = any(token.folded and not is_figure(token.folded) for token in tokens)
        for token in tokens:
            if not token.folded:
                if run is not None:
                    run.values.append(token)
                elif not has_words and len(tokens) >= 5:
                    run = Run(row, (), None, [token])
            elif is_figure(token.folded):
                run = run or Run(row, (), None)
                run.values.append(token)
            else:
                if run is not None and run.written:
                    close()
                run = None
                text = bare(token.text)
                words = (words + text)[-90:]
                match = groups.exact(text) or groups.ending(words, text)
                if match is not None and match.name not in named:
                    order.append((row.index, match.name))
                    named.append(match.name)
                    labels.append(label_of(match, "row", token, groups))
                elif text in groups.groups:
                    order.append((row.index, text))
                leaf = results.exact(text) or (None if match else results.misspelt(text))
                if leaf is not None:
                    labels.append(label_of(leaf, "column", token, results))
        if run is not None and not run.written:
            run = run if len(run.values) >= 5 and len(tokens) == 15 else None
        elif run is not None and len(run.written) >= 15:
            run.overrun = following is not None and _goes_on(run, following)
            close()
    close()
    if result.values and named and len(labels) >= 5:
        illegible(Run(rows[-1], (), None), table, named, result)  # a group's head, and nothing under it
    if not result.values and len(named) == len(table.rows) and len(labels) >= 8 and rows:
        accept(result, [], rows[0], labels, "lines")
        illegible(Run(rows[0], (), None), table, named, result)  # a head, and no cell that can be told


def _keys(
    named: Sequence[str],
    order: Sequence[tuple[int, str]],
    leaves: Sequence[str],
    groups: LabelIndex,
    results: LabelIndex,
) -> list[Key]:
    """The cells of the groups `named` in the order in which a head names them; none where nothing tells that.
    An order of its own is told by the names of one line only: lines may come in any order."""
    lines = {name: line for line, name in reversed(order)}
    given = list(dict.fromkeys(name for _, name in order))
    parent = next((name for name in given if name in groups.groups), "")
    official = list(groups.order)
    within = official[1:]  # the groups that the name over several of them stands for
    top = [name for name in given if name in (official[0], parent)]
    below = [name for name in given if name in within]
    if top == [parent, official[0]]:
        if lines[parent] != lines[official[0]]:
            return []
        top = [*within, official[0]]
    else:
        top = official
    if below != [name for name in within if name in below]:
        if len({lines[name] for name in below}) > 1:
            return []
        top = [below.pop(0) if name in within else name for name in top]
    size = len(results.order)
    blocks = {tuple(leaves[at : at + size]) for at in range(0, len(leaves), size)}
    names = list(results.order)
    if all(sorted(block) == sorted(names) for block in blocks) and blocks != {tuple(names)} and blocks:
        if len(blocks) > 1:
            return []
        names = list(blocks.pop())
    return [(group, name) for group in top if group in named for name in names]


def _goes_on(run: Run, row: Row) -> bool:
    """Whether `row` is the very next line, of figures alone: in narrow columns it has the last digits."""
    written = [token for token in row.tokens if token.folded]
    alone = bool(written) and all(is_figure(token.folded) for token in written)
    return alone and bool(run.lines) and row.line == run.lines[-1] + 1 and len(set(run.lines)) == 1
