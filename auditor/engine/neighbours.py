"""Who stands beside whom among the reports of a run, told from what is kept of each: by number in the
order taken in, without opening any."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from auditor.engine.filed import Filed, Superseded, superseded
from auditor.roster.model import Agency, Roster


class Neighbours:
    """Of several files of one agency and year one stands for the year: audited rather than compared
    with, read whole, no draft, published last, then the last by name, whatever their order. Where two
    agencies of one name cannot be told apart, neither is anybody's predecessor. `found_twice` False:
    no file stands for another."""

    def __init__(self, filed: Sequence[Filed], roster: Roster | None, *, found_twice: bool = True) -> None:
        self._filed = filed
        self._roster = roster
        self.left_out: Mapping[str, Superseded] = superseded(filed) if found_twice else {}
        self._years = self._by_year()

    @property
    def spans_years(self) -> bool:
        """Whether any report has its predecessor here."""
        return bool(self.years)

    @property
    def years(self) -> Collection[int]:
        """The years that can be looked back to: some agency has a report of that year and the next."""
        return frozenset(
            year for key, year in self._years if year is not None and (key, year + 1) in self._years
        )

    def previous(self, agency: str, year: int | None) -> int | None:
        """The same agency's report of the year before."""
        return None if year is None else self._years.get((agency, year - 1))

    def below(self, agency: str, year: int | None) -> tuple[int, ...] | None:
        """The reports of its subordinate agencies that are here; None: not known who they are."""
        children = self._children(agency, year)
        if children is None:
            return None
        return self._here([child.key for child in children], year)

    def absent_below(self, agency: str, year: int | None) -> tuple[str, ...]:
        """The names of subordinate agencies that should report and whose report is not here."""
        return tuple(
            child.name
            for child in self._children(agency, year) or ()
            if child.due and (child.key, year) not in self._years
        )

    def beside(self, agency: str, year: int | None) -> tuple[int, ...]:
        """Reports of the year of agencies that stand beside the sum: 汇总: 否, or no parent at all."""
        if self._roster is None or year is None:
            return ()
        children = {child.key for child in self._children(agency, year) or ()}
        keys = [
            other.key
            for other in self._roster.agencies
            if other.key not in children
            and other.key != agency
            and (other.parent == agency or not other.parent)
        ]
        return self._here(keys, year)

    def _here(self, agencies: Sequence[str], year: int | None) -> tuple[int, ...]:
        if year is None:
            return ()
        found = (self._years.get((agency, year)) for agency in agencies)
        return tuple(number for number in found if number is not None)

    def _children(self, agency: str, year: int | None) -> tuple[Agency, ...] | None:
        if self._roster is None or agency not in self._roster.by_key:
            return None
        children = self._roster.children.get(agency, ())
        return tuple(c for c in children if c.summed and c.exists_in(year)) or None

    def _by_year(self) -> dict[tuple[str, int | None], int]:
        """The report that stands for each agency and year."""
        found: dict[tuple[str, int | None], list[int]] = {}
        for number, item in enumerate(self._filed):
            if item.year is None or not item.agency or not item.readable or item.file in self.left_out:
                continue
            found.setdefault((item.agency, item.year), []).append(number)
        chosen: dict[tuple[str, int | None], int] = {}
        for key, numbers in found.items():
            folders = {self._filed[number].folder for number in numbers}
            if len(folders) > 1 and not all(self._filed[number].placed for number in numbers):
                continue  # two agencies of one name
            chosen[key] = max(numbers, key=lambda number: self._filed[number].standing)
        return chosen
