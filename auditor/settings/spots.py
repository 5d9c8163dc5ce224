"""Where the keys of a TOML file stand. tomllib reads values and forgets their places, so the lines of
a file that it has accepted are walked once more: strings, comments and brackets, nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from auditor.base.place import SourcePlace

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A key as written, `width` characters wide; `value` is where what follows "=" begins."""

    key: SourcePlace
    width: int
    value: SourcePlace


def spots(text: str) -> Mapping[Path, Spot]:
    """Each statement's key and each table's header by its full path, the first where a table array
    repeats one. `text` is sound TOML with "\\n" line ends; linear in its length."""
    found: dict[Path, Spot] = {}
    table: Path = ()
    at, line, start = 0, 1, 0  # `start`: where the current line begins
    while at < len(text):
        char = text[at]
        if char in " \t":
            at += 1
        elif char == "\n":
            at, line, start = at + 1, line + 1, at + 1
        elif char == "#":
            at = _line_end(text, at)
        else:
            begin, header = at, char == "["
            at = _line_end(text, at) if header else _past(text, at, "=")
            written = text[begin:at].rstrip("= \t")
            path = _path(written, header)
            if header:
                table = path
            while at < len(text) and text[at] in " \t":
                at += 1
            value = SourcePlace(line, at - start + 1)
            spot = Spot(SourcePlace(line, begin - start + 1), len(written), value)
            found.setdefault(path if header else table + path, spot)
            at = _past(text, at, "\n", nested=True)
            passed = text.count("\n", begin, at)
            if passed:
                line, start = line + passed, text.rfind("\n", begin, at) + 1
    return found


def _path(written: str, header: bool) -> Path:
    """The parts of a key or header, read as TOML reads them."""
    try:
        tree: object = tomllib.loads(written if header else f"{written} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    parts: list[str] = []
    while isinstance(tree, (dict, list)) and tree:
        if isinstance(tree, list):
            tree = tree[0]
            continue
        name, tree = next(iter(tree.items()))
        parts.append(name)
    return tuple(parts)


def _past(text: str, at: int, wanted: str, nested: bool = False) -> int:
    """Where `wanted` stands outside strings and comments (and, `nested`, outside brackets): after "=",
    before a line end."""
    depth = 0
    while at < len(text):
        char = text[at]
        if char == wanted and (not nested or depth <= 0):
            return at + 1 if wanted == "=" else at
        if char in "\"'":
            at = _past_string(text, at)
            continue
        if char == "#":
            at = _line_end(text, at)
            continue
        depth += (char in "[{") - (char in "]}")
        at += 1
    return at


def _past_string(text: str, at: int) -> int:
    """Behind the string that begins at `at`."""
    quote = text[at]
    long = text.startswith(quote * 3, at)
    closing = quote * 3 if long else quote
    at += len(closing)
    while at < len(text):
        if text[at] == "\\" and quote == '"':
            at += 2
        elif text.startswith(closing, at):
            at += len(closing)
            while long and at < len(text) and text[at] == quote:  # quotes just inside the closing ones
                at += 1
            return at
        else:
            at += 1
    return at


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)
