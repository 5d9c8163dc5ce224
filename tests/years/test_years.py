"""This year's report beside last year's: what is compared, what is not, and with whom."""

from __future__ import annotations

from dataclasses import replace

from auditor.engine.tally import Undecided
from auditor.report.model import Report
from auditor.rules.outcome import Level, Missing, Verdict
from tests.years.together import ABSENT, FAIL, PASS, UNKNOWN, asked, broken, filed, roster

UNIT = "白水县水务局"
LEFT = {"表三.自然人.结转下年": 3, "表三.总计.结转下年": 3}
CAME = {"表三.自然人.上年结转": 3, "表三.总计.上年结转": 3}


def verdicts(outcomes: list, rule: str, year: int) -> dict[str, Verdict]:  # type: ignore[type-arg]
    return {o.target: o.verdict for o in outcomes if o.rule == rule and o.subject.year == year}


def test_what_was_left_is_what_came_column_by_column() -> None:
    outcomes, _ = asked([filed(UNIT, 2023, LEFT), filed(UNIT, 2024, CAME)], "跨年-301")
    assert set(verdicts(outcomes, "跨年-301", 2024).values()) == {PASS}
    changed = {**CAME, "表三.自然人.上年结转": 2, "表三.其他.上年结转": 1}
    outcomes, _ = asked([filed(UNIT, 2023, LEFT), filed(UNIT, 2024, changed)], "跨年-301")
    failed = [one for one in outcomes if one.verdict is FAIL]
    assert [
        (one.target, one.level, one.fields["左"], one.fields["右"], one.fields["差"]) for one in failed
    ] == [
        ("表三.自然人", Level.INFO, "2", "3", "1"),
        ("表三.其他", Level.INFO, "1", "0", "1"),
    ]


def test_a_total_that_does_not_carry_over_is_a_warning() -> None:
    wrong = {"表三.自然人.上年结转": 4, "表三.总计.上年结转": 4}
    outcomes, _ = asked([filed(UNIT, 2023, LEFT), filed(UNIT, 2024, wrong)], "跨年-301")
    assert [(o.target, o.level) for o in outcomes if o.verdict is FAIL] == [
        ("表三.自然人", Level.WARNING),
        ("表三.总计", Level.WARNING),
    ]


def test_the_change_of_format_compares_only_what_both_formats_have() -> None:
    before = filed(UNIT, 2020, {**LEFT, "表二.规范性文件.公开总数": 40})
    after = filed(UNIT, 2021, {**CAME, "表二.规范性文件.有效": 7, "表二.行政处罚": 900})
    outcomes, _ = asked([before, after], "跨年", "勾稽-212")
    assert broken(outcomes) == []
    assert set(verdicts(outcomes, "跨年-301", 2021).values()) == {PASS}
    for rule in ("跨年-201", "跨年-209", "跨年-502", "跨年-503"):
        assert set(verdicts(outcomes, rule, 2021).values()) == {ABSENT}, rule


def test_old_tables_still_used_in_2021_are_no_base_for_the_stock_of_2022() -> None:
    old = replace(filed(UNIT, 2020, {"表二.规范性文件.公开总数": 40}), year=2021, file="2021.docx")
    outcomes, _ = asked([old, filed(UNIT, 2022, {"表二.规范性文件.有效": 7})], "跨年-201")
    assert verdicts(outcomes, "跨年-201", 2022) == {"表二.规章": ABSENT, "表二.规范性文件": ABSENT}


def test_a_stock_of_documents_that_does_not_add_up_says_by_how_much() -> None:
    before = filed(UNIT, 2023, {"表二.规范性文件.有效": 10})
    after = filed(
        UNIT, 2024, {"表二.规范性文件.制发": 2, "表二.规范性文件.废止": 1, "表二.规范性文件.有效": 14}
    )
    outcomes, _ = asked([before, after], "跨年-201")
    (one,) = [o for o in outcomes if o.verdict is FAIL]
    assert (one.target, one.fields["左"], one.fields["右"], one.fields["差"]) == (
        "表二.规范性文件",
        "14",
        "11",
        "3",
    )


