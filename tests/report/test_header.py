"""The head of table three: the order of its columns is taken from it only where it gives one."""

from __future__ import annotations

import pytest

from auditor.report.model import Report
from auditor.report.value import State
from tests.layouts.check import lexicons, read

TITLE = "云山县水务局2023年政府信息公开工作年度报告"
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
ROWS = (
    ("一、本年新收政府信息公开申请数量", (8, 5, 3, 2, 1, 4, 23)),
    ("二、上年结转政府信息公开申请数量", (1, 0, 0, 0, 0, 1, 2)),
    ("四、结转下年度继续办理", (2, 0, 0, 0, 0, 0, 2)),
)

Rows = tuple[tuple[str, tuple[object, ...]], ...]


def page(head: list[list[str]], rows: Rows = ROWS) -> Report:
    """A page whose table three has `head`, cells without spans as a lost width leaves them."""
    lines = [f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in head]
    lines += [
        f"<tr><td>{label}</td>{''.join(f'<td>{n}</td>' for n in numbers)}</tr>" for label, numbers in rows
    ]
    html = (
        f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><p>{TITLE}</p>"
        "<p>三、收到和处理政府信息公开申请情况</p>"
        f"<table>{''.join(lines)}</table></body></html>"
    )
    made = read(html.encode("utf-8"), "甲.html", lexicons())
    assert isinstance(made, Report)
    return made


@pytest.mark.parametrize(
    "head",
    [
        [
            ["", "申请人情况"],
            ["", "自然人", "法人或其他组织", "总计"],
            ["", "", "商业", "企业", "科研", "机构", "社会公益组织", "法律服务机构", "其他", ""],
        ],
        [["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]],
    ],
    ids=["an upper storey pushed over the lower", "one storey"],
)
def test_figures_stand_under_their_own_columns(head: list[list[str]]) -> None:
    made = page(head)
    read_as = [made.cells[f"表三.{column}.新收"].number for column in COLUMNS]
    assert read_as == list(ROWS[0][1])


def test_columns_drawn_in_another_order_are_read_in_that_order() -> None:
    made = page([["", "总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]])
    drawn = (COLUMNS[-1], *COLUMNS[:-1])
    assert [made.cells[f"表三.{column}.新收"].number for column in drawn] == list(ROWS[0][1])


def test_a_row_that_lacks_one_of_more_figures_than_columns_is_not_believed() -> None:
    """A 小计 under a head that was not read, and a total that is no figure: 3 is nobody's total."""
    body = [["", "申请人情况"]]
    rows = (
        ("一、本年新收政府信息公开申请数量", (8, 0, 0, 0, 2, 1, 3, "1旧34")),
        ("二、上年结转政府信息公开申请数量", (1, 0, 0, 0, 0, 0, 0, 1)),
        ("四、结转下年度继续办理", (1, 0, 0, 0, 0, 0, 0, 1)),
    )
    made = page(body, rows)
    assert {made.cells[f"表三.{column}.新收"].state for column in COLUMNS} == {State.ILLEGIBLE}


@pytest.mark.parametrize("name", ["小计", "小叶"])
def test_a_subtotal_misread_in_a_scan_is_a_column_of_its_own(name: str) -> None:
    rows = tuple((label, (*figures[:6], sum(figures[1:6]), figures[6])) for label, figures in ROWS)
    made = page([["", *COLUMNS[:6], name, COLUMNS[6]]], rows)
    assert [made.cells[f"表三.{column}.新收"].number for column in COLUMNS] == list(ROWS[0][1])
    assert made.tables["表三"].extra_columns == ("小计",)


def test_the_total_misread_in_a_scan_is_the_last_column() -> None:
    made = page([["", *COLUMNS[:6], "只计"]])
    assert [made.cells[f"表三.{column}.新收"].number for column in COLUMNS] == list(ROWS[0][1])
    assert made.tables["表三"].missing_columns == ()
