"""Each way in which an OFD may place its text and draw its tables, by hand-written pages."""

from __future__ import annotations

import pytest

from auditor.base.diagnostic import Diagnostic
from auditor.base.place import Box, CellPlace
from auditor.reading.document import Document, Picture, Table
from auditor.reading.open import open_document, read_bytes
from tests.ofd.package import ofd_of, packed, parts_of
from tests.ofd.writer import MM, OfdLook, OfdSheet, Text
from tests.pdf.blocks import paragraph_texts, table_texts

_ROWS = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "0", "12"], ["行政规范性文件", "3", "45"]]


def _document(*sheets: OfdSheet, look: OfdLook | None = None) -> Document:
    result = read_bytes(ofd_of(sheets, look))
    assert isinstance(result, Document), result
    return result


def _ruled(sheet: OfdSheet, rows: int = 3, columns: int = 3, top: float = 100, wide: float = 120) -> OfdSheet:
    for row in range(rows + 1):
        sheet.line(60, top + row * 24, 60 + columns * wide, top + row * 24)
    for column in range(columns + 1):
        sheet.line(60 + column * wide, top, 60 + column * wide, top + rows * 24)
    return sheet


def _draw(sheet: OfdSheet, rows: list[list[str]] = _ROWS, top: float = 100) -> OfdSheet:
    """`rows` as a table with cells of 120 by 24 pt at (60, `top`)."""
    _ruled(sheet, len(rows), len(rows[0]), top)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            sheet.text(66 + column * 120, top + row * 24 + 6, text)
    return sheet


@pytest.mark.parametrize("steps", ["list", "runs", "mixed"])
@pytest.mark.parametrize("codes", [0, 1, 2])
@pytest.mark.parametrize("space", ["plain", "points", "page", "shifted"])
def test_text_is_placed_however_its_steps_and_its_space_are_stated(
    steps: str, codes: int, space: str
) -> None:
    look = OfdLook(steps=steps, codes=codes, pieces=2, space=space)
    assert table_texts(_document(_draw(OfdSheet()), look=look)) == _ROWS


@pytest.mark.parametrize("lines", ["page", "template", "unit", "block", "layer"])
@pytest.mark.parametrize("links", ["near", "top", "bare"])
@pytest.mark.parametrize("params", [False, True])
def test_lines_are_found_wherever_they_are_kept(lines: str, links: str, params: bool) -> None:
    document = _document(_draw(OfdSheet()), look=OfdLook(lines=lines, links=links, params=params))
    assert table_texts(document) == _ROWS
    assert document.diagnostics == ()


@pytest.mark.parametrize("turned", [1, 3])
def test_content_that_lies_on_its_side_is_read_as_it_is_written(turned: int) -> None:
    assert table_texts(_document(_draw(OfdSheet()), look=OfdLook(turned=turned))) == _ROWS


@pytest.mark.parametrize("namespace", ["http://www.ofdspec.org/2016", "http://www.ofdspec.org", "urn:x"])
@pytest.mark.parametrize("prefix", [True, False])
def test_the_namespace_of_any_edition_is_taken(namespace: str, prefix: bool) -> None:
    document = _document(_draw(OfdSheet()), look=OfdLook(namespace=namespace, prefix=prefix))
    assert table_texts(document) == _ROWS


def test_a_cell_is_placed_by_page_and_box_in_points_from_the_top_left_corner() -> None:
    document = _document(OfdSheet(), _draw(OfdSheet()))
    table = next(b for b in document.blocks if isinstance(b, Table))
    assert table.cells[5].text == "12"
    assert table.cells[5].place == CellPlace(1, 2, 3, None, 2, Box(300.0, 124.0, 420.0, 148.0))


def test_what_hangs_on_the_pages_is_no_text_of_the_report() -> None:
    look = OfdLook(watermark=True, seal=True, background=True, versions=True, title="某局2023年年度报告")
    sheet = _draw(OfdSheet())
    sheet.text(60, 60, "某局年度报告", 12)
    document = _document(sheet, look=look)
    assert (table_texts(document), paragraph_texts(document)) == (_ROWS, ["某局年度报告"])
    assert (document.format, dict(document.meta)) == ("ofd", {"title": "某局2023年年度报告"})
    assert document.diagnostics == ()


def test_an_attachment_is_named_and_not_read() -> None:
    document = _document(_draw(OfdSheet()), look=OfdLook(attachment=True))
    assert [(d.code, d.message) for d in document.diagnostics] == [
        ("read.attachment", "文件带有附件“统计表”，没有读")
    ]


def test_what_is_not_seen_is_not_read() -> None:
    sheet = _draw(OfdSheet())
    sheet.text(80, 200, "看不见一", extra='Visible="false"')
    sheet.text(80, 220, "看不见二", extra='Alpha="0"')
    sheet.text(80, 240, "看不见三", extra='Fill="false"')
    sheet.objects.append(Text(80, 270, "看不见四", 10.5, (10.5,) * 3, colour='0 0 0" Alpha="0'))
    sheet.text(80, -60, "页外")
    sheet.raw(
        '<ofd:PathObject ID="1" Boundary="0 0 210 297"><ofd:StrokeColor Value="255 255 255"/>'
        f"<ofd:AbbreviatedData>M {120 * MM} {90 * MM} L {120 * MM} {180 * MM}</ofd:AbbreviatedData>"
        "</ofd:PathObject>"
    )
    document = _document(sheet)
    assert (table_texts(document), paragraph_texts(document)) == (_ROWS, [])


