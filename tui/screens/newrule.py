"""A new rule from a form: what must hold, where, how grave, on what it rests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Label

from tui import newrule
from tui.screens.dialog import Dialog

_LEVELS = ("错误", "警告", "提示")


class NewRuleForm(Dialog[dict[str, str]]):
    """The lines of a rule of one kind; gives what was written in them."""

    DEFAULT_CSS = """
    NewRuleForm VerticalScroll { height: auto; max-height: 28; }
    NewRuleForm .label { margin-top: 0; }
    NewRuleForm.-low VerticalScroll { max-height: 15; }
    """
    HINT = "Tab 下一栏 · Ctrl+S 写成规则 · Esc 不写"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s,f2", "confirm", show=False)]

    def __init__(self, kind: str, number: str, start: Mapping[str, str]) -> None:
        super().__init__()
        self._kind, self._number, self._start = kind, number, dict(start)

    def title_words(self) -> str:
        return f"新规则 {self._number} · {self._kind}"

    def body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            for key, value in self._start.items():
                yield Label(f"{key}　{_hint(key)}", classes="label")
                yield Input(value, id=f"field-{list(self._start).index(key)}", compact=True)
        yield Button("写成规则", id="confirm", compact=True)

    def on_mount(self) -> None:
        """Begin at the top."""
        for field in self.query(Input):
            field.cursor_blink = False
        self.query(Input).first().focus()

    def on_input_submitted(self) -> None:
        """Enter goes on."""
        self.focus_next()

    def on_button_pressed(self) -> None:
        """The button writes."""
        self.action_confirm()

    def action_confirm(self) -> None:
        """Give the fields, or say what is lacking."""
        given = {key: self.query_one(f"#field-{i}", Input).value.strip() for i, key in enumerate(self._start)}
        lacking = next((key for key in ("名称", "断言", "文件") if key in given and not given[key]), None)
        if lacking is not None:
            self.complain(f"“{lacking}”还没有写")
            self.query_one(f"#field-{list(self._start).index(lacking)}", Input).focus()
        elif given.get("级别", "警告") not in _LEVELS:
            self.complain("级别写 错误、警告 或 提示")
            self.query_one(f"#field-{list(self._start).index('级别')}", Input).focus()
        else:
            self.dismiss(given)


def _hint(key: str) -> str:
    own = {"文件": "依据的文件名；没有就写 实务要求", "条款": "哪一条；没见过原文的写 待核"}
    return own.get(key) or newrule.about(key)
