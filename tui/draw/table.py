"""The report's own table with the cells of a finding marked: operands [ 11 ], the suspect cell > 11 <."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.base.text import cells, tidy
from auditor.output.finding_text import number_words
from auditor.output.grid import draw_grid
from auditor.output.places import printable
from auditor.report.value import Number, State, Value
from tui.draw.ink import Ink, Line, Span

if TYPE_CHECKING:  # the first frame needs none of it
    from auditor.report.lexicon import Line as Row
    from auditor.report.lexicon import TableDef
    from auditor.report.model import Report

_MARKED = re.compile(r"\[[^\]│|]*\]|>[^<│|]*<")


@dataclass(frozen=True, slots=True)
class Marks:
    """Which cells are marked, and what the suspect cell would have to be."""

    operands: Collection[str] = ()
    suspect: str = ""
    should: Number | None = None

    def touches(self, path: str) -> bool:
        """Whether the cell is marked."""
        return bool(path) and (path == self.suspect or path in self.operands)


@dataclass(frozen=True, slots=True)
class _Shape:
    rows: Sequence[Row]
    heads: Sequence[str]
    paths: Mapping[tuple[str, str], str]  # (row name, head) -> path


def table_of(report: Report, paths: Collection[str]) -> list[TableDef]:
    """The tables of the report in which one of `paths` lies, in the format's order."""
    return [
        table
        for table in report.lexicon.tables.values()
        if any(cell.path in paths for cell in table.cells.values())
    ]


def table_lines(
    report: Report, table: TableDef, marks: Marks, width: int, ink: Ink, whole: bool = False
) -> list[Line]:
    """The table as read, in at most `width` columns where its figures allow. Without `whole` only the
    rows concerned, with the totals beside them; what is left out is said."""
    shape = _shape(table)
    concerned = [row for row in shape.rows if whole or _concerned(shape, row, marks)]
    heads = list(shape.heads)
    note = _aside(shape, concerned, marks, ink)
    drawn = _drawn(report, table, shape, concerned, heads, marks, width, ink)
    if cells(drawn[0]) > width:
        drawn = _drawn(report, table, shape, concerned, heads, marks, width, ink, "")
    if cells(drawn[0]) > width and not whole:
        kept = [head for head in heads if any(_marked(shape, row, head, marks) for row in concerned)]
        if kept and kept != heads:
            drawn = _drawn(report, table, shape, concerned, kept, marks, width, ink, "")
            heads = kept
    lines = [_styled(ink.plain(line)) for line in drawn]
    left = []
    if len(concerned) < len(shape.rows):
        left.append(f"{len(shape.rows) - len(concerned)} 行")
    if len(heads) < len(shape.heads):
        left.append(f"{len(shape.heads) - len(heads)} 列")
    if note:
        lines += ink.wrap(note, width, "  ", "suspect")
    if left:
        lines += ink.wrap(f"未画出 {'、'.join(left)}，按 z 看整张表", width, "", "dim")
    return lines


def _shape(table: TableDef) -> _Shape:
    found = {cell.header or cell.column for cell in table.cells.values()}
    heads = [column.name for column in table.columns if column.name in found]
    paths = {(cell.row, cell.header or cell.column): cell.path for cell in table.cells.values()}
    return _Shape(table.rows, list(dict.fromkeys(heads)), paths)


def _marked(shape: _Shape, row: Row, head: str, marks: Marks) -> bool:
    return marks.touches(shape.paths.get((row.name, head), ""))


def _concerned(shape: _Shape, row: Row, marks: Marks) -> bool:
    return any(_marked(shape, row, head, marks) for head in shape.heads)


def _drawn(
    report: Report,
    table: TableDef,
    shape: _Shape,
    rows: Sequence[Row],
    heads: Sequence[str],
    marks: Marks,
    width: int,
    ink: Ink,
    air: str = " ",
) -> list[str]:
    body: list[list[str]] = []
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            if group in table.row_groups:
                body.append([ink.say(group), *([""] * len(heads))])
        label = f" {row.name}" if group in table.row_groups else row.name
        texts = [_cell(report, shape.paths.get((row.name, head)), marks, ink, air) for head in heads]
        body.append([_short(label, width), *texts])
    return draw_grid(["", *heads], body, width)


def _short(label: str, width: int) -> str:
    room = max(8, width // 3)
    if cells(label) <= room:
        return label
    kept = ""
    for char in label:
        if cells(kept + char) > room - 1:
            break
        kept += char
    return kept + "…"


def _cell(report: Report, path: str | None, marks: Marks, ink: Ink, air: str) -> str:
    if path is None:
        return ""
    text = _figure(report.cells.get(path), ink)
    if path == marks.suspect:
        return f">{air}{text}{air}<"
    return f"[{air}{text}{air}]" if path in marks.operands else text


def _figure(value: Value | None, ink: Ink) -> str:
    """A cell in as few columns as it takes."""
    if value is None or value.state is State.ABSENT:
        return "缺"
    raw = re.sub(r"[\[\]<>│|]", " ", ink.say(value.raw))
    match value.state:
        case State.NUMBER:
            number = "" if value.number is None else number_words(value.number)
            return number + ("" if value.confidence >= 1 else "？")
        case State.BLANK:
            return "空"
        case State.ILLEGIBLE:
            return "？"
        case _:
            return raw if cells(raw) <= 12 else printable(tidy(raw))[:5] + "…"


def _aside(shape: _Shape, rows: Sequence[Row], marks: Marks, ink: Ink) -> str:
    """← what the suspect cell would have to be, named so that it is found without colour."""
    if not marks.suspect or marks.should is None:
        return ""
    for row in rows:
        for head in shape.heads:
            if shape.paths.get((row.name, head)) == marks.suspect:
                return f"可疑 > <：{head} {row.name}，若为 {number_words(marks.should)}，各式都成立"
    return ""


def _styled(line: str) -> Line:
    """Frame lines dim, marked cells in their styles."""
    if not any(char.isalnum() for char in line):
        return (Span(line, "dim"),)
    spans: list[Span] = []
    last = 0
    for found in _MARKED.finditer(line):
        if found.start() > last:
            spans.append(Span(line[last : found.start()]))
        spans.append(Span(found.group(), "suspect" if found.group()[0] == ">" else "mark"))
        last = found.end()
    spans.append(Span(line[last:]))
    return tuple(spans)
