"""Tables without lines: rows cut by where the words stand, never by what the figures add up to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.reading.document import Block, Document, Table
from auditor.reading.open import read_bytes
from auditor.reading.page_shape import LOST
from tests.layouts.check import Verdict, examples, judge, lexicons
from tests.layouts.corpus import Variant
from tests.pdf.plain import (
    LABEL,
    LEAD,
    LEFT,
    NAMES,
    SIZE,
    WIDE,
    row_of,
    rows_of,
    set_head,
    set_rows,
    tables_of,
)
from tests.pdf.sources import printed_plain
from tests.pdf.typeset import Style, typeset_pdf
from tests.pdf.writer import Sheet, pdf_of, width_of


def _texts(block: Block) -> list[str]:
    """The words of a block that hold figures."""
    text = (
        " ".join(cell.text for cell in block.cells)
        if isinstance(block, Table)
        else getattr(block, "text", "")
    )
    return [word for word in text.split() if any(map(str.isdigit, word))]


_ROWS = [
    row_of("1.国家秘密", "1234|5", "0", "12", "3", "0", "7", "1236|7"),
    row_of("2.法律法规|禁止公开", "3", "0", "0", "8721", "0", "0", "8724"),
    row_of("3.危及安全", "0", "0", "0", "0", "0", "0", "0"),
    row_of("4.第三方", "20", "4", "0", "0", "6", "0", "31"),
]
_READ = [
    ["1.国家秘密", "12345", "0", "12", "3", "0", "7", "12367"],
    ["2.法律法规禁止公开", "3", "0", "0", "8721", "0", "0", "8724"],
    ["3.危及安全", "0", "0", "0", "0", "0", "0", "0"],
    ["4.第三方", "20", "4", "0", "0", "6", "0", "31"],  # the sum is 30: a wrong report stays wrong
]


@pytest.mark.parametrize("middle", [True, False])
def test_rows_are_cut_by_how_their_cells_are_set_and_wrong_sums_stay_wrong(middle: bool) -> None:
    sheet = Sheet()
    set_rows(sheet, _ROWS, top=100, middle=middle)
    assert tables_of(sheet) == _READ


def test_every_cell_of_a_row_may_be_wrapped() -> None:
    rows = [row_of("1.甲", *["1234|5"] * 7), row_of("2.乙", *["17"] * 7), row_of("3.丙", *["9876|0"] * 7)]
    sheet = Sheet()
    set_rows(sheet, rows, top=100)
    assert tables_of(sheet) == [["1.甲", *["12345"] * 7], ["2.乙", *["17"] * 7], ["3.丙", *["98760"] * 7]]


def test_where_two_ways_to_cut_fit_alike_no_figure_is_taken() -> None:
    """Without labels nothing tells one figure over two lines from two figures: not even a sum may."""
    rows = [row_of("", *["1111"] * 6, "6666"), row_of("", *["2222"] * 6, "3333"), row_of("", *["1"] * 6, "6")]
    sheet = Sheet()
    set_rows(sheet, rows, top=100)
    document = read_bytes(pdf_of([sheet]))
    assert isinstance(document, Document)
    texts = [text for block in document.blocks for text in _texts(block)]
    assert texts and all(LOST in text for text in texts)


def test_a_row_that_the_page_end_cuts_is_put_together() -> None:
    first, second = Sheet(), Sheet()
    end = set_rows(first, _ROWS[:3], top=700)
    set_rows(first, [row_of("4.第三方", "20", "4", "0", "0", "6", "0", "1234")], top=end)
    end = set_rows(second, [row_of("", "", "", "", "", "", "", "5")], top=60)
    set_rows(second, [row_of(f"{n}.其他", *["0"] * 7) for n in (5, 6, 7)], top=end)
    table = tables_of(first, second)
    assert table[3] == ["4.第三方", "20", "4", "0", "0", "6", "0", "12345"]
    assert table[4] == ["5.其他", *["0"] * 7]


def test_a_rest_over_the_page_end_that_need_not_be_one_makes_its_row_unreadable() -> None:
    first, second = Sheet(), Sheet()
    end = set_rows(first, _ROWS[:3], top=700)
    set_rows(first, [row_of("4.第三方", "20", "4", "0", "0", "6", "0", "30")], top=end)
    end = set_rows(second, [row_of("", "", "", "", "", "", "", "5")], top=60)
    set_rows(second, [row_of(f"{n}.其他", *["0"] * 7) for n in (5, 6, 7)], top=end)
    row = next(row for row in tables_of(first, second) if row[0] == "4.第三方")
    assert all(LOST in text for text in row[1:])


def test_the_words_over_the_columns_are_the_first_row() -> None:
    sheet = Sheet()
    set_rows(sheet, _ROWS, top=set_head(sheet, NAMES, 100))
    assert rows_of(sheet)[0] == ["", "", "甲", "乙\n一", "乙\n二", "丙", "丁", "戊", "总\n计"]


def test_a_column_without_any_figure_is_known_by_its_head() -> None:
    rows = [row_of(f"{n}.行", *["5"] * 3, "", *["7"] * 3) for n in range(1, 6)]
    sheet = Sheet()
    set_rows(sheet, rows, top=set_head(sheet, NAMES, 100))
    assert rows_of(sheet)[3] == ["", "3.行", "5", "5", "5", "", "7", "7", "7"]


def test_totals_alone_stand_under_the_last_head() -> None:
    rows = [row_of(f"{n}.行", *[""] * 6, str(n)) for n in range(1, 8)]
    sheet = Sheet()
    set_rows(sheet, rows, top=set_head(sheet, NAMES, 100))
    assert rows_of(sheet)[7] == ["", "7.行", "", "", "", "", "", "", "7"]


def test_a_row_shifted_to_the_left_keeps_its_figures_in_order() -> None:
    rows = [row_of(f"{n}.行", *["10"] * 7) for n in range(1, 6)]
    sheet = Sheet()
    end = set_rows(sheet, rows, top=100)
    sheet.text(LEFT, end, "6.行", SIZE)
    for column in range(7):
        sheet.text(LEFT + LABEL + (column - 1) * WIDE + 7.5, end, "20", SIZE)
    assert rows_of(sheet)[5] == ["", "6.行", *["20"] * 7, ""]


def test_a_label_that_runs_up_to_its_figures_is_parted_from_them() -> None:
    rows = [row_of(f"{n}.行", *["999"] * 7) for n in range(1, 6)]
    sheet = Sheet()
    end = set_rows(sheet, rows, top=100)
    text = "6.很长的行名字到边上了呢又"
    sheet.text(LEFT + LABEL + 5 - width_of(text, SIZE), end, text, SIZE)
    set_rows(sheet, [row_of("", *["888"] * 7)], top=end)
    assert rows_of(sheet)[5] == ["", text, *["888"] * 7]


def test_a_row_that_stands_alike_on_two_pages_is_no_running_foot() -> None:
    first, second = Sheet(), Sheet()
    for sheet in (first, second):
        rows = [row_of(f"{n}.行", *["0"] * 7) for n in range(1, 6)]
        set_rows(sheet, rows, top=760)
    assert [row[1] for row in rows_of(first, second)] == [f"{n}.行" for n in range(1, 6)] * 2


def test_a_head_printed_again_on_the_next_page_is_dropped() -> None:
    first, second = Sheet(), Sheet()
    set_rows(first, _ROWS, top=set_head(first, NAMES, 720))
    set_rows(second, [row_of(f"{n}.行", *["0"] * 7) for n in (5, 6, 7)], top=set_head(second, NAMES, 60))
    labels = [row[1] for row in rows_of(first, second)]
    assert labels == ["", *(row[0] for row in _READ), "", "5.行", "6.行", "7.行"]


def test_a_page_end_parts_a_label_and_its_row_is_whole() -> None:
    first, second = Sheet(), Sheet()
    end = set_rows(first, _ROWS, top=700)
    set_rows(first, [row_of("5.标签", *["4"] * 7)], top=end)
    second.text(LEFT, 60, "的下半", SIZE)
    set_rows(second, [row_of(f"{n}.其他", *["0"] * 7) for n in (6, 7, 8)], top=60 + LEAD)
    assert rows_of(first, second)[4] == ["", "5.标签的下半", *["4"] * 7]


def test_figures_that_may_go_on_in_the_next_row_are_left_open() -> None:
    """A column as narrow as one digit: 2 over 3 are 23 in one row, or two rows, of which one has blanks."""
    rows = [row_of(f"{n}.行", *["1"] * 7) for n in range(1, 6)]
    sheet = Sheet()
    end = set_rows(sheet, rows, top=100)
    set_rows(sheet, [row_of("（五）组", "", "2", "", "", "", "", "2")], top=end)
    set_rows(sheet, [row_of("6.行", "4", "3", *["1"] * 4, "3")], top=end + LEAD)
    for row in rows_of(sheet)[5:]:
        assert all(LOST in text for text in row[2:] if text)


def test_figures_of_one_digit_a_line_are_read_where_labels_show_their_rows() -> None:
    rows = [row_of("1.甲", "1|2|3", "0", "4|5", "0", "0", "0", "1|6|8"), row_of("2.乙", *["7"] * 7)]
    rows += [row_of("3.丙", *["8|9"] * 7), row_of("4.丁", *["0"] * 7)]
    sheet = Sheet()
    set_rows(sheet, rows, top=100)
    assert tables_of(sheet) == [
        ["1.甲", "123", "0", "45", "0", "0", "0", "168"],
        ["2.乙", *["7"] * 7],
        ["3.丙", *["89"] * 7],
        ["4.丁", *["0"] * 7],
    ]


def test_a_figure_set_half_a_line_off_its_label_is_not_taken() -> None:
    """The rows of a table are set alike: what is set otherwise may belong to another row."""
    sheet = Sheet()
    end = set_rows(sheet, _ROWS[1:], top=100)
    end = set_rows(sheet, [row_of("5.行", "", *["4"] * 6)], top=end)
    sheet.text(LEFT + LABEL + 8, end - LEAD / 2, "4", SIZE)
    set_rows(sheet, [row_of(f"{n}.行", "", *["3"] * 6) for n in (6, 7)], top=end)
    sheet.text(LEFT, 800, "完", SIZE)
    row = next(row for row in tables_of(sheet) if row[0] == "5.行")
    assert all(LOST in text for text in row[1:] if text)


def test_a_head_may_begin_on_the_page_before() -> None:
    first, second = Sheet(), Sheet()
    set_head(first, ["甲"] * 7, 740)
    set_rows(second, _ROWS, top=set_head(second, ["一", "二", "三", "四", "五", "六", "七"], 60))
    assert rows_of(first, second)[0] == ["", "", *(f"甲\n{name}" for name in "一二三四五六七")]


def test_the_halves_of_a_head_in_two_cells_are_one() -> None:
    sheet = Sheet()
    names = ["自然人", "商业", "企业", "科研", "机构", "其他", "总计"]
    end = set_head(sheet, [name if len(name) < 3 else "自然|人" for name in names], 100)
    for number in range(1, 7):
        set_rows(
            sheet, [row_of(f"{number}.行", "5", "", "", "", "", "6", "7")], top=end + (number - 1) * LEAD
        )
    assert rows_of(sheet)[0][2:] == ["自然\n人", "商业\n企业", "科研\n机构", "其他", "总计"]


def test_a_row_of_nothing_but_figures_is_told_under_its_head_in_one_line() -> None:
    sheet = Sheet()
    sheet.text(250, 86, "行政复议", SIZE)
    heads = (["结果", "结果", "其他", "尚未", "总计"], ["维持", "纠正", "结果", "审结", ""])
    for y, cells in zip((100, 112, 126), (*heads, ["6", "2", "6", "0", "14"]), strict=True):
        for column, text in enumerate(cells):
            sheet.text(100 + 80 * column - width_of(text, SIZE) / 2, y, text, SIZE)
    document = read_bytes(pdf_of([sheet]))
    assert isinstance(document, Document)
    texts = [getattr(block, "text", "") for block in document.blocks]
    assert texts == ["行政复议", "结果维持 结果纠正 其他结果 尚未审结 总计", "6 2 6 0 14"]


def test_a_small_table_that_lacks_figures_is_read_by_its_head() -> None:
    sheet = Sheet()
    for y, cells in (
        (100, ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]),
        (114, ["规章", "", "3", "8"]),
        (128, ["规范性文件", "12", "", "40"]),
    ):
        for column, text in enumerate(cells):
            sheet.text(100 + 110 * column - width_of(text, SIZE) / 2, y, text, SIZE)
    assert [row[1:] for row in rows_of(sheet)][1:] == [
        ["规章", "", "3", "8"],
        ["规范性文件", "12", "", "40"],
    ]


def test_a_table_without_lines_is_said_to_lack_its_head() -> None:
    sheet = Sheet()
    set_rows(sheet, _ROWS, top=100)
    document = read_bytes(pdf_of([sheet]))
    assert isinstance(document, Document)
    assert [(d.code, d.message) for d in document.diagnostics] == [
        ("read.lost-head", "第 1 页的表格没有框线，数字按各栏的位置读出，表头没有读出")
    ]


def test_a_table_without_lines_whose_head_was_read_is_said_to_lack_lines_only() -> None:
    sheet = Sheet()
    set_rows(sheet, _ROWS, top=set_head(sheet, NAMES, 100))
    document = read_bytes(pdf_of([sheet]))
    assert isinstance(document, Document)
    assert [(d.code, d.message) for d in document.diagnostics] == [
        ("read.lost-lines", "第 1 页的表格没有框线，表头和数字按各栏的位置读出")
    ]


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    words = lexicons()
    out = []
    for seed in (1, 2, 3, 7, 8, 10, 11):
        style = replace(Style.of(seed), ruling="none", open=False)
        built = printed_plain(seed)
        out.append(judge(Variant(f"own-{seed}.pdf", typeset_pdf(built, style), built), words))
    return out


def test_no_cell_of_a_report_without_lines_is_read_wrong(verdicts: list[Verdict]) -> None:
    assert not [v for v in verdicts if v.wrong], examples(verdicts)


def test_most_numbers_of_reports_without_lines_are_read(verdicts: list[Verdict]) -> None:
    lost = sum(len(v.illegible) for v in verdicts)
    assert lost < 0.02 * sum(v.cells for v in verdicts), examples(verdicts)
