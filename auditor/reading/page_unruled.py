"""Tables without lines: figures that stand in columns. Where it does not show to which row a figure
belongs, the cell is left so that nobody takes it for a number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.base.text import fold
from auditor.reading.page_shape import LOST, Char, Rect
from auditor.reading.page_stitch import MARK, Piece, Whole
from auditor.reading.page_text import TextLine, spelt

_FIGURE = re.compile(r"[+-]?[\d,.]+(?:件|万元|元)?|[/\\—–－-]+|无")
_LONE = re.compile(r"(?:^|\s)[\d,.]+(?:\s|$)")
_COLUMNS = 5  # with fewer a table is left as lines of text
_LINES = 3  # that bear the columns out
_NEAR = 4.0
_ROW = 1.7  # line heights between the lines of one row


@dataclass(slots=True)
class Word:
    """A stretch of a line without a wide gap."""

    text: str
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def figure(self) -> bool:
        return _FIGURE.fullmatch(fold(self.text)) is not None


def words_of(line: TextLine) -> list[Word]:
    """The line cut at gaps wider than those between the words of a sentence."""
    groups: list[list[Char]] = []
    for char in line.chars:
        if groups and char[0] - groups[-1][-1][2] <= 0.7 * line.em:
            groups[-1].append(char)
        else:
            groups.append([char])
    return [Word(spelt(group, line.em), group[0][0], group[-1][2]) for group in groups]


@dataclass(slots=True)
class _Row:
    """A row to be: its words before the figures, by column of figures the pieces found, its lines."""

    label: list[Word]
    lines: list[TextLine]
    figures: dict[int, list[str]] = field(default_factory=dict)
    begun: bool = False  # its figures stand beside the beginning of its label
    doubtful: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The middles of the columns of figures, and where the words before them end."""

    middles: tuple[float, ...]
    edge: float

    def of(self, word: Word) -> int | None:
        """The column in which a figure stands, if it is plain in which."""
        best = min(range(len(self.middles)), key=lambda i: abs(self.middles[i] - word.middle))
        pitch = min(
            abs(self.middles[best] - self.middles[i])
            for i in (best - 1, best + 1)
            if 0 <= i < len(self.middles)
        )
        return best if abs(self.middles[best] - word.middle) <= 0.3 * pitch else None


def columned(lines: Sequence[TextLine]) -> list[TextLine | Whole]:
    """`lines` of one page, those that make up a table replaced by it."""
    if not any(_LONE.search(line.text) for line in lines):
        return list(lines)
    cut = {id(line): words_of(line) for line in lines}
    out: list[TextLine | Whole] = []
    position = 0
    while position < len(lines):
        run = _stretch(lines, cut, position)
        columns = _columns([cut[id(line)] for line in run])
        if columns is None:
            out.append(lines[position])
            position += 1
            continue
        # The stretch may begin with words that are no part of the table: up to the first row of figures
        # only lines of several words are its head.
        out.append(_table(run, cut, columns))
        position += len(run)
    return _with_orphans(out, cut)


def _stretch(lines: Sequence[TextLine], cut: dict[int, list[Word]], start: int) -> list[TextLine]:
    """Lines from `start` that could all be one table: no sentence among them, no wide gap between them,
    and the first of them of several words."""
    first = lines[start]
    if len(cut[id(first)]) < 2:
        return []
    run = [first]
    for line in lines[start + 1 :]:
        high = line.bottom - line.top
        if line.top - run[-1].bottom > 3.0 * high or ("。" in line.text and len(cut[id(line)]) < 3):
            break
        run.append(line)
    while run and not any(word.figure for word in cut[id(run[-1])]) and len(cut[id(run[-1])]) < 2:
        run.pop()
    return run


