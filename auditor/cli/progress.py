"""A progress line on stderr: only on a terminal, only when the work takes a person's time."""

from __future__ import annotations

import sys
import time

from auditor.base.text import cells
from auditor.cli.console import width
from auditor.output.places import printable
from auditor.output.wrap import fit

_PATIENCE = 2.0  # seconds before the line appears
_EVERY = 0.1
_BAR = 20


class Progress:
    """Call it with how many are done, of how many, and what is being read; close it at the end."""

    def __init__(self, quiet: bool = False) -> None:
        self._on = not quiet and sys.stderr.isatty()
        self._started = time.monotonic()
        self._drawn = 0.0
        self._columns = 0

    def __call__(self, done: int, total: int, name: str) -> None:
        now = time.monotonic()
        if not self._on or now - self._started < _PATIENCE or now - self._drawn < _EVERY:
            return
        self._drawn = now
        filled = _BAR * done // max(total, 1)
        head = f"[{'#' * filled}{'.' * (_BAR - filled)}] {done:,}/{total:,} "
        self._columns = width(sys.stderr) - 1
        line = head + fit(printable(name), max(10, self._columns - cells(head)))
        sys.stderr.write("\r" + line)
        sys.stderr.flush()

    def close(self) -> None:
        """Leave the line as if nothing had been drawn."""
        if self._columns:
            sys.stderr.write("\r" + " " * self._columns + "\r")
            sys.stderr.flush()
            self._columns = 0
