"""Table three cut between its columns, or turned on its side: read, or open, and never said to be missing."""

from __future__ import annotations

import pytest

from auditor.report.value import State
from tests.report.table_three import COLUMNS, LABELS, OPEN, cells, drawn, full, rows_of, written

BODY = (("新收", *full(21)), ("上年结转", *full(31)), ("予以公开", *full(41)))
NAMES = ("新收", "上年结转", "予以公开")
PLAIN = [list(full(first)) for first in (21, 31, 41)]


def cut(*at: int) -> list[tuple[tuple[str, ...], list[tuple[object, ...]]]]:
    """The columns' names and the rows of the pieces between these columns."""
    return [
        (COLUMNS[first:last], [(label, *own[first:last]) for label, *own in BODY])
        for first, last in zip((0, *at), (*at, 7), strict=True)
    ]


@pytest.mark.parametrize("at", [(4,), (5,), (6,), (3, 5)])
def test_tables_that_share_the_columns_are_one(at: tuple[int, ...]) -> None:
    report = drawn(*(([cells("项目", *names)], rows) for names, rows in cut(*at)))
    assert rows_of(report, *NAMES) == PLAIN
    assert report.tables["表三"].missing_columns == ()


def test_a_part_that_goes_on_over_a_page_end_with_its_head_again() -> None:
    (left, first), (right, second) = cut(4)
    head, other = [cells("项目", *left)], [cells("项目", *right)]
    report = drawn((head, first[:2]), (head, first[2:]), (other, second[:2]), ([], second[2:]))
    assert rows_of(report, *NAMES) == PLAIN


@pytest.mark.parametrize("gap", ["\t", " "])
def test_lines_of_text_that_share_the_columns_are_one_table(gap: str) -> None:
    (left, first), (right, second) = cut(4)
    report = written([gap.join(("项目", *left))], [*first, ("项目", *right), *second], gap)
    assert rows_of(report, *NAMES) == PLAIN


def test_columns_that_only_a_head_of_two_storeys_names_elsewhere_are_open() -> None:
    (left, first), (right, second) = cut(4)
    upper = cells("项目", f"<td colspan=2>{'法人或其他组织'}</td>", f"<td rowspan=2>{right[2]}</td>")
    report = drawn(([cells("项目", *left)], first), ([upper, cells("", *right[:2])], second))
    opened = [State.ILLEGIBLE] * 3
    assert rows_of(report, *NAMES) == [[*row[:4], *opened] for row in PLAIN]
    assert report.tables["表三"].missing_columns == ()


def test_a_table_turned_on_its_side_is_there_and_open() -> None:
    rows = [(name, *(own[1 + at] for own in BODY)) for at, name in enumerate(COLUMNS)]
    report = drawn(([cells("申请人情况", *(LABELS[name] for name in NAMES))], rows))
    assert rows_of(report, *NAMES, "结转下年") == [OPEN] * 4
    assert (report.tables["表三"].missing_rows, report.tables["表三"].missing_columns) == ((), ())
    assert [(d.code, d.message) for d in report.diagnostics if d.code == "table.out-of-order"] == [
        ("table.out-of-order", "表三的行和列对调了，整张表按无法辨认处理")
    ]
