"""Keeps of each report, as it is read, what the forms of output need of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.base.diagnostic import Diagnostic
from auditor.cli.forms import Keeps
from auditor.findings.dossier import Dossier, Figures, Note, absent_of, audited, figures_of
from auditor.findings.model import Run
from auditor.findings.session import Read, read_file
from auditor.reading.walk import Found
from auditor.report.model import Report
from auditor.roster.model import Roster
from auditor.rules.load import LoadedRules

if TYPE_CHECKING:
    from auditor.batch.extras import Kept


class Reading:
    """Reads for `audit_files`, through `read` where that is given, and remembers of each report what
    `keeps` says: its cells, its head alone, or nothing (a run may have more reports than fit in memory)."""

    def __init__(self, loaded: LoadedRules, read: Read | None = None, keeps: Keeps = Keeps.CELLS) -> None:
        self._keeps = keeps
        self._loaded = loaded
        self._read = read or (lambda found: read_file(found, loaded.lexicons, loaded.vocabulary))
        self._figures: list[Figures] = []
        self.kept: list[Kept] = []  # for the store, of what workers read

    def __call__(self, found: Found) -> Report | Diagnostic:
        report = self._read(found)
        if self._keeps is not Keeps.NOTHING and isinstance(report, Report) and report.is_report:
            figures = figures_of(report)
            self._figures.append(figures if self._keeps is Keeps.CELLS else replace(figures, cells={}))
        return report

    def take(self, told: tuple[object, ...]) -> None:
        """Remember what a worker found of a report (batch.extras)."""
        for item in told:
            if isinstance(item, Figures):
                self._figures.append(item)
            else:
                self.kept.append(item)  # type: ignore[arg-type]

    def dossier(
        self,
        run: Run,
        roster: Roster | None = None,
        notes: Mapping[str, Note] | None = None,
        compared: bool = False,
    ) -> Dossier:
        """The run with the figures of its audited reports."""
        return Dossier(
            run,
            {rule.id: rule for rule in self._loaded.rules},
            self._loaded.lexicons,
            audited(run, self._figures),
            notes or {},
            absent_of(roster, run),
            compared=compared,
        )
