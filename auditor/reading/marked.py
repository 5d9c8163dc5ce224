"""Parts of a line that a reader sees as something else than the rest: struck out, raised, perhaps hidden.

Readers put such a part between two control characters, and `settled` says what the line then reads.
"""

from __future__ import annotations

import re

LOST = "\ufffd"
STRUCK, RAISED, DOUBTFUL = "\x10", "\x0e", "\x12"  # each begins a part; the next character ends it
_STRUCK = re.compile("\x10([^\x10\x11]*)\x11")
_RAISED = re.compile("\x0e([^\x0e\x0f]*)\x0f")
_DOUBTFUL = re.compile("\x12([^\x12\x13]*)\x13")
_ANY = re.compile("[\x0e-\x13]")
_NOTE = re.compile(r"注?\s*(?:[\d\u2460-\u249b]{1,3}|[a-z]|[*＊※#†‡]{1,3}|注)")
_MINUS = "-—–－−+"
_LONG = 20  # characters: more are no figure


def part(kind: str, text: str) -> str:
    """`text` as a part of that kind."""
    return f"{kind}{text}{end(kind)}" if text else ""


def end(kind: str) -> str:
    """What ends a part of that kind."""
    return chr(ord(kind) + 1)


def begins_figure(text: str) -> bool:
    """Whether a figure stands first, before which the number of a list would pass for a part of it."""
    return text[:1].isdigit() or (text[:1] in ("+", *_MINUS) and text[1:2].isdigit())


def settled(text: str, in_cell: bool) -> tuple[str, bool]:
    """What the line says, and whether more stands there that nobody can tell. Struck out text counts for
    nothing beside other text. A raised mark beside a figure stands in brackets, “5[1]”. In a cell, text
    struck out alone, a mark alone, and figures that may be hidden beside others, cannot be told."""
    doubt = False
    if STRUCK in text:
        rest = _STRUCK.sub("", text)
        alone = not _ANY.sub("", rest).strip()
        doubt = in_cell and alone and _ANY.sub("", text).strip() != ""
        text = rest if in_cell or not alone else text
    if RAISED in text:
        bare = _ANY.sub("", text).strip()
        marks = "".join(_RAISED.findall(text)).strip()
        doubt = doubt or (in_cell and bare == marks and _NOTE.fullmatch(bare) is not None)
        text = _RAISED.sub(_mark, text)
    if DOUBTFUL in text and in_cell:
        sure = _DOUBTFUL.sub("", text)
        both = _has_digit("".join(_DOUBTFUL.findall(text))) and _has_digit(sure)
        doubt = doubt or (both and len(sure.strip()) <= _LONG)
    return _ANY.sub("", text), doubt


def _mark(found: re.Match[str]) -> str:
    words = found[1].strip()
    before = _beside(found.string[max(0, found.start() - 9) : found.start()])[-1:]
    after = _beside(found.string[found.end() : found.end() + 9])[:1]
    beside = before.isdigit() or (before != "" and before in _MINUS) or after.isdigit()
    return f"[{words}]" if beside and _NOTE.fullmatch(words) else found[1]


def _beside(text: str) -> str:
    return _ANY.sub("", text).strip()


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
