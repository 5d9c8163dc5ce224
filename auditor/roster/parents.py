"""Faults of the tree of agencies: a parent that the agency's own name contradicts, and loops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.base.text import fold
from auditor.report.identity import kind_of
from auditor.report.model import Kind
from auditor.roster.model import Agency
from auditor.roster.region import own_region, within


def doubted_parents(agencies: Sequence[Agency]) -> dict[str, str]:
    """Agency key → key of the government that its name points to, where the stated parent is the
    government of another region: 青石县教育局 under 白水县人民政府, with 青石县人民政府 on the roster."""
    by_key = {agency.key: agency for agency in agencies}
    governments: dict[str, Agency] = {}
    for agency in agencies:
        if (agency.kind or kind_of(agency.name)) is Kind.GOVERNMENT and (own := own_region(agency.name)):
            governments.setdefault(own, agency)
    found: dict[str, str] = {}
    for agency in agencies:
        parent = by_key.get(agency.parent)
        if parent is None or governments.get(own_region(parent.name)) is not parent:
            continue
        pointed = governments.get(own_region(agency.name))
        if pointed is None or pointed is parent or pointed is agency:
            continue
        if parent.key in _above(pointed, by_key):
            continue  # skips a level, which an office may want
        if not within(fold(agency.name), own_region(parent.name)):
            found[agency.key] = pointed.key
    return found


def _above(agency: Agency, by_key: Mapping[str, Agency]) -> set[str]:
    """The keys of everything above an agency; safe in a loop."""
    found: set[str] = set()
    key = agency.parent
    while key and key not in found:
        found.add(key)
        key = by_key[key].parent if key in by_key else ""
    return found


def looped(agencies: Sequence[Agency]) -> tuple[Agency, ...]:
    """Agencies that stand above themselves."""
    parents = {agency.key: agency.parent for agency in agencies}
    found: list[Agency] = []
    for agency in agencies:
        seen: set[str] = set()
        key = agency.key
        while key and key not in seen:
            seen.add(key)
            key = parents.get(key, "")
        if key == agency.key:
            found.append(agency)
    return tuple(found)
