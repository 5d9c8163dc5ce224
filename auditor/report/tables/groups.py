"""Which group of rows a label stands in: “其他” is a row of one group only, and agencies add it to others."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.base.place import CellPlace
from auditor.report.stream import Row, Token
from auditor.report.tables.labels import LabelIndex, Match, bare, number_of
from auditor.report.tables.run import Run

_Cell = tuple[CellPlace, int, str]  # where it stands, the row after its last, the group
_KEPT = 8  # cells, and words before a label, in which its group is sought


class Groups:
    """The cells with a group's name, each over the rows that it spans."""

    def __init__(self, labels: LabelIndex) -> None:
        self._labels = labels
        self._inner = {group for group in labels.groups if _together(labels, group)}
        self._cells: list[_Cell] = []

    def see(self, row: Row) -> None:
        """Keep the group's names that `row` has."""
        for token in row.tokens:
            place = token.place
            if token.rowspan > 1 and isinstance(place, CellPlace) and (name := self._name(token)):
                open_ = [cell for cell in self._cells[-_KEPT:] if _reaches(cell, place)]
                self._cells = [*open_, (place, place.row + token.rowspan, name)]

    def _name(self, token: Token) -> str:
        text = bare(token.text)
        return text if text in self._inner else ""

    def _over(self, row: Row, index: int, before: Sequence[Token]) -> str:
        """The name of the innermost group that the label at `index` stands under, "" where none is seen;
        `before`: the words since the last row."""
        for token in reversed((*before[-_KEPT:], *row.tokens[max(0, index - _KEPT) : index])):
            if name := self._name(token):
                return name
        place = row.tokens[index].place
        if not isinstance(place, CellPlace) or row.form != "grid":
            return ""
        over = [(cell[0].column, cell[2]) for cell in self._cells if _reaches(cell, place)]
        return max(over)[1] if over else ""

    def has(self, row: Row, index: int, match: Match, last: Run | None, before: Sequence[Token]) -> bool:
        """Whether the label at `index`, which several groups may have, is the row of `match` for all that
        tells: the row above it (`last`) is of the same group, the group's name stands over it (`before`: the
        words since that row), or its number is the format's. Where the row above is of another group,
        another number shows another row."""
        own = self._labels.group_of[match.name]
        previous = last.match if last is not None else None
        above = self._labels.group_of[previous.name] if previous else ""
        if own not in self._inner or above == own:
            return True
        if over := self._over(row, index, before):
            return over == own
        number, official = number_of(row.tokens[index].folded), number_of(self._labels.numbered(match.name))
        return previous is None or not number or number == official


def _together(labels: LabelIndex, group: str) -> bool:
    """Whether its rows follow each other, other groups' not between."""
    places = [labels.order[name] for name, own in labels.group_of.items() if own == group]
    return max(places) - min(places) + 1 == len(places)


def _reaches(cell: _Cell, place: CellPlace) -> bool:
    """Whether a group's cell spans the row of `place`, before it."""
    start, stop, _ = cell
    return start.table == place.table and start.row <= place.row < stop and start.column < place.column
