"""Small .docx files from XML snippets; any test may use it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{_OFFICE}/relationships" xmlns:m="{_OFFICE}/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text: str, properties: str = "") -> str:
    """A `w:r` with text; `properties` is the inside of its `w:rPr`."""
    about = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{about}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str = "", style: str = "", properties: str = "", inside: str = "") -> str:
    """A `w:p`: `inside` is put after the run of `text`; `properties` is the inside of its `w:pPr`."""
    about = (f'<w:pStyle w:val="{style}"/>' if style else "") + properties
    return (
        "<w:p>"
        + (f"<w:pPr>{about}</w:pPr>" if about else "")
        + (run(text) if text else "")
        + inside
        + "</w:p>"
    )


def numbered(text: str, number: int, depth: int = 0) -> str:
    """A paragraph of list `number` (numId) at `depth`."""
    return paragraph(
        text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def cell(text: str = "", properties: str = "", inside: str = "") -> str:
    """A `w:tc`; each line of `text` is a paragraph unless `inside` gives its blocks."""
    blocks = inside or "".join(paragraph(line) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A `w:tr`; a cell that is no XML becomes one."""
    about = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return (
        "<w:tr>" + about + "".join(each if each.startswith("<") else cell(each) for each in cells) + "</w:tr>"
    )


def table(*rows: str | Sequence[str]) -> str:
    """A `w:tbl`; a row may be a sequence of texts."""
    made = "".join(each if isinstance(each, str) else row(*each) for each in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def span(columns: int) -> str:
    """Cell properties: over `columns` grid columns."""
    return f'<w:gridSpan w:val="{columns}"/>'


def merge(restart: bool = False) -> str:
    """Cell properties: the first cell of a vertical merge, or one that continues it."""
    return '<w:vMerge w:val="restart"/>' if restart else "<w:vMerge/>"


def level(depth: int, form: str, text: str, extra: str = "", start: int = 1) -> str:
    """A `w:lvl` for `numbering`."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: Mapping[int, str], nums: Mapping[int, int | str]) -> str:
    """numbering.xml: `levels` by abstractNumId, `nums` numId -> abstractNumId or the inside of `w:num`."""
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{key}">{inside}</w:abstractNum>' for key, inside in levels.items()
    )
    made = "".join(
        f'<w:num w:numId="{key}">'
        + (inside if isinstance(inside, str) else f'<w:abstractNumId w:val="{inside}"/>')
        + "</w:num>"
        for key, inside in nums.items()
    )
    return f"<w:numbering {_SPACES}>{abstracts}{made}</w:numbering>"


def styles(inside: str) -> str:
    """styles.xml around `w:style` elements."""
    return f"<w:styles {_SPACES}>{inside}</w:styles>"


def docx(
    *body: str,
    parts: Mapping[str, str | bytes] | None = None,
    relations: Mapping[str, tuple[str, str]] | None = None,
    main: str = "word/document.xml",
    document: str | bytes | None = None,
) -> bytes:
    """The bytes of a .docx whose body is `body`.

    `parts`: more members by full name; "styles.xml" and "numbering.xml" are put in the main part's
    folder and related. `relations`: id -> (kind, target) of the main part. `document`: the main
    part as given, instead of `body`.
    """
    folder, _, base = main.rpartition("/")
    prefix = folder + "/" if folder else ""
    related = dict(relations or {})
    members: dict[str, str | bytes] = {}
    for name, content in (parts or {}).items():
        if name in ("styles.xml", "numbering.xml"):
            related.setdefault(f"auto-{name}", (name.removesuffix(".xml"), name))
            members[prefix + name] = content
        else:
            members[name] = content
    text = (
        document
        if document is not None
        else f"<w:document {_SPACES}><w:body>{''.join(body)}</w:body></w:document>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        archive.writestr("_rels/.rels", _relations({"main": ("officeDocument", main)}))
        archive.writestr(main, text)
        if related:
            archive.writestr(f"{prefix}_rels/{base}.rels", _relations(related))
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _relations(relations: Mapping[str, tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/relationships/{kind}" Target="{escape(target)}"/>'
        for key, (kind, target) in relations.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'
