"""三表数据: every cell of every report as one row, ready for a pivot table.

A thousand reports have 200,000 cells, so these rows are written as XML here, and put into the sheet when
the file is finished: a quarter of the time that a call per cell takes.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.findings.dossier import Cell, Dossier
from auditor.output.finding_words import clean, number_words
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
_HEADS = ("机关", "年度", "表", "行", "列", "数", "说明")


def write_figures(book: Book, dossier: Dossier) -> None:
    """机关 年度 表 行 列 数 说明. `数` is the number as written, without conversion; what is no plain
    number is said in 说明, and is no zero. Cells of a form that the report does not use are left out."""
    known: dict[str, CellDef] = {}
    for lexicon in dossier.lexicons.values():
        known |= lexicon.by_path
    rows = sum(path in known for figures in dossier.figures.values() for path in figures.cells)
    sheet = book.sheet("三表数据", (30, 8, 8, 22, 16, 12, 26))
    sheet.head(_HEADS, 0, min(rows, _MOST))
    book.add_rows(sheet, _rows(dossier, known, sheet.row + 1), f"A1:G{sheet.row + min(rows, _MOST)}")


def _rows(dossier: Dossier, known: dict[str, CellDef], at: int) -> Iterator[str]:
    """The rows from the 1-based row `at` on, each as XML."""
    names = {
        path: "".join(
            _text(letter, text)
            for letter, text in (("C", cell.table), ("D", cell.row), ("E", cell.column or cell.header))
        )
        for path, cell in known.items()
    }
    for figures in dossier.figures.values():
        year = "" if figures.year is None else f'<c r="B#"><v>{figures.year}</v></c>'
        head = _text("A", clean(figures.unit or figures.file)) + year
        for path, cell in figures.cells.items():
            if path not in names or at > _MOST:
                continue
            number = cell.number
            sure = number is not None and -EXACT < number < EXACT
            value = f'<c r="F#"><v>{number_words(number)}</v></c>' if sure and number is not None else ""
            said = _text("G", said) if (said := _said(cell)) else ""
            row = f"{head}{names[path]}{value}{said}".replace('#">', f'{at}">').replace('#" t', f'{at}" t')
            yield f'<row r="{at}">{row}</row>'
            at += 1


def _text(letter: str, text: str) -> str:
    """A cell with a string; # stands for the row's number."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("#", "&#35;")
    return f'<c r="{letter}#" t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>'


def _said(cell: Cell) -> str:
    if cell.state is State.NUMBER:
        return ""
    raw = clean(cell.raw) if cell.state is not State.BLANK else ""
    return f"{_STATES[cell.state]}“{raw}”" if raw else _STATES[cell.state]
