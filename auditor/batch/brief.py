"""What a worker is told, once: rules hold closures and cannot travel, so each worker loads them itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from auditor.batch.cache import Reading
from auditor.batch.extras import EXTRAS
from auditor.batch.office import Office
from auditor.batch.thaw import know
from auditor.roster.load import load_roster
from auditor.rules.load import load_rules


@dataclass(frozen=True, slots=True)
class Brief:
    """What a worker is told: paths of rules, names of overlays, the roster's path ("" none), the cache's
    file, the digest of the program, and what to find out of every report (names of extras.EXTRAS)."""

    rules: tuple[str, ...]
    overlays: tuple[str, ...]
    roster: str
    cache: str
    program: str
    extras: tuple[str, ...] = ()


know(Brief)


def office_of(brief: Brief) -> Office:
    """The office of a worker."""
    loaded = load_rules([Path(root) for root in brief.rules], brief.overlays, examples=False)
    roster = load_roster(Path(brief.roster))[0] if brief.roster else None
    cache = Reading(Path(brief.cache))
    return Office(loaded, roster, cache.get, [EXTRAS[name] for name in brief.extras], brief.program)
