"""Pages full of figures in ruled cells, drawn here: the many cells that a measurement of scans needs."""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

_FINE = 3  # pages are drawn so many times as fine as they are scanned
# Type of figures as offices have it; those at hand are used.
_FONTS = (
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
    "Liberation Serif",
    "Liberation Sans",
    "DejaVu Serif",
    "AR PL UMing CN",
    "AR PL UKai CN",
    "WenQuanYi Zen Hei",
)


@dataclass(frozen=True, slots=True)
class FigurePage:
    """`cells[row][column]`: what is printed, "" for nothing; the first row holds words."""

    picture: Image.Image
    cells: tuple[tuple[str, ...], ...]
    font: str


@cache
def fonts() -> tuple[tuple[str, str, int], ...]:
    """Name, file and number in the file of each font at hand."""
    program = shutil.which("fc-match")
    found = []
    for name in _FONTS if program is not None else ():
        asked = [str(program), "-f", "%{family}|%{file}|%{index}", name]
        family, file, index = (
            subprocess.run(asked, capture_output=True, check=True).stdout.decode("utf-8").split("|")
        )
        if name in family:
            found.append((name, file, int(index) & 0xFFFF))
    return tuple(found)


def _figure(rng: random.Random) -> str:
    """As tables have them: many zeros, few large numbers, fewer marks and blanks."""
    kind = rng.random()
    if kind < 0.3:
        return "0"
    if kind < 0.35:
        return ""
    if kind < 0.37:
        return rng.choice(("/", "-", "—"))
    if kind < 0.39:
        return f"-{rng.randint(1, 999)}"
    if kind < 0.41:
        return f"{rng.randint(0, 9999)}.{rng.randint(1, 9999)}"
    return str(rng.randint(1, 10 ** rng.randint(1, 5) - 1))


def _fitting(rng: random.Random, font: ImageFont.FreeTypeFont, room: float) -> str:
    while font.getlength(text := _figure(rng)) > room:
        pass
    return text


def figure_page(seed: int, dpi: int) -> FigurePage:
    """A page of A4 with some hundreds of cells; the same seed gives the same figures at each resolution."""
    rng = random.Random(f"figures {seed}")
    name, file, index = rng.choice(fonts())
    size = rng.choice((9, 9, 10.5, 12))
    columns = rng.choice((7, 8, 10)) if size < 12 else 7
    height = size * rng.choice((1.5, 1.8, 2.4))
    margin = rng.choice((50, 60, 72))
    rule = rng.choice((0.5, 0.5, 0.75, 1.0))
    align = rng.choice(("center", "center", "left", "right"))
    scale = dpi * _FINE / 72
    font = ImageFont.truetype(file, round(size * scale), index=index)
    image = Image.new("L", (round(595 * scale), round(842 * scale)), 255)
    draw = ImageDraw.Draw(image)
    rows = int((842 - 2 * margin) / height)
    wide = (595 - 2 * margin) / columns
    cells = [tuple(f"栏{n + 1}" if "CJK" in name else "" for n in range(columns))]
    room = (wide - 9) * scale  # figures that run over their cell are no truth
    cells += [tuple(_fitting(rng, font, room) for _ in range(columns)) for _ in range(rows - 1)]
    pen = max(1, round(rule * scale))
    for row in range(rows + 1):
        y = (margin + row * height) * scale
        draw.line((margin * scale, y, (595 - margin) * scale, y), fill=0, width=pen)
    for column in range(columns + 1):
        x = (margin + column * wide) * scale
        draw.line((x, margin * scale, x, (margin + rows * height) * scale), fill=0, width=pen)
    for row, texts in enumerate(cells):
        y = (margin + (row + 0.5) * height) * scale
        for column, text in enumerate(texts):
            left, right = margin + column * wide + 3, margin + (column + 1) * wide - 3
            x, anchor = {
                "center": ((left + right) / 2, "mm"),
                "left": (left, "lm"),
                "right": (right, "rm"),
            }[align]
            draw.text((x * scale, y), text, fill=0, font=font, anchor=anchor)
    small = (round(595 * dpi / 72), round(842 * dpi / 72))
    return FigurePage(image.resize(small, Image.Resampling.BOX), tuple(cells), name)
