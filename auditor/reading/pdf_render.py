"""A page of a PDF as a picture, turned as its text was read, for whoever recognises what it shows."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw  # type: ignore[import-untyped]

from auditor.reading.fault import Unreadable
from auditor.reading.page_shape import Page
from auditor.reading.page_unread import Picture

_MOST = 40_000_000  # pixels
_WHITE = 0xFFFFFFFF


def render(document: Any, page: Page, per_inch: float) -> Picture:
    """`page` of an open document, in colours where it has pictures. Raises Unreadable ("file.too-large",
    "file.damaged")."""
    width, height = round(page.width * per_inch / 72), round(page.height * per_inch / 72)
    if width < 1 or height < 1 or width * height > _MOST:
        raise Unreadable(
            "file.too-large", f"第 {page.number} 页的尺寸异常，无法成像", "请用原件另存为 A4 幅面后再审核"
        )
    loaded = raw.FPDF_LoadPage(document, page.number - 1)
    if not loaded:
        raise Unreadable("file.damaged", f"第 {page.number} 页已损坏，无法成像", "请重新下载，或用原件另存")
    try:
        kind, bytes_, flags = raw.FPDFBitmap_Gray, 1, raw.FPDF_GRAYSCALE
        if page.pictures:
            kind, bytes_, flags = raw.FPDFBitmap_BGR, 3, raw.FPDF_REVERSE_BYTE_ORDER
        bitmap = raw.FPDFBitmap_CreateEx(width, height, kind, None, 0)
        if not bitmap:
            raise MemoryError
        try:
            # The page turns itself with the clock; `turns` are against it and count from the page unturned.
            turn = (-raw.FPDFPage_GetRotation(loaded) - page.turns) % 4
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
            raw.FPDF_RenderPageBitmap(bitmap, loaded, 0, 0, width, height, turn, flags)
            stride = raw.FPDFBitmap_GetStride(bitmap)
            data = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
    finally:
        raw.FPDF_ClosePage(loaded)
    size = width * bytes_
    if stride != size:
        data = b"".join(data[row * stride : row * stride + size] for row in range(height))
    if page.pictures:
        return Picture(width, height, b"", per_inch, data)
    return Picture(width, height, data, per_inch)
