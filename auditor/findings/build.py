"""Outcomes to findings: only 违反 and 引擎错误 become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Protocol

from auditor.findings.cause import with_causes
from auditor.findings.fingerprint import evidence_hash, fingerprint
from auditor.findings.model import Finding
from auditor.rules.message import render, render_suggestion
from auditor.rules.model import Rule
from auditor.rules.outcome import Level, Outcome, Verdict

_ORDER = {Level.ERROR: 0, Level.WARNING: 1, Level.INFO: 2}


class Named(Protocol):
    """What a finding takes from its report: a Report has it, and so has the row of a file."""

    @property
    def file(self) -> str: ...
    @property
    def unit(self) -> str: ...


def findings_of(
    outcomes: Iterable[Outcome], rules: Iterable[Rule], reports: Iterable[Named]
) -> tuple[Finding, ...]:
    """The findings among `outcomes`, sorted by file, level, rule and target, with causes."""
    by_id = {rule.id: rule for rule in rules}
    by_file = {report.file: report for report in reports}
    found = [
        finding_of(outcome, by_id, by_file.get(outcome.subject.file))
        for outcome in outcomes
        if outcome.verdict in (Verdict.FAIL, Verdict.ERROR)
    ]
    return arranged(found)


def finding_of(outcome: Outcome, rules: Mapping[str, Rule], report: Named | None) -> Finding:
    """One outcome as a finding. `report` is None where the subject is no single file."""
    rule = rules[outcome.rule]
    broken = outcome.verdict is Verdict.ERROR
    subject = outcome.subject
    return Finding(
        fingerprint=fingerprint(rule.id, subject.agency, subject.year, outcome.target),
        rule=rule.id,
        name=rule.name,
        level=Level.ERROR if broken else outcome.level,
        outcome=outcome.verdict,
        file=subject.file,
        unit=report.unit if report else outcome.fields.get("机关", ""),
        year=subject.year,
        target=outcome.target,
        cause=None,
        message=_broken(outcome) if broken else render(rule.message, outcome.fields),
        suggestion="" if broken else render_suggestion(rule.suggestion, outcome.fields),
        computation=outcome.computation,
        suspect=outcome.suspect,
        basis=tuple(b for b in rule.basis if b.governs(subject.year)) or rule.basis,
        evidence=outcome.evidence,
        agency=subject.agency,
        notes=outcome.notes,
        trial=rule.state == "试行" and not broken,
        evidence_hash=evidence_hash(outcome.evidence),
        root=outcome.root,
    )


def arranged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """`findings` in the order of every output, each report's causes named."""
    ordered = sorted(findings, key=_key)
    return tuple(
        finding
        for _, of_one_file in groupby(ordered, key=lambda finding: finding.file)
        for finding in with_causes(tuple(of_one_file))
    )


def _key(finding: Finding) -> tuple[str, bool, int, str, str, str]:
    broken = finding.outcome is Verdict.ERROR
    return (finding.file, not broken, _ORDER[finding.level], finding.rule, finding.target, finding.message)


def _broken(outcome: Outcome) -> str:
    return f"引擎错误：这条规则没有算完，不是报告的问题（{outcome.reason or '原因不明'}）"
