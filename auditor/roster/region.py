"""Regions by name: the chain that an agency's name begins with, and the folder a file lies in."""

from __future__ import annotations

import re

from auditor.base.text import fold

_NO = "[^省市县区州盟旗局委办厅院乡镇]"
_CHAIN = re.compile(
    rf"(?:{_NO}{{2,6}}(?:省|自治区|特别行政区))?"
    rf"(?:(?!城市|都市){_NO}{{1,7}}(?:自治州|地区|盟|市(?!场)))?"
    rf"(?:(?!城市|社区|园区|景区|校区|灌区|库区|林区|矿区|城区|辖区){_NO}{{1,7}}(?:自治县|自治旗|县(?!域)|区(?!域|划)|旗|市(?!场)))?"
)
_NOT_A_PLACE = re.compile(r"(?:年|度|部门|全|各|所属|下辖|城|社|园|景|校|辖)(?:市|县|区|旗|州|盟|省)$|\d")


def own_region(name: str) -> str:
    """The region that a name begins with (“青石市临河区” of 青石市临河区教育局), "" if it has none. A
    name that is nothing but a region is its own."""
    found = _CHAIN.match(fold(name))
    region = found[0] if found else ""
    return "" if _NOT_A_PLACE.search(region) else region


def folder_regions(file: str) -> tuple[str, ...]:
    """The region that the folders of `file` name, shortest first: 报告/青石市/临河区/… gives 临河区 and
    青石市临河区; () if none does."""
    found: list[str] = []
    region = ""
    for part in reversed(file.replace("\\", "/").split("/")[:-1]):
        name = fold(part)
        if name and own_region(name) == name:
            region = name if region and name.endswith(region) else name + region
            found.append(region)
        elif region:
            break
    return tuple(found)


def folder_region(file: str) -> str:
    """The longest of `folder_regions`, "" if there is none."""
    return next(reversed(folder_regions(file)), "")


def same_region(one: str, other: str) -> bool:
    """Whether two regions are one, where either may leave out what it lies in."""
    first, second = fold(one), fold(other)
    return bool(first and second) and (first.endswith(second) or second.endswith(first))


def within(name: str, region: str) -> bool:
    """Whether an agency of this name lies in `region`: its own region has that one in its chain."""
    own = own_region(name)
    return bool(own) and bool(region) and (own.startswith(region) or region.endswith(own))
