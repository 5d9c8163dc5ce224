"""Figures before the labels, and figures without one: whose they are, or nobody's."""

from __future__ import annotations

import pytest

from tests.report.table_three import COLUMNS, OPEN, cells, drawn, full, row_of, rows_of, written

BODY = (("新收", *full(21)), ("上年结转", *full(31)), ("予以公开", *full(41)))
NAMES = ("新收", "上年结转", "予以公开")
PLAIN = [list(full(first)) for first in (21, 31, 41)]
HEAD = cells("项目", *COLUMNS)
BLANKS = [""] * 7


def test_running_numbers_before_the_labels_are_no_rest_of_the_row_above() -> None:
    rows = [(at, *row) for at, row in enumerate(BODY, 1)]
    assert rows_of(drawn(([cells("序号", "项目", *COLUMNS)], rows)), *NAMES) == PLAIN


def test_running_numbers_before_the_labels_of_lines() -> None:
    rows = [(at, *row) for at, row in enumerate(BODY, 1)]
    assert rows_of(written([" ".join(("序号", "项目", *COLUMNS))], rows, " "), *NAMES) == PLAIN


def test_digits_before_the_labels_of_lines_may_be_those_of_the_row_above() -> None:
    rows = [(at, *row) for at, row in zip((3, 1, 2), BODY, strict=True)]
    report = written([" ".join(("项目", *COLUMNS))], rows, " ")
    assert rows_of(report, *NAMES)[:2] == [OPEN] * 2


def test_labels_in_one_table_do_not_take_the_figures_of_the_next() -> None:
    labels = [[row[0]] for row in BODY]
    report = drawn(([cells("项目")], labels), ([cells(*COLUMNS)], [row[1:] for row in BODY]))
    assert rows_of(report, *NAMES, "结转下年") == [OPEN] * 4  # any of the rows without a name may be the last


@pytest.mark.parametrize(
    ("blanks", "read"), [(BLANKS, list(full(51))), ([], OPEN)], ids=["blank cells", "none"]
)
def test_a_row_cut_by_a_page_end_goes_on_where_it_has_blanks(blanks: list[str], read: list[object]) -> None:
    report = drawn(([HEAD], [*BODY, ("部分公开", *blanks)]), ([], [("", *full(51))]))
    assert row_of(report, "部分公开") == read
