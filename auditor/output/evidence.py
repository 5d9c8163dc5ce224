"""What planted faults showed of each rule: 证据.yaml, which bench/faults.py writes, read for the pages.

    规则: {勾稽-302: {植入: 60, 查出: 60, 误报: 0}}      报告: the reports of the measurement

The file stands beside the folder of the pages (docs/证据.yaml, docs/规则): it is no input of an audit, and
measuring must not change what the packs are. Without it, or where it cannot be read, pages say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from auditor.source.load import read_source
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar

NAME = "证据.yaml"


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one rule: faults `planted` and `found`, `false` alarms among `reports`."""

    planted: int
    found: int
    false: int
    reports: int

    def said(self) -> str:
        """The measurement in a sentence."""
        parts = []
        if self.planted:
            parts.append(
                f"植入 {self.planted} 处，查出 {self.found} 处，查全率 {self.found / self.planted:.2f}"
            )
        said = self.found + self.false
        precise = f"，查准率 {self.found / said:.2f}" if said else ""
        parts.append(f"{self.reports} 份报告里误报 {self.false} 处{precise}")
        return "；".join(parts)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The measurements by rule id, and the digest of the file."""

    rules: Mapping[str, Measured]
    sha256: str


def evidence_beside(folder: Path) -> Evidence | None:
    """The evidence for the pages in `folder`, None without any."""
    path = folder.resolve().parent / NAME
    if not path.is_file():
        return None
    source, _ = read_source(path, NAME)
    if source is None or not isinstance(source.root, Tree):
        return None
    reports = _number(source.root.get("报告"))
    rules = source.root.get("规则")
    if reports is None or not isinstance(rules, Tree):
        return None
    found: dict[str, Measured] = {}
    for entry in rules:
        row = entry.value
        if isinstance(row, Tree):
            numbers = [_number(row.get(key)) for key in ("植入", "查出", "误报")]
            known = [number for number in numbers if number is not None]
            if len(known) == 3:
                found[entry.key.text] = Measured(known[0], known[1], known[2], reports)
    return Evidence(found, source.sha256)


def _number(node: Node | None) -> int | None:
    text = node.text.strip() if isinstance(node, Scalar) else ""
    return int(text) if text.isascii() and text.isdecimal() else None
