"""章节."""

from __future__ import annotations

import pytest

from auditor.report.model import Role, Status
from auditor.rules.outcome import Level
from tests.kinds.ask import ask, breaches, built, told
from tests.make import heading, report

LIST = "{要求: {清单: $六部分}}"
ORDER = "{要求: {顺序: 固定}}"
WORDS = "{要求: {标题: 规范, 旧称: [概述]}}"
FILLED = "{要求: {非空: [第六部分]}}"
PARTS = [f"第{n}部分" for n in "一二三四五六"]
TITLES = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def test_six_headings_pass_each_for_itself() -> None:
    assert told(ask("章节", LIST, report())) == dict.fromkeys(PARTS, "pass")


def test_a_part_that_is_not_there_is_named_by_its_title() -> None:
    outcomes = ask("章节", LIST, report(parts={5: None}))
    (breach,) = breaches(outcomes)
    assert breach.target == "第五部分"
    assert (breach.fields["缺少"], breach.fields["情况"]) == ("存在的主要问题及改进情况", "这一部分没有")


def test_a_heading_lost_over_its_text_is_told_from_a_lost_part() -> None:
    made = report(headings=[heading(n, TITLES[n - 1]) for n in (1, 2, 4, 5, 6)])
    (breach,) = breaches(ask("章节", LIST, made))
    assert (breach.target, breach.fields["情况"]) == ("第三部分", "的标题没有，内容在")


def test_a_part_whose_table_was_read_lacks_only_its_heading() -> None:
    (breach,) = breaches(ask("章节", LIST, report(parts={3: None})))
    assert (breach.target, breach.fields["情况"]) == ("第三部分", "的标题没有，内容在")
    (breach,) = breaches(ask("章节", LIST, report(parts={3: None}, forms={"表三": "none"})))
    assert breach.fields["情况"] == "这一部分没有"


def test_a_heading_written_twice_is_a_breach() -> None:
    made = report(headings=[heading(n, TITLES[n - 1]) for n in (1, 2, 3, 4, 5, 5, 6)])
    (breach,) = breaches(ask("章节", LIST, made))
    assert (breach.target, breach.fields["情况"], len(breach.evidence)) == ("第五部分", "写了 2 次", 2)


def test_a_partial_file_lacks_nothing() -> None:
    made = report(parts={4: None, 5: None, 6: None}, status=Status.PARTIAL)
    assert told(ask("章节", LIST, made)) == {
        **dict.fromkeys(PARTS[:3], "pass"), **dict.fromkeys(PARTS[3:], "cantTell")
    }  # fmt: skip


def order(*found: tuple[int, str, int]) -> list[tuple[str, Level, str]]:
    made = report(headings=[heading(number, text, ordinal) for number, text, ordinal in found])
    return [(o.target, o.level, o.fields["情况"]) for o in breaches(ask("章节", ORDER, made))]


def test_headings_in_order_pass() -> None:
    assert told(ask("章节", ORDER, report())) == {"标题顺序": "pass"}
    assert order((1, "一、总体情况", 1), (3, TITLES[2], 3), (6, TITLES[5], 6)) == []


def test_headings_out_of_order_are_named() -> None:
    assert order((1, TITLES[0], 1), (3, TITLES[2], 2), (2, TITLES[1], 3)) == [
        ("标题顺序", Level.WARNING, f"“{TITLES[1]}”的位置不对")
    ]


def test_a_repeated_number_is_named_with_the_right_one() -> None:
    assert order((1, TITLES[0], 1), (2, "一、主动公开政府信息情况", 1)) == [
        ("标题顺序", Level.WARNING, "“一、主动公开政府信息情况”的序号应为“二”")
    ]


def test_a_heading_without_a_number_is_a_hint() -> None:
    assert order((1, TITLES[0], 1), (2, "主动公开政府信息情况", 0)) == [
        ("标题顺序", Level.INFO, "“主动公开政府信息情况”没有序号")
    ]


def test_numbers_lost_in_conversion_are_no_breach() -> None:
    assert order((1, "总体情况", 0), (2, "主动公开政府信息情况", 0)) == []


def test_headings_that_are_none_of_the_six_do_not_disturb_the_order() -> None:
    assert order((1, TITLES[0], 1), (0, "附件", 0), (2, TITLES[1], 2), (0, "七、其他", 7)) == []


def test_without_headings_the_order_cannot_be_told() -> None:
    assert told(ask("章节", ORDER, report(headings=[]))) == {"标题顺序": "cantTell"}


