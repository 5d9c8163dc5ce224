"""A report takes its place: agency key, region, and what the roster knows better than the name tells."""

from __future__ import annotations

from dataclasses import replace

from auditor.base.text import fold
from auditor.report.model import Report
from auditor.roster.match import How, Match, Matcher
from auditor.roster.model import Roster
from auditor.roster.region import folder_regions, own_region

_NOBODY = Match(None, How.NONE)


class Registrar:
    """Gives reports their agency keys; without a roster by title and folder."""

    def __init__(self, roster: Roster | None = None) -> None:
        self.roster = roster
        self._matcher = None if roster is None else Matcher(roster)

    def enter(self, report: Report) -> tuple[Report, Match]:
        """The report under its key, and how the roster knows it. Two agencies of one name in two
        regions have two keys as soon as name, folder or roster tells the regions."""
        folders = folder_regions(report.file)
        folder = folders[-1] if folders else ""
        found = self._matcher.match(report.unit, folders, report.year) if self._matcher else _NOBODY
        agency = found.agency
        if agency is None:
            return _by_title(report, folder), found
        return replace(
            report,
            agency_key=agency.key,
            region=agency.region or own_region(agency.name) or folder,
            kind=agency.kind or report.kind,
            tier=agency.tier or report.tier,
            family=agency.family,
        ), found


def _by_title(report: Report, folder: str) -> Report:
    if not report.unit:
        return report
    region = own_region(report.unit)
    if not region and folder:
        return replace(report, agency_key=f"name:{fold(folder + report.unit)}", region=folder)
    return report
