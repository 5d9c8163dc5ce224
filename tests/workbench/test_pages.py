"""A page per rule, made from the rules: docs/规则 is what `auditor rules docs` writes."""

from __future__ import annotations

from pathlib import Path

from auditor.cli.rules_docs import current, pages_of
from auditor.output.evidence import evidence_beside
from tests.cli.conftest import Auditor
from tests.workbench.folder import BALANCE, EXPLAINED, HEAD, shipped

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = ROOT / "docs" / "规则"


def test_the_pages_are_those_of_the_rules() -> None:
    assert current(shipped(), PAGES) == "", "the rules changed; run: auditor rules docs --output docs/规则"
    written = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md")}
    made = pages_of(shipped(), evidence_beside(PAGES))
    assert sorted(written) == sorted(made)
    assert [name for name in made if made[name] != written[name]] == []


def test_a_page_says_what_the_rule_asks_and_that_its_examples_hold(home: Path, auditor: Auditor) -> None:
    (home / "规则.yaml").write_text(HEAD + BALANCE, encoding="utf-8")
    code, out, err = auditor("rules", "docs", "规则.yaml", "--output", "页")
    assert (code, out, err) == (0, "1 条规则和目录共 2 页，改写 2 页：页\n", "")
    assert (home / "页" / "勾稽-901.md").read_text(encoding="utf-8") == (
        "<!-- 由 auditor rules docs 写出，不要手改 -->\n"
        "# 勾稽-901 收支平衡\n\n"
        "勾稽 · **错误** · [全部规则](README.md)\n\n"
        "**查什么** 表三的每一列，应当 新收 + 上年结转 = 办理总计 + 结转下年。\n\n"
        "**依据**\n\n- 国办公开办函〔2021〕30号 表三\n\n"
        "**适用** 所有报告\n\n"
        "```text\n断言：新收 + 上年结转 = 办理总计 + 结转下年\n```\n\n"
        "## 报出来是什么样\n\n> {列}相差 {差}\n\n"
        "**怎么改** 核对这一列\n\n"
        "## 例子\n\n标准报告是没有一处问题的样本；每个例子只改它一处或几处。\n\n"
        "| | 例子 | 试过 |\n|---|---|---|\n"
        "| 通过 | 标准报告 | 符合 |\n"
        "| 违反 | 标准报告；改 表三.自然人.新收＝11；报 表三.自然人 | 符合 |\n"
        "| 无法判定 | 标准报告；改 表三.自然人.结转下年＝〈无法辨认〉 | 符合 |\n\n"
        "写在 `规则.yaml`。\n"
    )


def test_pages_of_rules_that_are_gone_are_removed_and_those_of_others_are_not(
    home: Path, auditor: Auditor
) -> None:
    (home / "规则.yaml").write_text(HEAD + BALANCE + EXPLAINED, encoding="utf-8")
    auditor("rules", "docs", "规则.yaml", "--output", "页")
    (home / "页" / "手写.md").write_text("# 手写\n", encoding="utf-8")
    (home / "规则.yaml").write_text(HEAD + BALANCE, encoding="utf-8")
    code, out, _ = auditor("rules", "docs", "规则.yaml", "--output", "页", "--check")
    assert code == 1
    assert out == (
        "不是最新：页/README.md\n规则已经没有了：页/说明-901.md\n"
        "2 页，2 页不是最新；运行 auditor rules docs --output 页\n"
    )
    assert auditor("rules", "docs", "规则.yaml", "--output", "页")[0] == 0
    assert sorted(path.name for path in (home / "页").iterdir()) == ["README.md", "勾稽-901.md", "手写.md"]
    assert auditor("rules", "docs", "规则.yaml", "--output", "页", "--check")[0] == 0


def test_a_page_tells_what_planted_faults_showed_where_that_was_measured(
    home: Path, auditor: Auditor
) -> None:
    (home / "规则.yaml").write_text(HEAD + BALANCE, encoding="utf-8")
    (home / "证据.yaml").write_text(
        "报告: 1200\n规则:\n  勾稽-901: {植入: 40, 查出: 38, 误报: 2}\n  勾稽-902: {植入: 40}\n",
        encoding="utf-8",
    )
    assert auditor("rules", "docs", "规则.yaml", "--output", "页")[0] == 0
    page = (home / "页" / "勾稽-901.md").read_text(encoding="utf-8")
    assert (
        "## 实测\n\n植入 40 处，查出 38 处，查全率 0.95；1200 份报告里误报 2 处，查准率 0.95。"
        "怎样量的，见[证据](../证据.md)。\n"
    ) in page
    assert auditor("rules", "docs", "规则.yaml", "--output", "页", "--check")[0] == 0
    (home / "证据.yaml").write_text("不是证据\n", encoding="utf-8")
    assert auditor("rules", "docs", "规则.yaml", "--output", "页")[0] == 0
    assert "实测" not in (home / "页" / "勾稽-901.md").read_text(encoding="utf-8")
