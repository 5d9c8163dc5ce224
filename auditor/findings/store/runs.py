"""A run into the store: reports, findings, and what the run means for the findings known before.

Reports come in batches, each one transaction, so that the first findings can be looked at while the
rest is read and a run that is cut off leaves nothing half.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from auditor.base.version import VERSION
from auditor.findings.fingerprint import fingerprint
from auditor.findings.model import FileStatus, Finding
from auditor.findings.states import Reach, State, settled, state_of
from auditor.findings.store.batch import Batch
from auditor.findings.store.codec import pack
from auditor.findings.store.decisions import log_row
from auditor.findings.store.names import ids_by_name, put_in_order, rank_new
from auditor.findings.store.open import Store
from auditor.findings.store.reach import CHUNK, Moment
from auditor.findings.store.rows import columns_of, storable
from auditor.findings.store.schema import agencies, evidence, findings, log, reports, rules, runs, scopes
from auditor.findings.store.sheet import KNOWN, SYSTEM, Known, Sheet, known_of
from auditor.rules.model import Pack, Rule


class Recorder:
    """Writes one run. `digest` names the rules and lexicons asked."""

    def __init__(
        self,
        store: Store,
        listed: Sequence[Rule],
        packs: Sequence[Pack],
        digest: str,
        moment: Moment,
    ) -> None:
        self._store = store
        self._moment = replace(moment, who=SYSTEM)
        self._active = {rule.id for rule in listed if rule.state != "停用"}
        self._digest = digest
        self._counts = [0, 0]
        self._agencies: dict[str, int] = {}
        self._rules: dict[str, int] = {}
        with store.writing() as (connection, number):
            values = {
                "started": moment.now, "program": VERSION, "rules": digest,
                "packs": json.dumps([[p.name, p.version, p.sha256] for p in packs], ensure_ascii=False),
            }  # fmt: skip
            made = connection.execute(runs.insert().values(values)).inserted_primary_key
            self.run = int(made[0]) if made else 0
            self._rename(connection, listed, number)

    def add(self, sheets: Sequence[Sheet], found: Sequence[Finding], *, whole: bool = False) -> None:
        """Audited and unreadable files with the findings on them. `whole`: this is all of the run, so
        what is not among `found` is no longer reported; a run may say some first, then the whole.
        Raises StoreFault, and then nothing of this is in the store."""
        self._add(list(map(_storable_sheet, sheets)), list(map(_storable, found)), self._digest, whole)
        if whole:
            self._counts = [sum(sheet.audited for sheet in sheets), len(found)]

    def add_early(self, sheets: Sequence[Sheet], found: Sequence[Finding]) -> None:
        """Findings to be seen before the run is whole: those that are new, and those of new evidence.
        A run that ends here has its files looked at again by the next. Raises StoreFault."""
        found = [_storable(item) for item in found]
        with self._store.reading() as connection:
            known = self._by_fingerprint(connection, found, {})
        new = [
            item
            for item in found
            if (before := known.get(item.fingerprint)) is None or before.evidence_hash != item.evidence_hash
        ]
        files = {item.file for item in new}
        sheets = [sheet for sheet in map(_storable_sheet, sheets) if sheet.contract or sheet.file in files]
        if sheets:
            self._add(sheets, new, "", False)

    def _add(self, sheets: Sequence[Sheet], found: Sequence[Finding], digest: str, whole: bool) -> None:
        packed = [(item, pack(item)) for item in found]  # takes a while, and nobody has to wait for it
        with self._store.writing() as (connection, number):
            agency_ids = self._agency_ids(connection, sheets, found)
            rule_ids = self._rule_ids(connection, found)
            known = self._known(connection, sheets, whole) if whole else {}
            known |= self._by_fingerprint(connection, found, known)
            self._put_reports(connection, sheets, digest)
            batch = Batch(
                self.run,
                self._active,
                self._moment,
                number,
                {sheet.file: sheet for sheet in sheets},
                known,
                _scopes(connection),
            )
            unfinished = _unfinished(connection)
            batch.take(packed, agency_ids, rule_ids, _stored(connection, known), unfinished)
            if whole:
                covers = _covers(connection, sheets)
                batch.miss({finding.fingerprint for finding in found}, covers, unfinished)
            batch.write(connection)
            if (len(agency_ids), len(rule_ids)) != (len(self._agencies), len(self._rules)):
                put_in_order(connection)
            else:
                rank_new(connection)
        self._agencies, self._rules = agency_ids, rule_ids

    def finish(self, tally: Mapping[str, int]) -> None:
        """Close the run with its outcomes by verdict, and set lists in order."""
        with self._store.writing() as (connection, number):
            connection.execute(
                update(runs)
                .where(runs.c.id == self.run)
                .values(
                    finished=self._moment.now, tally=json.dumps(dict(tally)),
                    reports=self._counts[0], findings=self._counts[1],
                )
            )  # fmt: skip
            settle(connection, number, self._moment)

    def _rename(self, connection: Connection, listed: Sequence[Rule], number: int) -> None:
        """Findings of a rule's former id are its own: their history goes on under the new one."""
        former = {old: rule for rule in listed for old in rule.former_ids}
        if not former:
            return
        chosen = KNOWN.add_columns(findings.c.target).where(rules.c.rule.in_(list(former)))
        rows = connection.execute(chosen).all()
        ids = self._rule_ids(connection, (), {former[row.rule].id: former[row.rule].name for row in rows})
        for row in rows:
            rule = former[row.rule].id
            new = fingerprint(rule, row.key, row.year, row.target)
            if connection.execute(select(findings.c.id).where(findings.c.fingerprint == new)).first() is None:
                connection.execute(
                    update(findings)
                    .where(findings.c.id == row.id)
                    .values(fingerprint=new, rule_id=ids[rule], changed=number)
                )
                connection.execute(
                    update(log).where(log.c.fingerprint == row.fingerprint).values(fingerprint=new)
                )
        connection.execute(
            update(scopes).where(scopes.c.rule == bindparam("old")).values(rule=bindparam("new")),
            [{"old": old, "new": rule.id} for old, rule in former.items()],
        )

    def _agency_ids(
        self, connection: Connection, sheets: Iterable[Sheet], found: Iterable[Finding]
    ) -> dict[str, int]:
        units = {finding.agency: finding.unit for finding in found}
        units |= {sheet.agency: sheet.unit for sheet in sheets if sheet.audited}
        return ids_by_name(connection, agencies, agencies.c.key, "unit", units, self._agencies)

    def _rule_ids(
        self, connection: Connection, found: Iterable[Finding], named: Mapping[str, str] | None = None
    ) -> dict[str, int]:
        names = {finding.rule: finding.name for finding in found} | dict(named or {})
        return ids_by_name(connection, rules, rules.c.rule, "name", names, self._rules)

    def _known(self, connection: Connection, sheets: Sequence[Sheet], whole: bool) -> dict[str, Known]:
        """Findings of the subjects and of the files of this batch, of a whole run those of all
        reports together too."""
        found: dict[str, Known] = {}
        keys = sorted({sheet.agency for sheet in sheets if sheet.audited} | ({""} if whole else set()))
        files = [sheet.file for sheet in sheets]
        for start in range(0, max(len(keys), len(files)), CHUNK):
            some, named = keys[start : start + CHUNK], files[start : start + CHUNK]
            chosen = KNOWN.where(or_(agencies.c.key.in_(some), findings.c.file.in_(named)))
            found |= {row.fingerprint: known_of(row) for row in connection.execute(chosen)}
        return found

    def _by_fingerprint(
        self, connection: Connection, found: Sequence[Finding], known: Mapping[str, Known]
    ) -> dict[str, Known]:
        names = [finding.fingerprint for finding in found if finding.fingerprint not in known]
        more: dict[str, Known] = {}
        for start in range(0, len(names), CHUNK):
            chosen = KNOWN.where(findings.c.fingerprint.in_(names[start : start + CHUNK]))
            more |= {row.fingerprint: known_of(row) for row in connection.execute(chosen)}
        return more

    def _put_reports(self, connection: Connection, sheets: Sequence[Sheet], digest: str) -> None:
        files = [sheet.file for sheet in sheets]
        there: dict[str, int] = {}
        for start in range(0, len(files), CHUNK):
            chosen = select(reports.c.file, reports.c.id).where(
                reports.c.file.in_(files[start : start + CHUNK])
            )
            there |= {row.file: row.id for row in connection.execute(chosen)}
        changed: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        new: list[dict[str, Any]] = []
        for sheet in sheets:
            values: dict[str, Any] = {
                "status": sheet.status.value, "reason": sheet.reason, "fatal": int(sheet.fatal),
                "sha256": sheet.sha256, "size": sheet.size, "mtime": sheet.mtime, "rules": digest,
                "run_id": self.run,
            }  # fmt: skip
            if sheet.audited or sheet.file not in there:  # what was read once is kept when it cannot be now
                values |= {
                    "unit": sheet.unit, "agency": sheet.agency, "year": sheet.year, "lexicon": sheet.lexicon,
                }  # fmt: skip
                if sheet.contract is not None or sheet.file not in there:
                    values["contract"] = sheet.contract
            if sheet.file in there:
                changed.setdefault(tuple(values), []).append({"the_id": there[sheet.file], **values})
            else:
                new.append({"file": sheet.file, **values})
        for rows in changed.values():
            connection.execute(update(reports).where(reports.c.id == bindparam("the_id")), rows)
        if new:
            connection.execute(reports.insert(), new)


