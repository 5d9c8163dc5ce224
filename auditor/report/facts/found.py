"""A fact, and what binds its figure, in the positions of the folded sentence."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.report.facts.vocabulary import FactDef
from auditor.report.value import Number


@dataclass(frozen=True, slots=True)
class Found:
    """A fact in folded positions. `agency`: another agency's name stands before its verb."""

    name: str
    value: Number
    scope: str
    start: int
    end: int
    agency: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a figure was bound to; `subject` is then spoken of."""

    fact: FactDef
    start: int
    end: int
    verb: bool = False
