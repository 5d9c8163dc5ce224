"""A true report as .docx, written part by part: what Word, WPS and converters leave in a file."""

from __future__ import annotations

import io
import random
import re
import zipfile
from xml.sax.saxutils import escape

from tests.layouts import grid as g
from tests.layouts.build import Built, Line, Tabled, build, title_of
from tests.layouts.flat import flattened
from tests.layouts.layout import Layout
from tests.layouts.truth import TrueReport

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = {
    _W: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    _REL: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_REL}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_ORDINAL = re.compile(r"^([一二三四五六七八九])([、.])$")
_DATE = (1980, 1, 1, 0, 0, 0)


class _Docx:
    def __init__(self, built: Built) -> None:
        self.built, self.layout = built, built.layout
        self.rng = random.Random(f"docx {built.layout.seed}")
        self.marks = 0

    def run(self, text: str) -> str:
        """Runs of one text; "\\n" is a line break."""
        if self.layout.runs and len(text) > 1:
            cuts = sorted(self.rng.sample(range(1, len(text)), min(len(text) - 1, self.rng.randint(1, 4))))
            pieces = [text[i:j] for i, j in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        else:
            pieces = [text]
        return "".join(
            '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
            + "<w:br/>".join(
                "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(t)}</w:t>' for t in line.split("\t"))
                for line in piece.split("\n")
            )
            + "</w:r>"
            for piece in pieces
        )

    def marked(self, text: str) -> str:
        """Runs with what must not be read beside them, or inside what must be walked through."""
        layout, rng = self.layout, self.rng
        inner = self.run(text)
        if layout.tracked and text and rng.random() < 0.3:
            self.marks += 1
            stamp = f'w:id="{self.marks}" w:author="a" w:date="2024-01-01T00:00:00Z"'
            old = f"<w:del {stamp}><w:r><w:delText>{rng.randint(1, 99)}旧</w:delText></w:r></w:del>"
            inner = f"{old}<w:ins {stamp}>{inner}</w:ins>"
        if layout.hidden and rng.random() < 0.15:
            inner += f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{rng.randint(1, 99)}</w:t></w:r>"
        if layout.controls and text and rng.random() < 0.2:
            number = f'<w:sdtPr><w:id w:val="{rng.randint(1, 9999)}"/></w:sdtPr>'
            inner = f"<w:sdt>{number}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"
        if rng.random() < 0.05:
            inner = f'<w:bookmarkStart w:id="{rng.randint(1, 999)}" w:name="_GoBack"/>{inner}'
        return inner

    def line(self, line: Line) -> str:
        properties, text = "", line.ordinal + line.text
        if line.kind == "heading":
            properties = '<w:pStyle w:val="1"/>'
            found = _ORDINAL.match(line.ordinal)
            if self.layout.numbered and found:
                which = "1" if found[2] == "、" else "2"
                properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{which}"/></w:numPr>'
                text = line.text
        elif line.kind == "title":
            properties = '<w:jc w:val="center"/>'
            if self.layout.boxed:
                return self.box(text)
        body = f"<w:p><w:pPr>{properties}</w:pPr>{self.marked(text)}</w:p>"
        if self.layout.controls and self.rng.random() < 0.1:
            return f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>"
        return body

    def box(self, text: str) -> str:
        """A text box: the same words in the choice and in the fallback."""
        inner = f"<w:txbxContent><w:p>{self.run(text)}</w:p></w:txbxContent>"
        return (
            '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
            "<a:graphicData>"
            f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
            f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
            "</mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>"
        )

    def cell(self, text: str, properties: str) -> str:
        parts = text.split("\n") if self.rng.random() < 0.4 else [text]
        body = "".join(f"<w:p>{self.marked(p)}</w:p>" for p in parts)
        cell = f"<w:tc><w:tcPr>{properties}</w:tcPr>{body}</w:tc>"
        if self.layout.controls and self.rng.random() < 0.05:
            return f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>"
        return cell

    def grid(self, grid: g.Grid) -> str:
        layout = self.layout
        if layout.flat:
            return "".join(f"<w:p>{self.run(text)}</w:p>" for text in flattened(grid, layout))
        if layout.spans != "merged":
            grid = g.separate(grid, layout.spans)
        seen: set[int] = set()
        rows: list[str] = []
        for row in grid:
            cells, index = "", 0
            while index < len(row.squares):
                this = row.squares[index]
                width = 1
                while index + width < len(row.squares) and row.squares[index + width].owner == this.owner:
                    width += 1
                down = sum(1 for r in grid if any(s.owner == this.owner for s in r.squares)) > 1
                start = "" if this.owner in seen else ' w:val="restart"'
                vertical = f"<w:vMerge{start}/>" if down else ""
                text = this.text if this.owner not in seen else self.rng.choice(("", "", "旧9"))
                if layout.hmerge:
                    for n in range(width):
                        across = "" if width == 1 else f'<w:hMerge w:val="{"continue" if n else "restart"}"/>'
                        cells += self.cell("" if n else text, across + vertical)
                else:
                    across = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
                    cells += self.cell(text, f'<w:tcW w:w="{900 * width}" w:type="dxa"/>{across}{vertical}')
                seen.add(this.owner)
                index += width
            head = "<w:trPr><w:tblHeader/></w:trPr>" if row.kind == "head" else ""
            if layout.tracked and row.kind == "data" and self.rng.random() < 0.06:
                gone = "".join(f"<w:tc><w:p>{self.run('7')}</w:p></w:tc>" for _ in row.squares)
                rows.append(f'<w:tr><w:trPr><w:del w:id="9{len(rows)}" w:author="a"/></w:trPr>{gone}</w:tr>')
            rows.append(f"<w:tr>{head}{cells}</w:tr>")
        columns = max(len(row.squares) for row in grid) + self.rng.choice((0, 0, 2))  # WPS often has too many
        widths = "".join('<w:gridCol w:w="900"/>' for _ in range(columns))
        return f"<w:tbl><w:tblPr/><w:tblGrid>{widths}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def body(self) -> str:
        out = []
        for block in self.built.blocks:
            if isinstance(block, Tabled):
                out += [part for piece in block.pieces for part in (self.grid(piece), "<w:p/>")]
            else:
                out.append(self.line(block))
        inner = "".join(out)
        if self.layout.frame == "one":
            inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl><w:p/>"
        return inner + '<w:sectPr><w:headerReference w:type="default" r:id="rId9"/></w:sectPr>'


_NUMBERING = (
    f"""<?xml version="1.0" encoding="UTF-8"?><w:numbering xmlns:w="{_W}">"""
    + "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="%1{mark}"/></w:lvl></w:abstractNum>'
        for n, form, mark in ((0, "chineseCountingThousand", "、"), (1, "japaneseCounting", "."))
    )
    + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n - 1}"/></w:num>' for n in (1, 2))
    + "</w:numbering>"
)
_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:styles xmlns:w="{_W}">'
    '<w:style w:type="paragraph" w:styleId="1">'
    '<w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
)


def render_docx(report: TrueReport, layout: Layout) -> tuple[bytes, Built]:
    """The file's bytes, and the truth beside it. The same bytes every time."""
    return docx_of(build(report, layout))


def docx_of(built: Built) -> tuple[bytes, Built]:
    """The bytes of a document already built."""
    report, layout = built.report, built.layout
    body = _Docx(built).body()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{kind}.{what}+xml"/>'
        for name, what in (
            (layout.main, "document.main"),
            ("styles.xml", "styles"),
            ("numbering.xml", "numbering"),
            ("header1.xml", "header"),
        )
    )
    parts = {
        "[Content_Types].xml": f'{declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'{declaration}<Relationships {package}><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="word/{layout.main}"/></Relationships>',
        f"word/_rels/{layout.main}.rels": f"{declaration}<Relationships {package}>"
        + "".join(
            f'<Relationship Id="{id_}" Type="{office}/{what}" Target="{target}"/>'
            for id_, what, target in (
                ("rId1", "styles", "styles.xml"),
                ("rId2", "numbering", "numbering.xml"),
                ("rId9", "header", "header1.xml"),
            )
        )
        + "</Relationships>",
        f"word/{layout.main}": f"{declaration}<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _NUMBERING,
        "word/header1.xml": f'{declaration}<w:hdr xmlns:w="{_W}"><w:p><w:r><w:t>'
        f"{title_of(report, Layout())} 第 7 页</w:t></w:r></w:p></w:hdr>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package_file:
        for name, text in parts.items():
            if layout.strict:
                for loose, strict in _STRICT.items():
                    text = text.replace(loose, strict)
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_STORED if layout.stored else zipfile.ZIP_DEFLATED
            info.create_system = 0  # the same bytes on every system
            package_file.writestr(info, text.encode("utf-8"))
    return stream.getvalue(), built
