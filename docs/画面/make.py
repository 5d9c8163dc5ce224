"""Takes the pictures of the interface in this folder: the shipped samples, a fixed day, a few decisions.

    python docs/画面/make.py

Look at them before they are committed.
"""

# ruff: noqa: E402  # the folder and Textual’s setting come before the imports
from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
os.chdir(ROOT)

from textual.pilot import Pilot

from auditor.rules.load import load_rules
from auditor.triage import Choice, Session, open_store
from tests.tui.picture import picture
from tests.tui.world import ready
from tui.app import TriageApp
from tui.desk import Desk
from tui.keys import page
from tui.screens.editor import EditorScreen

HERE = Path(__file__).resolve().parent
# Name, columns, rows, theme, what to find first, what to press then.
PICTURES = (
    ("处置", 120, 36, "暗", "勾稽-302", ()),
    ("处置-亮", 120, 36, "亮", "勾稽-302", ()),
    ("处置-80x24", 80, 24, "暗", "勾稽-302", ()),
    ("误报", 120, 36, "暗", "勾稽-205", ("f",)),
    ("句子", 120, 36, "暗", "结构-107", ()),
    ("解释", 120, 36, "暗", "勾稽-302", ("x",)),
    ("改规则", 120, 36, "暗", "勾稽-302", ("e", "down", "enter")),
    ("帮助", 120, 36, "暗", "", ("question_mark",)),
)


async def take(name: str, width: int, height: int, theme: str, find: str, pressed: tuple[str, ...]) -> None:
    """One picture."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "审核.sqlite")
        now = datetime(2026, 3, 2, 1, tzinfo=UTC)
        session = Session(
            store, load_rules([Path("rules")]), ["reports"], "王芳", lambda: date(2026, 3, 2), lambda: now
        )
        session.update()
        listing = session.listing("级别:提示")
        session.decide(listing.rows(0, 5), Choice.CONFIRMED)  # type: ignore[union-attr]
        session.decide(listing.rows(5, 3), Choice.FALSE_ALARM, reason="口径不同")  # type: ignore[union-attr]
        app = TriageApp(Desk(session, Path("rules"), theme=theme))
        async with app.run_test(size=(width, height)) as pilot:
            await shoot(app, pilot, find, pressed)
            (HERE / f"{name}.svg").write_text(picture(app), encoding="utf-8")
        session.close()


async def shoot(app: TriageApp, pilot: Pilot[None], find: str, pressed: tuple[str, ...]) -> None:
    """Go to a finding and press what was asked."""
    screen = await ready(pilot)
    if find:
        found = app.desk.session.listing(f"规则:{find}")
        screen.relist(find=found.rows(0, 1)[0].fingerprint)  # type: ignore[union-attr]
    screen.status.say("? 帮助 · Enter 菜单 · 处置随时保存")
    for key in pressed:
        await pilot.press(key)
    while isinstance(app.screen, EditorScreen) and app.screen._preview is None:
        await pilot.pause(0.1)
        if app.screen._checked is not None and not app.screen._checked.changed:
            break
    await pilot.pause(0.1)


async def main() -> None:
    """All of them, and the page of keys."""
    (ROOT / "docs" / "按键.md").write_text(page(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as cache:
        os.environ["AUDITOR_CACHE"] = cache
        for each in PICTURES:
            await take(*each)


if __name__ == "__main__":
    asyncio.run(main())