@pytest.mark.parametrize(
    ("text", "standing", "level"),
    [
        ("一、总体情况", "official", None),
        ("一、总体情况", "variant", None),
        ("一、工作总体情况", "loose", Level.WARNING),
        ("一、概 述", "loose", Level.WARNING),
    ],
)
def test_the_wording_of_a_heading(text: str, standing: str, level: Level | None) -> None:
    made = report(headings=[heading(1, text, standing=standing)])
    outcomes = ask("章节", WORDS, made)
    assert [o.level for o in breaches(outcomes)] == ([level] if level else [])
    assert told(outcomes)["第二部分"] == "inapplicable"


def test_an_outdated_heading_is_worse_than_a_variant() -> None:
    made = report(headings=[heading(1, "一、概述", standing="loose"),
                            heading(5, "五、存在问题及改进情况", standing="loose")])  # fmt: skip
    found = breaches(ask("章节", WORDS, made, level=Level.INFO))
    assert [(o.target, o.level, o.fields["现写"], o.fields["应写"]) for o in found] == [
        ("第一部分", Level.WARNING, "概述", "总体情况"),
        ("第五部分", Level.INFO, "存在问题及改进情况", "存在的主要问题及改进情况"),
    ]


@pytest.mark.parametrize(
    ("text", "roles", "verdict"),
    [
        ("无。", {}, "pass"),
        ("", {}, "fail"),
        (" \n\u3000", {}, "fail"),
        ("青溪县农业农村局\n2024年1月20日", {0: Role.SIGNATURE, 1: Role.SIGNATURE}, "fail"),
        ("（一）无其他事项", {0: Role.HEADING}, "pass"),
    ],
)
def test_a_part_says_something(text: str, roles: dict[int, Role], verdict: str) -> None:
    made = report(parts={6: text}, roles={6: roles})
    assert told(ask("章节", FILLED, made)) == {"第六部分": verdict}


def test_a_part_that_is_not_there_cannot_be_empty() -> None:
    assert told(ask("章节", FILLED, report(parts={6: None}))) == {"第六部分": "inapplicable"}
    made = report(parts={6: None}, status=Status.PARTIAL)
    assert told(ask("章节", FILLED, made)) == {"第六部分": "cantTell"}
    made = report(parts={6: ""}, status=Status.PARTIAL)
    assert told(ask("章节", FILLED, made)) == {"第六部分": "cantTell"}


MORE = "{要求: {多余: 不得, 容许: [附件]}}"


@pytest.mark.parametrize(
    ("look", "added", "verdict"),
    [
        ("{}、{}", "七、附加说明", "fail"),
        ("{}、{}", "七.工作打算", "fail"),
        ("{}、{}", "第七部分 工作打算", "fail"),
        ("{}、{}", "（七）工作打算", "fail"),
        ("{}、{}", "7.工作打算", "pass"),
        ("{}、{}", "七、附件", "pass"),
        ("（{}）{}", "（七）工作打算", "fail"),
        ("（{}）{}", "七、工作打算", "fail"),
    ],
)
def test_a_seventh_part_is_numbered_as_the_six_are(look: str, added: str, verdict: str) -> None:
    headings = [heading(n, look.format(*title.split("、", 1)), n) for n, title in enumerate(TITLES, 1)]
    made = report(headings=headings, parts={6: f"无。\n{added}\n继续努力。"}, roles={6: {1: Role.HEADING}})
    assert told(ask("章节", MORE, made)) == {"多余部分": verdict}


def test_topics_of_the_sixth_part_are_no_parts() -> None:
    made = report(
        parts={6: "（一）收费\n没有收费。\n（七）建议提案\n都已答复。"},
        roles={6: {0: Role.HEADING, 2: Role.HEADING}},
    )
    assert told(ask("章节", MORE, made)) == {"多余部分": "pass"}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("{要求: {清单: $七部分}}", "rule.enum"),
        ("{要求: {清单: $六部分, 标题: 规范}}", "rule.type"),
        ("{要求: {旧称: [概述]}}", "rule.missing-key"),
        ("{要求: {非空: [第七部分]}}", "rule.enum"),
    ],
)
def test_a_faulty_rule_is_reported_and_not_built(rule: str, code: str) -> None:
    check, faults = built("章节", rule)
    assert check is None
    assert [found for found, _ in faults] == [code]
