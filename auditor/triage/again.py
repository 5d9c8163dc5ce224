"""Auditing again where most reports are as they were: what rules said of those is taken from the cache that
`auditor run` keeps too, so that after an edited report or rule only what that concerns is asked."""

from __future__ import annotations

from collections.abc import Callable

from auditor.batch.cache import Cache, usual_folder
from auditor.batch.crew import Inline
from auditor.batch.office import Office
from auditor.batch.run import Batch, audit_many
from auditor.findings.model import Run
from auditor.reading.walk import Walk
from auditor.roster.model import Roster
from auditor.rules.load import LoadedRules

MANY = 100  # files from which the cache is worth its while


def audit_again(
    loaded: LoadedRules, walked: Walk, roster: Roster | None, progress: Callable[[int, int, str], None]
) -> Run:
    """As `findings.session.audit_files`, with the same result."""
    cache = Cache(usual_folder())
    look = cache.reading()
    office = Office(loaded, roster, look.get)
    try:
        return audit_many(Batch(loaded, roster, cache, office, Inline(office)), walked, None, progress)
    finally:
        look.close()
        cache.close()
