"""The workbench from the command line: what is printed, and with which exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.base.text import cells
from auditor.cli.rules import COMMANDS
from tests.cli.conftest import Auditor, report
from tests.workbench.folder import BALANCE, EXPLAINED, HEAD


@pytest.fixture
def place(home: Path) -> Path:
    """规则.yaml (two rules) and two reports of one agency: 2023, with a wrong figure, and 2022."""
    (home / "规则.yaml").write_text(HEAD + BALANCE + EXPLAINED, encoding="utf-8")
    (home / "甲2023.txt").write_text(report("青岚县水务局", received=12), encoding="utf-8")
    (home / "甲2022.txt").write_text(report("青岚县水务局", year=2022), encoding="utf-8")
    (home / "别的.txt").write_text("今天天气很好。\n", encoding="utf-8")
    return home


def test_explain_tells_the_rule_then_the_rule_on_a_report(place: Path, auditor: Auditor) -> None:
    code, out, err = auditor("explain", "勾稽-901", "--rules", "规则.yaml")
    assert (code, err) == (0, "")
    assert "  查什么    表三的每一列，应当 新收 + 上年结转 = 办理总计 + 结转下年\n" in out
    files = ("甲2023.txt", "甲2022.txt")
    code, out, err = auditor(
        "rules", "explain", "勾稽-901", *files, "--rules", "规则.yaml", "--target", "自然人"
    )
    assert (code, err) == (0, "")
    assert out.count("  结论") == 1
    assert out.endswith("  结论      违反，报错误：自然人相差 2\n  怎么改    核对这一列\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "错误  没有写规则的编号\n"),
        (("勾稽-910",), "错误  没有编号是“勾稽-910”的规则\n      提示：是不是“勾稽-901”？"),
        (("勾稽-901", "没有.txt"), "错误  没有这个文件或文件夹\n"),
        (("勾稽-901", "别的.txt"), "错误  这份文件不是年度报告\n"),
        (("勾稽-901", "."), "错误  一次只讲一份报告，“.”是文件夹\n"),
        (("勾稽-901", "甲2023.txt", "--target", "自燃人"), "错误  这条规则没有“自燃人”这个目标\n"),
    ],
)
def test_what_cannot_be_explained_is_said(
    place: Path, auditor: Auditor, words: tuple[str, ...], said: str
) -> None:
    code, out, err = auditor("explain", *words, "--rules", "规则.yaml")
    assert (code, out) == (2, "")
    assert err.startswith(said)


def test_statistics_name_rules_that_fire_everywhere_or_apply_nowhere(place: Path, auditor: Auditor) -> None:
    (place / "乙2023.txt").write_text(report("青岚县财政局", received=11), encoding="utf-8")
    _, out, _ = auditor("run", "规则.yaml", "甲2023.txt", "乙2023.txt", "--statistics", "-q")
    assert out.split("各条规则报出的情况（份）\n")[1].split("\n") == [
        "  编号        违反    适用  判不了  名称",
        "  勾稽-901       2       2       0  收支平衡（每份都违反，请核对规则）",
        "  说明-901       0       2       2  有其他处理的应作说明（没有一份能判定）",
        "",
    ]


@pytest.mark.parametrize("name", [name for name, _, _, _ in COMMANDS])
def test_every_help_page_fits_the_screen(name: str, home: Path, auditor: Auditor) -> None:
    code, out, err = auditor("rules", name, "--help")
    assert (code, err) == (0, "")
    assert out.startswith("用法：auditor ")
    assert [line for line in out.split("\n") if cells(line) > 100] == []


def test_a_misspelt_subcommand_is_met_with_the_nearest(home: Path, auditor: Auditor) -> None:
    code, out, err = auditor("rules", "lst")
    assert (code, out) == (2, "")
    assert err.startswith("错误  auditor rules 没有“lst”\n      提示：是不是“list”")
