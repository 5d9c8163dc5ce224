"""The lists of words (守卫 of the vocabulary) that guard a reading, and the shapes that are made of them.

A shape is a regex with names of lists between < and >, each for any of its words, the longest that fits
first: “其中[^,，]{0,12}<公开领域>”. What the words are is the vocabulary's to say; how they stand in a
sentence is said where it is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NewType, get_args

from auditor.base.tries import trie_source

GuardName = Literal[
    # other work
    "不对申请做的事", "公开字样", "统计期间", "办事场所", "别类申请", "业务泛称", "业务动词", "申请环节",
    "答复的他事", "本职字样", "公文字样", "公开合称", "泛用动词", "泛用单位", "他事单位", "条目单位",
    "答复文书", "另计文书", "并非申请",
    # cases
    "信息公开说法", "无关说法", "不属说法", "类别尾字", "公开领域", "含有说法", "其他案件", "他法案件",
    "案件量词", "案件连词", "审结说法", "审案字样", "案件结果", "方面前字",
    # times
    "余件说法", "撤回外说法", "当年说法", "当年收件", "当年办结", "单月后字", "累计到月", "部分时期",
    "来年说法", "年初时候", "至今说法",
    # what is left over, what became of applications
    "结转字样", "转到下年", "转自上年", "期限说法", "剩余说法", "还有说法", "公开后字", "其他说法",
    "办完说法", "办理字样", "新收说法", "失效说法",
    # negations
    "否定间隔", "否定尾字", "否定连字", "申请方式", "方式字样", "提出说法", "收件处", "自称", "其他自称",
    "发文书说法", "寄发说法", "未发说法", "通知量词", "申请件说法", "申请事项", "收件说法", "数量说法",
    "为零前字", "案件尾字", "纠正间隔", "期望说法", "做到说法", "费用说法", "别的收费",
    # money
    "实收说法",
    # what stands between words, or beside a figure
    "对象介词", "申请人前字", "动词连字", "计数说法", "申请字样", "数量尾字", "更早年份", "相加说法",
    "括号说明",
]  # fmt: skip
NAMES: tuple[GuardName, ...] = get_args(GuardName)
Lists = Mapping[GuardName, tuple[str, ...]]
Shape = NewType("Shape", str)

_NAMED = re.compile("<([\u4e00-\u9fff]+)>")
_NOWHERE = "(?:(?!))"  # an empty list


def shape(source: str) -> Shape:
    """`source` as a shape. Raises ValueError where it names a list that there is not."""
    for name in _NAMED.findall(source):
        if name not in NAMES:
            raise ValueError(f"no list {name!r} in {NAMES}")
    return Shape(source)


class Shapes(dict[Shape, re.Pattern[str]]):
    """The pattern of each shape with the words of `lists`, compiled when it is first asked for."""

    def __init__(self, lists: Lists) -> None:
        super().__init__()
        self.lists = lists

    def __missing__(self, wanted: Shape) -> re.Pattern[str]:
        made = self[wanted] = re.compile(self.source(wanted))
        return made

    def source(self, wanted: Shape) -> str:
        """The regex of `wanted`, to be part of another."""
        return _NAMED.sub(self._words, wanted)

    def _words(self, found: re.Match[str]) -> str:
        words = self.lists[found[1]]  # type: ignore[index]
        return f"(?:{trie_source(words)})" if words else _NOWHERE
