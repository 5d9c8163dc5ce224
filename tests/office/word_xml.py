"""A .docx written as Word's two XML forms: Word 2003 XML, and the flat package."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from auditor.reading.docx_names import names_of
from auditor.reading.docx_numbering import Numbering
from auditor.reading.docx_styles import Styles

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
_WX = "http://schemas.microsoft.com/office/word/2003/auxHint"
_FLAT = "http://schemas.microsoft.com/office/2006/xmlPackage"


def parts_of(docx: bytes) -> dict[str, bytes]:
    """The parts of a .docx by name."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def flat_of(docx: bytes) -> bytes:
    """All parts in one XML file, as Word saves it under “Word XML 文档”."""
    made = []
    for name, data in parts_of(docx).items():
        if name.endswith((".xml", ".rels")):
            body = re.sub(rb"^\s*<\?xml[^>]*\?>", b"", data).decode("utf-8")
            inside = f"<pkg:xmlData>{body}</pkg:xmlData>"
        else:
            inside = "<pkg:binaryData>AAAA</pkg:binaryData>"
        made.append(f'<pkg:part pkg:name="/{name}" pkg:contentType="x">{inside}</pkg:part>')
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
    return f'{head}<pkg:package xmlns:pkg="{_FLAT}">{"".join(made)}</pkg:package>'.encode()


def word_2003_of(docx: bytes, before: str = "") -> bytes:
    """As Word 2003 saves it: other names, numbers of lists as hints; `before` stands first in the body."""
    parts = parts_of(docx)
    root = etree.fromstring(parts["word/document.xml"])
    names = names_of(_W)
    styles = etree.fromstring(parts["word/styles.xml"]) if "word/styles.xml" in parts else None
    numbers = Numbering(
        etree.fromstring(parts["word/numbering.xml"]) if "word/numbering.xml" in parts else None, names
    )
    known = Styles(styles, names)
    for paragraph in root.iter(names["p"]):
        about = paragraph.find(names["pPr"])
        ident = names.value(about, "pStyle")
        style = known.of(ident)
        own = None if about is None else about.find(names["numPr"])
        number = names.number(own, "numId") if own is not None else style.number
        if not number:
            continue
        depth = (names.number(own, "ilvl") if own is not None else style.depth) or 0
        printed = numbers.next(number, depth)
        if about is None:
            about = etree.Element(names["pPr"])
            paragraph.insert(0, about)
        if own is not None:
            about.remove(own)
        hint = etree.SubElement(about, names["listPr"])
        etree.SubElement(hint, names["ilvl"]).set(names.val, str(depth))
        etree.SubElement(hint, names["ilfo"]).set(names.val, str(number))
        etree.SubElement(hint, f"{{{_WX}}}t").set(f"{{{_WX}}}val", printed.strip())
    for element in root.iter(names["vMerge"]):
        element.tag = names["vmerge"]
    body = etree.tostring(root.find(names["body"]), encoding="unicode")
    shown = "" if styles is None else etree.tostring(styles, encoding="unicode")
    text = f'<w:wordDocument xmlns:w="{_W}" xmlns:wx="{_WX}">{shown}{body}</w:wordDocument>'
    text = text.replace(_W, _2003)
    if before:
        text = re.sub(r"(<w:body[^>]*>)", lambda found: found[1] + before, text, count=1)
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text).encode()
