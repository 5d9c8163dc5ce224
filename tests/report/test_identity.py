"""Whose report it is, and of which year."""

from __future__ import annotations

from datetime import date

import pytest

from auditor.reading.open import open_document
from auditor.report.agency import unit_of
from auditor.report.build import read_report
from auditor.report.identity import from_file_name, kind_of, region_of, tier_of
from auditor.report.model import Kind, Report, Tier
from tests.layouts.check import lexicons


def _read(text: str, name: str = "a.txt") -> Report:
    document = open_document(text.encode("utf-8"), name=name)
    return read_report(document, lexicons(), name)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("青石市临河区教育局2023年政府信息公开工作年度报告", "青石市临河区教育局"),
        ("2023年云山街道办事处政府信息公开工作年度报告", "云山街道办事处"),
        ("青石市水务局 2023 年度政府信息公开工作年度报告", "青石市水务局"),
        ("临河区人民政府2024年政府信息公开工作年度报告", "临河区人民政府"),
        ("云山镇人民政府二〇二二年政府信息公开工作年度报告", "云山镇人民政府"),
        ("临河县人民政府（办公室）2021年政府信息公开工作年度报告", "临河县人民政府（办公室）"),
        ("关于青石市民政局２０２３年政府信息公开工作的年度报告", "青石市民政局"),
    ],
)
def test_a_title_names_its_agency(title: str, unit: str) -> None:
    assert unit_of(title) == unit


@pytest.mark.parametrize(
    ("unit", "kind", "tier"),
    [
        ("青石市临河区人民政府", Kind.GOVERNMENT, Tier.COUNTY),
        ("临河区人民政府办公室", Kind.GOVERNMENT_OFFICE, Tier.COUNTY),
        ("临河区云山镇人民政府", Kind.TOWNSHIP, Tier.TOWNSHIP),
        ("折柳乡", Kind.TOWNSHIP, Tier.TOWNSHIP),
        ("云山街道办事处", Kind.SUBDISTRICT, Tier.TOWNSHIP),
        ("云山街道", Kind.SUBDISTRICT, Tier.TOWNSHIP),
        ("临河县发展和改革委员会", Kind.DEPARTMENT, Tier.COUNTY),
        ("青石市教育局", Kind.DEPARTMENT, Tier.UNKNOWN),
        ("青石经济技术开发区管理委员会", Kind.DISPATCHED, Tier.UNKNOWN),
        ("青石市火车站地区管理委员会", Kind.DISPATCHED, Tier.UNKNOWN),
        ("云山风景名胜区管委会", Kind.DISPATCHED, Tier.UNKNOWN),
        ("青石市国有资产监督管理委员会", Kind.DEPARTMENT, Tier.UNKNOWN),
        ("青石市住房和城乡建设管理委员会", Kind.DEPARTMENT, Tier.UNKNOWN),
        ("临河区城市管理委员会", Kind.DEPARTMENT, Tier.COUNTY),
        ("江东省教育厅", Kind.DEPARTMENT, Tier.PROVINCE),
        ("", Kind.UNKNOWN, Tier.UNKNOWN),
    ],
)
def test_kind_and_tier_follow_from_the_name_and_are_left_open_where_it_does_not_tell(
    unit: str, kind: Kind, tier: Tier
) -> None:
    assert (kind_of(unit), tier_of(unit, kind_of(unit))) == (kind, tier)


def test_the_region_is_what_the_name_begins_with() -> None:
    assert region_of("青石市临河区教育局") == "青石市临河区"
    assert region_of("教育局") == ""


def test_a_title_in_two_lines_gives_agency_and_year() -> None:
    report = _read("临河区人民政府办公室\n2023年度政府信息公开工作年度报告\n\n一、总体情况\n公开12条。\n")
    assert (report.unit, report.unit_from, report.year, report.year_from) == (
        "临河区人民政府办公室",
        "title",
        2023,
        "title",
    )


