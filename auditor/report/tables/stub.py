"""Table two: blocks with heads of their own, one to three figures a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from auditor.report.cellvalue import is_figure
from auditor.report.lexicon import CellDef, TableDef
from auditor.report.model import LabelRead
from auditor.report.stream import Row, Token
from auditor.report.tables.geometry import joined_figures
from auditor.report.tables.labels import HEAD_WORDS, LabelIndex, bare, index_of, legible
from auditor.report.tables.reading import (
    CellReading,
    TableReading,
    extent_of,
    out_of_order,
    row_label,
    sequence_of,
    split_cell,
    torn,
)
from auditor.report.tables.run import Run
from auditor.report.tables.runs import Found, find_runs
from auditor.report.tables.stub_names import Names, cells_by_name, misplaced

_BEFORE = re.compile("上年|上一年|去年|前年")  # a name of its own, however like another one
_NOTE = re.compile(r"(?:备?注|说明)\d?[:.、]")


def read_stub_table(rows: Sequence[Row], table: TableDef, foreign: LabelIndex | None = None) -> TableReading:
    """Table two out of `rows`: blocks with heads of their own, one to three figures a row. Rows under
    a head of `foreign` columns, those of another template, are left alone."""
    labels, columns = index_of(table.rows), index_of(table.columns)
    wanted = {
        line.name: [cell for (row, _), cell in table.cells.items() if row == line.name] for line in table.rows
    }

    def count(name: str) -> int:
        return len(wanted[name]) if name else 3

    found = find_runs(rows, labels, columns, count)
    if found.strays and found.in_lines:
        above = rows[: _notes(rows)]
        without = find_runs(above, labels, columns, count)
        if not without.strays and _names(found) == _names(without):
            rows, found = above, without
    runs = found.runs
    result = TableReading()
    heads = _block_heads(rows, columns, foreign)
    seen_columns: dict[str, LabelRead] = {}
    for run in runs:
        assert run.match is not None
        cells = wanted[run.match.name]
        head = heads.get(run.row.index, _Head())
        if head.alien and not any(
            cell.header in head.labels and head.labels[cell.header].standing == "official" for cell in cells
        ):
            continue
        result.rows.append(run.match.name)
        result.labels.append(row_label(run, labels))
        result.place = result.place or run.row.place
        result.form = "grid" if run.row.form == "grid" else "lines" if result.form == "none" else result.form
        seen_columns.update(head.labels)
        seen_columns.update(_renamed(run, cells, head, columns))
        result.lacking += _lacking(run, cells, head)
        for cell, value in zip(cells, _stub_values(run, cells, head, result, labels), strict=True):
            result.put(cell, value(cell))
    for name, run in _unlabelled(rows, runs, heads, result.rows, wanted):
        result.rows.append(name)
        values = torn(run, count(name), labels.official[name], result)
        for cell, value in zip(wanted[name], values, strict=True):
            result.put(cell, value(cell))
    if result.rows:
        result.used = extent_of(rows, runs, labels, columns)
        if found.strays and found.in_lines:
            return out_of_order(table, runs[0], result)  # figures above their labels, or below the next one
        result.labels.extend(seen_columns.values())
        result.sequence = sequence_of(runs)
        result.columns = tuple(seen_columns) if seen_columns else None
    return result


def _notes(rows: Sequence[Row]) -> int:
    """Where the notes below a table begin, which may number their lines and name its rows."""
    return next((at for at, row in enumerate(rows) if _NOTE.match(row.folded)), len(rows))


def _names(found: Found) -> set[str]:
    """The rows that were found with figures."""
    return {run.match.name for run in found.runs if run.match is not None and run.written}


def _unlabelled(
    rows: Sequence[Row],
    runs: Sequence[Run],
    heads: Mapping[int, _Head],
    found: Sequence[str],
    wanted: Mapping[str, Sequence[CellDef]],
) -> Iterator[tuple[str, Run]]:
    """The rows that were not found, where a drawn row of their block has figures and no label, or one that
    could not be read: they are there, and open."""
    if not found:
        return
    lost = {name: {cell.header for cell in cells} for name, cells in wanted.items() if name not in found}
    told = {index for run in runs for index in run.indexes()}
    for row in rows if lost else ():
        if row.form != "grid" or row.index in told or row.index not in heads:
            continue
        written = [token for token in row.tokens if token.folded]
        figures = [token for token in written if is_figure(token.folded)]
        if not figures or any(not is_figure(t.folded) and legible(t.text) for t in written):
            continue
        head = heads[row.index].labels.keys()
        name = next((name for name, own in lost.items() if own <= head or _fits(own, head, figures)), "")
        if name:
            del lost[name]
            yield name, Run(row, (), None, figures)


def _fits(headers: Set[str], head: Set[str], figures: Sequence[Token]) -> bool:
    """Whether a block's head, in which not every name was read, is that of so many figures."""
    return bool(headers & head) and len(figures) == len(headers)


@dataclass(frozen=True, slots=True)
class _Head:
    """The column names of a block of table two, where they stand, and whether it names more columns
    of another template than of this one."""

    labels: dict[str, LabelRead] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    alien: bool = False
    unknown: tuple[Token, ...] = ()  # words beside the column names that are none
    names: Names = field(default_factory=Names)


