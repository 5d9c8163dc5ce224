"""The reports of a run, kept so that a thousand fit in memory: the first few as they are, the rest
packed. A report comes back equal to the one that was put in."""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, overload

from auditor.report.lexicon import Lexicon
from auditor.report.model import Report

_OPEN = 128  # reports that stay unpacked; a usual run never packs one
_RECENT = 4  # packed reports at hand: a report and its predecessor are asked for many times


_FIELDS: dict[type, tuple[str, ...]] = {}  # of the dataclasses met so far


class Shelf(Sequence[Report]):
    """Reports in the order put in."""

    def __init__(self) -> None:
        self._kept: list[Report | bytes] = []
        self._lexicons: list[Lexicon] = []
        self._recent: dict[int, Report] = {}

    def put(self, report: Report) -> None:
        """Take one report in."""
        self._kept.append(report if len(self._kept) < _OPEN else self._packed(report))

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

    def reducer_override(self, value: Any) -> Any:
        """Frozen dataclasses by their fields: what pickle does by itself takes several times as long
        to load."""
        kind = type(value)
        names = _FIELDS.get(kind)
        if names is None:
            plain = is_dataclass(kind) and all(field.init for field in fields(kind))
            names = _FIELDS[kind] = tuple(field.name for field in fields(kind)) if plain else ()
        return (kind, tuple(getattr(value, name) for name in names)) if names else NotImplemented

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
