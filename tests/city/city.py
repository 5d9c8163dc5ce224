# ruff: noqa: SIM905
"""青砚市: sixty invented agencies over two years, with a roster and planted defects between reports.

Every figure adds up, carries over and sums up to the governments' reports, and every text is its own,
except where `Defects` says otherwise.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from tests.city.prose import Writer
from tests.layouts.build import build
from tests.layouts.labels import PATHS
from tests.layouts.layout import Layout
from tests.layouts.render_html import html_of
from tests.layouts.render_text import text_of
from tests.layouts.truth import Part, TrueCell, TrueReport

CITY, FIRST, SECOND = "青砚市", "听松县", "望箫县"
YEARS = (2023, 2024)
OFFICES = (
    "教育局 民政局 司法局 财政局 水务局 农业农村局 卫生健康局 审计局 统计局 医疗保障局 交通运输局 "
    "应急管理局 市场监督管理局 城市管理局 商务局"
).split()
TOWNS = "云岫镇 采石镇 折柳乡 扶光镇 漱玉乡".split()
OUTSIDE = ("税务局", "气象局")  # under their own ministries: file, but are not summed
Cells = dict[str, int]


@dataclass(frozen=True)
class Agency:
    """`title` is the name as the report writes it."""

    code: str
    name: str
    region: str
    parent: str
    kind: str
    summed: bool = True
    title: str = ""


def agencies() -> list[Agency]:
    """The sixty, governments after their subordinates."""
    found: list[Agency] = []
    for letter, region, above in (("B", FIRST, "A00"), ("C", SECOND, "A00")):
        names = [(f"{region}{office}", "部门") for office in OFFICES]
        names += [(f"{region}{town}人民政府", "乡镇") for town in TOWNS]
        for number, (name, kind) in enumerate(names, 1):
            short = "城市管理局" if name.endswith("城市管理局") else ""
            found.append(Agency(f"{letter}{number:02d}", name, region, f"{letter}00", kind, title=short))
        found.append(Agency(f"{letter}00", f"{region}人民政府", region, above, "政府"))
    for number, office in enumerate((*OFFICES, *OUTSIDE), 1):
        found.append(Agency(f"A{number:02d}", f"{CITY}{office}", CITY, "A00", "部门", office not in OUTSIDE))
    found.append(Agency("A00", f"{CITY}人民政府", CITY, "", "政府"))
    assert len(found) == 60
    return found


@dataclass(frozen=True)
class Defects:
    """Agency codes; "" plants none."""

    carry: str = ""  # 自然人 carries over one less than last year left, the total is right
    stock: str = ""  # three documents too many in force
    late: str = ""  # published on 10 February
    missing: str = ""  # files nothing in 2024
    copied: tuple[str, str] = ("", "")  # the second writes the first one's prose
    repeated: str = ""  # its part five is last year's
    left_out: str = ""  # its figures are not in its government's sum
    renamed: tuple[str, str] = ("", "")  # code and old name, still used in 2024 after a renaming
    twice: str = ""  # files a text beside the page
    parent: tuple[str, str] = ("", "")  # code, and the wrong parent on the roster
    history: tuple[str, str] = ("", "")  # no defect: code and old name, rightly used in 2023


@dataclass
class City:
    """Files by path, and the roster."""

    files: dict[str, bytes] = field(default_factory=dict)
    roster: str = ""

    def write(self, folder: Path) -> Path:
        """Write all of it under `folder`."""
        for name, data in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        (folder / "名录.yaml").write_text(self.roster, encoding="utf-8")
        return folder


def make(defects: Defects) -> City:
    """The city with these defects; the same bytes every time."""
    city = City()
    listed = agencies()
    figures = _figures(listed, defects)
    for year in YEARS:
        for agency in listed:
            if agency.code == defects.missing and year == YEARS[-1]:
                continue
            report = _report(agency, year, figures[agency.code, year], defects)
            path = f"{agency.region}/{year}/{agency.name}{year}"
            city.files[f"{path}.html"] = html_of(build(report, Layout(format="html", stored=True)))[0]
            if agency.code == defects.twice and year == YEARS[-1]:
                text = Layout(format="text", style="pipes", stored=True)
                city.files[f"{path}（初稿）.txt"] = text_of(build(report, text))[0]
    city.roster = _roster(listed, defects)
    return city


def _roster(listed: list[Agency], defects: Defects) -> str:
    lines = [f"名录: {CITY}", "机关:"]
    for agency in listed:
        parent = defects.parent[1] if agency.code == defects.parent[0] else agency.parent
        words = {"代码": agency.code, "名称": agency.name, "类别": agency.kind}
        if parent:
            words["上级"] = parent
        if not agency.summed:
            words["汇总"] = "否"
        if agency.kind == "政府":
            words["口径"] = "汇总"
        for code, name in (defects.renamed, defects.history):
            if agency.code == code:
                words["曾用名"] = f"[{{名称: {name}, 止: {YEARS[0]}}}]"
        lines.append("- {" + ", ".join(f"{key}: {word}" for key, word in words.items()) + "}")
    return "\n".join(lines) + "\n"


def _figures(listed: list[Agency], defects: Defects) -> dict[tuple[str, int], Cells]:
    """The cells of every agency and year that are not zero."""
    found: dict[tuple[str, int], Cells] = {}
    for agency in listed:
        rng = random.Random(f"figures {agency.code}")
        quiet = agency.code == defects.left_out
        carried = {"自然人": 0 if quiet else rng.randint(1, 2), "商业企业": 0}
        force = 0 if quiet else rng.randint(9, 20)
        base = rng.randint(8, 20)
        for year in YEARS:
            if agency.kind != "政府":
                cells, carried, force = _own(rng, carried, force, base, quiet)
                found[agency.code, year] = cells
    for agency in listed:
        if agency.kind == "政府":
            for year in YEARS:
                below = [a for a in listed if a.parent == agency.code and a.summed]
                below = [a for a in below if year == YEARS[0] or a.code != defects.left_out]
                found[agency.code, year] = _sum([found[a.code, year] for a in below])
    year = YEARS[-1]
    if defects.carry:  # after the sums, to which this agency does not belong
        found[defects.carry, year]["表三.自然人.上年结转"] -= 1
    if defects.stock:
        found[defects.stock, year]["表二.规范性文件.有效"] += 3
    return found


def _own(
    rng: random.Random, carried: dict[str, int], force: int, base: int, quiet: bool
) -> tuple[Cells, dict[str, int], int]:
    """One agency's year; what it carries over, and its documents in force."""
    cells: Cells = {}
    left = {"自然人": 0 if quiet else rng.randint(1, 2), "商业企业": 0}
    for column, new in (("自然人", base + rng.randint(0, 4)), ("商业企业", rng.randint(2, 4))):
        done = new + carried[column] - left[column]
        refused = min(2, done)
        row = {
            "新收": new, "上年结转": carried[column], "不掌握": refused,
            "予以公开": done - refused, "办理总计": done, "结转下年": left[column],
        }  # fmt: skip
        for name, number in row.items():
            cells[f"表三.{column}.{name}"] = number
            cells[f"表三.总计.{name}"] = cells.get(f"表三.总计.{name}", 0) + number
    made, ended = (0, 0) if quiet else (rng.randint(1, 3), 1)
    force += made - ended
    cells |= {
        "表二.规范性文件.制发": made, "表二.规范性文件.废止": ended, "表二.规范性文件.有效": force,
        "表二.行政许可": 31 + rng.randint(0, 9), "表二.行政处罚": 21 + rng.randint(0, 9),
    }  # fmt: skip
    return cells, left, force


