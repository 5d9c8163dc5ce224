"""Small pages with one table, read back."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.report.model import Report
from auditor.report.value import State
from tests.layouts.check import lexicons, read

WORDS = lexicons()
HEADINGS = {
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
}
TITLE = "某县水务局2023年政府信息公开工作年度报告"


def cell(text: str, *, wide: int = 1, high: int = 1) -> str:
    return f'<td colspan="{wide}" rowspan="{high}">{text}</td>'


def drawn(*rows: Sequence[object]) -> str:
    """A table; a cell that is not drawn by `cell` is a plain one."""
    lines = ("".join(t if (t := str(each)).startswith("<td") else cell(t) for each in row) for row in rows)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def page(part: int, *blocks: str) -> Report:
    """A web page with `blocks` in its part."""
    body = "".join(block if block.startswith("<") else f"<p>{block}</p>" for block in blocks)
    text = f"<meta charset=utf-8><h1>{TITLE}</h1><p>{HEADINGS[part]}</p>{body}"
    return _read(text, "a.html")


def lines(part: int, *rows: str) -> Report:
    """A text file with `rows` in its part."""
    return _read("\n".join((TITLE, HEADINGS[part], *rows)), "a.txt")


def _read(text: str, name: str) -> Report:
    report = read(text.encode(), name, WORDS)
    assert isinstance(report, Report)
    return report


def found(report: Report, prefix: str) -> list[object]:
    """The cells under `prefix` in the format's order: numbers, or what they are."""
    cells = [value for path, value in report.cells.items() if path.startswith(prefix)]
    return [value.number if value.state is State.NUMBER else value.state.value for value in cells]
