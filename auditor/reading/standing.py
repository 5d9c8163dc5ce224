"""One child process that reads file after file, for formats whose parser is native code.

Starting a process costs more than reading an ordinary PDF, so it is kept; when a file kills it or holds
it too long, that file gets its diagnostic and the next one a new process.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import subprocess
import threading
from dataclasses import replace
from typing import IO

from auditor.base.diagnostic import Diagnostic
from auditor.reading.document import Document
from auditor.reading.limits import DEFAULT, Limits
from auditor.reading.worker import COMMAND, crashed, environment, hung, not_started, unpacked

_FILES = 400  # after so many files a new process, whatever the parser has kept


class _Child:
    """A running child and how many files it may still read."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "--stay"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        self.owner = os.getpid()
        self.left = _FILES

    def ask(self, message: bytes, seconds: float) -> tuple[bytes | None, bool]:
        """The answer, or None; and whether the time was up."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            assert self.process.stdin is not None and self.process.stdout is not None
            self.process.stdin.write(message)
            self.process.stdin.flush()
            size = int.from_bytes(_exactly(self.process.stdout, 8), "big")
            answer = _exactly(self.process.stdout, size)
        except (OSError, EOFError, ValueError, MemoryError, OverflowError):
            return None, late.is_set()
        finally:
            timer.cancel()
        return (None, True) if late.is_set() else (answer, False)

    def close(self) -> None:
        """End it, whatever state it is in."""
        if self.owner != os.getpid():
            return  # a fork's copy: the process belongs to the parent
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError, ValueError):
                    stream.close()
        self.process.kill()
        with contextlib.suppress(OSError):
            self.process.wait()


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError
    return data


_lock = threading.Lock()
_children: dict[bool, _Child] = {}  # by whether they recognise pictures: those need more of everything
_inherited: list[_Child] = []  # of a parent, kept so that nothing is done to them


def read_in_standing_worker(data: bytes, limits: Limits = DEFAULT, name: str = "") -> Document | Diagnostic:
    """Read `data` in the kept child. One that dies, hangs or answers nonsense gives a Diagnostic
    ("file.crashed", "file.hung") and is replaced. With `limits.recognise` it is another child, under the
    limits for scans."""
    if limits.recognise:
        limits = replace(limits, seconds=limits.scan_seconds, native_memory=limits.scan_memory)
    asked = pickle.dumps((limits, name))
    message = b"".join((len(asked).to_bytes(8, "big"), asked, len(data).to_bytes(8, "big"), data))
    with _lock:
        try:
            child = _ready(limits.recognise)
        except OSError as fault:
            return not_started(fault, name)
        answer, late = child.ask(message, limits.seconds)
        child.left -= 1
        result = unpacked(answer) if answer is not None else None
        if result is None or child.left <= 0 or getattr(result, "code", "") == "file.too-large":
            _end(limits.recognise)
    if result is not None:
        return result
    return hung(limits, name) if late else crashed(name)


def _ready(kind: bool) -> _Child:
    child = _children.get(kind)
    if child is not None and child.owner != os.getpid():
        _inherited.append(_children.pop(kind))
        child = None
    if child is not None and child.process.poll() is not None:
        _end(kind)
        child = None
    if child is None:
        child = _children[kind] = _Child()
    return child


def _end(kind: bool) -> None:
    child = _children.pop(kind, None)
    if child is not None:
        child.close()


def _end_all() -> None:
    for kind in list(_children):
        _end(kind)


atexit.register(_end_all)
