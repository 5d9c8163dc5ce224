"""A whole run: files to reports, reports to outcomes, outcomes to findings, every file accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from auditor.base.diagnostic import Diagnostic
from auditor.engine.copies import CopyIndex
from auditor.engine.corpus import ReportCorpus
from auditor.engine.filed import Filed, Superseded, filed_of
from auditor.engine.run import audit_each, compares_all
from auditor.engine.tally import cause_of
from auditor.findings.build import findings_of
from auditor.findings.model import FileRow, FileStatus, Register, Run
from auditor.findings.shelf import Shelf
from auditor.reading.office import prepare_files
from auditor.reading.open import open_document
from auditor.reading.walk import Found, Walk
from auditor.report.build import read_report
from auditor.report.facts import Vocabulary
from auditor.report.lexicon import Lexicon
from auditor.report.model import Report, Status
from auditor.roster.identify import Registrar
from auditor.roster.model import Roster
from auditor.rules.load import LoadedRules
from auditor.rules.outcome import Outcome, Verdict

NOT_A_REPORT = "不是年度报告"
COMPANION = "只作对照，不审核"
CONVERTING = "转换旧版文档"


class Told(Protocol):
    """What a file's row takes of its report: a Report has it, and so has what a cache keeps of one."""

    @property
    def unit(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def status(self) -> Status: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def agency_key(self) -> str: ...
    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]: ...
    @property
    def is_report(self) -> bool: ...


Progress = Callable[[int, int, str], None]
Read = Callable[[Found], Report | Diagnostic]
Watch = Callable[[Outcome], None]


def read_file(
    found: Found, lexicons: Mapping[str, Lexicon], vocabulary: Vocabulary | None = None
) -> Report | Diagnostic:
    """One file as a report, or why it cannot be read."""
    document = open_document(found.path, name=found.name)
    if isinstance(document, Diagnostic):
        return document
    return read_report(document, lexicons, found.name, vocabulary)


def audit_files(
    loaded: LoadedRules,
    walked: Walk,
    progress: Progress | None = None,
    roster: Roster | None = None,
    beside: Walk | None = None,
    read: Read | None = None,
    watch: Watch | None = None,
) -> Run:
    """Read and audit every file of `walked` with the rules of `loaded`. One file's fault never
    touches another; a file that goes away while the run reads is one of those. `roster` says whose
    reports they are; files of `beside` are read for comparison and not audited. `read` stands in for
    `read_file` (a store keeps reports it has read); `watch` is told every outcome as it is made."""
    rows = rows_at_first(walked, beside)
    desk = _Desk(loaded, Registrar(roster), read)
    files = (*walked.files, *companions(walked, beside))
    said = progress or (lambda *_: None)
    prepare_files((found.path for found in files), told=lambda done: said(done, len(files), CONVERTING))
    for number, found in enumerate(files):
        said(number, len(files), found.name)
        audited = number < len(walked.files)
        report = desk.take(found, audited)
        rows[found.name] = account_of(found, report, audited)
    return _account(loaded, desk, rows, roster, watch)


def companions(walked: Walk, beside: Walk | None) -> list[Found]:
    """The files that are only there to be compared with."""
    given = {found.name for found in walked.files}
    return [found for found in (beside.files if beside else ()) if found.name not in given]


def rows_at_first(walked: Walk, beside: Walk | None) -> dict[str, FileRow]:
    """The rows of what no run has to open: passed over, or not to be found."""
    rows = {left.name: _skipped(left.name, left.reason) for left in walked.left_out}
    for problem in (*walked.problems, *(beside.problems if beside else ())):
        rows[problem.file] = unreadable_row(problem.file, problem)
    return rows


class _Desk:
    """Takes reports in: each gets its agency key, its place among the others, and a place to wait."""

    def __init__(self, loaded: LoadedRules, registrar: Registrar, read: Read | None) -> None:
        self._read = read or (lambda found: read_file(found, loaded.lexicons, loaded.vocabulary))
        self._registrar = registrar
        self.shelf = Shelf()
        self.filed: list[Filed] = []
        self.copies = CopyIndex() if compares_all(loaded.rules) else None

    def take(self, found: Found, audited: bool) -> Report | Diagnostic:
        """The file as a report under its final key, kept if it is one; or why it cannot be read."""
        report = self._read(found)
        if isinstance(report, Diagnostic) or not report.is_report:
            return report
        report, match = self._registrar.enter(report)
        self.shelf.put(report)
        self.filed.append(filed_of(report, match, audited))
        if self.copies is not None and report.status is not Status.UNREADABLE:
            self.copies.add(report)
        return report


