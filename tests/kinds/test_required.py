"""必备表述 and 条件说明."""

from __future__ import annotations

import pytest

from auditor.report.model import Role, Status
from auditor.rules.model import WordList
from auditor.rules.outcome import Level, Missing, TextEvidence
from tests.kinds.ask import ask, breaches, built, told
from tests.make import report

FEES = "{位置: 第六部分, 任一: ['未收取…费用', $收费], 除外: [行政事业性收费]}"
LISTS = {
    "收费": WordList("收费", ("{无|没有}…收费",), ("无需收费",)),
    "撤回": WordList("撤回", ("申请…撤回",)),
}
GROUPS = "{位置: 第五部分, 全部: {问题: [问题], 改进: {位置: [第五部分, 第六部分], 任一: [改进]}}}"


def fees(**parts: str | None) -> list[str]:
    numbered = {int(key[1:]): text for key, text in parts.items()}
    outcomes = ask("必备表述", FEES, report(parts={1: "", 5: "", **numbered}), words=LISTS)
    return [f"{o.target} {o.verdict.value} {o.level.value}" for o in outcomes]


def test_what_is_said_in_its_place_passes_with_the_sentence() -> None:
    (outcome,) = ask("必备表述", FEES, report(parts={6: "没有收费。"}), words=LISTS)
    assert outcome.verdict.value == "pass"
    (found,) = outcome.evidence
    assert isinstance(found, TextEvidence)
    assert found.quote == "没有收费"


def test_what_is_not_said_fails_at_the_rules_level() -> None:
    assert fees(p6="无。") == ["第六部分 fail warning"]
    (breach,) = breaches(ask("必备表述", FEES, report(parts={6: "无。"}), words=LISTS))
    assert (breach.fields["情况"], breach.fields["位置"]) == ("没有写", "第六部分")


def test_what_is_said_elsewhere_is_only_out_of_place() -> None:
    made = report(parts={1: "全年工作有序。未收取任何费用。", 6: "无。"})
    (breach,) = breaches(ask("必备表述", FEES, made, words=LISTS))
    assert breach.level is Level.INFO
    assert breach.fields["情况"] == "写在第一部分，应写在第六部分（位置不当）"
    assert breach.fields["原句"] == "未收取任何费用。"


def test_exceptions_of_the_rule_and_of_the_list_both_hold() -> None:
    assert fees(p6="没有行政事业性收费。") == ["第六部分 fail warning"]
    assert fees(p6="无需收费。") == ["第六部分 fail warning"]


@pytest.mark.parametrize(
    ("elsewhere", "result"), [("提示", "fail info"), ("通过", "pass warning"), ("不计", "fail warning")]
)
def test_a_rule_says_what_elsewhere_is_worth(elsewhere: str, result: str) -> None:
    rule = f"{{位置: 第六部分, 任一: [未收取], 别处: {elsewhere}}}"
    (outcome,) = ask("必备表述", rule, report(parts={1: "未收取。", 6: "无。"}))
    assert f"{outcome.verdict.value} {outcome.level.value}" == result


def test_a_part_that_was_not_read_leaves_it_open() -> None:
    made = report(parts={6: None}, status=Status.PARTIAL)
    (outcome,) = ask("必备表述", FEES, made, words=LISTS)
    assert outcome.verdict.value == "cantTell"
    assert outcome.missing == (Missing("读取不完整", "没有取得第六部分（表格是图片）"),)


def test_a_partial_reading_without_the_words_cannot_tell_whether_they_stand_elsewhere() -> None:
    made = report(parts={6: "无。", 5: None}, status=Status.PARTIAL)
    assert told(ask("必备表述", FEES, made, words=LISTS)) == {"第六部分": "cantTell"}


@pytest.mark.parametrize(("absent", "verdict"), [("违反", "fail"), ("不适用", "inapplicable")])
def test_a_rule_says_what_a_lost_part_means(absent: str, verdict: str) -> None:
    rule = f"{{位置: 第六部分, 任一: [未收取], 缺部分: {absent}}}"
    assert told(ask("必备表述", rule, report(parts={6: None}))) == {"第六部分": verdict}


def test_each_named_group_is_asked_for_itself_and_may_have_its_own_place() -> None:
    made = report(parts={5: "存在问题。", 6: "改进。"})
    assert told(ask("必备表述", GROUPS, made)) == {"第五部分.问题": "pass", "第五部分.改进": "pass"}
    made = report(parts={5: "改进。", 6: "无。"})
    outcomes = ask("必备表述", GROUPS, made)
    assert told(outcomes) == {"第五部分.问题": "fail", "第五部分.改进": "pass"}
    assert breaches(outcomes)[0].fields["内容"] == "问题"


