"""Keys: what the tables of keys say, and that each key does it, full-width ones too."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.keys import _character_to_key

from tests.tui.world import app_on, ready, said, sitting, text_of, wait_for
from tui import keys
from tui.screens.triage import TriageScreen


@pytest.mark.parametrize(
    "key", [k for table in (keys.TRIAGE, keys.EDITOR) for k in table], ids=lambda k: k.id
)
def test_the_table_names_keys_as_textual_does(key: keys.Key) -> None:
    for written in key.keys:
        if len(written) == 1 and written not in "↑↓←→":
            assert _character_to_key(written) in set(keys.names_of(key))
            if "!" <= written <= "~":
                assert _character_to_key(chr(ord(written) + 0xFEE0)) in set(keys.names_of(key))


def test_no_key_has_two_meanings() -> None:
    for table in (keys.TRIAGE, keys.EDITOR):
        names = [name for key in table for name in dict.fromkeys(keys.names_of(key))]
        assert sorted({name for name in names if names.count(name) > 1}) == []


async def test_every_key_and_its_full_width_twin_reaches_its_action(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    for key in keys.TRIAGE:
        name = key.id.partition("(")[0]

        def note(self: TriageScreen, *given: object, _name: str = name) -> None:
            said = ", ".join(repr(each) for each in given)
            done.append(f"{_name}({said})" if given else _name)

        monkeypatch.setattr(TriageScreen, f"action_{name}", note)
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        for key in keys.TRIAGE:
            for name in dict.fromkeys(keys.names_of(key)):
                done.clear()
                await pilot.press(name)
                assert done == [key.id], name


async def test_ctrl_q_leaves_as_q_does_and_ctrl_c_says_how(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("j", "ctrl+c")
        assert said(pilot) == "按 q 或 Ctrl+Q 退出；处置都已保存"
        await pilot.press("question_mark", "ctrl+q")
        await wait_for(pilot, lambda: not pilot.app.is_running, "the end")
    session = sitting(store)
    listing = session.listing()
    assert session.left()["fingerprint"] == listing.rows(1, 1)[0].fingerprint  # type: ignore[union-attr]
    session.close()


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("ｆ", "误报"),
        ("３", "豁免"),
        ("５", "稍后"),
        ("Ｅ", "导出"),
        ("７", "常用筛选"),
        ("？", "帮助"),
        ("＠", "最近操作"),
        ("Ｎ", "规则"),
        ("６", "备注"),
    ],
)
async def test_every_dialog_opens_and_closes_while_an_input_method_is_on(
    store: Path, tmp_path: Path, key: str, title: str
) -> None:
    app = app_on(store, tmp_path, own_rules=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(key)
        await wait_for(pilot, lambda: len(app.screen_stack) == 3, "the dialog")
        await wait_for(pilot, lambda: title in text_of(app), title)
        await pilot.press("escape")
        await wait_for(pilot, lambda: len(app.screen_stack) == 2, "the list")
