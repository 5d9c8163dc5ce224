from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.base.place import CellPlace, ParagraphPlace
from auditor.reading.document import Paragraph, Picture, Table
from tests.reading.shape import read, shape


def text(content: str, name: str = "") -> list[object]:
    return shape(read(content.encode(), name=name))


def test_each_line_that_is_not_blank_is_a_paragraph_with_its_line() -> None:
    document = read("标题\n\n　　正文　\r\n \n尾".encode())
    assert document.format == "text"
    assert document.blocks == (
        Paragraph("标题", ParagraphPlace(1, 1)),
        Paragraph("正文", ParagraphPlace(2, 3)),
        Paragraph("尾", ParagraphPlace(3, 5)),
    )


def test_form_feeds_begin_pages() -> None:
    document = read("一\n二\f三\n四".encode())
    assert [block.place for block in document.blocks] == [
        ParagraphPlace(1, 1, 1),
        ParagraphPlace(2, 2, 1),
        ParagraphPlace(3, 2, 2),
        ParagraphPlace(4, 3, 2),
    ]


PAGED = "甲\n乙\n\n{}\n\n丙\n7\n丁\n\n- 2 -\n\n戊\n己\n\n第3页\n\n庚"


def test_numbers_that_count_the_pages_are_no_text() -> None:
    assert text(PAGED.format(1)) == ["甲", "乙", "丙", "7", "丁", "戊", "己", "庚"]
    assert text("甲\n乙\n\n1\f丙\n丁\n\n2\f戊\n己\n\n3\f庚") == ["甲", "乙", "丙", "丁", "戊", "己", "庚"]


def test_figures_alone_that_do_not_all_count_up_stay() -> None:
    for first in ("5", "2"):
        assert text(PAGED.format(first))[2] == first
    assert "2" in text("甲\n\n1\n\n乙\n\n2\n\n丙\n\n3\n\n丁")  # cells rather than pages


def test_lines_with_tabs_are_one_table_over_blank_lines_with_every_field_kept() -> None:
    document = read("前\n规章\t\t0\n\n\t1\t\n后".encode())
    table = document.blocks[1]
    assert isinstance(table, Table) and not table.exact and (table.height, table.width) == (2, 3)
    assert [(cell.text, cell.place) for cell in table.cells] == [
        ("规章", CellPlace(1, 1, 1, 2)),
        ("", CellPlace(1, 1, 2, 2)),
        ("0", CellPlace(1, 1, 3, 2)),
        ("", CellPlace(1, 2, 1, 4)),
        ("1", CellPlace(1, 2, 2, 4)),
        ("", CellPlace(1, 2, 3, 4)),
    ]


def test_a_line_without_tab_ends_the_table() -> None:
    assert text("\t商业\n企业\n\t1\t2") == [[["", "商业"]], "企业", [["", "1", "2"]]]


def test_one_cell_a_line_keeps_rows_and_full_width_spaces_of_the_figure() -> None:
    assert text("\t规章\n\t　27\n\t\n\t　") == [[["", "规章"], ["", "　27"], ["", ""], ["", ""]]]


def test_tabs_that_only_indent_prose_make_no_table() -> None:
    lines = "\t一、总体情况\n\t本年度主动公开信息12条。\n\t二、主动公开政府信息情况\n\t规章\t0"
    assert text(lines) == [
        "一、总体情况",
        "本年度主动公开信息12条。",
        [["", "二、主动公开政府信息情况"], ["", "规章", "0"]],
    ]
    assert text("\t一、总体情况\n本年度公开12条。") == ["一、总体情况", "本年度公开12条。"]


def test_a_title_set_to_the_middle_by_tabs_is_a_paragraph() -> None:
    assert text("\t\t青禾县水务局\n\t\t2023年度报告\n\n正文。") == ["青禾县水务局", "2023年度报告", "正文。"]
    # Without the blank line it may be a cell whose text goes on.
    assert text("前\n\n\t商业\n企业") == ["前", [["", "商业"]], "企业"]


def test_the_last_bar_closes_the_field_before_it() -> None:
    assert text("规章 | 20 | 0 | ||\n许可 | 1 |") == [[["规章", "20", "0", "", ""], ["许可", "1"]]]


def test_a_frame_of_bars_is_no_field() -> None:
    assert text("| a | | c |\n|---|---|---|\n| 1 | 2 | |") == [[["a", "", "c"], ["1", "2", ""]]]


def test_without_a_frame_an_outer_bar_stands_beside_an_empty_field() -> None:
    assert text("规章 | 0 | 1\n许可 | 3 | \n | 4 | 5") == [
        [["规章", "0", "1"], ["许可", "3", ""], ["", "4", "5"]]
    ]


