"""Table four: three groups of five figures, usually fifteen in one row under a head of two storeys."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from auditor.report.cellvalue import UNREAD, is_figure, may_be_figure
from auditor.report.lexicon import TableDef
from auditor.report.model import LabelRead
from auditor.report.stream import Row, Token
from auditor.report.tables.labels import LabelIndex, Match, bare, index_of
from auditor.report.tables.reading import CellReading, TableReading
from auditor.report.tables.result_cells import accept, assign, cut_off, illegible, lacking, untold
from auditor.report.tables.run import Run

_TOLD = 0.8  # of a head's names: where so many tell which is which, the others follow
_HEAD = 3  # so many names of results at least make a head: 其他 and 总计 are other tables' too


def read_result_table(rows: Sequence[Row], table: TableDef) -> TableReading:
    """Table four out of `rows`, the logical rows of its region."""
    groups, results = index_of(table.rows), index_of(table.columns)
    result = TableReading()
    grids: dict[int, list[Row]] = {}
    for row in rows:
        if row.form == "grid":
            grids.setdefault(row.table, []).append(row)
    for grid in grids.values():
        for block in _blocks(grid, groups):
            _read_grid(block, table, groups, results, result)
    lines = [row for row in rows if row.form != "grid"]
    if not result.values:
        _read_parted(list(grids.values()), table, groups, results, result)
    if not result.values:
        _read_fields(lines, table, groups, results, result)
    if not result.values:
        _read_lines(lines, table, groups, results, result)
    if not result.values:
        _read_smeared(list(grids.values()), table, groups, result)
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
) -> None:
    head: list[Row] = []
    body: list[Row] = []
    for row in grid:
        written = [token for token in row.tokens if token.folded]
        if body or (head and (not written or _is_data(row))):
            body.append(row)
        else:
            head.append(row)
    columns = _columns(head, groups, results)
    labels = _labels(head, groups, results)
    labels += _renamed(head, labels, groups, results)
    if not any(label.axis == "row" for label in labels) and len(columns) < 5:
        return
    stacked = _stacked(grid, table, groups, result)
    if stacked:
        result.labels.extend(labels)
        return
    data = [row for row in body if any(token.folded for token in row.tokens)] or body[:1]
    if not data:
        return
    accept(result, grid, data[0], labels, "grid")
    run = Run(data[0], (), None, list(data[0].tokens))
    if len(data) > 1 and [t.folded for t in data[1].tokens] != [t.folded for t in data[0].tokens]:
        illegible(run, table, list(dict.fromkeys(group for group, _ in columns.values())), result)
        return
    at = {token.column: token for token in run.values}
    order = [(row.name, column.name) for row in table.rows for column in table.columns]
    if (
        len(columns) >= 5
        and all(column in at for column in columns)
        and not [token for token in run.written if token.column not in columns]
        and all(token.colspan == 1 for token in run.written)
        and not cut_off(lacking(order, columns.values()), order)
    ):
        result.rows.extend(dict.fromkeys(group for group, _ in columns.values()))
        result.missing = lacking(order, columns.values())
        for column, key in columns.items():
            cell = table.cells[key]
            result.put(cell, CellReading(at[column], run)(cell))
        return
    told = {group for group, _ in columns.values()} | {each.name for each in labels if each.axis == "row"}
    named = [row.name for row in table.rows if row.name in told]
    places = len(run.values) // len(table.columns)
    if len(run.written) > len(named) * len(table.columns) or places > len(named):  # than the names tell of
        named = [row.name for row in table.rows]
    result.missing = untold(labels, run, table)
    assign(run, [key for key in order if key[0] in named], table, result)


def _read_parted(
    grids: Sequence[Sequence[Row]],
    table: TableDef,
    groups: LabelIndex,
    results: LabelIndex,
    result: TableReading,
) -> None:
    """A head and a row of as many figures below it that do not show how they belong together: a page's end
    parted them, or a piece of the head was lost. The figures are there, and open."""
    count = len(groups.order) * len(table.columns)
    for number, grid in enumerate(grids):
        at = next((at for at, row in enumerate(grid) if _is_full(row, count)), None)
        if at is None:
            continue
        head = grid[:at] if at else grids[number - 1] if number else ()
        named = sum(results.lowest(token.text) is not None for row in head for token in row.tokens)
        if named > count // 2:
            accept(result, [*head, grid[at]], grid[at], _labels(head, groups, results), "grid")
            illegible(Run(grid[at], (), None, list(grid[at].tokens)), table, list(groups.order), result)
            return


def _is_full(row: Row, count: int) -> bool:
    """Whether a row has `count` cells, and nothing but figures in them."""
    own = [token for token in row.tokens if token.folded]
    return len(row.tokens) == count and bool(own) and all(may_be_figure(token.folded) for token in own)


def _read_smeared(
    grids: Sequence[Sequence[Row]], table: TableDef, groups: LabelIndex, result: TableReading
) -> None:
    """A head of which little more than the groups could be read, above figures of which not all were: they
    are there, and open."""
    for grid in grids:
        texts = [bare(token.text) for row in grid for token in row.tokens]
        named = {match.name for text in texts if (match := groups.exact(text)) is not None}
        below = [row for row in grid if len(_figures(row)) > 1 and any(UNREAD in t.text for t in row.tokens)]
        if len(named) > 1 and below:
            accept(result, grid, below[-1], [], "grid")
            illegible(Run(below[-1], (), None, list(below[-1].tokens)), table, list(groups.order), result)
            return


def _read_fields(
    rows: Sequence[Row], table: TableDef, groups: LabelIndex, results: LabelIndex, result: TableReading
) -> None:
    """Delimited lines whose fields stand under each other: the head gives fifteen columns in the
    format's order, and the figures stand in the same fifteen."""
    fields = [row for row in rows if row.form == "fields" and len(row.tokens) > 10]
    head = [row for row in fields if not _figures(row) and row.folded]
    data = [row for row in fields if _figures(row)]
    columns = _columns(head, groups, results, spread=True)
    order = [(row.name, column.name) for row in table.rows for column in table.columns]
    if len(data) != 1 or list(columns.values()) != order:
        return
    at = {token.column: token for token in data[0].tokens}
    written = [token for token in data[0].tokens if token.folded]
    if all(column in at for column in columns) and all(token.column in columns for token in written):
        run = Run(data[0], (), None, list(data[0].tokens))
        accept(result, [*head, *data], data[0], _labels(head, groups, results), "lines")
        result.rows.extend(groups.order)
        for column, key in columns.items():
            cell = table.cells[key]
            result.put(cell, CellReading(at[column], run)(cell))


