"""文表一致: a figure in prose equals a figure in a table, by any reading that practice allows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.report.facts import read_facts
from auditor.report.model import Kind, Report, Status
from auditor.rules.outcome import CellEvidence, Outcome, TextEvidence, Verdict
from tests.facts.ask import vocabulary
from tests.kinds.ask import ask, breaches, built
from tests.make import report

NEW, CARRIED, HANDLED, LEFT = (f"表三.总计.{row}" for row in ("新收", "上年结转", "办理总计", "结转下年"))
RECEIVED = "取数: 收到申请\n口径: [新收, 新收 + 上年结转]"
ANSWERED = "取数: 办结\n口径: [办理总计]"


def said(text: str, cells: dict[str, object] | None = None, **more: object) -> Report:
    """A report that says `text` in part one."""
    made = report(cells=cells, parts={1: text}, **more)  # type: ignore[arg-type]
    return replace(made, facts=read_facts(made.sections, vocabulary(), made.year, made.kind))


def one(rule: str, made: Report) -> Outcome:
    (outcome,) = ask("文表一致", rule, made)
    return outcome


@pytest.mark.parametrize("count", [20, 22])
def test_either_reading_passes(count: int) -> None:
    made = said(f"收到政府信息公开申请{count}件。", {NEW: 20, CARRIED: 2})
    assert one(RECEIVED, made).verdict is Verdict.PASS


def test_a_figure_that_fits_no_reading_is_a_breach_that_shows_them_all() -> None:
    made = said("全年收到政府信息公开申请21件。", {NEW: 20, CARRIED: 2})
    outcome = one(RECEIVED, made)
    assert outcome.verdict is Verdict.FAIL
    assert outcome.target == "文表.收到申请"
    assert outcome.fields == {
        "取数": "收到申请",
        "原句": "收到政府信息公开申请21件",
        "数": "21",
        "口径值": "新收 20，新收 + 上年结转 = 22",
    }
    text, *cells = outcome.evidence
    assert isinstance(text, TextEvidence)
    assert (text.section, text.start, text.quote) == (1, 0, "全年收到政府信息公开申请21件。")
    assert [c.path for c in cells if isinstance(c, CellEvidence)] == [NEW, CARRIED]


def test_what_is_not_said_is_not_asked() -> None:
    outcome = one(RECEIVED, said("公开工作有序。", {NEW: 20}))
    assert (outcome.verdict, outcome.reason) == (Verdict.INAPPLICABLE, "正文没有写收到申请")


def test_what_was_not_read_is_unknown_and_not_unsaid() -> None:
    outcome = one(RECEIVED, said("公开工作有序。", {NEW: 20}, status=Status.PARTIAL))
    assert outcome.verdict is Verdict.CANNOT_TELL
    assert outcome.missing[0].cause == "读取不完整"


def test_an_unreadable_cell_decides_nothing_unless_the_other_reading_fits() -> None:
    assert one(ANSWERED, said("办结18件。", {HANDLED: "?"})).verdict is Verdict.CANNOT_TELL
    assert one(RECEIVED, said("收到申请20件。", {NEW: 20, CARRIED: "?"})).verdict is Verdict.PASS
    assert one(RECEIVED, said("收到申请21件。", {NEW: 20, CARRIED: "?"})).verdict is Verdict.CANNOT_TELL


def test_an_unknown_part_cannot_save_a_figure_that_is_too_small_already() -> None:
    outcome = one(RECEIVED, said("收到申请5件。", {NEW: 20, CARRIED: "?"}))
    assert outcome.verdict is Verdict.FAIL
    assert outcome.fields["口径值"] == "新收 20，新收 + 上年结转 至少 20"


def test_a_blank_counts_as_zero_and_the_verdict_says_so() -> None:
    outcome = one(ANSWERED, said("办结0件。", {HANDLED: ""}))
    assert outcome.verdict is Verdict.PASS
    assert outcome.notes == ("空白按 0 计",)
    assert one(ANSWERED, said("办结3件。", {HANDLED: ""})).notes == ("空白按 0 计",)


def test_several_sentences_are_one_breach_that_names_the_wrong_ones() -> None:
    made = said("收到申请20件。全年收到申请25件。共受理申请26件。", {NEW: 20})
    (outcome,) = breaches(ask("文表一致", RECEIVED, made))
    assert outcome.fields["数"] == "25、26"
    assert outcome.fields["原句"] == "收到申请25件”“共受理申请26件"
    assert [e.quote for e in outcome.evidence if isinstance(e, TextEvidence)] == [
        "全年收到申请25件。", "共受理申请26件。"
    ]  # fmt: skip


def test_figures_of_one_name_in_one_sentence_may_be_parts() -> None:
    rule = "取数: 不予公开\n说法: [总数, 分项]\n口径: [合计(不予公开)]"
    cells = {"表三.总计.内部事务": 2, "表三.总计.过程性信息": 1}
    both = "属于内部事务信息不予公开2件，属于过程性信息不予公开1件。"
    assert one(rule, said(both, cells)).verdict is Verdict.PASS
    assert one(rule, said("不予公开2件，其中不予公开1件。", cells)).verdict is Verdict.PASS
    assert one(rule, said("不予公开4件。", cells)).verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("收到申请22件（新收20件、上年结转2件）。", "pass"),
        ("收到申请25件（新收20件、上年结转2件）。", "fail"),  # larger than what fits
        ("收到申请15件（新收20件、上年结转2件）。", "fail"),  # its parts are more
        ("收到申请21件，其中新收到申请20件。", "fail"),
        ("受理甲类申请5件，受理乙类申请15件，共受理申请20件。", "pass"),
        ("收到申请5件，收到申请12件，共收到申请20件。", "pass"),  # some of them
    ],
)
def test_a_total_that_fits_nothing_is_a_breach_though_a_part_of_it_fits(text: str, verdict: str) -> None:
    made = said(text, {NEW: 20, CARRIED: 2})
    rule = "取数: 收到申请\n口径: [新收, 新收 + 上年结转]\n说法: [总数, 分项]"
    assert one(rule, made).verdict.value == verdict


def test_parts_that_make_up_the_whole_are_judged_and_others_are_not() -> None:
    cells: dict[str, object] = {NEW: 20, HANDLED: 17, LEFT: 3}
    whole = "收到申请20件，其中办结18件，结转下年2件。"
    assert one(ANSWERED, said(whole, cells)).verdict is Verdict.FAIL
    assert (
        one(ANSWERED, said("收到申请20件，其中办结9件，结转下年2件。", cells)).verdict is Verdict.INAPPLICABLE
    )


def test_parts_of_the_new_ones_are_no_totals_where_others_were_carried_over() -> None:
    cells: dict[str, object] = {NEW: 20, CARRIED: 3, HANDLED: 21, LEFT: 2}
    new = "上年结转3件；新收申请20件，其中办结18件，结转下年2件。"
    assert one(ANSWERED, said(new, cells)).verdict is Verdict.INAPPLICABLE
    wrong = "上年结转3件；新收申请20件，其中办结22件，结转下年1件。"
    assert one(ANSWERED, said(wrong, cells)).verdict is Verdict.FAIL


def test_a_withdrawn_part_makes_the_answered_ones_a_part_too() -> None:
    made = said("共受理19件，其中11件均按规定程序办结，8件申请人主动撤销。", {NEW: 19, HANDLED: 19})
    assert one(RECEIVED, made).verdict is Verdict.PASS
    assert one(ANSWERED, made).verdict is Verdict.INAPPLICABLE


@pytest.mark.parametrize(
    "text", ["收到申请20余件。", "收到申请近20件。", "收到申请约20件。", "收到申请20件以上。"]
)
def test_about_so_many_is_not_judged(text: str) -> None:
    outcome = one(RECEIVED, said(text, {NEW: 25}))
    assert (outcome.verdict, outcome.reason) == (Verdict.INAPPLICABLE, "正文的收到申请只写了约数")


def test_claims_are_judged_where_they_are_asked_for() -> None:
    rule = "取数: 收到申请\n说法: 断言\n口径: [新收]"
    made = said("本年度未收到政府信息公开申请。", {NEW: 3})
    assert one(rule, made).fields["口径值"] == "新收 3"
    assert one(RECEIVED, made).verdict is Verdict.INAPPLICABLE


@pytest.mark.parametrize(
    ("relation", "stated", "verdict"),
    [("不小于", 2, "pass"), ("不小于", 3, "pass"), ("不小于", 1, "fail"),
     ("不大于", 2, "pass"), ("不大于", 1, "pass"), ("不大于", 3, "fail")],
)  # fmt: skip
def test_a_relation_other_than_equality(relation: str, stated: int, verdict: str) -> None:
    rule = f"取数: 收费通知件数\n口径: [逾期未缴费]\n关系: {relation}"
    made = said(f"发出收费通知{stated}件。", {"表三.总计.逾期未缴费": 2})
    assert one(rule, made).verdict == verdict


@pytest.mark.parametrize("relation", ["不小于", "不大于"])
def test_a_relation_with_an_unreadable_cell(relation: str) -> None:
    rule = f"取数: 收费通知件数\n口径: [逾期未缴费]\n关系: {relation}"
    made = said("发出收费通知3件。", {"表三.总计.逾期未缴费": "?"})
    assert one(rule, made).verdict is Verdict.CANNOT_TELL


def test_a_premise_that_fails_makes_it_inapplicable() -> None:
    rule = f"{RECEIVED}\n前提: 表三.总计.新收 > 100"
    made = said("收到申请21件。", {NEW: 20})
    assert one(rule, made).verdict is Verdict.INAPPLICABLE


def test_another_column_and_another_table() -> None:
    people = "取数: 申请.自然人\n说法: 分项\n列: 自然人\n口径: [新收]"
    assert one(people, said("收到申请6件，其中自然人5件。", {"表三.自然人.新收": 5})).verdict is Verdict.PASS
    reviews = "取数: 行政复议\n对象: 表四\n列: 总计\n口径: [复议]"
    assert one(reviews, said("政府信息公开行政复议2件。", {"表四.复议.总计": 3})).verdict is Verdict.FAIL


def test_money_is_compared_in_yuan() -> None:
    rule = "取数: 行政事业性收费\n口径: [表二.行政事业性收费 * 10000]"
    from decimal import Decimal

    made = said("行政事业性收费4.043万元。", {"表二.行政事业性收费": Decimal("4.043")})
    assert one(rule, made).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("取数: 收到申请\n口径: [新受]", "formula.error"),
        ("取数: 收到申请\n口径: [新收 > 0]", "formula.error"),
        ("取数: 收到申请\n口径: [新收]\n说法: 全部", "rule.enum"),
        ("取数: 收到申请\n口径: [新收]\n列: 合计列", "rule.enum"),
    ],
)
def test_faults_are_reported_and_nothing_is_built(text: str, fault: str) -> None:
    check, faults = built("文表一致", text)
    assert check is None
    assert [code for code, _ in faults] == [fault]


# The traps of the catalogue's list of false alarms, by name.


def test_trap_receiving_may_hold_what_was_carried_over() -> None:
    made = said("共收办申请22件。", {NEW: 20, CARRIED: 2})
    assert one(RECEIVED, made).verdict is Verdict.PASS


def test_trap_answered_holds_what_was_carried_over() -> None:
    made = said("收到申请20件，答复22件（含上年结转2件）。", {NEW: 20, CARRIED: 2, HANDLED: 22})
    assert one(ANSWERED, made).verdict is Verdict.PASS


def test_trap_filed_and_defended_cases_are_not_table_four() -> None:
    rule = "取数: 行政复议\n说法: [总数, 断言]\n口径: [表四.复议.总计]"
    for text in ("行政复议备案8件。", "审理行政复议案件56件。", "办理行政应诉和行政复议案件9件。"):
        assert one(rule, said(text, {"表四.复议.总计": 0})).verdict is Verdict.INAPPLICABLE


def test_trap_published_decisions_are_not_decisions_made() -> None:
    rule = "取数: 行政处罚\n口径: [表二.行政处罚]"
    assert one(rule, said("公示行政处罚决定55件。", {"表二.行政处罚": 423})).verdict is Verdict.INAPPLICABLE


def test_trap_an_office_is_not_the_county_and_the_county_not_the_office() -> None:
    for kind in (Kind.GOVERNMENT_OFFICE, Kind.DEPARTMENT, Kind.TOWNSHIP):
        made = said("全县共收到政府信息公开申请120件。", {NEW: 20}, kind=kind)
        assert one(RECEIVED, made).verdict is Verdict.INAPPLICABLE
    made = said("县政府办公室收到政府信息公开申请27件。", {NEW: 120}, kind=Kind.GOVERNMENT)
    assert one(RECEIVED, made).verdict is Verdict.INAPPLICABLE


def test_trap_hotlines_letters_and_proposals_are_no_applications() -> None:
    text = "受理12345热线441件，均已办结。收到人大建议5件、政协提案3件，全部办结8件。答复来信18件。"
    assert one(RECEIVED, said(text, {NEW: 1})).verdict is Verdict.INAPPLICABLE
    assert one(ANSWERED, said(text, {HANDLED: 1})).verdict is Verdict.INAPPLICABLE


def test_trap_other_years_are_not_this_one() -> None:
    made = said("2022年收到申请18件。较上年增加2件。2020—2022年共收到申请60件。", {NEW: 20})
    assert one(RECEIVED, made).verdict is Verdict.INAPPLICABLE


def test_trap_words_of_a_noun_are_no_missing_count() -> None:
    made = said("本年度没有需要收费的信息公开申请件，故没有发出收费通知。", {NEW: 20})
    assert one(RECEIVED, made).verdict is Verdict.INAPPLICABLE


REFUSED = "取数: 不予公开\n说法: [总数, 分项]\n口径: [合计(不予公开)]\n误计: 合计(不予公开) + 部分公开"
INNER, PARTLY = "表三.总计.内部事务", "表三.总计.部分公开"


@pytest.mark.parametrize(("count", "verdict"), [(2, Verdict.PASS), (3, Verdict.FAIL), (7, Verdict.PASS)])
def test_a_known_mistake_is_told_only_where_the_figure_is_just_that(count: int, verdict: Verdict) -> None:
    outcome = one(REFUSED, said(f"办结政府信息公开申请9件，其中不予公开{count}件。", {INNER: 2, PARTLY: 1}))
    assert outcome.verdict is verdict
    if verdict is Verdict.FAIL:
        assert outcome.fields["误计值"] == "合计(不予公开) + 部分公开 = 3"


def test_a_mistake_that_nobody_can_work_out_is_no_breach() -> None:
    outcome = one(REFUSED, said("办结政府信息公开申请9件，其中不予公开3件。", {INNER: 2, PARTLY: "?"}))
    assert outcome.verdict is Verdict.CANNOT_TELL
