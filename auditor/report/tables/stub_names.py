"""The names over the columns of table two, and which cell of a row stands under which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from auditor.report.stream import Row, Token
from auditor.report.tables.run import Run

_STOREYS = 4  # more rows of names one below the other are no head


@dataclass(frozen=True)
class Names:
    """`rows` hold the names of a block's columns; `drawn` are their cells, each with its name, "" for words
    that are none; `near` those words that may be one misspelt."""

    rows: tuple[Row, ...] = ()
    drawn: tuple[tuple[Token, str], ...] = ()
    near: tuple[tuple[Token, str], ...] = ()

    def below(self, row: Row, own: Sequence[tuple[Token, str]], near: Sequence[tuple[Token, str]]) -> Names:
        """These with those of `row`, where it stands right below them; else its own."""
        if not self.rows or row.index > self.rows[-1].index + 1 or len(self.rows) >= _STOREYS:
            return Names((row,), tuple(own), tuple(near))
        return Names((*self.rows, row), (*self.drawn, *own), (*self.near, *near))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The names in the order in which they stand."""
        return tuple(dict.fromkeys(name for _, name in self.drawn if name))

    @cached_property
    def _columns(self) -> dict[int, set[str]]:
        """The names over each grid column, "" for words that are none: of two storeys, those understood."""
        found: dict[int, set[str]] = {}
        for token, name in self.drawn:
            for column in token.columns:
                found.setdefault(column, set()).add(name)
        return {column: names - {""} or names for column, names in found.items()}

    @cached_property
    def end(self) -> int:
        """The first grid column right of the head."""
        return max((token.columns.stop for row in self.rows for token in row.tokens), default=0)

    def over(self, token: Token) -> set[str]:
        """The names over a cell."""
        columns = token.columns
        return set[str]().union(*(self._columns.get(column, set()) for column in columns))

    def may_be_over(self, token: Token) -> set[str]:
        """The names of which one may stand over a cell, misspelt."""
        return {name for above, name in self.near if not {*above.columns}.isdisjoint(token.columns)}


def cells_by_name(run: Run, headers: Sequence[str], head: Names) -> list[Token] | None:
    """A row's cells by the names over them, where the source states the columns; else by the order of the
    names in the line of the head, as many figures as names. None where that does not tell."""
    if _stated(run, head):
        found = _under(run, headers, head)
        if found is not None or run.row.form == "grid":
            return found
    if len(head.rows) != 1:
        return None
    written = run.written
    drawn = [name for _, name in head.drawn]
    for names in (drawn, head.order) if run.row.form != "grid" else (head.order,):
        if len(names) == len(written):
            own = [
                [token for token, name in zip(written, names, strict=True) if name == header]
                for header in headers
            ]
            if all(_alike(tokens) for tokens in own):
                return [tokens[0] for tokens in own]
    return None


def _stated(run: Run, head: Names) -> bool:
    """Whether the source states which of the row's cells stand under which of the head's."""
    return run.row.form in {"grid", "fields"} and all(
        row.form == run.row.form and row.table == run.row.table for row in head.rows
    )


def _under(run: Run, headers: Sequence[str], head: Names) -> list[Token] | None:
    """The cell under each of the names; a name that stands over several cells has one figure in all of them.
    What stands under other words is none of the row's, if that has no more cells than the head; under none,
    it may be anyone's, and under what may be a name misspelt that name's, which has none then."""
    own: dict[str, list[Token]] = {header: [] for header in headers}
    longer = any(token.columns.stop > head.end for token in run.values)
    known = {*headers} if longer else {*headers, ""}
    for token in run.values:
        names = head.over(token)
        if token.folded and (len(names) != 1 or not names <= known):
            return None
        for name in names & own.keys():
            own[name].append(token)
    cells = [[token for token in tokens if token.folded] or tokens[:1] for tokens in own.values()]
    misspelt = set[str]().union(*(head.may_be_over(token) for token in run.written))
    if any(
        not tokens[0].folded and name in misspelt for name, tokens in zip(own, cells, strict=True) if tokens
    ):
        return None
    return [tokens[0] for tokens in cells] if all(map(_alike, cells)) else None


def _alike(tokens: Sequence[Token]) -> bool:
    """Whether something is there, and all of it the same: a cell over several columns, written in each."""
    return len({token.folded for token in tokens}) == 1


def misplaced(run: Run, headers: Sequence[str], head: Names) -> bool:
    """Whether a row's figures, though as many as the names, may not be theirs in the format's order: the
    names stand in another one, a figure stands under several of them, or under none while a name has a
    blank."""
    if [name for name in head.order if name in headers] != list(headers):
        return True
    if _stated(run, head) and any(len(head.over(token) & set(headers)) > 1 for token in run.written):
        return True
    blank = any(not token.folded and head.over(token) & set(headers) for token in run.values)
    return _stated(run, head) and run.row.form == "grid" and blank and len(run.written) == len(headers)
