"""What is shown of a run, and the exit code of what is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.findings.model import FileRow, FileStatus, Finding, Run
from auditor.findings.show import exit_code, shown
from auditor.rules.outcome import Level, Verdict
from tests.findings.make import BASE, FILE, INFO, WARNING, run

READ = (FileRow(FILE, "青石街道办事处", 2024, FileStatus.READ),)


def clean(*findings: Finding) -> Run:
    return run(*findings, files=READ)


@pytest.mark.parametrize(
    ("findings", "fail_on", "expected"),
    [
        ((), Level.INFO, 0),
        ((BASE,), Level.ERROR, 1),
        ((WARNING,), Level.ERROR, 0),
        ((WARNING,), Level.WARNING, 1),
        ((INFO,), Level.WARNING, 0),
        ((INFO,), Level.INFO, 1),
        ((BASE,), None, 0),
        ((replace(BASE, trial=True),), Level.INFO, 0),
    ],
)
def test_findings_at_or_above_the_wanted_level_fail(
    findings: tuple[Finding, ...], fail_on: Level | None, expected: int
) -> None:
    assert exit_code(clean(*findings), fail_on, None) == expected


def test_an_input_that_could_not_be_read_comes_before_findings() -> None:
    assert exit_code(run(BASE), Level.ERROR, None) == 2


def test_an_engine_error_comes_before_findings_whatever_is_shown() -> None:
    broken = replace(BASE, outcome=Verdict.ERROR)
    made = clean(broken)
    made = replace(made, tally=replace(made.tally, outcomes={**made.tally.outcomes, Verdict.ERROR: 1}))
    assert exit_code(shown(made, {"没有"}, set(), ()), None, None) == 2


@pytest.mark.parametrize(("most", "expected"), [(None, 0), (12, 0), (11, 3), (0, 3)])
def test_more_undecided_than_allowed_is_3_and_only_when_asked(most: int | None, expected: int) -> None:
    assert exit_code(clean(WARNING), Level.ERROR, most) == expected


def test_findings_come_before_undecided() -> None:
    assert exit_code(clean(BASE), Level.ERROR, 0) == 1


def test_fail_on_looks_at_what_is_shown() -> None:
    made = shown(clean(BASE, WARNING), {"说明-305"}, set(), ("规则 说明-305",))
    assert [finding.rule for finding in made.findings] == ["说明-305"]
    assert (made.hidden, made.filters) == (1, ("规则 说明-305",))
    assert made.tally == clean(BASE, WARNING).tally
    assert exit_code(made, Level.ERROR, None) == 0


def test_a_level_filter_shows_exactly_those_levels() -> None:
    made = shown(clean(BASE, WARNING, INFO), set(), {Level.WARNING, Level.INFO}, ("级别 警告、提示",))
    assert [finding.level for finding in made.findings] == [Level.WARNING, Level.INFO]


def test_no_filter_hides_a_broken_rule() -> None:
    broken = replace(BASE, outcome=Verdict.ERROR)
    assert shown(clean(broken), {"说明-305"}, {Level.INFO}, ()).findings == (broken,)
