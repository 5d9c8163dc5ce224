"""What a fault is: one thing wrong in an otherwise clean report, and the rule that has to say so."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bench.evidence.draft import Draft
from bench.evidence.material import Want
from tests.layouts.build import Built, build
from tests.layouts.labels import COLUMNS3, GROUPS4, LEAVES3, RESULTS4, ROWS3
from tests.layouts.layout import Layout, random_layout
from tests.layouts.render_docx import docx_of
from tests.layouts.render_html import html_of
from tests.layouts.render_text import text_of
from tests.layouts.truth import Figure, TrueReport

ARITHMETIC, STRUCTURE, PROSE, BETWEEN = "算术", "结构", "文字", "跨报告"
FORMATS = ("text", "html", "docx")
WRITERS = {"text": text_of, "html": html_of, "docx": docx_of}
SUFFIX = {"text": ".txt", "html": ".html", "docx": ".docx"}


@dataclass(frozen=True)
class Fault:
    """`edit` changes the draft and says whether the fault fits it; `built` changes the finished blocks.
    `also` are beginnings of ids of rules that rightly speak up besides; `plain` keeps labels whole;
    `formats` can show the fault."""

    rule: str
    kind: str
    what: str
    edit: Callable[[Draft, random.Random], bool | None] = lambda draft, rng: True
    want: Want = field(default_factory=Want)
    built: Callable[[Built, random.Random], Built | None] | None = None
    also: tuple[str, ...] = ()
    plain: bool = False
    layout: Mapping[str, object] = field(default_factory=dict)
    formats: tuple[str, ...] = FORMATS
    instead: tuple[str, ...] = ()  # rules that may say it in this one's place


def clean_layout(format: str, seed: int) -> Layout:
    """A layout that is no fault in itself: without those a guidance office would send back (labels
    with wrong words, columns left out, tables typed as paragraphs, parts numbered one to five)."""
    layout = random_layout(format, seed)
    if layout.heading_row:  # a numbered list does not count headings inside tables
        layout = replace(layout, numbered=False)
    return replace(
        layout, variants=False, missing_column=False, headless=False, flat="", numbering="",
        zeros_joined=False,
    )  # fmt: skip


def plain(layout: Layout) -> Layout:
    """The layout with labels and headings in one piece."""
    return replace(layout, inner="", marks="", invisible=False, splits=0, split2=False, torn="", shift="",
                   heading_row=False, marks_apart=False, subtotal=False, group4="", parts2=False,
                   blank_column="", blank_rows=False)  # fmt: skip


def ruled(data: bytes) -> bytes:
    """A .docx whose tables have borders and fit on the page, as a person draws them; for printing."""
    sides = "".join(
        f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("word/document"):
                borders = f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr>"
                text = text.replace(b"<w:tblPr/>", borders.encode("utf-8"))
                page = b'<w:pgSz w:w="23811" w:h="16838" w:orient="landscape"/></w:sectPr>'  # wide enough
                text = text.replace(b"</w:sectPr>", page)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def written(report: TrueReport, layout: Layout) -> tuple[bytes, Built]:
    """The file's bytes and its truth."""
    return WRITERS[layout.format](build(report, layout))


def broken_identities(cells: Mapping[str, Figure], template: str) -> set[str]:
    """The rules of arithmetic that these cells break: reckoned here once more, by the format alone."""
    out: set[str] = set()
    value = {path: Decimal(number) for path, number in cells.items()}
    for column in COLUMNS3:
        at = {row.name: value[f"表三.{column}.{row.name}"] for row in ROWS3[template]}
        if at["新收"] + at["上年结转"] != at["办理总计"] + at["结转下年"]:
            out.add("勾稽-302")
        if sum(at[leaf] for leaf in LEAVES3[template]) != at["办理总计"]:
            out.add("勾稽-303")
    for row in ROWS3[template]:
        six = sum(value[f"表三.{column}.{row.name}"] for column in COLUMNS3[:-1])
        if six != value[f"表三.总计.{row.name}"]:
            out.add("勾稽-304")
    for group in GROUPS4:
        if sum(value[f"表四.{group}.{r}"] for r in RESULTS4[:-1]) != value[f"表四.{group}.总计"]:
            out.add("勾稽-401")
    if template == "2021":
        for kind in ("规章", "规范性文件"):
            made, ended, force = (value[f"表二.{kind}.{name}"] for name in ("制发", "废止", "有效"))
            if not ended and force < made:
                out.add("勾稽-204")
            if made and made == force and not ended:
                out.add("勾稽-205")
    return out
