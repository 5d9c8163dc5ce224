"""Which figures of a sentence stand for the whole of this year, and which for parts or other years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from auditor.report.model import Fact, Report
from auditor.rules.kinds.quoted import sentence_of

_PARTS = re.compile("^[^,，;。]{0,6}[(（]|^[^;；。]{0,16}(?:其中|包括|含)")
_TIME = re.compile(
    r"(?P<range>[-—–~至到、])?(?:(?P<year>20\d\d)年度?|(?P<last>上一?年度?|去年))(?P<month>\d|[一二三四五六七八九十]+月|[上下]半年|第?[一二三四1-4]季度|同期|前)?"
    r"|(?P<several>近[两二三四五几\d]年|历年|累计|以来)"
)
_SOMETIME = re.compile("当场|当日|当天|季度|半年|月")
_ATTRIBUTIVE = re.compile("[到收理办复]的")  # 上年收到的申请3件 are three of them, not last year's count


def of_older_year(report: Report, fact: Fact) -> bool:
    """Whether a figure of the past is another year's than the one before, a part of that year's, or
    several years' (较2019年增长, 2020—2022年共收到, 办结上年收到的申请3件)."""
    if fact.scope != "prior" or not report.year:
        return False
    years = [int(year) for year in re.findall(r"(20\d\d)年", fact.quote)]
    if any(year not in (report.year, report.year - 1) for year in years):
        return True
    if fact.name.endswith("率"):
        return False
    held = sentence_of(report, fact.section, fact.start)
    if held is None or _ATTRIBUTIVE.search(fact.quote):
        return True
    said = list(_TIME.finditer(report.sections[fact.section].text, held.start, fact.end))
    if not said or any(found["several"] for found in said):
        return True
    last = said[-1]
    whole = not last["range"] and not last["month"]
    return not whole or not (last["last"] or int(last["year"]) == report.year - 1)


def parts_of_a_whole(report: Report, names: Sequence[str]) -> list[Fact]:
    """Figures after 其中 that together make up the figure stated before (收到20件，其中办结18件，结转2件)
    are totals of their own; what is carried over next to what was done is one whatever they come to, and
    both are where all that had to be done was stated (收到20件，上年结转3件，其中办结…，结转下年…)."""
    found: list[Fact] = []
    if not any(fact.name in names and fact.scope == "branch" for fact in report.facts):
        return found
    for _, group in groupby(report.facts, key=lambda fact: sentence_number(report, fact)):
        said = list(group)
        whole = [fact for fact in said if fact.name in ("收到申请", "办理") and fact.scope == "total"]
        parts = [f for f in said if f.name in ("办结", "结转下年") and f.scope == "branch"]
        kinds = {fact.name for fact in parts}
        if not whole or len({fact.name for fact in whole}) != len(whole):
            continue
        if len(parts) != 2 or len(kinds) != 2:
            continue
        before = [fact for fact in said if fact.name == "上年结转" and fact.scope == "total"]
        carried = sum(fact.value for fact in before)
        done = sum(fact.value for fact in parts)
        of_new = carried and all(done == fact.value and fact.name == "收到申请" for fact in whole)
        if of_new:  # “上年结转17件…;新收387件,其中365件…,22件结转”: those that were done are the new ones
            found += [f for f in parts if f.name in names and f.name == "结转下年"]
            continue
        fits = any(done in (fact.value, fact.value + carried) for fact in whole)
        whole_year = before and not any(_SOMETIME.search(fact.quote) for fact in parts)
        found += [f for f in parts if f.name in names and (fits or whole_year or f.name == "结转下年")]
    return found


def opens(report: Report, whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the next figure stands in a list that `whole` opens."""
    after = [part.start for part in parts if part.start >= whole.end]
    text = report.sections[whole.section].text
    return bool(after) and _PARTS.match(text[whole.end : min(after)]) is not None


def sentence_number(report: Report, fact: Fact) -> tuple[int, int]:
    """The part and the place of the sentence that states the fact."""
    sentence = sentence_of(report, fact.section, fact.start)
    return fact.section, fact.start if sentence is None else sentence.start
