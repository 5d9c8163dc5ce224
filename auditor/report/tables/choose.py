"""All tables of a report: where each stands, which template it shows, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.report.headings import Candidate
from auditor.report.lexicon import Lexicon, TableDef
from auditor.report.model import LabelRead, TableRead
from auditor.report.stream import Row, logical_rows
from auditor.report.tables.labels import LabelIndex, index_of
from auditor.report.tables.oddities import oddities, part_of
from auditor.report.tables.reading import TableReading
from auditor.report.tables.result import read_result_table
from auditor.report.tables.result_cells import cut_off
from auditor.report.tables.stub import read_stub_table
from auditor.report.tables.wide import read_wide_table
from auditor.report.tables.years import read_own_year
from auditor.report.template import shown_templates
from auditor.report.value import State, Value


@dataclass(frozen=True, slots=True)
class Tables:
    """`readings` by table, the one that shows it best; `cells` under every path of the shown template
    (of a mixed one the union); `used` are the stream positions that belong to tables."""

    readings: Mapping[str, TableReading]
    cells: Mapping[str, Value]
    template: str
    lexicon: Lexicon
    used: frozenset[int]


def region_of(rows: Sequence[Row], chosen: Sequence[Candidate], section: int) -> list[Row] | None:
    """The rows under a section's heading, or None where the heading was not found."""
    for position, candidate in enumerate(chosen):
        if candidate.number == section:
            end = chosen[position + 1].index if position + 1 < len(chosen) else len(rows)
            return list(rows[candidate.index + 1 : end])
    return None


def _read_table(
    rows: Sequence[Row],
    chosen: Sequence[Candidate],
    table: TableDef,
    year: int | None,
    foreign: LabelIndex | None = None,
) -> TableReading:
    """The table under its own heading, else wherever its labels stand."""

    def reader(region: Sequence[Row]) -> TableReading:
        lines = logical_rows(list(region))
        match table.name:
            case "表二":
                reading = read_stub_table(lines, table, foreign)
            case "表三":
                reading = read_wide_table(lines, table)
            case _:
                reading = read_result_table(lines, table)
        reading.settle()
        return reading

    region = region_of(rows, chosen, table.section)
    if region is not None:
        reading = read_own_year(region, year, reader)
        if reading.rows:
            return reading
    return read_own_year(_rest(rows, chosen, table.section), year, reader)


def _rest(rows: Sequence[Row], chosen: Sequence[Candidate], section: int) -> list[Row]:
    """Where a table stands whose heading is lost or which strayed: from the last heading before its
    place to the end, paragraphs of the fifth and sixth parts left out."""
    before = [c.index for c in chosen if 1 <= c.number < section]
    prose = [c.index for c in chosen if c.number >= 5]
    start, end = (max(before) if before else 0), (min(prose) if prose else len(rows))
    return [row for row in rows[start:] if row.index < end or row.form == "grid"]


def read_tables(
    rows: Sequence[Row], chosen: Sequence[Candidate], lexicons: Mapping[str, Lexicon], year: int | None
) -> Tables:
    shown = [template for template, words in shown_templates(rows, lexicons).items() if words]
    template = shown[0] if len(shown) == 1 else "mixed" if shown else "unknown"
    expected = "2019" if year is not None and year < 2021 and "2019" in lexicons else "2021"
    if expected not in lexicons:
        expected = next(iter(lexicons))
    main = lexicons[template] if template in lexicons else lexicons[expected]
    others = [lexicon for lexicon in lexicons.values() if lexicon is not main] if template == "mixed" else []
    strange = {
        lexicon.template: [
            line for other in (main, *others) if other is not lexicon for line in other.tables["表二"].columns
        ]
        for lexicon in (main, *others)
    }
    cells: dict[str, Value] = {}
    readings: dict[str, TableReading] = {}
    wide = {
        lexicon.template: _read_table(rows, chosen, lexicon.tables["表三"], year)
        for lexicon in (main, *others)
    }
    drawn = max(
        wide, key=lambda template: (_own_rows(wide[template], template, lexicons), template == main.template)
    )
    for lexicon in (main, *others):
        foreign = index_of(tuple(strange[lexicon.template])) if others else None
        for name, table in lexicon.tables.items():
            if name == "表三":
                reading = wide[drawn] if lexicon.template == drawn else TableReading()
            else:
                reading = _read_table(rows, chosen, table, year, foreign)
            _fill(cells, table, reading)
            if name not in readings or len(reading.values) > len(readings[name].values):
                readings[name] = reading
    used = frozenset(index for reading in readings.values() for index in reading.used)
    return Tables(readings, cells, template, main, used)


def _own_rows(reading: TableReading, template: str, lexicons: Mapping[str, Lexicon]) -> int:
    """How many rows of table three were found that only this template has."""
    rivals = {
        line.name for t, lexicon in lexicons.items() if t != template for line in lexicon.tables["表三"].rows
    }
    return len(set(reading.rows) - rivals)


def _fill(cells: dict[str, Value], table: TableDef, reading: TableReading) -> None:
    """Put a reading's values under their paths; of two readings of one path the first stands."""
    for cell in table.cells.values():
        value = reading.values.get(cell.path)
        if value is not None and (cell.path not in cells or cells[cell.path].state is State.ABSENT):
            cells[cell.path] = value
        else:
            cells.setdefault(cell.path, Value(State.ABSENT, unit=cell.unit))


def shape_of(
    table: TableDef,
    reading: TableReading | None,
    rows: Sequence[Row],
    chosen: Sequence[Candidate],
    *,
    paged: bool,
) -> TableRead:
    """How the table was found, and what it lacks; `paged`: the edge of a page may have cut off the right
    end of a wide table."""
    if reading is None or not reading.rows:
        region = region_of(rows, chosen, table.section) or []
        form = "none"
        if any(row.picture and not row.frame for row in region):
            form = "picture"
        elif any(len(row.folded) > 5 for row in region):
            form = "prose"
        return TableRead(table.name, form, place=region[0].place if region else None)
    found = set(reading.rows)
    columns = reading.columns
    missing_columns: tuple[str, ...] = ()
    if columns is not None and table.name == "表三":
        filled = {c.column for c in table.cells.values() if _is_figure(reading.values.get(c.path))}
        known = {*columns, *filled}  # a head may be torn where the figures below it are whole
        missing_columns = tuple(c.name for c in table.columns if c.name not in known)
    order = [(row.name, column.name) for row in table.rows for column in table.columns]
    if reading.missing and not (paged and cut_off(reading.missing, order)):
        missing_columns = tuple(f"{row}.{column}" for row, column in reading.missing)
    if reading.lacking:
        missing_columns = tuple(c.name for c in table.columns if c.name in reading.lacking)
    labels = tuple(_once(reading.labels))
    odd = (
        ()
        if missing_columns
        else tuple(oddities(table, reading, labels, part_of(rows, reading, chosen), paged=paged))
    )
    return TableRead(
        name=table.name,
        form=reading.form,
        labels=labels,
        place=reading.place,
        missing_rows=tuple(row.name for row in table.rows if row.name not in found),
        missing_columns=missing_columns,
        extra_columns=reading.extra_columns,
        odd=odd,
    )


def _is_figure(value: Value | None) -> bool:
    return value is not None and value.state is State.NUMBER


def _once(labels: Iterable[LabelRead]) -> Iterator[LabelRead]:
    """The first label of each row and column."""
    seen: set[tuple[str, str]] = set()
    for label in labels:
        if (label.axis, label.name) not in seen:
            seen.add((label.axis, label.name))
            yield label
