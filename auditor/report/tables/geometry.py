"""Which cell a figure stands in: by the head's columns, by the rows that are full, never by hope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum
from functools import lru_cache

from auditor.report.cellvalue import is_symbol, is_unread, may_be_figure, read_value
from auditor.report.stream import Token
from auditor.report.tables.header import Header, Range
from auditor.report.tables.run import Run
from auditor.report.value import Number

_DENSE = 0.8  # of the rows without a blank: a blank is unusual
_SHOWN = 3  # full rows that show where the columns are


class Doubt(Enum):
    """Why a row cannot be assigned."""

    COUNT = "count"


class Geometry:
    """Where the figures of this table's rows stand, one under each of `names`, of which `total` is the sum.
    `headers` gives each document table's own header; `more`: it names columns in lines of text that the
    format does not have. `strict`: some figures stand under names that were not understood, so that none can
    be counted."""

    def __init__(
        self,
        runs: Sequence[Run],
        names: Sequence[str],
        total: str,
        headers: Mapping[int, Header],
        *,
        more: bool = False,
        strict: bool = False,
    ) -> None:
        self.count = count = len(names)
        self.names, self.total, self.strict = names, total, strict
        # Most rows have a figure that no column is known for (a 小计 under a head that was not read): which
        # one a row of the right number lacks, nothing tells.
        self.crowded = 2 * sum(len(run.written) > count for run in runs) > len(runs)
        # Blanks are rare: one beside a figure that could not be read may show that the row was shifted.
        self.dense = sum(all(token.folded for token in run.values) for run in runs) > _DENSE * len(runs)
        # Most rows have one figure less than there are columns: the table may lack one, and a row that has
        # all of them in several lines may have another figure in it, a page's number.
        self.scanty = 2 * sum(len(run.written) == count - 1 for run in runs) > len(runs)
        self.told = any(head.complete and len(head.names) == count for head in headers.values())
        self.more = more or any(head.extra and len(head.names) != count for head in headers.values())
        self.strange = frozenset[int]().union(*(head.strange for head in headers.values()))
        self.ranges: dict[int, tuple[Range, ...]] = {}
        self.crossed: set[int] = set()  # tables whose rows and head tell different orders
        by_table: dict[int, list[Run]] = {}
        for run in runs:
            if run.row.form != "line":
                by_table.setdefault(run.row.table, []).append(run)
        self.usual = {number: _usual_columns(own) for number, own in by_table.items()}
        # Of these no row has a figure in the last of as many cells as there are columns, or only in the first
        # none: that may be no column of the format's, and the table lack another.
        self.hollow = {number for number, own in by_table.items() if _is_hollow(own, count)}
        before: tuple[int, tuple[Range, ...]] | None = None
        crossed = 0  # as wide is the table before, where its rows and its head tell different orders
        for number, own in by_table.items():
            ranges = self._ranges(own, headers.get(number), before)
            if number not in headers and crossed == extent(own):
                self.crossed.add(number)
            crossed = extent(own) if number in self.crossed else 0
            if ranges is not None:
                self.ranges[number] = ranges
                before = (extent(own), ranges)
        loose = [run for run in runs if run.row.form != "grid"]
        full = [run for run in loose if len(run.written) == count]
        self.unpadded = bool(loose) and all(len(run.values) == count for run in full or loose)
        self.starts = {run.values[0].column for run in full if run.row.form == "fields" and run.values}

    def _ranges(
        self, runs: Sequence[Run], header: Header | None, before: tuple[int, tuple[Range, ...]] | None
    ) -> tuple[Range, ...] | None:
        """The columns of one table: its header's, else those in which all its full rows stand, else
        the ones of the table before, of which this is the rest."""
        grid = runs[0].row.form == "grid"
        full = _columns_of([run for run in runs if len(run.written) == self.count])
        whole = header is not None and header.complete and len(header.ranges) == self.count
        if self.strict and grid:
            goes_on = before is not None and before[0] == extent(runs)
            return (
                header.ranges if whole and header is not None else before[1] if before and goes_on else None
            )
        if whole and header is not None:
            borne_out = self._borne_out(runs, header.ranges)
            if borne_out is not False:
                return header.ranges if borne_out else None
        if full:
            ranges, times = full.most_common(1)[0]
            if grid and header is not None and not header.complete and self._crossed(ranges, header):
                self.crossed.add(runs[0].row.table)
                return None
            if times == full.total() and (grid or all(place(run, ranges) is not None for run in runs)):
                return ranges
            if grid and times >= _SHOWN and times >= 0.8 * full.total():
                return ranges
        elif grid and header is not None and not header.complete:
            marked = [run.values for run in runs if len(run.values) == self.count]
            if any(self._crossed([(t.column, t.columns.stop) for t in values], header) for values in marked):
                self.crossed.add(runs[0].row.table)
        if before is None or before[0] != extent(runs):
            return None
        goes_on = not full if grid else stand_in(runs, before[1])
        return before[1] if goes_on else None

    def _crossed(self, ranges: Sequence[Range], header: Header) -> bool:
        """Whether full rows have a figure under a name of the head that is another's by their order: one of
        the names that were not understood is none of the format's, or one of its columns lacks. Where every
        name is there, widths were lost, and the order tells."""
        unsure = header.apart and not header.seen.issuperset(self.names)
        return unsure and any(
            start == own and name and name != expected
            for name, (own, _) in zip(header.names, header.ranges, strict=False)
            for expected, (start, _) in zip(self.names, ranges, strict=True)
        )

    def _borne_out(self, runs: Sequence[Run], ranges: Sequence[Range]) -> bool | None:
        """Whether the rows stand in the columns of their head. Of drawn rows most full ones may stand
        elsewhere, as where one of its widths is wrong, or were moved: the others tell; None where they do
        not."""
        if runs[0].row.form != "grid":
            return stand_in(runs, ranges)
        full = [run for run in runs if len(run.written) == self.count]
        if 2 * sum(place(run, ranges) is not None for run in full) >= len(full):
            return True
        others = [run for run in runs if run.written and len(run.written) != self.count]
        elsewhere = _columns_of(full).most_common(1)[0][0]
        fit, fit_elsewhere = (
            sum(place(run, own) is not None for run in others) for own in (ranges, elsewhere)
        )
        if fit == fit_elsewhere:
            return None if others and len(full) < _SHOWN else False
        return fit > fit_elsewhere

    def cells(self, run: Run) -> list[Token] | list[str] | Doubt:
        """One token per column; texts where several figures were set in one cell; or why not."""
        if self.crowded or run.broken or (self.dense and _may_be_shifted(run)):
            return Doubt.COUNT
        if run.row.table in self.crossed:
            return Doubt.COUNT
        written = run.written
        ranges = self.ranges.get(run.row.table) if run.row.form != "line" else None
        if self.strict and run.row.form == "grid":
            return Doubt.COUNT if ranges is None else self._under_names(run, ranges)
        if ranges is not None:
            placed = place(run, ranges)
            if placed is not None and not (
                run.row.form != "grid" and len(written) < self.count and not self._sure(run)
            ):
                return placed
        if len(written) == self.count:
            return written if self._in_one_piece(run) and not self._stray(run) else Doubt.COUNT
        joined = joined_figures(written, self.count)
        if joined is not None:
            return joined
        if ranges is None and (run.row.table in self.hollow or (self.more and not written)):
            return Doubt.COUNT
        if not written and len(run.values) >= self.count:
            return run.values[: self.count]
        marked = len(run.values) == self.count and (run.row.form == "grid" or self.unpadded)
        if (
            ranges is None
            and marked
            and self._starts_as_others(run)
            and all(t.colspan == t.rowspan == 1 for t in run.values)
        ):
            return list(run.values)
        return Doubt.COUNT

    def _under_names(self, run: Run, ranges: tuple[Range, ...]) -> list[Token] | Doubt:
        """The figures under names that were understood, where all others stand under names that were not."""
        owner = _owners(ranges)
        inside = [token for token in run.values if _inside(token, owner)]
        outside = {token.column for token in run.written if not _inside(token, owner)}
        placed = place(replace(run, values=inside), ranges) if outside <= self.strange else None
        return Doubt.COUNT if placed is None else placed

    def _sure(self, run: Run) -> bool:
        """Positions in delimited lines are sure once a table has stood the test (see `_ranges`)."""
        return run.row.table in self.ranges

    def _stray(self, run: Run) -> bool:
        """Whether one of a full row's figures may be another's: a subtotal's, where a head has one that most
        rows do not bear out, or a page's number, where most rows have one less, and no head names all the
        columns or the figures stand in several lines. Figures that add up are the row's own."""
        if run.row.form == "line" and 0 < run.apart < len(run.written) - 1:
            return not self._adds_up(run)  # a page's end is within it
        if run.row.form == "grid" or not (self.more or self.scanty):
            return False
        one_line = run.last is None or run.last is run.row
        sure = self.told and not self.more and one_line
        return not (sure or ((self.told or self.more) and self._adds_up(run)))

    def _is_shifted(self, run: Run) -> bool:
        """Whether a full row of which a figure stands outside the columns is all theirs, moved by some: not
        where one of theirs may be blank and the one outside of another column. Its figures add up; or those
        inside do not, and other rows have no cell outside, or their total is less than one of them."""
        owner = _owners(self.ranges.get(run.row.table, ()))
        inside = [token for token in run.written if _inside(token, owner)]
        if not owner or len(inside) == len(run.written) or self._adds_up(run):
            return True
        if not all(may_be_figure(token.folded) for token in run.written if not _inside(token, owner)):
            return False  # words, as of a label written twice
        whole = (
            bool(inside) and owner.get(inside[-1].column) == self.count - 1 and self.names[-1] == self.total
        )
        if whole and adds_up([token.folded for token in inside]):
            return False
        usual = self.usual.get(run.row.table, set())
        alone = not any(token.column in usual for token in run.written if not _inside(token, owner))
        return alone or (whole and _is_largest(run.written) and not _is_largest(inside))

    def _adds_up(self, run: Run) -> bool:
        """Whether the figures of a full row add up in the order of the columns."""
        return columns_add_up(self.names, [token.folded for token in run.written], self.total)

    def _starts_as_others(self, run: Run) -> bool:
        """Whether a delimited line's figures begin in a field where those of a full row do. If not, the
        first blank may be a label's field, and a blank at the end was cut off."""
        return run.row.form != "fields" or not self.starts or run.values[0].column in self.starts

    def _in_one_piece(self, run: Run) -> bool:
        """A full row may be read in order unless, in a grid, its figures stand scattered among blanks or
        outside the columns: one of them may then stand in a column that does not count."""
        if run.row.form != "grid":
            return True
        if not self._is_shifted(run):
            return False
        first, last = run.values.index(run.written[0]), run.values.index(run.written[-1])
        between = run.values[first : last + 1]
        ranges = self.ranges.get(run.row.table)
        if all(token.folded for token in between):
            return True
        if ranges is None:
            return True
        shift = {token.column - start for token, (start, _) in zip(run.written, ranges, strict=True)}
        return len(shift) == 1


