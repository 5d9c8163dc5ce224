"""Runs over many files for tests: a city of invented agencies, and the two roads that must agree."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.batch.brief import Brief
from auditor.batch.cache import Cache
from auditor.batch.crew import Crew, Inline, Workers
from auditor.batch.office import Office
from auditor.batch.run import Batch, audit_many
from auditor.findings.model import Run
from auditor.findings.session import audit_files
from auditor.output.json import draw_json
from auditor.reading.walk import Walk, walk
from auditor.roster.load import load_roster
from auditor.rules.load import load_rules
from tests.city.city import Defects, make

DEFECTS = Defects(
    carry="B01", stock="B03", late="B04", missing="C05", copied=("B06", "C06"), repeated="B07",
    left_out="C08", renamed=("A03", "青砚市司法行政局"), twice="C09", parent=("B10", "C00"),
)  # fmt: skip


def city(folder: Path) -> Path:
    """120 reports of sixty agencies, their roster, and a file that is no report."""
    make(DEFECTS).write(folder)
    (folder / "会议纪要.txt").write_text("会议纪要\n本次会议讨论了三个议题。\n", encoding="utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 not an archive")
    return folder


def roster_in(folder: Path) -> Path | None:
    """The roster beside the reports."""
    path = folder / "名录.yaml"
    return path if path.is_file() else None


def plain(rules: Path, folder: Path) -> str:
    """The run by the plain road, as JSON."""
    listed = roster_in(folder)
    roster = load_roster(listed)[0] if listed else None
    return drawn(audit_files(load_rules([rules]), walk([folder]), None, roster))


def many(rules: Path, folder: Path, **how: Any) -> str:
    """The run by the other road, as JSON. See `many_run`."""
    return drawn(many_run(rules, folder, **how))


def many_run(
    rules: Path,
    folder: Path,
    *,
    jobs: int = 0,
    cache: Path | None = None,
    shuffle: int | None = None,
    timeout: float | None = None,
    notes: list[str] | None = None,
    workers_rules: Path | None = None,
) -> Run:
    """The run by the other road. `jobs` 0: in this process; `shuffle` seeds the files' order; `notes`
    gets what is said of the cache."""
    loaded = load_rules([rules])
    listed = roster_in(folder)
    roster = load_roster(listed)[0] if listed else None
    walked = walk([folder])
    if shuffle is not None:
        files = list(walked.files)
        random.Random(shuffle).shuffle(files)
        walked = Walk(tuple(files), walked.left_out, walked.problems)
    kept = Cache(cache)
    look = kept.reading()
    office = Office(loaded, roster, look.get)
    roots = (str(workers_rules or rules),)
    told = Brief(roots, (), str(listed) if listed else "", str(kept.path), office.program)
    workers: Workers = (
        Crew(jobs, told, office.agreement, timeout, own=office.offhand) if jobs else Inline(office)
    )
    try:
        return audit_many(Batch(loaded, roster, kept, office, workers), walked)
    finally:
        workers.close()
        look.close()
        kept.close()
        if notes is not None:
            notes += [note.message for note in kept.notes]


def drawn(run: Run) -> str:
    """Everything a run says, as text: the JSON, the files' rows and the tally."""
    rest = (replace(run.tally, undecided=()), run.undecided, run.causes, run.files, run.notices)
    return draw_json(run) + "\n".join(map(repr, rest))