def _columns(
    head: Sequence[Row], groups: LabelIndex, results: LabelIndex, *, spread: bool = False
) -> dict[int, tuple[str, str]]:
    """Grid column → (group, result), from the head's two or three storeys. `spread`: a group's name
    stands over its first column only."""
    leaf: dict[int, str] = {}
    group: dict[int, str] = {}
    stacks: dict[int, list[str]] = {}
    for row in head:
        for token in row.tokens:
            text = bare(token.text)
            above = stacks.get(token.column, [])
            match = groups.exact(text) or (groups.exact(above[-1] + text) if above and text else None)
            if match is not None:  # in one piece, or in two that a page end has parted
                for column in range(token.column, token.column + token.colspan):
                    group[column] = match.name
                continue
            stacks.setdefault(token.column, []).append(text)
    lowest = {token.column: token.text for row in head for token in row.tokens if token.folded}
    for column, stack in stacks.items():
        named = results.exact(stack[-1]) or results.exact("".join(stack[-2:])) or results.misspelt(stack[-1])
        named = named or results.lowest(lowest.get(column, "")) or _run_together(stack[-1], groups, results)
        if named is not None:
            leaf[column] = named.name
    order = [(row, name) for row in groups.order for name in results.order]
    written = [column for column, stack in stacks.items() if stack[-1]]
    drawn = sorted(leaf if len(leaf) == len(order) else written)
    if len(drawn) == len(order) and len(leaf) >= _TOLD * len(order):
        at = dict(zip(drawn, order, strict=True))
        if all(at[column][1] == name for column, name in leaf.items()):
            return at  # as many, and so named, one misread maybe, as can be only these
    result: dict[int, tuple[str, str]] = {}
    current = ""
    for column in sorted(leaf):
        current = group.get(column, current)
        if spread and current:
            result[column] = (current, leaf[column])
        elif column in group:
            result[column] = (group[column], leaf[column])
    return result if len(set(result.values())) == len(result) else {}


def _run_together(text: str, groups: LabelIndex, results: LabelIndex) -> Match | None:
    """The result that a cell of the head ends with, where no lines were found between its storeys:
    “行政复议结果维持结果维持”, “行政复议总计总计”."""
    for official in results.official.values():
        label = bare(official)
        above = text.removesuffix(label)
        if above != text and above and (above.endswith(label) or groups.ending(above) is not None):
            return results.exact(label)
    return None


