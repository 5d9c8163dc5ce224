"""The national pack: it loads without a word of complaint, passes its own examples, and keeps to the
levels that its basis allows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.base.paths import packaged
from auditor.engine.run import collect, split
from auditor.engine.testing import test_rules as run_examples
from auditor.report.model import Kind, Report, Status, Tier
from auditor.report.value import State
from auditor.rules.load import load_rules
from auditor.rules.message import render
from auditor.rules.model import Rule
from auditor.rules.outcome import Level, Outcome, Verdict
from tests.make import CLEAN_PARTS, lexicon, report

LOADED = load_rules([packaged() / "rules"])
NATIONAL = [rule for rule in LOADED.rules if "/国家/" in rule.file]
BEYOND = ("跨年-", "汇总-", "相似-", "名录-", "勾稽-212")
SINGLE = [rule for rule in split(NATIONAL)[0] if not rule.id.startswith(BEYOND)]
"""The rules that ask of one report alone."""
CATALOGUE = {
    *("S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "G01", "G02", "G03", "G04", "G05", "G07"),
    *("T201", "T202", "T203", "T204", "T205", "T206", "T207", "T208", "T209", "T210", "T211", "T212", "T213"),
    *("T301", "T302", "T303", "T304", "T305", "T306", "T307", "T309", "T310", "T401", "T402", "T403"),
    *("T404", "T406", "B01", "B02", "B03", "B04", "P01", "P02", "P03", "P04", "O01", "O02", "O03", "O05"),
    *("N01", "N02", "N03", "N04", "N05", "N07", "M01", "M03", "M04", "M05", "M06", "M07", "M08"),
    *("V01", "V02", "V03", "V05", "C01", "C02", "C04", "C05", "L01", "L02", "L03", "L04", "L05", "L06"),
}


def ask(made: Report, *ids: str) -> list[Outcome]:
    """Every outcome of the rules about one report (or of those named), by the road of a real run."""
    rules = [rule for rule in (NATIONAL if ids else SINGLE) if not ids or rule.id in ids]
    return list(collect(rules, [made])[0])


def findings(made: Report, *ids: str) -> list[str]:
    """Rule, target and level of every breach."""
    return [f"{o.rule} {o.target} {o.level.value}" for o in ask(made, *ids) if o.verdict is Verdict.FAIL]


def test_the_pack_loads_without_a_fault() -> None:
    faults = [fault for fault in LOADED.diagnostics if "/国家/" in fault.file or "/词表/" in fault.file]
    assert faults == []
    assert LOADED.ok


def test_every_requirement_of_the_first_pack_has_a_rule_that_names_it() -> None:
    named = set(re.findall(r"[A-Z]\d{2,3}", " ".join(rule.explanation for rule in NATIONAL)))
    assert named >= CATALOGUE


@cache
def results() -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """Every example of every rule, run once: its number and what is wrong with it."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for result in run_examples(LOADED):
        found.setdefault(result.rule, []).append((result.number, result.failures))
    return found


IN_FORCE = [rule for rule in NATIONAL if rule.state != "停用"]


@pytest.mark.parametrize("rule", IN_FORCE, ids=[rule.id for rule in IN_FORCE])
def test_a_rule_passes_its_own_examples_and_the_gate(rule: Rule) -> None:
    assert results()[rule.id]
    assert [result for result in results()[rule.id] if result[1]] == []


@pytest.mark.parametrize("rule", NATIONAL, ids=[rule.id for rule in NATIONAL])
def test_a_rule_says_what_it_rests_on_and_what_to_do(rule: Rule) -> None:
    assert rule.basis and rule.suggestion and rule.message


def test_an_error_rests_on_a_text_that_was_seen_or_on_arithmetic_in_one_table() -> None:
    for rule in NATIONAL:
        if rule.level is Level.ERROR:
            assert not rule.may_over_report
            assert any(b.document != "实务要求" and "待核" not in b.clause for b in rule.basis), rule.id


def test_a_clean_report_has_no_finding_and_nothing_undecided() -> None:
    outcomes = ask(report())
    assert [o for o in outcomes if o.verdict not in (Verdict.PASS, Verdict.INAPPLICABLE)] == []


def test_every_message_is_filled_in_whole() -> None:
    broken = report(
        cells={"表三.自然人.新收": 3, "表三.总计.新收": "", "表四.复议.总计": 1, "表四.复议.维持": "/",
               "表二.规章.制发": 4, "表二.行政事业性收费": "3万元", "表三.其他.国家秘密": "若干",
               "表三.总计.其他处理之其他": 2},
        parts={0: "", 1: "工作有序。", 5: "", 6: None},
        forms={"表二": "grid"},
    )  # fmt: skip
    rules = {rule.id: rule for rule in NATIONAL}
    for outcome in ask(broken):
        if outcome.verdict is Verdict.FAIL:
            fields = {**outcome.fields, "年度": "2023", "层级": "县", "机关类别": "部门"}
            fields |= {path: value.raw for path, value in broken.cells.items()}
            said = render(rules[outcome.rule].message, fields)
            assert "〈" not in said, said
            assert outcome.evidence, outcome.target


def test_a_partial_reading_is_never_blamed() -> None:
    made = report(
        fill="-", forms=dict.fromkeys(("表二", "表三", "表四"), "picture"), status=Status.PARTIAL,
        parts={4: None, 5: None, 6: None}, shown="unknown",
    )  # fmt: skip
    assert findings(made) == []


