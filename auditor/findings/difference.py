"""What a change of rules does to the findings of one folder of reports: new, gone, changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.findings.model import Finding, Run
from auditor.rules.model import Rule
from auditor.rules.outcome import Verdict


@dataclass(frozen=True, slots=True)
class Changed:
    """One finding before and after: its level, its message or what it rests on is another."""

    before: Finding
    after: Finding


@dataclass(frozen=True, slots=True)
class Difference:
    """Findings matched by fingerprint. `added`, `removed` and `altered` are rule ids; `verdicts` are
    the outcomes of both runs by verdict."""

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    changed: tuple[Changed, ...]
    same: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    altered: tuple[str, ...]
    verdicts: Mapping[Verdict, tuple[int, int]]

    @property
    def differs(self) -> bool:
        """Whether any finding is another."""
        return bool(self.new or self.gone or self.changed)


def compare(before: Run, after: Run, old: Iterable[Rule], new: Iterable[Rule]) -> Difference:
    """`before` and `after` are runs over the same reports with the rules `old` and `new`. A rule that
    carries a former id of another stands for it."""
    was, now = {rule.id: rule for rule in old}, {rule.id: rule for rule in new}
    renamed = {former: rule.id for rule in now.values() for former in rule.former_ids if former not in now}
    first = {(renamed.get(f.rule, f.rule), f.file, f.target): f for f in before.findings}
    second = {(f.rule, f.file, f.target): f for f in after.findings}
    both = [Changed(first[key], finding) for key, finding in second.items() if key in first]
    changed = tuple(pair for pair in both if _said(pair.before) != _said(pair.after))
    known = {renamed.get(name, name) for name in was}
    return Difference(
        new=tuple(finding for key, finding in second.items() if key not in first),
        gone=tuple(finding for key, finding in first.items() if key not in second),
        changed=changed,
        same=len(both) - len(changed),
        added=tuple(sorted(now.keys() - known)),
        removed=tuple(sorted(name for name in was if renamed.get(name, name) not in now)),
        altered=tuple(
            sorted(name for name in was.keys() & now.keys() if _text(was[name]) != _text(now[name]))
        ),
        verdicts={
            verdict: (before.tally.outcomes[verdict], after.tally.outcomes[verdict]) for verdict in Verdict
        },
    )


def _said(finding: Finding) -> tuple[object, ...]:
    return (finding.level, finding.message, finding.outcome, finding.trial, finding.evidence_hash)


def _text(rule: Rule) -> tuple[str, str]:
    return rule.sha256, rule.state
