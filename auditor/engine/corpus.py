"""The reports of a run, as far as a rule may look beyond its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from auditor.engine.copies import CopyIndex
from auditor.engine.filed import Filed, Superseded, filed_of, superseded
from auditor.engine.remarks import Register
from auditor.report.model import Report
from auditor.roster.model import Agency, Roster
from auditor.rules.between import Likenesses, Remark


class ReportCorpus:
    """Corpus over a sequence of reports (which may unpack them one by one); one file is a corpus too.

    Of several files of one agency and year one stands for the year: audited rather than compared
    with, read whole, no draft, published last, then the last by name, whatever their order. Where two
    agencies of one name cannot be told apart, neither is anybody's predecessor. Subordinate agencies
    are those of the roster; without one they are known only where handed in by agency key."""

    def __init__(
        self,
        reports: Sequence[Report],
        subordinates: Mapping[str, Sequence[Report]] | None = None,
        *,
        roster: Roster | None = None,
        filed: Sequence[Filed] | None = None,
        copies: CopyIndex | None = None,
    ) -> None:
        self._reports = reports
        self._given = subordinates or {}
        self._roster = roster
        self._filed = tuple(filed_of(report) for report in reports) if filed is None else tuple(filed)
        self._copies = copies
        self._places = {item.file: number for number, item in enumerate(self._filed)}
        self.left_out: Mapping[str, Superseded] = {} if filed is None else superseded(self._filed)
        self._years = self._by_year()
        self._register = Register(roster, self._filed, self.left_out, self._open)
        self._below: tuple[tuple[str, int | None], tuple[Report, ...]] | None = None

    @property
    def reports(self) -> Sequence[Report]:
        """All reports, unreadable ones too."""
        return self._reports

    @property
    def spans_years(self) -> bool:
        """Whether any report has its predecessor here."""
        return any((key, year - 1) in self._years for key, year in self._years)

    @property
    def years(self) -> Collection[int]:
        """The years that can be looked back to: some agency has a report of that year and the next."""
        return frozenset(year for key, year in self._years if (key, year + 1) in self._years)

    def previous(self, report: Report) -> Report | None:
        """The same agency's report of the year before."""
        return None if report.year is None else self._of(report.agency_key, report.year - 1)

    def subordinates(self, report: Report) -> Sequence[Report] | None:
        """The reports of its subordinate agencies that are here; None: not known who they are."""
        if report.agency_key in self._given:
            return self._given[report.agency_key]
        children = self._children(report)
        if children is None:
            return None
        asked = (report.agency_key, report.year)
        if self._below is None or self._below[0] != asked:
            found = (self._of(child.key, report.year) for child in children)
            self._below = (asked, tuple(report for report in found if report is not None))
        return self._below[1]

    def absent_below(self, report: Report) -> Sequence[str]:
        """The names of subordinate agencies that should report and whose report is not here."""
        if report.agency_key in self._given:
            return ()
        return tuple(
            child.name
            for child in self._children(report) or ()
            if child.due and (child.key, report.year) not in self._years
        )

    def beside(self, report: Report) -> Sequence[Report]:
        """Reports of the year of agencies that stand beside the sum: 汇总: 否, or no parent at all."""
        if self._roster is None or report.year is None:
            return ()
        children = {child.key for child in self._children(report) or ()}
        found = (
            self._of(agency.key, report.year)
            for agency in self._roster.agencies
            if agency.key not in children
            and agency.key != report.agency_key
            and (agency.parent == report.agency_key or not agency.parent)
        )
        return tuple(other for other in found if other is not None)

    def remarks(self, what: str) -> Sequence[Remark] | None:
        """What there is to say of the filing; None: only a roster could tell."""
        return self._register.remarks(what)

    def likenesses(self, threshold: Fraction) -> Likenesses:
        """The near-copies among all reports but superseded ones."""
        if self._copies is None:
            self._copies = CopyIndex()
            for item, report in zip(self._filed, self._reports, strict=True):
                if item.readable and item.file not in self.left_out:
                    self._copies.add(report)
        return self._copies.likenesses(threshold, self._open)

    def _children(self, report: Report) -> tuple[Agency, ...] | None:
        if self._roster is None or report.agency_key not in self._roster.by_key:
            return None
        children = self._roster.children.get(report.agency_key, ())
        return tuple(c for c in children if c.summed and c.exists_in(report.year)) or None

    def _of(self, agency: str, year: int | None) -> Report | None:
        number = None if year is None else self._years.get((agency, year))
        return None if number is None else self._reports[number]

    def _open(self, file: str) -> Report | None:
        number = self._places.get(file)
        return None if number is None else self._reports[number]

    def _by_year(self) -> dict[tuple[str, int], int]:
        """The report that stands for each agency and year."""
        found: dict[tuple[str, int], list[int]] = {}
        for number, item in enumerate(self._filed):
            if item.year is None or not item.agency or not item.readable or item.file in self.left_out:
                continue
            found.setdefault((item.agency, item.year), []).append(number)
        chosen: dict[tuple[str, int], int] = {}
        for key, numbers in found.items():
            folders = {self._filed[number].folder for number in numbers}
            if len(folders) > 1 and not all(self._filed[number].placed for number in numbers):
                continue  # two agencies of one name
            chosen[key] = max(numbers, key=lambda number: self._filed[number].standing)
        return chosen
