"""True reports as the Word and web sources from which LibreOffice and Chromium print PDFs.

Every choice of the printed look (page, margins, fonts, rulings, column widths, row breaks, running
heads) is drawn from the seed.
"""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass, replace
from html import escape
from itertools import takewhile

from tests.layouts import grid as g
from tests.layouts.build import Built, Line, Tabled, build, title_of
from tests.layouts.layout import Layout, random_layout
from tests.layouts.truth import true_report

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


@dataclass(frozen=True, slots=True)
class Look:
    """Of the page: lengths in points. `body` and `cell` are type sizes; `figures` the share of the table's
    width that the figure columns take; `split`: rows may break over pages; `head`: "" | "repeat"."""

    margin: int
    body: float
    cell: float
    figures: float
    border: float
    split: bool
    repeat: bool
    running: bool
    numbers: str  # "" | plain | dashes | of
    align: str  # of figures: center | left | right
    valign: str  # center | top
    font: str
    landscape: bool
    collapse: bool = True


def look_of(seed: int) -> Look:
    rng = random.Random(f"look {seed}")
    return Look(
        margin=rng.choice((50, 57, 72, 85)),
        body=rng.choice((10.5, 12, 14, 16)),
        cell=rng.choice((7.5, 9, 10.5, 12)),
        figures=rng.choice((0.4, 0.5, 0.6)),
        border=rng.choice((0.5, 0.5, 0.75, 1.0)),
        split=rng.random() < 0.6,
        repeat=rng.random() < 0.4,
        running=rng.random() < 0.3,
        numbers=rng.choice(("", "plain", "dashes", "of")),
        align=rng.choice(("center", "center", "left", "right")),
        valign=rng.choice(("center", "center", "top")),
        font=rng.choice(("Noto Serif CJK SC", "Noto Sans CJK SC")),
        landscape=rng.random() < 0.1,
        collapse=rng.random() < 0.7,
    )


def printed_layout(seed: int) -> Layout:
    """A layout of the seed without what cannot be seen on paper."""
    layout = random_layout("docx", seed)
    return replace(
        layout,
        tracked=False,
        hidden=False,
        controls=False,
        boxed=False,
        strict=False,
        runs=False,
        hmerge=False,
        main="document.xml",
        flat="",
        frame="",
        invisible=False,
        chrome=False,
        splits=0,
        split2=False,
        torn="",
        continued="",
        repeat_head=False,
        metadata="",
        title=layout.title,
        seed=seed,
    )


def printed(seed: int) -> Built:
    """The seed's report in its layout for print."""
    return build(true_report(seed), printed_layout(seed))


def printed_plain(seed: int) -> Built:
    """The seed's report in its layout for print without lines: spaces that fill up a cell and a table without
    any figure cannot be seen, and nobody prints the words of a merged cell in each of its squares."""
    report = true_report(seed)
    shown = [cell for path, cell in report.cells.items() if path.startswith(("表三.", "表四."))]
    if report.states in {"zeros blank", "group blank"} or not any(cell.number for cell in shown):
        report = true_report(seed, states="")
    layout = printed_layout(seed)
    return build(
        report, replace(layout, pad="", spans="merged" if layout.spans == "repeated" else layout.spans)
    )


def shares(grid: g.Grid, wanted: float) -> list[float]:
    """Shares of the table's width per column: `wanted` for the columns of figures together, labels the
    rest; all alike where few columns hold figures or all do."""
    width = max(len(row.squares) for row in grid)
    figures = {
        i for row in grid for i, square in enumerate(row.squares) if square.kind in {"figure", "filler"}
    }
    labels = [index for index in range(width) if index not in figures]
    if not labels or len(figures) < 6:
        return [1 / width] * width
    weights = {index: 1 + 1.5 * (index == labels[-1]) for index in labels}
    rest = sum(weights.values())
    return [wanted / len(figures) if i in figures else (1 - wanted) * weights[i] / rest for i in range(width)]


# --- Word -------------------------------------------------------------------------------------


def _run(text: str, size: float, look: Look, bold: bool = False) -> str:
    properties = (
        f'<w:rFonts w:ascii="{look.font}" w:hAnsi="{look.font}" w:eastAsia="{look.font}"/>'
        f'{"<w:b/>" if bold else ""}<w:sz w:val="{round(size * 2)}"/>'
    )
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(t)}</w:t>' for t in text.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def _paragraph(line: Line, look: Look) -> str:
    text = line.ordinal + line.text
    match line.kind:
        case "title":
            return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_run(text, look.body + 6, look, True)}</w:p>'
        case "heading":
            return f"<w:p>{_run(text, look.body + 2, look, True)}</w:p>"
        case "signature":
            return f'<w:p><w:pPr><w:jc w:val="right"/></w:pPr>{_run(text, look.body, look)}</w:p>'
    indent = '<w:ind w:firstLineChars="200" w:firstLine="480"/><w:jc w:val="both"/>'
    return f"<w:p><w:pPr>{indent}</w:pPr>{_run(text, look.body, look)}</w:p>"


