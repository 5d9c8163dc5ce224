"""Findings that show while the rest is read: in the end the store is as after a run made in one piece."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from auditor.base.paths import packaged
from auditor.findings.session import audit_files
from auditor.findings.states import Choice, Standing, State
from auditor.findings.store.account import account_of
from auditor.findings.store.filters import Filter
from auditor.findings.store.log import entries
from auditor.findings.store.schema import findings, reports, runs
from auditor.reading.walk import walk
from auditor.rules.load import LoadedRules, load_rules
from auditor.triage import Done, Listing, Session, Sources, Updated, early
from auditor.triage.audit import Reader, record
from tests.cli.conftest import report

RULES = packaged() / "rules"
SAMPLES = ("扶光街道办事处2022.txt", "拾翠区住房和城乡建设局2023.md")
OWN = "甲.txt"


@pytest.fixture(scope="module")
def loaded() -> LoadedRules:
    return load_rules([RULES])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two samples, two years of one agency, two files of one year, a copy of a copy, one that is no report
    and one that cannot be read."""
    made = tmp_path / "reports"
    made.mkdir()
    for name in SAMPLES:
        shutil.copy(packaged() / "reports" / name, made / name)
    for name, agency, year, received in (
        (OWN, "青岚县水务局", 2023, 12), ("上年.txt", "青岚县水务局", 2022, 10),
        ("乙.txt", "青岚县财政局", 2023, 11), ("乙修改稿.txt", "青岚县财政局", 2023, 13),
        ("丙.txt", "云溪县农业农村局", 2023, 10), ("丁.txt", "云溪县交通运输局", 2023, 10),
    ):  # fmt: skip
        (made / name).write_text(report(agency, year, received), encoding="utf-8")
    (made / "通知.txt").write_text("关于做好年报工作的通知\n请各单位按时报送。", encoding="utf-8")
    (made / "坏.docx").write_bytes(b"PK\x03\x04")
    return made


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every report is written as soon as it is read, every step told."""
    for name in ("_WRITE_EVERY", "_SHARE", "_TELL_EVERY"):
        monkeypatch.setattr(early, name, 0)


@pytest.fixture
def opened(tmp_path: Path, loaded: LoadedRules, folder: Path) -> Iterator[Callable[[str], Session]]:
    """A sitting on a store of that name."""
    made: list[Session] = []

    def open_(name: str) -> Session:
        made.append(Session.open(tmp_path / f"{name}.sqlite", loaded, [folder], "王芳"))
        return made[-1]

    yield open_
    for session in made:
        session.close()


def whole(session: Session) -> None:
    """The run made in one piece, by the road of `auditor run`."""
    assert session.loaded is not None
    reader = Reader(session.store, session.loaded)
    run = audit_files(session.loaded, walk(session.reports), read=reader)
    record(session.store, session.loaded, run, reader, session.moment())


def rows(session: Session, typed: str = "") -> Listing:
    made = session.listing(typed)
    assert isinstance(made, Listing)
    return made


def contents(session: Session) -> list[Any]:
    """Everything that a run leaves, without numbers and times."""
    account = account_of(session.store, Filter())
    lines = [replace(line, id=0) for line in rows(session).rows(0, 10_000)]
    with session.store.reading() as connection:
        files = connection.execute(select(reports).order_by(reports.c.file)).mappings().all()
        last = connection.execute(select(runs).order_by(runs.c.id.desc())).mappings().first()
        hashes = connection.execute(select(findings.c.fingerprint, findings.c.sha256).order_by("fingerprint"))
        seen = [tuple(row) for row in hashes]
    assert last is not None
    left = {"id", "mtime", "run_id"}
    return [
        [{key: value for key, value in row.items() if key not in left} for row in files],
        sorted(lines, key=lambda line: line.fingerprint),
        account.run.findings,
        seen,
        {key: last[key] for key in ("tally", "reports", "findings", "rules", "packs")},
    ]


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("crew", [False, True])
def test_what_came_in_piece_by_piece_is_what_a_run_in_one_piece_finds(
    opened: Callable[[str], Session], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, crew: bool
) -> None:
    if crew:
        monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path / "cache"))
        monkeypatch.setattr(early, "CREW_FROM", 1)
    streamed, batch = opened("分次"), opened("一次")
    streamed.sources = Sources(RULES)
    grew: list[int] = []
    done = streamed.update(lambda *_: grew.append(len(rows(streamed))))
    whole(batch)
    assert contents(streamed) == contents(batch)
    assert done.findings == len(rows(streamed))
    assert 0 < grew[0] < grew[len(grew) // 3] < done.findings
    assert {line.standing for line in rows(streamed).rows(0, 1000)} == {Standing.NEW}
    assert streamed.update() == Updated(10)
    assert len(entries(streamed.store, limit=10_000)) == done.findings


@pytest.mark.usefixtures("at_once")
def test_after_decisions_and_edits_both_roads_say_the_same(
    opened: Callable[[str], Session], folder: Path, loaded: LoadedRules
) -> None:
    """An edited report, then a rule that is gone and one that says it another way."""
    lowered = tuple(
        replace(rule, message=f"{rule.message}。", sha256="0" * 64) if rule.id == "勾稽-302" else rule
        for rule in loaded.rules
        if rule.id != "勾稽-301"
    )
    told: list[list[Any]] = [[], []]
    for road, seen in zip((lambda each: each.update(), whole), told, strict=True):
        session = opened(str(id(seen)))
        session.loaded = loaded
        (folder / OWN).write_text(report("青岚县水务局", 2023, 12), encoding="utf-8")
        road(session)
        for line, choice in zip(
            rows(session, f"文件:{OWN}").rows(0, 3), (Choice.FIXED, Choice.CONFIRMED, Choice.FALSE_ALARM),
            strict=True,
        ):  # fmt: skip
            assert isinstance(session.decide([line], choice), Done)
        for received in (14, 10):
            text = report("青岚县水务局", 2023, received) + "\n" * received  # another length
            (folder / OWN).write_text(text, encoding="utf-8")
            road(session)
            seen.append(_decided(session))
        session.loaded = replace(loaded, rules=lowered)
        road(session)
        seen.append(_decided(session))
    assert told[0] == told[1]


def _decided(session: Session) -> list[Any]:
    kept = contents(session)
    there = {line.fingerprint for line in kept[1]}
    log = [entry for entry in entries(session.store, limit=10_000) if entry.fingerprint in there]
    changes = sorted((entry.fingerprint, entry.action, entry.before or "", entry.after) for entry in log)
    return [kept[0], [replace(line, version=0) for line in kept[1]], *kept[2:], changes]


@pytest.mark.usefixtures("at_once")
def test_a_decision_made_meanwhile_stands_when_the_rest_has_come(opened: Callable[[str], Session]) -> None:
    session = opened("库")
    decided: list[str] = []

    def told(word: str, done: int, total: int) -> None:
        if word == "审核" and not decided and len(rows(session)):
            line = rows(session).rows(0, 1)[0]
            made = session.decide([line], Choice.FALSE_ALARM, reason="口径")
            assert isinstance(made, Done)
            assert (made.conflicts, made.changed) == ((), (line.fingerprint,))
            decided.append(line.fingerprint)

    session.update(told)
    detail = session.detail(decided[0])
    assert detail is not None
    assert (detail.line.state, detail.line.reason, detail.line.who) == (State.FALSE_ALARM, "口径", "王芳")
    assert session.counts()[State.FALSE_ALARM] == 1
    assert session.undo().changed == (decided[0],)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("stop_at", [("审核", 1), ("审核", 7), ("跨报告核对", 2)])
def test_whoever_leaves_before_the_end_finds_the_same_next_time(
    opened: Callable[[str], Session], folder: Path, stop_at: tuple[str, int]
) -> None:
    session, batch = opened("断开"), opened("一次")
    so_far: list[tuple[str, int]] = []
    stopped = session.update(lambda word, done, _: so_far.append((word, done)), lambda: stop_at in so_far)
    assert stopped.stopped
    assert len(rows(session)) > 0
    done = session.update()
    assert not done.stopped
    whole(batch)
    assert contents(session) == contents(batch)


@pytest.mark.usefixtures("at_once")
def test_two_files_of_one_year_are_told_apart_before_either_is_believed(
    opened: Callable[[str], Session], folder: Path
) -> None:
    """The first of them is shown; what only it has is gone when the other stands for the year."""
    session = opened("库")
    shown: set[str] = set()

    def told(*_: object) -> None:
        shown.update(line.message for line in rows(session, "机关:财政局").rows(0, 100))

    session.update(told)
    last = {line.message for line in rows(session, "机关:财政局").rows(0, 100)}
    assert {line.file for line in rows(session, "机关:财政局").rows(0, 100)} == {f"{folder}/乙修改稿.txt"}
    assert any("相差 1" in message for message in shown - last)
    assert any("相差 3" in message for message in last)


def test_workers_that_read_other_rules_are_not_listened_to(
    opened: Callable[[str], Session], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A rule was saved while they started: this process goes on with those it has."""
    monkeypatch.setattr(early, "CREW_FROM", 1)
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path / "cache"))
    other = tmp_path / "rules"
    shutil.copytree(RULES / "词典", other / "词典")
    session, batch = opened("库"), opened("一次")
    session.sources = Sources(other)
    session.update()
    whole(batch)
    assert contents(session) == contents(batch)
