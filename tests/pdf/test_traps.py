"""Each way in which a PDF may draw a table or hide its text, by hand-written pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.base.diagnostic import Diagnostic
from auditor.base.place import Box, CellPlace
from auditor.reading.document import Document, Table
from auditor.reading.open import read_bytes
from tests.pdf.blocks import paragraph_texts, table_texts
from tests.pdf.writer import Sheet, pdf_of

_ROWS = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "0", "12"], ["行政规范性文件", "3", "45"]]


def _document(*sheets: Sheet) -> Document:
    result = read_bytes(pdf_of(list(sheets)))
    assert isinstance(result, Document), result
    return result


Edge = Callable[[Sheet, float, float, float, float], None]


def _strokes(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    sheet.line(x0, y0, x1, y1)


def _rects(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    sheet.rect(x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25)


def _short(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    for n in range(60):
        a, b = n / 60, (n + 0.7) / 60
        sheet.line(x0 + a * (x1 - x0), y0 + a * (y1 - y0), x0 + b * (x1 - x0), y0 + b * (y1 - y0))


def _dashed(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    sheet.line(x0, y0, x1, y1, 0.75, "[3 2] 0 d")


def _thick(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    sheet.line(x0, y0, x1, y1, 3)


def _draw(
    sheet: Sheet, rows: list[list[str]] = _ROWS, edge: Edge = _strokes, top: float = 100, wide: float = 120
) -> Sheet:
    """`rows` as a table with cells `wide` by 24 pt at (60, `top`)."""
    high = 24
    count = len(rows[0])
    for row in range(len(rows) + 1):
        edge(sheet, 60, top + row * high, 60 + count * wide, top + row * high)
    for column in range(count + 1):
        edge(sheet, 60 + column * wide, top, 60 + column * wide, top + len(rows) * high)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            sheet.text(66 + column * wide, top + row * high + 6, text)
    return sheet


@pytest.mark.parametrize("edge", [_strokes, _rects, _short, _dashed, _thick])
def test_borders_are_found_however_they_are_drawn(edge: Edge) -> None:
    assert table_texts(_document(_draw(Sheet(), edge=edge))) == _ROWS


def test_a_cell_is_placed_by_page_and_box_from_the_top_left_corner() -> None:
    document = _document(Sheet(), _draw(Sheet()))
    table = next(b for b in document.blocks if isinstance(b, Table))
    assert table.cells[5].text == "12"
    assert table.cells[5].place == CellPlace(1, 2, 3, None, 2, Box(300.0, 124.0, 420.0, 148.0))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_shown_turned_is_read_as_it_is_written(rotate: int) -> None:
    assert table_texts(_document(_draw(Sheet(rotate=rotate)))) == _ROWS


@pytest.mark.parametrize("matrix", ["0 1 -1 0 842 0", "-1 0 0 -1 595 842", "0 -1 1 0 0 595"])
def test_content_turned_on_the_page_is_turned_back(matrix: str) -> None:
    sheet = _draw(Sheet(before=f"{matrix} cm"))
    data = pdf_of([sheet]).replace(b"[0 0 595 842]", b"[0 0 842 842]")
    result = read_bytes(data)
    assert isinstance(result, Document)
    assert table_texts(result) == _ROWS


def test_a_crop_box_moves_the_corner_and_hides_what_lies_outside() -> None:
    sheet = _draw(Sheet(crop=(40, 100, 560, 800)))
    sheet.text(100, 10, "看不见的字")
    document = _document(sheet)
    assert table_texts(document) == _ROWS
    assert paragraph_texts(document) == []
    table = next(b for b in document.blocks if isinstance(b, Table))
    assert table.cells[0].place.box == Box(20.0, 58.0, 140.0, 82.0)


def test_what_a_form_draws_is_placed_by_the_forms_matrix() -> None:
    assert table_texts(_document(_draw(Sheet(form="0.8 0 0 0.8 30 100")))) == _ROWS


def test_white_lines_and_white_areas_are_no_borders() -> None:
    sheet = _draw(Sheet())
    for x in range(65, 420, 10):
        sheet.line(x, 100, x, 172, 0.5, "1 G")
    sheet.rect(60, 100, 420, 172, "1 g")
    for row, texts in enumerate(_ROWS):
        for column, text in enumerate(texts):
            sheet.text(66 + column * 120, 106 + row * 24, text)
    assert table_texts(_document(sheet)) == _ROWS


def test_shaded_cells_and_underlines_are_no_borders() -> None:
    sheet = Sheet()
    sheet.rect(60, 100, 420, 124, "0.9 g")
    _draw(sheet)
    sheet.text(60, 300, "详见政府网站", 12)
    sheet.line(60, 314, 132, 314)
    document = _document(sheet)
    assert table_texts(document) == _ROWS
    assert paragraph_texts(document) == ["详见政府网站"]


def test_text_drawn_twice_to_look_bold_is_read_once() -> None:
    sheet = _draw(Sheet())
    for row, texts in enumerate(_ROWS):
        for column, text in enumerate(texts):
            sheet.text(66.3 + column * 120, 106 + row * 24, text)
    assert table_texts(_document(sheet)) == _ROWS


def test_figures_drawn_invisible_are_not_read() -> None:
    sheet = _draw(Sheet())
    sheet.text(300, 130, "99", mode=3)
    assert table_texts(_document(sheet)) == _ROWS


def test_a_slanting_watermark_over_the_table_is_left_out() -> None:
    sheet = _draw(Sheet())
    sheet.raw("BT /F1 40 Tf 0.7 0.7 -0.7 0.7 100 650 Tm <" + "内部2024".encode("utf-16-be").hex() + "> Tj ET")
    assert table_texts(_document(sheet)) == _ROWS


def test_an_open_sided_table_is_closed_where_its_lines_end() -> None:
    sheet = Sheet()
    for row in range(4):
        sheet.line(60, 100 + 24 * row, 420, 100 + 24 * row)
    for column in (1, 2):
        sheet.line(60 + 120 * column, 100, 60 + 120 * column, 172)
    for row, texts in enumerate(_ROWS):
        for column, text in enumerate(texts):
            sheet.text(66 + column * 120, 106 + row * 24, text)
    assert table_texts(_document(sheet)) == _ROWS


def test_a_number_that_fills_its_cell_is_joined_over_lines_and_one_that_does_not_is_left_apart() -> None:
    sheet = _draw(Sheet(), [["标题", "甲", "乙"], ["", "", ""]], wide=30)
    sheet.text(62, 126, "规章制", 9)
    sheet.text(92, 125, "12345", 9)
    sheet.text(92, 136, "67", 9)
    sheet.text(122, 125, "12", 9)
    sheet.text(122, 136, "67", 9)
    assert table_texts(_document(sheet))[1] == ["规章制", "1234567", "12\n67"]


def test_page_numbers_and_running_heads_are_no_text() -> None:
    sheets = []
    for number, look in enumerate(("— {} —", "— {} —", "— {} —"), 1):
        sheet = Sheet()
        sheet.text(60, 30, "某局年度报告", 9)
        sheet.text(280, 800, look.format(number), 9)
        sheet.text(84, 100, f"这是第{number}段文字。", 12)
        sheets.append(sheet)
    assert paragraph_texts(_document(*sheets)) == ["这是第1段文字。", "这是第2段文字。", "这是第3段文字。"]


def test_wrapped_lines_are_joined_over_pages_and_paragraphs_kept_apart() -> None:
    first, second = Sheet(), Sheet()
    first.text(
        84, 700, "本年度收到申请一百二十件，其中自然人申请一百一十件，", 12
    )  # 25 characters from 84 to 384
    first.text(60, 718, "法人或者其他组织申请十件，上年结转三件，办结一百二十三件", 12)
    second.text(60, 60, "，没有结转下年的。", 12)
    second.text(84, 78, "主动公开各类信息。", 12)
    first.text(60, 682, "甲" * 28, 12)
    document = _document(first, second)
    assert paragraph_texts(document)[-2:] == [
        "本年度收到申请一百二十件，其中自然人申请一百一十件，法人或者其他组织申请十件，上年结转三件，"
        "办结一百二十三件，没有结转下年的。",
        "主动公开各类信息。",
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    sheet = Sheet()
    left = ["左一二三四五六七八，九十甲乙丙丁"[:16]] * 7 + ["左末。"]
    for number, text in enumerate(left):
        sheet.text(60, 100 + 18 * number, text, 12)
        sheet.text(320, 100 + 18 * number, text.replace("左", "右"), 12)
    assert paragraph_texts(_document(sheet)) == ["".join(left), "".join(left).replace("左", "右")]


def test_a_row_cut_by_the_page_end_is_put_together_and_said() -> None:
    first, second = Sheet(), Sheet()
    head = ["1.甲事项", "20", "7"]
    _draw(first, [["项目", "数一", "数二"], head, ["2.乙丙", "123", "4"]], top=700, wide=24)
    first.parts = [part for part in first.parts if "Tf" not in part]
    for row, texts in enumerate([["项目", "数一", "数二"], ["1.甲", "20", "7"], ["2.乙", "1234", "4"]]):
        for column, text in enumerate(texts):
            first.text(62 + column * 24, 706 + row * 24, text, 9)
    _draw(second, [["", "", ""], ["", "", ""]], top=60, wide=24)
    second.parts = [part for part in second.parts if "Tf" not in part]
    for row, texts in enumerate([["", "5", ""], ["3.丙", "6", "9"]]):
        for column, text in enumerate(texts):
            if text:
                second.text(62 + column * 24, 66 + row * 24, text, 9)
    document = _document(first, second)
    assert table_texts(document)[2:] == [["2.乙", "12345", "4"], ["3.丙", "6", "9"]]
    assert [d.code for d in document.diagnostics] == ["read.torn-row"]


def test_a_rest_that_may_not_be_one_makes_its_cell_unreadable_and_is_said() -> None:
    first, second = Sheet(), Sheet()
    _draw(first, [["项目", "数一"], ["1.甲", "20"], ["2.乙", "12"]], top=700)
    _draw(second, [["", "5"], ["3.丙", "6"]], top=60)
    document = _document(first, second)
    assert table_texts(document)[2:] == [["2.乙", "125\ufffd"], ["3.丙", "6"]]
    assert [d.code for d in document.diagnostics] == ["read.doubtful-row"]


def test_a_head_repeated_on_the_next_page_is_dropped() -> None:
    first, second = Sheet(), Sheet()
    _draw(first, [["项目", "数一"], ["1.甲", "20"]], top=700)
    _draw(second, [["项目", "数一"], ["2.乙", "6"]], top=60)
    assert table_texts(_document(first, second)) == [["项目", "数一"], ["1.甲", "20"], ["2.乙", "6"]]


def test_two_tables_with_heads_of_their_own_stay_two() -> None:
    first, second = Sheet(), Sheet()
    _draw(first, [["项目", "数一"], ["1.甲", "20"]], top=700)
    _draw(second, [["维持", "纠正"], ["2", "6"]], top=60)
    document = _document(first, second)
    assert (table_texts(document, 1)[0], table_texts(document, 2)[0]) == (["项目", "数一"], ["维持", "纠正"])


def test_a_frame_round_the_page_is_no_table() -> None:
    sheet = _draw(Sheet())
    sheet.rect(40, 40, 555, 800, "1 w", "S")
    sheet.text(60, 60, "某局年度报告", 12)
    document = _document(sheet)
    assert table_texts(document) == _ROWS
    assert paragraph_texts(document) == ["某局年度报告"]


def test_a_font_without_meaning_is_said_and_nothing_is_made_of_it() -> None:
    sheet = _draw(Sheet())
    for line in range(10):
        sheet.text(60, 300 + 20 * line, "本机关政府信息公开工作情况", 12)
    result = read_bytes(pdf_of([sheet], to_unicode=False))
    assert isinstance(result, Diagnostic)
    assert (result.code, result.message) == (
        "file.no-font",
        "文件的字体没有文字对照表，看得见但读不出文字；要识别图片上的文字才能读取，而识别组件没有安装",
    )


def _scan() -> Sheet:
    sheet = Sheet(image=True)
    sheet.raw("q 595 0 0 842 0 0 cm /I1 Do Q")
    return sheet


def test_a_scan_is_named_as_one() -> None:
    result = read_bytes(pdf_of([_scan(), _scan()]))
    assert isinstance(result, Diagnostic)
    assert (result.code, result.message) == (
        "file.scan",
        "这是扫描件（每页是一张图片），要识别图片上的文字才能读取，而识别组件没有安装",
    )


def test_a_scanned_page_among_others_makes_the_reading_partial() -> None:
    document = _document(_draw(Sheet()), _scan())
    assert [(d.code, d.message) for d in document.diagnostics] == [
        ("read.lost-scan", "第 2 页是扫描的图片，没有读出")
    ]


def test_text_that_a_scanner_put_under_its_picture_is_not_taken_for_the_report() -> None:
    sheet = _draw(Sheet(image=True))
    sheet.raw("q 595 0 0 842 0 0 cm /I1 Do Q")
    result = read_bytes(pdf_of([sheet]))
    assert isinstance(result, Diagnostic) and result.code == "file.scan"


@pytest.mark.parametrize(
    ("beside", "read"), [("7", ["", "123456", "7"]), ("", ["", "123456\ufffd", "\ufffd"])]
)
def test_a_number_wider_than_its_cell_stays_whole_or_is_given_up(beside: str, read: list[str]) -> None:
    sheet = _draw(Sheet(), [["甲", "乙", "丙"], ["", "", ""]], wide=24)
    sheet.text(86 - 1.5, 130, "123456", 9)  # 27 pt wide in a cell of 24
    sheet.text(122, 130, beside, 9)
    assert table_texts(_document(sheet))[1] == read


def test_the_title_of_the_file_is_what_it_says_about_itself() -> None:
    result = read_bytes(pdf_of([_draw(Sheet())], title="某局2023年年度报告"))
    assert isinstance(result, Document)
    assert (result.format, dict(result.meta)) == ("pdf", {"title": "某局2023年年度报告"})


def test_a_damaged_page_is_said_and_the_others_are_read() -> None:
    sheets = []
    for number in range(1, 4):
        sheet = Sheet()
        sheet.text(84, 100, f"这是第{number}段文字。", 12)
        sheet.text(290, 800, str(number), 9)
        sheets.append(sheet)
    data = pdf_of(sheets)
    page = data.index(b"/Type /Page ")
    result = read_bytes(data[:page] + b"/Type /Pagx " + data[page + 12 :])
    assert isinstance(result, Document)
    assert paragraph_texts(result) == ["这是第2段文字。", "这是第3段文字。"]
    assert [(d.code, d.message) for d in result.diagnostics] == [
        ("read.lost-page", "第 1 页已损坏，没有读出")
    ]


@pytest.mark.parametrize("below", ["计", "计|数", "计|数|、"])
def test_lines_that_hang_under_the_open_end_of_a_cut_table_are_its_cell_s(below: str) -> None:
    first, second = Sheet(), Sheet()
    first.line(60, 700, 300, 700)
    first.line(60, 724, 180, 724)  # no line closes the right cell: it goes on over the page end
    for x in (60, 180, 300):
        first.line(x, 700, x, 724)
    first.text(66, 706, "项目")
    first.text(186, 706, "总")
    for line, text in enumerate(below.split("|")):
        first.text(186, 721 + 15 * line, text)
    _draw(second, [["1.甲", "20"], ["2.乙", "6"]], top=60)
    head = ["项目", "总\n" + below.replace("|", "\n")]
    assert table_texts(_document(first, second)) == [head, ["1.甲", "20"], ["2.乙", "6"]]


def test_a_sentence_under_the_open_end_of_a_table_is_none_of_its_cells() -> None:
    sheet = Sheet()
    sheet.line(60, 100, 300, 100)
    for x in (60, 180, 300):
        sheet.line(x, 100, x, 124)
    for x, text in ((66, "项目"), (186, "20")):
        sheet.text(x, 106, text)
    sheet.text(60, 136, "以上数据由本机关填报，截至二〇二三年十二月底。")
    document = _document(sheet)
    assert table_texts(document) == [["项目", "20"]]
    assert paragraph_texts(document) == ["以上数据由本机关填报，截至二〇二三年十二月底。"]


def test_cells_that_begin_alike_and_go_on_differently_are_no_torn_row() -> None:
    first, second = Sheet(), Sheet()
    _draw(first, [["1.甲", "2", "3"], ["四、复议情"] * 3], top=700, wide=63)
    _draw(second, [["复议", "复议", "诉讼"], ["4", "5", "6"]], top=60, wide=63)
    rows = [cell.text for b in _document(first, second).blocks if isinstance(b, Table) for cell in b.cells]
    assert rows == ["1.甲", "2", "3", *["四、复议情"] * 3, "复议", "复议", "诉讼", "4", "5", "6"]


@pytest.mark.parametrize(
    ("beside", "whole"),
    [("7", True), ("7|8", False)],  # rows whose other figures are as many may be two
)
def test_a_number_wrapped_in_a_cell_too_narrow_for_it_is_one_where_its_row_is(
    beside: str, whole: bool
) -> None:
    """“ 3” and “2”: for blanks that nobody sees."""
    sheet = Sheet()
    for x in range(5):
        sheet.line(60 + 24 * x, 100, 60 + 24 * x, 132)
    for y in (100, 132):
        sheet.line(60, y, 156, y)
    for column, text in enumerate(("3|2", beside, beside)):
        for line, digits in enumerate(text.split("|")):
            sheet.text(60 + 24 * column + 9.5, 104 + 12 * line, digits, 9)
    sheet.text(60 + 24 * 3 + 6.75, 110, "77", 10.5)  # so near its sides text comes
    cells = table_texts(_document(sheet))[0]
    assert (cells[0] == "32") is whole


def test_a_word_printed_through_its_cell_s_border_is_no_part_of_the_figure_below() -> None:
    """As LibreOffice prints a head that a page's end has cut."""
    sheet = _draw(Sheet(), [["", "", ""], ["44", "19", "2"]], wide=40)
    for column, text in enumerate(("维持", "纠正", "结果")):
        sheet.text(70 + 40 * column, 106, text[0], 10.5)
        sheet.text(70 + 40 * column, 119, text[1], 10.5)
    assert table_texts(_document(sheet)) == [["维\n持", "纠\n正", "结\n果"], ["44", "19", "2"]]
