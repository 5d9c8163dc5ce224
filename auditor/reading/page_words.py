"""The words of a line: stretches of it without wide gaps, figures told apart; how far apart and how wide they
are in a table without lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from auditor.base.text import fold
from auditor.reading.page_shape import Char, Rect
from auditor.reading.page_stitch import MARK
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


def is_digits(word: Word) -> bool:
    """Whether the word is a number, and neither a mark that stands for none nor one that begins a label."""
    text = fold(word.text)
    return _FIGURE.fullmatch(text) is not None and text[0].isdigit() and text[-1] not in ".,"


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


def parted(word: Word, edge: float) -> list[Word]:
    """The word, or where a figure begins in it right of `edge` after words, both."""
    at = len(word.chars)
    while at and _SEVERAL.match(fold(word.chars[at - 1][4])):
        at -= 1
    if not 0 < at < len(word.chars) or word.chars[at][0] < edge:
        return [word]
    em = max(char[2] - char[0] for char in word.chars)
    return [word_of(word.chars[:at], em), word_of(word.chars[at:], em)]


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


def is_mark(word: Word) -> bool:
    """Whether the word is nothing but the mark of a label, which stands in a column before it."""
    return MARK.fullmatch(fold(word.text)) is not None


def pitch_of(words: Sequence[Word]) -> float:
    """The step from line to line within cells: the smallest that is usual between words one under another."""
    steps: Counter[float] = Counter()
    ordered = sorted(words, key=lambda word: word.middle)
    for index, above in enumerate(ordered):
        high = above.bottom - above.top
        for below in ordered[index + 1 :]:
            step = below.middle - above.middle
            if step > 2.5 * high:
                break
            over = min(above.right, below.right) - max(above.left, below.left)
            if step > 0.6 * high and over > 0 and above.column == below.column:
                steps[round(step * 2) / 2] += 1
                break
    often = [step for step, count in steps.items() if count >= 2] or list(steps)
    return min(often, default=0.0)


def widest(words: Sequence[Word]) -> dict[int, float]:
    """By column of figures, how wide its widest line is."""
    found: dict[int, float] = {}
    for word in words:
        if word.column is not None:
            found[word.column] = max(found.get(word.column, 0.0), word.right - word.left)
    return found


def is_narrow(word: Word, wide: Mapping[int, float]) -> bool:
    """Whether the word's column is as wide as one digit, as far as its lines show."""
    return wide.get(word.column if word.column is not None else -1, 0.0) < 1.5 * (
        word.chars[0][2] - word.left
    )


def is_full(line: Word, after: Word, wide: Mapping[int, float]) -> bool:
    """Whether the first character of `after` had no room on the line before it."""
    first = after.chars[0]
    room = wide.get(line.column if line.column is not None else -1, 0.0) - (line.right - line.left)
    return first[2] - first[0] > room + 0.3
