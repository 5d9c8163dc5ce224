"""What lines of text say of the columns of table three: in which order, and which others beside them."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.report.stream import Row
from auditor.report.tables.labels import LabelIndex, bare

_PARTED = "法人或其他组织"  # the columns under it stand in the next line
_SUBTOTALS = {"小计", "合计", "法人小计", "法人合计", "小计数"}
_UPPER = (_PARTED, "申请人情况")


def spoken_order(rows: Sequence[Row], columns: LabelIndex) -> tuple[str, ...]:
    """The names of all columns as lines of text have them: in one line, or in two of which the upper has
    法人或其他组织 in the place of those in the lower. Empty where no lines do."""
    lines = [[bare(token.text) for token in row.tokens if token.folded] for row in rows]
    named = [_names(line, columns) for line in lines]
    every = columns.order.keys()
    for at, (line, names) in enumerate(zip(lines, named, strict=True)):
        group = line.index(_PARTED) if _PARTED in line else len(line)
        before = tuple(name for name, place in names.items() if place < group)
        after = tuple(name for name in names if name not in before)
        if names.keys() == every:
            # Two storeys in one line: what stands behind the upper one's words has no place.
            return () if after and before == tuple(columns.order)[: len(before)] else before + after
        lower = next((below for below in named[at + 1 :] if below), {})
        if _PARTED in line and {*names, *lower} == every and not names.keys() & lower.keys():
            return (*before, *lower, *after)
    return ()


def _names(line: Sequence[str], columns: LabelIndex) -> dict[str, int]:
    """The columns that a line names, in its order, and their places in it."""
    found: dict[str, int] = {}
    for at, text in enumerate(line):
        match = columns.exact(text)
        if match is not None:
            found.setdefault(match.name, at)
    return found


def strangers(rows: Sequence[Row], columns: LabelIndex) -> frozenset[int]:
    """In which places of the figures of a line those under other names stand (备注, 上年总计), where one line
    names all the columns of the format and others behind one of them."""
    for row in rows:
        line = [bare(token.text) for token in row.tokens if token.folded]
        names = _names(line, columns)
        if any(map(is_subtotal, line)):
            return frozenset()  # a column of its own
        if row.form == "line" and names.keys() == columns.order.keys() and _PARTED not in line:
            first = min(names.values())
            own = {*names.values()}
            return frozenset(at - first for at in range(first, len(line)) if at not in own)
    return frozenset()


def names_other_columns(rows: Sequence[Row], columns: LabelIndex) -> bool:
    """Whether a line of the head goes on behind what the format has there with a word of its own: 备注."""
    for row in rows if len(rows) > 1 else ():
        line = [text for token in row.tokens if (text := bare(token.text)) and not is_subtotal(text)]
        known = [at for at, text in enumerate(line) if text in _UPPER or columns.exact(text)]
        if row.form == "line" and known and any(map(columns.is_strange, line[known[-1] + 1 :])):
            return True
    return False


def is_subtotal(text: str) -> bool:
    """小计, or what a scan makes of it: no other column's name has two characters, the first of them 小."""
    return text in _SUBTOTALS or (len(text) == 2 and text[0] == "小")
