"""Opening a store: its address, what is in the way of using it, its tables' version.

Everything that can go wrong outside comes back as a `StoreFault`, raised, whose diagnostic says in
Chinese what and what to do; no error of the database passes this package's doors.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import NullPool, QueuePool

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.findings.store.network import network_place
from auditor.findings.store.schema import VERSION, counter, meta, metadata

DEFAULT_NAME = "审核.sqlite"
_WAIT = 5_000  # milliseconds that a writer waits for another


class StoreFault(Exception):
    """The store cannot do what was asked; `diagnostic` says why, for a person."""

    def __init__(self, code: str, message: str, remedy: str, where: str = "") -> None:
        super().__init__(message)
        self.diagnostic = Diagnostic(Severity.ERROR, f"store.{code}", message, remedy, where)


def default_store(reports: str | Path) -> Path:
    """The store beside the reports: in the folder itself, or in that of the file."""
    path = Path(reports)
    return (path if path.is_dir() else path.parent) / DEFAULT_NAME


class Store:
    """An open store. Thread-safe: each call takes its own connection. `where` names it for people."""

    def __init__(self, engine: Engine, where: str, readonly: bool) -> None:
        self.engine = engine
        self.where = where
        self.readonly = readonly
        self.on_server = engine.dialect.name != "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for one consistent look."""
        with self._guarded(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[tuple[Connection, int]]:
        """A transaction that alone may write, and its number of change. Committed whole at the end,
        or not at all."""
        if self.readonly:
            raise StoreFault(
                "readonly", "处置库以只读方式打开，没有改动", "去掉 --readonly 再打开", self.where
            )
        with self._guarded(), self.engine.connect() as plain:
            connection = plain.execution_options(auditor_writes=True)
            with connection.begin():
                connection.execute(update(counter).values(change=counter.c.change + 1))
                number = connection.execute(select(counter.c.change)).scalar_one()
                yield connection, int(number)

    def change(self) -> int:
        """How often anything was written: unchanged means nothing to look for."""
        with self.reading() as connection:
            return int(connection.execute(select(counter.c.change)).scalar_one())

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, PoolTimeout) as error:
            raise fault_from(error, self.where) from error


def open_store(address: str | Path, *, readonly: bool = False, create: bool = True) -> Store:
    """The store at a path or a URL (postgresql://…), made where there is none. Raises StoreFault."""
    text = str(address)
    if "://" in text and not text.startswith("sqlite:"):
        return _prepared(_server(text), _without_password(text), readonly, create)
    path = Path(text.removeprefix("sqlite:///"))
    _check_file(path, readonly, create)
    store = _prepared(_file_engine(path, readonly), path.as_posix(), readonly, create)
    return store


def _check_file(path: Path, readonly: bool, create: bool) -> None:
    where = path.as_posix()
    if path.is_dir():
        raise StoreFault(
            "folder", "处置库的路径是一个文件夹", f"写上文件名，例如 {where}/{DEFAULT_NAME}", where
        )
    if kind := network_place(path):
        raise StoreFault(
            "network",
            f"处置库不能放在网络共享上（{kind}）：几台电脑同时写会损坏文件",
            "用 --store 指定本机磁盘上的文件；几个人一起处置请用 --store postgresql://…",
            where,
        )
    if not path.parent.is_dir():
        raise StoreFault(
            "no-folder", "处置库所在的文件夹不存在", "先建好文件夹，或用 --store 换一个位置", where
        )
    if path.exists():
        with _reading_head(where), path.open("rb") as stream:
            head = stream.read(16)
        if head and head != b"SQLite format 3\0":
            raise StoreFault("not-a-store", "这个文件不是处置库", "核对 --store 的路径", where)
    elif readonly or not create:
        raise StoreFault("missing", "没有这个处置库", "核对路径；auditor run … --store 会新建一个", where)


@contextmanager
def _reading_head(where: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreFault("denied", "处置库打不开（没有权限或被占用）", "检查文件权限", where) from error


def _file_engine(path: Path, readonly: bool) -> Engine:
    mode = "ro" if readonly else "rwc"
    address = f"file:{_quoted(path)}?mode={mode}"
    if readonly and not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists():
        address += "&immutable=1"  # nobody can write here, and SQLite could not make its helper files

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=_WAIT / 1000, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=_POOL)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions begin where we say so
        connection.execute(f"PRAGMA busy_timeout={_WAIT}")
        if not readonly:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-8000")
        connection.execute("PRAGMA case_sensitive_like=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("auditor_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _hinted(
        _: object, cursor: object, statement: str, parameters: Any, context: Any, many: bool
    ) -> tuple[str, Any]:
        index = context.execution_options.get("auditor_index") if context is not None else None
        if index:
            statement = statement.replace("FROM findings", f"FROM findings INDEXED BY {index}", 1)
        return statement, parameters

    return engine


_POOL = QueuePool if os.name != "nt" else NullPool  # Windows keeps open files from being moved


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    text = path.resolve().as_posix()
    return quote(text if text.startswith("/") else "/" + text)


def _server(text: str) -> Engine:
    try:
        url = make_url(text)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 5})
    except ImportError as error:
        raise StoreFault(
            "no-driver",
            "没有安装连接 PostgreSQL 的部件",
            "安装 auditor[postgres]，或改用本机文件",
            _without_password(text),
        ) from error
    except SQLAlchemyError as error:
        raise StoreFault(
            "address",
            "处置库的地址写得不对",
            "写成 文件路径，或 postgresql://用户:口令@主机/库名",
            _without_password(text),
        ) from error


