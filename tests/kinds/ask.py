"""Build a rule's check from YAML text and ask it of a report, without the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.report.model import Report
from auditor.rules.keys import locate
from auditor.rules.kinds import KINDS
from auditor.rules.model import BuildContext, Check, Grade, WordList
from auditor.rules.outcome import Level, Outcome, Verdict
from auditor.rules.wording import WordIndex
from auditor.source.load import load_source
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node
from tests.make import lexicon

RULE = "试-001"


@dataclass(frozen=True)
class Alone:
    """A corpus without other reports."""

    reports: Sequence[Report] = ()

    def previous(self, report: Report) -> Report | None:
        return None

    def subordinates(self, report: Report) -> Sequence[Report] | None:
        return None


@dataclass
class Context(BuildContext):
    faults: list[tuple[str, str]] = field(default_factory=list)

    def problem(
        self, code: str, message: str, node: Node, remedy: str = "", offset: int = 0, width: int = 1
    ) -> None:
        place, line, _ = locate(self.source, node, offset, width)
        self.diagnostics.append(Diagnostic(Severity.ERROR, code, message, remedy, "", place, line, width))
        self.faults.append((code, message))


def built(
    kind: str,
    text: str,
    template: str = "2021",
    words: Mapping[str, WordList] | None = None,
    level: Level = Level.WARNING,
    grades: tuple[Grade, ...] = (),
) -> tuple[Check | None, list[tuple[str, str]]]:
    """The check that the rule's own keys make, and the faults reported."""
    source, faults = load_source(text.encode("utf-8"), "规则.yaml")
    assert source is not None, faults
    assert isinstance(source.root, Tree)
    lists = words or {}
    context = Context(RULE, level, source, lexicon(template), lists, {}, True, grades, WordIndex(lists))
    return KINDS[kind].build(source.root, context), context.faults


def ask(kind: str, text: str, report: Report, **how: object) -> list[Outcome]:
    """The outcomes of a rule that is sound."""
    check, faults = built(kind, text, **how)  # type: ignore[arg-type]
    assert check is not None, faults
    assert faults == []
    outcomes = list(check.evaluate(report, Alone()))
    targets = [outcome.target for outcome in outcomes]
    assert outcomes, "a rule accounts for every report"
    assert len(targets) == len(set(targets)), targets
    assert {outcome.rule for outcome in outcomes} == {RULE}
    return outcomes


def told(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Verdict by target."""
    return {outcome.target: outcome.verdict.value for outcome in outcomes}


def breaches(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The failing outcomes."""
    return [outcome for outcome in outcomes if outcome.verdict is Verdict.FAIL]
