"""Periods in all the ways they are written."""

from __future__ import annotations

import pytest

from auditor.rules.periods import periods_in
from auditor.rules.prose import without_titles


@pytest.mark.parametrize(
    "text",
    [
        "统计期为2022年1月1日至12月31日。",
        "数据取自2022年1月1日起，到同年年底。",
        "统计时间从2022年元旦起至年末止。",
        "数据起于2022年1月1日，迄于2022年12月31日。",
        "统计截止时间为2022年12月31日，起始时间为2022年1月1日。",
        "统计起止时间分别为2022年1月1日和2022年12月31日。",
        "统计区间为二〇二二年一月一日至二〇二二年十二月三十一日。",
        "统计时段：2022年元月—12月。",
        "数据期间：2022年1-12月。",
        "统计区间[2022.01.01,2022.12.31]。",
        "数据统计时间：20220101-20221231。",
        "统计期限：2022/1/1-2022/12/31。",
        "本报告的统计期为2022自然年（1月1日—12月31日）。",
        "统计期间为1月1日至12月31日（2022年）。",
        "统计年度为2022年。",
        "文中的“报告期内”指2022年全年。",
        "所列数据均为2022年度数据。",
        "数据统计截止至2022年底。",
        "本报告所用数据，起于2022年1月1日，讫于2022年12月31日。",
        "统计口径：2022年1月1日0时至2022年12月31日24时。",
        "数据以2022年1月1日为起点、2022年12月31日为终点。",
        "数据起讫：2022-01-01/2022-12-31。",
        "数据起讫日期为2022年1月1日、12月31日。",
        "统计上限为2022年1月1日，下限为2022年12月31日。",
        "数据取自2022年1月1日到当年最后一天。",
        "数据统计到2022年12月31日为止。",
        "各项统计数字均截至2022年12月31日。",
    ],
)
def test_a_period_of_one_year_is_read(text: str) -> None:
    assert list(periods_in(without_titles(text))) == [(2022, 2022)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("统计期限为2022年1月1日至2023年12月31日。", (2022, 2023)),
        ("统计期限为2022年1月1日至次年12月31日。", (2022, 2023)),
        ("统计期限为2021年12月1日至2022年11月30日。", (2021, 2022)),
        ("统计期限为2023年1月1日至12月31日，其中结转数据截至2022年12月31日。", (2023, 2023)),
    ],
)
def test_the_years_of_both_ends_are_read(text: str, period: tuple[int, int]) -> None:
    assert list(periods_in(without_titles(text))) == [period]


@pytest.mark.parametrize(
    "text",
    [
        "本报告于2024年1月20日公布。",
        "公示期为2024年1月20日至2024年1月31日。",
        "与2022年同期相比，增长10%。",
        "截至2022年12月31日，现行有效规范性文件10件。",
        "《云山县“十四五”规划（2021年1月1日—2025年12月31日）》已公布。",
        "自2019年5月15日起施行。",
        "电话：0870-5551212，地址：解放路1-12号。",
        "受理时间为每日9:00-12:00。",
        "受理时间为每月第一天至最后一天。",
        "评议于2022年1月1日启动，下限为60分。",
    ],
)
def test_what_is_no_period_of_the_data_is_none(text: str) -> None:
    assert list(periods_in(without_titles(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "所列数据与2022年1月1日至12月31日的数据同口径。",
        "2022年1月1日至12月31日的数据见上年报告。",
        "统计数据与上年同期（2022年1月1日至12月31日）相比，增长12%。",
        "上年度报告的统计期限为2022年1月1日至12月31日。",
        "数据采集时间为2022年1月2日至1月10日。",
    ],
)
def test_the_period_of_other_figures_is_not_the_reports(text: str) -> None:
    assert list(periods_in(without_titles(text))) == []


def test_the_reports_own_period_stands_beside_that_of_others() -> None:
    text = "所列数据为2023年1月1日至12月31日的数据，与2022年1月1日至12月31日的数据口径一致。"
    assert list(periods_in(without_titles(text))) == [(2023, 2023)]
