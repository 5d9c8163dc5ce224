"""What a run brings to the store, and what the store knows of a finding when it comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from auditor.findings.model import FileStatus
from auditor.findings.store.rows import LIFE, Decided, decided_of
from auditor.findings.store.schema import agencies, findings, rules

SYSTEM = "程序"  # who acts where no person does


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of the run as the store keeps it. `contract` is auditor.report/1 as compressed JSON,
    None where there is none; `undecided`: rules that could not tell for it."""

    file: str
    unit: str
    agency: str
    year: int | None
    status: FileStatus
    reason: str | None = None
    fatal: bool = False
    sha256: str = ""
    size: int = -1
    mtime: int = 0
    lexicon: str = ""
    contract: bytes | None = None
    undecided: frozenset[str] = frozenset()

    @property
    def audited(self) -> bool:
        """Whether rules were asked of it."""
        return self.status in (FileStatus.READ, FileStatus.PARTIAL)


@dataclass(frozen=True, slots=True)
class Known:
    """A finding that the store knows."""

    id: int
    fingerprint: str
    rule: str
    agency: str
    year: int | None
    file: str
    evidence_hash: str
    sha256: str
    first_run: int
    last_run: int
    decided: Decided


KNOWN = (
    select(
        findings.c.id, findings.c.fingerprint, rules.c.rule, agencies.c.key, findings.c.year, findings.c.file,
        findings.c.evidence_hash, findings.c.sha256, findings.c.first_run, findings.c.last_run, *LIFE,
    )
    .join_from(findings, agencies)
    .join(rules, findings.c.rule_id == rules.c.id)
)  # fmt: skip


def known_of(row: Any) -> Known:
    """A row of `KNOWN`."""
    return Known(
        row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9], decided_of(row, 10)
    )
