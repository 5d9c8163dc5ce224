"""Where in the file a character of a scalar stands, for carets inside formulas and patterns."""

from __future__ import annotations

from auditor.base.place import SourcePlace
from auditor.source.tree import Scalar, SourceFile

_LONG_ESCAPES = {"x": 2, "u": 4, "U": 8}


def position(file: SourceFile, scalar: Scalar, offset: int) -> SourcePlace:
    """Line and column of `scalar.text[offset]`.

    Exact for values on one line, quoted or not, and for “|” blocks; for text folded over lines it is
    the start of the value."""
    place = scalar.place
    line = file.lines[place.line - 1] if place.line <= len(file.lines) else ""
    start = place.column - 1
    if not scalar.quoted:
        on_one_line = line.startswith(scalar.text, start)
        return SourcePlace(place.line, place.column + offset) if on_one_line else place
    match line[start : start + 1]:
        case '"':
            return SourcePlace(place.line, _in_quotes(line, start + 1, offset, "\\") + 1)
        case "'":
            return SourcePlace(place.line, _in_quotes(line, start + 1, offset, "'") + 1)
        case "|":
            return _in_block(file, scalar, offset)
    return place


def _in_quotes(line: str, at: int, offset: int, escape: str) -> int:
    """The 0-based column of the character `offset` places on, counting an escape as one."""
    for _ in range(offset):
        if at >= len(line):
            break
        following = line[at + 1 : at + 2]
        if line[at] == escape and (escape == "\\" or following == escape):
            at += 2 + (_LONG_ESCAPES.get(following, 0) if escape == "\\" else 0)
        else:
            at += 1
    return min(at, len(line))


def _in_block(file: SourceFile, scalar: Scalar, offset: int) -> SourcePlace:
    before = scalar.text[:offset]
    number = scalar.place.line + 1 + before.count("\n")
    column = offset - (before.rfind("\n") + 1)
    if number > len(file.lines):
        return scalar.place
    line = file.lines[number - 1]
    text = scalar.text.split("\n")[before.count("\n")]
    indent = len(line) - len(text) if line.endswith(text) else 0
    return SourcePlace(number, indent + column + 1)
