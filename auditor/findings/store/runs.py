"""A run into the store: reports, findings, and what the run means for the findings known before.

Reports come in batches, each one transaction, so that the first findings can be looked at while the
rest is read and a run that is cut off leaves nothing half.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from auditor.base.text import fold
from auditor.base.version import VERSION
from auditor.findings.fingerprint import fingerprint
from auditor.findings.model import FileStatus, Finding
from auditor.findings.states import Choice, Life, Reach, Seen, State, after_run, expired, settled, state_of
from auditor.findings.store.codec import pack
from auditor.findings.store.decisions import CHUNK, Moment, log_row
from auditor.findings.store.open import Store
from auditor.findings.store.pinyin import spelled
from auditor.findings.store.rows import LEVEL_RANK, LIFE, Decided, columns_of, day, decided_of
from auditor.findings.store.schema import agencies, evidence, findings, log, reports, rules, runs, scopes
from auditor.rules.model import Pack, Rule
from auditor.rules.outcome import Verdict

SYSTEM = "程序"  # who acts where no person does


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of the run as the store keeps it. `contract` is auditor.report/1 as compressed JSON,
    None where there is none; `undecided`: rules that could not tell for it."""

    file: str
    unit: str
    agency: str
    year: int | None
    status: FileStatus
    reason: str | None = None
    fatal: bool = False
    sha256: str = ""
    size: int = -1
    mtime: int = 0
    lexicon: str = ""
    contract: bytes | None = None
    undecided: frozenset[str] = frozenset()

    @property
    def audited(self) -> bool:
        """Whether rules were asked of it."""
        return self.status in (FileStatus.READ, FileStatus.PARTIAL)


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    fingerprint: str
    rule: str
    agency: str
    year: int | None
    file: str
    evidence_hash: str
    sha256: str
    last_run: int
    decided: Decided


_KNOWN = (
    select(
        findings.c.id, findings.c.fingerprint, rules.c.rule, agencies.c.key, findings.c.year, findings.c.file,
        findings.c.evidence_hash, findings.c.sha256, findings.c.last_run, *LIFE,
    )
    .join_from(findings, agencies)
    .join(rules, findings.c.rule_id == rules.c.id)
)  # fmt: skip


