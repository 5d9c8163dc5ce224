"""Findings, files and runs of invented agencies for tests of the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from auditor.base.place import Box, CellPlace, ParagraphPlace
from auditor.findings.fingerprint import fingerprint
from auditor.findings.model import FileStatus, Finding
from auditor.findings.store.filters import Filter, parse_filter
from auditor.findings.store.open import Store
from auditor.findings.store.query import lines_of, look
from auditor.findings.store.reach import Moment
from auditor.findings.store.rows import Line
from auditor.findings.store.runs import Recorder
from auditor.findings.store.sheet import Sheet
from auditor.rules.model import Basis, Rule
from auditor.rules.outcome import (
    CellEvidence,
    Computation,
    Interval,
    Level,
    Operand,
    PlaceEvidence,
    Suspect,
    TextEvidence,
    Verdict,
)

TODAY = date(2025, 3, 1)
UNIT = "青石街道办事处"


def moment(who: str = "王芳", at: int = 0, today: date = TODAY) -> Moment:
    return Moment(who, f"2025-03-01T02:00:00.{at:06d}+00:00", today)


def rule(name: str = "勾稽-301", **more: object) -> Rule:
    made = Rule(name, f"{name}的名称", "勾稽", Level.ERROR, (), "消息", "", {})
    return replace(made, **more)  # type: ignore[arg-type]


def finding(
    target: str = "表三.自然人",
    rule: str = "勾稽-301",
    unit: str = UNIT,
    year: int | None = 2024,
    **more: object,
) -> Finding:
    place = CellPlace(3, 1, 2, page=4, box=Box(1.5, 2.0, 3.25, 4.0))
    made = Finding(
        fingerprint=fingerprint(rule, f"name:{unit}", year, target),
        rule=rule,
        name=f"{rule}的名称",
        level=Level.ERROR,
        outcome=Verdict.FAIL,
        file=f"reports/{unit}{year}.docx",
        unit=unit,
        year=year,
        target=target,
        cause=None,
        message=f"{target}收支不平，相差 1",
        suggestion="先核对新收",
        computation=Computation(
            "新收 = 1",
            "新收 11 = 1",
            (Operand("新收", "表三.自然人.新收", "11", Interval(11, 11), "number", place, "空白按 0 计"),),
            Interval(11, None),
            Interval(Decimal("3.60"), Decimal("3.60")),
            Decimal("7.40"),
            "新收 11",
            "1",
        ),
        suspect=Suspect("表三.自然人.新收", Decimal("10.5")),
        basis=(Basis("国办公开办函〔2021〕30号", "表三"),),
        evidence=(
            CellEvidence("表三.自然人.新收", "11", 11, place),
            TextEvidence(2, 3, 9, "新收11件", ParagraphPlace(7, line=8)),
            PlaceEvidence("表三", None),
        ),
        agency=f"name:{unit}",
        notes=("空白按 0 计",),
        evidence_hash="0" * 24,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def sheet(unit: str = UNIT, year: int | None = 2024, content: str = "a", **more: object) -> Sheet:
    made = Sheet(
        f"reports/{unit}{year}.docx", unit, f"name:{unit}", year, FileStatus.READ, sha256=content * 64
    )
    return replace(made, **more)  # type: ignore[arg-type]


RULES = (rule("勾稽-301"), rule("文表-101"), rule("说明-305"))


def run(
    store: Store,
    found: Iterable[Finding],
    sheets: Sequence[Sheet] = (),
    rules: Sequence[Rule] = RULES,
    today: date = TODAY,
) -> None:
    """A whole run; without `sheets`, one for each report that the findings name."""
    some = tuple(found)
    if not sheets:
        sheets = [sheet(unit, year) for unit, year in dict.fromkeys((item.unit, item.year) for item in some)]
    recorder = Recorder(store, rules, (), "digest", moment(today=today))
    recorder.add(sheets, some, whole=True)
    recorder.finish({})


def lines(store: Store, typed: str = "", order: str = "agency") -> list[Line]:
    wanted = parse_filter(typed)
    assert isinstance(wanted, Filter), wanted
    return lines_of(store, look(store, wanted, order)[0])
