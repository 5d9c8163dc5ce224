"""What goes to a worker and comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.batch.thaw import know
from auditor.engine.filed import Filed
from auditor.engine.tally import Counts
from auditor.findings.model import FileRow
from auditor.roster.identify import Identity

ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Asked:
    """A file to take in. `audited` False: for comparison only. `known`: its key the last time; where it is
    still that, the answer says so and no more (a worker of a cluster has no cache). ANEW: never mind.
    `at_once`: audited as soon as it is read, see Taken.early; `bare`: what extras say is known."""

    path: str
    name: str
    named: bool
    audited: bool = True
    known: str = ""
    at_once: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """A report among the others: `key` of what was read, `who` of that under its final identity."""

    key: str
    who: str
    path: str
    name: str
    identity: Identity


@dataclass(frozen=True, slots=True)
class Taken:
    """A file taken in. `ref` and `filed` None: it is no report; `fresh`: what the cache did not have,
    by table and key. `same`: the file is as it was, under that key; the rest says nothing. `early`: what
    the rules say that look at no other report, in findings alone."""

    row: FileRow
    ref: Ref | None = None
    filed: Filed | None = None
    fresh: tuple[tuple[str, str, bytes], ...] = ()
    extras: tuple[object, ...] = ()
    same: str = ""
    early: bytes = b""


@dataclass(frozen=True, slots=True)
class Task:
    """A report to be audited, and its neighbours."""

    ref: Ref
    unit: str
    year: int | None
    previous: Ref | None = None
    below: tuple[Ref, ...] | None = None
    absent: tuple[str, ...] = ()
    beside: tuple[Ref, ...] | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    """Why rules could not tell of one report."""

    cause: str
    rules: tuple[str, ...]
    details: tuple[str, ...]


# What all rules said of a report, in numbers: those that occur, and for each rule which of them. Many
# reports have one shape.
Shape = tuple[tuple[Counts | None, ...], bytes | tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Audited:
    """What the rules said of one report. `findings` as stored bytes, b"" where there are none, and
    how many.
    `shape` and `causes` (of what could not be told) are summed up, for all reports of a batch in the last of
    them, as `shapes` and `counted_causes`."""

    findings: bytes = b""
    count: int = 0
    undecided: tuple[Undecided, ...] = ()
    fresh: tuple[tuple[str, str, bytes], ...] = ()
    shape: Shape | None = None
    causes: tuple[str, ...] = ()
    shapes: Mapping[Shape, int] | None = None
    counted_causes: Mapping[str, int] | None = None


class CrewFault(Exception):
    """Workers cannot work at all; `message` and `remedy` in Chinese."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message, remedy)  # both, so that it travels from a cluster
        self.diagnostic = Diagnostic(Severity.ERROR, "batch.workers", message, remedy)


class Vanished(Exception):
    """A report that was taken in cannot be read any more; carries what is to be said of the file."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


know(Asked, Ref, Taken, Task, Undecided, Audited)
