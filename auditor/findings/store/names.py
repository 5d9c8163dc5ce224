"""The small tables beside the findings: agencies and rules with their pinyin, their order in lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from auditor.findings.store.pinyin import spelled
from auditor.findings.store.reach import CHUNK
from auditor.findings.store.schema import agencies, findings, rules


def put_in_order(connection: Connection) -> None:
    """Ranks of agencies and rules, by pinyin and by id, where they have changed."""
    for table, columns, rank, key in (
        (agencies, (agencies.c.pinyin, agencies.c.unit, agencies.c.key), "agency_rank", findings.c.agency_id),
        (rules, (rules.c.pinyin, rules.c.rule), "rule_rank", findings.c.rule_id),
    ):
        ordered = connection.execute(select(table.c.id, table.c.rank).order_by(*columns)).all()
        moved = [
            {"the_id": row.id, "place": place} for place, row in enumerate(ordered, 1) if row.rank != place
        ]
        if moved:
            connection.execute(
                update(table).where(table.c.id == bindparam("the_id")).values(rank=bindparam("place")), moved
            )
        places = select(table.c.rank).where(table.c.id == key).scalar_subquery()
        connection.execute(update(findings).where(findings.c[rank] != places).values({rank: places}))


def rank_new(connection: Connection) -> None:
    """Ranks of findings that came in under agencies and rules that have their places already."""
    for table, rank, key in (
        (agencies, "agency_rank", findings.c.agency_id),
        (rules, "rule_rank", findings.c.rule_id),
    ):
        place = select(table.c.rank).where(table.c.id == key).scalar_subquery()
        connection.execute(update(findings).where(findings.c[rank] == 0).values({rank: place}))


def ids_by_name(
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
    called: dict[str, str] = {}
    for start in range(0, len(missing), CHUNK):
        some = missing[start : start + CHUNK]
        for row in connection.execute(select(key, table.c.id, table.c[name]).where(key.in_(some))):
            ids[row[0]], called[row[0]] = row[1], row[2]
    for word in missing:
        shown = wanted[word]
        if called.get(word) == shown:
            continue
        full, initials = spelled(shown) if name == "unit" else _rule_spelled(word, shown)
        values = {name: shown, "pinyin": full, "initials": initials}
        if word in ids:
            connection.execute(update(table).where(table.c.id == ids[word]).values(values))
        else:
            made = connection.execute(table.insert().values({key.name: word, **values})).inserted_primary_key
            ids[word] = int(made[0]) if made else 0
    return ids


def _rule_spelled(rule: str, name: str) -> tuple[str, str]:
    pairs = (spelled(rule), spelled(name))
    return " ".join(pair[0] for pair in pairs), " ".join(pair[1] for pair in pairs)
