"""Reports whose tables' words are as a scan has them: what recognising makes of heads and labels, without
recognising anything.

    python -m tests.layouts.misread [FIRST [COUNT [RATE]]]

Characters of names are taken for others, lost or added, cells cannot be read, rows are torn by pages. Figures
are never changed, so that every one that is read in another place than its own is a fault of the tables'
reading: figures of a table are read under their own names, or not at all. A minute for some thousand reports.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from tests.layouts import grid as g
from tests.layouts.build import Tabled, build
from tests.layouts.check import Verdict, judge, lexicons
from tests.layouts.corpus import Variant
from tests.layouts.render_html import html_of
from tests.layouts.truth import true_report
from tests.pdf.sources import printed_layout

UNREAD = "�"
_ALIKE = {
    "（": "C(", "）": "J)", "一": "-二", "二": "=三", "三": "二王", "、": ".,", "总": "息怠", "计": "汁什",
    "人": "入八", "自": "目白", "他": "地也", "其": "共真", "科": "料", "研": "妍", "机": "饥", "构": "枸",
    "业": "亚", "企": "仝", "公": "么", "益": "盖", "律": "津", "法": "沽", "服": "胀", "织": "识",
}  # fmt: skip
_DUST = "·.'-`一1"


def misread(text: str, rng: random.Random, rate: float) -> str:
    """`text` with so many of its characters wrong, lost, unreadable or beside dust."""
    out = []
    for char in text:
        if rng.random() >= rate:
            out.append(char)
            continue
        kind = rng.choices(("wrong", "lost", "unread", "before", "behind", "broken"), (9, 3, 2, 2, 2, 2))[0]
        dust = rng.choice(_DUST)
        out.append(
            {
                "wrong": rng.choice(_ALIKE.get(char, UNREAD)),
                "lost": "",
                "unread": UNREAD,
                "before": dust + char,
                "behind": char + dust,
                "broken": "\n" + char,
            }[kind]
        )
    return "".join(out)


def _scanned(grid: g.Grid, rng: random.Random, rate: float) -> g.Grid:
    texts: dict[int, str] = {}
    for square in (square for row in grid for square in row.squares if square.owner not in texts):
        text, lot = square.text, rng.random()
        if square.path:
            text = UNREAD if text and lot < rate / 4 else text
        elif text:
            text = UNREAD if lot < rate / 3 else misread(text, rng, rate)
        elif lot < rate / 10:
            text = UNREAD  # dust in a blank
        texts.setdefault(square.owner, text)
    return tuple(
        replace(row, squares=tuple(replace(square, text=texts[square.owner]) for square in row.squares))
        for row in grid
    )


def misread_report(seed: int, rate: float) -> Variant:
    """The report of a seed, in a printed layout, as a page."""
    rng = random.Random(f"misread {seed}")
    layout = replace(
        printed_layout(seed),
        format="html",
        splits=rng.choice((0, 0, 1, 2, 3)),
        repeat_head=rng.random() < 0.3,
        torn=rng.choice(("", "first", "last")),
        continued=rng.choice(("", "repeated", "rest")),
    )
    built = build(true_report(seed), layout)
    blocks = tuple(
        replace(block, pieces=tuple(_scanned(piece, rng, rate) for piece in block.pieces))
        if isinstance(block, Tabled) and block.number
        else block
        for block in built.blocks
    )
    return Variant(f"misread-{seed}.html", html_of(replace(built, blocks=blocks))[0], built)


def judged(first: int, count: int, rate: float) -> Iterator[Verdict]:
    """What was read of `count` reports."""
    words = lexicons()
    for seed in range(first, first + count):
        yield judge(misread_report(seed, rate), words)


def main(arguments: list[str]) -> int:
    """Print every report with a figure in another's place or a row or column said to be missing; 1 where a
    figure is."""
    first, count = int((arguments or ["0"])[0]), int((arguments[1:] or ["2000"])[0])
    rate = float(arguments[2]) if len(arguments) > 2 else 0.02
    total: Counter[str] = Counter()
    for verdict in judged(first, count, rate):
        states = Counter(miss.read[0] for miss in verdict.wrong)
        total.update(cells=verdict.cells, illegible=len(verdict.illegible), **states)
        if states:
            print(f"{verdict.variant.name}: {dict(states)} {verdict.wrong[0]}")
    print(dict(total))
    return int(total["number"] > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
