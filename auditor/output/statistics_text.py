"""`--statistics`: how each rule fared over the reports of a run, those that fired most first."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.base.text import cells
from auditor.engine.tally import Rate
from auditor.output.places import printable
from auditor.output.text import Style
from auditor.output.wrap import right, wrap

_HEADS = ("违反", "适用", "判不了")
_COLUMN = 8


def draw_statistics(rates: Sequence[Rate], style: Style) -> str:
    """A table, each line ending with a line end: in how many reports a rule found a breach, applied,
    and could tell nothing."""
    ordered = sorted(rates, key=lambda rate: (-rate.failed, -rate.undecided, -rate.applied, rate.rule))
    widest = max((cells(rate.rule) for rate in ordered), default=4)
    head = "".join(right(word, _COLUMN) for word in _HEADS)
    lines = ["", f"各条规则报出的情况（份）\n  {'编号'}{' ' * (widest - 4)}{head}  名称"]
    for rate in ordered:
        figures = "".join(right(f"{n:,}", _COLUMN) for n in (rate.failed, rate.applied, rate.undecided))
        start = f"  {rate.rule}{' ' * (widest - cells(rate.rule))}{figures}  "
        note = _note(rate)
        lines += wrap(f"{start}{printable(rate.name)}{note}", style.width, " " * cells(start))
    return "".join(line + "\n" for line in lines)


def _note(rate: Rate) -> str:
    if rate.applied == 0:
        return "（没有一份适用）"
    if rate.undecided == rate.applied:
        return "（没有一份能判定）"
    return "（每份都违反，请核对规则）" if rate.failed == rate.applied and rate.failed > 1 else ""
