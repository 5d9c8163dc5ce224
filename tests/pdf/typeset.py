"""True reports set in pages by the tiny writer: every way to draw borders, rows cut by page ends."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.layouts import grid as g
from tests.layouts.build import Built, Line, Tabled
from tests.pdf.writer import Sheet, pdf_of, width_of

RULINGS = ("strokes", "rects", "cells", "pieces", "dashed", "boxes", "doubled")
_NO_START = "，。、；：！？）”》"


@dataclass(frozen=True, slots=True)
class Style:
    """`ruling`: strokes (one path an edge), rects (thin filled), cells (four filled rects a cell), pieces
    (many short strokes), none, dashed, boxes (a stroked rectangle a cell), doubled (each edge twice, 1.2 pt
    apart). `cut`: rows may break over pages; `open`: without closing lines there; `head`: repeated."""

    ruling: str = "strokes"
    size: float = 10.5
    cell: float = 9.0
    margin: float = 60.0
    figures: float = 0.55
    height: float = 842.0
    cut: bool = False
    open: bool = False
    head: bool = False
    numbers: str = "— {} —"
    running: str = ""
    pad: float = 4.0
    middle: bool = True

    @classmethod
    def of(cls, seed: int) -> Style:
        rng = random.Random(f"style {seed}")
        head = rng.random() < 0.4
        cut = not head and rng.random() < 0.6
        return cls(
            ruling=RULINGS[seed % len(RULINGS)],
            size=rng.choice((10.5, 12.0, 14.0)),
            cell=rng.choice((7.5, 9.0, 10.5)),
            margin=rng.choice((50.0, 60.0, 72.0)),
            figures=rng.choice((0.4, 0.5, 0.6)),
            height=rng.choice((842.0, 842.0, 700.0, 595.0)),
            cut=cut,
            open=cut and rng.random() < 0.5,
            head=head,
            numbers=rng.choice(("— {} —", "{}", "第{}页", "")),
            running=rng.choice(("", "", "政府信息公开年报")),
            pad=rng.choice((2.0, 4.0, 5.4)),
            middle=rng.random() < 0.7,
        )


def broken(text: str, room: float, size: float, first: float = 0.0) -> list[str]:
    """`text` in lines no wider than `room` (the first begins `first` further in); digits of one number
    stay together unless they fill a line."""
    out, line, left = [], "", room - first
    for part in text.split("\n"):
        index = 0
        while index < len(part):
            end = index + 1
            while part[index].isdigit() and end < len(part) and part[end].isdigit():
                end += 1
            word = part[index:end]
            if width_of(word, size) > room:
                word = word[: max(1, int(room // width_of(word[0], size)))] if not line else word
            over = width_of(line + word, size) - left
            if line and over > (size / 2 if word[0] in _NO_START else 0.0):
                out.append(line)
                line, left = "", room
                if width_of(word, size) > room:
                    continue
            line += word
            index += len(word)
        out.append(line)
        line, left = "", room
    return out


@dataclass
class Setter:
    """Sets blocks one under another, page after page."""

    style: Style
    sheets: list[Sheet] = field(default_factory=list)
    y: float = 0.0
    make: Callable[..., Sheet] = Sheet  # or what another format's writer draws on

    def __post_init__(self) -> None:
        self.new_page()

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    @property
    def bottom(self) -> float:
        return self.style.height - self.style.margin

    def new_page(self) -> None:
        style = self.style
        self.sheets.append(self.make(height=style.height))
        self.y = style.margin
        if style.running:
            self.sheet.text(style.margin, 30, style.running, 9)
        if style.numbers:
            text = style.numbers.format(len(self.sheets))
            self.sheet.text(297 - width_of(text, 9) / 2, style.height - 36, text, 9)

    def paragraph(self, line: Line) -> None:
        style = self.style
        size = style.size + {"title": 6, "heading": 2}.get(line.kind, 0)
        room = 595 - 2 * style.margin
        first = 0.0 if line.kind in {"title", "heading", "signature"} else 2 * size
        for number, text in enumerate(broken(line.ordinal + line.text, room, size, first)):
            if self.y + 1.5 * size > self.bottom:
                self.new_page()
            x = style.margin + (first if number == 0 else 0.0)
            if line.kind == "title":
                x = 297.5 - width_of(text, size) / 2
            if line.kind == "signature":
                x = 595 - style.margin - width_of(text, size)
            self.sheet.text(x, self.y, text, size)
            self.y += 1.5 * size

    def table(self, grid: g.Grid) -> None:
        style = self.style
        boxes = g.boxes(grid)
        xs = self._columns(grid)
        lead = 1.25 * style.cell
        at: list[tuple[int, int, g.Box]] = []
        for row, line in enumerate(boxes):
            columns = self._starts(grid[row])
            at += [(row, column, box) for column, box in zip(columns, line, strict=True) if box is not None]
        texts = {
            (row, column): broken(
                box.square.text, xs[column + box.columns] - xs[column] - 2 * style.pad, style.cell
            )
            for row, column, box in at
        }
        lines = [1] * len(grid)
        for row, column, box in sorted(at, key=lambda each: each[2].rows):
            need = len(texts[row, column]) - sum(lines[row : row + box.rows])
            if need > 0:
                lines[row + box.rows - 1] += need
        heads = sum(1 for row in grid if row.kind == "head") if style.head else 0
        heads = heads if all(row.kind == "head" for row in grid[:heads]) else 0
        if sum(lines[:heads]) * lead > 0.3 * style.height:
            heads = 0
        start = 0
        while start < len(grid):
            start = self._page(grid, at, texts, lines, xs, lead, start, heads if start else 0)
        self.y += lead

    def _starts(self, row: g.Row) -> list[int]:
        return [i for i, s in enumerate(row.squares) if not i or row.squares[i - 1].owner != s.owner]

    def _columns(self, grid: g.Grid) -> list[float]:
        from tests.pdf.sources import shares

        style = self.style
        edges = [style.margin]
        for share in shares(grid, style.figures):
            edges.append(edges[-1] + share * (595 - 2 * style.margin))
        return edges

    def _page(self, grid, at, texts, lines, xs, lead, start, heads) -> int:  # type: ignore[no-untyped-def]
        """Set rows from `start` to the page's end; what row comes next."""
        style = self.style
        first = start + 1
        while start == 0 and first < len(grid) and grid[first - 1].kind == "head":
            first += 1  # a head is not parted from its first row
        needed = sum(lines[:heads]) + sum(lines[start:first])
        if self.y + needed * lead + (heads + first - start) * 4 > self.bottom:
            self.new_page()
        top = self.y
        rows, ys, left = [], [top], self.bottom
        for row in [*range(heads), *range(start, len(grid))]:
            high = lines[row] * lead + 4
            if ys[-1] + high > left and len(rows) > heads:
                break
            rows.append(row)
            ys.append(ys[-1] + high)
        done = rows[-1] + 1
        rest = 0
        if style.cut and done < len(grid) and lines[done] > 1 and grid[done].kind == "data":
            fits = int((self.bottom - ys[-1] - 4) // lead)
            single = all(box.rows == 1 for row, _, box in at if row == done)
            if 0 < fits < lines[done] and single:
                rows.append(done)
                ys.append(ys[-1] + fits * lead + 4)
                rest = fits
        for row, column, box in at:
            inside = [i for i, r in enumerate(rows) if row <= r < row + box.rows]
            if not inside:
                continue
            rect = (xs[column], ys[inside[0]], xs[column + box.columns], ys[inside[-1] + 1])
            shown = texts[row, column]
            cut = bool(rest and row == done)
            if cut:
                shown = shown[:rest]
            shown = shown[: max(1, int((rect[3] - rect[1] - 3) // lead))]
            if rows[inside[0]] != row and row >= heads:
                shown = []  # the label stands on the page before
            self._cell(
                rect, shown, box, lead, open_below=style.open and (cut or row + box.rows > rows[-1] + 1)
            )
        self.y = ys[-1]
        if rest:
            self.new_page()
            high = max(len(texts[row, column]) - rest for row, column, _ in at if row == done) * lead + 4
            for row, column, box in at:
                if row == done:
                    rect = (xs[column], self.y, xs[column + box.columns], self.y + high)
                    self._cell(rect, texts[row, column][rest:], box, lead, open_above=style.open)
            self.y += high
            done += 1
        return done

    def _cell(  # type: ignore[no-untyped-def]
        self, rect, texts, box: g.Box, lead: float, *, open_below: bool = False, open_above: bool = False
    ) -> None:
        style, sheet = self.style, self.sheet
        x0, y0, x1, y1 = rect
        edges = [(x0, y0, x0, y1), (x1, y0, x1, y1)]
        edges += [] if open_above else [(x0, y0, x1, y0)]
        edges += [] if open_below else [(x0, y1, x1, y1)]
        if style.ruling == "boxes" and len(edges) == 4:
            sheet.rect(x0, y0, x1, y1, "0.5 w", "S")
        else:
            for edge in edges:
                self._edge(*edge)
        high = len(texts) * lead
        y = (y0 + y1 - high) / 2 if style.middle else y0 + 2
        for text in texts:
            wide = width_of(text, style.cell)
            x = (x0 + x1 - wide) / 2 if box.square.kind in {"figure", "head"} else x0 + style.pad
            if text.strip():
                sheet.text(x, y, text, style.cell)
            y += lead

    def _edge(self, x0: float, y0: float, x1: float, y1: float) -> None:
        sheet = self.sheet
        match self.style.ruling:
            case "none":
                pass
            case "rects" | "cells":
                sheet.rect(x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25)
            case "pieces":
                steps = max(1, round(max(x1 - x0, y1 - y0) / 5))
                for n in range(steps):
                    a, b = n / steps, (n + 0.8) / steps
                    sheet.line(x0 + a * (x1 - x0), y0 + a * (y1 - y0), x0 + b * (x1 - x0), y0 + b * (y1 - y0))
            case "dashed":
                sheet.line(x0, y0, x1, y1, 0.5, "[2 2] 0 d")
            case "doubled":
                shift = 0.6
                sheet.line(x0 - shift, y0 - shift, x1 - shift, y1 - shift)
                sheet.line(x0 + shift, y0 + shift, x1 + shift, y1 + shift)
            case _:
                sheet.line(x0, y0, x1, y1)


def typeset(built: Built, style: Style, make: Callable[..., Sheet] = Sheet) -> list[Sheet]:
    """The report's pages."""
    setter = Setter(style, make=make)
    for block in built.blocks:
        if isinstance(block, Tabled):
            for piece in block.pieces:
                grid = g.separate(piece, built.layout.spans) if built.layout.spans != "merged" else piece
                setter.table(grid)
        else:
            setter.paragraph(block)
    return setter.sheets


def typeset_pdf(built: Built, style: Style) -> bytes:
    return pdf_of(typeset(built, style))