def _without_password(text: str) -> str:
    try:
        return make_url(text).render_as_string(hide_password=True)
    except ArgumentError:
        return text.partition("://")[0] + "://…"


def _prepared(engine: Engine, where: str, readonly: bool, create: bool) -> Store:
    store = Store(engine, where, readonly)
    try:
        found = _version(store)
        if found is None:
            if readonly or not create:
                raise StoreFault("empty", "这里还没有处置库", "去掉 --readonly，程序会新建", where)
            _create(store)
        elif found > VERSION:
            raise StoreFault(
                "newer",
                f"这个处置库是更新版本的程序建的（库的版本 {found}，本程序认得 {VERSION}）",
                "升级 auditor 后再打开；库没有被改动",
                where,
            )
        elif found < VERSION:
            _migrate(store, found)
    except StoreFault:
        store.close()
        raise
    return store


def _version(store: Store) -> int | None:
    """The version of the tables, None where there are none."""
    with store.reading() as connection:
        names = set(inspect(connection).get_table_names())
        if "meta" not in names:
            if names and not store.on_server:
                raise StoreFault(
                    "not-a-store", "这个文件是别的程序的数据库", "核对 --store 的路径", store.where
                )
            return None
        value = connection.execute(select(meta.c.value).where(meta.c.key == "version")).scalar()
    if value is None or not value.isascii() or not value.isdigit():
        raise StoreFault("damaged", "处置库里没有版本号，不能使用", "用备份恢复，或换一个新库", store.where)
    return int(value)


def _create(store: Store) -> None:
    with store._guarded(), store.engine.connect() as plain:
        connection = plain.execution_options(auditor_writes=True)
        with connection.begin():
            if store.on_server:  # two programs may open an empty database at once
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(4711205)")
            if "meta" in inspect(connection).get_table_names():
                return
            metadata.create_all(connection)
            connection.execute(counter.insert().values(id=1, change=1))
            connection.execute(meta.insert().values(key="version", value=str(VERSION)))


# From the version of the key to the next: statements that both databases take.
MIGRATIONS: dict[int, tuple[str, ...]] = {}


def _migrate(store: Store, found: int) -> None:
    if store.readonly:
        raise StoreFault(
            "older",
            f"这个处置库是旧版本的程序建的（版本 {found}），要先升级",
            "去掉 --readonly 打开一次，程序会升级它",
            store.where,
        )
    with store.writing() as (connection, _):
        for version in range(found, VERSION):
            if version not in MIGRATIONS:
                raise StoreFault(
                    "older",
                    f"这个处置库太旧（版本 {found}），不能升级",
                    "用当时的程序导出处置，再导入新库",
                    store.where,
                )
            for statement in MIGRATIONS[version]:
                connection.exec_driver_sql(statement)
        connection.execute(update(meta).where(meta.c.key == "version").values(value=str(VERSION)))


def fault_from(error: DBAPIError | PoolTimeout, where: str) -> StoreFault:
    """What a database's error means to a person."""
    said = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    for mark, code, message, remedy in _MEANINGS:
        if mark in said:
            return StoreFault(code, message, remedy, where)
    return StoreFault(
        "failed", f"处置库出错（{type(error).__name__}）", "稍后再试；加 --debug 可以看到细节", where
    )


_FULL = ("full", "磁盘已满，这次没有写进处置库", "腾出磁盘空间后再做一次；已确认的处置都还在")
_MEANINGS = tuple(
    (mark, *meaning)
    for mark, meaning in (
        ("database or disk is full", _FULL),
        ("no space left", _FULL),
        ("disk i/o error", ("io", "读写磁盘出错，这次没有写进处置库", "检查磁盘空间和权限后再做一次")),
        (
            "database is locked",
            (
                "locked",
                "处置库正被另一个程序占用，这次没有写进去",
                "等另一个程序做完再试；几个人一起处置请用 PostgreSQL",
            ),
        ),
        (
            "readonly database",
            (
                "denied",
                "没有写处置库的权限",
                "检查文件和文件夹的权限，或用 --store 换一个位置；只看可以加 --readonly",
            ),
        ),
        ("unable to open", ("denied", "处置库打不开，也建不了", "检查文件夹的权限，或用 --store 换一个位置")),
        (
            "not a database",
            ("not-a-store", "这个文件不是处置库，或已损坏", "核对 --store 的路径；损坏时用备份恢复"),
        ),
        ("malformed", ("damaged", "处置库已损坏", "用备份恢复；损坏的文件先另存，不要删除")),
        ("password authentication", ("login", "数据库不接受这个用户或口令", "核对 --store 里的用户和口令")),
        (
            "does not exist",
            ("missing", "服务器上没有这个数据库或用户", "核对 --store 里的库名和用户，或请管理员建库"),
        ),
        ("permission denied", ("denied", "没有使用这个数据库的权限", "请管理员授权")),
        ("connection", ("offline", "连不上数据库服务器", "核对地址和网络后再试；已确认的处置都在服务器上")),
        ("timeout", ("offline", "数据库服务器没有回应", "稍后再试")),
    )
)
