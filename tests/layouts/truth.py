"""A report as it is in truth, from which every format and layout is made.

Figures add up by default (`faulty` breaks some of them on purpose: a reader may not mend what it
reads). `cells` hold every path of the shown template; what a layout loses on top of it is said by
the renderer that loses it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tests.layouts import wording
from tests.layouts.labels import (
    BLOCKS2,
    COLUMNS3,
    DECIMAL_PATHS,
    GROUPS4,
    LEAVES3,
    PATHS,
    PATHS2,
    PATHS3,
    PATHS4,
    RESULTS4,
    ROWS3,
)

Figure = int | Decimal


@dataclass(frozen=True, slots=True)
class TrueCell:
    """`raw` is what the source shows where that is not the plain number ("/", "0件", "" for blank)."""

    state: str  # number blank symbol text absent
    number: Figure | None = None
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a section: an optional subheading (without numbering) and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrueReport:
    """What a reader has to find. `sections` 0 is the introduction. `published` is ISO."""

    unit: str
    region: str
    year: int
    published: str
    kind: str
    tier: str
    table2: str  # template that table 2 shows
    table3: str
    sections: Mapping[int, tuple[Part, ...]]
    cells: Mapping[str, TrueCell]
    mode: str = ""
    states: str = ""
    notes: Mapping[int, str] = field(default_factory=dict)  # table number -> its footnote

    @property
    def template(self) -> str:
        return self.table2 if self.table2 == self.table3 else "mixed"

    @property
    def paths(self) -> tuple[str, ...]:
        return PATHS2[self.table2] + PATHS3[self.table3] + PATHS4


def _cell(number: Figure) -> TrueCell:
    return TrueCell("number", number)


def _amounts(rng: random.Random, mode: str) -> tuple[float, int]:
    """(chance that a figure is not zero, its greatest value)."""
    return {
        "zeros": (0.0, 0),
        "sparse": (0.12, 30),
        "typical": (0.35, 99),
        "dense": (0.9, 480),
        "faulty": (0.5, 120),
    }[mode]


def _table2(rng: random.Random, template: str, mode: str) -> dict[str, Figure]:
    chance, most = _amounts(rng, mode)
    out: dict[str, Figure] = {}
    for block in BLOCKS2[template]:
        for row, _ in block.rows:
            for alias in block.aliases:
                number: Figure = rng.randint(1, most * 9) if rng.random() < chance else 0
                path = block.path(row, alias)
                if path in DECIMAL_PATHS and number and rng.random() < 0.7:
                    number = Decimal(int(number)) + Decimal(rng.randint(1, 9999)) / Decimal(10000)
                if alias == "增减" and number and rng.random() < 0.4:
                    number = -number
                if row == "规章" and (template == "2021" or alias == "新制作"):
                    number = 0
                out[path] = number
    if template == "2021" and mode != "faulty":  # 废止 = 0 and 现行有效 >= 制发 hold everywhere
        made = out["表二.规范性文件.制发"]
        out["表二.规范性文件.有效"] = made + rng.randint(1, 40) if made else out["表二.规范性文件.有效"]
    return out


def _table3(rng: random.Random, template: str, mode: str) -> dict[str, Figure]:
    chance, most = _amounts(rng, mode)
    out: dict[str, int] = {}
    for column in COLUMNS3[:-1]:
        here = chance if column == "自然人" else chance * 0.4 if mode != "dense" else chance
        done = 0
        for row in LEAVES3[template]:
            number = rng.randint(1, most) if rng.random() < here else 0
            out[f"表三.{column}.{row}"] = number
            done += number
        left = rng.randint(1, max(1, most // 4)) if rng.random() < here * 0.7 else 0
        carried = rng.randint(0, done + left) // 5 if rng.random() < here else 0
        out[f"表三.{column}.办理总计"] = done
        out[f"表三.{column}.结转下年"] = left
        out[f"表三.{column}.上年结转"] = carried
        out[f"表三.{column}.新收"] = done + left - carried
    for row3 in ROWS3[template]:
        out[f"表三.总计.{row3.name}"] = sum(out[f"表三.{c}.{row3.name}"] for c in COLUMNS3[:-1])
    return dict(out)


def _table4(rng: random.Random, mode: str) -> dict[str, Figure]:
    chance, most = _amounts(rng, mode)
    out: dict[str, Figure] = {}
    for group in GROUPS4:
        numbers = [rng.randint(1, max(1, most // 10)) if rng.random() < chance else 0 for _ in range(4)]
        for result, number in zip(RESULTS4, [*numbers, sum(numbers)], strict=True):
            out[f"表四.{group}.{result}"] = number
    return out


def _unsettle(rng: random.Random, figures: dict[str, Figure]) -> None:
    for path in rng.sample(sorted(figures), 8):
        if path not in DECIMAL_PATHS:
            figures[path] = rng.choice((figures[path] + 1, 0, rng.randint(0, 2000)))


def _with_states(rng: random.Random, cells: dict[str, TrueCell], kind: str) -> None:
    """Make some cells other than plain numbers."""
    three = [path for path in cells if path.startswith("表三.")]
    four = [path for path in cells if path.startswith("表四.")]
    two = [path for path in cells if path.startswith("表二.")]
    match kind:
        case "blank cells":
            for path in rng.sample(three, 25) + rng.sample(two, 2):
                cells[path] = TrueCell("blank", None, "")
        case "totals only":
            for path in three:
                if not path.startswith("表三.总计."):
                    cells[path] = TrueCell("blank", None, "")
        case "zeros blank":
            for path in three + four:
                if cells[path].number == 0:
                    cells[path] = TrueCell("blank", None, "")
        case "group blank":
            group = rng.choice(GROUPS4)
            for result in RESULTS4:
                cells[f"表四.{group}.{result}"] = TrueCell("blank", None, "")
        case "symbols":
            mark = rng.choice(("/", "—", "无", "-", "／"))
            for path in rng.sample(three, 20) + rng.sample(two, 3):
                if cells[path].number == 0:
                    cells[path] = TrueCell("symbol", None, mark)
        case "words":
            for path in rng.sample(three, 4):
                cells[path] = TrueCell("text", cells[path].number, f"{cells[path].number}件")
            path = next(p for p in two if p.startswith("表二.规范性文件."))
            number = cells[path].number
            cells[path] = TrueCell("text", number, f"{number}（其中修订{min(3, int(number or 0))}件）")
            path = next((p for p in two if p in DECIMAL_PATHS), "")
            if path:
                cells[path] = TrueCell("text", cells[path].number, f"{cells[path].number}万元")


def _sections(
    rng: random.Random, names: Mapping[str, object], cells: Mapping[str, TrueCell]
) -> dict[int, tuple[Part, ...]]:
    def say(options: tuple[str, ...], **more: object) -> str:
        return rng.choice(options).format(**names, **more)

    intro = [say(wording.INTRO), say(wording.SCOPE), say(wording.CONTACT)]
    topics = zip(wording.TOPICS, wording.PARTS, strict=True)
    one = tuple(Part(topic, (say(options),)) for topic, options in topics)
    five = tuple(Part(heading, (say(options),)) for heading, options in wording.PROBLEMS)
    six = [say(wording.OTHERS)]
    other = cells.get("表三.总计.其他处理之其他") or cells.get("表三.总计.其他处理")
    if other is not None and other.number:
        named = "表三.总计.其他处理" in cells  # the old format has no “3.其他”
        six.append(say(wording.EXPLAINED[1:] if named else wording.EXPLAINED, other=other.number))
    if any(cells[f"表四.{group}.纠正"].number for group in GROUPS4):
        six.append(say(wording.REVIEWED))
    return {0: (Part("", tuple(intro)),), 1: one, 2: (), 3: (), 4: (), 5: five, 6: (Part("", tuple(six)),)}


MODES = ("zeros", "sparse", "sparse", "typical", "typical", "dense", "faulty")
STATES = ("",) * 12 + ("blank cells", "totals only", "zeros blank", "group blank", "symbols", "words")


def true_report(seed: int, mode: str | None = None, states: str | None = None) -> TrueReport:
    """The report of this seed; `mode` and `states` fix what is else drawn (MODES, STATES)."""
    rng = random.Random(f"truth {seed}")
    unit, region, me, kind, tier = rng.choice(wording.UNITS)
    year = rng.randint(2019, 2025)
    native = "2021" if year >= 2021 else "2019"
    drawn = rng.random()
    old = "2019" if drawn < 0.05 else native  # a 2019 table in a later report, or one of the two
    table2, table3 = old, native if 0.02 < drawn < 0.05 else old
    mode = rng.choice(MODES) if mode is None else mode
    states = rng.choice(STATES) if states is None else states
    figures = _table2(rng, table2, mode) | _table3(rng, table3, mode) | _table4(rng, mode)
    if mode == "faulty":
        _unsettle(rng, figures)
    names: dict[str, object] = {
        "unit": unit,
        "region": region,
        "me": me,
        "year": year,
        "order": "〔2021〕30号" if native == "2021" else "〔2019〕60号",
        "posted": rng.randint(30, 3000),
        "trained": rng.randint(3, 120),
        "new": figures["表三.总计.新收"],
        "carried": figures["表三.总计.上年结转"],
        "done": figures["表三.总计.办理总计"],
        "left": figures["表三.总计.结转下年"],
    }
    cells = {path: _cell(figures[path]) for path in figures}
    _with_states(rng, cells, states)
    month = rng.randint(1, 3)  # only governments have until March
    late = month if kind in ("government", "government_office") else 1
    published = f"{year + 1}-{late:02d}-{rng.randint(1, 28):02d}"
    notes = {n: rng.choice(wording.NOTES).format(**names) for n in (2, 3, 4) if rng.random() < 0.15}
    return TrueReport(
        unit,
        region,
        year,
        published,
        kind,
        tier,
        table2,
        table3,
        _sections(rng, names, cells),
        cells,
        mode,
        states,
        notes,
    )


def expected_paths(report: TrueReport) -> frozenset[str]:
    """Every path the reader must give: the template's own, for mixed tables the union."""
    if report.template == "mixed":
        return frozenset(PATHS["2021"]) | frozenset(PATHS["2019"])
    return frozenset(PATHS[report.template])
