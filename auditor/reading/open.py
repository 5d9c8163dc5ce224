"""The one seam of reading: bytes or a path to a Document, or to the reason why not. Nothing escapes it."""

from __future__ import annotations

import errno
import hashlib
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from lxml import etree

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.reading import docx, html, inside, markdown, mhtml, office, pasted, text
from auditor.reading.document import Document, Table
from auditor.reading.fault import Unreadable, too_large
from auditor.reading.fields import with_tabs
from auditor.reading.flow import Content, Nested, place
from auditor.reading.limits import DEFAULT, Limits
from auditor.reading.names import remarked
from auditor.reading.ole import SIGNATURE
from auditor.reading.scan.kit import installed, needs_recognising
from auditor.reading.tell import is_ofd, is_pdf, tell


class Reader(Protocol):
    """One format: bytes to content. May raise Unreadable, or what its parser raises on broken bytes."""

    def __call__(self, data: bytes, nested: Nested, /) -> Content: ...


def _text(data: bytes, nested: Nested) -> Content:
    """Plain text, with tables of a page in it or without; or markdown when the name or the text's own marks
    say so."""
    if nested.name.lower().endswith((".md", ".markdown")) or markdown.looks_like_bytes(data):
        return markdown.content_of(data, nested, html.read)
    if pasted.looks_like_bytes(data):
        return pasted.content_of(data, nested, html.read_text)
    return text.read(data, nested, with_tabs)


def _pdf(data: bytes, nested: Nested) -> Content:
    """The reader and the native library under it are loaded where the first PDF is read."""
    if nested.left < nested.limits.embedded:
        raise Unreadable("format.unsupported", "文件里嵌有 PDF，没有读出", "请把它另存为单独的文件后审核")
    from auditor.reading import pdf

    return pdf.read(data, nested)


def _ofd(data: bytes, nested: Nested) -> Content:
    from auditor.reading import ofd

    return ofd.read(data, nested)


def _office(data: bytes, nested: Nested) -> Content:
    """Inside another document: the file itself never comes here, it is converted before."""
    raise Unreadable("format.unsupported", "文件里嵌有旧版文档，没有读出", "请把它另存为单独的文件后审核")


def _picture(data: bytes, nested: Nested) -> Content:
    from auditor.reading.scan import pictures

    return pictures.read(data, nested)


def _xls(data: bytes, nested: Nested) -> Content:
    from auditor.reading import xls

    return xls.read(data, nested)


def _xlsx(data: bytes, nested: Nested) -> Content:
    from auditor.reading import xlsx

    return xlsx.read(data, nested)


def _wordml(data: bytes, nested: Nested) -> Content:
    from auditor.reading import wordml

    return wordml.read(data, nested)


# A new format is one module, one line here and one in tell.py.
READERS: Mapping[str, Reader] = {
    "doc": _office,
    "docx": docx.read,
    "fodt": _office,
    "html": html.read,
    "mhtml": mhtml.read,
    "odt": _office,
    "ofd": _ofd,
    "pdf": _pdf,
    "picture": _picture,
    "rtf": _office,
    "text": _text,
    "wordml": _wordml,
    "xls": _xls,
    "xlsx": _xlsx,
}

# What parsers raise on bytes made to break them.
_HOSTILE = (
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,  # RecursionError among them
)
_REMEDY = "请用原来的程序打开确认，再另存为 .docx"


def open_document(source: bytes | Path, limits: Limits = DEFAULT, name: str = "") -> Document | Diagnostic:
    """Read a report file of any format we know; `name` is what diagnostics call it (default: the path).

    Never raises on what a file holds or on how the disk behaves. Files above `limits.worker_bytes`
    are read in a process of their own; PDFs and OFDs (native code, pages by the hundred) and old workbooks in
    one that is kept for them; either is stopped after `limits.seconds` a file. Old Word files are turned to
    .docx first, by a program that may be absent.
    """
    file = name or ("" if isinstance(source, bytes) else source.as_posix())
    loaded = load(source, limits)
    if isinstance(loaded, Diagnostic):
        return loaded.in_file(file)
    kind = office.kind_of(loaded)
    if kind:
        result = office.open_converted(loaded, kind, limits, file, _read_safely)
    else:
        result = _read_safely(loaded, limits, file)
    if isinstance(result, Document):
        result = remarked(result, file)
    return _named(result, file)


def _read_safely(data: bytes, limits: Limits, file: str) -> Document | Diagnostic:
    """In this process, or in one that may die. What was not read for being a picture of text is read once
    more where it can be recognised."""
    result = _read_kept(data, limits, file)
    if not limits.recognise and needs_recognising(result) and installed():
        from auditor.reading.standing import read_in_standing_worker

        return read_in_standing_worker(data, replace(limits, recognise=True), file)
    return result


