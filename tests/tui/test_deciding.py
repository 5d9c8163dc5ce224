"""Decisions by keys: letters, digits, full-width digits, function keys; one finding and many."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from auditor.triage import Choice, Reach, State
from tests.tui.world import app_on, ready, said, sitting, text_of, wait_for
from tui.screens.decide import DecideDialog
from tui.screens.triage import TriageScreen


def states(path: Path) -> list[State]:
    """Of all findings in the list's own order."""
    session = sitting(path)
    listing = session.listing()
    found = [line.state for line in listing.rows(0, len(listing))]  # type: ignore[union-attr]
    session.close()
    return found


@pytest.mark.parametrize("key", ["a", "1", "f2", "１", "ａ"])
async def test_one_key_confirms_and_goes_on_to_the_next(store: Path, tmp_path: Path, key: str) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        first = screen.list.current
        await pilot.press(key)
        await wait_for(pilot, lambda: "改为属实" in said(pilot), "the decision")
        assert said(pilot) == "✓ 1 条改为属实；u 撤销"
        assert screen.list.current is not None and first is not None
        assert screen.list.current.id != first.id
    assert states(store)[0] is State.CONFIRMED


@pytest.mark.parametrize(
    ("keys", "words", "row"),
    [
        (("G", "up", "down"), "往下已处理完，回到最前面", 1),
        (("g", "down", "down", "up"), "往上已处理完，回到最后面", -1),
    ],
)
async def test_past_the_end_it_goes_on_from_the_other_one(
    store: Path, tmp_path: Path, keys: tuple[str, ...], words: str, row: int
) -> None:
    """Not a second decision on the finding where one stands."""
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await pilot.press(*keys, "a")
        await wait_for(pilot, lambda: "改为属实" in said(pilot), "the decision")
        assert said(pilot) == f"✓ 1 条改为属实；u 撤销；{words}；还剩 9 条"
        assert screen.list.rows is not None
        assert screen.list.cursor == row % len(screen.list.rows)


@pytest.mark.parametrize(
    ("key", "state"), [("d", State.FIXED), ("4", State.FIXED), ("４", State.FIXED), ("f5", State.FIXED)]
)
async def test_fixed_needs_one_key(store: Path, tmp_path: Path, key: str, state: State) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press(key)
        await wait_for(pilot, lambda: "改为已整改" in said(pilot), "the decision")
    assert states(store)[0] is state


@pytest.mark.parametrize("key", ["f", "2", "２", "f3"])
async def test_a_false_alarm_is_two_keys_its_reach_the_narrowest(
    store: Path, tmp_path: Path, key: str
) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press(key)
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DecideDialog), "the dialog")
        await pilot.press("enter")
        await wait_for(pilot, lambda: "改为误报" in said(pilot), "the decision")
    assert states(store).count(State.FALSE_ALARM) == 1


async def test_a_wider_reach_takes_the_same_rule_of_the_year_in(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("f")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DecideDialog), "the dialog")
        await pilot.press("down", "down", "enter")
        await wait_for(pilot, lambda: "改为误报" in said(pilot), "the decision")
        assert said(pilot) == "✓ 4 条改为误报（这条规则在这个年度）；其中 3 条由范围带上；u 撤销"
    assert states(store).count(State.FALSE_ALARM) == 4


async def test_the_dialog_says_how_many_a_wider_reach_takes_in(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DecideDialog), "the dialog")
        for words in ("这个机关的这条规则（现在没有别的）", "这条规则在这个年度（另带 3 条）"):
            assert words in text_of(pilot.app)  # type: ignore[arg-type]
        await pilot.press("escape", "ctrl+a", "f")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DecideDialog), "the dialog")
        assert "这条规则在这个年度（现在没有别的）" in text_of(pilot.app)  # type: ignore[arg-type]
    session = sitting(store)
    listing = session.listing('规则:"勾稽-301"')
    first, second, *_ = listing.rows(0, 4)  # type: ignore[union-attr]
    session.decide([second], Choice.FIXED)
    assert session.around([first.fingerprint]) == {Reach.AGENCY_RULE: (0, 0), Reach.RULE_YEAR: (2, 1)}
    assert session.around([]) == {}
    session.close()


async def test_a_waiver_asks_for_reason_and_day(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("w")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DecideDialog), "the dialog")
        await pilot.press("enter")
        await pilot.pause()
        assert "豁免要写理由" in text_of(pilot.app)  # type: ignore[arg-type]
        pilot.app.screen.query_one("#reason", Input).value = "市里统一口径"
        pilot.app.screen.query_one("#until", Input).value = "+30"
        await pilot.press("enter")
        await wait_for(pilot, lambda: "改为豁免" in said(pilot), "the decision")
        assert "到 2026-04-01" in said(pilot)
    session = sitting(store)
    line = session.find(session.listing().rows(0, 1)[0].fingerprint)[0]  # type: ignore[union-attr]
    assert (line.state, line.reason, line.until) == (State.WAIVED, "市里统一口径", date(2026, 4, 1))


