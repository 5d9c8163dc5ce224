"""Auditing what changed: where no file and no rule did, nothing is done; of a file that is as it was the
store keeps the report that it has.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select

from auditor.base.diagnostic import Diagnostic
from auditor.base.version import VERSION
from auditor.batch.extras import Kept, contract_of
from auditor.batch.tasks import Taken
from auditor.findings.fingerprint import digest
from auditor.findings.model import FileStatus, Finding, Run
from auditor.findings.session import read_file
from auditor.findings.store.open import Store
from auditor.findings.store.reach import Moment
from auditor.findings.store.rows import storable
from auditor.findings.store.runs import Recorder
from auditor.findings.store.schema import reports as table
from auditor.findings.store.sheet import Sheet
from auditor.reading.inside import stat_of
from auditor.reading.walk import Found, Walk, sha256_of, walk
from auditor.report.contract import report_from_json
from auditor.report.lexicon import Lexicon
from auditor.report.model import Report
from auditor.roster.model import Roster
from auditor.rules.load import LoadedRules
from auditor.triage.early import Stopped, audit_early
from auditor.triage.updated import Progress, Sources, Updated

packed = contract_of
_COARSE = 2  # seconds; the clocks of some file systems and shares tell no less


def rules_digest(loaded: LoadedRules, roster: Roster | None = None) -> str:
    """Changes whenever the rules could say something else of the same reports."""
    parts = [reading_digest(loaded), roster.sha256 if roster else ""]
    parts += [f"{rule.id} {rule.sha256} {rule.state} {rule.level}" for rule in loaded.rules]
    return digest(*parts)


def reading_digest(loaded: LoadedRules) -> str:
    """Changes whenever a file could be read as something else."""
    lexicons = [f"{name} {lexicon.sha256}" for name, lexicon in sorted(loaded.lexicons.items())]
    vocabulary = loaded.vocabulary.sha256 if loaded.vocabulary else ""
    return digest(VERSION, *lexicons, vocabulary)


def unpacked(data: bytes, lexicons: Mapping[str, Lexicon]) -> Report | None:
    """The report that `packed` made, None where this program cannot take it (any more)."""
    try:
        return report_from_json(json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass")), lexicons)
    except (zlib.error, ValueError, KeyError, TypeError):
        return None


class Reader:
    """Reads files for `audit_files`, from the store where they are as they were, and keeps what the
    store needs of each."""

    def __init__(self, store: Store, loaded: LoadedRules) -> None:
        self._store = store
        self._loaded = loaded
        self._known = _known(store)
        self._reading = reading_digest(loaded)
        self.opened: set[str] = set()
        self.kept: dict[str, Sheet] = {}

    def unchanged(self, found: Found, rules: str = "") -> bool:
        """Whether the file's content is that of the store (audited with the rules of that digest)."""
        known = self._known.get(storable(found.name))
        if known is None or (rules and known.rules != rules):
            return False
        if known.mtime >= 0 and (known.size, known.mtime) == _stamp(found.path):
            return True
        return bool(known.sha256) and known.sha256 == sha256_of(found.path)

    def settled(self, found: Found) -> bool:
        """Whether the store has what this file would be read as, whatever was asked of it."""
        known = self._known.get(storable(found.name))
        return known is not None and known.lexicon == self._reading and self.unchanged(found)

    def leave(self, found: Found) -> Sheet:
        """A settled file: the store keeps the report that it has."""
        known = self._known[storable(found.name)]
        size, mtime = _stamp(found.path)
        sheet = self.kept[found.name] = Sheet(
            found.name, "", "", None, FileStatus.READ, sha256=known.sha256, size=size, mtime=mtime,
            lexicon=self._reading,
        )  # fmt: skip
        return sheet

    def subjects(self, names: Collection[str]) -> dict[tuple[str, int | None], set[str]]:
        """Which of these files were audited the last time, by agency and year."""
        found: dict[tuple[str, int | None], set[str]] = {}
        for name in names:
            known = self._known.get(storable(name))
            if known is not None and known.status in (FileStatus.READ.value, FileStatus.PARTIAL.value):
                found.setdefault((known.agency, known.year), set()).add(name)
        return found

    def __call__(self, found: Found) -> Report | Diagnostic:
        data, report = self._stored(found)
        if report is None:
            self.opened.add(found.name)
            made = read_file(found, self._loaded.lexicons, self._loaded.vocabulary)
            if isinstance(made, Diagnostic):
                size, mtime = _stamp(found.path)
                sha = sha256_of(found.path)
                self.kept[found.name] = Sheet(
                    found.name, "", "", None, FileStatus.UNREADABLE, sha256=sha, size=size, mtime=mtime
                )
                return made
            report = made
        size, mtime = _stamp(found.path)
        self.kept[found.name] = Sheet(
            file=found.name,
            unit=report.unit,
            agency=report.agency_key,
            year=report.year,
            status=FileStatus(report.status.value),
            sha256=report.sha256,
            size=size,
            mtime=mtime,
            lexicon=self._reading,
            contract=data or (contract_of(report) if report.is_report else None),
        )
        return report

    def adopt(self, kept: Kept) -> Sheet:
        """A report that somebody else read."""
        size, mtime = _stamp(Path(kept.file))
        sheet = self.kept[kept.file] = Sheet(
            file=kept.file,
            unit=kept.unit,
            agency=kept.agency,
            year=kept.year,
            status=FileStatus(kept.status),
            sha256=kept.sha256,
            size=size,
            mtime=mtime,
            lexicon=self._reading,
            contract=kept.contract,
        )
        return sheet

    def adopt_other(self, file: str, status: FileStatus) -> None:
        """A file that somebody else could not read (and may read another time), or that is no report."""
        size, mtime = _stamp(Path(file))
        sha = sha256_of(Path(file))
        reading = self._reading if status is FileStatus.SKIPPED else ""
        self.kept[file] = Sheet(
            file, "", "", None, status, sha256=sha, size=size, mtime=mtime, lexicon=reading
        )

    def _stored(self, found: Found) -> tuple[bytes | None, Report | None]:
        """The report as the store has it, where the file is as it was."""
        known = self._known.get(storable(found.name))
        if known is None or known.lexicon != self._reading or not self.unchanged(found):
            return None, None
        with self._store.reading() as connection:
            data = connection.execute(select(table.c.contract).where(table.c.file == known.file)).scalar()
        report = unpacked(data, self._loaded.lexicons) if data else None
        return (data, report) if report is not None else (None, None)


