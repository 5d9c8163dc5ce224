"""Small rule folders, and reports to hold them against."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from auditor.base.paths import packaged
from auditor.report.model import Report
from auditor.report.sample import SampleBuilder, load_sample
from auditor.rules.load import LoadedRules, load_rules
from auditor.source.load import read_source

HEAD = "规则集: 测试\n规则:\n"
BALANCE = """\
- 编号: 勾稽-901
  名称: 收支平衡
  类型: 勾稽
  级别: 错误
  依据: [{文件: 国办公开办函〔2021〕30号, 条款: 表三}]
  对象: 表三
  逐: 列
  断言: 新收 + 上年结转 = 办理总计 + 结转下年
  消息: "{列}相差 {差}"
  怎么改: 核对这一列
  例子:
  - 通过: 标准报告
  - {违反: 标准报告, 改: {表三.自然人.新收: 11}, 应报: [表三.自然人]}
  - {无法判定: 标准报告, 改: {表三.自然人.结转下年: 〈无法辨认〉}}
"""
EXPLAINED = """\
- 编号: 说明-901
  名称: 有其他处理的应作说明
  类型: 条件说明
  级别: 警告
  依据: [{文件: 实务要求, 条款: 编制通知}]
  适用: {年度: 2021起}
  前提: 表三.总计.其他处理之其他 > 0
  断言: 提及(正文, $撤回)
  参数: {撤回: ["{撤回|撤销}…申请", "申请人…{撤回|撤销}"]}
  消息: 有 {表三.总计.其他处理之其他} 件，未说明
"""
SAID = """\
- 编号: 表述-901
  名称: 写明收费
  类型: 必备表述
  级别: 警告
  依据: [{文件: 实务要求, 条款: 编制通知}]
  位置: 第六部分
  任一: ["{收取|没有收取}…信息处理费"]
  除外: ["没有收取行政事业性收费"]
  消息: 信息处理费{情况}
"""


def loaded(folder: Path, *rules: str) -> LoadedRules:
    """The rules, written to a file of `folder` and loaded without a fault."""
    (folder / "规则.yaml").write_text(HEAD + "".join(rules), encoding="utf-8")
    found = load_rules([folder])
    assert [fault.message for fault in found.diagnostics] == []
    return found


@cache
def shipped() -> LoadedRules:
    """The packs as shipped."""
    return load_rules([packaged() / "rules"])


@cache
def standard(name: str = "标准报告-2021-部门") -> Report:
    """A standard report as it stands."""
    path = packaged() / "rules" / "样本" / f"{name}.yaml"
    source, _ = read_source(path, path.name)
    assert source is not None
    sample, _ = load_sample(source)
    assert sample is not None
    return SampleBuilder(shipped().lexicons).build(sample, f"{name}.docx")
