"""An audit whose findings show as they come: those of rules that look at one report as soon as it is
read, the rest when all are. Done like a run over many files, with its cache, so that after an edited
report or rule only what that concerns is read or asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from typing import Protocol

from auditor.batch.brief import Brief
from auditor.batch.cache import Cache, usual_folder
from auditor.batch.crew import Crew, Inline, Workers, usual_jobs
from auditor.batch.extras import kept_of
from auditor.batch.office import Office
from auditor.batch.run import Batch, audit_many
from auditor.batch.tasks import CrewFault, Taken
from auditor.findings.model import Finding, Run
from auditor.findings.session import CONVERTING
from auditor.findings.store.sheet import Sheet
from auditor.reading.walk import Walk
from auditor.roster.model import Roster
from auditor.rules.load import LoadedRules
from auditor.triage.updated import Progress, Sources

CREW_FROM = 60  # files to be read from which workers, which load the rules first, are worth their while
PATIENCE = 120.0  # seconds that a worker may sit on one report
AUDITING = "审核"
COMPARING = "跨报告核对"
_TELL_EVERY = 0.1  # seconds between two words of progress
_WRITE_EVERY = 0.3  # seconds between two writes, at least; and as long as four of them take
_SHARE = 4


class Stopped(Exception):
    """The person left while the audit ran."""


class Ledger(Protocol):
    """What the stream asks of what the store knew, and where its findings go."""

    def settled(self, file: str) -> bool:
        """Whether the store has what this file would be read as."""

    def calm(self, file: str) -> bool:
        """Whether it was audited with these rules besides."""

    def sheet(self, taken: Taken) -> Sheet | None:
        """The report for the store, kept for the whole too; None where the store has all there is to
        say of it."""

    def rival(self, file: str, agency: str, year: int | None) -> bool:
        """Whether another file stood for this agency and year the last time."""

    def write(self, sheets: Sequence[Sheet], found: Sequence[Finding]) -> None:
        """Findings to be seen before the run is whole."""


def audit_early(
    loaded: LoadedRules,
    walked: Walk,
    roster: Roster | None,
    ledger: Ledger,
    sources: Sources | None,
    progress: Progress,
    stop: Callable[[], bool],
) -> Run:
    """As `findings.session.audit_files`, with the same result. Raises Stopped."""
    fresh = sum(not ledger.settled(found.name) for found in walked.files)
    stream = Stream(ledger, progress, stop)
    with closing(Cache(usual_folder())) as cache, closing(cache.reading()) as look:
        office = Office(loaded, roster, look.get, [kept_of])

        def audited_by(workers: Workers) -> Run:
            with closing(workers):
                batch = Batch(loaded, roster, cache, office, workers)
                return audit_many(batch, walked, None, stream.went_on, early=stream)

        if sources is not None and fresh >= CREW_FROM:
            with suppress(CrewFault):  # no process can be started, or rules were edited: we have ours
                return audited_by(_crew(sources, roster, office, cache))
        return audited_by(Inline(office, 1))


def _crew(sources: Sources, roster: Roster | None, office: Office, cache: Cache) -> Crew:
    rules, overlays = (sources.rules.as_posix(),), tuple(sources.overlays)
    brief = Brief(rules, overlays, roster.file if roster else "", str(cache.path), office.program, ("kept",))
    return Crew(usual_jobs(), brief, office.agreement, PATIENCE, office)


class Stream:
    """Takes reports as they are audited and writes them some at a time, the first at once. A report of
    an agency and year that another file claims as well waits for the whole, which alone tells the two
    apart."""

    def __init__(self, ledger: Ledger, progress: Progress, stop: Callable[[], bool]) -> None:
        self._ledger, self._progress, self._stop = ledger, progress, stop
        self._claimed: set[tuple[str, int | None]] = set()
        self._waiting: list[tuple[Sheet, Sequence[Finding]]] = []
        self._next_write = self._next_word = 0.0

    def settled(self, file: str) -> bool:
        """See batch.run.Early."""
        return self._ledger.settled(file)

    def calm(self, file: str) -> bool:
        """See batch.run.Early."""
        return self._ledger.calm(file)

    def told(self, taken: Taken, findings: Sequence[Finding]) -> None:
        """See batch.run.Early."""
        sheet = self._ledger.sheet(taken)
        if sheet is None or not sheet.audited:
            return
        subject = (sheet.agency, sheet.year)
        if subject not in self._claimed and not self._ledger.rival(sheet.file, *subject):
            self._waiting.append((sheet, findings))
        self._claimed.add(subject)

    def went_on(self, done: int, total: int, name: str) -> None:
        """Told after each file, and after each report that was compared. Raises Stopped."""
        if self._stop():
            raise Stopped
        now = time.monotonic()
        reading = done * 2 <= total and name != CONVERTING
        last = done * 2 == total or done == total
        if self._waiting and (now >= self._next_write or last):
            self._write(now)
        if now < self._next_word and not last:
            return
        self._next_word = now + _TELL_EVERY
        if name == CONVERTING:
            self._progress(CONVERTING, done, total)
        elif reading:
            self._progress(AUDITING, done, total // 2)
        else:
            self._progress(COMPARING, done - total // 2, total // 2)

    def _write(self, now: float) -> None:
        waiting, self._waiting = self._waiting, []
        found = [finding for _, findings in waiting for finding in findings]
        self._ledger.write([sheet for sheet, _ in waiting], found)
        after = time.monotonic()
        self._next_write = after + max(_WRITE_EVERY, _SHARE * (after - now))
