"""The words of a line: stretches of it without wide gaps, figures told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.base.text import fold
from auditor.reading.page_shape import Char, Rect
from auditor.reading.page_text import TextLine, spelt

_FIGURE = re.compile(r"[+\-−﹣]?[\d,.]+(?:件|万元|元)?(?:\([^()]*\))?|[/\\—–－-]+|无")
_SEVERAL = re.compile(r"[\d.,/\\—–-]")


@dataclass(slots=True)
class Word:
    """A stretch of a line without a wide gap. `column`: of figures from 0, or None in the labels' part."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    column: int | None = None
    chars: list[Char] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def is_figure(word: Word) -> bool:
    """Whether the word is a figure, or a mark that stands for none."""
    return _FIGURE.fullmatch(fold(word.text)) is not None


def words_of(line: TextLine) -> list[Word]:
    """The line cut at gaps wider than those between the words of a sentence, or the digits of a figure."""
    groups: list[list[Char]] = []
    for char in line.chars:
        if groups:
            gap = char[0] - groups[-1][-1][2]
            both = _SEVERAL.match(fold(char[4])) and _SEVERAL.match(fold(groups[-1][-1][4]))
            if gap <= (0.25 if both else 0.7) * line.em:
                groups[-1].append(char)
                continue
        groups.append([char])
    return [word_of(group, line.em) for group in groups]


def word_of(chars: list[Char], em: float) -> Word:
    top, bottom = min(char[1] for char in chars), max(char[3] for char in chars)
    return Word(spelt(chars, em), chars[0][0], top, chars[-1][2], bottom, chars=chars)


def figures_of(words: Sequence[Word]) -> list[Word]:
    """Those of the words that are figures."""
    return [word for word in words if is_figure(word)]


def around(words: Sequence[Word]) -> Rect:
    """The box of all of them."""
    return (
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )
