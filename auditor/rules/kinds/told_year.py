"""Whether 总体情况 tells of the report's year, and not of the one before or after as if it were it."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.base.text import fold
from auditor.report.identity import year_of
from auditor.report.model import Report
from auditor.rules.kinds.said import NO_YEAR, YEAR, Said, core_of, whole
from auditor.rules.outcome import PlaceEvidence
from auditor.rules.prose import fold_text, without_titles

_SELF = "我本全各在按认严积紧坚始以通依围深持切扎"
_PLANNED = re.compile("将|下一步|打算|拟|要")
_LED = re.compile("在.{2,24}下,")  # 在上级部门的指导下
_COMPARED = re.compile(
    "上年|去年|今年|同比|相比|对比|增长|下降|较(?=上|去|前|往|20|同期|之|此前|原)|预算|决算|规划|"
    "计划|结转|期间|以来"
    "|[\\d年月日][至到—]|至今|整改|遗留|截止|截至"
)
_JUDGED = re.compile(
    "考核|考评|评估|测评|评比|排名|印发|制定的|公布的|施行|实施的|出台的|修订|召开|基础上|经验|教训"
)
_TELLS = (
    "主要|重点|共|累计|着力|持续|扎实|认真|积极|全面|是|里|来|期间|我|本|"
    "全[县市区镇乡街年局委系州旗]|各|在|以|围绕|坚持|政府信息公开|政务公开"
    "|信息公开|各项|的?工作|总体"
)


_DOES = re.compile(_TELLS)
_LOOKS_BACK = "回顾|过去的|回首|回望|纵观|总结|盘点|在|回头看|整个"
_OF_IT = (
    "以来|全年|里|一年来?|的一年|这一年来?|的?(?:各项|整体|全年|公开|信息公开|政府信息公开|政务公开)?工作"
)
_WHO = r"[^,，。;；:\d]{0,24}?(?:[局委办镇乡县市区旗州盟会厅院府处室所队站]|街道|中心|单位|机关|部门|公司)"


@lru_cache(maxsize=64)
def _patterns(year: int) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A sentence that begins with the year before or after; how a part opens with one; an opening that
    leads to one, or that tells of the agency's."""
    other = f"({year - 1}|{year + 1})年度?"
    return (
        re.compile(
            rf"^\W*(?:[(][一二三四五六七八九十\d]+[)])?\W*(?:{_LOOKS_BACK})?{other}(?:{_OF_IT})?,(.*)$",
            re.S,
        ),
        re.compile(rf"^\W*(?:过去的|回顾|现将|在)?{other}"),
        re.compile(
            rf"^(?:[^。;\d]{{4,60}},(?:在|回顾|现将)?|\W*(?:现将|现就)?{_WHO}(?:在|的)?){other},?的?(?={_TELLS})"
        ),
    )


def body_year(report: Report) -> Said:
    """By the part's heading, the sentences that begin with a year, and how the part opens."""
    if 1 not in report.sections:
        return Said(reason="没有第一部分")
    if report.year is None:
        return Said(missing=NO_YEAR)
    unit = fold(report.unit) or "〈不明〉"
    what, wanted = f"报告年度是{report.year}年", f"{report.year}年"
    for heading in report.headings:
        named = YEAR.search(fold(heading.title)) if heading.number == 1 else None
        if named is not None and year_of(named[0]) != report.year:
            return Said(what, heading.title, wanted, (PlaceEvidence(heading.text, heading.place),))
    starts, _, _ = _patterns(report.year)
    section = report.sections[1]
    lead = fold(section.text[: section.passages[0].end]) if section.passages else ""
    for number, sentence in enumerate(section.sentences):
        text = fold_text(sentence.text)
        match = starts.match(text)
        if match is None or str(report.year) in text or _COMPARED.search(match[2].replace(core_of(unit), "")):
            continue
        if int(match[1]) > report.year and _PLANNED.search(text):
            continue
        opening = match[2][:30]
        own = opening[:2] in unit or core_of(unit)[:2] in opening or unit[-4:] in opening
        begins = number == 0 and str(report.year) not in lead  # no mere occasion: 二十大召开。2023年,我局……
        if begins or opening[:1] in _SELF or own or _LED.match(opening):
            return Said(what, f"{match[1]}年", wanted, (whole(report, sentence),))
    return _told_of_another(report, what, wanted)


def _told_of_another(report: Report, what: str, wanted: str) -> Said:
    """Where 总体情况 opens by telling of another year: 我局高度重视，2022年主要做了以下工作。"""
    section, year = report.sections[1], report.year or 0
    _, opens, leads = _patterns(year)
    if not section.sentences or not section.passages:
        return Said()
    lead = without_titles(section.text[: section.passages[0].end])
    text = without_titles(section.sentences[0].text)
    told = opens.match(text)
    if told is not None and not (
        text.startswith(core_of(fold(report.unit)), told.end()) or _DOES.match(text, told.end())
    ):
        told = None
    told = told or leads.match(text)
    if told is None or str(year) in lead or _COMPARED.search(text) or _JUDGED.search(text):
        return Said()
    if int(told[1]) > year and _PLANNED.search(text):
        return Said()
    return Said(what, f"{told[1]}年", wanted, (whole(report, section.sentences[0]),))
