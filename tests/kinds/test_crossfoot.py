"""勾稽."""

from __future__ import annotations

import pytest

from auditor.report.model import Status
from auditor.rules.formula.types import Truth
from auditor.rules.model import Grade
from auditor.rules.outcome import CellEvidence, Level, Missing
from tests.kinds.ask import ask, breaches, built, told
from tests.make import report

BALANCE = "{对象: 表三, 逐: 列, 断言: 新收 + 上年结转 = 办理总计 + 结转下年}"
TOTALS = "{对象: 表三, 逐: 行, 断言: 合计(各类申请人) = 总计, 漏填: 提示}"
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def test_every_column_passes_on_its_own() -> None:
    outcomes = ask("勾稽", BALANCE, report())
    assert told(outcomes) == {f"表三.{column}": "pass" for column in COLUMNS}
    assert all(outcome.notes == () for outcome in outcomes)


def test_a_breach_shows_both_sides_and_the_difference() -> None:
    made = report(cells={"表三.自然人.新收": 11, "表三.自然人.上年结转": 2, "表三.自然人.办理总计": 12})
    (breach,) = breaches(ask("勾稽", BALANCE, made))
    assert breach.target == "表三.自然人"
    assert breach.level is Level.WARNING
    assert {key: breach.fields[key] for key in ("列", "左式", "左", "右式", "右", "差", "情况")} == {
        "列": "自然人",
        "左式": "新收 11 + 上年结转 2",
        "左": "13",
        "右式": "办理总计 12 + 结转下年 0",
        "右": "12",
        "差": "1",
        "情况": "",
    }
    assert breach.fields["各数"] == "新收 11、上年结转 2、办理总计 12、结转下年 0"
    assert breach.computation is not None and breach.computation.difference == 1
    paths = [e.path for e in breach.evidence if isinstance(e, CellEvidence)]
    assert paths[:2] == ["表三.自然人.新收", "表三.自然人.上年结转"]


def test_a_blank_counts_as_zero_and_the_verdict_says_so() -> None:
    outcomes = ask("勾稽", BALANCE, report(cells={"表三.自然人.结转下年": ""}))
    assert outcomes[0].verdict.value == "pass"
    assert [note for note in outcomes[0].notes if "空白按 0 计" in note]


def test_an_unreadable_cell_leaves_the_column_undecided() -> None:
    outcomes = ask("勾稽", BALANCE, report(cells={"表三.自然人.结转下年": "?"}))
    assert told(outcomes)["表三.自然人"] == "cantTell"
    assert outcomes[0].missing == (Missing("单元格无法辨认", "表三.自然人.结转下年"),)
    assert told(outcomes)["表三.总计"] == "pass"


def test_known_parts_that_exceed_the_total_fail_whatever_the_unknown_cell_holds() -> None:
    made = report(cells={"表三.自然人.新收": 5, "表三.总计.新收": 3, "表三.商业企业.新收": "?"})
    assert told(ask("勾稽", TOTALS, made))["表三.新收"] == "fail"


def test_a_table_that_is_a_picture_decides_nothing() -> None:
    made = report(fill="-", forms={"表三": "picture"}, status=Status.PARTIAL)
    assert set(told(ask("勾稽", BALANCE, made)).values()) == {"cantTell"}


def test_a_total_left_out_is_graded_as_such() -> None:
    made = report(cells={"表三.自然人.新收": 5, "表三.总计.新收": ""})
    (breach,) = breaches(ask("勾稽", TOTALS, made))
    assert (breach.target, breach.level) == ("表三.新收", Level.INFO)
    assert breach.fields["情况"] == "（有空白格，可能漏填：表三.总计.新收）"


def test_a_blank_that_explains_nothing_does_not_lower_the_level() -> None:
    made = report(cells={"表三.自然人.新收": 5, "表三.总计.新收": 3, "表三.其他.新收": ""})
    (breach,) = breaches(ask("勾稽", TOTALS, made))
    assert breach.level is Level.WARNING
    assert breach.fields["情况"] == ""


def test_a_total_of_zero_over_blank_parts_passes() -> None:
    cells = {f"表三.{column}.新收": "" for column in COLUMNS[:-1]}
    outcomes = ask("勾稽", TOTALS, report(cells=cells))
    assert set(told(outcomes).values()) == {"pass"}
    assert outcomes[0].notes


