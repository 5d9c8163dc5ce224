"""What people changed in a ledger: states, reasons, ends of waivers.

The file may have been sorted and filtered, and its columns moved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.findings.states import Choice
from auditor.output.xlsx.detail import (
    BEFORE,
    CHOICES,
    FINGERPRINT,
    NAME,
    REASON,
    REASON_BEFORE,
    STATE,
    UNTIL,
    UNTIL_BEFORE,
    VERSION,
)
from auditor.reading.fault import Unreadable
from auditor.reading.limits import Limits
from auditor.reading.package import Package
from auditor.reading.workbook import Grid, grid_of, sheets

MAX_BYTES = 64 << 20
_LIMITS = replace(Limits(), xml_elements=6_000_000)
_ROWS, _COLUMNS, _TEXT = 200_000, 64, 2_000
_WORDS = dict(
    zip(
        CHOICES, (Choice.OPEN, Choice.CONFIRMED, Choice.FALSE_ALARM, Choice.WAIVED, Choice.FIXED), strict=True
    )
)
_NEEDED = (STATE, REASON, UNTIL, FINGERPRINT, BEFORE, VERSION)


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that was changed: its state, or (`stays`) only its reason or the end of its waiver. `row`
    counts from 1 as the table program does; `version` is the decision's when the ledger was written, so
    that what others decided since is not overwritten."""

    row: int
    fingerprint: str
    choice: Choice
    reason: str
    until: date | None
    version: int
    stays: bool = False


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
        sheet = next((sheet for sheet in sheets(package) if sheet.name == NAME), None)
        if sheet is None:
            return _fault(f"没有“{NAME}”这张表", "导入的要是本程序写出的台账", file)
        grid = grid_of(package, sheet.part, _ROWS, _COLUMNS)
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


def _rows(grid: Grid, head: int, columns: dict[str, int]) -> tuple[list[Changed], list[LedgerFault]]:
    changed: list[Changed] = []
    faults: list[LedgerFault] = []
    seen: set[str] = set()
    for number in sorted(grid):
        cells = grid[number]
        fingerprint = cells.get(columns[FINGERPRINT], "").lower()
        if number <= head or not fingerprint:
            continue
        state, before = (cells.get(columns[name], "") for name in (STATE, BEFORE))
        stays = state == before
        if stays and not _reworded(cells, columns):
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
            changed.append(Changed(number, fingerprint, _WORDS[state], reason, day, int(version), stays))
    return changed, faults


def _reworded(cells: dict[int, str], columns: dict[str, int]) -> bool:
    """Whether reason or day are not as the ledger was written; ledgers of earlier versions cannot tell."""
    return any(
        earlier in columns and cells.get(columns[name], "") != cells.get(columns[earlier], "")
        for name, earlier in ((REASON, REASON_BEFORE), (UNTIL, UNTIL_BEFORE))
    )


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


def _fault(message: str, remedy: str, file: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, "ledger.unreadable", f"台账不能导入：{message}", remedy, file)
