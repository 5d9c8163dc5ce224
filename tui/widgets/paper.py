"""A page of lines that a function draws for a width; scrolls, and draws anew when the width changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.draw.ink import Line, width_of
from tui.widgets.inked import strip_of

Draw = Callable[[int], list[Line]]


class Paper(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows what `draw(width)` gives. Lines wider than the pane can be scrolled to."""

    DEFAULT_CSS = """
    Paper {
        scrollbar-gutter: stable; overflow-x: auto; overflow-y: auto;
        scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1;
        background: $surface; color: $foreground;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_down", show=False),
        Binding("k,up", "scroll_up", show=False),
        Binding("g,home", "scroll_home", show=False),
        Binding("G,end", "scroll_end", show=False),
        Binding("pagedown,space,ctrl+d", "page_down", show=False),
        Binding("pageup,ctrl+u", "page_up", show=False),
        Binding("left", "scroll_left", show=False),
        Binding("right", "scroll_right", show=False),
    ]

    def __init__(self, draw: Draw | None = None, **settings: str) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self._draw: Draw = draw or (lambda width: [])
        self._lines: list[Line] = []
        self._drawn_for = -1

    @property
    def lines(self) -> list[Line]:
        """What is drawn now."""
        return self._lines

    def show(self, draw: Draw, top: bool = True) -> None:
        """Draw something else, from its top unless told to stay."""
        self._draw = draw
        self._drawn_for = -1
        if top:
            self.scroll_to(0, 0, animate=False)
        self._lay_out()

    def on_resize(self) -> None:
        """The width may be another one."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if width < 8:
            return
        if width != self._drawn_for:
            self._drawn_for = width
            self._lines = self._draw(width)
            widest = max((width_of(line) for line in self._lines), default=0)
            self.virtual_size = Size(max(width, widest) if widest > width else width, len(self._lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        scroll_x, scroll_y = self.scroll_offset
        width = self.size.width
        line = self._lines[y + scroll_y] if y + scroll_y < len(self._lines) else ()
        strip = strip_of(self, line, max(width + scroll_x, width_of(line)), self.rich_style)
        return strip.crop(scroll_x, scroll_x + width)
