"""A whole run: files to reports, reports to outcomes, outcomes to findings, every file accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from auditor.base.diagnostic import Diagnostic
from auditor.engine.run import audit_each
from auditor.findings.build import findings_of
from auditor.findings.model import FileRow, FileStatus, Run
from auditor.findings.shelf import Shelf
from auditor.findings.versions import superseded
from auditor.reading.open import open_document
from auditor.reading.walk import Found, Walk
from auditor.report.build import read_report
from auditor.report.facts import Vocabulary
from auditor.report.lexicon import Lexicon
from auditor.report.model import Report
from auditor.rules.load import LoadedRules
from auditor.rules.outcome import Outcome, Verdict

NOT_A_REPORT = "不是年度报告"

Progress = Callable[[int, int, str], None]


def read_file(
    found: Found, lexicons: Mapping[str, Lexicon], vocabulary: Vocabulary | None = None
) -> Report | Diagnostic:
    """One file as a report, or why it cannot be read."""
    document = open_document(found.path, name=found.name)
    if isinstance(document, Diagnostic):
        return document
    return read_report(document, lexicons, found.name, vocabulary)


def audit_files(loaded: LoadedRules, walked: Walk, progress: Progress | None = None) -> Run:
    """Read and audit every file of `walked` with the rules of `loaded`. One file's fault never
    touches another; a file that goes away while the run reads is one of those."""
    rows: dict[str, FileRow] = {left.name: _skipped(left.name, left.reason) for left in walked.left_out}
    for problem in walked.problems:
        rows[problem.file] = _unreadable(problem.file, problem)
    shelf = Shelf()
    for number, found in enumerate(walked.files):
        if progress is not None:
            progress(number, len(walked.files), found.name)
        report = read_file(found, loaded.lexicons, loaded.vocabulary)
        rows[found.name] = _row(found, report)
        if isinstance(report, Report) and report.is_report:
            shelf.put(report)
    return _account(loaded, shelf, rows)


def _account(loaded: LoadedRules, shelf: Shelf, rows: dict[str, FileRow]) -> Run:
    left_out = superseded(shelf.identities)
    for file, reason in left_out.items():
        rows[file] = replace(rows[file], status=FileStatus.SKIPPED, reason=reason)
    shelf.index_years(frozenset(left_out))
    kept = (shelf[i] for i, found in enumerate(shelf.identities) if found.file not in left_out)
    sink = _Sink()
    tally = audit_each(loaded.rules, kept, sink, shelf, shelf.spans_years)
    return Run(
        packs=loaded.packs,
        overlays=loaded.overlays,
        files=tuple(rows[name] for name in sorted(rows)),
        findings=findings_of(sink.kept, loaded.rules, rows.values()),
        undecided=tally.undecided,
        tally=tally,
        causes=tuple(sorted(sink.causes.items())),
        notices=loaded.notices,
    )


class _Sink:
    """Keeps what becomes a finding, counts why the rest could not be told."""

    def __init__(self) -> None:
        self.kept: list[Outcome] = []
        self.causes: Counter[str] = Counter()

    def __call__(self, outcome: Outcome) -> None:
        if outcome.verdict in (Verdict.FAIL, Verdict.ERROR):
            self.kept.append(outcome)
        elif outcome.verdict is Verdict.CANNOT_TELL:
            self.causes[outcome.missing[0].cause if outcome.missing else "原因不明"] += 1


def _row(found: Found, report: Report | Diagnostic) -> FileRow:
    if isinstance(report, Diagnostic):
        return _unreadable(found.name, report)
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


def _skipped(file: str, reason: str) -> FileRow:
    return FileRow(file, "", None, FileStatus.SKIPPED, reason)


def _unreadable(file: str, fault: Diagnostic) -> FileRow:
    reason = fault.message + (f"；{fault.remedy}" if fault.remedy else "")
    return FileRow(file, "", None, FileStatus.UNREADABLE, reason, fatal=True)