def _columns_of(runs: Sequence[Run]) -> Counter[tuple[Range, ...]]:
    """The grid columns in which figures of rows stand, and how often."""
    return Counter(tuple((token.columns.start, token.columns.stop) for token in run.written) for run in runs)


def _may_be_shifted(run: Run) -> bool:
    """Whether a drawn row begins with a blank and ends with what could not be read, which may be the figures
    of two columns, as where all of them were moved by one."""
    values = run.values
    return (
        run.row.form == "grid" and len(values) > 1 and not values[0].folded and is_unread(values[-1].folded)
    )


def _is_hollow(runs: Sequence[Run], count: int) -> bool:
    """Whether rows of `count` cells have figures, but none in the last, or none in the first alone."""
    cells = [run.values for run in runs if len(run.values) == count]
    written = [any(column) for column in zip(*([t.folded for t in values] for values in cells), strict=True)]
    return any(written) and (not written[-1] or written == [False, *[True] * (count - 1)])


def _usual_columns(runs: Sequence[Run]) -> set[int]:
    """The grid columns in which most rows have a cell behind their label."""
    counts = Counter(token.column for run in runs for token in run.values)
    return {column for column, count in counts.items() if 2 * count > len(runs)}


def adds_up(texts: Sequence[str]) -> bool:
    """Whether the last of these (folded) figures is the sum of the others; a mark that stands for nothing is
    none."""
    amounts = [_amount(text) for text in texts]
    known = [amount for amount in amounts if amount is not None]
    return len(known) == len(amounts) and sum(known) == 2 * known[-1]