def test_every_report_gets_an_outcome_from_every_rule() -> None:
    for made in (report(), report(template="2019", year=2020), report(shown="mixed"), report(year=None)):
        assert {o.rule for o in ask(made)} == {rule.id for rule in SINGLE}


CELLS = [cell.path for cell in lexicon().cells]
WRITTEN = st.sampled_from([0, 1, 2, 5, "", "/", "若干", "3万元", "-", -1])
CHANGES = st.dictionaries(st.sampled_from(CELLS), WRITTEN, max_size=8)


@settings(max_examples=60)
@given(CHANGES, st.sets(st.sampled_from(CELLS), max_size=12))
def test_unreadable_cells_never_turn_a_verdict_round(cells: dict[str, int | str], lost: set[str]) -> None:
    lost = {path for path in lost if cells.get(path) != -1}  # an unknown count is none below nought
    known = report(cells=cells)
    hidden = replace(
        known,
        cells={
            path: replace(value, state=State.ILLEGIBLE, number=None) if path in lost else value
            for path, value in known.cells.items()
        },
    )
    before = {(o.rule, o.target): o.verdict for o in ask(known)}
    for outcome in ask(hidden):
        was = before.get((outcome.rule, outcome.target))
        if outcome.verdict is Verdict.FAIL:
            assert was is Verdict.FAIL, outcome
        if outcome.verdict is Verdict.PASS:
            assert was is not Verdict.FAIL, outcome


# The false alarms that requirements.md lists, one by one.


def test_a_slash_in_rows_that_an_agency_has_no_power_over_is_a_hint() -> None:
    cells = {f"表二.规章.{name}": "/" for name in ("制发", "废止", "有效")} | {"表二.行政许可": "/"}
    assert findings(report(cells=cells)) == ["表形-502 表二 info"]


def test_a_total_of_zero_over_blanks_is_no_arithmetic_fault() -> None:
    columns = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    cells = {f"表三.{column}.国家秘密": "" for column in columns}
    assert findings(report(cells=cells)) == ["表形-501 表三 warning"]


def test_a_fee_with_six_decimals_is_right() -> None:
    from decimal import Decimal

    assert findings(report(cells={"表二.行政事业性收费": Decimal("190.457379")})) == []


def test_rules_made_by_a_city_government_or_by_an_agency_of_unknown_tier_are_not_blamed() -> None:
    cells = {"表二.规章.制发": 2, "表二.规章.有效": 30}
    city = report(cells=cells, kind=Kind.GOVERNMENT, tier=Tier.CITY)
    assert findings(city, "勾稽-203") == []
    unknown = report(cells=cells, kind=Kind.DEPARTMENT, tier=Tier.UNKNOWN)
    assert findings(unknown) == []
    assert {o.verdict for o in ask(unknown, "勾稽-203")} == {Verdict.CANNOT_TELL}
    county = report(cells=cells, kind=Kind.GOVERNMENT, tier=Tier.COUNTY)
    assert findings(county, "勾稽-203") == ["勾稽-203 表二.规章 warning"]


def test_documents_issued_and_repealed_in_one_year_are_not_blamed() -> None:
    cells = {"表二.规范性文件.制发": 3, "表二.规范性文件.废止": 3, "表二.规范性文件.有效": 1}
    assert findings(report(cells=cells)) == []


def test_the_old_tables_in_a_new_year_are_one_finding() -> None:
    opening = CLEAN_PARTS[0].replace("2023", "2022")
    made = report(template="2019", year=2022, parts={0: opening}, published=date(2023, 1, 20))
    assert findings(made) == ["表形-202 表格 error"]


def test_an_introduction_set_into_the_first_part_counts() -> None:
    said = "本报告根据条例编制，数据统计期限为2023年1月1日至12月31日。如有疑问，请与本局联系。"
    assert findings(report(parts={0: "", 1: f"{said}\n（一）主动公开情况。{CLEAN_PARTS[1]}"})) == []


def test_a_basis_named_only_inside_a_topic_is_no_basis_of_the_report() -> None:
    text = "（一）主动公开。按照《中华人民共和国政府信息公开条例》规定，规范办理流程。"
    assert findings(report(parts={0: "全年工作情况如下。", 1: text}), "表述-005") == [
        "表述-005 开头.编制依据 info", "表述-005 开头.统计期限 info", "表述-005 开头.联系方式 info"
    ]  # fmt: skip


def test_a_lost_part_is_reported_once_and_not_again_for_what_it_should_say() -> None:
    assert findings(report(parts={5: None})) == ["结构-001 第五部分 error"]


def test_the_local_examples_load_and_hold_and_change_what_they_say() -> None:
    for name in ("云川市", "岚江市", "垂直管理系统"):
        local = load_rules([packaged() / "rules"], [name])
        assert [fault.message for fault in local.diagnostics] == []
        changed = {rule.id for rule in local.rules if rule.changed_by}
        own = {rule.id for rule in local.rules} - {rule.id for rule in LOADED.rules}
        assert changed and own
        outcomes = run_examples(local, sorted(changed | own))
        assert [(r.rule, r.number, r.failures) for r in outcomes if not r.passed] == []
