"""A tiny writer of PDFs: text in a Chinese font that need not be embedded, lines, rectangles, forms.

Coordinates are points from the page's top left corner.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field


def wide(char: str) -> bool:
    return ord(char) > 0x7F


def width_of(text: str, size: float) -> float:
    """Chinese characters are as wide as the type size, all others half of it."""
    return sum(size if wide(char) else size / 2 for char in text)


@dataclass
class Sheet:
    """A page's content. `form`: everything goes into a form XObject, placed by this matrix."""

    width: float = 595.0
    height: float = 842.0
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    form: str = ""
    image: bool = False
    parts: list[str] = field(default_factory=list)
    before: str = ""  # operators that stand before all others ("0 1 -1 0 595 0 cm")

    def raw(self, operators: str) -> None:
        self.parts.append(operators)

    def text(
        self, x: float, y: float, text: str, size: float = 10.5, mode: int = 0, font: str = "F1"
    ) -> None:
        """`y` is the top of the line."""
        code = text.encode("utf-16-be").hex()
        base = self.height - y - 0.88 * size
        self.raw(f"BT {mode} Tr /{font} {size:g} Tf {x:.3f} {base:.3f} Td <{code}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, look: str = "") -> None:
        h = self.height
        self.raw(f"q {look} {width:g} w {x0:.3f} {h - y0:.3f} m {x1:.3f} {h - y1:.3f} l S Q")

    def rect(self, x0: float, y0: float, x1: float, y1: float, look: str = "0 g", paint: str = "f") -> None:
        self.raw(f"q {look} {x0:.3f} {self.height - y1:.3f} {x1 - x0:.3f} {y1 - y0:.3f} re {paint} Q")


def _garbled(text: re.Match[str]) -> str:
    """The codes as a font of its own would have them: small numbers in the order of the glyphs."""
    codes = (int(text[1][i : i + 4], 16) for i in range(0, len(text[1]), 4))
    return "<" + "".join(f"{0x21 + code % 93:04x}" for code in codes) + ">"


def pdf_of(sheets: list[Sheet], *, to_unicode: bool = True, title: str = "") -> bytes:
    """The file. Without `to_unicode` the font's codes are meant by nobody else."""
    bodies: list[bytes] = []

    def add(body: str | bytes) -> int:
        bodies.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(bodies)

    def stream(content: str, head: str = "") -> int:
        data = zlib.compress(content.encode("latin-1"))
        return add(
            f"<< {head} /Length {len(data)} /Filter /FlateDecode >>\nstream\n".encode("latin-1")
            + data
            + b"\nendstream"
        )

    catalog, pages = add(""), add("")
    descriptor = add(
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>"
    )
    order = "(GB1) /Supplement 2" if to_unicode else "(Identity) /Supplement 0"
    font = add(
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe)"
        f" /Ordering {order} >> /DW 1000 /W [1 95 500] /FontDescriptor {descriptor} 0 R >>"
    )
    encoding = "UniGB-UCS2-H" if to_unicode else "Identity-H"
    top = add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding}"
        f" /DescendantFonts [{font} 0 R] >>"
    )
    fonts = f"/Font << /F1 {top} 0 R >>"
    kids = []
    for sheet in sheets:
        content = "\n".join(sheet.parts)
        if not to_unicode:
            content = re.sub(r"<([0-9a-f]+)>", _garbled, content)
        extra = ""
        if sheet.form:
            head = f"/Type /XObject /Subtype /Form /BBox [-9999 -9999 9999 9999] /Resources << {fonts} >>"
            number = stream(content, head)
            extra += f" /X1 {number} 0 R"
            content = f"q {sheet.form} cm /X1 Do Q"
        if sheet.image:
            size = "/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
            pixel = f"/Type /XObject /Subtype /Image {size}"
            number = stream("\x80", pixel)
            extra += f" /I1 {number} 0 R"
        content = f"{sheet.before}\n{content}" if sheet.before else content
        number = stream(content)
        crop = f" /CropBox [{' '.join(f'{value:g}' for value in sheet.crop)}]" if sheet.crop else ""
        kids.append(
            add(
                f"<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 {sheet.width:g} {sheet.height:g}]{crop}"
                f" /Rotate {sheet.rotate} /Resources << {fonts} /XObject << {extra} >> >>"
                f" /Contents {number} 0 R >>"
            )
        )
    info = add(f"<< /Title <feff{title.encode('utf-16-be').hex()}> >>")
    bodies[catalog - 1] = f"<< /Type /Catalog /Pages {pages} 0 R >>".encode()
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    bodies[pages - 1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>".encode()
    return assembled(bodies, f"/Root {catalog} 0 R /Info {info} 0 R")


def assembled(bodies: list[bytes], trailer: str) -> bytes:
    """Objects 1, 2, 3 … as a file with its table of offsets."""
    out = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    return out + f"trailer\n<< /Size {len(bodies) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