def _amount(text: str) -> Number | None:
    bare = text.replace(",", "")
    if bare.isdecimal():
        return int(bare)
    return 0 if is_symbol(text) else read_value(text, "", None).number


def _is_largest(tokens: Sequence[Token]) -> bool:
    """Whether the last of these figures is as large as any."""
    amounts = [_amount(token.folded) for token in tokens]
    known = [amount for amount in amounts if amount is not None]
    return len(known) == len(amounts) and known[-1] == max(known)


def columns_add_up(names: Sequence[str], texts: Sequence[str], total: str) -> bool:
    """The same of `total` among figures under `names`, of which "" is none of the format's."""
    parts = [text for name, text in zip(names, texts, strict=True) if name not in ("", total)]
    return total in names and adds_up([*parts, texts[list(names).index(total)]])


def extent(runs: Sequence[Run]) -> int:
    return max(token.columns.stop for run in runs for token in run.row.tokens)


def stand_in(runs: Sequence[Run], ranges: Sequence[Range]) -> bool:
    """Whether the fields of delimited lines stand in these columns: of most lines in all of them, and the
    others end early only, as where empty fields at the end were cut off. A line that reaches the last column
    with fewer fields than the others have is a piece of one: its label was broken over lines."""
    stood = [(len(run.row.tokens), _stand(run, ranges)) for run in runs if run.values]
    whole = [fields for fields, cells in stood if cells is not None and None not in cells]
    early = sum(
        cells is not None and None in cells and not any(cells[cells.index(None) :]) for _, cells in stood
    )
    usual, times = Counter(whole).most_common(1)[0] if whole else (0, 0)
    return 2 * times > len(stood) and len(whole) + early == len(stood) and min(whole) >= usual


