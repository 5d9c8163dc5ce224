"""Tables of several years in one part: the one of the report's year is read, and where nothing tells which
that is, no figure of another fills a blank."""

from __future__ import annotations

import pytest

from auditor.report.model import Report
from tests.report.small import cell, drawn, found, page

COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
NEW, OLD = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
FIRST = [21, 22, 23, 24, 25, 26, 141], [31, 32, 33, 34, 35, 36, 201]
SECOND = [51, 52, 53, 54, 55, 56, 321], [61, 62, 63, 64, 65, 66, 381]
THIRD = [81, 82, 83, 84, 85, 86, 501], [91, 92, 93, 94, 95, 96, 561]
Figures = tuple[list[int], list[int]]


def _table(figures: tuple[list[object], list[object]] | Figures, *before: list[str]) -> str:
    return drawn(*before, ["项目", *COLUMNS], [NEW, *figures[0]], [OLD, *figures[1]])


def _rows(report: Report) -> list[object]:
    """The cells of both rows, one after the other."""
    cells = [found(report, f"表三.{name}.") for name in COLUMNS]
    return [own[0] for own in cells] + [own[1] for own in cells]


@pytest.mark.parametrize(
    ("own", "other", "third"),
    [
        ("2023年", "2022年", "2021年度情况"),
        ("（2023年）", "上年同期数据：", "2021年"),
        ("", "附：2022年", "去年"),
    ],
)
def test_the_table_under_the_reports_year_is_read(own: str, other: str, third: str) -> None:
    captioned = [own] if own else []
    first = page(3, *captioned, _table(FIRST), other, _table(SECOND), third, _table(THIRD))
    assert _rows(first) == [*FIRST[0], *FIRST[1]]
    if own:
        last = page(3, other, _table(SECOND), third, _table(THIRD), own, _table(FIRST))
        assert _rows(last) == [*FIRST[0], *FIRST[1]]


def test_the_year_may_be_named_in_the_tables_first_row() -> None:
    tables = [_table(own, [cell(year, wide=8)]) for own, year in ((SECOND, "2022年"), (FIRST, "2023年"))]
    assert _rows(page(3, *tables)) == [*FIRST[0], *FIRST[1]]


def test_the_only_table_is_read_whatever_year_stands_over_it() -> None:
    assert _rows(page(3, "2022年", _table(FIRST))) == [*FIRST[0], *FIRST[1]]


def test_the_rest_of_a_table_below_another_years_line_is_its_own() -> None:
    head = ["项目", *COLUMNS]
    report = page(3, drawn(head, [NEW, *FIRST[0]]), "2022年水务工作", drawn([OLD, *FIRST[1]]))
    assert _rows(report) == [*FIRST[0], *FIRST[1]]


def test_three_tables_without_a_year_leave_open_what_differs() -> None:
    report = page(3, _table(FIRST), _table(SECOND), _table(THIRD))
    assert _rows(report) == ["illegible"] * 14


@pytest.mark.parametrize("blank_first", [True, False])
def test_no_other_table_fills_a_blank(blank_first: bool) -> None:
    lacking = (["", *FIRST[0][1:]], list(FIRST[1]))
    tables = [_table(lacking), _table(SECOND)]
    report = page(3, *(tables if blank_first else tables[::-1]))
    assert _rows(report) == ["illegible"] * 14


def test_a_row_whose_label_is_repeated_on_the_next_page_has_its_figures_there() -> None:
    head = ["项目", *COLUMNS]
    report = page(3, drawn(head, [NEW, *[""] * 7]), drawn(head, [NEW, *FIRST[0]], [OLD, *FIRST[1]]))
    assert _rows(report) == [*FIRST[0], *FIRST[1]]
