"""`rules new`: a file that loads and passes its own examples, to be changed into what is wanted."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from auditor.rules.model import Kind

OVERLAY, WORDS = "叠加", "词表"
_ID = re.compile(r"^- 编号: (\S+)-(\d+)$", re.MULTILINE)
_HEAD = """\
# 一条“{kind}”规则：{about}。
# 改好以后：auditor rules check 这个文件，再 auditor rules test 这个文件。
规则集: 本单位规则
版本: "1"
规则:
"""
_OVERLAY = """\
# 一份地方叠加：改国家规则的级别、参数、词表，或停用；也可以在“规则”下面写自己的规则。
# 用的时候写 --overlay 某市。降低或停用国家的“错误”规则，要写理由和依据。
叠加: 某市
版本: "1"
调整:
- {规则: RULE, 级别: 错误, 理由: 市里要求, 依据: [{文件: 某政办发〔2025〕1号, 条款: 二}]}
规则: []
"""
_WORDS = """\
# 一份词表：规则里写 $名称 就是用这一组词。同名的词组会代替随程序提供的。
词表: 本单位词表
版本: "1"
组:
  本单位常用说法:
  - "{解读|回应}…关切"
  - 群众满意度
"""


def stub(kind: Kind, about: str, taken: Collection[str]) -> str:
    """A 规则集 with one rule of `kind`, under an id that is not `taken`."""
    text = kind.STUB
    for found in _ID.finditer(text):
        prefix, number = found[1], int(found[2])
        while f"{prefix}-{number}" in taken:
            number += 1
        text = text.replace(found[0], f"- 编号: {prefix}-{number}", 1)
    return _HEAD.format(kind=kind.NAME, about=about) + text


def overlay_stub(rules: Mapping[str, str]) -> str:
    """An overlay that raises the level of one rule; `rules` gives the level of each rule by id."""
    raisable = sorted(rule for rule, level in rules.items() if level == "警告")
    chosen = "说明-305" if rules.get("说明-305") == "警告" else raisable[0] if raisable else "说明-305"
    return _OVERLAY.replace("RULE", chosen)


def words_stub() -> str:
    """A word list file."""
    return _WORDS
