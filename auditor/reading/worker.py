"""Reading in a process of its own, for files that may hang or kill it: the others are not touched."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.reading.document import Document
from auditor.reading.limits import DEFAULT, Limits

COMMAND = (sys.executable, "-m", "auditor.reading.worker")
_REMEDY = "请用原来的程序打开确认，只保留报告正文后另存为 .docx"


def open_in_worker(source: bytes | Path, limits: Limits = DEFAULT, name: str = "") -> Document | Diagnostic:
    """As `open_document`, always in a child process."""
    from auditor.reading.open import load

    file = name or ("" if isinstance(source, bytes) else source.as_posix())
    loaded = load(source, limits)
    return loaded.in_file(file) if isinstance(loaded, Diagnostic) else read_in_worker(loaded, limits, file)


def read_in_worker(
    data: bytes, limits: Limits = DEFAULT, name: str = "", command: Sequence[str] = COMMAND
) -> Document | Diagnostic:
    """Read `data` in a child, for at most `limits.seconds`. A child that dies, hangs or answers
    nonsense gives a Diagnostic ("file.crashed", "file.hung")."""
    asked = pickle.dumps((limits, name))
    message = len(asked).to_bytes(8, "big") + asked + data
    try:
        done = subprocess.run(
            list(command),
            input=message,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            check=False,
            env=environment(),
        )
    except subprocess.TimeoutExpired:
        return hung(limits, name)
    except OSError as fault:
        return not_started(fault, name)
    answer = unpacked(done.stdout) if done.returncode == 0 else None
    return crashed(name) if answer is None else answer


def hung(limits: Limits, name: str) -> Diagnostic:
    """The file took longer than `limits.seconds`."""
    return Diagnostic(Severity.ERROR, "file.hung", f"{limits.seconds:g} 秒内未能读完，已放弃", _REMEDY, name)


def crashed(name: str) -> Diagnostic:
    """The process that read the file died or answered nonsense."""
    return Diagnostic(
        Severity.ERROR, "file.crashed", "读取时进程中断（内存或内容异常），此文件未读", _REMEDY, name
    )


def not_started(fault: OSError, name: str) -> Diagnostic:
    """The system gave no process."""
    why = f"无法启动读取进程（{type(fault).__name__}）"
    return Diagnostic(Severity.ERROR, "file.crashed", why, "请释放内存后重试", name)


class _Unpickler(pickle.Unpickler):
    """Takes nothing from a child, in which hostile bytes met native code, but what answers are made of."""

    def find_class(self, module: str, name: str) -> Any:
        if module in {"auditor.base.diagnostic", "auditor.base.place", "auditor.reading.document"}:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def unpacked(answer: bytes) -> Document | Diagnostic | None:
    """What a child answered, or None where that is nonsense."""
    with contextlib.suppress(
        pickle.UnpicklingError, EOFError, ValueError, AttributeError, ImportError, IndexError, TypeError
    ):
        found = _Unpickler(io.BytesIO(answer)).load()
        if isinstance(found, (Document, Diagnostic)):
            return found
    return None


def environment() -> dict[str, str]:
    """Ours, with the package found even where it is not installed."""
    root = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": root + (os.pathsep + known if known else "")}


def _limit_memory(size: int) -> None:
    """Where the system can; elsewhere the limits of the readers have to do."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _once() -> None:
    """One file: limits and name, then its bytes to the end of the input."""
    from auditor.reading.open import read_bytes

    message = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # a parser that prints must not spoil the answer
    size = int.from_bytes(message[:8], "big")
    limits, name = pickle.loads(message[8 : 8 + size])
    data = message[8 + size :]
    del message
    _limit_memory(limits.worker_memory)
    out.write(pickle.dumps(read_bytes(data, limits, name)))
    out.flush()


def _stay() -> None:
    """File after file, each with its length before it, until the input ends."""
    from auditor.reading.open import read_bytes

    source, out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    limited = False
    while len(head := source.read(8)) == 8:
        limits, name = pickle.loads(source.read(int.from_bytes(head, "big")))
        data = source.read(int.from_bytes(source.read(8), "big"))
        if not limited:
            _limit_memory(limits.native_memory)
            limited = True
        answer = pickle.dumps(read_bytes(data, limits, name), pickle.HIGHEST_PROTOCOL)
        del data
        out.write(len(answer).to_bytes(8, "big"))
        out.write(answer)
        out.flush()


if __name__ == "__main__":
    if "--stay" in sys.argv:
        _stay()
    else:
        _once()
