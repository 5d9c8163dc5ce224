"""What an update tells while it runs and when it is done; apart from it, so that a face can start
without loading all that reads and audits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.findings.model import Run

Progress = Callable[[str, int, int], None]
"""Called with what is going on ("转换旧版文档", "审核", "跨报告核对"), how many are done, of how many."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where worker processes find the rules that the session has loaded."""

    rules: Path
    overlays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did. `read`: files that were opened; `audited`: reports that rules were asked of
    (0: nothing had changed); `stopped`: asked to stop, what was recorded stands; `run`: its account."""

    files: int = 0
    read: int = 0
    audited: int = 0
    findings: int = 0
    stopped: bool = False
    run: Run | None = None
