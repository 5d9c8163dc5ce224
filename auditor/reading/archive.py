"""Archives (.zip) read in memory, never unpacked to a disk: names made clean, sizes checked before
anything is unpacked.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from auditor.reading.common_characters import COMMON
from auditor.reading.fault import Unreadable, too_large
from auditor.reading.limits import DEFAULT, Limits

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_LOCATOR_64 = b"PK\x06\x07"
_TAIL = 65_557  # a closing record with the longest comment
_REMEDY = "请重新下载或复制；或解压后审核其中的文件"
_UTF8, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075  # an extra field: the name in UTF-8 beside the old one
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # marks that turn or hide text
_CHINESE = re.compile(
    "[\u4e00-\u9fff\u3400-\u4dbf\u3000-\u303f\uff00-\uffef\u2010-\u203b\u2460-\u24ff\u00b7]"
)
_LONGEST = 1_000  # characters of a name

BROKEN = (zipfile.BadZipFile, struct.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError)


class Archive:
    """The files in an archive by their clean names ("街道/甲局.docx"). Raises Unreadable ("file.truncated",
    "file.bomb", "file.too-large", "file.encrypted")."""

    def __init__(self, source: Path | bytes, limits: Limits = DEFAULT) -> None:
        self._limits = limits
        self._source = source
        size = source.stat().st_size if isinstance(source, Path) else len(source)
        if size > limits.archive_bytes:
            raise too_large("压缩包", size, limits.archive_bytes)
        with self._stream() as stream:
            directory = _directory_size(stream, size)
            if directory > limits.archive_directory:
                raise Unreadable("file.bomb", "压缩包里的文件多得异常，没有读取", _REMEDY)
            try:
                with zipfile.ZipFile(stream) as opened:
                    infos = opened.infolist()
            except BROKEN as fault:
                raise _truncated() from fault
        if len(infos) > limits.archive_members:
            raise Unreadable(
                "file.bomb",
                f"压缩包里的文件超过 {limits.archive_members} 个，没有读取",
                "请分成几个压缩包，或解压后审核",
            )
        if sum(info.compress_size for info in infos) > size:
            raise Unreadable("file.bomb", "压缩包里的内容互相重叠，疑为恶意文件，没有读取", _REMEDY)
        self._members: dict[str, zipfile.ZipInfo] = {}
        self.left_out: list[tuple[str, str]] = []
        for info, written in zip(infos, _names_of(infos), strict=True):
            self._enter(info, written)
        files = self._members.values()
        if files and all(info.flag_bits & _ENCRYPTED for info in files):
            raise Unreadable("file.encrypted", "压缩包有密码，无法读取", "请解压后审核，或取消密码后重新压缩")

    def _enter(self, info: zipfile.ZipInfo, written: str) -> None:
        if written.endswith(("/", "\\")) or stat.S_ISDIR(info.external_attr >> 16):
            return
        name, reason = clean(written)
        if not reason and stat.S_ISLNK(info.external_attr >> 16):
            reason = "压缩包里的符号链接"
        if not reason and name in self._members:
            reason = "压缩包里有几个文件同名，只读第一个"
        if reason:
            self.left_out.append((name, reason))
        else:
            self._members[name] = info

    @property
    def names(self) -> Mapping[str, zipfile.ZipInfo]:
        """The files by their clean names, in the archive's order."""
        return self._members

    def read(self, name: str, limit: int | None = None) -> bytes:
        """A file's bytes, at most `limit` of them where given. KeyError where there is none; Unreadable
        where it is encrypted, damaged, too large, or packed beyond belief."""
        info = self._members[name]
        limits = self._limits
        if info.flag_bits & _ENCRYPTED:
            raise Unreadable("file.encrypted", "压缩包里的这个文件有密码，无法读取", "请解压后审核")
        if limit is None:
            if info.file_size > limits.file_bytes:
                raise too_large("文件", info.file_size, limits.file_bytes)
            packed = info.file_size > limits.ratio_from
            if packed and info.file_size > limits.member_ratio * info.compress_size:
                raise Unreadable("file.bomb", "压缩比异常，疑为恶意文件，没有读取", _REMEDY)
        wanted = info.file_size + 1 if limit is None else limit
        try:
            with self._stream() as stream, zipfile.ZipFile(stream) as opened, opened.open(info) as member:
                # The size in the directory may lie: never unpack more than it says.
                data = member.read(wanted)
        except (NotImplementedError, RuntimeError) as fault:
            raise Unreadable("file.damaged", "压缩包用的压缩方式不支持", "请解压后审核") from fault
        except (*BROKEN, zlib.error) as fault:
            raise Unreadable("file.truncated", "压缩包里的这个文件不完整或已损坏", _REMEDY) from fault
        if limit is None and len(data) > info.file_size:
            raise Unreadable("file.bomb", "与压缩包里标明的大小不符，疑为恶意文件，没有读取", _REMEDY)
        return data

    def _stream(self) -> io.BufferedReader | io.BytesIO:
        return self._source.open("rb") if isinstance(self._source, Path) else io.BytesIO(self._source)


