"""The reports of a run, as far as a rule may look beyond its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction

from auditor.engine.copies import CopyIndex
from auditor.engine.filed import Filed, Superseded, filed_of
from auditor.engine.neighbours import Neighbours
from auditor.engine.remarks import Register
from auditor.report.model import Report
from auditor.roster.model import Roster
from auditor.rules.between import Likenesses, Remark


class ReportCorpus:
    """Corpus over a sequence of reports (which may unpack them one by one); one file is a corpus too.

    Which report stands for which year is told by `neighbours`. Subordinate agencies are those of the
    roster; without one they are known only where handed in by agency key."""

    def __init__(
        self,
        reports: Sequence[Report],
        subordinates: Mapping[str, Sequence[Report]] | None = None,
        *,
        roster: Roster | None = None,
        filed: Sequence[Filed] | None = None,
        copies: Callable[[], CopyIndex] | None = None,
    ) -> None:
        """`copies` gives all of `reports` that can be compared, where that takes less than opening them."""
        self._reports = reports
        self._given = subordinates or {}
        self._filed = tuple(filed_of(report) for report in reports) if filed is None else tuple(filed)
        self._copies: CopyIndex | None = None
        self._all_copies = copies or self._taken_in
        self._places = {item.file: number for number, item in enumerate(self._filed)}
        self.neighbours = Neighbours(self._filed, roster, found_twice=filed is not None)
        self.left_out: Mapping[str, Superseded] = self.neighbours.left_out
        self._register = Register(roster, self._filed, self.left_out, self._open)
        self._below: tuple[tuple[str, int | None], tuple[Report, ...]] | None = None

    @property
    def reports(self) -> Sequence[Report]:
        """All reports, unreadable ones too."""
        return self._reports

    @property
    def spans_years(self) -> bool:
        """Whether any report has its predecessor here."""
        return self.neighbours.spans_years

    @property
    def years(self) -> Collection[int]:
        """The years that can be looked back to: some agency has a report of that year and the next."""
        return self.neighbours.years

    def previous(self, report: Report) -> Report | None:
        """The same agency's report of the year before."""
        number = self.neighbours.previous(report.agency_key, report.year)
        return None if number is None else self._reports[number]

    def subordinates(self, report: Report) -> Sequence[Report] | None:
        """The reports of its subordinate agencies that are here; None: not known who they are."""
        if report.agency_key in self._given:
            return self._given[report.agency_key]
        asked = (report.agency_key, report.year)
        if self._below is None or self._below[0] != asked:
            numbers = self.neighbours.below(*asked)
            if numbers is None:
                return None
            self._below = (asked, tuple(self._reports[number] for number in numbers))
        return self._below[1]

    def absent_below(self, report: Report) -> Sequence[str]:
        """The names of subordinate agencies that should report and whose report is not here."""
        if report.agency_key in self._given:
            return ()
        return self.neighbours.absent_below(report.agency_key, report.year)

    def beside(self, report: Report) -> Sequence[Report]:
        """Reports of the year of agencies that stand beside the sum: 汇总: 否, or no parent at all."""
        numbers = self.neighbours.beside(report.agency_key, report.year)
        return tuple(self._reports[number] for number in numbers)

    def remarks(self, what: str) -> Sequence[Remark] | None:
        """What there is to say of the filing; None: only a roster could tell."""
        return self._register.remarks(what)

    def likenesses(self, threshold: Fraction) -> Likenesses:
        """The near-copies among all reports but superseded ones."""
        if self._copies is None:
            self._copies = self._all_copies()
        return self._copies.likenesses(threshold, self._open, self.left_out)

    def _taken_in(self) -> CopyIndex:
        index = CopyIndex()
        for item, report in zip(self._filed, self._reports, strict=True):
            if item.readable and item.file not in self.left_out:
                index.add(report)
        return index

    def _open(self, file: str) -> Report | None:
        number = self._places.get(file)
        return None if number is None else self._reports[number]
