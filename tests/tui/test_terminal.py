"""The real program in a real terminal: keys through tmux, and what happens when the terminal goes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.triage import State, StoreFault
from tests.tui.terminal import command, environment, needs_pty, needs_tmux, start, tmux, until
from tests.tui.world import sitting
from tui.guard import GRACE

__all__ = ["tmux"]


@needs_tmux
@pytest.mark.parametrize(("width", "height"), [(120, 36), (80, 24)])
def test_a_decision_in_a_real_terminal(
    store: Path, tmp_path: Path, tmux: Callable[..., str], width: int, height: int
) -> None:
    start(tmux, tmp_path, store, width, height)
    shown = tmux("capture-pane", "-p")
    assert "●错 勾稽-301 自然人：收到 13，办理 12" in shown
    assert "[ 11 ]" in shown or height == 24
    frames = {line.rstrip()[-1:] for line in shown.splitlines()[2:7]}
    assert frames == {"│"}  # the right border stands straight behind Chinese text
    tmux("send-keys", "a")
    until(lambda: "1 条改为属实" in tmux("capture-pane", "-p"), "the decision")
    tmux("send-keys", "q")
    until(lambda: not tmux("list-sessions"), "the end")
    session = sitting(store)
    assert session.listing().rows(0, 1)[0].state is State.CONFIRMED  # type: ignore[union-attr]
    session.close()


@needs_tmux
def test_the_programs_end_with_the_tmux_server(store: Path, tmp_path: Path, tmux: Callable[..., str]) -> None:
    start(tmux, tmp_path, store, 80, 24)
    pid = int(tmux("list-panes", "-F", "#{pane_pid}").split()[0])
    tmux("kill-server")
    until(lambda: not running(pid), "the program to end", GRACE + 2)


def running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return not Path(f"/proc/{pid}/stat").exists() or b") Z " not in Path(f"/proc/{pid}/stat").read_bytes()
    except ProcessLookupError:
        return False


def confirmed(store: Path) -> bool:
    try:
        session = sitting(store, readonly=True)
        found = session.counts().get(State.CONFIRMED, 0)
        session.close()
    except StoreFault:
        return False
    return found == 1


@needs_pty
@pytest.mark.parametrize("mode", ["controlling", "ignored", "none"])
def test_it_ends_when_the_terminal_hangs_up_and_keeps_what_was_decided(
    store: Path, tmp_path: Path, mode: str
) -> None:
    import fcntl
    import struct
    import termios

    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def before() -> None:
        if mode == "ignored":
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        if mode != "none":
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    (tmp_path / "reports").mkdir()
    process = subprocess.Popen(
        command(store), stdin=slave, stdout=slave, stderr=slave, env=environment(), cwd=tmp_path,
        start_new_session=True, preexec_fn=before,
    )  # fmt: skip
    os.close(slave)
    os.set_blocking(master, False)
    seen = b""

    def read() -> bytes:
        nonlocal seen
        with contextlib.suppress(OSError):
            seen += os.read(master, 65536)
        return seen

    try:
        until(lambda: "没有找到报告".encode() in read(), "the list")
        os.write(master, b"a")
        until(lambda: "改为属实".encode() in read(), "the decision")
        os.close(master)
        process.wait(GRACE + 2)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    assert confirmed(store)


@needs_pty
def test_sigterm_ends_it(store: Path, tmp_path: Path) -> None:
    import pty

    (tmp_path / "reports").mkdir()
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(tmp_path)
        os.execvpe(sys.executable, command(store), environment())
    os.set_blocking(master, False)
    seen = b""

    def shown() -> bool:
        nonlocal seen
        with contextlib.suppress(OSError):
            seen += os.read(master, 65536)
        return "没有找到报告".encode() in seen

    until(shown, "the list")
    os.kill(pid, signal.SIGTERM)

    def ended() -> bool:
        shown()  # the program writes its farewell: somebody must read it
        return os.waitpid(pid, os.WNOHANG)[0] == pid

    until(ended, "the end", GRACE + 2)
    os.close(master)


def test_without_a_terminal_it_says_so_and_ends(store: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        command(store),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(),
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode("utf-8").splitlines() == [
        "错误  标准输入、标准输出、标准错误不是终端，打不开处置界面",
        "      提示：在终端窗口里直接运行；要在脚本里处置，用 auditor findings",
    ]
