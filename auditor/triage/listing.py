"""The list on screen: a filter and an order, frozen when it was made, its rows fetched as needed."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.findings.states import TODO
from auditor.findings.store import query
from auditor.findings.store.filters import Filter
from auditor.findings.store.open import Store
from auditor.findings.store.query import Group
from auditor.findings.store.rows import Line

_PAGE = 128
_LOOKS = 4  # lists of 100,000 take 0.8 MB each


@dataclass
class Listing:
    """Rows in a fixed order: a decision does not move them, so the cursor never loses its place; make
    a new listing to have them filtered and sorted anew. Rows themselves are always fresh after
    `forget`."""

    store: Store
    filter: Filter
    order: str
    ids: array[int]
    groups: tuple[Group, ...]
    total: int
    seen: int = 0
    _rows: dict[int, Line] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self, start: int, count: int) -> list[Line]:
        """The rows from index `start` (0-based), at most `count`; raises StoreFault."""
        wanted = self.ids[max(start, 0) : max(start, 0) + count]
        missing = [key for key in wanted if key not in self._rows]
        if missing:
            first = max(0, start - _PAGE // 2)
            around = [key for key in self.ids[first : first + max(count, _PAGE)] if key not in self._rows]
            if len(self._rows) > 16 * _PAGE:
                self._rows.clear()
                around = list(dict.fromkeys([*wanted, *around]))
            self._rows |= {line.id: line for line in query.lines_of(self.store, [*missing, *around])}
        return [self._rows[key] for key in wanted if key in self._rows]

    def row(self, index: int) -> Line | None:
        """One row, None beyond the ends."""
        return next(iter(self.rows(index, 1)), None) if 0 <= index < len(self.ids) else None

    def index_of(self, finding: int) -> int:
        """Where the finding of this id stands, −1 where it is not in the list."""
        try:
            return self.ids.index(finding)
        except ValueError:
            return -1

    def group_at(self, index: int) -> Group | None:
        """The group that the row at `index` belongs to."""
        at = bisect_right([group.start for group in self.groups], index) - 1
        return self.groups[at] if at >= 0 else None

    def marks(self) -> list[tuple[str, int]]:
        """Fingerprint and version of everything in the list, for `Session.decide`. What anybody changed
        since the list was made or last told to `forget` will be a conflict."""
        return query.marks_of(self.store, self.ids, self.seen)

    def forget(self, ids: Sequence[int] | None = None) -> None:
        """Fetch these rows (all where None) anew when they are next asked for: what was changed in
        them is known now."""
        self.seen = self.store.change()
        if ids is None:
            self._rows.clear()
        else:
            for key in ids:
                self._rows.pop(key, None)

    def next_open(self, index: int, step: int = 1) -> int:
        """The nearest row after `index` (before it with step −1) that waits for a decision; −1 where
        there is none in that direction."""
        at, stop = index + step, len(self.ids) if step > 0 else -1
        near = min(at + _PAGE, stop) if step > 0 else max(at - _PAGE, stop)
        lines = {line.id: line for line in self.rows(min(at, near), _PAGE)}
        for place in range(at, near, step):
            line = lines.get(self.ids[place])
            if line is not None and line.state in TODO:
                return place
        waiting = query.waiting(self.store) if near != stop else ()
        return next((place for place in range(near, stop, step) if self.ids[place] in waiting), -1)


Looked = tuple[int, "array[int]", tuple[Group, ...], int]
"""What a look found: the change of the store it saw, ids, groups, and how many there are of all."""


def make_listing(
    store: Store, wanted: Filter, order: str, known: dict[tuple[str, str], Looked] | None = None
) -> Listing:
    """The listing of a filter and an order ("agency", "rule", "level"). `known` keeps what was looked
    up lately: while nothing changed, it stands."""
    seen = store.change()
    name = (wanted.text, order)
    found = None if known is None else known.pop(name, None)
    if found is None or found[0] != seen:
        ids, groups = query.look(store, wanted, order)
        total = len(ids) if not wanted.terms else query.total(store)
        found = (seen, ids, groups, total)
    if known is not None:
        if len(known) >= _LOOKS:
            del known[next(iter(known))]
        known[name] = found
    return Listing(store, wanted, order, found[1], found[2], found[3], seen)
