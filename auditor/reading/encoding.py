"""Bytes to text, decided by content: byte order marks, zero bytes, strict UTF-8, then the share of common
characters. A declared charset only breaks ties, since it is wrong as often as not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.reading.common_characters import COMMON
from auditor.reading.fault import Unreadable

# utf-32 before utf-16: its mark begins with the other's.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 8_192
_HIGH = re.compile(rb"[\x80-\xff]")
# Never in text: controls but tab, LF, VT, FF, CR, and the end mark of DOS; U+FFFD; private use.
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_BAD = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\ufffd\ue000-\uf8ff]")
_REPLACED = 0.002  # the share of characters that may be undecodable
_NOISE = 0.05  # the least share of common characters that is believed to be text
_FAMILY = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "cp936": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read with, and how many characters could not be decoded (U+FFFD)."""

    text: str
    encoding: str
    undecodable: int = 0


def decode(data: bytes, declared: str = "") -> Decoded:
    """`data` as text without its byte order mark. `declared` is a charset the file itself names.

    Raises Unreadable ("file.noise") when no encoding gives text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_marked(data, encoding))
    if b"\x00" in data and (wide := _by_zero_bytes(data)):
        return _checked(wide)
    text = _utf8(data)
    if text is not None:
        return _checked(text)
    return _checked(_by_characters(data, declared))


def _marked(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        if encoding == "utf-8-sig" and text.count("\ufffd") > len(text) * _REPLACED:
            # A mark that a program put before text of another encoding.
            return _by_characters(data[3:], "")
        return Decoded(text, encoding, text.count("\ufffd"))


def _by_zero_bytes(data: bytes) -> Decoded | None:
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if even + odd <= len(data) * 0.01 and max(even, odd) <= 4 * min(even, odd):
        return None
    encoding = "utf-16-le" if odd >= even else "utf-16-be"
    text = data[: len(data) // 2 * 2].decode(encoding, "replace")
    undecodable = text.count("\ufffd")
    if undecodable > len(text) * _REPLACED:
        return None
    if even + odd > len(data) * 0.25 and not _CONTROL.search(text):
        return Decoded(text, encoding, undecodable)
    return Decoded(text, encoding, undecodable) if _score(text) > 0.15 else None


def _utf8(data: bytes) -> Decoded | None:
    """Strict UTF-8; a character cut at the very end is left off."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as fault:
        if len(data) - fault.start < 4 and "end of data" in fault.reason and fault.start:
            return Decoded(data[: fault.start].decode("utf-8"), "utf-8", 1)
    return None


def _by_characters(data: bytes, declared: str) -> Decoded:
    start = found.start() if (found := _HIGH.search(data)) else 0
    likely = _FAMILY.get(declared.strip().lower().replace("_", "-"), "")
    ranked: list[tuple[float, str]] = []
    for encoding in ("gb18030", "utf-8", "big5hkscs", "utf-16-le", "utf-16-be"):
        wide = encoding.startswith("utf-16")
        begin = start // 2 * 2 if wide else start
        sample = data[begin : begin + _SAMPLE].decode(encoding, "replace")
        # The sample's last character is usually cut.
        score = _score(sample[:-1] if len(data) > begin + _SAMPLE else sample)
        score -= 0.05 if encoding not in ("gb18030", "utf-8") else 0.0
        score += 0.02 if encoding == likely else 0.0
        ranked.append((score, encoding))
    ranked.sort(key=lambda pair: -pair[0])
    for score, encoding in ranked:
        if score < _NOISE:
            break
        text = data.decode(encoding, "replace")
        undecodable = text.count("\ufffd")
        # In a short text a few lost characters are a great share; its score has judged them already.
        if undecodable <= max(3, len(text) * _REPLACED):
            return Decoded(text, encoding, undecodable)
    raise _noise()


def _score(text: str) -> float:
    """The share of common characters among those that are not ASCII, less five times the bad ones'."""
    wide = [char for char in text if char > "\x7f"]
    if not wide:
        return 0.0
    bad = len(_BAD.findall(text))
    return (sum(char in COMMON for char in wide) - 5 * bad) / len(wide)


def _checked(decoded: Decoded) -> Decoded:
    """Refuse what decodes but is no text: many control characters."""
    sample = decoded.text[: 4 * _SAMPLE]
    if len(_CONTROL.findall(sample)) > max(3, len(sample) * 0.005):
        raise _noise()
    return decoded


def _noise() -> Unreadable:
    return Unreadable(
        "file.noise",
        "文件内容不是文字（任何中文编码都读不出），可能已损坏，或扩展名与内容不符",
        "请用原来的程序打开确认，再另存为 .docx 或 UTF-8 编码的 .txt",
    )


_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9_-]{3,20})""")


def declared_charset(data: bytes) -> str:
    """The charset an HTML or XML file names in its first 4 KB, or ""."""
    return next(_declarations(data[:4096]), "")


def _declarations(head: bytes) -> Iterator[str]:
    for pattern in (_XML_DECLARED, _DECLARED):
        if found := pattern.search(head):
            yield found.group(1).decode("ascii")
