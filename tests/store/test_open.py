"""Opening: addresses, what stands in the way, versions."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect

from auditor.findings.fingerprint import digest
from auditor.findings.states import Choice
from auditor.findings.store import network
from auditor.findings.store import open as opening
from auditor.findings.store.decisions import decide
from auditor.findings.store.open import StoreFault, default_store, open_store
from auditor.findings.store.schema import VERSION, metadata
from auditor.reading.walk import walk
from tests.store.make import finding, lines, moment, run


def fault_of(address: object, **more: bool) -> tuple[str, str, str]:
    with pytest.raises(StoreFault) as caught:
        open_store(address, **more)  # type: ignore[arg-type]
    found = caught.value.diagnostic
    return found.code, found.message, found.remedy


def test_a_store_is_made_where_there_is_none_and_opened_where_there_is_one(tmp_path: Path) -> None:
    path = default_store(tmp_path)
    assert path == tmp_path / "审核.sqlite"
    store = open_store(path)
    run(store, [finding()])
    store.close()
    again = open_store(f"sqlite:///{path}")
    assert len(lines(again)) == 1
    with again.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    again.close()


def test_a_file_of_reports_has_its_store_beside_it(tmp_path: Path) -> None:
    report = tmp_path / "某局.docx"
    report.write_bytes(b"")
    assert default_store(report) == tmp_path / "审核.sqlite"


def test_a_walk_over_the_reports_passes_over_the_store(tmp_path: Path) -> None:
    store = open_store(default_store(tmp_path))
    (tmp_path / "处置.yaml").write_text("处置: []\n", encoding="utf-8")
    run(store, [finding()])
    walked = walk([tmp_path])
    store.close()
    assert walked.files == ()
    assert {left.reason for left in walked.left_out} == {"本程序的处置库"}


def test_what_is_no_store_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    plain = tmp_path / "笔记.txt"
    plain.write_text("不是处置库，是一段文字", encoding="utf-8")
    assert fault_of(plain) == ("store.not-a-store", "这个文件不是处置库", "核对 --store 的路径")
    other = tmp_path / "别的.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE somebody (x)")
    connection.close()
    assert fault_of(other)[:2] == ("store.not-a-store", "这个文件是别的程序的数据库")
    assert plain.read_text(encoding="utf-8") == "不是处置库，是一段文字"


@pytest.mark.parametrize(
    ("name", "more", "code"),
    [
        ("没有/审核.sqlite", {}, "store.no-folder"),
        ("审核.sqlite", {"readonly": True}, "store.missing"),
        ("审核.sqlite", {"create": False}, "store.missing"),
        (".", {}, "store.folder"),
    ],
)
def test_a_path_that_cannot_be_a_store_is_told(
    tmp_path: Path, name: str, more: dict[str, bool], code: str
) -> None:
    assert fault_of(tmp_path / name, **more)[0] == code
    assert list(tmp_path.iterdir()) == []


def test_a_store_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "审核.sqlite"
    open_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'version'", (str(VERSION + 1),))
    connection.close()
    code, message, remedy = fault_of(path)
    assert code == "store.newer"
    assert message == f"这个处置库是更新版本的程序建的（库的版本 {VERSION + 1}，本程序认得 {VERSION}）"
    assert remedy == "升级 auditor 后再打开；库没有被改动"


def test_an_older_store_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "审核.sqlite"
    store = open_store(path)
    run(store, [finding()])
    store.close()
    monkeypatch.setattr(opening, "VERSION", VERSION + 1)
    monkeypatch.setattr(opening, "MIGRATIONS", {VERSION: ("ALTER TABLE runs ADD COLUMN note TEXT",)})
    code, message, _ = fault_of(path, readonly=True)
    assert (code, message) == ("store.older", f"这个处置库是旧版本的程序建的（版本 {VERSION}），要先升级")
    newer = open_store(path)
    assert "note" in {column["name"] for column in inspect(newer.engine).get_columns("runs")}
    assert len(lines(newer)) == 1
    newer.close()
    open_store(path).close()


def test_a_store_too_old_to_bring_up_to_date_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "审核.sqlite"
    open_store(path).close()
    monkeypatch.setattr(opening, "VERSION", VERSION + 2)
    monkeypatch.setattr(opening, "MIGRATIONS", {VERSION: ("ALTER TABLE runs ADD COLUMN note TEXT",)})
    assert fault_of(path)[0] == "store.older"
    store = sqlite3.connect(path)
    assert "note" not in {row[1] for row in store.execute("PRAGMA table_info(runs)")}
    store.close()


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    path = tmp_path / "审核.sqlite"
    open_store(path).close()
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreFault) as caught:
        store = open_store(path)
        try:
            run(store, [finding()])
        finally:
            store.close()
    assert caught.value.diagnostic.code in ("store.damaged", "store.not-a-store")


def test_a_store_that_another_program_holds_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "审核.sqlite"
    monkeypatch.setattr(opening, "_WAIT", 50)
    store = open_store(path)
    run(store, [finding()])
    line = lines(store)[0]
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreFault) as caught:
        decide(store, [(line.fingerprint, line.version)], Choice.CONFIRMED, moment())
    assert caught.value.diagnostic.code == "store.locked"
    assert caught.value.diagnostic.remedy == "等另一个程序做完再试；几个人一起处置请用 PostgreSQL"
    assert lines(store)[0].version == 0  # reading goes on
    other.execute("ROLLBACK")
    assert decide(store, [(line.fingerprint, 0)], Choice.CONFIRMED, moment()).changed
    other.close()
    store.close()


def test_a_full_disk_loses_nothing_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "审核.sqlite"
    store = open_store(path)
    run(store, [finding()])
    line = lines(store)[0]
    decide(store, [(line.fingerprint, line.version)], Choice.CONFIRMED, moment())
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")  # no page more: what a full disk does
    with pytest.raises(StoreFault) as caught:
        run(store, [finding(f"表三.{n}", message="话" * 500) for n in range(200)])
    assert caught.value.diagnostic.code == "store.full"
    assert caught.value.diagnostic.message == "磁盘已满，这次没有写进处置库"
    assert [line.state.value for line in lines(store)] == ["confirmed"]
    store.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert fault_of(tmp_path / "审核.sqlite")[0] == "store.denied"
    finally:
        tmp_path.chmod(0o700)


def test_what_the_system_refuses_is_told_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    path = tmp_path / "审核.sqlite"
    monkeypatch.setattr(sqlite3, "connect", refused)
    assert fault_of(path) == (
        "store.denied",
        "没有写处置库的权限",
        "检查文件和文件夹的权限，或用 --store 换一个位置；只看可以加 --readonly"
    )  # fmt: skip


@pytest.mark.parametrize("text", ["//server/share/审核.sqlite", "\\\\server\\share\\审核.sqlite"])
def test_a_network_path_is_refused_with_advice(text: str) -> None:
    code, message, remedy = fault_of(text)
    assert code == "store.network"
    assert "网络共享" in message
    assert "postgresql://" in remedy


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("server:/x {} nfs4 rw 0 0", "NFS"),
        ("//server/x {} cifs rw 0 0", "SMB 共享"),
        ("me@host: {} fuse.sshfs rw 0 0", "SSHFS"),
        ("/dev/sda1 {} ext4 rw 0 0", ""),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="mounts are of POSIX")
def test_a_mounted_share_is_known_by_its_kind(tmp_path: Path, line: str, kind: str) -> None:
    folder = tmp_path / "共 享"
    folder.mkdir()
    real = os.path.realpath(folder).replace(" ", "\\040")
    mounts = f"/dev/sda1 / ext4 rw 0 0\n{line.format(real)}\nbroken\n"
    assert network._mounted(folder, mounts) == kind
    assert network._mounted(tmp_path, mounts) == ""


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql://nobody:secret@127.0.0.1:1/none", "store.offline"),
        ("mysql+nothing://x/y", "store.address"),
        ("://", "store.address"),
    ],
)
def test_a_server_that_cannot_be_reached_is_told_without_the_password(address: str, code: str) -> None:
    with pytest.raises(StoreFault) as caught:
        open_store(address)
    assert caught.value.diagnostic.code == code
    assert "secret" not in repr(caught.value.diagnostic)


def test_the_tables_are_those_of_the_version() -> None:
    """Whoever changes a table writes a migration and a new number."""
    shape = sorted(f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.c)
    assert (VERSION, digest(*shape)) == (1, "02cd96a4019b1839b7a1da6a")
    assert sorted(metadata.tables) == [
        "agencies", "counter", "evidence", "findings", "log", "meta", "places", "reports", "rules", "runs",
        "scopes", "step_items", "steps",
    ]  # fmt: skip
