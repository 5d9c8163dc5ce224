"""Figures as prose writes them: 3259, 1,295, ２７, 十二, 一百零五, 两, 18万余, 4.043."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from auditor.report.value import Number

_DIGITS = {
    char: value
    for digits in ("零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖")
    for value, char in enumerate(digits)
} | {"〇": 0, "○": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1_000, "拾": 10, "佰": 100, "仟": 1_000}
_GREAT = {"万": 10_000, "亿": 100_000_000}
CHINESE = "零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+|\d{1,15})(?:\.\d{1,8})?"
# 统一, 唯一, 第一 …: the 一 of a word is no figure
_NO_ONE = "统唯第单同专逐每某之任另划归合"


def mention_source(units: Iterable[str]) -> str:
    """A regex of a figure with its unit, groups `figure`, `more`, `great`, `unit`."""
    known = "|".join(sorted(map(re.escape, {*units, "%"}), key=len, reverse=True))
    return (
        rf"(?=[\d{CHINESE}])(?:(?<![\d.A-Za-z第〔\[])(?P<figure>{_ARABIC})(?P<great>[十百千万亿]{{0,2}})"
        rf"|(?<![{CHINESE}{_NO_ONE}\d.])(?P<chinese>[{CHINESE}]{{1,14}}))"
        rf"(?P<more>余|多|来)?(?P<late>[万亿])?(?P<unit>{known})(?<!部(?=分))"  # ②部分公开18件: no two 部
    )


def arabic_value(text: str, great: str = "") -> Number:
    """“1,295” or “18” + “万” as int or Decimal (a figure written with decimals stays Decimal)."""
    plain = Decimal(text.replace(",", "").replace("，", ""))
    for sign in great:
        plain *= _GREAT.get(sign) or _PLACES[sign]
    if plain == plain.to_integral_value() and ("." not in text or great):
        return int(plain)
    return plain


def chinese_value(text: str) -> int | None:
    """十二 → 12, 一百零五 → 105, 二三 (digits in a row) → 23; None where it is no figure."""
    if not any(char in _PLACES or char in _GREAT for char in text):
        if any(char not in _DIGITS for char in text):
            return None
        return int("".join(str(_DIGITS[char]) for char in text))
    total = part = digit = 0
    given = False
    for char in text:
        if char in _DIGITS:
            digit, given = _DIGITS[char], True
        elif char in _PLACES:
            if digit == 0 and given and _PLACES[char] != 10:
                return None
            part += (digit if given and digit else 1) * _PLACES[char]
            digit, given = 0, False
        else:
            if part + digit == 0:
                return None
            total = (total + part + digit) * _GREAT[char] if char == "亿" else total + (part + digit) * 10_000
            part, digit, given = 0, 0, False
    return total + part + digit
