"""Text in terminal columns: Chinese characters take two, a line never begins with ， nor ends with （,
a number is never cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.base.text import cells

_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕”’％%…—·,.;:?!)]}件元")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{")

# What stays in one piece: a run of Latin letters, digits and what joins them (numbers, file names).
_PIECE = re.compile(r"[ \t]+|[0-9A-Za-z０-９.,_+\-/:%@#&=]+|.", re.DOTALL)


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """`text` in lines of at most `width` columns; lines after the first begin with `indent`.

    A piece longer than a whole line (a long path) is cut only then, and never inside a number that
    fits in a line. At least one line, also for "".
    """
    width = max(width, cells(indent) + 8)
    lines: list[str] = []
    line, taken = "", 0
    for unit in _units(text):
        size = cells(unit)
        if taken + size > width:
            if unit.isspace():
                continue  # the break itself takes the place of the blank
            if line.strip():
                lines.append(line.rstrip())
                line, taken = indent, cells(indent)
            *full, unit = _cut(unit, width - max(taken, cells(indent)))
            for part in full:
                lines.append(line + part)
                line, taken = indent, cells(indent)
            size = cells(unit)
        line += unit
        taken += size
    return [*lines, line.rstrip()]


def pack(items: Sequence[str], width: int, indent: str, gap: str = "    ") -> list[str]:
    """`items` side by side while they fit, each line beginning with `indent`; an item that fits in
    no line is wrapped by itself."""
    lines: list[str] = []
    for item in items:
        if lines and cells(lines[-1] + gap + item) <= width:
            lines[-1] += gap + item
        else:
            lines += wrap(indent + item, width, indent + "  ")
    return lines


def fit(text: str, width: int) -> str:
    """`text` in exactly `width` columns: padded with blanks, or cut with … at its end."""
    length = cells(text)
    if length <= width:
        return text + " " * (width - length)
    kept, taken = 0, 0
    for char in text:
        size = cells(char)
        if taken + size > width - 1:
            break
        kept += 1
        taken += size
    return text[:kept] + "…" + " " * (width - 1 - taken)


def right(text: str, width: int) -> str:
    """`text` padded on its left to `width` columns."""
    return " " * max(0, width - cells(text)) + text


def _units(text: str) -> Iterator[str]:
    """Pieces that must not be separated: a piece with the closing marks after it and the opening
    marks before it."""
    unit = ""
    for piece in _PIECE.findall(" ".join(text.split("\n"))):
        joins = unit and (unit[-1] in _NOT_LAST or (piece in _NOT_FIRST and not unit.isspace()))
        if unit and not joins:
            yield unit
            unit = ""
        unit += piece
    if unit:
        yield unit


def _cut(text: str, width: int) -> list[str]:
    """A unit in lines of `width` columns; one line where it fits."""
    if cells(text) <= width:
        return [text]
    parts = [""]
    for piece in re.findall(r"[0-9.,]+|.", text, re.DOTALL):
        for part in [piece] if cells(piece) <= width else list(piece):
            if cells(parts[-1]) + cells(part) > width:
                parts.append("")
            parts[-1] += part
    return parts
