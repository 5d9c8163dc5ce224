"""A list to choose from: arrows and Enter, a key of its own for each line, or the mouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from auditor.base.text import cells
from tui.draw.ink import Line, Span
from tui.widgets.inked import ink_of, strip_of


@dataclass(frozen=True, slots=True)
class Option:
    """A line: what it stands for, its words, what is said at its right end (a key, a count).
    `greyed` says why it cannot be chosen now."""

    id: str
    label: str
    right: str = ""
    greyed: str = ""


class Options(ScrollView, can_focus=True, inherit_bindings=False):
    """The lines; posts Chosen and Refused."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"options--cursor"}
    DEFAULT_CSS = """
    Options {
        height: auto; max-height: 100%; background: $surface;
        scrollbar-size-vertical: 1; overflow-x: hidden;
    }
    Options .options--cursor { background: $cursor-row; text-style: bold; }
    """

    class Chosen(Message):
        """Enter or a click."""

        def __init__(self, option: Option) -> None:
            super().__init__()
            self.option = option

    class Refused(Chosen):
        """A greyed line was chosen."""

    class Pointed(Chosen):
        """The cursor stands on another line."""

    def __init__(
        self, options: Sequence[Option], keys: Mapping[str, str] | None = None, **settings: str
    ) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.options = list(options)
        self.cursor = 0
        self._keys = dict(keys or {})
        self.virtual_size = Size(10, max(1, len(self.options)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as its lines."""
        return max(1, len(self.options))

    def show(self, options: Sequence[Option]) -> None:
        """Other lines."""
        self.options = list(options)
        self.cursor = 0
        self.virtual_size = Size(self.size.width, max(1, len(self.options)))
        self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh(layout=True)

    @property
    def current(self) -> Option | None:
        """The line under the cursor."""
        return self.options[self.cursor] if self.cursor < len(self.options) else None

    def point(self, row: int) -> None:
        """Put the cursor on a line."""
        if not self.options:
            return
        self.cursor = max(0, min(row, len(self.options) - 1))
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if not top <= self.cursor < top + height:
            self.scroll_to(y=max(0, self.cursor - height // 2), animate=False, immediate=True)
        self.refresh()
        self.post_message(self.Pointed(self.options[self.cursor]))

    def choose(self) -> None:
        """Take the line under the cursor."""
        option = self.current
        if option is not None:
            self.post_message(self.Refused(option) if option.greyed else self.Chosen(option))

    def on_key(self, event: events.Key) -> None:
        """Arrows, Enter, and the lines' own keys."""
        steps = {
            "up": -1,
            "k": -1,
            "down": 1,
            "j": 1,
            "pageup": -8,
            "pagedown": 8,
            "home": -9999,
            "end": 9999,
        }
        named = self._keys.get(event.key)
        if named is not None:
            row = next((i for i, option in enumerate(self.options) if option.id == named), None)
            if row is None:
                return
            self.point(row)
            self.choose()
        elif event.key in steps:
            self.point(self.cursor + steps[event.key])
        elif event.key in ("enter", "space"):
            self.choose()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        row = self.scroll_offset.y + event.y
        if row < len(self.options):
            self.point(row)
            self.choose()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        base = self.rich_style
        if row >= len(self.options):
            text = "  （没有）" if not self.options and y == 0 else ""
            return strip_of(self, (Span(text, "dim"),), width, base)
        option = self.options[row]
        here = row == self.cursor
        if here:
            base = base + self.get_component_rich_style("options--cursor", partial=True)
        return strip_of(self, self._line(option, here, width), width, base)

    def _line(self, option: Option, here: bool, width: int) -> Line:
        ink = ink_of(self)
        right = ink.plain(ink.say_inside(option.right))
        room = max(4, width - 4 - cells(right))
        style = "dim" if option.greyed else ""
        return (
            Span("> " if here else "  ", "key"),
            Span(ink.fit(option.label, room), style),
            Span(" "),
            Span(right, "dim" if option.greyed else "key"),
            Span(" "),
        )
