"""The roster as loaded: agencies under every name they are known by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from auditor.base.place import SourcePlace
from auditor.base.text import fold
from auditor.report.model import Kind, Tier
from auditor.roster.region import own_region

_TOP = SourcePlace(1, 1)


@dataclass(frozen=True, slots=True)
class Former:
    """A name of earlier years; `until` the last reporting year it was right for, None: not stated."""

    text: str
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency. Years are reporting years, both ends included, None: no limit. `parent` is the key
    of the agency whose summary report it belongs in ("" none); `family` is "汇总" or "本机关" where
    the roster says what its report covers. `place` is its line in the roster."""

    code: str
    name: str
    short: tuple[str, ...] = ()
    former: tuple[Former, ...] = ()
    kind: Kind | None = None
    tier: Tier | None = None
    parent: str = ""
    region: str = ""
    since: int | None = None
    until: int | None = None
    due: bool = True  # 应报
    summed: bool = True  # 汇总: its figures go into the parent's
    family: str = ""
    place: SourcePlace = _TOP

    @property
    def key(self) -> str:
        """What decisions rest on: the code, else region and name."""
        if self.code:
            return f"code:{fold(self.code)}"
        return f"name:{fold(self.name if own_region(self.name) else self.region + self.name)}"

    def exists_in(self, year: int | None) -> bool:
        """Whether it reports on `year` (None: not known, so it may)."""
        if year is None:
            return True
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


@dataclass(frozen=True)
class Roster:
    """Agencies in the order of the file. `years`: reporting years it is kept for, () not stated."""

    name: str
    agencies: tuple[Agency, ...]
    region: str = ""
    years: tuple[int, ...] = ()
    file: str = ""
    sha256: str = ""
    doubted: Mapping[str, str] = field(default_factory=dict)  # key → key of the parent its name points to

    @cached_property
    def by_key(self) -> Mapping[str, Agency]:
        """Agencies by key."""
        return {agency.key: agency for agency in self.agencies}

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Agency, ...]]:
        """Agencies by folded full name; several where regions share one."""
        return _index((fold(agency.name), agency) for agency in self.agencies)

    @cached_property
    def by_short(self) -> Mapping[str, tuple[Agency, ...]]:
        """Agencies by folded short name."""
        return _index((fold(name), agency) for agency in self.agencies for name in agency.short)

    @cached_property
    def by_former(self) -> Mapping[str, tuple[Agency, ...]]:
        """Agencies by folded former name."""
        return _index((fold(name.text), agency) for agency in self.agencies for name in agency.former)

    @cached_property
    def children(self) -> Mapping[str, tuple[Agency, ...]]:
        """Agencies by their parent's key; one whose stated parent its own name contradicts stands
        under the parent that its name points to."""
        return _index((self.doubted.get(agency.key, agency.parent), agency) for agency in self.agencies)


def _index(pairs: Iterable[tuple[str, Agency]]) -> dict[str, tuple[Agency, ...]]:
    found: dict[str, tuple[Agency, ...]] = {}
    for name, agency in pairs:
        if name and agency not in found.get(name, ()):
            found[name] = (*found.get(name, ()), agency)
    return found
