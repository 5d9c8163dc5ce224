"""Two accounts of the same reports compared: what is new, gone, reopened or changed, and why.

Why is said only as far as the two accounts prove it: whether the report, the rules, the program or a
person's decision differs. Where only one of several can be the reason and nothing tells which, all of
them are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from auditor.findings.fingerprint import evidence_hash
from auditor.findings.model import Change, Decision, Finding, Run
from auditor.report.value import Number
from auditor.rules.outcome import CellEvidence, Evidence, PlaceEvidence, TextEvidence

SCHEMA = "auditor.findings/1"


class Kind(StrEnum):
    """What became of a finding."""

    NEW = "new"
    GONE = "gone"
    REOPENED = "reopened"
    CHANGED = "changed"
    SAME = "same"


class Why(StrEnum):
    """What differs between the two accounts, as far as it can have made the difference."""

    REPORT = "report"
    ADDED = "added"  # the report is not in the first account
    REMOVED = "removed"  # the report is not in the second
    UNREAD = "unread"  # the second could not read it
    RULE = "rule"
    PROGRAM = "program"
    DECISION = "decision"
    OTHERS = "others"  # reports it is compared with, or the roster: it and the rules are as they were


@dataclass(frozen=True, slots=True)
class Item:
    """A finding, as far as comparing needs it. `words` is what its rule says of it."""

    fingerprint: str
    rule: str
    level: str
    file: str
    unit: str
    year: int | None
    target: str
    message: str
    words: tuple[str, ...]
    evidence: str  # its hash
    decision: Decision = Decision.OPEN
    status: Change = Change.NEW


@dataclass(frozen=True, slots=True)
class Side:
    """One account. `files`: status by name; `hashes` of the files, and `asked`, the digest of the rules
    by file, are known of stores only; `packs`: content hash by name."""

    items: Mapping[str, Item]
    files: Mapping[str, str]
    packs: Mapping[str, str]
    program: str = ""
    hashes: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding's fate; `after` is None where it is gone, `before` where it is new."""

    kind: Kind
    before: Item | None
    after: Item | None
    why: tuple[Why, ...] = ()

    @property
    def item(self) -> Item:
        """The finding as it was seen last."""
        found = self.after or self.before
        assert found is not None
        return found


def compare(first: Side, second: Side) -> tuple[Difference, ...]:
    """Every finding of either side once, by file, rule and target."""
    moved = {
        item.file
        for name, item in first.items.items()
        if name in second.items and item.evidence != second.items[name].evidence
    }
    made = [
        _difference(first, second, first.items.get(name), second.items.get(name), moved)
        for name in {**first.items, **second.items}
    ]
    return tuple(sorted(made, key=lambda d: (d.item.file, d.item.rule, d.item.target, d.item.fingerprint)))


def _difference(
    first: Side, second: Side, before: Item | None, after: Item | None, moved: set[str]
) -> Difference:
    if before is None:
        assert after is not None
        if after.file and after.file not in first.files:
            return Difference(Kind.NEW, None, after, (Why.ADDED,))
        kind = Kind.REOPENED if after.status is Change.RECURRED else Kind.NEW
        return Difference(kind, None, after, _reasons(first, second, after.file, moved))
    if after is None:
        return Difference(Kind.GONE, before, None, _gone(first, second, before, moved))
    if before.decision is not Decision.OPEN and after.decision is Decision.OPEN:
        undone = before.evidence == after.evidence and after.status is not Change.RECURRED
        reasons = (Why.DECISION,) if undone else _reasons(first, second, after.file, {after.file})
        return Difference(Kind.REOPENED, before, after, reasons)
    reasons = ()
    if before.evidence != after.evidence:
        reasons = (Why.REPORT,)
    elif before.words != after.words:
        reasons = _reasons(first, second, after.file, moved)
    if before.decision is not after.decision:
        reasons = (*reasons, Why.DECISION)
    return Difference(Kind.CHANGED if reasons else Kind.SAME, before, after, reasons)


