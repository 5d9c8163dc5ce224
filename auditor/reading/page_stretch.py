"""What stands of a table without lines on one page: told, mended over page ends, and set on a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.base.text import fold
from auditor.reading.page_rows import Cut, Word
from auditor.reading.page_shape import LOST, Char, Rect
from auditor.reading.page_stitch import MARK, Piece, Whole
from auditor.reading.page_text import TextLine, spelt

_FIGURE = re.compile(r"[+\-−﹣]?[\d,.]+(?:件|万元|元)?|[/\\—–－-]+|无")
_SEVERAL = re.compile(r"[\d.,]")


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


@dataclass(slots=True)
class Stretch:
    """What stands of a table on one page: the sides of its columns of figures, its rows, the words of
    labels that go over several rows, and how long full lines of figures are."""

    columns: list[tuple[float, float]]
    rows: list[Cut]
    page: int
    full: dict[int, int]
    pitch: float
    beside: list[Word] = field(default_factory=list)
    first: bool = False  # it begins its page
    last: bool = False

    @property
    def box(self) -> Rect:
        return _around([word for row in self.rows for word in row.words])


def mend(above: Stretch, below: Stretch) -> None:
    """Put the rest of a row that the page end cut to its beginning in `above`."""
    if not _mended(above, below) and below.rows and not below.rows[0].label:
        for row in below.rows[:2]:
            row.sure = False


def _mended(above: Stretch, below: Stretch) -> bool:
    """Whether there was such a rest."""
    if not (above.last and below.first and above.rows and below.rows):
        return False
    if len(above.columns) != len(below.columns):
        return False
    head, rest = above.rows[-1], below.rows[0]
    label = "".join(word.text for word in rest.label)
    starts = [MARK.match(fold(row.label[0].text)) for row in below.rows[1:] + above.rows if row.label]
    marked = sum(1 for start in starts if start) > 0.7 * len(starts)
    if label and (not marked or MARK.match(fold(label))):
        return False
    columns = {word.column for word in rest.words if word.column is not None}
    sure = head.sure and (rest.sure or len(columns) == len([w for w in rest.words if w.column is not None]))
    full = {column: max(above.full.get(column, 1), below.full.get(column, 1)) for column in columns}
    for column in columns:
        begun = [word for word in head.words if word.column == column]
        if begun and len(fold(begun[-1].text)) < full[column]:
            sure = False
        if not begun and (label or len(columns) < len(above.columns)):
            sure = sure and bool(label)
    head.words += rest.words
    head.label += rest.label
    head.sure = sure
    del below.rows[0]
    return True


def whole_of(stretch: Stretch) -> Whole:
    """The rows on a grid: two columns for the words before the figures (the label beside them in the
    second), then the figures'."""
    count = len(stretch.columns)
    pieces: list[Piece] = []
    middles = [sum(word.middle for word in row.words) / len(row.words) for row in stretch.rows]
    groups: list[list[Word]] = [[] for _ in stretch.rows]
    for word in stretch.beside:
        if groups:
            groups[min(range(len(middles)), key=lambda i, w=word: abs(middles[i] - w.middle))].append(word)  # type: ignore[misc]
    for number, row in enumerate(stretch.rows):
        rect = _around(row.words)
        own = {id(word) for word in row.label}
        others = [word for word in row.words if word.column is None and id(word) not in own] + groups[number]
        beside = "".join(word.text for word in sorted(others, key=lambda word: (word.left, word.middle)))
        label = "".join(word.text for word in row.label)
        if len({word.column for word in row.words} - {None}) < count:
            beside = ""  # nobody shall take it for what is missing
        texts = [beside, label] if label else ["", beside]
        for column in range(count):
            parts = [word.text for word in row.words if word.column == column]
            texts.append("".join(parts) if row.sure else "\n".join(parts) + LOST)
        pieces += [
            Piece(number, column, number + 1, column + 1, text, stretch.page, rect)
            for column, text in enumerate(texts)
        ]
    return Whole(pieces, len(stretch.rows), count + 2)


def as_line(stretch: Stretch) -> TextLine | None:
    """A table of one row without labels is the line of its figures, wrapped ones made whole; None where it
    is another. Figures set at different heights are of one row where each column has one."""
    rows = stretch.rows
    if any(row.label for row in rows) or stretch.beside or not 0 < len(rows) <= 6:
        return None
    taken = [column for row in rows for column in {word.column for word in row.words}]
    if len(taken) > len(set(taken)):
        return None
    words = [word for row in rows for word in row.words]
    if words[-1].middle - words[0].middle > 3 * (words[0].bottom - words[0].top):
        return None
    chars = [char for word in words for char in word.chars]
    left, top, right, bottom = _around(words)
    line = TextLine(left, top, right, bottom, chars, page=stretch.page, start=left, stop=right, tabular=True)
    sure = len(taken) == len(stretch.columns) and all(row.sure for row in rows)
    texts = []
    for column in range(len(stretch.columns)):
        texts.append("".join(word.text for word in words if word.column == column) + ("" if sure else LOST))
    line.text = " ".join(texts)
    return line


def goes_on_with_figures(parts: Sequence[TextLine | Stretch]) -> bool:
    """Whether a page that begins with `parts` may begin with the rest of a row of figures."""
    for part in parts[:80]:
        if isinstance(part, Stretch):
            return not part.first
        if "。" in part.text or (part.size and part.size > 13):
            return False
        if any(is_figure(word) for word in words_of(part)):
            return True
    return False


def doubt(last: TextLine | Stretch | None) -> None:
    """Leave the figures of a page's last line or row so that nobody takes them for whole."""
    if isinstance(last, Stretch) and last.rows:
        last.rows[-1].sure = False
    elif isinstance(last, TextLine) and "。" not in last.text:
        words = words_of(last)
        last.text = " ".join(word.text + LOST if is_figure(word) else word.text for word in words)


def _around(words: Sequence[Word]) -> Rect:
    return (
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )
