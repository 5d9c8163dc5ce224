"""Table three: a row of figures for every label, assigned only where nothing is in doubt.

A row is read by its label and the figures after it; their number must be that of the columns. Where
figures are missing, position decides only if the source marks every cell of the row; otherwise the
whole row is 无法辨认.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.report.cellvalue import is_figure, may_be_figure
from auditor.report.lexicon import TableDef
from auditor.report.model import LabelRead
from auditor.report.stream import Row, Token
from auditor.report.tables.foreign import put_aside
from auditor.report.tables.geometry import Doubt, Geometry, joined_figures
from auditor.report.tables.header import Header, header_rows, read_header
from auditor.report.tables.labels import LabelIndex, bare, index_of, is_head_word
from auditor.report.tables.order import Order, choose_order
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
from auditor.report.tables.split import joined, named_elsewhere, split_by_columns, turned
from auditor.report.tables.spoken import names_other_columns, strangers
from auditor.report.value import State

_LONG = 6  # characters of a label that is told in the midst of others
_Renamed = tuple[int, str, Token | None]  # a grid column, the format's name of it, and what stands over it
_FEW = 3  # so few rows, none with its figures, make no table


def read_wide_table(rows: Sequence[Row], table: TableDef) -> TableReading:
    """Table three out of `rows`, the logical rows of its region."""
    labels, columns = index_of(table.rows), index_of(table.columns)
    width = len(table.columns)
    found = find_runs(rows, labels, columns, lambda name: width)
    runs = found.runs
    result = TableReading()
    if parts := split_by_columns(rows, runs, table, columns):
        return joined([read_wide_table(own, part) for own, part in parts])
    if (head := turned(rows, labels, columns)) is not None:
        return _turned(rows, head, table, labels, columns)
    heap = None if any(run.written for run in runs) else _heap(rows, labels, width)
    if heap is not None:
        result.form, result.place = "grid", heap.row.place
        result.used = extent_of(rows, [*runs, heap], labels, columns)
        return out_of_order(table, heap, result)
    if not any(_full(run, width) for run in runs) and len(runs) < _FEW:
        return result  # a word or two that could name a row, of another table
    labelled = {run.row.index for run in runs}
    result.used = extent_of(rows, runs, labels, columns)
    result.place = runs[0].row.place
    if _scattered(found, table):
        result.form = "lines"
        return out_of_order(table, runs[0], result)
    result.form = "grid" if any(run.row.form == "grid" for run in runs) else "lines"
    headers = {
        number: _with_unnamed(head, [run for run in runs if run.row.table == number], columns)
        for number, head in _headers(rows, labelled, columns).items()
    }
    put_aside(rows, runs, headers, columns)
    more = _drop_strangers(rows, runs, columns)
    whole = (head for head in headers.values() if columns.order.keys() <= set(head.names))
    header = next(whole, next(iter(headers.values()), None))
    renamed: list[_Renamed] = []
    if header is not None:
        result.labels.extend(header.labels)
        usual = Counter(len(run.written) for run in runs).most_common(1)[0][0]
        told = usual - header.extra < width  # rows with all their figures: the head is torn, nothing lacks
        result.columns = tuple(name for name in header.names if name) if told else None
        result.extra_columns = ("小计",) * header.extra
        renamed = _renamed(rows, runs, header, columns)
        result.labels.extend(
            LabelRead(name, "column", token.text, columns.official[name], "unknown", token.place)
            for _, name, token in renamed
            if token is not None
        )
    result.sequence, result.extra_rows = sequence_of(runs), found.extra
    official = [column.name for column in table.columns]
    order = Order(
        _in_place(header, renamed)
        if header is not None and renamed
        else _column_names(header, runs, official)
    )
    if header is not None and not renamed and _reordered(header, official):
        order = choose_order(header, runs, official)
        if order.names != list(header.names):  # its widths are wrong
            headers = {number: replace(head, ranges=()) for number, head in headers.items()}
    names = order.names
    beyond = _beyond(header, runs, official) if header is not None and names != official else ()
    beyond = beyond or named_elsewhere(rows, runs, names, columns)
    if result.columns is not None:
        result.columns += beyond
    geometry = Geometry(runs, names, official[-1], headers, more=more, strict=bool(beyond))
    blank = not any(may_be_figure(token.folded) for row in rows for token in row.tokens)
    for run in runs:
        assert run.match is not None
        name = run.match.name
        result.rows.append(name)
        result.labels.append(row_label(run, labels))
        cells = [table.cells.get((name, column)) for column in names]
        readings = _readings(geometry, run, name, labels, result, blank)
        if order.open:
            readings = [_open_order(reading, run) for reading in readings]
        for value, cell in zip(readings, cells, strict=True):
            if cell is not None:
                result.put(cell, value(cell))
        for open_ in beyond:
            if (cell := table.cells.get((name, open_))) is not None:
                result.put(cell, CellReading(None, run, State.ILLEGIBLE, "表头里这一栏的名称没有认出")(cell))
    for name, run in _unclear(rows, labels, result.rows, runs, width):
        result.rows.append(name)
        unclear = torn(run, width, labels.official[name], result)[0]
        for column in names:
            if (cell := table.cells.get((name, column))) is not None:
                result.put(cell, unclear(cell))
    return result


def _turned(
    rows: Sequence[Row], head: Run, table: TableDef, labels: LabelIndex, columns: LabelIndex
) -> TableReading:
    """A table whose rows are the format's columns: it is there, and all of it open."""
    result = TableReading(form="grid", place=head.row.place, used=extent_of(rows, [head], labels, columns))
    out_of_order(table, head, result)
    text = f"{table.name}的行和列对调了，整张表按无法辨认处理"
    remedy = "请对照原件核对这张表"
    result.diagnostics = [replace(result.diagnostics[0], message=text, remedy=remedy)]
    opened = CellReading(None, head, State.ILLEGIBLE, "表的行和列对调了")
    result.values = {cell.path: opened(cell) for cell in table.cells.values()}
    return result


