"""Terminals that draw ● two columns wide get plain signs by themselves; faults of ours end in Chinese."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from auditor.triage import Session, StoreFault
from tests.tui.world import HERE, app_on, ready, said, text_of, wait_for
from tui.app import TriageApp
from tui.screens.triage import TriageScreen

ROOT = HERE.parent.parent
ASK = "from tui.probe import draws_wide; import sys; sys.stdout.write(str(draws_wide()))"


@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals here")
@pytest.mark.parametrize(
    ("answer", "wide"), [(b"\x1b[1;3R", "True"), (b"\x1b[1;2R", "False"), (b"", "False")]
)
def test_the_terminal_is_asked_how_wide_it_draws(answer: bytes, wide: str) -> None:
    master, slave = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", ASK], stdin=slave, stdout=subprocess.PIPE, stderr=slave,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    os.close(slave)

    def reply() -> None:
        seen = b""
        while b"\x1b[6n" not in seen:
            seen += os.read(master, 64)
        os.write(master, answer)

    helper = threading.Thread(target=reply, daemon=True)
    helper.start()
    out, _ = process.communicate(timeout=30)
    helper.join(5)
    os.close(master)
    assert out.decode() == wide


async def test_a_fault_of_ours_ends_with_words_for_people(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(TriageApp, "_print_error_renderables", lambda app: told.extend(app._exit_renderables))
    monkeypatch.setattr("tui.screens.tools.help_lines", None)
    app = app_on(store, tmp_path)
    with pytest.raises(TypeError):
        async with app.run_test(size=(80, 24)) as pilot:
            await ready(pilot)
            await pilot.press("question_mark")
            await pilot.pause(0.5)
    assert [str(each).splitlines()[0] for each in app._exit_renderables or told] == [
        "错误  程序内部出错，界面已关闭；确认过的处置都已保存"
    ]


def test_the_core_of_triage_imports_no_textual() -> None:
    code = "import sys, auditor.triage, auditor.findings.store.query; print('textual' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert done.stdout.split() == [b"False"]


def test_the_page_of_keys_is_made_of_the_table() -> None:
    from tui.keys import page

    assert (ROOT / "docs" / "按键.md").read_text(encoding="utf-8") == page()


async def test_broken_rules_leave_the_list_and_are_named(store: Path, tmp_path: Path) -> None:
    app = app_on(store, tmp_path, own_rules=True)
    path = app.desk.rules / "rules.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("  类型: 禁用词", "  类型: 禁用词词"), encoding="utf-8"
    )
    app.desk.session.loaded = None
    async with app.run_test(size=(120, 36)) as pilot:
        screen = None

        def told() -> bool:
            return "规则有 1 处错误" in said(pilot)

        await wait_for(pilot, told, "the fault")
        screen = next(s for s in app.screen_stack if isinstance(s, TriageScreen))
        assert len(screen.list.rows.listing) == 10  # type: ignore[union-attr,arg-type]
        await pilot.press("1")
        await wait_for(pilot, lambda: "改为属实" in said(pilot), "the decision")


async def test_a_store_that_refuses_changes_nothing_and_says_what_to_do(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app_on(store, tmp_path).run_test(size=(120, 36)) as pilot:
        screen = await ready(pilot)
        before = screen.list.current

        def full(*_: object, **__: object) -> None:
            raise StoreFault("full", "磁盘已满，这次没有写进处置库", "腾出磁盘空间后再做一次")

        monkeypatch.setattr(Session, "decide", full)
        await pilot.press("1")
        assert said(pilot) == "× 磁盘已满，这次没有写进处置库；腾出磁盘空间后再做一次"
        assert screen.list.current is not None and before is not None
        assert screen.list.current.id == before.id


async def test_an_empty_result_says_what_was_checked(tmp_path: Path) -> None:
    from auditor.triage import open_store

    open_store(tmp_path / "空.sqlite").close()
    async with app_on(tmp_path / "空.sqlite", tmp_path).run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        assert "没有读到年度报告：（没有写报告）" in text_of(pilot.app)  # type: ignore[arg-type]
