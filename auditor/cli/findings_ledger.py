"""States that people changed in a ledger, taken over into the store."""

from __future__ import annotations

import argparse
from pathlib import Path

from auditor.base.diagnostic import Diagnostic
from auditor.cli import console, options
from auditor.cli.stores import opened
from auditor.findings.dossier import Note
from auditor.findings.states import STATE_WORDS, Choice, fault_of
from auditor.findings.store.decisions import Conflict, Done, decide
from auditor.output.places import printable
from auditor.output.xlsx.read_back import Changed, LedgerFault, read_ledger
from auditor.triage import Session


def take_ledger(arguments: argparse.Namespace, data: bytes, path: Path, who: str) -> int:
    """The changed rows as decisions, those of one kind in one undo step. 0 all taken over; 1 some rows
    were left, each named with its row; 2 the file is no ledger."""
    read = read_ledger(data, path.as_posix())
    if isinstance(read, Diagnostic):
        options.report([read], arguments.color)
        return 2
    changed, faults = read
    session = Session(opened(arguments, readonly=False), who=who)
    try:
        lines = _taken(session, changed, faults, arguments.overwrite)
    finally:
        session.close()
    console.emit("".join(line + "\n" for line in lines), None)
    return 1 if len(lines) > 1 else 0


def _taken(session: Session, changed: list[Changed], faults: list[LedgerFault], overwrite: bool) -> list[str]:
    moment = session.moment()
    groups: dict[tuple[object, ...], list[Changed]] = {}
    left = [(fault.row, fault.message) for fault in faults]
    same = 0
    known = _notes(session, changed)
    for row in changed:
        until = row.until if row.choice is Choice.WAIVED else None
        note = known.get(row.fingerprint)
        if note is not None and (note.state.value, note.until, note.reason) == (
            row.choice.value, until, row.reason
        ):  # fmt: skip
            same += 1
        elif note is None:
            left.append((row.row, f"库里没有这个问题（{row.fingerprint[:8]}）"))
        elif row.stays and note.state.value != row.choice.value and note.version == row.version:
            word = STATE_WORDS[note.state]
            left.append((row.row, f"这一条是“{word}”，只改理由不算处置；同时改状态，或在处置界面里写备注"))
        elif fault := fault_of(row.choice, row.reason, until, moment.today):
            left.append((row.row, fault))
        else:
            groups.setdefault((row.choice, row.reason, until), []).append(row)
    applied = 0
    for rows in groups.values():
        first = rows[0]
        marks = [
            (row.fingerprint, known[row.fingerprint].version if overwrite else row.version) for row in rows
        ]
        until = first.until if first.choice is Choice.WAIVED else None
        done = decide(session.store, marks, first.choice, moment, reason=first.reason, until=until)
        applied += len(done.changed)
        left += _conflicts(done, {row.fingerprint: row.row for row in rows})
    head = f"导入 {applied:,} 条处置" + (f"，{same:,} 条库里已经一样" if same else "")
    return [head, *(f"第{row}行没有导入：{why}" for row, why in sorted(left))]


def _conflicts(done: Done, rows: dict[str, int]) -> list[tuple[int, str]]:
    return [(rows[item.fingerprint], _since(item)) for item in done.conflicts]


def _since(item: Conflict) -> str:
    who = f"（{printable(item.who)}）" if item.who else ""
    return f"写出台账以后已改为{STATE_WORDS[item.state]}{who}；要照台账改，加 --overwrite"


def _notes(session: Session, changed: list[Changed]) -> dict[str, Note]:
    from auditor.findings.store.account import notes_of

    wanted = {row.fingerprint for row in changed}
    return {name: note for name, note in notes_of(session.store).items() if name in wanted}
