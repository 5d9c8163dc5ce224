"""The one table of keys: bindings, footer, help page, palette and docs are made of it.

While a Chinese input method is on, letters never arrive and signs arrive full-width; so every action
has a digit, a function key or a place in the Enter menu, and every sign its full-width twin.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Key:
    """One action. `keys` are as a person writes them (a, U, Space, Ctrl+Z, ?); the first is shown.
    `label` is what the footer says, `about` what the help page says, `footer` its place there
    (0: not shown), `menu` whether the Enter menu has it, `group` its heading on the help page."""

    id: str
    keys: tuple[str, ...]
    label: str
    about: str
    group: str
    footer: int = 0
    menu: bool = False
    writes: bool = False  # greyed with --readonly
    hidden: tuple[str, ...] = ()  # further keys that the help page does not list


TRIAGE = (
    Key("decide('confirmed')", ("a", "1", "F2"), "属实", "问题属实", "处置", 1, True, True),
    Key("decide('false_alarm')", ("f", "2", "F3"), "误报", "误报：报告没有错", "处置", 2, True, True),
    Key("decide('waived')", ("w", "3", "F4"), "豁免", "豁免：写理由和到哪一天为止", "处置", 3, True, True),
    Key("decide('fixed')", ("d", "4", "F5"), "已整改", "已整改：下次审核时核对", "处置", 4, True, True),
    Key("decide('later')", ("5", "F6"), "稍后", "稍后：到某一天再看", "处置", 5, True, True),
    Key("decide('open')", ("0",), "待处理", "退回待处理", "处置", 0, True, True),
    Key("note", ("n", "6"), "备注", "写一条备注", "处置", 6, True, True),
    Key("undo", ("u", "Ctrl+Z"), "撤销", "撤销上一步，重开程序后也可以", "处置", 7, True, True),
    Key("redo", ("U", "Ctrl+Y"), "重做", "重做撤销了的一步", "处置", 0, True, True),
    Key("history", ("@",), "最近操作", "列出最近做过什么", "处置", 0, True),
    Key("filter", ("/", "F7"), "筛选", "边输入边筛选；Esc 清除", "找", 8, True, hidden=("、",)),
    Key("saved", ("F", "7"), "常用筛选", "起了名字的筛选：选一个，存下现在的", "找", 0, True),
    Key("clear", ("Esc",), "清除", "清除筛选，再按取消选中", "找"),
    Key("next_open", ("J",), "下一条待处理", "跳到下一条待处理", "找", 0, True),
    Key("previous_open", ("K",), "上一条待处理", "跳到上一条待处理", "找", 0, True),
    Key("previous_agency", ("<",), "上一个机关", "跳到上一组", "找", 0, True, hidden=("《",)),
    Key("next_agency", (">",), "下一个机关", "跳到下一组", "找", 0, True, hidden=("》",)),
    Key("group", ("s",), "分组", "换分组和次序：按机关、按规则、按级别", "找", 0, True),
    Key("down", ("j", "↓"), "下移", "下移一行", "走动"),
    Key("up", ("k", "↑"), "上移", "上移一行", "走动"),
    Key("first", ("g", "Home"), "最前", "到最前面", "走动"),
    Key("last", ("G", "End"), "最后", "到最后面", "走动"),
    Key("page_up", ("PgUp",), "上一屏", "上一屏", "走动"),
    Key("page_down", ("PgDn",), "下一屏", "下一屏", "走动"),
    Key("open", ("Enter",), "菜单", "全部操作的菜单；在机关一行是展开或收起", "走动", 0),
    Key("mark", ("Space",), "选中", "选中或取消选中这一条", "选择", 0, True, hidden=("　",)),
    Key("range", ("V",), "选一段", "从这里起选一段，再按一次结束", "选择", 0, True),
    Key("extend_down", ("Shift+↓",), "向下选", "向下多选一条", "选择"),
    Key("extend_up", ("Shift+↑",), "向上选", "向上多选一条", "选择"),
    Key("mark_all", ("Ctrl+A",), "全选", "选中筛选出的全部", "选择", 0, True),
    Key("mark_alike", ("=",), "选同类", "选中同一规则、同一原因的", "选择", 0, True),
    Key("evidence(1)", ("Tab", "→"), "下一页证据", "证据的下一页：在哪、依据、怎么改、经过", "证据"),
    Key("evidence(-1)", ("Shift+Tab", "←"), "上一页证据", "证据的上一页", "证据"),
    Key("whole_table", ("z",), "整张表", "把整张表画出来，或只画有关的行", "证据", 0, True),
    Key("scroll_evidence(1)", ("Ctrl+D",), "证据下翻", "证据向下翻", "证据"),
    Key("scroll_evidence(-1)", ("Ctrl+U",), "证据上翻", "证据向上翻", "证据"),
    Key("report", ("v", "F8"), "看报告", "整份报告读成了什么，全部规则的结论（通过的也在）", "证据", 0, True),
    Key("explain", ("x",), "解释", "这条规则为什么报", "证据", 10, True),
    Key("copy", ("y",), "复制", "把这条问题复制成文字", "证据", 0, True),
    Key("source", ("o",), "打开原文", "用系统的程序打开报告原文", "证据", 0, True),
    Key("reread", ("r",), "重读", "重新读取改动过的报告和规则，再审核", "报告和规则", 0, True, True),
    Key("edit", ("e", "F9"), "改规则", "打开这条规则来改", "报告和规则", 9, True),
    Key("new_rule", ("N",), "新规则", "填一张表，写出一条新规则", "报告和规则", 0, True),
    Key("export", ("E",), "导出", "导出成文件：处置、清单", "报告和规则", 11, True),
    Key("help", ("?", "F1"), "帮助", "这一页", "程序", 12),
    Key("palette", ("Ctrl+P",), "命令", "按名字找命令", "程序", 13),
    Key("theme", ("T",), "换颜色", "亮、暗、高对比", "程序"),
    Key("leave", ("q", "F10", "Ctrl+Q"), "退出", "退出；处置已经保存，下次回到这里", "程序", 14, True),
)

EDITOR = (
    Key("save", ("Ctrl+S", "F2"), "保存", "写回规则文件，注释原样保留", "改规则", 1),
    Key("preview", ("F5",), "预览", "看改动后问题会怎么变", "改规则", 2),
    Key("next_problem", ("F8",), "下一处毛病", "光标跳到下一处毛病", "改规则", 3),
    Key("close", ("Esc",), "关闭", "不保存就关闭", "改规则", 4),
)

GROUPS = ("处置", "找", "走动", "选择", "证据", "报告和规则", "程序")

_NAMES = {
    "Space": "space",
    "Enter": "enter",
    "Esc": "escape",
    "Tab": "tab",
    "PgUp": "pageup",
    "PgDn": "pagedown",
    "Home": "home",
    "End": "end",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}


def names_of(key: Key) -> Iterator[str]:
    """Textual's names of a key's keys and of their full-width twins."""
    for written in (*key.keys, *key.hidden):
        yield from _textual(written)


def _textual(written: str) -> Iterator[str]:
    *modifiers, last = written.split("+") if len(written) > 1 else [written]
    if modifiers or len(last) > 1 or last in _NAMES:
        yield "+".join([*(word.lower() for word in modifiers), _NAMES.get(last, last.lower())])
        return
    yield _character(last)
    if "!" <= last <= "~":
        yield _character(chr(ord(last) + 0xFEE0))


def _character(char: str) -> str:
    """A character's key name: a letter or digit by itself, a sign by its Unicode name."""
    if char.isalnum():
        return char
    special = {"/": "slash", "@": "at"}
    return special.get(char) or unicodedata.name(char).lower().replace("-", "_").replace(" ", "_")


