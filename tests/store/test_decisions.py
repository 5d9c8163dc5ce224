"""Deciding: one step, no conflict written over, undo without end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.findings.states import Choice, Reach, State
from auditor.findings.store.decisions import Conflict, decide, redo, undo, undoable
from auditor.findings.store.log import entries
from auditor.findings.store.open import Store, StoreFault, open_store
from auditor.findings.store.query import changed_since, whole
from tests.store.make import TODAY, finding, lines, moment, run

LATER = TODAY + timedelta(days=30)
MANY = [finding(f"表三.{name}") for name in ("自然人", "商业企业", "科研机构")]
OTHERS = [
    finding("表三.总计", year=2023), finding("表三.总计", "文表-101"), finding(unit="云山镇人民政府"),
]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "审核.sqlite")
    run(made, [*MANY, *OTHERS])
    yield made
    made.close()


def marks(store: Store, typed: str = "") -> list[tuple[str, int]]:
    return [(line.fingerprint, line.version) for line in lines(store, typed)]


def states(store: Store) -> dict[str, State]:
    return {line.fingerprint: line.state for line in lines(store)}


def test_many_are_decided_in_one_step_and_undone_in_one(store: Store) -> None:
    before = states(store)
    done = decide(store, marks(store), Choice.CONFIRMED, moment())
    assert (done.label, len(done.changed)) == ("6 条改为属实", 6)
    assert set(states(store).values()) == {State.CONFIRMED}
    assert undoable(store, "王芳") == ("6 条改为属实", "")
    back = undo(store, moment(at=1))
    assert (back.label, sorted(back.changed)) == ("6 条改为属实", sorted(done.changed))
    assert states(store) == before
    assert undoable(store, "王芳") == ("", "6 条改为属实")
    assert redo(store, moment(at=2)).label == "6 条改为属实"
    assert set(states(store).values()) == {State.CONFIRMED}


def test_undo_goes_on_after_a_restart_to_the_very_first_decision(tmp_path: Path) -> None:
    path = tmp_path / "审核.sqlite"
    store = open_store(path)
    run(store, MANY)
    choices = [Choice.CONFIRMED, Choice.FALSE_ALARM, Choice.OPEN, Choice.FIXED, Choice.CONFIRMED]
    for at, choice in enumerate(choices):
        decide(store, marks(store)[:1], choice, moment(at=at))
    store.close()
    store = open_store(path)
    first = MANY[0].fingerprint
    seen = []
    for at in range(10, 16):
        undo(store, moment(at=at))
        seen.append(states(store)[lines(store)[0].fingerprint])
    assert seen == [State.FIXED, State.OPEN, State.FALSE_ALARM, State.CONFIRMED, State.OPEN, State.OPEN]
    assert undo(store, moment()).label == ""
    for at in range(20, 25):
        redo(store, moment(at=at))
    assert next(iter(states(store).values())) is State.CONFIRMED
    assert first in states(store)
    store.close()


def test_a_new_decision_ends_what_could_be_redone(store: Store) -> None:
    decide(store, marks(store)[:1], Choice.CONFIRMED, moment())
    undo(store, moment(at=1))
    decide(store, marks(store)[1:2], Choice.FIXED, moment(at=2))
    assert undoable(store, "王芳") == ("1 条改为已整改", "")
    assert redo(store, moment(at=3)).label == ""


def test_a_decision_on_what_was_shown_before_is_a_conflict_and_the_rest_is_decided(store: Store) -> None:
    shown = marks(store)
    decide(store, shown[:1], Choice.WAIVED, moment("李强", 1), reason="已报批", until=LATER)
    done = decide(store, shown[:2], Choice.CONFIRMED, moment("王芳", 2))
    assert done.changed == (shown[1][0],)
    assert done.conflicts == (
        Conflict(shown[0][0], State.WAIVED, "李强", "2025-03-01T02:00:00.000001+00:00"),
    )
    assert states(store)[shown[0][0]] is State.WAIVED


def test_one_persons_undo_leaves_what_another_decided_since(store: Store) -> None:
    decide(store, marks(store)[:2], Choice.CONFIRMED, moment("王芳", 1))
    taken = marks(store)[0]
    decide(store, [taken], Choice.FALSE_ALARM, moment("李强", 2))
    back = undo(store, moment("王芳", 3))
    assert [item.fingerprint for item in back.conflicts] == [taken[0]]
    assert (states(store)[taken[0]], len(back.changed)) == (State.FALSE_ALARM, 1)
    assert undoable(store, "李强")[0] == "1 条改为误报"


def test_undo_leaves_what_a_run_has_reopened_since(store: Store) -> None:
    decide(store, [(MANY[0].fingerprint, 0)], Choice.CONFIRMED, moment())
    run(store, [replace(MANY[0], evidence_hash="1" * 24), *MANY[1:], *OTHERS])
    back = undo(store, moment(at=1))
    assert [item.state for item in back.conflicts] == [State.EVIDENCE_CHANGED]
    assert states(store)[MANY[0].fingerprint] is State.EVIDENCE_CHANGED


@pytest.mark.parametrize(
    ("reach", "carried", "untouched"),
    [
        (Reach.FINDING, 0, 5),
        (Reach.AGENCY_RULE, 3, 2),  # the other two of 2024, and that of 2023
        (Reach.RULE_YEAR, 3, 2),  # the other two, and that of the other agency
    ],
)
def test_reach_takes_in_what_is_undecided(store: Store, reach: Reach, carried: int, untouched: int) -> None:
    done = decide(store, [(MANY[0].fingerprint, 0)], Choice.FALSE_ALARM, moment(), reason="口径", reach=reach)
    assert (done.carried, done.left, len(done.changed)) == (carried, 0, carried + 1)
    assert done.changed[0] == MANY[0].fingerprint
    assert list(states(store).values()).count(State.OPEN) == untouched
    undo(store, moment(at=1))
    assert set(states(store).values()) == {State.OPEN}


def test_reach_leaves_what_has_a_decision_of_its_own(store: Store) -> None:
    decide(store, [(MANY[1].fingerprint, 0)], Choice.CONFIRMED, moment())
    done = decide(
        store, [(MANY[0].fingerprint, 0)], Choice.FALSE_ALARM, moment(at=1), reach=Reach.AGENCY_RULE
    )
    assert (done.carried, done.left) == (2, 1)
    assert states(store)[MANY[1].fingerprint] is State.CONFIRMED


def test_undo_of_a_wide_decision_ends_it_for_findings_to_come(store: Store) -> None:
    decide(store, [(MANY[0].fingerprint, 0)], Choice.FALSE_ALARM, moment(), reach=Reach.AGENCY_RULE)
    undo(store, moment(at=1))
    new = finding("表三.其他")
    run(store, [*MANY, *OTHERS, new])
    assert states(store)[new.fingerprint] is State.OPEN
    redo(store, moment(at=2))
    newer = finding("表三.社会公益组织")
    run(store, [*MANY, *OTHERS, new, newer])
    assert states(store)[newer.fingerprint] is State.FALSE_ALARM


def test_what_is_gone_is_not_decided(store: Store) -> None:
    from tests.store.make import sheet

    run(store, [*MANY[1:], *OTHERS], [sheet(content="b"), sheet(year=2023), sheet(unit="云山镇人民政府")])
    done = decide(store, [(MANY[0].fingerprint, 0)], Choice.CONFIRMED, moment())
    assert (done.ended, done.changed, done.label) == (1, (), "")


def test_saying_what_stands_already_is_no_step(store: Store) -> None:
    decide(store, marks(store)[:1], Choice.CONFIRMED, moment())
    assert decide(store, marks(store)[:1], Choice.CONFIRMED, moment(at=1)).label == ""
    assert undoable(store, "王芳")[0] == "1 条改为属实"
    assert decide(store, [("f" * 24, 0)], Choice.CONFIRMED, moment(at=2)).changed == ()


def test_every_change_is_in_the_log_with_who_when_from_to_and_why(store: Store) -> None:
    mark = marks(store)[:1]
    decide(store, mark, Choice.WAIVED, moment("李强", 7), reason="已报批", until=LATER)
    undo(store, moment("李强", 8))
    last, first, new = entries(store, fingerprint=mark[0][0])
    assert (first.who, first.at, first.before, first.after, first.reason, first.until, first.action) == (
        "李强", "2025-03-01T02:00:00.000007+00:00", State.OPEN, State.WAIVED, "已报批", LATER, "decide"
    )  # fmt: skip
    assert (last.action, last.before, last.after, last.step) == ("undo", State.WAIVED, State.OPEN, first.step)
    assert (new.action, new.before, new.after) == ("run", None, State.OPEN)


def test_changes_are_counted_and_named(store: Store) -> None:
    now = store.change()
    assert changed_since(store, now) == (now, [])
    decide(store, marks(store)[:2], Choice.CONFIRMED, moment("李强"))
    after, ids = changed_since(store, now)
    assert (after, sorted(ids)) == (now + 1, sorted(line.id for line in lines(store, "状态:属实")))


def test_a_store_opened_to_be_read_refuses_to_be_written(store: Store, tmp_path: Path) -> None:
    reader = open_store(tmp_path / "审核.sqlite", readonly=True)
    with pytest.raises(StoreFault) as caught:
        decide(reader, marks(reader)[:1], Choice.CONFIRMED, moment())
    assert caught.value.diagnostic.code == "store.readonly"
    assert len(lines(reader)) == 6
    reader.close()


WHO = st.sampled_from(["王芳", "李强"])
STEP = st.one_of(
    st.tuples(
        st.just("decide"), WHO, st.lists(st.integers(0, 5), min_size=1, max_size=4, unique=True),
        st.sampled_from(Choice), st.sampled_from(Reach),
    ),
    st.tuples(st.sampled_from(["undo", "redo"]), WHO),
)  # fmt: skip


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=10))
def test_whatever_one_person_alone_decides_undo_leads_back_and_redo_forth(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[object, ...]]
) -> None:
    store = open_store(tmp_path_factory.mktemp("s") / "x.sqlite")
    run(store, [*MANY, *OTHERS])
    fingerprints = [line.fingerprint for line in lines(store)]

    def look() -> list[object]:
        found = [whole(store, name) for name in fingerprints]
        return [(f[1].life, f[1].reason, f[1].reach, f[1].who) for f in found if f is not None]

    start = look()
    for at, step in enumerate(steps):
        if step[0] == "decide":
            _, _, numbers, choice, reach = step
            shown = {line.fingerprint: line.version for line in lines(store)}
            picked = [(fingerprints[n], shown[fingerprints[n]]) for n in numbers]  # type: ignore[attr-defined]
            until = LATER if choice in (Choice.WAIVED, Choice.LATER) else None
            decide(store, picked, choice, moment(at=at), reason="r", until=until, reach=reach)  # type: ignore[arg-type]
        else:
            (undo if step[0] == "undo" else redo)(store, moment(at=at))
    while redo(store, moment(at=50)).label:
        pass
    end = look()
    undone = 0
    while undo(store, moment(at=60)).label:
        undone += 1
    assert look() == start
    for _ in range(undone):
        assert not redo(store, moment(at=70)).conflicts
    assert look() == end
    store.close()
