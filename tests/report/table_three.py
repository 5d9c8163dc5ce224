"""A page or a text with nothing but table three, read back row by row."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.report.model import Report
from auditor.report.value import State
from tests.layouts.check import lexicons, read

COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
LABELS = {
    "新收": "一、本年新收政府信息公开申请数量",
    "上年结转": "二、上年结转政府信息公开申请数量",
    "予以公开": "（一）予以公开",
    "部分公开": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "结转下年": "四、结转下年度继续办理",
}
TITLE = "云山县水务局2023年政府信息公开工作年度报告"
PART = "三、收到和处理政府信息公开申请情况"
OPEN = [State.ILLEGIBLE] * 7
ABSENT = [State.ABSENT] * 7
Rows = Sequence[Sequence[object]]  # cells; the label by the name of its row


def full(first: int) -> tuple[int, ...]:
    """Six figures in order from `first` and their sum."""
    parts = tuple(range(first, first + 6))
    return (*parts, sum(parts))


def cells(*texts: object) -> str:
    return "".join(text if str(text).startswith("<t") else f"<td>{text}</td>" for text in map(str, texts))


def spelt(row: Sequence[object]) -> list[str]:
    return [LABELS.get(str(cell), str(cell)) for cell in row]


def drawn(*tables: tuple[Sequence[str], Rows]) -> Report:
    """A page with these tables, each the inner rows of its head and its body."""
    body = "".join(
        "<table>"
        + "".join(f"<tr>{row}</tr>" for row in (*head, *(cells(*spelt(row)) for row in rows)))
        + "</table>"
        for head, rows in tables
    )
    page = f"<html><meta charset=utf-8><title>{TITLE}</title><h1>{TITLE}</h1><p>{PART}</p>{body}</html>"
    return _read(page, "甲.html")


def written(head: Sequence[str], rows: Rows, gap: str = "\t") -> Report:
    """A text with this head and these rows, their cells parted by `gap`."""
    lines = [TITLE, PART, *head, *(gap.join(spelt(row)) for row in rows)]
    return _read("\n".join(lines) + "\n", "甲.txt")


def _read(text: str, name: str) -> Report:
    report = read(text.encode(), name, lexicons())
    assert isinstance(report, Report)
    return report


def row_of(report: Report, name: str) -> list[object]:
    """The numbers of a row in the format's order; for a cell without one its state."""
    values = [report.cells[f"表三.{column}.{name}"] for column in COLUMNS]
    return [value.number if value.state is State.NUMBER else value.state for value in values]


def rows_of(report: Report, *names: str) -> list[list[object]]:
    return [row_of(report, name) for name in names]
