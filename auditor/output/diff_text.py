"""`auditor diff` on screen and as JSON (`auditor.diff/1`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from auditor.base.version import VERSION
from auditor.findings.diff import Difference, Item, Kind, Why
from auditor.output.finding_words import DECISIONS, clean
from auditor.output.json import Json, dumps
from auditor.output.places import LEVELS, printable, unit_words
from auditor.output.text import Style
from auditor.output.wrap import wrap
from auditor.rules.outcome import Level

SCHEMA = "auditor.diff/1"
KINDS = {
    Kind.NEW: "新增",
    Kind.GONE: "消失",
    Kind.REOPENED: "重开",
    Kind.CHANGED: "有变",
    Kind.SAME: "没有变",
}
WHYS = {
    Why.REPORT: "报告改了",
    Why.ADDED: "报告是新加的",
    Why.REMOVED: "后一次没有这份报告",
    Why.UNREAD: "后一次没有读到这份报告",
    Why.RULE: "规则改了",
    Why.PROGRAM: "程序换了版本",
    Why.DECISION: "处置改了",
    Why.OTHERS: "对照的报告或名录改了",
}


def draw_diff(found: Sequence[Difference], style: Style) -> str:
    """The differences by report, then how many of each kind. What is the same is only counted."""
    lines = [f"auditor {VERSION} 审核结果 比较"]
    shown = [item for item in found if item.kind is not Kind.SAME]
    for file, group in groupby(shown, key=lambda each: each.item.file):
        differences = list(group)
        first = differences[0].item
        title = f"{printable(unit_words(first.unit, first.year))} · {printable(file) or '全部报告'}"
        lines += ["", *wrap(title, style.width, "  ")]
        for difference in differences:
            lines += _lines(difference, style)
    counts = Counter(item.kind for item in found)
    lines += ["", "  ".join(f"{word} {counts[kind]:,}" for kind, word in KINDS.items())]
    return "".join(line + "\n" for line in lines)


def _lines(difference: Difference, style: Style) -> list[str]:
    item = difference.item
    head = f"  {KINDS[difference.kind]}  {LEVELS[Level(item.level)]}  {printable(item.rule)}  "
    lines = wrap(head + clean(item.message), style.width, " " * 8)
    before, after = difference.before, difference.after
    if before is not None and after is not None:
        lines += [
            line for text in _changes(before, after) for line in wrap(" " * 8 + text, style.width, " " * 10)
        ]
    if style.detail >= 0:
        lines += wrap(" " * 8 + f"原因 {why_words(difference.why)}", style.width, " " * 10)
    return lines


def _changes(before: Item, after: Item) -> list[str]:
    changes = []
    if before.message != after.message:
        changes.append(f"原来 {clean(before.message)}")
    if before.level != after.level:
        changes.append(f"级别 {LEVELS[Level(before.level)]} → {LEVELS[Level(after.level)]}")
    if before.decision is not after.decision:
        changes.append(f"处置 {DECISIONS[before.decision]} → {DECISIONS[after.decision]}")
    return changes


def why_words(why: Sequence[Why]) -> str:
    """报告改了; 报告改了，或规则改了."""
    return "，或".join(WHYS[reason] for reason in why)


def draw_diff_json(found: Sequence[Difference]) -> str:
    """One object; every finding of either side, the same ones too."""
    counts = Counter(item.kind for item in found)
    head: Json = {
        "schema": SCHEMA,
        "program": f"auditor {VERSION}",
        "counts": {kind.value: counts[kind] for kind in Kind},
    }
    rows = ",\n".join("  " + dumps(_row(item)) for item in found)
    return (
        f'{dumps(head)[:-1]},\n"differences": [\n{rows}\n]}}\n'
        if rows
        else f'{dumps(head)[:-1]}, "differences": []}}\n'
    )


def _row(difference: Difference) -> Json:
    item = difference.item
    return {
        "kind": difference.kind.value,
        "why": [reason.value for reason in difference.why],
        "fingerprint": item.fingerprint,
        "rule": item.rule,
        "file": clean(item.file),
        "unit": clean(item.unit),
        "year": item.year,
        "target": clean(item.target),
        "before": _side(difference.before),
        "after": _side(difference.after),
    }


def _side(item: Item | None) -> Json | None:
    if item is None:
        return None
    return {"level": item.level, "message": clean(item.message), "decision": item.decision.value}
