"""The roster of a run: named with --roster, or 名录.yaml (.xlsx) lying beside the reports or the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from auditor.base.diagnostic import Diagnostic
from auditor.reading.walk import Found, Walk
from auditor.roster.load import NAMES, load_roster
from auditor.roster.model import Roster


def find_roster(
    named: str | None, rules: str, reports: Sequence[str]
) -> tuple[Path | None, Roster | None, tuple[Diagnostic, ...]]:
    """The file, the roster in it (None where there is none or it is faulty), and what is wrong."""
    path = Path(named) if named is not None else next(_lying_about(rules, reports), None)
    if path is None:
        return None, None, ()
    return path, *load_roster(path)


def _lying_about(rules: str, reports: Sequence[str]) -> Iterator[Path]:
    """Inside or beside what was given, reports first."""
    seen: dict[Path, None] = {}
    for given in (*reports, rules):
        path = Path(given)
        for folder in (path, path.parent) if path.is_dir() else (path.parent,):
            seen[folder] = None
    for folder in seen:
        for name in NAMES:
            if (folder / name).is_file():
                yield folder / name


def without(walked: Walk, path: Path | None) -> Walk:
    """The walk without the roster itself, whatever it is called."""
    if path is None:
        return walked
    return replace(walked, files=tuple(found for found in walked.files if not _same(found, path)))


def _same(found: Found, path: Path) -> bool:
    try:
        return found.path.samefile(path)
    except OSError:
        return False
