"""The fixed lines: counts above, what happened and the keys below."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import RenderResult
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from auditor.base.text import cells
from tui.draw.ink import Line, Span, spread, width_of
from tui.keys import Key, shown
from tui.widgets.inked import ink_of, strip_of


class Bar(Widget):
    """One line."""

    DEFAULT_CSS = """
    Bar { height: 1; background: $panel; color: $foreground; }
    """

    def __init__(self, **settings: str) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.line: Line = ()

    def show(self, line: Line) -> None:
        """Say something else."""
        self.line = line
        self.refresh()

    def drawn(self, width: int) -> Line:
        """The line for a width."""
        return self.line

    def render(self) -> RenderResult:
        return ""

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        return strip_of(self, self.drawn(width), width, self.rich_style)


class Header(Bar):
    """年报合规审核  2024年度 · 312份 · 待处理 418/1,276 ▓▓▓░░ 67%      the rules on the right."""

    def __init__(self, **settings: str) -> None:
        super().__init__(**settings)
        self._title = ""
        self._right = ""
        self._done, self._total = 0, 0
        self._busy: Sequence[str] = ()

    def tell(self, title: str, done: int, total: int, right: str, busy: Sequence[str] = ()) -> None:
        """Counts and the rule packs; `busy`, longest words first, takes the bar's place while files are
        read."""
        self._title, self._done, self._total, self._right, self._busy = title, done, total, right, busy
        self.refresh()

    def drawn(self, width: int) -> Line:
        """The packs go first where there is no room, then the bar, then the title's end."""
        ink = ink_of(self)
        name = (Span(" 年报合规审核 ", "head"),)
        share = self._done * 100 // self._total if self._total else 0
        full = self._done * 10 // self._total if self._total else 0
        bars = [f"  {words}" for words in self._busy]
        bars = bars or [f" {'▓' * full}{'░' * (10 - full)} {share}%" if self._total else ""]
        for bar, right in (*((bar, right) for bar in bars for right in (self._right, "")), ("", "")):
            middle = ink.plain(ink.say_inside(f" {self._title}{bar}"))
            left = (*name, Span(middle))
            if width_of(left) + cells(right) + 3 <= width:
                break
        room = width - width_of(name)
        line = spread(ink, f" {self._title}{bar}", f"{right} " if right else "", room, "", "dim")
        return (*name, *line)


class Status(Bar):
    """The last line: what happened."""

    DEFAULT_CSS = """
    Status { background: $surface; }
    """

    def say(self, text: str, style: str = "") -> None:
        """What happened, or what to do; `style` "error" where something went wrong."""
        mark = {"error": "× ", "good": "✓ "}.get(style, "")
        ink = ink_of(self)
        self.show((Span(" "), Span(ink.plain(ink.say(mark + text)), style)))

    @property
    def text(self) -> str:
        """What it says now."""
        return "".join(span.text for span in self.line).strip()


class Footer(Bar):
    """The keys, from the table; what does not fit is behind ?, which always is there."""

    class Pressed(Message):
        """An action was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, table: Sequence[Key], readonly: bool = False, **settings: str) -> None:
        super().__init__(**settings)
        self._keys = sorted((key for key in table if key.footer and key.keys), key=lambda key: key.footer)
        self._readonly = readonly
        self._at: list[tuple[int, int, Key]] = []

    def drawn(self, width: int) -> Line:
        """As many keys as fit; the last two (help, commands, leave) are kept."""
        ink = ink_of(self)
        pieces = [(key, ink.plain(shown(key)), ink.plain(key.label)) for key in self._keys]
        kept = list(pieces)
        while kept and sum(cells(k) + cells(label) + 3 for _, k, label in kept) > width:
            drop = next(
                (i for i in range(len(kept) - 1, -1, -1) if kept[i][0].id not in ("help", "leave")), None
            )
            if drop is None:
                break
            del kept[drop]
        spans: list[Span] = []
        self._at = []
        x = 0
        for key, written, label in kept:
            spans += [Span(" "), Span(written, "dim" if self._off(key) else "key"), Span(" ")]
            spans += [Span(label, "dim" if self._off(key) else ""), Span(" ")]
            size = cells(written) + cells(label) + 3
            self._at.append((x, x + size, key))
            x += size
        return tuple(spans)

    def _off(self, key: Key) -> bool:
        return self._readonly and key.writes

    def on_click(self, event: events.Click) -> None:
        """The mouse does what the key does."""
        for start, stop, key in self._at:
            if start <= event.x < stop:
                self.post_message(self.Pressed(key.id))
