"""A figure whose parts 其中 tells: “收到申请54件,其中自然人46件,法人8件,办结50件”. Where the parts fill it,
what comes behind them is no part of it any more."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.report.facts.found import Found
from auditor.report.facts.tokens import Token


class Whole:
    """What is left of the figure `of`, which must be a whole itself."""

    def __init__(self, of: Found | None = None) -> None:
        self._of = of if of is not None and of.scope == "total" else None
        self._told = 0
        self._left = self._of.value if self._of is not None else 0

    def takes(self, part: Token) -> None:
        """A part was told."""
        if self._of is not None and part.unit == self._of.unit:
            self._told += 1
            self._left -= part.value

    @property
    def filled(self) -> bool:
        """Whether the parts, two or more, make up the whole."""
        return self._of is not None and self._told > 1 and not self._left


def one_kind(words: Sequence[Token]) -> bool:
    """Whether the words name one kind of applicant: what is told is of those alone."""
    return any(
        t.word and ("申请人词" in t.word.marks or (t.word.label and t.word.label.name.startswith("申请.")))
        for t in words
    )
