"""Roster files: what is understood, what is refused and where."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace
from auditor.report.model import Kind, Tier
from auditor.roster.load import load_roster, parse_roster
from auditor.roster.model import Agency, Former, Roster
from auditor.roster.rows import Faults


def read(text: str | bytes) -> tuple[Roster | None, tuple[Diagnostic, ...]]:
    data = text.encode("utf-8") if isinstance(text, str) else text
    return parse_roster(data, Faults("名录.yaml"))


def sheet(*rows: tuple[object, ...], title: str = "青石县") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


FULL = """\
名录: 青石县
地区: 青石县
年度: 2023、2024
机关:
- {代码: 001, 名称: 青石县人民政府, 类别: 政府, 层级: 县, 口径: 汇总}
- 代码: 002
  名称: 数据局
  简称: [县数据局, 大数据局]
  曾用名: [{名称: 青石县大数据中心, 止: 2022}, 青石县信息中心]
  类别: 部门
  层级: 县
  上级: "001"
  起: 2020
  止: 2030
  汇总: 否
  应报: 否
- 青石县水务局
"""


def test_a_roster_is_read_whole() -> None:
    roster, faults = read(FULL)
    assert faults == () and roster is not None
    assert (roster.name, roster.region, roster.years) == ("青石县", "青石县", (2023, 2024))
    assert roster.agencies[1] == Agency(
        code="002",
        name="数据局",
        short=("县数据局", "大数据局"),
        former=(Former("青石县大数据中心", 2022), Former("青石县信息中心")),
        kind=Kind.DEPARTMENT,
        tier=Tier.COUNTY,
        parent="code:001",
        region="青石县",
        since=2020,
        until=2030,
        due=False,
        summed=False,
        place=SourcePlace(7, 7),
    )
    assert roster.agencies[0].family == "汇总" and roster.agencies[2].name == "青石县水务局"
    assert [agency.key for agency in roster.agencies] == ["code:001", "code:002", "name:青石县水务局"]


def test_a_name_without_region_takes_the_roster_s_into_its_key() -> None:
    roster, _ = read("名录: 甲\n地区: 青石县\n机关: [水务局]\n")
    assert roster is not None and roster.agencies[0].key == "name:青石县水务局"


def test_a_sheet_says_the_same_as_the_file() -> None:
    data = sheet(
        ("青石县行政机关名录",),
        ("机关代码", "机关名称（全称）", "简称", "曾用名", "机关类别", "上级机关", "起", "备注"),
        (1, "青石县人民政府", None, None, "政府", None, None, "本级"),
        ("002", "青石县数据局", "县数据局、大数据局", "青石县大数据中心（2022）", "部门", "1", 2020, None),
    )
    roster, faults = read(data)
    assert faults == () and roster is not None and roster.name == "青石县"
    found = roster.agencies[1]
    assert (found.code, found.name, found.short) == ("002", "青石县数据局", ("县数据局", "大数据局"))
    assert found.former == (Former("青石县大数据中心", 2022),)
    assert (found.kind, found.parent, found.since) == (Kind.DEPARTMENT, "code:1", 2020)
    assert found.place == SourcePlace(4, 2)


@pytest.mark.parametrize(
    ("text", "code", "message", "place"),
    [
        ("机关: [甲局]\n", "roster.mark", "名录文件的第一行应写“名录: 名称”", SourcePlace(1, 1)),
        ("名录: 甲\n", "roster.empty", "名录里没有“机关”", SourcePlace(1, 1)),
        ("名录: 甲\n机关: 乙局\n", "roster.type", "“机关”应是一个列表", SourcePlace(2, 5)),
        (
            "名录: 甲\n机关:\n- {名城: 乙局}\n",
            "roster.unknown-key",
            "没有“名城”这个键，是不是“名称”？",
            SourcePlace(3, 4),
        ),
        ("名录: 甲\n机关:\n- {代码: 1}\n", "roster.no-name", "这个机关没有写“名称”", SourcePlace(3, 3)),
        (
            "名录: 甲\n机关:\n- {名称: 乙局, 类别: 部们}\n",
            "roster.enum",
            "类别里没有“部们”，是不是“部门”？",
            SourcePlace(3, 16),
        ),
        (
            "名录: 甲\n机关:\n- {名称: 乙局, 上级: 丙政府}\n",
            "roster.parent",
            "上级“丙政府”不在名录里",
            SourcePlace(3, 16),
        ),
        (
            "名录: 甲\n机关:\n- 乙局\n- 乙局\n",
            "roster.twice",
            "名称已经用在第 3 行的“乙局”",
            SourcePlace(4, 3),
        ),
        (
            "名录: 甲\n机关:\n- {代码: 1, 名称: 乙局}\n- {代码: 1, 名称: 丙局}\n",
            "roster.twice",
            "代码“1”已经用在第 3 行的“乙局”",
            SourcePlace(4, 15),
        ),
        (
            "名录: 甲\n机关:\n- {名称: 乙局, 起: 去年}\n",
            "roster.year",
            "“去年”不是年度",
            SourcePlace(3, 15),
        ),
        (
            "名录: 甲\n机关:\n- {名称: 乙局, 起: 2024, 止: 2020}\n",
            "roster.years",
            "“止”（2020）在“起”（2024）之前",
            SourcePlace(3, 24),
        ),
        (
            "名录: 甲\n机关:\n- {代码: 1, 名称: 乙局, 上级: 2}\n- {代码: 2, 名称: 丙局, 上级: 1}\n",
            "roster.loop",
            "“乙局”的上级绕回了它自己",
            SourcePlace(3, 15),
        ),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, code: str, message: str, place: SourcePlace) -> None:
    roster, faults = read(text)
    assert roster is None
    first = next(fault for fault in faults if fault.severity is Severity.ERROR)
    assert (first.code, first.message, first.place, first.file) == (code, message, place, "名录.yaml")


def test_a_fault_of_a_sheet_names_row_and_column() -> None:
    roster, (fault,) = read(sheet(("名称", "类别"), ("乙局", "部们")))
    assert roster is None
    assert (fault.code, fault.place) == ("roster.enum", SourcePlace(2, 2))


def test_a_sheet_without_names_or_of_the_old_format_says_what_to_do() -> None:
    _, (fault,) = read(sheet(("甲", "乙"), ("1", "2")))
    assert fault.code == "roster.no-heading" and "名称" in fault.remedy
    _, (old,) = read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")
    assert old.code == "roster.old-format" and "另存为 .xlsx" in old.remedy


def test_a_missing_file_is_a_diagnostic(tmp_path: Path) -> None:
    roster, (fault,) = load_roster(tmp_path / "没有.yaml")
    assert roster is None and fault.code == "roster.missing"


def _replaced(part: str, body: bytes) -> bytes:
    """A workbook one part of which is something else."""
    stream = io.BytesIO()
    given = zipfile.ZipFile(io.BytesIO(sheet(("名称",), ("乙局",))))
    with given, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(name, body if part in name else given.read(name))
    return stream.getvalue()


SHARED = """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<si><t>单位名称</t></si><si><r><t>白水县</t></r><r><t>水务局</t></r>
<rPh sb="0" eb="1"><t>bái</t></rPh></si></sst>"""
CELLS = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="3"><c r="C3" t="s"><v>0</v></c></row>
<row r="5"><c r="C5" t="s"><v>1</v></c><c r="D5" t="s"><v>99</v></c></row></sheetData></worksheet>"""


