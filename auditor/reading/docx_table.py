"""Word tables on their grid: merges are followed by grid column, not by a cell's number in its row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from auditor.reading.docx_names import Names, integer
from auditor.reading.docx_plain import MERGES, Looker
from auditor.reading.flow import Grid, Item, Square, check_grid
from auditor.reading.limits import Limits

_THROUGH = ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")


class BlockReader(Protocol):
    """What reads the blocks inside a cell."""

    names: Names
    limits: Limits
    looker: Looker

    def cell(self, element: etree._Element) -> tuple[list[Item], bool]: ...


def rows_to_grid(table: etree._Element, reader: BlockReader) -> Grid:
    """A `w:tbl` as a grid; deleted and hidden rows are left out, widths of tblGrid are not trusted.

    Raises Unreadable when the table has too many squares.
    """
    names, limits = reader.names, reader.limits
    cells: list[Square] = []
    open_down: dict[int, Square] = {}  # grid column -> the cell that vMerge continues there
    spans, downwards, sideways, _ = (names[merge] for merge in MERGES)
    look = reader.looker.over(table)
    about_row = names["trPr"]
    through = tuple(names[each] for each in _THROUGH)
    rows, columns = (names["tr"], *through), (names["tc"], *through)
    width = 0
    row = -1
    for element in _children(table, rows):
        properties = next(element.iterchildren(about_row), None)
        if properties is not None and _is_out(properties, names):
            continue
        row += 1
        column = _span(names.number(properties, "gridBefore"), 0, limits)
        last: Square | None = None
        still_open: dict[int, Square] = {}
        for cell in _children(element, columns):
            across, down, beside = 1, None, None
            for each in look.merges.get(cell, ()):
                tag = each.tag
                if tag == spans:
                    across = _span(integer(each.get(names.val)), 1, limits)
                elif tag == downwards:
                    down = each
                elif tag == sideways:
                    beside = each
                else:
                    across = 0  # deleted by a tracked change
            if not across:
                continue
            if beside is not None and _continues(beside, names) and last is not None:
                last.colspan += across
                column += across
                continue
            above = open_down.get(column) if down is not None and _continues(down, names) else None
            if above is not None:
                above.rowspan = row - above.row + 1
                still_open[column] = above
                last = None
            else:
                items = look.plain.get(cell)
                items, doubt = reader.cell(cell) if items is None else (items, False)
                last = Square(row, column, items, 1, across, doubt=doubt)
                cells.append(last)
                if down is not None:
                    still_open[column] = last
            column += across
        open_down = still_open
        width = max(width, column + _span(names.number(properties, "gridAfter"), 0, limits))
        check_grid(row + 1, width, limits)
    return Grid(cells, row + 1, width)


def _span(stated: int | None, default: int, limits: Limits) -> int:
    return default if stated is None else max(default, min(stated, limits.colspan))


def _continues(merge: etree._Element, names: Names) -> bool:
    return (merge.get(names.val) or "continue") == "continue"


def _is_out(properties: etree._Element, names: Names) -> bool:
    """A row that was deleted or moved away by a tracked change, or is hidden."""
    return (
        properties.find(names["del"]) is not None
        or properties.find(names["moveFrom"]) is not None
        or bool(names.on(properties, "hidden"))
    )


def _children(element: etree._Element, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Rows or cells (the first of `tags`), through content controls and tracked insertions around them
    (the others)."""
    for child in element.iterchildren(*tags):
        if child.tag == tags[0]:
            yield child
        else:
            yield from _children(child, tags)
