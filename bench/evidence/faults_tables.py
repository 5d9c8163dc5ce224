# ruff: noqa: E501 (words for people, wide as they are)
"""Faults of figures and of the form."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bench.evidence.draft import Draft
from bench.evidence.fault import ARITHMETIC, STRUCTURE, Fault
from bench.evidence.material import Want
from tests.layouts import grid as g
from tests.layouts.build import Built, Line, Tabled
from tests.layouts.labels import COLUMNS3, GROUPS4, LEAVES3, RESULTS4, ROWS3
from tests.layouts.truth import TrueCell

NEW, OLD = (2021, 2025), (2019, 2020)
APPLIED = Want(features={"applied": True})
OUTSIDE = (
    "文内-010",
    "文内-011",
    "文表-",
    "勾稽-306",
    "说明-",
)  # prose that states the figures as they stood


def _other(rng: random.Random, number: int) -> int:
    """Another figure, as a hand mistypes it: off by a little, digits swapped, a digit more."""
    text = str(number)
    ways = [
        number + rng.randint(1, 3),
        max(0, number - 1),
        int(text + str(rng.randint(0, 9))),
        int(text[::-1]),
    ]
    return next((n for n in rng.sample(ways, len(ways)) if n != number), number + 1)


def _balance(draft: Draft, rng: random.Random) -> None:
    column = rng.choice(("自然人", "商业企业", "其他"))
    path = f"表三.{column}.{rng.choice(('新收', '上年结转', '结转下年'))}"
    draft.cells[path] = _other(rng, int(draft.cells[path]))
    draft.sum_rows()


def _results(draft: Draft, rng: random.Random) -> None:
    """A total of results that is not their sum; what was received is made to fit."""
    column = rng.choice(("自然人", "商业企业"))
    total = f"表三.{column}.办理总计"
    new = int(draft.cells[total]) + rng.randint(1, 4)
    draft.cells[f"表三.{column}.新收"] = (
        int(draft.cells[f"表三.{column}.新收"]) + new - int(draft.cells[total])
    )
    draft.cells[total] = new
    draft.sum_rows()


def _row_total(draft: Draft, rng: random.Random) -> None:
    rows = [r.name for r in ROWS3[draft.template] if draft.cells[f"表三.总计.{r.name}"]]
    path = f"表三.总计.{rng.choice(rows)}"
    draft.cells[path] = _other(rng, int(draft.cells[path]))


def _any_cell(draft: Draft, rng: random.Random) -> None:
    """One cell of table 3, whichever, mistyped."""
    rows = [r.name for r in ROWS3[draft.template]]
    path = f"表三.{rng.choice(COLUMNS3)}.{rng.choice(rows)}"
    draft.cells[path] = _other(rng, int(draft.cells[path]))


def _shifted(draft: Draft, rng: random.Random) -> None:
    """A figure in the next column, its total left where it belongs."""
    row = rng.choice([r for r in LEAVES3[draft.template] if draft.cells[f"表三.自然人.{r}"]])
    draft.cells[f"表三.商业企业.{row}"], draft.cells[f"表三.自然人.{row}"] = (
        draft.cells[f"表三.自然人.{row}"], draft.cells[f"表三.商业企业.{row}"],
    )  # fmt: skip


def _four(draft: Draft, rng: random.Random) -> None:
    path = f"表四.{rng.choice(GROUPS4)}.{rng.choice(RESULTS4)}"
    draft.cells[path] = _other(rng, int(draft.cells[path]))


def _force(draft: Draft, rng: random.Random) -> None:
    made = rng.randint(2, 9)
    draft.cells |= {"表二.规范性文件.制发": made, "表二.规范性文件.废止": 0,
                    "表二.规范性文件.有效": rng.randint(0, made - 1)}  # fmt: skip


def _all_new(draft: Draft, rng: random.Random) -> None:
    made = rng.randint(3, 25)
    draft.cells |= {"表二.规范性文件.制发": made, "表二.规范性文件.废止": 0, "表二.规范性文件.有效": made}


def _statute(draft: Draft, rng: random.Random) -> None:
    name = rng.choice(("制发", "废止", "有效")) if draft.template == "2021" else "新制作"
    draft.cells[f"表二.规章.{name}"] = rng.randint(1, 6)
    if name == "制发":
        draft.cells["表二.规章.有效"] = int(draft.cells["表二.规章.制发"]) + 3
    draft.dropped.add("rules")


def _fee_in_yuan(draft: Draft, rng: random.Random) -> None:
    draft.cells["表二.行政事业性收费"] = rng.randint(60_000, 3_000_000)


def _decisions_as_projects(draft: Draft, rng: random.Random) -> None:
    row = rng.choice(("行政许可", "行政处罚", "行政强制"))
    before, change = rng.randint(110, 900), rng.randint(-40, 900)
    for name, number in (("上年项目", before), ("增减", change), ("处理决定", before + change)):
        draft.cells[f"表二.{row}.{name}"] = number


def _no_count(draft: Draft, rng: random.Random) -> None:
    row = rng.choice([r.name for r in ROWS3[draft.template]])
    path = f"表三.自然人.{row}"
    half = Decimal(int(draft.cells[path])) + Decimal("0.5")
    draft.cells[path] = half if rng.random() < 0.5 else -rng.randint(1, 5)


def _raw(path: str, *ways: str) -> Callable[[Draft, random.Random], bool]:
    """A cell written as one of `ways`, around its figure."""

    def edit(draft: Draft, rng: random.Random) -> bool:
        number = draft.cells[path]
        if not number:
            number = draft.cells[path] = Decimal(rng.randint(11, 9999)) / 100
        draft.dropped.add("fees")
        draft.raws[path] = TrueCell("text", number, rng.choice(ways).format(number))
        return True

    return edit


def _words_in_cells(draft: Draft, rng: random.Random) -> bool:
    rows = [r.name for r in ROWS3[draft.template] if int(draft.cells[f"表三.自然人.{r.name}"]) > 0]
    path = f"表三.自然人.{rng.choice(rows)}"
    number = draft.cells[path]
    raw = rng.choice(("约{}", "{}（含撤回1件）", "{}余", "{}多", "见说明（{}）"))
    draft.raws[path] = TrueCell("text", number, raw.format(number))
    return True


def _blank(draft: Draft, rng: random.Random) -> bool:
    zero = [p for p, n in draft.cells.items() if not n and p.startswith(rng.choice(("表三.", "表四.")))]
    for path in rng.sample(zero, min(len(zero), rng.randint(2, 30))):
        draft.raws[path] = TrueCell("blank", None, "")
    return bool(zero)


def _marks(draft: Draft, rng: random.Random) -> bool:
    zero = [p for p, n in draft.cells.items() if not n and p.startswith("表三.")]
    mark = rng.choice(("/", "—", "无", "-"))
    for path in rng.sample(zero, min(len(zero), rng.randint(5, 40))):
        draft.raws[path] = TrueCell("symbol", None, mark)
    return True


def _all_blank(draft: Draft, rng: random.Random) -> None:
    for path in draft.cells:
        draft.raws[path] = TrueCell("blank", None, "")


# the finished tables


def _tables(built: Built, number: int, change: Callable[[g.Grid], g.Grid]) -> Built:
    blocks = tuple(
        replace(b, pieces=tuple(change(p) for p in b.pieces)) if isinstance(b, Tabled) and b.number == number else b
        for b in built.blocks
    )  # fmt: skip
    return replace(built, blocks=blocks)


def _without_row(number: int, names: tuple[str, ...]) -> Callable[[Built, random.Random], Built]:
    def change(built: Built, rng: random.Random) -> Built:
        gone = rng.choice(names)
        return _tables(built, number, lambda grid: tuple(row for row in grid if row.row != gone))

    return change


def _without_columns4(built: Built, rng: random.Random) -> Built:
    """Table 4 without one column, or without its last group."""
    first, last = rng.choice(((3, 4), (10, 15), (1, 2), (7, 8)))
    return _tables(built, 4, lambda grid: tuple(
        replace(row, squares=row.squares[:first] + row.squares[last:]) for row in grid
    ))  # fmt: skip


LABEL_SLIPS = (
    (3, "（一）予以公开", "（一）于以公开"), (3, "2.重复申请", "2.重复申清"), (3, "3.要求提供公开出版物", "3.要求提供公开出板物"),
    (3, "7.属于行政执法案卷", "7.属于行政执法案券"), (3, "4.保护第三方合法权益", "4.保护第三方合法权宜"),
    (2, "行政处罚", "行政处法"), (2, "行政许可", "行证许可"), (4, "结果维持", "结果维特"), (4, "尚未审结", "尚末审结"),
)  # fmt: skip


def _slip(built: Built, rng: random.Random) -> Built:
    number, right, wrong = rng.choice(LABEL_SLIPS)

    def change(grid: g.Grid) -> g.Grid:
        owners = [s.owner for row in grid for s in row.squares if s.text == right]
        return g.relabel(grid, {owners[0]: wrong}) if owners else grid

    return _tables(built, number, change)


def _as_prose(built: Built, rng: random.Random) -> Built:
    """One table told in sentences."""
    number = rng.choice((2, 3, 4))
    told = {
        2: "本年制发规章和行政规范性文件、作出行政许可和行政处罚决定、收取行政事业性收费的情况已按规定统计，均为零。",
        3: "本年度收到和处理政府信息公开申请的数量见总体情况，不再列表。",
        4: "行政复议、行政诉讼的各项结果均为零，不再列表。",
    }[number]
    return replace(built, blocks=tuple(
        Line("prose", told, section=number) if isinstance(b, Tabled) and b.number == number else b
        for b in built.blocks
    ))  # fmt: skip


def _blocks_of(built: Built, section: int) -> list[int]:
    """The blocks of one part, its heading included."""
    starts = [n for n, b in enumerate(built.blocks) if isinstance(b, Line) and b.kind == "heading"]
    first = next(n for n in starts if built.blocks[n].section == section)  # type: ignore[union-attr]
    after = [n for n in starts if n > first]
    end = after[0] if after else next(
        (n for n, b in enumerate(built.blocks) if n > first and isinstance(b, Line)
         and b.kind in ("chrome", "signature")), len(built.blocks))  # fmt: skip
    return list(range(first, end))


def _without_part(built: Built, rng: random.Random) -> Built:
    gone = set(_blocks_of(built, rng.choice((2, 3, 4, 5, 6))))
    return replace(built, blocks=tuple(b for n, b in enumerate(built.blocks) if n not in gone))


def _signed_early(built: Built, rng: random.Random) -> Built:
    """A date below the report that lies before the end of its year."""
    day = f"{built.report.year - rng.randint(0, 1)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    blocks = [b for b in built.blocks if not (isinstance(b, Line) and b.kind == "signature")]
    at = next(
        (n for n, b in enumerate(blocks) if n > 9 and isinstance(b, Line) and b.kind == "chrome"), len(blocks)
    )
    blocks[at:at] = [Line("signature", built.report.unit), Line("signature", day)]
    return replace(built, blocks=tuple(blocks))


def _nothing_in_one(draft: Draft, rng: random.Random) -> None:
    draft.replaced[1] = ()


def _part_twice(built: Built, rng: random.Random) -> Built:
    indexes = _blocks_of(built, rng.choice((5, 6)))
    again = tuple(built.blocks[n] for n in indexes)
    at = indexes[-1] + 1
    return replace(built, blocks=(*built.blocks[:at], *again, *built.blocks[at:]))


def _swapped(built: Built, rng: random.Random) -> Built:
    """Two neighbouring parts in the other order, with their own numbers."""
    number = rng.choice((2, 3, 4, 5))
    one, two = _blocks_of(built, number), _blocks_of(built, number + 1)
    order = [*range(one[0]), *two, *one, *range(two[-1] + 1, len(built.blocks))]
    return replace(built, blocks=tuple(built.blocks[n] for n in order))


def _number_twice(built: Built, rng: random.Random) -> Built:
    number = rng.choice((3, 4, 5, 6))
    marks = {b.section: b.ordinal for b in built.blocks if isinstance(b, Line) and b.kind == "heading"}
    return replace(built, blocks=tuple(
        replace(b, ordinal=marks[number - 1])
        if isinstance(b, Line) and b.kind == "heading" and b.section == number else b
        for b in built.blocks
    ))  # fmt: skip


def _rows(template: str) -> tuple[str, ...]:
    return tuple(row.name for row in ROWS3[template])


CELLED = ("html", "docx")  # plain text shows neither an empty cell nor that a table is none
PLAIN = {"heading_row": False, "wording": False, "numbered": False, "runs": False, "heading": ""}
FAULTS: tuple[Fault, ...] = (
    Fault("勾稽-302", ARITHMETIC, "一列的收和支不等", _balance, APPLIED, also=OUTSIDE),
    Fault("勾稽-303", ARITHMETIC, "一列的办理总计不是各项之和", _results, APPLIED, also=OUTSIDE),
    Fault("勾稽-304", ARITHMETIC, "一行的总计不是各类申请人之和", _row_total, APPLIED, also=OUTSIDE),
    Fault("勾稽-304", ARITHMETIC, "表三任一格写错", _any_cell, APPLIED, also=OUTSIDE),
    Fault("勾稽-303", ARITHMETIC, "一个数填到相邻的列", _shifted, APPLIED, also=OUTSIDE),
    Fault("勾稽-401", ARITHMETIC, "表四任一格写错", _four, Want(features={"cases": True}),
          also=(*OUTSIDE, "跨年-404")),
    Fault("勾稽-204", ARITHMETIC, "现行有效少于本年制发", _force, Want(years=NEW), also=("勾稽-213",)),
    Fault("勾稽-205", ARITHMETIC, "制发与现行有效相同", _all_new, Want(years=NEW)),
    Fault("勾稽-203", ARITHMETIC, "没有制定权的机关填了规章", _statute,
          Want(("department", "township", "subdistrict"), years=NEW), also=("勾稽-213",)),
    Fault("勾稽-223", ARITHMETIC, "没有制定权的机关填了规章（旧表）", _statute,
          Want(("department", "township", "subdistrict"), years=OLD)),
    Fault("勾稽-209", ARITHMETIC, "收费按元填进万元的格", _fee_in_yuan,
          Want(("department", "township", "subdistrict"), ("county", "township"), NEW)),
    Fault("勾稽-214", ARITHMETIC, "决定数填成项目数", _decisions_as_projects, Want(years=OLD)),
    Fault("表形-305", ARITHMETIC, "件数是小数或负数", _no_count, APPLIED, also=(*OUTSIDE, "勾稽-30")),
    Fault("表形-208", STRUCTURE, "收费格里写了单位", _raw("表二.行政事业性收费", "{}万元", "{}元", "{} 万"),
          Want(years=NEW)),
    Fault("表形-228", STRUCTURE, "采购金额格里写了单位",
          _raw("表二.政府集中采购.采购金额", "{}万元", "{}元", "{} 万"), Want(years=OLD)),
    Fault("表形-503", STRUCTURE, "数格里写了文字", _words_in_cells, Want(years=NEW, features={"applied": True}),
          also=("勾稽-30",)),
    Fault("表形-513", STRUCTURE, "数格里写了文字（旧表）", _words_in_cells,
          Want(years=OLD, features={"applied": True}), also=("勾稽-30",)),
    Fault("表形-501", STRUCTURE, "没有发生的留空", _blank, also=("表形-504",), formats=CELLED),
    Fault("表形-502", STRUCTURE, "没有发生的填了符号", _marks),
    Fault("表形-310", STRUCTURE, "三张表全部空白", _all_blank, also=("表形-501", "文表-", "勾稽-", "结构-007"), formats=CELLED),
    Fault("表形-201", STRUCTURE, "表二缺一行", want=Want(years=NEW),
          built=_without_row(2, ("规章", "行政许可", "行政强制", "行政事业性收费", "规范性文件")), plain=True,
          also=("文表-2", "勾稽-20")),
    Fault("表形-201", STRUCTURE, "表二缺一行（旧表）", want=Want(years=OLD),
          built=_without_row(2, ("规章", "行政许可", "其他对外管理", "政府集中采购")), plain=True),
    Fault("表形-301", STRUCTURE, "表三缺一行", built=_without_row(3, _rows("2019")[:20]), plain=True,
          also=("文表-", "勾稽-30")),
    Fault("表形-301", STRUCTURE, "表三缺一列", layout={"missing_column": True}, plain=True,
          also=("文表-", "勾稽-30")),
    Fault("表形-402", STRUCTURE, "表四缺列", built=_without_columns4, plain=True, also=("文表-4", "勾稽-401")),
    Fault("表形-202", STRUCTURE, "2021年度起用了旧表", want=Want(years=NEW, template="2019"),
          also=("文表-", "表形-211", "说明-")),
    Fault("表形-222", STRUCTURE, "2019、2020年度用了新表", want=Want(years=OLD, template="2021"),
          also=("文表-", "表形-211", "说明-")),
    Fault("表形-212", STRUCTURE, "表的行名、列名有错字", built=_slip, plain=True),
    Fault("结构-007", STRUCTURE, "一张表写成文字", built=_as_prose, formats=CELLED, plain=True, layout=PLAIN,
          also=("表形-", "勾稽-", "文表-", "结构-001")),
    Fault("结构-101", STRUCTURE, "第一部分只有标题", _nothing_in_one, layout=PLAIN, also=("表述-", "用语-107", "说明-")),
    Fault("元数据-006", STRUCTURE, "落款日期早于报告年度结束", built=_signed_early, also=("时限-", "元数据-005")),
    Fault("结构-001", STRUCTURE, "缺一个部分", built=_without_part, layout=PLAIN,
          also=("结构-", "表形-", "表述-", "文表-", "说明-", "用语-")),
    Fault("结构-001", STRUCTURE, "一个部分写了两次", built=_part_twice, layout=PLAIN,
          also=("结构-002", "表述-503")),
    Fault("结构-002", STRUCTURE, "两个部分颠倒", built=_swapped, layout=PLAIN),
    Fault("结构-002", STRUCTURE, "部分的序号重复", built=_number_twice, layout=PLAIN),
)  # fmt: skip
