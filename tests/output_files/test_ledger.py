"""The ledger: what stands on its sheets, and its way back."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from auditor.findings.dossier import Absent, Cell, Dossier, Figures, Note
from auditor.findings.states import Choice, State
from auditor.output.xlsx import Changed, LedgerFault, draw_xlsx, read_ledger
from auditor.output.xlsx.sums import Sum, sums_of
from auditor.report.model import Kind
from auditor.report.value import State as CellState
from auditor.rules.outcome import Level
from tests.findings.make import BASE, INFO, WARNING, run
from tests.output_files.sample import dossier

PRINTS = ["a" * 24, "b" * 24, "c" * 24]


def ledger(**notes: Note) -> bytes:
    findings = [
        replace(item, fingerprint=mark) for item, mark in zip((BASE, WARNING, INFO), PRINTS, strict=True)
    ]
    return draw_xlsx(Dossier(run(*findings), notes=notes))


def edited(data: bytes, rows: dict[int, dict[str, object]]) -> bytes:
    """The ledger with cells of 问题明细 changed, as a table program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["问题明细"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row, changes in rows.items():
        for name, value in changes.items():
            sheet.cell(row, columns[name]).value = value  # type: ignore[index]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_sheets_are_the_promised_ones() -> None:
    names = ["总览", "按机关", "按规则", "问题明细", "三表数据", "汇总表", "读取情况"]
    assert openpyxl.load_workbook(io.BytesIO(ledger())).sheetnames == names
    absent = (Absent("k", "青石街道财政所", "青石街道", 2024),)
    book = openpyxl.load_workbook(io.BytesIO(draw_xlsx(replace(dossier(), absent=absent))))
    assert book.sheetnames == [*names, "未报名单"]
    assert [[cell.value for cell in row] for row in book["未报名单"].iter_rows(min_row=2, max_col=3)] == [
        ["青石街道财政所", "青石街道", 2024]
    ]


def test_the_details_have_filters_a_frozen_head_and_a_drop_down() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(ledger()))["问题明细"]
    assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref == "A1:W4"
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"待处理,属实,误报,豁免,已整改"' and str(choice.sqref) == "M2:M4"


def test_what_was_not_changed_is_not_taken_back() -> None:
    assert read_ledger(ledger(), "台账.xlsx") == ([], [])
    assert read_ledger(edited(ledger(), {}), "台账.xlsx") == ([], [])


def test_changed_states_come_back_with_reason_day_and_version() -> None:
    data = ledger(**{PRINTS[1]: Note(State.CONFIRMED, "已核", version=3)})
    data = edited(data, {
        2: {"状态": "属实"},
        3: {"状态": "豁免", "处置理由": "经批准", "豁免至": "2026年12月31日"},
        4: {"状态": "误报", "豁免至": date(2026, 6, 1)},
    })  # fmt: skip
    changed, faults = read_ledger(data, "台账.xlsx")  # type: ignore[misc]
    assert faults == []
    assert changed == [
        Changed(2, PRINTS[0], Choice.CONFIRMED, "", None, 0),
        Changed(3, PRINTS[1], Choice.WAIVED, "经批准", date(2026, 12, 31), 3),
        Changed(4, PRINTS[2], Choice.FALSE_ALARM, "", date(2026, 6, 1), 0),
    ]


def test_a_changed_reason_alone_comes_back_and_so_does_a_day() -> None:
    data = ledger(**{
        PRINTS[0]: Note(State.CONFIRMED, "已核", version=2),
        PRINTS[1]: Note(State.WAIVED, "经批准", date(2030, 1, 1), version=3),
        PRINTS[2]: Note(State.FALSE_ALARM, "另有说明", version=4),
    })  # fmt: skip
    data = edited(data, {
        2: {"处置理由": "已核，见函"}, 3: {"豁免至": date(2031, 1, 1)}, 4: {"处置理由": None},
    })  # fmt: skip
    assert read_ledger(data, "台账.xlsx") == ([
        Changed(2, PRINTS[0], Choice.CONFIRMED, "已核，见函", None, 2, True),
        Changed(3, PRINTS[1], Choice.WAIVED, "经批准", date(2031, 1, 1), 3, True),
        Changed(4, PRINTS[2], Choice.FALSE_ALARM, "", None, 4, True),
    ], [])  # fmt: skip


