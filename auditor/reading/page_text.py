"""Characters to lines of text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from auditor.reading.page_shape import Char, Rect

OPENS_NO_LINE = "，。、；：！？）】》〉」』”’…％%),.;:!?"
# The part of CJK Radicals Supplement that Unicode does not fold.
_RADICALS = (
    "⻓长⻅见⻆角⻋车⻔门⻚页⻛风⻜飞⻝食⻢马⻥鱼⻦鸟⻩黄⻰龙⻳龟⺠民⻄西⻘青⻤鬼⺟母⻉贝⻙韦⻨麦⻬齐⻮齿"
)
_DIGITS = frozenset("0123456789")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALLER, _LIFTED = 0.9, 0.12  # of the height of the digit before: no mark is higher, or less above its foot
_APART = 0.4  # of that height: the widest gap before a mark


@cache
def _folding() -> dict[int, str]:
    """Look-alikes that fonts without a proper table give in place of the characters meant."""
    ranges = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00))
    table = {code: unicodedata.normalize("NFKC", chr(code)) for codes in ranges for code in codes}
    pairs = zip(_RADICALS[::2], _RADICALS[1::2], strict=True)
    return {
        **{code: text for code, text in table.items() if text != chr(code)},
        **{ord(a): b for a, b in pairs},
    }


@dataclass(slots=True)
class TextLine:
    """Characters on one line, from left to right. `size` is the width of its widest characters:
    the type size where there is a Chinese character in it, else 0. The box is that of the ink; from
    `start` to `stop` are the spaces before and after it too."""

    left: float
    top: float
    right: float
    bottom: float
    chars: list[Char]
    text: str = ""
    size: float = 0.0
    page: int = 0
    start: float = 0.0
    stop: float = 0.0
    rank: float | None = None  # where it comes in reading order, if that is not its top
    measure: tuple[float, float] | None = None  # of its own column
    tabular: bool = False  # figures and words side by side: no part of a paragraph

    @property
    def box(self) -> Rect:
        return (self.left, self.top, self.right, self.bottom)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def em(self) -> float:
        """The type size, as good as it is known."""
        return self.size or (self.bottom - self.top) * 0.75


def lines_of(chars: Sequence[Char], page: int = 0) -> list[TextLine]:
    """The lines of `chars` (in the order of the file, which mostly runs along them), from top to bottom."""
    if len(chars) == 1:
        x0, y0, x1, y1, text = chars[0]
        if text == " ":
            return []
        wide = x1 - x0 if text >= "\u2e80" else 0.0
        shown = text.translate(_folding())
        return [TextLine(x0, y0, x1, y1, list(chars), shown, wide, page, x0, x1)]
    runs: list[TextLine] = []
    run: TextLine | None = None
    for char in chars:
        x0, y0, x1, y1, _ = char
        if run is not None:
            low, high = max(run.top, y0), min(run.bottom, y1)
            if high - low > 0.5 * min(run.bottom - run.top, y1 - y0) and x0 >= run.chars[-1][0]:
                run.chars.append(char)
                if x1 > run.right:
                    run.right = x1
                continue
        if y1 - y0 < 0.4 * (x1 - x0):  # a flat character, boxed by its ink
            middle, half = (y0 + y1) / 2, (x1 - x0) / 2
            y0, y1 = middle - half, middle + half
        run = TextLine(x0, y0, x1, y1, [char], page=page)
        runs.append(run)
    lines = _merged(runs) if len(runs) > 1 else runs
    return [line for line in lines if _finish(line)]


def _merged(runs: list[TextLine]) -> list[TextLine]:
    """Runs on the same height are one line."""
    runs.sort(key=lambda run: (run.middle, run.left))
    lines: list[TextLine] = []
    for run in runs:
        for line in reversed(lines[-6:]):
            low, high = max(line.top, run.top), min(line.bottom, run.bottom)
            if high - low > 0.55 * min(line.bottom - line.top, run.bottom - run.top):
                line.chars += run.chars
                line.left, line.right = min(line.left, run.left), max(line.right, run.right)
                break
        else:
            lines.append(run)
    lines.sort(key=lambda line: line.top)
    return lines


def _finish(line: TextLine) -> bool:
    """Sort, drop what was drawn twice to look bold, and spell the text. Whether there is any."""
    line.start, line.stop = line.left, line.right
    chars = [char for char in line.chars if char[4] != " "]
    if not chars:
        return False
    if len(chars) < len(line.chars):
        line.left, line.right = min(char[0] for char in chars), max(char[2] for char in chars)
    line.chars = chars
    if len(chars) > 1:
        chars.sort(key=lambda char: char[0])
        kept = [chars[0]]
        for char in chars[1:]:
            left, last = char[0], kept[-1]
            if left - last[0] < 0.35 * (last[2] - last[0]) and char[4] == last[4]:
                continue
            if len(kept) > 1:
                last = kept[-2]
                if left - last[0] < 0.35 * (last[2] - last[0]) and char[4] == last[4]:
                    continue
            kept.append(char)
        line.chars = chars = kept
    line.size = max([char[2] - char[0] for char in chars if char[4] >= "\u2e80"], default=0.0)
    if len(chars) > 1 and (not line.size or chars[-1][4] in _DIGITS):
        line.chars = chars = _with_marks(chars)
    line.text = spelt(chars, line.em)
    return True


def _with_marks(chars: list[Char]) -> list[Char]:
    """With small raised digits behind the digits of a figure, the marks of notes, as the raised ones that
    they are."""
    made = chars
    base: Char | None = None  # the digit beside which the last ones stand
    for at, char in enumerate(chars):
        if char[4] not in _DIGITS:
            base = None
        elif base is not None and _is_mark(char, base, chars[at - 1][2]):
            made = made if made is not chars else list(chars)
            made[at] = (*char[:4], char[4].translate(_RAISED))
        else:
            base = char
    return made


def _is_mark(char: Char, base: Char, right: float) -> bool:
    high = base[3] - base[1]
    small = char[3] - char[1] <= _SMALLER * high and base[3] - char[3] >= _LIFTED * high
    return small and abs(char[0] - right) <= _APART * high and char[3] > base[1]


def spelt(chars: Iterable[Char], em: float) -> str:
    """The text of characters on one line, with spaces where there are gaps."""
    parts: list[str] = []
    edge, last = 0.0, ""
    for x0, _, x1, _, text in chars:
        if last:
            gap = x0 - edge
            if gap > 1.0:
                wide = text >= "\u2e80" or last >= "\u2e80"
                if gap > (0.6 if wide else 0.18) * em:
                    parts.append(" ")
        parts.append(text)
        edge, last = max(edge, x1) if last else x1, text
    return "".join(parts).translate(_folding())


def token_width(line: TextLine) -> float:
    """How much room the first thing on the line needs that cannot be parted: a character, or a whole
    number or word, with the marks that may not begin a line."""
    chars = line.chars
    index = 1
    if _sticks(chars[0][4]):
        while index < len(chars) and _sticks(chars[index][4]) and chars[index][0] - chars[index - 1][2] < 1.0:
            index += 1
    while index < len(chars) and chars[index][4] in OPENS_NO_LINE:
        index += 1
    return chars[index - 1][2] - chars[0][0]


def _sticks(text: str) -> bool:
    return text < "\u2e80" and (text.isalnum() or text in ".,%+-/")
