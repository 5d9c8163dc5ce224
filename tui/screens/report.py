"""The whole report as read, and what every rule said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from auditor.output.places import printable, section_words, unit_words
from auditor.output.report_text import draw_report
from auditor.output.text import Style
from auditor.report.model import Report
from auditor.rules.outcome import Outcome
from tui.draw.ink import Ink, Line, Span
from tui.draw.outcomes import outcome_lines, outcomes_of
from tui.screens.dialog import Dialog
from tui.widgets.inked import ink_of
from tui.widgets.paper import Paper

if TYPE_CHECKING:
    from tui.app import TriageApp

_PAGES = ("读到的", "正文", "全部结论")


class ReportPage(Dialog[None]):
    """Three pages: tables and parts, the text itself, all outcomes. Tab turns."""

    DEFAULT_CSS = """
    ReportPage > Vertical { width: 100%; height: 100%; max-width: 100%; max-height: 100%; }
    ReportPage Paper { height: 1fr; }
    """
    HINT = "Tab 下一页：读到的、正文、全部结论 · ↑↓ 翻看 · Esc 关闭"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,right", "turn(1)", show=False, priority=True),
        Binding("shift+tab,left", "turn(-1)", show=False, priority=True),
        Binding("q,v,enter", "cancel", show=False),
    ]

    def __init__(self, report: Report, rule: str, target: str) -> None:
        super().__init__()
        self._report = report
        self._here = (rule, target)
        self._at = 0
        self._outcomes: list[Outcome] | None = None

    def title_words(self) -> str:
        name = printable(f"{unit_words(self._report.unit, self._report.year)} · {self._report.file}")
        pages = " ".join(f"[{page}]" if i == self._at else page for i, page in enumerate(_PAGES))
        return f"{name}　{pages}".replace("[", "\\[")

    def body(self) -> ComposeResult:
        yield Paper(self._draw)

    def on_mount(self) -> None:
        """Keys go to the text."""
        self.query_one(Paper).focus()

    def action_turn(self, step: int) -> None:
        """The next page."""
        self._at = (self._at + step) % len(_PAGES)
        self.query_one("Vertical").border_title = ink_of(self).plain(self.title_words())
        self.query_one(Paper).show(self._draw)

    def _draw(self, width: int) -> list[Line]:
        ink: Ink = ink_of(self)
        match _PAGES[self._at]:
            case "读到的":
                text = draw_report(self._report, Style(width, False, 1))
                return [(Span(ink.plain(line)),) for line in text.splitlines()[1:]]
            case "正文":
                return list(self._text(width, ink))
            case _:
                return self._rules(width, ink)

    def _text(self, width: int, ink: Ink) -> list[Line]:
        lines: list[Line] = []
        for number in sorted(self._report.sections):
            section = self._report.sections[number]
            lines += [(), *ink.wrap(section.heading or section_words(number), width, "", "head")]
            for paragraph in section.text.split("\n"):
                lines += ink.wrap(paragraph, width)
        return lines

    def _rules(self, width: int, ink: Ink) -> list[Line]:
        desk = cast("TriageApp", self.app).desk
        loaded = desk.loaded
        if loaded is None:
            return ink.wrap("没有规则，没有结论", width)
        if self._outcomes is None:
            self._outcomes = outcomes_of(self._report, loaded.rules, desk.corpus(self._report))
        return outcome_lines(self._outcomes, loaded.rules, self._here, width, ink)
