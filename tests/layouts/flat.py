"""A table as paragraphs, one per row: what is left when a table is pasted as text."""

from __future__ import annotations

from tests.layouts import grid as g
from tests.layouts.layout import Layout


def flattened(grid: g.Grid, layout: Layout) -> list[str]:
    """Per row its cells' texts, between tabs or spaces; merged cells once, empty ones not at all."""
    seen: set[int] = set()
    lines = []
    for row in grid:
        fields = []
        for square in row.squares:
            text = "".join(square.text.split("\n"))
            if square.owner not in seen and text.strip():
                fields.append(text)
            seen.add(square.owner)
        if fields:
            lines.append(("\t" if layout.flat == "tabs" else " ").join(fields))
    return lines
