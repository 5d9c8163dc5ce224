"""A sitting: auditing what changed, lists, coming back. On real files and the shipped rules."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from auditor.base.paths import packaged
from auditor.findings.states import Choice, Standing, State
from auditor.findings.store.log import entries
from auditor.rules.load import LoadedRules, load_rules
from auditor.triage import Done, FilterFault, Listing, Session, default_store
from tests.cli.conftest import RULE, report

SAMPLES = ("扶光街道办事处2022.txt", "拾翠区住房和城乡建设局2023.md", "枕流县人民政府办公室2024.txt")


@pytest.fixture(scope="module")
def loaded() -> LoadedRules:
    return load_rules([packaged() / "rules"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in SAMPLES:
        shutil.copy(packaged() / "reports" / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def session(folder: Path, loaded: LoadedRules) -> Iterator[Session]:
    made = Session.open(default_store(folder), loaded, [folder], "王芳")
    yield made
    made.close()


def listing(session: Session, typed: str = "", order: str | None = None) -> Listing:
    made = session.listing(typed, order)
    assert isinstance(made, Listing)
    return made


def decide(session: Session, at: int, choice: Choice) -> Done:
    done = session.decide(listing(session).rows(at, 1), choice)
    assert isinstance(done, Done)
    return done


def test_only_what_changed_is_read_and_nothing_changed_is_nothing_done(
    session: Session, folder: Path
) -> None:
    said: list[tuple[str, int, int]] = []
    first = session.update(lambda *told: said.append(told))
    assert (first.files, first.read, first.audited) == (3, 3, 3)
    assert said[0] == ("审核", 1, 3)
    assert [told for told in said if told[1] == told[2]] == [("审核", 3, 3), ("跨报告核对", 3, 3)]
    assert first.findings == len(listing(session)) > 10
    again = session.update()
    assert (again.files, again.read, again.audited) == (3, 0, 0)
    file = folder / SAMPLES[0]
    file.write_text(file.read_text(encoding="utf-8") + "\n以上。", encoding="utf-8")
    third = session.update()
    assert (third.files, third.read, third.audited) == (3, 1, 3)


def test_an_edit_of_the_same_length_in_the_same_second_is_seen(session: Session, folder: Path) -> None:
    session.update()
    path = folder / SAMPLES[0]
    data, found = path.read_bytes(), path.stat()
    path.write_bytes(data.replace("件".encode(), "份".encode()))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert session.update().read == 1


def test_a_report_read_from_the_store_gives_the_findings_of_the_file(session: Session, folder: Path) -> None:
    session.update()
    before = [(line.fingerprint, line.message) for line in listing(session).rows(0, 1000)]
    extra = folder / "乙.txt"
    extra.write_text(report("青岚县水务局"), encoding="utf-8")
    session.update()
    own = listing(session, "!文件:乙.txt").rows(0, 1000)
    assert [(line.fingerprint, line.message) for line in own] == before
    assert {line.standing for line in own} == {Standing.SAME}
    assert {line.standing for line in listing(session, "文件:乙.txt").rows(0, 100)} == {Standing.NEW}
    assert {line.state for line in own} == {State.OPEN}


def test_other_rules_are_asked_of_the_stored_reports(session: Session, folder: Path, tmp_path: Path) -> None:
    session.update()
    rules = tmp_path.parent / f"{tmp_path.name}-rules"
    shutil.copytree(packaged() / "rules" / "词典", rules / "词典")
    (rules / "一条.yaml").write_text(RULE, encoding="utf-8")
    session.loaded = load_rules([rules])
    done = session.update()
    assert (done.read <= 3, done.audited) == (True, 3)
    states = session.counts()
    assert states.get(State.GONE, 0) == 0
    assert states[State.SILENT] > 10


def test_what_is_mended_is_gone_and_what_is_said_to_be_mended_and_is_not_recurs(
    session: Session, folder: Path
) -> None:
    file = folder / "甲.txt"
    file.write_text(report("青岚县水务局", received=12), encoding="utf-8")
    session.update()
    lines = listing(session, "文件:甲.txt 规则:勾稽-302 自然人").rows(0, 10)
    assert len(lines) == 1
    done = session.decide(lines, Choice.FIXED)
    assert isinstance(done, Done)
    file.write_text(report("青岚县水务局", received=12) + "\n", encoding="utf-8")
    session.update()
    assert [line.state for line in listing(session, "文件:甲.txt 规则:勾稽-302 自然人").rows(0, 10)] == [
        State.RECURRED
    ]
    assert listing(session).rows(0, 1)[0].fingerprint == lines[0].fingerprint
    again = listing(session, "文件:甲.txt 规则:勾稽-302 自然人").rows(0, 10)
    session.decide(again, Choice.FIXED)
    file.write_text(report("青岚县水务局"), encoding="utf-8")
    session.update()
    assert [line.state for line in listing(session, "文件:甲.txt 规则:勾稽-302 自然人").rows(0, 10)] == [
        State.GONE
    ]
    told = [(entry.before, entry.after) for entry in entries(session.store, fingerprint=lines[0].fingerprint)]
    assert told == [
        (State.FIXED, State.GONE),
        (State.RECURRED, State.FIXED),
        (State.FIXED, State.RECURRED),
        (State.OPEN, State.FIXED),
        (None, State.OPEN),
    ]


def test_a_deleted_report_keeps_findings_and_evidence(session: Session, folder: Path) -> None:
    session.update()
    file = folder / SAMPLES[0]
    count = len(listing(session, f"文件:{SAMPLES[0]}"))
    file.unlink()
    session.update()
    lines = listing(session, f"文件:{SAMPLES[0]}").rows(0, 100)
    assert len(lines) == count > 0
    kept = session.report(file.as_posix())
    assert kept is not None
    assert kept.unit == lines[0].unit
    assert [(item.there, item.unit) for item in session.files() if item.file.endswith(SAMPLES[0])] == [
        (False, lines[0].unit)
    ]
    detail = session.detail(lines[0].fingerprint)
    assert detail is not None
    assert detail.finding.evidence != ()


def test_a_file_that_cannot_be_read_is_told_and_leaves_its_findings_unverified(
    session: Session, folder: Path
) -> None:
    file = folder / "甲.txt"
    file.write_text(report("青岚县水务局", received=12), encoding="utf-8")
    session.update()
    session.decide(listing(session, "文件:甲.txt 规则:勾稽-302 自然人").rows(0, 10), Choice.FIXED)
    file.write_bytes(b"")
    session.update()
    assert [line.state for line in listing(session, "文件:甲.txt 规则:勾稽-302 自然人").rows(0, 10)] == [
        State.UNVERIFIED
    ]
    (row,) = [item for item in session.files() if item.file.endswith("甲.txt")]
    assert (row.status, row.unit) == ("unreadable", "青岚县水务局")
    assert row.reason


def test_an_update_that_is_stopped_leaves_nothing_half(session: Session) -> None:
    stopped = session.update(stop=lambda: True)
    assert (stopped.stopped, len(listing(session))) == (True, 0)
    assert session.update().findings == len(listing(session))


def test_a_list_stands_still_while_decisions_are_made(session: Session) -> None:
    session.update()
    shown = listing(session, "状态:待处理")
    total = len(shown)
    first = shown.rows(0, 3)
    done = session.decide(first[:2], Choice.CONFIRMED)
    assert isinstance(done, Done)
    assert [line.state for line in shown.rows(0, 2)] == [State.OPEN, State.OPEN]
    shown.forget(session.poll())
    assert [line.state for line in shown.rows(0, 3)] == [State.CONFIRMED, State.CONFIRMED, State.OPEN]
    assert (len(shown), len(listing(session, "状态:待处理"))) == (total, total - 2)
    assert (shown.next_open(-1), shown.next_open(2), shown.next_open(2, -1)) == (2, 3, -1)
    assert shown.next_open(total - 1) == -1
    assert shown.index_of(first[1].id) == 1
    assert shown.index_of(-5) == -1
    assert shown.row(total) is None
    assert shown.rows(total - 1, 10)[0].id == shown.ids[-1]
    assert [group for group in shown.groups if group.start <= 2 < group.start + group.count] == [
        shown.group_at(2)
    ]


def test_everything_in_a_filter_is_decided_in_one_step(session: Session) -> None:
    session.update()
    some = listing(session, "级别:提示")
    done = session.decide_all(some, Choice.FALSE_ALARM, reason="口径")
    assert isinstance(done, Done)
    assert len(done.changed) == len(some)
    assert session.counts("级别:提示") == {State.FALSE_ALARM: len(some)}
    assert session.undoable() == (f"{len(some)} 条改为误报", "")
    session.undo()
    assert session.counts("级别:提示") == {State.OPEN: len(some)}


def test_a_decision_on_a_whole_list_leaves_what_another_decided_since(session: Session, folder: Path) -> None:
    session.update()
    some = listing(session, "级别:提示")
    other = Session.open(default_store(folder), who="李强")
    taken = some.rows(0, 2)
    other.decide(taken, Choice.CONFIRMED)
    done = session.decide_all(some, Choice.FALSE_ALARM)
    assert isinstance(done, Done)
    assert ({item.fingerprint for item in done.conflicts}, len(done.changed)) == (
        {line.fingerprint for line in taken}, len(some) - 2
    )  # fmt: skip
    some.forget(session.poll())
    done = session.decide_all(some, Choice.FALSE_ALARM)
    assert isinstance(done, Done)
    assert (done.conflicts, set(done.changed)) == ((), {line.fingerprint for line in taken})
    other.close()


def test_many_threads_may_ask_one_sitting(session: Session) -> None:
    import threading

    session.update()
    lines = listing(session).rows(0, 12)
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for line in lines[number::3]:
                session.decide([line], Choice.CONFIRMED)
                session.detail(line.fingerprint)
                session.poll()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert session.counts()[State.CONFIRMED] == 12


def test_a_decision_that_lacks_something_is_told_and_nothing_is_done(session: Session) -> None:
    session.update()
    assert session.decide(listing(session).rows(0, 1), Choice.WAIVED) == "豁免要写理由"
    assert session.history() == []


def test_a_filter_that_cannot_be_read_is_a_value(session: Session) -> None:
    assert session.listing("级别:大") == FilterFault("没有“大”这一级，可以写 错误 警告 提示", 3)


def test_each_person_comes_back_to_where_he_left(session: Session, folder: Path) -> None:
    session.leave({"filter": "级别:错误", "fingerprint": "abc"})
    session.leave(["级别:错误"], "filters")
    other = Session.open(default_store(folder), who="李强")
    assert other.left() is None
    again = Session.open(default_store(folder), who="王芳", readonly=True)
    assert (again.left(), again.left("filters")) == (
        {"filter": "级别:错误", "fingerprint": "abc"},
        ["级别:错误"],
    )
    again.leave("not kept")
    assert again.left() == {"filter": "级别:错误", "fingerprint": "abc"}
    other.close()
    again.close()


def test_a_new_day_reopens_what_it_ends(folder: Path, loaded: LoadedRules) -> None:
    today = date(2025, 3, 1)
    session = Session.open(default_store(folder), loaded, [folder], "王芳")
    session._today = lambda: today
    session.update()
    lines = listing(session).rows(0, 2)
    session.decide(lines[:1], Choice.WAIVED, reason="已报批", until=today)
    session.decide(lines[1:], Choice.LATER, until=today + timedelta(days=1))
    assert session.new_day() == 0
    today += timedelta(days=1)
    assert session.new_day() == 2
    assert session.new_day() == 0
    assert (session.counts()[State.EXPIRED], listing(session).rows(0, 1)[0].id) == (1, lines[0].id)
    assert listing(session, "状态:稍后").rows(0, 1) == []
    assert {entry.action for entry in entries(session.store, limit=2)} == {"expire"}
    session.close()


def test_a_store_opened_to_be_read_is_shown_and_not_audited(
    session: Session, folder: Path, loaded: LoadedRules
) -> None:
    session.update()
    reader = Session.open(default_store(folder), loaded, [folder], readonly=True)
    assert reader.update().files == 0
    assert len(listing(reader)) == len(listing(session))
    reader.close()


def test_findings_of_one_cause_are_named_with_each(session: Session, folder: Path) -> None:
    session.update()
    for line in listing(session).rows(0, 1000):
        detail = session.detail(line.fingerprint)
        assert detail is not None
        assert detail.line == line
        assert all(twin.cause == line.cause for twin in detail.twins)
    assert session.detail("0" * 24) is None
    assert [line.id for line in session.find(line.fingerprint[:10])] == [line.id]


def test_reasons_come_back_however_much_was_decided_without_one_since(session: Session) -> None:
    session.update()
    rows = listing(session).rows(0, 100)
    for line, reason in zip(rows, ("口径不同", "已报批", "口径不同"), strict=False):
        session.decide([line], Choice.WAIVED, reason=reason, until=session.today)
    for line in rows[3:] * 6:
        session.decide(listing(session, line.fingerprint).rows(0, 1), Choice.CONFIRMED)
        session.undo()
    assert session.reasons() == ["口径不同", "已报批"]
    assert session.reasons(1) == ["口径不同"]
