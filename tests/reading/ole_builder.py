"""Compound files (.doc, .xls and their kin) with the streams that a test names; any test may use it."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """The bytes of a compound file; every stream is filled up to 4,096 bytes, so that it stands in
    sectors of its own."""
    contents = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    sectors: list[bytes] = []
    chains: dict[int, int] = {}

    def put(data: bytes) -> int:
        first = len(sectors)
        pieces = [data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)]
        for number, piece in enumerate(pieces):
            chains[len(sectors)] = len(sectors) + 1 if number + 1 < len(pieces) else _END
            sectors.append(piece)
        return first

    starts = {name: put(data) for name, data in contents.items()}
    entries = [_entry("Root Entry", 5, _END, 0, child=1 if contents else _FREE)]
    names = list(contents)
    for number, name in enumerate(names):
        right = number + 2 if number + 1 < len(names) else _FREE
        entries.append(_entry(name, 2, starts[name], len(contents[name]), right=right))
    directory = put(b"".join(entries))
    count = (len(sectors) + _SECTOR // 4) // (_SECTOR // 4 - 1) + 1
    first_table = len(sectors)
    for number in range(first_table, first_table + count):
        chains[number] = _TABLE
    table = [chains.get(number, _FREE) for number in range(count * _SECTOR // 4)]
    packed = struct.pack(f"<{len(table)}I", *table)
    places = [first_table + number if number < count else _FREE for number in range(109)]
    header = struct.pack(
        "<8s16sHHHHH6x9I109I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0,
        count, directory, 0, 4096, _END, 0, _END, 0, *places,
    )  # fmt: skip
    return header + b"".join(sectors) + packed


def word(flags: int = 0) -> bytes:
    """The head of a WordDocument stream; 0x0100 in `flags` says that it has a password."""
    return struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x0804, 0, flags)


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE, right: int = _FREE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sI8s8sII4x", written, len(written), kind, 1, _FREE, right, child, b"", 0, b"", b"",
        start, size,
    )  # fmt: skip
