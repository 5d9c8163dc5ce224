"""What stands of a table without lines on one page: told, mended over page ends, and set on a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.base.text import fold
from auditor.reading.page_head import Stack
from auditor.reading.page_region import HEADING
from auditor.reading.page_rows import OUTSIDE, Cut, is_marked
from auditor.reading.page_shape import LOST, Rect
from auditor.reading.page_side import fits
from auditor.reading.page_stitch import Piece, Whole
from auditor.reading.page_text import TextLine
from auditor.reading.page_words import Widths, Word, around, is_figure, words_of

_NEAR = 12  # lines of the same table


@dataclass(slots=True)
class Stretch:
    """What stands of a table on one page: the sides of its columns of figures, its words, the texts of the
    lines above it, the words that head its columns; `joined`: it goes on with the table of the page before.
    Then its rows, the words of labels that go over several rows, and how wide lines of figures are."""

    columns: list[tuple[float, float]]
    words: list[Word]
    page: int
    head: list[str]
    stacks: list[Stack]
    joined: bool = False
    first: bool = False  # it begins its page
    last: bool = False
    rows: list[Cut] = field(default_factory=list)
    wide: Widths | None = None
    pitch: float = 0.0
    beside: list[Word] = field(default_factory=list)

    @property
    def filled(self) -> int:
        """How many columns have figures."""
        figures = [word for word in self.words if is_figure(word)]
        return sum(any(w.left < right and w.right > left for w in figures) for left, right in self.columns)

    @property
    def box(self) -> Rect:
        return around([word for row in self.rows for word in row.words])


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
    starts = [is_marked(row.words, row.label) for row in below.rows[1:] + above.rows if row.label]
    marked = sum(starts) > 0.7 * len(starts)
    if label and (not marked or is_marked(rest.words, rest.label)):
        return False
    columns = {word.column for word in rest.words if word.column is not None}
    after = below.rows[1] if len(below.rows) > 1 else None
    goes_on = after is not None and marked and not is_marked(after.words, after.label)
    sure = head.sure and rest.only and not goes_on
    held = {word.column for word in head.words if word.column is not None}
    whole = not held & columns and len(held | columns) == len(above.columns)  # one has what the other lacks
    for column in columns:
        begun = [word for word in head.words if word.column == column]
        more = next((word for word in rest.words if word.column == column), None)
        if begun and more is not None:
            if fold(begun[0].text) == "0":
                return False  # a row of its own
            full = above.wide is not None and above.wide.full(begun[-1], more)
            sure = sure and (full or fold(begun[-1].text).endswith(","))
        if not begun and (label or len(columns) < len(above.columns)):
            sure = sure and (bool(label) or whole)
    if columns and not sure and len(below.rows) > 1:
        below.rows[1].sure = False  # it may as well have its first lines there
    head.words += rest.words
    head.label += rest.label
    head.sure = sure
    del below.rows[0]
    return True


def whole_of(stretch: Stretch) -> Whole:
    """The rows on a grid: two columns for the words before the figures (the label beside them in the
    second), if there are any, then the figures'; above them the words that head these."""
    labelled = bool(stretch.beside) or any(word.column is None for row in stretch.rows for word in row.words)
    columns = list(range(len(stretch.columns)))
    if any(word.column == OUTSIDE for row in stretch.rows for word in row.words):
        columns.insert(0, OUTSIDE)
    before = 2 * labelled + len(columns) - len(stretch.columns)
    pieces: list[Piece] = []
    lines = 0
    if stretch.stacks:
        heads = [*([""] * before), *(stack.text for stack in stretch.stacks)]
        rect = around([word for stack in stretch.stacks for word in stack.words])
        pieces += _row(0, heads, stretch.page, rect if not stretch.joined else stretch.box)
        lines = 1
    rows = stretch.rows if labelled else _one(stretch)
    beside = _beside(stretch)
    for number, row in enumerate(rows):
        texts = _labels(row, beside.get(number, ()), len(stretch.columns)) if labelled else []
        for column in columns:
            parts = [word.text for word in row.words if word.column == column]
            texts.append("".join(parts) if row.sure else "\n".join(parts) + LOST)
        pieces += _row(lines + number, texts, stretch.page, around(row.words))
    return Whole(pieces, lines + len(rows), len(stretch.columns) + before, headed=bool(stretch.stacks))


def _row(number: int, texts: Sequence[str], page: int, rect: Rect) -> list[Piece]:
    return [
        Piece(number, column, number + 1, column + 1, text, page, rect) for column, text in enumerate(texts)
    ]


def _beside(stretch: Stretch) -> dict[int, list[Word]]:
    """The words of each label that stands beside several rows, by the row in whose height it begins."""
    middles = [sum(word.middle for word in row.words) / len(row.words) for row in stretch.rows]
    out: dict[int, list[Word]] = {}
    if not middles:
        return out
    near, over = 0, None
    for word in sorted(stretch.beside, key=lambda word: (round(word.left), word.middle)):
        goes_on = (
            over is not None
            and abs(over.left - word.left) < 2.0
            and 0 < word.middle - over.middle < 1.8 * (over.bottom - over.top)
        )
        if not goes_on:
            away = [abs(middle - word.middle) for middle in middles]
            near = away.index(min(away))
        out.setdefault(near, []).append(word)
        over = word
    return out


