"""Two people at two terminals on one PostgreSQL: each sees the other, and nobody writes over anybody."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from auditor.triage import State
from tests.postgres import database, postgres
from tests.tui.terminal import needs_tmux, start, tmux, until
from tests.tui.world import fill, sitting

__all__ = ["database", "postgres", "tmux"]
ONE, TWO = "王芳", "李强"


@needs_tmux
def test_two_people_see_each_other_and_a_conflict_is_shown(
    database: str, tmp_path: Path, tmux: Callable[..., str]
) -> None:
    fill(database)
    start(tmux, tmp_path, database, 120, 36, ONE)
    start(tmux, tmp_path, database, 120, 36, TWO)

    def screen(who: str) -> str:
        return tmux("capture-pane", "-p", "-t", who)

    def press(who: str, *keys: str) -> None:
        tmux("send-keys", "-t", who, *keys)

    # Each sees what the other decided, both ways, without a key.
    for who, other, keys in ((ONE, TWO, "a"), (TWO, ONE, "Ja")):
        before = screen(other).count("属实")
        press(who, *keys)
        until(lambda who=who: "1 条改为属实" in screen(who), "the decision")  # type: ignore[misc]
        began = time.monotonic()
        until(lambda other=other: "别人刚改了 1 条" in screen(other), "the other's screen")  # type: ignore[misc]
        took = time.monotonic() - began
        assert screen(other).count("属实") > before
        assert took < 3, took  # two seconds, and what it takes to look

    # Both on one finding: who decides on what is no longer so is told, and changes nothing.
    press(TWO, "f")
    until(lambda: "误报 · 1 条" in screen(TWO), "the dialog")
    press(ONE, "g", "J", "d")
    until(lambda: "1 条改为已整改" in screen(ONE), "the first decision")
    press(TWO, "Enter")
    until(lambda: "已整改 王芳" in screen(TWO), "the conflict", 10, lambda: screen(TWO))
    assert "别人已经处置" in screen(TWO)
    press(TWO, "Escape")
    until(lambda: "已整改 王芳" not in screen(TWO), "the list")
    assert "没有改动；1 条别人已处置，没有动" in screen(TWO)
    press(ONE, "q")
    press(TWO, "q")
    until(lambda: not tmux("list-sessions"), "the end")
    session = sitting(database)
    counts = session.counts()
    session.close()
    assert counts == {State.CONFIRMED: 2, State.FIXED: 1, State.OPEN: 7}
