"""取值: what a cell says, and how far that can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from auditor.base.place import CellPlace, ParagraphPlace
from auditor.base.quick import quick

Number = int | Decimal  # never float; integral values are int


class State(StrEnum):
    """What stands in a cell."""

    NUMBER = "number"
    BLANK = "blank"  # the source has the cell and nothing is in it
    SYMBOL = "symbol"  # "/", "—", "无"
    TEXT = "text"  # words, with or without a number in them: “22（其中修订16件）”
    ILLEGIBLE = "illegible"  # torn row, low confidence: unknown, never a guess
    ABSENT = "absent"  # the report has no such cell


@quick
@dataclass(frozen=True, slots=True)
class Value:
    """One cell as read. `number` is the number as written, without conversion ("251000元" → 251000);
    None for blank, symbol, illegible, absent and for text without a number. `unit` is the unit the
    lexicon gives the cell ("件", "万元"); `written_unit` the one written in the cell, often empty.
    `raw` is the text of the cell as written. `note` says in Chinese how it was read when not by its
    own label and a full row."""

    state: State
    number: Number | None = None
    raw: str = ""
    unit: str = "件"
    written_unit: str = ""
    place: CellPlace | ParagraphPlace | None = None
    confidence: float = 1.0
    note: str = ""

    @property
    def low(self) -> Number:
        """The least the true figure can be; a count that is not known is at least 0."""
        return 0 if self.number is None else self.number

    @property
    def high(self) -> Number | None:
        """The most the true figure can be; None means no bound is known."""
        return self.number