@pytest.mark.parametrize("line", ["（2023年度）", "2023年度", "(2023年)"])
def test_a_year_on_the_line_below_the_title_belongs_to_it(line: str) -> None:
    report = _read(f"云山街道办事处政府信息公开工作年度报告\n{line}\n一、总体情况\n公开12条。\n")
    assert (report.unit, report.year, report.year_from) == ("云山街道办事处", 2023, "title")
    assert report.title == f"云山街道办事处政府信息公开工作年度报告{line}"


def test_a_name_torn_between_two_lines_is_whole_again() -> None:
    for title in (
        "临河区人民政\n府2023年政府信息公开工作年度报告",
        "临河区人民政\n\n府2023年度政府信息公开年报",
    ):
        report = _read(f"{title}\n\n一、总体情况\n公开12条。\n")
        assert (report.unit, report.unit_from, report.year) == ("临河区人民政府", "title", 2023)


def test_the_rest_of_a_torn_name_is_no_agency() -> None:
    report = _read(
        "欢迎访问\n府2023年政府信息公开工作年度报告\n\n一、总体情况\n公开12条。\n", "临河区水务局.txt"
    )
    assert (report.unit, report.unit_from, report.year) == ("临河区水务局", "file", 2023)


def test_a_title_without_agency_takes_it_from_the_file_and_says_so() -> None:
    report = _read("政府信息公开工作年度报告\n一、总体情况\n公开12条。\n", "2023/临河区水务局2023年报.txt")
    assert (report.unit, report.unit_from, report.year, report.year_from) == (
        "临河区水务局",
        "file",
        2023,
        "file",
    )
    assert [d.code for d in report.diagnostics] == ["report.agency-from-name", "report.year-from-name"]


def test_a_folder_names_the_agency_where_the_file_does_not() -> None:
    assert from_file_name("2022年/临河区水务局/年报.docx") == ("临河区水务局", "folder", None)


@pytest.mark.parametrize(
    "said",
    [
        "本报告统计期限为2022年1月1日至2022年12月31日。",
        "数据的统计起始日期为2022年1月1日，截止日期为2022年12月31日。",
        "按照要求，临河区水务局组织编制了2022年政府信息公开工作年度报告，现予公布。",
    ],
)
def test_the_introduction_gives_the_year_where_the_title_has_none(said: str) -> None:
    report = _read(f"临河区水务局政府信息公开工作年度报告\n{said}\n一、总体情况\n公开12条。\n")
    assert (report.year, report.year_from) == (2022, "text")


def test_a_sentence_about_the_report_is_not_its_title() -> None:
    report = _read(
        "云山街道2023年政府信息公开工作年度报告\n"
        "现将《云山街道2023年政府信息公开工作年度报告》公布如下，可在网站查阅。\n一、总体情况\n公开12条。\n"
    )
    assert report.title == "云山街道2023年政府信息公开工作年度报告"
    assert report.sections[0].sentences[0].text.startswith("现将")


@pytest.mark.parametrize(
    ("text", "day", "source"),
    [
        ("索引号 | 001 | 公开日期: | 2024-01-26 |\n标题\n", date(2024, 1, 26), "page"),
        ("发布时间：2024年1月5日 浏览次数：3\n", date(2024, 1, 5), "page"),
        ("", None, "none"),
    ],
)
def test_the_day_of_publication_is_read_with_its_source(text: str, day: date | None, source: str) -> None:
    report = _read(
        f"{text}云山街道2023年政府信息公开工作年度报告\n一、总体情况\n公开12条。\n二、主动公开政府信息情况\n"
    )
    assert (report.published, report.published_from) == (day, source)


def test_the_date_under_the_report_is_the_last_resort() -> None:
    report = _read(
        "云山街道2023年政府信息公开工作年度报告\n一、总体情况\n公开12条。\n六、其他需要报告的事项\n无。\n云山街道办事处\n2024年1月20日\n"
    )
    assert (report.published, report.published_from) == (date(2024, 1, 20), "text")
    assert [p.role.value for p in report.sections[6].passages] == ["prose", "signature", "signature"]
