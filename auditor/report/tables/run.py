"""A row of a table as it was found: a label, and the figures and blanks after it."""

from __future__ import annotations

from dataclasses import dataclass, field

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
        """Whether its figures stand in several lines, some side by side: a line lower than the others may
        hold the first of them."""
        if self.row.form != "line":
            return False
        lines = {token.place for token in self.written}
        return 1 < len(lines) < len(self.written)
