"""Figures as prose writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.reading.numerals import counted, legal
from auditor.report.facts.folding import fold_sentence
from auditor.report.facts.numerals import arabic_value, chinese_value


@given(st.integers(1, 9_999))
def test_every_number_counted_in_chinese_is_read_back(number: int) -> None:
    assert chinese_value(counted(number)) == number
    assert chinese_value(legal(number)) == number


@given(st.integers(1, 999), st.integers(1, 999))
def test_ten_thousands_are_counted_in(great: int, small: int) -> None:
    assert chinese_value(f"{counted(great)}万零{counted(small)}") == great * 10_000 + small


CHINESE = {
    "两": 2,
    "十二": 12,
    "二十": 20,
    "一百零五": 105,
    "一千零一十": 1010,
    "〇": 0,
    "零": 0,
    "二三": 23,
    "两千": 2000,
    "三万": 30_000,
    "十八万": 180_000,
    "一亿": 100_000_000,
    "万": None,
}


@pytest.mark.parametrize(("text", "value"), CHINESE.items())
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert chinese_value(text) == value


@pytest.mark.parametrize(
    ("text", "great", "value"),
    [("3259", "", 3259), ("1,295", "", 1295), ("18", "万", 180_000), ("4.043", "", Decimal("4.043")),
     ("4.043", "万", 40_430), ("0.5", "亿", 50_000_000), ("0.00", "", Decimal("0.00"))],
)  # fmt: skip
def test_arabic_figures_are_exact(text: str, great: str, value: object) -> None:
    found = arabic_value(text, great)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０２３ 年，收到", "本年，收到"),
        ("2022年度结转", "上年度结转"),
        ("结转2024年", "结转下年"),
        ("2019年以来", "他年以来"),
        ("2020-2023年", "他年"),
        ("二〇二三年", "本年"),
        ("12023年", "12023年"),
    ],
)
def test_years_are_made_relative(text: str, folded: str) -> None:
    assert fold_sentence(text, 2023).text == folded


@given(st.text(alphabet="2０2３年 \u3000件收到，,①㈱ﬁ2019度至-", max_size=30))
def test_every_folded_stretch_leads_back_into_the_sentence(text: str) -> None:
    folded = fold_sentence(text, 2023)
    for start in range(len(folded.text)):
        first, last = folded.span(start, start + 1)
        assert 0 <= first < last <= len(text)
