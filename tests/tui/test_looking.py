"""Walking, filtering, looking closer; menus, help, export; leaving and coming back."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.keys import _character_to_key
from textual.widgets import Input

from auditor.triage import Choice
from tests.tui.world import app_on, ready, reports, rows_of, said, sitting, text_of, wait_for
from tui import keys
from tui.draw.ink import Ink
from tui.screens.dialog import Choose, Page
from tui.screens.export import ExportDialog
from tui.screens.report import ReportPage
from tui.screens.tour import Tour
from tui.screens.triage import TriageScreen

SIZE = (120, 36)


@pytest.mark.parametrize("key", ["slash", "／", "、", "f7"])
async def test_a_filter_narrows_as_one_types(store: Path, tmp_path: Path, key: str) -> None:
    named = key if len(key) > 1 else _character_to_key(key)
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        screen = await ready(pilot)
        await pilot.press(named)
        await pilot.press(*"qsjd")
        await wait_for(pilot, lambda: screen.filter_text == "qsjd", "the filter")
        assert screen.query_one("#left").border_title == "筛选: qsjd · 显示 3/10 · Esc 清除"
        await pilot.press("enter")
        assert screen.focused is screen.list
        await pilot.press("escape")
        assert screen.query_one("#left").border_title == "问题（按机关）10 条"


async def test_an_empty_result_names_the_filter(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        screen = await ready(pilot)
        await pilot.press("slash")
        screen.query_one("#filter", Input).value = "没有这个词"
        await wait_for(pilot, lambda: screen.filter_text == "没有这个词", "the filter")
        await pilot.pause()
        assert "没有一条符合“没有这个词”" in text_of(pilot.app)  # type: ignore[arg-type]


async def test_a_filter_that_cannot_be_read_leaves_the_list(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        screen = await ready(pilot)
        await pilot.press("slash")
        screen.query_one("#filter", Input).value = "级别:要命"
        await wait_for(pilot, lambda: "筛选看不懂" in said(pilot), "the fault")
        assert screen.filter_text == ""
        assert len(screen.list.rows.listing) == 10  # type: ignore[union-attr,arg-type]


async def test_a_decided_row_stays_until_the_cursor_leaves(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        screen = await ready(pilot)
        screen.relist("状态:待处理")
        await pilot.press("1")
        await wait_for(pilot, lambda: "改为属实" in said(pilot), "the decision")
        assert len(screen.list.rows.listing) == 10  # type: ignore[union-attr,arg-type]
        here = screen.list.current
        await pilot.press("down")
        assert len(screen.list.rows.listing) == 9  # type: ignore[union-attr,arg-type]
        assert here is not None and screen.list.current is not None
        await pilot.press("up")
        assert screen.list.current.id == here.id


async def test_the_cursor_walks_by_rows_pages_groups_and_open_findings(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        screen = await ready(pilot)
        seen = []
        for key in (
            "j",
            "k",
            "G",
            "g",
            "greater_than_sign",
            "less_than_sign",
            "J",
            "K",
            "end",
            "home",
            "pagedown",
            "pageup",
        ):
            await pilot.press(key)
            seen.append(screen.list.cursor)
        assert seen == [2, 1, 12, 0, 5, 1, 2, 1, 12, 0, 12, 0]


async def test_groups_change_and_fold(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        screen = await ready(pilot)
        await pilot.press("s")
        assert [group.key for group in screen.list.rows.groups] == ["勾稽-205", "勾稽-301", "用语-101"]  # type: ignore[union-attr]
        await pilot.press("g", "enter")
        assert len(screen.list.rows or ()) == 10
        await pilot.press("enter")
        assert len(screen.list.rows or ()) == 13
        await pilot.press("s", "s")
        assert screen.order == "agency"


async def test_tab_walks_through_the_evidence(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        await ready(pilot)
        expected = ("[ 11 ]", "表三 勾稽关系", "可以直接发给机关的话", "新发现")
        for words in expected:
            assert words in text_of(pilot.app)  # type: ignore[arg-type]
            await pilot.press("tab")
        assert expected[0] in text_of(pilot.app)  # type: ignore[arg-type]
        await pilot.press("shift+tab", "left")
        assert "可以直接发给机关的话" in text_of(pilot.app)  # type: ignore[arg-type]


async def test_the_sentence_is_shown_with_its_span_marked(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("j")
        assert "由【某某】单位负责日常工作。" in text_of(pilot.app)  # type: ignore[arg-type]


async def test_the_whole_table_is_drawn_on_demand(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert "国家秘密" not in text_of(pilot.app)  # type: ignore[arg-type]
        await pilot.press("z")
        assert "国家秘密" in text_of(pilot.app)  # type: ignore[arg-type]


async def test_the_report_is_shown_with_the_outcomes_of_all_rules(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("v")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ReportPage), "the report")
        await pilot.pause()
        assert "机关      临河区教育局（出自标题）" in text_of(pilot.app)  # type: ignore[arg-type]
        await pilot.press("tab", "tab")
        assert "通过 6" in text_of(pilot.app)  # type: ignore[arg-type]
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, TriageScreen)


async def test_the_explanation_shows_the_figures_filled_in(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("x")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, Page), "the page")
        await pilot.pause()
        assert "新收 11 + 上年结转 2" in text_of(pilot.app)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["question_mark", "fullwidth_question_mark", "f1"])
async def test_help_lists_every_key_of_the_table(store: Path, tmp_path: Path, key: str) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press(key)
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, Page), "help")
        from tui.widgets.paper import Paper

        lines = "\n".join(
            "".join(span.text for span in line) for line in pilot.app.screen.query_one(Paper).lines
        )
        assert [each.about for each in keys.TRIAGE if each.about not in lines] == []


async def test_the_menu_of_enter_holds_every_decision(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, Choose), "the menu")
        await pilot.press("down", "down", "down", "enter")
        await wait_for(pilot, lambda: "改为已整改" in said(pilot), "the decision")


async def test_the_palette_finds_a_command_by_its_name(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        screen = await ready(pilot)
        await pilot.press("ctrl+p")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, Choose), "the palette")
        pilot.app.screen.query_one(Input).value = "分组"
        await pilot.pause()
        await pilot.press("enter")
        await wait_for(pilot, lambda: screen.order == "rule", "the command")


async def test_themes_take_turns(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        await ready(pilot)
        names = []
        for _ in range(3):
            await pilot.press("T")
            names.append(pilot.app.theme)
        assert names == ["亮", "高对比", "暗"]


async def test_a_han_character_in_the_list_brings_the_advice(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("属")
        assert said(pilot) == "× 输入法在中文状态：按 Shift 切换，或用数字键、Enter 菜单"


async def test_copy_gives_the_finding_and_on_the_third_tab_the_sentence(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("y")
        assert pilot.app.clipboard.startswith(
            "临河区教育局 2025年度  勾稽-301 表三逐列收支平衡\n自然人：收到 13"
        )
        await pilot.press("tab", "tab", "y")
        assert pilot.app.clipboard.startswith(
            "临河区教育局：你单位2025年度政府信息公开工作年度报告中，自然人："
        )


async def test_an_absent_source_is_named(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("o")
        assert said(pilot) == "× 原文不在了：reports/临河区教育局2025.docx；按 v 看当时读到的内容"


async def test_the_last_actions_are_listed(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("1")
        await wait_for(pilot, lambda: "改为属实" in said(pilot), "the decision")
        await pilot.press("at")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, Page), "the list")
        await pilot.pause()
        assert "待处理 → 属实" in text_of(pilot.app)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "name", "words"),
    [
        (0, "处置.yaml", "属实"),
        (3, "通报.html", "临河区教育局"),
        (4, "问题清单.txt", "临河区教育局"),
        (5, "整改事项.txt", "你单位2025年度"),
        (6, "问题.csv", "临河区教育局"),
        (7, "问题.json", "fingerprint"),
    ],
)
async def test_export_writes_each_form(store: Path, tmp_path: Path, row: int, name: str, words: str) -> None:
    session = sitting(store)
    session.decide(session.listing().rows(0, 1), Choice.CONFIRMED)  # type: ignore[union-attr]
    session.close()
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("E")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ExportDialog), "the dialog")
        await pilot.press(*["down"] * row, "enter")
        await wait_for(pilot, lambda: "已写出" in said(pilot), "the file")
    assert words in (tmp_path / name).read_text(encoding="utf-8")


async def test_ledger_and_notices_are_files_of_their_own_kind(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("1", "E")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ExportDialog), "the dialog")
        await pilot.press("down", "enter")
        await wait_for(pilot, lambda: "台账.xlsx" in said(pilot), "the ledger")
        await pilot.press("E")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ExportDialog), "the dialog")
        await pilot.press("down", "down", "enter")
        await wait_for(pilot, lambda: said(pilot).endswith("通知"), "the notices")
    assert (tmp_path / "台账.xlsx").read_bytes()[:2] == b"PK"
    assert any(path.suffix == ".docx" for path in (tmp_path / "通知").iterdir())


async def test_leaving_and_coming_back_finds_filter_order_and_finding(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        screen = await ready(pilot)
        await pilot.press("s")
        screen.relist("级别:错误")
        await pilot.press("G")
        left = screen.list.current
        await pilot.press("q")
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        screen = await ready(pilot)
        assert (screen.filter_text, screen.order) == ("级别:错误", "rule")
        assert screen.list.current is not None and left is not None
        assert screen.list.current.id == left.id


async def test_the_tour_ends_in_the_list(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path, tour=True).run_test(size=SIZE) as pilot:
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, Tour), "the tour")
        await pilot.press("enter", "enter", "enter", "enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, TriageScreen), "the list")


async def test_a_click_goes_there_and_a_click_on_the_footer_acts(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=SIZE) as pilot:
        screen = await ready(pilot)
        await pilot.click("#list", offset=(10, 6))
        assert screen.list.cursor == 6
        row = rows_of(pilot.app)[-1]  # type: ignore[arg-type]
        assert row.startswith(" a/1 属实")
        await pilot.click("#footer", offset=(3, 0))
        await wait_for(pilot, lambda: "改为属实" in said(pilot), "the decision")


async def test_of_a_table_with_gaps_only_the_rows_and_columns_concerned_are_drawn() -> None:
    """The tables of 2019 have cells that no column knows: these are nobody's."""
    from auditor.base.paths import packaged
    from auditor.report.lexicon import TableDef
    from auditor.rules.load import load_rules
    from tui.draw.ink import text_of as drawn
    from tui.draw.table import Marks, table_lines

    loaded = load_rules([packaged() / "rules"])
    read = reports()[0]
    table: TableDef = next(
        made
        for lexicon in loaded.lexicons.values()
        for made in lexicon.tables.values()
        if any(cell.path.endswith("采购金额") for cell in made.cells.values())
    )
    path = next(cell.path for cell in table.cells.values() if cell.path.endswith("采购金额"))
    lines = [drawn(line) for line in table_lines(read, table, Marks(frozenset({path})), 70, Ink())]
    assert [line.split("│")[1].strip() for line in lines if "[" in line] == ["政府集中采购"]
    assert lines[-1] == "未画出 7 行、7 列，按 z 看整张表"


def test_of_a_table_as_a_whole_the_table_is_shown_as_it_was_read() -> None:
    from dataclasses import replace

    from auditor.engine.run import audit
    from auditor.findings.build import findings_of
    from auditor.rules.outcome import Outcome, PlaceEvidence
    from tests.tui.world import rules
    from tui.draw.case import Case
    from tui.draw.evidence import pane_lines, panes_of
    from tui.draw.ink import text_of as drawn

    read = reports()[0]
    outcomes: list[Outcome] = []
    audit(rules().rules, [read], outcomes.append)
    found = findings_of(outcomes, rules().rules, [read])[0]
    missing = replace(
        found, target="表三", computation=None, suspect=None, message="表三缺少“其他”列",
        evidence=(PlaceEvidence("表三（第2个表）", None),),
    )  # fmt: skip
    case = Case(missing, read)
    text = [drawn(line) for line in pane_lines(case, panes_of(case)[0], 90, Ink())]
    assert "读到的表三（申请办理）" in text
    assert [line.split("│")[2].strip() for line in text if line.startswith("│ 新收")] == ["11"]
    assert not any("[" in line for line in text)
