"""Filters under a name: those of auditor.toml, and those a person has kept."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input, Label

from auditor.triage import FilterFault, StoreFault, parse_filter
from tui.screens.base import Base
from tui.screens.dialog import Choose, Dialog
from tui.widgets.options import Option

_PLACE = "named filters"  # where the store keeps them for a person
_MOST = 50


class NameDialog(Dialog[str]):
    """Under which name; the filter stands above."""

    HINT = "Enter 存下 · Esc 不存"

    def __init__(self, typed: str) -> None:
        super().__init__()
        self._typed = typed

    def title_words(self) -> str:
        return "存下这个筛选"

    def body(self) -> ComposeResult:
        yield Label(self._typed, classes="label", markup=False)
        yield Label("名字", classes="label")
        yield Input(id="name", compact=True, max_length=20)

    def on_mount(self) -> None:
        """Straight to the field."""
        field = self.query_one(Input)
        field.cursor_blink = False
        field.focus()

    def on_input_submitted(self) -> None:
        """Enter keeps it."""
        name = " ".join(self.query_one(Input).value.split())
        if name:
            self.dismiss(name)
        else:
            self.complain("写一个名字")


class Saved(Base):
    """What `F` does."""

    def named_filters(self) -> dict[str, str]:
        """Name → filter: the file's first, then the person's own."""
        return {**self.desk.manners.filters, **self._own()}

    def _own(self) -> dict[str, str]:
        try:
            kept = self.desk.session.left(_PLACE)
        except StoreFault:
            return {}
        found = kept.items() if isinstance(kept, dict) else ()
        return {name: text for name, text in found if isinstance(name, str) and isinstance(text, str)}

    def _keep(self, own: dict[str, str]) -> bool:
        try:
            self.desk.session.leave(own, _PLACE)
        except StoreFault as fault:
            self.fail(fault)
            return False
        return True

    def action_saved(self) -> None:
        """F: filters by name; keep the one in force, forget one."""
        options = [Option(f"use:{name}", name, text) for name, text in self.named_filters().items()]
        none = "" if self.filter_text else "现在没有筛选，按 / 先写一个"
        none = "以只读方式打开，不能用" if self.desk.readonly else none
        options.append(Option("keep", "存下现在的筛选……", self.filter_text, none))
        options += [Option(f"forget:{name}", f"忘掉“{name}”", text) for name, text in self._own().items()]
        digits = {str(number): each.id for number, each in enumerate(options[:9], 1)}
        self.app.push_screen(Choose("常用筛选", options, digits), self._saved)

    def _saved(self, chosen: str | None) -> None:
        kind, _, name = (chosen or "").partition(":")
        match kind:
            case "use":
                self.use_filter(name)
            case "keep":
                self.app.push_screen(NameDialog(self.filter_text), self._named)
            case "forget":
                own = self._own()
                own.pop(name, None)
                if self._keep(own):
                    self.status.say(f"忘掉了“{name}”")
            case _:
                pass

    def use_filter(self, name: str) -> None:
        """Put the filter of this name in force."""
        text = self.named_filters().get(name, "")
        if self.relist(text):
            self.status.say(f"筛选“{name}”：{text}")

    def _named(self, name: str | None) -> None:
        if not name:
            return
        if name in self.desk.manners.filters:
            self.status.say(f"“{name}”是设置文件里的名字，换一个", "error")
            return
        own = {name: self.filter_text, **{k: v for k, v in self._own().items() if k != name}}
        if self._keep(dict(list(own.items())[:_MOST])):
            self.status.say(f"存下了“{name}”；F 再选", "good")

    def filter_faults(self) -> list[str]:
        """What is wrong with the filters of the file."""
        given = {**self.desk.manners.filters, "打开时的筛选": self.desk.manners.filter}
        read = {name: parse_filter(text) for name, text in given.items()}
        return [f"{name}：{fault.message}" for name, fault in read.items() if isinstance(fault, FilterFault)]
