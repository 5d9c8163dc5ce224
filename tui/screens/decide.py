"""One dialog for one finding and for many: what, how far, why, until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Input, Label, TextArea

from auditor.triage import CHOICE_WORDS, REACH_WORDS, Choice, Line, Reach
from tui.draw.ink import Ink
from tui.draw.ink import Line as Drawn
from tui.screens.decided import DATED, FAR, Decided
from tui.screens.dialog import Dialog
from tui.widgets.inked import ink_of
from tui.widgets.options import Option, Options
from tui.widgets.paper import Paper

_SAMPLES = 3  # and the line of the total, in the eight rows there are


class DecideDialog(Dialog[Decided]):
    """Enter confirms where nothing is lacking, so the usual case costs one key more than without."""

    DEFAULT_CSS = """
    DecideDialog Paper { height: auto; max-height: 7; }
    DecideDialog Options { height: 3; }
    DecideDialog TextArea { height: 3; }
    DecideDialog Button { margin: 1 0 0 0; }
    DecideDialog.-low Paper { max-height: 3; }
    DecideDialog.-low TextArea { height: 2; }
    DecideDialog.-low Button { margin: 0; }
    """
    HINT = "Enter 确定 · Tab 下一栏 · Ctrl+S 确定 · Esc 不做"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s,f2", "confirm", show=False)]

    def __init__(
        self,
        choice: Choice,
        lines: Sequence[Line],
        count: int,
        today: date,
        reason: str = "",
        note_only: bool = False,
        recent: Sequence[str] = (),
        around: Mapping[Reach, tuple[int, int]] | None = None,
    ) -> None:
        super().__init__()
        self._around = dict(around or {})
        self._choice, self._lines, self._count, self._today = choice, lines, count, today
        self._reason, self._note_only, self._recent = reason, note_only, list(recent)
        self._recalled = -1

    def title_words(self) -> str:
        word = "备注" if self._note_only else CHOICE_WORDS[self._choice]
        return f"{word} · {self._count:,} 条"

    def body(self) -> ComposeResult:
        yield Paper(self._samples, id="samples")
        if self._far:
            yield Label("管到哪里", classes="label")
            yield Options([Option(reach.value, self._reach_words(reach)) for reach in Reach], id="reach")
        if self._choice in DATED and not self._note_only:
            word = "豁免到哪一天（含当天）" if self._choice is Choice.WAIVED else "哪一天再看"
            yield Label(f"{word}，写成 2027-12-31，或 +30 表示 30 天后", classes="label")
            yield Input(self._default_day().isoformat(), id="until", compact=True)
        if not self._note_only:
            need = "必须写" if self._choice is Choice.WAIVED else "可以不写"
            old = "；↓ 用过的理由" if self._recent else ""
            yield Label(f"理由（{need}{old}）", classes="label")
            yield Input(self._reason, id="reason", compact=True)
        yield Label("备注（Enter 换行，Ctrl+S 确定）", classes="label")
        yield TextArea(
            self._reason if self._note_only else "", id="note", compact=True, highlight_cursor_line=False
        )
        yield Button("确定", id="confirm", compact=True)

    @property
    def _far(self) -> bool:
        return self._choice in FAR and not self._note_only

    def _reach_words(self, reach: Reach) -> str:
        if reach is Reach.FINDING and self._count > 1:
            return f"只这 {self._count:,} 条"
        if reach not in self._around:
            return REACH_WORDS[reach]
        more, left = self._around[reach]
        said = f"另带 {more:,} 条" if more else "现在没有别的"
        if left:
            said += f"，已处置的 {left:,} 条不动"
        return f"{REACH_WORDS[reach]}（{said}）"

    def _default_day(self) -> date:
        if self._choice is Choice.LATER:
            return self._today + timedelta(days=7)
        year = self._today.year + (1 if self._today.month > 9 else 0)  # a waiver of weeks helps nobody
        return date(year, 12, 31)

    def _samples(self, width: int) -> list[Drawn]:
        ink: Ink = ink_of(self)
        lines: list[Drawn] = []
        for line in self._lines[:_SAMPLES]:
            lines += ink.wrap(f"{line.unit} {line.year or ''} {line.rule} {line.message}", width, "  ")[:2]
        if self._count > _SAMPLES:
            lines += ink.wrap(f"…… 共 {self._count:,} 条，一起处置，一次撤销", width, "", "dim")
        return lines

    def on_mount(self) -> None:
        """Begin where something must be said."""
        for field in self.query(Input):
            field.cursor_blink = False
        self.query_one(TextArea).cursor_blink = False
        if self._note_only:
            self.query_one("#note", TextArea).focus()
        elif self._choice is Choice.WAIVED:
            self.query_one("#reason", Input).focus()
        elif self._far:
            self.query_one("#reach", Options).focus()
        elif self._choice in DATED:
            self.query_one("#until", Input).focus()
        else:
            self.query_one("#reason", Input).focus()

    def on_key(self, event: events.Key) -> None:
        """↓ in the reason brings back reasons that were used."""
        field = self.query("#reason")
        if event.key in ("down", "up") and self._recent and field and field.first(Input).has_focus:
            step = 1 if event.key == "down" else -1
            self._recalled = (self._recalled + step) % len(self._recent)
            field.first(Input).value = self._recent[self._recalled]
            event.stop()

    def on_input_submitted(self) -> None:
        """Enter in a field confirms."""
        self.action_confirm()

    def on_options_chosen(self, message: Options.Chosen) -> None:
        """Enter on a reach confirms."""
        self.action_confirm()

    def on_button_pressed(self) -> None:
        """The button confirms."""
        self.action_confirm()

    def action_confirm(self) -> None:
        """Give the decision, or say what is lacking and go there."""
        until: date | None = None
        if self._choice in DATED and not self._note_only:
            field = self.query_one("#until", Input)
            until = self._day(field.value)
            if until is None or until < self._today:
                self.complain("日期写成 2027-12-31，或 +30" if until is None else "这一天已经过去")
                field.focus()
                return
        reason = "" if self._note_only else self.query_one("#reason", Input).value.strip()
        note = self.query_one("#note", TextArea).text.strip()
        if self._choice is Choice.WAIVED and not reason and not self._note_only:
            self.complain("豁免要写理由")
            self.query_one("#reason", Input).focus()
            return
        reach = Reach.FINDING
        if self._far:
            option = self.query_one("#reach", Options).current
            reach = Reach(option.id) if option is not None else reach
        self.dismiss(Decided(self._choice, "\n".join(part for part in (reason, note) if part), until, reach))

    def _day(self, text: str) -> date | None:
        """2027-12-31, 2027/12/31, 2027年12月31日, 20271231, +30; full-width digits as well."""
        digits = "".join(str(int(char)) if char.isdecimal() else char for char in text.strip())
        if digits[:1] in ("+", "＋") and digits[1:].isascii() and digits[1:].isdigit() and len(digits) < 6:
            return self._today + timedelta(days=int(digits[1:]))
        for mark in "/.年月—－":
            digits = digits.replace(mark, "-")
        digits = digits.replace("日", "")
        if len(digits) == 8 and digits.isascii() and digits.isdigit():
            digits = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
        try:
            year, month, day = (int(part) for part in digits.split("-"))
            return date(year, month, day)
        except ValueError:
            return None
