"""The real program in a terminal: started under tmux, its screen read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tui.world import HERE

ROOT = HERE.parent.parent
POSIX = os.name == "posix"
needs_tmux = pytest.mark.skipif(not POSIX or shutil.which("tmux") is None, reason="there is no tmux here")
needs_pty = pytest.mark.skipif(not POSIX, reason="there are no pseudo-terminals here")


def command(store: Path | str, who: str = "王芳") -> list[str]:
    rules = (HERE / "rules.yaml").as_posix()
    return [
        sys.executable,
        "-m",
        "auditor",
        "triage",
        "--rules",
        rules,
        "--store",
        str(store),
        "--as",
        who,
    ]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LANG": "C.UTF-8"}


def until(
    condition: Callable[[], bool], what: str, seconds: float = 30, shown: Callable[[], str] = str
) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}\n{shown()}"
        time.sleep(0.05)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Callable[..., str]]:
    socket = str(tmp_path / "tmux")

    def run(*words: str) -> str:
        made = ["tmux", "-S", socket, "-f", "/dev/null", "-u", *words]
        return subprocess.run(
            made, env=environment(), capture_output=True, text=True, encoding="utf-8"
        ).stdout

    try:
        yield run
    finally:
        run("kill-server")


def start(
    tmux: Callable[..., str], folder: Path, store: Path | str, width: int, height: int, who: str = "王芳"
) -> None:
    """A session named after the person; up when the list stands."""
    (folder / "reports").mkdir(exist_ok=True)
    quoted = " ".join(f"'{word}'" for word in command(store, who))
    tmux("new-session", "-d", "-s", who, "-x", str(width), "-y", str(height), "-c", str(folder), quoted)
    until(lambda: "没有找到报告" in tmux("capture-pane", "-p", "-t", who), "the list")
