"""The list while reports are still read: rows come in, the eye and what was chosen stay where they are."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.findings.fingerprint import fingerprint
from auditor.findings.model import FileStatus
from auditor.findings.store.runs import Recorder
from auditor.findings.store.sheet import Sheet
from auditor.triage import Session, State, Updated
from tests.tui.world import app_on, ready, rows_of, rules, sitting, text_of, wait_for
from tui.screens.triage import TriageScreen
from tui.screens.watching import busy_words


def come_in(store: Path, screen: TriageScreen, unit: str = "阿克县水务局") -> None:
    """A report of an agency that is listed first, with three findings, as an audit writes it."""
    session: Session = sitting(store)
    like = session.detail(screen.list.rows.listing.row(0).fingerprint)  # type: ignore[union-attr]
    assert like is not None
    file = f"reports/{unit}2025.docx"
    made = [
        replace(
            like.finding, unit=unit, agency=f"name:{unit}", file=file, target=f"表三.{n}", evidence=(),
            fingerprint=fingerprint(like.finding.rule, f"name:{unit}", 2025, f"表三.{n}"), cause=None,
        )
        for n in range(3)
    ]  # fmt: skip
    sheet = Sheet(file, unit, f"name:{unit}", 2025, FileStatus.READ, sha256="1" * 64, contract=b"x")
    Recorder(session.store, rules().rules, rules().packs, "", session.moment()).add_early([sheet], made)
    session.close()


async def test_rows_that_come_in_move_neither_the_eye_nor_what_is_marked(store: Path, tmp_path: Path) -> None:
    app = app_on(store, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await pilot.press("j", "j", "space", "j")
        before, line = screen.list.current, screen.list.offset_of_cursor
        marked = set(screen.marked)
        assert before is not None
        assert len(marked) == 1
        come_in(store, screen)
        await wait_for(pilot, lambda: "阿克县水务局" in text_of(app), "the new rows")
        after = screen.list.current
        assert after is not None
        assert after.fingerprint == before.fingerprint
        assert screen.list.offset_of_cursor in (line, screen.list.cursor)
        assert screen.marked == marked
        assert "待处理 13/13" in rows_of(app)[0]


async def test_a_heading_under_the_eye_stays_there(store: Path, tmp_path: Path) -> None:
    app = app_on(store, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await pilot.press("g")
        group = screen.list.current_group
        assert screen.list.current is None
        assert group is not None
        come_in(store, screen)
        await wait_for(pilot, lambda: "阿克县水务局" in text_of(app), "the new rows")
        now = screen.list.current_group
        assert now is not None
        assert (screen.list.current, now.key) == (None, group.key)


async def test_a_dialog_decides_what_it_showed_whatever_came_in_behind_it(
    store: Path, tmp_path: Path
) -> None:
    app = app_on(store, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await pilot.press("j", "j")
        line = screen.list.current
        assert line is not None
        await pilot.press("f")
        await wait_for(pilot, lambda: app.screen is not screen, "the dialog")
        come_in(store, screen)
        screen._look(force=True)
        screen.list.move_to(1)  # as if its row had gone
        await pilot.press("ctrl+s")
        await wait_for(pilot, lambda: app.screen is screen, "the list")
        found = app.desk.session.find(line.fingerprint)[0]
        assert found.state is State.FALSE_ALARM
        assert app.desk.session.counts()[State.FALSE_ALARM] == 1


async def test_a_range_begins_at_a_finding_not_at_a_row(store: Path, tmp_path: Path) -> None:
    app = app_on(store, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await pilot.press("j")
        first = screen.list.current
        await pilot.press("V")
        come_in(store, screen)
        await wait_for(pilot, lambda: "阿克县水务局" in text_of(app), "the new rows")
        await pilot.press("j", "V")
        second = screen.list.current
        assert first is not None
        assert second is not None
        assert screen.marked == {first.id, second.id}


async def test_a_filter_begins_at_its_top_where_the_finding_is_not_in_it(store: Path, tmp_path: Path) -> None:
    app = app_on(store, tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await pilot.press("G")
        line = screen.list.current
        assert line is not None
        screen.relist(f"!{line.fingerprint}")
        assert screen.list.cursor == 1
        title = screen.query_one("#left").border_title
        assert title == f"筛选: !{line.fingerprint[:14]}… · 9/10 · Esc 清除"


async def test_what_goes_on_is_said_in_as_many_words_as_there_is_room_for(
    store: Path, tmp_path: Path
) -> None:
    for width, whole in ((120, True), (80, False)):
        app = app_on(store, tmp_path)
        async with app.run_test(size=(width, 24)) as pilot:
            screen = await ready(pilot)
            screen.busy = busy_words("审核", 37, 1000)
            screen.count()
            await pilot.pause()
            assert "已审 37/1,000 份" in rows_of(app)[0]
            assert ("，跨报告核对在全部读完以后" in rows_of(app)[0]) is whole


async def test_what_is_edited_while_reports_are_read_is_not_lost(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The audit under way is cut short and begins anew with the rules as they are now."""
    app = app_on(store, tmp_path, own_rules=True)
    seen: list[tuple[str, bool]] = []

    def name() -> str:
        rule = app.desk.rule("勾稽-301")
        return rule.name if rule is not None else ""

    def update(progress: object, stop: Callable[[], bool]) -> Updated:
        number = len(seen)
        seen.append((name(), False))
        while number == 1 and not stop():
            time.sleep(0.01)
        seen[number] = (name(), stop())
        return Updated(1, stopped=stop())

    monkeypatch.setattr(app.desk.session, "update", update)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await pilot.press("r")
        await wait_for(pilot, lambda: len(seen) == 2, "the second audit")
        path = tmp_path / "规则" / "rules.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("名称: 表三逐列收支平衡", "名称: 别的名字"), encoding="utf-8")
        await pilot.press("r")
        await wait_for(pilot, lambda: len(seen) == 3 and screen.settled, "the third audit")
        assert seen == [("表三逐列收支平衡", False), ("表三逐列收支平衡", True), ("别的名字", False)]
        path.write_text("规则集: [", encoding="utf-8")
        await pilot.press("r")
        await wait_for(pilot, lambda: "没有换上" in screen.status.text, "the refusal")
        assert name() == "别的名字"
        assert not screen._updating
