"""The files that LibreOffice turns to .docx: told apart, looked over, and read as what it makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from auditor.base.diagnostic import Diagnostic
from auditor.reading import inside
from auditor.reading.document import Document
from auditor.reading.fault import Unreadable
from auditor.reading.limits import DEFAULT, Limits
from auditor.reading.ole import SIGNATURE, Compound, is_encrypted_word
from auditor.reading.package import Package
from auditor.reading.rtf import lies
from auditor.reading.tell import tell

KINDS = frozenset({"doc", "rtf", "odt", "fodt"})
_FLAT_HEAD = 4096
_LOCKED = ("file.encrypted", "文件有密码，无法读取", "请取消密码后另存，再重新审核")


def kind_of(data: bytes) -> str:
    """One of KINDS, or "" for every other file; quick, never raises."""
    head = data[:8]
    if not head.startswith((SIGNATURE, b"{\\rtf", b"PK\x03\x04")) and (
        b"urn:oasis:names:tc:opendocument" not in data[:_FLAT_HEAD]
    ):
        return ""
    try:
        kind = tell(data)
    except Unreadable:
        return ""
    return kind if kind in KINDS else ""


def open_converted(
    data: bytes,
    kind: str,
    limits: Limits,
    name: str,
    read: Callable[[bytes, Limits, str], Document | Diagnostic],
) -> Document | Diagnostic:
    """A file of one of KINDS as a document of that format; `read` reads the .docx it becomes."""
    from auditor.reading.convert import converted

    try:
        check(data, kind, limits)
    except Unreadable as fault:
        return fault.diagnostic
    made = converted(data, kind, limits)
    if isinstance(made, Diagnostic):
        return made
    import hashlib

    document = read(made, limits, name)
    if isinstance(document, Diagnostic):
        return document
    return replace(document, format=kind, sha256=hashlib.sha256(data).hexdigest())


def prepare(
    sources: Iterable[Callable[[], bytes]],
    limits: Limits = DEFAULT,
    told: Callable[[int], None] | None = None,
    anew: bool = True,
) -> None:
    """Convert files together before they are read one by one; see `convert.prepare`."""
    from auditor.reading import convert

    def worth(data: bytes) -> str:
        kind = kind_of(data)
        try:
            if kind:
                check(data, kind, limits)
        except Unreadable:
            return ""  # said when it is read
        return kind

    convert.prepare(sources, worth, limits, told, anew)


def prepare_files(
    paths: Iterable[Path],
    limits: Limits = DEFAULT,
    told: Callable[[int], None] | None = None,
    anew: bool = True,
) -> None:
    """Convert what has to be converted of the files that a run is going to read; not `anew` where the run
    said `begin` before, for its workers were started first."""
    prepare((partial(_worth_reading, path, limits) for path in paths), limits, told, anew)


def begin() -> None:
    """A run begins: see `convert.begin`."""
    from auditor.reading import convert

    convert.begin()


def may_wait(path: Path) -> bool:
    """Whether the file may have to be converted before it can be read."""
    return bool(_worth_reading(path, DEFAULT))


def _worth_reading(path: Path, limits: Limits) -> bytes:
    """The bytes of a file that may be one of KINDS, else b""; whatever is wrong is said when it is read."""
    try:
        try:
            with path.open("rb") as stream:
                head = stream.read(_FLAT_HEAD)
                if not _may_be(head):
                    return b""
                data = head + stream.read(limits.file_bytes + 1 - len(head))
        except OSError:
            inner = inside.read(path, limits, _FLAT_HEAD)
            if inner is None or not _may_be(inner):
                return b""
            data = inside.read(path, limits) or b""
    except (OSError, ValueError, KeyError, Unreadable):
        return b""
    return data if len(data) <= limits.file_bytes else b""


def _may_be(head: bytes) -> bool:
    if head.startswith(b"PK\x03\x04"):
        return head[30:38] == b"mimetype" or b"content.xml" in head
    return head.startswith((SIGNATURE, b"{\\rtf")) or b"urn:oasis:names:tc:opendocument" in head


def check(data: bytes, kind: str, limits: Limits) -> None:
    """What must not reach the converter. Raises Unreadable."""
    if kind == "doc":
        try:
            compound = Compound(data)
        except ValueError as fault:
            raise _truncated() from fault
        if is_encrypted_word(compound):
            raise Unreadable(*_LOCKED)
        if not compound.holds("WordDocument", "0Table", "1Table"):
            raise _truncated()
    elif kind == "odt":
        _check_package(Package(data, limits))
    elif kind == "fodt" and (len(data) > limits.member_bytes or b"<!ENTITY" in data):
        raise _suspect()
    elif kind == "rtf" and lies(data):
        raise _truncated()
    elif kind == "rtf" and data.count(b"{") > limits.xml_elements:
        raise Unreadable(
            "file.too-large", f"RTF 的括号超过 {limits.xml_elements} 个", "请用原来的程序打开，另存为 .docx"
        )


def _check_package(package: Package) -> None:
    for name in ("content.xml", "styles.xml", "meta.xml", "settings.xml", "meta-inf/manifest.xml"):
        if name not in package:
            if name == "content.xml":
                raise _truncated()
            continue
        part = package.read(name)
        if name == "meta-inf/manifest.xml" and b"encryption-data" in part:
            raise Unreadable(*_LOCKED)
        if b"<!ENTITY" in part:
            raise _suspect()


def _truncated() -> Unreadable:
    return Unreadable(
        "file.truncated",
        "文件不完整或已损坏（只有前一部分，或下载时中断）",
        "请重新下载或复制，用 Word 或 WPS 打开确认后另存为 .docx",
    )


def _suspect() -> Unreadable:
    return Unreadable(
        "file.damaged",
        "文件里有不该有的实体声明，疑为恶意文件，未读取",
        "请用原来的程序打开确认，再另存为 .docx",
    )
