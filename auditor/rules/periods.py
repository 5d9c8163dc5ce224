"""The periods that a sentence states: 自2023年1月1日起至12月31日止, 2023年度（1月1日至12月31日）.

Two dates with a word or a dash between them are a period, in either order. A date without its year has that
of the date before it, or of the year that was named last before. A year alone is one where the sentence says
that it is the period; so is the last day alone (数据截至2023年12月31日).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.report.identity import year_of

_YEAR = "20\\d\\d|二[〇○零0][〇○零0一二三四五六七八九]{2}"
_DATE = re.compile(
    r"(?=[-./\d一二三四五六七八九十元正年岁同当本该次翌下最第])"
    rf"(?:(?<![\d〔(\[])(?P<year>{_YEAR})(?:年度?)?|(?P<same>同年|当年|本年|该年|同一年)度?|"
    "(?P<after>次年|翌年|下年)度?)?"
    r"(?:(?P<m>元|正|十[一二]?|[一二三四五六七八九]|0?[1-9]|1[0-2])月份?"
    r"(?:(?P<d>初一|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]|卅一?|3[01]|[12]\d|"
    "0?[1-9])[日号]?|(?P<e>底|末))?"
    r"|(?P<dotted>[./-]?(?:0?[1-9]|1[0-2])[./-](?:3[01]|[12]\d|0?[1-9])(?![\d.%件条]))"
    r"|(?P<word>元旦|年初|年底|年末|岁末|最后一[天日]|第一[天日]))"
)
_LINK = re.compile(r"[^\d。;;]{0,14}$")
_LINKED = re.compile("[至到—–―─~止截终迄讫-]|下限|末端|^/$|起点、")
_BEGINS = re.compile("起始|始于|开始|起点|起于|自|从|始")
_NAMED = re.compile(rf"({_YEAR})(?:自然)?年")
_COMPACT = re.compile(r"(?=2)(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_NEAR = 16  # characters between a year and the date that is in it
_STATISTICS = re.compile("统计|数据|数字|所列|报告期|年报|时限|期限|时段|区间|所属期|本报告")
_SPAN = (
    "期限|时限|期间|区间|时段|范围|所属期|周期|统计期|报告期内?|(?:统计|数据|所属|报告|"
    "所称)年度|(?:统计|数据|涵盖|所属|报告)的?时间|起止|口径"
)
_IS = '[”"]?(?:分别|均|统一|全部|都|皆)?(?:为|是|:|系|指|限于|覆盖|涵盖|即)'
_WHOLE = re.compile(
    rf"(?:{_SPAN}){_IS}({_YEAR})年(?:度|全年|整年|全年度)?(?!\d|[^。;,]{{0,4}}\d+月)"
    "|(?:数据|数字|统计数|内容|情况)(?:均|全部|统一|都|皆)?(?:为|是|系|来自|取自|反映|截取自|"
    f"采集自|出自)(?:的是)?({_YEAR})年(?:度|全年|整年)"
    rf"|({_YEAR})年度?[(,]?(?:1|一|元)月?份?[至到—–~-](?:12|十二)月(?!\d)"
)
_UNTIL = re.compile(
    rf"(?:数据|统计|数字|情况|所列)[^。;\d]{{0,12}}(?:截至|截止|止于|"
    rf"[至到])[^\d。;]{{0,4}}({_YEAR})年(?:(?:12|十二)月(?:31|三十一|底|末)|底|末)"
)
_COMPARED = re.compile("相比|同比|同期|对比|比较|上年|去年|往年|结转|规划|现行有效")
# A period of other figures: compared with, of last year's report, told there; or when figures were gathered.
_OF_OTHERS = re.compile(r"[与和同较比]$|(?:上一?年度?|去年|往年)(?:同期|(?:的?年度)?报告)[^。;,]{0,10}$")
_GATHERED = re.compile(
    r"(?:采集|填报|报送|审核|汇总|核对|校验|录入|编制)(?:工作)?的?(?:时间|期限|期间|日期)?[为是:自从在]*$"
)
_TOLD_THERE = re.compile(r"[^。;,]{0,8}(?:见|载于|公布在)[^。;,]{0,4}(?:上一?年|去年|往年|历年)")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}
_EDGES = {"元旦": (1, 1), "年初": (1, 1), "年底": (12, 31), "年末": (12, 31), "岁末": (12, 31)}
_EDGES |= dict.fromkeys(("最后一天", "最后一日"), (12, 31)) | dict.fromkeys(("第一天", "第一日"), (1, 1))


@dataclass(frozen=True, slots=True)
class _Date:
    start: int
    end: int
    year: int | None
    months_later: bool  # of the year after
    month: int
    day: int | None


def periods_in(text: str) -> Iterator[tuple[int, int]]:
    """(first year, last year) of each period that the folded sentence states."""
    if _COMPARED.search(text) and not _STATISTICS.search(text):
        return
    text = _COMPACT.sub(r"\1-\2-\3", text)
    dates = list(_dates(text))
    at, found = 0, False
    while at + 1 < len(dates):
        pair = _paired(text, dates[at], dates[at + 1])
        at += 1 if pair is None else 2
        if pair is not None:
            found = True
            yield pair
    if found or _COMPARED.search(text):
        return
    said = _WHOLE.search(text) or _UNTIL.search(text)
    year = year_of(f"{next(filter(None, said.groups()))}年") if said and _STATISTICS.search(text) else None
    if year is not None:
        yield year, year


def _paired(text: str, one: _Date, other: _Date) -> tuple[int, int] | None:
    between = text[one.end : other.start]
    if len(between) > _NEAR or not _LINK.search(between):
        return None
    if (one.month, one.day or 1) > (other.month, other.day or 1) and one.month == 12 and other.month == 1:
        if not _BEGINS.search(text[max(0, one.start - 4) : other.start]):
            return None
        one, other = other, one
        between = "至"
    listed = between in ("和", "、", ",", "与") and re.search("起[止讫迄]|区间|首尾", text[: one.start])
    if not listed and not _LINKED.search(between):
        return None
    whole = (one.month, one.day or 1) == (1, 1) and (other.month, other.day or 31) == (12, 31)
    if not whole and not _STATISTICS.search(text[: one.start]):
        return None
    first = one.year or _named(text, one) or other.year
    if first is None or _OF_OTHERS.search(text[: one.start]) or _TOLD_THERE.match(text, other.end):
        return None
    if not whole and _GATHERED.search(text[: one.start]):
        return None
    return first, other.year or first + other.months_later


def _named(text: str, date: _Date) -> int | None:
    """The year last named before the date, or the only one of the sentence."""
    near = [match[1] for match in _NAMED.finditer(text, max(0, date.start - _NEAR), date.start)][-1:]
    years = {*near} or {match[1] for match in _NAMED.finditer(text)}
    return year_of(f"{years.pop()}年") if len(years) == 1 else None


def _dates(text: str) -> Iterator[_Date]:
    for match in _DATE.finditer(text):
        if match["word"]:
            month, day = _EDGES[match["word"]]
        elif match["dotted"]:
            if match["dotted"][0] not in "./-":
                continue  # 1.1 alone is no date
            month, day = (int(part) for part in re.findall(r"\d+", match["dotted"]))
        else:
            month = 1 if match["m"] in ("元", "正") else _number(match["m"])
            day = 31 if match["e"] else (_number(match["d"]) if match["d"] else 0)
        year = year_of(match["year"] + "年") if match["year"] else None
        yield _Date(match.start(), match.end(), year, bool(match["after"]), month, day or None)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    text = text.replace("初", "").replace("卅", "三十")
    if text == "三十":
        return 30
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones] if ones else 0)
