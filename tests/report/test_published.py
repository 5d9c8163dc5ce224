"""The day of publication, in the many ways in which pages write it, and dates that are none."""

from __future__ import annotations

from datetime import date

import pytest

from tests.report.test_agency import lines, page

_TITLE = "临河县水务局2023年政府信息公开工作年度报告"
_DAY = date(2024, 1, 26)


@pytest.mark.parametrize(
    "line",
    [
        "2024-01-26 10:20 字号：大 中 小",
        "2024年1月26日 浏览：123次",
        "（2024年1月26日）",
        "发布于 2024-01-26",
        "发布日期：[2024-01-26]",
        "成文日期：2024-01-20 发布日期：2024-01-26",
        "更新时间：2024-05-01 发布时间：2024-01-26 09:05",
        "当前时间：2024年12月3日 发布：2024/1/26",
    ],
)
def test_the_page_says_the_day_of_publication(line: str) -> None:
    for report in (page([_TITLE, line]), lines([_TITLE, line])):
        assert (report.published, report.published_from) == (_DAY, "page")


@pytest.mark.parametrize(
    "line",
    [
        "统计时间：2023年1月1日至2023年12月31日",
        "统计日期：2023-01-01—2023-12-31",
        "更新时间：2024-05-01",
        "系统时间：2024年12月3日 星期二",
        "截至时间：2023-12-31",
        "实施日期：2024-02-01",
        "截至2023年12月31日",
        "（2024年1月18日局务会议通过）",
    ],
)
def test_other_dates_are_not_the_day_of_publication(line: str) -> None:
    for report in (page([_TITLE, line]), lines([_TITLE, line])):
        assert (report.published, report.published_from) == (None, "none")


@pytest.mark.parametrize(
    ("signed", "day"),
    [
        ("二〇二四年一月二十日", date(2024, 1, 20)),
        ("二○二四年元月三十一日", date(2024, 1, 31)),
        ("二〇二四年十二月十日", date(2024, 12, 10)),
        ("二O二四年一月廿日", date(2024, 1, 20)),
        ("临河县水务局 2024年1月20日", date(2024, 1, 20)),
        ("临河县水务局办公室   2024年1月20日印发", date(2024, 1, 20)),
    ],
)
def test_the_date_under_the_report_is_read_however_it_is_written(signed: str, day: date) -> None:
    for report in (page([_TITLE], [signed]), lines([_TITLE], [signed])):
        assert (report.published, report.published_from) == (day, "text")


@pytest.mark.parametrize("day", ["2024.1.20", "2024-01-20", "2024/1/20"])
def test_a_date_in_figures_is_the_report_s_below_an_agency_and_a_list_s_elsewhere(day: str) -> None:
    report = page([_TITLE], ["临河县水务局", day])
    assert (report.published, report.published_from) == (date(2024, 1, 20), "text")
    report = page([_TITLE], ["相关文章：关于开展节水宣传的活动方案", day])
    assert (report.published, report.published_from) == (None, "none")
