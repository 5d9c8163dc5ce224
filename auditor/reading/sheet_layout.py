"""A worksheet as text and tables: what is framed or stands in columns is a table, a lone cell a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from auditor.reading.flow import Grid, Item, Line, Square, check_grid
from auditor.reading.limits import Limits

_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]")
_SENTENCE = 40  # characters: a lone cell this long is prose
_STOPS = ("。", "；", "！", "？", "：", ":")

Spot = tuple[int, int]


@dataclass(slots=True)
class Sheet:
    """One visible sheet; rows and columns from 0. `merges` are (top, left, bottom, right), inclusive;
    `framed` are cells with a line on any side."""

    name: str
    texts: dict[Spot, str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    framed: set[Spot] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def items_of(sheet: Sheet, limits: Limits) -> list[Item]:
    """The sheet's content in reading order. Raises Unreadable on too large a table."""
    seen = _visible(sheet)
    return list(_Layout(seen).items(limits)) if seen.texts else []


def _visible(sheet: Sheet) -> Sheet:
    """The sheet without hidden rows and columns, and without what merged cells cover."""
    rows = _Shift(sheet.hidden_rows)
    columns = _Shift(sheet.hidden_columns)
    made = Sheet(sheet.name)
    covered: set[Spot] = set()
    for top, left, bottom, right in sheet.merges:
        text = sheet.texts.get((top, left), "")
        area = rows.span(top, bottom), columns.span(left, right)
        if area[0] is None or area[1] is None:
            continue
        (first, last), (start, end) = area[0], area[1]
        if (last - first + 1) * (end - start + 1) <= 1:
            continue
        made.merges.append((first, start, last, end))
        covered.add((top, left))
        # Only texts can be hidden by it; a merge may be as large as the sheet.
        if text:
            made.texts[first, start] = text
    areas = sorted(sheet.merges)
    for spot, text in sheet.texts.items():
        if spot in covered or not text.strip():
            continue
        row, column = rows(spot[0]), columns(spot[1])
        if row is not None and column is not None and not _inside(spot, areas):
            made.texts[row, column] = text
    for spot in sheet.framed:
        row, column = rows(spot[0]), columns(spot[1])
        if row is not None and column is not None:
            made.framed.add((row, column))
    made.texts = {spot: text for spot, text in made.texts.items() if text.strip()}
    return made


def _inside(spot: Spot, areas: Iterable[tuple[int, int, int, int]]) -> bool:
    """Whether a merge covers it that begins elsewhere."""
    row, column = spot
    return any(
        top <= row <= bottom and left <= column <= right and (top, left) != spot
        for top, left, bottom, right in areas
    )


class _Shift:
    """Numbers of rows or columns when the hidden ones are taken out."""

    def __init__(self, hidden: set[int]) -> None:
        self._hidden = hidden
        self._sorted = sorted(hidden)

    def __call__(self, number: int) -> int | None:
        if number in self._hidden:
            return None
        return number - self._before(number)

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """The visible part of first … last, None where all of it is hidden."""
        start = first - self._before(first)
        end = last + 1 - self._before(last + 1) - 1
        return (start, end) if end >= start else None

    def _before(self, number: int) -> int:
        return bisect_left(self._sorted, number)


class _Layout:
    """Rows told apart: empty, prose, part of a table."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._rows: dict[int, list[int]] = {}  # row -> columns of its texts
        for row, column in sorted(sheet.texts):
            self._rows.setdefault(row, []).append(column)
        self._frames: dict[int, list[int]] = {}
        for row, column in sorted(sheet.framed):
            self._frames.setdefault(row, []).append(column)
        self._last = max(self._rows)
        self._merges = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
        self._under = self._continued()

    def items(self, limits: Limits) -> Iterator[Item]:
        table: list[int] = []
        previous = -1
        for row in sorted({*self._rows, *self._frames, *self._under}):
            if row > self._last and row not in self._under and (row != previous + 1 or row > self._last + 1):
                break
            if table and row != previous + 1:
                yield from self._table(table, limits)
                table = []
            previous = row
            if self._is_table(row, bool(table)):
                table.append(row)
                continue
            yield from self._table(table, limits)
            table = []
            for column in self._rows.get(row, ()):
                yield from _lines(self._sheet.texts[row, column])
        yield from self._table(table, limits)

    def _written(self, row: int) -> bool:
        return row in self._rows or row in self._under

    def _continued(self) -> set[int]:
        """Rows into which a merged cell reaches from above."""
        reached: set[int] = set()
        for top, _, bottom, _ in sorted(self._sheet.merges):
            reached.update(range(top + 1, min(bottom, self._last) + 1))
        return reached

    def _is_table(self, row: int, within: bool) -> bool:
        columns = self._rows.get(row, [])
        framed = self._frames.get(row, [])
        if len(columns) > 1 or row in self._under:
            return True
        if not columns:
            return bool(framed)
        column = columns[0]
        text = self._sheet.texts[row, column].strip()
        bottom, right = self._merges.get((row, column), (row, column))
        if bottom > row:
            return True
        prose = (
            _HEADING.match(text) is not None
            or len(text) >= _SENTENCE
            or text.endswith(_STOPS)
            or ("\n" in text and len(text) >= _SENTENCE)
        )
        if framed:
            # A title over the whole width of the frame is a title; a label beside blank cells is not.
            whole = column <= framed[0] and right >= framed[-1]
            return not (prose and whole)
        if self._sheet.framed or prose:
            return False
        return within and len(self._rows.get(row + 1, ())) > 1

    def _table(self, rows: list[int], limits: Limits) -> Iterator[Item]:
        """The rows as a grid, without empty edges, but with one framed row at the end that was left blank."""
        while rows and rows[0] not in self._rows:
            rows = rows[1:]
        while rows and not self._written(rows[-1]) and (len(rows) < 2 or not self._written(rows[-2])):
            rows = rows[:-1]
        if not rows:
            return
        first, last = rows[0], rows[-1]
        spots = [(row, column) for row in rows for column in self._rows.get(row, ())]
        ends = [min(self._merges.get(spot, spot)[1], limits.colspan) for spot in spots]
        left = min(column for _, column in spots)
        right = max(max(column for _, column in spots), *ends)
        check_grid(last - first + 1, right - left + 1, limits)
        cells: list[Square] = []
        taken: set[Spot] = set()
        for row in range(first, last + 1):
            for column in range(left, right + 1):
                if (row, column) in taken:
                    continue
                bottom, end = self._merges.get((row, column), (row, column))
                bottom, end = min(bottom, last), min(end, right)
                if bottom > row or end > column:
                    taken.update((r, c) for r in range(row, bottom + 1) for c in range(column, end + 1))
                text = self._sheet.texts.get((row, column), "")
                cells.append(
                    Square(row - first, column - left, list(_lines(text)), bottom - row + 1, end - column + 1)
                )
        if len(spots) == 1:
            yield from _lines(self._sheet.texts[spots[0]])
        else:
            yield Grid(cells, last - first + 1, right - left + 1)


def _lines(text: str) -> Iterator[Line]:
    return (Line(line) for line in re.split(r"\r\n|\r|\n", text) if line.strip())


def named(sheets: Mapping[str, list[Item]]) -> list[Item]:
    """The sheets one after the other; a sheet's name that is a heading stands over it."""
    items: list[Item] = []
    for name, inside in sheets.items():
        if not inside:
            continue
        head = inside[0]
        if _HEADING.match(name) and not (isinstance(head, Line) and _HEADING.match(head.text.strip())):
            items.append(Line(name, 1))
        items.extend(inside)
    return items
