"""例子 pass and fail for the right reasons, and the gate stands before them."""

from pathlib import Path

import pytest

from auditor.engine import testing
from auditor.rules.load import load_rules
from tests.rules_load.folder import BALANCE, EXPLAINED, pack, write

PASSES = "- 通过: 标准报告"
FAILS = "- {违反: 标准报告, 改: {表三.自然人.新收: 11}, 应报: [表三.自然人], 消息含: 相差 1}"
UNKNOWN = "- {无法判定: 标准报告, 改: {表三.自然人.结转下年: 〈无法辨认〉}}"


def results(
    folder: Path, *examples: str, rule: str = BALANCE, head: str = "适用: {年度: 2021起}\n"
) -> list[object]:
    """(number, expectation, failures) of every result of one rule with these examples."""
    lines = "".join(f"  {line}\n" for line in examples)
    write(folder, {"a.yaml": pack(f"{rule}  例子:\n{lines}" if examples else rule, head)})
    loaded = load_rules([folder])
    assert [fault.message for fault in loaded.diagnostics] == []
    return [(one.number, one.expectation, one.failures) for one in testing.test_rules(loaded)]


def test_examples_that_hold_have_no_failures(tmp_path: Path) -> None:
    assert results(tmp_path, PASSES, FAILS, UNKNOWN) == [
        (1, "通过", ()), (2, "违反", ()), (3, "无法判定", ()),
    ]  # fmt: skip


