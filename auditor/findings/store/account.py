"""The store as one run's account, for the forms of output and for comparing."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select

from auditor.engine.tally import Tally
from auditor.findings.build import arranged
from auditor.findings.dossier import Cell, Figures, Note
from auditor.findings.model import FileRow, FileStatus, Finding, Run
from auditor.findings.states import ENDED, State
from auditor.findings.store.codec import unpack
from auditor.findings.store.conditions import condition
from auditor.findings.store.filters import Filter
from auditor.findings.store.open import Store
from auditor.findings.store.rows import LIFE, decided_of
from auditor.findings.store.schema import evidence, findings, reports, runs
from auditor.report.model import Kind
from auditor.report.value import Number
from auditor.report.value import State as CellState
from auditor.rules.model import Pack
from auditor.rules.outcome import Verdict


@dataclass(frozen=True, slots=True)
class Account:
    """`run` has the findings as decided; `notes` by fingerprint; `hashes` of the files by name; `rules`
    the digest of rules and lexicons that each file was last audited with."""

    run: Run
    notes: dict[str, Note]
    hashes: dict[str, str]
    rules: dict[str, str]


def account_of(store: Store, wanted: Filter) -> Account:
    """Findings that match `wanted`; those that have ended only where the filter asks for them. The
    tally is that of the last finished run. Raises StoreFault."""
    ended = any(term.key == "state" and not term.negated for term in wanted.terms)
    made: list[Finding] = []
    notes: dict[str, Note] = {}
    with store.reading() as connection:
        chosen = (
            select(evidence.c.data, findings.c.fingerprint, findings.c.state, *LIFE)
            .join_from(evidence, findings)
            .where(condition(store, wanted))
        )
        for row in connection.execute(chosen):
            decided = decided_of(row, 3)
            note = Note(State(row[2]), decided.reason, decided.life.until, decided.who, decided.version)
            if note.state in ENDED and not ended:
                continue
            finding = unpack(row[0])
            life = decided.life
            made.append(
                replace(
                    finding, fingerprint=row[1], decision=life.choice.decision, status=life.standing.change
                )
            )
            notes[row[1]] = note
        last = connection.execute(
            select(runs).where(runs.c.finished != "").order_by(runs.c.id.desc())
        ).first()
        files = connection.execute(select(reports).order_by(reports.c.file)).all()
    rows = tuple(
        FileRow(row.file, row.unit, row.year, FileStatus(row.status), row.reason, row.agency, bool(row.fatal))
        for row in files
    )
    run = Run(
        packs=_packs(last.packs if last is not None else ""),
        overlays=(),
        files=rows,
        findings=arranged(made),
        undecided=(),
        tally=_tally(last, rows),
        filters=(wanted.text,) if wanted.terms else (),
    )
    hashes = {row.file: row.sha256 for row in files}
    return Account(run, notes, hashes, {row.file: row.rules for row in files})


def notes_of(store: Store) -> dict[str, Note]:
    """Every decision as it stands, by fingerprint. Raises StoreFault."""
    with store.reading() as connection:
        made: dict[str, Note] = {}
        for row in connection.execute(select(findings.c.fingerprint, findings.c.state, *LIFE)):
            known = decided_of(row, 2)
            made[row[0]] = Note(State(row[1]), known.reason, known.life.until, known.who, known.version)
    return made


def figures_in(store: Store) -> Iterator[Figures]:
    """The figures of every report as last read; a report that this program cannot take is left out."""
    with store.reading() as connection:
        names = list(connection.execute(select(reports.c.file).order_by(reports.c.file)).scalars())
        for name in names:
            row = connection.execute(select(reports).where(reports.c.file == name)).first()
            if row is None or row.contract is None:
                continue
            made = _figures(row)
            if made is not None:
                yield made


def _figures(row: Any) -> Figures | None:
    try:
        value = json.loads(zlib.decompress(row.contract).decode("utf-8", "surrogatepass"))
        cells = {
            path: Cell(CellState(cell["state"]), _number(cell["value"]), cell["raw"])
            for path, cell in value["cells"].items()
        }
        kind, template = Kind(value["kind"]), value["template"]
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError, InvalidOperation):
        return None
    return Figures(row.file, row.sha256, row.unit, row.agency, row.year, kind, template, cells)


def _number(text: str | None) -> Number | None:
    if text is None:
        return None
    return int(text) if text.lstrip("-").isdecimal() else Decimal(text)


def _packs(text: str) -> tuple[Pack, ...]:
    try:
        return tuple(Pack(name, version, sha, "") for name, version, sha in json.loads(text or "[]"))
    except (ValueError, TypeError):
        return ()


def _tally(last: Any, rows: tuple[FileRow, ...]) -> Tally:
    try:
        counts = json.loads(last.tally) if last is not None else {}
    except ValueError:
        counts = {}
    outcomes = {verdict: int(counts.get(verdict.value, 0)) for verdict in Verdict}
    audited = sum(row.status in (FileStatus.READ, FileStatus.PARTIAL) for row in rows)
    return Tally(audited, sum(row.fatal for row in rows), 0, outcomes)
