"""The three tables of a true report as grids, in the look a layout asks for."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace

from tests.layouts import grid as g
from tests.layouts.labels import (
    BLOCKS2,
    COLUMNS3,
    CORNER3,
    GROUP_LABELS4,
    GROUPS4,
    RESULT_LABELS4,
    RESULTS4,
    ROWS3,
)
from tests.layouts.layout import Layout
from tests.layouts.truth import TrueReport

_FULL = str.maketrans("0123456789.,-+/", "０１２３４５６７８９．，－＋／")
_HALF = str.maketrans("（），：、．", "(),:、.")
_VARIANTS = {
    "行政规范性文件": ("规范性文件",),
    "本年制发件数": ("本年度制发数", "本年制发数"),
    "本年废止件数": ("本年废止数",),
    "现行有效件数": ("现行有效件",),
    "本年处理决定数量": ("本年处理绝对数量",),
    "二、上年结转政府信息公开申请数量": ("二、上年结转政府信息公开数量",),
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": ("（二）部分公开",),
    "3.危及“三安全一稳定”": ('3.危及"三安全一稳定"', "3.危及三安全一稳定"),
    "2.没有现成信息需要另行制作": ("2.没有现成信息，需要另行制作",),
    "（七）总计": ("（七）总 计", "（七） 总计"),
}


@dataclass
class Tables:
    """Pieces per table (a piece is what stands between two page breaks), and what reading may lose:
    for each path in `lossy` any of the (state, number) pairs is right as well, and 无法辨认 too."""

    two: list[g.Grid] = field(default_factory=list)
    three: list[g.Grid] = field(default_factory=list)
    four: list[g.Grid] = field(default_factory=list)
    lossy: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)


class _Writer:
    """Spells labels and figures as one layout does."""

    def __init__(self, report: TrueReport, layout: Layout, rng: random.Random) -> None:
        self.report, self.layout, self.rng = report, layout, rng

    def figure(self, path: str) -> str:
        cell, layout = self.report.cells[path], self.layout
        if cell.raw is not None:
            text = cell.raw
        else:
            text = f"{cell.number:,}" if layout.thousands else f"{cell.number}"
            if path.endswith(".增减") and cell.number:
                signed = f"+{text}" if cell.number > 0 else text.replace("-", "−")
                text = self.rng.choice((text, signed, text))
        if layout.digits == "full":
            text = text.translate(_FULL)
        if not text:
            return ""
        pad = layout.pad
        if pad == "lead":
            return self.rng.choice(("　　", " 　", "　")) + text
        return pad * self.rng.randint(0, 2) + text + pad * self.rng.randint(0, 1) if pad else text

    def label(self, text: str) -> str:
        layout, rng = self.layout, self.rng
        if layout.invisible and rng.random() < 0.3:
            return text[:2] + rng.choice("\u200b\ufeff\u2060\xad") + text[2:]
        if layout.variants and text in _VARIANTS and rng.random() < 0.7:
            text = rng.choice(_VARIANTS[text])
        match layout.marks:
            case "half":
                text = text.translate(_HALF)
            case "comma":
                text = re.sub(r"^(\d)\.", r"\1、", text)
            case "dot":
                text = re.sub(r"^(\d)\.", r"\1．", text)
            case "space":
                text = re.sub(r"^(\d\.|（.）|\(.\))", r"\1 ", text)
        return text

    def broken(self, text: str, chance: float = 0.6) -> str:
        """Line breaks inside a long label."""
        if self.layout.inner not in {"wrapped", "both"} or len(text) < 7 or self.rng.random() > chance:
            return text
        width = self.rng.randint(4, 12)
        return "\n".join(text[i : i + width] for i in range(0, len(text), width))

    def upright(self, text: str) -> str:
        if self.layout.inner not in {"vertical", "both"}:
            return text
        width = self.rng.choice((1, 1, 2, 3))
        return "\n".join(text[i : i + width] for i in range(0, len(text), width))


def _table2(report: TrueReport, write: _Writer) -> list[g.Grid]:
    wide = max(len(b.columns) for b in BLOCKS2[report.table2]) + 1
    pieces: list[g.Grid] = []
    for block in BLOCKS2[report.table2]:

        def fill(squares: list[g.Square], count: int = len(block.columns) + 1) -> tuple[g.Square, ...]:
            return (*squares, *[squares[-1]] * (wide - count))  # the last cell spans the rest

        rows = [g.Row(tuple(g.span(write.label(block.heading), wide, "head")), "head")]
        heads = [g.square("信息内容", kind="head")]
        heads += [g.square(write.broken(write.label(c)), kind="head") for c in block.columns]
        rows.append(g.Row(fill(heads), "head"))
        for name, label in block.rows:
            figures = [g.square(write.figure(p), p) for p in (block.path(name, a) for a in block.aliases)]
            rows.append(g.Row(fill([g.square(write.broken(write.label(label))), *figures]), row=name))
        pieces.append(tuple(rows))
    return pieces if write.layout.parts2 else [tuple(row for piece in pieces for row in piece)]


def _head3(write: _Writer) -> list[g.Row]:
    layout, rng = write.layout, write.rng
    total = rng.choice(("总计", "总计", "总 计", "总\n计"))
    names = [write.broken(c, 0.4) for c in COLUMNS3[:-1]]
    if layout.head == "two_lines":
        names = [n if len(n) < 4 else f"{n[:2]}\n{n[2:]}" for n in names]
    if layout.head_depth == 1:
        flat = [g.square(n, kind="head") for n in (*names, total)]
        return [g.Row((*g.span(write.label("申请人情况"), 3, "head"), *flat), "head")]
    corner = g.span(write.broken(write.label(CORNER3)), 3, "head")
    person, whole = g.square(names[0], kind="head"), g.square(total, kind="head")
    leaves = [g.square(n, kind="head") for n in names[1:]]
    return [
        g.Row((*corner, *g.span("申请人情况", 7, "head")), "head"),
        g.Row((*corner, person, *g.span("法人或其他组织", 5, "head"), whole), "head"),
        g.Row((*corner, person, *leaves, whole), "head"),
    ]


def _table3(report: TrueReport, write: _Writer) -> tuple[g.Grid, int]:
    """The whole table and how many of its rows are head."""
    head = _head3(write)
    outer = g.square(write.upright("三、本年度办理结果"))
    groups: dict[str, g.Square] = {}
    rows = list(head)
    for row in ROWS3[report.table3]:
        label = g.square(write.broken(write.label(row.label)))
        mark = re.match(r"(.、|（.）|\(.\))\s*(.*)", label.text, re.DOTALL)
        if row.group:
            group = groups.setdefault(row.group, g.square(write.broken(write.label(row.group))))
            labels = [outer, group, label]
        elif write.layout.marks_apart and mark is not None:  # 一、 in a square of its own
            first, rest = g.square(mark[1]), replace(label, text=mark[2])
            labels = [outer, first, rest] if row.outer else [first, rest, rest]
        elif row.outer:
            labels = [outer, label, label]
        else:
            labels = [label, label, label]
        paths = [f"表三.{column}.{row.name}" for column in COLUMNS3]
        rows.append(g.Row((*labels, *(g.square(write.figure(p), p) for p in paths)), row=row.name))
    return tuple(rows), len(head)


def _columns3(table: g.Grid, heads: int, report: TrueReport, write: _Writer, out: Tables) -> g.Grid:
    """Columns added and taken away; label squares are columns 0–2, figures 3–9."""
    layout, rng = write.layout, write.rng
    deepest = heads - 1
    if not heads:  # nothing would tell what is missing or more
        return table
    if layout.missing_column:
        gone = rng.randint(5, 7)
        out.absent |= {s.path for row in table for s in row.squares[gone : gone + 1] if s.path}
        table = tuple(replace(r, squares=r.squares[:gone] + r.squares[gone + 1 :]) for r in table)
    if layout.subtotal:
        texts = {deepest: "小计"}
        for number, row in enumerate(table):
            parts = [report.cells[s.path].number for s in row.figures[1:-1]]
            if row.kind == "data":
                known = [part for part in parts if part is not None]
                texts[number] = str(sum(known)) if known else ""
        table = g.insert_column(table, len(table[-1].squares) - 1, texts)
    if layout.head == "two_cells":
        for name in ("商业", "科研"):
            at = next((i for i, s in enumerate(table[deepest].squares) if s.text.startswith(name)), -1)
            if at >= 0:
                whole = table[deepest].squares[at]
                table = g.insert_column(table, at + 1, {deepest: whole.text[2:].strip("\n")}, widen=True)
                table = g.relabel(table, {whole.owner: name})
    match layout.blank_column:
        case "left":
            table = g.insert_column(table, 0)
        case "label":
            table = g.insert_column(table, 3)
        case "middle":
            table = g.insert_column(table, rng.randint(5, 8))
        case "right":
            table = g.insert_column(table, len(table[0].squares))
    return table


def _has_blank(row: g.Row) -> bool:
    return any(not s.text.strip() for s in row.figures)


def _paged3(table: g.Grid, heads: int, write: _Writer) -> list[g.Grid]:
    """Rows shifted, blank rows put in, then cut at page breaks."""
    layout, rng = write.layout, write.rng
    if layout.shift:
        fit = [n for n, row in enumerate(table) if row.kind == "data" and not _has_blank(row)]
        table = g.shift(table, rng.sample(fit, min(len(fit), rng.randint(1, 4))), layout.shift)
    head = table[:heads]
    pieces, rest = [], table
    for _ in range(layout.splits):
        if len(rest) < heads + 8:
            break
        at = rng.randint(heads + 2, len(rest) - 4)
        if layout.torn:
            rest, done = g.tear(rest, at, layout.torn, rng)
            at += done
        first, rest = g.cut(rest, at, layout.continued, rng)
        pieces.append(first)
        if layout.repeat_head:
            rest = (*g.copy(head, "head"), *rest)
    pieces.append(rest)
    if layout.blank_rows:
        pieces = [_spread(piece, rng) for piece in pieces]
    return pieces


def _spread(table: g.Grid, rng: random.Random) -> g.Grid:
    """Blank rows between rows that no merged label joins."""
    out: list[g.Row] = []
    for number, row in enumerate(table):
        joined = number and {s.owner for s in table[number - 1].squares} & {s.owner for s in row.squares}
        if number and row.kind == "data" and not joined and rng.random() < 0.7:
            out.append(g.Row(tuple(g.square("", kind="filler") for _ in row.squares), "blank"))
        out.append(row)
    return tuple(out)


def _table4(report: TrueReport, write: _Writer) -> list[g.Grid]:
    def results() -> list[g.Square]:
        texts = (write.broken(r, 0.5) if len(r) < 7 else r for r in RESULT_LABELS4)
        return [g.square(f"{t[:2]}\n{t[2:]}" if write.layout.inner else t, kind="head") for t in texts]

    def figures(group: str) -> list[g.Square]:
        return [g.square(write.figure(p), p) for p in (f"表四.{group}.{r}" for r in RESULTS4)]

    if write.layout.group4 == "stacked":
        return [
            (
                g.Row(tuple(g.span(label, 5, "head")), "head"),
                g.Row(tuple(results()), "head"),
                g.Row(tuple(figures(group)), row=group),
            )
            for group, label in zip(GROUPS4, GROUP_LABELS4, strict=True)
        ]
    review = results()
    direct, after = g.span(GROUP_LABELS4[1], 5, "head"), g.span(GROUP_LABELS4[2], 5, "head")
    return [
        (
            g.Row((*g.span(GROUP_LABELS4[0], 5, "head"), *g.span("行政诉讼", 10, "head")), "head"),
            g.Row((*review, *direct, *after), "head"),
            g.Row((*review, *results(), *results()), "head"),
            g.Row(tuple(s for group in GROUPS4 for s in figures(group)), row="表四"),
        )
    ]


def build_tables(report: TrueReport, layout: Layout) -> Tables:
    """The tables' grids. Where cells cannot be merged in the source, squares are separate."""
    rng = random.Random(f"tables {layout.seed}")
    write = _Writer(report, layout, rng)
    out = Tables()
    out.two = _table2(report, write)
    if layout.split2 and not layout.parts2:
        rows = len(out.two[0])
        out.two = list(g.cut(out.two[0], rng.randint(3, rows - 2), "", rng))
    table, heads = _table3(report, write)
    if layout.headless:
        table, heads = table[heads:], 0
    table = _columns3(table, heads, report, write, out)
    out.three = _paged3(table, heads, write)
    out.four = _table4(report, write)
    loses = layout.blank_column == "middle" or bool(layout.shift) or layout.headless or bool(layout.flat)
    for piece in out.three + out.four + out.two:
        for row in piece:
            if _has_blank(row) and loses:
                out.lossy |= {s.path for s in row.figures}
    return out
