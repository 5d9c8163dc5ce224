"""A fault said as a value: what, where, and what to do next. Never an exception that escapes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from auditor.base.place import Place


class Severity(StrEnum):
    """How much a diagnostic stops: an error stops its file, a warning or a note does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault of a file (never of the agency that wrote it).

    `code` is stable English with dots ("file.encrypted", "rule.unknown-key"); `message` says in
    Chinese what is wrong, `remedy` in Chinese what to do; `file` is as the user gave it, with `/`.
    `excerpt` is the offending source line and `width` how many characters the caret underlines.
    """

    severity: Severity
    code: str
    message: str
    remedy: str = ""
    file: str = ""
    place: Place | None = None
    excerpt: str = ""
    width: int = 1

    def in_file(self, file: str) -> Diagnostic:
        """The same fault, named for `file`."""
        return replace(self, file=file)
