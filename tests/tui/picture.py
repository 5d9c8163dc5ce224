"""A screen as an SVG that looks the same in every viewer: frames are drawn as lines, runs of one width
stand at their own place, and the font is twice as high as a cell is wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html import escape

from rich.segment import Segment
from rich.style import Style

from auditor.base.text import cells
from tui.app import TriageApp

WIDE, HIGH = 8, 20  # points of a cell
_FONTS = (
    "'Sarasa Mono SC','Noto Sans Mono CJK SC','Source Han Mono SC',"
    "Consolas,Menlo,'Noto Sans CJK SC','Microsoft YaHei',monospace"
)
# Which edges of the cell a frame's sign reaches: up, right, down, left.
_FRAMES = {
    "─": "rl", "│": "ud", "┌": "rd", "┐": "dl", "└": "ur", "┘": "ul", "├": "urd", "┤": "udl",
    "┬": "rdl", "┴": "url", "┼": "urdl", "╭": "rd", "╮": "dl", "╰": "ur", "╯": "ul",
}  # fmt: skip
# Signs that many fonts draw as wide as a Chinese character, as shapes in a cell of 8 by 20.
_SHAPES = {
    "●": '<circle cx="4" cy="10" r="3.6" fill="{0}"/>',
    "○": '<circle cx="4" cy="10" r="3.1" fill="none" stroke="{0}"/>',
    "▲": '<path d="M4 6L7.8 14H.2Z" fill="{0}"/>',
    "▾": '<path d="M1 8H7L4 13Z" fill="{0}"/>',
    "▸": '<path d="M2 6V14L7 10Z" fill="{0}"/>',
    "·": '<circle cx="4" cy="10" r="1" fill="{0}"/>',
    "…": '<path d="M1 13h1.2M3.4 13h1.2M5.8 13h1.2" stroke="{0}" stroke-width="1.4"/>',
    "“": '<path d="M3 4L2 8M6 4L5 8" stroke="{0}" stroke-width="1.2"/>',
    "”": '<path d="M3 4L2 8M6 4L5 8" stroke="{0}" stroke-width="1.2"/>',
    "—": '<path d="M0 10H8" stroke="{0}"/>',
    "–": '<path d="M1 10H7" stroke="{0}"/>',
    "×": '<path d="M1.5 7.5L6.5 12.5M6.5 7.5L1.5 12.5" stroke="{0}" stroke-width="1.2"/>',
    "✓": '<path d="M1 10L3.2 13L7 6.5" stroke="{0}" stroke-width="1.3" fill="none"/>',
    "↑": '<path d="M4 15V5M1.5 8L4 5L6.5 8" stroke="{0}" fill="none"/>',
    "↓": '<path d="M4 5V15M1.5 12L4 15L6.5 12" stroke="{0}" fill="none"/>',
    "←": '<path d="M7.5 10H.5M3 7.5L.5 10L3 12.5" stroke="{0}" fill="none"/>',
    "→": '<path d="M.5 10H7.5M5 7.5L7.5 10L5 12.5" stroke="{0}" fill="none"/>',
}
# The ends of scroll bars.
_SHAPES |= {
    sign: f'<rect y="{20 - 2.5 * n}" width="8" height="{2.5 * n}" fill="{{0}}"/>'
    for n, sign in enumerate("▁▂▃▄▅▆▇", 1)
}
_SHADES = {"▓": 0.75, "░": 0.25, "█": 1.0}


def picture(app: TriageApp) -> str:
    """The screen as it is now; nothing in it depends on clock, folder or process."""
    rows = [list(strip) for strip in app.screen._compositor.render_strips()]
    width = max(sum(cells(segment.text) for segment in row) for row in rows) * WIDE
    height = len(rows) * HIGH
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        f' width="{width}" height="{height}">',
        f'<g font-family="{_FONTS}" font-size="{2 * WIDE}"',
        ' xml:space="preserve" shape-rendering="crispEdges">',
    ]
    for y, row in enumerate(rows):
        lines += [*_grounds(row, y), *_signs(row, y)]
    return "\n".join([*lines, "</g>", "</svg>", ""])


def _colours(style: Style | None) -> tuple[str, str]:
    fill = style.color.get_truecolor().hex if style and style.color else "#dadada"
    ground = style.bgcolor.get_truecolor().hex if style and style.bgcolor else "#000000"
    return (ground, fill) if style and style.reverse else (fill, ground)


def _grounds(row: list[Segment], y: int) -> Iterator[str]:
    runs: list[list[object]] = []
    for segment in row:
        ground = _colours(segment.style)[1]
        if runs and runs[-1][1] == ground:
            runs[-1][0] += cells(segment.text)  # type: ignore[operator]
        else:
            runs.append([cells(segment.text), ground])
    x = 0
    for size, ground in runs:
        yield f'<rect x="{x}" y="{y * HIGH}" width="{size * WIDE}" height="{HIGH}" fill="{ground}"/>'  # type: ignore[operator]
        x += size * WIDE  # type: ignore[operator]


def _signs(row: list[Segment], y: int) -> Iterator[str]:
    x = 0
    for segment in row:
        style, fill = segment.style, _colours(segment.style)[0]
        look = ' font-weight="bold"' if style and style.bold else ""
        look += ' text-decoration="underline"' if style and style.underline else ""
        at = x
        for kind, text in _runs(segment.text):
            if kind == "frame":
                yield from _frame(text, at * WIDE, y * HIGH, fill)
            elif kind == "alone" and text in _SHAPES:
                yield f'<g transform="translate({at * WIDE} {y * HIGH})">{_SHAPES[text].format(fill)}</g>'
            elif kind != "blank":
                place = f'x="{at * WIDE}" y="{y * HIGH + 15}"'
                yield f'<text {place} fill="{fill}"{look}>{escape(text)}</text>'
            at += cells(text)
        x += cells(segment.text)


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """The text in runs that one element can show: narrow, wide, and each doubtful sign by itself."""
    run, kind = "", ""
    for char in text:
        now = _kind(char)
        if run and (now != kind or now in ("frame", "alone")):
            yield kind, run
            run = ""
        run, kind = run + char, now
    if run:
        yield kind, run


def _kind(char: str) -> str:
    if char in _FRAMES or char in _SHADES:
        return "frame"
    if char == " ":
        return "blank"
    if char.isascii():
        return "narrow"
    return "wide" if unicodedata.east_asian_width(char) in "WF" else "alone"


def _frame(char: str, x: int, y: int, fill: str) -> Iterator[str]:
    if char in _SHADES:
        size = f'x="{x}" y="{y + 3}" width="{WIDE}" height="{HIGH - 6}"'
        yield f'<rect {size} fill="{fill}" opacity="{_SHADES[char]}"/>'
        return
    middle = (x + WIDE // 2, y + HIGH // 2)
    ends = {"u": (middle[0], y), "r": (x + WIDE, middle[1]), "d": (middle[0], y + HIGH), "l": (x, middle[1])}
    path = "".join(f"M{middle[0]} {middle[1]}L{ends[edge][0]} {ends[edge][1]}" for edge in _FRAMES[char])
    yield f'<path d="{path}" stroke="{fill}"/>'
