"""A true report with one table changed, written to a file and read back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from auditor.report.model import Report
from tests.layouts import grid as g
from tests.layouts.build import Built, Tabled, build
from tests.layouts.check import lexicons, read
from tests.layouts.layout import Layout
from tests.layouts.render_docx import docx_of
from tests.layouts.render_html import html_of
from tests.layouts.render_text import text_of
from tests.layouts.truth import true_report

WRITERS = {"text": text_of, "html": html_of, "docx": docx_of}
WORDS = lexicons()
ALL = ("text", "html", "docx")
Change = Callable[[g.Grid], g.Grid]
TRUTH = true_report(next(seed for seed in range(99) if true_report(seed).year == 2023), "dense", "")


def changed(
    number: int, change: Change, format: str, after: Callable[[bytes], bytes] = bytes, **look: object
) -> Report:
    """The report with its table `number` changed, and the file by `after`, read back."""
    built: Built = build(TRUTH, replace(Layout(format=format), **look))  # type: ignore[arg-type]
    blocks = tuple(
        replace(block, pieces=tuple(map(change, block.pieces)))
        if isinstance(block, Tabled) and block.number == number
        else block
        for block in built.blocks
    )
    data = after(WRITERS[format](replace(built, blocks=blocks))[0])
    report = read(data, f"a.{format}", WORDS)
    assert isinstance(report, Report)
    return report


def renamed(official: str, text: str) -> Change:
    """With `text` for the label `official`, however that is broken over lines; a table without it is none to
    change."""

    def change(grid: g.Grid) -> g.Grid:
        found = {s.owner: text for row in grid for s in row.squares if "".join(s.text.split()) == official}
        assert found, f"no {official} in the table"
        return g.relabel(grid, found)

    return change


def without(first: int, last: int) -> Change:
    """Without the columns from `first` to before `last`, counted from the right where negative."""

    def change(grid: g.Grid) -> g.Grid:
        wide = len(grid[0].squares)
        keep = [at for at in range(wide) if not first % wide <= at < (last % wide or wide)]
        return tuple(replace(row, squares=tuple(row.squares[at] for at in keep)) for row in grid)

    return change


def parted(page: bytes, label: str) -> tuple[str, str, str, str]:
    """A page cut at a row: what stands before its `label`, that, the rest of the row, what stands below."""
    head, mark, rest = page.decode("utf-8").partition(label)
    row, _, below = rest.partition("</tr>")
    return head, mark, row, below


def thinned(page: bytes) -> bytes:
    """With two figures of three left out."""
    cells = re.split(r"(?<=<td>)(\d+)(?=</td>)", page.decode("utf-8"))
    return "".join(text if at % 2 == 0 or at % 3 == 0 else "" for at, text in enumerate(cells)).encode()


def renamed_in(page: bytes, name: str, seen: str) -> bytes:
    """The first cell that says `name` says something else."""
    return re.sub(f">{name}<", f">{seen}<", page.decode("utf-8"), count=1).encode()
