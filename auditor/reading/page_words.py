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

_OF = r"(?:件|万?元)"
_FIGURE = re.compile(rf"[+\-−﹣]?[\d,.]+{_OF}?(?:\([^()]*\)|\[[^\[\]]*\])?|[/\\—–－-]+|无")
_ALIKE = 0.15  # of their height: by which lines set alike may differ in it
_UNIT = re.compile(_OF)
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
    text = fold(word.text)
    return _FIGURE.fullmatch(text) is not None and not (text[-1] == "." and MARK.fullmatch(text))


def is_digits(word: Word) -> bool:
    """Whether the word is a number, and neither a mark that stands for none nor one that begins a label."""
    text = fold(word.text)
    return _FIGURE.fullmatch(text) is not None and text[0].isdigit() and text[-1] not in ".,"


def is_unit(word: Word) -> bool:
    """Whether the word is a unit by itself: that of the figure over it, which left it no room."""
    return _UNIT.fullmatch(fold(word.text)) is not None


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


def opens(word: Word, under: Word | None = None) -> bool:
    """Whether a label begins with the word, its mark perhaps cut by the end of the line."""
    text = fold(word.text)
    if MARK.match(text):
        return True
    return under is not None and len(text) <= 2 and MARK.match(text + fold(under.text)) is not None


def is_mark(*words: Word) -> bool:
    """Whether the word, or those one under another, are nothing but the mark of a label, which stands in a
    column before it."""
    return MARK.fullmatch("".join(fold(word.text) for word in words)) is not None


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
                if abs(below.bottom - below.top - high) > _ALIKE * high:
                    break  # boxed by its ink, a word of marks is not at its line's height
                steps[round(step * 2) / 2] += 1
                break
    often = [step for step, count in steps.items() if count >= 2] or list(steps)
    return min(often, default=0.0)


@dataclass(frozen=True, slots=True)
class Widths:
    """By column of figures, in points: how wide its widest line of several characters is (one alone stands on
    a line however narrow the cell is), and its widest digit."""

    widest: Mapping[int | None, float]
    digit: Mapping[int | None, float]

    @classmethod
    def of(cls, words: Sequence[Word]) -> Widths:
        widest: dict[int | None, float] = {}
        digit: dict[int | None, float] = {}
        for word in words:
            if len(word.chars) > 1:
                widest[word.column] = max(widest.get(word.column, 0.0), _width(word))
            for char in word.chars:
                if char[4].isdigit():
                    digit[word.column] = max(digit.get(word.column, 0.0), char[2] - char[0])
        return cls(widest, digit)

    def narrow(self, column: int | None) -> bool:
        """Whether the column is as wide as one digit, as far as its lines show."""
        return self.widest.get(column, 0.0) < 1.5 * self.digit.get(column, 0.0)

    def full(self, line: Word, after: Word) -> bool:
        """Whether the first character of `after` had no room on the line before it, nor with the mark behind
        it, which no line begins with."""
        first, *more = after.chars
        last = more[0] if more and fold(more[0][4]) in ",." else first
        return last[2] - first[0] > self.widest.get(line.column, 0.0) - _width(line) + 0.05


def _width(word: Word) -> float:
    """Without a mark at the end, which may hang over the cell's side."""
    chars = word.chars[:-1] if len(word.chars) > 1 and fold(word.chars[-1][4]) in ",." else word.chars
    return chars[-1][2] - chars[0][0]
