"""A diagnostic as a person reads it: where, what, the line with a caret, and what to do."""

from __future__ import annotations

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace
from auditor.base.text import cells

_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}


def show(diagnostic: Diagnostic, columns: int = 100) -> tuple[str, ...]:
    """Lines of text without line ends; the excerpt is cut to `columns` terminal columns around the
    caret."""
    where = diagnostic.file
    place = diagnostic.place
    if isinstance(place, SourcePlace):
        where = f"{where}:{place.line}:{place.column}" if where else f"第 {place.line} 行第 {place.column} 列"
    head = f"{_WORDS[diagnostic.severity]}: {diagnostic.message}"
    lines = [f"{where}: {head}" if where else head]
    if diagnostic.excerpt and isinstance(place, SourcePlace):
        lines += caret(diagnostic.excerpt, place.column, diagnostic.width, columns - 4)
    if diagnostic.remedy:
        lines.append(f"    提示：{diagnostic.remedy}")
    return tuple(lines)


def caret(line: str, column: int, width: int = 1, columns: int = 96) -> list[str]:
    """`line` and beneath it carets under `width` characters from the 1-based `column`, both indented
    by four spaces; a long line is cut on either side with “…”."""
    column = min(max(column, 1), len(line) + 1)
    clean = "".join(char if char.isprintable() or char == "\u3000" else " " for char in line[: column + 4000])
    at = column - 1
    start, room = at, columns // 2
    while start > 0 and room > 0:
        start -= 1
        room -= cells(clean[start])
    end, room = at, columns - cells(clean[start:at]) - 4
    while end < len(clean) and room > 0:
        room -= cells(clean[end])
        end += 1
    before = "…" if start > 0 else ""
    start = start if start > 0 else 0
    after = "…" if end < len(line) else ""
    if not before:
        stripped = clean[:at].lstrip(" ")  # indentation says nothing once the column is given
        start = at - len(stripped)
    marked = clean[at : min(at + max(width, 1), end)]
    pad = " " * cells(before + clean[start:at])
    return [f"    {before}{clean[start:end]}{after}", f"    {pad}{'^' * max(1, cells(marked))}"]
