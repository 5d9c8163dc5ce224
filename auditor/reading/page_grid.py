"""Drawn lines to grids: which lines make a table, its elementary squares, and which of them are one cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.reading.page_shape import Rect, Stroke

_SNAP = 2.0  # lines nearer than this are one line
_GAP = 3.0  # pieces of a line with no larger gap are one piece
_SHORT = 6.0  # shorter lines are marks, not borders
_TOUCH = 3.2
_SAME = 4.2  # edges of one grid nearer than this are one edge: no row or column is as narrow
_OVER = 6.0  # a line that runs so far past the last line across it says that the table goes on there
_MOST = 4_000  # lines of one page


@dataclass(frozen=True, slots=True)
class Region:
    """A cell: the squares from (`row`, `column`) to before (`below`, `after`)."""

    row: int
    column: int
    below: int
    after: int


@dataclass(slots=True)
class Lattice:
    """A grid of lines: its edges from left to right and from top to bottom, and its cells in reading
    order. `cut_above`, `cut_below`: no line closes it there, so that it goes on over the page end; `open`:
    the columns under which no line is drawn."""

    xs: list[float]
    ys: list[float]
    cells: list[Region]
    owner: list[list[int]]  # per row and column the index of the square's cell
    cut_above: bool = False
    cut_below: bool = False
    open: frozenset[int] = frozenset()

    @property
    def box(self) -> Rect:
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def at(self, x: float, y: float) -> int | None:
        """The index of the cell in which a point lies."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1:
            return self.owner[row][column]
        return None

    def rect(self, index: int) -> Rect:
        cell = self.cells[index]
        return (self.xs[cell.column], self.ys[cell.row], self.xs[cell.after], self.ys[cell.below])


def lattices(across: Sequence[Stroke], down: Sequence[Stroke]) -> list[Lattice]:
    """Every grid on the page, from top to bottom; lines that make none are left out."""
    flat, upright = _joined(across), _joined(down)
    if len(flat) + len(upright) > _MOST:
        return []
    found = []
    for hs, vs in _groups(flat, upright):
        lattice = _lattice(hs, vs)
        if lattice is not None:
            found.append(lattice)
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _clusters(values: Iterable[float], reach: float) -> list[float]:
    """Means of values that lie together."""
    out: list[list[float]] = []
    for value in sorted(values):
        if out and value - sum(out[-1]) / len(out[-1]) <= reach:
            out[-1].append(value)
        else:
            out.append([value])
    return [sum(group) / len(group) for group in out]


