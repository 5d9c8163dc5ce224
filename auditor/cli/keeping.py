"""`auditor run --store` and `--decisions`: a run kept, its findings with what was decided of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.cli.parser import Parser
from auditor.findings.model import FileStatus, Run
from auditor.reading.walk import Found
from auditor.report.model import Report
from auditor.roster.model import Roster
from auditor.rules.load import LoadedRules

if TYPE_CHECKING:
    from auditor.batch.extras import Kept
    from auditor.findings.decisions_file import Entry
    from auditor.findings.dossier import Note
    from auditor.findings.store.open import Store
    from auditor.triage.audit import Reader


def add(parser: Parser) -> None:
    """--store and --decisions."""
    parser.option(
        "--store", metavar="库", help="把结果记进处置库（文件、文件夹或 postgresql://…），沿用已有的处置"
    )
    parser.option("--decisions", metavar="文件", help="沿用处置文件（处置.yaml）里的处置，不用处置库")


class Keeping:
    """What --store and --decisions ask of a run; nothing where neither is given."""

    def __init__(self, arguments: argparse.Namespace, loaded: LoadedRules, roster: Roster | None) -> None:
        self._loaded, self._roster = loaded, roster
        self._store: Store | None = None
        self._reader: Reader | None = None
        self._entries: tuple[Entry, ...] = ()
        self.faults: tuple[Diagnostic, ...] = ()
        self.notes: dict[str, Note] = {}  # of the store, after `kept`
        if arguments.store:
            self._open(arguments.store)
        if arguments.decisions:
            self._read(Path(arguments.decisions))

    def _open(self, text: str) -> None:
        from auditor.cli.stores import address_of
        from auditor.findings.store.open import StoreFault, open_store
        from auditor.triage.audit import Reader

        try:
            self._store = open_store(address_of(text))
            self._reader = Reader(self._store, self._loaded)
        except StoreFault as fault:
            self.faults = (fault.diagnostic,)

    def _read(self, path: Path) -> None:
        from auditor.findings.decisions_file import read_decisions

        try:
            data = path.read_bytes()
        except OSError:
            fault = Diagnostic(
                Severity.ERROR, "decisions.unreadable", "处置文件读不了", "核对路径和权限", path.as_posix()
            )
            self.faults = (*self.faults, fault)
            return
        self._entries, faults = read_decisions(data, path.as_posix())
        self.faults = (*self.faults, *faults)

    @property
    def read(self) -> Callable[[Found], Report | Diagnostic] | None:
        """How files are read: from the store, where they are as they were."""
        return self._reader

    def adopt(self, run: Run, kept: Iterable[Kept]) -> None:
        """What workers read, for the store."""
        if self._reader is None:
            return
        for item in kept:
            self._reader.adopt(item)
        for row in run.files:
            if row.status is FileStatus.UNREADABLE and row.file not in self._reader.kept:
                self._reader.adopt_other(row.file, row.status)

    def kept(self, run: Run) -> Run:
        """The run recorded, its findings with decision and status. What fails is in `faults`."""
        today = datetime.now().astimezone().date()
        if self._entries:
            from auditor.findings.decisions_file import apply_decisions

            run = replace(run, findings=apply_decisions(tuple(run.findings), self._entries, today))
        if self._store is None or self._reader is None:
            return run
        from auditor.findings.store.account import notes_of
        from auditor.findings.store.exchange import annotated
        from auditor.findings.store.open import StoreFault
        from auditor.findings.store.reach import Moment
        from auditor.triage.audit import record

        moment = Moment("", datetime.now(UTC).isoformat(timespec="microseconds"), today)
        try:
            record(self._store, self._loaded, run, self._reader, moment, roster=self._roster)
            self.notes = notes_of(self._store)
            return replace(run, findings=annotated(self._store, run.findings))
        except StoreFault as fault:
            self.faults = (*self.faults, fault.diagnostic)
            return run
        finally:
            self._store.close()