def _labels(row: Cut, beside: Sequence[Word], columns: int) -> list[str]:
    """The words before the figures: those beside the label, and the label."""
    own = {id(word) for word in row.label}
    others = [word for word in row.words if word.column is None and id(word) not in own] + list(beside)
    text = "".join(word.text for word in sorted(others, key=lambda word: (word.left, word.middle)))
    label = "".join(word.text for word in row.label)
    if len({word.column for word in row.words} - {None}) < columns:
        text = ""  # nobody shall take it for what is missing
    return [text, label] if label else ["", text]


def _one(stretch: Stretch) -> list[Cut]:
    """The rows of a table without labels: one, where no column has figures in two; set at different heights
    they are of one row where each column has some."""
    rows = stretch.rows
    taken = [column for row in rows for column in {word.column for word in row.words}]
    words = [word for row in rows for word in row.words]
    apart = words[-1].middle - words[0].middle > 3 * (words[0].bottom - words[0].top)
    if len(rows) > 6 or len(taken) > len(set(taken)) or apart:
        return rows
    sure = all(row.sure for row in rows) and (len(rows) == 1 or len(taken) == len(stretch.columns))
    return [Cut(words, sure)]


def as_line(stretch: Stretch) -> TextLine | None:
    """A table of one row without labels or heads is the line of its figures, wrapped ones made whole; None
    where it is another."""
    if stretch.stacks or stretch.beside or any(row.label for row in stretch.rows) or not stretch.rows:
        return None
    rows = _one(stretch)
    if len(rows) > 1:
        return None
    words = rows[0].words
    chars = [char for word in words for char in word.chars]
    left, top, right, bottom = around(words)
    line = TextLine(left, top, right, bottom, chars, page=stretch.page, start=left, stop=right, tabular=True)
    own = {word.column for word in words}
    sure = rows[0].sure and len(own) == len(stretch.columns)
    texts = []
    for column in range(len(stretch.columns)):
        texts.append("".join(word.text for word in words if word.column == column) + ("" if sure else LOST))
    line.text = " ".join(texts)
    return line


def goes_on_with_figures(above: Sequence[TextLine | Stretch], parts: Sequence[TextLine | Stretch]) -> bool:
    """Whether a page that begins with `parts` may begin with the rest of the row of figures with which the
    page before, of the parts `above`, ends."""
    last, first = above[-1] if above else None, parts[0] if parts else None
    if isinstance(last, TextLine) and isinstance(first, TextLine) and not _is_label_full(last, above):
        rest = words_of(first)
        return all(map(is_figure, rest)) and _may_go_on(last, rest, above)
    for part in parts[:80]:
        if isinstance(part, Stretch):
            return not part.first and not isinstance(last, Stretch)
        if "。" in part.text or (part.size and part.size > 13) or HEADING.match(fold(part.text)):
            return False
        rest = [word for word in words_of(part) if is_figure(word)]
        if rest and isinstance(last, Stretch):
            return fits(rest, last.columns) is not None
        if rest:
            return not isinstance(last, TextLine) or _may_go_on(last, rest, above)
    return False


def _may_go_on(last: TextLine, rest: Sequence[Word], page: Sequence[TextLine | Stretch]) -> bool:
    """Whether every figure of `rest` may go on with one of the page's last line, or stand in a cell of its
    row of which nothing was on that page: a figure goes on below only where it fills its column."""
    over = [word for word in words_of(last) if is_figure(word)]
    near = [line for line in page[-_NEAR:-1] if isinstance(line, TextLine)]
    others = [word for line in near for word in words_of(line)]
    for word in rest:
        begun = [each for each in over if each.left < word.right and each.right > word.left]
        for each in begun:
            digit = each.chars[0][2] - each.chars[0][0]
            wide = each.right - each.left + 0.8 * digit
            middle = (each.left + each.right) / 2
            beside = (
                other
                for other in others
                if other.right - other.left > wide and abs((other.left + other.right) / 2 - middle) < wide
            )
            if fold(each.text)[0] == "0" or not each.text[-1].isdigit() or any(beside):
                return False
    return True


def _is_label_full(line: TextLine, page: Sequence[TextLine | Stretch]) -> bool:
    """Whether the words before the line's figures may go on below: no others that begin at the same edge are
    wider."""
    label = words_of(line)[0]
    others = (words_of(part)[0] for part in page if isinstance(part, TextLine) and part.tabular)
    widest = max((word.right for word in others if abs(word.left - label.left) < 2.0), default=label.right)
    return is_figure(label) or label.right > widest - 0.9 * line.em


def doubt(parts: Sequence[TextLine | Stretch]) -> None:
    """Leave the figures of a page's last line or row so that nobody takes them for whole."""
    last = parts[-1] if parts else None
    if isinstance(last, Stretch) and last.rows:
        last.rows[-1].sure = False
    elif isinstance(last, TextLine) and "。" not in last.text:
        words = words_of(last)
        last.text = " ".join(word.text + LOST if is_figure(word) else word.text for word in words)
