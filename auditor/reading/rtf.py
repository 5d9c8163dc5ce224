"""RTF before it is converted: the numbers of lists, which converters lose, are turned to plain text.

Every RTF file carries a list paragraph's number twice: as a list's level, and as text ("listtext") for
programs that know no lists. The text is what its author saw.
"""

from __future__ import annotations

import re

_NUMBER = re.compile(rb"\{\\listtext(?![a-z])([^{}]{0,400})\}")
_RESET = re.compile(rb"^(?:\\(?:pard|plain)(?![a-z])|\s)+")
_BINARY = re.compile(rb"\\bin(\d{1,12})")
_LIST = re.compile(rb"\\(?:ls|ilvl)-?\d{1,5} ?")
_GAP = re.compile(rb"\\tab(?![a-z]) ?")
_WORD = re.compile(rb"\\[a-z]+-?\d* ?|\\'[0-9a-fA-F]{2}|[\r\n ]")
_BULLET = re.compile(rb"\\'b7|\\u-39\d\d|\\u(?:8226|9679|9632|9670|10003)\b", re.IGNORECASE)


def lies(data: bytes) -> bool:
    """Whether it announces a binary piece that is longer than what follows: some programs wait for it."""
    return any(int(found[1]) > len(data) - found.end() for found in _BINARY.finditer(data))


def ready(data: bytes) -> bytes:
    """The file with its lists' numbers as text. Files with binary pieces are left as they are: their
    bytes may look like anything."""
    if b"\\bin" in data or b"\\listtext" not in data:
        return data
    made = _NUMBER.sub(_as_text, data)
    return data if b"\\listtext" in made else _LIST.sub(b"", made)


def _as_text(match: re.Match[bytes]) -> bytes:
    inside = match.group(1)
    if _BULLET.search(inside):
        return b"{}"
    text = _GAP.sub(b"", _RESET.sub(b"", inside))
    # A tab after “1” or “第一章” parts it from the words; after “、” it is only layout.
    parts = _WORD.sub(b"", text).rstrip()
    return b"{" + text + (b" " if parts[-1:].isalnum() else b"") + b"}"
