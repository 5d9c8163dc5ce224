"""Zip containers (docx and its kin), opened with every size checked before anything is unpacked."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from auditor.reading.fault import Unreadable, too_large
from auditor.reading.limits import Limits

_DIRECTORY_ENTRY = b"PK\x01\x02"
_REMEDY = "请用原来的程序打开确认，再另存为 .docx"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where one part points: `kind` is the last word of the relation's type, `target` a part's name."""

    kind: str
    target: str
    external: bool


class Package:
    """A zip file. Names of parts are compared without case, as the format says."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        if data.count(_DIRECTORY_ENTRY) > limits.members:
            raise Unreadable("file.bomb", f"压缩包内的文件超过 {limits.members} 个，不像一份报告", _REMEDY)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (
            zipfile.BadZipFile,
            struct.error,
            ValueError,
            OSError,
            EOFError,
            NotImplementedError,
        ) as fault:
            raise Unreadable("file.truncated", "文件不完整或已损坏（压缩包目录读不出）", _REMEDY) from fault
        self._limits = limits
        self._left = limits.members_bytes
        infos = self._zip.infolist()
        self._parts = {info.filename.replace("\\", "/").lower().lstrip("/"): info for info in infos}

    @property
    def names(self) -> frozenset[str]:
        """The parts' names in lower case."""
        return frozenset(self._parts)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises Unreadable when it is too large, encrypted or damaged; KeyError when
        there is none."""
        info = self._parts[name.lower()]
        limits = self._limits
        if info.flag_bits & 0x1:
            raise Unreadable("file.encrypted", "文件有密码，无法读取", "请取消密码后另存，再重新审核")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # What the others unpack with takes as much memory as a file asks for.
            raise Unreadable("file.damaged", f"{name} 的压缩方式不支持", _REMEDY)
        if info.file_size > limits.member_bytes:
            raise too_large(f"压缩包内的 {name} ", info.file_size, limits.member_bytes)
        if info.file_size > limits.ratio_from and info.file_size > limits.member_ratio * info.compress_size:
            raise Unreadable("file.bomb", f"{name} 压缩比异常，疑为恶意文件，未读取", _REMEDY)
        if info.file_size > self._left:
            raise too_large("压缩包内的内容合计", limits.members_bytes + info.file_size, limits.members_bytes)
        try:
            with self._zip.open(info) as stream:
                # The size in the directory may lie: never unpack more than it says.
                data = stream.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as fault:
            raise Unreadable("file.truncated", f"文件不完整或已损坏（{name} 读不出）", _REMEDY) from fault
        except (NotImplementedError, RuntimeError) as fault:
            raise Unreadable("file.damaged", f"{name} 的压缩方式不支持", _REMEDY) from fault
        if len(data) > info.file_size:
            raise Unreadable("file.bomb", f"{name} 与标明的大小不符，疑为恶意文件，未读取", _REMEDY)
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        """A part's XML tree. Raises Unreadable when it is no XML, declares entities, or is too large."""
        return parse_xml(self.read(name), name, self._limits)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part ("" for the package) by id; none when it has no such file."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", base + ".rels")
        if name not in self:
            return {}
        found: dict[str, Relation] = {}
        for element in self.xml(name).iter("{*}Relationship"):
            target = unquote(element.get("Target") or "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[element.get("Id") or ""] = Relation(
                (element.get("Type") or "").rsplit("/", 1)[-1],
                posixpath.normpath(path),
                element.get("TargetMode") == "External",
            )
        return found


def parse_xml(data: bytes, name: str, limits: Limits) -> etree._Element:
    """XML without entities, network or document types. Raises Unreadable."""
    if data.count(b"<") > limits.xml_elements:
        raise Unreadable("file.too-large", f"{name} 的标记超过 {limits.xml_elements} 个", _REMEDY)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        if "depth" in str(fault).lower():
            raise Unreadable("file.too-deep", f"{name} 的标记嵌套过深，无法读出", _REMEDY) from fault
        raise Unreadable("file.damaged", f"文件已损坏（{name} 的内容不合格式）", _REMEDY) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("file.damaged", f"{name} 里有不该有的文档类型声明，疑为恶意文件，未读取", _REMEDY)
    return root
