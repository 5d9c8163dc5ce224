"""The interface's side of a page: Textual's driver for pipes, with an end that comes.

Where the pipe closes, the page and its server are gone, and so must this process be; Textual's own
driver only stops reading.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.drivers.web_driver import WebDriver

if TYPE_CHECKING:
    from tui.app import TriageApp


class PageDriver(WebDriver):
    """Speaks to `tui.web.room` over stdin and stdout."""

    def run_input_thread(self) -> None:
        """Until the page is gone."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            cast("TriageApp", self._app).page_gone()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """The page was closed in order: keep the place, then end."""
        if packet_type == "quit":
            cast("TriageApp", self._app).page_gone()
        else:
            super().on_meta(packet_type, payload)

    def hand_over(self, path: Path) -> None:
        """Have the browser take a file."""
        self.write_meta({"type": "hand_over", "path": str(path.resolve())})
