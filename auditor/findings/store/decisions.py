"""Deciding, undoing, redoing: each one transaction, each change in the log, none over another's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from auditor.findings.states import (
    CHOICE_WORDS,
    ENDED,
    REACH_WORDS,
    TODO,
    Choice,
    Reach,
    State,
    decided,
    settled,
    state_of,
)
from auditor.findings.store.open import Store
from auditor.findings.store.reach import (
    Known,
    Moment,
    add_scopes,
    inserted,
    select_known,
    within_reach,
)
from auditor.findings.store.rows import Decided, columns_of, dumps, loads, storable
from auditor.findings.store.schema import findings, log, scopes, step_items, steps


@dataclass(frozen=True, slots=True)
class Conflict:
    """A finding that somebody else decided since it was looked at: what stands now, and whose."""

    fingerprint: str
    state: State
    who: str
    decided: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a decision, an undo or a redo did. `changed`: fingerprints, those asked for first;
    `carried`: how many of them came in by reach alone; `left`: how many within reach had a decision
    of their own and kept it; `ended`: how many are 已消除 or 不再报, where nothing is to be decided;
    `label` says in Chinese what was done, "" where there was nothing to do. `change` is the number of
    this change of the store, `waiting` how many more findings wait since."""

    label: str = ""
    step: int = 0
    changed: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    carried: int = 0
    left: int = 0
    ended: int = 0
    change: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A finding and the decision to come."""

    known: Known
    after: Decided


def decide(
    store: Store,
    marks: Sequence[tuple[str, int]],
    choice: Choice,
    moment: Moment,
    *,
    reason: str = "",
    until: date | None = None,
    reach: Reach = Reach.FINDING,
) -> Done:
    """Decide the findings of `marks` (fingerprint, version as it was shown). One undo step. What is
    not as it was shown is left alone and named in `conflicts`; the rest is decided."""
    wanted, reason = dict(marks), storable(reason)
    with store.writing() as (connection, number):
        known = select_known(connection, list(wanted))
        conflicts = tuple(conflict_of(k, moment) for k in known if k.decided.version != wanted[k.fingerprint])
        sound = [k for k in known if k.decided.version == wanted[k.fingerprint]]
        alive = [k for k in sound if state_of(k.decided.life, moment.today) not in ENDED]
        around, left = within_reach(connection, alive, reach, moment.today)
        changes = [Change(k, _after(k, choice, moment, reason, until, reach)) for k in (*alive, *around)]
        changes = [change for change in changes if not _same(change)]
        ended = len(sound) - len(alive)
        if not changes:
            return Done("", 0, (), conflicts, 0, left, ended, number)
        label = _label(choice, len(changes), reach)
        step = new_step(connection, moment, label, len(changes))
        if reach is not Reach.FINDING:
            made = add_scopes(connection, alive, choice, moment, reason, until, reach)
            before, after = ",".join(map(str, made[0])), ",".join(map(str, made[1]))
            connection.execute(
                update(steps).where(steps.c.id == step).values(scope_before=before, scope_after=after)
            )
        write(connection, changes, number, moment, "decide", step)
        put_items(connection, changes, step)
    named = tuple(change.known.fingerprint for change in changes)
    waiting = _waiting(changes, moment)
    return Done(label, step, named, conflicts, len(around), left, ended, number, waiting)


def undo(store: Store, moment: Moment) -> Done:
    """Take back this person's last decision that is not taken back yet. Findings that someone else
    has decided since stay as they are and are named in `conflicts`."""
    return _turn(store, moment, "undo")


def redo(store: Store, moment: Moment) -> Done:
    """Do again what this person's last undo took back."""
    return _turn(store, moment, "redo")


def undoable(store: Store, who: str) -> tuple[str, str]:
    """What undo and redo would do, in Chinese; "" where there is nothing."""
    with store.reading() as connection:
        pair = [connection.execute(_next_step(who, action)).first() for action in ("undo", "redo")]
    first, second = (row.label if row is not None else "" for row in pair)
    return first, second


def _next_step(who: str, action: str) -> Any:
    chosen = select(steps.c.id, steps.c.label, steps.c.scope_before, steps.c.scope_after).where(
        steps.c.who == who, steps.c.state == ("done" if action == "undo" else "undone")
    )
    return chosen.order_by(steps.c.id.desc() if action == "undo" else steps.c.id).limit(1)


