"""总览: the run on one page; the counts of states follow what is chosen in 问题明细."""

from __future__ import annotations

from collections import Counter

from auditor.base.version import VERSION
from auditor.findings.dossier import Dossier
from auditor.findings.model import FileStatus
from auditor.output.finding_words import section_of
from auditor.output.places import LEVELS, VERDICTS, pack_words, section_words
from auditor.output.xlsx.book import Book, Sheet, Value
from auditor.output.xlsx.detail import CHOICES, COLUMNS, NAME, STATE, choice_words
from auditor.rules.outcome import Level

_TOP = 10


def write_overview(book: Book, dossier: Dossier) -> None:
    """What was read, found, decided; the rules and agencies with most findings."""
    run = dossier.run
    sheet = book.sheet("总览", (26, 14, 14, 14, 14, 40), landscape=False)
    sheet.sheet.hide_gridlines(2)
    sheet.line("政府信息公开工作年度报告审核 问题台账", "title")
    packs = dict.fromkeys(pack_words(pack) for pack in run.packs)
    overlays = "".join(f"，叠加 {pack_words(pack)}" for pack in run.overlays)
    sheet.line(f"auditor {VERSION} 审核结果　规则 {'、'.join(packs)}{overlays}")
    if run.filters:
        sheet.line(f"只列出一部分问题（{'；'.join(run.filters)}），另有 {run.hidden:,} 条没有列出")
    sheet.skip()
    status = Counter(row.status for row in run.files)
    sheet.line("读取", "part")
    sheet.add(["报告", "完整读取", "读取不完整", "读不了", "跳过"], "head")
    sheet.add(
        ["份数", *(status[item] for item in (FileStatus.READ, FileStatus.PARTIAL, FileStatus.UNREADABLE,
                                             FileStatus.SKIPPED))],
        ["label", *["number"] * 4],
    )  # fmt: skip
    if dossier.absent is not None:
        sheet.add(["应报未报的机关", len(dossier.absent)], ["label", "number"])
    sheet.skip()
    sheet.line("问题", "part")
    levels = [LEVELS[level] for level in Level]
    sheet.add(["年度", *levels, "合计"], "head")
    by_year: dict[int | None, Counter[Level]] = {}
    for finding in run.findings:
        by_year.setdefault(finding.year, Counter())[finding.level] += 1
    for year in sorted(by_year, key=lambda item: (item is None, item or 0)):
        counts = by_year[year]
        name = f"{year}年度" if year is not None else "年度不明"
        sheet.add([name, *(counts[level] for level in Level), counts.total()], ["label", *["number"] * 4])
    total = Counter(finding.level for finding in run.findings)
    sheet.add(["合计", *(total[level] for level in Level), total.total()], ["label", *["number"] * 4])
    sheet.skip()
    _states(dossier, sheet)
    sheet.line("按报告的部分", "part")
    sheet.add(["部分", *levels, "合计"], "head")
    by_section: dict[int | None, Counter[Level]] = {}
    for finding in run.findings:
        by_section.setdefault(section_of(finding), Counter())[finding.level] += 1
    for section in sorted(by_section, key=lambda item: 99 if item is None else item):
        counts = by_section[section]
        name = "全篇" if section is None else section_words(section)
        sheet.add([name, *(counts[level] for level in Level), counts.total()], ["label", *["number"] * 4])
    sheet.skip()
    sheet.line("结论（每条规则对每个对象一个）", "part")
    sheet.add([*VERDICTS.values()], "head")
    sheet.add([run.tally.outcomes[verdict] for verdict in VERDICTS], "number")
    sheet.skip()
    _most(sheet, dossier)


def _states(dossier: Dossier, sheet: Sheet) -> None:
    findings = dossier.run.findings
    counts = Counter(choice_words(dossier.state_of(finding)) for finding in findings)
    column = next(number for number, (name, _) in enumerate(COLUMNS) if name == STATE)
    letter = chr(ord("A") + column)
    last = len(findings) + 1
    sheet.line("处置（随“问题明细”里的状态变化）", "part")
    sheet.add([*CHOICES], "head")
    sheet.add(
        [
            (f"=COUNTIF('{NAME}'!${letter}$2:${letter}${max(last, 2)},\"{word}\")", counts[word])
            for word in CHOICES
        ],
        "number",
    )
    sheet.skip()


def _most(sheet: Sheet, dossier: Dossier) -> None:
    findings = dossier.run.findings
    sheet.line(f"违反最多的规则（前 {_TOP} 条）", "part")
    sheet.add(["规则", "问题数", "机关数", "", "", "名称"], "head")
    rules = Counter(finding.rule for finding in findings)
    names = {finding.rule: finding.name for finding in findings}
    whose: dict[str, set[str]] = {}
    for finding in findings:
        whose.setdefault(finding.rule, set()).add(finding.agency or finding.file)
    for rule, count in sorted(rules.items(), key=lambda pair: (-pair[1], pair[0]))[:_TOP]:
        row: list[Value] = [rule, count, len(whose[rule]), None, None, names[rule]]
        sheet.add(row, ["label", "number", "number", "number", "number", "text"])
    sheet.skip()
    sheet.line(f"问题最多的机关（前 {_TOP} 个）", "part")
    sheet.add(["机关", *(LEVELS[level] for level in Level), "合计"], "head")
    by_unit: dict[str, Counter[Level]] = {}
    shown: dict[str, str] = {}
    for finding in findings:
        key = finding.agency or finding.file
        by_unit.setdefault(key, Counter())[finding.level] += 1
        shown.setdefault(key, finding.unit or finding.file or "全部报告")
    ordered = sorted(by_unit.items(), key=lambda pair: (-pair[1].total(), shown[pair[0]]))
    for key, counts in ordered[:_TOP]:
        sheet.add(
            [shown[key], *(counts[level] for level in Level), counts.total()], ["label", *["number"] * 4]
        )
