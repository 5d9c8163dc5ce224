"""Rules edited on the spot: problems, examples, preview, saving; overlays and new rules."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditor.rules.load import load_rules
from tests.tui.world import HERE, app_on, ready, rules, said, text_of, wait_for
from tui import newrule
from tui.screens.dialog import Choose
from tui.screens.editor import EditorScreen
from tui.screens.newrule import NewRuleForm
from tui.screens.triage import TriageScreen
from tui.widgets.yamlarea import YamlArea, parts_of
from tui.workbench import shipped, write_whole

SIZE = (120, 36)
RULE = HERE / "rules.yaml"


async def editor(pilot: object) -> EditorScreen:
    """The editor, its text checked."""
    app = pilot.app  # type: ignore[attr-defined]
    await wait_for(pilot, lambda: isinstance(app.screen, EditorScreen), "the editor")  # type: ignore[arg-type]
    screen: EditorScreen = app.screen
    await wait_for(pilot, lambda: screen._checked is not None, "the check")  # type: ignore[arg-type]
    return screen


async def test_a_change_is_previewed_saved_with_comments_and_audited(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path, own_rules=True).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("e")
        screen = await editor(pilot)
        area = screen.query_one(YamlArea)
        changed = RULE.read_text(encoding="utf-8").replace("  前提: 制发 > 0", "  前提: 制发 > 9  # 试一试")
        area.load_text(changed)
        await wait_for(pilot, lambda: screen._preview is not None, "the preview")
        assert "对 4 份报告：新增 0，消失 3，变了 0，不变 0" in text_of(pilot.app)  # type: ignore[arg-type]
        assert "违反" in text_of(pilot.app)  # type: ignore[arg-type]
        await pilot.press("ctrl+s")
        assert "已保存" in screen.status.text
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, TriageScreen), "the list")
    assert (tmp_path / "规则" / "rules.yaml").read_text(encoding="utf-8") == changed


async def test_a_preview_says_how_a_finding_changes(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path, own_rules=True).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("e")
        screen = await editor(pilot)
        text = RULE.read_text(encoding="utf-8").replace("级别: 错误", "级别: 提示")
        screen.query_one(YamlArea).load_text(text)
        await wait_for(pilot, lambda: screen._preview is not None, "the preview")
        assert "（错误 → 提示）" in text_of(pilot.app).replace("\n", "")  # type: ignore[arg-type]
        assert screen._preview is not None
        assert [f.fingerprint for f in screen._preview.before] == [
            f.fingerprint for f in screen._preview.altered
        ]
        screen.query_one(YamlArea).load_text(RULE.read_text(encoding="utf-8").replace("相差", "差了"))
        screen._preview = None
        await wait_for(pilot, lambda: screen._preview is not None, "the preview")
        assert "原来：" in text_of(pilot.app)  # type: ignore[arg-type]


async def test_a_broken_rule_is_marked_and_not_saved(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path, own_rules=True).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("e")
        screen = await editor(pilot)
        area = screen.query_one(YamlArea)
        area.load_text(RULE.read_text(encoding="utf-8").replace("  断言: 新收 +", "  断言: 新受 +"))
        await wait_for(pilot, lambda: screen._checked is not None and screen._checked.problems, "the problem")
        assert "新受" in text_of(pilot.app)  # type: ignore[arg-type]
        await pilot.press("f8")
        assert area.cursor_location[0] == 12
        await pilot.press("ctrl+s")
        assert screen.status.text == "× 规则有错误，没有保存；F8 到有错的地方"
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, Choose), "the question")
        await pilot.press("down", "enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, TriageScreen), "the list")
    assert (tmp_path / "规则" / "rules.yaml").read_bytes() == RULE.read_bytes()


async def test_a_file_changed_elsewhere_meanwhile_is_not_overwritten(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path, own_rules=True).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("e")
        screen = await editor(pilot)
        mine = tmp_path / "规则" / "rules.yaml"
        theirs = mine.read_text(encoding="utf-8") + "# 别处的改动\n"
        mine.write_text(theirs, encoding="utf-8")
        screen.query_one(YamlArea).load_text(RULE.read_text(encoding="utf-8") + "# 这里的改动\n")
        await wait_for(pilot, lambda: screen._checked_text == screen.query_one(YamlArea).text, "the check")
        await pilot.press("ctrl+s")
        assert "在别处改过了，没有保存" in screen.status.text
    assert mine.read_text(encoding="utf-8") == theirs


async def test_a_new_rule_is_written_by_a_form_and_stands_in_a_file_of_its_own(
    store: Path, tmp_path: Path
) -> None:
    async with app_on(store, tmp_path, own_rules=True).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("N")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, Choose), "the kinds")
        row = list(newrule.kinds()).index("勾稽")
        await pilot.press(*["down"] * row, "enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, NewRuleForm), "the form")
        await pilot.press("ctrl+s")
        screen = await editor(pilot)
        assert screen._checked is not None and screen._checked.sound
        await wait_for(pilot, lambda: screen._preview is not None, "the preview")
        await pilot.press("ctrl+s")
        assert "已保存" in screen.status.text
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, TriageScreen), "the list")
        await wait_for(pilot, lambda: "规则" not in said(pilot) or "审核" in said(pilot), "the audit")
    written = list((tmp_path / "规则" / "本单位").glob("*.yaml"))
    assert [path.name for path in written] == ["勾稽-901.yaml"]
    assert load_rules([tmp_path / "规则"]).ok


def test_a_form_changes_its_lines_and_no_other() -> None:
    text = newrule.blank("勾稽", rules())
    start = newrule.fields(text)
    assert newrule.filled(text, start) == text
    given = {**start, "名称": "新收: 不得为零", "文件": "某政办发〔2025〕1号", "条款": "第二条, 第三条"}
    lines = [line for line in newrule.filled(text, given).splitlines() if line not in text.splitlines()]
    assert lines == [
        '  名称: "新收: 不得为零"',
        '  依据: [{文件: 某政办发〔2025〕1号, 条款: "第二条, 第三条"}]',
    ]


def test_an_overlay_line_joins_those_that_are_there() -> None:
    rule = rules().rules[0]
    text, line = newrule.overlay("", "本地", rule, "提示")
    assert text.splitlines()[line - 1].startswith(f"- {{规则: {rule.id}, 级别: 提示")
    again, second = newrule.overlay(text, "本地", rules().rules[1], "错误")
    assert second == 5
    assert again.count("- {规则:") == 2
    assert again.count("调整:") == 1


def test_national_packs_are_known_by_their_folder(tmp_path: Path) -> None:
    assert shipped(Path("rules/国家/2021/勾稽.yaml"), tmp_path)
    assert not shipped(Path("rules/本单位/勾稽.yaml"), tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="a folder that refuses its owner is needed")
def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "没有权限" in write_whole(tmp_path / "x.yaml", b"x")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("- 编号: 勾稽-301", [("-", "mark"), ("编号", "key"), (":", "mark")]),
        ("  级别: 错误 # 原因", [("级别", "key"), (":", "mark"), ("# 原因", "comment")]),
        ('  消息: "{列}：相差 #1"', [("消息", "key"), (":", "mark"), ('"{列}：相差 #1"', "string")]),
        ("  容差: 12", [("容差", "key"), (":", "mark"), ("12", "number")]),
    ],
)
def test_yaml_is_coloured_line_by_line(line: str, parts: list[tuple[str, str]]) -> None:
    assert [(line[start:stop].strip(), name) for start, stop, name in parts_of(line)] == parts
