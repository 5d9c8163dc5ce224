"""Looking: lists by filter and order, one finding whole, counts. Nothing here writes."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Text, case, cast, func, literal, select

from auditor.findings.model import Finding
from auditor.findings.states import TODO, State
from auditor.findings.store.codec import unpack
from auditor.findings.store.conditions import condition
from auditor.findings.store.filters import Filter
from auditor.findings.store.open import Store
from auditor.findings.store.reach import CHUNK
from auditor.findings.store.rows import LEVELS, LIFE, Decided, Line, decided_of, line_of, lines
from auditor.findings.store.schema import BY_AGENCY, BY_LEVEL, BY_RULE, agencies, evidence, findings, rules

ORDERS = ("agency", "rule", "level")
_C = findings.c
_YEAR = _C.year.desc().nulls_last()
# Order of lists: the index that has it, what makes a group, the order within a group's level.
_SORTS: dict[str, tuple[str, tuple[Any, ...], tuple[Any, ...]]] = {
    "agency": (str(BY_AGENCY.name), (_C.calm, _C.agency_rank, _C.year), (_C.rule_rank, _C.id)),
    "rule": (str(BY_RULE.name), (_C.calm, _C.rule_rank), (_C.agency_rank, _YEAR, _C.id)),
    "level": (str(BY_LEVEL.name), (_C.calm, _C.level), (_C.rule_rank, _C.agency_rank, _YEAR, _C.id)),
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


def look(store: Store, wanted: Filter, order: str = "agency") -> tuple[array[int], tuple[Group, ...]]:
    """The ids that match, in order, and their groups, in one pass. 100,000 ids take 0.8 MB."""
    index, heads, rest = _SORTS[order]
    parts = heads if order == "level" else (*heads, _C.level)
    todo = func.sum(case({state.value: 1 for state in sorted(TODO)}, value=_C.state, else_=0))
    # SQLite gathers in the order of the index it is told to use, all of it in a tenth of the time.
    ids: Any = func.group_concat(_C.id)
    if store.on_server:
        from sqlalchemy.dialects.postgresql import aggregate_order_by  # a tenth of a second to load

        ids = func.string_agg(cast(_C.id, Text), aggregate_order_by(literal(","), *rest))
    statement = select(*parts, todo, ids).where(condition(store, wanted)).group_by(*parts)
    with store.reading() as connection:
        options = {} if store.on_server else {"auditor_index": index}
        rows = [tuple(row) for row in connection.execute(statement, execution_options=options)]
        names = _names(connection, order)
    size = len(heads)
    by_year = order == "agency"
    rows.sort(key=lambda row: (row[0], row[1], -(row[2] or 0) if by_year else 0, row[len(parts) - 1]))
    found = array("q", json.loads(f"[{','.join(row[-1] for row in rows)}]"))
    groups: list[Group] = []
    at = 0
    for head, same in groupby(rows, key=lambda row: row[:size]):
        start, undecided, levels = at, 0, [0] * len(LEVELS)
        for row in same:
            count = row[-1].count(",") + 1
            at += count
            undecided += int(row[-2])
            levels[row[len(parts) - 1]] += count
        key, label = names[head[1]]
        year = head[2] if by_year else None
        made = (levels[0], levels[1], levels[2])
        groups.append(Group(key, label, year, not head[0], start, at - start, undecided, made))
    return found, tuple(groups)


def _names(connection: Connection, order: str) -> dict[int, tuple[str, str]]:
    """Key and label of a group, by what the list is grouped by."""
    if order == "level":
        return {rank: (level.value, level.value) for rank, level in enumerate(LEVELS)}
    columns = (
        (agencies.c.rank, agencies.c.key, agencies.c.unit)
        if order == "agency"
        else (rules.c.rank, rules.c.rule, rules.c.name)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(select(*columns))}


def lines_of(store: Store, ids: Iterable[int]) -> list[Line]:
    """The lines of these ids, in their order."""
    wanted = list(ids)
    found: dict[int, Line] = {}
    with store.reading() as connection:
        for start in range(0, len(wanted), CHUNK):
            chosen = lines().where(_C.id.in_(wanted[start : start + CHUNK]))
            found |= {row[0]: line_of(row) for row in connection.execute(chosen)}
    return [found[key] for key in wanted if key in found]


def marks_of(store: Store, ids: Sequence[int], seen: int) -> list[tuple[str, int]]:
    """Fingerprint and version of these ids, for a decision on many. What changed after the change
    `seen` has the version −1, which no finding has: nobody has looked at it as it is now."""
    found: dict[int, tuple[str, int]] = {}
    with store.reading() as connection:
        for start in range(0, len(ids), CHUNK):
            chosen = select(_C.id, _C.fingerprint, _C.version, _C.changed).where(
                _C.id.in_(ids[start : start + CHUNK])
            )
            found |= {
                row[0]: (row[1], row[2] if row[3] <= seen else -1) for row in connection.execute(chosen)
            }
    return [found[key] for key in ids if key in found]


def find(store: Store, prefix: str, limit: int = 5) -> list[Line]:
    """The findings whose fingerprint begins with `prefix`, at most `limit`."""
    if not prefix or not all(char in "0123456789abcdef" for char in prefix):
        return []
    beyond = f"{prefix}g"  # no LIKE: that looks at every fingerprint
    chosen = (
        lines().where(_C.fingerprint >= prefix, _C.fingerprint < beyond).order_by(_C.fingerprint).limit(limit)
    )
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
    statement = select(_C.state, func.count()).where(condition(store, wanted)).group_by(_C.state)
    with store.reading() as connection:
        return {State(row[0]): row[1] for row in connection.execute(statement)}


def waiting(store: Store) -> frozenset[int]:
    """The ids of the findings that wait for a decision."""
    statement = select(_C.id).where(_C.state.in_([state.value for state in sorted(TODO)]))
    with store.reading() as connection:
        return frozenset(connection.execute(statement).scalars())


def total(store: Store) -> int:
    """How many findings there are."""
    with store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(findings)).scalar_one())


def changed_since(store: Store, change: int) -> tuple[int, list[int]]:
    """The number of the last change, and the ids of the findings changed after `change`."""
    now = store.change()
    if now == change:
        return now, []
    statement = select(_C.id).where(_C.changed > change, _C.changed <= now)
    with store.reading() as connection:
        return now, list(connection.execute(statement).scalars())


def twins(store: Store, line: Line) -> list[Line]:
    """The findings of the same report and cause, `line` among them."""
    chosen = (
        lines().where(_C.file == line.file, _C.cause == line.cause).order_by(_C.level, _C.rule_rank, _C.id)
    )
    with store.reading() as connection:
        return [line_of(row) for row in connection.execute(chosen)]


def due(store: Store, today: date) -> bool:
    """Whether any decision's day may have come."""
    chosen = select(_C.id).where(_C.until.is_not(None), _C.until <= today.isoformat()).limit(1)
    with store.reading() as connection:
        return connection.execute(chosen).first() is not None
