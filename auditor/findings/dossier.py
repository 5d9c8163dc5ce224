"""What the forms of output need beside the run: the figures of the reports, the rules in words, the
decisions as people wrote them, and who has not filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from auditor.findings.model import Decision, FileStatus, Finding, Run
from auditor.findings.states import State
from auditor.report.lexicon import Lexicon
from auditor.report.model import Kind, Report
from auditor.report.value import Number
from auditor.report.value import State as CellState
from auditor.roster.model import Roster
from auditor.rules.model import Rule


class Cell(NamedTuple):
    """A cell as read, without its place."""

    state: CellState
    number: Number | None
    raw: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one report. `template`: "2021", "2019", "mixed" or "unknown"."""

    file: str
    sha256: str
    unit: str
    agency: str
    year: int | None
    kind: Kind
    template: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Note:
    """A decision as it stands in a store. `version` makes a stale change a conflict."""

    state: State
    reason: str = ""
    until: date | None = None
    who: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Absent:
    """An agency that should report on `year` and whose report is not here."""

    key: str
    name: str
    region: str
    year: int


@dataclass(frozen=True)
class Dossier:
    """`figures` by file; `notes` by fingerprint, empty where there is no store; `absent` is None
    where no roster was given, so that nobody can tell. `compared`: the findings' `status` says how
    they stand to an earlier run."""

    run: Run
    rules: Mapping[str, Rule] = field(default_factory=dict)
    lexicons: Mapping[str, Lexicon] = field(default_factory=dict)
    figures: Mapping[str, Figures] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    absent: tuple[Absent, ...] | None = None
    compared: bool = False

    def state_of(self, finding: Finding) -> State:
        """The state to show; what no store knows is as its decision says."""
        note = self.notes.get(finding.fingerprint)
        return note.state if note else _STATE[finding.decision]


_STATE = {
    Decision.OPEN: State.OPEN,
    Decision.CONFIRMED: State.CONFIRMED,
    Decision.FALSE_ALARM: State.FALSE_ALARM,
    Decision.WAIVED: State.WAIVED,
    Decision.FIXED: State.FIXED,
}


def figures_of(report: Report) -> Figures:
    """The figures of a report; a thousand of these fit in memory."""
    return Figures(
        report.file, report.sha256, report.unit, report.agency_key, report.year, report.kind,
        report.template,
        {path: Cell(value.state, value.number, value.raw) for path, value in report.cells.items()},
    )  # fmt: skip


def audited(run: Run, figures: Iterable[Figures]) -> dict[str, Figures]:
    """Of `figures` those of the audited files, by file, in the order of the run."""
    by_file = {item.file: item for item in figures}
    return {
        row.file: by_file[row.file]
        for row in run.files
        if row.file in by_file and row.status in (FileStatus.READ, FileStatus.PARTIAL)
    }


def absent_of(roster: Roster | None, run: Run) -> tuple[Absent, ...] | None:
    """Who of `roster` should have reported on the years that were collected and has no file here;
    None without a roster. A file that was read in part, or superseded, counts as filed."""
    if roster is None:
        return None
    filed = {(row.agency, row.year) for row in run.files if row.agency}
    years = sorted(roster.years or {year for _, year in filed if year is not None})
    return tuple(
        Absent(agency.key, agency.name, agency.region, year)
        for year in years
        for agency in roster.agencies
        if agency.due and agency.exists_in(year) and (agency.key, year) not in filed
    )