def _columns(rows: Sequence[list[Word]]) -> _Columns | None:
    """The columns on which at least three lines with as many figures agree, by the middles of the figures or
    by their right or left ends."""
    figures = [[word for word in row if word.figure] for row in rows]
    counts = Counter(len(row) for row in figures if len(row) >= _COLUMNS)
    for count, times in sorted(counts.items(), key=lambda item: (-item[1], -item[0])):
        if times < _LINES:
            continue
        full = [row for row in figures if len(row) == count]
        for pick in (_middle, _right, _left):
            places = [sorted(pick(row[i]) for row in full)[len(full) // 2] for i in range(count)]
            agree = [
                row
                for row in full
                if all(abs(pick(w) - p) <= _NEAR for w, p in zip(row, places, strict=True))
            ]
            if len(agree) < max(_LINES, 0.6 * len(full)):
                continue
            middles = [
                sorted(word.middle for word in column)[len(agree) // 2] for column in zip(*agree, strict=True)
            ]
            pitch = min(b - a for a, b in pairwise(middles))
            if pitch > 8:
                return _Columns(tuple(middles), middles[0] - pitch / 2)
    return None


def _middle(word: Word) -> float:
    return word.middle


def _right(word: Word) -> float:
    return word.right


def _left(word: Word) -> float:
    return word.left


def _table(run: Sequence[TextLine], cut: dict[int, list[Word]], columns: _Columns) -> Whole:
    rows: list[_Row] = []
    starts = [word for line in run if any(w.figure for w in cut[id(line)]) for word in cut[id(line)]]
    listed = sum(1 for word in starts if MARK.match(fold(word.text))) >= 3
    for line in run:
        words = cut[id(line)]
        label = [word for word in words if word.middle < columns.edge]
        figures = [word for word in words if word.middle >= columns.edge]
        bare = bool(figures) and all(word.figure for word in figures)
        if figures and not bare:  # a head, or words where figures should be
            rows.append(_Row(words, [line]))
        elif bare and label and listed and not any(MARK.match(fold(word.text)) for word in label):
            if rows:
                _more_label(rows[-1], line, label)
                rows[-1].lines.pop()
            _orphan(rows, line, figures, columns)
        elif bare and label:
            rows.append(_Row(label, [line], begun=True))
            _place(rows[-1], figures, columns)
        elif bare:
            _orphan(rows, line, figures, columns)
        elif any(MARK.match(fold(word.text)) for word in label) or not rows:
            rows.append(_Row(label, [line]))
        else:
            _more_label(rows[-1], line, label)
    _doubt(rows, columns)
    return _whole(rows, columns)


def _place(row: _Row, figures: Sequence[Word], columns: _Columns) -> None:
    for word in figures:
        column = columns.of(word)
        if column is None:
            row.doubtful.update(range(len(columns.middles)))
        else:
            row.figures.setdefault(column, []).append(word.text)


def _orphan(rows: list[_Row], line: TextLine, figures: Sequence[Word], columns: _Columns) -> None:
    """Figures without a label beside them: those of the label just above them, set at half its height;
    or the rest of a wrapped row, or the beginning of the next: then nobody can tell."""
    last = rows[-1] if rows else None
    near = last is not None and line.middle - last.lines[-1].middle <= _ROW * (line.bottom - line.top)
    if last is None or (not near and not last.figures) or (not last.label and last.figures and not near):
        rows.append(_Row([], [line], begun=True))
        _place(rows[-1], figures, columns)
        return
    again = bool(last.figures)
    taken = {column for word in figures if (column := columns.of(word)) is not None}
    _place(last, figures, columns)
    last.lines.append(line)
    if again:
        last.doubtful |= taken


def _more_label(row: _Row, line: TextLine, label: Sequence[Word]) -> None:
    """A further line of a label goes on under its beginning; anything else is a word of its own."""
    for word in label:
        above = next((w for w in reversed(row.label) if abs(w.left - word.left) <= 6), None)
        if above is not None:
            above.text += word.text
        else:
            row.label.append(word)
    row.lines.append(line)


def _doubt(rows: Sequence[_Row], columns: _Columns) -> None:
    """A row is plain where its figures stand on one line and either fill all columns or have no other
    incomplete line of figures close by. In all others a figure may be a part of a wrapped one."""
    count = len(columns.middles)
    whole = range(count)
    bearing = [row for row in rows if row.figures]
    for row in bearing:
        if row.doubtful or any(len(parts) > 1 for parts in row.figures.values()):
            row.doubtful.update(whole)
    for row, after in pairwise(bearing):
        high = row.lines[0].bottom - row.lines[0].top
        close = after.lines[0].top - row.lines[-1].bottom < 0.8 * high
        if close and len(row.figures) < count and len(after.figures) < count:
            row.doubtful.update(whole)
            after.doubtful.update(whole)
        elif close and row.doubtful and (not after.begun or len(after.figures) < count):
            after.doubtful.update(whole)
        elif close and after.doubtful and len(row.figures) < count:
            row.doubtful.update(whole)


def _whole(rows: Sequence[_Row], columns: _Columns) -> Whole:
    """The rows on a grid: two columns for the words before the figures (the last word in the second),
    then the figures'."""
    count = len(columns.middles)
    width = count + 2
    pieces: list[Piece] = []
    for number, row in enumerate(rows):
        rect, page = _around(row.lines), row.lines[0].page
        labels = [word.text for word in sorted(row.label, key=_left)]
        if not row.figures:
            pieces.append(Piece(number, 0, number + 1, width, " ".join(labels), page, rect))
            continue
        texts = ["".join(labels[:-1]), "".join(labels[-1:])]
        for column in range(count):
            text = "\n".join(row.figures.get(column, []))
            if column in row.doubtful:
                text += LOST
            texts.append(text)
        for column, text in enumerate(texts):
            pieces.append(Piece(number, column, number + 1, column + 1, text, page, rect))
    return Whole(pieces, len(rows), width)


def _around(lines: Sequence[TextLine]) -> Rect:
    return (
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )


def _with_orphans(things: list[TextLine | Whole], cut: dict[int, list[Word]]) -> list[TextLine | Whole]:
    """A line of nothing but figures right under figures may be the rest of them: it is set beside them,
    so that the row has more figures than it may have."""
    out: list[TextLine | Whole] = []
    for thing in things:
        last = out[-1] if out else None
        if isinstance(thing, TextLine) and isinstance(last, TextLine) and last.page == thing.page:
            words, above = cut[id(thing)], [word for word in cut[id(last)] if word.figure]
            close = thing.middle - last.middle <= _ROW * (thing.bottom - thing.top)
            bare = len(cut[id(last)]) > 1 and all(word.figure for word in words)
            if close and bare and any(w.left < a.right and w.right > a.left for w in words for a in above):
                last.text += " " + " ".join(word.text for word in words)
                continue
        out.append(thing)
    for thing, before, after in zip(out, [None, *out], [*out[1:], None], strict=False):
        if isinstance(thing, TextLine) and _loose(thing, before, after, cut):
            thing.text = " ".join(word.text + LOST if word.figure else word.text for word in cut[id(thing)])
    return out


def _loose(
    line: TextLine,
    before: TextLine | Whole | None,
    after: TextLine | Whole | None,
    cut: dict[int, list[Word]],
) -> bool:
    """Whether figures on a line outside any table may be parts of a row whose others stand on the lines
    beside it."""
    figures = sum(1 for word in cut[id(line)] if word.figure)
    if not figures or "。" in line.text or len(cut[id(line)]) < 2:
        return False
    for other in (before, after):
        if isinstance(other, TextLine) and abs(other.middle - line.middle) < _ROW * (line.bottom - line.top):
            beside = sum(1 for word in cut[id(other)] if word.figure)
            if beside and (beside != figures or figures >= _COLUMNS):
                return True
    return False
