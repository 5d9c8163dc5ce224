"""When the terminal goes away, so does the program: within two seconds, whatever still blocks.

Textual's input thread spins at the end of its file and its writer dies of EIO, after which the loop
blocks and an orderly exit never comes. So a timer that ends the process is started first, and the
orderly exit is only tried. Nothing is lost: every decision was in the store before it was shown.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

from auditor.base.diagnostic import Diagnostic, Severity

GRACE = 2.0  # seconds between the wish to end and the end
_POLL = 400  # milliseconds
_GONE = 129  # as a shell names a process ended by SIGHUP


def fault_of_terminal() -> Diagnostic | None:
    """Why the interface cannot start here; None where all three streams are terminals (Textual reads
    stdin and draws on stderr)."""
    streams = ((sys.stdin, "标准输入"), (sys.stdout, "标准输出"), (sys.stderr, "标准错误"))
    lacking = [name for stream, name in streams if not _is_terminal(stream)]
    if not lacking and os.environ.get("TERM") != "dumb":
        return None
    said = f"{'、'.join(lacking)}不是终端" if lacking else "这个终端（TERM=dumb）画不出界面"
    return Diagnostic(
        Severity.ERROR,
        "triage.no-terminal",
        f"{said}，打不开处置界面",
        "在终端窗口里直接运行；要在脚本里处置，用 auditor findings",
    )


def _is_terminal(stream: object) -> bool:
    try:
        return bool(stream.isatty())  # type: ignore[attr-defined]
    except (AttributeError, ValueError):
        return False


class Watch:
    """Ends the process when its terminal hangs up or it is told to end. `leave` asks for the orderly
    exit; it is called from another thread and must not block."""

    def __init__(self, leave: Callable[[], None]) -> None:
        self._leave = leave
        self._ending = threading.Event()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Watch from now on. Must be called in the main thread."""
        for name in ("SIGHUP", "SIGTERM"):
            number = getattr(signal, name, None)
            if number is not None:
                signal.signal(number, self._on_signal)
        if hasattr(select, "poll"):
            threading.Thread(target=self._watch, name="hang-up", daemon=True).start()

    def stop(self) -> None:
        """The program ends by itself."""
        self._stopped.set()

    def end_soon(self) -> None:
        """The person left while a file is still being read: wait no longer than this for it. What was
        decided is in the store, and an audit cut off is made good by the next."""
        timer = threading.Timer(GRACE, os._exit, [0])
        timer.daemon = True
        timer.start()

    def end(self) -> None:
        """Whoever looked at the screen is gone."""
        self._end(_GONE)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._end(128 + number)

    def _watch(self) -> None:
        poll = select.poll()
        for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
            with contextlib.suppress(AttributeError, ValueError, OSError):
                poll.register(stream.fileno(), 0)  # type: ignore[union-attr]  # 0: only hang-up and errors
        while not self._stopped.is_set():
            try:
                events = poll.poll(_POLL)
            except OSError:
                events = []
            if any(happened & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, happened in events):
                self._end(_GONE)
                return

    def _end(self, code: int) -> None:
        if self._ending.is_set():
            return
        self._ending.set()
        timer = threading.Timer(GRACE, os._exit, [code])
        timer.daemon = True
        timer.start()
        with contextlib.suppress(RuntimeError):  # the loop is closed already
            self._leave()
