"""For each rule a report that passes and one that breaks it, each with exactly the findings listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.rules.outcome import Verdict
from tests.corpus.cases import CASES, OUTCOMES, case_of, outcomes_of, read, rules, told

FILES = sorted(CASES.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_case_has_its_outcome_and_exactly_the_findings_listed(path: Path) -> None:
    rule, word, tree, listed = read(path)
    outcomes = outcomes_of(rule, case_of(rule, word, tree))
    assert told(outcomes) == listed
    own = {outcome.verdict for outcome in outcomes if outcome.rule == rule.id}
    assert OUTCOMES[word] in own
    assert word == "违反" or Verdict.FAIL not in own


def test_every_rule_has_both_cases() -> None:
    there = {path.stem for path in FILES}
    assert there == {f"{rule}_{word}" for rule in rules() for word in OUTCOMES}


def test_a_breach_is_seldom_more_than_the_rule_itself() -> None:
    """Atomic: half the cases break nothing but their own rule."""
    broken = [path for path in FILES if path.stem.endswith("_违反")]
    alone = [path for path in broken if {line.split()[0] for line in read(path)[3]} == {read(path)[0].id}]
    assert len(alone) * 2 > len(broken)