def _turn(store: Store, moment: Moment, action: str) -> Done:
    undoing = action == "undo"
    with store.writing() as (connection, number):
        step = connection.execute(_next_step(moment.who, action)).first()
        if step is None:
            return Done(change=number)
        items = {
            row.fingerprint: row
            for row in connection.execute(select(step_items).where(step_items.c.step_id == step.id))
        }
        known = select_known(connection, list(items))
        goals = {f: (loads(item.before), loads(item.after)) for f, item in items.items()}
        changes: list[Change] = []
        conflicts: list[Conflict] = []
        for k in known:
            before, after = goals[k.fingerprint]
            origin, goal = (after, before) if undoing else (before, after)
            if _core(k.decided) != _core(origin):  # decided by others since, or reopened by a run
                conflicts.append(conflict_of(k, moment))
                continue
            # The standing is the run's, not the person's: it stays.
            life = settled(replace(goal.life, standing=k.decided.life.standing), moment.today)
            changes.append(Change(k, replace(goal, life=life, version=k.decided.version + 1)))
        write(connection, changes, number, moment, action, step.id)
        for ids, active in ((step.scope_before, undoing), (step.scope_after, not undoing)):
            if ids:
                chosen = [int(part) for part in ids.split(",")]
                connection.execute(
                    update(scopes).where(scopes.c.id.in_(chosen)).values(active=1 if active else 0)
                )
        connection.execute(
            update(steps).where(steps.c.id == step.id).values(state="undone" if undoing else "done")
        )
    named = tuple(change.known.fingerprint for change in changes)
    waiting = _waiting(changes, moment)
    return Done(step.label, step.id, named, tuple(conflicts), change=number, waiting=waiting)


def _waiting(changes: Iterable[Change], moment: Moment) -> int:
    """How many more findings wait for a decision after `changes`."""
    return sum(
        (state_of(change.after.life, moment.today) in TODO)
        - (state_of(change.known.decided.life, moment.today) in TODO)
        for change in changes
    )


def _core(decided: Decided) -> tuple[object, ...]:
    """What a person decided, without what runs did to it. Its time makes it that decision alone."""
    life = decided.life
    return (life.choice, life.until, life.reopened, life.was, decided.reason, decided.reach, decided.who,
            decided.decided)  # fmt: skip


def conflict_of(known: Known, moment: Moment) -> Conflict:
    """What stands of a finding that is not as it was thought."""
    state = state_of(known.decided.life, moment.today)
    return Conflict(known.fingerprint, state, known.decided.who, known.decided.decided)


def _after(
    known: Known, choice: Choice, moment: Moment, reason: str, until: date | None, reach: Reach
) -> Decided:
    life = decided(known.decided.life, choice, until)
    version = known.decided.version + 1
    return Decided(life, reason.strip(), reach, moment.who, moment.now, version)


def _same(change: Change) -> bool:
    """Whether the decision says what stands already."""
    old, new = change.known.decided, change.after
    return (
        (old.life.choice, old.life.until, old.reason, old.reach)
        == (new.life.choice, new.life.until, new.reason, new.reach)
        and old.life.reopened is None
    )  # fmt: skip


def _label(choice: Choice, count: int, reach: Reach) -> str:
    wide = "" if reach is Reach.FINDING else f"（{REACH_WORDS[reach]}）"
    return f"{count:,} 条改为{CHOICE_WORDS[choice]}{wide}"


def new_step(connection: Connection, moment: Moment, label: str, count: int) -> int:
    """A step; what this person had undone before can be done again no more."""
    connection.execute(
        update(steps).where(steps.c.who == moment.who, steps.c.state == "undone").values(state="dropped")
    )
    values = {"at": moment.now, "who": moment.who, "label": label, "count": count}
    return inserted(connection.execute(steps.insert().values(values)))


def put_items(connection: Connection, changes: Iterable[Change], step: int) -> None:
    """What undo will find of a step."""
    connection.execute(
        step_items.insert(),
        [
            {
                "step_id": step,
                "fingerprint": change.known.fingerprint,
                "before": dumps(change.known.decided),
                "after": dumps(change.after),
            }
            for change in changes
        ],
    )


_SET = update(findings).where(findings.c.id == bindparam("the_id"))


def write(
    connection: Connection,
    changes: Iterable[Change],
    number: int,
    moment: Moment,
    action: str,
    step: int | None,
) -> None:
    """The new decisions and their lines in the log."""
    rows, lines = [], []
    for change in changes:
        known, after = change.known, change.after
        rows.append({"the_id": known.id, "changed": number, **columns_of(after, moment.today)})
        lines.append(
            log_row(
                moment, action, known.fingerprint, known.rule, known.agency, known.year,
                state_of(known.decided.life, moment.today), state_of(after.life, moment.today),
                after.reason, after.life.until, after.reach, step,
            )
        )  # fmt: skip
    if rows:
        connection.execute(_SET, rows)
        connection.execute(log.insert(), lines)


def log_row(
    moment: Moment,
    action: str,
    fingerprint: str,
    rule: str,
    agency: str,
    year: int | None,
    before: State | None,
    after: State,
    reason: str = "",
    until: date | None = None,
    reach: Reach = Reach.FINDING,
    step: int | None = None,
) -> dict[str, object]:
    """A line of the log. `before` is None for a finding that was not known."""
    return {
        "at": moment.now, "who": moment.who, "action": action, "fingerprint": fingerprint, "rule": rule,
        "agency": agency, "year": year, "before": before.value if before else "", "after": after.value,
        "reason": reason, "until": until.isoformat() if until else None, "reach": reach.value,
        "step_id": step,
    }  # fmt: skip
