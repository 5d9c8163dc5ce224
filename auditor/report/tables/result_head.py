"""The head of table four: which column is which result of which group, and in which order it names them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.report.model import LabelRead
from auditor.report.stream import Row, Token
from auditor.report.tables.labels import LabelIndex, Match, bare
from auditor.report.tables.run import Run

_TOLD = 0.8  # of a head's names: where so many tell which is which, the others follow

Key = tuple[str, str]  # a group and a result


@dataclass(frozen=True, slots=True)
class Head:
    """`columns`: grid column → (group, result). `others`: the columns under names that are none of the
    format's. `ordered`: whether its names stand in the format's order, so that figures may be counted."""

    columns: Mapping[int, Key]
    others: frozenset[int]
    ordered: bool

    def own(self, row: Row) -> Run:
        """A row's figures without those under other names. Where it has more cells than the head, it was
        moved, and nothing is taken from it."""
        last = max((*self.columns, *self.others), default=0)
        longer = any(token.columns.stop > last + 1 for token in row.tokens)
        taken = () if longer else self.others
        return Run(row, (), None, [token for token in row.tokens if token.column not in taken])


def read_head(head: Sequence[Row], groups: LabelIndex, results: LabelIndex, *, spread: bool = False) -> Head:
    """What the two or three storeys of a head say. `spread`: a group's name stands over its first column
    only."""
    leaf: dict[int, str] = {}
    group: dict[int, str] = {}
    starts: dict[str, int] = {}
    stacks: dict[int, list[str]] = {}
    for row in head:
        for token in row.tokens:
            text = bare(token.text)
            above = stacks.get(token.column, [])
            match = groups.exact(text) or (groups.exact(above[-1] + text) if above and text else None)
            if match is not None:  # in one piece, or in two that a page end has parted
                starts[match.name] = min(token.column, starts.get(match.name, token.column))
                for column in token.columns:
                    group[column] = match.name
                continue
            stacks.setdefault(token.column, []).append(text)
    lowest = {token.column: token.text for row in head for token in row.tokens if token.folded}
    for column, stack in stacks.items():
        named = results.exact(stack[-1]) or results.exact("".join(stack[-2:])) or results.misspelt(stack[-1])
        named = named or results.lowest(lowest.get(column, "")) or _run_together(stack[-1], groups, results)
        if named is not None:
            leaf[column] = named.name
    order = [(row, name) for row in groups.order for name in results.order]
    written = [column for column, stack in stacks.items() if stack[-1]]
    drawn = sorted(leaf if len(leaf) == len(order) else written)
    within = {name: column for name, column in starts.items() if column <= max(drawn, default=0)}
    official = [name for name in groups.order if name in within]
    ordered = sorted(within, key=within.__getitem__) == official
    columns: dict[int, Key] = {}
    if len(drawn) == len(order) and len(leaf) >= _TOLD * len(order):
        blocks = _blocks(drawn, starts, groups, ordered=ordered)
        at = dict(zip(drawn, [(name, result) for name in blocks for result in results.order], strict=False))
        ordered = ordered and bool(blocks)
        if at and all(at[column][1] == name for column, name in leaf.items()):
            columns = at  # as many, and so named, one misread maybe, as can be only these
            ordered = list(at.values()) == order
    if len(leaf) == len(order):
        ordered = ordered and [leaf[column] for column in sorted(leaf)] == [name for _, name in order]
    if not columns:
        columns = _by_spans(leaf, group, spread=spread)
    return Head(columns, _others(head, columns, groups, results), ordered)


def _blocks(
    drawn: Sequence[int], starts: Mapping[str, int], groups: LabelIndex, *, ordered: bool
) -> list[str]:
    """The groups in the order in which they stand; none where that is not the format's, and a name is not
    known or begins elsewhere than a group does. Names in the format's order may begin anywhere, as scans
    have them."""
    size = len(drawn) // len(groups.order)
    places = {name: bisect_left(drawn, start) for name, start in starts.items()}
    exact = not any(place % size or starts[name] not in drawn for name, place in places.items())
    blocks = {place // size: name for name, place in places.items()}
    if ordered and (not exact or all(groups.order[name] == at for at, name in blocks.items())):
        return list(groups.order)
    return [blocks[at] for at in sorted(blocks)] if exact and len(blocks) == len(groups.order) else []


def _by_spans(leaf: Mapping[int, str], group: Mapping[int, str], *, spread: bool) -> dict[int, Key]:
    """Every result that stands under a group's name; nothing where two are the same."""
    result: dict[int, Key] = {}
    current = ""
    for column in sorted(leaf):
        current = group.get(column, current)
        if spread and current:
            result[column] = (current, leaf[column])
        elif column in group:
            result[column] = (group[column], leaf[column])
    return result if len(set(result.values())) == len(result) else {}


