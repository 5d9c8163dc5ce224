"""Promises of the language, held on the packaged rules: no silence, no guess, no order."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.base.paths import packaged
from auditor.engine.run import collect, split
from auditor.report.cellvalue import read_value
from auditor.report.model import Report
from auditor.report.sample import SampleBuilder, load_sample
from auditor.report.value import State, Value
from auditor.rules.load import LoadedRules, load_rules
from auditor.rules.outcome import Outcome, Verdict
from auditor.source.load import read_source


@cache
def packs() -> LoadedRules:
    loaded = load_rules([packaged() / "rules"])
    assert loaded.ok
    return loaded


@cache
def samples() -> tuple[Report, ...]:
    builder = SampleBuilder(packs().lexicons)
    found = []
    for path in packs().samples:
        source, _ = read_source(path, path.name)
        assert source is not None
        sample, faults = load_sample(source)
        assert sample is not None, faults
        found.append(builder.build(sample, path.name))
    return tuple(found)


def with_cells(report: Report, cells: dict[str, str]) -> Report:
    """The report with these texts in its cells."""
    known = report.lexicon.by_path
    changed = {path: read_value(text, known[path].unit, None) for path, text in cells.items()}
    return replace(report, cells={**report.cells, **changed})


WRITTEN = st.sampled_from(
    ["0", "1", "2", "11", "12", "130", "", "/", "3件", "1.5", "-1", "22（其中修订16件）", "10"]
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A standard report with some cells written anew and perhaps without year, part or text."""
    report = draw(st.sampled_from(samples()))
    paths = sorted(report.cells)
    report = with_cells(report, draw(st.dictionaries(st.sampled_from(paths), WRITTEN, max_size=6)))
    if draw(st.booleans()):
        gone = draw(st.sampled_from([1, 5, 6]))
        report = replace(report, sections={n: s for n, s in report.sections.items() if n != gone})
    return replace(report, year=draw(st.sampled_from([report.year, report.year, None, 2022])))


def answers(outcomes: Sequence[Outcome]) -> dict[tuple[str, str, str], Outcome]:
    return {(one.subject.file, one.rule, one.target): one for one in outcomes}


@settings(max_examples=60)
@given(found=st.lists(reports(), min_size=1, max_size=4), seed=st.integers(0, 99))
def test_the_order_of_rules_and_reports_changes_nothing(found: list[Report], seed: int) -> None:
    named = [replace(report, file=f"{number}.docx") for number, report in enumerate(found)]
    shuffled, rules = list(named), list(packs().rules)
    Random(seed).shuffle(shuffled)
    Random(seed).shuffle(rules)
    assert collect(packs().rules, named) == collect(rules, shuffled)


@settings(max_examples=60)
@given(found=reports())
def test_every_rule_accounts_for_every_report_and_the_tally_reconciles(found: Report) -> None:
    outcomes, tally = collect(packs().rules, [found])
    assert {one.rule for one in outcomes} == {rule.id for rule in packs().rules}
    assert tally.total == len(outcomes) == len(answers(outcomes))
    assert tally.outcomes[Verdict.ERROR] == 0, [one for one in outcomes if one.verdict is Verdict.ERROR]
    for verdict in Verdict:
        assert tally.outcomes[verdict] == sum(one.verdict is verdict for one in outcomes)
    undecided = {one.rule for one in outcomes if one.verdict is Verdict.CANNOT_TELL}
    assert {rule for entry in tally.undecided for rule in entry.rules} == undecided


@settings(max_examples=60)
@given(one=reports(), other=reports())
def test_two_runs_say_together_what_one_run_says_of_both(one: Report, other: Report) -> None:
    left, right = replace(one, file="甲.docx"), replace(other, file="乙.docx", agency_key="别的机关")
    single, _ = split(packs().rules)  # rules about all reports together are another matter
    both, _ = collect(single, [left, right])
    apart = collect(single, [left])[0] + collect(single, [right])[0]
    assert answers(both) == answers(apart)


@settings(max_examples=200)
@given(found=reports(), data=st.data())
def test_an_unreadable_cell_never_flips_pass_and_fail(found: Report, data: st.DataObject) -> None:
    paths = data.draw(st.lists(st.sampled_from(sorted(found.cells)), min_size=1, max_size=5))
    hidden = {path: Value(State.ILLEGIBLE, unit=found.cells[path].unit, confidence=0.0) for path in paths}
    before = answers(collect(packs().rules, [found])[0])
    after = answers(collect(packs().rules, [replace(found, cells={**found.cells, **hidden})])[0])
    decided = {Verdict.PASS, Verdict.FAIL}
    for key, outcome in after.items():
        if key in before and outcome.verdict in decided and before[key].verdict in decided:
            assert outcome.verdict is before[key].verdict, (key, paths, before[key], outcome)


def test_the_standard_reports_pass_every_packaged_rule() -> None:
    outcomes, tally = collect(split(packs().rules)[0], samples())  # their prose is one text
    wrong = [one for one in outcomes if one.verdict in (Verdict.FAIL, Verdict.ERROR)]
    assert wrong == []
    assert tally.everywhere == ()