def test_a_ledger_of_an_earlier_version_without_the_former_reasons_tells_changed_states_only() -> None:
    data = ledger(**{PRINTS[0]: Note(State.CONFIRMED, "已核", version=2)})
    data = edited(data, {1: {"原理由": "x", "原豁免至": "y"}, 2: {"处置理由": "改了"}, 3: {"状态": "属实"}})
    assert read_ledger(data, "台账.xlsx") == ([Changed(3, PRINTS[1], Choice.CONFIRMED, "", None, 0)], [])


def test_rows_that_cannot_be_taken_over_are_named() -> None:
    data = edited(ledger(), {
        2: {"状态": "对的"}, 3: {"状态": "豁免", "豁免至": "明年"}, 4: {"状态": "属实", "指纹": "xyz"},
    })  # fmt: skip
    assert read_ledger(data, "台账.xlsx") == ([], [
        LedgerFault(2, "没有“对的”这种状态，可以写 待处理、属实、误报、豁免、已整改"),
        LedgerFault(3, "“豁免至”要写成 2025-12-31 这样的日期"),
        LedgerFault(4, "“指纹”或“版本”被改动了，认不出是哪个问题"),
    ])  # fmt: skip


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<a>" + b" " * 90_000_000 + b"</a>")
    return stream.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04garbage", ledger()[:3000], bomb(), edited(ledger(), {1: {"指纹": "改了名"}})],
    ids=["empty", "garbage", "torn", "bomb", "renamed"],
)  # fmt: skip
def test_a_file_that_is_no_ledger_says_why(data: bytes) -> None:
    fault = read_ledger(data, "台账.xlsx")
    assert not isinstance(fault, tuple)
    assert fault.message.startswith("台账不能导入：") and fault.remedy and fault.file == "台账.xlsx"


def figures(**cells: object) -> Figures:
    made = {
        name: Cell(CellState.NUMBER, value, str(value)) if isinstance(value, int | Decimal) else value
        for name, value in cells.items()
    }
    return Figures("f", "", "u", "u", 2024, Kind.DEPARTMENT, "2021", made)  # type: ignore[arg-type]


def test_sums_are_exact_and_never_count_what_is_not_certain() -> None:
    blank, torn = Cell(CellState.BLANK, None, ""), Cell(CellState.ILLEGIBLE, 5, "？")
    text = Cell(CellState.TEXT, 22, "22（其中修订16件）")
    reports = [
        figures(a=3, b=Decimal("0.1"), c=blank),
        figures(a=4, b=Decimal("0.2"), c=text),
        figures(a=torn),
    ]
    assert sums_of(reports, ["a", "b", "c"]) == {
        "a": Sum(7, 2, 1), "b": Sum(Decimal("0.3"), 2, 1), "c": Sum(0, 0, 2),
    }  # fmt: skip


def test_the_overview_adds_up() -> None:
    made = dossier()
    rows = [
        [cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(draw_xlsx(made)))["总览"]
    ]
    start = next(number for number, row in enumerate(rows) if row[0] == "年度")
    table = []
    for row in rows[start + 1 :]:
        table.append(row[:5])
        if row[0] == "合计":
            break
    assert table == [
        ["2019年度", 1, 0, 1, 2], ["2023年度", 0, 2, 0, 2], ["2024年度", 4, 0, 0, 4], ["合计", 5, 2, 1, 8],
    ]  # fmt: skip
    assert sum(finding.level is Level.ERROR for finding in made.run.findings) == 5
