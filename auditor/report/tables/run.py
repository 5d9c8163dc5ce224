"""A row of a table as it was found: a label, and the figures and blanks after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from auditor.base.place import ParagraphPlace
from auditor.report.stream import Row, Token
from auditor.report.tables.labels import Match


@dataclass
class Run:
    """Figures and blanks after one label. `pieces` are the cells the label was made of; `match` is
    None until labels that were cut up have been looked at."""

    row: Row
    pieces: tuple[Token, ...]
    match: Match | None
    values: list[Token] = field(default_factory=list)
    own: int = 1  # how many of the pieces stand in the row itself
    last: Row | None = None  # the row its last figure stood in, where not its own
    overrun: bool = False  # it goes on in figures without a label below
    doubled: str = ""  # the row whose label stands before its own in one cell: no line was found between
    below: tuple[Token, ...] = ()  # words under it, where a head printed again follows them

    def indexes(self) -> range:
        """The stream positions it covers."""
        end = (self.last or self.row).indexes().stop
        return range(self.row.index, end)

    @property
    def written(self) -> list[Token]:
        """The cells in which something stands."""
        return [token for token in self.values if token.folded]

    @property
    def broken(self) -> bool:
        """Whether its figures stand in several lines, so that a line may hold no whole figure or not the
        next one: some of them side by side, as a lower line may hold the first, or some of the lines set
        apart and others not, as the digits of one figure are where it was broken."""
        if self.overrun or self.doubled or self.row.form != "line":
            return self.overrun or bool(self.doubled)
        lines = {token.place for token in self.written}
        return len(lines) > 1 and (len(lines) < len(self.written) or self._uneven())

    @property
    def apart(self) -> int:
        """Before how many of its figures lines were left blank."""
        return sum(b - a > 1 for a, b in pairwise(self.lines))

    def _uneven(self) -> bool:
        """A page's end sets one figure apart from those before it, or two with a page's number between."""
        return 2 < self.apart < len(self.lines) - 1

    @property
    def lines(self) -> list[int]:
        """The lines of the file in which its figures stand, where it has lines."""
        places = [token.place for token in self.written]
        return [place.line for place in places if isinstance(place, ParagraphPlace) and place.line]
