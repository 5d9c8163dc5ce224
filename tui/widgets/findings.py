"""The list of findings on the Line API: only the rows on screen are ever fetched or drawn."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from auditor.base.text import cells, tidy
from auditor.output.places import LEVELS
from auditor.rules.outcome import Level
from auditor.triage import STATE_WORDS, TODO, Group, State
from auditor.triage import Line as FindingLine
from tui.draw.ink import LEVEL_STYLES, SYMBOLS, Ink, Line, Span
from tui.rows import Rows, key_of
from tui.widgets.inked import ink_of, strip_of

_LEVELS = (Level.ERROR, Level.WARNING, Level.INFO)


class FindingList(ScrollView, can_focus=True, inherit_bindings=False):
    """Group headings and findings, one row each. `cursor` is the row that has the reader's eye."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--cursor", "list--marked", "list--head"}
    DEFAULT_CSS = """
    FindingList {
        background: $surface; color: $foreground;
        scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0;
        overflow-x: hidden; overflow-y: scroll;
    }
    FindingList .list--cursor { background: $cursor-row; text-style: bold; }
    FindingList .list--marked { background: $marked-row; }
    FindingList .list--head { background: $panel; }
    """

    class Moved(Message):
        """The cursor stands on another row."""

    class Opened(Message):
        """Enter, or a second click, on the row under the cursor."""

    def __init__(self, **settings: str) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.rows: Rows | None = None
        self.cursor = 0
        self.marked: Collection[int] = frozenset()
        self.order = "agency"
        self.empty: tuple[str, ...] = ()

    def show(self, rows: Rows, cursor: int, keep_offset: int | None = None) -> None:
        """Another list, or the same with other rows. `keep_offset`: the screen line that the cursor
        keeps, so that nothing jumps when rows above it go."""
        self.rows = rows
        self.virtual_size = Size(self.scrollable_content_region.width, max(1, len(rows)))
        self.cursor = max(0, min(cursor, len(rows) - 1))
        if keep_offset is not None:
            self.scroll_to(y=max(0, self.cursor - keep_offset), animate=False, immediate=True)
        self._into_view()
        self.refresh()
        self.post_message(self.Moved())

    @property
    def offset_of_cursor(self) -> int:
        """The screen line that the cursor stands on."""
        return self.cursor - self.scroll_offset.y

    @property
    def current(self) -> FindingLine | None:
        """The finding under the cursor; None on a heading."""
        return self.rows.line(self.cursor) if self.rows is not None else None

    @property
    def current_group(self) -> Group | None:
        """The group that the cursor stands in."""
        if self.rows is None or not len(self.rows):
            return None
        return self.rows.groups[self.rows.group_number(self.cursor)]

    def move_to(self, row: int) -> bool:
        """Put the cursor on a row; whether it moved."""
        if self.rows is None or not len(self.rows):
            return False
        row = max(0, min(row, len(self.rows) - 1))
        if row == self.cursor:
            return False
        before, self.cursor = self.cursor, row
        self._into_view()
        for changed in (before, row):
            self.refresh_row(changed)
        self.post_message(self.Moved())
        return True

    def refresh_row(self, row: int) -> None:
        """Draw one row anew."""
        y = row - self.scroll_offset.y
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def _into_view(self) -> None:
        height = self.scrollable_content_region.height
        if height < 2:
            return  # not laid out yet
        top = self.scroll_offset.y
        # A group's first finding comes into view with its heading.
        near = self.cursor - 1 if self.cursor and self._is_head(self.cursor - 1) else self.cursor
        if near < top:
            self.scroll_to(y=near, animate=False, immediate=True)
        elif self.cursor >= top + height:
            far = self.cursor >= top + 2 * height  # a jump lands in the middle, a step at the edge
            y = self.cursor - height // 2 if far else self.cursor - height + 1
            self.scroll_to(y=y, animate=False, immediate=True)

    def _is_head(self, row: int) -> bool:
        return self.rows is not None and isinstance(self.rows.at(row), Group)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        if self.rows is not None:
            self.virtual_size = Size(self.scrollable_content_region.width, max(1, len(self.rows)))
            self._into_view()

    def on_click(self, event: events.Click) -> None:
        """A click goes there; a click where the cursor is opens."""
        row = self.scroll_offset.y + event.get_content_offset_capture(self).y
        if self.rows is None or row >= len(self.rows):
            return
        if not self.move_to(row) or event.chain > 1:
            self.post_message(self.Opened())

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        ink = ink_of(self)
        base = self.rich_style
        if self.rows is None or not len(self.rows):
            text = self.empty[y] if y < len(self.empty) else ""
            return strip_of(
                self, (Span(ink.plain(ink.say_inside(text)), "bold" if y == 1 else "dim"),), width, base
            )
        if row >= len(self.rows):
            return Strip.blank(width, base)
        entry = self.rows.at(row)
        here = row == self.cursor
        if isinstance(entry, Group):
            line = self._heading(entry, width, ink, here)
            base = base + self._style("list--head")
        else:
            found = self.rows.line(row)
            line = self._finding(found, width, ink, here) if found else (Span("  （已不在库里）", "dim"),)
            if found is not None and found.id in self.marked:
                base = base + self._style("list--marked")
        if here:
            base = base + self._style("list--cursor")
        return strip_of(self, line, width, base)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    def _heading(self, group: Group, width: int, ink: Ink, here: bool) -> Line:
        assert self.rows is not None
        folded = key_of(group) in self.rows.folded
        sign = "▸" if folded else "▾"
        name = group_words(group, self.order)
        counts = [
            (f"{LEVELS[level]}{n}", LEVEL_STYLES[level])
            for level, n in zip(_LEVELS, group.levels, strict=True)
            if n
        ]
        if self.order == "level":
            counts = [(f"{group.count:,}条", "dim")]
        tail: list[Span] = []
        for text, style in counts:
            tail += [Span(" "), Span(text, style)]
        if group.todo == 0:
            tail = [Span(" "), Span("已处理完", "good"), *tail]
        room = width - 4 - sum(cells(span.text) for span in tail)
        if cells(name) > room and self.order == "agency":  # the year stays
            unit, _, year = name.rpartition(" ")
            name = f"{ink.fit(unit, max(4, room - cells(year) - 1))} {year}"
        return (
            Span(">" if here else " "),
            Span(ink.plain(sign) + " "),
            Span(ink.fit(name, max(6, room)), "bold"),
            *tail,
        )

    def _finding(self, line: FindingLine, width: int, ink: Ink, here: bool) -> Line:
        done = line.state not in TODO
        state = STATE_WORDS[line.state]
        state_style = "todo" if line.state in TODO and line.state is not State.OPEN else "dim" if done else ""
        sign = "*" if line.id in self.marked else " "
        level = ink.plain(SYMBOLS[line.level]) + (LEVELS[line.level][0] if not line.broken else "坏")
        head = [
            Span(">" if here else " "),
            Span(sign, "key"),
            Span(level, "dim" if done else LEVEL_STYLES[line.level]),
            Span(" "),
        ]
        shown = "" if line.state is State.OPEN else f" {state}"
        name = line.unit if self.order != "agency" else ""
        text = tidy(f"{line.rule} {name + ' ' if name else ''}{line.message}")
        room = width - sum(cells(span.text) for span in head) - cells(shown)
        return (
            *head,
            Span(ink.fit(text, max(4, room)), "dim" if done else ""),
            Span(ink.plain(shown), state_style),
        )


def group_words(group: Group, order: str) -> str:
    """A group's name on screen."""
    again = "再看 · " if group.reopened else ""
    match order:
        case "agency":
            unit = group.label or "（未认出机关）"
            return f"{again}{unit} {group.year if group.year is not None else '年度不明'}"
        case "rule":
            return f"{again}{group.key} {group.label}"
        case _:
            return f"{again}{LEVELS[Level(group.key)]}"
