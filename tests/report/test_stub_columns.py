"""Table two under heads of another kind: a figure goes to the column of its own name, or to none."""

from __future__ import annotations

import pytest

from tests.report.small import cell, drawn, found, lines, page

RULES, PAPERS, PERMITS = "规章", "行政规范性文件", "行政许可"
HEAD = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
DONE = "本年处理决定数量"
TURNED = [HEAD[0], HEAD[3], HEAD[1], HEAD[2]]
BLOCK = [cell("第二十条第（一）项", wide=4)]


def test_columns_in_another_order_are_read_by_their_names() -> None:
    rows = [[RULES, 30, 1, 2], [PAPERS, 40, 3, 5]]
    own = [*found(page(2, drawn(BLOCK, TURNED, *rows)), "表二.规")][:6]
    assert own == [1, 2, 30, 3, 5, 40]
    for gap in ("\t", " "):
        text = [gap.join(map(str, row)) for row in (TURNED, *rows)]
        assert found(lines(2, "第二十条第（一）项", *text), "表二.规")[:6] == [1, 2, 30, 3, 5, 40]


def test_columns_in_another_order_in_lines_of_their_own_are_open() -> None:
    report = lines(2, *TURNED, f"{RULES} 30 1 2", f"{PAPERS} 40 3 5")
    assert found(report, "表二.规")[:6] == ["illegible"] * 6


@pytest.mark.parametrize(
    ("figures", "right"),
    [
        (["", 2, 30, 7], ["blank", 2, 30]),
        ([1, "", 30, 7], [1, "blank", 30]),
        ([1, 2, 30, ""], [1, 2, 30]),
        ([1, 2, 30, 7], [1, 2, 30]),
    ],
)
def test_a_column_of_another_name_is_no_part_of_the_row(figures: list[object], right: list[object]) -> None:
    report = page(2, drawn(BLOCK, [*HEAD, "备注"], [RULES, *figures], [PAPERS, 3, 5, 40, ""]))
    assert found(report, "表二.规")[:6] == [*right, 3, 5, 40]
    rows = "\t".join([*HEAD, "备注"]), "\t".join(map(str, [RULES, *figures]))
    assert found(lines(2, "第二十条第（一）项", *rows), "表二.规章.") == right


@pytest.mark.parametrize(
    ("head", "figures"), [([DONE, "备注"], ["", 7]), (["上年处理决定数量", DONE], [1638, ""])]
)
def test_a_blank_is_not_filled_from_a_column_of_another_name(head: list[str], figures: list[object]) -> None:
    report = page(2, drawn(BLOCK, ["信息内容", *head], [PERMITS, *figures]))
    assert found(report, "表二.行政许可") == ["blank"]


def test_a_figure_under_a_name_misspelt_beside_a_blank_under_that_name_leaves_the_row_open() -> None:
    """As scans have it, of whose head one of two cells of one name was misread."""
    head = ["信息内容", "本年制发件数", "本年废土件数", "本年废止件数", "现行有效件数"]
    report = page(2, drawn(BLOCK, head, [RULES, 1, 2, "", 30], [PAPERS, 3, 5, 5, 40]))
    assert found(report, "表二.规")[:6] == ["illegible"] * 3 + [3, 5, 40]


def test_a_figure_under_no_name_beside_a_blank_leaves_its_row_open() -> None:
    report = page(2, drawn(BLOCK, [*HEAD, ""], [RULES, "", 2, 30, 7], [PAPERS, 3, 5, 40, ""]))
    assert found(report, "表二.规")[:6] == ["illegible"] * 3 + [3, 5, 40]


def test_figures_moved_from_under_all_of_their_names_are_read_in_order() -> None:
    rows = [[cell(RULES, wide=2), 1, 2, 30], [cell(PAPERS, wide=2), 3, 5, 40]]
    assert found(page(2, drawn(BLOCK, HEAD, *rows)), "表二.规")[:6] == [1, 2, 30, 3, 5, 40]


