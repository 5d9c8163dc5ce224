"""A roster file to a Roster, with every fault of it; any bytes give one or the other.

    名录: 青石县                    a file of this kind; its name
    地区: 青石县                    where an agency's own name does not say it
    年度: 2024                      the reporting years that are collected now; 2023、2024 for several
    机关:
    - {代码: A01, 名称: 青石县教育局, 简称: [县教育局], 类别: 部门, 层级: 县, 上级: 青石县人民政府}
    - {代码: A02, 名称: 青石县数据局, 曾用名: [{名称: 青石县大数据中心, 止: 2023}], 起: 2020}
    - {代码: A03, 名称: 青石县税务局, 汇总: 否}     垂直管理: files, but is no part of the sum
    - {代码: A04, 名称: 青石县残联, 应报: 否}       may file, need not
    - {代码: A00, 名称: 青石县人民政府, 口径: 汇总}

上级 is a code or a name. 名录.xlsx has the same keys as column headings, lists written 甲、乙, a former
name with its last year in brackets: 原名（2023）.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from auditor.base.diagnostic import Diagnostic
from auditor.base.text import fold
from auditor.report.model import Kind, Tier
from auditor.roster.from_xlsx import MAX_ROWS, rows_of_xlsx
from auditor.roster.from_yaml import rows_of_yaml
from auditor.roster.model import Agency, Former, Roster
from auditor.roster.parents import doubted_parents, looped
from auditor.roster.rows import AgencyRow, Faults, Rows, Text
from auditor.source.load import load_source
from auditor.source.nearest import nearest

MAX_BYTES = 16 << 20
NAMES = ("名录.yaml", "名录.yml", "名录.xlsx")
_KINDS: Mapping[str, Kind] = {
    "政府": Kind.GOVERNMENT, "人民政府": Kind.GOVERNMENT, "本级政府": Kind.GOVERNMENT,
    "政府办公室": Kind.GOVERNMENT_OFFICE, "政府办": Kind.GOVERNMENT_OFFICE,
    "部门": Kind.DEPARTMENT, "工作部门": Kind.DEPARTMENT, "县直部门": Kind.DEPARTMENT,
    "市直部门": Kind.DEPARTMENT, "直属单位": Kind.DEPARTMENT,
    "乡镇": Kind.TOWNSHIP, "乡": Kind.TOWNSHIP, "镇": Kind.TOWNSHIP, "乡镇政府": Kind.TOWNSHIP,
    "街道": Kind.SUBDISTRICT, "街道办事处": Kind.SUBDISTRICT,
    "派出": Kind.DISPATCHED, "派出机构": Kind.DISPATCHED, "派出机关": Kind.DISPATCHED,
    "管委会": Kind.DISPATCHED, "其他": Kind.OTHER,
}  # fmt: skip
_TIERS: Mapping[str, Tier] = {
    "省": Tier.PROVINCE, "省级": Tier.PROVINCE, "市": Tier.CITY, "市级": Tier.CITY,
    "县": Tier.COUNTY, "县级": Tier.COUNTY, "区": Tier.COUNTY, "区级": Tier.COUNTY, "区县": Tier.COUNTY,
    "乡": Tier.TOWNSHIP, "乡级": Tier.TOWNSHIP, "乡镇": Tier.TOWNSHIP,
}  # fmt: skip
_YES, _NO = ("是", "应报", "列入", "√", "1"), ("否", "不", "不报", "不列入", "×", "0")
_FAMILIES = {"汇总": "汇总", "汇总报告": "汇总", "本机关": "本机关", "本机关报告": "本机关"}
T = TypeVar("T")
_FORMER = re.compile(r"(.+?)[(（]\s*(?:至|到|止于)?\s*(\d{4})\s*年?度?\s*(?:止|前|以前)?\s*[)）]")


def load_roster(path: Path, name: str = "") -> tuple[Roster | None, tuple[Diagnostic, ...]]:
    """The roster in `path`, None with at least one error. `name` is what diagnostics call the file."""
    faults = Faults(name or path.as_posix())
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        faults.error("roster.missing", "没有这个名录文件", None, "核对路径")
        return None, tuple(faults.found)
    except (OSError, ValueError):
        faults.error("roster.unreadable", "名录文件打不开", None, "检查权限，以及文件是否正被占用")
        return None, tuple(faults.found)
    return parse_roster(data, faults)


def parse_roster(data: bytes, faults: Faults) -> tuple[Roster | None, tuple[Diagnostic, ...]]:
    """`load_roster` of bytes: a workbook is told by its first bytes."""
    roster = None
    if len(data) > MAX_BYTES:
        faults.error("roster.size", f"名录文件超过 {MAX_BYTES >> 20} MB", None, "只留机关名单")
    elif data.startswith(b"PK"):
        roster = made_roster(rows_of_xlsx(data, faults), faults)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        faults.error("roster.old-format", "这是旧的 .xls 格式", None, "请用表格软件另存为 .xlsx")
    else:
        source, found = load_source(data, faults.file)
        faults.take(found)
        if source is not None:
            faults.lines = source.lines
            roster = made_roster(rows_of_yaml(source, faults), faults)
    return (None if faults.failed else roster), tuple(faults.found)


def made_roster(rows: Rows | None, faults: Faults) -> Roster | None:
    """What rows mean; None with errors in `faults`."""
    if rows is None:
        return None
    region = next((text.text for text in rows.head.get("地区", ())), "")
    if len(rows.agencies) > MAX_ROWS:
        faults.error("roster.many", f"名录里的机关超过 {MAX_ROWS} 个", None, "分成几份名录")
        return None
    named = [(row, _agency(row, region, faults)) for row in rows.agencies]
    pairs = [(row, agency) for row, agency in named if agency is not None]
    if not pairs and not faults.failed:
        faults.error("roster.empty", "名录里一个机关也没有", None, "写上 机关: 和下面的每个机关")
    _unique([agency for _, agency in pairs], faults)
    agencies = _with_parents(pairs, faults)
    for agency in looped(agencies):
        said = f"“{agency.name}”的上级绕回了它自己"
        faults.error("roster.loop", said, agency.place, "改正上级")
    if faults.failed:
        return None
    name = next((text.text for text in rows.head.get("名录", ())), "名录")
    years = tuple(sorted({year for text in rows.head.get("年度", ()) for year in _years(text, faults)}))
    doubted = doubted_parents(agencies)
    return Roster(name, agencies, region, years, faults.file, rows.sha256, doubted)


def _agency(row: AgencyRow, region: str, faults: Faults) -> Agency | None:
    name = row.one("名称")
    if name is None:
        faults.error("roster.no-name", "这个机关没有写“名称”", row.place, "补上机关全称，或删去这一行")
        return None
    code, own = row.one("代码"), row.one("地区")
    since, until = (_year(row.one(key), faults) for key in ("起", "止"))
    if since is not None and until is not None and until < since:
        faults.error("roster.years", f"“止”（{until}）在“起”（{since}）之前", row.one("止"))
    return Agency(
        code=code.text if code else "",
        name=name.text,
        short=tuple(text.text for text in row.values.get("简称", ())),
        former=tuple(_former(text) for text in row.values.get("曾用名", ())),
        kind=_choice(row.one("类别"), _KINDS, "类别", faults),
        tier=_choice(row.one("层级"), _TIERS, "层级", faults),
        region=own.text if own else region,
        since=since,
        until=until,
        due=_flag(row.one("应报"), "应报", faults),
        summed=_flag(row.one("汇总"), "汇总", faults),
        family=_choice(row.one("口径"), _FAMILIES, "口径", faults) or "",
        place=name.place,
    )


def _former(text: Text) -> Former:
    found = _FORMER.fullmatch(text.text)
    return Former(found[1].strip(), int(found[2])) if found else Former(text.text)


def _choice(text: Text | None, known: Mapping[str, T], what: str, faults: Faults) -> T | None:
    if text is None:
        return None
    found = known.get(fold(text.text))
    if found is None:
        near = nearest(text.text, known, 1)
        said = f"{what}里没有“{text.text}”" + (f"，是不是“{near[0]}”？" if near else "")
        faults.error("roster.enum", said, text, f"可以写：{' '.join(known)}")
    return found


def _flag(text: Text | None, what: str, faults: Faults) -> bool:
    if text is None or fold(text.text) in _YES:
        return True
    if fold(text.text) not in _NO:
        faults.error("roster.enum", f"“{what}”写 是 或 否，不能写“{text.text}”", text)
    return False


def _year(text: Text | None, faults: Faults) -> int | None:
    if text is None:
        return None
    found = re.fullmatch(r"(20\d\d)年?度?", fold(text.text))
    if found is None:
        faults.error("roster.year", f"“{text.text}”不是年度", text, "写四位数字，例如 2023")
        return None
    return int(found[1])


def _years(text: Text, faults: Faults) -> list[int]:
    return [year for part in text.parts() if (year := _year(part, faults)) is not None]


def _unique(agencies: list[Agency], faults: Faults) -> None:
    first: dict[str, Agency] = {}
    names: dict[tuple[str, str], Agency] = {}
    for agency in agencies:
        for before, what in (
            (first.setdefault(agency.key, agency), f"代码“{agency.code}”" if agency.code else "名称"),
            (names.setdefault((fold(agency.name), fold(agency.region)), agency), f"名称“{agency.name}”"),
        ):
            if before is not agency:
                said = f"{what}已经用在第 {before.place.line} 行的“{before.name}”"
                faults.error("roster.twice", said, agency.place, "改正其中一个，或删去重复的一行")
                break


def _with_parents(pairs: list[tuple[AgencyRow, Agency]], faults: Faults) -> tuple[Agency, ...]:
    by_code = {fold(agency.code): agency for _, agency in pairs if agency.code}
    by_name: dict[str, list[Agency]] = {}
    for _, agency in pairs:
        for name in (agency.name, *agency.short):
            by_name.setdefault(fold(name), []).append(agency)
    made: list[Agency] = []
    for row, agency in pairs:
        text = row.one("上级")
        parent = ""
        if text is not None:
            parent = _parent(text, agency, by_code, by_name, faults)
        made.append(replace(agency, parent=parent) if parent else agency)
    return tuple(made)


def _parent(
    text: Text,
    agency: Agency,
    by_code: Mapping[str, Agency],
    by_name: Mapping[str, list[Agency]],
    faults: Faults,
) -> str:
    wanted = fold(text.text)
    if wanted in by_code:
        return by_code[wanted].key
    found = by_name.get(wanted, [])
    near_by = [other for other in found if fold(other.region) == fold(agency.region)]
    if len(found) > 1 and len(near_by) == 1:
        found = near_by
    if len(found) == 1:
        return found[0].key
    if found:
        said = f"有 {len(found)} 个机关叫“{text.text}”，不知道上级是哪一个"
        faults.error("roster.parent", said, text, "上级改写成代码")
        return ""
    near = nearest(text.text, [other.name for others in by_name.values() for other in others], 1)
    said = f"上级“{text.text}”不在名录里" + (f"，是不是“{near[0]}”？" if near else "")
    faults.error("roster.parent", said, text, "把上级也写进名录，或写它的代码")
    return ""
