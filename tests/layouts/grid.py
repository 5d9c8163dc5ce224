"""Grids of merged squares, and what page breaks and careless typists do to them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

_OWNERS = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Square:
    """One square of the grid; squares of one cell share `owner`. `path` names a figure's cell."""

    text: str
    owner: int
    path: str = ""
    kind: str = "label"  # label | head | figure | filler


@dataclass(frozen=True, slots=True)
class Row:
    """`kind`: "head", "data", "blank"; `row` is the alias the figures belong to."""

    squares: tuple[Square, ...]
    kind: str = "data"
    row: str = ""

    @property
    def figures(self) -> tuple[Square, ...]:
        """One square per figure, whatever it spans."""
        return tuple({s.owner: s for s in self.squares if s.kind == "figure"}.values())


Grid = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A cell for formats that have cells: its square and how many rows and columns it covers."""

    square: Square
    rows: int
    columns: int


def square(text: str, path: str = "", kind: str = "label") -> Square:
    return Square(text, next(_OWNERS), path, "figure" if path else kind)


def span(text: str, width: int, kind: str = "label") -> list[Square]:
    return [square(text, kind=kind)] * width


def _run(owners: Iterable[int], owner: int) -> int:
    """How many of `owners` from the first on are `owner`."""
    return sum(1 for _ in itertools.takewhile(owner.__eq__, owners))


def boxes(grid: Grid) -> list[list[Box | None]]:
    """Per row the cells in order: a Box at a cell's first square, None where it is covered from above
    (once per covered row), nothing for squares covered from the left."""
    out: list[list[Box | None]] = []
    seen: set[int] = set()
    for number, row in enumerate(grid):
        line: list[Box | None] = []
        last = 0
        for index, this in enumerate(row.squares):
            if this.owner == last:
                continue
            last = this.owner
            if this.owner in seen:
                line.append(None)
                continue
            seen.add(this.owner)
            across = (s.owner for s in row.squares[index:])
            down = (r.squares[index].owner if index < len(r.squares) else 0 for r in grid[number:])
            line.append(Box(this, _run(down, last), _run(across, last)))
        out.append(line)
    return out


def separate(grid: Grid, spans: str) -> Grid:
    """Every square a cell of its own: "repeated" with the label again, "empty" with nothing. A figure
    is never repeated."""
    seen: set[int] = set()
    rows = []
    for row in grid:
        squares = []
        for this in row.squares:
            if this.owner not in seen or (spans == "repeated" and this.kind != "figure"):
                new = replace(this, owner=next(_OWNERS))
            else:
                new = square("", kind="filler")
            seen.add(this.owner)
            squares.append(new)
        rows.append(replace(row, squares=tuple(squares)))
    return tuple(rows)


def copy(grid: Grid, kind: str) -> Grid:
    """The same rows once more, as cells of their own."""
    owners: dict[int, int] = {}

    def again(this: Square) -> Square:
        return replace(this, owner=owners.setdefault(this.owner, next(_OWNERS)))

    return tuple(Row(tuple(map(again, row.squares)), kind, row.row) for row in grid)


def insert_column(grid: Grid, at: int, texts: dict[int, str] | None = None, widen: bool = False) -> Grid:
    """A new column before column `at`: empty, holding `texts` (row -> text), or (`widen`) part of the
    cell to its left. Inside a merged cell it always becomes part of that cell."""
    rows = []
    fresh: dict[int, Square] = {}
    for number, row in enumerate(grid):
        squares = row.squares
        left = squares[at - 1] if 0 < at <= len(squares) else None
        right = squares[at] if at < len(squares) else None
        if left is not None and right is not None and left.owner == right.owner:
            new = left
        elif texts and number in texts:
            new = square(texts[number], kind="head" if row.kind == "head" else "filler")
        elif widen and left is not None:
            new = left
        else:
            new = fresh.setdefault(number, square("", kind="filler"))
        rows.append(replace(row, squares=(*squares[:at], new, *squares[at:])))
    return tuple(rows)


def cut(grid: Grid, at: int, continued: str, rng: random.Random) -> tuple[Grid, Grid]:
    """The grid before and from row `at`. A cell that the cut divides goes on below as an empty cell,
    as its label again, or as the rest of its label."""
    above = {s.owner: s for row in grid[:at] for s in row.squares}
    below: dict[int, Square] = {}
    heads: dict[int, str] = {}
    for row in grid[at:]:
        for this in row.squares:
            if this.owner in above and this.owner not in below:
                rest = ""
                if continued == "repeated":
                    rest = this.text
                elif continued == "rest" and len(this.text) > 4 and this.kind == "label":
                    place = rng.randint(2, len(this.text) - 1)
                    heads[this.owner], rest = this.text[:place].rstrip("\n"), this.text[place:].lstrip("\n")
                below[this.owner] = replace(this, owner=next(_OWNERS), text=rest)
    first = tuple(
        replace(row, squares=tuple(replace(s, text=heads.get(s.owner, s.text)) for s in row.squares))
        for row in grid[:at]
    )
    second = tuple(
        replace(row, squares=tuple(below.get(s.owner, s) for s in row.squares)) for row in grid[at:]
    )
    return first, second


def tear(grid: Grid, at: int, figures: str, rng: random.Random) -> tuple[Grid, bool]:
    """Row `at` becomes two rows, its label divided between them and its figures in the "first" or the
    "last"; the break is then put between them. False: the label is too short to divide."""
    row = grid[at]
    labels = [i for i, s in enumerate(row.squares) if s.kind == "label"]
    if not labels:
        return grid, False
    label = row.squares[labels[-1]]
    if len(label.text) < 8:
        return grid, False
    place = rng.randint(5, len(label.text) - 2)
    pieces = label.text[:place].rstrip("\n"), label.text[place:].lstrip("\n")
    shared = {s.owner for r in (*grid[:at], *grid[at + 1 :]) for s in r.squares}
    rows = []
    for index, piece in enumerate(pieces):
        keeps = (figures == "first") == (index == 0)
        owners: dict[int, int] = {}
        squares = []
        for this in row.squares:
            if this.owner in shared:
                squares.append(this)
                continue
            owner = owners.setdefault(this.owner, next(_OWNERS))
            text = piece if this.owner == label.owner else this.text if keeps else ""
            kind = "filler" if this.kind == "figure" and not keeps else this.kind
            path = this.path if keeps else ""
            squares.append(Square(text, owner, path, kind))
        rows.append(Row(tuple(squares), row.kind, row.row))
    return (*grid[:at], *rows, *grid[at + 1 :]), True


def shift(grid: Grid, rows: Iterable[int], way: str) -> Grid:
    """Some rows one square to the right (an empty square before the figures) or to the left (the
    last label square lost)."""
    chosen = set(rows)
    out = []
    for number, row in enumerate(grid):
        first = next((i for i, s in enumerate(row.squares) if s.kind == "figure"), 0)
        squares: Sequence[Square] = row.squares
        if number in chosen and first:
            if way == "right":
                squares = (*squares[:first], square("", kind="filler"), *squares[first:])
            elif first > 1 and squares[first - 1].owner == squares[first - 2].owner:
                squares = (*squares[: first - 1], *squares[first:])
        out.append(replace(row, squares=tuple(squares)))
    return tuple(out)


def relabel(grid: Grid, change: dict[int, str]) -> Grid:
    """Texts of cells replaced, by owner."""
    return tuple(
        replace(
            row,
            squares=tuple(replace(s, text=change[s.owner]) if s.owner in change else s for s in row.squares),
        )
        for row in grid
    )
