"""Figures of a PDF beside which a note's mark is raised, or through which a line goes."""

from __future__ import annotations

import pytest

from auditor.reading.document import Document
from auditor.reading.open import read_bytes
from tests.pdf.blocks import table_texts
from tests.pdf.writer import Sheet, pdf_of

LOST = "\ufffd"


def _sheet() -> Sheet:
    """A table of two columns and three rows, the labels in the first."""
    sheet = Sheet()
    for row in range(4):
        sheet.line(60, 100 + 24 * row, 300, 100 + 24 * row)
    for column in range(3):
        sheet.line(60 + 120 * column, 100, 60 + 120 * column, 172)
    for row, label in enumerate(("信息内容", "规章", "文件")):
        sheet.text(66, 106 + 24 * row, label, 12)
    sheet.text(186, 106, "件数", 12)
    sheet.text(186, 154, "7", 12)
    return sheet


def _cell(sheet: Sheet) -> str:
    document = read_bytes(pdf_of([sheet]))
    assert isinstance(document, Document), document
    return table_texts(document)[1][1]


@pytest.mark.parametrize(
    ("size", "top", "text"),
    [(7, 129, "37²"), (10, 128, "37²"), (12, 130, "372"), (8, 134, "372")],
)
def test_a_small_raised_digit_is_a_notes_mark(size: float, top: float, text: str) -> None:
    sheet = _sheet()
    sheet.text(186, 130, "37", 12)
    sheet.text(198.2, top, "2", size)
    assert _cell(sheet) == text


@pytest.mark.parametrize(
    ("y", "x0", "x1", "text"),
    [
        (136, 186, 198, "3745" + LOST),
        (136, 186, 210, "3745" + LOST),
        (142, 186, 198, "3745"),  # under the figure
        (136, 230, 260, "3745"),  # beside it
    ],
)
def test_a_line_through_a_figure_leaves_it_open(y: float, x0: float, x1: float, text: str) -> None:
    sheet = _sheet()
    sheet.text(186, 130, "3745", 12)
    sheet.line(x0, y, x1, y)
    assert _cell(sheet) == text
