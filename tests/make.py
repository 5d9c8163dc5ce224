"""Reports made by hand, for tests of rules: `report(cells={"表三.自然人.新收": 11}, parts={6: "无。"})`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from auditor.base.paths import packaged
from auditor.base.place import CellPlace, ParagraphPlace
from auditor.report.lexicon import Lexicon
from auditor.report.lexicon_file import load_lexicon
from auditor.report.model import (
    Heading,
    Kind,
    LabelRead,
    Passage,
    Report,
    Role,
    Section,
    Sentence,
    Status,
    TableRead,
    Tier,
)
from auditor.report.value import Number, State, Value
from auditor.source.load import read_source

CHINESE = "〇一二三四五六"
CLEAN_PARTS: Mapping[int, str] = {
    0: "本报告根据《中华人民共和国政府信息公开条例》编制，统计期限为2023年1月1日至12月31日。"
    "如有疑问，请与青溪县农业农村局联系（电话：0555-1234567）。",
    1: "全年主动公开政府信息120条，更新栏目36个。依申请公开的渠道畅通，答复都经过法制审核。"
    "公开前进行保密审查，并按季度清理已经公开的信息。网站专栏由专人维护，全年检查12次。"
    "明确一名负责人分管，组织培训3次，年度考核已经完成。",
    2: "",
    3: "",
    4: "",
    5: "存在的主要问题是解读形式单一，图表解读偏少，群众反映看不明白。\n"
    "针对解读形式单一的问题，本局已经增加图表解读12件，并请业务科室逐件核对，下一步将丰富解读形式，改进公开质量。",
    6: "2023年未收取信息处理费。",
}
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?")
Written = Number | str | Value | None
"""A number, raw text ("/" is a mark, "" or None a blank, "?" unreadable, "-" absent), or a Value."""


@cache
def lexicon(template: str = "2021") -> Lexicon:
    """The packaged 词典 of that template."""
    source, _ = read_source(packaged() / "rules" / "词典" / f"{template}.yaml", f"{template}.yaml")
    assert source is not None
    loaded, faults = load_lexicon(source)
    assert loaded is not None, faults
    return loaded


def value(written: Written, unit: str = "件") -> Value:
    """The Value of one cell."""
    place = CellPlace(2, 3, 4)
    match written:
        case Value():
            return written
        case None | "":
            return Value(State.BLANK, None, "", unit, place=place)
        case "/" | "—" | "无":
            return Value(State.SYMBOL, None, written, unit, place=place)
        case "?":
            return Value(State.ILLEGIBLE, None, "", unit, place=place, confidence=0.0)
        case "-":
            return Value(State.ABSENT, None, "", unit)
        case str():
            found = re.search(r"\d+(?:\.\d+)?", written)
            number = None if found is None else Decimal(found[0])
            exact = int(number) if number is not None and number == number.to_integral_value() else number
            tail = re.search(r"万元|元|件|%", written)
            return Value(State.TEXT, exact, written, unit, tail[0] if tail else "", place)
        case _:
            return Value(State.NUMBER, written, str(written), unit, place=place)


def section(
    number: int,
    text: str,
    heading: str = "",
    roles: Mapping[int, Role] | None = None,
) -> Section:
    """A section whose paragraphs are the lines of `text`; `roles` gives those that are not prose by
    paragraph, counted from 0."""
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    at = 0
    for index, line in enumerate(text.split("\n")):
        role = (roles or {}).get(index, Role.PROSE)
        if line:
            passages.append(Passage(at, at + len(line), role, ParagraphPlace(10 * number + index + 1)))
            if role is Role.PROSE:
                for found in _SENTENCE.finditer(line):
                    if found.group().strip():
                        start = at + found.start()
                        sentences.append(Sentence(number, start, start + len(found.group()), found.group()))
        at += len(line) + 1
    return Section(number, heading, text, tuple(passages), tuple(sentences), ParagraphPlace(10 * number + 1))


def heading(number: int, text: str, ordinal: int | None = None, standing: str = "official") -> Heading:
    """A heading as read; its number before it is that of the part unless `ordinal` is given."""
    official = lexicon().sections[number - 1].title if number else ""
    title = re.sub(r"^[一二三四五六七八九十]、", "", text)
    place = ParagraphPlace(10 * number + 1)
    return Heading(text, title, number, number if ordinal is None else ordinal, standing, place, official)


def report(
    cells: Mapping[str, Written] | None = None,
    parts: Mapping[int, str | None] | None = None,
    *,
    template: str = "2021",
    fill: Written = 0,
    forms: Mapping[str, str] | None = None,
    tables: Mapping[str, TableRead] | None = None,
    labels: Mapping[str, Sequence[LabelRead]] | None = None,
    headings: Iterable[Heading] | None = None,
    roles: Mapping[int, Mapping[int, Role]] | None = None,
    status: Status = Status.READ,
    year: int | None = 2023,
    kind: Kind = Kind.DEPARTMENT,
    tier: Tier = Tier.COUNTY,
    unit: str = "青溪县农业农村局",
    shown: str | None = None,
    **more: object,
) -> Report:
    """A clean report of an invented agency with the given cells and parts put in its place. A part
    that is None is missing, heading and all. `fill` stands in every cell that is not named; `shown`
    is the template that the tables show where it is not `template`."""
    known = lexicon(template)
    values = {cell.path: value(fill, cell.unit) for cell in known.cells}
    for path, written in (cells or {}).items():
        assert path in values, path
        values[path] = value(written, known.by_path[path].unit)
    texts: dict[int, str | None] = {**CLEAN_PARTS, **(parts or {})}
    sections = {
        number: section(
            number, text, f"{CHINESE[number]}、{known.sections[number - 1].title}" if number else "",
            (roles or {}).get(number),
        )
        for number, text in texts.items()
        if text is not None
    }  # fmt: skip
    found = tuple(
        heading(number, sections[number].heading) for number in sorted(sections) if number
    ) if headings is None else tuple(headings)  # fmt: skip
    reads = {
        name: TableRead(name, (forms or {}).get(name, "grid"), tuple((labels or {}).get(name, ())))
        for name in known.tables
    }
    reads.update(tables or {})
    made = Report(
        file="青溪县农业农村局2023.docx", sha256="0" * 64, format="docx", status=status,
        reason=None if status is Status.READ else "表格是图片",
        title=f"{unit}{year}年政府信息公开工作年度报告",
        unit=unit, unit_from="title", agency_key=unit, region="", year=year,
        year_from="title" if year else "none", kind=kind, tier=tier, template=shown or template,
        published=date(2024, 1, 20), published_from="text", lexicon=known, sections=sections,
        headings=found, cells=values, tables=reads,
    )  # fmt: skip
    return replace(made, **more) if more else made  # type: ignore[arg-type]
