"""Files made to break a reader, by name."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.hostile_cli.runner import GOOD

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BOMB = (
    "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12))
    + "]>"
)


def _package(document: str) -> zipfile.ZipFile:
    """An open .docx in memory (`.fp` is its stream) with this document part."""
    package = zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    package.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
    package.writestr(
        "_rels/.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" Type="{_OFFICE}" '
        'Target="word/document.xml"/></Relationships>',
    )
    if document:
        package.writestr("word/document.xml", document)
    return package


def _closed(package: zipfile.ZipFile) -> bytes:
    stream = package.fp
    package.close()
    assert isinstance(stream, io.BytesIO)
    return stream.getvalue()


def _docx(document: str) -> bytes:
    return _closed(_package(document))


def _gigabyte() -> bytes:
    package = _package("")
    with package.open("word/document.xml", "w", force_zip64=True) as member:
        member.write(f"<w:document {_W}><w:body><w:p><w:r><w:t>".encode())
        chunk = b"0" * (1 << 24)
        for _ in range(64):
            member.write(chunk)
        member.write(b"</w:t></w:r></w:p></w:body></w:document>")
    return _closed(package)


def _encrypted() -> bytes:
    """An OLE file with the two streams of a password-protected Word document."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    table = struct.pack("<III", fat, end, end) + struct.pack("<I", free) * 125

    def entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le")
        out = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
        out += struct.pack("<III", free, right, child) + bytes(36)
        return out + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, free, end, 0)
    directory += entry("EncryptionInfo", 2, free, 2, 2, 512)
    directory += entry("EncryptedPackage", 2, free, free, 2, 512) + bytes(128)
    return head + table + directory + bytes(512)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "空.docx": lambda: b"",
    "空白.txt": lambda: b" \r\n\t\n",
    "噪声.txt": lambda: random.Random(1).randbytes(30_000),
    "噪声.docx": lambda: b"PK\x03\x04" + random.Random(2).randbytes(30_000),
    "截断.docx": lambda: GOOD.read_bytes()[: len(GOOD.read_bytes()) // 2],
    "一吉字节.docx": _gigabyte,
    "实体.docx": lambda: _docx(f"{_BOMB}<w:document {_W}><w:body><w:p>&m;</w:p></w:body></w:document>"),
    "深套.docx": lambda: _docx(
        f"<w:document {_W}><w:body>" + "<w:sdt>" * 60_000 + "</w:sdt>" * 60_000 + "</w:body></w:document>"
    ),
    "加密.docx": _encrypted,
    "大网页.html": lambda: b"<html><body>" + "<p>文字文字文字文字</p>\n".encode() * 1_700_000,
    "跨列.html": lambda: b"<html><body><table>" + b"<tr><td colspan=100000 rowspan=100000>1</td></tr>" * 50,
    "深套.html": lambda: b"<html><body>" + b"<div>" * 200_000 + "通知".encode(),
    "表格.html": lambda: b"<html><body>" + b"<table><tr><td>" * 5_000 + b"1",
}
# Read, but no annual reports.
NO_REPORTS: dict[str, Callable[[], bytes]] = {
    "通讯录.txt": lambda: "云岫镇人民政府值班电话\n党政办公室 0100-8000112\n财政所 0100-8000113\n".encode(),
    "实体.html": lambda: f"{_BOMB}<html><body><p>&m;</p></body></html>".encode(),
}


def write(folder: Path, names: dict[str, Callable[[], bytes]]) -> None:
    for name, make in names.items():
        (folder / name).write_bytes(make())