def test_all_figures_in_one_cell_are_told_apart_by_their_number() -> None:
    report = page(2, drawn(BLOCK, HEAD, [RULES, "1 2 30", "", ""], [PAPERS, 3, 5, 40]))
    assert found(report, "表二.规")[:6] == [1, 2, 30, 3, 5, 40]


def test_a_cell_written_out_in_each_of_its_columns_is_one() -> None:
    same, other = [PERMITS, 638, 638, 638], [PERMITS, 638, 638, 63]
    assert found(page(2, drawn(BLOCK, ["信息内容", *[DONE] * 3], same)), "表二.行政许可") == [638]
    assert found(page(2, drawn(BLOCK, ["信息内容", *[DONE] * 3], other)), "表二.行政许可") == ["illegible"]
    text = [" ".join(map(str, row)) for row in (["信息内容", *[DONE] * 3], same)]
    assert found(lines(2, *text), "表二.行政许可") == [638]


def test_a_row_of_blanks_is_no_part_of_the_head_below_it() -> None:
    fee = ["信息内容", *["本年收费金额（单位：万元）"] * 3]
    report = page(
        2,
        drawn(BLOCK, ["信息内容", *[DONE] * 3], ["行政处罚", "", "", ""], fee, ["行政事业性收费", 5, "", ""]),
    )
    assert found(report, "表二.行政处罚") == ["blank"]
    assert found(report, "表二.行政事业性收费") == [5]


NOTES = ("注：1.行政许可含变更12件。", "2", "3.行政处罚")
ROWS = (" ".join(HEAD), f"{RULES} 1 2 30", f"{PAPERS} 3 5 40", f"信息内容 {DONE}", "行政处罚 7")


def test_numbers_of_notes_below_the_table_are_no_figures_without_a_row() -> None:
    report = lines(2, *ROWS, *NOTES)
    assert found(report, "表二.规")[:6] == [1, 2, 30, 3, 5, 40]
    assert found(report, "表二.行政处罚") == [7]


def test_a_note_between_the_rows_is_not_the_tables_end() -> None:
    report = lines(2, *ROWS[:2], *NOTES[:2], *ROWS[2:])
    assert found(report, "表二.规")[:3] == ["illegible"] * 3


@pytest.mark.parametrize("torn", [["信息内容", "本年", "处理决定数量", ""], ["信息", "内容", DONE, ""]])
def test_a_piece_of_a_name_is_no_other_column(torn: list[str]) -> None:
    assert found(page(2, drawn(BLOCK, torn, [PERMITS, 5, "", ""])), "表二.行政许可") != ["blank"]


def test_a_figure_is_not_taken_from_behind_the_table_for_a_number_before_the_labels() -> None:
    head = drawn(BLOCK, ["序号", "信息内容", DONE])
    report = page(2, head, drawn([1, PERMITS, 124, "见说明"]))
    assert found(report, "表二.行政许可") == ["illegible"]


def test_a_row_with_more_cells_than_the_head_gives_none_to_another_name() -> None:
    report = page(2, drawn(BLOCK, [*HEAD, "备注"], [RULES, "", 1, 2, 30, ""], [PAPERS, 3, 5, 40, ""]))
    assert found(report, "表二.规")[:6] == ["illegible"] * 3 + [3, 5, 40]


@pytest.mark.parametrize("text", ["0 1 0万元", "12"])
def test_a_figure_in_a_cell_over_two_columns_is_of_neither(text: str) -> None:
    """As on scans that lost the line between them."""
    head = ["信息内容", "采购项目数量", "采购总金额"]
    rows = [cell("第二十条第（九）项", wide=3)], head, ["政府集中采购", cell(text, wide=2)]
    assert found(page(2, drawn(*rows)), "表二.政府集中采购.") == ["illegible", "illegible"]