def _gone(first: Side, second: Side, before: Item, moved: set[str]) -> tuple[Why, ...]:
    status = second.files.get(before.file)
    if before.file and status is None:
        return (Why.REMOVED,)
    if status in ("unreadable", "skipped"):
        return (Why.UNREAD,)
    return _reasons(first, second, before.file, moved)


def _reasons(first: Side, second: Side, file: str, moved: set[str]) -> tuple[Why, ...]:
    """What can have made a rule say something else of this file."""
    old, new = first.hashes.get(file, ""), second.hashes.get(file, "")
    told = bool(old and new)
    asked = first.asked.get(file, ""), second.asked.get(file, "")
    rules = asked[0] != asked[1] if all(asked) else first.packs != second.packs
    program = bool(first.program and second.program) and first.program != second.program
    reasons = []
    if old != new if told else file in moved or rules or program:
        reasons.append(Why.REPORT)  # proven, or nothing proves that it is as it was
    if rules:
        reasons.append(Why.RULE)
    if program:
        reasons.append(Why.PROGRAM)
    return tuple(reasons) or ((Why.OTHERS,) if told else (Why.REPORT,))


def item_of(finding: Finding) -> Item:
    """A finding as an item."""
    basis = "；".join(f"{item.document} {item.clause}" for item in finding.basis)
    return Item(
        finding.fingerprint, finding.rule, finding.level.value, finding.file, finding.unit, finding.year,
        finding.target, finding.message,
        (finding.level.value, finding.name, finding.message, finding.suggestion, basis),
        evidence_hash(finding.evidence), finding.decision, finding.status,
    )  # fmt: skip


def side_of(run: Run, hashes: Mapping[str, str], asked: Mapping[str, str]) -> Side:
    """A run as a side; `hashes` and `asked` by file where they are known."""
    return Side(
        {finding.fingerprint: item_of(finding) for finding in run.findings},
        {row.file: row.status.value for row in run.files},
        {f"{pack.name} {number}": pack.sha256 for number, pack in enumerate((*run.packs, *run.overlays))},
        "", hashes, asked,
    )  # fmt: skip


def side_from_json(value: Any) -> Side:
    """What `auditor run --format json` printed. Raises ValueError where `value` is something else."""
    try:
        if value["schema"] != SCHEMA:
            raise ValueError("not auditor.findings/1")
        items = [_item(entry) for entry in value["findings"]]
        packs = [*value["packs"], *value["overlays"]]
        return Side(
            {item.fingerprint: item for item in items},
            {str(row["file"]): str(row["status"]) for row in value["reports"]},
            {f"{pack['name']} {number}": str(pack["sha256"]) for number, pack in enumerate(packs)},
            str(value["program"]),
        )
    except (KeyError, TypeError, AttributeError, InvalidOperation) as fault:
        raise ValueError("not auditor.findings/1") from fault


def _item(entry: Any) -> Item:
    year = entry["year"]
    if year is not None and not isinstance(year, int):
        raise ValueError("year")
    texts = [entry[key] for key in ("fingerprint", "rule", "level", "file", "unit", "target", "message")]
    texts += [entry["name"], entry["suggestion"]]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("text")
    fingerprint, rule, level, file, unit, target, message, name, suggestion = texts
    basis = "；".join(f"{item['document']} {item['clause']}" for item in entry["basis"])
    evidence = evidence_hash(tuple(_evidence(item) for item in entry["evidence"]))
    return Item(
        fingerprint, rule, level, file, unit, year, target, message,
        (level, name, message, suggestion, basis), evidence,
        Decision(entry["decision"]), Change(entry["status"]),
    )  # fmt: skip


def _evidence(item: Any) -> Evidence:
    if "quote" in item:
        return TextEvidence(int(item["section"]), 0, 0, str(item["quote"]))
    if not item["path"]:
        return PlaceEvidence(str(item["raw"]), None)
    return CellEvidence(str(item["path"]), str(item["raw"]), _number(item["value"]), None)


def _number(text: Any) -> Number | None:
    if text is None:
        return None
    plain = str(text)
    return int(plain) if plain.isascii() and plain.lstrip("-").isdecimal() else Decimal(plain)