def _read_kept(data: bytes, limits: Limits, file: str) -> Document | Diagnostic:
    if len(data) > limits.worker_bytes:
        from auditor.reading.worker import read_in_worker

        return read_in_worker(data, limits, file)
    if is_pdf(data) or is_ofd(data) or data.startswith(SIGNATURE):
        from auditor.reading.standing import read_in_standing_worker

        return read_in_standing_worker(data, limits, file)
    return read_bytes(data, limits, file)


def load(source: bytes | Path, limits: Limits = DEFAULT) -> bytes | Diagnostic:
    """The bytes of a file, at most `limits.file_bytes` of them."""
    try:
        data = source if isinstance(source, bytes) else _read_file(source, limits.file_bytes)
        if len(data) > limits.file_bytes:
            raise too_large("文件", len(data), limits.file_bytes)
    except Unreadable as fault:
        return fault.diagnostic
    except OSError as fault:
        return _disk(fault)
    except (ValueError, RuntimeError):  # a zero byte in a path; a loop of links on some systems
        return Diagnostic(Severity.ERROR, "file.unreadable", "路径无效，无法打开", "请核对路径")
    except MemoryError:
        return _out_of_memory()
    return data


def _read_file(path: Path, limit: int) -> bytes:
    try:
        about = path.stat()
    except OSError:
        found = inside.read(path)
        if found is None:
            raise
        return found
    if stat.S_ISDIR(about.st_mode):
        raise Unreadable("file.is-directory", "这是文件夹，不是文件", "请给出其中的报告文件")
    if not stat.S_ISREG(about.st_mode):
        # A pipe or a device may never end.
        raise Unreadable("file.not-regular", "这不是普通文件，无法读取", "请给出报告文件本身")
    if about.st_size > limit:
        raise too_large("文件", about.st_size, limit)
    with path.open("rb") as stream:
        return stream.read(limit + 1)


def _disk(fault: OSError) -> Diagnostic:
    if isinstance(fault, FileNotFoundError):
        code, message, remedy = "file.vanished", "找不到文件（可能已被移走、改名或删除）", "请核对路径后重试"
    elif isinstance(fault, PermissionError):
        code, message, remedy = "file.denied", "没有权限打开文件", "请检查文件的权限，或关闭正在占用它的程序"
    elif fault.errno == errno.ELOOP:
        code, message, remedy = "file.loop", "链接互相指向，找不到真正的文件", "请直接给出文件本身的路径"
    elif isinstance(fault, (IsADirectoryError, NotADirectoryError)):
        code, message, remedy = "file.vanished", "路径中有一段不是文件夹，找不到文件", "请核对路径后重试"
    elif fault.errno == errno.ENAMETOOLONG:
        code, message, remedy = "file.unreadable", "文件名或路径过长，无法打开", "请缩短路径后重试"
    else:
        reason = fault.strerror or type(fault).__name__
        code, message, remedy = "file.unreadable", f"读取失败（{reason}）", "请检查磁盘或网络是否可用"
    return Diagnostic(Severity.ERROR, code, message, remedy)


def read_bytes(data: bytes, limits: Limits = DEFAULT, name: str = "") -> Document | Diagnostic:
    """Read in this process, whatever the size."""
    try:
        kind = tell(data)
        nested = Nested(READERS, tell, limits, name, limits.embedded)
        content = READERS[kind](data, nested)
        blocks = place(content.items)
        if not blocks:
            raise Unreadable(
                "file.no-text", "文件里没有文字、表格或图片", "请核对文件；正文若由网页脚本载入，请打开后另存"
            )
        if len(blocks) + sum(each.height for each in blocks if isinstance(each, Table)) > limits.blocks:
            raise Unreadable(
                "file.too-large",
                f"段落和表格的行合计超过 {limits.blocks} 个，不像一份报告",
                "请只保留报告正文后另存为新文件",
            )
    except Unreadable as fault:
        return fault.diagnostic.in_file(name)
    except MemoryError:
        return _out_of_memory().in_file(name)
    except RecursionError:
        return Diagnostic(Severity.ERROR, "file.too-deep", "文件的标记嵌套过深，无法读出", _REMEDY, name)
    except _HOSTILE as fault:
        return Diagnostic(
            Severity.ERROR, "file.damaged", f"文件已损坏，读取中断（{type(fault).__name__}）", _REMEDY, name
        )
    sha256 = hashlib.sha256(data).hexdigest()
    document = Document(kind, sha256, blocks, content.meta, tuple(dict.fromkeys(content.diagnostics)))
    return _named(document, name)


def _named(result: Document | Diagnostic, file: str) -> Document | Diagnostic:
    if isinstance(result, Diagnostic):
        return result.in_file(file)
    if not result.diagnostics:
        return result
    return replace(result, diagnostics=tuple(each.in_file(file) for each in result.diagnostics))


def _out_of_memory() -> Diagnostic:
    return Diagnostic(Severity.ERROR, "file.too-large", "内存不足，内容过多或异常", "请只保留报告正文后另存")
