"""Whose report it is: by full name, then by short or former name; a likeness is only ever a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from auditor.base.text import fold
from auditor.roster.model import Agency, Roster
from auditor.roster.region import own_region, same_region
from auditor.source.nearest import nearest


class How(StrEnum):
    """How a report was matched to the roster."""

    NAME = "name"
    SHORT = "short"
    FORMER = "former"
    LIKE = "like"  # not matched: `candidates` are for a person to choose from
    AMBIGUOUS = "ambiguous"  # not matched: several agencies have this name
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """The agency, None unless the match is certain; `candidates` where a person has to say."""

    agency: Agency | None
    how: How
    candidates: tuple[Agency, ...] = ()


class Matcher:
    """Matches names against one roster; the same question is answered once."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._names = tuple(dict.fromkeys(agency.name for agency in roster.agencies))
        self.match = lru_cache(maxsize=8192)(self._match)

    def _match(self, unit: str, folders: tuple[str, ...], year: int | None) -> Match:
        """Who `unit` is. `folders` are the regions of the file's folder (region.folder_regions), `year`
        the reporting year."""
        roster = self._roster
        if not fold(unit):
            return Match(None, How.NONE)
        region = own_region(unit) or (folders[-1] if folders else "")
        doubts: tuple[Agency, ...] = ()
        for name in _spellings(unit, folders, roster.region):
            for how, index in (
                (How.NAME, roster.by_name),
                (How.SHORT, roster.by_short),
                (How.FORMER, roster.by_former),
            ):
                found = _narrowed(index.get(fold(name), ()), region, year)
                if len(found) == 1:
                    return Match(found[0], how)
                doubts = doubts or found
        if doubts:
            return Match(None, How.AMBIGUOUS, doubts)
        near = nearest(unit, self._names)
        like = tuple(agency for name in near for agency in roster.by_name[fold(name)])
        like = tuple(agency for agency in like if _alike(unit, agency, region))
        return Match(None, How.LIKE if like else How.NONE, like[:3])


def _spellings(unit: str, folders: tuple[str, ...], roster_region: str) -> tuple[str, ...]:
    """The name as written, then with the region that its folder or the roster gives."""
    if own_region(unit):
        return (unit,)
    regions = (*folders, roster_region)
    return tuple(dict.fromkeys((unit, *(region + unit for region in regions if region))))


def _narrowed(found: Sequence[Agency], region: str, year: int | None) -> tuple[Agency, ...]:
    """Those of the region, where several share a name; then those that exist in the year."""
    kept = tuple(found)
    if region:
        elsewhere = [a for a in kept if (own := _region_of(a)) and not same_region(own, region)]
        kept = tuple(agency for agency in kept if agency not in elsewhere)
    if len(kept) > 1:
        kept = tuple(agency for agency in kept if agency.exists_in(year)) or kept
    return kept


def _region_of(agency: Agency) -> str:
    return own_region(agency.name) or agency.region


_HEADS = (
    "人民政府",
    "政府",
    "管理局",
    "委员会",
    "办公室",
    "办事处",
    "街道",
    "局",
    "镇",
    "乡",
    "委",
    "县",
    "区",
    "市",
)


def _core(name: str) -> str:
    """What tells an agency from its neighbours: the name without region and ending."""
    text = fold(name)
    text = text.removeprefix(own_region(text))
    for tail in _HEADS:
        text = text.removesuffix(tail)
    return text


def _alike(unit: str, agency: Agency, region: str) -> bool:
    """Whether a likeness is worth a question: another region's agency is not, nor is one whose own
    words differ in more than half."""
    own = _region_of(agency)
    if region and own and not same_region(region, own):
        return False
    one, other = _core(unit), _core(agency.name)
    if not one or not other:
        return one == other
    shared = len(set(one) & set(other))
    return shared * 2 >= max(len(set(one)), len(set(other)))
