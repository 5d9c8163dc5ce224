"""A private PostgreSQL for the tests, where the machine has one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools import missing


def _program(name: str) -> str | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = [str(folder / name) for folder in folders if (folder / name).is_file()]
    return next(iter(found), None) or shutil.which(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server of our own, on a socket in a folder of its own; skipped without one."""
    pytest.importorskip("psycopg", reason="psycopg is not installed (extra postgres)")
    initdb, server = _program("initdb"), _program("postgres")
    if os.name == "nt" or initdb is None or server is None:
        missing("PostgreSQL")
    import pwd

    who: str | None = None
    if os.geteuid() == 0:  # the server refuses to run as root
        users = {entry.pw_name for entry in pwd.getpwall()}
        who = next(name for name in ("postgres", "nobody") if name in users)
    folder = Path(tempfile.mkdtemp(prefix="auditor-pg-"))
    if who is not None:
        shutil.chown(folder, who)
    data = folder / "data"
    try:
        made = [initdb, "-D", str(data), "-U", "auditor", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        subprocess.run([*made, "--no-sync"], check=True, capture_output=True, user=who, cwd=folder)
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [server, "-D", str(data), *options], stdout=log, stderr=log, user=who, cwd=folder
            )
        try:
            _wait(folder)
            yield f"postgresql://auditor@/postgres?host={folder}"
        finally:
            process.terminate()
            process.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path) -> None:
    import psycopg

    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(host=str(folder), user="auditor", dbname="postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture
def database(postgres: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database."""
    import psycopg

    name = f"t{abs(hash(request.node.nodeid)) % 10**9}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgres.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
