"""Tables two and three: figures after labels, assigned to cells only where nothing is in doubt.

A row is read by its label and the figures after it; their number must be that of the columns. Where
figures are missing, position decides only if the source marks every cell of the row; otherwise the
whole row is 无法辨认.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.base.place import CellPlace, ParagraphPlace
from auditor.base.diagnostic import Diagnostic, Severity
from auditor.report.cellvalue import read_value
from auditor.report.geometry import Doubt, Geometry, joined_figures
from auditor.report.header import Header, header_rows, read_header
from auditor.report.labels import LabelIndex, bare, is_head_word
from auditor.report.lexicon import CellDef, TableDef
from auditor.report.model import LabelRead
from auditor.report.runs import Run, find_runs
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
    place: CellPlace | ParagraphPlace | None = None
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
    result = TableRead()
    if not runs:
        return result
    labelled = {run.row.index for run in runs}
    result.used = _extent(rows, runs, labels, columns)
    result.place = runs[0].row.place
    result.form = "grid" if any(run.row.form == "grid" for run in runs) else "lines"
    headers = _headers(rows, labelled, columns)
    header = next(iter(headers.values()), None)
    if header is not None:
        result.labels.extend(header.labels)
        result.columns = tuple(name for name in header.names if name)
        result.extra_columns = ("小计",) * header.extra
    names = _column_names(header, runs, [column.name for column in table.columns])
    geometry = Geometry(runs, len(names), headers)
    for run in runs:
        assert run.match is not None
        name = run.match.name
        result.rows.append(name)
        result.labels.append(_row_label(run, labels))
        cells = [table.cells.get((name, column)) for column in names]
        for value, cell in zip(_readings(geometry, run, name, labels, result), cells, strict=True):
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
    result = TableRead()
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
        result.labels.append(_row_label(run, labels))
        result.place = result.place or run.row.place
        result.form = "grid" if run.row.form == "grid" else "lines" if result.form == "none" else result.form
        seen_columns.update(head.labels)
        columns_at = tuple(head.columns.get(cell.header, -1) for cell in cells)
        for cell, value in zip(cells, _stub_values(run, columns_at, result, labels), strict=True):
            result.put(cell, value(cell))
    if result.rows:
        result.used = _extent(rows, runs, labels, columns)
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


@dataclass(frozen=True, slots=True)
class _Head:
    """The column names of a block of table two, where they stand, and whether it names more columns
    of another template than of this one."""

    labels: dict[str, LabelRead] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    alien: bool = False


def _block_heads(rows: Sequence[Row], columns: LabelIndex, foreign: LabelIndex | None) -> dict[int, _Head]:
    """For every row the block head above it; 第二十条… or 信息内容 opens a new block."""
    heads: dict[int, _Head] = {}
    current: dict[str, LabelRead] = {}
    places: dict[str, int] = {}
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
                current, places, strange, in_head = {}, {}, 0, True
            if match is not None:
                current[match.name] = LabelRead(
                    match.name, "column", token.text, columns.official[match.name], match.standing, token.place
                )
                places.setdefault(match.name, token.column)
            elif alien is None and not opens:
                in_head = False
            strange += (alien is not None and alien.standing == "official") - (
                match is not None and match.standing == "official"
            )
        heads[row.index] = _Head(dict(current), dict(places), strange > 0)
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


def _pieces(run: Run, texts: Sequence[str]) -> list[_Reading]:
    token = run.written[0]
    return [
        _Reading(Token(text, text, token.place, token.column), run, note="几个数连在一格里，按个数拆开") for text in texts
    ]


def _stub_values(
    run: Run, columns: tuple[int, ...], result: TableRead, labels: LabelIndex
) -> list[_Reading]:
    """The figures of a row of table two; `columns` are the grid columns its head gives (-1 unknown)."""
    written, count = run.written, len(columns)
    if len(written) == count:
        return [_Reading(token, run) for token in written]
    joined = joined_figures(written, count)
    if joined is not None:
        return _pieces(run, joined)
    at = {token.column: token for token in run.values}
    if run.row.form == "grid" and all(column in at for column in columns) and all(
        token.column in columns for token in written
    ):
        return [_Reading(at[column], run) for column in columns]
    if run.values and (len(run.values) == count or not written):
        marked = run.values if len(run.values) >= count else [*run.values, *run.values[-1:] * count]
        return [_Reading(token, run) for token in marked[:count]]
    assert run.match is not None
    return _torn(run, count, labels.official[run.match.name], result)


def _headers(rows: Sequence[Row], labelled: set[int], columns: LabelIndex) -> dict[int, Header]:
    """Each document table's own header, by table number; 0 for lines outside tables."""
    result: dict[int, Header] = {}
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(0 if row.form == "line" else row.table, []).append(row)
    for number, own in groups.items():
        if any(row.index in labelled for row in own):
            header = read_header(header_rows(own, labelled), columns)
            if header is not None:
                result[number] = header
    if not result:
        header = read_header(header_rows(rows, labelled), columns)
        if header is not None:
            result[0] = header
    return result


def _column_names(header: Header | None, runs: Sequence[Run], official: list[str]) -> list[str]:
    """The columns that the rows' figures stand in. A header that was not wholly understood is
    believed only where the rows bear it out."""
    if header is None or list(header.names) == official:
        return official
    if header.complete and header.ranges:
        return list(header.names)
    usual = max((len(run.written) for run in runs), default=0)
    return list(header.names) if usual == len(header.names) else official


def _readings(
    geometry: Geometry, run: Run, name: str, labels: LabelIndex, result: TableRead
) -> list[_Reading]:
    cells = geometry.cells(run)
    if isinstance(cells, Doubt):
        return _torn(run, geometry.count, labels.official[name], result)
    texts = [cell for cell in cells if isinstance(cell, str)]
    if texts:
        return _pieces(run, texts)
    return [_Reading(cell, run) for cell in cells if isinstance(cell, Token)]
