"""Whose report it is and of which year: from title, text, the page's own table, file or folder name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.base.text import fold
from auditor.base.traditional import simplified
from auditor.report.agency import HAN_YEAR, is_agency, squeeze, unit_of
from auditor.report.model import Kind, Tier
from auditor.report.stream import Row

REPORT = re.compile(
    r"(?:信息公开|政务公开|信息工开).{0,6}?(?:年度报告|年报|工作报告|工作年度|工作总结|报告)|(?:年度报告|年报).{0,4}(?:信息公开|政务公开)"
    r"|信息公开条例》.{0,10}?(?:年度报告|年报|报告)|公开政府信息.{0,6}?(?:年度报告|年报|工作报告|报告)"
    r"|(?:信息公开|政务公开)(?:工作)?[年度报告]{3,6}$"
)
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?:年度|年|—|-)?(?!\d)")
_HAN = {
    **{char: value for value, char in enumerate("一二三四五六七八九", start=1)},
    **dict.fromkeys("〇○零0Oo", 0),
}
_YEAR_ALONE = re.compile(r"[(（\[〔]?20[0-4]\d(?:年度?)?[)）\]〕]?")
_PERIOD = re.compile(
    r"(20[0-4]\d)(?:年度?)?[(]?[.年/-]?(?:0?1|元)[月./-](?:0?1日?)?(?:起|开始)?[,，]?(?:至|到|—|-|–|~)+"
    r"(?:\1|当|同)?[.年/-]?12[月./-](?:31)?"
    r"|(20[0-4]\d)年1月1日[^。;；]{0,16}?(?:\2|当|同)年12月31日"  # 起始日期为…,截止日期为…
)
_FULL_DATE = re.compile(r"20[0-4]\d年\d{1,2}月\d{1,2}日?|20[0-4]\d([-./])\d{1,2}\1\d{1,2}")
_NOT_TITLE = re.compile(
    r"[。；;>＞|，,]|^第[一二三四五六七八九十\d]+[章条部]|^[《“](?!.*》$)|^(?:[现特]?将(?!乐)|由|在|和(?![平田政顺静硕布龙林县])|及|与|按照|根据)|首页|位置[：:]|现将|附件|(?:日期|时间|机构|文号|索引号|来源)[】)]?[:：]|如下|查阅|下载|点击|上一篇|下一篇|编制说明"
)


@dataclass(frozen=True, slots=True)
class Title:
    """The title, the stream rows it stands in, and the agency and year it names."""

    text: str
    rows: tuple[Row, ...]
    unit: str
    year: int | None


def year_of(text: str) -> int | None:
    """The first year written in `text` (folded), in digits or Chinese numerals."""
    found = _YEAR.search(text)
    if found:
        return int(found[1])
    han = HAN_YEAR.search(text)
    return 2000 + _HAN[han[1]] * 10 + _HAN[han[2]] if han else None


def find_title(rows: Sequence[Row], end: int, page_title: str = "") -> Title | None:
    """The title among the rows before `end` (the first heading): of several alike the one that
    `page_title` (what the file says of itself) names, then the nearest to the heading (the
    same title again is a running head)."""
    named = fold(page_title)
    best: tuple[float, Title] | None = None
    window = [row for row in rows[:end] if not row.picture]
    for position in range(len(window)):
        for size in (1, 2, 3):
            group = window[position : position + size]
            if len(group) < size or any(
                len(r.folded) > 60 or sum(1 for t in r.tokens if t.folded) > 1 for r in group
            ):
                continue
            found = _title(group)
            if found is None:
                continue
            score, title = found
            score += 1.5 * (len(title.unit) > 1 and title.year is not None and fold(title.text) in named)
            other = best is not None and (best[1].unit, best[1].year) != (title.unit, title.year)
            if best is None or score > best[0] or (score == best[0] and other):
                best = (score, title)
    return best[1] if best else None


def _title(group: Sequence[Row]) -> tuple[float, Title] | None:
    parts = [row.folded for row in group]
    text = "".join(parts)
    if len(text) > 70 or not REPORT.search(text) or _NOT_TITLE.search(text):
        return None
    if len(group) > 1:
        if any(":" in part or part.startswith(("【", "[")) for part in parts[:-1]):
            return None  # a field of the page's own, over the title
        alone = [part for part in parts if REPORT.search(part)]
        if len(alone) == 1 and _with_year_apart(parts):
            alone = []
        if alone and (_torn(parts) or (len(parts) == 2 and _YEAR_ALONE.fullmatch(parts[1]))):
            alone = []
        if alone and (
            len(group) > 2 or alone[0] != parts[-1] or not is_agency(unit_of(parts[0]) or parts[0])
        ):
            return None
        if alone and unit_of(alone[0]):
            return None
    shown = "".join(squeeze(row.text) for row in group)
    unit = unit_of(shown)
    year = year_of(_FULL_DATE.sub("", text)) or period_year(text)  # a day is when it was made or published
    unit = unit if len(unit) > 1 else ""  # “府” alone is the rest of a name that was torn
    score = 3.0 * (year is not None) + 3.0 * is_agency(unit) + 1.0 * bool(unit)
    score += 2.0 if re.search(r"(?:报告|年报)(?:[(（].{0,8}[)）]|20\d\d年度?)?》?$", text) else 0.0
    score += 1.0 if group[0].level == 1 else 0.0
    return score, Title("".join(row.text.strip() for row in group), tuple(group), unit, year)


def _with_year_apart(parts: Sequence[str]) -> bool:
    """甲县水务局 | 2023年度 | 政府信息公开工作年度报告, or the year last."""
    if len(parts) != 3 or not is_agency(parts[0]):
        return False
    years = [part for part in parts[1:] if _YEAR_ALONE.fullmatch(part)]
    names = [part for part in parts[1:] if REPORT.search(part)]
    return len(years) == len(names) == 1 and year_of(names[0]) is None and not unit_of(names[0])


def _torn(parts: Sequence[str]) -> bool:
    """Whether a name was torn between two rows: 枕流县人民政 | 府2024年…报告."""
    if len(parts) != 2 or REPORT.search(parts[0]):
        return False
    rest = unit_of(parts[1])
    return len(rest) == 1 and is_agency(unit_of(parts[0]) + rest)


def period_year(text: str) -> int | None:
    """The year of the statistical period that `text` states (1月1日至12月31日)."""
    found = _PERIOD.search(fold(text))
    return int(found[1] or found[2]) if found else None


def kind_of(unit: str) -> Kind:
    """机关类别, from the name alone."""
    name = simplified(re.sub(r"[(（][^()（）]*[)）]$", "", unit))
    if not name:
        return Kind.UNKNOWN
    if re.search(r"政府办公室$|政府办$|政府办公厅$", name):
        return Kind.GOVERNMENT_OFFICE
    if re.search(r"(?:镇|乡|苏木)(?:人民)?(?:政府)?$", name):
        return Kind.TOWNSHIP
    if re.search(r"街道(?:办事处|办)?$|办事处$", name):
        return Kind.SUBDISTRICT
    if re.search(r"政府$", name):
        return Kind.GOVERNMENT
    # Of an area: 国有资产监督管理委员会 and 城市管理委员会 are departments.
    if re.search(r"[区园城岛湖]管理委员会$|管委会$|(?:开发区|高新区|新区|园区|行署|行政公署|地区)$", name):
        return Kind.DISPATCHED
    if re.search(r"(?:省|市|县|区|旗|州|盟)$", name):
        return Kind.GOVERNMENT
    if re.search(r"(?:局|委员会|委|厅|办公室|办|处|所|大队|支队|总队|中心|院)$", name):
        return Kind.DEPARTMENT
    return Kind.OTHER


_NO_DISTRICT = re.compile(
    "自治区|开发区|高新区|新区|地区|园区|社区|垦区|牧区|林区|名胜区|风景区|度假区|示范区|试验区|保税区|合作区"
)


def tier_of(unit: str, kind: Kind) -> Tier:
    """层级 where the name shows it; a bare “某市” may be a prefecture's or a county's city."""
    unit = simplified(unit)
    if kind in {Kind.TOWNSHIP, Kind.SUBDISTRICT}:
        return Tier.TOWNSHIP
    if re.search(r"(?:县|旗|(?<![省治地小社园新])区)", _NO_DISTRICT.sub("", unit)):
        return Tier.COUNTY
    if re.search(r"自治州|地区(?!管)|盟", unit):
        return Tier.CITY
    if re.match(r"[^市县州]{2,8}(?:省|自治区)", unit) and "市" not in unit:
        return Tier.PROVINCE
    return Tier.UNKNOWN


def agency_key(unit: str, sha256: str) -> str:
    """The key that decisions rest on where there is no roster: the normalised name, which carries its
    region as written; the file's content where it names no agency."""
    name = fold(unit)
    return f"name:{name}" if name else f"file:{sha256[:16]}"


def region_of(unit: str) -> str:
    """The region that an agency's name begins with ("青石市临河区"), or ""."""
    found = re.match(
        r"(?:.{2,7}?(?:省|自治区|特别行政区))?(?:.{1,8}?(?:自治州|地区|盟|市))?(?:.{1,8}?(?:自治县|自治旗|县|区|旗|市))?",
        simplified(unit),
    )
    region = unit[: found.end()] if found else ""
    return region if 0 < len(region) < len(unit) else ""


def from_file_name(file: str) -> tuple[str, str, int | None]:
    """(agency, "file" or "folder", year) that the file's or its folder's name gives."""
    parts = [part for part in file.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", parts[-1]) if parts else ""
    year = year_of(fold(stem)) or (year_of(fold(parts[-2])) if len(parts) > 1 else None)
    for source, name in (("file", stem), ("folder", parts[-2] if len(parts) > 1 else "")):
        unit = re.sub(r"^[\d_\-. ]+|[\d_\-. ]+$", "", unit_of(name))
        if is_agency(unit) and not unit.isascii():
            return unit, source, year
    return "", "none", year
