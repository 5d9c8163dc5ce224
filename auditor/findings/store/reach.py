"""Which findings a decision is about: those named, and those that its reach takes in, now and to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from auditor.findings.states import ENDED, TODO, Choice, Reach, State, state_of
from auditor.findings.store.rows import LIFE, Decided, decided_of
from auditor.findings.store.schema import agencies, findings, rules, scopes

CHUNK = 500  # names in one IN (...)
CARRIED = frozenset({Choice.FALSE_ALARM, Choice.WAIVED})  # with a wider reach, findings to come take these


@dataclass(frozen=True, slots=True)
class Moment:
    """Who acts, and when: `now` is ISO time in UTC, `today` the day where the person sits."""

    who: str
    now: str
    today: date


@dataclass(frozen=True, slots=True)
class Known:
    """A finding that is to be decided."""

    id: int
    fingerprint: str
    rule: str
    agency: str
    year: int | None
    decided: Decided


def select_known(connection: Connection, fingerprints: Sequence[str], *, hold: bool = True) -> list[Known]:
    """The findings of these fingerprints, in their order; `hold`: nobody else may change them meanwhile."""
    found: dict[str, Known] = {}
    for start in range(0, len(fingerprints), CHUNK):
        some = fingerprints[start : start + CHUNK]
        chosen = _KNOWN.where(findings.c.fingerprint.in_(some))
        for row in connection.execute(chosen.with_for_update(of=findings) if hold else chosen):
            found[row.fingerprint] = known_of(row)
    return [found[name] for name in fingerprints if name in found]


_KNOWN = (
    select(findings.c.id, findings.c.fingerprint, rules.c.rule, agencies.c.key, findings.c.year, *LIFE)
    .join_from(findings, agencies)
    .join(rules, findings.c.rule_id == rules.c.id)
)


def known_of(row: Any) -> Known:
    """A row of the findings by fingerprint."""
    return Known(row[0], row[1], row[2], row[3], row[4], decided_of(row, 5))


def within_reach(
    connection: Connection, marked: Sequence[Known], reach: Reach, today: date
) -> tuple[list[Known], int]:
    """The other findings within reach that nobody has decided, and how many have been."""
    around: dict[str, Known] = {}
    for key in dict.fromkeys(scope_key(reach, k.rule, k.agency, k.year) for k in marked):
        if key is None:
            continue
        chosen = _KNOWN.where(_within(reach, *key))
        around |= {row.fingerprint: known_of(row) for row in connection.execute(chosen)}
    for known in marked:
        around.pop(known.fingerprint, None)
    states = {name: state_of(known.decided.life, today) for name, known in around.items()}
    free = [known for name, known in around.items() if states[name] in TODO]
    return free, sum(1 for state in states.values() if state not in TODO and state not in ENDED)


def count_reach(connection: Connection, marked: Sequence[Known], reach: Reach) -> tuple[int, int]:
    """As `within_reach`, in numbers."""
    keys = dict.fromkeys(scope_key(reach, k.rule, k.agency, k.year) for k in marked)
    near = or_(*(_within(reach, *key) for key in keys if key is not None))
    counted = (
        select(findings.c.state, func.count())
        .join_from(findings, agencies)
        .join(rules, findings.c.rule_id == rules.c.id)
        .where(near, findings.c.id.not_in([known.id for known in marked]))
        .group_by(findings.c.state)
    )
    found = {State(row[0]): int(row[1]) for row in connection.execute(counted)}
    free = sum(count for state, count in found.items() if state in TODO)
    return free, sum(n for state, n in found.items() if state not in TODO and state not in ENDED)


def _within(reach: Reach, rule: str, agency: str, year: int | None) -> ColumnElement[bool]:
    """What a reach takes in, as a condition."""
    if reach is Reach.AGENCY_RULE:
        return and_(rules.c.rule == rule, agencies.c.key == agency)
    return and_(rules.c.rule == rule, findings.c.year.is_(None) if year is None else findings.c.year == year)


def scope_key(reach: Reach, rule: str, agency: str, year: int | None) -> tuple[str, str, int | None] | None:
    """What a reach holds fast: rule and agency, or rule and year; None where it is one finding."""
    if reach is Reach.AGENCY_RULE:
        return (rule, agency, None)
    return (rule, "", year) if reach is Reach.RULE_YEAR else None


def add_scopes(
    connection: Connection,
    marked: Sequence[Known],
    choice: Choice,
    moment: Moment,
    reason: str,
    until: date | None,
    reach: Reach,
) -> tuple[list[int], list[int]]:
    """Standing decisions for what is to come: those that end, those that begin."""
    ended: list[int] = []
    begun: list[int] = []
    for key in dict.fromkeys(scope_key(reach, k.rule, k.agency, k.year) for k in marked):
        if key is None:
            continue
        rule, agency, year = key
        same = select(scopes.c.id).where(
            scopes.c.active == 1, scopes.c.reach == reach.value, scopes.c.rule == rule,
            scopes.c.agency == agency, scopes.c.year.is_(None) if year is None else scopes.c.year == year,
        )  # fmt: skip
        old = list(connection.execute(same).scalars())
        if old:
            connection.execute(update(scopes).where(scopes.c.id.in_(old)).values(active=0))
            ended += old
        if choice in CARRIED:
            values = {
                "reach": reach.value, "agency": agency, "rule": rule, "year": year, "choice": choice.value,
                "reason": reason.strip(), "until": until.isoformat() if until else None, "who": moment.who,
                "decided": moment.now, "active": 1,
            }  # fmt: skip
            begun.append(inserted(connection.execute(scopes.insert().values(values))))
    return ended, begun


def inserted(result: Any) -> int:
    """The id of a new row."""
    return int(result.inserted_primary_key[0])
