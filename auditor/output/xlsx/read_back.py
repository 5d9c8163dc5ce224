"""What people changed in a ledger: states, reasons, ends of waivers.

Read from the XML of the one sheet, through the same hardened container as documents; the file may have
been saved by Excel, WPS or LibreOffice, sorted, filtered, and its columns moved. Nothing is calculated
and no link is followed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lxml import etree

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.findings.states import Choice
from auditor.output.xlsx.detail import BEFORE, CHOICES, FINGERPRINT, NAME, REASON, STATE, UNTIL, VERSION
from auditor.reading.fault import Unreadable
from auditor.reading.limits import Limits
from auditor.reading.package import Package

MAX_BYTES = 64 << 20
_LIMITS = replace(Limits(), xml_elements=6_000_000)
_ROWS, _COLUMNS, _TEXT = 200_000, 64, 2_000
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_WORDS = dict(
    zip(
        CHOICES, (Choice.OPEN, Choice.CONFIRMED, Choice.FALSE_ALARM, Choice.WAIVED, Choice.FIXED), strict=True
    )
)
_NEEDED = (STATE, REASON, UNTIL, FINGERPRINT, BEFORE, VERSION)


@dataclass(frozen=True, slots=True)
class Changed:
    """A row whose state was changed. `row` counts from 1 as the table program does; `version` is the
    decision's when the ledger was written, so that what others decided since is not overwritten."""

    row: int
    fingerprint: str
    choice: Choice
    reason: str
    until: date | None
    version: int


@dataclass(frozen=True, slots=True)
class LedgerFault:
    """A row that cannot be taken over, and why, in Chinese."""

    row: int
    message: str


def read_ledger(data: bytes, file: str) -> tuple[list[Changed], list[LedgerFault]] | Diagnostic:
    """The changed rows and those that are wrong; or why the file is no ledger of ours."""
    if len(data) > MAX_BYTES:
        return _fault("文件太大", "只留“问题明细”一张表再导入", file)
    try:
        package = Package(data, _LIMITS)
        part = _sheet(package)
        if part is None:
            return _fault(f"没有“{NAME}”这张表", "导入的要是本程序写出的台账", file)
        grid = _grid(package, part)
    except Unreadable as fault:
        found = fault.diagnostic
        return _fault(found.message, "用表格软件打开确认，再另存为 .xlsx", file)
    except (KeyError, ValueError):
        return _fault("文件不完整，读不出表格", "用表格软件打开确认，再另存为 .xlsx", file)
    head = next((row for row, cells in sorted(grid.items())[:10] if STATE in cells.values()), None)
    columns = {} if head is None else {text: column for column, text in grid[head].items()}
    if head is None or any(name not in columns for name in _NEEDED):
        missing = "、".join(name for name in _NEEDED if name not in columns)
        return _fault(f"“{NAME}”里没有这些列：{missing}", "不要删除或改名这些列；隐藏的列也要留着", file)
    return _rows(grid, head, columns)


def _rows(
    grid: dict[int, dict[int, str]], head: int, columns: dict[str, int]
) -> tuple[list[Changed], list[LedgerFault]]:
    changed: list[Changed] = []
    faults: list[LedgerFault] = []
    seen: set[str] = set()
    for number in sorted(grid):
        cells = grid[number]
        fingerprint = cells.get(columns[FINGERPRINT], "").lower()
        if number <= head or not fingerprint:
            continue
        state, before = (cells.get(columns[name], "") for name in (STATE, BEFORE))
        if state == before:
            continue
        version = cells.get(columns[VERSION], "")
        until = _day(cells.get(columns[UNTIL], ""))
        if not re.fullmatch(r"[0-9a-f]{24}", fingerprint) or not re.fullmatch(r"[0-9]{1,9}", version):
            faults.append(LedgerFault(number, "“指纹”或“版本”被改动了，认不出是哪个问题"))
        elif state not in _WORDS:
            faults.append(LedgerFault(number, f"没有“{state[:20]}”这种状态，可以写 {'、'.join(CHOICES)}"))
        elif until == "":
            faults.append(LedgerFault(number, "“豁免至”要写成 2025-12-31 这样的日期"))
        elif fingerprint in seen:
            faults.append(LedgerFault(number, "同一个问题有两行"))
        else:
            seen.add(fingerprint)
            reason = cells.get(columns[REASON], "")[:_TEXT]
            day = until if isinstance(until, date) else None
            changed.append(Changed(number, fingerprint, _WORDS[state], reason, day, int(version)))
    return changed, faults


def _day(text: str) -> date | str | None:
    """A date as typed or as the table program counts it; None where there is none, "" where it is wrong."""
    if not text:
        return None
    if found := re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", text):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return ""
    if re.fullmatch(r"[0-9]{5}", text):  # days since 1900, as Excel stores what is typed as a date
        return date(1899, 12, 30) + timedelta(days=int(text))
    return ""


def _sheet(package: Package) -> str | None:
    book = next(
        (link.target for link in package.relations("").values() if link.kind == "officeDocument"),
        "xl/workbook.xml",
    )
    links = package.relations(book)
    for sheet in package.xml(book).iter("{*}sheet"):
        identity = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        link = links.get(str(identity))
        if sheet.get("name") == NAME and link is not None and link.kind == "worksheet" and not link.external:
            return link.target
    return None


def _grid(package: Package, part: str) -> dict[int, dict[int, str]]:
    strings: tuple[str, ...] = ()
    if "xl/sharedstrings.xml" in package.names:
        strings = tuple(_text(item) for item in package.xml("xl/sharedStrings.xml").iter("{*}si"))
    grid: dict[int, dict[int, str]] = {}
    for index, row in enumerate(package.xml(part).iter("{*}row"), 1):
        number = _whole(row.get("r"), index)
        if index > _ROWS:
            break
        cells: dict[int, str] = {}
        for position, cell in enumerate(row.iter("{*}c"), 1):
            column = _column(cell.get("r"), position)
            if column <= _COLUMNS and (text := _value(cell, strings)):
                cells[column] = text
        grid[number] = cells
    return grid


def _text(item: etree._Element) -> str:
    phonetic = {node for aid in item.iter("{*}rPh") for node in aid.iter("{*}t")}
    return "".join(node.text or "" for node in item.iter("{*}t") if node not in phonetic)


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
    return raw[:-2] if re.fullmatch(r"[0-9]+\.0", raw) else raw


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


def _fault(message: str, remedy: str, file: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, "ledger.unreadable", f"台账不能导入：{message}", remedy, file)
