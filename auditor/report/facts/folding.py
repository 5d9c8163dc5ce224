"""A sentence as the fact engine sees it, with the way back to its code points.

Widths are made one and white space goes; the reporting year, the year before and the year after
become 本年, 上年, 下年, every other year 他年, so that the vocabulary need name no year. A full-width
comma stays one: “1，295” is two figures, “1,295” and “１，２９５” one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.base.text import fold

_KEPT = {ord("，"): "，"}


class _Folding(dict[int, str]):
    """Folds each character when it is first met."""

    def __missing__(self, code: int) -> str:
        made = self[code] = _KEPT.get(code) or fold(chr(code))
        return made


_FOLDING = _Folding()
_TITLE = re.compile("《[^《》]*》")  # what a title says is not what the agency says
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_WIDE_DIGIT = re.compile("[０-９]")
_SPACE = re.compile("[\\s\xad\u200b-\u200f\u2060\ufeff]")
_YEAR_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_Y = r"(?:(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})"
_YEARS = re.compile(
    rf"(?=[12一二])(?<!\d)(?:{_Y}年?(?:[-—–~－]+|至|到){_Y}(?P<range>年度|年)|(?P<year>{_Y})(?P<tail>年度|年))"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` for matching; `back[i]` is the code point of the sentence that character i came from,
    None where the two are the same."""

    text: str
    back: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the sentence that `text[start:end]` came from."""
        if self.back is None:
            return start, end
        return self.back[start], self.back[end - 1] + 1


def _hidden(found: re.Match[str]) -> str:
    return f"《{'□' * (len(found[0]) - 2)}》"


def fold_sentence(sentence: str, year: int | None) -> Folded:
    """`sentence` folded, its years made relative to the reporting year (None: years stay)."""
    if "《" in sentence:
        sentence = _TITLE.sub(_hidden, sentence)
    plain = _WIDE_COMMA.sub(",", sentence) if _WIDE_DIGIT.search(sentence) else sentence
    text = plain.translate(_FOLDING)
    back: list[int] | None = None
    if len(text) != len(sentence) or _SPACE.search(sentence):
        back = [at for at, char in enumerate(sentence) for _ in _FOLDING[ord(char)]]
    if year is None or "年" not in text:
        return Folded(text, None if back is None else tuple(back))
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    for found in _YEARS.finditer(text):
        start, end = found.span()
        word = _named(found, year)
        pieces += (text[at:start], word)
        origin += range(at, start)
        origin += (start, *([end - 1] * (len(word) - 1)))
        at = end
    if not pieces:
        return Folded(text, None if back is None else tuple(back))
    pieces.append(text[at:])
    origin += range(at, len(text))
    return Folded("".join(pieces), tuple(origin if back is None else (back[i] for i in origin)))


def _named(found: re.Match[str], year: int) -> str:
    if found["range"]:
        return "他" + found["range"]
    written = int("".join(_YEAR_DIGITS.get(char, char) for char in found["year"]))
    word = {-1: "上", 0: "本", 1: "下"}.get(written - year, "他")
    return word + found["tail"]