def _joined(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Pieces of one line made one, short ones dropped."""
    lines: list[tuple[float, int, list[tuple[float, float]]]] = []  # mean, count, pieces
    for at, start, end in sorted(strokes):
        if lines and at - lines[-1][0] <= _SNAP:
            mean, count, pieces = lines[-1]
            pieces.append((start, end))
            lines[-1] = ((mean * count + at) / (count + 1), count + 1, pieces)
        else:
            lines.append((at, 1, [(start, end)]))
    out = []
    for at, _, pieces in lines:
        pieces.sort()
        begin, stop = pieces[0]
        for start, end in pieces[1:]:
            if start - stop <= _GAP:
                stop = max(stop, end)
                continue
            if stop - begin >= _SHORT:
                out.append((at, begin, stop))
            begin, stop = start, end
        if stop - begin >= _SHORT:
            out.append((at, begin, stop))
    return out


def _groups(flat: list[Stroke], upright: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Lines that hang together."""
    count = len(flat)
    parent = list(range(count + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    touched = [False] * len(upright)
    for number, (x, top, bottom) in enumerate(upright):
        mine = root(count + number)
        low, high, left, right = top - _TOUCH, bottom + _TOUCH, x - _TOUCH, x + _TOUCH
        for index, (y, start, end) in enumerate(flat):
            if low <= y <= high and start <= right and end >= left:
                touched[number] = True
                other = root(index)
                if other != mine:
                    parent[other] = mine
    # The outer side of a tall merged cell may touch no line across: it goes with a line of the same length.
    for number, (_, top, bottom) in enumerate(upright):
        if touched[number]:
            continue
        for other, (_, above, below) in enumerate(upright):
            if other != number and abs(top - above) <= 4 and abs(bottom - below) <= 4:
                parent[root(count + number)] = root(count + other)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for index, line in enumerate(flat):
        groups[root(index)][0].append(line)
    for index, line in enumerate(upright):
        groups[root(count + index)][1].append(line)
    return [(hs, vs) for hs, vs in groups.values() if vs and len(hs) + len(vs) >= 3]


def _closing(lines: list[Stroke], crossing: list[Stroke]) -> tuple[Stroke | None, Stroke | None]:
    """Lines to add before the first and after the last of `lines`, where two or more of `crossing` run on."""
    first, last = (min(lines)[0], max(lines)[0]) if lines else (float("inf"), float("-inf"))
    before = [(start, at) for at, start, _ in crossing if start < first - _OVER]
    after = [(end, at) for at, _, end in crossing if end > last + _OVER]
    out: list[Stroke | None] = []
    for ends, pick in ((before, min), (after, max)):
        if len(ends) < 2:
            out.append(None)
            continue
        edge = pick(end for end, _ in ends)
        same = [at for end, at in ends if abs(end - edge) <= _SAME]
        out.append((edge, min(same), max(same)) if len(same) >= 2 else None)
    return out[0], out[1]


def _lattice(hs: list[Stroke], vs: list[Stroke]) -> Lattice | None:
    above, below = _closing(hs, vs)
    left, right = _closing(vs, hs) if len(hs) >= 3 else (None, None)
    hs = [*hs, *(line for line in (above, below) if line is not None)]
    vs = [*vs, *(line for line in (left, right) if line is not None)]
    ys, xs = _clusters((h[0] for h in hs), _SAME), _clusters((v[0] for v in vs), _SAME)
    if len(xs) < 2 or len(ys) < 2:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    middles_x = [(xs[i] + xs[i + 1]) / 2 for i in range(columns)]
    middles_y = [(ys[i] + ys[i + 1]) / 2 for i in range(rows)]
    roof = [[False] * columns for _ in range(rows + 1)]
    for at, start, end in hs:
        line = roof[_nearest(ys, at)]
        for column in range(columns):
            if start <= middles_x[column] <= end:
                line[column] = True
    wall = [[False] * (columns + 1) for _ in range(rows)]
    for at, start, end in vs:
        column = _nearest(xs, at)
        for row in range(rows):
            if start <= middles_y[row] <= end:
                wall[row][column] = True
    result = _cells(xs, ys, roof, wall, above is not None, below is not None)
    drawn = range(columns) if below is None else ()
    result.open = frozenset(range(columns)) - {column for column in drawn if roof[rows][column]}
    return result


def _nearest(values: list[float], value: float) -> int:
    index = bisect_right(values, value)
    if index == len(values) or (index and value - values[index - 1] <= values[index] - value):
        return index - 1
    return index


def _cells(
    xs: list[float],
    ys: list[float],
    roof: list[list[bool]],
    wall: list[list[bool]],
    cut_above: bool,
    cut_below: bool,
) -> Lattice:
    """Squares with no line between them are one cell, as far as they make a rectangle."""
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = [[-1] * columns for _ in range(rows)]
    cells: list[Region] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] >= 0:
                continue
            after = column + 1
            while after < columns and owner[row][after] < 0 and not wall[row][after]:
                after += 1
            below = row + 1
            while below < rows and _open(owner, roof, wall, below, column, after):
                below += 1
            for r in range(row, below):
                owner[r][column:after] = [len(cells)] * (after - column)
            cells.append(Region(row, column, below, after))
    return Lattice(xs, ys, cells, owner, cut_above, cut_below)


def _open(
    owner: list[list[int]], roof: list[list[bool]], wall: list[list[bool]], row: int, column: int, after: int
) -> bool:
    """Whether the cell above goes on into `row`: no line over it, none inside, its sides closed alike."""
    if any(roof[row][column:after]) or any(owner[row][c] >= 0 for c in range(column, after)):
        return False
    return not any(wall[row][column + 1 : after])
