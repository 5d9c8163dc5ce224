"""Tables without lines written by hand, and what is read of them."""

from __future__ import annotations

from auditor.reading.document import Document, Table
from auditor.reading.open import read_bytes
from tests.pdf.writer import Sheet, pdf_of, width_of

SIZE, LEAD = 9.0, 11.25
LEFT, LABEL, WIDE = 60.0, 150.0, 24.0
NAMES = ["甲", "乙|一", "乙|二", "丙", "丁", "戊", "总|计"]  # of the columns


def set_rows(sheet: Sheet, rows: list[list[list[str]]], *, top: float, middle: bool = True) -> float:
    """Rows of cells of lines without any border, one right under the other; where the last ends."""
    y = top
    for cells in rows:
        high = max(len(lines) for lines in cells) * LEAD
        for column, lines in enumerate(cells):
            start = y + (high - len(lines) * LEAD) / 2 if middle else y
            left = LEFT if not column else LEFT + LABEL + (column - 1) * WIDE
            for number, text in enumerate(lines):
                room = 0.0 if not column else (WIDE - width_of(text, SIZE)) / 2
                sheet.text(left + room, start + number * LEAD, text, SIZE)
        y += high
    return y


def row_of(label: str, *figures: str) -> list[list[str]]:
    return [label.split("|"), *(figure.split("|") for figure in figures)]


def tables_of(*sheets: Sheet) -> list[list[str]]:
    """Every row of the tables, without the words beside its label."""
    return [row[1:] for row in rows_of(*sheets)]


def set_head(sheet: Sheet, names: list[str], top: float) -> float:
    """The columns' names, each over its column; where the rows begin."""
    for column, name in enumerate(names):
        left = LEFT + LABEL + column * WIDE
        for number, line in enumerate(name.split("|")):
            room = (WIDE - width_of(line, SIZE)) / 2
            sheet.text(left + room, top + number * LEAD, line, SIZE)
    return top + max(len(name.split("|")) for name in names) * LEAD + 4


def rows_of(*sheets: Sheet) -> list[list[str]]:
    """Every row of the tables, whole."""
    document = read_bytes(pdf_of(list(sheets)))
    assert isinstance(document, Document), document
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [
        [cell.text for cell in table.cells if cell.row == row]
        for table in tables
        for row in range(table.height)
    ]