def _others(
    head: Sequence[Row], columns: Mapping[int, Key], groups: LabelIndex, results: LabelIndex
) -> frozenset[int]:
    """The columns under names of their own (序号, 备注, 合计), left or right of all groups: between them the
    head is not as it is drawn, and where one of theirs was not understood, it may be the one. What stands
    over those too is a title."""
    if len(columns) < len(groups.order) * len(results.order):
        return frozenset()
    beside: list[tuple[str, range]] = []
    above: set[str] = set()
    for row in head:
        for token in row.tokens:
            cover, text = token.columns, bare(token.text)
            over = any(column in columns for column in cover)
            strange = groups.is_strange(text) and results.is_strange(text) and text not in groups.groups
            if over and strange:
                above.add(text)
            elif not (over or min(columns) < token.column < max(columns)) and (
                strange or results.exact(text) is not None
            ):
                beside.append((text, cover))
    return frozenset(column for text, cover in beside if text not in above for column in cover)


def _run_together(text: str, groups: LabelIndex, results: LabelIndex) -> Match | None:
    """The result that a cell of the head ends with, where no lines were found between its storeys:
    “行政复议结果维持结果维持”, “行政复议总计总计”."""
    for official in results.official.values():
        label = bare(official)
        above = text.removesuffix(label)
        if above != text and above and (above.endswith(label) or groups.ending(above) is not None):
            return results.exact(label)
    return None


def labels_of(head: Sequence[Row], groups: LabelIndex, results: LabelIndex) -> list[LabelRead]:
    labels: list[LabelRead] = []
    for row in head:
        for token in row.tokens:
            text = bare(token.text)
            for axis, index in (("row", groups), ("column", results)):
                match = index.exact(text) if text else None
                if match is None and not groups.exact(text) and not results.exact(text):
                    match = index.misspelt(text)
                if match is not None:
                    labels.append(label_of(match, axis, token, index))
    return labels


def label_of(match: Match, axis: str, token: Token, index: LabelIndex) -> LabelRead:
    return LabelRead(match.name, axis, token.text, index.official[match.name], match.standing, token.place)


def renamed_of(
    head: Sequence[Row], labels: Sequence[LabelRead], groups: LabelIndex, results: LabelIndex
) -> list[LabelRead]:
    """The one name that the head lacks, where it has one that is unknown in a cell of its own width."""
    known = {(label.axis, label.name) for label in labels}
    absent = [("row", name) for name in groups.order if ("row", name) not in known]
    absent += [("column", name) for name in results.order if ("column", name) not in known]
    places = {label.place for label in labels}
    others = [
        token
        for row in head
        for token in row.tokens
        if token.folded and token.place not in places and bare(token.text) not in groups.groups
    ]
    if len(absent) != 1 or len({bare(token.text) for token in others}) != 1:
        return []
    (axis, name), token = absent[0], others[0]
    official = (groups if axis == "row" else results).official[name]
    return [LabelRead(name, axis, token.text, official, "unknown", token.place)]
