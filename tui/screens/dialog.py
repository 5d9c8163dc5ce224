"""What all dialogs share: a frame in the middle, Esc closes, one line for what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import lru_cache
from typing import ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.containers import Vertical
from textual.css.styles import RulesMap
from textual.geometry import Size
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.visual import RenderOptions, Visual
from textual.widgets import Input

from tui.draw.ink import Line
from tui.widgets.bars import Status
from tui.widgets.inked import ink_of
from tui.widgets.options import Option, Options
from tui.widgets.paper import Paper

Result = TypeVar("Result")
_TALL = 30  # rows


class _Behind(Visual):
    """What lies behind a dialog, dimmed; drawn once, for it stands still while the dialog is open, and
    each style dimmed once, not each stretch of text."""

    def __init__(self, screen: Screen[object], color: Color) -> None:
        self.screen, self.color = screen, color
        self._drawn: tuple[Size | None, list[Strip]] = (None, [])

    def render_strips(
        self, width: int, height: int | None, style: object, options: RenderOptions
    ) -> list[Strip]:
        if self._drawn[0] != self.screen.size:
            seen = self.screen._compositor.render_strips()
            self._drawn = (self.screen.size, [self._dimmed(strip) for strip in seen])
        return self._drawn[1]

    def _dimmed(self, strip: Strip) -> Strip:
        return Strip([Segment(text, _dimmed(style or Style.null(), self.color)) for text, style, _ in strip])

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.screen.size.height


@lru_cache(maxsize=1024)
def _dimmed(style: Style, color: Color) -> Style:
    made = next(iter(BackgroundScreen.process_segments((Segment(" ", style),), color))).style
    return made or style


class Dialog(ModalScreen[Result], Generic[Result]):
    """A modal screen with a title on its frame. Chinese survives on modal screens; on toasts,
    tooltips and drop-downs over frames it does not."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > Vertical {
        width: 84; max-width: 96%; height: auto; max-height: 90%;
        border: round $primary; background: $surface; padding: 0 1;
        border-title-color: $primary; border-title-style: bold; border-subtitle-color: $foreground 70%;
    }
    Dialog > Vertical > Status { background: $surface; }
    Dialog Input, Dialog TextArea {
        background: $panel; color: $foreground; border: none; height: 1; padding: 0 1;
    }
    Dialog Input:focus, Dialog TextArea:focus { background: $primary 25%; border: none; }
    Dialog .label { height: 1; color: $foreground 70%; margin-top: 1; }
    Dialog.-low .label { margin-top: 0; }
    Dialog.-low > Vertical { max-height: 100%; }
    Dialog.-ascii > Vertical { border: ascii $primary; }
    Dialog.-ascii Paper, Dialog.-ascii Options { scrollbar-size-vertical: 0; scrollbar-size-horizontal: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_TALL, "-tall")]  # noqa: RUF012  # as Screen has it
    TITLE_WORDS = ""
    _behind: _Behind | None = None
    HINT = "Enter 选定 · Esc 关闭"

    def compose(self) -> ComposeResult:
        """The frame around `body`; painted when all of it is there, not piece by piece."""
        still = ExitStack()
        still.enter_context(self.app.batch_update())
        self.call_later(still.close)
        # Height: else the first resize would, style every widget anew and lay all of it out again.
        low = self.app.size.height < _TALL
        self.update_classes({"-ascii": ink_of(self).ascii, "-low": low, "-tall": not low})
        with Vertical() as frame:
            yield from self.body()
            yield Status(id="fault")
        frame.border_title = ink_of(self).plain(self.title_words())
        frame.border_subtitle = ink_of(self).plain(self.HINT)

    def render(self) -> RenderResult:  # type: ignore[override]  # any widget's may be a Visual
        """What lies behind the frame."""
        drawn = super().render()
        if not isinstance(drawn, BackgroundScreen):
            return drawn
        known = self._behind
        if known is None or (known.screen, known.color) != (drawn.screen, drawn.color):
            known = self._behind = _Behind(drawn.screen, drawn.color)
        return known

    def title_words(self) -> str:
        """What the frame's title says."""
        return self.TITLE_WORDS

    def body(self) -> ComposeResult:
        """What stands in the frame."""
        yield from ()

    def complain(self, text: str) -> None:
        """Say what is wrong."""
        self.query_one("#fault", Status).say(text, "error" if text else "")

    def action_cancel(self) -> None:
        """Close, nothing done."""
        self.dismiss(None)


class Choose(Dialog[str]):
    """One of several; with `search`, narrowed as you type. Gives the id chosen, None where none was."""

    DEFAULT_CSS = """
    Choose Options { max-height: 24; }
    """

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        keys: dict[str, str] | None = None,
        search: bool = False,
        at: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._options = list(options)
        self._keys = keys or {}
        self._search = search
        self._at = at

    def title_words(self) -> str:
        return self._title

    def body(self) -> ComposeResult:
        if self._search:
            yield Input(placeholder="输入几个字来找", id="find", compact=True)
        yield Options(self._options, {} if self._search else self._keys, id="options")

    def on_mount(self) -> None:
        """Point at what is chosen now."""
        options = self.query_one(Options)
        row = next((i for i, option in enumerate(self._options) if option.id == self._at), 0)
        options.point(row)
        (self.query_one(Input) if self._search else options).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        word = event.value.strip().lower()
        self.query_one(Options).show(
            [o for o in self._options if word in o.label.lower() or word == o.right.lower()]
        )

    def on_key(self, event: object) -> None:
        """Arrows walk the list also while the field has the focus."""
        key = getattr(event, "key", "")
        if self._search and key in ("up", "down"):
            options = self.query_one(Options)
            options.point(options.cursor + (1 if key == "down" else -1))

    def on_input_submitted(self) -> None:
        """Enter takes the line under the cursor."""
        self.query_one(Options).choose()

    def on_options_chosen(self, message: Options.Chosen) -> None:
        """Done."""
        self.dismiss(message.option.id)

    def on_options_refused(self, message: Options.Refused) -> None:
        """A greyed line says why."""
        self.complain(message.option.greyed)


class Page(Dialog[None]):
    """Text to read: help, a list of what happened, a conflict."""

    DEFAULT_CSS = """
    Page > Vertical { height: 90%; width: 100; }
    Page Paper { height: 1fr; }
    """
    HINT = "↑↓ 翻看 · Esc 关闭"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,enter", "cancel", show=False)]

    def __init__(self, title: str, draw: Callable[[int], list[Line]]) -> None:
        super().__init__()
        self._title, self._draw = title, draw

    def title_words(self) -> str:
        return self._title

    def body(self) -> ComposeResult:
        yield Paper(self._draw)

    def on_mount(self) -> None:
        """Keys go to the text."""
        self.query_one(Paper).focus()
