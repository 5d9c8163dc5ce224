"""What the dialog of a decision gives, apart from it: its fields are loaded when it is first opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from auditor.triage import Choice, Reach

DATED = frozenset({Choice.WAIVED, Choice.LATER})
FAR = frozenset({Choice.WAIVED, Choice.FALSE_ALARM})  # decisions that may reach further


@dataclass(frozen=True, slots=True)
class Decided:
    """What the dialog gives."""

    choice: Choice
    reason: str
    until: date | None
    reach: Reach
