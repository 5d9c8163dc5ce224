"""名录.xlsx: the first sheet to rows. The headings may stand in any of its first rows, in any order."""

from __future__ import annotations

import hashlib
import re

from auditor.base.place import SourcePlace
from auditor.base.text import fold
from auditor.reading.fault import Unreadable
from auditor.reading.limits import Limits
from auditor.reading.package import Package
from auditor.reading.workbook import grid_of, sheets
from auditor.roster.rows import KEYS, AgencyRow, Faults, Rows, Text

MAX_ROWS, MAX_COLUMNS = 20_000, 60
_HEADING_ROWS = 10
_LISTS = ("简称", "曾用名")
Grid = dict[int, dict[int, Text]]


def rows_of_xlsx(data: bytes, faults: Faults) -> Rows | None:
    """The rows, or None with errors in `faults`. The roster's name is the sheet's."""
    try:
        package = Package(data, Limits())
        name, grid = _grid(package)
    except Unreadable as fault:
        found = fault.diagnostic
        faults.error(found.code, found.message, None, "请用表格软件打开确认，再另存为 .xlsx")
        return None
    except KeyError:
        faults.error("roster.no-sheet", "文件里没有工作表", None, "请用表格软件另存为 .xlsx")
        return None
    columns, top = _headings(grid)
    if "名称" not in columns.values():
        place = SourcePlace(1, 1)
        remedy = "第一行写列名：代码 名称 简称 曾用名 类别 层级 上级 地区 起 止"
        faults.error("roster.no-heading", f"前 {_HEADING_ROWS} 行里没有“名称”这个列名", place, remedy)
        return None
    agencies = []
    for number in sorted(grid):
        if number <= top:
            continue
        values: dict[str, tuple[Text, ...]] = {}
        for column, key in columns.items():
            text = grid[number].get(column)
            if text is not None and text.text:
                values[key] = text.parts() if key in _LISTS else (text,)
        if values:
            agencies.append(AgencyRow(SourcePlace(number, 1), values))
    head = {"名录": (Text(name, SourcePlace(1, 1)),)}
    return Rows(head, tuple(agencies), hashlib.sha256(data).hexdigest())


def _grid(package: Package) -> tuple[str, Grid]:
    """The name of the first sheet that is shown, and its cells."""
    first = next((sheet for sheet in sheets(package) if sheet.shown), None)
    if first is None:
        raise KeyError("sheet")
    grid = grid_of(package, first.part, MAX_ROWS, MAX_COLUMNS)
    return first.name or "名录", {
        number: {column: Text(text, SourcePlace(number, column)) for column, text in cells.items()}
        for number, cells in grid.items()
    }


def _headings(grid: Grid) -> tuple[dict[int, str], int]:
    """Column → key, and the row they stand in: the one of the first rows that names most of them."""
    known = {fold(name): key for key, names in KEYS.items() for name in (key, *names)}
    best: tuple[dict[int, str], int] = ({}, 0)
    for number in sorted(grid)[:_HEADING_ROWS]:
        columns: dict[int, str] = {}
        for column, text in sorted(grid[number].items()):
            key = known.get(re.sub(r"[(（].*", "", fold(text.text)))
            if key is not None and key not in columns.values():
                columns[column] = key
        if len(columns) > len(best[0]):
            best = (columns, number)
    return best
