"""OLE compound files (.doc, .wps, .xls, .et …): the names of their streams and the head of a Word file.

Only what tells one format from another is read; sectors are followed with every step bounded.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks
_ENTRY = 128
_ENTRIES = 20_000
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_ENCRYPTED_WORD = 0x0100  # of the flags at offset 10 of the WordDocument stream


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream or storage: its name, its first sector and its size in bytes."""

    name: str
    kind: int
    start: int
    size: int


class Compound:
    """The directory of a compound file. Raises ValueError on what is none."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise ValueError("no compound file")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or not 4 <= mini_shift <= 9:
            raise ValueError("no such sector size")
        self._data = data
        self._size = 1 << shift
        self._count = max(0, len(data) - 1) >> shift  # the header takes one place
        self._table = self._allocation(*struct.unpack_from("<II", data, 68))
        self.streams = tuple(self._directory(struct.unpack_from("<I", data, 48)[0]))
        if not self.streams:
            raise ValueError("no directory")

    def names(self) -> frozenset[str]:
        """Names of streams and storages, as written."""
        return frozenset(stream.name for stream in self.streams)

    def holds(self, *names: str) -> bool:
        """Whether the file goes on to the end of each of these streams, where there is one."""
        return all(self._is_whole(each) for each in self.streams if each.name in names and each.size >= 4096)

    def _is_whole(self, stream: Stream) -> bool:
        there = 0
        for number in self._chain(stream.start, stream.size // self._size + 1):
            if (number + 1) * self._size >= len(self._data):
                return False
            there += self._size
        return there >= stream.size

    def head(self, name: str, size: int) -> bytes:
        """At most the first `size` bytes (one sector) of a stream; b"" where there is none or it is
        small and stands among the short ones."""
        found = next((each for each in self.streams if each.name == name and each.kind == _STREAM), None)
        if found is None or found.size < 4096:
            return b""
        return self._sector(found.start)[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size] if number < _END else b""

    def _allocation(self, next_list: int, lists: int) -> list[int]:
        """The allocation table: for each sector the next one of its chain."""
        numbers = list(struct.unpack_from("<109I", self._data, 76))
        for _ in range(min(lists, self._count)):
            sector = self._sector(next_list)
            if len(sector) < self._size:
                break
            *more, next_list = struct.unpack(f"<{self._size // 4}I", sector)
            numbers.extend(more)
        table: list[int] = []
        for number in numbers[: self._count + 1]:
            if number >= _END:
                continue
            sector = self._sector(number)
            if len(sector) < self._size:
                break
            table.extend(struct.unpack(f"<{self._size // 4}I", sector))
        return table

    def _chain(self, start: int, most: int = _ENTRIES) -> Iterator[int]:
        seen = 0
        while start < _END and start < len(self._table) and seen <= most:
            yield start
            seen += 1
            start = self._table[start]

    def _directory(self, start: int) -> Iterator[Stream]:
        count = 0
        passed: set[int] = set()
        for number in self._chain(start):
            if number in passed:
                return
            passed.add(number)
            sector = self._sector(number)
            for at in range(0, len(sector) - _ENTRY + 1, _ENTRY):
                length, kind = struct.unpack_from("<HB", sector, at + 64)
                if kind not in (_STORAGE, _STREAM, _ROOT):
                    continue
                name = sector[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                first, size = struct.unpack_from("<II", sector, at + 116)
                yield Stream(name, kind, first, size)
                count += 1
                if count >= _ENTRIES:
                    return


def is_encrypted_word(compound: Compound) -> bool:
    """Whether the Word file in it has a password."""
    head = compound.head("WordDocument", 32)
    return len(head) >= 12 and bool(struct.unpack_from("<H", head, 10)[0] & _ENCRYPTED_WORD)
