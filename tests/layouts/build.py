"""A true report and a layout → the blocks of a document, and what a reader may find in them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from tests.layouts import grid as g
from tests.layouts.labels import SECTION_TITLES
from tests.layouts.layout import Layout
from tests.layouts.tables import Tables, build_tables
from tests.layouts.truth import Figure, TrueReport, expected_paths

_ORDINALS = "一二三四五六七八九"
_WORDINGS = {
    1: ("{year}年总体情况", "总体情况"),
    2: ("主动公开信息情况", "行政机关主动公开政府信息情况"),
    3: (SECTION_TITLES[3],),
    4: ("因政府信息公开工作被申请行政复议、提起行政诉讼情况",),
    5: ("政府信息公开工作存在的主要问题及改进情况", "存在问题及改进情况", "存在问题及改进措施"),
    6: ("其他报告事项", "其它需要报告事项", "其他需要报告事项"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `kind`: title heading sub prose note caption signature chrome. `ordinal` is the
    number that belongs before a heading ("" none), kept apart for formats that make it themselves."""

    kind: str
    text: str
    ordinal: str = ""
    section: int = 0


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table of the format (2, 3, 4) or the page's own (0), in the pieces that page breaks leave."""

    number: int
    pieces: tuple[g.Grid, ...]


Block = Line | Tabled
Answer = tuple[str, Figure | None]


@dataclass(frozen=True, slots=True)
class Built:
    """`answers`: what may be read at each path. A path in `lossy` may besides be 无法辨认 without
    counting against the reader, for the source itself does not tell."""

    report: TrueReport
    layout: Layout
    blocks: tuple[Block, ...]
    answers: Mapping[str, frozenset[Answer]]
    lossy: frozenset[str]
    missing_column: str = ""


def title_of(report: TrueReport, layout: Layout) -> str:
    if layout.invisible:
        return f"\ufeff{report.unit}{report.year}年\u200b政府信息公开工作\u200b年度报告"
    match layout.title:
        case "year_first":
            return f"{report.year}年{report.unit}政府信息公开工作年度报告"
        case "two_lines":
            return f"{report.unit}\n{report.year}年政府信息公开工作年度报告"
        case "spaced":
            return f"{report.unit} {report.year} 年政府信息公开工作年度报告"
        case "degree":
            return f"{report.unit}{report.year}年度政府信息公开工作年度报告"
    return f"{report.unit}{report.year}年政府信息公开工作年度报告"


def ordinal(number: int, look: str) -> str:
    looks = {"": "{}、", "dot": "{}.", "gap": "{} 、", "bracket": "（{}）", "half": "{},"}
    return looks[look].format(_ORDINALS[number - 1])


def _headings(report: TrueReport, layout: Layout, rng: random.Random) -> dict[int, Line]:
    out = {}
    for number, official in SECTION_TITLES.items():
        text = official
        if layout.wording and rng.random() < 0.7:
            text = rng.choice(_WORDINGS[number]).format(year=report.year)
        shown = number - 1 if layout.numbering == "twice" else number
        out[number] = Line("heading", text, ordinal(shown, layout.heading) if shown else "", number)
    return out


def _prose(report: TrueReport, layout: Layout, section: int) -> list[Block]:
    out: list[Block] = []
    parts = report.sections.get(section, ())
    for part in parts:
        index = sum(1 for p in parts[: parts.index(part)] if p.heading)
        topics = section == 1 and layout.numbering in {"topics", "twice"}
        mark = ""
        if part.heading:
            mark = {
                "": f"（{_ORDINALS[index]}）",
                "inline": f"（{_ORDINALS[index]}）",
                "arabic": f"{index + 1}.",
                "half": f"({_ORDINALS[index]})",
            }[layout.sub]
            mark = f"{_ORDINALS[index]}、" if topics else mark
        paragraphs = list(part.paragraphs)
        if part.heading and layout.sub == "inline" and not topics:
            paragraphs[0] = f"{mark}{part.heading}。{paragraphs[0]}"
        elif part.heading:
            out.append(Line("sub", part.heading, mark, section))
        out += [Line("prose", p, section=section) for p in paragraphs]
    return out


