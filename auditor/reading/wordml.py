"""Word's XML files: Word 2003 XML and the flat form of .docx, through the walk that reads .docx.

Word 2003 names a few things otherwise; its tree is put into the words of .docx before it is walked. The
number of a list's paragraph stands in the file as printed.
"""

from __future__ import annotations

import base64
import binascii
import copy
import re

from lxml import etree

from auditor.reading.docx import read_package
from auditor.reading.docx_names import names_of
from auditor.reading.docx_numbering import Numbering
from auditor.reading.docx_styles import Styles
from auditor.reading.docx_walk import Walk
from auditor.reading.fault import Unreadable, note, too_large
from auditor.reading.flow import Content, Item, Nested
from auditor.reading.limits import Limits
from auditor.reading.package import Package, parse_xml

W2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_AML = "{http://schemas.microsoft.com/aml/2001/core}"
# Pictures stand in the text as letters; they are no text, and longer than a parser lets pass.
_PICTURES = re.compile(
    rb"(<(w:binData|pkg:binaryData)\b[^<>]*>)[A-Za-z0-9+/=\s]*(</(?:w:binData|pkg:binaryData)>)"
)
_RENAMED = {"vmerge": "vMerge", "hmerge": "hMerge"}
_GONE = ("Word.Deletion", "Word.Comment", "Word.Bookmark.Start", "Word.Bookmark.End", "Word.Numbering")
_REMEDY = "请用 Word 打开后另存为 .docx，再重新审核"


def read(data: bytes, nested: Nested) -> Content:
    """A Word 2003 XML or flat .docx file. Raises Unreadable when it is damaged or too large."""
    if len(data) > nested.limits.member_bytes:
        raise too_large("文件", len(data), nested.limits.member_bytes)
    root = parse_xml(_PICTURES.sub(rb"\1\3", data), "文件", nested.limits)
    if root.tag == f"{_FLAT}package":
        return read_package(_FlatPackage(root, nested.limits), nested)
    if root.tag != f"{{{W2003}}}wordDocument":
        raise Unreadable(
            "format.unsupported", "这是 XML 文件，不是 Word 文档", "请另存为 .docx，或把文字存为 .txt"
        )
    return _read_2003(root, nested)


def _read_2003(root: etree._Element, nested: Nested) -> Content:
    names = names_of(W2003)
    content = Content([], _properties(root))
    body = root.find(names["body"])
    if body is None:
        raise Unreadable("file.damaged", "文件已损坏（找不到正文部分）", _REMEDY)
    _in_words_of_docx(body)
    styles = Styles(root.find(names["styles"]), names)

    def no_part(ident: str) -> list[Item]:
        return []

    walk = Walk(names, styles, Numbering(None, names), nested.limits, no_part)
    content.items = walk.blocks(body)
    if walk.contents:
        content.diagnostics.append(
            note("docx.contents", f"自动生成的目录（{walk.contents} 行）未作为正文读入")
        )
    return content


def _properties(root: etree._Element) -> dict[str, str]:
    meta: dict[str, str] = {}
    for about in root.iterchildren("{*}DocumentProperties"):
        for each in about:
            text = " ".join((each.text or "").split())
            if text:
                meta.setdefault(str(each.tag).rpartition("}")[2].lower(), text)
    return meta


def _in_words_of_docx(body: etree._Element) -> None:
    """Tracked changes resolved, lists' numbers put into their paragraphs, merges under their new names."""
    names = names_of(W2003)
    for mark in list(body.iter(f"{_AML}annotation")):
        parent = mark.getparent()
        if parent is None:
            continue
        content = mark.find(f"{_AML}content")
        if mark.get(names["type"]) not in _GONE and content is not None:
            at = parent.index(mark)
            parent[at:at] = list(content)
        parent.remove(mark)
    for element in list(body.iter(names["vmerge"], names["hmerge"])):
        element.tag = names[_RENAMED[str(element.tag).rpartition("}")[2]]]
    for about in list(body.iter(names["listPr"])):
        properties = about.getparent()
        paragraph = properties.getparent() if properties is not None else None
        if properties is None or paragraph is None or paragraph.tag != names["p"]:
            continue
        number = _printed(about)
        if _is_bullet(number):
            continue
        run = etree.Element(names["r"])
        text = etree.SubElement(run, names["t"])
        # A tab or space after “1” parts it from the words; after “、” it is only layout.
        text.text = number + (" " if number[-1:].isalnum() else "")
        paragraph.insert(paragraph.index(properties) + 1, run)


def _printed(about: etree._Element) -> str:
    """The number of a list's paragraph, from the hint that Word leaves beside the list's level."""
    for each in about:
        if str(each.tag).rpartition("}")[2] == "t":
            for key, value in each.attrib.items():
                if str(key).rpartition("}")[2] == "val":
                    return str(value)
    return ""


def _is_bullet(number: str) -> bool:
    return not number.strip() or all(ord(each) > 0xE000 or each in "·•●■◆◇○□" for each in number.strip())


class _FlatPackage(Package):
    """A .docx whose parts stand in one XML file."""

    def __init__(self, root: etree._Element, limits: Limits) -> None:
        self._limits = limits
        self._elements: dict[str, etree._Element] = {}
        for part in root.iterchildren(f"{_FLAT}part"):
            name = (part.get(f"{_FLAT}name") or "").lstrip("/").lower()
            self._elements.setdefault(name, part)

    @property
    def names(self) -> frozenset[str]:
        """The parts' names in lower case."""
        return frozenset(self._elements)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._elements

    def read(self, name: str) -> bytes:
        """A part's bytes. KeyError when there is none."""
        part = self._elements[name.lower()]
        for child in part:
            if child.tag == f"{_FLAT}xmlData":
                return etree.tostring(self.xml(name))
            try:
                return base64.b64decode(child.text or "")
            except binascii.Error as fault:
                raise Unreadable("file.damaged", f"文件已损坏（{name} 读不出）", _REMEDY) from fault
        return b""

    def xml(self, name: str) -> etree._Element:
        """A part's tree, on its own. Raises Unreadable when it has none."""
        part = self._elements[name.lower()]
        for data in part.iterchildren(f"{_FLAT}xmlData"):
            for root in data:
                return copy.deepcopy(root)
        raise Unreadable("file.damaged", f"文件已损坏（{name} 的内容不合格式）", _REMEDY)
