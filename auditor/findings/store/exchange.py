"""The store's decisions as 处置.yaml has them, out and in; a run's findings as the store knows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, or_, select

from auditor.findings.decisions_file import Entry
from auditor.findings.model import Finding
from auditor.findings.states import Choice, Reach, decided
from auditor.findings.store.decisions import Change, Conflict, conflict_of, new_step, put_items, write
from auditor.findings.store.open import Store
from auditor.findings.store.reach import CHUNK, Moment, select_known
from auditor.findings.store.rows import LIFE, Decided, day, decided_of
from auditor.findings.store.schema import agencies, findings, rules, scopes


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: `applied` decisions were taken over, `same` stood already, `unknown` are of
    findings the store does not have, `conflicts` are decided otherwise here and were left."""

    applied: int = 0
    same: int = 0
    unknown: int = 0
    conflicts: tuple[Conflict, ...] = ()
    scopes: int = 0


def exported(store: Store) -> tuple[Entry, ...]:
    """Every decision, and every standing one."""
    statement = (
        select(
            findings.c.fingerprint, rules.c.rule, agencies.c.unit, findings.c.year, findings.c.target,
            findings.c.message, findings.c.evidence_hash, *LIFE,
        )
        .join_from(findings, agencies)
        .join(rules, findings.c.rule_id == rules.c.id)
        .where(or_(findings.c.choice != Choice.OPEN.value, findings.c.reopened.is_not(None)))
    )  # fmt: skip
    made: list[Entry] = []
    with store.reading() as connection:
        for row in connection.execute(statement):
            known = decided_of(row, 7)
            made.append(
                Entry(
                    known.life.choice, row[0], Reach.FINDING, row[1], row[2], row[3], row[4], row[5],
                    known.reason, known.life.until, known.who, known.decided, row[6],
                )
            )  # fmt: skip
        for scope in connection.execute(select(scopes).where(scopes.c.active == 1)):
            made.append(
                Entry(
                    Choice(scope.choice), "", Reach(scope.reach), scope.rule, scope.agency, scope.year,
                    reason=scope.reason, until=day(scope.until), who=scope.who, decided=scope.decided,
                )
            )  # fmt: skip
    return tuple(made)


def take_in(
    store: Store, entries: Iterable[Entry], moment: Moment, label: str, overwrite: bool = False
) -> Imported:
    """Decisions of a file into the store, one undo step. What is decided otherwise here is left and
    named, unless `overwrite`."""
    single = {entry.fingerprint: entry for entry in entries if entry.reach is Reach.FINDING}
    wide = [entry for entry in entries if entry.reach is not Reach.FINDING]
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    same = 0
    with store.writing() as (connection, number):
        known = select_known(connection, list(single))
        for item in known:
            entry = single[item.fingerprint]
            old = item.decided
            said = (entry.choice, entry.until, entry.reason)
            if said == (old.life.choice, old.life.until, old.reason):
                same += 1
            elif not overwrite and old.life.choice is not Choice.OPEN:
                conflicts.append(conflict_of(item, moment))
            else:
                life = decided(old.life, entry.choice, entry.until)
                who = entry.who or moment.who
                after = Decided(life, entry.reason, Reach.FINDING, who, moment.now, old.version + 1)
                changes.append(Change(item, after))
        added = _scopes_in(connection, wide, moment)
        if changes:
            step = new_step(connection, moment, label, len(changes))
            write(connection, changes, number, moment, "import", step)
            put_items(connection, changes, step)
    return Imported(len(changes), same, len(single) - len(known), tuple(conflicts), added)


def _scopes_in(connection: Connection, wide: Sequence[Entry], moment: Moment) -> int:
    added = 0
    for entry in wide:
        agency = entry.agency if entry.reach is Reach.AGENCY_RULE else ""
        year = None if entry.reach is Reach.AGENCY_RULE else entry.year
        same = select(scopes.c.id).where(
            scopes.c.active == 1, scopes.c.reach == entry.reach.value, scopes.c.rule == entry.rule,
            scopes.c.agency == agency, scopes.c.year.is_(None) if year is None else scopes.c.year == year,
        )  # fmt: skip
        if connection.execute(same).first() is None:
            connection.execute(
                scopes.insert().values(
                    reach=entry.reach.value, agency=agency, rule=entry.rule, year=year,
                    choice=entry.choice.value, reason=entry.reason, who=entry.who or moment.who,
                    until=entry.until.isoformat() if entry.until else None, decided=moment.now, active=1,
                )
            )  # fmt: skip
            added += 1
    return added


def annotated(store: Store, made: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with their decision and status as the store has them (after the run was recorded)."""
    known: dict[str, Decided] = {}
    names = [finding.fingerprint for finding in made]
    with store.reading() as connection:
        for start in range(0, len(names), CHUNK):
            chosen = select(findings.c.fingerprint, *LIFE).where(
                findings.c.fingerprint.in_(names[start : start + CHUNK])
            )
            known |= {row[0]: decided_of(row, 1) for row in connection.execute(chosen)}
    done: list[Finding] = []
    for finding in made:
        found = known.get(finding.fingerprint)
        if found is not None:
            finding = replace(finding, decision=found.life.choice.decision, status=found.life.standing.change)
        done.append(finding)
    return tuple(done)