def test_a_premise_limits_when_it_must_be_said() -> None:
    rule = "{位置: 第六部分, 任一: [收费通知], 前提: 表三.总计.逾期未缴费 > 0}"
    parts = {6: "无。"}
    assert told(ask("必备表述", rule, report(parts=parts))) == {"第六部分": "inapplicable"}
    assert told(ask("必备表述", rule, report({"表三.总计.逾期未缴费": 1}, parts))) == {"第六部分": "fail"}
    made = report({"表三.总计.逾期未缴费": "?"}, parts)
    assert told(ask("必备表述", rule, made)) == {"第六部分": "cantTell"}
    made = report({"表三.总计.逾期未缴费": "?"}, {6: "发出收费通知1件。"})
    assert told(ask("必备表述", rule, made)) == {"第六部分": "pass"}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("{位置: 第六部分}", "rule.missing-key"),
        ("{任一: [甲], 全部: {乙: [乙]}}", "rule.missing-key"),
        ("{位置: 第七部分, 任一: [甲]}", "rule.enum"),
        ("{任一: [$没有的]}", "words.unknown"),
        ("{任一: ['{甲|']}", "words.pattern"),
        ("{任一: [甲], 除外: ['乙…']}", "words.pattern"),
        ("{任一: [甲], 前提: 表三.总计.新手 > 0}", "formula.error"),
        ("{任一: [甲], 别处: 错误}", "rule.enum"),
    ],
)
def test_a_faulty_rule_is_reported_and_not_built(rule: str, code: str) -> None:
    check, faults = built("必备表述", rule, words=LISTS)
    assert check is None
    assert [found for found, _ in faults] == [code]


@pytest.mark.parametrize(
    ("headed", "text", "verdict"),
    [
        ("否", "（一）主要问题\n群众询问的情况增多，我局答复的口径不尽相同，需要时间。", "fail"),
        ("是", "（一）主要问题\n群众询问的情况增多，我局答复的口径不尽相同，需要时间。", "pass"),
        ("是", "（一）主要问题\n无。", "fail"),
        ("是", "（一）主要问题", "fail"),
        ("是", "（一）基本情况\n群众询问的情况增多。", "fail"),
    ],
)
def test_a_topics_heading_counts_where_a_rule_says_so_and_text_stands_below(
    headed: str, text: str, verdict: str
) -> None:
    rule = f"{{位置: 第五部分, 任一: [问题], 除外: ['问题{{无|没有}}'], 含小标题: {headed}, 别处: 不计}}"
    made = report(parts={5: text}, roles={5: {0: Role.HEADING}})
    assert told(ask("必备表述", rule, made)) == {"第五部分": verdict}


OTHER = "{前提: 表三.总计.其他处理之其他 > 0, 断言: '提及(正文, $撤回)'}"
CELL = "表三.总计.其他处理之其他"


@pytest.mark.parametrize(
    ("cell", "text", "status", "verdict"),
    [
        (0, "无。", Status.READ, "inapplicable"),
        (1, "1件申请人撤回。", Status.READ, "pass"),
        (1, "无。", Status.READ, "fail"),
        ("?", "无。", Status.READ, "cantTell"),
        ("?", "申请人撤回。", Status.READ, "pass"),
        (1, "无。", Status.PARTIAL, "cantTell"),
        (1, "申请人撤回。", Status.PARTIAL, "pass"),
        ("", "无。", Status.READ, "inapplicable"),
    ],
)
def test_an_explanation_is_asked_for_only_where_the_condition_holds(
    cell: int | str, text: str, status: Status, verdict: str
) -> None:
    made = report({CELL: cell}, {1: text}, status=status)
    assert told(ask("条件说明", OTHER, made, words=LISTS)) == {CELL: verdict}


def test_a_breach_rests_on_the_cell_of_its_condition() -> None:
    (breach,) = breaches(ask("条件说明", OTHER, report({CELL: 1}, {1: "无。"}), words=LISTS))
    assert [getattr(evidence, "path", "") for evidence in breach.evidence] == [CELL]
    assert breach.level is Level.WARNING


def test_the_target_may_be_named() -> None:
    rule = OTHER.replace("{前提", "{目标: 第一部分, 前提")
    assert told(ask("条件说明", rule, report(), words=LISTS)) == {"第一部分": "inapplicable"}


def test_an_unknown_list_is_reported() -> None:
    check, faults = built("条件说明", OTHER)
    assert check is None
    assert [code for code, _ in faults] == ["formula.error"]


BY_TOPIC = (
    "{位置: 第一部分, 含小标题: 是, 别处: 不计, "
    "全部: {平台: {任一: [网站, 平台], 他题: ['{公开|申请|监督|平台}'], 他题下: [网站维护]}}}"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("主动公开情况。网站发布三条。\n依申请公开情况。无。\n监督情况。培训一次。", False),
        ("主动公开情况。网站发布三条，做好网站维护。\n依申请公开情况。无。\n监督情况。培训一次。", True),
        ("主动公开情况。发布三条。\n平台建设。网站运行平稳。\n监督情况。培训一次。", True),
        ("主动公开情况。网站发布三条。\n监督情况。培训一次。", True),  # two topics make no order of topics
        ("网站发布三条。依申请公开、监督都好。", True),
    ],
)
def test_what_stands_under_another_topic_is_said_of_that_topic(text: str, said: bool) -> None:
    assert (breaches(ask("必备表述", BY_TOPIC, report(parts={1: text}))) == []) is said
