"""Looking: lists by filter and order, one finding whole, counts. Nothing here writes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, true

from auditor.findings.model import Finding
from auditor.findings.states import TODO, State
from auditor.findings.store.codec import unpack
from auditor.findings.store.decisions import CHUNK
from auditor.findings.store.filters import Filter, Term
from auditor.findings.store.open import Store
from auditor.findings.store.rows import LEVELS, LIFE, Decided, Line, decided_of, line_of, lines
from auditor.findings.store.schema import agencies, evidence, findings, rules

ORDERS = ("agency", "rule", "level")
_C = findings.c
_SORTS: dict[str, tuple[Any, ...]] = {
    "agency": (_C.calm, _C.agency_rank, _C.year.desc(), _C.level, _C.rule_rank, _C.id),
    "rule": (_C.calm, _C.rule_rank, _C.level, _C.agency_rank, _C.year.desc(), _C.id),
    "level": (_C.calm, _C.level, _C.rule_rank, _C.agency_rank, _C.year.desc(), _C.id),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A run of rows of one agency and year, one rule or one level. `start` is the index of its first
    row; `reopened`: it stands in the part that is listed first; `levels`: counts of 错误, 警告, 提示."""

    key: str
    label: str
    year: int | None
    reopened: bool
    start: int
    count: int
    todo: int
    levels: tuple[int, int, int]


def ids_of(store: Store, wanted: Filter, order: str = "agency") -> array[int]:
    """The ids that match, in order. 100,000 take 0.8 MB."""
    statement = select(_C.id).where(condition(wanted)).order_by(*_SORTS[order])
    with store.reading() as connection:
        return array("q", connection.execute(statement).scalars())


def groups_of(store: Store, wanted: Filter, order: str = "agency") -> tuple[Group, ...]:
    """The groups of the same list."""
    todo = func.sum(_case(_C.state.in_([state.value for state in TODO])))
    counts = [func.sum(_case(_C.level == rank)) for rank in range(len(LEVELS))]
    match order:
        case "agency":
            heads = (_C.calm, _C.agency_rank, _C.agency_id, _C.year)
            sort: tuple[Any, ...] = (_C.calm, _C.agency_rank, _C.year.desc())
        case "rule":
            heads, sort = (_C.calm, _C.rule_rank, _C.rule_id), (_C.calm, _C.rule_rank)
        case _:
            heads, sort = (_C.calm, _C.level), (_C.calm, _C.level)
    statement = select(*heads, func.count(), todo, *counts).where(condition(wanted))
    with store.reading() as connection:
        rows = connection.execute(statement.group_by(*heads).order_by(*sort)).all()
        names = _names(connection, order)
    made: list[Group] = []
    start = 0
    for row in rows:
        *head, count, undecided, first, second, third = row
        key, label = names[head[2] if order != "level" else head[1]]
        year = head[3] if order == "agency" else None
        made.append(
            Group(key, label, year, not head[0], start, count, int(undecided), (int(first), int(second), int(third)))
        )
        start += count
    return tuple(made)


def _case(test: ColumnElement[bool]) -> ColumnElement[int]:
    from sqlalchemy import case

    return case((test, 1), else_=0)


def _names(connection: Any, order: str) -> dict[int, tuple[str, str]]:
    if order == "level":
        return {rank: (level.value, level.value) for rank, level in enumerate(LEVELS)}
    table, key, name = (
        (agencies, agencies.c.key, agencies.c.unit) if order == "agency" else (rules, rules.c.rule, rules.c.name)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(select(table.c.id, key, name))}


def lines_of(store: Store, ids: Iterable[int]) -> list[Line]:
    """The lines of these ids, in their order."""
    wanted = list(ids)
    found: dict[int, Line] = {}
    with store.reading() as connection:
        for start in range(0, len(wanted), CHUNK):
            chosen = lines().where(_C.id.in_(wanted[start : start + CHUNK]))
            found |= {row[0]: line_of(row) for row in connection.execute(chosen)}
    return [found[key] for key in wanted if key in found]


def marks_of(store: Store, ids: Sequence[int]) -> list[tuple[str, int]]:
    """Fingerprint and version of these ids, for a decision on many."""
    found: dict[int, tuple[str, int]] = {}
    with store.reading() as connection:
        for start in range(0, len(ids), CHUNK):
            chosen = select(_C.id, _C.fingerprint, _C.version).where(_C.id.in_(ids[start : start + CHUNK]))
            found |= {row[0]: (row[1], row[2]) for row in connection.execute(chosen)}
    return [found[key] for key in ids if key in found]


