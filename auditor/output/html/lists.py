"""The lists of the first page: agencies, rules, what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from auditor.findings.dossier import Dossier
from auditor.findings.model import FileStatus, Finding
from auditor.output.finding_words import clean
from auditor.output.places import LEVELS
from auditor.rules.outcome import Level


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: what it is, its counts by level, and their sum."""

    name: str
    note: str
    counts: tuple[int, ...]
    total: int
    key: int = -1  # number of the agency's page


@dataclass(frozen=True, slots=True)
class Part:
    """A number of the summary with what it counts."""

    name: str
    number: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency with its files, in the order of the run."""

    key: str
    unit: str
    files: tuple[str, ...]


def agencies_in(dossier: Dossier) -> list[Agency]:
    """Every agency whose report was audited, or that something was found of, by name."""
    files: dict[str, list[str]] = {}
    units: dict[str, str] = {}
    for row in dossier.run.files:
        if row.status in (FileStatus.READ, FileStatus.PARTIAL):
            key = row.agency or row.file
            files.setdefault(key, []).append(row.file)
            units[key] = units.get(key) or row.unit
    for finding in dossier.run.findings:
        key = finding.agency or finding.file
        if key and key not in files:
            files[key] = []
            units[key] = finding.unit
    made = [Agency(key, clean(units[key]) or "（未认出机关）", tuple(found)) for key, found in files.items()]
    return sorted(made, key=lambda agency: (agency.unit, agency.key))


def agencies_of(dossier: Dossier) -> list[Row]:
    """The agencies, those with most findings first."""
    counts = counted(dossier.run.findings, lambda finding: finding.agency or finding.file)
    years = {row.file: row.year for row in dossier.run.files}
    rows = []
    for number, agency in enumerate(agencies_in(dossier)):
        found = counts.get(agency.key, Counter())
        known = sorted({year for file in agency.files if (year := years.get(file)) is not None})
        note = "、".join(map(str, known)) if agency.files else "没有报告"
        rows.append(Row(agency.unit, note, by_level(found), found.total(), number))
    return sorted(rows, key=lambda row: (-row.counts[0], -row.total, row.name, row.key))


def rules_of(dossier: Dossier) -> list[Row]:
    """The rules that found something, the most broken first."""
    counts = counted(dossier.run.findings, lambda finding: finding.rule)
    names = {finding.rule: finding.name for finding in dossier.run.findings}
    rows = [Row(rule, clean(names[rule]), by_level(found), found.total()) for rule, found in counts.items()]
    return sorted(rows, key=lambda row: (-row.total, row.name))


def unread_of(dossier: Dossier) -> list[tuple[str, str, str]]:
    """File, how it was read, why: all that was not read whole."""
    words = {FileStatus.PARTIAL: "读取不完整", FileStatus.UNREADABLE: "读不了", FileStatus.SKIPPED: "跳过"}
    return [
        (clean(row.file), words[row.status], clean(row.reason or ""))
        for row in dossier.run.files
        if row.status in words
    ]


def summary_of(dossier: Dossier) -> list[Part]:
    """The numbers at the top."""
    status = Counter(row.status for row in dossier.run.files)
    levels = Counter(finding.level for finding in dossier.run.findings)
    found = {finding.file for finding in dossier.run.findings}
    whole = [row for row in dossier.run.files if row.status is FileStatus.READ]
    parts = [Part("审核报告", status[FileStatus.READ] + status[FileStatus.PARTIAL])]
    parts += [Part(LEVELS[level], levels[level], level.value) for level in Level]
    if not dossier.run.filters:
        parts.append(Part("未发现问题", sum(row.file not in found for row in whole)))
    if unread := status[FileStatus.PARTIAL] + status[FileStatus.UNREADABLE]:
        parts.append(Part("没有完整读取", unread))
    if dossier.absent is not None:
        parts.append(Part("应报未报", len(dossier.absent)))
    return parts


def counted(findings: Sequence[Finding], key: Callable[[Finding], str]) -> dict[str, Counter[Level]]:
    """Findings by level under what `key` (a function of a finding) gives; "" is left out."""
    counts: dict[str, Counter[Level]] = {}
    for finding in findings:
        name = key(finding)
        if name:
            counts.setdefault(name, Counter())[finding.level] += 1
    return counts


def by_level(counts: Counter[Level]) -> tuple[int, ...]:
    """错误, 警告, 提示."""
    return tuple(counts[level] for level in Level)
