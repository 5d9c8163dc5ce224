"""Examples that are too few are found out, and every formula of the shipped packs is held by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.base.paths import packaged
from auditor.engine.mutants import unparse, variants
from auditor.engine.mutate import Survivor, mutate
from auditor.engine.testing import test_rules as check_examples
from auditor.rules.formula import FormulaError, parse
from auditor.rules.load import load_rules
from tests.cli.conftest import Auditor
from tests.workbench.folder import BALANCE, HEAD, loaded, shipped

NAMES = ("甲", "乙", "丙", "类别", "日期")
THIN = """\
- 编号: 勾稽-902
  名称: 部分公开不多于办理总计
  类型: 勾稽
  级别: 警告
  依据: [{文件: 实务要求, 条款: 编制通知}]
  对象: 表三
  逐: 列
  范围: [总计]
  断言: 部分公开 ≤ 办理总计
  例子:
  - 通过: 标准报告
  - {违反: 标准报告, 改: {表三.总计.部分公开: 90}, 应报: [表三.总计]}
  - {无法判定: 标准报告, 改: {表三.总计.部分公开: 〈无法辨认〉}}
"""
WORDS = """\
- 编号: 表述-902
  名称: 写明收费
  类型: 必备表述
  级别: 警告
  依据: [{文件: 实务要求, 条款: 编制通知}]
  位置: 第六部分
  任一: [没有收取信息处理费, 未收取信息处理费, 收取信息处理费]
  除外: [没有收取别的费]
  消息: 没有写
  例子:
  - 通过: 标准报告
  - {违反: 标准报告, 改: {第六部分: 无。}, 应报: [第六部分]}
