"""Rows of a table found by their labels: a label, and the figures that follow it.

One walk serves every layout. Where the source draws a row side by side, label and figures stand in
one row; where it gives one cell per line, the figures follow the label line by line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from auditor.report.cellvalue import is_figure, is_unread
from auditor.report.stream import Row, Token
from auditor.report.tables.groups import Groups
from auditor.report.tables.labels import (
    SHORT,
    LabelIndex,
    Match,
    bare,
    is_head_word,
    is_numbering,
    starts_numbered,
)
from auditor.report.tables.nameless import nameless_rows
from auditor.report.tables.orphans import extra_names, name_orphans
from auditor.report.tables.rests import mark_overrun
from auditor.report.tables.run import Run

_NEAR = 10  # lines below a table in which its figures may stand apart
_MEMORY = 60  # how many cells before the figures may belong to their label


@dataclass(frozen=True, slots=True)
class Found:
    """The runs that have a label, in the order found, how many lines of figures among them have none, and
    the names of no format that drawn rows with all their figures have."""

    runs: list[Run]
    strays: int
    extra: tuple[str, ...] = ()

    @property
    def in_lines(self) -> bool:
        """Whether no row stands in a table whose columns the source states."""
        return all(run.row.form != "grid" for run in self.runs)


def find_runs(
    rows: Sequence[Row], labels: LabelIndex, columns: LabelIndex, count: Callable[[str], int]
) -> Found:
    """Every run of figures in `rows` that has a label; `count` tells how many figures a row should
    have, by its name ("" where the label is not yet known)."""
    walk = _Walk(labels, columns, count)
    for row in rows:
        walk.take(row)
    walk.end()
    walk.runs[:] = [run for run in walk.runs if not run.pieces or id(run.pieces[-1]) not in walk.others]
    strangers = name_orphans(walk.runs, labels, count)
    mark_overrun(walk.runs, strangers, labels, count(""))
    named = {run.match.name for run in walk.runs if run.match}
    for run in walk.bare:
        if run.match is not None and run.match.name not in named:
            walk.runs.append(run)  # a row's label without its figures
            named.add(run.match.name)
    for run in [run for run in walk.runs if run.doubled not in ("", *named)]:
        walk.runs.append(Run(run.row, run.pieces, Match(run.doubled, "official", "")))
        named.add(run.doubled)
    walk.runs.extend(walk.shreds(named, strangers))
    found = {run.match.name: run for run in walk.runs if run.match}
    walk.runs.extend(nameless_rows(found, strangers, labels, count, walk.tables))
    extra = extra_names(walk.runs, strangers, labels, count(""))
    return Found(walk.runs, _strays(walk.runs, strangers), extra)


def _strays(runs: Sequence[Run], strangers: Sequence[Run]) -> int:
    """How many lines of figures, among the rows or below them, belong to none. One below them is a page's
    number, and one with words of its own a row under another name."""
    if not runs:
        return 0
    first, last = min(run.row.index for run in runs), max(run.row.index for run in runs)
    loose = [run for run in strangers if run.written and run.row.form != "grid"]
    bare_ones = [run.row.index for run in loose if not any(map(_is_word, run.row.tokens))]
    within = sum(first < run.row.index < last for run in loose)
    worded = within - sum(first < index < last for index in bare_ones)
    below = sum(last < index <= last + _NEAR for index in bare_ones)
    return within - (worded == 1) + (below if below > 1 else 0)


def _is_word(token: Token) -> bool:
    return bool(token.folded) and not is_figure(token.folded)


def _has_figures(token: Token) -> bool:
    """Whether digits stand behind the number it begins with, as in no misread name."""
    return any(map(str.isdecimal, bare(token.text)))


class _Walk:
    def __init__(self, labels: LabelIndex, columns: LabelIndex, count: Callable[[str], int]) -> None:
        self.labels = labels
        self.columns = columns
        self.count = count
        self.runs: list[Run] = []
        self.open: Run | None = None
        self.buffer: list[Token] = []
        self.bare: list[Run] = []  # labels that words followed, not figures
        self.words: list[tuple[Row, Token]] = []
        self.heads: list[int] = []  # stream positions of rows of column names
        self.groups = Groups(labels)
        self.others: set[int] = set()  # by id, the words that are a row of another group than the format's
        self.tables: set[int] = set()  # the document's tables that show anything of this one

    def close(self) -> None:
        if self.open is not None and (self.open.values or self.open.match):
            self.runs.append(self.open)
        self.open = None

    def end(self) -> None:
        """A head or the end of the table: what stands under the last row is its own."""
        self.close()
        if self.runs and not self.runs[-1].below:
            self.runs[-1].below = tuple(self.buffer)
        self.buffer.clear()

    def take(self, row: Row) -> None:
        if row.picture:
            return
        side_by_side = row.form in {"grid", "fields"} and len(row.tokens) > 1
        if row.form == "grid":
            self.close()
            if any(t.rowspan > 1 and self.labels.heaped(t.text) for t in row.tokens):
                return  # of several rows: which figures are whose nothing tells
        self.groups.see(row)
        found = self._labels(row)
        if found or any(is_head_word(t := bare(token.text)) or self.columns.exact(t) for token in row.tokens):
            self.tables.add(row.table)
        if self._is_header(row, found):
            self.heads.append(row.index)
            self.end()
            return
        if (side_by_side or row.form == "cells") and not found and self._unlabelled(row):
            return
        last_label = max(found, default=-1)
        for index, token in enumerate(row.tokens):
            if index in found:
                self._start(row, (*self.buffer[-_MEMORY:], token), found[index])
            elif not token.folded:
                if self.open is not None and (self.open.row is row or not side_by_side):
                    self.open.values.append(token)
            elif is_figure(token.folded) and not is_numbering(token.folded):
                if self.open is None:
                    self._start(row, tuple(self.buffer[-_MEMORY:]), None)
                assert self.open is not None
                self.open.values.append(token)
                self.open.last = row
            elif side_by_side and index > last_label >= 0 and self._is_remark(token):
                assert self.open is not None
                self.open.values.append(token)
            else:
                self._words(row, token)
        self._end_of_row(row, side_by_side)

    def _words(self, row: Row, token: Token) -> None:
        """Words that are no label: they end a row, or show that what looked like its label was the
        name of a group (“（六）其他处理” before “1.申请人…”) or the beginning of a longer label."""
        if self.open is not None and not self.open.values:
            self.buffer = list(self.open.pieces)
            if self.open.row is not row:
                self.bare.append(self.open)
            self.open = None
        self.close()
        self.buffer.append(token)
        self.words.append((row, token))

    def shreds(self, named: set[str], strangers: Sequence[Run]) -> list[Run]:
        """Rows of which only pieces of the label were found, too torn to tell its figures: unknown,
        not missing. A row is missing only where nothing unexplained stands in its place. Where a row with
        all its figures stands there under a name that is no piece of a label, that name is "unknown"."""
        whole = {id(run.pieces[-1]): len(run.written) for run in strangers if run.pieces and run.own}
        result: list[Run] = []
        found = {run.match.name: run for run in self.runs if run.match}
        scarce = len(found) * 2 < len(self.labels.order)
        after = [*(bare(token.text) for _, token in self.words[1:]), ""]
        heads = [bare(label) for label in self.columns.official.values()]
        for name in self.labels.order:
            if name in named:
                continue
            label = bare(self.labels.official[name])
            low, high = self._neighbours(name, found)
            top = max((i for i in self.heads if high is None or i < high.row.index), default=-1)
            beside = "".join(
                bare(self.labels.official[run.match.name]) for run in (low, high) if run and run.match
            )
            for (row, token), following in zip(self.words, after, strict=False):
                text = bare(token.text)
                if row.form == "grid" and row.table not in self.tables:
                    continue  # the page's own table above this one
                halves = text + following == label
                full = whole.get(id(token)) == self.count(name)
                if not text or is_head_word(text) or (text in beside and not full):
                    continue
                if self.columns.exact(text) is not None and not halves:
                    continue
                if low is None and not halves and any(text in name for name in heads):
                    continue  # a piece of a column's name: 总|计
                if low is None and row.index <= top:
                    continue  # words of the head, or above it
                if scarce and not (len(text) >= 4 and text in label) and not halves:
                    continue
                between = (low is None or row.index >= low.row.index) and (
                    high is None or row.index <= high.row.index
                )
                if between and text not in self.labels.groups and len(text) <= 40:
                    strange = full and (
                        self.labels.is_strange(text) or (row.form == "grid" and self._alone(text, name))
                    )
                    standing = "unknown" if strange else "official"
                    result.append(Run(row, (token,), Match(name, standing, text)))
                    break
        return result

    def _alone(self, text: str, name: str) -> bool:
        """Whether no other piece of the label of `name` stands about than `text`."""
        label = bare(self.labels.official[name])
        others = {bare(token.text) for _, token in self.words} - {text}
        return not any(len(other) >= 2 and other in label for other in others)

    def _neighbours(self, name: str, found: dict[str, Run]) -> tuple[Run | None, Run | None]:
        order = self.labels.order
        before = [run for other, run in found.items() if order[other] < order[name]]
        after = [run for other, run in found.items() if order[other] > order[name]]
        low = max(before, key=lambda run: order[run.match.name] if run.match else -1, default=None)
        high = min(after, key=lambda run: order[run.match.name] if run.match else 99, default=None)
        return low, high

    def _unlabelled(self, row: Row) -> bool:
        """A row whose label is not known as it stands: kept whole, blanks and all, for
        `name_orphans`. False where the row is only words."""
        first = next((i for i, t in enumerate(row.tokens) if t.folded), 0)
        words = [
            i
            for i, t in enumerate(row.tokens)
            if t.folded
            and (not is_figure(t.folded) or is_numbering(t.folded))
            and not (
                i > first and (is_unread(t.folded) or (_has_figures(t) and self._goes_on_behind_figure(t)))
            )
        ]
        after = words[-1] + 1 if words else 0
        values = list(row.tokens[after:])
        lost = bool(values) and is_unread(values[0].folded)  # a label beside what stands over several rows
        if words and not lost and all(is_head_word(bare(row.tokens[i].text)) for i in words):
            return True
        if not values or (not words and not any(token.folded for token in values)):
            return False
        if not words and self.open is not None and self.open.match is not None and not self.open.written:
            return False  # a label on its own line, its figures on the next
        self.close()
        own = [row.tokens[index] for index in words]
        self.words.extend((row, token) for token in own)
        if row.form != "grid" and not any(token.folded for token in values):
            self.buffer.extend(own)
        pieces = (*self.buffer, *own) if any(token.folded for token in values) else tuple(own)
        run = Run(row, tuple(pieces[-_MEMORY:]), None, values, own=len(own))
        self.runs.append(run)
        self.buffer = list(own)
        return True

    def _is_remark(self, token: Token) -> bool:
        """Whether words at this place stand in a number cell of the open row (“无此职权”), rather
        than name the next row."""
        run = self.open
        if run is None or run.match is None:
            return False
        if is_unread(token.folded):
            return True
        if len(run.written) >= self.count(run.match.name):
            return False
        if len(token.folded) > 30:
            return False
        return not starts_numbered(token.folded) or self._goes_on_behind_figure(token)

    def _goes_on_behind_figure(self, token: Token) -> bool:
        """Whether what looks like a number before a name is a figure with more behind it, as no name of a
        row, whole or in part, follows: “5，其中3件”, “12:00”, “1、2”."""
        if not starts_numbered(token.folded) or not token.folded[0].isdecimal():
            return False
        return not self.labels.may_name(bare(token.text))

    def _start(self, row: Row, pieces: tuple[Token, ...], match: Match | None) -> None:
        before = self.open
        if before is not None and before.match is not None and match is not None and not before.values:
            same = before.match.name == match.name
            self.open = None if same or before.row is row else before  # the label again, or its group
        self.close()
        doubled = self.labels.doubled(bare(pieces[-1].text), match) if match is not None else ""
        self.open = Run(row, pieces, match, doubled=doubled)
        self.buffer.clear()

    def _end_of_row(self, row: Row, side_by_side: bool) -> None:
        run = self.open
        if run is None:
            return
        complete = len(run.written) >= self.count(run.match.name if run.match else "")
        if (
            row.form == "grid"
            or (run.values and (side_by_side or row.form == "cells"))
            or (complete and len(row.tokens) > 1)
        ):
            self.close()

    def _labels(self, row: Row) -> dict[int, Match]:
        found: dict[int, Match] = {}
        for index, token in enumerate(row.tokens):
            if not token.folded or len(token.folded) > 90:
                continue
            text = bare(token.text)
            match = self.labels.exact(text)
            if match is None and len(text) > 4:
                match = self.labels.ending(text)
            if match is None and (before := found.get(index - 1)) and self._is_again(text, before):
                found[index] = before
                continue
            if match is not None and row.form == "line" and self.labels.begins_another(token.folded, match):
                continue  # the first line of a longer label, its number tells
            if match is not None and row.form == "grid" and self._goes_on(row, index, match):
                continue
            if match is None or not self._in_place(row, index, match, text):
                continue
            last = (
                self.open if self.open is not None and self.open.values else next(reversed(self.runs), None)
            )
            if len(text) < SHORT and not self.groups.has(row, index, match, last, self.buffer):
                self.others.add(id(token))
                continue
            found[index] = match
        return found

    def _is_again(self, text: str, match: Match) -> bool:
        """Whether the cell beside a label has it once more, as merged cells are written out, with something
        misread before it: “C七)总计”."""
        label = bare(self.labels.official[match.name])
        return text.endswith(label) and not any(map(str.isdecimal, text))

    def _goes_on(self, row: Row, index: int, match: Match) -> bool:
        """Whether the label goes on in the cell beside it and is another: “2.其他|法律行政法规禁止公开”."""
        beside = row.tokens[index + 1] if index + 1 < len(row.tokens) else None
        if beside is None or not beside.folded or is_figure(beside.folded):
            return False
        both = bare(row.tokens[index].text + beside.text)
        whole = self.labels.exact(both) or self.labels.nearest(both)
        return whole is not None and whole.name != match.name

    def _in_place(self, row: Row, index: int, match: Match, text: str) -> bool:
        """Whether a short label that is a column's name too (其他, 总计) can be a row's label here."""
        if self.columns.exact(text) is None:
            return True
        if row.tokens[index].folded != text:  # it carries a row's numbering: “（七）总计”, “3.其他”
            return True
        if row.form == "line" and len(row.tokens) > 1 and not any(is_figure(t.folded) for t in row.tokens):
            return False  # one of several words in a line: a line of the head, its other names cut up
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
        names = sum(1 for token in written if self.columns.lowest(token.text) is not None)
        return names >= 2 and not any(is_figure(token.folded) for token in written)
