"""What a change of rules does: to the findings (`rules diff`), and to the notice that rules were changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from auditor.base.paths import packaged
from auditor.rules.load import load_rules
from tests.cli.conftest import Auditor, report
from tests.workbench.folder import BALANCE, HEAD

PLAIN = BALANCE.split("  例子:")[0]


@pytest.fixture
def both(home: Path) -> Path:
    """前.yaml and 后.yaml, to be written over, and two reports: 乙 is out by two."""
    (home / "前.yaml").write_text(HEAD + PLAIN, encoding="utf-8")
    (home / "后.yaml").write_text(HEAD + PLAIN, encoding="utf-8")
    (home / "报告").mkdir()
    (home / "报告" / "甲.txt").write_text(report("青岚县水务局"), encoding="utf-8")
    (home / "报告" / "乙.txt").write_text(report("青岚县财政局", received=12), encoding="utf-8")
    return home


def after(both: Path, text: str) -> None:
    (both / "后.yaml").write_text(HEAD + text, encoding="utf-8")


def test_rules_that_are_alike_give_no_difference(both: Path, auditor: Auditor) -> None:
    code, out, err = auditor("rules", "diff", "前.yaml", "后.yaml", "报告")
    assert (code, err) == (0, "")
    assert out == "两边的规则一样\n\n问题 多出 0，少掉 0，变了 0，不变 2\n"


def test_a_changed_level_and_message_are_shown_beside_the_old(both: Path, auditor: Auditor) -> None:
    after(both, PLAIN.replace("级别: 错误", "级别: 警告").replace("{列}相差 {差}", "{列}不平"))
    code, out, _ = auditor("rules", "diff", "前.yaml", "后.yaml", "报告")
    assert code == 1
    assert out == (
        "规则改动 1 条：勾稽-901\n"
        "\n"
        "青岚县财政局 · 2023年度 · 报告/乙.txt\n"
        "  变了  警告  勾稽-901  总计不平\n"
        "        原来 错误  总计相差 2\n"
        "  变了  警告  勾稽-901  自然人不平\n"
        "        原来 错误  自然人相差 2\n"
        "\n"
        "问题 多出 0，少掉 0，变了 2，不变 0\n"
    )


def test_a_narrower_rule_loses_findings_and_a_new_rule_brings_some(both: Path, auditor: Auditor) -> None:
    new = PLAIN.replace("勾稽-901", "勾稽-902").replace(
        "新收 + 上年结转 = 办理总计 + 结转下年", "新收 ≤ 办理总计"
    )
    narrow = PLAIN.replace("  断言", "  范围: [自然人]\n  断言")
    after(both, narrow + new.replace("  断言", "  范围: [自然人]\n  断言"))
    _, out, _ = auditor("rules", "diff", "前.yaml", "后.yaml", "报告")
    assert out == (
        "规则增加 1 条：勾稽-902\n"
        "规则改动 1 条：勾稽-901\n"
        "\n"
        "青岚县财政局 · 2023年度 · 报告/乙.txt\n"
        "  少掉  错误  勾稽-901  总计相差 2\n"
        "  多出  错误  勾稽-902  自然人相差 2\n"
        "\n"
        "问题 多出 1，少掉 1，变了 0，不变 1\n"
        "结论 通过 12→2\n"
    )


def test_a_rule_that_was_renamed_keeps_its_findings(both: Path, auditor: Auditor) -> None:
    after(both, PLAIN.replace("勾稽-901", "勾稽-950") + "  曾用编号: [勾稽-901]\n")
    code, out, _ = auditor("rules", "diff", "前.yaml", "后.yaml", "报告")
    assert (code, out) == (0, "两边的规则一样\n\n问题 多出 0，少掉 0，变了 0，不变 2\n")


def test_faults_in_either_rule_set_stop_the_comparison(both: Path, auditor: Auditor) -> None:
    after(both, PLAIN.replace("断言", "断盐"))
    code, out, err = auditor("rules", "diff", "前.yaml", "后.yaml", "报告")
    assert (code, out) == (2, "")
    assert err.startswith("错误  没有“断盐”这个键，是不是“断言”？\n")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(packaged() / "rules", tmp_path / "rules")
    return tmp_path / "rules"


def notices(folder: Path) -> tuple[str, ...]:
    return load_rules([folder]).notices


def test_a_national_rule_that_was_edited_is_named_in_every_run(copied: Path) -> None:
    path = copied / "国家" / "通用" / "结构.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("名称: 第六部分不得空白", "名称: 第六部分应有内容"), encoding="utf-8")
    assert notices(copied) == ("这里的国家规则 结构-601 和随程序提供的不同（本地改过，或版本不同）",)


def test_rules_as_shipped_more_examples_and_own_rules_are_no_edit(copied: Path) -> None:
    assert notices(copied) == ()
    path = copied / "国家" / "通用" / "结构.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text("# 注释\n" + text.replace("  例子:\n", "  例子:\n  - 通过: 标准报告\n"), encoding="utf-8")
    (copied / "本单位.yaml").write_text(HEAD + PLAIN, encoding="utf-8")
    assert notices(copied) == ()


def test_the_shipped_rules_themselves_are_never_called_edited() -> None:
    assert notices(packaged() / "rules") == ()