def place(run: Run, ranges: Sequence[Range]) -> list[Token] | None:
    """The run's cells by column, or None where a figure stands outside the columns, two stand in one
    or a column has no cell of its own in this row."""
    cells = _stand(run, ranges)
    if cells is None:
        return None
    placed = [token for token in cells if token is not None]
    return placed if len(placed) == len(cells) else None


def _stand(run: Run, ranges: Sequence[Range]) -> list[Token | None] | None:
    """The run's cells by column, None for a column in which it has none; None for all where a figure stands
    outside the columns or two stand in one."""
    placed: list[Token | None] = [None] * len(ranges)
    owner = _owners(tuple(ranges))
    for token in run.values:
        columns = token.columns
        inside = [owner[c] for c in columns if c in owner]
        if len(inside) > 1:
            inside = sorted(set(inside))
        if not token.folded:
            for index in inside:
                placed[index] = placed[index] or token
            continue
        if len(inside) != 1 or token.rowspan > 1:
            return None
        held = placed[inside[0]]
        if held is not None and held.folded:
            return None
        placed[inside[0]] = token
    return placed


def _inside(token: Token, owner: Mapping[int, int]) -> bool:
    return any(column in owner for column in token.columns)


@lru_cache(maxsize=256)
def _owners(ranges: tuple[Range, ...]) -> dict[int, int]:
    """Which of the ranges each grid column is in."""
    return {column: index for index, (start, stop) in enumerate(ranges) for column in range(start, stop)}


def joined_figures(tokens: Sequence[Token], count: int) -> list[str] | None:
    """Seven noughts printed as one “0000000”, or as “0 000000”; or all figures of a row set in one cell with
    gaps."""
    digits = "".join(token.folded for token in tokens)
    if len(tokens) < count and digits == "0" * count and count > 1:
        return ["0"] * count
    if len(tokens) != 1 or count < 2:
        return None
    pieces = tokens[0].text.split()
    return pieces if len(pieces) == count else None
