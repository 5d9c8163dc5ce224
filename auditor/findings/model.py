"""问题: a finding, and a run's whole account: what was read, found, not decided.

The fields are those of the contract `auditor.findings/1`; what stands here beside them (agency,
notes, trial, evidence_hash) serves people, the exit code and the states of a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from auditor.base.diagnostic import Diagnostic
from auditor.rules.model import Basis, Pack
from auditor.rules.outcome import Computation, Evidence, Level, Suspect, Verdict


class Decision(StrEnum):
    """处置: what a person decided. Nothing is decided before someone has."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    FALSE_ALARM = "false_alarm"
    WAIVED = "waived"
    FIXED = "fixed"


class Change(StrEnum):
    """A finding against the run before; the first run has only new ones."""

    NEW = "new"
    SAME = "same"
    EVIDENCE_CHANGED = "evidence_changed"
    RECURRED = "recurred"
    GONE = "gone"


class FileStatus(StrEnum):
    """What became of a file that was given or found."""

    READ = "read"
    PARTIAL = "partial"
    UNREADABLE = "unreadable"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach (违反) or one broken rule (引擎错误) of one rule and target.

    `cause` is shared by the findings of one report that have one root, None where a finding stands
    alone; it is no part of the fingerprint. `trial`: the rule is 试行 and never fails a run.
    """

    fingerprint: str
    rule: str
    name: str
    level: Level
    outcome: Verdict  # FAIL or ERROR
    file: str
    unit: str
    year: int | None
    target: str
    cause: str | None
    message: str
    suggestion: str
    computation: Computation | None
    suspect: Suspect | None
    basis: tuple[Basis, ...]
    evidence: tuple[Evidence, ...]
    decision: Decision = Decision.OPEN
    status: Change = Change.NEW
    agency: str = ""
    notes: tuple[str, ...] = ()
    trial: bool = False
    evidence_hash: str = ""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the run. `reason` says in Chinese why it was skipped, unreadable or read in part.
    `unit` is "" and `year` None where the file does not tell. `fatal`: the file should have been
    audited and could not be (exit code 2)."""

    file: str
    unit: str
    year: int | None
    status: FileStatus
    reason: str | None = None
    agency: str = ""
    fatal: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Undecided:
    """What could not be told in one file for one cause; `file` "" means in every report of the run.
    `outcomes` counts the 无法判定, `rules` are the ids, sorted."""

    file: str
    cause: str
    rules: tuple[str, ...]
    outcomes: int


@dataclass(frozen=True, slots=True)
class Account:
    """总账: every outcome counted once; `counts` has all five verdicts and sums to `outcomes`."""

    reports: int
    rules: int
    counts: Mapping[Verdict, int]
    applied_nowhere: tuple[str, ...] = ()
    fired_everywhere: tuple[str, ...] = ()
    decided_nowhere: tuple[str, ...] = ()

    @property
    def outcomes(self) -> int:
        """All outcomes."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Run:
    """Everything a form of output needs. Files in the order of their names; findings by file, level,
    rule and target."""

    packs: tuple[Pack, ...]
    overlays: tuple[Pack, ...]
    files: tuple[FileRow, ...]
    findings: tuple[Finding, ...]
    undecided: tuple[Undecided, ...]
    account: Account
    notices: tuple[str, ...] = ()  # a national 错误 lowered by an overlay
    diagnostics: tuple[Diagnostic, ...] = ()  # of rules and configuration
    hidden: int = 0  # findings left out by --rule and --level
    filters: tuple[str, ...] = field(default=())  # those filters, in Chinese
