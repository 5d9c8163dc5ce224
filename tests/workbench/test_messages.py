"""Tried as a policy officer would: what was written by the handbook is broken, and the message alone
must be enough to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.base.place import SourcePlace
from auditor.rules.load import load_rules

RULE = """\
规则集: 本单位规则
规则:
- 编号: 本单位-501
  名称: 第五部分至少写两条问题
  类型: 勾稽
  级别: 警告
  依据: [{文件: 某政办发〔2025〕1号, 条款: 第三条}]
  断言: 次数(第五部分, $本单位分条) ≥ 2
  消息: "第五部分：只写了 {左} 条"
"""
WORDS = """\
词表: 本单位
组:
  本单位分条:
  - "{一是|二是|三是}"
  - 第一
"""
OVERLAY = """\
叠加: 某市
调整:
- {规则: 本单位-501, 级别: 错误, 理由: 必须, 依据: [{文件: 某政办发〔2025〕1号, 条款: 二}]}
规则: []
"""
FILES = {"规则.yaml": RULE, "词表.yaml": WORDS, "某市.yaml": OVERLAY}
OPEN = "引号没有配对：从这里开始，到文件末尾都没有找到结尾的引号"
CLOSE = "在值的末尾补上同样的英文引号"
FOLLOW = (
    "没有名为“某市”的叠加", "不认识的名称“$本单位分条”", "词表文件没有“组”", "没有“下同”",
    "没有编号为“本单位-501”", "没有一个规则文件", "这里只有",
)  # fmt: skip
Fault = tuple[str, str, int, str]


def faults(folder: Path, file: str = "", old: str = "", new: str = "") -> list[Fault]:
    """(message, remedy, line, file) of every fault after one change."""
    for name, text in FILES.items():
        assert name != file or old in text
        (folder / name).write_text(text.replace(old, new, 1) if name == file else text, encoding="utf-8")
    found = load_rules([folder], ["某市"]).diagnostics
    return [
        (f.message, f.remedy, f.place.line if isinstance(f.place, SourcePlace) else 0, Path(f.file).name)
        for f in found
    ]


def test_the_rule_the_list_and_the_overlay_load(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("规则.yaml", "级别: 警告", "级别：警告",
         ("键“级别”后面是全角冒号“：”", "改成半角冒号加一个空格“: ”", 6, "规则.yaml")),
        ("规则.yaml", "  级别: 警告", "\t级别: 警告",
         ("缩进里有制表符（Tab）", "缩进只用半角空格，每层两个", 6, "规则.yaml")),
        ("规则.yaml", "断言:", "断盐:",
         ("没有“断盐”这个键，是不是“断言”？", "改成“断言”", 8, "规则.yaml")),
        ("规则.yaml", "次数(第五部分, $本单位分条) ≥ 2", "表三.自燃人.新收 > 0",
         ("不认识的名称“表三.自燃人.新收”",
          "是不是“表三.自然人.新收”、“表三.法人.新收”、“上年.表三.自然人.新收”？", 8, "规则.yaml")),
        ("规则.yaml", '条"\n', "条\n",
         (OPEN, CLOSE, 9, "规则.yaml")),
        ("规则.yaml", "≥ 2", "不少于 2", ("运算符不能用文字“不少于”", "写成“≥”", 8, "规则.yaml")),
        ("词表.yaml", "组:", "组：",
         ("键“组”后面是全角冒号“：”", "改成半角冒号加一个空格“: ”", 2, "词表.yaml")),
        ("词表.yaml", "  - 第一", "\t- 第一",
         ("缩进里有制表符（Tab）", "缩进只用半角空格，每层两个", 5, "词表.yaml")),
        ("词表.yaml", "组:", "祖:", ("没有“祖”这个键", "可以写的键：词表 版本 说明 组", 2, "词表.yaml")),
        ("词表.yaml", '三是}"', "三是}",
         (OPEN, CLOSE, 4, "词表.yaml")),
        ("某市.yaml", "级别: 错误", "级别： 错误",
         ("键“级别”后面是全角冒号“：”", "改成半角冒号加一个空格“: ”", 3, "某市.yaml")),
        ("某市.yaml", "叠加: 某市", "叠加：某市",
         ("键“叠加”后面是全角冒号“：”", "改成半角冒号加一个空格“: ”", 1, "某市.yaml")),
        ("某市.yaml", "- {规则", "\t- {规则",
         ("缩进里有制表符（Tab）", "缩进只用半角空格，每层两个", 3, "某市.yaml")),
        ("某市.yaml", "调整", "调正", ("没有“调正”这个键，是不是“调整”？", "改成“调整”", 2, "某市.yaml")),
        ("某市.yaml", "本单位-501", "本单位-510",
         ("没有编号为“本单位-510”的规则，是不是“本单位-501”？", "这一行什么也没有改", 3, "某市.yaml")),
        ("某市.yaml", "理由: 必须", '"理由: 必须"',
         ("引号把键“理由”和它的值一起括住了", '引号只括值，写成 理由: "必须"', 3, "某市.yaml")),
        ("某市.yaml", "理由: 必须", "理由: 必须, 下同",
         ("“下同”没有冒号和值：花括号里的英文逗号用来分隔各项",
          "值里有逗号的，用英文双引号把整个值括起来，例如 \"…\"", 3, "某市.yaml")),
        ("某市.yaml", "条款: 二}]}", "条款: 二}]",
         ("“{”没有配对的“}”", "补上“}”；是文字，就用英文双引号把整个值括起来，例如 \"…\"", 3, "某市.yaml")),
    ],
)  # fmt: skip
def test_the_message_says_what_is_wrong_where_and_how_to_mend_it(
    tmp_path: Path, file: str, old: str, new: str, said: Fault
) -> None:
    found = faults(tmp_path, file, old, new)
    assert said in found
    # What else is said follows from it: the file is not there, or its list is not.
    others = [message for message, *_ in found if message != said[0]]
    assert [message for message in others if not message.startswith(FOLLOW)] == []
