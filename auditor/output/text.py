"""The screen of `auditor run`: findings by report, then what was read, decided and left undecided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.text import cells
from auditor.base.version import VERSION
from auditor.engine.tally import Undecided
from auditor.findings.model import Decision, FileRow, FileStatus, Finding, Run
from auditor.output.finding_text import finding_lines
from auditor.output.finding_words import DECISIONS, message_words, rules_by_cause
from auditor.output.paint import Paint
from auditor.output.places import LEVELS, VERDICTS, paths_words, place_words, printable, unit_words
from auditor.output.wrap import right, wrap
from auditor.rules.model import Pack
from auditor.rules.outcome import Level

_PATH = re.compile(r"表.(\.[^.、]+){1,2}")
_LISTED = 20  # names in one line of the summary; -v and JSON list all


@dataclass(frozen=True, slots=True)
class Style:
    """How a run is drawn. `width` in terminal columns; `detail` −1 (-q), 0 or 1 (-v)."""

    width: int = 100
    color: bool = False
    detail: int = 0


def draw_run(run: Run, style: Style) -> str:
    """The whole screen, each line ending with a line end. Depends on nothing but its arguments."""
    paint = Paint(style.color)
    lines = [*_header(run, style, paint)]
    causes = rules_by_cause(run.findings)
    findings = {file: tuple(items) for file, items in groupby(run.findings, key=lambda item: item.file)}
    undecided = {file: tuple(items) for file, items in groupby(run.undecided, key=lambda item: item.file)}
    for row in run.files:
        block = _block(row, findings.pop(row.file, ()), undecided.get(row.file, ()), causes, style, paint)
        lines += ["", *block] if block else []
    for file, items in findings.items():  # a subject that is no single file
        lines += ["", *_heading(printable(file) or "报告之间", items, style, paint)]
        lines += _listed(items, causes, style, paint)
    lines += ["", *_summary(run, style, paint)]
    return "".join(line + "\n" for line in lines)


def _header(run: Run, style: Style, paint: Paint) -> Iterator[str]:
    yield paint.bold(f"auditor {VERSION} 审核结果")
    packs = [_pack(pack, style.detail) for pack in run.packs]
    packs += [f"叠加 {_pack(pack, 1)}" for pack in run.overlays]
    yield from wrap(f"规则  {printable(' + '.join(dict.fromkeys(packs)))}", style.width, "      ")
    if run.roster is not None:
        words = f"名录  {printable(run.roster.name)}，{run.roster.agencies:,} 个机关"
        yield from wrap(words, style.width, "      ")
    for notice in run.notices:
        yield from wrap(f"注意  {printable(notice)}", style.width, "      ")


def _pack(pack: Pack, detail: int) -> str:
    """国家规则·2021 1.2: files of one pack and version stand once; -v names each (…·勾稽)."""
    name = pack.name if detail > 0 or pack.name.count("·") < 2 else pack.name.rpartition("·")[0]
    return f"{name} {pack.version}".strip()


def _block(
    row: FileRow,
    findings: Sequence[Finding],
    undecided: Sequence[Undecided],
    causes: dict[str, list[str]],
    style: Style,
    paint: Paint,
) -> list[str]:
    """One report; empty where there is nothing to say of it."""
    notes = list(_reading_notes(row, style))
    if row.status is FileStatus.SKIPPED or not (findings or undecided or notes or style.detail > 0):
        return []
    if style.detail < 0 and not findings and row.status is not FileStatus.UNREADABLE:
        return []
    lines = _title(row, findings, style, paint)
    for text in notes:
        lines += wrap(f"  读取  {text}", style.width, " " * 8)
    lines += _listed(findings, causes, style, paint)
    if style.detail >= 0:
        for entry in undecided:
            lines += wrap(f"  未定  {_undecided_words(entry, style)}", style.width, " " * 8)
    return lines if len(lines) > 1 else [*lines, "  未发现问题"]


def _listed(
    findings: Sequence[Finding], causes: dict[str, list[str]], style: Style, paint: Paint
) -> list[str]:
    """Findings in their order; those of one root stand together, the first whole, the others by a line
    each. -v shows each whole, at its own place."""
    lines: list[str] = []
    if style.detail != 0:
        for item in findings:
            lines += finding_lines(item, causes, style.width, style.detail, paint)
        return lines
    groups: dict[object, list[Finding]] = {}
    for number, item in enumerate(findings):
        groups.setdefault(item.cause or number, []).append(item)
    for first, *others in groups.values():
        lines += finding_lines(first, {}, style.width, style.detail, paint)
        for item in others:
            said = f"{' ' * 8}同因  {printable(item.rule)}  {message_words(item)}"
            lines += wrap(said, style.width, " " * 14)
    return lines


def _title(row: FileRow, findings: Sequence[Finding], style: Style, paint: Paint) -> list[str]:
    """Agency, year and file on the left, the counts by level on the right."""
    name = printable(row.file)
    if row.status is not FileStatus.UNREADABLE:
        name = f"{printable(unit_words(row.unit, row.year))} · {name}"
    return _heading(name, findings, style, paint)


def _heading(name: str, findings: Sequence[Finding], style: Style, paint: Paint) -> list[str]:
    """A bold name, the counts by level on the right."""
    counts = Counter(finding.level for finding in findings)
    tally = "  ".join(f"{LEVELS[level]} {counts[level]}" for level in Level if counts[level])
    gap = style.width - cells(name) - cells(tally)
    if gap >= 2:
        return [paint.bold(name) + (" " * gap + tally if tally else "")]
    lines = [paint.bold(line) for line in wrap(name, style.width, "  ")]
    return [*lines, right(tally, style.width)] if tally else lines


def _reading_notes(row: FileRow, style: Style) -> Iterator[str]:
    """What a person must know of the reading itself."""
    if row.status is FileStatus.UNREADABLE:
        yield f"读不了：{printable(row.reason or '原因不明')}"
    elif row.status is FileStatus.PARTIAL:
        yield f"读取不完整：{printable(row.reason or '原因不明')}"
    for item in row.diagnostics:
        if style.detail > 0 or item.severity is not Severity.INFO:
            yield _note(item)


def _note(item: Diagnostic) -> str:
    place = place_words(item.place)
    remedy = f"；{printable(item.remedy)}" if item.remedy else ""
    return f"{printable(item.message)}{f'（{place}）' if place else ''}{remedy}"


def _undecided_words(entry: Undecided, style: Style) -> str:
    limit = 4 if style.detail < 1 else None
    paths = [detail for detail in entry.details if _PATH.fullmatch(detail)]
    details = [printable(detail) for detail in paths_words(paths or entry.details)]
    which = f"（{_some(details, limit)}）" if details else ""
    rules = _some(entry.rules, limit)
    return f"{printable(entry.cause)}{which}：{len(entry.rules)} 条规则无法判定（{rules}）"


def _summary(run: Run, style: Style, paint: Paint) -> Iterator[str]:
    limit = _LISTED if style.detail < 1 else None
    by_status = Counter(row.status for row in run.files if not row.companion)
    companions = sum(row.companion for row in run.files)
    read = by_status[FileStatus.READ] + by_status[FileStatus.PARTIAL]
    found = {finding.file for finding in run.findings}
    clean = sum(1 for row in run.files if row.status is FileStatus.READ and row.file not in found)
    parts = [f"读取 {read:,} 份"]
    if clean and not run.filters:
        parts.append(f"未发现问题 {clean:,} 份")
    for status, words in (
        (FileStatus.PARTIAL, "读取不完整 {} 份"),
        (FileStatus.UNREADABLE, "读不了 {} 份"),
        (FileStatus.SKIPPED, "跳过 {} 份"),
    ):
        if by_status[status]:
            parts.append(words.format(f"{by_status[status]:,}"))
    if companions:
        parts.append(f"另有 {companions:,} 份只作对照")
    yield from wrap("，".join(parts), style.width, "  ")
    skipped = [row for row in run.files if row.status is FileStatus.SKIPPED and not row.companion]
    if skipped and style.detail >= 0:
        names = _some([f"{printable(row.file)}（{printable(row.reason or '')}）" for row in skipped], limit)
        yield from wrap(f"跳过  {names}", style.width, " " * 6)
    yield from wrap(_equation(run), style.width, "     ")
    yield from _levels(run, style, paint)
    yield from _rule_notes(run, style, limit)


def _equation(run: Run) -> str:
    terms = " + ".join(f"{word} {run.tally.outcomes[verdict]:,}" for verdict, word in VERDICTS.items())
    return f"结论 {run.tally.total:,} = {terms}"


def _levels(run: Run, style: Style, paint: Paint) -> Iterator[str]:
    counts = Counter(finding.level for finding in run.findings)
    totals = [(f"{LEVELS[level]} {counts[level]:,}", level) for level in Level]
    yield "  ".join(paint.level(text, level) if counts[level] else text for text, level in totals)
    decided: Counter[Decision] = Counter(finding.decision for finding in run.findings)
    del decided[Decision.OPEN]
    if decided:
        words = "  ".join(f"{DECISIONS[what]} {decided[what]:,}" for what in Decision if decided[what])
        yield from wrap(f"已处置  {words}（误报和豁免不计入 --fail-on）", style.width, "        ")
    if run.filters:
        words = f"筛选  {'；'.join(run.filters)}；另有 {run.hidden:,} 条问题未显示"
        yield from wrap(words, style.width, "      ")
    if run.causes:
        listed = "，".join(f"{printable(cause)} {count:,}" for cause, count in run.causes)
        yield from wrap(f"未能判定的原因：{listed}", style.width, "  ")
    for entry in run.undecided:
        if not entry.file and style.detail >= 0:
            yield from wrap(f"全部报告  {_undecided_words(entry, style)}", style.width, " " * 10)


def _rule_notes(run: Run, style: Style, limit: int | None) -> Iterator[str]:
    """Rules that said the same of every report: worth a look before they are trusted. -v gives each
    a line with its name."""
    if style.detail < 0:
        return
    names = {rate.rule: rate.name for rate in run.tally.rates}
    for rules, words in (
        (run.tally.nowhere, "没有一份报告适用"),
        (run.tally.undecidable, "没有一份报告能判定"),
        (run.tally.everywhere, "在每份适用的报告上都违反，请核对规则本身"),
    ):
        if rules and style.detail > 0:
            yield f"{len(rules)} 条规则{words}："
            for rule in rules:
                yield from wrap(f"  {rule}  {printable(names.get(rule, ''))}", style.width, "    ")
        elif rules:
            yield from wrap(f"{len(rules)} 条规则{words}：{_some(rules, limit)}", style.width, "  ")


def _some(names: Sequence[str], limit: int | None) -> str:
    shown = names if limit is None or len(names) <= limit else names[:limit]
    return "、".join(shown) + (f" 等 {len(names):,} 项" if len(shown) < len(names) else "")