def _unclear(
    rows: Sequence[Row], labels: LabelIndex, found: Sequence[str], runs: Sequence[Run], width: int
) -> list[tuple[str, Run]]:
    """The rows that were not found and are there nonetheless: those whose labels stand heaped in a cell, and
    where rows of figures without a label are enough for them all, all the others too."""
    heaped = list(_heaped(rows, labels, set(found)))
    if not heaped:
        return heaped
    told = {*found, *(name for name, _ in heaped)}
    others = [name for name in labels.order if name not in told]
    own = {run.row.index for run in runs}
    loose = sum(row.index not in own and _figures(row) == width for row in rows if row.form == "grid")
    if len(heaped) + len(others) <= loose:
        heaped += [(name, heaped[0][1]) for name in others]
    return heaped


def _figures(row: Row) -> int:
    return sum(is_figure(token.folded) for token in row.tokens)


def _heaped(rows: Sequence[Row], labels: LabelIndex, found: set[str]) -> Iterator[tuple[str, Run]]:
    """The rows that were not found and whose label stands with others in one cell, as where a page's lines
    were lost: they are there, and their figures are anywhere."""
    long = {name: text for name, label in labels.official.items() if len(text := bare(label)) >= _LONG}
    lost = labels.order.keys() - found
    for row in rows if lost else ():
        for token in row.tokens:
            text = bare(token.text)
            here = tuple(name for name, label in long.items() if label in text)
            if len(here) < 2:
                here = labels.heaped(token.text) if token.rowspan > 1 else ()
            for name in here:
                if name in lost:
                    lost = lost - {name}
                    yield name, Run(row, (token,), None)


def _heap(rows: Sequence[Row], labels: LabelIndex, width: int) -> Run | None:
    """A drawn cell that holds several labels, beside rows of figures without any: as some programs print a
    column of labels, all in one cell, or the first of them and no more. None where there is no such thing."""
    drawn = [row for row in rows if row.form == "grid"]
    if 2 * sum(_figures(row) == width for row in drawn) < len(labels.order):
        return None
    heaped = [run for _, run in _heaped(drawn, labels, set())]
    return heaped[0] if len(heaped) > 1 else None


def _full(run: Run, width: int) -> bool:
    return len(run.written) == width or len(run.values) == width


