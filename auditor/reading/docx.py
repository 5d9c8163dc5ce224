"""Word documents (.docx, from Word, WPS and others): one walk over the hardened XML of the main part."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from auditor.base.diagnostic import Diagnostic
from auditor.reading.docx_names import names_of, namespace_of
from auditor.reading.docx_numbering import Numbering
from auditor.reading.docx_styles import Styles
from auditor.reading.docx_walk import Walk
from auditor.reading.fault import Unreadable, note, warning
from auditor.reading.flow import Content, Item, Nested
from auditor.reading.package import Package, Relation

_MAIN = "word/document.xml"


def read(data: bytes, nested: Nested) -> Content:
    """A .docx file. Headers, footers, footnotes and comments are other parts and not read.

    Raises Unreadable when it is damaged, encrypted, or larger than the limits.
    """
    return read_package(Package(data, nested.limits), nested)


def read_package(package: Package, nested: Nested) -> Content:
    """As `read`, for parts that are open already."""
    main = _main_part(package)
    if main not in package:
        raise Unreadable(
            "file.damaged", "文件已损坏（找不到正文部分）", "请用原来的程序打开确认，再另存为 .docx"
        )
    root = package.xml(main)
    names = names_of(namespace_of(root))
    relations = package.relations(main)
    content = Content([], properties(package))

    def part(name: str) -> etree._Element | None:
        """A part beside the main one; a damaged one costs headings and numbers, not the text."""
        found = next(
            (each.target for each in relations.values() if each.kind == name and not each.external), None
        )
        if found is None or found not in package:
            return None
        try:
            return package.xml(found)
        except Unreadable as fault:
            content.diagnostics.append(_lost(found, fault))
            return None

    styles = Styles(part("styles"), names)
    numbering = Numbering(part("numbering"), names)
    chunk = _chunk_reader(package, relations, nested, content.diagnostics)
    walk = Walk(names, styles, numbering, nested.limits, chunk)
    body = root.find(names["body"])
    if body is not None:
        content.items = walk.blocks(body)
    if walk.contents:
        content.diagnostics.append(
            note("docx.contents", f"自动生成的目录（{walk.contents} 行）未作为正文读入")
        )
    return content


def _main_part(package: Package) -> str:
    """By the package's relations: not every program calls it word/document.xml."""
    try:
        relations = package.relations("")
    except Unreadable:
        relations = {}
    named = (
        each.target for each in relations.values() if each.kind == "officeDocument" and not each.external
    )
    return next((target for target in named if target in package), _MAIN)


def properties(package: Package) -> dict[str, str]:
    """What the package says about itself, by lower-case keys."""
    meta: dict[str, str] = {}
    try:
        if "docProps/core.xml" not in package:
            return meta
        root = package.xml("docProps/core.xml")
    except Unreadable:
        return meta  # nothing of the report stands there
    for element in root:
        text = " ".join((element.text or "").split())
        if text:
            meta.setdefault(str(element.tag).rpartition("}")[2].lower(), text)
    return meta


def _chunk_reader(
    package: Package, relations: dict[str, Relation], nested: Nested, diagnostics: list[Diagnostic]
) -> Callable[[str], list[Item]]:
    def read_chunk(ident: str) -> list[Item]:
        relation = relations.get(ident)
        if relation is None or relation.external or relation.target not in package:
            diagnostics.append(
                warning(
                    "docx.chunk-missing",
                    "正文引用的一段外来内容不在文件里，未读",
                    "请在 Word 中打开并另存后重试",
                )
            )
            return []
        try:
            content = nested.read(package.read(relation.target))
        except Unreadable as fault:
            diagnostics.append(_lost(relation.target, fault))
            return []
        diagnostics.extend(content.diagnostics)
        return content.items

    return read_chunk


def _lost(part: str, fault: Unreadable) -> Diagnostic:
    return warning(
        "docx.part-unreadable",
        f"文件的 {part} 部分未能读出：{fault.diagnostic.message}",
        "读取结果可能不完整，请在 Word 中打开并另存后重试",
    )
