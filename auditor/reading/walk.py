"""Which files a person meant: as named, folders and archives walked in a fixed order, the rest listed."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.reading import inside
from auditor.reading.archive import Archive
from auditor.reading.fault import Unreadable
from auditor.reading.limits import DEFAULT
from auditor.reading.tell import is_archive

# What our own outputs carry in their first line, so that a folder that holds them can be walked again.
_OWN_MARK = re.compile(r'"schema": ?"auditor\.|auditor \d+\.\d+\.\d+ (?:审核|读取)结果'.encode())
_HEAD = 2048
# What a zip that is one document begins with.
_DOCUMENT_PARTS = (
    b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"mimetype", b"OFD.xml", b"Doc_0/",
)  # fmt: skip

_FILES_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_TEMPORARY = (".tmp", ".temp", ".bak", ".swp", ".part", ".crdownload", ".download", "~")
_STORES = (".sqlite", ".sqlite-wal", ".sqlite-shm", ".sqlite-journal", "处置.yaml")
_PAGE_PARTS = (".css", ".js", ".json.map", ".woff", ".woff2", ".ttf", ".ico", ".svg")
_DATA = (".csv", ".sqlite", ".sqlite-wal", ".sqlite-shm")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. `name` is its path as given, with `/`; `named`: given itself, not found in a
    folder. A file in an archive has the path 包.zip!/甲局.docx, which `open.load` understands."""

    path: Path
    name: str
    named: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or folder that the walk passed over, and why, in Chinese."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Walk:
    """Files in the order of their names, each once; what was passed over; what could not be walked."""

    files: tuple[Found, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Diagnostic, ...]


def walk(paths: Sequence[str | Path]) -> Walk:
    """Files and folders (recursively) to the files in them. Symbolic links are followed, a folder
    that was walked already is not walked again. Never raises for what it meets on the disk."""
    walker = _Walker()
    for given in paths:
        path = Path(given)
        if path.is_dir():
            walker.folder(path, frozenset())
        elif path.exists() or inside.locate(path):
            walker.file(path, named=True)
        else:
            walker.problem(path, "file.missing", "没有这个文件或文件夹", "核对路径；带空格的路径要加引号")
    return Walk(
        tuple(sorted(walker.files, key=lambda found: found.name)),
        tuple(sorted(walker.left_out, key=lambda left: left.name)),
        tuple(walker.problems),
    )


def is_own_output(head: bytes) -> bool:
    """Whether a file that begins with `head` was written by this program. Office files carry the mark
    in their archive's first entry, which has no lines."""
    first = head if head.startswith(b"PK\x03\x04") else head.split(b"\n", 1)[0]
    return _OWN_MARK.search(first) is not None


