"""What a template may name, and what each name stands for. All values are plain text of one line,
except that 位置 has a line per place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from auditor.findings.dossier import Dossier
from auditor.findings.model import Finding
from auditor.output.correction_words import (
    arithmetic_words,
    lexicon_for,
    official_places,
    shared_cells,
    should_words,
)
from auditor.output.finding_words import clean, message_words, section_of, words_of
from auditor.output.notice.fill import BLANK, Scope
from auditor.output.places import LEVELS, section_words
from auditor.report.lexicon import Lexicon
from auditor.rules.outcome import Level

FIELDS: Mapping[str, str] = {
    "机关": "被通知的机关",
    "年度": "报告的年度，几份报告的写在一起：2023、2024",
    "问题数": "本通知里的问题总数",
    "错误数": "其中错误几条",
    "警告数": "其中警告几条",
    "提示数": "其中提示几条",
    "各级问题数": "错误1条、警告2条",
    "整改期限": "--deadline 写的日期",
    "发文机关": "--issuer 写的名称",
    "发文日期": "--date 写的日期",
    "联系人": "--contact 写的联系人和电话",
    "报告名称": "2024年度报告（文件名），在 报告 块里",
    "报告文件": "文件的路径，在 报告 块里",
    "报告年度": "这份报告的年度，在 报告 块里",
    "报告序号": "一、二、三……，在 报告 块里",
    "部分序号": "（一）（二）……，在 部分 块里",
    "部分名称": "第三部分 收到和处理政府信息公开申请情况，在 部分 块里",
    "部分问题数": "这一部分的问题数，在 部分 块里",
    "序号": "问题的序号，在 问题 块里",
    "级别": "错误、警告或提示",
    "规则": "规则编号",
    "规则名称": "规则名称",
    "问题": "哪里不对",
    "位置": "在报告的什么地方、原文怎么写，一处一行",
    "计算": "代入数字的算式",
    "应为": "应当填什么",
    "依据": "文件和条款",
    "怎么改": "改法",
}
BLOCKS: Mapping[str, str] = {
    "报告": "每份报告一次",
    "部分": "报告的每个部分一次，在 报告 块里",
    "问题": "每个问题一次，在 部分 块里",
}
_PLACES = 20  # of one finding: more belong in a table, not in a letter
_WHOLE = "全篇"
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the office says of itself and of the deadline; "" leaves a line to write on."""

    issuer: str = ""
    contact: str = ""
    deadline: str = ""
    date: str = ""


def scope_of(dossier: Dossier, unit: str, findings: Sequence[Finding], letterhead: Letterhead) -> Scope:
    """The fields and blocks of one agency's notice. `findings` by file, as the run has them."""
    years = sorted({finding.year for finding in findings if finding.year is not None})
    counts = Counter(finding.level for finding in findings)
    ordered = [tuple(items) for _, items in groupby(findings, key=lambda item: item.file)]
    levels = "、".join(f"{LEVELS[level]}{counts[level]}条" for level in Level if counts[level])
    fields = {
        "机关": clean(unit) or BLANK,
        "年度": "、".join(map(str, years)) or BLANK,
        "问题数": str(len(findings)),
        "错误数": str(counts[Level.ERROR]),
        "警告数": str(counts[Level.WARNING]),
        "提示数": str(counts[Level.INFO]),
        "各级问题数": levels,
        "整改期限": date_words(letterhead.deadline),
        "发文机关": clean(letterhead.issuer),
        "发文日期": date_words(letterhead.date),
        "联系人": clean(letterhead.contact),
    }
    return Scope(fields, {"报告": [_report(dossier, items, n) for n, items in enumerate(ordered, 1)]})


def _report(dossier: Dossier, findings: Sequence[Finding], number: int) -> Scope:
    first = findings[0]
    figures = dossier.figures.get(first.file)
    templates = {first.file: figures.template} if figures else {}
    lexicon = lexicon_for(first, templates, dossier.lexicons)
    year = "" if first.year is None else f"{first.year}年度"
    name = clean(first.file.rsplit("/", 1)[-1])
    fields = {
        "报告名称": f"{year}报告（{name}）" if name else f"{year}报告",
        "报告文件": clean(first.file),
        "报告年度": "" if first.year is None else str(first.year),
        "报告序号": chinese(number),
    }
    by_section = sorted(findings, key=_section_rank)
    parts = [tuple(items) for _, items in groupby(by_section, key=_section_rank)]
    numbers = iter(range(1, len(findings) + 1))
    sections: list[Scope] = []
    shared = shared_cells(findings)
    for place, items in enumerate(parts, 1):
        made = [_finding(dossier, item, lexicon, next(numbers), shared) for item in items]
        heading = _section_name(section_of(items[0]), lexicon)
        words = {"部分序号": f"（{chinese(place)}）", "部分名称": heading, "部分问题数": str(len(items))}
        sections.append(Scope(words, {"问题": made}))
    return Scope(fields, {"部分": sections})


def _section_rank(finding: Finding) -> int:
    section = section_of(finding)
    return 99 if section is None else section


def _section_name(section: int | None, lexicon: Lexicon | None) -> str:
    if section is None:
        return _WHOLE
    title = next((part.title for part in lexicon.sections if part.number == section), "") if lexicon else ""
    return " ".join(
        part for part in ("标题和引言" if section == 0 else section_words(section), title) if part
    )


def _finding(
    dossier: Dossier,
    finding: Finding,
    lexicon: Lexicon | None,
    number: int,
    shared: Mapping[str, frozenset[str]],
) -> Scope:
    words = words_of(finding)
    rule = dossier.rules.get(finding.rule)
    return Scope(
        {
            "序号": str(number),
            "级别": words.level,
            "规则": words.rule,
            "规则名称": words.name,
            "问题": message_words(finding),
            "位置": "\n".join(official_places(finding, lexicon, _PLACES)),
            "计算": arithmetic_words(finding),
            "应为": should_words(finding, rule, lexicon, shared),
            "依据": _settled_basis(finding),
            "怎么改": words.suggestion,
        },
        {},
    )


def _settled_basis(finding: Finding) -> str:
    """The basis as an agency may be told it: a clause that the pack marks as not yet checked (待核) is left
    out, its document stays; of “（用字待核）” only the mark goes."""
    said: dict[str, None] = {}
    for item in finding.basis:
        clause = re.sub(r"（[^（）]+待核）", "", item.clause)
        said[item.document if "待核" in clause else f"{item.document} {clause}".strip()] = None
    return clean("；".join(said))


def date_words(text: str) -> str:
    """2025-03-31 → 2025年3月31日; anything else as it is."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text.strip())
    return f"{found[1]}年{int(found[2])}月{int(found[3])}日" if found else clean(text)


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 25 → 二十五; above 99 in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
