"""The roster of a run: named with --roster, or 名录.yaml (.xlsx) lying beside the reports or the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from auditor.base.diagnostic import Diagnostic
from auditor.cli.parser import Parser
from auditor.reading.walk import Found, Walk
from auditor.roster.load import NAMES, load_roster
from auditor.roster.model import Roster


def add(parser: Parser) -> None:
    """--roster."""
    parser.option(
        "--roster", metavar="文件", help="机关名录（.yaml 或 .xlsx）；不写时用报告或规则旁边的 名录.yaml"
    )


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


def overlay_of(roster: Roster | None, rules: str) -> tuple[str, ...]:
    """The local changes (叠加) that are called like the roster's region, where RULES has such a file."""
    folder = Path(rules)
    if roster is None or not roster.region or not folder.is_dir():
        return ()
    wanted = f"叠加:{roster.region}"
    for path in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml"))):
        if "".join(_first_line(path).replace("：", ":").split()) == wanted:
            return (roster.region,)
    return ()


def _first_line(path: Path) -> str:
    """The first line that is no comment."""
    try:
        with path.open("rb") as stream:
            head = stream.read(2_000).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return ""
    lines = (line.strip() for line in head.splitlines())
    return next((line for line in lines if line and not line.startswith("#")), "")


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
