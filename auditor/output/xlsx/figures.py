"""三表数据: every cell of every report as one row, ready for a pivot table."""

from __future__ import annotations

from auditor.findings.dossier import Cell, Dossier
from auditor.output.finding_words import clean
from auditor.output.xlsx.book import EXACT, Book
from auditor.report.lexicon import CellDef
from auditor.report.value import State

_STATES = {
    State.BLANK: "空白",
    State.SYMBOL: "符号",
    State.TEXT: "文字",
    State.ILLEGIBLE: "无法辨认",
    State.ABSENT: "没有这一格",
}
_MOST = 1_048_000  # rows that a sheet can hold


def write_figures(book: Book, dossier: Dossier) -> None:
    """机关 年度 表 行 列 数 说明. `数` is the number as written, without conversion; what is no plain
    number is said in 说明, and is no zero. Cells of a form that the report does not use are left out."""
    rows = sum(len(figures.cells) for figures in dossier.figures.values())
    sheet = book.sheet("三表数据", (30, 8, 8, 22, 16, 12, 26))
    sheet.head(["机关", "年度", "表", "行", "列", "数", "说明"], 0, min(rows, _MOST))
    known: dict[str, CellDef] = {}
    for lexicon in dossier.lexicons.values():
        known |= lexicon.by_path
    write, number = sheet.sheet.write_string, sheet.sheet.write_number
    at = sheet.row
    for figures in dossier.figures.values():
        unit = clean(figures.unit or figures.file)
        for path, cell in figures.cells.items():
            defined = known.get(path)
            if defined is None or at > _MOST:
                continue
            write(at, 0, unit)
            if figures.year is not None:
                number(at, 1, figures.year)
            write(at, 2, defined.table)
            write(at, 3, defined.row)
            write(at, 4, defined.column or defined.header)
            if cell.number is not None and -EXACT < cell.number < EXACT:
                number(at, 5, cell.number)
            if said := _said(cell):
                write(at, 6, said)
            at += 1


def _said(cell: Cell) -> str:
    if cell.state is State.NUMBER:
        return ""
    raw = clean(cell.raw) if cell.state is not State.BLANK else ""
    return f"{_STATES[cell.state]}“{raw}”" if raw else _STATES[cell.state]
