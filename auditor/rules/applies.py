"""适用: the reports that a rule is made for. Read here, judged by the engine's plan.

    适用: {年度: 2021起, 机关: [部门, 乡镇], 层级: [县], 报告种类: 本机关}

年度 is 2021起, 2020止, 2019至2020 or 2023. What a rule writes narrows what its file writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from auditor.base.text import fold
from auditor.report.model import Kind, Report, Tier
from auditor.rules.keys import Reporter, asked
from auditor.rules.model import Applies
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar, Sequence

KIND_NAMES: Mapping[Kind, str] = {
    Kind.GOVERNMENT: "政府",
    Kind.GOVERNMENT_OFFICE: "政府办公室",
    Kind.DEPARTMENT: "部门",
    Kind.TOWNSHIP: "乡镇",
    Kind.SUBDISTRICT: "街道",
    Kind.DISPATCHED: "派出",
    Kind.OTHER: "其他",
}
TIER_NAMES: Mapping[Tier, str] = {
    Tier.PROVINCE: "省",
    Tier.CITY: "市",
    Tier.COUNTY: "县",
    Tier.TOWNSHIP: "乡",
}
TEMPLATE_YEARS: Mapping[str, tuple[int, int | None]] = {"2019": (2019, 2020), "2021": (2021, None)}
FAMILIES = ("汇总", "本机关")
KEYS = ("年度", "机关", "层级", "报告种类")
_YEARS = re.compile(r"(\d{4})年?(?:(起|及以后|以后)|(止|及以前|以前)|(?:至|到|-|—|–|~)(\d{4})年?)?")


def template_years(template: str) -> tuple[int | None, int | None]:
    """The reporting years that an official format was issued for; (None, None) for none or both."""
    return TEMPLATE_YEARS.get(template, (None, None))


def read_applies(node: Node, report: Reporter) -> Applies:
    """The 适用 at `node`; what is wrong in it is reported and left unlimited."""
    if not isinstance(node, Tree):
        report.error("rule.type", "“适用”应写成 {年度: 2021起, 机关: [部门]}", node)
        return Applies()
    report.unknown_keys(node, KEYS)
    first, last = read_years(node.get("年度"), report)
    kinds = _members(
        node.get("机关"), {name: kind.value for kind, name in KIND_NAMES.items()}, "机关", report
    )
    tiers = _members(
        node.get("层级"), {name: tier.value for tier, name in TIER_NAMES.items()}, "层级", report
    )
    family = _members(node.get("报告种类"), {name: name for name in FAMILIES}, "报告种类", report)
    return Applies(first, last, kinds, tiers, family[0] if family else "")


def read_years(node: Node | None, report: Reporter) -> tuple[int | None, int | None]:
    """The first and last year that `node` (2021起, 2019至2020 …) names; None is no limit."""
    if node is None:
        return None, None
    match = _YEARS.fullmatch(fold(node.text)) if isinstance(node, Scalar) else None
    if match is None:
        report.error("rule.years", "年度看不懂", node, "写成 2021起、2020止、2019至2020 或 2023")
        return None, None
    year = int(match[1])
    if match[2]:
        return year, None
    if match[3]:
        return None, year
    last = int(match[4]) if match[4] else year
    if last < year:
        report.error("rule.years", f"{last} 在 {year} 之前", node, f"写成 {last}至{year}")
        return None, None
    return year, last


def _members(node: Node | None, known: Mapping[str, str], what: str, report: Reporter) -> tuple[str, ...]:
    if node is None:
        return ()
    items: Iterable[Node] = node.items if isinstance(node, Sequence) else (node,)
    found: list[str] = []
    for item in items:
        if not isinstance(item, Scalar):
            report.error("rule.type", f"“{what}”应是{'、'.join(known)}中的几个", item)
        elif (value := known.get(item.text)) is None:
            said = f"{what}里没有“{item.text}”{asked(item.text, known)}"
            report.error("rule.enum", said, item, f"可以写：{' '.join(known)}")
        elif value not in found:
            found.append(value)
    return tuple(found)


def narrow(outer: Applies, inner: Applies) -> Applies | None:
    """What both allow; None where that is nothing."""
    first = max((y for y in (outer.first_year, inner.first_year) if y is not None), default=None)
    last = min((y for y in (outer.last_year, inner.last_year) if y is not None), default=None)
    kinds = _both(outer.kinds, inner.kinds)
    tiers = _both(outer.tiers, inner.tiers)
    if kinds is None or tiers is None or (first is not None and last is not None and first > last):
        return None
    if outer.family and inner.family and outer.family != inner.family:
        return None
    return Applies(first, last, kinds, tiers, inner.family or outer.family)


def _both(outer: tuple[str, ...], inner: tuple[str, ...]) -> tuple[str, ...] | None:
    if not outer or not inner:
        return outer or inner
    return tuple(name for name in inner if name in outer) or None


_SUMMARY = re.compile("汇总|综合(各|全|所属|下属|下级)|全[省市县区州盟旗]各?|各(部门|单位|乡镇|街道)")


def family_of(report: Report) -> str | None:
    """报告种类: "汇总" or "本机关". Only a government's report can be a summary of others; whether it
    is one is told by the roster or by what its introduction says, otherwise it is not known (None)."""
    if report.family:
        return report.family
    if report.kind is Kind.UNKNOWN:
        return None
    if report.kind is not Kind.GOVERNMENT:
        return "本机关"
    introduction = report.sections.get(0)
    if introduction is not None and _SUMMARY.search(fold(introduction.text)):
        return "汇总"
    return None
