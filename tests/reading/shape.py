"""Documents in a form that a test can state whole."""

from __future__ import annotations

from auditor.base.diagnostic import Diagnostic
from auditor.reading.document import Document, Paragraph, Picture, Table
from auditor.reading.limits import DEFAULT, Limits
from auditor.reading.open import open_document


def read(data: bytes, limits: Limits = DEFAULT, name: str = "") -> Document:
    """The document, or a failing test."""
    result = open_document(data, limits, name)
    assert isinstance(result, Document), result
    return result


def refused(data: bytes, limits: Limits = DEFAULT) -> str:
    """The code of the refusal; it must name a remedy and speak Chinese."""
    result = open_document(data, limits, "报告.x")
    assert isinstance(result, Diagnostic), result
    assert result.file == "报告.x"
    assert result.remedy and any("\u4e00" <= char <= "\u9fff" for char in result.message)
    return result.code


def rows(table: Table) -> list[list[str]]:
    """The grid; a merged cell's text stands at its top left square, "<" marks the rest."""
    grid = [[""] * table.width for _ in range(table.height)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                grid[row][column] = "<"
        grid[cell.row][cell.column] = cell.text
        assert (cell.place.table, cell.place.row, cell.place.column) == (
            table.number,
            cell.row + 1,
            cell.column + 1,
        )
    return grid


def ragged(table: Table) -> list[list[str]]:
    """The fields of each line, without padding."""
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.height)]


def shape(document: Document) -> list[object]:
    """Paragraphs as their text, or (level, text); tables as rows; pictures as ("图", alternative)."""
    made: list[object] = []
    for block in document.blocks:
        match block:
            case Paragraph():
                made.append(block.text if block.level is None else (block.level, block.text))
            case Table():
                made.append(rows(block) if block.exact else ragged(block))
            case Picture():
                made.append(("图", block.text))
    return made


def codes(document: Document) -> list[str]:
    """The codes of its diagnostics."""
    return [each.code for each in document.diagnostics]
