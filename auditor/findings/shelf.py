"""The reports of a run, kept so that a thousand fit in memory: the first few as they are, the rest
packed. A report comes back equal to the one that was put in."""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Iterator, Sequence
from typing import overload

from auditor.findings.versions import Identity, identity_of
from auditor.report.lexicon import Lexicon
from auditor.report.model import Report

_OPEN = 64  # reports that stay unpacked; a usual run never packs one
_RECENT = 4  # packed reports at hand: a report and its predecessor are asked for many times


class Shelf(Sequence[Report]):
    """Reports in the order put in; also the corpus that rules may look into."""

    def __init__(self) -> None:
        self.identities: list[Identity] = []
        self._kept: list[Report | bytes] = []
        self._lexicons: list[Lexicon] = []
        self._recent: dict[int, Report] = {}
        self._years: dict[tuple[str, int], int] = {}

    def put(self, report: Report) -> None:
        """Take one report in."""
        self.identities.append(identity_of(report))
        self._kept.append(report if len(self._kept) < _OPEN else self._packed(report))

    def index_years(self, left_out: frozenset[str]) -> None:
        """Make the reports known by agency and year, save the files `left_out`."""
        for index, found in sorted(enumerate(self.identities), key=lambda pair: pair[1].standing):
            if found.year is not None and found.agency and found.file not in left_out:
                self._years[found.agency, found.year] = index

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, index: int) -> Report: ...
    @overload
    def __getitem__(self, index: slice) -> list[Report]: ...
    def __getitem__(self, index: int | slice) -> Report | list[Report]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        kept = self._kept[index]
        if isinstance(kept, Report):
            return kept
        index %= len(self._kept)
        found = self._recent.pop(index, None) or self._unpacked(kept)
        self._recent[index] = found
        if len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]
        return found

    def __iter__(self) -> Iterator[Report]:
        return (self[index] for index in range(len(self)))

    @property
    def reports(self) -> Sequence[Report]:
        """All of them."""
        return self

    @property
    def spans_years(self) -> bool:
        """Whether any report has its predecessor here."""
        return any((agency, year - 1) in self._years for agency, year in self._years)

    def previous(self, report: Report) -> Report | None:
        """The same agency's report of the year before."""
        if report.year is None:
            return None
        index = self._years.get((report.agency_key, report.year - 1))
        return None if index is None else self[index]

    def subordinates(self, report: Report) -> Sequence[Report] | None:
        """Who stands below an agency is not known before there is a roster."""
        return None

    def _packed(self, report: Report) -> bytes:
        stream = io.BytesIO()
        _Pickler(stream, self._lexicons).dump(report)
        return zlib.compress(stream.getvalue(), 1)

    def _unpacked(self, packed: bytes) -> Report:
        report: Report = _Unpickler(io.BytesIO(zlib.decompress(packed)), self._lexicons).load()
        return report


class _Pickler(pickle.Pickler):
    """Leaves lexicons out: every report of a template shares one."""

    def __init__(self, stream: io.BytesIO, lexicons: list[Lexicon]) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._lexicons = lexicons

    def persistent_id(self, value: object) -> int | None:
        if not isinstance(value, Lexicon):
            return None
        for index, known in enumerate(self._lexicons):
            if known is value:
                return index
        self._lexicons.append(value)
        return len(self._lexicons) - 1


class _Unpickler(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, lexicons: list[Lexicon]) -> None:
        super().__init__(stream)
        self._lexicons = lexicons

    def persistent_load(self, index: int) -> Lexicon:
        return self._lexicons[index]
