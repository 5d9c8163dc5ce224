"""The list as rows of the screen: a heading for each group, its findings below it or folded away."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from auditor.triage import Group, Line, Listing

GroupKey = tuple[str, int | None, bool]


def key_of(group: Group) -> GroupKey:
    """What a group is remembered by."""
    return (group.key, group.year, group.reopened)


class Rows:
    """Where everything stands. A row is a Group (its heading) or the index of a finding."""

    def __init__(self, listing: Listing, folded: Iterable[GroupKey] = ()) -> None:
        self.listing = listing
        self.groups = listing.groups
        self.folded = set(folded)
        self._starts = [group.start for group in self.groups]
        self._heads: list[int] = []
        self._length = 0
        self._place()

    def _place(self) -> None:
        self._heads = []
        row = 0
        for group in self.groups:
            self._heads.append(row)
            row += 1 + (0 if key_of(group) in self.folded else group.count)
        self._length = row

    def __len__(self) -> int:
        return self._length

    def at(self, row: int) -> Group | int:
        """The heading, or the index of the finding, of a row."""
        number = self.group_number(row)
        group = self.groups[number]
        inside = row - self._heads[number]
        return group if inside == 0 else group.start + inside - 1

    def group_number(self, row: int) -> int:
        """Which group a row lies in."""
        return bisect_right(self._heads, row) - 1

    def head(self, number: int) -> int:
        """The row of a group's heading."""
        return self._heads[number]

    def row_of(self, index: int) -> int:
        """The row of a finding; its group's heading where that is folded."""
        number = bisect_right(self._starts, index) - 1
        if key_of(self.groups[number]) in self.folded:
            return self._heads[number]
        return self._heads[number] + 1 + index - self.groups[number].start

    def group_of(self, index: int) -> Group:
        """The group that a finding belongs to."""
        return self.groups[bisect_right(self._starts, index) - 1]

    def line(self, row: int) -> Line | None:
        """The finding of a row; None on a heading, or where it is gone from the store."""
        entry = self.at(row) if 0 <= row < self._length else None
        return self.listing.row(entry) if isinstance(entry, int) else None

    def fold(self, group: Group, folded: bool) -> None:
        """Hide or show a group's findings."""
        (self.folded.add if folded else self.folded.discard)(key_of(group))
        self._place()
