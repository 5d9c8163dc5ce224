"""The application: themes, the keymap, and the first screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver

from tui.desk import Desk
from tui.draw.ink import Ink
from tui.guard import Watch
from tui.keymap import keymap_of
from tui.screens.triage import TriageScreen
from tui.themes import DARK, ROWS, THEMES

_LAST_WORDS = (
    "错误  程序内部出错，界面已关闭；确认过的处置都已保存\n"
    "      提示：加 --debug 再试一次，把显示的内容发给维护人员"
)


class TriageApp(App[None]):
    """年报合规审核."""

    TITLE = "年报合规审核"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        desk: Desk,
        watch: bool = False,
        driver: type[Driver] | None = None,
        settled: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(driver_class=driver)
        self.desk = desk
        self.settled = settled  # called where much was made that stays: the first list, the rules
        self.ink = Ink(desk.ascii)
        self.keymap = keymap_of(desk.manners.keys)
        self._watch = Watch(self._leave_from_thread) if watch else None
        self.animation_level = "none"

    def on_mount(self) -> None:
        """The look, the keys, and the screen."""
        for theme in THEMES:
            self.register_theme(theme)
        names = [theme.name for theme in THEMES]
        self.theme = self.desk.theme if self.desk.theme in names else DARK
        if self.keymap.changed:
            self.set_keymap(dict(self.keymap.changed))
        if self._watch is not None:
            self._watch.start()
        screen = TriageScreen()
        screen.set_class(self.desk.ascii, "-ascii")
        self.push_screen(screen)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours of ours that Textual's own themes lack."""
        return dict(ROWS)

    def on_unmount(self) -> None:
        """The end came by itself."""
        if self._watch is not None:
            self._watch.stop()

    def end_soon(self) -> None:
        """Leave, whatever is still being read behind the screen."""
        if self._watch is not None:
            self._watch.end_soon()

    async def action_quit(self) -> None:
        """Ctrl+Q, wherever one is: as q in the list."""
        for screen in self.screen_stack:
            if isinstance(screen, TriageScreen):
                screen.action_leave()
                return
        self.exit()

    def action_help_quit(self) -> None:
        """Ctrl+C: many expect it to end a program, others to copy."""
        for screen in self.screen_stack:
            if isinstance(screen, TriageScreen):
                screen.status.say("按 q 或 Ctrl+Q 退出；处置都已保存")

    def page_gone(self) -> None:
        """The browser's page is closed, or the server of it is gone. Called from the input thread."""
        if self._watch is not None:
            self._watch.end()

    def hand_over(self, path: Path) -> bool:
        """Give a file to the browser's side; whether there is one."""
        give = getattr(self._driver, "hand_over", None)
        if give is not None:
            give(path)
        return give is not None

    def _fatal_error(self) -> None:
        """A fault of ours: said in Chinese; Textual's page of code only with --debug."""
        if self.desk.debug:
            super()._fatal_error()
            return
        self.bell()
        self._exit_renderables.append(_LAST_WORDS)
        self._close_messages_no_wait()

    def _leave_from_thread(self) -> None:
        loop = self._loop
        if loop is not None:
            loop.call_soon_threadsafe(self._leave)

    def _leave(self) -> None:
        """An orderly end from outside: the place is kept, if the store lets us."""
        self.exit()
        for screen in self.screen_stack:
            if isinstance(screen, TriageScreen):
                screen.leave_place()
