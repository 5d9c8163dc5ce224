"""Tables two and three: figures after labels, assigned to cells only where nothing is in doubt.

A row is read by its label and the figures after it; their number must be that of the columns. Where
figures are missing, position decides only if the source marks every cell of the row; otherwise the
whole row is 无法辨认.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.report.cellvalue import read_value
from auditor.report.header import Header, header_rows, read_header
from auditor.report.labels import LabelIndex, bare, is_head_word
from auditor.report.lexicon import CellDef, TableDef
from auditor.report.model import LabelRead
from auditor.report.runs import Run, find_runs, name_orphans
from auditor.report.stream import Row, Token
from auditor.report.value import State, Value


@dataclass
class TableRead:
    """What was read of one table: values by path (only those found), labels, faults of reading."""

    values: dict[str, Value] = field(default_factory=dict)
    labels: list[LabelRead] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)  # names of the rows found
    columns: tuple[str, ...] | None = None  # names of the columns, None where no header was found
    extra_columns: tuple[str, ...] = ()
    place: object = None
    used: set[int] = field(default_factory=set)  # stream positions that belong to the table
    form: str = "none"

    def put(self, cell: CellDef, value: Value) -> None:
        """Keep `value`; a second, different reading of one cell makes it 无法辨认."""
        known = self.values.get(cell.path)
        if known is None or (known.state is State.BLANK and value.state is not State.BLANK):
            self.values[cell.path] = value
        elif value.state is State.BLANK or _same(known, value):
            return
        elif known.state is State.ILLEGIBLE:
            self.values[cell.path] = value
        elif value.state is not State.ILLEGIBLE:
            self.values[cell.path] = Value(
                State.ILLEGIBLE, None, known.raw, known.unit, place=known.place, confidence=0.0,
                note=f"同一格读到两个不同的内容：“{known.raw}”和“{value.raw}”",
            )


def _same(left: Value, right: Value) -> bool:
    return left.state is right.state and left.number == right.number


def read_wide_table(rows: Sequence[Row], table: TableDef) -> TableRead:
    """Table three out of `rows`, the logical rows of its region."""
    labels, columns = LabelIndex(table.rows), LabelIndex(table.columns)
    width = len(table.columns)
    runs = find_runs(rows, labels, columns, lambda name: width)
    name_orphans(runs, labels, lambda name: width)
    result = TableRead()
    named = [run for run in runs if run.match is not None]
    if not named:
        return result
    labelled = {run.row.index for run in named}
    result.used = _extent(rows, [run for run in runs if run.match or run.written], labels, columns)
    result.place = named[0].row.place
    result.form = "grid" if any(run.row.form == "grid" for run in named) else "lines"
    header = _headers(rows, labelled, columns)
    if header is not None:
        result.labels.extend(header.labels)
        result.columns = tuple(name for name in header.names if name)
        result.extra_columns = ("小计",) * header.extra
    names = _column_names(header, named, [column.name for column in table.columns])
    geometry = _Geometry(named, names, header)
    for run in named:
        assert run.match is not None
        name = run.match.name
        result.rows.append(name)
        result.labels.append(_row_label(run, labels))
        cells = [table.cells.get((name, column)) for column in names]
        for value, cell in zip(geometry.values(run, name, labels, result), cells, strict=True):
            if cell is not None:
                result.put(cell, value(cell))
    return result


def read_stub_table(rows: Sequence[Row], table: TableDef, foreign: LabelIndex | None = None) -> TableRead:
    """Table two out of `rows`: blocks with heads of their own, one to three figures a row. Rows under
    a head of `foreign` columns, those of another template, are left alone."""
    labels, columns = LabelIndex(table.rows), LabelIndex(table.columns)
    wanted = {line.name: [cell for (row, _), cell in table.cells.items() if row == line.name] for line in table.rows}
    def count(name: str) -> int:
        return len(wanted[name]) if name else 3

    runs = find_runs(rows, labels, columns, count)
    name_orphans(runs, labels, count)
    result = TableRead()
    heads = _block_heads(rows, columns, foreign)
    seen_columns: dict[str, LabelRead] = {}
    for run in runs:
        assert run.match is not None
        cells = wanted[run.match.name]
        head, alien = heads.get(run.row.index, (None, False))
        if alien and not (head and any(cell.header in head and head[cell.header].standing == "official" for cell in cells)):
            continue
        result.rows.append(run.match.name)
        result.labels.append(_row_label(run, labels))
        result.place = result.place or run.row.place
        result.form = "grid" if run.row.form == "grid" else "lines" if result.form == "none" else result.form
        if head:
            seen_columns.update(head)
        for cell, value in zip(cells, _stub_values(run, len(cells), result, labels), strict=True):
            result.put(cell, value(cell))
    if result.rows:
        result.used = _extent(rows, [run for run in runs if run.match], labels, columns)
        result.labels.extend(seen_columns.values())
        result.columns = tuple(seen_columns) if seen_columns else None
    return result


def _extent(rows: Sequence[Row], runs: Sequence[Run], labels: LabelIndex, columns: LabelIndex) -> set[int]:
    """The stream positions of the table: all rows that are not paragraphs, and of the paragraphs
    those from the first name of a row or column to the last figure, sentences left out."""
    used = {index for row in rows if row.form != "line" for index in row.indexes()}
    last = max((run.indexes().stop for run in runs), default=0)
    begun = False
    for row in rows:
        if row.form != "line" or row.index >= last:
            continue
        text = bare(row.text)
        begun = begun or is_head_word(text) or columns.exact(text) is not None or labels.exact(text) is not None
        if begun and not (len(text) > 60 or ("。" in row.text and not row.text.strip().startswith(("注", "（本列")))):
            used.add(row.index)
    for run in runs:
        used.update(run.row.indexes())
    return used


def _row_label(run: Run, labels: LabelIndex) -> LabelRead:
    assert run.match is not None
    name = run.match.name
    written = " ".join(piece.text for piece in run.pieces[-1:])
    return LabelRead(name, "row", written, labels.official[name], run.match.standing, run.pieces[-1].place if run.pieces else run.row.place)


_Head = tuple[dict[str, LabelRead], bool]


def _block_heads(rows: Sequence[Row], columns: LabelIndex, foreign: LabelIndex | None) -> dict[int, _Head]:
    """For every row the column names of the block head above it, and whether that head names more
    columns of another template than of this one. 第二十条… or 信息内容 opens a new block."""
    heads: dict[int, _Head] = {}
    current: dict[str, LabelRead] = {}
    strange = 0
    in_head = False
    for row in rows:
        for token in row.tokens:
            text = bare(token.text)
            if not text or len(text) > 40:
                continue
            match = columns.exact(text)
            alien = foreign.exact(text) if foreign is not None else None
            opens = text.startswith("第二十条第") or text == "信息内容"
            if (opens or match is not None or alien is not None) and not in_head:
                current, strange, in_head = {}, 0, True
            if match is not None:
                current[match.name] = LabelRead(
                    match.name, "column", token.text, columns.official[match.name], match.standing, token.place
                )
            elif alien is None and not opens:
                in_head = False
            strange += (alien is not None and alien.standing == "official") - (
                match is not None and match.standing == "official"
            )
        heads[row.index] = (dict(current), strange > 0)
    return heads


class _Reading:
    """How one cell of a row is to be read: a token, a marked blank, or unknown."""

    __slots__ = ("note", "place", "raw", "state")

    def __init__(self, token: Token | None, run: Run, state: State | None = None, note: str = "") -> None:
        self.raw = token.text if token is not None else ""
        self.place = token.place if token is not None else run.row.place
        self.state = state
        self.note = note

    def __call__(self, cell: CellDef) -> Value:
        if self.state is State.ILLEGIBLE:
            return Value(State.ILLEGIBLE, None, self.raw, cell.unit, place=self.place, confidence=0.0, note=self.note)
        return read_value(self.raw, cell.unit, self.place, self.note)


def _torn(run: Run, count: int, label: str, result: TableRead) -> list[_Reading]:
    """The whole row is 无法辨认, and says so."""
    written = run.written
    result.diagnostics.append(
        Diagnostic(
            Severity.INFO,
            "table.row-count",
            f"“{label}”一行应有 {count} 个数，读到 {len(written)} 个，看不出各在哪一格，整行按无法辨认处理",
            "请对照原件核对这一行",
            place=run.row.place,
        )
    )
    raw = " ".join(token.text for token in written)
    reading = _Reading(None, run, State.ILLEGIBLE, f"一行应有 {count} 个数，读到 {len(written)} 个")
    reading.raw = raw
    return [reading] * count


def _joined_zeros(tokens: Sequence[Token], count: int) -> list[str] | None:
    """Seven noughts printed as one “0000000”, or all figures of a row set in one cell with gaps."""
    if len(tokens) != 1:
        return None
    token = tokens[0]
    if count > 1 and token.folded == "0" * count:
        return ["0"] * count
    pieces = token.text.split()
    if len(pieces) == count > 1 and all(read_value(piece, "", None).state is not State.TEXT for piece in pieces):
        return pieces
    return None


def _pieces(run: Run, texts: Sequence[str]) -> list[_Reading]:
    token = run.written[0]
    return [
        _Reading(Token(text, text, token.place, token.column), run, note="几个数连在一格里，按个数拆开") for text in texts
    ]


def _stub_values(run: Run, count: int, result: TableRead, labels: LabelIndex) -> list[_Reading]:
    written = run.written
    if len(written) == count:
        return [_Reading(token, run) for token in written]
    joined = _joined_zeros(written, count)
    if joined is not None:
        return _pieces(run, joined)
    if run.values and (len(run.values) == count or not written):
        marked = run.values if len(run.values) >= count else [*run.values, *run.values[-1:] * count]
        return [_Reading(token, run) for token in marked[:count]]
    assert run.match is not None
    return _torn(run, count, labels.official[run.match.name], result)


def _headers(rows: Sequence[Row], labelled: set[int], columns: LabelIndex) -> Header | None:
    """The header above the first labelled row; of a grid only that grid's own rows."""
    before = header_rows(rows, labelled)
    first = next((row for row in rows if row.index in labelled), None)
    if first is not None and first.form == "grid":
        before = [row for row in before if row.table == first.table] or before
    return read_header(before, columns) if before else None