def _scattered(found: Found, table: TableDef) -> bool:
    """Whether most rows lack their figures while figures stand about that have no row or heap up behind one,
    or so many stand about that the rows which have theirs may have their neighbours'."""
    width, runs, strays = len(table.columns), found.runs, found.strays
    usual, times = Counter(len(run.written) for run in runs).most_common(1)[0]
    # Most rows have a figure more where there is a subtotal, one less where a column lacks.
    whole = (
        (width, usual) if usual > width or (usual == width - 1 and 2 * times > len(runs)) else (width, width)
    )
    full = sum(
        len(run.written) in whole or _full(run, width) or joined_figures(run.written, width) is not None
        for run in runs
    )
    if full == len(runs) == len(table.rows) or not found.in_lines:
        return False
    heaps = any(len(run.written) > 2 * width for run in runs)
    several = [run for run in runs if len(run.written) > 2]
    if 2 * sum(run.apart > 1 for run in several) > len(several) and (
        any(len(run.written) > max(whole) + 1 for run in runs) or not _in_order(runs, table)
    ):
        return True  # every figure set apart, as where the text of a page is taken by where it stands
    return ((strays > 0 or heaps) and full * 2 < len(runs)) or strays * 3 > full


def _in_order(runs: Sequence[Run], table: TableDef) -> bool:
    """Whether the rows stand in the format's order."""
    order = {line.name: at for at, line in enumerate(table.rows)}
    drawn = sorted(runs, key=lambda run: run.row.index)
    places = [order[run.match.name] for run in drawn if run.match is not None]
    return places == sorted(places)


def _renamed(rows: Sequence[Row], runs: Sequence[Run], header: Header, columns: LabelIndex) -> list[_Renamed]:
    """The one column that the head does not name, where the rows have its figures below another name; or
    several, in their places, as scans have them: under names that share a character with theirs, or between
    two that are named."""
    absent = [name for name in columns.order if name not in header.names]
    drawn = [run for run in runs if run.row.form == "grid" and run.written]
    figures = [at for at in _figure_columns(drawn) if header.name_at(at) != ""]
    if not absent or len(figures) != len(columns.order):
        return []
    own = [at for at in figures if header.name_at(at) is None]
    if [figures.index(at) for at in own] != [columns.order[name] for name in absent]:
        return []
    first = next(run.row for run in drawn if len(run.written) > 1)
    head = [
        token
        for row in header_rows((r for r in rows if r.table == first.table), {first.index})
        for token in row.tokens
        if token.folded
    ]
    if any(match.name in absent for token in head if (match := columns.exact(bare(token.text)))):
        return []  # it is named, elsewhere: Word files whose widths were lost
    found = []
    for name, at in zip(absent, own, strict=True):
        above = [token for token in head if token.column == at and not is_head_word(bare(token.text))]
        inside = header.ranges[0][1] <= at < header.ranges[-1][0]
        if len(absent) > 1 and not inside and not (above and _alike(above[-1].text, columns.official[name])):
            return []
        if not (above or inside):
            return []
        found.append((at, name, above[-1] if above else None))
    return found


def _with_unnamed(header: Header, runs: Sequence[Run], columns: LabelIndex) -> Header:
    """A head that names every column of the format, with those between them that have no name and in which
    most rows have figures: they are none of the format's."""
    if not (header.complete and header.apart and header.ranges) or columns.order.keys() - {*header.names}:
        return header
    first, last = header.ranges[0][0], header.ranges[-1][1]
    grid = [run for run in runs if run.row.form == "grid"]
    unnamed = [at for at in _figure_columns(grid) if first < at < last and header.name_at(at) is None]
    pairs = sorted([*zip(header.ranges, header.names, strict=True), *(((at, at + 1), "") for at in unnamed)])
    return replace(header, names=tuple(name for _, name in pairs), ranges=tuple(own for own, _ in pairs))


def _figure_columns(runs: Sequence[Run]) -> list[int]:
    """The grid columns in which most rows have something written."""
    counts = Counter(token.column for run in runs for token in run.written)
    return sorted(column for column, count in counts.items() if 2 * count >= len(runs))


