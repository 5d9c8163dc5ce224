"""--baseline: findings that an earlier run knew are marked, and fail no run as long as nothing about
them has changed."""

from __future__ import annotations

from dataclasses import replace

from auditor.findings.diff import Side
from auditor.findings.fingerprint import evidence_hash
from auditor.findings.model import Change, Decision, Finding, Run


def marked(run: Run, known: Side) -> Run:
    """The run with each finding's status against `known`."""
    return replace(run, findings=tuple(_marked(finding, known) for finding in run.findings))


def unknown_only(run: Run) -> Run:
    """The run with the findings that count for `--fail-on` where there is a baseline."""
    return replace(run, findings=tuple(f for f in run.findings if f.status is not Change.SAME))


def _marked(finding: Finding, known: Side) -> Finding:
    before = known.items.get(finding.fingerprint)
    if before is None:
        return replace(finding, status=Change.NEW)
    if before.evidence != evidence_hash(finding.evidence):
        return replace(finding, status=Change.EVIDENCE_CHANGED)
    if before.decision is Decision.FIXED:
        return replace(finding, status=Change.RECURRED)
    return replace(finding, status=Change.SAME)