def _storable_sheet(item: Sheet) -> Sheet:
    return replace(
        item,
        file=storable(item.file),
        unit=storable(item.unit),
        agency=storable(item.agency),
        reason=None if item.reason is None else storable(item.reason),
    )


def _storable(item: Finding) -> Finding:
    texts = (item.file, item.unit, item.agency, item.target, item.message, item.name)
    made = tuple(map(storable, texts))
    if made == texts:
        return item
    file, unit, agency, target, message, name = made
    return replace(item, file=file, unit=unit, agency=agency, target=target, message=message, name=name)


def _covers(connection: Connection, sheets: Iterable[Sheet]) -> bool:
    """Whether every report that the store has read is among `sheets`."""
    there = {sheet.file for sheet in sheets}
    read = select(reports.c.file).where(
        reports.c.status.in_([FileStatus.READ.value, FileStatus.PARTIAL.value])
    )
    return all(file in there for file in connection.execute(read).scalars())


def settle(connection: Connection, number: int, moment: Moment) -> int:
    """Reopen what the day has ended: waivers, 稍后. How many."""
    chosen = KNOWN.where(findings.c.until.is_not(None), findings.c.until <= moment.today.isoformat())
    rows, lines = [], []
    for row in connection.execute(chosen):
        known = known_of(row)
        life = settled(known.decided.life, moment.today)
        if life == known.decided.life:
            continue
        after = replace(known.decided, life=life, version=known.decided.version + 1)
        rows.append({"the_id": known.id, "changed": number, **columns_of(after, moment.today)})
        lines.append(
            log_row(
                replace(moment, who=SYSTEM), "expire", known.fingerprint, known.rule, known.agency,
                known.year, State(known.decided.life.choice.value), state_of(life, moment.today),
            )
        )  # fmt: skip
    if rows:
        connection.execute(update(findings).where(findings.c.id == bindparam("the_id")), rows)
        connection.execute(log.insert(), lines)
    return len(rows)


def _stored(connection: Connection, known: Mapping[str, Known]) -> dict[int, bytes]:
    """What the store has of these findings, as `pack` made it, by id."""
    ids = [item.id for item in known.values()]
    found: dict[int, bytes] = {}
    for start in range(0, len(ids), CHUNK):
        chosen = select(evidence.c.finding_id, evidence.c.data).where(
            evidence.c.finding_id.in_(ids[start : start + CHUNK])
        )
        found |= {row[0]: bytes(row[1]) for row in connection.execute(chosen)}
    return found


def _unfinished(connection: Connection) -> frozenset[int]:
    """The runs that did not come to their end, this one among them."""
    return frozenset(connection.execute(select(runs.c.id).where(runs.c.finished == "")).scalars())


def _scopes(connection: Connection) -> Sequence[Any]:
    active = connection.execute(select(scopes).where(scopes.c.active == 1)).all()
    return sorted(active, key=lambda scope: (scope.reach != Reach.AGENCY_RULE, -scope.id))
