"""The head of a table: which columns it names, and in a grid where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.report.labels import LabelIndex, Match, bare
from auditor.report.model import LabelRead
from auditor.report.stream import Row, Token

_SUBTOTALS = {"小计", "合计", "法人小计", "法人合计", "小计数"}


@dataclass(frozen=True, slots=True)
class Header:
    """`names` are the columns in the order drawn, "" for one that the format does not know (小计).
    `positions` gives their grid columns where the source states a grid, else it is empty."""

    names: tuple[str, ...]
    positions: tuple[int, ...]
    labels: tuple[LabelRead, ...]

    @property
    def extra(self) -> int:
        """How many columns the format does not know."""
        return self.names.count("")


def read_header(rows: Sequence[Row], columns: LabelIndex) -> Header | None:
    """The header that `rows` (those before a table's first labelled row) spell, or None."""
    return _grid_header(rows, columns) if rows and rows[0].form == "grid" else _line_header(rows, columns)


def _grid_header(rows: Sequence[Row], columns: LabelIndex) -> Header | None:
    """Column by column: the words that stand over it, joined from top to bottom where cut."""
    stacks: dict[int, list[Token]] = {}
    for row in rows:
        for token in row.tokens:
            if token.folded:
                stacks.setdefault(token.column, []).append(token)
    found: dict[int, tuple[str, Token, Match | None]] = {}
    for column, stack in sorted(stacks.items()):
        last = stack[-1]
        match = columns.exact(bare(last.text)) or (
            columns.exact(bare("".join(token.text for token in stack[-2:]))) if len(stack) > 1 else None
        )
        if match is not None:
            found[column] = (match.name, last, match)
        elif bare(last.text) in _SUBTOTALS:
            found[column] = ("", last, None)
    named = _resolve(found)
    if len([name for name, _, _ in named.values() if name]) < 3:
        return None
    ordered = sorted(named.items())
    return Header(
        tuple(name for _, (name, _, _) in ordered),
        tuple(column for column, _ in ordered),
        tuple(_label(columns, token, match) for _, (_, token, match) in ordered if match is not None),
    )


def _resolve(
    found: dict[int, tuple[str, Token, Match | None]],
) -> dict[int, tuple[str, Token, Match | None]]:
    """Where two columns claim one name (总计 and a 合计 of the legal persons), the official wording
    keeps it and the other is a column that the format does not know."""
    result = dict(found)
    for name in {entry[0] for entry in found.values() if entry[0]}:
        claims = [(column, entry) for column, entry in found.items() if entry[0] == name]
        if len(claims) < 2:
            continue
        keep = max(claims, key=lambda claim: (claim[1][2] is not None and claim[1][2].standing == "official", claim[0]))
        for column, entry in claims:
            if column != keep[0]:
                result[column] = ("", entry[1], None)
    return result


def _line_header(rows: Sequence[Row], columns: LabelIndex) -> Header | None:
    """Names in the order of the format: in lines of text a header of two storeys gives no positions."""
    tokens = [token for row in rows for token in row.tokens if token.folded]
    claims: dict[str, list[tuple[Token, Match]]] = {}
    subtotals = 0
    used: set[int] = set()
    for size in (1, 2, 3):
        for start in range(len(tokens) - size + 1):
            span = range(start, start + size)
            if used.intersection(span):
                continue
            text = bare("".join(tokens[index].text for index in span))
            match = columns.exact(text)
            if match is not None:
                claims.setdefault(match.name, []).append((tokens[start], match))
                used.update(span)
            elif text in _SUBTOTALS:
                subtotals += 1
                used.update(span)
    if len(claims) < 3:
        return None
    for name, entries in claims.items():
        official = [entry for entry in entries if entry[1].standing == "official"]
        if official and len(entries) > len(official):  # a 合计 beside the 总计
            subtotals += 1
            claims[name] = official
    if subtotals and len(claims) < len(columns.order):
        return None  # too unlike the format to count its columns
    names: list[str] = [name for name in columns.order if name in claims]
    if subtotals:
        names.insert(len(names) - 1, "")  # a subtotal of the legal persons stands before 总计
    labels = tuple(_label(columns, *claims[name][0]) for name in names if name)
    return Header(tuple(names), (), labels)


def _label(columns: LabelIndex, token: Token, match: Match) -> LabelRead:
    return LabelRead(match.name, "column", token.text, columns.official[match.name], match.standing, token.place)


def header_rows(rows: Iterable[Row], labelled: set[int]) -> list[Row]:
    """The rows of a table before its first labelled one; `labelled` holds stream positions."""
    result: list[Row] = []
    for row in rows:
        if row.index in labelled:
            break
        if not row.picture and len(row.folded) < 400:
            result.append(row)
    return result
