"""Findings and decisions to files, from the list: the forms that are of use while one decides."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from auditor.findings.decisions_file import NAME, write_decisions
from auditor.findings.store import query
from auditor.findings.store.exchange import exported
from auditor.output.decided_json import listed_to_json
from auditor.output.decided_text import draw_list
from auditor.triage import Listing, Session
from tui.draw.evidence import ready_to_send
from tui.workbench import write_whole


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: what it is for, and the name it is given. `all`: it holds everything that was
    decided, whatever the filter."""

    id: str
    label: str
    name: str
    all: bool = False


FORMS = (
    Form("decisions", "处置：供审阅、存档、读回", NAME, True),
    Form("text", "清单：按组列出，带处置", "问题清单.txt"),
    Form("letters", "给机关的话：每条一句，能直接发", "整改事项.txt"),
    Form("json", "JSON：给别的程序", "问题.json"),
)

Progress = Callable[[int, int], None]


def folder_of(session: Session) -> Path:
    """Where files go unless told otherwise: beside the store, else here."""
    path = Path(session.store.where)
    return path.parent if path.is_file() else Path()


def write(form: Form, session: Session, listing: Listing, typed: str, path: Path, progress: Progress) -> str:
    """Write what is listed; "" or what stands in the way, in Chinese. Raises StoreFault."""
    text = _text(form, session, listing, typed, path, progress)
    return write_whole(path, text.encode("utf-8", "backslashreplace"))


def _text(form: Form, session: Session, listing: Listing, typed: str, path: Path, progress: Progress) -> str:
    match form.id:
        case "decisions":
            before = ""
            with suppress(OSError):
                before = path.read_text(encoding="utf-8-sig", errors="replace")
            return write_decisions(exported(session.store), before)
        case "text":
            lines = listing.rows(0, len(listing))
            groups = [(group, lines[group.start : group.start + group.count]) for group in listing.groups]
            shown = (len(lines), len(listing), listing.total)
            return draw_list(groups, session.counts(), shown, typed, 100, False)
        case _:
            return _whole(form, session, listing, progress)


def _whole(form: Form, session: Session, listing: Listing, progress: Progress) -> str:
    """The forms that need every finding with its evidence."""
    lines = listing.rows(0, len(listing))
    found = []
    for number, line in enumerate(lines):
        if number % 200 == 0:
            progress(number, len(lines))
        whole = query.whole(session.store, line.fingerprint)
        if whole is not None:
            found.append((line, *whole))
    if form.id == "json":
        return listed_to_json(found)
    return "".join(ready_to_send(finding) + "\n" for _, finding, _ in found)