def bindings(table: Iterable[Key], priority: bool = False) -> list[Binding]:
    """The table as Textual's bindings, one per action, each with its id."""
    return [
        Binding(
            ",".join(dict.fromkeys(names_of(key))),
            key.id,
            key.label,
            id=identifier(key),
            show=False,
            priority=priority,
        )
        for key in table
    ]


def identifier(key: Key) -> str:
    """A stable id for a user's own keymap: decide-confirmed, undo."""
    return (
        key.id.replace("('", "-").replace("')", "").replace("(", "-").replace(")", "").replace("--", "-back-")
    )


def shown(key: Key) -> str:
    """a/1 as the footer writes it: the letter and the digit."""
    short = [written for written in key.keys if len(written) == 1]
    return "/".join(short[:2]) if short else next(iter(key.keys), "")


def page() -> str:
    """docs/按键.md."""
    lines = ["# 按键", "", "由 `tui/keys.py` 的表写出（`python docs/画面/make.py`），不要手改。", ""]
    lines += ["中文输入法开着时字母到不了程序：用数字、方向键、F2–F10、Enter 菜单，全角的 ／ ？ 也行。"]
    for title, table in (*((group, TRIAGE) for group in GROUPS), ("改规则", EDITOR)):
        lines += ["", f"## {title}", "", "| 键 | 做什么 |", "|---|---|"]
        for key in table:
            if key.group == title:
                written = " ".join(f"`{each}`" for each in key.keys)
                lines.append(f"| {written} | {key.about} |")
    return "\n".join(lines) + "\n"