def clean(written: str) -> tuple[str, str]:
    """A name as it may be shown and asked for, and why the file is not read ("" where it is)."""
    shown = "".join(_visible(char) for char in _UNSEEN.sub("\ufffd", written.replace("\\", "/")))
    parts = [part for part in shown.split("/") if part not in ("", ".")]
    name = "/".join(parts)[:_LONGEST]
    drive = bool(parts) and re.fullmatch("[A-Za-z]:", parts[0]) is not None
    if shown.startswith("/") or ".." in parts or drive:
        return name.replace("..", "··"), "压缩包里的路径指向压缩包以外，没有读取"
    if not parts or len("/".join(parts)) > _LONGEST:
        return name or "（没有名称）", "压缩包里的文件名不正常，没有读取"
    return name, ""


def _visible(char: str) -> str:
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cs") else char


def _names_of(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names in the characters they were written in: many programs write GBK or UTF-8 and say neither,
    but each writes all names of an archive alike."""
    names = [info.filename for info in infos]
    silent: dict[int, bytes] = {}
    for number, info in enumerate(infos):
        if info.flag_bits & _UTF8 or info.filename.isascii():
            continue
        try:
            raw = info.filename.encode("cp437")
        except UnicodeEncodeError:
            continue
        if (stated := _unicode_path(info.extra, raw)) is not None:
            names[number] = stated
        else:
            silent[number] = raw
    for number, name in zip(silent, _decoded(list(silent.values())), strict=True):
        names[number] = name
    return names


def _decoded(raw: Sequence[bytes]) -> list[str]:
    """Of the encodings in which all names are Chinese characters, the one with the most usual ones."""
    found: list[tuple[bool, float, list[str]]] = []
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        try:
            names = [each.decode(encoding) for each in raw]
        except UnicodeDecodeError:
            continue
        wide = [char for char in "".join(names) if not char.isascii()]
        strange = any(_CHINESE.match(char) is None for char in wide)
        usual = sum(char in COMMON for char in wide) / max(1, len(wide))
        found.append((not strange, usual + (0.2 if encoding == "utf-8" else 0.0), names))
    # What is no encoding of these is left as the format has it.
    return max(found, key=lambda each: each[:2])[2] if found else [each.decode("cp437") for each in raw]


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        if (
            kind == _UNICODE_PATH
            and len(field) > 5
            and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw)
        ):
            return field[5:].decode("utf-8", "replace")
        at += 4 + size
    return None


def _directory_size(stream: io.BufferedReader | io.BytesIO, size: int) -> int:
    """Bytes of the central directory, as its closing record says. Raises Unreadable where there is none."""
    start = max(0, size - _TAIL)
    stream.seek(start)
    tail = stream.read(_TAIL)
    at = tail.rfind(_END)
    if at < 0 or at + 22 > len(tail):
        raise _truncated()
    stated = int(struct.unpack_from("<I", tail, at + 12)[0])
    if tail[at - 20 : at - 16] == _LOCATOR_64:
        where = int(struct.unpack_from("<Q", tail, at - 12)[0])
        stream.seek(min(where, size))
        record = stream.read(56)
        if record[:4] == _END_64 and len(record) == 56:
            stated = int(struct.unpack_from("<Q", record, 40)[0])
    stream.seek(0)
    return stated


def _truncated() -> Unreadable:
    return Unreadable("file.truncated", "压缩包不完整或已损坏，打不开", _REMEDY)
