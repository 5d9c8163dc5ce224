"""A diagnostic on screen in three parts: what, where, what to do next; with the line and a caret."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace
from auditor.output.paint import Paint
from auditor.output.places import place_words, printable
from auditor.output.wrap import wrap
from auditor.rules.outcome import Level
from auditor.source.show import caret

_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "说明"}
_LEVELS = {Severity.ERROR: Level.ERROR, Severity.WARNING: Level.WARNING, Severity.INFO: Level.INFO}
_INDENT = " " * 6


def diagnostic_lines(item: Diagnostic, width: int, paint: Paint) -> list[str]:
    """One diagnostic as lines of at most `width` columns."""
    word = _WORDS[item.severity]
    lines = wrap(f"{word}  {printable(item.message)}", width, _INDENT)
    lines[0] = paint.level(word, _LEVELS[item.severity]) + lines[0][len(word) :]
    if where := _where(item):
        lines += wrap(f"{_INDENT}位置 {where}", width, _INDENT + "     ")
    if item.excerpt and isinstance(item.place, SourcePlace):
        room = max(width - len(_INDENT) - 2, 30)
        lines += ["  " + line for line in caret(item.excerpt, item.place.column, item.width, room)]
    if item.remedy:
        lines += wrap(f"{_INDENT}提示：{printable(item.remedy)}", width, _INDENT + "      ")
    return lines


def draw_diagnostics(items: Iterable[Diagnostic], width: int, color: bool) -> str:
    """All of them, each ending with a line end."""
    paint = Paint(color)
    return "".join(line + "\n" for item in items for line in diagnostic_lines(item, width, paint))


def _where(item: Diagnostic) -> str:
    """rules/国家/勾稽.yaml:12:3 for source files, as editors and terminals know it."""
    file = printable(item.file)
    if file and isinstance(item.place, SourcePlace):
        return f"{file}:{item.place.line}:{item.place.column}"
    return " ".join(part for part in (file, place_words(item.place)) if part)
