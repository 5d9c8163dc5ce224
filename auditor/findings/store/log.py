"""Reading the log, and what each person left for the next time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select

from auditor.findings.states import Reach, State
from auditor.findings.store.open import Store
from auditor.findings.store.rows import day
from auditor.findings.store.schema import agencies, log, places

_REASONS_FROM = 5000  # lines of the log that are looked through


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log. `at` is ISO time in UTC; `action` one of decide undo redo run import expire;
    `before` is None for what was new."""

    id: int
    at: str
    who: str
    action: str
    fingerprint: str
    rule: str
    agency: str
    unit: str
    year: int | None
    before: State | None
    after: State
    reason: str
    until: date | None
    reach: Reach
    step: int | None


def entries(
    store: Store, *, fingerprint: str = "", limit: int = 100, people_only: bool = False, before: int = 0
) -> list[Entry]:
    """The last lines, newest first; those before line `before` where it is given."""
    statement = select(log, agencies.c.unit).outerjoin(agencies, agencies.c.key == log.c.agency)
    if fingerprint:
        statement = statement.where(log.c.fingerprint == fingerprint)
    if people_only:
        statement = statement.where(log.c.action.in_(("decide", "undo", "redo", "import")))
    if before:
        statement = statement.where(log.c.id < before)
    with store.reading() as connection:
        rows = connection.execute(statement.order_by(log.c.id.desc()).limit(limit)).all()
    return [
        Entry(
            row.id, row.at, row.who, row.action, row.fingerprint, row.rule, row.agency, row.unit or "",
            row.year, State(row.before) if row.before else None, State(row.after), row.reason,
            day(row.until), Reach(row.reach), row.step_id,
        )
        for row in rows
    ]  # fmt: skip


def reasons(store: Store, limit: int) -> list[str]:
    """The last reasons that people wrote, each once, newest first; of the last few thousand lines."""
    recent = select(func.max(log.c.id) - _REASONS_FROM).scalar_subquery()
    chosen = (
        select(log.c.reason)
        .where(log.c.id > recent, log.c.action == "decide", log.c.reason != "")
        .group_by(log.c.reason)
        .order_by(func.max(log.c.id).desc())
        .limit(limit)
    )
    with store.reading() as connection:
        return list(connection.execute(chosen).scalars())


def left_at(store: Store, who: str, key: str) -> Any:
    """What `who` left under `key`, None where nothing."""
    with store.reading() as connection:
        text = connection.execute(
            select(places.c.value).where(places.c.who == who, places.c.key == key)
        ).scalar()
    return None if not text else json.loads(text)


def leave(store: Store, who: str, key: str, value: Any) -> None:
    """Keep `value` (plain JSON) for `who` under `key`."""
    with store.writing() as (connection, _):
        connection.execute(delete(places).where(places.c.who == who, places.c.key == key))
        text = json.dumps(value)  # in ASCII: a path may hold what no database takes
        connection.execute(places.insert().values(who=who, key=key, value=text))