def _account(
    loaded: LoadedRules,
    desk: _Desk,
    rows: dict[str, FileRow],
    roster: Roster | None,
    watch: Watch | None,
) -> Run:
    copies = desk.copies
    taken_in = None if copies is None else lambda: copies
    corpus = ReportCorpus(desk.shelf, roster=roster, filed=desk.filed, copies=taken_in)
    left_out = corpus.left_out
    leave_out(rows, left_out)
    standing = [n for n, item in enumerate(desk.filed) if item.audited and item.file not in left_out]
    standing.sort(key=lambda number: desk.filed[number].beside_its_last)
    kept = (desk.shelf[number] for number in standing)
    sink = _Sink(watch)
    tally = audit_each(loaded.rules, kept, sink, corpus, corpus.years)
    return Run(
        packs=loaded.packs,
        overlays=loaded.overlays,
        files=tuple(rows[name] for name in sorted(rows)),
        findings=findings_of(sink.kept, loaded.rules, rows.values()),
        undecided=tally.undecided,
        tally=tally,
        causes=tuple(sorted(sink.causes.items())),
        notices=loaded.notices,
        roster=register_of(roster),
    )


def register_of(roster: Roster | None) -> Register | None:
    """What a run says of its roster."""
    return None if roster is None else Register(roster.name, roster.sha256, len(roster.agencies))


def leave_out(rows: dict[str, FileRow], left_out: Mapping[str, Superseded]) -> None:
    """Say of files that another one stands for why they are not audited."""
    for file, found in left_out.items():
        if not rows[file].companion:
            rows[file] = replace(rows[file], status=FileStatus.SKIPPED, reason=found.reason)


class _Sink:
    """Keeps what becomes a finding, counts why the rest could not be told."""

    def __init__(self, watch: Watch | None = None) -> None:
        self._watch = watch
        self.kept: list[Outcome] = []
        self.causes: Counter[str] = Counter()

    def __call__(self, outcome: Outcome) -> None:
        if self._watch is not None:
            self._watch(outcome)
        if outcome.verdict in (Verdict.FAIL, Verdict.ERROR):
            self.kept.append(outcome)
        elif outcome.verdict is Verdict.CANNOT_TELL:
            self.causes[cause_of(outcome)] += 1


def account_of(found: Found, report: Told | Diagnostic, audited: bool) -> FileRow:
    """The row of a file that was to be audited, or only to be compared with."""
    return _row_of(found, report) if audited else _companion_row(found, report)


def _row_of(found: Found, report: Told | Diagnostic) -> FileRow:
    """The account of a file that was to be audited."""
    if isinstance(report, Diagnostic):
        return unreadable_row(found.name, report)
    if not report.is_report:
        reason = NOT_A_REPORT if found.named else f"{NOT_A_REPORT}，已跳过"
        row = _skipped(found.name, reason)
        return replace(row, status=FileStatus.UNREADABLE, fatal=True) if found.named else row
    return FileRow(
        file=found.name,
        unit=report.unit,
        year=report.year,
        status=FileStatus(report.status.value),
        reason=report.reason,
        agency=report.agency_key,
        diagnostics=report.diagnostics,
    )


def _companion_row(found: Found, report: Told | Diagnostic) -> FileRow:
    """A file of --with: nothing is said of it but that it was there, or why it could not be read."""
    if isinstance(report, Diagnostic):
        return unreadable_row(found.name, report)
    if not report.is_report:
        return _skipped(found.name, f"{NOT_A_REPORT}，已跳过")
    row = _skipped(found.name, COMPANION)
    return replace(row, unit=report.unit, year=report.year, agency=report.agency_key, companion=True)


def _skipped(file: str, reason: str) -> FileRow:
    return FileRow(file, "", None, FileStatus.SKIPPED, reason)


def unreadable_row(file: str, fault: Diagnostic) -> FileRow:
    """The account of a file that could not be read."""
    reason = fault.message + (f"；{fault.remedy}" if fault.remedy else "")
    return FileRow(file, "", None, FileStatus.UNREADABLE, reason, fatal=True)
