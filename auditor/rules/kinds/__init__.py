"""The kinds of rule (类型), one module each. A new kind is a module here and a line in KINDS."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.rules.kinds import (
    agreement,
    conditional,
    crossfoot,
    deadline,
    forbidden,
    metadata,
    partition,
    privacy,
    register,
    required,
    sections,
    shape,
    similar,
)
from auditor.rules.model import Kind

KINDS: Mapping[str, Kind] = {
    kind.NAME: kind
    for kind in (
        sections,
        shape,
        crossfoot,
        required,
        conditional,
        agreement,
        deadline,
        forbidden,
        metadata,
        partition,
        privacy,
        similar,
        register,
    )
}
