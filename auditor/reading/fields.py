"""Text that a spreadsheet wrote: fields parted by commas or semicolons, those with such marks in quotes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from auditor.reading.text import Row

_MARKS = ",;"
_WIDE, _ROWS = 8, 3  # so many fields have the rows of figures that show it, so many rows at least
_MOST = 0.8  # of the fields after the label are figures, and of the wide rows have as many fields
_LONGEST, _LONGER = 60, 20  # characters: a longer field is prose, of two only such with a shorter one
_FIGURE = re.compile(r"\s*(?:[+-]?\d{1,15}(?:\.\d{1,9})?|[\d,]{1,19}|[/\\—–-]{1,3})?\s*")


def with_tabs(rows: Sequence[Row]) -> list[Row]:
    """The lines, those of tables with tabs between their fields, where rows of figures in fields show that
    they are such; else as they are."""
    if any("\t" in row.text for row in rows):
        return list(rows)
    for mark in _MARKS:
        cut = [_fields(row.text, mark) if mark in row.text else [] for row in rows]
        wide = [fields for fields in cut if len(fields) >= _WIDE]
        told = [fields for fields in wide if _is_figures(fields)]
        usual = Counter(map(len, wide)).most_common(1)
        if len(told) >= _ROWS and usual[0][1] >= _ROWS and any(len(row) == usual[0][0] for row in told):
            return [_row(row, fields) for row, fields in zip(rows, cut, strict=True)]
    return list(rows)


def _fields(line: str, mark: str) -> list[str]:
    """None of a line whose quotes do not close."""
    if line.count('"') % 2:
        return []
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return []


def _is_figures(fields: Sequence[str]) -> bool:
    after = fields[1:]
    figures = sum(1 for field in after if _FIGURE.fullmatch(field))
    return any(map(str.strip, after)) and figures >= _MOST * len(after)


def _row(row: Row, fields: Sequence[str]) -> Row:
    written = [field for field in fields if field.strip()]
    if len(written) == 1:
        return replace(row, text=written[0])  # a line of prose, filled up to the width of the sheet
    if not written or max(map(len, written)) > _LONGEST or any("。" in field for field in written):
        return row
    if len(fields) == 2 and len(fields[0]) > _LONGER and not _is_figures(fields):
        return row
    return replace(row, text="\t".join(field.replace("\t", " ") for field in fields))
