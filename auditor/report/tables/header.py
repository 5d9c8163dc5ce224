"""The head of a table: which columns it names, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from auditor.report.cellvalue import UNREAD, is_unread
from auditor.report.model import LabelRead
from auditor.report.stream import Row, Token
from auditor.report.tables.labels import HEAD_WORDS, LabelIndex, Match, bare, is_head_word, is_near, legible
from auditor.report.tables.spoken import is_subtotal, spoken_order

_HALF = 2  # so many characters of a name in two cells tell it where the first was not read
Range = tuple[int, int]  # grid columns [first, after the last)


@dataclass(frozen=True, slots=True)
class Header:
    """`names` are the columns in the order drawn, "" for one that the format does not know (小计).
    `ranges` gives the grid columns that each covers, empty where the source has none. `complete`:
    every word between the first and the last of them was understood. `apart`: none stands over another's
    columns; where one does, the source gives no order (Word files whose widths were lost put the upper
    storey's 总计 over the lower storey's 企业). `level`: all names stand in one row, so that no wrong width
    can have changed their order. `strange`: the grid columns under words that were not understood.
    `seen`: all names that stand anywhere in it, those whose columns another's hides too."""

    names: tuple[str, ...]
    ranges: tuple[Range, ...]
    labels: tuple[LabelRead, ...]
    complete: bool
    apart: bool = True
    level: bool = True
    strange: frozenset[int] = frozenset()
    seen: frozenset[str] = frozenset()

    @property
    def extra(self) -> int:
        """How many columns the format does not know."""
        return self.names.count("")

    def name_at(self, column: int) -> str | None:
        """The name over a grid column, "" where the format does not know it; None where none stands."""
        pairs = zip(self.ranges, self.names, strict=False)
        return next((name for (start, stop), name in pairs if start <= column < stop), None)


@dataclass(frozen=True)
class _Leaf:
    """A column's own name: the cells it was joined from."""

    name: str
    tokens: tuple[Token, ...]
    match: Match | None

    @cached_property
    def range(self) -> Range:
        return self.tokens[0].column, max(token.columns.stop for token in self.tokens)


def read_header(rows: Sequence[Row], columns: LabelIndex) -> Header | None:
    """The header that `rows` (those before a table's first labelled row) spell, or None."""
    side_by_side = [row for row in rows if row.form != "line" and len(row.tokens) > 1]
    if side_by_side:
        header = _grid_header(side_by_side, columns)
        if header is not None and (side_by_side[0].form == "grid" or _in_order(header, columns)):
            return header
    return _line_header(rows, columns)


def _in_order(header: Header, columns: LabelIndex) -> bool:
    """Whether a header cut at tabs or bars can be read by position: its two storeys are then not
    pushed against each other."""
    places = [columns.order[name] for name in header.names if name]
    return header.complete and places == sorted(places)


def _grid_header(rows: Sequence[Row], columns: LabelIndex) -> Header | None:
    """Column by column, the lowest words that name one; two cells beside or above each other may
    spell one name (商业|企业)."""
    leaves: list[_Leaf] = []
    unknown: list[Token] = []
    written = [[token for token in row.tokens if token.folded] for row in rows]
    used: set[int] = set()
    for line in written:
        for pair in pairwise(line):
            if is_unread(pair[0].folded) and (leaf := _nearly(pair, columns)) is not None:
                leaves.append(leaf)
                used.update(map(id, pair))
        read = [token for token in line if legible(token.text)]
        for size in (3, 2, 1):
            for start in range(len(read) - size + 1):
                span = tuple(read[start : start + size])
                if not used.intersection(map(id, span)):
                    leaf = _leaf(span, columns) or _nearly(span, columns)
                    if leaf is not None:
                        leaves.append(leaf)
                        used.update(map(id, span))
    for upper, lower in pairwise(written):
        for token in lower:
            above = next((t for t in upper if t.column == token.column and id(t) not in used), None)
            if above is None or (leaf := _leaf((above, token), columns)) is None:
                continue
            if id(token) not in used:
                leaves.append(leaf)
            used.update((id(above), id(token)))  # 商业|企业: the lower names the column alone as well
    leaves += _misread_names(written, leaves, used, columns)
    leaves += _misread_last(written, leaves, used, columns)
    leaves += _unread_column(written, leaves, used, columns)
    chosen = _resolve(leaves)
    clash = any(a.range[0] == b.range[0] and a.name != b.name for a in leaves for b in leaves)
    if len([leaf for leaf in chosen if leaf.name]) < 3:
        return None
    first, last = chosen[0].range[0], chosen[-1].range[1]
    lines = {id(token): at for at, line in enumerate(written) for token in line}
    for line in written:
        unknown += [
            t
            for t in line
            if id(t) not in used
            and first <= t.column < last
            and legible(t.text)
            and not _is_upper(bare(t.text))
        ]
    return Header(
        tuple(leaf.name for leaf in chosen),
        tuple(leaf.range for leaf in chosen),
        tuple(
            _label(columns, leaf.tokens[0], leaf.match, leaf.tokens)
            for leaf in chosen
            if leaf.match is not None
        ),
        complete=not unknown and not clash and _apart(chosen),
        apart=_apart(chosen),
        level=len({lines[id(leaf.tokens[-1])] for leaf in chosen}) == 1,
        seen=frozenset(leaf.name for leaf in leaves),
        strange=frozenset(
            token.column
            for line in written
            for token in line
            if id(token) not in used and not _is_upper(bare(token.text))
        ),
    )