def find(store: Store, prefix: str, limit: int = 5) -> list[Line]:
    """The findings whose fingerprint begins with `prefix`, at most `limit`."""
    if not prefix or not all(char in "0123456789abcdef" for char in prefix):
        return []
    chosen = lines().where(_C.fingerprint.startswith(prefix, autoescape=True)).order_by(_C.fingerprint).limit(limit)
    with store.reading() as connection:
        return [line_of(row) for row in connection.execute(chosen)]


def whole(store: Store, fingerprint: str) -> tuple[Finding, Decided] | None:
    """A finding with its evidence, and its decision."""
    statement = (
        select(evidence.c.data, *LIFE).join_from(evidence, findings).where(_C.fingerprint == fingerprint)
    )
    with store.reading() as connection:
        row = connection.execute(statement).first()
    return None if row is None else (unpack(row[0]), decided_of(row, 1))


def counts_of(store: Store, wanted: Filter = Filter()) -> dict[State, int]:  # noqa: B008
    """How many findings are in each state."""
    statement = select(_C.state, func.count()).where(condition(wanted)).group_by(_C.state)
    with store.reading() as connection:
        return {State(row[0]): row[1] for row in connection.execute(statement)}


def changed_since(store: Store, change: int) -> tuple[int, list[int]]:
    """The number of the last change, and the ids of the findings changed after `change`."""
    now = store.change()
    if now == change:
        return now, []
    statement = select(_C.id).where(_C.changed > change, _C.changed <= now)
    with store.reading() as connection:
        return now, list(connection.execute(statement).scalars())


def condition(wanted: Filter) -> ColumnElement[bool]:
    """The filter as a condition on the findings table."""
    made = [not_(_one(term)) if term.negated else _one(term) for term in wanted.terms]
    return and_(*made) if made else true()


def _one(term: Term) -> ColumnElement[bool]:
    return or_(*(_value(term.key, value) for value in term.values))


def _value(key: str, value: str) -> ColumnElement[bool]:
    match key:
        case "level":
            return _C.level == int(value)
        case "state":
            return _C.state == value
        case "year":
            if value == "none":
                return _C.year.is_(None)
            first, _, last = value.partition("-")
            return and_(_C.year.is_not(None), _C.year.between(int(first), int(last or first)))
        case "rule":
            return _rule(value)
        case "agency":
            return _agency(value)
        case "file":
            return func.lower(_C.file).contains(value, autoescape=True)
        case "who":
            return _C.who.contains(value, autoescape=True)
        case _:
            return or_(
                _agency(value), _rule(value), _C.words.contains(value, autoescape=True),
                _C.fingerprint.startswith(value, autoescape=True) if len(value) >= 8 else _C.id < 0,
            )  # fmt: skip


def _agency(value: str) -> ColumnElement[bool]:
    return _C.agency_id.in_(select(agencies.c.id).where(_spelt(agencies.c.unit, agencies, value)))


def _rule(value: str) -> ColumnElement[bool]:
    either = or_(_spelt(rules.c.name, rules, value), func.lower(rules.c.rule).contains(value, autoescape=True))
    return _C.rule_id.in_(select(rules.c.id).where(either))


def _spelt(name: Any, table: Any, value: str) -> ColumnElement[bool]:
    by_name: ColumnElement[bool] = func.lower(name).contains(value, autoescape=True)
    if not value.isascii():
        return by_name
    return or_(
        by_name,
        table.c.initials.contains(value, autoescape=True),
        table.c.pinyin.contains(value, autoescape=True),
    )


def twins(store: Store, line: Line) -> list[Line]:
    """The findings of the same report and cause, `line` among them."""
    chosen = lines().where(_C.file == line.file, _C.cause == line.cause).order_by(_C.level, _C.rule_rank, _C.id)
    with store.reading() as connection:
        return [line_of(row) for row in connection.execute(chosen)]


def due(store: Store, today: date) -> bool:
    """Whether any decision's day may have come."""
    chosen = select(_C.id).where(_C.until.is_not(None), _C.until <= today.isoformat()).limit(1)
    with store.reading() as connection:
        return connection.execute(chosen).first() is not None
