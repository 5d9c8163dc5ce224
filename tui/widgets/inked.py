"""Styled lines on a widget: the names of `tui.draw.ink.STYLES` in the colours of the theme."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from auditor.base.text import cells
from tui.draw.ink import STYLES, Ink, Line, cut

COMPONENTS = frozenset(f"ink--{name}" for name in STYLES)

CSS = """
.ink--error { color: $error; text-style: bold; }
.ink--warning { color: $warning; }
.ink--info { color: $primary; }
.ink--dim { color: $muted; }
.ink--bold { text-style: bold; }
.ink--mark { color: $accent; text-style: bold; }
.ink--suspect { color: $error; text-style: bold reverse; }
.ink--good { color: $success; }
.ink--head { color: $primary; text-style: bold; }
.ink--key { color: $accent; text-style: bold; }
.ink--todo { color: $warning; text-style: bold; }
.ink--tab { color: $muted; }
.ink--tab-on { color: $primary; text-style: bold underline; }
"""


def strip_of(widget: Widget, line: Line, width: int, base: Style) -> Strip:
    """One line in exactly `width` columns on the style `base`."""
    segments = []
    for span in cut(line, width):
        style = base
        if span.style:
            style = base + widget.get_component_rich_style(f"ink--{span.style}", partial=True)
        segments.append(Segment(span.text, style))
    return Strip(segments, sum(cells(segment.text) for segment in segments))


def ink_of(widget: Widget) -> Ink:
    """How text is put on this widget's screen."""
    ink = getattr(widget.app, "ink", None)
    return ink if isinstance(ink, Ink) else Ink()
