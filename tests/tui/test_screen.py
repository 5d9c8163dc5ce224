"""How it looks: nothing cut, nothing shifted at any width; pictures of the main screens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditor.base.text import cells
from auditor.settings.model import Triage
from auditor.triage import Choice
from tests.tui.picture import picture
from tests.tui.world import HERE, app_on, ready, reports, rows_of, rules, sitting, wait_for
from tui.app import TriageApp
from tui.draw import ink as inks
from tui.draw.evidence import Case, pane_lines, panes_of
from tui.draw.ink import Ink, Span, cut, text_of, width_of

WIDTHS = (80, 83, 99, 100, 101, 120, 139, 160)
SHOTS = HERE / "screens"
SCREENS: dict[str, tuple[str, ...]] = {
    "清单": (),
    "句子": ("j",),
    "豁免": ("w",),
    "多选": ("ctrl+a", "f"),
    "报告": ("v",),
    "帮助": ("?",),
    "菜单": ("enter",),
    "改规则": ("e",),
    "误报": ("f",),
    "常用筛选": ("F",),
}
MANNERS = Triage(filters={"急办": "级别:错误 状态:待处理", "再看": "状态:重新打开"})


async def open_screen(app: TriageApp, pilot: object, pressed: tuple[str, ...]) -> None:
    screen = await ready(pilot)  # type: ignore[arg-type]
    screen.status.say("这一行说做了什么")
    for key in pressed:
        await pilot.press(key)  # type: ignore[attr-defined]
    if "e" in pressed:
        await wait_for(pilot, lambda: getattr(app.screen, "_checked", None) is not None, "the check")  # type: ignore[arg-type]
    await pilot.pause(0.05)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("width", "ascii_only"), [*((width, False) for width in WIDTHS), (80, True), (101, True)]
)
async def test_every_row_is_as_wide_as_the_screen(
    store: Path, tmp_path: Path, width: int, ascii_only: bool
) -> None:
    async with app_on(store, tmp_path, ascii=ascii_only).run_test(size=(width, 24)) as pilot:
        screen = await ready(pilot)
        for key in ("j", "f", "escape", "v", "escape", "question_mark", "escape", "ctrl+p", "escape"):
            await pilot.press(key)
            await pilot.pause()
            found = rows_of(pilot.app)  # type: ignore[arg-type]
            assert {cells(row) for row in found} == {width}, key
        assert "测试规则" in rows_of(pilot.app)[0] or width < 90  # type: ignore[arg-type]
        listed = "".join(rows_of(pilot.app))  # type: ignore[arg-type]
        for words in (
            "年报合规审核",
            "待处理 10/10",
            "临河区教育局 2025",
            "错误1",
            "警告1",
            "提示1",
            "属实",
            "帮助",
        ):
            assert words in listed
        assert screen.has_class("-narrow") == (width < 100)


async def test_with_ascii_no_character_of_doubtful_width_is_drawn(store: Path, tmp_path: Path) -> None:
    import unicodedata

    async with app_on(store, tmp_path, ascii=True).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        doubtful = set()
        for key in (
            "j",
            "f",
            "escape",
            "v",
            "tab",
            "tab",
            "escape",
            "question_mark",
            "escape",
            "enter",
            "escape",
            "e",
        ):
            await pilot.press(key)
            await pilot.pause()
            doubtful |= {
                char
                for row in rows_of(pilot.app)  # type: ignore[arg-type]
                for char in row
                if unicodedata.east_asian_width(char) == "A"
            }
        # What the rule file itself holds stands in the editor as it is.
        assert doubtful - set((HERE / "rules.yaml").read_text(encoding="utf-8")) == set()


async def test_messages_lose_no_character_behind_a_dialog(store: Path, tmp_path: Path) -> None:
    async with app_on(store, tmp_path).run_test(size=(121, 35)) as pilot:
        await ready(pilot)
        await pilot.press("w")
        await pilot.pause()
        found = "\n".join(rows_of(pilot.app))  # type: ignore[arg-type]
        for words in (
            "管到哪里",
            "只这一条",
            "这个机关的这条规则",
            "这条规则在这个年度",
            "豁免到哪一天（含当天）",
            "理由（必须写",
            "备注（Enter 换行",
        ):
            assert words in found


@pytest.mark.parametrize("width", range(40, 121, 7))
def test_evidence_is_never_wider_than_its_pane(width: int) -> None:
    from auditor.engine.run import audit
    from auditor.findings.build import findings_of

    outcomes: list[object] = []
    audit(rules().rules, reports(), outcomes.append)  # type: ignore[arg-type]
    by_file = {report.file: report for report in reports()}
    for finding in findings_of(outcomes, rules().rules, reports()):  # type: ignore[arg-type]
        case = Case(finding, by_file[finding.file])
        for pane in panes_of(case):
            for line in pane_lines(case, pane, width, Ink()):
                drawn = text_of(line)
                assert width_of(line) <= width or drawn.startswith(("│", "┌", "├", "└"))
                if width >= 64:
                    assert width_of(line) <= width


def test_a_wrapped_line_keeps_its_styles() -> None:
    spans = [Span("前面的话，"), Span("标出来的一段", "mark"), Span("。后面的话")]
    lines = Ink().wrap_spans(spans, 12, "  ")
    assert [text_of(line) for line in lines] == ["前面的话，标", "  出来的一", "  段。后面的", "  话"]
    assert [[span.text for span in line if span.style] for line in lines] == [
        ["标"],
        ["出来的一"],
        ["段"],
        [],
    ]


def test_a_line_is_cut_at_a_whole_character() -> None:
    assert text_of(cut((Span("审核", "bold"), Span("机关")), 5)) == "审核…"
    assert text_of(cut((Span("审核"),), 6)) == "审核  "


def test_every_sign_of_ascii_keeps_its_width() -> None:
    table = inks._PLAIN
    assert [chr(char) for char, plain in table.items() if len(plain) != 1 or not plain.isascii()] == []


CASES = [
    *((name, 120, 36, "暗") for name in SCREENS),
    *((name, 80, 24, "暗") for name in ("清单", "豁免", "改规则", "误报")),
    *(("清单", 120, 36, theme) for theme in ("亮", "高对比")),
    ("豁免", 120, 36, "高对比"),
]


@pytest.mark.parametrize(("name", "width", "height", "theme"), CASES)
async def test_the_screen_looks_as_it_did(
    store: Path, tmp_path: Path, name: str, width: int, height: int, theme: str
) -> None:
    """AUDITOR_SHOTS=1 takes the pictures anew; look at them before they are committed."""
    session = sitting(store)
    lines = session.listing().rows(0, 6)  # type: ignore[union-attr]
    session.decide([lines[3]], Choice.CONFIRMED)
    session.decide([lines[4]], Choice.FALSE_ALARM, reason="口径不同")
    session.close()
    app = app_on(store, tmp_path, theme=theme, manners=MANNERS, own_rules=name == "改规则")
    async with app.run_test(size=(width, height)) as pilot:
        await open_screen(app, pilot, SCREENS[name])
        svg = picture(app)
    path = SHOTS / f"{name}-{width}x{height}-{theme}.svg"
    if os.environ.get("AUDITOR_SHOTS"):
        SHOTS.mkdir(exist_ok=True)
        path.write_text(svg, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == svg


HOSTILE = "\x1b[31m红\x07 e\u0301\u0301 👩‍👩‍👧 ｱ \u202e倒 \ud800 \t制表\n换行 [bold]x[/bold] ﷽ 🇨🇳 ︎️ 𠮷 …"


@pytest.mark.parametrize("size", [(20, 6), (40, 10), (81, 24), (120, 36), (200, 60)])
async def test_hostile_text_and_tiny_screens_do_no_harm(
    store: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    from sqlalchemy import update

    from auditor.findings.store.schema import agencies, findings

    session = sitting(store)
    with session.store.writing() as (connection, _):
        safe = HOSTILE.replace("\ud800", "")
        connection.execute(update(findings).values(message=safe, reason=safe, who=safe))
        connection.execute(update(agencies).values(unit=safe))
    session.close()
    app = app_on(store, tmp_path)
    async with app.run_test(size=size) as pilot:
        screen = await ready(pilot)
        screen.status.say(HOSTILE)
        for key in (
            "j",
            "f",
            "escape",
            "enter",
            "escape",
            "v",
            "tab",
            "escape",
            "s",
            "question_mark",
            "escape",
            "T",
        ):
            await pilot.press(key)
            await pilot.pause()
            drawn = rows_of(app)
            assert len(drawn) == size[1]
            assert not any(char in "".join(drawn) for char in "\x1b\x07\u202e\ud800")
