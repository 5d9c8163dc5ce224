"""A sentence cut into figures, words of the vocabulary and separators."""

from __future__ import annotations

import re
from typing import NamedTuple

from auditor.report.facts.numerals import arabic_value, chinese_value
from auditor.report.facts.vocabulary import Vocabulary, Word
from auditor.report.value import Number

_BEHIND = ("余", "多")  # make a figure vague from behind; before it they end 剩余 and 增多
FIGURE, WORD, MARK = "figure", "word", "mark"


class Token(NamedTuple):
    """`kind` is FIGURE, WORD or MARK. A figure has `value`, `unit` and whether it is `approximate`;
    `start` leaves out words like 约 before it, `first` includes them."""

    kind: str
    start: int
    end: int
    text: str
    word: Word | None = None
    value: Number = 0
    unit: str = ""
    approximate: bool = False
    first: int = 0


def tokens_of(text: str, vocabulary: Vocabulary) -> list[Token]:
    """Left to right, none overlapping; what no token covers is text the vocabulary does not know."""
    found: list[Token] = []
    for match in vocabulary.tokens.finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        if kind == "word":
            written = match.group()
            found.append(Token(WORD, start, end, written, vocabulary.words[written]))
        elif kind == "mark":
            found.append(Token(MARK, start, end, match.group()))
        else:
            figure = _figure(match, text, vocabulary)
            if figure is not None:
                found.append(figure)
    return found


def _figure(match: re.Match[str], text: str, vocabulary: Vocabulary) -> Token | None:
    start, end = match.span()
    if match["figure"]:
        written = match["figure"]
        if "，" in written:  # a full-width comma parts two figures
            start += written.rindex("，") + 1
            written = written[written.rindex("，") + 1 :]
        value: Number | None = arabic_value(written, (match["great"] or "") + (match["late"] or ""))
    else:
        value = chinese_value(match["chinese"] + (match["late"] or ""))
    if value is None:
        return None
    first = start
    before = tuple(word for word in vocabulary.approximate if word not in _BEHIND)
    if text.endswith(before, 0, start):
        longest = max(len(word) for word in before if text.endswith(word, 0, start))
        first = start - longest
    after = text[end : end + 2]
    vague = (
        first < start or bool(match["more"]) or after in ("以上", "以下", "左右") or after[:1] in ("余", "多")
    )
    return Token(FIGURE, start, end, match.group(), None, value, match["unit"], vague, first)
