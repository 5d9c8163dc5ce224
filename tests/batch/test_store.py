"""--store with workers: the same store as without."""

from __future__ import annotations

import os
import re
import sqlite3
from pathlib import Path
from shutil import copytree

import pytest

from auditor.base.paths import packaged
from auditor.cli.main import main

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+]+")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rules and the sample reports, one of them broken."""
    folder = tmp_path_factory.mktemp("库")
    copytree(packaged() / "rules", folder / "rules")
    copytree(packaged() / "reports", folder / "reports")
    broken = folder / "reports" / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 not an archive")
    os.utime(broken, (1_700_000_000, 1_700_000_000))  # of a file just written no time is kept
    return folder


def stored(home: Path, store: Path, *more: str) -> dict[str, list[str]]:
    """Every table of the store, without the moments at which things happened."""
    given = ["run", str(home / "rules"), str(home / "reports"), "--fail-on", "never", "-q"]
    code = main([*given, "--store", str(store), "--output", f"{store}.txt", *more])
    assert code == 2  # the broken one
    with sqlite3.connect(store) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names}
    connection.close()
    return {name: sorted(MOMENT.sub("", repr(row)) for row in rows) for name, rows in found.items()}


def test_workers_leave_the_store_that_one_process_leaves(home: Path, tmp_path: Path) -> None:
    plain = stored(home, tmp_path / "plain.sqlite")
    cache = ("--cache", str(tmp_path / "cache"))
    assert {name for name, rows in plain.items() if rows} >= {"reports", "findings"}
    assert stored(home, tmp_path / "cold.sqlite", "--jobs", "2", *cache) == plain
    assert stored(home, tmp_path / "warm.sqlite", "--jobs", "1", *cache) == plain
