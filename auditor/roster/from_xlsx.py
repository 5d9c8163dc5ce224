"""名录.xlsx: the first sheet to rows. The headings may stand in any of its first rows, in any order.

Read directly from the XML, through the same hardened container as documents: values only, no formulas
are evaluated, no links followed.
"""

from __future__ import annotations

import hashlib
import re

from lxml import etree

from auditor.base.place import SourcePlace
from auditor.base.text import fold
from auditor.reading.fault import Unreadable
from auditor.reading.limits import Limits
from auditor.reading.package import Package
from auditor.roster.rows import KEYS, AgencyRow, Faults, Rows, Text

MAX_ROWS, MAX_COLUMNS = 20_000, 60
_HEADING_ROWS = 10
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LISTS = ("简称", "曾用名")
Grid = dict[int, dict[int, Text]]


def rows_of_xlsx(data: bytes, faults: Faults) -> Rows | None:
    """The rows, or None with errors in `faults`. The roster's name is the sheet's."""
    try:
        package = Package(data, Limits())
        name, part = _first_sheet(package)
        grid = _grid(package, part)
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


def _first_sheet(package: Package) -> tuple[str, str]:
    """The name of the first sheet that is shown, and its part."""
    book = next(
        (link.target for link in package.relations("").values() if link.kind == "officeDocument"),
        "xl/workbook.xml",
    )
    links = package.relations(book)
    for sheet in package.xml(book).iter("{*}sheet"):
        if sheet.get("state", "visible") != "visible":
            continue
        identity = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        link = links.get(str(identity))
        if link is not None and link.kind == "worksheet" and not link.external:
            return sheet.get("name") or "名录", link.target
    raise KeyError("sheet")


def _grid(package: Package, part: str) -> Grid:
    strings = _strings(package)
    grid: Grid = {}
    for index, row in enumerate(package.xml(part).iter("{*}row"), 1):
        number = _whole(row.get("r"), index)
        if number > MAX_ROWS:
            break
        cells: dict[int, Text] = {}
        for position, cell in enumerate(row.iter("{*}c"), 1):
            column = _column(cell.get("r"), position)
            if column <= MAX_COLUMNS:
                cells[column] = Text(_value(cell, strings), SourcePlace(number, column))
        grid[number] = cells
    return grid


def _strings(package: Package) -> tuple[str, ...]:
    if "xl/sharedstrings.xml" not in package.names:
        return ()
    return tuple(_text(item) for item in package.xml("xl/sharedStrings.xml").iter("{*}si"))


def _text(item: etree._Element) -> str:
    """The text of a string, without the reading aids (ruby) that may stand beside it."""
    return "".join(
        node.text or ""
        for node in item.iter("{*}t")
        if not any(etree.QName(above).localname == "rPh" for above in node.iterancestors())
    )


def _value(cell: etree._Element, strings: tuple[str, ...]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell).strip()
    node = cell.find("{*}v")
    raw = (node.text or "").strip() if node is not None else ""
    if kind == "s":
        place = _whole(raw, -1)
        return strings[place].strip() if 0 <= place < len(strings) else ""
    if kind == "e":
        return ""
    return raw[:-2] if kind == "n" and re.fullmatch(r"\d+\.0", raw) else raw


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


def _column(reference: str | None, position: int) -> int:
    found = _REFERENCE.fullmatch(reference or "")
    if found is None:
        return position
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 9 else default
