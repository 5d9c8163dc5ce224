"""The reports of a run, as far as a rule may look beyond its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from auditor.report.model import Report, Status


class ReportCorpus:
    """Corpus over a sequence of reports; one file is a corpus too. Of several files of one agency and
    year the one published last stands for the year, then the last by name, whatever their order.

    Subordinate agencies are not known before there is a roster: `subordinates` gives None unless they
    are handed in by agency key."""

    def __init__(
        self, reports: Sequence[Report], subordinates: dict[str, Sequence[Report]] | None = None
    ) -> None:
        self._reports = tuple(reports)
        self._below = subordinates or {}
        self._years: dict[tuple[str, int], Report] = {}
        for report in sorted(self._reports, key=_standing):
            if report.year is not None and report.agency_key and report.status is not Status.UNREADABLE:
                self._years[report.agency_key, report.year] = report

    @property
    def reports(self) -> Sequence[Report]:
        """All reports of the run, unreadable ones too."""
        return self._reports

    @property
    def spans_years(self) -> bool:
        """Whether any report has its predecessor here."""
        return any((key, year - 1) in self._years for key, year in self._years)

    def previous(self, report: Report) -> Report | None:
        """The same agency's report of the year before."""
        return None if report.year is None else self._years.get((report.agency_key, report.year - 1))

    def subordinates(self, report: Report) -> Sequence[Report] | None:
        """The reports of its subordinate agencies; None: not known who they are."""
        return self._below.get(report.agency_key)


def _standing(report: Report) -> tuple[date, str, str]:
    return (report.published or date.min, report.file, report.sha256)
