"""Columns that table three does not have: what stands in them is no figure of a row."""

from __future__ import annotations

import pytest

from auditor.report.value import State
from tests.report.table_three import COLUMNS, OPEN, cells, drawn, full, row_of, rows_of, written

BLANK = State.BLANK
BODY = (("新收", *full(21)), ("上年结转", *full(31)), ("予以公开", *full(41)))
NAMES = ("新收", "上年结转", "予以公开")
PLAIN = [list(full(first)) for first in (21, 31, 41)]


def test_a_remark_is_no_figure_of_a_row_whose_first_cell_is_blank() -> None:
    rows = [*((*row, "") for row in BODY), ("部分公开", "", 52, 53, 54, 55, 56, 270, 5)]
    report = drawn(([cells("项目", *COLUMNS, "备注")], rows))
    assert rows_of(report, *NAMES, "部分公开") == [*PLAIN, [BLANK, 52, 53, 54, 55, 56, 270]]


def test_the_number_of_a_line_is_no_figure_of_a_row_whose_last_cell_is_blank() -> None:
    rows = [*((label, "", *own) for label, *own in BODY), ("部分公开", 4, 51, 52, 53, 54, 55, 56, "")]
    report = drawn(([cells("项目", "行次", *COLUMNS)], rows))
    assert rows_of(report, *NAMES, "部分公开") == [*PLAIN, [51, 52, 53, 54, 55, 56, BLANK]]


@pytest.mark.parametrize("over", [[], [""]], ids=["no head", "a blank head"])
def test_nothing_tells_of_a_figure_outside_the_columns_without_a_name(over: list[str]) -> None:
    rows = [*((*row, *over) for row in BODY), ("部分公开", "", 52, 53, 54, 55, 56, 270, 5)]
    report = drawn(([cells("项目", *COLUMNS, *over)], rows))
    assert rows_of(report, *NAMES, "部分公开") == [*PLAIN, OPEN]


@pytest.mark.parametrize(
    ("moved", "read"),
    [
        (full(51), list(full(51))),
        ((51, 52, 53, 54, 55, 1, 270), [51, 52, 53, 54, 55, 1, 270]),
        ((51, "／", "5件", 0, 0, 0, 56), [51, State.SYMBOL, State.TEXT, 0, 0, 0, 56]),
        ((1, 1, 1, 1, 1, 5, 270), OPEN),
    ],
    ids=["adds up", "no total inside", "marks and units", "those inside add up"],
)
def test_a_row_moved_by_one_cell_is_read_where_its_figures_tell(
    moved: tuple[object, ...], read: list[object]
) -> None:
    report = drawn(([cells("项目", *COLUMNS)], [*BODY, ("部分公开", "", *moved)]))
    assert row_of(report, "部分公开") == read


@pytest.mark.parametrize("over", [["上年总计"], []], ids=["named", "not named"])
def test_a_column_behind_the_total_leaves_the_others_as_they_are(over: list[str]) -> None:
    rows = [(*row, 900 + at) for at, row in enumerate(BODY)]
    rows.append(("部分公开", 51, 52, 53, 54, 55, "", 265, 904))
    report = drawn(([cells("项目", *COLUMNS, *over)], rows))
    assert rows_of(report, *NAMES, "部分公开") == [*PLAIN, [51, 52, 53, 54, 55, BLANK, 265]]


def test_tables_that_go_on_without_a_head_have_the_same_columns() -> None:
    head = [cells("项目", "行次", *COLUMNS)]
    rows = [(label, at, *own) for at, (label, *own) in enumerate(BODY)]
    report = drawn((head, rows[:2]), ([], rows[2:]))
    assert rows_of(report, *NAMES) == PLAIN


def test_words_over_the_labels_are_no_column() -> None:
    """The head has a cell more than the rows: none of their figures is left out."""
    report = drawn(([cells("项目", "类别", *COLUMNS)], BODY))
    assert rows_of(report, *NAMES) == PLAIN


@pytest.mark.parametrize("name", ["备注", "行次"])
def test_fields_of_lines_under_another_name(name: str) -> None:
    at = 1 if name == "行次" else 8
    rows: list[list[object]] = [[*row[:at], 5, *row[at:]] for row in BODY]
    short: list[object] = ["部分公开", 51, 52, 53, 54, "", 56, 266]
    rows.append([*short[:at], 5, *short[at:]])
    head: list[object] = ["项目", *COLUMNS]
    report = written(["\t".join(map(str, [*head[:at], name, *head[at:]]))], rows)
    assert rows_of(report, *NAMES, "部分公开") == [*PLAIN, [51, 52, 53, 54, BLANK, 56, 266]]


def test_a_line_with_a_figure_for_every_name_of_its_head() -> None:
    rows = [(*row, 900 + at) for at, row in enumerate(BODY)]
    report = written([" ".join(("项目", *COLUMNS, "上年总计"))], rows, " ")
    assert rows_of(report, *NAMES) == PLAIN


def test_a_line_that_may_lack_a_figure_and_have_a_remark_is_open() -> None:
    rows = [*BODY, ("部分公开", 51, 52, 53, 54, 56, 266, 5)]
    report = written(["申请人情况 备注", " ".join(("项目", *COLUMNS))], rows, " ")
    assert rows_of(report, *NAMES, "部分公开") == [*PLAIN, OPEN]


def test_a_head_of_another_table_above_names_no_column_of_this_one() -> None:
    rows = [(label, *own[:-1], 1) for label, *own in BODY]
    report = written(["信息内容 本年制发件数 现行有效件数", " ".join(("项目", *COLUMNS))], rows, " ")
    assert rows_of(report, *NAMES) == [[*row[:-1], 1] for row in PLAIN]


@pytest.mark.parametrize("lines", [1, 2])
def test_a_subtotal_is_a_column_that_lines_know(lines: int) -> None:
    names = ("自然人", *COLUMNS[1:6], "小计", "总计")
    head = [" ".join(names)]
    if lines == 2:
        head = ["自然人 法人或其他组织 总计", " ".join((*COLUMNS[1:6], "小计"))]
    rows = [(label, *own[:6], 999, 1) for label, *own in BODY]  # no row adds up
    report = written(head, rows, " ")
    assert rows_of(report, *NAMES) == [[*row[:6], 1] for row in PLAIN]
    assert report.tables["表三"].extra_columns == ("小计",)


@pytest.mark.parametrize(("over", "read"), [([], [52, 53, 54, 55, 56, 999, 1000]), ([""], OPEN)])
def test_a_row_that_does_not_add_up_was_moved_where_no_other_has_a_cell_outside(
    over: list[str], read: list[object]
) -> None:
    rows = [*((*row, *over) for row in BODY), ("部分公开", "", 52, 53, 54, 55, 56, 999, 1000)]
    report = drawn(([cells("项目", *COLUMNS, *over)], rows))
    assert rows_of(report, *NAMES, "部分公开") == [*PLAIN, read]
