"""Findings and decisions to files, from the list: the forms that are of use while one decides."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.findings.decisions_file import NAME, write_decisions
from auditor.findings.store import query
from auditor.findings.store.exchange import exported
from auditor.output.decided_json import listed_to_json
from auditor.output.decided_text import draw_list
from auditor.triage import Listing, Session
from tui.desk import Desk
from tui.draw.evidence import ready_to_send
from tui.workbench import write_whole

if TYPE_CHECKING:
    from auditor.findings.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: what it is for, and the name it is given. `all`: it holds everything that was
    decided, whatever the filter; `folder`: it is several files."""

    id: str
    label: str
    name: str
    all: bool = False
    folder: bool = False


FORMS = (
    Form("decisions", "处置：供审阅、存档、读回", NAME, True),
    Form("xlsx", "台账：表格，改过的状态可以读回", "台账.xlsx"),
    Form("notice", "整改通知：只写属实的，每个机关一份", "通知", folder=True),
    Form("html", "通报：一页网页，不联网也能看", "通报.html"),
    Form("text", "清单：按组列出，带处置", "问题清单.txt"),
    Form("letters", "给机关的话：每条一句，能直接发", "整改事项.txt"),
    Form("csv", "CSV：给表格程序", "问题.csv"),
    Form("json", "JSON：给别的程序", "问题.json"),
)

Progress = Callable[[int, int], None]


def folder_of(session: Session) -> Path:
    """Where files go unless told otherwise: beside the store, else here."""
    path = Path(session.store.where)
    return path.parent if path.is_file() else Path()


def write(form: Form, desk: Desk, listing: Listing, typed: str, path: Path, progress: Progress) -> str:
    """Write what is listed; "" or what stands in the way, in Chinese. Raises StoreFault."""
    session = desk.session
    match form.id:
        case "notice":
            return _notices(_dossier(desk, listing), path)
        case "xlsx":
            from auditor.output.xlsx import draw_xlsx

            return write_whole(path, draw_xlsx(_dossier(desk, listing)))
        case "html":
            from auditor.output.html import draw_html

            text = draw_html(_dossier(desk, listing))
        case "csv":
            from auditor.output.csv import draw_csv

            text = draw_csv(_dossier(desk, listing))
        case "decisions":
            before = ""
            with suppress(OSError):
                before = path.read_text(encoding="utf-8-sig", errors="replace")
            text = write_decisions(exported(session.store), before)
        case "text":
            lines = listing.rows(0, len(listing))
            groups = [(group, lines[group.start : group.start + group.count]) for group in listing.groups]
            shown = (len(lines), len(listing), listing.total)
            text = draw_list(groups, session.counts(), shown, typed, 100, False)
        case _:
            text = _whole(form, session, listing, progress)
    return write_whole(path, text.encode("utf-8", "backslashreplace"))


def _dossier(desk: Desk, listing: Listing) -> Dossier:
    """What the forms that leave the house are made of."""
    from auditor.findings.dossier import Dossier, audited
    from auditor.findings.store.account import account_of, figures_in

    store, loaded = desk.session.store, desk.loaded
    account = account_of(store, listing.filter)
    figures = audited(account.run, figures_in(store))
    rules = {rule.id: rule for rule in loaded.rules} if loaded else {}
    lexicons = loaded.lexicons if loaded else {}
    return Dossier(account.run, rules, lexicons, figures, account.notes, None, compared=True)


def _notices(dossier: Dossier, folder: Path) -> str:
    from auditor.output.notice import DEFAULT_TEMPLATE, Letterhead, draw_notices, open_template

    template = open_template(DEFAULT_TEMPLATE)
    if isinstance(template, list):
        return template[0].message
    written = 0
    for notice in draw_notices(dossier, template, Letterhead("", "", "", ""), confirmed=True):
        fault = write_whole(folder / notice.name, notice.data)
        if fault:
            return fault
        written += 1
    return "" if written else "还没有判为属实的问题，没有写整改通知"


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
