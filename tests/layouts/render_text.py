"""A true report as text: nine ways in which tables end up as lines."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import replace

from tests.layouts import grid as g
from tests.layouts.build import Block, Built, Line, Tabled, build, title_of
from tests.layouts.layout import Layout
from tests.layouts.truth import TrueReport

_NO_PLACE = {"spaces", "inline", "cells", "cells_gap"}  # styles in which an empty field leaves no trace


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _fill(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _fields(row: g.Row, seen: set[int], spans: str) -> list[g.Square]:
    """A row's fields: covered squares empty, with the label again, or left out."""
    out = []
    for this in row.squares:
        if this.owner not in seen or (spans == "repeated" and this.kind != "figure"):
            out.append(this)
        elif spans != "dropped":
            out.append(replace(this, text="", kind="filler", path=""))
        seen.add(this.owner)
    return out


class _Text:
    def __init__(self, built: Built) -> None:
        self.built, self.layout = built, built.layout
        self.rng = random.Random(f"text {built.layout.seed}")
        self.page = 1
        self.lossy: set[str] = set(built.lossy)
        self.lines: list[str] = []

    def break_page(self) -> None:
        mark = {
            "dash": f"— {self.page} —",
            "minus": f"- {self.page} -",
            "of": f"第{self.page}页",
            "bare": f"{self.page}",
        }.get(self.layout.pages)
        self.lines += ["", mark, ""] if mark else [""]
        if self.layout.running:
            self.lines += [title_of(self.built.report, Layout()), ""]
        self.page += 1

    def join(self, text: str, kind: str) -> str:
        """The inner breaks of a cell, in styles whose cells are parts of a line."""
        if "\n" not in text:
            return text
        upright = max(len(line) for line in text.split("\n")) < 4 and len(text) > 8
        match self.layout.broken_rows:
            case "space":
                return text.replace("\n", " ")
            case "line" if kind == "label" and not upright:
                return text
            case "br" if kind != "figure":
                return text.replace("\n", "<br>")
        return text.replace("\n", "")

    def lose(self, row: g.Row, fields: list[g.Square]) -> None:
        """Note what the style loses of a row with empty figures."""
        if not any(not s.text.strip() for s in row.figures):
            return
        layout = self.layout
        last = bool(row.figures) and not row.figures[-1].text.strip()
        if (
            layout.style in _NO_PLACE
            or layout.spans == "dropped"
            or layout.broken_rows == "line"
            or (last and (layout.strip or layout.ragged or not layout.bars))
        ):
            self.lossy |= {s.path for s in row.figures}

    def table(self, block: Tabled) -> None:
        for index, piece in enumerate(block.pieces):
            if index:
                self.break_page()
            seen: set[int] = set()
            rows = [(row, _fields(row, seen, self.layout.spans)) for row in piece]
            for row, fields in rows:
                self.lose(row, fields)
            self.rows(rows)

    def rows(self, rows: list[tuple[g.Row, list[g.Square]]]) -> None:
        style = self.layout.style
        if style.startswith("cells"):
            return self.cells(rows)
        texts = [[self.join(s.text, s.kind) for s in fields] for _, fields in rows]
        for (row, _), fields in zip(rows, texts, strict=True):
            if self.layout.zeros_joined and row.kind == "data" and len(row.figures) == 7:
                first = len(fields) - 7
                if fields[first:] == ["0"] * 7:
                    fields[first:] = ["0000000"]
            if self.layout.ragged and self.rng.random() < 0.2:
                fields.append("")
        match style:
            case "pipes" | "markdown":
                self.pipes(texts)
            case "box":
                self.framed(texts)
            case "spaces":
                self.aligned(texts)
            case "inline":
                lines = (" ".join(f for f in fields if f.strip()) for fields in texts)
                self.lines += [re.sub(r" +", " ", line) for line in lines]
            case _:
                self.lines += [self.ended("\t".join(fields), "\t") for fields in texts]

    def ended(self, line: str, mark: str) -> str:
        return line.rstrip(mark + " ") if self.layout.strip else line

    def pipes(self, texts: list[list[str]]) -> None:
        for number, fields in enumerate(texts):
            line = " | ".join(fields)
            self.lines.append(f"| {line} |" if self.layout.bars else self.ended(line, "|"))
            if number == 0 and self.layout.style == "markdown":
                self.lines.append("|" + "---|" * len(fields) if self.layout.bars else "---|" * len(fields))

    def framed(self, texts: list[list[str]]) -> None:
        count = max(map(len, texts))
        texts = [[*fields, *[""] * (count - len(fields))] for fields in texts]
        pieces = [[f.split("\n") for f in fields] for fields in texts]
        widths = [max(_width(line) for fields in pieces for line in fields[i]) for i in range(count)]
        rule = "┼".join("─" * (w + w % 2) for w in widths)
        for fields in pieces:
            self.lines.append(f"├{rule}┤" if fields is not pieces[0] else "┌" + rule.replace("┼", "┬") + "┐")
            for n in range(max(map(len, fields))):
                shown = [f[n] if n < len(f) else "" for f in fields]
                cells = [_fill(f, w + w % 2) for f, w in zip(shown, widths, strict=True)]
                self.lines.append("│" + "│".join(cells) + "│")
        self.lines.append("└" + rule.replace("┼", "┴") + "┘")

    def aligned(self, texts: list[list[str]]) -> None:
        count = max(map(len, texts))
        widths = [
            max((_width(line) for f in texts if i < len(f) for line in f[i].split("\n")), default=0)
            for i in range(count)
        ]
        for fields in texts:
            split = [f.split("\n") for f in fields]
            for n in range(max(map(len, split))):
                cells = [_fill(f[n] if n < len(f) else "", widths[i] + 2) for i, f in enumerate(split)]
                self.lines.append("".join(cells).rstrip())

    def cells(self, rows: list[tuple[g.Row, list[g.Square]]]) -> None:
        """One cell per line: with a tab before each, bare, or with a blank line between rows."""
        style = self.layout.style
        for row, fields in rows:
            for this in fields:
                text = this.text if this.kind != "figure" else this.text.replace("\n", "")
                if style == "cells_tab":
                    self.lines += f"\t{text}".split("\n")
                elif text.strip():
                    self.lines += text.split("\n")
            if style != "cells" and row is not rows[-1][0]:
                self.lines.append("")
        self.lines.append("")

    def paragraph(self, line: Line) -> None:
        text = ("　　" if self.layout.indent and line.kind == "prose" else "") + line.ordinal + line.text
        if self.layout.marked and line.kind in {"title", "heading", "sub"}:
            text = {"title": "# ", "heading": "## ", "sub": "### "}[line.kind] + text
        if self.layout.wrap and line.kind == "prose":
            self.wrapped(text)
        else:
            self.lines.append(text)
        if self.layout.style in {"pipes", "markdown", "spaces"} and not self.layout.wrap:
            self.lines.append("")

    def wrapped(self, text: str) -> None:
        line, lines = "", []
        for char in text:
            if line and _width(line + char) > self.layout.wrap:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
        for number, line in enumerate(lines):
            self.lines.append(line)
            if number + 1 < len(lines) and self.layout.pages and self.rng.random() < 0.05:
                self.break_page()

    def block(self, block: Block) -> None:
        if isinstance(block, Tabled):
            self.table(block)
        else:
            self.paragraph(block)


def render_text(report: TrueReport, layout: Layout) -> tuple[bytes, Built]:
    """The file's bytes, and the truth beside it."""
    return text_of(build(report, layout))


def text_of(built: Built) -> tuple[bytes, Built]:
    """The bytes of a document already built."""
    layout, out = built.layout, _Text(built)
    for block in built.blocks:
        out.block(block)
    text = layout.newline.join("\n".join(out.lines).split("\n")) + layout.newline
    return text.encode(layout.encoding, errors="replace"), replace(built, lossy=frozenset(out.lossy))
