"""A figure whose parts 其中 tells: “收到申请54件,其中自然人46件,法人8件,办结50件”. Where the parts fill it,
what comes behind them is no part of it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.report.facts.found import Found
from auditor.report.facts.tokens import Token
from auditor.report.facts.vocabulary import Word

if TYPE_CHECKING:
    from auditor.report.facts.binding import Binder


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


def tells_of_all(binder: Binder, first: int, last: int, start: int) -> bool:
    """Whether the clause of the tokens from `first` to `last` names none of the parts again before `start`,
    where its fact begins: “其中自然人46件,法人8件,自然人办结40件”, “…,规划股办结8件”."""
    kinds = ("申请人词" in t.word.marks or _is_kind(t.word) for t in binder.tokens[first:last] if t.word)
    return binder.known(binder.begin(first), start) and not any(kinds)


def _is_kind(word: Word) -> bool:
    return word.label is not None and word.label.name.startswith("申请.")
