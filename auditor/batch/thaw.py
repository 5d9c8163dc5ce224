"""Outcomes, findings and what goes with them as bytes, between processes and in the cache. Nothing but
the program's own values is made of bytes that come back."""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, EnumMeta
from fractions import Fraction
from typing import Any

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import Box, CellPlace, ParagraphPlace, SourcePlace
from auditor.engine.filed import Filed
from auditor.findings.dossier import Cell, Figures
from auditor.findings.model import Change, Decision, FileRow, FileStatus, Finding
from auditor.report.model import Kind, Tier
from auditor.report.value import State
from auditor.roster.identify import Identity
from auditor.roster.match import How
from auditor.roster.model import Agency, Former
from auditor.rules.model import Basis
from auditor.rules.outcome import (
    CellEvidence,
    Computation,
    Interval,
    Level,
    Missing,
    Operand,
    Outcome,
    PlaceEvidence,
    Subject,
    Suspect,
    TextEvidence,
    Verdict,
)

_KNOWN = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (
        Agency, Basis, Box, Cell, CellEvidence, CellPlace, Change, Computation, Decimal, Decision,
        Diagnostic, Figures, Filed, FileRow, FileStatus, Finding, Former, Fraction, How, Identity, Interval,
        Kind, Level, Missing, Operand, Outcome, ParagraphPlace, PlaceEvidence, Severity, SourcePlace, State,
        Subject, Suspect, TextEvidence, Tier, Verdict, date,
    )
}  # fmt: skip
# A member of an enumeration is looked up three times faster than it is called for.
_MAKERS: dict[tuple[str, str], Callable[..., Any]] = {
    name: kind._value2member_map_.__getitem__ if isinstance(kind, EnumMeta) else kind
    for name, kind in _KNOWN.items()
}
_FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind)) for kind in _KNOWN.values() if is_dataclass(kind)
}


def know(*kinds: type) -> None:
    """Let dataclasses of this package travel as well."""
    for kind in kinds:
        _MAKERS[kind.__module__, kind.__qualname__] = kind
        _FIELDS[kind] = tuple(field.name for field in fields(kind))


class _Pickler(pickle.Pickler):
    """Dataclasses by their fields, which loads several times faster than what pickle does by itself."""

    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        names = _FIELDS.get(kind)
        if names is not None:
            return (kind, tuple(getattr(value, name) for name in names))
        return (kind, (value.value,)) if isinstance(value, Enum) else NotImplemented


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        found = _MAKERS.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


def frozen(value: object) -> bytes:
    """The value as bytes."""
    stream = io.BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(value)
    return stream.getvalue()


def stored(value: object) -> bytes:
    """The value as fewer bytes, with a checksum."""
    return zlib.compress(frozen(value), 1)


def fetched(data: bytes) -> Any:
    """What `stored` took. Raises one of pack.TORN."""
    return thawed(zlib.decompress(data))


def thawed(data: bytes) -> Any:
    """What `frozen` took. Raises one of pack.TORN."""
    return _Unpickler(io.BytesIO(data)).load()