class _Walker:
    def __init__(self) -> None:
        self.files: list[Found] = []
        self.left_out: list[LeftOut] = []
        self.problems: list[Diagnostic] = []
        self._seen: set[str] = set()
        self._budget = 0  # archives that the one at hand may still hold

    def folder(self, folder: Path, above: frozenset[str]) -> None:
        real = os.path.realpath(folder)
        if real in above:
            self.left_out.append(LeftOut(_name(folder), "符号链接绕回了上级文件夹"))
            return
        if real in self._seen:
            return
        self._seen.add(real)
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            message = f"打不开这个文件夹（{_why(error)}）"
            self.problem(folder, "folder.unreadable", message, "检查文件夹的读取权限")
            return
        for entry in entries:
            path = folder / entry.name
            if reason := passed_over(path):
                self.left_out.append(LeftOut(_name(path), reason))
            elif _is(entry.is_dir):
                self.folder(path, above | {real})
            elif entry.is_symlink() and not path.exists():
                self.left_out.append(LeftOut(_name(path), "符号链接指向的文件不存在"))
            elif not _is(entry.is_file):
                self.left_out.append(LeftOut(_name(path), "不是普通文件"))
            elif is_own_output(head := _head_of(path)):
                self.left_out.append(LeftOut(_name(path), "本程序输出的结果"))
            else:
                at = os.path.realpath(path) if entry.is_symlink() else os.path.join(real, entry.name)
                self._take(path, at, head, named=False)

    def file(self, path: Path, *, named: bool) -> None:
        self._take(path, os.path.realpath(path), _head_of(path), named)

    def _take(self, path: Path, real: str, head: bytes, named: bool) -> None:
        if real in self._seen:
            return
        self._seen.add(real)
        if not self._archive(path, head):
            self.files.append(Found(path, _name(path), named))

    def _archive(self, path: Path, head: bytes) -> bool:
        """Whether it is an archive of files; these are then taken in its place."""
        if not _may_hold_files(head):
            return False
        try:
            archive = inside.opened(path, ())
        except OSError:
            return False  # reading it will say why
        except Unreadable as fault:
            # What is no archive at all by its name is said by the reader of that kind.
            if fault.diagnostic.code == "file.truncated" and path.suffix.lower() != ".zip":
                return False
            self.problems.append(fault.diagnostic.in_file(_name(path)))
            return True
        if archive.names and not is_archive({name.lower() for name in archive.names}):
            return False
        if not archive.names and not archive.left_out:
            self.left_out.append(LeftOut(_name(path), "空的压缩包"))
        self._budget = DEFAULT.archives
        self._into(path, (), archive, Path(f"{path}{inside.MARK}"))
        return True

    def _into(self, outer: Path, chain: tuple[str, ...], archive: Archive, shown: Path) -> None:
        """The files of an archive that is shown as `shown`."""
        self.left_out.extend(LeftOut(_name(shown / name), reason) for name, reason in archive.left_out)
        passed: set[str] = set()
        for name in sorted(archive.names):
            parts = name.split("/")
            for depth, part in enumerate(parts, 1):
                if reason := passed_over(Path(part)):
                    folder = "/".join(parts[:depth])
                    if folder not in passed:
                        passed.add(folder)
                        self.left_out.append(LeftOut(_name(shown / folder), reason))
                    break
            else:
                self._member(outer, chain, archive, shown / name, name)

    def _member(self, outer: Path, chain: tuple[str, ...], archive: Archive, path: Path, name: str) -> None:
        try:
            head = archive.read(name, _HEAD)
            if is_own_output(head):
                self.left_out.append(LeftOut(_name(path), "本程序输出的结果"))
                return
            if _may_hold_files(head):
                inner = inside.opened(outer, (*chain, name))
                if not inner.names or is_archive({each.lower() for each in inner.names}):
                    self._budget -= 1
                    if self._budget < 0:
                        reason = f"压缩包里的压缩包超过 {DEFAULT.archives} 个，没有读取"
                        self.left_out.append(LeftOut(_name(path), reason))
                    else:
                        self._into(outer, (*chain, name), inner, Path(f"{path}{inside.MARK}"))
                    return
        except Unreadable as fault:
            if fault.diagnostic.code not in ("file.truncated", "file.encrypted", "file.damaged"):
                self.problems.append(fault.diagnostic.in_file(_name(path)))
                return
        except OSError:
            pass  # reading it will say why
        self.files.append(Found(path, _name(path), named=False))

    def problem(self, path: Path, code: str, message: str, remedy: str) -> None:
        self.problems.append(Diagnostic(Severity.ERROR, code, message, remedy, _name(path)))


def passed_over(path: Path) -> str:
    """Why a walk passes over an entry by its name alone; "" if it does not."""
    name = path.name.lower()
    if name.startswith("readme"):
        return "说明文件"
    if name in ("名录.yaml", "名录.yml", "名录.xlsx"):
        return "机关名录"
    if name.startswith(("~$", ".~lock", "~wrl")):
        return "办公软件的锁定文件"
    if name.startswith(".") or name in _FILES_OF_THE_SYSTEM:
        return "隐藏文件或系统文件"
    if name.endswith(_TEMPORARY):
        return "临时文件"
    if name.endswith(_STORES):
        return "本程序的处置库"
    if name.endswith(_PAGE_PARTS):
        return "网页的附属文件"
    if name.endswith(_DATA):
        return "数据文件，不是报告"
    if name.endswith(_PICTURES):
        return "图片；扫描的报告请合成一个 PDF，或单独写出它的文件名"
    return ""


def _is(asked: Callable[[], bool]) -> bool:
    """What a folder's entry says of itself; a link that leads round in a ring is neither this nor that."""
    try:
        return asked()
    except OSError:
        return False


def _head_of(path: Path) -> bytes:
    """How a file begins; b"" where it cannot be opened (reading it will say why)."""
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except OSError:
        return b""


def _may_hold_files(head: bytes) -> bool:
    """Whether a file that begins so is a zip, and its first entry is not one that documents begin with."""
    if head.startswith(b"PK\x05\x06"):
        return True
    if not head.startswith(b"PK\x03\x04"):
        return False
    first = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return not first.startswith(_DOCUMENT_PARTS)


def _name(path: Path) -> str:
    return path.as_posix()


def _why(error: OSError) -> str:
    match error:
        case PermissionError():
            return "没有权限"
        case FileNotFoundError():
            return "已不存在"
        case _:
            return "系统拒绝"


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes; "" where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        pass
    try:
        data = inside.read(path)
    except (OSError, Unreadable):
        return ""
    return hashlib.sha256(data).hexdigest() if data is not None else ""
