"""Same root: findings of one report that one wrong cell explains are one matter for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from auditor.findings.fingerprint import digest
from auditor.findings.model import Finding
from auditor.rules.outcome import CellEvidence


def with_causes(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings of one report, those of one root given the same `cause`.

    A root is what the check itself names (an agency left out of a sum), else the suspect cell where
    one is named; without one it is the exact set of cells the finding rests on. A finding joins another's suspect when it names the same one. Nothing weaker
    is taken for a common root: two breaches may well touch one cell.
    """
    roots = [_root(finding) for finding in findings]
    counts = Counter(roots)
    return tuple(
        finding if root is None or counts[root] < 2 else replace(finding, cause=_cause(finding, root))
        for finding, root in zip(findings, roots, strict=True)
    )


def _cause(finding: Finding, root: tuple[str, ...]) -> str:
    return digest(finding.agency, str(finding.year), *root)[:12]


def _root(finding: Finding) -> tuple[str, ...] | None:
    if finding.root:
        return ("root", finding.root)
    if finding.suspect is not None:
        return ("suspect", finding.suspect.path)
    paths = sorted({item.path for item in finding.evidence if isinstance(item, CellEvidence)})
    return ("cells", *paths) if paths else None
