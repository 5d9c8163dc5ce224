"""Rules made by hand, whose checks do what a test says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from auditor.report.model import Report
from auditor.rules.environment import subject_of
from auditor.rules.model import Applies, Basis, Check, Corpus, Rule
from auditor.rules.outcome import Level, Outcome, Verdict


@dataclass(frozen=True)
class Doing:
    """A check that does as it is told."""

    does: Callable[[Report, Corpus], Iterable[Outcome]]

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]:
        yield from self.does(report, corpus)


def rule(
    does: Callable[[Report, Corpus], Iterable[Outcome]],
    *,
    id: str = "甲-001",
    templates: Iterable[str] = ("2019", "2021"),
    applies: Applies | None = None,
    state: str = "施行",
    message: str = "不对",
    suggestion: str = "",
) -> Rule:
    """A rule with that check for each of `templates`."""
    checks: dict[str, Check] = {template: Doing(does) for template in templates}
    return Rule(
        id, f"名称{id}", "甲", Level.WARNING, (Basis("甲", "乙"),), message, suggestion, checks,
        applies or Applies(), state=state,
    )  # fmt: skip


def outcome(report: Report, target: str, verdict: Verdict, id: str = "甲-001", **fields: str) -> Outcome:
    """One outcome of a rule about a report."""
    return Outcome(id, subject_of(report), target, verdict, Level.WARNING, fields=fields)


def says(
    *verdicts: Verdict, id: str = "甲-001", **fields: str
) -> Callable[[Report, Corpus], Iterable[Outcome]]:
    """A check that gives these verdicts, on targets 1, 2, 3 …"""
    return lambda report, corpus: (
        outcome(report, str(number), verdict, id, **fields) for number, verdict in enumerate(verdicts, 1)
    )
