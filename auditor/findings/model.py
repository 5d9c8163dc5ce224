"""问题: a finding, and a run's whole account: what was read, found, not decided.

The fields are those of the contract `auditor.findings/1`; what stands here beside them (agency,
notes, trial, evidence_hash) serves people, the exit code and the states of a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from auditor.base.diagnostic import Diagnostic
from auditor.engine.tally import Tally, Undecided
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
    root: str = ""  # what it shares with other findings of its report, for `cause`


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
    companion: bool = False  # read for comparison only (--with)
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """The roster of a run: its name, content hash and number of agencies."""

    name: str
    sha256: str
    agencies: int


@dataclass(frozen=True, slots=True)
class Run:
    """Everything a form of output needs. Files by name; findings by file, level, rule and target.

    `causes`: how many outcomes were 无法判定 for which (first) cause, so that the numbers sum up to
    the tally's. `hidden`: findings that `filters` (in Chinese) left out.
    """

    packs: tuple[Pack, ...]
    overlays: tuple[Pack, ...]
    files: tuple[FileRow, ...]
    findings: Sequence[Finding]  # of many reports, they are read from the disk as they are asked for
    undecided: tuple[Undecided, ...]
    tally: Tally
    causes: tuple[tuple[str, int], ...] = ()
    notices: tuple[str, ...] = ()  # a national 错误 lowered by an overlay
    hidden: int = 0
    filters: tuple[str, ...] = ()
    roster: Register | None = None
