"""The company of one report that is looked at by itself: in an example (同批, 名录) or to be explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.engine.corpus import ReportCorpus
from auditor.engine.filed import filed_of
from auditor.engine.patch import PatchFault
from auditor.report.model import Report
from auditor.roster.from_yaml import agency_rows
from auditor.roster.identify import Registrar
from auditor.roster.load import made_roster
from auditor.roster.model import Roster
from auditor.roster.rows import Faults, Rows
from auditor.source.tree import Entry, Mapping, Node, Scalar
from auditor.source.tree import Sequence as Items


def roster_at(node: Node | None, own: str, standard: str) -> Roster | None:
    """The roster that an example writes under 名录: agencies as in a roster file, `standard` standing
    for the agency `own`. Raises PatchFault."""
    if node is None:
        return None
    faults = Faults("名录")
    rows = agency_rows(_named(node, own, standard), faults)
    roster = made_roster(Rows({}, rows, ""), faults)
    if roster is None:
        raise PatchFault(f"“名录”不对：{faults.found[0].message if faults.found else '没有机关'}", node)
    return roster


def _named(node: Node, own: str, standard: str) -> Node:
    match node:
        case Scalar(text=text) if text == standard:
            return replace(node, text=own)
        case Items(items=items):
            return replace(node, items=tuple(_named(item, own, standard) for item in items))
        case Mapping(entries=entries):
            changed = (Entry(entry.key, _named(entry.value, own, standard)) for entry in entries)
            return replace(node, entries=tuple(changed))
    return node


def company(
    report: Report, others: Sequence[Report], below: Sequence[Report], roster: Roster | None
) -> tuple[Report, ReportCorpus]:
    """The report under its final key, and the corpus it stands in. `below` are its subordinates
    whatever the roster says."""
    registrar = Registrar(roster)
    entered = [registrar.enter(item) for item in (report, *others)]
    filed = [filed_of(item, match) for item, match in entered]
    reports = tuple(item for item, _ in entered)
    given = {reports[0].agency_key: tuple(below)} if below else None
    return reports[0], ReportCorpus(reports, given, roster=roster, filed=filed)
