"""How wide the terminal draws signs of doubtful width, asked before Textual takes it over.

Windows 10 on code page 936 and some terminals set to "ambiguous wide" draw ● and ─ in two columns;
frames then come apart, and plain signs serve better.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import time

_WAIT = 0.3  # seconds; a terminal that knows the question answers in a few milliseconds
_ANSWER = re.compile(rb"\x1b\[(\d+);(\d+)R")


def draws_wide() -> bool:
    """Whether ● takes two columns; False where the terminal cannot be asked."""
    if os.name == "nt":
        return _code_page_936()
    try:
        import termios
        import tty

        source, target = sys.__stdin__.fileno(), sys.__stderr__.fileno()  # type: ignore[union-attr]
        before = termios.tcgetattr(source)
    except (ImportError, AttributeError, ValueError, OSError):
        return False
    try:
        tty.setcbreak(source)
        os.write(target, "\r●\x1b[6n".encode())
        column = _column(source)
        os.write(target, b"\r\x1b[K")
    except OSError:
        return False
    finally:
        with contextlib.suppress(OSError):
            termios.tcsetattr(source, termios.TCSADRAIN, before)
    return column == 3


def _column(source: int) -> int:
    """The column that the terminal says its cursor stands in, 0 where it says nothing."""
    answer = b""
    deadline = time.monotonic() + _WAIT
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([source], [], [], left)[0]:
            break
        answer += os.read(source, 64)
        if found := _ANSWER.search(answer):
            return int(found[2])
    return 0


def _code_page_936() -> bool:
    """The old console window on a Chinese code page; Windows Terminal draws them narrow."""
    if os.environ.get("WT_SESSION"):
        return False
    import ctypes

    library = getattr(ctypes, "windll", None)
    return bool(library is not None and library.kernel32.GetConsoleOutputCP() == 936)