def _labels(head: Sequence[Row], groups: LabelIndex, results: LabelIndex) -> list[LabelRead]:
    labels: list[LabelRead] = []
    for row in head:
        for token in row.tokens:
            text = bare(token.text)
            for axis, index in (("row", groups), ("column", results)):
                match = index.exact(text) if text else None
                if match is None and not groups.exact(text) and not results.exact(text):
                    match = index.misspelt(text)
                if match is not None:
                    labels.append(_label(match, axis, token, index))
    return labels


def _label(match: Match, axis: str, token: Token, index: LabelIndex) -> LabelRead:
    return LabelRead(match.name, axis, token.text, index.official[match.name], match.standing, token.place)


def _renamed(
    head: Sequence[Row], labels: Sequence[LabelRead], groups: LabelIndex, results: LabelIndex
) -> list[LabelRead]:
    """The one name that the head lacks, where it has one that is unknown in a cell of its own width."""
    known = {(label.axis, label.name) for label in labels}
    absent = [("row", name) for name in groups.order if ("row", name) not in known]
    absent += [("column", name) for name in results.order if ("column", name) not in known]
    places = {label.place for label in labels}
    others = [
        token
        for row in head
        for token in row.tokens
        if token.folded and token.place not in places and bare(token.text) not in groups.groups
    ]
    if len(absent) != 1 or len({bare(token.text) for token in others}) != 1:
        return []
    (axis, name), token = absent[0], others[0]
    official = (groups if axis == "row" else results).official[name]
    return [LabelRead(name, axis, token.text, official, "unknown", token.place)]


def _stacked(grid: Sequence[Row], table: TableDef, groups: LabelIndex, result: TableReading) -> bool:
    """The three groups one below the other, each with five figures beside its name."""
    found = False
    for row in grid:
        for index, token in enumerate(row.tokens):
            match = groups.exact(bare(token.text)) if token.folded else None
            if match is None:
                continue
            values = list(row.tokens[index + 1 :])
            written = [value.folded for value in values if value.folded]
            if len(written) < 5 or not all(map(is_figure, written)):
                continue
            accept(result, grid, row, [], "grid" if row.form == "grid" else "lines")
            run = Run(row, (token,), match, values)
            assign(run, [(match.name, column.name) for column in table.columns], table, result)
            found = True
    return found


def _read_lines(
    rows: Sequence[Row], table: TableDef, groups: LabelIndex, results: LabelIndex, result: TableReading
) -> None:
    """Figures in lines: five for each group named since the last figures."""
    if _stacked(rows, table, groups, result):
        return
    named: list[str] = []
    labels: list[LabelRead] = []
    run: Run | None = None
    words = ""

    def close() -> None:
        nonlocal run
        whole = len(groups.order) * len(table.columns)
        told = len(named) * len(table.columns)
        # The heading itself names the first group.
        headed = len(named) > 1 or len({label.name for label in labels if label.axis == "column"}) >= _HEAD
        if run is not None and not headed and not named:
            run = None  # a row or a column of another table
        if run is not None and (len(run.written) == whole or 0 < told < len(run.written)):
            # More figures than the names tell of, or so many: the head was not wholly understood.
            named.extend(name for name in groups.order if name not in named)
        if run is not None and (run.written or len(run.values) >= 5) and named:
            accept(result, [row for row in rows if row.form != "line"], run.row, labels, "lines")
            keys = [(name, column.name) for name in groups.order if name in named for column in table.columns]
            result.missing = untold(labels, run, table)
            leaves = [label.name for label in labels if label.axis == "column"]
            spelt = "".join(bare(column.label.official) for column in table.columns) * len(named)
            doubtful = not headed or (len(keys) < whole and leaves != [column for _, column in keys])
            if doubtful and not words.endswith(spelt):
                illegible(run, table, list(groups.order), result)
            else:
                assign(run, keys, table, result)
            named.clear()
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
                    named.append(match.name)
                    labels.append(_label(match, "row", token, groups))
                leaf = results.exact(text) or (None if match else results.misspelt(text))
                if leaf is not None:
                    labels.append(_label(leaf, "column", token, results))
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


def _goes_on(run: Run, row: Row) -> bool:
    """Whether `row` is the very next line, of figures alone: in narrow columns it has the last digits."""
    written = [token for token in row.tokens if token.folded]
    alone = bool(written) and all(is_figure(token.folded) for token in written)
    return alone and bool(run.lines) and row.line == run.lines[-1] + 1 and len(set(run.lines)) == 1