def _metadata(report: TrueReport, rng: random.Random) -> Tabled:
    number = f"{rng.randint(10**8, 10**9)}/{report.year + 1}-{rng.randint(1, 99999):05d}"
    rows = [("索引号", number), ("发布机构", report.unit, "公开日期", report.published)]
    if rng.random() < 0.5:
        rows = [
            ("名称", f"{report.year}年度报告"),
            ("索引号", number, "公开日期", report.published),
            ("发布机构", report.unit, "公开范围", "面向全社会"),
        ]
    wide = max(map(len, rows))
    texts = [[*(t + "：" * (i % 2 == 0) for i, t in enumerate(r)), *[""] * (wide - len(r))] for r in rows]
    return Tabled(0, (tuple(g.Row(tuple(g.square(t, kind="filler") for t in row)) for row in texts),))


def _chrome(report: TrueReport, layout: Layout, rng: random.Random) -> tuple[list[Block], list[Block]]:
    if not layout.chrome:
        return [], []
    stamp = f"{report.published} {rng.randint(8, 18):02d}:{rng.randint(0, 59):02d}"
    before = [
        "首页 | 政务动态 | 政务公开 | 办事服务 | 互动交流",
        "您当前的位置：首页 > 政务公开 > 政府信息公开年报",
        f"发布时间：{stamp}  来源：{report.unit}  浏览次数：{rng.randint(20, 900)} 字号：[大 中 小]",
    ]
    after = [
        "【打印本页】 【关闭窗口】 分享到：",
        f"上一篇：{report.unit}{report.year - 1}年政府信息公开工作年度报告",
        "下一篇：没有了",
        f"主办：{report.unit}  版权所有  备案号：00000000号-1",
    ]
    return [Line("chrome", t) for t in before], [Line("chrome", t) for t in after]


def _with_heading(heading: Line, pieces: list[g.Grid]) -> list[g.Grid]:
    """The heading of a part as the first row of its table."""
    wide = len(pieces[0][0].squares)
    row = g.Row(tuple(g.span(heading.ordinal + heading.text, wide, "head")), "head")
    return [(row, *pieces[0]), *pieces[1:]]


def _blocks(report: TrueReport, layout: Layout, tables: Tables, rng: random.Random) -> list[Block]:
    before, after = _chrome(report, layout, rng)
    headings = _headings(report, layout, rng)
    out = before
    if layout.metadata == "top":
        out.append(_metadata(report, rng))
    out += [Line("title", t) for t in title_of(report, layout).split("\n")]
    out += _prose(report, layout, 0)
    shown = {2: tables.two, 3: tables.three, 4: tables.four}
    for number in range(1, 7):
        inside = layout.heading_row and number in shown and not layout.caption and not layout.metadata
        if inside:
            shown[number] = _with_heading(headings[number], shown[number])
        else:
            out.append(headings[number])
        out += _prose(report, layout, number)
        if number in shown:
            if number == 2 and layout.metadata == "before2":
                out.append(_metadata(report, rng))
            if layout.caption:
                out.append(Line("caption", "单位：件", section=number))
            out.append(Tabled(number, tuple(shown[number])))
            if number in report.notes:
                out.append(Line("note", report.notes[number], section=number))
    if layout.signature:
        year, month, day = report.published.split("-")
        out += [Line("signature", report.unit), Line("signature", f"{year}年{int(month)}月{int(day)}日")]
    return out + after


def build(report: TrueReport, layout: Layout) -> Built:
    """Everything a renderer needs; it may add to `lossy` by `with_lossy`."""
    rng = random.Random(f"build {layout.seed}")
    tables = build_tables(report, layout)
    answers: dict[str, frozenset[Answer]] = {}
    for path in expected_paths(report):
        cell = report.cells.get(path)
        if cell is None or path in tables.absent:
            answers[path] = frozenset({("absent", None)})
            continue
        right: set[Answer] = {(cell.state, cell.number)}
        if cell.state == "text":  # "5件": a figure with its unit may be called either
            right.add(("number", cell.number))
        answers[path] = frozenset(right)
    blocks = tuple(_blocks(report, layout, tables, rng))
    return Built(report, layout, blocks, answers, frozenset(tables.lossy))


def pieces(built: Built) -> list[g.Grid]:
    return [p for b in built.blocks if isinstance(b, Tabled) and b.number for p in b.pieces]