class Recorder:
    """Writes one run. `digest` names the rules and lexicons asked."""

    def __init__(
        self, store: Store, listed: Sequence[Rule], packs: Sequence[Pack], digest: str, moment: Moment
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
        what is not among `found` is no longer reported; a run may say batches first, then the whole.
        Raises StoreFault, and then nothing of this is in the store."""
        with self._store.writing() as (connection, number):
            agency_ids = self._agency_ids(connection, sheets, found)
            rule_ids = self._rule_ids(connection, found)
            known = self._known(connection, sheets, whole)
            known |= self._by_fingerprint(connection, found, known)
            self._put_reports(connection, sheets)
            batch = _Batch(self, number, {sheet.file: sheet for sheet in sheets}, known, _scopes(connection))
            batch.take(found, agency_ids, rule_ids)
            if whole:
                batch.miss({finding.fingerprint for finding in found}, _covers(connection, sheets))
            batch.write(connection)
            if (len(agency_ids), len(rule_ids)) != (len(self._agencies), len(self._rules)):
                put_in_order(connection)
        self._agencies, self._rules = agency_ids, rule_ids
        if whole:
            self._counts = [sum(sheet.audited for sheet in sheets), len(found)]

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
        chosen = _KNOWN.add_columns(findings.c.target).where(rules.c.rule.in_(list(former)))
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
                connection.execute(update(log).where(log.c.fingerprint == row.fingerprint).values(fingerprint=new))
        connection.execute(update(scopes).where(scopes.c.rule == bindparam("old")).values(rule=bindparam("new")),
                           [{"old": old, "new": rule.id} for old, rule in former.items()])  # fmt: skip

    def _agency_ids(
        self, connection: Connection, sheets: Iterable[Sheet], found: Iterable[Finding]
    ) -> dict[str, int]:
        units = {finding.agency: finding.unit for finding in found}
        units |= {sheet.agency: sheet.unit for sheet in sheets if sheet.audited}
        return _ids(connection, agencies, agencies.c.key, "unit", units, self._agencies)

    def _rule_ids(
        self, connection: Connection, found: Iterable[Finding], named: Mapping[str, str] | None = None
    ) -> dict[str, int]:
        names = {finding.rule: finding.name for finding in found} | dict(named or {})
        return _ids(connection, rules, rules.c.rule, "name", names, self._rules)

    def _known(self, connection: Connection, sheets: Sequence[Sheet], whole: bool) -> dict[str, _Known]:
        """Findings of the subjects and of the files of this batch, of a whole run those of all
        reports together too."""
        found: dict[str, _Known] = {}
        keys = sorted({sheet.agency for sheet in sheets if sheet.audited} | ({""} if whole else set()))
        files = [sheet.file for sheet in sheets]
        for start in range(0, max(len(keys), len(files)), CHUNK):
            some, named = keys[start : start + CHUNK], files[start : start + CHUNK]
            chosen = _KNOWN.where(or_(agencies.c.key.in_(some), findings.c.file.in_(named)))
            found |= {row.fingerprint: _known_of(row) for row in connection.execute(chosen)}
        return found

    def _by_fingerprint(
        self, connection: Connection, found: Sequence[Finding], known: Mapping[str, _Known]
    ) -> dict[str, _Known]:
        names = [finding.fingerprint for finding in found if finding.fingerprint not in known]
        more: dict[str, _Known] = {}
        for start in range(0, len(names), CHUNK):
            chosen = _KNOWN.where(findings.c.fingerprint.in_(names[start : start + CHUNK]))
            more |= {row.fingerprint: _known_of(row) for row in connection.execute(chosen)}
        return more

    def _put_reports(self, connection: Connection, sheets: Sequence[Sheet]) -> None:
        files = [sheet.file for sheet in sheets]
        there: dict[str, int] = {}
        for start in range(0, len(files), CHUNK):
            chosen = select(reports.c.file, reports.c.id).where(reports.c.file.in_(files[start : start + CHUNK]))
            there |= {row.file: row.id for row in connection.execute(chosen)}
        for sheet in sheets:
            values: dict[str, Any] = {
                "status": sheet.status.value, "reason": sheet.reason, "fatal": int(sheet.fatal),
                "sha256": sheet.sha256, "size": sheet.size, "mtime": sheet.mtime, "rules": self._digest,
                "run_id": self.run,
            }  # fmt: skip
            if sheet.audited or sheet.file not in there:  # what was read once is kept when it cannot be now
                values |= {
                    "unit": sheet.unit, "agency": sheet.agency, "year": sheet.year, "lexicon": sheet.lexicon,
                    "contract": sheet.contract,
                }  # fmt: skip
            if sheet.file in there:
                connection.execute(update(reports).where(reports.c.id == there[sheet.file]).values(values))
            else:
                connection.execute(reports.insert().values(file=sheet.file, **values))


class _Batch:
    """The changes of one batch, gathered and then written in few statements."""

    def __init__(
        self,
        recorder: Recorder,
        number: int,
        sheets: Mapping[str, Sheet],
        known: Mapping[str, _Known],
        standing: Sequence[Any],
    ) -> None:
        self._of = recorder
        self._number = number
        self._sheets = sheets
        self._subjects = {(s.agency, s.year): s for s in sheets.values() if s.audited}
        self._known = known
        self._scopes = standing
        self._today = recorder._moment.today
        self._broken: set[tuple[str, str]] = set()
        self._new: list[tuple[dict[str, Any], bytes]] = []
        self._changed: list[dict[str, Any]] = []
        self._data: list[tuple[int, bytes]] = []
        self._log: list[dict[str, object]] = []

    def take(
        self,
        found: Sequence[Finding],
        agency_ids: Mapping[str, int],
        rule_ids: Mapping[str, int],
    ) -> None:
        """The findings that the run reports."""
        taken: set[str] = set()
        for finding in found:
            if finding.outcome is Verdict.ERROR:
                self._broken.add((finding.file, finding.rule))
            if finding.fingerprint in taken:
                continue  # two files of one agency and year that nothing proves to be one: the first stands
            taken.add(finding.fingerprint)
            sheet = self._sheets.get(finding.file)
            shown = {
                "agency_id": agency_ids[finding.agency], "rule_id": rule_ids[finding.rule],
                "year": finding.year, "level": LEVEL_RANK[finding.level],
                "broken": int(finding.outcome is Verdict.ERROR), "trial": int(finding.trial),
                "file": finding.file, "target": finding.target, "cause": finding.cause,
                "message": finding.message, "evidence_hash": finding.evidence_hash,
                "sha256": sheet.sha256 if sheet else "", "last_run": self._of.run,
                "words": words_of(finding.message, finding.target),
            }  # fmt: skip
            known = self._known.get(finding.fingerprint)
            if known is None:
                after = self._carried(Decided(), finding)
                self._log_change(finding.fingerprint, finding.rule, finding.agency, finding.year, None, after)
                row = {"fingerprint": finding.fingerprint, "first_run": self._of.run, "changed": self._number}
                self._new.append((row | shown | columns_of(after, self._today), pack(finding)))
                continue
            self._data.append((known.id, pack(finding)))
            if known.last_run == self._of.run:  # said before in this run; its causes are known now
                self._changed.append(
                    {"the_id": known.id, "changed": self._number, **columns_of(known.decided, self._today), **shown}
                )
                continue
            seen_so = Seen.SAME if known.evidence_hash == finding.evidence_hash else Seen.CHANGED
            self._change(known, seen_so, shown, finding)

    def miss(self, reported: set[str], covers: bool) -> None:
        """The findings known before that the run does not report. `covers`: the run has every report
        of the store, so it can tell of all of them together."""
        for known in self._known.values():
            if known.fingerprint in reported:
                continue
            together = not known.agency and not known.file
            seen_so = self._of_all(known, covers) if together else self._why_not(known)
            if seen_so is not Seen.NOT_RUN:
                self._change(known, seen_so, {}, None)

    def _of_all(self, known: _Known, covers: bool) -> Seen:
        if known.rule not in self._of._active:
            return Seen.SILENT
        return Seen.GONE if covers else Seen.NOT_RUN

    def _why_not(self, known: _Known) -> Seen:
        sheet = self._subjects.get((known.agency, known.year))
        if sheet is None:
            own = self._sheets.get(known.file)
            if own is None or own.status is FileStatus.SKIPPED:
                return Seen.NOT_RUN
            return Seen.SILENT if own.audited else Seen.UNREADABLE  # read as another agency's or year's now
        if known.rule not in self._of._active:
            return Seen.SILENT
        if known.rule in sheet.undecided or (sheet.file, known.rule) in self._broken:
            return Seen.UNREADABLE
        return Seen.SILENT if sheet.sha256 and sheet.sha256 == known.sha256 else Seen.GONE

    def _change(self, known: _Known, seen: Seen, shown: dict[str, Any], finding: Finding | None) -> None:
        before = known.decided
        life = after_run(before.life, seen, self._today)
        after = replace(before, life=life)
        if life.choice is not before.life.choice:
            after = replace(after, version=before.version + 1)
            if finding is not None and life.reopened is State.EVIDENCE_CHANGED and before.reach is not Reach.FINDING:
                after = self._carried(after, finding)
        values = columns_of(after, self._today)
        if after == before and not shown:
            return
        moved = state_of(before.life, self._today) is not state_of(life, self._today)
        if moved:
            self._log_change(known.fingerprint, known.rule, known.agency, known.year, before, after)
        self._changed.append({"the_id": known.id, "changed": self._number, **values, **shown})

    def _carried(self, decided: Decided, finding: Finding) -> Decided:
        """The decision of a wider reach that holds for this finding, the narrower one first."""
        for scope in self._scopes:
            life = Life(Choice(scope.choice), decided.life.standing, day(scope.until))
            near = scope.agency == finding.agency if scope.reach == Reach.AGENCY_RULE else scope.year == finding.year
            if scope.rule == finding.rule and near and not expired(life, self._today):
                return Decided(
                    life, scope.reason, Reach(scope.reach), scope.who, scope.decided, decided.version + 1
                )
        return decided

    def _log_change(
        self,
        name: str,
        rule: str,
        agency: str,
        year: int | None,
        before: Decided | None,
        after: Decided,
    ) -> None:
        old = state_of(before.life, self._today) if before else None
        new = state_of(after.life, self._today)
        reason = after.reason if before is None else ""
        self._log.append(
            log_row(self._of._moment, "run", name, rule, agency, year, old, new, reason, reach=after.reach)
        )

    def write(self, connection: Connection) -> None:
        """Everything gathered, in the transaction of `connection`."""
        if self._new:
            connection.execute(findings.insert(), [row for row, _ in self._new])
            ids = _ids_of(connection, [str(row["fingerprint"]) for row, _ in self._new])
            rows = [{"finding_id": ids[row["fingerprint"]], "data": data} for row, data in self._new]
            connection.execute(evidence.insert(), rows)
        for with_finding in (True, False):
            some = [row for row in self._changed if ("message" in row) is with_finding]
            if some:
                connection.execute(update(findings).where(findings.c.id == bindparam("the_id")), some)
        if self._data:
            changed = [{"the_id": key, "new": data} for key, data in self._data]
            connection.execute(
                update(evidence).where(evidence.c.finding_id == bindparam("the_id")).values(data=bindparam("new")),
                changed,
            )
        if self._log:
            connection.execute(log.insert(), self._log)


def _covers(connection: Connection, sheets: Iterable[Sheet]) -> bool:
    """Whether every report that the store has read is among `sheets`."""
    there = {sheet.file for sheet in sheets}
    read = select(reports.c.file).where(reports.c.status.in_([FileStatus.READ.value, FileStatus.PARTIAL.value]))
    return all(file in there for file in connection.execute(read).scalars())


def words_of(message: str, target: str) -> str:
    """What text filters look into, beside agency and rule."""
    return fold(f"{message}{target}").lower()


def put_in_order(connection: Connection) -> None:
    """Ranks of agencies and rules, by pinyin and by id, where they have changed."""
    for table, columns, rank, key in (
        (agencies, (agencies.c.pinyin, agencies.c.unit, agencies.c.key), "agency_rank", findings.c.agency_id),
        (rules, (rules.c.pinyin, rules.c.rule), "rule_rank", findings.c.rule_id),
    ):
        ordered = connection.execute(select(table.c.id, table.c.rank).order_by(*columns)).all()
        moved = [{"the_id": row.id, "place": place} for place, row in enumerate(ordered, 1) if row.rank != place]
        if moved:
            connection.execute(
                update(table).where(table.c.id == bindparam("the_id")).values(rank=bindparam("place")), moved
            )
        places = select(table.c.rank).where(table.c.id == key).scalar_subquery()
        connection.execute(update(findings).where(findings.c[rank] != places).values({rank: places}))


def settle(connection: Connection, number: int, moment: Moment) -> int:
    """Reopen what the day has ended: waivers, 稍后. How many."""
    chosen = _KNOWN.where(findings.c.until.is_not(None), findings.c.until <= moment.today.isoformat())
    rows, lines = [], []
    for row in connection.execute(chosen):
        known = _known_of(row)
        life = settled(known.decided.life, moment.today)
        if life == known.decided.life:
            continue
        after = replace(known.decided, life=life, version=known.decided.version + 1)
        rows.append({"the_id": known.id, "changed": number, **columns_of(after, moment.today)})
        lines.append(
            log_row(
                replace(moment, who=SYSTEM), "expire", known.fingerprint, known.rule, known.agency, known.year,
                State(known.decided.life.choice.value), state_of(life, moment.today),
            )
        )  # fmt: skip
    if rows:
        connection.execute(update(findings).where(findings.c.id == bindparam("the_id")), rows)
        connection.execute(log.insert(), lines)
    return len(rows)


def _known_of(row: Any) -> _Known:
    return _Known(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], decided_of(row, 9))


def _scopes(connection: Connection) -> Sequence[Any]:
    active = connection.execute(select(scopes).where(scopes.c.active == 1)).all()
    return sorted(active, key=lambda scope: (scope.reach != Reach.AGENCY_RULE, -scope.id))


def _ids_of(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(names), CHUNK):
        chosen = select(findings.c.fingerprint, findings.c.id).where(
            findings.c.fingerprint.in_(names[start : start + CHUNK])
        )
        found |= {row.fingerprint: row.id for row in connection.execute(chosen)}
    return found


def _ids(
    connection: Connection,
    table: Any,
    key: Any,
    name: str,
    wanted: Mapping[str, str],
    known: Mapping[str, int],
) -> dict[str, int]:
    """Ids of agencies or rules by key, made where they are new."""
    ids = dict(known)
    missing = [word for word in wanted if word not in ids]
    for start in range(0, len(missing), CHUNK):
        some = missing[start : start + CHUNK]
        ids |= {row[0]: row[1] for row in connection.execute(select(key, table.c.id).where(key.in_(some)))}
    for word in missing:
        shown = wanted[word]
        full, initials = spelled(shown) if name == "unit" else _rule_spelled(word, shown)
        values = {name: shown, "pinyin": full, "initials": initials}
        if word in ids:
            connection.execute(update(table).where(table.c.id == ids[word]).values(values))
        else:
            ids[word] = int(connection.execute(table.insert().values({key.name: word, **values})).inserted_primary_key[0])
    return ids


def _rule_spelled(rule: str, name: str) -> tuple[str, str]:
    pairs = (spelled(rule), spelled(name))
    return " ".join(pair[0] for pair in pairs), " ".join(pair[1] for pair in pairs)
