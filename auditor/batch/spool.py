"""The findings of a run on the disk: so many reports, so many findings, and no more memory than the index
takes."""

from __future__ import annotations

import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import overload

from auditor.batch.thaw import fetched
from auditor.findings.build import arranged
from auditor.findings.model import Finding

_IN_MEMORY = 8 << 20  # bytes until which nothing goes to the disk


class Spool:
    """Takes the findings of one report after the other, as bytes, in any order."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, prefix="auditor-")  # noqa: SIM115
        self._at: dict[str, tuple[int, int, int]] = {}  # by file: where, how many bytes, how many findings
        self._end = 0

    def __del__(self) -> None:
        self._file.close()

    def add(self, name: str, data: bytes, count: int) -> None:
        """The findings of the file `name`."""
        self._file.seek(self._end)
        self._file.write(data)
        self._at[name] = (self._end, len(data), count)
        self._end += len(data)

    def of(self, name: str) -> tuple[Finding, ...]:
        """The findings of that file."""
        where, size, _ = self._at.get(name, (0, 0, 0))
        if not size:
            return ()
        self._file.seek(where)
        found: tuple[Finding, ...] = fetched(self._file.read(size))
        return found

    def all(self, whole: Iterable[Finding]) -> Sequence[Finding]:
        """Every finding, by file; `whole` are those of the rules about all reports. The findings of a file
        that these name as well are put in order with them, and their causes told anew."""
        by_file: dict[str, list[Finding]] = {}
        for finding in whole:
            by_file.setdefault(finding.file, []).append(finding)
        mixed = {
            name: arranged(replace(finding, cause=None) for finding in (*self.of(name), *more))
            for name, more in by_file.items()
        }
        return _Findings(self, {name: count for name, (_, _, count) in self._at.items()}, mixed)


class _Findings(Sequence[Finding]):
    """All findings in order, read from the spool as they are asked for."""

    def __init__(
        self, spool: Spool, counts: Mapping[str, int], mixed: Mapping[str, tuple[Finding, ...]]
    ) -> None:
        self._spool, self._mixed = spool, mixed
        self._names = sorted({*counts, *mixed})
        sizes = (len(mixed[name]) if name in mixed else counts[name] for name in self._names)
        self._ends = list(accumulate(sizes))

    def _of(self, name: str) -> tuple[Finding, ...]:
        return self._mixed[name] if name in self._mixed else self._spool.of(name)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Finding]:
        for name in self._names:
            yield from self._of(name)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        at = index + len(self) if index < 0 else index
        if not 0 <= at < len(self):
            raise IndexError(index)
        number = bisect_right(self._ends, at)
        before = self._ends[number - 1] if number else 0
        return self._of(self._names[number])[at - before]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]
