"""Folding text for comparison, and measuring it for the screen."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from auditor.base.traditional import simplified

# Dropped everywhere before matching: zero-width marks, soft hyphens, direction marks, BOM.
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])

_ANY_INVISIBLE = re.compile("[" + "".join(map(chr, _INVISIBLE)) + "]")
# Digits that are marks of notes, by themselves: 5①, 5², 5⒈. Beside a figure they are none of its digits.
_MARKS = "¹²³⁰⁴-⁹₀-₉①-⒛⓪-⓿❶-➓㉑-㉟㊱-㊿"
_ANY_MARK = re.compile(f"[{_MARKS}]")
_MARKED = re.compile(rf"(?<=\d)\s{{0,9}}([{_MARKS}]{{1,9}})|([{_MARKS}]{{1,9}})(?=\s{{0,9}}\d)")

_SHORT = 80  # longer texts are sentences, which do not recur


def fold(text: str) -> str:
    """`text` for matching only: NFKC, no white space, no invisible marks, traditional characters as
    simplified ones; the mark of a note beside a figure stands in brackets, 5① is 5[1]. Never shown to a
    person."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return "".join(text.split())
    if _ANY_MARK.search(text):
        text = _MARKED.sub(_bracketed, _visible(text))
    return "".join(simplified(unicodedata.normalize("NFKC", _visible(text))).split())


def has_mark(text: str) -> bool:
    """Whether a digit in it is one that marks notes."""
    return _ANY_MARK.search(text) is not None


def _bracketed(mark: re.Match[str]) -> str:
    return f"[{mark[1] or mark[2]}]"


_fold_short = lru_cache(maxsize=16_384)(_fold)  # a run asks for the same labels and figures over and over


def tidy(text: str) -> str:
    """`text` for showing in one line: runs of white space become one space, invisible marks go."""
    return " ".join(_visible(text).split())


def _visible(text: str) -> str:
    """Translating is slow, and few texts have anything to drop."""
    return text.translate(_INVISIBLE) if _ANY_INVISIBLE.search(text) else text


class _Widths(dict[str, int]):
    """Columns of a character, worked out once; a text has few different ones."""

    def __missing__(self, char: str) -> int:
        width = 1
        if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn", "Me"}:
            width = 0
        elif unicodedata.east_asian_width(char) in "WF":
            width = 2
        if len(self) < 32_768:
            self[char] = width
        return width


_width_of = _Widths().__getitem__


def cells(text: str) -> int:
    """How many terminal columns `text` takes: two for wide and full-width characters."""
    return len(text) if text.isascii() else sum(map(_width_of, text))
