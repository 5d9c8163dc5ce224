"""The template: opened, its fields checked, and written out again as a finished document."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.output.notice.fields import BLOCKS, FIELDS
from auditor.output.notice.fill import (
    FIELD,
    Part,
    Scope,
    TemplateFault,
    W,
    fill,
    fill_paragraph,
    names_in,
    parse,
)
from auditor.output.package_mark import finished
from auditor.source.nearest import advice

TEMPLATE_NAME = "整改通知模板.docx"
DEFAULT_TEMPLATE = Path(__file__).parent / TEMPLATE_NAME
_BEFORE_BREAK = (f"{W}pStyle", f"{W}keepNext", f"{W}keepLines")
_MOST = 20 << 20  # bytes of a template, with its pictures


@dataclass
class Template:
    """An open template. One at a time is filled; not thread-safe."""

    document: Any
    parts: tuple[Part, ...]
    margins: tuple[tuple[Any, Any], ...] = field(default=())  # headers and footers with fields, as they were

    def filled(self, scopes: list[Scope], title: str) -> bytes:
        """A document with the template once per scope, each on a new page."""
        body = self.document.element.body
        last = body[-1] if len(body) and body[-1].tag == f"{W}sectPr" else None
        for child in list(body):
            if child is not last:
                body.remove(child)
        for number, scope in enumerate(scopes):
            for position, element in enumerate(fill(self.parts, scope)):
                if number and not position:
                    _on_new_page(element)
                if last is None:
                    body.append(element)
                else:
                    last.addprevious(element)
        for node, original in self.margins:
            _restore(node, original)
            for paragraph in node.iter(f"{W}p"):
                fill_paragraph(paragraph, scopes[0].fields if len(scopes) == 1 else {})
        self.document.core_properties.title = title
        stream = io.BytesIO()
        self.document.save(stream)
        return finished(stream.getvalue())


def open_template(path: Path) -> Template | list[Diagnostic]:
    """The template, or what is wrong with it."""
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    where = path.as_posix()
    try:
        if path.stat().st_size > _MOST:
            return [_fault("太大", "模板里去掉大图片再用", where)]
        data = path.read_bytes()
        document = Document(io.BytesIO(data))
        parts = parse([child for child in document.element.body if child.tag != f"{W}sectPr"])
        margins = tuple(
            (area._element, deepcopy(area._element))
            for section in document.sections
            for area in (
                section.header, section.footer, section.first_page_header, section.first_page_footer,
                section.even_page_header, section.even_page_footer,
            )
            if not area.is_linked_to_previous and FIELD.search("".join(area._element.itertext()))
        )  # fmt: skip
    except OSError:
        return [_fault("打不开", "核对 --template 的路径和权限", where)]
    except TemplateFault as fault:
        return [_fault(f"里{fault}", "每个块的开头和结尾要成对，各占一段", where)]
    except (
        OpcError,
        XMLSyntaxError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        NotImplementedError,
    ):
        return [_fault("不是 Word 的 .docx 文件，或已损坏", "在 Word 或 WPS 里打开，另存为 .docx", where)]
    unknown = [
        _unknown(name, block, where)
        for name, block in dict.fromkeys(names_in(parts))
        if not _known(name, block)
    ]
    return unknown or Template(document, parts, margins)


def _known(name: str, block: bool) -> bool:
    return name in (BLOCKS if block else FIELDS)


def _unknown(name: str, block: bool, where: str) -> Diagnostic:
    known = BLOCKS if block else FIELDS
    what = "块" if block else "字段"
    hint = advice(name, list(known))
    return _fault(f"里没有“{name}”这个{what}", f"{hint}可以用：{' '.join(known)}", where)


def _fault(message: str, remedy: str, where: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, "output.template", f"通知模板{message}", remedy, where)


def _on_new_page(element: Any) -> None:
    if element.tag != f"{W}p":
        return
    properties = element.find(f"{W}pPr")
    if properties is None:
        properties = element.makeelement(f"{W}pPr", {})
        element.insert(0, properties)
    if properties.find(f"{W}pageBreakBefore") is not None:
        return
    before = [child for child in properties if child.tag in _BEFORE_BREAK]  # Word wants them in order
    properties.insert(len(before), element.makeelement(f"{W}pageBreakBefore", {}))


def _restore(node: Any, original: Any) -> None:
    for child in list(node):
        node.remove(child)
    for child in original:
        node.append(deepcopy(child))
