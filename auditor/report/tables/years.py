"""A part that has a table for every one of several years: the rows of the report's own year."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from auditor.report.stream import Row
from auditor.report.tables.reading import TableReading

_NAMED = re.compile(r"[(\[【〔]?(?:附[表件]?\d?[:.、]?)?(20\d\d)年(?!报|末|底)[^。;,]{0,30}")
_BEFORE = re.compile(r"[(\[]?(?:上一?年度?|去年)(?:同期)?(?:数据|情况|数|统计表?)?[)\]]?[:]?")


def read_own_year(
    rows: Sequence[Row], year: int | None, read: Callable[[Sequence[Row]], TableReading]
) -> TableReading:
    """What `read` makes of `rows`, tables left out that a caption gives to another year, where the own year's
    has their rows too: a caption may be an old one, and a page's head stand within a table."""
    pieces = _pieces(rows, year) if year is not None else []
    if all(other in (None, year) for other, _ in pieces):
        return read(rows)
    own = read([row for other, piece in pieces if other in (None, year) for row in piece])
    kept: list[Row] = []
    used: set[int] = set()
    for other, piece in pieces:
        names, there = set(own.rows), set[str]()
        if other not in (None, year):
            reading = read(piece)
            there = set(reading.rows)
        if there and there <= names and 2 * len(there) >= len(names):
            used |= reading.used
        else:
            kept.extend(piece)
    if not used:
        return read(rows)
    result = read(kept)
    result.used |= used
    return result


def _pieces(rows: Sequence[Row], year: int) -> list[tuple[int | None, list[Row]]]:
    """The rows by the captions over them; None above the first."""
    pieces: list[tuple[int | None, list[Row]]] = [(None, [])]
    for row in rows:
        named = _caption(row, year)
        if named is not None:
            pieces.append((named, []))
        pieces[-1][1].append(row)
    return pieces


def _caption(row: Row, year: int) -> int | None:
    """The year that a short line of its own, or the only cell of a row, names."""
    written = [token.folded for token in row.tokens if token.folded]
    if len(written) != 1 or row.form not in {"line", "grid"} or "报告" in written[0]:
        return None
    found = _NAMED.fullmatch(written[0])
    if found is not None:
        return int(found[1])
    return year - 1 if _BEFORE.fullmatch(written[0]) else None