def _leaf(tokens: tuple[Token, ...], columns: LabelIndex) -> _Leaf | None:
    text = bare("".join(token.text for token in tokens))
    match = columns.lowest(tokens[0].text) if len(tokens) == 1 else columns.exact(text)
    if match is not None:
        return _Leaf(match.name, tokens, match)
    return _Leaf("", tokens, None) if is_subtotal(text) or is_subtotal(_last_line(tokens)) else None


def _is_upper(text: str) -> bool:
    """Whether bare `text` is, or nearly is, one of the words that stand over the names of columns."""
    return is_head_word(text) or any(is_near(text, word) for word in HEAD_WORDS)


def _nearly(tokens: tuple[Token, ...], columns: LabelIndex) -> _Leaf | None:
    """Cells that together are nearly one name, no fewer of which are that: �业|企业, �|企业."""
    if len(tokens) == 1:
        return None
    parts = [bare(token.text) for token in tokens]
    inner = [
        "".join(parts[first:last])
        for first, last in combinations(range(len(parts) + 1), 2)
        if last - first < len(parts)
    ]
    for name, official in columns.official.items():
        wanted = bare(official)
        if is_near("".join(parts), wanted) and not any(is_near(part, wanted) for part in inner):
            return _Leaf(name, tokens, None)
        half = len(tokens) == 2 and _HALF <= len(parts[1]) < len(wanted) and wanted.endswith(parts[1])
        if half and is_unread(tokens[0].folded):
            return _Leaf(name, tokens, None)
    return None


def _misread_last(
    written: Sequence[Sequence[Token]], leaves: Sequence[_Leaf], used: set[int], columns: LabelIndex
) -> list[_Leaf]:
    """The last column where right of all others stands what a scan makes of its name: two characters, one of
    them its own, or that alone; the subtotal beside it, which becomes the same; and before them the last
    column but one, whose name is as short. How they are written there is not told of them."""
    before, last = ["", *columns.order][-2:]
    missing = _missing(leaves, columns)
    if last not in missing or not leaves:
        return []
    edge = max(leaf.range[1] for leaf in leaves)
    found = [
        t for line in written for t in line if t.column >= edge and id(t) not in used and legible(t.text)
    ]
    standing: dict[int, list[Token]] = {}
    for token in found:
        standing.setdefault(token.column, []).append(token)
    result: list[_Leaf] = []
    for column, own in sorted(standing.items()):
        text = bare(own[0].text)
        if any(bare(token.text) != text for token in own):
            return []
        if _shares(text, columns.official[last]):
            name = last if column == max(standing) else ""
        elif not result and before in missing and _shares(text, columns.official[before]):
            name = before
        else:
            return []
        result.append(_Leaf(name, (own[-1],), None))
    if not 0 < len(result) <= 2 + (result[0].name == before) or result[-1].name != last:
        return []
    used.update(map(id, found))
    return result


def _shares(text: str, name: str) -> bool:
    """Whether bare `text` is no longer than `name` and begins or ends as it does."""
    label = bare(name)
    return 0 < len(text) <= len(label) and (text[0] == label[0] or text[-1] == label[-1])


def _misread_names(
    written: Sequence[Sequence[Token]], leaves: Sequence[_Leaf], used: set[int], columns: LabelIndex
) -> list[_Leaf]:
    """The columns whose names are missing, where what stands in one column is nearly that."""
    result: list[_Leaf] = []
    missing = _missing(leaves, columns)
    for name, official in columns.official.items():
        if name not in missing:
            continue
        found = [
            token
            for line in written
            for token in line
            if id(token) not in used and is_near(bare(token.text), bare(official))
        ]
        if len({token.column for token in found}) == 1:
            used.update(map(id, found))  # in a head whose cells over several rows are written in each
            result.append(_Leaf(name, (found[-1],), None))
    return result


