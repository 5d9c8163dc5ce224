"""Rows of a table found by their labels: a label, and the figures that follow it.

One walk serves every layout. Where the source draws a row side by side, label and figures stand in
one row; where it gives one cell per line, the figures follow the label line by line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from auditor.report.cellvalue import is_figure
from auditor.report.labels import LabelIndex, Match, bare, is_numbering
from auditor.report.stream import Row, Token

_MEMORY = 6  # how many cells before the figures may belong to their label


@dataclass
class Run:
    """Figures and blanks after one label. `pieces` are the cells the label was made of; `match` is
    None until `name_orphans` has looked at labels that were cut up."""

    row: Row
    pieces: tuple[Token, ...]
    match: Match | None
    values: list[Token] = field(default_factory=list)
    last: Row | None = None  # the row its last figure stood in, where not its own

    def indexes(self) -> range:
        """The stream positions it covers."""
        end = (self.last or self.row).indexes().stop
        return range(self.row.index, end)

    @property
    def written(self) -> list[Token]:
        """The cells in which something stands."""
        return [token for token in self.values if token.folded]


def find_runs(
    rows: Sequence[Row], labels: LabelIndex, columns: LabelIndex, count: Callable[[str], int]
) -> list[Run]:
    """Every run of figures in `rows` with its label; `count` tells how many figures a row should
    have, by its name ("" where the label is not yet known)."""
    walk = _Walk(labels, columns, count)
    for row in rows:
        walk.take(row)
    walk.close()
    return walk.runs


class _Walk:
    def __init__(self, labels: LabelIndex, columns: LabelIndex, count: Callable[[str], int]) -> None:
        self.labels = labels
        self.columns = columns
        self.count = count
        self.runs: list[Run] = []
        self.open: Run | None = None
        self.buffer: list[Token] = []

    def close(self) -> None:
        if self.open is not None and (self.open.values or self.open.match):
            self.runs.append(self.open)
        self.open = None

    def take(self, row: Row) -> None:
        if row.picture:
            return
        side_by_side = row.form in {"grid", "fields"} and len(row.tokens) > 1
        if row.form == "grid":
            self.close()
        found = self._labels(row)
        if self._is_header(row, found):
            self.close()
            self.buffer.clear()
            return
        last_label = max(found, default=-1)
        for index, token in enumerate(row.tokens):
            if index in found:
                self._start(row, (token,), found[index])
            elif not token.folded:
                if self.open is not None and (self.open.row is row or not side_by_side):
                    self.open.values.append(token)
            elif is_figure(token.folded) and not is_numbering(token.folded):
                if self.open is None:
                    self._start(row, tuple(self.buffer[-_MEMORY:]), None)
                assert self.open is not None
                self.open.values.append(token)
                self.open.last = row
            elif side_by_side and last_label >= 0 and index > last_label and self._wants_more():
                assert self.open is not None
                self.open.values.append(token)
            else:
                self.close()
                self.buffer.append(token)
        self._end_of_row(row, side_by_side)

    def _wants_more(self) -> bool:
        """Whether words at this place stand in a number cell of the open row."""
        run = self.open
        return run is not None and run.match is not None and len(run.written) < self.count(run.match.name)

    def _start(self, row: Row, pieces: tuple[Token, ...], match: Match | None) -> None:
        self.close()
        self.open = Run(row, pieces, match)
        self.buffer.clear()

    def _end_of_row(self, row: Row, side_by_side: bool) -> None:
        run = self.open
        if run is None:
            return
        complete = len(run.written) >= self.count(run.match.name if run.match else "")
        if row.form == "grid" or (run.values and (side_by_side or row.form == "cells")) or (
            complete and len(row.tokens) > 1
        ):
            self.close()
        if self.open is None and run.match is None:
            self.buffer = list(run.pieces)  # words of a label go on after its figures

    def _labels(self, row: Row) -> dict[int, Match]:
        found: dict[int, Match] = {}
        for index, token in enumerate(row.tokens):
            if not token.folded or len(token.folded) > 90:
                continue
            text = bare(token.text)
            match = self.labels.exact(text)
            if match is None and len(text) > 4:
                match = self.labels.ending(text)
            if match is not None and self._in_place(row, index, match, text):
                found[index] = match
        return found

    def _in_place(self, row: Row, index: int, match: Match, text: str) -> bool:
        """Whether a short label that is a column's name too (其他, 总计) can be a row's label here."""
        if self.columns.exact(text) is None:
            return True
        if row.tokens[index].folded != text:  # it carries a row's numbering: “（七）总计”, “3.其他”
            return True
        before = [token for token in row.tokens[:index] if token.folded] or self.buffer[-1:]
        if any(self.columns.exact(bare(token.text)) for token in before):
            return False
        previous = self.runs[-1].match if self.runs else None
        if self.open is not None and self.open.match is not None:
            previous = self.open.match
        return previous is not None and self.labels.order[previous.name] < self.labels.order[match.name]

    def _is_header(self, row: Row, found: dict[int, Match]) -> bool:
        """A row of column names; it ends what came before and is no label of what follows."""
        if found:
            return False
        written = [token for token in row.tokens if token.folded]
        names = sum(1 for token in written if self.columns.exact(bare(token.text)) is not None)
        return names >= 2 and not any(is_figure(token.folded) for token in written)


def name_orphans(runs: Sequence[Run], labels: LabelIndex, count: Callable[[str], int]) -> None:
    """Give runs whose label was cut over cells, lines or pages the one name that fits: by the end of
    the joined cells, by two halves, by its beginning or, where the row is full, by likeness.

    Only names that no other run has are considered for the weaker ways."""
    for run in runs:
        if run.match is None and run.pieces:
            pieces = [bare(piece.text) for piece in run.pieces]
            joined = "".join(pieces)
            run.match = labels.ending(joined, pieces[-1]) or labels.ending("".join(pieces[-2:]), pieces[-1])
    taken = {run.match.name for run in runs if run.match is not None}
    free = set(labels.order) - taken
    for position, run in enumerate(runs):
        if run.match is not None or not run.pieces:
            continue
        between = _between(runs, position, labels) & free
        full = {name for name in between if len(run.written) == count(name)}
        pieces = [bare(piece.text) for piece in run.pieces]
        match = labels.torn(pieces, full) or labels.beginning(pieces[-1], full)
        match = match or labels.likeness(pieces[-1], full) or labels.likeness("".join(pieces[-2:]), full)
        if match is not None:
            run.match = match
            free.discard(match.name)


def _between(runs: Sequence[Run], position: int, labels: LabelIndex) -> set[str]:
    """The names that the format puts between the named runs before and after `position`."""
    before = next((run.match for run in reversed(runs[:position]) if run.match), None)
    after = next((run.match for run in runs[position + 1 :] if run.match), None)
    low = labels.order[before.name] if before else -1
    high = labels.order[after.name] if after else len(labels.order)
    return {name for name, place in labels.order.items() if low < place < high}