"""


def of(formula: str) -> list[tuple[str, str]]:
    parsed = parse(formula, NAMES)
    assert not isinstance(parsed, FormulaError)
    return list(variants(parsed, formula))


@pytest.mark.parametrize(
    ("formula", "changed"),
    [
        ("甲 = 乙", ["甲 ≠ 乙", "甲 ≤ 乙", "甲 ≥ 乙"]),
        ("甲 > 0", ["甲 ≥ 0", "甲 ≤ 0", "甲 > 1"]),
        ("甲 = 0", ["甲 ≠ 0", "甲 ≥ 0", "甲 = 1"]),
        ("0 < 甲", ["0 ≤ 甲", "0 ≥ 甲", "1 < 甲"]),
        ("甲 - 乙 ≤ 0", ["甲 - 乙 < 0", "甲 - 乙 > 0", "- 乙 ≤ 0", "甲 ≤ 0", "甲 - 乙 ≤ 1"]),
        ("甲 + 乙 > 丙", ["甲 + 乙 ≥ 丙", "甲 + 乙 ≤ 丙", "乙 > 丙", "甲 > 丙"]),
        ("甲 > 乙 且 乙 > 丙",
         ["甲 > 乙 或 乙 > 丙", "乙 > 丙", "甲 > 乙", "甲 ≥ 乙 且 乙 > 丙", "甲 ≤ 乙 且 乙 > 丙",
          "甲 > 乙 且 乙 ≥ 丙", "甲 > 乙 且 乙 ≤ 丙"]),
        ("非 (甲 > 乙)", ["甲 > 乙", "非 (甲 ≥ 乙)", "非 (甲 ≤ 乙)"]),
        ("日期 ≤ 1月31日", ["日期 < 1月31日", "日期 > 1月31日", "日期 ≤ 2月1日", "日期 ≤ 1月30日"]),
    ],
)  # fmt: skip
def test_every_slip_of_the_pen_is_tried_and_none_that_means_the_same(
    formula: str, changed: list[str]
) -> None:
    assert [text for _, text in of(formula)] == changed


@pytest.mark.parametrize(
    "formula",
    ["甲 * (乙 + 丙) > 2 * 甲 / 3", "(甲 > 1 或 乙 > 2) 且 非 (丙 = 3)", "甲 - (乙 - 丙) = 合计(甲, 乙)",
     "日期 ≤ 选(类别, 部门 → 1月31日, 其余 → 不适用)"],
)  # fmt: skip
def test_a_formula_taken_apart_and_written_again_is_the_same(formula: str) -> None:
    parsed = parse(formula, NAMES)
    assert not isinstance(parsed, FormulaError)
    assert unparse(parsed, formula) == formula


def test_a_boundary_that_no_example_meets_is_named_with_its_line(tmp_path: Path) -> None:
    found = mutate(loaded(tmp_path, BALANCE, THIN), ["勾稽-902"])
    assert [(s.rule, s.key, s.change, s.place.line if s.place else 0) for s in found.survivors] == [
        ("勾稽-902", "断言", "“≤”改成“<”：部分公开 < 办理总计", 25)
    ]
    assert (found.rules, found.formulas, found.wordings, found.unsound) == (1, 2, 0, ())


def test_an_example_at_the_boundary_leaves_no_survivor(tmp_path: Path) -> None:
    met = THIN + "  - {通过: 标准报告, 改: {表三.总计.部分公开: 12}}\n"
    assert mutate(loaded(tmp_path, met)).survivors == ()


def test_wordings_that_no_example_needs_are_listed_with_the_reason(tmp_path: Path) -> None:
    found = mutate(loaded(tmp_path, WORDS)).survivors
    assert [(s.key, s.change, s.reason) for s in found] == [
        ("任一", "去掉“没有收取信息处理费”", "用到它的例子，别的说法也能认出"),
        ("任一", "去掉“未收取信息处理费”", "没有一个例子用到它"),
        ("任一", "去掉“收取信息处理费”", "用到它的例子，别的说法也能认出"),
        ("除外", "去掉“没有收取别的费”", "没有一个例子靠它排除"),
    ]
    assert all(isinstance(one, Survivor) and one.wording for one in found)


def test_a_premise_that_could_be_left_out_is_named(tmp_path: Path) -> None:
    rule = (
        THIN.replace("  断言:", "  前提: 新收 > 0\n  断言:")
        + "  - {不适用: 标准报告, 改: {表三.总计.新收: 0}}\n"
    )
    rule += "  - {违反: 标准报告, 改: {表三.总计.新收: 1, 表三.总计.部分公开: 13}}\n"
    rule += "  - {通过: 标准报告, 改: {表三.总计.部分公开: 12}}\n"
    found = mutate(loaded(tmp_path, rule)).survivors
    assert [one.change for one in found] == []
    without = rule.replace("  - {不适用: 标准报告, 改: {表三.总计.新收: 0}}\n", "")
    found = mutate(loaded(tmp_path, without)).survivors
    assert [one.change for one in found] == ["“>”改成“≥”：新收 ≥ 0", "去掉前提", "前提总是成立"]


def test_a_rule_whose_examples_do_not_hold_is_not_tried(tmp_path: Path) -> None:
    wrong = BALANCE.replace("新收: 11", "新收: 10")
    found = mutate(loaded(tmp_path, wrong))
    assert (found.unsound, found.formulas, found.survivors) == (("勾稽-901",), 0, ())


def test_the_command_says_what_is_missing_and_fails(home: Path, auditor: Auditor) -> None:
    (home / "规则.yaml").write_text(HEAD + THIN, encoding="utf-8")
    assert auditor("rules", "test", "规则.yaml", "--mutate") == (
        1,
        "1 条规则，3 个例子，全部符合\n"
        "\n"
        "缺例子  勾稽-902  断言  规则.yaml:11\n"
        "        “≤”改成“<”：部分公开 < 办理总计，例子都看不出来\n"
        "试改 1 条规则：公式和前提 2 处，例子看出 1 处，缺例子 1 处；说法 0 处，用到 0 处\n",
        "",
    )


def test_no_formula_of_the_shipped_packs_can_be_changed_unnoticed() -> None:
    found = mutate(shipped(), wordings=False)
    assert found.unsound == ()
    assert [f"{one.rule} {one.key} {one.change}" for one in found.survivors] == []


def test_a_text_of_exactly_so_many_characters_meets_a_limit(tmp_path: Path) -> None:
    rule = """\
- 编号: 表述-903
  名称: 第一部分不超过三十字
  类型: 条件说明
  级别: 提示
  依据: [{文件: 实务要求, 条款: 编制通知}]
  目标: 第一部分
  前提: 存在(第一部分)
  断言: 字数(第一部分) ≤ 30
  例子:
  - {通过: 标准报告, 改: {第一部分: {字数: 30}}}
  - {违反: 标准报告, 改: {第一部分: {字数: 31}}, 应报: [第一部分]}
  - {不适用: 标准报告, 改: {第一部分: 〈删除〉}}
"""
    found = [result.failures for result in check_examples(loaded(tmp_path, rule)) if result.number]
    assert found == [(), (), ()]


@pytest.mark.parametrize("overlay", ["云川市", "垂直管理系统", "岚江市"])
def test_no_formula_of_an_overlay_can_be_changed_unnoticed(overlay: str) -> None:
    national = {rule.id for rule in shipped().rules}
    rules = load_rules([packaged() / "rules"], [overlay])
    own = [rule.id for rule in rules.rules if rule.id not in national]
    found = mutate(rules, own, wordings=False)
    assert (found.unsound, found.survivors) == ((), ())
