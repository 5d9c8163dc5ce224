"""A finding with what is known beside it, and the pages it is shown on; what draws them is loaded with the
first of them, after the list stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.findings.model import Finding
    from auditor.report.model import Report

WHERE, BASIS, REMEDY, PAST = "在哪", "依据", "怎么改", "经过"


@dataclass(frozen=True, slots=True)
class Pane:
    """One page of the evidence: the tab it belongs to, and its number among that tab's pages."""

    tab: str
    number: int = 0
    of: int = 1
    key: str = ""  # a table's name, "text:3" for a part's text, "" for what is neither


@dataclass(frozen=True, slots=True)
class Case:
    """A finding with what is known beside it. `report` is None where the report was never read or
    is no longer kept; `reports` has also the previous year's, by file, where a rule compares."""

    finding: Finding
    report: Report | None
    explanation: str = ""  # the rule's 说明
    past: Sequence[tuple[str, str]] = field(default=())  # (when and who, what)
    twins: Sequence[str] = field(default=())  # other findings of the same cause, in words
