"""A layout: every choice a source can make about how the same report looks, drawn from a seed.

Most choices are off in most layouts, so that a miss points at few of them; `features()` names the
ones that are on.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, fields, replace

FORMATS = ("text", "html", "docx")


@dataclass(frozen=True, slots=True)
class Layout:
    """Defaults are the plain official look."""

    format: str = "text"
    seed: int = 0
    # tables, all formats
    spans: str = "merged"  # merged | repeated (label in every square) | empty (squares left empty) | dropped
    inner: str = ""  # line breaks in labels: "" none | "vertical" (三、/本/年) | "wrapped" (long labels)
    digits: str = ""  # "" | full (full-width)
    pad: str = ""  # around figures: "" | " " | "　" | nbsp | "lead" (　　before)
    thousands: bool = False
    head: str = ""  # 商业企业 as "" | two_cells | two_lines
    head_depth: int = 3  # rows of table 3's head: 3, or 1 with one flat row
    blank_column: str = ""  # "" | left | label | middle | right
    blank_rows: bool = False
    splits: int = 0  # page breaks inside table 3
    split2: bool = False  # and inside table 2
    repeat_head: bool = False  # head again after a page break
    continued: str = ""  # a merged label after the break: "" empty | repeated | rest (rest of its text)
    torn: str = ""  # a row cut by the break: "" | first (figures above) | last (figures below)
    shift: str = ""  # some rows one cell to the "right" | "left"
    subtotal: bool = False
    missing_column: bool = False
    variants: bool = False  # row and column labels as practice writes them
    marks: str = ""  # row numbering: "" official | half (half-width) | comma (1、) | dot (1．) | space
    parts2: bool = False  # table 2 as one table per clause
    group4: str = ""  # table 4's groups: "" | stacked (three tables, one under the other)
    zeros_joined: bool = False  # 0000000
    metadata: str = ""  # the page's own table: "" | top | before2 (just before table 2)
    chrome: bool = False
    caption: bool = False  # “单位：件” over tables
    marks_apart: bool = False  # the numbers of labels (一、) in squares of their own
    heading_row: bool = False  # headings of parts two to four as first rows of their tables
    invisible: bool = False  # zero-width characters in labels and titles
    headless: bool = False  # table 3 without its head
    flat: str = ""  # tables as paragraphs in html and docx: "" | tabs | spaces
    # structure
    title: str = ""  # "" | year_first | two_lines | spaced | degree (2023年度)
    heading: str = ""  # "" 一、 | dot 一. | gap 一 、 | bracket （一） | half 一,
    wording: bool = False  # section titles as practice words them
    numbering: str = ""  # "" | topics (一–五 used for topics too) | twice (parts numbered 一–五)
    sub: str = ""  # "" （一） heading | inline | arabic 1. | half (一)
    signature: bool = False
    # text
    style: str = "tabs"  # tabs pipes markdown box spaces cells cells_tab cells_gap inline
    bars: bool = True  # outer bars of pipes
    strip: bool = False  # trailing empty fields cut off
    ragged: bool = False  # extra trailing empty fields on some rows
    broken_rows: str = ""  # inner breaks in lines: "" joined | space | line | br
    wrap: int = 0  # wrap prose at so many columns
    pages: str = ""  # page numbers: "" | dash — 3 — | minus - 5 - | of 第3页 | bare 3
    running: bool = False  # running head on every page
    encoding: str = "utf-8"
    newline: str = "\n"
    marked: bool = False  # markdown headings
    indent: bool = False
    # html
    soup: bool = False  # spans and fonts in the middle of words
    tag: str = "h2"  # h1..h4 p strong div
    empty: str = ""  # what an empty cell holds: "" | nbsp | o:p | br
    cell_tag: str = ""  # "" | p | div | span
    declared: str = "right"  # charset: right | missing | wrong
    frame: str = ""  # the report inside a layout table: "" | one (1x1) | rows (a row per block)
    careless: bool = False  # upper-case tags, end tags left out
    # docx
    numbered: bool = False  # heading numbers made by numbering.xml
    boxed: bool = False  # title in a text box
    tracked: bool = False  # w:ins / w:del
    controls: bool = False  # w:sdt
    hidden: bool = False
    strict: bool = False
    runs: bool = False  # text split over runs
    hmerge: bool = False
    main: str = "document.xml"
    stored: bool = False  # not compressed: the same bytes whatever zlib is installed

    def features(self) -> tuple[str, ...]:
        """The choices that differ from the plain look, as "name=value"."""
        plain = Layout(format=self.format)
        return tuple(
            f"{f.name}={getattr(self, f.name)!r}" if not isinstance(getattr(self, f.name), bool) else f.name
            for f in fields(self)
            if f.name not in {"seed", "format"} and getattr(self, f.name) != getattr(plain, f.name)
        )


_TEXT_STYLES = ("tabs", "pipes", "markdown", "box", "spaces", "cells", "cells_tab", "cells_gap", "inline")
_ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16")


def random_layout(format: str, seed: int) -> Layout:
    """The layout of this seed; text layouts take the nine table styles in turn."""
    layout = _random_layout(format, seed)
    rng = random.Random(f"rarer {format} {seed}")
    chances = (("marks_apart", 0.06), ("heading_row", 0.06), ("invisible", 0.05), ("headless", 0.04))
    rare: dict[str, bool | str] = {name: True for name, chance in chances if rng.random() < chance}
    if format != "text" and rng.random() < 0.04:
        rare = {"flat": rng.choice(("tabs", "spaces"))}
    return replace(layout, **rare)  # type: ignore[arg-type]


def _random_layout(format: str, seed: int) -> Layout:
    rng = random.Random(f"layout {format} {seed}")

    def maybe(chance: float) -> bool:
        return rng.random() < chance

    def one(chance: float, *options: str) -> str:
        return rng.choice(options) if rng.random() < chance else ""

    splits = rng.choice((1, 1, 2, 3)) if maybe(0.3) else 0
    layout = Layout(
        format=format,
        seed=seed,
        spans=rng.choice(("merged", "merged", "repeated", "empty")),
        inner=one(0.3, "vertical", "wrapped", "both"),
        digits=one(0.1, "full"),
        pad=one(0.2, " ", "　", "\xa0", "lead"),
        thousands=maybe(0.2),
        head=one(0.25, "two_cells", "two_lines"),
        head_depth=1 if maybe(0.07) else 3,
        blank_column=one(0.15, "left", "label", "middle", "right"),
        blank_rows=maybe(0.08),
        splits=splits,
        split2=maybe(0.1),
        repeat_head=bool(splits) and maybe(0.4),
        continued=rng.choice(("", "", "repeated", "rest")),
        torn=rng.choice(("", "", "first", "last")) if splits else "",
        shift=one(0.1, "right", "left"),
        subtotal=maybe(0.07),
        missing_column=maybe(0.03),
        variants=maybe(0.2),
        marks=one(0.25, "half", "comma", "dot", "space"),
        parts2=maybe(0.1),
        group4=one(0.05, "stacked"),
        metadata=one(0.2, "top", "top", "before2"),
        chrome=maybe(0.4 if format == "html" else 0.15),
        caption=maybe(0.1),
        title=one(0.4, "year_first", "two_lines", "spaced", "degree"),
        heading=one(0.25, "dot", "gap", "bracket", "half"),
        wording=maybe(0.15),
        numbering=one(0.1, "topics", "twice"),
        sub=one(0.5, "inline", "arabic", "half"),
        signature=maybe(0.2),
    )
    if layout.numbering == "twice" or (layout.heading == "bracket" and layout.numbering):
        layout = replace(layout, heading="")
    if layout.heading == "bracket" and layout.sub in {"", "half", "inline"}:
        layout = replace(layout, sub="arabic")
    match format:
        case "text":
            style = _TEXT_STYLES[seed % len(_TEXT_STYLES)]
            spans = layout.spans
            if style in {"pipes", "tabs", "inline", "cells"} and maybe(0.3):
                spans = "dropped"
            if style in {"inline", "cells", "cells_gap", "spaces"} and spans in {"merged", "empty"}:
                spans = "dropped" if style != "spaces" else "merged"
            return replace(
                layout,
                style=style,
                spans=spans,
                bars=maybe(0.5),
                strip=maybe(0.2),
                ragged=maybe(0.15),
                broken_rows=rng.choice(("", "space", "space", "line", "br" if style == "markdown" else "")),
                wrap=rng.choice((60, 76, 84)) if maybe(0.25) else 0,
                pages=one(0.3, "dash", "minus", "of", "bare"),
                running=maybe(0.1),
                encoding=rng.choice(_ENCODINGS),
                newline="\r\n" if maybe(0.3) else "\n",
                marked=style == "markdown" and maybe(0.7),
                indent=maybe(0.3),
                zeros_joined=style in {"tabs", "inline", "spaces"} and maybe(0.15),
            )
        case "html":
            return replace(
                layout,
                soup=maybe(0.3),
                tag=rng.choice(("h1", "h2", "h3", "h4", "p", "p", "strong", "div")),
                empty=one(0.4, "nbsp", "o:p", "br"),
                cell_tag=one(0.5, "p", "div", "span"),
                encoding=rng.choice(("utf-8", "utf-8", "gb18030", "gb18030", "utf-8-sig")),
                declared=rng.choice(("right", "right", "missing", "wrong")),
                frame=one(0.15, "one", "rows"),
                careless=maybe(0.15),
            )
        case _:
            return replace(
                layout,
                numbered=layout.heading in {"", "dot"} and not layout.numbering and maybe(0.3),
                boxed=maybe(0.12),
                tracked=maybe(0.2),
                controls=maybe(0.2),
                hidden=maybe(0.15),
                strict=maybe(0.1),
                runs=maybe(0.3),
                hmerge=maybe(0.1),
                frame=one(0.08, "one"),
                main="document2.xml" if maybe(0.1) else "document.xml",
            )
