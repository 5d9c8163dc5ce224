"""A check that breaks or gives no answer is the engine's fault, named as such."""

from collections.abc import Callable, Iterable

import pytest

from auditor.engine.run import collect
from auditor.report.model import Report
from auditor.rules.model import Corpus
from auditor.rules.outcome import Outcome, Verdict
from tests.engine.rules import outcome, rule, says
from tests.make import report

Does = Callable[[Report, Corpus], Iterable[Outcome]]


def crash(found: Report, corpus: Corpus) -> Iterable[Outcome]:
    yield outcome(found, "1", Verdict.FAIL)
    raise ZeroDivisionError("division by zero in /home/somebody")


def twice(found: Report, corpus: Corpus) -> Iterable[Outcome]:
    return [outcome(found, "1", Verdict.PASS), outcome(found, "1", Verdict.FAIL)]


def endless(found: Report, corpus: Corpus) -> Iterable[Outcome]:
    number = 0
    while True:
        number += 1
        yield outcome(found, str(number), Verdict.PASS)


def reason(does: Does, message: str = "不对") -> str:
    """The reason of the one engine error."""
    (found,), tally = collect([rule(does, message=message)], [report()])
    assert (found.verdict, found.target, found.rule) == (Verdict.ERROR, "报告", "甲-001")
    assert tally.outcomes[Verdict.ERROR] == tally.total == 1
    return found.reason


def test_a_crash_is_one_engine_error_and_its_half_answers_are_dropped() -> None:
    said = reason(crash)
    assert said.startswith("ZeroDivisionError")
    assert "/home" not in said


def test_the_line_of_a_crash_in_our_own_code_is_named() -> None:
    def does(found: Report, corpus: Corpus) -> Iterable[Outcome]:
        from auditor.rules.formula.lexer import Names

        Names([1])  # type: ignore[list-item]
        return []

    said = reason(does)
    assert "auditor/" in said
    assert " 行" in said


@pytest.mark.parametrize(
    ("does", "said"),
    [
        (lambda found, corpus: [], "检查没有给出结论"),
        (twice, "“1”有两个结论"),
        (endless, "结论超过 2000 个"),
        (says(Verdict.PASS, id="乙-001"), "结论写成了 乙-001"),
        (says(Verdict.PASS, Verdict.PASS, id="乙-001"), "结论写成了 乙-001"),
    ],
)
def test_what_is_no_answer_is_said(does: Does, said: str) -> None:
    assert reason(does) == said


def test_too_deep_a_recursion_is_an_engine_error_too() -> None:
    def does(found: Report, corpus: Corpus) -> Iterable[Outcome]:
        return does(found, corpus)

    assert reason(does).startswith("RecursionError")


def test_a_breach_without_a_field_of_its_message_is_an_engine_error() -> None:
    assert "消息字段 差" in reason(says(Verdict.FAIL, 左="1"), "{左}，相差 {差}")


def test_cells_and_properties_that_a_message_names_are_put_in() -> None:
    message = "{机关}{年度}年：{表三.新收.总计}，{表三.总计.结转下年}，{表二.行政许可}，{列}"
    made = report({"表三.总计.新收": 12, "表三.总计.结转下年": "", "表二.行政许可": "?"})
    (found,), _ = collect([rule(says(Verdict.FAIL, 列="甲"), message=message)], [made])
    assert found.fields == {
        "列": "甲",
        "机关": "青溪县农业农村局",
        "年度": "2023",
        "表三.新收.总计": "12",
        "表三.总计.结转下年": "（空白）",
        "表二.行政许可": "〈不明〉",
    }


def test_a_field_of_the_suggestion_may_be_missing() -> None:
    (found,), _ = collect([rule(says(Verdict.FAIL), suggestion="核对“{可疑格}”")], [report()])
    assert found.verdict is Verdict.FAIL


def test_one_rule_s_crash_leaves_the_others_alone() -> None:
    rules = [rule(crash), rule(says(Verdict.PASS, id="乙-001"), id="乙-001")]
    found, tally = collect(rules, [report()])
    assert [(one.rule, one.verdict) for one in found] == [
        ("乙-001", Verdict.PASS),
        ("甲-001", Verdict.ERROR),
    ]
    assert tally.total == 2