def test_an_unreadable_cell_of_last_year_leaves_it_open() -> None:
    hidden = {**LEFT, "表三.自然人.结转下年": "?"}
    outcomes, _ = asked([filed(UNIT, 2023, hidden), filed(UNIT, 2024, CAME)], "跨年-301")
    found = verdicts(outcomes, "跨年-301", 2024)
    assert found["表三.自然人"] is UNKNOWN and found["表三.总计"] is PASS


def test_without_any_report_of_another_year_that_is_said_once() -> None:
    reports = [filed(f"白水县{name}局", 2024) for name in ("水务", "审计", "统计")]
    _, tally = asked(reports, "跨年-301", "跨年-201", "相似-501")
    assert tally.undecided == (Undecided("", "无上年报告", ("相似-501", "跨年-201", "跨年-301")),)


def test_a_report_without_its_own_predecessor_is_named_where_others_have_theirs() -> None:
    reports = [filed("白水县水务局", 2023), filed("白水县水务局", 2024), filed("白水县审计局", 2024)]
    _, tally = asked(reports, "跨年-301")
    assert tally.undecided == (
        Undecided("", "无上年报告", ("跨年-301",), ("2023年度",)),
        Undecided("白水县审计局2024.docx", "无上年报告", ("跨年-301",)),
    )


def test_last_year_may_be_there_for_comparison_only() -> None:
    outcomes, tally = asked([filed(UNIT, 2024)], "跨年-301", "名录", beside=[filed(UNIT, 2023, LEFT)])
    assert tally.reports == 1
    assert broken(outcomes) == [
        ("跨年-301", f"{UNIT}2024.docx", 2024, "表三.总计"),
        ("跨年-301", f"{UNIT}2024.docx", 2024, "表三.自然人"),
    ]


def here(report: Report, folder: str) -> Report:
    return replace(report, unit="水务局", agency_key="name:水务局", file=f"{folder}/水务局{report.year}.docx")


def test_agencies_of_one_name_in_two_regions_do_not_mix() -> None:
    reports = [
        here(filed(UNIT, 2023, LEFT), "白水县/2023"),
        here(filed(UNIT, 2024, CAME), "白水县/2024"),
        here(filed(UNIT, 2023), "红河县/2023"),
        here(filed(UNIT, 2024), "红河县/2024"),
    ]
    outcomes, tally = asked(reports, "跨年-301", "名录-002", "名录-003")
    assert tally.reports == 4 and broken(outcomes) == []
    assert len({one.subject.agency for one in outcomes if one.rule == "跨年-301"}) == 2


def test_where_nobody_tells_the_regions_nothing_is_compared_and_nothing_left_out() -> None:
    reports = [
        here(filed(UNIT, 2023, LEFT), "甲"),
        here(filed(UNIT, 2023), "乙"),
        here(filed(UNIT, 2024), "丙"),
    ]
    outcomes, tally = asked(reports, "跨年-301")
    assert tally.reports == 3
    assert set(verdicts(outcomes, "跨年-301", 2024).values()) == {UNKNOWN}
    assert {one.missing for one in outcomes} == {(Missing("无上年报告"),)}


def test_a_renamed_agency_keeps_its_history() -> None:
    listed = roster(
        "名录: 白水县\n机关:\n- {代码: 7, 名称: 白水县数据局, 曾用名: [{名称: 白水县大数据中心, 止: 2023}]}\n"
    )
    reports = [filed("白水县大数据中心", 2023, LEFT), filed("白水县数据局", 2024)]
    outcomes, _ = asked(reports, "跨年-301", "名录", listed=listed)
    assert [(rule, year, target) for rule, _, year, target in broken(outcomes)] == [
        ("跨年-301", 2024, "表三.总计"),
        ("跨年-301", 2024, "表三.自然人"),
    ]
    assert {one.subject.agency for one in outcomes if one.verdict is FAIL} == {"code:7"}


def test_the_order_of_files_changes_nothing() -> None:
    reports = [filed(f"白水县{n}局", y, LEFT) for n in ("水务", "审计", "统计") for y in (2022, 2023, 2024)]
    found = [
        asked(order, "跨年", "名录", "相似") for order in (reports, reports[::-1], reports[4:] + reports[:4])
    ]
    assert len({str(sorted(map(str, outcomes))) for outcomes, _ in found}) == 1
    assert found[0][1] == found[1][1] == found[2][1]
