"""The help page, from the table of keys."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.base.text import cells
from tui import keys
from tui.draw.ink import Ink, Line, Span

_COLUMN = 20
_FILTER = (
    ("青石 勾稽", "两个词都要有：机关、规则、问题、目标里找"),
    ("qsjd", "拼音或首字母也行"),
    ("级别:错误,警告", "其中一个就行；还有 状态: 规则: 机关: 年度: 文件:"),
    ("年度:2021-2023", "一段年度"),
    ("!状态:豁免", "前面加 ! 是“不”"),
    ("F", "起了名字的筛选；名字写在 auditor.toml 里，或者当场存下"),
)


def help_lines(width: int, ink: Ink, table: Sequence[keys.Key] = keys.TRIAGE) -> list[Line]:
    """Every key with what it does, by group; how to filter; what to do with an input method on."""
    lines: list[Line] = []
    lines += ink.wrap(
        "中文输入法开着时字母到不了这里：用数字、方向键、F2–F10、Enter 菜单，全角的 ／ ？ 也行。", width
    )
    for group in keys.GROUPS:
        lines += [(), *ink.wrap(group, width, "", "head")]
        for key in table:
            if key.group == group:
                lines += _row(" ".join(key.keys), key.about, width, ink)
    lines += [(), *ink.wrap("改规则时", width, "", "head")]
    for key in keys.EDITOR:
        lines += _row(" ".join(key.keys), key.about, width, ink)
    lines += [(), *ink.wrap("筛选的写法", width, "", "head")]
    for written, about in _FILTER:
        lines += _row(written, about, width, ink)
    return lines


def _row(left: str, about: str, width: int, ink: Ink) -> list[Line]:
    shown = ink.say_inside(f"  {left}")
    gap = " " * max(2, _COLUMN - cells(shown))
    return ink.wrap_spans([Span(shown, "key"), Span(gap), Span(about)], width, " " * _COLUMN)