def test_shared_strings_gaps_and_ruby_are_understood() -> None:
    stream = io.BytesIO(_replaced("sheet1.xml", CELLS.encode()))
    with zipfile.ZipFile(stream, "a") as made:
        made.writestr("xl/sharedStrings.xml", SHARED)
    roster, faults = read(stream.getvalue())
    assert faults == () and roster is not None
    assert [(agency.name, agency.place) for agency in roster.agencies] == [
        ("白水县水务局", SourcePlace(5, 3))
    ]


BOMB = b"<a>" + b" " * 70_000_000 + b"</a>"
ENTITY = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><worksheet>&x;</worksheet>'


@pytest.mark.parametrize(
    "data",
    [_replaced("sheet1.xml", BOMB), _replaced("sheet1.xml", ENTITY), b"PK\x03\x04 torn"],
    ids=["bomb", "entity", "torn"],
)
def test_a_hostile_workbook_is_refused(data: bytes) -> None:
    roster, faults = read(data)
    assert roster is None
    assert [fault.severity for fault in faults] == [Severity.ERROR]


@given(
    st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda text: f"名录: 甲\n机关:\n- {text}".encode())
    )
)
def test_any_bytes_are_a_roster_or_an_error(data: bytes) -> None:
    roster, faults = read(data)
    assert (roster is None) == any(fault.severity is Severity.ERROR for fault in faults)


ROSTER_HEAD = "名录: 青石市\n机关:\n- {代码: A, 名称: 青石市人民政府}\n"


def test_a_parent_of_another_region_is_doubted_and_one_above_the_own_is_not() -> None:
    roster, _ = read(
        ROSTER_HEAD
        + "- {代码: B, 名称: 白水县人民政府, 上级: A}\n"
        + "- {代码: C, 名称: 红河县人民政府, 上级: A}\n"
        + "- {代码: D, 名称: 白水县水务局, 上级: C}\n"
        + "- {代码: E, 名称: 白水县教育局, 上级: A}\n"
        + "- {代码: F, 名称: 白水县审计局, 上级: B}\n"
    )
    assert roster is not None
    assert roster.doubted == {"code:D": "code:B"}
    assert [agency.code for agency in roster.children["code:B"]] == ["D", "F"]
