"""What else of a drawn table is not as the format has it, though every figure was read: rows of no format,
rows in another order, the table twice, names left out of its head, the table in another part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from auditor.report.headings import Candidate
from auditor.report.lexicon import TableDef
from auditor.report.model import LabelRead
from auditor.report.stream import Row
from auditor.report.tables.reading import TableReading

_NUMERALS = "〇一二三四五六"
_HEAD = 3  # so many names of columns are a head
_SHOWN = 20  # characters of a name


def oddities(
    table: TableDef, reading: TableReading, labels: Sequence[LabelRead], part: int, *, paged: bool
) -> Iterator[str]:
    """One situation each, in words that follow the table's name. `part` is where the table stands, 0 where
    that is not sure; `paged`: pages may have cut the head."""
    for name in reading.extra_rows:
        yield f"多出“{name[:_SHOWN]}”行"
    names = Counter(reading.sequence)
    twice = sum(times > 1 for times in names.values())
    official = {line.name: line.label.official for line in table.rows}
    if len(names) >= _HEAD and 4 * twice >= 3 * len(names):
        yield "整张出现了两次"
    else:
        yield from (f"“{official[name][:_SHOWN]}”行的位置不对" for name in _moved(table, reading.sequence))
    if reading.form == "grid" and not paged:
        yield from (f"没有写“{text[:_SHOWN]}”这个列名" for text in _unnamed(table, reading, labels))
    if part not in (0, table.section):
        yield f"在第{_NUMERALS[part]}部分里"


def part_of(rows: Sequence[Row], reading: TableReading, chosen: Sequence[Candidate]) -> int:
    """The part in which a table stands; 0 where the six parts were not all found in their order."""
    if [each.number for each in chosen] != [1, 2, 3, 4, 5, 6] or reading.place is None:
        return 0
    first = next((row.index for row in rows if row.place == reading.place), -1)
    return max((each.number for each in chosen if each.index <= first), default=0)


def _moved(table: TableDef, sequence: Sequence[str]) -> Iterator[str]:
    """Rows out of the format's order: the fewest that, taken away, leave the rest in order."""
    places = {line.name: place for place, line in enumerate(table.rows)}
    names = [name for name in dict.fromkeys(sequence) if name in places]  # of two formats mixed: its own
    longest: list[list[str]] = []
    for name in names:
        before = [chain for chain in longest if places[chain[-1]] < places[name]]
        longest.append([*(max(before, key=len) if before else ()), name])
    kept = set(max(longest, key=len) if longest else ())
    return (name for name in names if name not in kept)


def _unnamed(table: TableDef, reading: TableReading, labels: Sequence[LabelRead]) -> Iterator[str]:
    """Names that a head lacks which has others; a group that is not there at all is missing, not unnamed."""
    groups = [line for line in table.rows if line.name in reading.rows] if table.name == "表四" else []
    for axis, lines in (("column", table.columns), ("row", groups)):
        there = {label.name for label in labels if label.axis == axis}
        if lines and len(there) >= min(_HEAD, len(lines) - 1):
            yield from (line.label.official for line in lines if line.name not in there)
