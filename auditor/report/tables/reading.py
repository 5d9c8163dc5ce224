"""What was read of one table, cell by cell, with every doubt named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import CellPlace, ParagraphPlace
from auditor.report.cellvalue import read_value
from auditor.report.lexicon import CellDef, TableDef
from auditor.report.model import LabelRead
from auditor.report.stream import Row, Token
from auditor.report.tables.labels import LabelIndex, bare, is_head_word
from auditor.report.tables.run import Run
from auditor.report.value import State, Value

_EMPTY = {State.BLANK, State.ILLEGIBLE}
_STOPS = re.compile("[，,。；;]")


@dataclass
class TableReading:
    """What was read of one table: values by path (only those found), labels, faults of reading."""

    values: dict[str, Value] = field(default_factory=dict)
    labels: list[LabelRead] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)  # names of the rows found
    columns: tuple[str, ...] | None = None  # names of the columns, None where no header was found
    extra_columns: tuple[str, ...] = ()
    extra_rows: tuple[str, ...] = ()  # names of drawn rows with all their figures that no format has
    sequence: tuple[str, ...] = ()  # the drawn rows with figures, in the order found
    lacking: tuple[str, ...] = ()  # names of columns that the rows of a block have no place for
    missing: tuple[tuple[str, str], ...] = ()  # (row, column) of cells for which the table has no place
    place: CellPlace | ParagraphPlace | None = None
    used: set[int] = field(default_factory=set)  # stream positions that belong to the table
    form: str = "none"
    _disputed: set[str] = field(default_factory=set)  # paths of cells that were read in two ways
    _again: list[tuple[CellDef, Value, Value]] = field(default_factory=list)  # what was read once more

    def put(self, cell: CellDef, value: Value) -> None:
        """Keep `value`; a second, different reading of one cell makes it 无法辨认 for good."""
        known = self.values.get(cell.path)
        if known is None:
            self.values[cell.path] = value
            return
        if not _same(known, value):
            self._again.append((cell, known, value))
        if cell.path in self._disputed or value.state is State.BLANK or _same(known, value):
            return
        if known.state in (State.BLANK, State.ILLEGIBLE):
            self.values[cell.path] = value
        elif value.state is not State.ILLEGIBLE:
            self._dispute(cell, known, value)

    def settle(self) -> None:
        """Where a row was found in two tables, with different contents in one cell at least, no other cell of
        the one fills a cell that is blank or open in the other: they are no pieces of one row."""
        apart = {
            _tables(cell, known, value)
            for cell, known, value in self._again
            if not {known.state, value.state} & _EMPTY
        }
        for cell, known, value in self._again:
            if cell.path not in self._disputed and _tables(cell, known, value) in apart:
                self._dispute(cell, known, value)

    def _dispute(self, cell: CellDef, known: Value, value: Value) -> None:
        self._disputed.add(cell.path)
        self.values[cell.path] = Value(
            State.ILLEGIBLE,
            None,
            known.raw,
            known.unit,
            place=known.place,
            confidence=0.0,
            note=f"同一格读到两个不同的内容：“{known.raw}”和“{value.raw}”",
        )


def _same(left: Value, right: Value) -> bool:
    return left.state is right.state and left.number == right.number


def _tables(cell: CellDef, left: Value, right: Value) -> tuple[object, ...]:
    """The tables that two readings of a cell stand in; of one table, its row as well."""
    tables = [value.place.table if isinstance(value.place, CellPlace) else 0 for value in (left, right)]
    return (*tables, cell.row) if tables[0] == tables[1] else tuple(tables)


class CellReading:
    """How one cell of a row is to be read: a token, a marked blank, or unknown."""

    __slots__ = ("note", "place", "raw", "state")

    def __init__(self, token: Token | None, run: Run, state: State | None = None, note: str = "") -> None:
        self.raw = token.text if token is not None else ""
        self.place = token.place if token is not None else run.row.place
        self.state = state
        self.note = note

    def __call__(self, cell: CellDef) -> Value:
        if self.state is State.ILLEGIBLE:
            return Value(
                State.ILLEGIBLE, None, self.raw, cell.unit, place=self.place, confidence=0.0, note=self.note
            )
        return read_value(self.raw, cell.unit, self.place, self.note)


def torn(run: Run, count: int, label: str, result: TableReading) -> list[CellReading]:
    """The whole row is 无法辨认, and says so."""
    written = run.written
    found = _count_of(run, count)
    result.diagnostics.append(
        Diagnostic(
            Severity.INFO,
            "table.row-count",
            f"“{label}”一行{found}，看不出各在哪一格，整行按无法辨认处理",
            "请对照原件核对这一行",
            place=run.row.place,
        )
    )
    raw = " ".join(token.text for token in written)
    reading = CellReading(None, run, State.ILLEGIBLE, f"一行{found}")
    reading.raw = raw
    return [reading] * count


def _count_of(run: Run, count: int) -> str:
    """How many figures a row should have and has; where these are as many, what else is in doubt."""
    number = len(run.written)
    if number != count:
        return f"应有 {count} 个数，读到 {number} 个"
    if run.overrun:
        return f"读到 {number} 个数，附近还有没有行名的数，可能也是这一行的"
    if run.broken:
        return f"的 {number} 个数分在几行里，可能有数被拆开"
    return f"读到 {number} 个数，和表头的各栏对不上"


def out_of_order(table: TableDef, run: Run, result: TableReading) -> TableReading:
    """All of a table is 无法辨认: its labels and figures stand apart, column after column, as programs
    write that take the text out of a page. No label tells then which figures are its own."""
    result.diagnostics = [
        Diagnostic(
            Severity.WARNING,
            "table.out-of-order",
            f"{table.name}的行名和数字在文件里分成了几处，对不上哪个数在哪一行，整张表按无法辨认处理",
            "请改用能看到表格的文件（.docx、.pdf、网页）",
            place=run.row.place,
        )
    ]
    result.rows = [line.name for line in table.rows]
    result.labels, result.columns, result.missing, result.extra_columns = [], None, (), ()
    reading = CellReading(None, run, State.ILLEGIBLE, "行名和数字没有在一起")
    result.values = {cell.path: reading(cell) for cell in table.cells.values()}
    return result


def sequence_of(runs: Sequence[Run]) -> tuple[str, ...]:
    """The names of the drawn rows with figures, in the order found."""
    drawn = sorted((r for r in runs if r.row.form == "grid" and r.written), key=lambda run: run.row.index)
    return tuple(run.match.name for run in drawn if run.match is not None)


def split_cell(run: Run, texts: Sequence[str]) -> list[CellReading]:
    token = run.written[0]
    return [
        CellReading(Token(text, text, token.place, token.column), run, note="几个数连在一格里，按个数拆开")
        for text in texts
    ]


def row_label(run: Run, labels: LabelIndex) -> LabelRead:
    assert run.match is not None
    name = run.match.name
    written = " ".join(piece.text for piece in run.pieces[-1:])
    return LabelRead(
        name,
        "row",
        written,
        labels.official[name],
        _standing(run, written, labels),
        run.pieces[-1].place if run.pieces else run.row.place,
    )


def _standing(run: Run, written: str, labels: LabelIndex) -> str:
    assert run.match is not None
    if _lengthened(run, written, labels):
        return "variant"
    misprint = run.match.standing == "misprint"
    if misprint and _STOPS.search(written) and not _STOPS.search(labels.official[run.match.name]):
        return "official"  # a sentence ran into it from another cell: how it is written is not known
    return run.match.standing


def _lengthened(run: Run, written: str, labels: LabelIndex) -> bool:
    """Whether a drawn row's label has more words than the format's: 政府规章."""
    assert run.match is not None
    text, label = bare(written), bare(labels.official[run.match.name])
    before = text.removesuffix(label)
    drawn = run.row.form == "grid" and run.match.standing == "official"
    return drawn and 0 < len(before) < len(text) and before not in labels.groups and not is_head_word(before)


def extent_of(rows: Sequence[Row], runs: Sequence[Run], labels: LabelIndex, columns: LabelIndex) -> set[int]:
    """The stream positions of the table: all rows that are not paragraphs, and of the paragraphs
    those from the first name of a row or column to the last figure, sentences left out."""
    used = {index for row in rows if row.form != "line" for index in row.indexes()}
    last = max((run.indexes().stop for run in runs), default=0)
    begun = False
    for row in rows:
        if row.form != "line" or row.index >= last:
            continue
        text = bare(row.text)
        begun = (
            begun or is_head_word(text) or columns.exact(text) is not None or labels.exact(text) is not None
        )
        if begun and not (
            len(text) > 60 or ("。" in row.text and not row.text.strip().startswith(("注", "（本列")))
        ):
            used.add(row.index)
    for run in runs:
        used.update(run.row.indexes())
    return used
