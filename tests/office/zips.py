"""Archives as different programs write them, and as they should not be."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping


def packed(files: Mapping[str, bytes], encoding: str = "utf-8", store: bool = False) -> bytes:
    """A zip whose names are written in `encoding`; only "utf-8" says which it is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED if store else zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = made.compression
            made.writestr(info, data)
    data = stream.getvalue()
    if encoding == "utf-8":
        return data
    return _renamed(data, {name.encode("utf-8"): name.encode(encoding) for name in files})


def _renamed(data: bytes, names: Mapping[bytes, bytes]) -> bytes:
    """The zip with other bytes for its names, and without the mark that says UTF-8."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
    body, directory = b"", b""
    for info in infos:
        old = info.filename.encode("utf-8")
        new = names[old]
        at = info.header_offset
        head = bytearray(data[at : at + 30])
        extra = int.from_bytes(head[28:30], "little")
        start = at + 30 + int.from_bytes(head[26:28], "little") + extra
        struct.pack_into("<H", head, 6, 0)
        struct.pack_into("<HH", head, 26, len(new), 0)
        offset = len(body)
        body += bytes(head) + new + data[start : start + info.compress_size]
        directory += struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, info.compress_type, 0, 33, info.CRC,
            info.compress_size, info.file_size, len(new), 0, 0, 0, 0, 0, offset,
        ) + new  # fmt: skip
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(infos), len(infos), len(directory), len(body), 0)
    return body + directory + end


def with_flag(data: bytes, flag: int) -> bytes:
    """The zip with a bit set in the flags of every member (1: encrypted)."""
    made = bytearray(data)
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = -1
        while (start := made.find(mark, start + 1)) >= 0:
            made[start + at] |= flag
    return bytes(made)


def bomb(name: str, size: int) -> bytes:
    """A member of `size` zero bytes, packed a thousand to one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made, made.open(name, "w") as member:
        for _ in range(size // (1 << 20)):
            member.write(bytes(1 << 20))
    return stream.getvalue()


def overlapping(count: int, size: int) -> bytes:
    """Many members that all are the same packed bytes: far more comes out than ever went in."""
    deflated = zlib.compress(bytes(size))[2:-4]
    crc = zlib.crc32(bytes(size))
    name = b"0000.txt"
    head = struct.pack(
        "<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(deflated), size, len(name), 0
    )
    body = head + name + deflated
    directory = b"".join(
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(deflated), size,
                    len(name), 0, 0, 0, 0, 0, 0) + b"%04d.txt" % number
        for number in range(count)
    )  # fmt: skip
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + end