def _block_heads(rows: Sequence[Row], columns: LabelIndex, foreign: LabelIndex | None) -> dict[int, _Head]:
    """For every row the block head above it; 第二十条… or 信息内容 opens a new block."""
    heads: dict[int, _Head] = {}
    current: dict[str, LabelRead] = {}
    places: dict[str, int] = {}
    strange = 0
    in_head = False
    unknown: list[Token] = []
    names = Names()
    for row in rows:
        own: list[tuple[Token, str]] = []
        near: list[tuple[Token, str]] = []
        beside = row.form != "line" and not any(is_figure(token.folded) for token in row.tokens)
        for token in row.tokens:
            text = bare(token.text)
            if not text or len(text) > 40:
                continue
            match = columns.exact(text)
            alien = foreign.exact(text) if foreign is not None else None
            opens = text.startswith("第二十条第") or text == "信息内容"
            if opens:
                names, own, near = Names(), [], []  # left of the labels' column stands nothing of a row
            if (opens or match is not None or alien is not None) and not in_head:
                current, places, unknown, strange, in_head = {}, {}, [], 0, True
            other = columns.is_strange(text) and not any(text in word for word in HEAD_WORDS)
            if match is not None or (other and not opens):
                own.append((token, match.name if match is not None else ""))
                misspelt = columns.nearest(text) if match is None and not _BEFORE.match(text) else None
                if misspelt is not None and beside:
                    near.append((token, misspelt.name))
            if match is not None:
                current[match.name] = LabelRead(
                    match.name,
                    "column",
                    token.text,
                    columns.official[match.name],
                    match.standing,
                    token.place,
                )
                places.setdefault(match.name, token.column)
            elif alien is None and not opens and not (in_head and beside and current):
                in_head = False
            elif alien is None and not opens:
                unknown.append(token)
            strange += (alien is not None and alien.standing == "official") - (
                match is not None and match.standing == "official"
            )
        if any(name for _, name in own) and not any(is_figure(token.folded) for token in row.tokens):
            names = names.below(row, own, near)
        heads[row.index] = _Head(dict(current), dict(places), strange > 0, tuple(unknown), names)
    return heads


def _lacking(run: Run, cells: Sequence[CellDef], head: _Head) -> tuple[str, ...]:
    """The columns that a block lacks: its head names others only, each of which has its place in the row."""
    there = [cell.header for cell in cells if cell.header in head.labels]
    if not there or head.unknown or len(there) == len(cells):
        return ()
    if len(there) not in (len(run.values), len(run.written)):
        return ()
    return tuple(cell.header for cell in cells if cell.header not in there)


def _renamed(run: Run, cells: Sequence[CellDef], head: _Head, columns: LabelIndex) -> dict[str, LabelRead]:
    """The column of a full row whose name alone is not in the head, where one name there is unknown."""
    absent = [cell.header for cell in cells if cell.header not in head.labels]
    if len(absent) != 1 or len(head.unknown) != 1 or len(run.written) != len(cells) or len(cells) < 2:
        return {}
    name, token = absent[0], head.unknown[0]
    label, seen = bare(columns.official[name]), bare(token.text)
    standing = "official" if label.endswith(seen) else "unknown"  # its first line was left on the page before
    return {name: LabelRead(name, "column", token.text, columns.official[name], standing, token.place)}


def _stub_values(
    run: Run, cells: Sequence[CellDef], head: _Head, result: TableReading, labels: LabelIndex
) -> list[CellReading]:
    """The figures of a row of table two below `head`."""
    headers = [cell.header for cell in cells]
    written, count = run.written, len(cells)
    assert run.match is not None
    label = labels.official[run.match.name]
    # Where the name of a block's first column stands right above a label, those of the others are elsewhere,
    # and so may its figures be.
    unheaded = run.row.form == "line" and [bare(piece.text) for piece in run.pieces[-2:-1]] == ["信息内容"]
    if run.broken or unheaded:
        return torn(run, count, label, result)
    joined = joined_figures(written, count)
    if joined is None and set(headers) <= set(head.names.order):
        named = cells_by_name(run, headers, head.names)
        if named is not None:
            return [CellReading(token, run) for token in named]
        if misplaced(run, headers, head.names):
            return torn(run, count, label, result)
    if len(written) == count:
        return [CellReading(token, run) for token in written]
    if joined is not None:
        return split_cell(run, joined)
    columns = [head.columns.get(header, -1) for header in headers]
    at = {token.column: token for token in run.values}
    if (
        run.row.form == "grid"
        and all(column in at for column in columns)
        and all(token.column in columns for token in written)
    ):
        return [CellReading(at[column], run) for column in columns]
    some = -1 in columns and any(column >= 0 for column in columns)  # an empty field may be no cell's then
    if run.values and (not written or (len(run.values) == count and not some)):
        marked = run.values if len(run.values) >= count else [*run.values, *run.values[-1:] * count]
        return [CellReading(token, run) for token in marked[:count]]
    return torn(run, count, label, result)
