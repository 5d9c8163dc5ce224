"""A government's summary beside the reports of its agencies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from auditor.report.model import Kind, Report
from auditor.roster.model import Roster
from auditor.rules.message import render
from auditor.rules.outcome import Missing, Outcome
from tests.years.together import FAIL, PASS, UNKNOWN, asked, filed, packs, roster

TOP = "白水县人民政府"
SAID = "报告汇总了各部门的数据。"
LISTED = """\
名录: 白水县
机关:
- {代码: 0, 名称: 白水县人民政府}
- {代码: 1, 名称: 白水县水务局, 上级: 0}
- {代码: 2, 名称: 白水县审计局, 上级: 0}
- {代码: 3, 名称: 白水县统计局, 上级: 0}
- {代码: 9, 名称: 白水县税务局, 上级: 0, 汇总: 否}
"""
FIGURES = {"水务": (12, 4), "审计": (7, 1), "统计": (5, 0)}


def cells(new: int, fines: int) -> dict[str, object]:
    return {"表三.自然人.新收": new, "表三.总计.新收": new, "表二.行政处罚": fines}


def office(name: str, new: int | None = None, fines: int = 0) -> Report:
    figures = FIGURES.get(name, (0, 0)) if new is None else (new, fines)
    return filed(f"白水县{name}局", 2024, cells(*figures))


def summary(new: int, fines: int, introduction: str = SAID) -> Report:
    made = filed(TOP, 2024, cells(new, fines), parts={0: introduction}, kind=Kind.GOVERNMENT)
    return replace(made, file="汇总.docx")


def sums(reports: list[Report], listed: Roster | None = None) -> dict[str, Outcome]:
    found, _ = asked(reports, "汇总", listed=roster(LISTED) if listed is None else listed)
    return {one.rule: one for one in found if one.subject.file == "汇总.docx"}


ALL = [office(name) for name in FIGURES]


def message(outcome: Outcome) -> str:
    rule = next(rule for rule in packs().rules if rule.id == outcome.rule)
    return render(rule.message, outcome.fields)


def test_a_summary_that_is_the_sum_passes_and_gives_one_outcome_per_table() -> None:
    found = sums([summary(24, 5), *ALL])
    assert {rule: (one.target, one.verdict) for rule, one in found.items() if rule != "汇总-004"} == {
        "汇总-002": ("报告", PASS),
        "汇总-201": ("表二", PASS),
        "汇总-301": ("表三", PASS),
        "汇总-401": ("表四", PASS),
    }


def test_an_agency_left_out_is_named_once_and_in_both_tables_the_same() -> None:
    found = sums([summary(24 - 7, 5 - 1), *ALL])
    assert found["汇总-301"].verdict is found["汇总-201"].verdict is FAIL
    assert found["汇总-301"].root == found["汇总-201"].root == "sum:code:2"
    assert message(found["汇总-301"]) == (
        "表三有 2 处不等于所属单位之和：自然人·新收 填 17，下级合计 24，相差 7；"
        "总计·新收 填 17，下级合计 24，相差 7（各处差额都等于白水县审计局自己的数，可能漏计了）"
    )


def test_an_agency_counted_twice_and_one_that_does_not_belong_are_told_apart() -> None:
    twice = sums([summary(24 + 7, 5 + 1), *ALL])["汇总-301"]
    assert "各处差额都等于白水县审计局自己的数，可能重复计入了" in message(twice)
    taxes = office("税务", 30, 0)
    outside = sums([summary(24 + 30, 5), *ALL, taxes])["汇总-301"]
    assert "各处差额都等于白水县税务局自己的数，可能计入了不列入汇总的机关" in message(outside)


def test_two_agencies_left_out_are_named_together() -> None:
    found = sums([summary(5, 0), *ALL])
    assert "各处差额都等于白水县水务局与白水县审计局之和，可能漏计了" in message(found["汇总-301"])


def test_a_difference_that_nobody_explains_names_nobody() -> None:
    found = sums([summary(25, 5), *ALL])["汇总-301"]
    assert found.verdict is FAIL and found.root == "" and "（" not in message(found)


def test_missing_agencies_are_named_once_and_not_per_cell() -> None:
    outcomes, tally = asked([summary(24, 5), *ALL[:1]], "汇总", listed=roster(LISTED))
    unknown = [one for one in outcomes if one.verdict is UNKNOWN]
    assert {one.missing for one in unknown} == {(Missing("下级报告不齐", "缺 白水县审计局、白水县统计局"),)}
    (entry,) = [entry for entry in tally.undecided if entry.cause == "下级报告不齐"]
    assert entry.file == "汇总.docx" and entry.rules == ("汇总-201", "汇总-301", "汇总-401")


def test_who_is_below_is_not_known_without_a_roster() -> None:
    outcomes, _ = asked([summary(24, 5), *ALL], "汇总-301")
    (one,) = [one for one in outcomes if one.subject.file == "汇总.docx"]
    assert one.verdict is UNKNOWN and one.missing[0].cause == "无下级报告"


def test_the_scope_of_a_report_is_asked_and_never_assumed() -> None:
    quiet = summary(1, 1, "现将有关情况报告如下。")
    found = sums([quiet, *ALL])
    assert found["汇总-002"].verdict is FAIL
    assert found["汇总-301"].verdict is UNKNOWN and found["汇总-301"].missing[0].cause == "报告种类不明"
    answered = LISTED.replace("名称: 白水县人民政府", "名称: 白水县人民政府, 口径: 汇总")
    assert sums([quiet, *ALL], roster(answered))["汇总-301"].verdict is FAIL
    alone = LISTED.replace("名称: 白水县人民政府", "名称: 白水县人民政府, 口径: 本机关")
    assert sums([quiet, *ALL], roster(alone))["汇总-301"].reason == "只适用于汇总报告"


def test_an_unreadable_cell_below_leaves_its_table_open() -> None:
    hidden = filed("白水县统计局", 2024, {**cells(5, 0), "表三.自然人.新收": "?"})
    found = sums([summary(24, 5), *ALL[:2], hidden])
    assert found["汇总-301"].verdict is UNKNOWN and found["汇总-201"].verdict is PASS


def test_agencies_that_do_not_exist_in_the_year_are_not_missed() -> None:
    changes: dict[str, Any] = {"名称: 白水县统计局": "名称: 白水县统计局, 止: 2023"}
    text = LISTED
    for old, new in changes.items():
        text = text.replace(old, new)
    assert sums([summary(19, 5), *ALL[:2]], roster(text))["汇总-301"].verdict is PASS
