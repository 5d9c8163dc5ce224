"""Two people on one PostgreSQL: the same code, each sees the other, nobody writes over anybody."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date

import pytest

from auditor.base.paths import packaged
from auditor.findings.states import Choice, Reach, State
from auditor.findings.store.decisions import decide, undo
from auditor.findings.store.filters import Filter, parse_filter
from auditor.findings.store.log import entries
from auditor.findings.store.open import StoreFault, open_store
from auditor.findings.store.query import look, whole
from auditor.triage import Listing, Session
from tests.store.make import finding, lines, moment, run, sheet

UNITS = ("青石街道办事处", "安溪镇人民政府", "")
SOME = [
    finding(f"表三.{n}", unit=unit, year=year) for n in range(4) for unit in UNITS for year in (2024, None)
]


def test_lists_filters_and_groups_are_those_of_a_file(
    database: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    server = open_store(database)
    file = open_store(tmp_path_factory.mktemp("s") / "审核.sqlite")
    for store in (server, file):
        run(store, SOME)
        run(
            store,
            [replace(SOME[0], evidence_hash="1" * 24), *SOME[2:]],
            [sheet(u, y) for u in UNITS for y in (2024, None)],
        )
        decide(store, [(SOME[3].fingerprint, 0)], Choice.FALSE_ALARM, moment())
    for typed in (
        "",
        "qsjd",
        "级别:错误 !状态:误报",
        "状态:不再报",
        "年度:2024",
        "!年度:2024",
        "相差",
        "表三.1",
        "%",
        "a' or",
    ):
        for order in ("agency", "rule", "level"):
            wanted = parse_filter(typed)
            assert isinstance(wanted, Filter)
            shown = [[line.fingerprint for line in lines(store, typed, order)] for store in (server, file)]
            assert shown[0] == shown[1], (typed, order)
            assert look(server, wanted, order)[1] == look(file, wanted, order)[1]
    found = whole(server, SOME[5].fingerprint)
    assert found is not None
    assert found[0] == SOME[5]
    server.close()
    file.close()


def test_each_sees_the_others_decision_within_two_seconds(database: str) -> None:
    one, two = (Session.open(database, who=who) for who in ("王芳", "李强"))
    run(one.store, SOME)
    listing = two.listing()
    assert isinstance(listing, Listing)
    two.poll()
    shown = listing.rows(0, 3)
    one.decide(shown[:1], Choice.CONFIRMED)
    started = time.monotonic()
    while not (changed := two.poll()):
        assert time.monotonic() - started < 2
        time.sleep(0.05)
    assert changed == [shown[0].id]
    listing.forget(changed)
    assert [line.state for line in listing.rows(0, 2)] == [State.CONFIRMED, State.OPEN]
    one.close()
    two.close()


def test_who_decides_on_what_he_saw_before_gets_a_conflict(database: str) -> None:
    one, two = (Session.open(database, who=who) for who in ("王芳", "李强"))
    run(one.store, SOME)
    listing = two.listing()
    assert isinstance(listing, Listing)
    shown = listing.rows(0, 2)
    one.decide(shown[:1], Choice.WAIVED, reason="已报批", until=date(2999, 1, 1))
    done = two.decide(shown, Choice.FALSE_ALARM)
    assert not isinstance(done, str)
    assert [(item.fingerprint, item.state, item.who) for item in done.conflicts] == [
        (shown[0].fingerprint, State.WAIVED, "王芳")
    ]
    assert done.changed == (shown[1].fingerprint,)
    assert not undo(two.store, two.moment()).conflicts
    assert one.undo().changed == (shown[0].fingerprint,)
    one.close()
    two.close()


def test_many_hands_at_once_leave_one_decision_each_and_a_whole_log(database: str) -> None:
    store = open_store(database)
    run(store, SOME)
    marks = [(line.fingerprint, line.version) for line in lines(store)]
    won: list[int] = []

    def work(number: int) -> None:
        own = open_store(database)
        for mark in marks:
            done = decide(own, [mark], Choice.CONFIRMED, moment(f"第{number}人", number), reason=str(number))
            won.append(len(done.changed))
        own.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(won) == len(marks)
    decided = [entry for entry in entries(store, limit=10_000) if entry.action == "decide"]
    assert sorted(entry.fingerprint for entry in decided) == sorted(mark[0] for mark in marks)
    by = {entry.fingerprint: entry.who for entry in decided}
    assert {line.fingerprint: line.who for line in lines(store)} == by
    store.close()


def test_reach_and_its_undo_work_on_a_server(database: str) -> None:
    store = open_store(database)
    run(store, SOME)
    done = decide(store, [(SOME[0].fingerprint, 0)], Choice.FALSE_ALARM, moment(), reach=Reach.RULE_YEAR)
    assert (len(done.changed), done.carried) == (12, 11)
    undo(store, moment(at=1))
    assert {line.state for line in lines(store)} == {State.OPEN}
    store.close()


def test_two_who_open_an_empty_database_at_once_make_one_store(database: str) -> None:
    code = "import sys; from auditor.findings.store.open import open_store; open_store(sys.argv[1]).close()"
    command = [sys.executable, "-c", code, database]
    running = [subprocess.Popen(command, cwd=packaged()) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    store = open_store(database)
    assert store.change() == 1
    store.close()


def test_a_database_that_is_not_there_is_told(postgres: str) -> None:
    with pytest.raises(StoreFault) as caught:
        open_store(postgres.replace("/postgres?", "/keine?"))
    assert caught.value.diagnostic.code == "store.missing"
