"""Table four turned: its groups one below the other with the results beside them, or the results below each
other with the groups beside them, or every figure in a row of its own."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.report.cellvalue import is_figure, may_be_figure
from auditor.report.lexicon import TableDef
from auditor.report.stream import Row, Token
from auditor.report.tables.labels import LabelIndex, Match, bare
from auditor.report.tables.reading import CellReading, TableReading
from auditor.report.tables.result_cells import accept, assign, illegible
from auditor.report.tables.result_head import Key, labels_of
from auditor.report.tables.run import Run
from auditor.report.value import State

_Found = list[tuple[Key, Token | None, Row]]  # None: nothing tells which cell it is
_TABLE = 10  # figures in one row: they are those of more groups than one


def read_stacked(
    rows: Sequence[Row], table: TableDef, groups: LabelIndex, results: LabelIndex, result: TableReading
) -> bool:
    """Whether the table is so turned. What was found of it stands in `result` then; of a drawn one the groups
    that it names without figures are there, and open."""
    named = {match.name for row in rows for token in row.tokens if (match := groups.exact(bare(token.text)))}
    if not named or any(sum(is_figure(t.folded) for t in row.tokens) >= _TABLE for row in rows):
        return False
    drawn = all(row.form == "grid" for row in rows)
    found = _crossed(rows, groups, results)
    found = found or [((g, r), token, row) for (r, g), token, row in _crossed(rows, results, groups)]
    found = found or _downward(rows, groups, results, named)
    lost = named - {group for (group, _), *_ in found}
    if not found or (lost and not drawn):
        return _beside(rows, table, groups, results, named, result)
    accept(result, [row for row in rows if row.form != "line"], found[0][2], [], "grid" if drawn else "lines")
    result.labels.extend(labels_of(rows, groups, results))
    result.rows.extend(name for name in groups.order if name in named - lost)
    for key, token, row in found:
        cell = table.cells[key]
        state, note = (None, "") if token is not None else (State.ILLEGIBLE, "看不出是哪一栏的数")
        result.put(cell, CellReading(token, Run(row, (), None), state, note)(cell))
    if lost:
        illegible(Run(found[0][2], (), None), table, [n for n in groups.order if n in lost], result)
    return True


def _matches(row: Row, index: LabelIndex) -> list[tuple[int, Match]]:
    """The names of `index` in a row, and where."""
    found = ((at, index.exact(bare(token.text))) for at, token in enumerate(row.tokens) if token.folded)
    return [(at, match) for at, match in found if match is not None]


def _crossed(rows: Sequence[Row], down: LabelIndex, across: LabelIndex) -> _Found:
    """The cells of rows named by `down` below a head that has every name of `across` once: in the columns of
    their names where these are drawn, else in their order, as many as the names."""
    places: dict[str, list[tuple[Row, Token]]] = {name: [] for name in across.order}
    words: set[int] = set()
    found: _Found = []
    for row in rows:
        labels = _matches(row, down)
        values = row.tokens[labels[0][0] + 1 :] if len(labels) == 1 else ()
        if not any(token.folded for token in values) and row.form != "grid":
            values = ()
        if len(values) < len(across.order) or not all(may_be_figure(t.folded or "0") for t in values):
            for at, match in _matches(row, across):
                places[match.name].append((row, row.tokens[at]))
            for token in row.tokens if row.form == "grid" else ():
                words.update(token.columns if token.folded else ())
            continue
        if any(len(own) != 1 for own in places.values()):
            return []
        head = {name: own[0][1] for name, own in places.items()}
        if row.form != "grid" and len({own[0][0].index for own in places.values()}) > 1:
            return []  # in lines of their own they may be in any order
        cells = _cells(row, values, head, words)
        if cells is not None:
            found += [((labels[0][1].name, name), cells.get(name), row) for name in head]
    return found


def _cells(
    row: Row, values: Sequence[Token], head: dict[str, Token], words: set[int]
) -> dict[str, Token] | None:
    """The cells of a row by the names over them; empty where a figure stands under none, None where the row
    has no figures of this table."""
    written = [token for token in values if token.folded]
    names = sorted(head, key=lambda name: head[name].column)
    if row.form != "grid" and len(written) == len(names):
        return dict(zip(names, written, strict=True))
    owner = {column: name for name, token in head.items() for column in token.columns}
    cells: dict[str, Token] = {}
    for token in values:
        name = owner.get(token.column)
        if name is None:
            if token.folded and (row.form != "grid" or token.column not in words):
                return {}
        elif name in cells or token.colspan > head[name].colspan:
            return {}
        else:
            cells[name] = token
    if len(cells) < len(names):
        return {} if written else None
    return cells


def _downward(rows: Sequence[Row], groups: LabelIndex, results: LabelIndex, named: set[str]) -> _Found:
    """The cells of rows that hold a result and one figure each, a group's name before its first result. All
    are open where a group has not every result once: which name is whose then, nothing tells."""
    found: dict[Key, tuple[Token, Row]] = {}
    group, regular, last = "", True, rows[0]
    columns: set[int] = set()
    for row in rows:
        above, own = _matches(row, groups), _matches(row, results)
        if len(above) > 1 or len(own) > 1:
            return []
        group = above[0][1].name if above else group
        if not own:
            continue
        values = row.tokens[own[0][0] + 1 :]
        written = [token for token in values if token.folded]
        if (
            not values
            or (row.form != "grid" and not written)
            or len(written) > 1
            or not all(may_be_figure(token.folded) for token in written)
        ):
            continue
        key, token = (group, own[0][1].name), (written or [values[0]])[0]
        regular = regular and bool(group) and key not in found
        columns.update({token.column} if row.form == "grid" else ())
        found[key] = token, row
        last = row
    whole = [(name, result) for name in groups.order if name in named for result in results.order]
    if len(found) < len(results.order):
        return []
    if regular and set(found) == set(whole) and len(columns) < 2:
        return [(key, *found[key]) for key in whole]
    filled = any(token.folded for token, _ in found.values())
    return [(key, None, last) for key in whole] if filled else []


def _beside(
    rows: Sequence[Row],
    table: TableDef,
    groups: LabelIndex,
    results: LabelIndex,
    named: set[str],
    result: TableReading,
) -> bool:
    """Every group that is named with five figures beside its name, under no head that was understood; all are
    open where what was understood of it is not in the format's order."""
    found: list[Run] = []
    for row in rows:
        for at, match in _matches(row, groups):
            values = list(row.tokens[at + 1 :])
            written = [value.folded for value in values if value.folded]
            if len(written) >= len(table.columns) and all(map(is_figure, written)):
                found.append(Run(row, (row.tokens[at],), match, values))
    if not found or named - {run.match.name for run in found if run.match is not None}:
        return False
    places = [[results.order[match.name] for _, match in _matches(row, results)] for row in rows]
    mixed = any(own != sorted(own) for own in places)
    if all(run.row.form == "grid" for run in found):
        result.labels.extend(labels_of(rows, groups, results))
    for run in found:
        assert run.match is not None
        around = rows if run is found[0] else ()
        accept(result, around, run.row, [], "grid" if run.row.form == "grid" else "lines")
        if mixed:
            illegible(run, table, [run.match.name], result)
            continue
        assign(run, [(run.match.name, column.name) for column in table.columns], table, result)
    return True