def test_each_result_knows_its_place(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": pack(f"{BALANCE}  例子:\n  {PASSES}\n  {FAILS}\n  {UNKNOWN}\n")})
    found = testing.test_rules(load_rules([tmp_path]))
    assert [(one.file, one.place.line if one.place else 0, one.rule) for one in found] == [
        ((tmp_path / "a.yaml").as_posix(), line, "勾稽-901") for line in (16, 17, 18)
    ]


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ("- {通过: 标准报告, 改: {表三.自然人.新收: 11}}",
         "应当通过，却违反（表三.自然人：自然人：新收 11 + 上年结转 1 = 12，办理总计 10 + 结转下年 1 = 11，"),
        ("- {违反: 标准报告}", "应当违反，却通过："),
        ("- {违反: 标准报告, 改: {表三.自然人.新收: 11}, 应报: [表三.总计]}",
         "应报 表三.总计，实际是 表三.自然人"),
        ("- {违反: 标准报告, 改: {表三.自然人.新收: 11, 表三.总计.新收: 13}, 应报: [表三.总计]}",
         "应报 表三.总计，实际是 表三.自然人、表三.总计"),
        ("- {违反: 标准报告, 改: {表三.自然人.新收: 11, 表三.总计.新收: 13}}",
         "报了 2 处，例子要用“应报”写明：表三.自然人、表三.总计"),
        ("- {违反: 标准报告, 改: {表三.自然人.新收: 11}, 消息含: 相差 2}", "消息里没有“相差 2”："),
        ("- {违反: 标准报告, 改: {表三.自然人.新收: 11}, 级别: 警告}", "“表三.自然人”的级别是错误，不是警告"),
        ("- {无法判定: 标准报告, 改: {表三.自然人.新收: 11}}", "应当无法判定，却违反（表三.自然人："),
        ("- {不适用: 标准报告}", "应当不适用，却通过（表三.自然人）"),
        ("- {违反: 标准报告-2021-乡村}", "第 18 行：没有样本“标准报告-2021-乡村”"),
        ("- {违反: 标准报告, 改: {表三.自然人.新受: 1}}", "第 18 行：没有“表三.自然人.新受”可改"),
        ("- {违反: 标准报告, 通过: 标准报告}", "例子要写一个、也只写一个：通过 违反 无法判定 不适用"),
        ("- {改: {年度: 2022}}", "例子要写一个、也只写一个：通过 违反 无法判定 不适用"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_said(tmp_path: Path, example: str, said: str) -> None:
    found = results(tmp_path, PASSES, FAILS, example, UNKNOWN)
    number, _, failures = found[2]  # type: ignore[misc]
    assert number == 3
    assert failures[0].startswith(said)
    assert all(not one[2] for one in found if one[0] not in (0, 3))  # type: ignore[index]


def test_the_gate_asks_for_each_kind_of_example(tmp_path: Path) -> None:
    assert results(tmp_path) == [
        (0, "例子齐全", (
            "没有“通过”的例子", "没有“违反”的例子",
            "规则要看单元格，没有“无法判定”的例子（改: {…: 〈无法辨认〉}）",
        )),
    ]  # fmt: skip


def test_a_premise_asks_for_an_example_of_not_applying(tmp_path: Path) -> None:
    cells = "表三.总计.其他处理之其他"
    examples = [
        f"- {{通过: 标准报告, 改: {{{cells}: 1, 第一部分: {{增: 申请人主动撤销1件。}}}}}}",
        f"- {{违反: 标准报告, 改: {{{cells}: 1}}}}",
        f"- {{无法判定: 标准报告, 改: {{{cells}: 〈无法辨认〉}}}}",
    ]
    assert results(tmp_path / "a", *examples, rule=EXPLAINED)[-1] == (
        0, "例子齐全", ("规则有“前提”，没有“不适用”的例子",),
    )  # fmt: skip
    assert len(results(tmp_path / "b", *examples, "- 不适用: 标准报告", rule=EXPLAINED)) == 4


def test_a_standard_report_that_breaks_the_rule_is_named(tmp_path: Path) -> None:
    wrong = BALANCE.replace("= 办理总计 + 结转下年", "= 办理总计")
    found = results(tmp_path, PASSES, rule=wrong)
    gate = found[-1][2]  # type: ignore[index]
    assert any(said.startswith("标准报告-2021-部门 应当没有问题，却违反（表三.自然人：") for said in gate)


def test_last_year_s_report_is_patched_like_this_year_s(tmp_path: Path) -> None:
    rule = BALANCE.replace("新收 + 上年结转 = 办理总计 + 结转下年", "上年结转 = 上年.结转下年").replace(
        "级别: 错误", "级别: 警告"
    )
    found = results(
        tmp_path,
        "- {通过: 标准报告, 上年: 标准报告}",
        "- {违反: 标准报告, 上年: {表三.自然人.结转下年: 3}, 应报: 表三.自然人}",
        "- {无法判定: 标准报告}",
        "- {无法判定: 标准报告, 上年: {表三.自然人.结转下年: 〈无法辨认〉}, 应报: 表三.自然人}",
        "- {通过: 标准报告, 改: {年度: 2021}, 上年: 标准报告}",
        rule=rule,
    )
    assert [one[2] for one in found] == [()] * 5  # type: ignore[index]


def test_subordinates_are_patched_reports_too(tmp_path: Path) -> None:
    rule = BALANCE.replace("逐: 列", "逐: 格").replace(
        "新收 + 上年结转 = 办理总计 + 结转下年", "本级 = 合计(下级)"
    )
    rule = rule.replace("级别: 错误", "级别: 警告").replace("{列}：", "")
    cells = "表三.自然人.新收, 表三.商业企业.新收, 表三.总计.新收"
    double = "表三.总计.新收: 24, 表三.自然人.新收: 20, 表三.商业企业.新收: 4"
    found = results(
        tmp_path,
        "- {通过: 标准报告, 下级: [{年度: 2023}]}",
        f"- {{违反: 标准报告, 下级: [{{{double}}}], 应报: [{cells}]}}",
        "- {无法判定: 标准报告}",
        rule=rule,
    )
    assert [one[2] for one in found] == [()] * 3  # type: ignore[index]


def test_only_the_rules_asked_for_are_tested_and_stopped_ones_never(tmp_path: Path) -> None:
    stopped = EXPLAINED + "  状态: 停用\n  理由: 试过了\n"
    write(tmp_path, {"a.yaml": pack(BALANCE + stopped)})
    loaded = load_rules([tmp_path])
    assert {one.rule for one in testing.test_rules(loaded)} == {"勾稽-901"}
    assert testing.test_rules(loaded, ["别的"]) == ()
