"""What is said of a row that cannot be assigned: the cause, where the number of its figures is right."""

from __future__ import annotations

import pytest

from auditor.report.model import Report
from tests.report.table_three import COLUMNS, LABELS, cells, drawn, full, written

BODY = (("新收", *full(21)), ("上年结转", *full(31)), ("予以公开", *full(41)))


def beside() -> Report:
    """A row with a figure outside the columns and a blank within."""
    rows = [*BODY, ("部分公开", "", 52, 53, 54, 55, 56, 270, 5)]
    return drawn(([cells("项目", *COLUMNS)], rows))


def followed() -> Report:
    """A row with a figure without a name in the next line."""
    rows = [*BODY, ("部分公开", *full(51)), (1,)]
    return written([" ".join(("项目", *COLUMNS))], rows, " ")


def fewer() -> Report:
    """A row of lines with a figure less."""
    return written([" ".join(("项目", *COLUMNS))], [*BODY, ("部分公开", *full(51)[:6])], " ")


@pytest.mark.parametrize(
    ("report", "found"),
    [
        (beside(), "读到 7 个数，和表头的各栏对不上"),
        (followed(), "读到 7 个数，附近还有没有行名的数，可能也是这一行的"),
        (fewer(), "应有 7 个数，读到 6 个"),
    ],
)
def test_the_cause_is_named(report: Report, found: str) -> None:
    label = LABELS["部分公开"]
    assert [d.message for d in report.diagnostics if d.code == "table.row-count"] == [
        f"“{label}”一行{found}，看不出各在哪一格，整行按无法辨认处理"
    ]
    assert report.cells["表三.总计.部分公开"].note == f"一行{found}"
