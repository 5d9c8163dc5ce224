"""The located tree. Every scalar is text; whoever reads the tree gives it its type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.base.place import SourcePlace
from auditor.base.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class Scalar:
    """`text` exactly as written between its quotes; `quoted` tells "1.10" from 1.10 and ~ from "~".
    Where it stands is kept as two numbers: a file has thousands of them, and few are ever asked for."""

    text: str
    line: int
    column: int
    quoted: bool = False

    @classmethod
    def at(cls, place: SourcePlace, text: str = "") -> Scalar:
        """A text that stands there, or in the stead of what does."""
        return cls(text, place.line, place.column)

    @property
    def place(self) -> SourcePlace:
        """Where it begins."""
        return SourcePlace(self.line, self.column)


@quick
@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    place: SourcePlace


@quick
@dataclass(frozen=True, slots=True)
class Entry:
    key: Scalar
    value: Node


@quick
@dataclass(frozen=True, slots=True)
class Mapping:
    """Entries in written order; keys are unique (a repeated key is a diagnostic, the first one kept)."""

    entries: tuple[Entry, ...]
    place: SourcePlace

    def get(self, key: str) -> Node | None:
        """The value under `key`, or None."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry.value
        return None

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A parsed file: its name as the user gave it, its lines (for excerpts), its sha256, its root."""

    name: str
    lines: tuple[str, ...]
    sha256: str
    root: Node | None
