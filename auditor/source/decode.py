"""Bytes to text: the encodings in which offices save rule files, and what no text file holds."""

from __future__ import annotations

import codecs
import re

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace

# What YAML itself refuses, and the line breaks that only YAML would see (they would shift every
# line number that an editor shows).
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SAVE_AS_UTF8 = "用编辑器“另存为”，编码选 UTF-8"


def decode(data: bytes, name: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of `data` with every line ending as "\\n" and without BOM; None when it is not text.

    UTF-8 with or without BOM is silent; GB18030 (GBK, GB2312) and UTF-16 are read with a warning
    that names the encoding."""
    text, encoding = _decoded(data)
    if text is None:
        return None, (_error("source.encoding", name, "无法识别文件编码，不是文本文件", _SAVE_AS_UTF8),)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    fault = _UNPRINTABLE.search(text)
    if fault is not None:
        return None, (_unprintable(text, fault.start(), name),)
    if encoding == "UTF-8":
        return text, ()
    return text, (
        Diagnostic(
            Severity.WARNING,
            "source.encoding",
            f"文件编码是 {encoding}，已按此读取；规则文件应为 UTF-8",
            _SAVE_AS_UTF8,
            name,
        ),
    )


def _decoded(data: bytes) -> tuple[str | None, str]:
    for bom, codec in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(bom):
            return _try(data[2:], codec), "UTF-16"
    # Chinese YAML has line feeds and colons: in UTF-16 without BOM each of them carries a zero byte.
    if b"\0" in data[:4096] and len(data) % 2 == 0:
        for feed, codec in ((b"\n\0", "utf-16-le"), (b"\0\n", "utf-16-be")):
            text = _try(data, codec) if feed in data else None
            if text is not None and not _UNPRINTABLE.search(text):
                return text, "UTF-16"
    for codec, encoding in (("utf-8-sig", "UTF-8"), ("gb18030", "GBK（GB18030）")):
        text = _try(data, codec)
        if text is not None:
            return text, encoding
    return None, ""


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _unprintable(text: str, at: int, name: str) -> Diagnostic:
    line = text.count("\n", 0, at) + 1
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    count = len(_UNPRINTABLE.findall(text))
    more = f"（全文共 {count} 个）" if count > 1 else ""
    return Diagnostic(
        Severity.ERROR,
        "source.control-character",
        f"有不可见的控制字符 U+{ord(text[at]):04X}{more}",
        "删去这个字符；若整个文件都是乱码，它不是文本文件",
        name,
        SourcePlace(line, at - start + 1),
        text[start : end if end >= 0 else len(text)],
    )


def _error(code: str, name: str, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, message, remedy, name)
