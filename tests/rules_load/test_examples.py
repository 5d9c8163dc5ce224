"""Rules loaded without their 例子: the same rules, and broken YAML is met all the same."""

from __future__ import annotations

from pathlib import Path

from auditor.base.paths import packaged
from auditor.rules.load import load_rules

PACK = """\
规则集: 试
规则:
- 编号: 试-001
  名称: 新收不少于结转
  类型: 勾稽
  级别: 警告
  依据: [{文件: 试, 条款: 无}]
  断言: 表三.总计.新收 ≥ 表三.总计.上年结转
  例子:
"""


def test_the_packs_are_the_same_rules_without_their_examples() -> None:
    whole, light = (load_rules([packaged() / "rules"], examples=examples) for examples in (True, False))
    assert light.diagnostics == whole.diagnostics == ()
    assert [(r.id, r.sha256, r.message, r.basis, r.applies) for r in light.rules] == [
        (r.id, r.sha256, r.message, r.basis, r.applies) for r in whole.rules
    ]
    assert [list(r.checks) for r in light.rules] == [list(r.checks) for r in whole.rules]


def test_a_changed_example_is_no_changed_rule(tmp_path: Path) -> None:
    digests = []
    for example in ("- 通过: 标准报告\n", "- {违反: 标准报告, 改: {表三.总计.新收: 0}}\n"):
        (tmp_path / "规则.yaml").write_text(PACK + f"  {example}", encoding="utf-8")
        (rule,) = load_rules([tmp_path]).rules
        digests.append(rule.sha256)
    assert digests[0] == digests[1]


def test_yaml_that_is_broken_inside_an_example_is_met(tmp_path: Path) -> None:
    (tmp_path / "规则.yaml").write_text(PACK + "  - {违反: 标准报告\n  说明: 甲\n", encoding="utf-8")
    loaded = load_rules([tmp_path], examples=False)
    assert loaded.rules == () and not loaded.ok
    assert loaded.diagnostics[0].code.startswith("yaml.")


def test_what_follows_an_example_keeps_its_place(tmp_path: Path) -> None:
    text = PACK + "  - {违反: 标准报告, 改: {第一部分: {增: [甲, 乙]}}}\n  - 通过: 标准报告\n  说明了: 甲\n"
    (tmp_path / "规则.yaml").write_text(text, encoding="utf-8")
    whole, light = (load_rules([tmp_path], examples=examples).diagnostics for examples in (True, False))
    assert light == whole
    assert [(fault.code, fault.place.line) for fault in light if fault.place] == [("rule.unknown-key", 12)]
