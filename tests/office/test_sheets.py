"""Workbooks: numbers as they are stored, tables by their frames, what is hidden stays out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from auditor.reading.sheet_numbers import number_text, shown
from tests.reading.docx_builder import docx, paragraph
from tests.reading.ole_builder import compound
from tests.reading.shape import read, refused, shape


def workbook(write: Callable[[Any, Any, Any], None], **options: object) -> bytes:
    """A workbook of one sheet that `write` fills: it is given the book, the sheet and a framed format."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    write(book, book.add_worksheet("报告"), book.add_format({"border": 1}))
    book.close()
    return stream.getvalue()


def rows(*lines: tuple[object, ...]) -> Callable[[Any, Any, Any], None]:
    def write(book: Any, sheet: Any, frame: Any) -> None:
        for number, line in enumerate(lines):
            for column, value in enumerate(line):
                if value is not None:
                    sheet.write(number, column, value, frame)

    return write


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12", "12"), ("12.0", "12"), ("43.788000000000004", "43.788"), ("0.1", "0.1"), ("-5", "-5"),
        ("1.2E3", "1200"), ("251000", "251000"), ("0.30000000000000004", "0.3"), ("1E-3", "0.001"),
        ("123456789012345678", "123456789012346000"), ("甲", "甲"), ("NaN", "NaN"), ("1E+400", "1E+400"),
    ],
)  # fmt: skip
def test_a_stored_number_is_plain_digits(written: str, expected: str) -> None:
    assert number_text(written) == expected


@pytest.mark.parametrize(
    ("written", "form", "expected"),
    [
        ("0.23", "0%", "23%"), ("0.4286", "0.00%", "42.86%"), ("45317", "yyyy/m/d", "2024-01-26"),
        ("45317.5", "yyyy-m-d h:mm", "2024-01-26 12:00"), ("45317", 'yyyy"年"m"月"', "2024-01-26"),
        ("12", '0"件"', "12"), ("12", '#,##0_);[Red](#,##0)', "12"), ("12", "General", "12"),
        ("1234.5", "#,##0.00", "1234.5"), ("0.5", "h:mm", "12:00"), ("99999999", "yyyy", "99999999"),
        ("251000", '0!.0,"万"', "25.1万"), ("251000", '0.0,', "251"), ("1234567", "#,##0,", "1235"),
        ("0.5", "0", "1"), ("6.6", "0_ ", "7"), ("2.675", "0.00", "2.68"), ("-0.4", "0", "0"),
        ("43.7", '0.00"万元"', "43.7万元"), ("7", '"见附件"', "见附件"), ("7", ";;;", "\ufffd"),
        ("0", ";;;", "0"), ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "0"),
        ("-5", '#,##0;[Red]#,##0', "\ufffd"), ("-5", "#,##0 ;(#,##0)", "-5"), ("7", "# ?/?", "7"),
        ("0.5", "# ?/?", "\ufffd"), ("7", "G/通用格式", "7"), ("7", 'General"件"', "7"),
        ("12000", '[>=10000]0.0,"千";General', "12千"), ("7", '[>=10000]0.0,"千";General', "7"),
        ("5", "yyyy-m-d", "1900-01-05"), ("61", "yyyy-m-d", "1900-03-01"), ("7", "@", "7"),
        ("1E+30", "0." + "0" * 190, "\ufffd"), ("7", '"0"0', "07"), ("9", "000", "9"),
    ],
)  # fmt: skip
def test_a_format_counts_where_it_changes_what_a_number_says(written: str, form: str, expected: str) -> None:
    assert shown(written, form) == expected


def test_raised_and_struck_text_is_none_of_a_figures_digits() -> None:
    def write(book: Any, sheet: Any, frame: Any) -> None:
        raised, struck = book.add_format({"font_script": 1}), book.add_format({"font_strikeout": True})
        whole = book.add_format({"font_strikeout": True, "border": 1})
        sheet.write_row(0, 0, ["项目", "数"], frame)
        sheet.write_rich_string(1, 0, "7", raised, "1", frame)
        sheet.write_rich_string(1, 1, struck, "3", "8", frame)
        sheet.write_row(2, 0, [9, "甲"], whole)

    lost = "\ufffd"
    assert shape(read(workbook(write))) == [[["项目", "数"], ["7[1]", "8"], [lost, lost]]]


def test_titles_are_paragraphs_and_what_is_framed_is_a_table() -> None:
    def write(book: Any, sheet: Any, frame: Any) -> None:
        sheet.merge_range(0, 0, 0, 3, "甲局2023年政府信息公开工作年度报告")
        sheet.write(1, 0, "二、主动公开政府信息情况")
        sheet.merge_range(2, 0, 2, 3, "第二十条第（一）项", frame)
        rows_of = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), ("规章", 0, 1, 43.788)
        for number, line in enumerate(rows_of, 3):
            for column, value in enumerate(line):
                sheet.write(number, column, value, frame)
        sheet.write(5, 0, "三、收到和处理政府信息公开申请情况")

    assert shape(read(workbook(write))) == [
        "甲局2023年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        [
            ["第二十条第（一）项", "<", "<", "<"],
            ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["规章", "0", "1", "43.788"],
        ],
        "三、收到和处理政府信息公开申请情况",
    ]


