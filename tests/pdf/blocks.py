"""What a page became, as plain texts."""

from __future__ import annotations

from auditor.reading.document import Document, Paragraph, Table


def table_texts(document: Document, number: int = 1) -> list[list[str]]:
    """The cells of an exact table, row by row."""
    table = next(b for b in document.blocks if isinstance(b, Table) and b.number == number)
    assert table.exact
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.height)]


def paragraph_texts(document: Document) -> list[str]:
    """The paragraphs between the tables."""
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]
