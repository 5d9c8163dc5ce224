"""按机关, 按规则, 读取情况, 未报名单: plain lists with filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from auditor.findings.dossier import Absent, Dossier
from auditor.findings.model import FileStatus, Finding
from auditor.output.finding_words import clean
from auditor.output.places import LEVELS
from auditor.output.xlsx.book import Book, Value
from auditor.rules.outcome import Level

_STATUS = {
    FileStatus.READ: "完整读取",
    FileStatus.PARTIAL: "读取不完整",
    FileStatus.UNREADABLE: "读不了",
    FileStatus.SKIPPED: "跳过",
}
_LEVEL_HEADS = tuple(LEVELS[level] for level in Level)


def write_agencies(book: Book, dossier: Dossier) -> None:
    """One row per audited report, also of those without a finding."""
    counts: dict[str, Counter[Level]] = {}
    for finding in dossier.run.findings:
        counts.setdefault(finding.file, Counter())[finding.level] += 1
    rows = [row for row in dossier.run.files if row.status in (FileStatus.READ, FileStatus.PARTIAL)]
    rows.sort(key=lambda row: (-counts.get(row.file, Counter()).total(), row.unit, row.file))
    sheet = book.sheet("按机关", (34, 8, 8, 8, 8, 8, 14, 44))
    sheet.head(["机关", "年度", *_LEVEL_HEADS, "合计", "读取", "报告文件"], 1, len(rows))
    looks = ["text", *["number"] * 5, "text", "text"]
    for row in rows:
        found = counts.get(row.file, Counter())
        sheet.add(
            [
                row.unit or "（未认出机关）", row.year, *(found[level] for level in Level), found.total(),
                _STATUS[row.status], row.file,
            ],
            looks,
        )  # fmt: skip


def write_rules(book: Book, dossier: Dossier) -> None:
    """One row per rule that found something, the most broken first."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in dossier.run.findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    ordered = sorted(by_rule.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    sheet = book.sheet("按规则", (12, 40, 8, 8, 8, 8, 8, 8, 50))
    sheet.head(["规则", "名称", *_LEVEL_HEADS, "合计", "机关数", "报告数", "依据"], 1, len(ordered))
    looks = ["text", "text", *["number"] * 6, "text"]
    for rule, found in ordered:
        levels = Counter(finding.level for finding in found)
        basis = "；".join(f"{item.document} {item.clause}".strip() for item in found[0].basis)
        sheet.add(
            [
                rule, found[0].name, *(levels[level] for level in Level), len(found),
                len({finding.agency for finding in found}), len({finding.file for finding in found}), basis,
            ],
            looks,
        )  # fmt: skip


def write_files(book: Book, dossier: Dossier) -> None:
    """One row per file: how far it was read, and which rules could not tell for it, and why."""
    undecided: dict[str, list[str]] = {}
    for entry in dossier.run.undecided:
        undecided.setdefault(entry.file, []).append(f"{clean(entry.cause)}：{len(entry.rules)} 条规则")
    files = dossier.run.files
    sheet = book.sheet("读取情况", (44, 34, 8, 12, 50, 44))
    sheet.head(["文件", "机关", "年度", "读取", "原因", "无法判定"], 1, len(files))
    for row in files:
        values: Sequence[Value] = [
            row.file, row.unit, row.year, _STATUS[row.status], row.reason or "",
            "；".join(undecided.get(row.file, ())),
        ]  # fmt: skip
        sheet.add(values, ["text", "text", "number", "text", "text", "text"])
    for text in undecided.get("", ()):
        sheet.line(f"全部报告  {text}无法判定")


def write_absent(book: Book, absent: Sequence[Absent]) -> None:
    """One row per agency and year that is due and not here."""
    sheet = book.sheet("未报名单", (44, 30, 10, 30), landscape=False)
    sheet.head(["机关", "地区", "年度", "备注"], 1, len(absent))
    for item in absent:
        sheet.add([item.name, item.region, item.year, ""], ["text", "text", "number", "edit"])
    if not absent:
        sheet.line("名录里应报的机关都有报告")
