"""Picture files (.png, .jpg, .tif, .bmp, .gif, .webp) as pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from auditor.reading.fault import Unreadable, warning
from auditor.reading.flow import Content, Nested
from auditor.reading.limits import Limits
from auditor.reading.page_content import assemble, take
from auditor.reading.scan.judge import Elder
from auditor.reading.scan.kit import installed, missing
from auditor.reading.scan.recognise import recogniser
from auditor.reading.scan.sheet import read_sheet

_FORMATS = ("BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")
_PIXELS = 40_000_000
_PAPER = 8.27  # inches: the shorter side where the file does not tell its resolution


def read(data: bytes, nested: Nested) -> Content:
    """The pages of a picture file. Raises Unreadable ("file.scan" where nothing recognises,
    "file.damaged", "file.too-large")."""
    if not (nested.limits.recognise and installed()):
        raise missing("这是图片")
    content, elder = Content([]), Elder()
    pages = [
        take(read_sheet(picture, per_inch, number, recogniser(), elder))
        for number, (picture, per_inch) in enumerate(_frames(data, nested.limits, content), start=1)
    ]
    assemble(content, pages)
    return content


def _frames(data: bytes, limits: Limits, content: Content) -> Iterator[tuple[Any, float]]:
    import numpy
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # checked here, before anything is decoded
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
        count = min(int(getattr(image, "n_frames", 1)), limits.pages)
    except (OSError, SyntaxError, ValueError) as fault:
        raise _damaged() from fault
    if image.format in {"GIF", "WEBP"}:
        count = 1
    if count > limits.scan_pages:
        content.diagnostics.append(
            warning(
                "read.lost-scan",
                f"图片有 {count} 页，只识别了前 {limits.scan_pages} 页",
                "请只保留年度报告本身",
            )
        )
        count = limits.scan_pages
    for index in range(count):
        try:
            image.seek(index)
            wide, high = image.size
            if wide * high > _PIXELS or wide < 50 or high < 50:
                raise Unreadable(
                    "file.too-large",
                    f"图片是 {wide} × {high} 像素，不像一页报告",
                    "请按每英寸 200 点重新扫描，或取得报告的文字版",
                )
            told = float((image.info.get("dpi") or (0, 0))[0])
            upright = ImageOps.exif_transpose(image)
            grey = upright.mode in {"1", "L", "LA", "I;16", "I"}
            if upright.mode in {"LA", "RGBA", "PA", "P"}:
                upright = upright.convert("RGBA")
                paper = Image.new("RGBA", upright.size, "white")
                upright = Image.alpha_composite(paper, upright)
            picture = numpy.asarray(upright.convert("L" if grey else "RGB"))
        except (OSError, SyntaxError, ValueError, EOFError, TypeError, ZeroDivisionError) as fault:
            raise _damaged() from fault
        yield picture, _resolution(told, int(picture.shape[1]), int(picture.shape[0]))


def _resolution(told: float, wide: int, high: int) -> float:
    """What the file tells, where that makes a page of a size that is printed; else that of a sheet of A4."""
    if 60 <= told <= 1200 and 5.5 <= min(wide, high) / told <= 17 and max(wide, high) / told <= 24:
        return told
    return min(1200.0, max(40.0, min(wide, high * 0.75) / _PAPER))


def _damaged() -> Unreadable:
    return Unreadable("file.damaged", "图片已损坏，无法读出", "请重新扫描或下载，打开确认后再审核")
