"""总账: every outcome counted, the odd rules named."""

from collections.abc import Iterable
from dataclasses import replace

from auditor.engine.run import collect
from auditor.engine.tally import Undecided
from auditor.report.model import Report, Status
from auditor.rules.environment import subject_of
from auditor.rules.model import Applies, Corpus, Rule
from auditor.rules.outcome import Missing, Outcome, Verdict
from tests.engine.rules import rule, says
from tests.make import report

PASS, FAIL, ABSENT = Verdict.PASS, Verdict.FAIL, Verdict.INAPPLICABLE


def named(file: str, **more: object) -> Report:
    return replace(report(**more), file=file)  # type: ignore[arg-type]


def unknown(id: str, *causes: str) -> Rule:
    def does(found: Report, corpus: Corpus) -> Iterable[Outcome]:
        missing = tuple(Missing(cause, f"{found.file}的{cause}") for cause in causes)
        yield Outcome(id, subject_of(found), "1", Verdict.CANNOT_TELL, missing=missing)

    return rule(does, id=id)


def test_counts_add_up_to_the_outcomes() -> None:
    rules = [rule(says(PASS, FAIL, ABSENT)), rule(says(PASS, id="乙"), id="乙"), unknown("丙", "甲")]
    found, tally = collect(rules, [named("a"), named("b")])
    assert tally.total == len(found) == 10
    assert tally.outcomes == {
        PASS: 4,
        FAIL: 2,
        ABSENT: 2,
        Verdict.CANNOT_TELL: 2,
        Verdict.ERROR: 0,
    }
    assert (tally.reports, tally.unreadable, tally.rules) == (2, 0, 3)


def test_a_report_that_could_not_be_read_gives_no_outcome_and_is_counted() -> None:
    found, tally = collect([rule(says(PASS))], [named("a", status=Status.UNREADABLE), named("b")])
    assert [one.subject.file for one in found] == ["b"]
    assert (tally.reports, tally.unreadable) == (1, 1)


def test_the_undecided_are_grouped_by_file_and_cause() -> None:
    rules = [unknown("丙", "甲因"), unknown("丁", "甲因", "乙因")]
    _, tally = collect(rules, [named("b"), named("a")])
    assert tally.undecided == (
        Undecided("a", "乙因", ("丁",), ("a的乙因",)),
        Undecided("a", "甲因", ("丁", "丙"), ("a的甲因",)),
        Undecided("b", "乙因", ("丁",), ("b的乙因",)),
        Undecided("b", "甲因", ("丁", "丙"), ("b的甲因",)),
    )
    assert tally.undecidable == ("丁", "丙")


def test_no_report_of_another_year_at_all_is_said_once_for_the_run() -> None:
    rules = [unknown("丙", "无上年报告"), unknown("丁", "无上年报告")]
    other = replace(named("b"), agency_key="乙局")
    _, tally = collect(rules, [named("a"), other])
    assert tally.undecided == (Undecided("", "无上年报告", ("丁", "丙")),)
    last_year = named("c", year=2022)
    _, tally = collect(rules, [named("a"), other, last_year])
    assert [(one.file, one.details) for one in tally.undecided] == [
        ("", ("2022年度",)),  # nobody's 2021 is here: said once, however many reports of 2022 there are
        ("a", ("a的无上年报告",)),
        ("b", ("b的无上年报告",)),
    ]


def test_rules_that_applied_nowhere_or_fired_everywhere_are_named() -> None:
    rules = [
        rule(says(PASS, id="处处通过"), id="处处通过"),
        rule(says(FAIL, PASS, id="处处违反"), id="处处违反"),
        rule(says(PASS, id="不适用"), id="不适用", applies=Applies(2030)),
        rule(says(ABSENT, id="前提不成立"), id="前提不成立"),
        rule(says(PASS, id="停用"), id="停用", state="停用"),
    ]
    _, tally = collect(rules, [named("a"), named("b")])
    assert tally.nowhere == ("不适用", "前提不成立")
    assert tally.everywhere == ("处处违反",)
    _, one = collect(rules, [named("a")])
    assert one.everywhere == ()


def test_a_run_without_reports_names_no_rule() -> None:
    found, tally = collect([rule(says(PASS))], [])
    assert (found, tally.total, tally.nowhere) == ((), 0, ())
