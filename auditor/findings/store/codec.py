"""A finding to bytes and back, whole: evidence, computation and places, figures exact.

Written by the fields of the dataclasses, so a field that is added later is kept from then on, and a
finding written before it reads with the field's default.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from auditor.base.place import Box, CellPlace, ParagraphPlace
from auditor.findings.model import Finding
from auditor.rules.model import Basis
from auditor.rules.outcome import (
    CellEvidence,
    Computation,
    Interval,
    Operand,
    PlaceEvidence,
    Suspect,
    TextEvidence,
)

_CLASSES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        Box, CellPlace, ParagraphPlace, Finding, Basis, CellEvidence, TextEvidence, PlaceEvidence,
        Computation, Interval, Operand, Suspect,
    )
}  # fmt: skip
_KIND = "_"


def pack(finding: Finding) -> bytes:
    """The finding as compressed JSON."""
    text = json.dumps(_plain(finding), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack(data: bytes) -> Finding:
    """The finding that `pack` wrote. Raises ValueError where `data` is no such thing."""
    try:
        value = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
        made = _made(value, Finding)
    except (zlib.error, KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a finding") from error
    if not isinstance(made, Finding):
        raise ValueError("not a finding")
    return made


_BARE = frozenset({str, int, bool, type(None)})


def _plain(value: Any) -> Any:
    kind: type = type(value)
    if kind in _BARE:
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return {_KIND: "Decimal", "v": str(value)}
    if names := _names(kind):
        return {_KIND: kind.__name__} | {name: _plain(getattr(value, name)) for name in names}
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass; none of anything else."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()  # type: ignore[arg-type, unused-ignore]


@cache
def _shape(kind: type) -> tuple[tuple[Field[Any], Any], ...]:
    hints = get_type_hints(kind)
    return tuple((field, hints[field.name]) for field in fields(kind))


def _made(value: Any, hint: Any) -> Any:
    if isinstance(value, list):
        inner = get_args(hint)
        item = inner[0] if get_origin(hint) is tuple and inner else Any
        return tuple(_made(each, item) for each in value)
    if isinstance(value, dict):
        if value[_KIND] == "Decimal":
            return Decimal(value["v"])
        kind = _CLASSES[value[_KIND]]
        return kind(
            **{
                field.name: _made(value[field.name], hint)
                for field, hint in _shape(kind)
                if field.name in value or field.default is MISSING
            }
        )
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value