def test_a_premise_that_fails_makes_the_line_inapplicable() -> None:
    rule = "{对象: 表二, 逐: 行, 范围: [规章, 规范性文件], 前提: 废止 = 0, 断言: 有效 ≥ 制发}"
    made = report(cells={"表二.规章.制发": 3, "表二.规范性文件.制发": 3, "表二.规范性文件.废止": 3})
    outcomes = ask("勾稽", rule, made)
    assert told(outcomes) == {"表二.规章": "fail", "表二.规范性文件": "inapplicable"}
    assert [e.path for e in outcomes[0].evidence if isinstance(e, CellEvidence)] == [
        "表二.规章.废止", "表二.规章.有效", "表二.规章.制发"
    ]  # fmt: skip
    assert outcomes[1].reason == "前提不成立：废止 = 0"


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        ({"表二.规章.制发": 3, "表二.规章.废止": "?", "表二.规章.有效": 1}, "cantTell"),
        ({"表二.规章.制发": 1, "表二.规章.废止": "?", "表二.规章.有效": 3}, "pass"),
    ],
)
def test_an_unknown_premise_only_matters_where_the_assertion_fails(
    cells: dict[str, object], verdict: str
) -> None:
    rule = "{对象: 表二, 逐: 行, 范围: [规章], 前提: 废止 = 0, 断言: 有效 ≥ 制发}"
    assert told(ask("勾稽", rule, report(cells=cells))) == {"表二.规章": verdict}  # type: ignore[arg-type]


def test_lines_without_the_named_cells_are_left_out() -> None:
    rule = "{对象: 表二, 逐: 行, 断言: 有效 ≥ 0}"
    assert list(told(ask("勾稽", rule, report()))) == ["表二.规章", "表二.规范性文件"]


def test_groups_of_table_four_are_walked() -> None:
    rule = "{对象: 表四, 逐: 组, 断言: 维持 + 纠正 + 其他 + 未结 = 总计}"
    made = report(cells={"表四.直接起诉.维持": 1})
    assert told(ask("勾稽", rule, made)) == {
        "表四.复议": "pass", "表四.直接起诉": "fail", "表四.复议后起诉": "pass"
    }  # fmt: skip


def test_cells_are_walked_one_by_one() -> None:
    outcomes = ask("勾稽", "{对象: 表四, 逐: 格, 断言: 本格 ≤ 5}", report(cells={"表四.复议.维持": 6}))
    assert len(outcomes) == 15
    assert [o.target for o in breaches(outcomes)] == ["表四.复议.维持"]


def test_a_whole_report_is_one_line() -> None:
    rule = "{断言: 表三.总计.新收 ≥ 表四.复议.总计}"
    assert told(ask("勾稽", rule, report(cells={"表四.复议.总计": 1}))) == {"报告": "fail"}


@pytest.mark.parametrize(("tolerance", "verdict"), [("0", "fail"), ("1", "fail"), ("2", "pass")])
def test_a_difference_within_the_tolerance_passes(tolerance: str, verdict: str) -> None:
    rule = f"{{断言: 表三.总计.新收 = 表三.总计.办理总计, 容差: {tolerance}}}"
    outcomes = ask("勾稽", rule, report(cells={"表三.总计.新收": 2}))
    assert told(outcomes) == {"报告": verdict}


def test_grades_settle_the_level() -> None:
    grades = (
        Grade(Level.ERROR, lambda environment: Truth.UNKNOWN, "不明"),
        Grade(Level.INFO, lambda environment: Truth.HOLDS, "成立"),
        Grade(Level.ERROR, lambda environment: Truth.HOLDS, "成立"),
    )
    (breach,) = breaches(ask("勾稽", BALANCE, report(cells={"表三.其他.新收": 1}), grades=grades))
    assert breach.level is Level.INFO


def test_a_mixed_report_is_read_through_the_checks_own_format() -> None:
    made = report(cells={"表三.其他.新收": 1}, template="2019", shown="mixed")
    assert [o.target for o in breaches(ask("勾稽", BALANCE, made))] == ["表三.其他"]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("{逐: 列, 断言: 新收 = 0}", "rule.type"),
        ("{对象: 表三, 断言: 新收 = 0}", "rule.type"),
        ("{对象: 表三, 逐: 列, 断言: 新手 = 0}", "formula.error"),
        ("{对象: 表三, 逐: 列, 断言: 新收 +}", "formula.error"),
        ("{对象: 表三, 逐: 列, 前提: 新手 > 0, 断言: 新收 = 0}", "formula.error"),
        ("{对象: 表二, 逐: 行, 范围: [规章, 行政许可], 断言: 有效 ≥ 制发}", "formula.error"),
        ("{对象: 表三, 逐: 列, 范围: [自然仁], 断言: 新收 = 0}", "rule.enum"),
        ("{对象: 表五, 逐: 列, 断言: 新收 = 0}", "rule.enum"),
        ("{断言: 表三.总计.新收 = 0, 容差: 多少}", "rule.type"),
        ("{断言: 表三.总计.新收 = 0, 容差: -1}", "rule.type"),
    ],
)
def test_a_faulty_rule_is_reported_and_not_built(rule: str, code: str) -> None:
    check, faults = built("勾稽", rule)
    assert check is None
    assert {found for found, _ in faults} == {code}


def test_a_rule_that_only_one_format_knows_is_not_built_for_the_other() -> None:
    rule = "{对象: 表二, 逐: 行, 范围: [规章], 断言: 有效 ≥ 制发}"
    assert built("勾稽", rule)[0] is not None
    assert built("勾稽", rule, template="2019")[0] is None
