"""PDF to content: text, grids of drawn lines, and what could not be read of it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # noqa: F401  (starts the library)
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from auditor.reading.fault import Unreadable, warning
from auditor.reading.flow import Content, Nested
from auditor.reading.limits import Limits
from auditor.reading.page_content import assemble, take
from auditor.reading.page_judge import listed
from auditor.reading.page_shape import Page
from auditor.reading.page_unread import recognised, recogniser
from auditor.reading.pdf_page import read_page
from auditor.reading.pdf_render import render


def read(data: bytes, nested: Nested) -> Content:
    """Everything of the file. Raises Unreadable ("file.encrypted", "file.damaged", "file.too-large")."""
    limits = nested.limits
    document = _open(data)
    try:
        content = Content([])
        title = _meta(document, b"Title")
        if title:
            content.meta["title"] = title
        count = raw.FPDF_GetPageCount(document)
        if count > limits.pages:
            raise Unreadable(
                "file.too-large",
                f"文件有 {count} 页，超过上限 {limits.pages} 页",
                "请确认这是年度报告本身；合订的文件请拆出报告后再审核",
            )
        pages = [take(page) for page in _pages(document, count, limits, content)]
        recognise = recogniser(limits)
        if recognise is not None:
            pages = recognised(pages, take, recognise, lambda page, inch: render(document, page, inch))
        assemble(content, pages)
        return content
    finally:
        raw.FPDF_CloseDocument(document)


def _open(data: bytes) -> Any:
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if document:
        return document
    match raw.FPDF_GetLastError():
        case raw.FPDF_ERR_PASSWORD:
            raise Unreadable("file.encrypted", "文件有密码，无法读取", "请取消打开密码后另存，再重新审核")
        case raw.FPDF_ERR_SECURITY:
            raise Unreadable(
                "file.encrypted", "文件用了无法解开的加密方式，无法读取", "请取消加密后另存，再重新审核"
            )
        case _:
            raise Unreadable(
                "file.truncated", "PDF 文件不完整或已损坏", "请重新下载或复制，用阅读器打开确认后再审核"
            )


def _meta(document: Any, key: bytes) -> str:
    size = raw.FPDF_GetMetaText(document, key, None, 0)
    if not 2 < size <= 2_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_GetMetaText(document, key, buffer, size)
    return " ".join(buffer.raw.decode("utf-16-le", errors="ignore").replace("\x00", "").split())


def _pages(document: Any, count: int, limits: Limits, content: Content) -> Iterator[Page]:
    lost: list[int] = []
    for index in range(count):
        page = raw.FPDF_LoadPage(document, index)
        if not page:
            lost.append(index + 1)
            continue
        try:
            yield read_page(page, index + 1, limits)
        finally:
            raw.FPDF_ClosePage(page)
    if lost:
        content.diagnostics.append(
            warning("read.lost-page", f"{listed(lost)}已损坏，没有读出", "请重新下载，或用原件另存")
        )
