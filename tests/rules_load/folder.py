"""Rule folders made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from auditor.base.diagnostic import Diagnostic
from auditor.base.place import SourcePlace
from auditor.rules.load import LoadedRules, load_rules

BASIS = "依据: [{文件: 国办公开办函〔2021〕30号, 条款: 表三}]"
BALANCE = """\
- 编号: 勾稽-901
  名称: 表三逐列收支平衡
  类型: 勾稽
  级别: 错误
  依据: [{文件: 国办公开办函〔2021〕30号, 条款: 表三}]
  对象: 表三
  逐: 列
  断言: 新收 + 上年结转 = 办理总计 + 结转下年
  消息: "{列}：{左式} = {左}，{右式} = {右}，相差 {差}"
  怎么改: 先核对“{可疑格}”
"""
EXPLAINED = """\
- 编号: 说明-901
  名称: 有“其他处理—其他”件数的应作说明
  类型: 条件说明
  级别: 警告
  依据: [{文件: 实务要求, 条款: 各地编制通知}]
  前提: 表三.总计.其他处理之其他 > 0
  断言: 提及(正文, $本地说明)
  参数: {本地说明: [撤回申请, 主动撤销]}
  消息: 其他处理 {表三.总计.其他处理之其他} 件，正文未见说明
"""


def pack(rules: str, head: str = "适用: {年度: 2021起}\n") -> str:
    """A 规则集 file with these rules."""
    return f'规则集: 测试\n版本: "1"\n{head}规则:\n{rules}'


def overlay(adjustments: str, name: str = "某市", rules: str = "") -> str:
    """A 叠加 file with these adjustments, written in flow or block style."""
    return f"叠加: {name}\n调整:\n{adjustments}{'规则:' if rules else ''}\n{rules}"


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder with these files in it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def load(folder: Path, *texts: str, overlays: Sequence[str] = ()) -> LoadedRules:
    """Load these texts as files 0.yaml, 1.yaml …"""
    write(folder, {f"{number}.yaml": text for number, text in enumerate(texts)})
    return load_rules([folder], overlays)


def said(loaded: LoadedRules) -> list[tuple[str, str]]:
    """(line:column, message) of every diagnostic."""
    return [(_at(fault), fault.message) for fault in loaded.diagnostics]


def codes(loaded: LoadedRules) -> list[str]:
    """The codes of every diagnostic."""
    return [fault.code for fault in loaded.diagnostics]


def marked(fault: Diagnostic) -> str:
    """The text that the caret underlines."""
    assert isinstance(fault.place, SourcePlace)
    return fault.excerpt[fault.place.column - 1 : fault.place.column - 1 + fault.width]


def _at(fault: Diagnostic) -> str:
    return f"{fault.place.line}:{fault.place.column}" if isinstance(fault.place, SourcePlace) else ""
