# ruff: noqa: SIM905
"""As many reports as one likes, at a tenth of the cost of laying each out: a few hundred are laid out (.docx
and .html), the others are those with other names and another prose in the same places.

Figures are those of the stencil. No two reports share a sentence that their agency wrote.
"""

from __future__ import annotations

import io
import random
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.city.city import Agency, Defects, _own, _report
from tests.city.prose import Writer
from tests.layouts.corpus import RENDERERS
from tests.layouts.layout import random_layout
from tests.layouts.truth import TrueReport

YEARS = (2023, 2024)
STENCILS = 200  # agencies whose reports are laid out
_HILLS = "云青白清长安永宁昌平和顺兴隆望江临河石泉金沙玉溪南山北川东湖西塘上林下田大洋小湾新桥古渡"
_OFFICES = (
    "教育局 民政局 司法局 财政局 水务局 农业农村局 卫生健康局 审计局 统计局 医疗保障局 交通运输局 "
    "应急管理局 城市管理局 商务局 林业局 文化和旅游局 退役军人事务局 信访局 人力资源和社会保障局 "
    "住房和城乡建设局"
).split()


def agency(number: int) -> tuple[str, str]:
    """County and name of the agency of that number: as many as one likes, no two alike."""
    county, office = divmod(number, len(_OFFICES))
    first, rest = divmod(county, len(_HILLS))
    name = f"{_HILLS[first % len(_HILLS)]}{_HILLS[rest]}" + "东西南北中"[first // len(_HILLS) % 5] * (
        first >= len(_HILLS)
    )
    return f"{name}县", f"{name}县{_OFFICES[office]}"


def _words(which: int, at: int) -> tuple[str, ...]:
    """What is an agency's own in its report: the longest first, so that none is part of another."""
    county, unit = agency(which)
    text = Writer(f"S{which} {YEARS[at]}")
    prose = (text.paragraph(4), text.paragraph(2), text.paragraph(3), text.paragraph(2))
    return (*prose, *Writer(f"five S{which} {YEARS[at]}").problems(), unit, county)


def _true(which: int, at: int) -> TrueReport:
    """Two years of each agency follow each other, and each adds up and carries over, but for one agency in
    twenty."""
    county, unit = agency(which)
    rng = random.Random(f"scale {which}")
    carried, force, cells = {"自然人": rng.randint(1, 2), "商业企业": 0}, rng.randint(9, 20), {}
    for _ in range(at + 1):
        cells, carried, force = _own(rng, carried, force, rng.randint(8, 20), False)
    if which % 20 == 7:
        cells["表三.自然人.予以公开"] += 3
    return _report(Agency(f"S{which}", unit, county, "", "部门"), YEARS[at], cells, Defects())


@dataclass(frozen=True, slots=True)
class Stencil:
    """A report that was laid out: its texts by the name of the part ("" a page), and its own words."""

    format: str
    texts: Mapping[str, str]
    rest: Mapping[str, bytes]
    own: tuple[str, ...]

    def filled(self, words: tuple[str, ...]) -> bytes:
        """The file with other words."""
        made: dict[str, bytes] = dict(self.rest)
        for name, text in self.texts.items():
            for old, new in zip(self.own, words, strict=True):
                text = text.replace(old, new)
            made[name] = text.encode()
        if self.format == "html":
            return made[""]
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, data in made.items():
                archive.writestr(name, data)
        return stream.getvalue()


@lru_cache(maxsize=2 * STENCILS)
def stencil(which: int, at: int) -> Stencil:
    """The report of one of the first agencies, in the first layout that leaves its sentences whole."""
    format, own, report = "docx" if which % 2 else "html", _words(which, at), _true(which, at)
    for seed in range(which * len(YEARS) + at, 1_000_000, STENCILS * len(YEARS)):
        layout = replace(random_layout(format, seed), encoding="utf-8", declared="right")
        texts, rest = _parts(format, RENDERERS[format](report, layout)[0])
        whole, county = "".join(texts.values()), own[-1]
        left = whole
        for word in own:
            left = left.replace(word, "")
        if all(word in whole for word in own) and county[:-1] not in left:
            return Stencil(format, texts, rest, own)
    raise AssertionError("no layout leaves sentences whole")


def _parts(format: str, data: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    if format == "html":
        return {"": data.decode()}, {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    texts = {name: part.decode() for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    return texts, {name: part for name, part in parts.items() if name not in texts}


def write(folder: Path, number: int) -> None:
    """The report of that number: two years of each agency follow each other."""
    which, at = divmod(number, len(YEARS))
    made = stencil(which % STENCILS, at)
    county, unit = agency(which)
    path = folder / str(YEARS[at]) / county / f"{unit}.{made.format}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.filled(_words(which, at)))
