"""What is shown of a run, and what exit code it earns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from auditor.findings.model import Decision, Run
from auditor.rules.outcome import Level, Verdict

_RANK = {Level.INFO: 0, Level.WARNING: 1, Level.ERROR: 2}
EXCUSED = frozenset({Decision.FALSE_ALARM, Decision.WAIVED})


def shown(run: Run, rules: Collection[str], levels: Collection[Level], words: tuple[str, ...]) -> Run:
    """The run with only the findings of `rules` and `levels` (empty: all); the tally stays whole.
    Engine errors are always shown: no filter hides that a rule is broken. `words` say the filter."""
    if not rules and not levels:
        return replace(run, hidden=0, filters=words)
    kept = tuple(
        finding
        for finding in run.findings
        if finding.outcome is Verdict.ERROR
        or ((not rules or finding.rule in rules) and (not levels or finding.level in levels))
    )
    undecided = tuple(
        replace(entry, rules=tuple(rule for rule in entry.rules if not rules or rule in rules))
        for entry in run.undecided
        if not rules or any(rule in rules for rule in entry.rules)
    )
    return replace(
        run, findings=kept, undecided=undecided, hidden=len(run.findings) - len(kept), filters=words
    )


def exit_code(run: Run, fail_on: Level | None, max_undecided: int | None) -> int:
    """The first that fits: 2 a rule, configuration or engine error or an input that could not be
    read; 1 findings shown at or above `fail_on` (None: never); 3 more than `max_undecided`
    outcomes undecided; 0 otherwise. 试行 rules, false alarms and waivers never fail a run."""
    if any(row.fatal for row in run.files) or run.tally.outcomes[Verdict.ERROR]:
        return 2
    if fail_on is not None and any(
        _RANK[finding.level] >= _RANK[fail_on]
        for finding in run.findings
        if not finding.trial and finding.decision not in EXCUSED
    ):
        return 1
    if max_undecided is not None and run.tally.outcomes[Verdict.CANNOT_TELL] > max_undecided:
        return 3
    return 0