def record(
    store: Store,
    loaded: LoadedRules,
    run: Run,
    reader: Reader,
    moment: Moment,
    recorder: Recorder | None = None,
    roster: Roster | None = None,
) -> None:
    """A whole run into the store. Raises StoreFault."""
    undecided: dict[str, set[str]] = {}
    for entry in run.undecided:
        undecided.setdefault(entry.file, set()).update(entry.rules)
    everywhere = undecided.get("", set())
    sheets = []
    for row in run.files:
        if row.companion:
            continue
        kept = reader.kept.get(row.file) or Sheet(row.file, "", "", None, row.status)
        sheets.append(
            replace(
                kept, unit=row.unit, agency=row.agency, year=row.year, status=row.status, reason=row.reason,
                fatal=row.fatal, undecided=frozenset(undecided.get(row.file, set()) | everywhere),
            )
        )  # fmt: skip
    if recorder is None:
        recorder = start(store, loaded, moment, roster)
    recorder.add(sheets, run.findings, whole=True)
    recorder.finish({verdict.value: count for verdict, count in run.tally.outcomes.items()})


def start(store: Store, loaded: LoadedRules, moment: Moment, roster: Roster | None = None) -> Recorder:
    """The record of a run that begins."""
    packs = (*loaded.packs, *loaded.overlays)
    return Recorder(store, loaded.rules, packs, rules_digest(loaded, roster), moment)


