"""The day on which a report was published: what the page says of itself, or the date under the report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from auditor.base.text import fold
from auditor.report.agency import is_agency
from auditor.report.identity import Title
from auditor.report.stream import Row

_DAY = r"(20[0-4]\d)[-年/.](\d{1,2})[-月/.](\d{1,2})(?=日|\D|\d{1,2}:\d\d|$)"  # the hour may follow
_ALONE = r"(?!日?(?:\d{1,2}:\d\d(?::\d\d)?)?(?:至|到|起|止|—|~|-)|日?星期)"  # of a period, or today
_DATED = tuple(
    re.compile(rf"(?:{names})[:|\]】)\[【(]*{_DAY}{_ALONE}")
    for names in (
        r"(?:公开|发布|公布|上网|上传)(?:日期|时间)|发布于|(?:(?<![一-龥])|(?<=日))发布",
        r"(?:发文|发稿|录入|添加|生成|成文|印发|制发|落款)(?:日期|时间)",
    )
)
_BARE = re.compile(rf"(?<![一-龥])(?:时间|日期) ?[:|\]】)\[【(]* ?{_DAY}{_ALONE}")
_DATE_WORD = re.compile(r"时间|日期|发布")
_UNDER_TITLE = re.compile(rf"[(\[【]?(?:发布)?[:于]?{_DAY}{_ALONE}")
_GOES_ON = re.compile(  # no words of what was done that day
    r"日?T?(?:\d{1,2}[:时]\d\d(?:[:分]\d\d秒?|分)?)?[)\]】]?(?:$|[(\[【|]|发布|公布|来源|作者|浏览|点击|阅读|访问|字|信息|文章|分享|打印|责任|编辑)"
)
_SIGNED = re.compile(r"[(]?(20[0-4]\d)(?:年(\d{1,2})月(\d{1,2})日|([-/.])(\d{1,2})\4(\d{1,2}))(?:印发)?[)]?$")
_IN_WORDS = re.compile(
    r"二[〇○零0Oo]([〇○零0Oo一二三四五六七八九])([〇○零0Oo一二三四五六七八九])年([一二三四五六七八九十元]{1,2})月([一二三四五六七八九十廿卅]{1,3})日$"
)
_SIGNED_AT = re.compile(r"(?:落款|报告)?(?:日期|时间)[:：]")
_DIGITS = "〇一二三四五六七八九"
_BELOW, _LAST, _LONG = 3, 15, 120
_META_DATES = (
    "pubdate",
    "publishdate",
    "publish-date",
    "publishtime",
    "article:published_time",
    "firstpublishedtime",
    "pub_date",
)


def published_of(
    rows: Sequence[Row], meta: Mapping[str, str], title: Title | None = None
) -> tuple[date | None, str]:
    """The day of publication and where it was read: "page" (the page's own table, or a line with a date under
    the title), "metadata", or "text" (the date under the report)."""
    dated = [row for row in rows if _may_be_dated(row)]
    for pattern in _DATED:
        for row in dated:
            after = rows[row.index + 1].folded[:_LONG] if row.index + 1 < len(rows) else ""
            found = pattern.search(row.folded) or pattern.search(row.folded + after)
            if found and (day := _date(found.groups())):
                return day, "page"
    for row in dated:  # the word before a bare “时间” may be another's: 更新时间
        found = _BARE.search(
            f"{_spaced(row)} {_spaced(rows[row.index + 1]) if row.index + 1 < len(rows) else ''}"
        )
        if found and (day := _date(found.groups())):
            return day, "page"
    below = title.rows[-1].index + 1 if title else len(rows)
    for row in rows[below : below + _BELOW]:
        found = (
            _UNDER_TITLE.match(row.folded) if len(row.folded) <= _LONG and "。" not in row.folded else None
        )
        if found and _GOES_ON.match(row.folded, found.end()) and (day := _date(found.groups())):
            return day, "page"
    for name in _META_DATES:
        found = re.match(r"(20[0-4]\d)[-年/.](\d{1,2})[-月/.](\d{1,2})", meta.get(name, "").strip())
        if found and (day := _date(found.groups())):
            return day, "metadata"
    last = rows[-_LAST:]
    for at in reversed(range(len(last))):
        text, above = last[at].folded, last[at - 1].folded if at else ""
        listed = "年" not in text and _SIGNED.match(text)  # a site's list of pages has such dates too
        if (day := signed_day(text)) and (not listed or is_agency(above)):
            return day, "text"
    return None, "none"


def _may_be_dated(row: Row) -> bool:
    return len(row.folded) <= _LONG and "。" not in row.folded and _DATE_WORD.search(row.folded) is not None


def _spaced(row: Row) -> str:
    """The row folded, white space between its words kept."""
    return " ".join(map(fold, row.text[:_LONG].split()))


def signed_day(folded: str) -> date | None:
    """The date that a line of signature is, or ends with: 2024年1月20日, 二〇二四年一月二十日."""
    if len(folded) > _LONG:
        return None
    found = _SIGNED.search(folded)
    if found and _may_sign(folded[: found.start()]):
        year, month, day, _, *short = found.groups()
        return _date((year, month or short[0], day or short[1]))
    words = _IN_WORDS.search(folded)
    if words is None or not _may_sign(folded[: words.start()]):
        return None
    year = 2000 + _digit(words[1]) * 10 + _digit(words[2])
    return _date((str(year), str(_count(words[3])), str(_count(words[4]))))


def _may_sign(before: str) -> bool:
    """Whether nothing stands before a date, or an agency that signed in one line with it."""
    return not before or is_agency(before) or _SIGNED_AT.fullmatch(before) is not None


def _digit(char: str) -> int:
    return max(_DIGITS.find(char), 0)


def _count(words: str) -> int:
    """二十一 → 21, 十 → 10, 元 (月) → 1; 0 for what is no number."""
    words = words.replace("元", "一").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = words.partition("十")
    if not ten:
        return _digit(tens) if len(tens) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_digit(tens) if tens else 1) * 10 + (_digit(ones) if ones else 0)


def _date(parts: Sequence[str]) -> date | None:
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None
