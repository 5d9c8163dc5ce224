"""Styled lines on a widget: the names of `tui.draw.ink.STYLES` in the colours of the theme."""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.strip import Strip
from textual.widget import Widget

from auditor.base.text import cells
from tui.draw.ink import Ink, Line, cut

# Each name's colour, by its name in the theme, and what else it is.
_INKS: dict[str, tuple[str, Style]] = {
    "error": ("error", Style(bold=True)),
    "warning": ("warning", Style()),
    "info": ("primary", Style()),
    "dim": ("muted", Style()),
    "bold": ("", Style(bold=True)),
    "mark": ("accent", Style(bold=True)),
    "suspect": ("error", Style(bold=True, reverse=True)),
    "good": ("success", Style()),
    "head": ("primary", Style(bold=True)),
    "key": ("accent", Style(bold=True)),
    "todo": ("warning", Style(bold=True)),
    "tab": ("muted", Style()),
    "tab-on": ("primary", Style(bold=True, underline=True)),
}
_MIXED: dict[str, dict[str, Style]] = {}  # by theme


def inks_of(app: App[object]) -> Mapping[str, Style]:
    """The styles of a theme, by name. Made once, not as component classes: Textual would work out each
    of them anew for every widget at every change of focus."""
    if app.theme not in _MIXED:
        colors = app.get_css_variables()
        _MIXED[app.theme] = {
            name: (Style(color=colors[color]) if color else Style()) + rest
            for name, (color, rest) in _INKS.items()
        }
    return _MIXED[app.theme]


def strip_of(widget: Widget, line: Line, width: int, base: Style) -> Strip:
    """One line in exactly `width` columns on the style `base`."""
    inks = inks_of(widget.app)
    segments = [
        Segment(span.text, base + inks[span.style] if span.style else base) for span in cut(line, width)
    ]
    return Strip(segments, sum(cells(segment.text) for segment in segments))


def ink_of(widget: Widget) -> Ink:
    """How text is put on this widget's screen."""
    ink = getattr(widget.app, "ink", None)
    return ink if isinstance(ink, Ink) else Ink()
