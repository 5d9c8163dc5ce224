"""A page of an OFD that is a picture, as a picture. Text and lines are not drawn: such pages have none."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

from auditor.reading.fault import Unreadable
from auditor.reading.package import Package
from auditor.reading.page_shape import Page
from auditor.reading.page_unread import Picture

_MOST = 40_000_000  # pixels


def render(package: Package, page: Page, parts: Sequence[str], per_inch: float) -> Picture:
    """`page`, whose pictures are held by `parts` ("" where that is not known). Raises Unreadable where it
    is more than pictures, or one of them cannot be shown."""
    fault = Unreadable("file.damaged", f"第 {page.number} 页的图片无法显示", "请用阅读器打开确认，再重新导出")
    width, height = round(page.width * per_inch / 72), round(page.height * per_inch / 72)
    if (page.chars and not page.covered) or page.turns or not page.pictures:
        raise fault
    if not 0 < width * height <= _MOST:
        raise fault
    from PIL import Image

    sheet = Image.new("RGB", (width, height), "white")
    for (left, top, right, bottom), part in zip(page.pictures, parts, strict=True):
        if not part:
            raise fault
        try:
            with Image.open(io.BytesIO(package.read(part))) as image:
                if image.width * image.height > _MOST:
                    raise fault
                shown = image.convert("RGB")
        except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError) as wrong:
            raise fault from wrong
        scale = per_inch / 72
        size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
        if size[0] * size[1] > _MOST:
            raise fault
        sheet.paste(shown.resize(size, Image.Resampling.LANCZOS), (round(left * scale), round(top * scale)))
    return Picture(width, height, b"", per_inch, sheet.tobytes())