@pytest.mark.parametrize(
    "text", ["2026/12/31", "2026年12月31日", "20261231", "２０２６－１２－３１", "2026.12.31"]
)
async def test_a_day_is_read_as_people_write_it(store: Path, tmp_path: Path, text: str) -> None:
    dialog = DecideDialog(Choice.LATER, [], 1, date(2026, 3, 2))
    assert dialog._day(text) == date(2026, 12, 31)
    assert dialog._day("明天") is None
    assert dialog._day("2026-02-30") is None


async def test_later_offers_a_week(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("5")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DecideDialog), "the dialog")
        await pilot.press("enter")
        await wait_for(pilot, lambda: "改为稍后" in said(pilot), "the decision")
        assert "到 2026-03-09" in said(pilot)
    assert states(store)[0] is State.LATER


async def test_a_bulk_decision_is_one_step_to_undo(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("ctrl+a", "a")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DecideDialog), "the dialog")
        assert "属实 · 10 条" in text_of(pilot.app)  # type: ignore[arg-type]
        await pilot.press("enter")
        await wait_for(pilot, lambda: "10 条改为属实" in said(pilot), "the decision")
        assert "全部处理完了" in said(pilot)
        await pilot.press("u")
        await wait_for(pilot, lambda: "已撤销" in said(pilot), "undo")
        assert states(store) == [State.OPEN] * 10
        await pilot.press("U")
        await wait_for(pilot, lambda: "已重做" in said(pilot), "redo")
    assert states(store) == [State.CONFIRMED] * 10


async def test_undo_goes_on_after_a_restart(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("1")
        await wait_for(pilot, lambda: "改为属实" in said(pilot), "the decision")
        await pilot.press("q")
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("ctrl+z")
        await wait_for(pilot, lambda: "已撤销" in said(pilot), "undo")
        await pilot.press("ctrl+z")
        await wait_for(pilot, lambda: said(pilot) == "没有可以撤销的", "the end of undo")
        await pilot.press("ctrl+y")
        await wait_for(pilot, lambda: "已重做：1 条改为属实" in said(pilot), "redo")


async def test_a_note_keeps_the_decision(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("1", "k", "n")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DecideDialog), "the dialog")
        pilot.app.screen.query_one("#note", TextArea).load_text("已电话联系")
        await pilot.press("ctrl+s")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, TriageScreen), "the list")
        await wait_for(pilot, lambda: "已电话联系" in text_of(pilot.app), "the note")  # type: ignore[arg-type]
    assert states(store)[0] is State.CONFIRMED


async def test_space_and_range_mark_and_escape_unmarks(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await pilot.press("space", "space")
        assert len(screen.marked) == 2
        await pilot.press("escape")
        assert not screen.marked
        await pilot.press("g", "V", "G", "V")
        assert len(screen.marked) == 10
        await pilot.press("escape", "g", "down", "shift+down", "shift+down")
        assert len(screen.marked) == 3


async def test_alike_is_the_same_rule(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        assert screen.list.current is not None and screen.list.current.rule == "勾稽-301"
        await pilot.press("=")
        assert len(screen.marked) == 4


async def test_what_somebody_else_decided_is_shown_and_not_overwritten(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        other = sitting(store, "李明")
        other.decide([screen.list.current], Choice.FIXED)  # type: ignore[list-item]
        other.close()
        await pilot.press("1")
        await wait_for(pilot, lambda: "别人已经处置" in text_of(pilot.app), "the conflict")  # type: ignore[arg-type]
        assert "已整改 李明" in text_of(pilot.app)  # type: ignore[arg-type]
    assert states(store)[0] is State.FIXED


async def test_others_decisions_appear_by_themselves(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        other = sitting(store, "李明")
        other.decide([screen.list.current], Choice.CONFIRMED)  # type: ignore[list-item]
        other.close()
        await wait_for(pilot, lambda: "别人刚改了 1 条" in said(pilot), "the news", 4)
        assert screen.list.current is not None and screen.list.current.state is State.CONFIRMED


async def test_readonly_decides_nothing_and_says_so(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path, readonly=True).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        for key in ("a", "f", "w", "d", "5", "n", "u", "U"):
            await pilot.press(key)
            assert "只读" in said(pilot)
            assert isinstance(pilot.app.screen, TriageScreen)
    assert states(store) == [State.OPEN] * 10
