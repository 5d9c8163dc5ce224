"""Colour, where a terminal shows it. Colour never carries meaning alone: the word is always there."""

from __future__ import annotations

from auditor.rules.outcome import Level

_CODES = {Level.ERROR: "1;31", Level.WARNING: "33", Level.INFO: "36"}


class Paint:
    """Wraps text in colour, or leaves it alone when `on` is False."""

    def __init__(self, on: bool) -> None:
        self._on = on

    def level(self, text: str, level: Level) -> str:
        """`text` in the colour of a level."""
        return self._wrap(text, _CODES[level])

    def bold(self, text: str) -> str:
        """`text` set off."""
        return self._wrap(text, "1")

    def dim(self, text: str) -> str:
        """`text` set back."""
        return self._wrap(text, "2")

    def _wrap(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._on and text else text