def _column_names(header: Header | None, runs: Sequence[Run], official: list[str]) -> list[str]:
    """The columns that the rows' figures stand in. A header that names other columns than the format
    is believed only where the rows bear it out."""
    if header is None or list(header.names) == official:
        return official
    usual = Counter(len(run.written) for run in runs if len(run.written) > 1).most_common(1)
    if usual and usual[0][0] == len(header.names):
        return list(header.names)
    return official


class _Geometry:
    """Where the figures of a full row stand in this table, learnt from the rows that are full."""

    def __init__(self, runs: Sequence[Run], names: list[str], header: Header | None) -> None:
        self.count = len(names)
        self.columns: dict[int, tuple[int, ...]] = {}
        full = [run for run in runs if len(run.written) == self.count]
        by_table: dict[int, Counter[tuple[int, ...]]] = {}
        for run in full:
            if run.row.form in {"grid", "fields"}:
                by_table.setdefault(run.row.table, Counter())[tuple(token.column for token in run.written)] += 1
        for number, counter in by_table.items():
            positions, times = counter.most_common(1)[0]
            if times == counter.total() or (times >= 3 and times >= 0.8 * counter.total()):
                self.columns[number] = positions
        grids = [run.row.table for run in runs if run.row.form == "grid"]
        if header is not None and header.positions and len(header.names) == self.count and grids:
            self.columns.setdefault(grids[0], header.positions)
        inexact = [run for run in runs if run.row.form != "grid"]
        self.unpadded = bool(inexact) and all(
            len(run.values) == self.count for run in inexact if len(run.written) == self.count
        )

    def values(self, run: Run, name: str, labels: LabelIndex, result: TableRead) -> list[_Reading]:
        """One reading per column, in the order of the columns."""
        written, count = run.written, self.count
        if len(written) == count:
            if self._trusted(run):
                return [_Reading(token, run) for token in written]
            return _torn(run, count, labels.official[name], result)
        joined = _joined_zeros(written, count)
        if joined is not None:
            return _pieces(run, joined)
        placed = self._by_position(run)
        if placed is not None:
            return [_Reading(token, run) for token in placed]
        return _torn(run, count, labels.official[name], result)

    def _trusted(self, run: Run) -> bool:
        """A full row is read in order, unless in a grid its figures stand scattered among blanks
        elsewhere than in the other rows: then one may stand in a column that does not count."""
        if run.row.form != "grid":
            return True
        expected = self.columns.get(run.row.table)
        actual = tuple(token.column for token in run.written)
        if expected is None or actual == expected:
            return True
        if len({a - e for a, e in zip(actual, expected, strict=True)}) == 1:
            return True
        first, last = run.values.index(run.written[0]), run.values.index(run.written[-1])
        return all(token.folded for token in run.values[first : last + 1])

    def _by_position(self, run: Run) -> list[Token] | None:
        """The row's cells by position, where the source marks every one of them."""
        if any(token.colspan > 1 and token.folded for token in run.values) or any(
            token.rowspan > 1 for token in run.values
        ):
            if run.written and run.row.form == "grid":
                return None
        expected = self.columns.get(run.row.table)
        if expected is not None and run.row.form in {"grid", "fields"}:
            at = {token.column: token for token in run.values}
            stray = [token for token in run.written if token.column not in expected]
            if not stray and all(column in at for column in expected) and (run.row.form == "grid" or self.unpadded):
                return [at[column] for column in expected]
        if len(run.values) == self.count and (run.row.form == "grid" or self.unpadded):
            return list(run.values)
        if not run.written and run.values and len(run.values) >= self.count:
            return list(run.values[: self.count])
        return None
