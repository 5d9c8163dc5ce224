"""A report takes its place: agency key, region, and what the roster knows better than the name tells."""

from __future__ import annotations

from dataclasses import dataclass, replace

from auditor.base.text import fold
from auditor.report.model import Kind, Report, Tier
from auditor.roster.match import How, Match, Matcher
from auditor.roster.model import Roster
from auditor.roster.region import folder_regions, own_region

_NOBODY = Match(None, How.NONE)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a report's place among the others decides of it."""

    agency_key: str
    region: str
    kind: Kind
    tier: Tier
    family: str = ""


def identity_of(report: Report) -> Identity:
    """The identity that a report has now."""
    return Identity(report.agency_key, report.region, report.kind, report.tier, report.family)


class Registrar:
    """Gives reports their agency keys; without a roster by title and folder."""

    def __init__(self, roster: Roster | None = None) -> None:
        self.roster = roster
        self._matcher = None if roster is None else Matcher(roster)

    def enter(self, report: Report) -> tuple[Report, Match]:
        """The report under its key, and how the roster knows it. Two agencies of one name in two
        regions have two keys as soon as name, folder or roster tells the regions."""
        own = identity_of(report)
        found, match = self.identify(own, report.unit, report.file, report.year)
        return (report if found is own else under(report, found)), match

    def identify(self, own: Identity, unit: str, file: str, year: int | None) -> tuple[Identity, Match]:
        """As `enter`, of a report that is not at hand; `own` is what it says of itself."""
        folders = folder_regions(file)
        folder = folders[-1] if folders else ""
        found = self._matcher.match(unit, folders, year) if self._matcher else _NOBODY
        agency = found.agency
        if agency is None:
            return _by_title(own, unit, folder), found
        region = agency.region or own_region(agency.name) or folder
        kind, tier = agency.kind or own.kind, agency.tier or own.tier
        return Identity(agency.key, region, kind, tier, agency.family), found


def under(report: Report, identity: Identity) -> Report:
    """The report with that identity."""
    return replace(
        report,
        agency_key=identity.agency_key,
        region=identity.region,
        kind=identity.kind,
        tier=identity.tier,
        family=identity.family,
    )


def _by_title(own: Identity, unit: str, folder: str) -> Identity:
    if not unit or own_region(unit) or not folder:
        return own
    return replace(own, agency_key=f"name:{fold(folder + unit)}", region=folder)
