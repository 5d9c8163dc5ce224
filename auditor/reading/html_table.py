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
        self._busy: list[int] = []  # per column, the first row that is free again
        self._group: list[tuple[Square, int]] = []  # cells that may reach below the row group, asked rowspan

    def row(self) -> None:
        """A `<tr>` begins."""
        self._row += 1
        self._column = 0
        self._open = True

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
        """A cell begins; its items go into the list returned. Raises Unreadable on too large a table."""
        if not self._open:
            self.row()
        across = max(1, min(_number(colspan, 1), self._limits.colspan))
        down = min(_number(rowspan, 1), self._limits.rowspan)
        column, busy = self._column, self._busy
        while column < len(busy) and busy[column] > self._row:
            column += 1
        until = self._row + down if down else _ENDLESS
        if len(busy) < column + across:
            busy.extend([0] * (column + across - len(busy)))
        for at in range(column, column + across):
            busy[at] = max(busy[at], until)
        self._column = column + across
        square = Square(self._row, column, [], 1, across)
        if down != 1:
            self._group.append((square, down or _ENDLESS))
        self._cells.append(square)
        check_grid(self._row + 1, min(len(busy), _WIDE) if self._row else 1, self._limits)
        return square.items

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


def _number(text: str | None, default: int) -> int:
    """The digits at the start of an attribute, as browsers read it."""
    if text is None:
        return default
    digits = ""
    for char in text.strip().lstrip("+"):
        if not ("0" <= char <= "9"):
            break
        digits += char
        if len(digits) > 9:
            break
    return int(digits) if digits else default
