"""Auditing what changed: where no file and no rule did, nothing is done; a file that is as it was is
taken from the store, not read again. The audit itself is `findings.session.audit_files`, as for run.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select

from auditor.base.diagnostic import Diagnostic
from auditor.base.version import VERSION
from auditor.batch.extras import Kept, contract_of
from auditor.engine.run import split
from auditor.findings.build import findings_of
from auditor.findings.fingerprint import digest
from auditor.findings.model import FileStatus, Run
from auditor.findings.session import CONVERTING, audit_files, read_file
from auditor.findings.store.decisions import Moment
from auditor.findings.store.open import Store
from auditor.findings.store.rows import storable
from auditor.findings.store.runs import Recorder
from auditor.findings.store.schema import reports as table
from auditor.findings.store.sheet import Sheet
from auditor.reading.inside import stat_of
from auditor.reading.office import prepare_files
from auditor.reading.walk import Found, Walk, sha256_of, walk
from auditor.report.contract import report_from_json
from auditor.report.lexicon import Lexicon
from auditor.report.model import Report
from auditor.roster.model import Roster
from auditor.rules.load import LoadedRules
from auditor.rules.outcome import Outcome, Verdict
from auditor.triage.again import MANY, audit_again
from auditor.triage.updated import Progress, Updated

_FEW = 4  # a first look is taken where at most every fourth file changed
BATCH = 25  # reports per transaction: findings appear while the rest is audited


packed = contract_of


class Stopped(Exception):
    """The person left while the audit ran."""


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
        if known.size >= 0 and (known.size, known.mtime) == _stamp(found.path):
            return True
        return bool(known.sha256) and known.sha256 == sha256_of(found.path)

    def settled(self, found: Found) -> bool:
        """Whether the store has what this file would be read as, whatever was asked of it."""
        known = self._known.get(storable(found.name))
        return known is not None and known.lexicon == self._reading and self.unchanged(found)

    def leave(self, found: Found) -> None:
        """A settled file: the store keeps the report that it has."""
        known = self._known[storable(found.name)]
        size, mtime = _stamp(found.path)
        self.kept[found.name] = Sheet(
            found.name, "", "", None, FileStatus.READ, sha256=known.sha256, size=size, mtime=mtime,
            lexicon=self._reading,
        )  # fmt: skip

    def agency(self, found: Found) -> str:
        """The agency that the store has for the file, "" where none."""
        known = self._known.get(storable(found.name))
        return known.agency if known else ""

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
            contract=data or contract_of(report),
        )
        return report

    def adopt(self, kept: Kept) -> None:
        """A report that somebody else read."""
        size, mtime = _stamp(Path(kept.file))
        self.kept[kept.file] = Sheet(
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

    def adopt_unreadable(self, file: str) -> None:
        """A file that somebody else could not read."""
        size, mtime = _stamp(Path(file))
        sha = sha256_of(Path(file))
        self.kept[file] = Sheet(file, "", "", None, FileStatus.UNREADABLE, sha256=sha, size=size, mtime=mtime)

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
) -> Updated:
    """Bring the store up to date with the files and the rules. Raises StoreFault."""
    walked = walk(paths)
    reader = Reader(store, loaded)
    rules = rules_digest(loaded, roster)
    if not walked.problems and all(reader.unchanged(found, rules) for found in walked.files):
        return Updated(len(walked.files))
    recorder = start(store, loaded, moment, roster)
    if roster is None:
        _first_look(store, loaded, walked, reader, rules, moment, recorder.run)
    told = progress or (lambda *_: None)
    stream = _Stream(recorder, reader, loaded, told, stop)
    fresh = [found for found in walked.files if not reader.settled(found)]
    try:
        if len(walked.files) >= MANY and len(fresh) * _FEW <= len(walked.files):
            run = _again(loaded, walked, reader, fresh, roster, told, stop)
        else:
            run = audit_files(loaded, walked, stream.reading, roster, read=reader, watch=stream)
    except Stopped:
        return Updated(len(walked.files), len(reader.opened), stopped=True)
    record(store, loaded, run, reader, moment, recorder, roster)
    return Updated(
        len(walked.files), len(reader.opened), run.tally.reports, len(run.findings), run=run
    )  # fmt: skip


def _again(
    loaded: LoadedRules,
    walked: Walk,
    reader: Reader,
    fresh: Sequence[Found],
    roster: Roster | None,
    progress: Progress,
    stop: Callable[[], bool],
) -> Run:
    """The whole, where most of it is known."""
    for found in fresh:
        if found.name not in reader.kept:
            reader(found)
    for found in walked.files:
        if found.name not in reader.kept:
            reader.leave(found)

    def tell(done: int, total: int, name: str) -> None:
        if stop():
            raise Stopped
        progress("审核", done, total)

    return audit_again(loaded, walked, roster, tell)


def _first_look(
    store: Store,
    loaded: LoadedRules,
    walked: Walk,
    reader: Reader,
    rules: str,
    moment: Moment,
    run_id: int,
) -> None:
    """Where few files of many changed, these and their agencies' others first, with the rules that are
    asked of single reports: a person waits for them. The rest follows with the whole."""
    fresh = [found for found in walked.files if not reader.unchanged(found, rules)]
    if not 0 < len(fresh) * _FEW <= len(walked.files):
        return
    prepare_files(found.path for found in fresh)
    agencies = {reader.agency(found) for found in fresh}
    for found in fresh:
        report = reader(found)
        if not isinstance(report, Diagnostic):
            agencies.add(report.agency_key)
    names = {found.name for found in fresh}
    near = [found for found in walked.files if found.name in names or reader.agency(found) in agencies - {""}]
    single, surveys = split(loaded.rules)
    few = replace(loaded, rules=tuple(single))
    run = audit_files(few, Walk(tuple(near), (), ()), read=reader)
    unasked = frozenset(rule.id for rule in surveys)
    # No digest: whoever stops here has these files looked at again by the next update.
    recorder = Recorder(store, loaded.rules, (*loaded.packs, *loaded.overlays), "", moment, unasked, run_id)
    record(store, few, run, reader, moment, recorder)


class _Stream:
    """Records reports while others are still audited. What is recorded so is said once more, whole,
    at the end, when the causes and the rules about all reports are known."""

    def __init__(
        self,
        recorder: Recorder,
        reader: Reader,
        loaded: LoadedRules,
        progress: Progress,
        stop: Callable[[], bool],
    ) -> None:
        self._recorder, self._reader, self._loaded = recorder, reader, loaded
        self._progress, self._stop = progress, stop
        self._file = ""
        self._done = 0
        self._files: dict[str, tuple[str, int | None]] = {}
        self._kept: list[Outcome] = []
        self._undecided: dict[str, set[str]] = {}

    def reading(self, done: int, total: int, name: str) -> None:
        """Told before each file is read."""
        if self._stop():
            raise Stopped
        self._progress(CONVERTING if name == CONVERTING else "读取", done, total)

    def __call__(self, outcome: Outcome) -> None:
        subject = outcome.subject
        if subject.kind != "report" or not subject.file:
            return
        if subject.file != self._file:
            self._next(subject.file)
        self._files[subject.file] = (subject.agency, subject.year)
        if outcome.verdict in (Verdict.FAIL, Verdict.ERROR):
            self._kept.append(outcome)
        elif outcome.verdict is Verdict.CANNOT_TELL:
            self._undecided.setdefault(subject.file, set()).add(outcome.rule)

    def _next(self, file: str) -> None:
        self._file = file
        if len(self._files) >= BATCH:
            self._flush()
        if self._stop():
            raise Stopped
        self._done += 1
        self._progress("审核", self._done, len(self._reader.kept))

    def _flush(self) -> None:
        sheets = []
        for file, (agency, year) in self._files.items():
            kept = self._reader.kept.get(file)
            if kept is not None:
                undecided = frozenset(self._undecided.get(file, ()))
                sheets.append(replace(kept, agency=agency, year=year, undecided=undecided))
        self._recorder.add(sheets, findings_of(self._kept, self._loaded.rules, sheets))
        self._files, self._kept, self._undecided = {}, [], {}


@dataclass(frozen=True, slots=True)
class _Before:
    """What the store knows of a file."""

    file: str
    agency: str
    sha256: str
    size: int
    mtime: int
    rules: str
    lexicon: str


def _known(store: Store) -> dict[str, _Before]:
    names = ("file", "agency", "sha256", "size", "mtime", "rules", "lexicon")
    with store.reading() as connection:
        rows: Iterable[Sequence[object]] = connection.execute(
            select(*(table.c[name] for name in names))
        ).all()
    return {str(row[0]): _Before(*row) for row in rows}  # type: ignore[arg-type]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = stat_of(path)
    except OSError:
        return (-1, 0)
    return (found.st_size, int(found.st_mtime))
