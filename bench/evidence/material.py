# ruff: noqa: E501 (words for people, wide as they are)
"""What reports are drafted from: invented agencies, frozen wordings, and what a draft must have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "wordings"


@dataclass(frozen=True, slots=True)
class Office:
    """An invented agency. `me` is how it speaks of itself, `place` the area it speaks for."""

    unit: str
    region: str
    me: str
    place: str
    kind: str
    tier: str
    above: str


OFFICES = (
    Office("松澜县水利局", "松澜县", "我局", "县", "department", "county", "松澜县人民政府"),
    Office("松澜县教育体育局", "松澜县", "县教育体育局", "县", "department", "county", "松澜县人民政府"),
    Office("沐川市鹿鸣区财政局", "沐川市鹿鸣区", "区财政局", "区", "department", "county", "鹿鸣区人民政府"),
    Office("鹿鸣区城市管理局", "鹿鸣区", "本局", "区", "department", "county", "鹿鸣区人民政府"),
    Office("沐川市自然资源和规划局", "沐川市", "市自然资源和规划局", "市", "department", "city", "沐川市人民政府"),
    Office("沐川市卫生健康委员会", "沐川市", "我委", "市", "department", "city", "沐川市人民政府"),
    Office("松澜县人民政府", "松澜县", "全县", "县", "government", "county", "沐川市人民政府"),
    Office("沐川市鹿鸣区人民政府", "沐川市鹿鸣区", "全区", "区", "government", "county", "沐川市人民政府"),
    Office("沐川市人民政府", "沐川市", "全市", "市", "government", "city", "云川省人民政府"),
    Office("松澜县人民政府办公室", "松澜县", "县政府办公室", "县", "government_office", "county", "松澜县人民政府"),
    Office("松澜县栖霞镇人民政府", "松澜县", "我镇", "镇", "township", "township", "松澜县人民政府"),
    Office("松澜县石门乡人民政府", "松澜县", "我乡", "乡", "township", "township", "松澜县人民政府"),
    Office("沐川市鹿鸣区栖凤镇人民政府", "沐川市鹿鸣区", "栖凤镇", "镇", "township", "township", "鹿鸣区人民政府"),
    Office("鹿鸣区听雨街道办事处", "鹿鸣区", "我街道", "街道", "subdistrict", "township", "鹿鸣区人民政府"),
    Office("沐川市鹿鸣区长桥街道办事处", "沐川市鹿鸣区", "街道", "街道", "subdistrict", "township", "鹿鸣区人民政府"),
    Office("沐川高新技术产业开发区管理委员会", "沐川高新技术产业开发区", "管委会", "区", "dispatched", "county",
           "沐川市人民政府"),
)  # fmt: skip
OWN = {"我县": "government", "我局": "department"}


@dataclass(frozen=True)
class Wordings:
    """A frozen set: `clean` and `faulty` slots, each a list of wordings."""

    name: str
    clean: Mapping[str, list[Any]]
    faulty: Mapping[str, Any]


@cache
def wordings(name: str) -> Wordings:
    """The set bench/wordings/`name`.yaml."""
    held = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    later = yaml.safe_load((FOLDER / "later.yaml").read_text(encoding="utf-8"))
    return Wordings(name, held["clean"], {**later["faulty"], **held["faulty"]})


@dataclass(frozen=True, slots=True)
class Want:
    """What a draft must have: kinds of agency, years, and features that are else drawn."""

    kinds: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    years: tuple[int, int] = (2019, 2025)
    template: str = ""  # the tables shown, "" as the year asks
    features: Mapping[str, bool] = field(default_factory=dict)
