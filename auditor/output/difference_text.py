"""`auditor rules diff` on screen: the rules that changed, then the findings by report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from auditor.findings.difference import Changed, Difference
from auditor.findings.model import Finding
from auditor.output.paint import Paint
from auditor.output.places import LEVELS, VERDICTS, printable, unit_words
from auditor.output.text import Style
from auditor.output.wrap import wrap

_LISTED = 20  # findings shown for one report, and rules named in one line, without -v


def draw_difference(found: Difference, style: Style) -> str:
    """The whole screen, each line ending with a line end."""
    paint = Paint(style.color)
    lines: list[str] = []
    for word, names in (("增加", found.added), ("去掉", found.removed), ("改动", found.altered)):
        if names:
            lines += wrap(f"规则{word} {len(names)} 条：{_some(names, style)}", style.width, "  ")
    if not lines:
        lines.append("两边的规则一样")
    if style.detail >= 0:
        for file, items in groupby(sorted(_entries(found), key=_place), key=lambda entry: entry[0].file):
            lines += ["", *_report(file, [*items], style, paint)]
    lines += ["", *_summary(found, style)]
    return "".join(line + "\n" for line in lines)


Entry = tuple[Finding, str, Changed | None]


def _entries(found: Difference) -> Iterator[Entry]:
    for finding in found.new:
        yield finding, "多出", None
    for finding in found.gone:
        yield finding, "少掉", None
    for pair in found.changed:
        yield pair.after, "变了", pair


def _place(entry: Entry) -> tuple[str, str, str, str]:
    finding, word, _ = entry
    return (finding.file, finding.rule, finding.target, word)


def _report(file: str, entries: Sequence[Entry], style: Style, paint: Paint) -> list[str]:
    first = entries[0][0]
    lines = [
        paint.bold(line)
        for line in wrap(printable(f"{unit_words(first.unit, first.year)} · {file}"), style.width, "  ")
    ]
    shown = entries if style.detail > 0 else entries[:_LISTED]
    for finding, word, pair in shown:
        head = f"  {word}  {LEVELS[finding.level]}  {finding.rule}  "
        lines += wrap(head + printable(finding.message), style.width, " " * 8)
        if pair is not None:
            lines += wrap(f"        原来 {_before(pair)}", style.width, " " * 13)
    if len(entries) > len(shown):
        lines.append(f"  …… 另 {len(entries) - len(shown)} 条，加 -v 全部列出")
    return lines


def _before(pair: Changed) -> str:
    before, after = pair.before, pair.after
    parts = []
    if before.level is not after.level:
        parts.append(LEVELS[before.level])
    if before.trial is not after.trial:
        parts.append("试行" if before.trial else "施行")
    if before.message != after.message:
        parts.append(printable(before.message))
    return "  ".join(parts) or "依据的数或原句不同"


def _summary(found: Difference, style: Style) -> Iterator[str]:
    yield f"问题 多出 {len(found.new)}，少掉 {len(found.gone)}，变了 {len(found.changed)}，不变 {found.same}"
    moved = [
        f"{word} {before:,}→{after:,}"
        for verdict, word in VERDICTS.items()
        for before, after in [found.verdicts[verdict]]
        if before != after
    ]
    if moved:
        yield from wrap(f"结论 {'，'.join(moved)}", style.width, "     ")


def _some(names: Iterable[str], style: Style) -> str:
    listed = list(names)
    shown = listed if style.detail > 0 else listed[:_LISTED]
    return "、".join(shown) + (f" 等 {len(listed)} 条" if len(shown) < len(listed) else "")
