"""Whose report it is where the title does not plainly say, and what is no agency's name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from auditor.reading.open import open_document
from auditor.report.build import read_report
from auditor.report.model import Report
from tests.layouts.check import lexicons

_UNIT = "临河县水务局"
_PLAIN = "2023年政府信息公开工作年度报告"
_BODY = (
    "一、总体情况",
    "公开12条。",
    "二、主动公开政府信息情况",
    "无。",
    "六、其他需要报告的事项",
    "没有其他需要报告的事项。",
)


def page(head: Sequence[str], foot: Sequence[str] = (), title: str = "", name: str = "a") -> Report:
    """A page with these lines over the report, and under it."""
    lines = (f"<h1>{line}</h1>" if _PLAIN in line else f"<p>{line}</p>" for line in (*head, *_BODY, *foot))
    data = (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{''.join(lines)}</body></html>"
    )
    document = open_document(data.encode(), name=f"{name}.html")
    return read_report(document, lexicons(), f"{name}.html")  # type: ignore[arg-type]


def lines(head: Sequence[str], foot: Sequence[str] = ()) -> Report:
    """The same lines as a text file."""
    document = open_document("\n".join((*head, "", *_BODY, "", *foot)).encode(), name="a.txt")
    return read_report(document, lexicons(), "a.txt")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("临河县水务局关于报送2023年政府信息公开工作年度报告的报告", _UNIT),
        ("临河县水务局关于印发《2023年政府信息公开工作年度报告》的通知", _UNIT),
        ("临河县政府办关于公布临河县水务局2023年政府信息公开工作年度报告的公告", _UNIT),
        ("关于公布临河县水务局2023年政府信息公开工作年度报告的公告", _UNIT),
        ("《临河县水务局2023年政府信息公开工作年度报告》", _UNIT),
        ("名称：临河县水务局2023年政府信息公开工作年度报告", _UNIT),
        ("[年报]临河县水务局2023年政府信息公开工作年度报告", _UNIT),
        ("临河县水务局2023年依法公开政府信息工作年度报告", _UNIT),
        ("临河县水务局2023年法治政府建设及政府信息公开工作年度报告", _UNIT),
        ("临河县水务局2023年政府信息和政务公开工作年度报告", _UNIT),
        ("临河县水务局2023年1-12月政府信息公开工作年度报告", _UNIT),
        ("临河县水务局2023年全年政府信息公开工作年度报告", _UNIT),
        ("2023年临河县水务局本级政府信息公开工作年度报告", _UNIT),
        ("临河县水务局贯彻《中华人民共和国政府信息公开条例》2023年度报告", _UNIT),
        ("2023年政府信息公开工作年度报告（临河县水务局）", _UNIT),
        ("2023年政府信息公开工作年度报告——临河县水务局", _UNIT),
        ("云山镇人民政府信息公开工作年度报告（2023年）", "云山镇人民政府"),
        ("云山镇政府2023年信息公开工作年度报告", "云山镇政府"),
        ("和平区水务局2023年政府信息公开工作年度报告", "和平区水务局"),
        ("将乐县水务局2023年政府信息公开工作年度报告", "将乐县水务局"),
    ],
)
def test_a_title_in_other_words_names_its_agency(title: str, unit: str) -> None:
    for report in (page([title]), lines([title])):
        assert (report.unit, report.unit_from, report.year) == (unit, "title", 2023)


@pytest.mark.parametrize(
    "title",
    [
        "本机关2023年政府信息公开工作年度报告",
        "我局2023年政府信息公开工作年度报告",
        "县直部门2023年政府信息公开工作年度报告",
        "全市2023年政府信息公开工作年度报告",
        "标题：2023年政府信息公开工作年度报告",
    ],
)
def test_words_for_any_agency_are_none_s_name(title: str) -> None:
    for report in (page([title]), lines([title])):
        assert (report.unit, report.unit_from) == ("", "none")
        assert [d.code for d in report.diagnostics] == ["report.no-agency"]


@pytest.mark.parametrize(
    "head",
    [
        [_PLAIN, _UNIT],
        [_PLAIN, _UNIT, "2024年1月20日"],
        [_PLAIN, f"（{_UNIT}）"],
        [_PLAIN, f"—— {_UNIT}"],
        ["政府信息公开工作年度报告（2023年）", _UNIT],
        ["政府信息公开工作年度报告", "（2023年度）", _UNIT],
        [f"{_UNIT}文件", "临水〔2024〕3号", _PLAIN],
        [_UNIT, "2023年度", "政府信息公开工作年度报告"],
    ],
)
def test_a_line_of_its_own_beside_the_title_names_the_agency(head: list[str]) -> None:
    for report in (page(head), lines(head)):
        assert (report.unit, report.unit_from, report.year) == (_UNIT, "title", 2023)


@pytest.mark.parametrize(
    "line",
    [
        "首页 &gt; 政府信息公开 &gt; 临河县水务局",
        "临河县人民政府网站",
        "信息来源：临河县融媒体中心",
        "政务服务大厅",
        "走进临河县",
        "新闻中心",
        "乡镇街道",
        "县政府",
    ],
)
def test_a_site_s_own_words_over_the_title_are_no_agency(line: str) -> None:
    report = page([line, _PLAIN])
    assert (report.unit, report.unit_from) == ("", "none")


def test_a_government_over_the_title_and_another_agency_under_it_leave_it_open() -> None:
    for foot in ([], [_UNIT, "2024年1月20日"]):
        below = [_UNIT] if not foot else []
        for report in (
            page(["临河县人民政府", _PLAIN, *below], foot),
            lines(["临河县人民政府", _PLAIN, *below], foot),
        ):
            assert (report.unit, report.unit_from) == ("", "none")


@pytest.mark.parametrize(
    "line",
    [
        f"来源：{_UNIT} 发布时间：2024-01-30 10:20 浏览次数：2023",
        f"信息来源：{_UNIT}",
        f"2024-01-30 10:20 来源：{_UNIT} 字号：大 中 小",
        f"来源: {_UNIT}    作者: 张三   时间: 2024-01-30",
        f"【发布单位：{_UNIT}】【发布日期：2024-01-30】",
        f"发布机构：{_UNIT} 发布人：张三",
        f"公开责任部门：{_UNIT} 信息公开责任人：张三",
        f"供稿：{_UNIT} 编辑：李四 审核：王五",
        f"【发布机构】 {_UNIT}",
        f"（来源：{_UNIT}）",
    ],
)
def test_the_page_s_line_of_source_names_the_agency(line: str) -> None:
    for head in ([_PLAIN, line], [line, _PLAIN]):
        for report in (page(head), lines(head)):
            assert (report.unit, report.unit_from) == (_UNIT, "text")


@pytest.mark.parametrize(
    "other",
    [
        "来源：临河县人民政府 发布时间：2024-01-30",
        "来源：临河县政府办公室",
        "来源：临河县融媒体中心",
        "数据来源：临河县统计局",
    ],
)
def test_who_runs_the_site_is_not_whose_report_it_is(other: str) -> None:
    report = page([_PLAIN, other, f"供稿：{_UNIT}"])
    assert (report.unit, report.unit_from) == (_UNIT, "text")


def test_a_field_and_its_name_in_lines_of_their_own() -> None:
    report = page([_PLAIN, "来源：", _UNIT, "发布时间：", "2024-01-30 11:02"])
    assert (report.unit, report.unit_from) == (_UNIT, "text")


def test_a_sentence_that_speaks_of_the_agency_in_charge_is_no_field() -> None:
    report = page([_PLAIN, "强化考核，压实责任单位临河县教育局，推动落实。", f"供稿：{_UNIT}"])
    assert (report.unit, report.unit_from) == (_UNIT, "text")


def test_a_line_of_fields_is_no_title_and_its_date_not_the_year_of_the_report() -> None:
    for title in (_PLAIN, f"（2024年1月26日）{_PLAIN}"):
        fields = f"发布机构：{_UNIT} 发文日期：2024年01月26日 名称：{_PLAIN}"
        report = page([title, fields])
        assert (report.title, report.year, report.unit) == (title, 2023, _UNIT)


def test_sources_that_contradict_each_other_name_nobody() -> None:
    report = page([_PLAIN, "发布机构：临河县人民政府办公室", f"信息来源：{_UNIT}"])
    assert (report.unit, report.unit_from) == ("", "none")


@pytest.mark.parametrize(
    "said",
    [
        f"本报告由{_UNIT}根据《中华人民共和国政府信息公开条例》编制。",
        f"按照上级通知要求由{_UNIT}编制了2023年政府信息公开工作年度报告，现予公布。",
        f"现将{_UNIT}关于2023年政府信息公开工作情况报告如下。",
    ],
)
def test_the_introduction_names_the_agency(said: str) -> None:
    for report in (page([_PLAIN, said]), lines([_PLAIN, said])):
        assert (report.unit, report.unit_from) == (_UNIT, "text")


@pytest.mark.parametrize(
    "said",
    [
        "现将我街道2023年政府信息公开工作情况报告如下。",
        "现将我县人民政府2023年政府信息公开工作情况报告如下。",
    ],
)
def test_our_own_is_no_name(said: str) -> None:
    report = page([_PLAIN, said])
    assert (report.unit, report.unit_from) == ("", "none")


@pytest.mark.parametrize(
    "foot",
    [
        [f"{_UNIT}（盖章）", "2024年1月20日"],
        [f"{_UNIT} 2024年1月20日"],
        [_UNIT, "2024.1.20"],
        [_UNIT, "（公章）", "2024年1月20日"],
    ],
)
def test_the_signature_names_the_agency(foot: list[str]) -> None:
    for report in (page([_PLAIN], foot), lines([_PLAIN], foot)):
        assert (report.unit, report.unit_from) == (_UNIT, "text")


def test_a_region_s_name_over_the_title_is_not_that_of_its_department() -> None:
    report = page(["临河县", _PLAIN], [_UNIT, "2024年1月20日"])
    assert (report.unit, report.unit_from) == ("", "none")


def test_an_agency_whose_name_looks_like_a_site_s_words_keeps_it() -> None:
    for unit in ("青石市大数据中心", "青石市版权局"):
        report = page([_PLAIN, unit])
        assert (report.unit, report.unit_from) == (unit, "title")


def test_the_signature_stands_before_the_publisher() -> None:
    report = page([_PLAIN, "发布机构：临河县人民政府办公室"], [_UNIT, "2024年1月20日"])
    assert (report.unit, report.unit_from) == (_UNIT, "text")


@pytest.mark.parametrize(
    ("title", "name", "found"),
    [
        ("临河县人民政府", "a", ("", "none")),  # a government's site bears all its agencies' reports
        (f"{_PLAIN}-{_UNIT}", "a", (_UNIT, "metadata")),
        ("", f"{_PLAIN}（{_UNIT}）", (_UNIT, "file")),
    ],
)
def test_the_page_s_title_and_the_file_s_name_come_last(
    title: str, name: str, found: tuple[str, str]
) -> None:
    report = page([_PLAIN], title=title, name=name)
    assert (report.unit, report.unit_from) == found
