"""The evidence pane: tabs above, the case below."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from auditor.base.text import cells
from auditor.output.places import LEVELS, unit_words
from auditor.triage import STATE_WORDS, TODO, Line
from tui.draw.case import BASIS, PAST, REMEDY, WHERE, Case, Pane
from tui.draw.ink import LEVEL_STYLES, SYMBOLS, Ink, Span, spread
from tui.draw.ink import Line as Drawn
from tui.widgets.bars import Bar
from tui.widgets.inked import ink_of
from tui.widgets.paper import Paper


class TabBar(Bar):
    """在哪 1/2  依据  怎么改  经过."""

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, tab: str) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self, **settings: str) -> None:
        super().__init__(**settings)
        self._at: list[tuple[int, int, str]] = []

    def tell(self, pane: Pane, where_pages: int) -> None:
        """Which tab is open."""
        spans: list[Span] = []
        self._at = []
        x = 0
        for tab in (WHERE, BASIS, REMEDY, PAST):
            on = tab == pane.tab
            pages = (
                f" {pane.number + 1 if on else 1}/{where_pages}" if tab == WHERE and where_pages > 1 else ""
            )
            text = f"[{tab}{pages}]" if on else f" {tab}{pages} "
            spans += [Span(" "), Span(text, "tab-on" if on else "tab")]
            self._at.append((x, x + 1 + cells(text), tab))
            x += 1 + cells(text)
        self.show(tuple(spans))

    def on_click(self, event: events.Click) -> None:
        """The mouse opens a tab."""
        for start, stop, tab in self._at:
            if start <= event.x < stop:
                self.post_message(self.Picked(tab))


class Evidence(Vertical):
    """Shows one case; remembers the tab while the reader goes through the list."""

    DEFAULT_CSS = """
    Evidence TabBar { background: $surface; }
    Evidence Paper { height: 1fr; }
    """

    def __init__(self, **settings: str) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self._case: Case | None = None
        self._line: Line | None = None
        self._panes: list[Pane] = []
        self._at = 0
        self._whole = False

    def compose(self) -> ComposeResult:
        """Tabs and text."""
        yield TabBar(id="tabs")
        yield Paper(id="case")

    def show(self, case: Case, line: Line) -> None:
        """A finding."""
        from tui.draw.evidence import panes_of

        tab = self._panes[self._at].tab if self._panes else WHERE
        same = self._line is not None and self._line.id == line.id
        number = self._panes[self._at].number if same and self._panes else 0
        self._case, self._line = case, line
        self._panes = panes_of(case)
        wanted = [i for i, pane in enumerate(self._panes) if pane.tab == tab]
        self._at = wanted[min(number, len(wanted) - 1)] if wanted else 0
        self._draw(top=not same)

    def tell(self, *lines: str) -> None:
        """No finding: words of our own (a heading's summary, an empty list)."""
        self._case, self._line, self._panes, self._at = None, None, [], 0
        self.query_one(TabBar).show(())
        ink = ink_of(self)

        def draw(width: int) -> list[Drawn]:
            return [drawn for text in lines for drawn in (ink.wrap(text, width) if text else [()])]

        self.query_one(Paper).show(draw)

    def turn(self, step: int) -> bool:
        """The next or previous page; whether there is one to show."""
        if not self._panes:
            return False
        self._at = (self._at + step) % len(self._panes)
        self._draw(top=True)
        return True

    def open_tab(self, tab: str) -> None:
        """A tab by name."""
        found = next((i for i, pane in enumerate(self._panes) if pane.tab == tab), None)
        if found is not None:
            self._at = found
            self._draw(top=True)

    def whole(self) -> bool | None:
        """Draw whole tables, or only the rows concerned; None where nothing is shown."""
        if not self._panes:
            return None
        self._whole = not self._whole
        self._draw(top=True)
        return self._whole

    def scroll(self, step: int) -> None:
        """A screenful down or up, from the list."""
        paper = self.query_one(Paper)
        paper.scroll_to(y=paper.scroll_offset.y + step * max(1, paper.size.height - 1), animate=False)

    @property
    def pane(self) -> Pane | None:
        """Which page is open."""
        return self._panes[self._at] if self._panes else None

    @property
    def case(self) -> Case | None:
        """What is shown."""
        return self._case

    def _draw(self, top: bool) -> None:
        from tui.draw.evidence import pane_lines

        case, line = self._case, self._line
        if case is None or line is None:
            return
        pane = self._panes[self._at]
        self.query_one(TabBar).tell(pane, sum(1 for each in self._panes if each.tab == WHERE))
        ink, whole = ink_of(self), self._whole
        dense = self.app.size.height < 30  # few rows: what the list says already is left out

        def draw(width: int) -> list[Drawn]:
            drawn = pane_lines(case, pane, width, ink, whole, dense)
            return [*heading(case, line, width, ink, dense), *([] if dense else [()]), *drawn]

        self.query_one(Paper).show(draw, top)

    def on_tab_bar_picked(self, message: TabBar.Picked) -> None:
        """A click on a tab."""
        self.open_tab(message.tab)


def heading(case: Case, line: Line, width: int, ink: Ink, dense: bool = False) -> list[Drawn]:
    """Rule and name, level and state; the agency; the message."""
    finding = case.finding
    state = STATE_WORDS[line.state]
    level = f"{SYMBOLS[finding.level]}{LEVELS[finding.level]}"
    trial = " 试行" if finding.trial else ""
    top = spread(
        ink,
        f"{finding.rule} {finding.name}",
        f"{level}{trial} · {state}",
        width,
        "bold",
        LEVEL_STYLES[finding.level],
    )
    lines = [top]
    if not dense:
        named = f"{unit_words(finding.unit, finding.year)} · {finding.file}"
        lines += ink.wrap(named, width, "  ", "dim")
    lines += ink.wrap(finding.message, width, "", "bold")
    if line.reason or line.until:
        until = f"，到 {line.until.isoformat()}" if line.until else ""
        who = f"（{line.who}）" if line.who else ""
        style = "dim" if line.state not in TODO else "todo"
        lines += ink.wrap(f"{state}{until}{who}：{line.reason or '没有写理由'}", width, "  ", style)
    return lines