def test_characters_without_steps_stand_side_by_side_and_a_long_run_goes_on_with_the_last_step() -> None:
    sheet = _ruled(OfdSheet(), 1, 2)
    code = '<ofd:TextObject ID="5" Boundary="{} 38 60 6" Font="2" Size="4">{}</ofd:TextObject>'
    first = '<ofd:TextCode X="0" Y="4">规章12</ofd:TextCode>'
    second = '<ofd:TextCode X="0" Y="4" DeltaX="2">12345</ofd:TextCode>'
    sheet.raw(code.format(24, first))
    sheet.raw(code.format(66, second))
    assert table_texts(_document(sheet)) == [["规章12", "12345"]]


def test_letters_set_one_under_another_are_one_label() -> None:
    sheet = _ruled(OfdSheet(), 1, 2)
    steps = ' DeltaX="g 3 0" DeltaY="g 3 1.8"'
    sheet.raw(
        '<ofd:TextObject ID="5" Boundary="24 35.5 6 8" Font="2" Size="1.8">'
        f'<ofd:TextCode X="0" Y="1.6"{steps}>办理结果</ofd:TextCode></ofd:TextObject>'
    )
    sheet.text(200, 106, "12")
    assert [[text.replace("\n", "") for text in row] for row in table_texts(_document(sheet))] == [
        ["办理结果", "12"]
    ]


@pytest.mark.parametrize(("turn", "x"), [(0, 66), (90, 66), (180, 66), (270, 66)])
def test_characters_turned_on_their_own_are_read_by_the_way_they_stand(turn: int, x: float) -> None:
    """A page all of whose characters are turned is one that lies on its side."""
    sheet = OfdSheet()
    step = {0: ("4 ", "0"), 90: ("0", "4"), 180: ("-4", "0"), 270: ("0", "-4")}[turn]
    steps = f'DeltaX="g 4 {step[0]}" DeltaY="g 4 {step[1]}"'
    sheet.raw(
        f'<ofd:TextObject ID="5" Boundary="0 0 210 297" Font="2" Size="4" CharDirection="{turn}">'
        f'<ofd:TextCode X="100" Y="100" {steps}>年度报告。</ofd:TextCode></ofd:TextObject>'
    )
    assert paragraph_texts(_document(sheet)) == ["年度报告。"]


def test_a_table_over_two_pages_is_one_table() -> None:
    first, second = _draw(OfdSheet(), top=700), OfdSheet()
    _draw(second, [_ROWS[0], ["规章制", "7", "9"]], top=60)
    assert table_texts(_document(first, second)) == [*_ROWS, ["规章制", "7", "9"]]


def test_a_scan_in_the_clothes_of_an_ofd_is_named_as_one() -> None:
    sheet = OfdSheet()
    sheet.text(60, 60, "图下的字")
    sheet.raw('<ofd:ImageObject ID="7" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="9"/>')
    result = read_bytes(ofd_of([sheet]))
    assert isinstance(result, Diagnostic) and result.code == "file.scan"


def test_a_picture_in_the_text_is_one() -> None:
    sheet = _draw(OfdSheet())
    sheet.raw('<ofd:ImageObject ID="7" Boundary="30 100 150 100" CTM="150 0 0 100 0 0" ResourceID="9"/>')
    document = _document(sheet)
    assert [type(block) for block in document.blocks] == [Table, Picture]


def test_a_font_whose_characters_mean_nothing_is_said() -> None:
    sheet = OfdSheet()
    for line in range(10):
        sheet.text(60, 300 + 20 * line, "\ue001\ue002\ue003\ue004\ue005\ue006\ue007", 12)
    result = read_bytes(ofd_of([sheet]))
    assert isinstance(result, Diagnostic) and result.code == "file.no-font"


def test_a_missing_page_template_and_page_are_said_and_the_rest_is_read() -> None:
    parts = parts_of([_draw(OfdSheet()) for _ in range(3)], OfdLook(lines="template"))
    del parts["Doc_0/Pages/Page_0/Content.xml"], parts["Doc_0/Tpls/Tpl_1/Content.xml"]
    result = read_bytes(packed(parts))
    assert isinstance(result, Document)
    assert table_texts(result) == _ROWS
    assert [(d.code, d.message) for d in result.diagnostics] == [
        ("read.lost-page", "第 1 页已损坏，没有读出"),
        ("read.lost-objects", "第 2 页用的页面模板找不到，模板上的文字和线没有读出"),
    ]


def test_the_kept_process_reads_as_this_one_does() -> None:
    data = ofd_of([_draw(OfdSheet())])
    assert open_document(data, name="a.ofd") == read_bytes(data, name="a.ofd")


def test_the_same_sheets_give_the_same_bytes() -> None:
    assert ofd_of([_draw(OfdSheet())]) == ofd_of([_draw(OfdSheet())])