def test_box_drawing_and_full_width_bars_cut_and_their_rules_are_dropped() -> None:
    assert text("┌──┬──┐\n│规章│ 3│\n├──┼──┤\n│许可│ 4│\n└──┴──┘") == [[["规章", "3"], ["许可", "4"]]]
    assert text("规章｜3｜0\n许可｜4｜0") == [[["规章", "3", "0"], ["许可", "4", "0"]]]
    assert text("+----+---+\n| a  | 1 |\n+----+---+") == [[["a", "1"]]]


ROWS = [f"│第{n}项│{n}│0│" for n in range(6)]
RULE = "├────┼─┼─┤"


def test_between_drawn_lines_the_lines_of_a_cell_are_one_row() -> None:
    high = ["│部分公开│ │ │", "│（区分处│7│8│", "│理的）│ │ │"]
    lines = [line for row in ROWS for line in (RULE, row)]
    whole = [[f"第{n}项", str(n), "0"] for n in range(6)]
    joined = [[*whole, ["部分公开\n（区分处\n理的）", "7", "8"]]]
    assert text("\n".join([*lines, RULE, *high, RULE])) == joined


def test_rows_are_left_apart_where_both_hold_figures_or_lines_part_only_blocks() -> None:
    two = ["│规章│1│2│", "│规范│3│4│"]
    lines = [line for row in ROWS for line in (RULE, row)]
    whole = [[f"第{n}项", str(n), "0"] for n in range(6)]
    apart = [["规章", "1", "2"], ["规范", "3", "4"]]
    assert text("\n".join([*lines, RULE, *two, RULE])) == [[*whole, *apart]]
    blank = ["│规章│1│2│", "│规范│ │ │"]
    assert text("\n".join([RULE, *blank, RULE, *blank, RULE])) == [[["规章", "1", "2"], ["规范", "", ""]] * 2]


def test_a_single_bar_in_a_title_leaves_it_a_paragraph() -> None:
    assert text("青禾县年度报告 | 青禾县政府网\n正文") == ["青禾县年度报告 | 青禾县政府网", "正文"]


def test_dashes_in_cells_are_kept() -> None:
    assert text("规章 | — | — |\n许可 | -- | / |") == [[["规章", "—", "—"], ["许可", "--", "/"]]]


def test_remnants_of_converters_are_bookmarks_dropped_and_pictures_kept() -> None:
    document = read("[bookmark: _GoBack]（二）依申请\n[image: 17044]\n\t[bookmark: a]3\t4".encode())
    assert shape(document) == ["（二）依申请", ("图", "17044"), [["", "3", "4"]]]
    assert document.blocks[1] == Picture(ParagraphPlace(1, 2), "17044")


def test_emphasis_in_plain_text_is_left_as_written() -> None:
    assert text("**注**：见附件") == ["**注**：见附件"]


def test_markdown_gives_levels_and_loses_its_marks() -> None:
    source = (
        "# 年度报告\n\n## **一、总体情况**\n公开__12__条，见[网站](https://a.b)。\n\n"
        "| 规章 | 0\\|1 |\n|:--|--:|\n| 商业<br>企业 | 3 |\n\n![表](a.png)\n1\\. 完\n"
    )
    expected = [
        (1, "年度报告"),
        (2, "一、总体情况"),
        "公开12条，见网站。",
        [["规章", "0|1"], ["商业\n企业", "3"]],
        ("图", "表"),
        "1. 完",
    ]
    assert text(source, "报告.md") == expected
    assert text(source) == expected


def test_a_markdown_file_may_underline_headings_and_hold_html_tables() -> None:
    source = "报告\n====\n\n<table><tr><td rowspan=2>a</td><td>1</td></tr>\n<tr><td>2</td></tr></table>\n\n后"
    assert text(source, "a.md") == [(1, "报告"), [["a", "1"], ["<", "2"]], "后"]


def test_a_rule_under_a_sentence_is_no_heading() -> None:
    assert text("公开12条。\n---\n后", "a.md") == ["公开12条。", "后"]


@given(st.lists(st.lists(st.text("0123规章 /", max_size=4), min_size=2, max_size=6), min_size=1, max_size=6))
def test_every_field_between_tabs_comes_back(fields: list[list[str]]) -> None:
    source = "\n".join("\t".join(["x", *line]) for line in fields)
    made = shape(read(source.encode()))
    assert made == [[["x", *(field.strip() for field in line)] for line in fields]]


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_raise(data: bytes) -> None:
    from auditor.reading.open import open_document

    for start in (b"", b"<html>", b"PK\x03\x04", b"MIME-Version: 1.0\r\n", b"# a\n", b"\xff\xfe"):
        open_document(start + data)
