"""What a person settles: filters by name, the filter to begin with, keys of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.settings.model import Triage
from tests.tui.world import app_on, ready, rows_of, said, sitting, text_of, wait_for
from tui.keymap import keymap_of
from tui.keys import TRIAGE, Key, names_of

HASTE = Triage(filter="级别:错误", filters={"急办": "级别:错误 状态:待处理", "提示们": "级别:提示"})


async def test_the_filter_of_the_file_is_in_force_at_the_start(store: Path, tmp_path: Path) -> None:
    session = sitting(store)
    session.leave({"filter": "级别:提示", "order": "rule", "fingerprint": ""})
    session.close()
    app = app_on(store, tmp_path, manners=HASTE)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        assert (screen.filter_text, screen.order) == ("级别:错误", "rule")
        assert "筛选: 级别:错误 · 显示 4/10 · Esc 清除" in text_of(app)


async def test_a_filter_is_taken_by_its_name(store: Path, tmp_path: Path) -> None:
    app = app_on(store, tmp_path, manners=HASTE)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await pilot.press("F")
        listed = "\n".join(rows_of(app))
        assert "急办" in listed and "级别:错误 状态:待处理" in listed
        await pilot.press("2")
        await wait_for(pilot, lambda: screen.filter_text == "级别:提示", "the filter")
        assert said(pilot) == "筛选“提示们”：级别:提示"
        await pilot.press("ctrl+p", *"急办")
        await pilot.press("enter")
        await wait_for(pilot, lambda: screen.filter_text == "级别:错误 状态:待处理", "the filter")


async def test_a_filter_is_kept_under_a_name_until_it_is_forgotten(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path, manners=HASTE).run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        screen.relist("qsjd 级别:错误")
        await pilot.press("７")  # full-width, as an input method gives it
        await pilot.press("3", *"青石")
        await pilot.press("enter")
        await wait_for(pilot, lambda: said(pilot) == "✓ 存下了“青石”；F 再选", "it is kept")
        await pilot.press("escape")
        assert screen.filter_text == ""
    again = app_on(store, tmp_path, manners=HASTE)
    async with again.run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await pilot.press("F", "3")
        await wait_for(pilot, lambda: screen.filter_text == "qsjd 级别:错误", "the filter")
        await pilot.press("F", "5")
        await wait_for(pilot, lambda: said(pilot) == "忘掉了“青石”", "it is forgotten")
        assert list(screen.named_filters()) == ["急办", "提示们"]


async def test_a_name_of_the_file_is_not_taken_over(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path, manners=HASTE).run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        await pilot.press("F", "3", "enter")
        assert "写一个名字" in "\n".join(rows_of(pilot.app))  # type: ignore[arg-type]
        await pilot.press(*"急办", "enter")
        await wait_for(pilot, lambda: "换一个" in said(pilot), "the refusal")
        assert screen.named_filters() == dict(HASTE.filters)


async def test_what_cannot_be_used_of_the_file_is_told(store: Path, tmp_path: Path) -> None:
    manners = Triage(filter="级别:大错", filters={"甲": "!"}, keys={"属石": ("p",), "误报": ("Strg+A",)})
    async with app_on(store, tmp_path, manners=manners).run_test(size=(160, 36)) as pilot:
        screen = await ready(pilot)
        assert screen.filter_text == ""
        assert len(screen.list.rows or ()) == 13
        assert [key.keys for key in screen.table if key.label == "误报"] == [("f", "2", "F3")]
    assert keymap_of(manners.keys).faults == (
        "没有“属石”这个操作；是不是“属实”？",
        "“Strg+A”不是按键（误报）",
    )


async def test_keys_of_ones_own_work_and_are_shown(store: Path, tmp_path: Path) -> None:
    manners = Triage(keys={"属实": ("p", "F12"), "误报": ("a",), "undo": ("Ctrl+Y",)})
    app = app_on(store, tmp_path, manners=manners)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        assert "p 属实  a 误报" in rows_of(app)[-1]
        await pilot.press("p")
        await wait_for(pilot, lambda: "1 条改为属实" in said(pilot), "the decision")
        await pilot.press("ctrl+y")
        await wait_for(pilot, lambda: "已撤销" in said(pilot), "the undoing")
        await pilot.press("ｐ")
        await wait_for(pilot, lambda: "1 条改为属实" in said(pilot), "the decision with a full-width key")
        await pilot.press("U")
        assert "重做" in said(pilot)
        await pilot.press("a")
        assert len(app.screen_stack) == 3  # the dialog of 误报
        await pilot.press("escape", "1")
        await pilot.pause()
        assert said(pilot) != "✓ 1 条改为属实"
        await pilot.press("question_mark")
        assert "p F12" in text_of(app)
        await pilot.press("escape", "enter")
        await wait_for(pilot, lambda: "属实" in text_of(app), "the menu")
        assert screen.table != TRIAGE


def test_without_keys_of_ones_own_the_table_is_as_it_was() -> None:
    assert keymap_of({}) == keymap_of({"属实": ("a", "1", "F2")})


def test_a_key_given_to_one_action_is_taken_from_the_other() -> None:
    made = keymap_of({"备注": ("a",), "帮助": ("h",), "换颜色": ("Enter",)})
    table = {key.label: key.keys for key in made.table}
    assert (table["备注"], table["属实"], table["帮助"]) == (("a",), ("1", "F2"), ("h",))
    assert made.faults == ("“Enter”不能改派（换颜色）",)
    assert made.changed == {"note": "a,ａ", "decide-confirmed": "1,１,f2", "help": "h,ｈ"}


def test_one_key_for_two_actions_and_an_action_without_keys_are_told() -> None:
    made = keymap_of({"备注": ("x",), "导出": ("x",), "下移": ("T",)})
    assert made.faults == ("“x”给了两个操作（导出）", "“换颜色”没有按键了")


@pytest.mark.parametrize("key", TRIAGE, ids=lambda key: key.id)
def test_every_action_may_have_another_key(key: Key) -> None:
    made = keymap_of({key.label: ("Ctrl+T",)})
    assert made.faults == ()
    assert [list(names_of(each)) for each in made.table if each.id == key.id] == [["ctrl+t"]]
