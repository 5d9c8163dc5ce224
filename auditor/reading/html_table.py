"""Cells of an HTML table on an exact grid, as the HTML standard lays them out."""

from __future__ import annotations

from auditor.reading.flow import Grid, Item, Square, check_grid
from auditor.reading.limits import Limits

_ENDLESS = 1 << 30
_WIDE = 100  # a table wider than this has columns that only an absurd colspan makes


class TableBuilder:
    """Takes rows and cells in source order; `grid()` gives the table."""

    def __init__(self, limits: Limits) -> None:
        self.before: list[Item] = []  # captions, and what stands in the table but in no cell
        self._limits = limits
        self._cells: list[Square] = []
        self._row = -1
        self._open = False  # whether a row is open
        self._column = 0
        self._spread = 0  # columns that the cells take up, all together
        self._busy: list[int] = []  # per column, the first row that is free again
        self._group: list[tuple[Square, int]] = []  # cells that may reach below the row group, asked rowspan

    def row(self) -> None:
        """A `<tr>` begins. Raises Unreadable on too large a table."""
        self._row += 1
        self._column = 0
        self._open = True
        # An absurd colspan is forgiven in a table of ordinary length.
        check_grid(self._row, min(len(self._busy), max(_WIDE, len(self._busy) // 10)), self._limits)

    def end_row(self) -> None:
        """A `</tr>`: a cell after it without a new `<tr>` begins a row of its own."""
        self._open = False

    def end_group(self) -> None:
        """A `<thead>`, `<tbody>`, `<tfoot>` or the table ends: no rowspan reaches over it."""
        height = self._row + 1
        for cell, asked in self._group:
            cell.rowspan = max(1, min(asked, height - cell.row))
        self._group.clear()
        self._busy = [min(until, height) for until in self._busy]
        self._open = False

    def cell(self, rowspan: str | None, colspan: str | None) -> list[Item]:
        """A cell begins; its items go into the list returned. Raises Unreadable on
        too large a table."""
        if not self._open:
            self.row()
        across = 1 if colspan is None else max(1, min(_number(colspan), self._limits.colspan))
        down = 1 if rowspan is None else min(_number(rowspan), self._limits.rowspan)
        column, row, busy = self._column, self._row, self._busy
        while column < len(busy) and busy[column] > row:
            column += 1
        end = column + across
        self._spread += across
        check_grid(1, self._spread, self._limits)
        until = row + down if down else _ENDLESS
        if len(busy) < end:
            busy.extend([0] * (end - len(busy)))
        if across == 1:
            busy[column] = until
        else:
            for at in range(column, end):
                busy[at] = max(busy[at], until)
        self._column = end
        square = Square(row, column, [], 1, across)
        if down != 1:
            self._group.append((square, down or _ENDLESS))
        self._cells.append(square)
        return square.items

    def doubt(self) -> None:
        """In the last cell that began stands something that nobody can tell."""
        if self._cells:
            self._cells[-1].doubt = True

    def grid(self) -> Grid:
        """The table. Raises Unreadable when it has too many squares."""
        self.end_group()
        width = max((cell.column + cell.colspan for cell in self._cells), default=0)
        if width > _WIDE:
            width = 1 + max(cell.column for cell in self._cells)
            for cell in self._cells:
                cell.colspan = min(cell.colspan, width - cell.column)
        check_grid(self._row + 1, width, self._limits)
        return Grid(self._cells, self._row + 1, width)


def _number(text: str) -> int:
    """The digits at the start of an attribute, as browsers read it; 1 when there are none."""
    digits = text.strip().lstrip("+")
    if not (digits.isascii() and digits.isdigit()):
        digits = digits[: next((at for at, char in enumerate(digits) if not "0" <= char <= "9"), len(digits))]
    return int(digits[:9]) if digits else 1
