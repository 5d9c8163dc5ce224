"""A true report as a workbook: what offices fill in where the form was handed out as one."""

from __future__ import annotations

import io
import random
import re
from typing import Any

import xlsxwriter

from tests.layouts import grid as g
from tests.layouts.build import Built, Tabled

_FIGURE = re.compile(r"-?\d+(?:\.\d+)?")


def xlsx_of(built: Built, seed: int) -> bytes:
    """All in one sheet, or each table in one of its own; figures as numbers or as text."""
    rng = random.Random(f"sheet {seed}")
    apart, as_text, merged_prose = rng.random() < 0.3, rng.random() < 0.3, rng.random() < 0.6
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    style = book.add_format({"border": 1, "text_wrap": True})
    page = book.add_worksheet("报告")
    row = 0
    for block in built.blocks:
        if isinstance(block, Tabled):
            for number, piece in enumerate(block.pieces):
                if apart and block.number and len(block.pieces) == 1:
                    where = book.add_worksheet({2: "主动公开", 3: "依申请公开", 4: "复议诉讼"}[block.number])
                    _table(where, 0, piece, built, as_text, style)
                    continue
                row += _table(page, row, piece, built, as_text, style) + (number + 1 == len(block.pieces))
            continue
        text = block.ordinal + block.text
        if merged_prose:
            page.merge_range(row, 0, row, 9, text)
        else:
            page.write_string(row, 0, text)
        row += 1
    book.close()
    return stream.getvalue()


def _table(page: Any, top: int, piece: g.Grid, built: Built, as_text: bool, style: object) -> int:
    """Writes the table below row `top`; how many rows it took."""
    grid = g.separate(piece, built.layout.spans) if built.layout.spans != "merged" else piece
    seen: set[int] = set()
    for number, row in enumerate(grid):
        for column, this in enumerate(row.squares):
            if this.owner in seen:
                continue
            seen.add(this.owner)
            right, below = column, number
            while right + 1 < len(row.squares) and row.squares[right + 1].owner == this.owner:
                right += 1
            while (
                below + 1 < len(grid)
                and column < len(grid[below + 1].squares)
                and (grid[below + 1].squares[column].owner == this.owner)
            ):
                below += 1
            at, text = (top + number, column), this.text
            if (right, below) != (column, number):
                page.merge_range(*at, top + below, right, text, style)
            elif not as_text and this.kind == "figure" and _FIGURE.fullmatch(text):
                page.write_number(*at, float(text), style)
            else:
                page.write_string(*at, text, style)
    return len(grid)
