"""The located tree. Every scalar is text; whoever reads the tree gives it its type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from auditor.base.place import SourcePlace


@dataclass(frozen=True, slots=True)
class Scalar:
    """`text` exactly as written between its quotes; `quoted` tells "1.10" from 1.10 and ~ from "~"."""

    text: str
    place: SourcePlace
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    place: SourcePlace


@dataclass(frozen=True, slots=True)
class Entry:
    key: Scalar
    value: Node


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


# A frozen dataclass sets each field through object.__setattr__. The packs have some 40,000 of these
# objects, so the tree is built of plain twins, which have the same slots and then become the real thing.


class _PlaceTwin:
    __slots__ = ("column", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column


class _ScalarTwin:
    __slots__ = ("place", "quoted", "text")

    def __init__(self, text: str, place: SourcePlace, quoted: bool) -> None:
        self.text = text
        self.place = place
        self.quoted = quoted


class _EntryTwin:
    __slots__ = ("key", "value")

    def __init__(self, key: Scalar, value: Node) -> None:
        self.key = key
        self.value = value


def new_place(line: int, column: int) -> SourcePlace:
    """`SourcePlace(line, column)`, in half the time."""
    made: Any = _PlaceTwin(line, column)
    made.__class__ = SourcePlace
    place: SourcePlace = made
    return place


def new_scalar(text: str, place: SourcePlace, quoted: bool) -> Scalar:
    """`Scalar(text, place, quoted)`, in half the time."""
    made: Any = _ScalarTwin(text, place, quoted)
    made.__class__ = Scalar
    scalar: Scalar = made
    return scalar


def new_entry(key: Scalar, value: Node) -> Entry:
    """`Entry(key, value)`, in half the time."""
    made: Any = _EntryTwin(key, value)
    made.__class__ = Entry
    entry: Entry = made
    return entry


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A parsed file: its name as the user gave it, its lines (for excerpts), its sha256, its root."""

    name: str
    lines: tuple[str, ...]
    sha256: str
    root: Node | None