def _sum(parts: list[Cells]) -> Cells:
    total: Cells = {}
    for cells in parts:
        for path, number in cells.items():
            total[path] = total.get(path, 0) + number
    return total


def _report(agency: Agency, year: int, cells: Cells, defects: Defects) -> TrueReport:
    unit = agency.title or agency.name
    if agency.code == defects.renamed[0] or (agency.code == defects.history[0] and year == YEARS[0]):
        unit = dict((defects.renamed, defects.history))[agency.code]
    month, day = (3, 20) if agency.kind == "政府" else (1, 15)
    if agency.code == defects.late and year == YEARS[-1]:
        month, day = 2, 10
    shown = {path: TrueCell("number", cells.get(path, 0)) for path in PATHS["2021"]}
    shown["表二.行政事业性收费"] = TrueCell("number", Decimal("0"))
    sections = _sections(agency, unit, year, cells, defects)
    signed = (Part("", (unit, f"{year + 1}年{month}月{day}日")),)
    sections = {**sections, 6: (*sections[6], *signed)}
    return TrueReport(
        unit,
        agency.region,
        year,
        f"{year + 1}-{month:02d}-{day:02d}",
        "",
        "",
        "2021",
        "2021",
        sections,
        shown,
    )


def _sections(
    agency: Agency, unit: str, year: int, cells: Cells, defects: Defects
) -> Mapping[int, tuple[Part, ...]]:
    own = "本机关"
    author, last = agency.code, f"{agency.code} {year}"
    if agency.code == defects.copied[1] and year == YEARS[-1]:
        author = defects.copied[0]
    text = Writer(f"{author} {year}")
    if agency.code == defects.repeated and year == YEARS[-1]:
        last = f"{agency.code} {YEARS[0]}"
    elif author != agency.code:
        last = f"{author} {year}"
    first, second = Writer(f"five {last}").problems()
    total = {name: cells[f"表三.总计.{name}"] for name in ("新收", "上年结转", "办理总计", "结转下年")}
    scope = "报告汇总了各部门、各乡镇的数据。" if agency.kind == "政府" else ""
    government = agency.kind in ("政府", "乡镇")
    watched = "全年组织工作考核1次，开展社会评议1次，没有发生需要责任追究的情形。" if government else ""
    return {
        0: (Part("", (
            f"本报告根据《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作年度报告格式》"
            f"（国办公开办函〔2021〕30号）编制。{scope}所列数据的统计期限为{year}年1月1日至{year}年12月31日。"
            f"对本报告有疑问的，请与{unit}联系（地址：青砚路8号，电话：0100-8000123）。",)),),
        1: (
            Part("主动公开", (f"{year}年，{text.paragraph(4)}",)),
            Part("依申请公开", (
                f"全年收到政府信息公开申请{total['新收']}件，上年结转{total['上年结转']}件，"
                f"办结{total['办理总计']}件，结转下年度继续办理{total['结转下年']}件。",)),
            Part("政府信息管理", (
                f"全年制发行政规范性文件{cells['表二.规范性文件.制发']}件，废止{cells['表二.规范性文件.废止']}件，"
                f"现行有效{cells['表二.规范性文件.有效']}件。{text.paragraph(2)}",)),
            Part("政府信息公开平台建设", (text.paragraph(3),)),
            Part("监督保障", (f"{own}确定一名负责人分管这项工作。{watched}{text.paragraph(2)}",)),
        ),
        5: (Part("", (first, second)),),
        6: (Part("", (f"{year}年没有发出收费通知，没有收取信息处理费。没有其他需要报告的事项。",)),),
    }  # fmt: skip


def one(code: str) -> Agency:
    """The agency of a code."""
    return next(agency for agency in agencies() if agency.code == code)


__all__ = [
    "CITY",
    "FIRST",
    "SECOND",
    "YEARS",
    "Agency",
    "City",
    "Defects",
    "agencies",
    "make",
    "one",
    "replace",
]
