"""A Document becomes a Report: headings, tables, text, identity, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import CellPlace
from auditor.base.text import fold
from auditor.reading.document import Document, Table
from auditor.report import identity
from auditor.report.completeness import status_of
from auditor.report.evidence import agency_of, announced_of
from auditor.report.facts import Vocabulary, read_facts
from auditor.report.headings import Candidate, Titles, candidates_of, choose, repeated, titles_of, to_heading
from auditor.report.lexicon import Lexicon
from auditor.report.model import Heading, Report, Section, Status
from auditor.report.published import published_of
from auditor.report.sections import build_section, full_line
from auditor.report.several import one_report
from auditor.report.stream import Row, rows_of
from auditor.report.tables.choose import Tables, read_tables, region_of, shape_of
from auditor.report.tables.reading import TableReading
from auditor.report.tables.remains import is_remains
from auditor.report.value import State, Value

_PAGED = {"pdf", "ofd", "text"}  # formats in which a table may have been cut off at the edge of a page
_PRINTED = {"pdf", "ofd"}  # formats in which words of a table may stand among the text
_LINED = {"text"}  # formats with hard line ends, where a paragraph may be cut after a comma


def read_report(
    document: Document, lexicons: Mapping[str, Lexicon], file: str, vocabulary: Vocabulary | None = None
) -> Report:
    """The report that `document` holds, with the facts of its prose where a `vocabulary` is given. Never
    raises on what a file says; what could not be read is in `diagnostics`, and `status` and `reason`
    say how far to trust the rest."""
    titles = titles_of(next(iter(lexicons.values())))
    page_title = document.meta.get("title", "")
    every = rows_of(document)
    candidates = candidates_of(every, titles)
    rows, several = one_report(every, candidates, page_title, file)
    if rows is not every:
        candidates = candidates_of(rows, titles)
    chosen = choose(candidates)
    end = chosen[0].index if chosen else min(len(rows), 40)
    title = identity.find_title(rows, end, page_title)
    year, year_from = _year(title, rows, document, file)
    tables = read_tables(rows, chosen, lexicons, year)
    used = tables.used
    if document.format in _PRINTED:
        used |= _left_among_text(rows, chosen, tables.lexicon)
    sections = _sections(rows, chosen, title, used, lines=document.format in _LINED)
    unit, unit_from = agency_of(title, rows, end, document.meta, file, sections)
    kind = identity.kind_of(unit)
    published, published_from = published_of(rows, document.meta, title)
    shapes = {
        name: shape_of(table, tables.readings.get(name), rows, chosen, paged=document.format in _PAGED)
        for name, table in tables.lexicon.tables.items()
    }
    status, reason = status_of(document, rows, chosen, shapes, tables.lexicon)
    diagnostics = [replace(d, file=file) for d in document.diagnostics]
    if several is not None:
        diagnostics.append(several)
    for reading in tables.readings.values():
        diagnostics.extend(replace(d, file=file) for d in reading.diagnostics)
    diagnostics.extend(_identity_notes(unit_from, year_from, unit, year, file))
    return Report(
        file=file,
        sha256=document.sha256,
        format=document.format,
        status=status,
        reason=reason,
        title=title.text if title else "",
        unit=unit,
        unit_from=unit_from,
        agency_key=identity.agency_key(unit, document.sha256),
        region=identity.region_of(unit),
        year=year,
        year_from=year_from,
        kind=kind,
        tier=identity.tier_of(unit, kind),
        template=tables.template,
        published=published,
        published_from=published_from,
        lexicon=tables.lexicon,
        sections=sections,
        headings=_headings((*chosen, *repeated(candidates, chosen)), rows, titles),
        cells=_with_confidence(tables.cells, document),
        tables=shapes,
        facts=() if vocabulary is None else read_facts(sections, vocabulary, year, kind),
        diagnostics=tuple(diagnostics),
        is_report=_is_report(title, chosen, tables, status),
        title_place=title.rows[0].place if title else None,
    )


def _with_confidence(values: Mapping[str, Value], document: Document) -> Mapping[str, Value]:
    """`values`, those of recognised cells with how sure the recogniser was."""
    sure = {
        cell.place: cell.confidence
        for block in document.blocks
        if isinstance(block, Table)
        for cell in block.cells
        if cell.confidence < 1
    }
    if not sure:
        return values
    return {
        path: _recognised(value, sure[value.place])
        if isinstance(value.place, CellPlace) and value.place in sure
        else value
        for path, value in values.items()
    }


def _recognised(value: Value, sure: float) -> Value:
    """`value` with how sure it is. A count of cases has no decimals: what looks like a point is dust."""
    if value.unit == "件" and value.number is not None and "." in value.raw:
        note = "件数里像有小数点"
        return replace(value, state=State.ILLEGIBLE, number=None, confidence=0.0, note=note)
    return replace(value, confidence=min(value.confidence, sure))


def _is_report(
    title: identity.Title | None, chosen: Sequence[Candidate], tables: Tables, status: Status
) -> bool:
    """Whether this is an annual report at all: a title with at least one part or table of the format or
    with the rest in a form that was not read, or three of the parts, or two of the tables, drawn as such or
    filled for the most part."""
    found = [reading for reading in tables.readings.values() if reading.rows]
    drawn = sum(1 for reading in found if reading.form == "grid" or _filled(reading))
    if title is not None and title.unit and title.year and status is Status.PARTIAL:
        return True
    return (title is not None and bool(chosen or found)) or len(chosen) >= 3 or drawn >= 2


def _filled(reading: TableReading) -> bool:
    return 2 * sum(1 for value in reading.values.values() if value.state is State.NUMBER) > len(
        reading.values
    )


def _headings(chosen: Sequence[Candidate], rows: Sequence[Row], titles: Titles) -> tuple[Heading, ...]:
    ordered = sorted(chosen, key=lambda candidate: candidate.index)
    return tuple(to_heading(candidate, rows, titles) for candidate in ordered)


# --- text -------------------------------------------------------------------------------------


def _sections(
    rows: Sequence[Row],
    chosen: Sequence[Candidate],
    title: identity.Title | None,
    used: frozenset[int],
    *,
    lines: bool,
) -> dict[int, Section]:
    sections: dict[int, Section] = {}
    end_of_rows, places = len(rows), {candidate.index: rows[candidate.index].place for candidate in chosen}
    end = chosen[0].index if chosen else end_of_rows
    begin = title.rows[-1].index + 1 if title else 0
    head = "".join(row.folded for row in title.rows) if title else ""
    rows = [row for row in rows if not head or row.folded != head]  # the title again, as a running head
    full = full_line(row for row in rows if row.index not in used) if lines else 0
    introduction = [
        row for row in rows if begin <= row.index < end and row.form == "line" and row.index not in used
    ]
    if title is None:
        introduction = [row for row in introduction if "。" in row.folded]
    sections[0] = build_section(
        0,
        "",
        introduction,
        title.rows[0].place if title else None,
        title.rows if title else (),
        lines=lines,
        full=full,
        last=not chosen,
    )
    for position, candidate in enumerate(chosen):
        last = position + 1 == len(chosen)
        stop = end_of_rows if last else chosen[position + 1].index
        body = [
            row
            for row in rows
            if candidate.index < row.index < stop and row.index not in used and _is_text(row)
        ]
        sections[candidate.number] = build_section(
            candidate.number,
            candidate.text,
            body,
            places[candidate.index],
            lead=candidate.rest,
            lines=lines,
            full=full,
            last=last,
        )
    return sections


def _left_among_text(rows: Sequence[Row], chosen: Sequence[Candidate], lexicon: Lexicon) -> set[int]:
    """The lines of the parts with tables that are pieces of a table."""
    regions = (region_of(rows, chosen, table.section) or () for table in lexicon.tables.values())
    return {row.index for region in regions for row in region if is_remains(row, lexicon)}


def _is_text(row: Row) -> bool:
    """A paragraph, or a line of text that only looked like a row of fields."""
    if row.form == "line":
        return True
    return row.form == "fields" and ("。" in row.folded or sum(1 for t in row.tokens if t.folded) == 1)


# --- identity ---------------------------------------------------------------------------------


def _year(
    title: identity.Title | None,
    rows: Sequence[Row],
    document: Document,
    file: str,
) -> tuple[int | None, str]:
    if title is not None and title.year is not None:
        return title.year, "title"
    text = "".join(row.folded for row in rows[:60] if row.form == "line")
    year = identity.period_year(text) or announced_of(rows[:60])[1]
    if year is not None:
        return year, "text"
    page_title = fold(document.meta.get("title", ""))
    year = identity.year_of(page_title)
    if year is not None and "报" in page_title:
        return year, "metadata"
    _, _, year = identity.from_file_name(file)
    return (year, "file") if year is not None else (None, "none")


def _identity_notes(
    unit_from: str, year_from: str, unit: str, year: int | None, file: str
) -> list[Diagnostic]:
    notes: list[Diagnostic] = []
    words = {"file": "文件名", "folder": "文件夹名", "metadata": "网页信息", "text": "正文"}
    if unit_from == "none":
        notes.append(
            Diagnostic(
                Severity.WARNING, "report.no-agency", "没有读出报告机关的名称", "请在题目里写明机关全称", file
            )
        )
    elif unit_from in {"file", "folder"}:
        notes.append(
            Diagnostic(
                Severity.INFO,
                "report.agency-from-name",
                f"题目里没有机关名称，按{words[unit_from]}认作“{unit}”",
                "",
                file,
            )
        )
    if year_from == "none":
        notes.append(
            Diagnostic(
                Severity.WARNING,
                "report.no-year",
                "没有读出报告年度，按表格所用的格式核对",
                "请在题目里写明年度",
                file,
            )
        )
    elif year_from in {"file", "metadata"}:
        notes.append(
            Diagnostic(
                Severity.INFO,
                "report.year-from-name",
                f"题目里没有年度，按{words[year_from]}认作{year}年度",
                "",
                file,
            )
        )
    return notes
