"""A list of diagnostics for one file: bounded, each with its source line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace

MOST = 50  # a person mends a few faults at a time; a broken file may have millions


class Faults:
    """Collects what is wrong with one file. Lines and columns are 1-based."""

    def __init__(self, name: str, lines: Sequence[str]) -> None:
        self._name = name
        self._lines = lines
        self._seen: dict[tuple[str, int, int], int] = {}
        self.found: list[Diagnostic] = []

    def line(self, number: int) -> str:
        """The text of a line; "" beyond the end."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def clear(self) -> None:
        """Forget what was found: the file is read once more."""
        self._seen.clear()
        self.found.clear()

    def error(self, code: str, line: int, column: int, message: str, remedy: str, width: int = 1) -> None:
        self._add(Severity.ERROR, code, line, column, message, remedy, width)

    def warning(self, code: str, line: int, column: int, message: str, remedy: str, width: int = 1) -> None:
        self._add(Severity.WARNING, code, line, column, message, remedy, width)

    def _add(
        self, severity: Severity, code: str, line: int, column: int, message: str, remedy: str, width: int
    ) -> None:
        key = (code, line, column)
        before = self._seen.get(key)
        if before is not None:
            # What was only doubtful has turned out to stop the parser.
            if severity is Severity.ERROR:
                self.found[before] = replace(
                    self.found[before], severity=severity, message=message, remedy=remedy
                )
            return
        # The last place is kept for an error: it must not be lost behind fifty warnings.
        if len(self.found) >= (MOST if severity is Severity.ERROR else MOST - 1):
            return
        self._seen[key] = len(self.found)
        excerpt = self.line(line)
        self.found.append(
            Diagnostic(
                severity,
                code,
                message,
                remedy,
                self._name,
                SourcePlace(line, column),
                excerpt,
                max(1, min(width, len(excerpt) - column + 1)),
            )
        )
