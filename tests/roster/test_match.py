"""Whose report it is: names, short and former names, regions; a likeness is never more than a question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.roster.identify import Registrar
from auditor.roster.load import parse_roster
from auditor.roster.match import How, Matcher
from auditor.roster.model import Roster
from auditor.roster.region import folder_regions, own_region, same_region
from auditor.roster.rows import Faults
from tests.make import report


def roster(text: str) -> Roster:
    found, faults = parse_roster(text.encode("utf-8"), Faults("名录.yaml"))
    assert found is not None, faults
    return found


TWO = roster("""\
名录: 青石市
机关:
- {代码: A1, 名称: 青石市教育局, 简称: [市教育局]}
- {代码: B1, 名称: 白水县教育局, 简称: [县教育局], 曾用名: [{名称: 白水县教体局, 止: 2022}]}
- {代码: B2, 名称: 白水县水务局}
- {代码: C1, 名称: 红河县教育局, 简称: [县教育局]}
- {代码: C2, 名称: 市场监督管理局, 地区: 红河县}
- {代码: B3, 名称: 市场监督管理局, 地区: 白水县}
- {代码: B4, 名称: 白水县残联, 止: 2020}
""")


@pytest.mark.parametrize(
    ("unit", "folders", "code", "how"),
    [
        ("白水县教育局", (), "B1", How.NAME),
        ("白水县　教育局", (), "B1", How.NAME),
        ("市教育局", (), "A1", How.SHORT),
        ("县教育局", ("红河县",), "C1", How.SHORT),
        ("白水县教体局", (), "B1", How.FORMER),
        ("教育局", ("白水县", "青石市白水县"), "B1", How.NAME),
        ("市场监督管理局", ("红河县",), "C2", How.NAME),
        ("市场监督管理局", ("白水县",), "B3", How.NAME),
    ],
)
def test_a_name_finds_its_agency(unit: str, folders: tuple[str, ...], code: str, how: How) -> None:
    found = Matcher(TWO).match(unit, folders, 2024)
    assert found.agency is not None
    assert (found.agency.code, found.how, found.candidates) == (code, how, ())


@pytest.mark.parametrize(
    ("unit", "folders", "how", "codes"),
    [
        ("县教育局", (), How.AMBIGUOUS, ["B1", "C1"]),
        ("市场监督管理局", (), How.AMBIGUOUS, ["C2", "B3"]),
        ("白水县水利局", (), How.LIKE, ["B2"]),
        ("白水县教育体育局", (), How.LIKE, ["B1"]),
        ("黑山县教育局", (), How.NONE, []),
        ("白水县审计局", (), How.NONE, []),
        ("", (), How.NONE, []),
    ],
)
def test_what_is_not_certain_is_asked(
    unit: str, folders: tuple[str, ...], how: How, codes: list[str]
) -> None:
    found = Matcher(TWO).match(unit, folders, 2024)
    assert found.agency is None and found.how is how
    assert [agency.code for agency in found.candidates] == codes


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("青石县教育局", "青石县"),
        ("青石市临河区教育局", "青石市临河区"),
        ("云岭省青石市人民政府", "云岭省青石市"),
        ("青石县城市管理局", "青石县"),
        ("城市管理局", ""),
        ("市场监督管理局", ""),
        ("临河市场监督管理局", ""),
        ("县教育局", ""),
        ("青石自治州水务局", "青石自治州"),
    ],
)
def test_the_region_that_a_name_begins_with(name: str, region: str) -> None:
    assert own_region(name) == region


def test_regions_of_folders_nearest_first_and_years_between_do_not_matter() -> None:
    assert folder_regions("报告/青石市/白水县/2024/教育局.docx") == ("白水县", "青石市白水县")
    assert folder_regions("2024/教育局.docx") == ()
    assert same_region("白水县", "青石市白水县") and not same_region("白水县", "红河县")
    assert not same_region("", "白水县")


def test_without_a_roster_one_name_in_two_folders_of_regions_is_two_agencies() -> None:
    registrar = Registrar()
    named = replace(report(), unit="水务局", agency_key="name:水务局")
    keys = {
        registrar.enter(replace(named, file=f"{folder}/水务局2023.docx"))[0].agency_key
        for folder in ("白水县", "红河县", "某处")
    }
    assert keys == {"name:白水县水务局", "name:红河县水务局", "name:水务局"}


def test_the_roster_knows_kind_and_scope_better_than_the_name() -> None:
    listed = roster("名录: 甲\n机关: [{代码: 1, 名称: 白水县人民政府, 类别: 政府, 层级: 县, 口径: 本机关}]\n")
    entered, match = Registrar(listed).enter(replace(report(), unit="白水县人民政府"))
    assert (entered.agency_key, entered.kind, entered.tier, entered.family, match.how) == (
        "code:1", "government", "county", "本机关", How.NAME,
    )  # fmt: skip