def update(
    store: Store,
    loaded: LoadedRules,
    paths: Sequence[str | Path],
    moment: Moment,
    progress: Progress | None = None,
    stop: Callable[[], bool] = lambda: False,
    roster: Roster | None = None,
    sources: Sources | None = None,
) -> Updated:
    """Bring the store up to date with the files and the rules: what can be said of a report by itself is
    in the store as soon as it is read, the rest when all are. With `sources` many files are read by
    worker processes. Raises StoreFault."""
    walked = walk(paths)
    reader = Reader(store, loaded)
    rules = rules_digest(loaded, roster)
    if not walked.problems and all(reader.unchanged(found, rules) for found in walked.files):
        return Updated(len(walked.files))
    recorder = start(store, loaded, moment, roster)
    taking = _Taking(walked, reader, recorder, rules)
    told = progress or (lambda *_: None)
    try:
        run = audit_early(loaded, walked, roster, taking, sources, told, stop)
    except Stopped:
        return Updated(len(walked.files), taking.read, stopped=True)
    for row in run.files:
        if row.file in taking.names and row.file not in reader.kept:
            reader.adopt_other(row.file, row.status)
    record(store, loaded, run, reader, moment, recorder, roster)
    return Updated(len(walked.files), taking.read, run.tally.reports, len(run.findings), run=run)


class _Taking:
    """What an update knows of its files; see early.Ledger."""

    def __init__(self, walked: Walk, reader: Reader, recorder: Recorder, rules: str) -> None:
        self.names = {found.name: found for found in walked.files}
        self._reader, self._recorder = reader, recorder
        self._settled = {found.name for found in walked.files if reader.settled(found)}
        self._calm = {
            found.name
            for found in walked.files
            if found.name in self._settled and reader.unchanged(found, rules)
        }
        self._subjects = reader.subjects(self.names)

    @property
    def read(self) -> int:
        """How many files had to be read."""
        return len(self.names) - len(self._settled)

    def settled(self, file: str) -> bool:
        return file in self._settled

    def calm(self, file: str) -> bool:
        return file in self._calm

    def sheet(self, taken: Taken) -> Sheet | None:
        for kept in taken.extras:
            assert isinstance(kept, Kept)
            return self._reader.adopt(kept)
        row = taken.row
        if row.file not in self._settled:
            return None
        sheet = replace(
            self._reader.leave(self.names[row.file]),
            unit=row.unit, agency=row.agency, year=row.year, status=row.status,
        )  # fmt: skip
        return None if row.file in self._calm else sheet

    def rival(self, file: str, agency: str, year: int | None) -> bool:
        return bool(self._subjects.get((agency, year), set()) - {file})

    def write(self, sheets: Sequence[Sheet], found: Sequence[Finding]) -> None:
        self._recorder.add_early(sheets, found)


@dataclass(frozen=True, slots=True)
class _Before:
    """What the store knows of a file."""

    file: str
    agency: str
    year: int | None
    status: str
    sha256: str
    size: int
    mtime: int
    rules: str
    lexicon: str


def _known(store: Store) -> dict[str, _Before]:
    names = ("file", "agency", "year", "status", "sha256", "size", "mtime", "rules", "lexicon")
    with store.reading() as connection:
        rows: Iterable[Sequence[object]] = connection.execute(
            select(*(table.c[name] for name in names))
        ).all()
    return {str(row[0]): _Before(*row) for row in rows}  # type: ignore[arg-type]


def _stamp(path: Path) -> tuple[int, int]:
    """Size and time of the file; −1 for a size that cannot be had, and for a time within which, told in
    seconds, the file may change again unseen."""
    try:
        found = stat_of(path)
    except OSError:
        return (-1, -1)
    return (found.st_size, int(found.st_mtime) if time.time() - found.st_mtime > _COARSE else -1)
