"""A rule in an editor: problems as you type, its examples on every pause, what it would change before
it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import TextArea
from textual.worker import get_current_worker

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace
from auditor.base.text import tidy
from auditor.findings.model import Finding
from auditor.output.places import LEVELS, printable, unit_words
from tui import keys
from tui.draw.ink import Ink, Line, Span
from tui.screens.dialog import Choose
from tui.widgets.bars import Bar, Footer, Status
from tui.widgets.inked import ink_of
from tui.widgets.options import Option
from tui.widgets.paper import Paper
from tui.widgets.yamlarea import YamlArea
from tui.workbench import Checked, Preview, Workbench

if TYPE_CHECKING:
    from tui.app import TriageApp

_PAUSE = 0.4  # seconds after the last letter
_LISTED = 12


class EditorScreen(Screen[bool]):
    """Gives True where something was saved."""

    DEFAULT_CSS = """
    EditorScreen { background: $background; }
    EditorScreen #desk { height: 1fr; layout: horizontal; }
    EditorScreen .frame { border: round $primary 50%; border-title-color: $primary; }
    EditorScreen .frame:focus-within { border: round $primary; }
    EditorScreen #text { width: 1fr; }
    EditorScreen #notes { width: 48; padding: 0 1; }
    EditorScreen YamlArea { background: $surface; color: $foreground; border: none; padding: 0; height: 1fr; }
    EditorScreen YamlArea { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }
    EditorScreen Paper { height: 1fr; }
    EditorScreen.-narrow #desk { layout: vertical; }
    EditorScreen.-narrow #text { height: 1fr; width: 1fr; }
    EditorScreen.-narrow #notes { height: 9; width: 1fr; }
    EditorScreen.-ascii .frame { border: ascii $primary; }
    EditorScreen.-ascii Paper, EditorScreen.-ascii YamlArea {
        scrollbar-size-vertical: 0; scrollbar-size-horizontal: 0;
    }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  # as Screen has it
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.EDITOR, priority=True)]

    def __init__(self, path: Path, rule: str = "", line: int = 1, text: str | None = None) -> None:
        super().__init__()
        self._path, self._rule, self._line, self._given = path, rule, line, text
        self._bench: Workbench | None = None
        self._saved_text = ""
        self._saved = False
        self._pause: Timer | None = None
        self._checked: Checked | None = None
        self._checked_text: str | None = None
        self._preview: Preview | None = None
        self._problem = -1

    def compose(self) -> ComposeResult:
        """Text on the left, what is to be said of it on the right."""
        yield Bar(id="header")
        with Container(id="desk"):
            with Vertical(id="text", classes="frame"):
                yield YamlArea(id="area")
            with Vertical(id="notes", classes="frame"):
                yield Paper(id="paper")
        yield Status(id="status")
        yield Footer(keys.EDITOR, id="footer")

    def on_mount(self) -> None:
        """Open the file at the rule."""
        desk = cast("TriageApp", self.app).desk
        self.set_class(desk.ascii, "-ascii")
        self._bench = Workbench(desk, self._path)
        area = self.query_one(YamlArea)
        self._saved_text = self._bench.text
        area.load_text(self._given if self._given is not None else self._saved_text)
        area.move_cursor((max(0, self._line - 1), 0), center=True)
        area.focus()
        ink = ink_of(self)
        name = ink.say(f"改规则 {self._rule} · {self._named(desk.rules)}")
        self.query_one("#header", Bar).show((Span(f" {ink.plain(name)}", "head"),))
        self.query_one("#text").border_title = ink.plain(ink.say(self._path.name))
        self.query_one("#notes").border_title = ink.plain("毛病 · 例子 · 预览")
        self.status.say("边改边查；停下来就跑例子、看问题会怎么变；Ctrl+S 保存，Esc 关闭")
        self._check_soon()

    def _named(self, rules: Path) -> str:
        """The file as seen from the rule folder; its full path is of no use to the eye."""
        base = rules if rules.is_dir() else rules.parent
        try:
            return (Path(base.name) / self._path.relative_to(base)).as_posix()
        except ValueError:
            return self._path.as_posix()

    def on_unmount(self) -> None:
        """Remove the copy aside."""
        if self._bench is not None:
            self._bench.close()

    @property
    def status(self) -> Status:
        """The last line."""
        return self.query_one("#status", Status)

    # -- checking -------------------------------------------------------------------------------

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Check after a pause."""
        self._check_soon()

    def _check_soon(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self._check)

    def _check(self) -> None:
        text = self.query_one(YamlArea).text
        if text != self._checked_text:
            self.run_worker(lambda: self._work(text), thread=True, exclusive=True, group="check")

    def _work(self, text: str) -> None:
        worker = get_current_worker()
        bench = self._bench
        assert bench is not None
        checked = bench.check(text, [self._rule] if self._rule else [])
        if worker.is_cancelled:
            return
        self.app.call_from_thread(self._show, text, checked, None)
        if checked.sound and checked.changed:
            preview = bench.preview(checked, stop=lambda: worker.is_cancelled)
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show, text, checked, preview)

    def _show(self, text: str, checked: Checked, preview: Preview | None) -> None:
        if not self.is_attached or self.query_one(YamlArea).text != text:
            return
        self._checked, self._checked_text, self._preview = checked, text, preview
        self.query_one(YamlArea).show_problems(checked.problems)
        ink = ink_of(self)
        self.query_one(Paper).show(lambda width: note_lines(checked, preview, width, ink))

    def action_preview(self) -> None:
        """Look at the notes."""
        self._checked_text = None
        self._check()
        self.status.say("正在重新检查和预览……")

    def action_next_problem(self) -> None:
        """To the next place that is marked."""
        places = [
            f for f in (self._checked.problems if self._checked else ()) if isinstance(f.place, SourcePlace)
        ]
        if not places:
            self.status.say("没有毛病", "good")
            return
        self._problem = (self._problem + 1) % len(places)
        fault = places[self._problem]
        assert isinstance(fault.place, SourcePlace)
        area = self.query_one(YamlArea)
        area.move_cursor((fault.place.line - 1, max(0, fault.place.column - 1)), center=True)
        area.focus()
        self.status.say(f"第{fault.place.line}行第{fault.place.column}列 {fault.message}", "error")

    # -- saving and leaving ---------------------------------------------------------------------

    def action_save(self) -> None:
        """Write it back, once it is known what it would do."""
        text = self.query_one(YamlArea).text
        desk = cast("TriageApp", self.app).desk
        bench = self._bench
        if bench is None:
            return
        if desk.readonly:
            self.status.say("以只读方式打开，不能保存", "error")
        elif text == self._saved_text and self._path.exists():
            self.status.say("没有改动")
        elif self._checked is None or self._checked_text != text:
            self.status.say("还没有检查完，稍等一下再按 Ctrl+S")
            self._check()
        elif not self._checked.sound:
            self.status.say("规则有错误，没有保存；F8 到有错的地方", "error")
        elif self._checked.changed and self._preview is None:
            self.status.say("正在看问题会怎么变，稍等一下再按 Ctrl+S")
        else:
            fault = bench.save(text)
            if fault:
                self.status.say(fault, "error")
                return
            self._saved_text, self._saved = text, True
            failed = sum(1 for example in self._checked.examples if not example.passed)
            doubt = f"；有 {failed} 个例子没通过" if failed else ""
            self.status.say(f"已保存 {self._path.name}{doubt}；Esc 回去后重新审核", "good")

    def action_close(self) -> None:
        """Back; ask where something would be lost."""
        if self.query_one(YamlArea).text == self._saved_text or (
            self._given is not None and self.query_one(YamlArea).text == self._given and not self._saved
        ):
            self.dismiss(self._saved)
            return
        options = [Option("stay", "接着改"), Option("drop", "不保存，关闭")]

        def chosen(answer: str | None) -> None:
            if answer == "drop":
                self.dismiss(self._saved)

        self.app.push_screen(Choose("改动还没有保存", options), chosen)

    def on_footer_pressed(self, message: Footer.Pressed) -> None:
        """The mouse does what the key does."""
        self.call_later(self.run_action, message.action)


def note_lines(checked: Checked, preview: Preview | None, width: int, ink: Ink) -> list[Line]:
    """Problems, examples, and what would change."""
    faults = checked.problems
    errors = sum(1 for fault in faults if fault.severity is Severity.ERROR)
    head = f"毛病 {len(faults)}" if faults else "没有毛病"
    lines: list[Line] = ink.wrap(head, width, "", "error" if errors else "good" if not faults else "warning")
    for fault in faults[:_LISTED]:
        lines += _fault_lines(fault, width, ink)
    for fault in checked.elsewhere[:3]:
        lines += ink.wrap(f"别的文件 {fault.file}：{fault.message}", width, "  ", "error")
    lines += [(), *_example_lines(checked, width, ink)]
    if not checked.changed:
        return [*lines, (), *ink.wrap("规则没有变，问题也不会变", width, "", "dim")]
    lines += [(), *ink.wrap(f"改动的规则：{'、'.join(checked.changed[:8])}", width, "  ", "head")]
    if not checked.sound:
        return [*lines, *ink.wrap("有错误，先改好再看问题会怎么变", width, "", "dim")]
    if preview is None:
        return [*lines, *ink.wrap("正在看问题会怎么变……", width, "", "dim")]
    return [*lines, *_preview_lines(preview, width, ink)]


def _fault_lines(fault: Diagnostic, width: int, ink: Ink) -> list[Line]:
    place = fault.place
    where = f"第{place.line}行第{place.column}列 " if isinstance(place, SourcePlace) else ""
    style = "error" if fault.severity is Severity.ERROR else "warning"
    word = "" if fault.severity is Severity.ERROR else "（警告）"
    lines = ink.wrap_spans([Span(where, "dim"), Span(word + printable(fault.message), style)], width, "  ")
    if fault.remedy:
        lines += ink.wrap(f"  提示：{fault.remedy}", width, "    ", "dim")
    return lines


def _example_lines(checked: Checked, width: int, ink: Ink) -> list[Line]:
    failed = [example for example in checked.examples if not example.passed]
    if not checked.examples:
        return ink.wrap("没有跑例子", width, "", "dim")
    passed = len(checked.examples) - len(failed)
    style = "error" if failed else "good"
    lines = ink.wrap(f"例子 {len(checked.examples)}：通过 {passed}，没通过 {len(failed)}", width, "", style)
    for example in failed[:_LISTED]:
        name = f"第{example.number}个 {example.expectation}" if example.number else example.expectation
        line = f"第{example.place.line}行 " if example.place else ""
        for failure in example.failures:
            lines += ink.wrap_spans(
                [Span(f"{example.rule} {line}{name} ", "dim"), Span(tidy(failure))], width, "  "
            )
    return lines


def _preview_lines(preview: Preview, width: int, ink: Ink) -> list[Line]:
    counts = f"新增 {len(preview.new):,}，消失 {len(preview.gone):,}，变了 {len(preview.altered):,}"
    lines = ink.wrap(f"对 {preview.reports:,} 份报告：{counts}，不变 {preview.same:,}", width, "  ", "bold")
    for sign, style, found, before in (
        ("+", "error", preview.new, ()), ("-", "good", preview.gone, ()),
        ("~", "warning", preview.altered, preview.before),
    ):  # fmt: skip
        lines += _found_lines(sign, style, found, before, width, ink)
    return lines


def _found_lines(
    sign: str, style: str, found: Sequence[Finding], before: Sequence[Finding], width: int, ink: Ink
) -> list[Line]:
    lines: list[Line] = []
    for finding, was in zip_longest(found[:_LISTED], before[:_LISTED]):
        name = f"{unit_words(finding.unit, finding.year)} {finding.rule} "
        spans = [Span(f"{sign} ", style), Span(name, "dim"), Span(tidy(finding.message))]
        if was is not None and was.level is not finding.level:
            spans.append(Span(f"（{LEVELS[was.level]} → {LEVELS[finding.level]}）", "bold"))
        lines += ink.wrap_spans(spans, width, "  ")
        if was is not None and was.message != finding.message:
            lines += ink.wrap(f"  原来：{tidy(was.message)}", width, "    ", "dim")
    if len(found) > _LISTED:
        lines += ink.wrap(f"{sign} 另 {len(found) - _LISTED:,} 条", width, "  ", "dim")
    return lines
