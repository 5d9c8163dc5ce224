"""The cache: one SQLite file of what was read and what was said of it, keyed by content.

It is the journal of a run as well: what is in it was done, whatever became of the process. Only the
command itself writes, in batches that are there whole or not at all; workers only look. A file that is
damaged, of another version or not to be written is set aside and made anew: nothing is ever lost but time.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from auditor.base.diagnostic import Diagnostic, Severity

NAME = "auditor-cache.sqlite"
VERSION = 1
ENVIRONMENT = "AUDITOR_CACHE"
TABLES = ("heads", "bodies", "prose", "said", "surveys", "generations", "names")
_KEPT_DAYS = 45  # what no run asked for in so long is forgotten
_SWEEP_DAYS = 7
_TOUCH_DAYS = 15  # how much too old an entry in use may look
_BATCH, _SECONDS = 400, 1.0  # rows, and their age, at which they are written
_CHUNK = 400  # keys of one question


def usual_folder() -> Path | None:
    """Where the system keeps such files for this user; None where nobody can tell."""
    given = os.environ.get(ENVIRONMENT, "")
    if given:
        return Path(given)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "auditor" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "auditor"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "auditor"


class Reading:
    """Looks things up; never writes, never raises: what cannot be had is not there."""

    def __init__(self, path: Path) -> None:
        self._connection: sqlite3.Connection | None = None
        with contextlib.suppress(sqlite3.Error):
            self._connection = sqlite3.connect(path, timeout=10.0, check_same_thread=False)
            self._connection.execute("PRAGMA query_only = 1")

    def get(self, table: str, keys: Sequence[str]) -> dict[str, bytes]:
        """The values of those `keys` that are there."""
        found: dict[str, bytes] = {}
        if self._connection is None:
            return found
        with contextlib.suppress(sqlite3.Error):
            for some in _chunks(keys):
                rows = self._connection.execute(
                    f"SELECT key, value FROM {table} WHERE key IN ({_marks(some)})", some
                )
                found.update((key, value) for key, value in rows if isinstance(value, bytes))
        return found

    def close(self) -> None:
        """Give the file back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Cache:
    """The writing side, and the only one. `path` None: a file of this run alone, gone when it ends."""

    def __init__(self, folder: Path | None) -> None:
        self.notes: list[Diagnostic] = []
        self._own: tempfile.TemporaryDirectory[str] | None = None
        self._waiting: dict[str, dict[str, bytes]] = {table: {} for table in TABLES}
        self._count, self._since = 0, time.monotonic()
        self._connection: sqlite3.Connection | None = None
        if folder is not None:
            self.path = folder / NAME
            self._begin(folder)
        if self._connection is None:
            self._aside()

    @property
    def lasting(self) -> bool:
        """Whether another run will find what is put in."""
        return self._own is None

    @property
    def is_empty(self) -> bool:
        """Whether no file was ever read."""
        with contextlib.suppress(sqlite3.Error):
            if self._connection is not None:
                return self._connection.execute("SELECT 1 FROM heads LIMIT 1").fetchone() is None
        return True

    def _begin(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._connection = _opened(self.path)
            return
        except sqlite3.DatabaseError as fault:
            if isinstance(fault, sqlite3.OperationalError) and not _damaged(fault):
                self._say(f"缓存用不了（{_why(fault)}）", "这次不用缓存；检查文件夹的权限和磁盘空间")
                return
        except OSError:
            self._say("缓存用不了（文件夹建不了或写不了）", "这次不用缓存；用 --cache 换一个文件夹")
            return
        self._rebuild()

    def _rebuild(self) -> None:
        """A cache that cannot be read is worth nothing; make another."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
        try:
            for end in ("", "-wal", "-shm", "-journal"):
                self.path.with_name(self.path.name + end).unlink(missing_ok=True)
            self._connection = _opened(self.path)
            self._say("缓存文件已损坏或属于别的版本，已重建", "", Severity.INFO)
        except (OSError, sqlite3.Error):
            self._say("缓存文件已损坏，又删不掉", "这次不用缓存；手工删掉它，或用 --cache 换一个文件夹")

    def _say(self, message: str, remedy: str, severity: Severity = Severity.WARNING) -> None:
        self.notes.append(Diagnostic(severity, "cache", message, remedy, self.path.as_posix()))

    def _aside(self) -> None:
        """Go on with a file of this run alone."""
        self._own = tempfile.TemporaryDirectory(prefix="auditor-", ignore_cleanup_errors=True)
        self.path = Path(self._own.name) / NAME
        self._connection = _opened(self.path)

    def reading(self) -> Reading:
        """A way to look things up in what was written."""
        return Reading(self.path)

    def put(self, table: str, key: str, value: bytes) -> None:
        """Keep a value; it is on the disk after `flush`, or some time before."""
        self._waiting[table][key] = value
        self._count += 1
        if self._count >= _BATCH or time.monotonic() - self._since > _SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what was put, all of it or nothing."""
        waiting, self._waiting = self._waiting, {table: {} for table in TABLES}
        self._count, self._since = 0, time.monotonic()
        if not any(waiting.values()) or self._connection is None:
            return
        try:
            self._write(waiting)
        except sqlite3.Error as fault:
            if self._own is not None:
                return  # not even a temporary file: what is missing is read again
            if _damaged(fault):
                self._rebuild()
            else:
                self._say(f"缓存写不进去（{_why(fault)}）", "审核照常进行，下次会重新读取")
                with contextlib.suppress(sqlite3.Error):
                    self._connection.close()
                self._connection = None
            if self._connection is None:
                self._aside()
            with contextlib.suppress(sqlite3.Error):
                self._write(waiting)

    def _write(self, waiting: dict[str, dict[str, bytes]]) -> None:
        assert self._connection is not None
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            for table, rows in waiting.items():
                self._connection.executemany(
                    f"INSERT OR REPLACE INTO {table} (key, value, day) VALUES (?, ?, ?)",
                    ((key, value, _today()) for key, value in rows.items()),
                )

    def forget(self, tables: Iterable[str]) -> None:
        """Empty these."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                for table in tables:
                    self._connection.execute(f"DELETE FROM {table}")

    def touch(self, keys: Sequence[str], *tables: str) -> None:
        """These are still asked for. What stands under one key in several tables is as old as in the
        first; most were touched not long ago, and are only looked at."""
        if self._connection is None or self._own is not None:
            return
        with contextlib.suppress(sqlite3.Error):
            for some in _chunks(keys):
                rows = self._connection.execute(
                    f"SELECT key FROM {tables[0]} WHERE key IN ({_marks(some)}) AND day < ?",
                    (*some, _today() - _TOUCH_DAYS),
                )
                if not (old := [key for (key,) in rows]):
                    continue
                for table in tables:
                    self._connection.execute(
                        f"UPDATE {table} SET day = ? WHERE key IN ({_marks(old)})", (_today(), *old)
                    )

    def close(self) -> None:
        """Write the rest and end."""
        self.flush()
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
        if self._own is not None:
            self._own.cleanup()


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))


def _marks(keys: Sequence[str]) -> str:
    return ",".join("?" * len(keys))


def _opened(path: Path) -> sqlite3.Connection:
    """The database, made where it is not there. Raises sqlite3.DatabaseError."""
    connection = sqlite3.connect(path, timeout=10.0, isolation_level=None)
    try:
        _prepare(connection)
    except sqlite3.Error:
        connection.close()
        raise
    if os.name != "nt":
        with contextlib.suppress(OSError):
            path.chmod(0o600)
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version not in (0, VERSION):
        raise sqlite3.DatabaseError("version")
    today = _today()
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            connection.execute(
                f"CREATE TABLE IF NOT EXISTS {table} (key TEXT PRIMARY KEY, value BLOB, day INTEGER)"
            )
        connection.execute("CREATE TABLE IF NOT EXISTS swept (day INTEGER)")
        (swept,) = connection.execute("SELECT max(day) FROM swept").fetchone()
        if swept is None or swept + _SWEEP_DAYS < today:
            connection.execute("DELETE FROM swept")
            connection.execute("INSERT INTO swept VALUES (?)", (today,))
            for table in TABLES if swept is not None else ():
                connection.execute(f"DELETE FROM {table} WHERE day < ?", (today - _KEPT_DAYS - _TOUCH_DAYS,))
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _today() -> int:
    return int(time.time()) // 86_400


_DAMAGED = ("malformed", "not a database", "version", "corrupt", "no such", "column")


def _damaged(fault: sqlite3.Error) -> bool:
    return any(word in str(fault) for word in _DAMAGED)


def _why(fault: sqlite3.Error) -> str:
    said = str(fault)
    if "full" in said:
        return "磁盘满了"
    if "locked" in said or "busy" in said:
        return "正被另一次审核占用"
    return "没有权限" if "readonly" in said or "unable to open" in said else "系统拒绝"
