"""What the file does not tell is asked of whoever recognises: which page, which boxes, and the picture."""

from __future__ import annotations

import pytest

from auditor.reading import pdf
from auditor.reading.document import Document, Paragraph, Table
from auditor.reading.open import read_bytes
from auditor.reading.page_shape import Page
from auditor.reading.page_unread import PageRead, Picture, Render, Unread, Why, recognised
from tests.pdf.told import Told
from tests.pdf.writer import Sheet, pdf_of


def _ruled() -> Sheet:
    sheet = Sheet()
    for row in range(3):
        sheet.line(60, 100 + row * 24, 300, 100 + row * 24)
    for column in range(3):
        sheet.line(60 + column * 120, 100, 60 + column * 120, 148)
    return sheet


def _garbled() -> Sheet:
    sheet = _ruled()
    for line in range(10):
        sheet.text(60, 300 + 20 * line, "本机关政府信息公开工作情况", 12)
    sheet.text(66, 106, "规章")
    return sheet


def _asked(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[Document, list[tuple[Unread, Picture]]]:
    """Recognised by one who knows the text already."""
    asked: list[tuple[Unread, Picture]] = []

    def recognise(what: Unread, render: Render) -> Page:
        asked.append((what, render(what.page, 72)))
        page = what.page
        known = Page(page.number, page.width, page.height, recognised=True)
        known.across, known.down = page.across, page.down
        for x0, y0, *_ in what.boxes:
            known.chars.append((x0 + 4, y0 + 4, x0 + 14, y0 + 14, "字"))
        known.chars += [(60, 400, 70, 410, "甲"), (70, 400, 80, 410, "。")]
        return known

    monkeypatch.setattr(pdf, "recogniser", lambda limits: Told(recognise))
    result = read_bytes(data)
    assert isinstance(result, Document), result
    return result, asked


def test_a_page_without_meaning_is_asked_for_with_the_boxes_of_its_cells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document, asked = _asked(pdf_of([_garbled()], to_unicode=False), monkeypatch)
    what, _ = asked[0]
    assert (what.page.number, what.why) == (1, Why.FONT)
    assert [tuple(map(round, box)) for box in what.boxes] == [
        (60, 100, 180, 124),
        (180, 100, 300, 124),
        (60, 124, 180, 148),
        (180, 124, 300, 148),
    ]
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [cell.text for cell in table.cells] == ["字"] * 4
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["甲。"]


def test_a_picture_is_asked_for_and_a_page_of_text_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    scan, text = Sheet(image=True), Sheet()
    scan.raw("q 595 0 0 842 0 0 cm /I1 Do Q")
    text.text(60, 60, "某局年度报告", 12)
    document, asked = _asked(pdf_of([text, scan]), monkeypatch)
    assert [(what.page.number, what.why, what.boxes) for what, _ in asked] == [(2, Why.PICTURE, ())]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "某局年度报告",
        "甲。",
    ]


@pytest.mark.parametrize("more", [False, True])
def test_a_page_is_looked_at_again_where_the_later_ones_taught_something(more: bool) -> None:
    def look(what: Unread, render: Render) -> Page:
        seen.append(what.page.number)
        return Page(what.page.number, 595, 842, recognised=True, unmapped=len(seen))

    seen: list[int] = []
    pages = [PageRead(Page(number, 595, 842, covered=number > 1)) for number in (1, 2, 3)]
    read = recognised(pages, PageRead, Told(look, more), lambda page, inch: Picture(1, 1, b"", inch))
    assert seen == ([2, 3, 2, 3] if more else [2, 3])
    assert [each.page.unmapped for each in read] == ([0, 3, 4] if more else [0, 1, 2])


@pytest.mark.parametrize(
    ("rotate", "before"), [(0, ""), (90, ""), (180, ""), (270, ""), (0, "0 1 -1 0 842 0 cm")]
)
def test_the_picture_lies_as_the_page_was_read(
    rotate: int, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = _garbled()
    sheet.rotate, sheet.before = rotate, before
    sheet.rect(400, 40, 500, 60)
    data = pdf_of([sheet], to_unicode=False)
    if before:
        data = data.replace(b"[0 0 595 842]", b"[0 0 842 595]")
    _, asked = _asked(data, monkeypatch)
    picture = asked[0][1]
    assert (picture.width, picture.height, len(picture.grey)) == (595, 842, 595 * 842)
    dark = {(x, y) for y in range(0, 80, 10) for x in range(5, 595, 10) if picture.grey[y * 595 + x] < 128}
    assert {x for x, _ in dark} == set(range(405, 500, 10))
    assert {y for _, y in dark} <= {40, 50, 60} and len(dark) >= 20