def test_blank_cells_of_a_frame_keep_the_columns_in_their_places() -> None:
    def write(book: Any, sheet: Any, frame: Any) -> None:
        for line, texts in enumerate(
            (("行", "甲", "乙", "丙"), ("一", 1, None, 3), ("二", None, None, None))
        ):
            for column, text in enumerate(texts):
                sheet.write(line, column, text, frame)

    assert shape(read(workbook(write))) == [
        [["行", "甲", "乙", "丙"], ["一", "1", "", "3"], ["二", "", "", ""]]
    ]


def test_a_table_without_any_frame_ends_at_a_blank_row() -> None:
    def write(book: Any, sheet: Any, frame: Any) -> None:
        for line, texts in {0: ("规章", 1), 1: ("许可", 2), 3: ("处罚", 3), 4: ("强制", 4)}.items():
            for column, text in enumerate(texts):
                sheet.write(line, column, text)

    assert shape(read(workbook(write))) == [
        [["规章", "1"], ["许可", "2"]],
        [["处罚", "3"], ["强制", "4"]],
    ]


def test_hidden_rows_columns_and_sheets_are_left_out_and_said() -> None:
    def write(book: Any, sheet: Any, frame: Any) -> None:
        rows(("行", "旧", "甲"), ("上年", 9, 8), ("本年", 9, 7))(book, sheet, frame)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        other = book.add_worksheet("底稿")
        other.write(0, 0, "不要读")
        other.hide()

    document = read(workbook(write))
    assert shape(document) == [[["行", "甲"], ["本年", "7"]]]
    assert [each.message for each in document.diagnostics] == [
        "工作表“报告”里隐藏的行或列未读",
        "1 个隐藏的工作表未读",
    ]


def test_sheets_follow_each_other_and_a_name_that_is_a_heading_stands_over_its_sheet() -> None:
    def write(book: Any, sheet: Any, frame: Any) -> None:
        sheet.write(0, 0, "正文")
        other = book.add_worksheet("四、行政复议")
        rows(("维持", "纠正"), (1, 2))(book, other, frame)

    assert shape(read(workbook(write))) == ["正文", (1, "四、行政复议"), [["维持", "纠正"], ["1", "2"]]]


def test_a_formula_gives_its_stored_result_and_without_one_the_cell_is_lost_not_blank() -> None:
    def write(book: Any, sheet: Any, frame: Any) -> None:
        rows(("甲", "乙"))(book, sheet, frame)
        sheet.write_formula(1, 0, "=1+1", frame, 2)
        sheet.write(1, 1, 5, frame)

    data = workbook(write)
    assert shape(read(data)) == [[["甲", "乙"], ["2", "5"]]]
    book = openpyxl.load_workbook(io.BytesIO(data))
    stream = io.BytesIO()
    book.save(stream)
    document = read(stream.getvalue())
    assert shape(document) == [[["甲", "乙"], ["\ufffd", "5"]]]
    assert [each.code for each in document.diagnostics] == ["sheet.no-result"]


def test_words_over_characters_and_errors_are_told_apart_from_text() -> None:
    def write(book: Any, sheet: Any, frame: Any) -> None:
        rows(("甲", True, "无"))(book, sheet, frame)
        sheet.write_formula(1, 0, "=1/0", frame, "#DIV/0!")
        sheet.write(1, 1, "第一行\n第二行", frame)
        sheet.write_number(1, 2, 0.25, book.add_format({"num_format": "0%", "border": 1}))

    assert shape(read(workbook(write))) == [[["甲", "TRUE", "无"], ["#DIV/0!", "第一行\n第二行", "25%"]]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (compound({"Workbook": b"\x09\x08\x10\x00" + b"\0" * 60}), "file.damaged"),
        (compound({"Workbook": b"junk" * 3000}), "file.damaged"),
        (compound({"Workbook": b"x" * 9000})[:5000], "file.truncated"),
        (workbook(rows(("甲", 1)))[:-200], "file.truncated"),
    ],
    ids=["no sheets", "junk", "cut short", "cut zip"],
)
def test_damaged_workbooks_say_so(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_a_merge_over_the_whole_sheet_costs_nothing() -> None:
    def write(book: Any, sheet: Any, frame: Any) -> None:
        sheet.merge_range(0, 0, 1, 1, "正文")  # the writer makes a cell of each cell that is merged

    assert shape(read(rewritten(workbook(write), b'"A1:B2"', b'"A1:XFD1048576"'))) == ["正文"]


def rewritten(data: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook with `old` replaced in its first sheet."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(made, "w") as taken:
        for name in given.namelist():
            part = given.read(name)
            taken.writestr(name, part.replace(old, new) if name == "xl/worksheets/sheet1.xml" else part)
    return made.getvalue()


def test_cells_far_apart_are_no_table_of_millions() -> None:
    def write(book: Any, sheet: Any, frame: Any) -> None:
        for number in range(300):
            sheet.write(number, 0, "甲", frame)
            sheet.write(number, 16_000, "乙", frame)

    assert refused(workbook(write)) == "file.table-too-large"


def test_a_sheet_that_names_itself_a_document_is_read_by_its_content() -> None:
    document = read(workbook(rows(("甲", 1))), name="甲局.docx")
    assert document.format == "xlsx"
    assert [each.code for each in document.diagnostics] == ["file.other-format"]
    assert read(docx(paragraph("正文")), name="甲局.doc").diagnostics[0].message == (
        "文件名以 .doc 结尾，内容是Word 文档（.docx），已按内容读取"
    )