def _missing(leaves: Sequence[_Leaf], columns: LabelIndex) -> set[str]:
    return set(columns.order) - {leaf.name for leaf in leaves}


def _unread_column(
    written: Sequence[Sequence[Token]], leaves: Sequence[_Leaf], used: set[int], columns: LabelIndex
) -> list[_Leaf]:
    """Where all columns of the format are named, those between them whose names could not be read, or read
    as 卜计 and the like, are none of the format's."""
    if _missing(leaves, columns):
        return []
    taken = [leaf.range for leaf in leaves]
    first, last = min(start for start, _ in taken), max(stop for _, stop in taken)
    found = {
        token.column: token
        for line in written
        for token in line
        if first < token.column < last
        and not any(start < token.columns.stop and token.column < stop for start, stop in taken)
        and (UNREAD in token.text or (len(text := bare(token.text)) == 2 and text[1] == "计"))
    }
    used.update(map(id, found.values()))
    return [_Leaf("", (token,), None) for token in found.values()]


def _last_line(tokens: Sequence[Token]) -> str:
    return bare(tokens[0].text.rsplit("\n", 1)[-1]) if len(tokens) == 1 else ""


def _resolve(leaves: Sequence[_Leaf]) -> list[_Leaf]:
    """One leaf for each stretch of columns, in the order drawn. Where two stretches claim one name
    (总计 and a 合计 of the legal persons), the official wording keeps it and the other is a column
    that the format does not know."""
    lowest: dict[int, _Leaf] = {}
    for leaf in leaves:
        lowest[leaf.range[0]] = leaf
    result = sorted(lowest.values(), key=lambda leaf: leaf.range[0])
    for name in {leaf.name for leaf in result if leaf.name}:
        claims = [leaf for leaf in result if leaf.name == name]
        if len(claims) < 2:
            continue
        keep = max(
            claims,
            key=lambda leaf: (leaf.match is not None and leaf.match.standing == "official", leaf.range[0]),
        )
        result = [
            _Leaf("", leaf.tokens, None) if leaf.name == name and leaf is not keep else leaf
            for leaf in result
        ]
    return result


def _apart(leaves: Sequence[_Leaf]) -> bool:
    return all(left.range[1] <= right.range[0] for left, right in pairwise(leaves))


def _line_header(rows: Sequence[Row], columns: LabelIndex) -> Header | None:
    """Names in the order of the format, where the lines do not give theirs: a header of two storeys has no
    positions in text."""
    tokens = [token for row in rows for token in row.tokens if token.folded]
    claims: dict[str, list[tuple[tuple[Token, ...], Match]]] = {}
    subtotals: list[str] = []
    used: set[int] = set()
    for size in (3, 2, 1):
        for start in range(len(tokens) - size + 1):
            span = range(start, start + size)
            if used.intersection(span):
                continue
            text = bare("".join(tokens[index].text for index in span))
            match = columns.exact(text)
            if match is not None:
                claims.setdefault(match.name, []).append((tuple(tokens[index] for index in span), match))
                used.update(span)
            elif is_subtotal(text):
                subtotals.append(text)
                used.update(span)
    if len(claims) < 3:
        return None
    for name, entries in claims.items():
        official = [entry for entry in entries if entry[1].standing == "official"]
        if official and len(entries) > len(official):  # a 合计 beside the 总计
            subtotals.append(name)
            claims[name] = official
    spoken = () if subtotals else spoken_order(rows, columns)
    names: list[str] = list(spoken) or [name for name in columns.order if name in claims]
    if subtotals:
        names.insert(len(names) - 1, "")  # a subtotal of the legal persons stands before 总计
    labels = tuple(
        _label(columns, claims[name][0][0][0], claims[name][0][1], claims[name][0][0])
        for name in names
        if name
    )
    return Header(
        tuple(names), (), labels, complete=len(claims) == len(columns.order) and len(set(subtotals)) < 2
    )


def _label(columns: LabelIndex, token: Token, match: Match, tokens: Sequence[Token] = ()) -> LabelRead:
    text = "".join(each.text for each in tokens) or token.text
    return LabelRead(match.name, "column", text, columns.official[match.name], match.standing, token.place)


def header_rows(rows: Iterable[Row], labelled: set[int]) -> list[Row]:
    """The rows of a table before its first labelled one; `labelled` holds stream positions."""
    result: list[Row] = []
    for row in rows:
        if row.index in labelled:
            break
        if not row.picture and len(row.folded) < 1000:
            result.append(row)
    return result
