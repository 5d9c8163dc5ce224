"""A text area that knows what rule files look like: keys, comments, quotes; problems underlined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.style import Style
from textual.widgets import TextArea
from textual.widgets.text_area import TextAreaTheme

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace

_PARTS = re.compile(
    r"""(?P<comment>(?:^|(?<=\s))\#.*$)"""
    r"""|(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')"""
    r"""|(?P<key>[^\s:{}\[\],"'\#\-][^:{}\[\],"'\#]*(?=:(?:\s|$)))"""
    r"""|(?P<number>(?<![\w〔第.\-])-?\d[\d.]*(?![\w〕]))"""
    r"""|(?P<mark>^\s*-(?=\s)|[{}\[\],]|:(?=\s|$))"""
)


class YamlArea(TextArea):
    """Colours by line, so that one line's fault never paints the rest."""

    def __init__(self, text: str = "", **settings: str) -> None:
        super().__init__(
            text,
            show_line_numbers=True,
            tab_behavior="indent",
            soft_wrap=False,
            compact=True,
            **settings,  # type: ignore[arg-type]
        )
        self.cursor_blink = False
        self._problems: Sequence[Diagnostic] = ()

    def on_mount(self) -> None:
        """The colours of the theme."""
        self.recolour()
        self.watch(self.app, "theme", lambda: self.recolour(), init=False)

    def recolour(self) -> None:
        """Take the theme's colours."""
        get = self.app.get_css_variables()
        styles = {
            "key": Style(color=get["primary"], bold=True),
            "comment": Style(color=get["foreground"], italic=True, dim=True),
            "string": Style(color=get["success"]),
            "number": Style(color=get["warning"]),
            "mark": Style(dim=True),
            "problem": Style(color=get["error"], bold=True, underline=True),
            "doubt": Style(color=get["warning"], underline=True),
        }
        name = f"rules-{self.app.theme}"
        self.register_theme(TextAreaTheme(name, syntax_styles=styles))
        self.theme = name
        self._build_highlight_map()

    def show_problems(self, problems: Sequence[Diagnostic]) -> None:
        """Underline these."""
        self._problems = problems
        self._build_highlight_map()
        self.refresh()

    def _build_highlight_map(self) -> None:
        self._line_cache.clear()
        highlights = self._highlights
        highlights.clear()
        for row, line in enumerate(self.document.lines):
            for start, stop, name in parts_of(line):
                highlights[row].append((_bytes(line, start), _bytes(line, stop), name))
        for fault in getattr(self, "_problems", ()):
            place = fault.place
            if not isinstance(place, SourcePlace) or not 1 <= place.line <= self.document.line_count:
                continue
            line = self.document.get_line(place.line - 1)
            start = min(max(0, place.column - 1), max(0, len(line) - 1))
            stop = min(len(line), start + max(1, fault.width))
            name = "problem" if fault.severity is Severity.ERROR else "doubt"
            highlights[place.line - 1].append((_bytes(line, start), _bytes(line, stop), name))


def parts_of(line: str) -> Iterator[tuple[int, int, str]]:
    """The coloured parts of one line: start, end (code points) and what it is."""
    for found in _PARTS.finditer(line):
        if found.lastgroup:
            yield found.start(), found.end(), found.lastgroup


def _bytes(line: str, column: int) -> int:
    return len(line[:column].encode("utf-8", "surrogatepass"))