def _table(grid: g.Grid, look: Look, layout: Layout, total: int, ruled: bool) -> str:
    if layout.spans != "merged":
        grid = g.separate(grid, layout.spans)
    widths = [round(share * total) for share in shares(grid, look.figures)]
    size = round(look.border * 8)
    edges = "".join(
        f'<w:{side} w:val="{"single" if ruled else "nil"}" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows, seen = [], set()
    for row in grid:
        cells, index = "", 0
        while index < len(row.squares):
            this = row.squares[index]
            wide = 1
            while index + wide < len(row.squares) and row.squares[index + wide].owner == this.owner:
                wide += 1
            down = sum(1 for r in grid if any(s.owner == this.owner for s in r.squares)) > 1
            text = "" if this.owner in seen else this.text
            merge = f"<w:vMerge{'' if this.owner in seen else ' w:val=' + chr(34) + 'restart' + chr(34)}/>"
            align = look.align if this.kind == "figure" else "center" if this.kind == "head" else "left"
            body = f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{_run(text, look.cell, look)}</w:p>'
            cells += (
                f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths[index : index + wide])}" w:type="dxa"/>'
                f'<w:gridSpan w:val="{wide}"/>{merge if down else ""}'
                f'<w:vAlign w:val="{look.valign}"/></w:tcPr>'
                f"{body}</w:tc>"
            )
            seen.add(this.owner)
            index += wide
        properties = "" if look.split else "<w:cantSplit/>"
        if row.kind == "head" and look.repeat:
            properties += "<w:tblHeader/>"
        rows.append(f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>")
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _footer(look: Look) -> str:
    before, after = {"dashes": ("— ", " —"), "of": ("第 ", " 页")}.get(look.numbers, ("", ""))
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    inner = _run(before, 9, look) + field + _run(after, 9, look)
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{inner}</w:p>'


def word_source(built: Built, look: Look, ruled: bool = True) -> bytes:
    """A .docx that looks as an office would have it."""
    wide, high = (842, 595) if look.landscape else (595, 842)
    total = (wide - 2 * look.margin) * 20
    body = ""
    for block in built.blocks:
        if isinstance(block, Tabled):
            body += "".join(
                _table(piece, look, built.layout, total, ruled) + "<w:p/>" for piece in block.pieces
            )
        else:
            body += _paragraph(block, look)
    references = ""
    if look.running:
        references += '<w:headerReference w:type="default" r:id="rId1"/>'
    if look.numbers:
        references += '<w:footerReference w:type="default" r:id="rId2"/>'
    m = look.margin * 20
    section = (
        f'<w:sectPr>{references}<w:pgSz w:w="{wide * 20}" w:h="{high * 20}"/>'
        f'<w:pgMar w:top="{m}" w:bottom="{m}" w:left="{m}" w:right="{m}" w:header="500"'
        ' w:footer="500"/></w:sectPr>'
    )
    head = f"<w:p>{_run(title_of(built.report, Layout()), 9, look)}</w:p>"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
        f'<Override PartName="/word/header1.xml" ContentType="{kind}.header+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{kind}.footer+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/header" Target="header1.xml"/>'
        f'<Relationship Id="rId2" Type="{office}/footer" Target="footer1.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{body}{section}</w:body></w:document>",
        "word/header1.xml": f"<w:hdr {_W}>{head}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {_W}>{_footer(look)}</w:ftr>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package_file:
        for name, text in parts.items():
            package_file.writestr(name, ('<?xml version="1.0" encoding="UTF-8"?>' + text).encode("utf-8"))
    return stream.getvalue()


# --- the web ----------------------------------------------------------------------------------


def web_source(built: Built, look: Look, ruled: bool = True) -> bytes:
    """A page to be printed."""
    body = ""
    for block in built.blocks:
        if isinstance(block, Tabled):
            body += "".join(_web_table(piece, look, built.layout) for piece in block.pieces)
        else:
            tag = {"title": "h1", "heading": "h2", "sub": "h3", "signature": 'p class="s"'}.get(
                block.kind, "p"
            )
            body += f"<{tag}>{escape(block.ordinal + block.text)}</{tag.split()[0]}>\n"
    edge = f"{look.border}pt solid #000" if ruled else "none"
    style = (
        f"@page {{ size: A4 {'landscape' if look.landscape else 'portrait'}; margin: {look.margin}pt }}"
        f"body {{ font: {look.body}pt '{look.font}'; margin: 0 }}"
        "p { text-indent: 2em; text-align: justify }"
        f"p.s {{ text-align: right }} h1 {{ text-align: center; font-size: {look.body + 6}pt }}"
        f"h2 {{ font-size: {look.body + 2}pt }} h3 {{ font-size: {look.body}pt }}"
        f"table {{ border-collapse: {'collapse' if look.collapse else 'separate'}; border-spacing: 0;"
        f" width: 100%; table-layout: fixed; margin: 8pt 0 }}"
        f"td {{ border: {edge}; font-size: {look.cell}pt; padding: 1.5pt;"
        f" vertical-align: {'middle' if look.valign == 'center' else 'top'}; word-break: break-all }}"
        f"tr {{ break-inside: {'auto' if look.split else 'avoid'} }} td.figure {{ text-align: {look.align} }}"
        "td.head { text-align: center }"
    )
    page = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>a</title><style>{style}</style></head>'
        f"<body>{body}</body></html>"
    )
    return page.encode("utf-8")


def _web_table(grid: g.Grid, look: Look, layout: Layout) -> str:
    columns = "".join(f'<col style="width:{share:.2%}">' for share in shares(grid, look.figures))
    if layout.spans != "merged":
        grid = g.separate(grid, layout.spans)
    rows = []
    for row in g.boxes(grid):
        cells = "".join(
            f'<td class="{box.square.kind}" rowspan="{box.rows}" colspan="{box.columns}">'
            + escape(box.square.text).replace("\n", "<br>")
            + "</td>"
            for box in row
            if box is not None
        )
        rows.append(f"<tr>{cells}</tr>")
    heads = sum(1 for _ in takewhile(lambda row: row.kind == "head", grid))
    if look.repeat and heads:
        head, body = "".join(rows[:heads]), "".join(rows[heads:])
        return f"<table>{columns}<thead>{head}</thead><tbody>{body}</tbody></table>\n"
    return f"<table>{columns}{''.join(rows)}</table>\n"