def _alike(text: str, name: str) -> bool:
    return not set(bare(text)).isdisjoint(bare(name))


def _in_place(header: Header, renamed: Sequence[_Renamed]) -> list[str]:
    """The columns of a head with those that stand under other names."""
    known = [(start, name) for (start, _), name in zip(header.ranges, header.names, strict=True)]
    return [name for _, name in sorted([*known, *((at, name) for at, name, _ in renamed)])]


def _beyond(header: Header, runs: Sequence[Run], official: Sequence[str]) -> tuple[str, ...]:
    """The columns that the head does not name, where figures stand outside those that it names, or the cells
    below a name that was not understood: they are there, and which is which nobody can tell. Of a single one
    only where it is the first or the last and figures stand beyond the others."""
    missing = [name for name in official if name not in header.names]
    if not header.ranges or not missing:
        return ()
    if any(token.column in header.strange for run in runs for token in _outside(run, header)):
        return tuple(missing)
    figures = {token.column for run in runs if run.row.form == "grid" for token in run.written}
    before = any(column < header.ranges[0][0] for column in figures)
    after = any(column >= header.ranges[-1][1] for column in figures)
    if len(missing) == 1:
        there = (missing[0] == official[-1] and after) or (missing[0] == official[0] and before)
    else:
        there = any(header.name_at(column) is None for column in figures)
    return tuple(missing) if there else ()


def _outside(run: Run, header: Header) -> list[Token]:
    """The cells of a drawn row, blank ones too, that stand under no name."""
    drawn = run.values if run.row.form == "grid" else []
    return [token for token in drawn if header.name_at(token.column) is None]


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
    full = sum(len(run.written) == len(official) for run in runs)
    if len(header.names) < len(official) and 2 * full > len(runs) and runs[0].row.form != "grid":
        return official  # the upper storey's names stand elsewhere in the line, or not at all
    if header.complete and header.ranges:
        return list(header.names)
    counts = Counter(len(run.written) for run in runs if run.written)
    most = max(counts, default=0)
    often = 2 * counts[most] > counts.total() or (counts[most] > 1 and len(header.names) + 1 >= len(official))
    borne_out = most == len(header.names) and (header.complete or often)
    due = header.complete and header.extra and full * 2 <= len(runs)  # too many blanks to show the subtotal
    return list(header.names) if header.apart and (borne_out or due) else official


def _reordered(header: Header, official: Sequence[str]) -> bool:
    """Whether a head names every column of the format, and in another order."""
    known = [name for name in header.names if name]
    told = header.complete and (bool(header.ranges) or header.apart)
    return told and known != list(official) and sorted(known) == sorted(official)


def _open_order(reading: CellReading, run: Run) -> CellReading:
    """A figure of a row of which nobody can tell under which column it stands."""
    opened = CellReading(None, run, State.ILLEGIBLE, "表头各栏的顺序和各行的数对不上，看不出是哪一栏的数")
    opened.raw, opened.place = reading.raw, reading.place
    return opened


def _drop_strangers(rows: Sequence[Row], runs: Sequence[Run], columns: LabelIndex) -> bool:
    """Take out of lines of text what stands in them under names that the format does not have, where a line
    has a figure for every name; tell whether there are such names."""
    head = header_rows(rows, {run.row.index for run in runs})
    others = strangers(head, columns)
    width = len(columns.order) + len(others)
    for run in runs if others else ():
        if run.row.form == "line" and len(run.values) == len(run.written) == width:
            run.values = [token for at, token in enumerate(run.values) if at not in others]
    return bool(others) or names_other_columns(head, columns)


def _readings(
    geometry: Geometry, run: Run, name: str, labels: LabelIndex, result: TableReading, blank: bool
) -> list[CellReading]:
    """`blank`: no figure stands in the whole table, so none can be this row's."""
    cells = geometry.cells(run)
    if isinstance(cells, Doubt):
        if blank:
            return [CellReading(None, run)] * geometry.count
        return torn(run, geometry.count, labels.official[name], result)
    texts = [cell for cell in cells if isinstance(cell, str)]
    if texts:
        return split_cell(run, texts)
    return [CellReading(cell, run) for cell in cells if isinstance(cell, Token)]
