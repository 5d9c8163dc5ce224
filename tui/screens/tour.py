"""The first minute: four short pages over the samples."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui.draw.ink import Ink, Line
from tui.screens.dialog import Dialog
from tui.widgets.inked import ink_of
from tui.widgets.paper import Paper

_PAGES = (
    (
        "这里是什么",
        "左边是问题，按机关分组；右边是这一条的证据：报告自己的表，"
        "有关的数用 [ ] 标出，可疑的格子用 > < 标出。",
        "现在打开的是随程序提供的样例报告，机关都是编的。随便试，处置不会留下。",
    ),
    (
        "一键一条",
        "a 属实 · f 误报 · w 豁免 · d 已整改 · 5 稍后。按完自己跳到下一条没处理的。",
        "中文输入法开着时用数字：1 属实 2 误报 3 豁免 4 已整改 5 稍后；Enter 是全部操作的菜单。",
        "按错了就 u 撤销，U 重做，关了程序再开也可以。",
    ),
    (
        "看得更清楚",
        "Tab 换证据的页：在哪、依据、怎么改、经过。z 画整张表，v 看整份报告，x 看这条规则为什么报。",
        "/ 边输入边筛选：词、拼音首字母（qyss 找青砚市水务局）、级别:错误、状态:待处理。Esc 清除。",
        "空格选几条，= 选同类，Ctrl+A 选全部，一起处置算一步。",
    ),
    (
        "规则也在这里改",
        "e 打开这条规则：边改边查，停下来就跑例子，还能看问题会怎么变；Ctrl+S 保存。N 写新规则。",
        "审核自己的报告：auditor triage 报告文件夹 --as 姓名。",
        "忘了按键就按 ?。",
    ),
)


class Tour(Dialog[None]):
    """Enter turns, Esc ends."""

    DEFAULT_CSS = """
    Tour > Vertical { width: 72; }
    Tour Paper { height: 11; }
    """
    HINT = "Enter 下一页 · Esc 直接开始"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right,space,tab", "turn(1)", show=False, priority=True),
        Binding("left", "turn(-1)", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    def title_words(self) -> str:
        return f"{self._at + 1}/{len(_PAGES)} {_PAGES[self._at][0]}"

    def body(self) -> ComposeResult:
        yield Paper(self._draw)

    def action_turn(self, step: int) -> None:
        """The next page; after the last, the list."""
        if self._at + step >= len(_PAGES):
            self.dismiss(None)
            return
        self._at = max(0, self._at + step)
        self.query_one("Vertical").border_title = ink_of(self).plain(self.title_words())
        self.query_one(Paper).show(self._draw)

    def _draw(self, width: int) -> list[Line]:
        ink: Ink = ink_of(self)
        lines: list[Line] = []
        for text in _PAGES[self._at][1:]:
            lines += [(), *ink.wrap(text, width)]
        return lines
