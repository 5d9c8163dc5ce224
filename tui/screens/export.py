"""Which form, what, and where to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Label

from tui.exporting import FORMS, Form
from tui.screens.dialog import Dialog
from tui.widgets.options import Option, Options


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the dialog gives."""

    form: Form
    path: Path


class ExportDialog(Dialog[Wanted]):
    """Forms above, the file's name below; an existing file is asked about once."""

    DEFAULT_CSS = """
    ExportDialog Options { height: 8; }
    """
    HINT = "↑↓ 选形式 · Tab 改文件名 · Enter 写出 · Esc 不写"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s,f2", "confirm", show=False)]

    def __init__(self, folder: Path, count: int, typed: str) -> None:
        super().__init__()
        self._folder, self._count, self._typed = folder, count, typed
        self._asked: Path | None = None

    def title_words(self) -> str:
        what = f"筛选出的 {self._count:,} 条" if self._typed else f"全部 {self._count:,} 条"
        return f"导出 · {what}"

    def body(self) -> ComposeResult:
        yield Label("形式（处置总是写出全部）", classes="label")
        yield Options([Option(form.id, form.label, form.name) for form in FORMS], id="forms")
        yield Label("写到", classes="label")
        yield Input(str(self._folder / FORMS[0].name), id="path", compact=True)

    def on_mount(self) -> None:
        """The form first."""
        self.query_one(Input).cursor_blink = False
        self.query_one(Options).focus()

    def on_options_pointed(self, message: Options.Pointed) -> None:
        """Another form, another name."""
        form = next(form for form in FORMS if form.id == message.option.id)
        field = self.query_one(Input)
        field.value = str(Path(field.value or ".").parent / form.name)

    def on_options_chosen(self, message: Options.Chosen) -> None:
        """Enter writes."""
        self.action_confirm()

    def on_input_submitted(self) -> None:
        """Enter writes."""
        self.action_confirm()

    def action_confirm(self) -> None:
        """Give form and path; an existing file needs a second Enter."""
        option = self.query_one(Options).current
        text = self.query_one(Input).value.strip()
        if option is None or not text:
            self.complain("写上文件名")
            return
        form = next(form for form in FORMS if form.id == option.id)
        path = Path(text).expanduser()
        if path.is_dir() and not form.folder:
            self.complain("这是文件夹，写上文件名")
        elif path.exists() and not (form.all or form.folder) and self._asked != path:
            self._asked = path
            self.complain("已经有这个文件，再按一次 Enter 覆盖它")
        else:
            self.dismiss(Wanted(form, path))
