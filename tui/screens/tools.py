"""Looking closer and looking elsewhere: report, explanation, source, copy, menus, help."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from auditor.output.places import place_words
from auditor.triage import ENDED, STATE_WORDS, Line, StoreFault
from tui import keys
from tui.draw.case import REMEDY
from tui.draw.help import help_lines
from tui.draw.ink import Line as Drawn
from tui.draw.ink import Span
from tui.screens.base import Base, entry_words
from tui.screens.dialog import Choose, Page
from tui.themes import THEMES
from tui.widgets.bars import Footer
from tui.widgets.evidence import Evidence
from tui.widgets.inked import ink_of
from tui.widgets.options import Option

if TYPE_CHECKING:
    from tui.app import TriageApp


class Tools(Base):
    """Everything that decides nothing."""

    # -- the evidence ---------------------------------------------------------------------------

    def action_evidence(self, step: int) -> None:
        """The next or previous page of evidence."""
        if not self.query_one(Evidence).turn(step):
            self.status.say("先把光标放到一条问题上")

    def action_whole_table(self) -> None:
        """The whole table, or the rows concerned."""
        whole = self.query_one(Evidence).whole()
        if whole is not None:
            self.status.say("整张表；再按 z 只画有关的行" if whole else "只画有关的行；再按 z 画整张表")

    def action_scroll_evidence(self, step: int) -> None:
        """The evidence by a screenful."""
        self.query_one(Evidence).scroll(step)

    def _here(self) -> Line | None:
        line = self.list.current
        if line is None:
            self.status.say("先把光标放到一条问题上")
        return line

    # -- report, explanation, source ------------------------------------------------------------

    def action_report(self) -> None:
        """The whole report as read."""
        from tui.screens.report import ReportPage

        line = self._here()
        if line is None:
            return
        report = self.desk.report(line.file)
        if report is None:
            self.status.say("这份报告没有存下来；文件还在的话按 r 重读", "error")
            return
        self.app.push_screen(ReportPage(report, line.rule, line.target))

    def action_explain(self) -> None:
        """Why the rule fired here."""
        from tui.draw.explain import explain_lines

        line = self._here()
        if line is None:
            return
        report, rule = self.desk.report(line.file), self.desk.rule(line.rule)
        if rule is None:
            self.status.say(f"现在的规则里没有 {line.rule}，无从解释", "error")
            return
        if report is None:
            self.status.say("这份报告没有存下来；文件还在的话按 r 重读", "error")
            return
        ink = ink_of(self)
        corpus = self.desk.corpus(report)
        self.app.push_screen(
            Page(
                f"解释 · {line.rule}",
                lambda width: explain_lines(rule, report, corpus, line.target, width, ink),
            )
        )

    def action_source(self) -> None:
        """The report itself, in the system's program for it."""
        line = self._here()
        if line is None:
            return
        case = self.query_one(Evidence).case
        where = next((place_words(item.place) for item in case.finding.evidence), "") if case else ""
        path = Path(line.file)
        if not path.exists():
            self.status.say(f"原文不在了：{line.file}；按 v 看当时读到的内容", "error")
        elif self.desk.browser:
            cast("TriageApp", self.app).hand_over(path)
            self.status.say(f"已交给浏览器：{line.file} {where}")
        elif _open(path):
            self.status.say(f"已交给系统打开：{line.file} {where}")
        else:
            self.status.say(f"这里没有能打开它的程序：{path.resolve()} {where}", "error")

    def action_copy(self) -> None:
        """The finding as text; on the tab 怎么改 only the sentence that is ready to send."""
        from tui.draw.evidence import finding_text, ready_to_send

        case = self.query_one(Evidence).case
        if case is None:
            self.status.say("先把光标放到一条问题上")
            return
        pane = self.query_one(Evidence).pane
        sentence = pane is not None and pane.tab == REMEDY
        self.app.copy_to_clipboard(ready_to_send(case.finding) if sentence else finding_text(case.finding))
        what = "可以直接发的话" if sentence else "这条问题"
        self.status.say(f"已复制{what}（终端不支持时请用鼠标选）", "good")

    # -- menus ----------------------------------------------------------------------------------

    def open_menu(self) -> None:
        """Enter: all actions, for when letters do not arrive."""
        options = [self._option(key) for key in self.table if key.menu]
        hotkeys = {name: key.id for key in self.table if key.menu for name in keys.names_of(key)}
        for taken in ("up", "down", "j", "k"):
            hotkeys.pop(taken, None)
        line = self.list.current
        title = f"{line.rule} · {STATE_WORDS[line.state]}" if line else "操作"
        self.app.push_screen(Choose(title, options, hotkeys), self._act)

    def action_palette(self) -> None:
        """All commands by name."""
        options = [self._option(key) for key in self.table if key.id not in ("palette", "open")]
        options += [Option(f"theme:{theme.name}", f"颜色：{theme.name}") for theme in THEMES]
        options += [
            Option(f"named:{name}", f"筛选：{name}", text) for name, text in self.named_filters().items()
        ]
        options += [
            Option(f"filter:{text}", f"筛选：{text}")
            for text in ("状态:待处理", "级别:错误", "状态:重新打开")
        ]
        self.app.push_screen(Choose("命令", options, search=True), self._act)

    def _option(self, key: keys.Key) -> Option:
        written = " ".join(key.keys)
        greyed = "以只读方式打开，不能用" if key.writes and self.desk.readonly else ""
        line = self.list.current
        if key.id.startswith("decide") and line is not None and line.state in ENDED and not self.marked:
            greyed = f"这一条{STATE_WORDS[line.state]}，不用处置"
        return Option(
            key.id, f"{key.label}　{key.about}" if key.about != key.label else key.label, written, greyed
        )

    def _act(self, chosen: str | None) -> None:
        if chosen is None:
            return
        kind, _, value = chosen.partition(":")
        if kind == "theme":
            self.app.theme = value
        elif kind == "filter":
            self.relist(value)
        elif kind == "named":
            self.use_filter(value)
        else:
            self.call_later(self.run_action, chosen)

    def on_footer_pressed(self, message: Footer.Pressed) -> None:
        """A key of the footer was clicked."""
        self.call_later(self.run_action, message.action)

    def action_theme(self) -> None:
        """The next theme."""
        names = [theme.name for theme in THEMES]
        at = names.index(self.app.theme) if self.app.theme in names else -1
        self.app.theme = names[(at + 1) % len(names)]
        self.status.say(f"颜色：{self.app.theme}")

    def action_help(self) -> None:
        """All keys, from the table."""
        ink = ink_of(self)
        self.app.push_screen(Page("帮助", lambda width: help_lines(width, ink, self.table)))

    def action_history(self) -> None:
        """What was done last."""
        entries = self.desk.session.history(200)
        ink = ink_of(self)

        def draw(width: int) -> list[Drawn]:
            lines: list[Drawn] = [] if entries else ink.wrap("还没有处置过", width, "", "dim")
            for entry in entries:
                when, what = entry_words(entry)
                about = f"{entry.unit} {entry.year or ''} {entry.rule}"
                lines += ink.wrap_spans(
                    [Span(f"{when}  ", "dim"), Span(f"{about}  "), Span(what, "bold")], width, "    "
                )
            return lines

        self.app.push_screen(Page("最近操作", draw))

    # -- files ----------------------------------------------------------------------------------

    def action_export(self) -> None:
        """Findings and decisions to files."""
        from tui.exporting import folder_of, write
        from tui.screens.export import ExportDialog, Wanted

        rows = self.list.rows
        if rows is None:
            return
        listing, typed = rows.listing, self.filter_text

        def work(wanted: Wanted) -> None:
            def progress(done: int, total: int) -> None:
                self.app.call_from_thread(self.status.say, f"正在写出 {done:,}/{total:,}")

            try:
                fault = write(wanted.form, self.desk, listing, typed, wanted.path, progress)
            except StoreFault as refused:
                fault = f"{refused.diagnostic.message}；{refused.diagnostic.remedy}"
            said = fault or f"已写出 {wanted.path.as_posix()}"
            self.app.call_from_thread(self.status.say, said, "error" if fault else "good")

        def chosen(wanted: Wanted | None) -> None:
            if wanted is not None:
                self.run_worker(lambda: work(wanted), thread=True, group="export")

        dialog = ExportDialog(folder_of(self.desk.session), len(listing), typed)
        self.app.push_screen(dialog, chosen)

    def action_leave(self) -> None:
        """Everything is saved; keep the place and end."""
        self.leave_place()
        if self._updating:
            cast("TriageApp", self.app).end_soon()
        self.app.exit()

    # What other parts have.

    def named_filters(self) -> dict[str, str]:
        """Filters by name."""
        raise NotImplementedError

    def use_filter(self, name: str) -> None:
        """Put the filter of this name in force."""
        raise NotImplementedError

    def leave_place(self) -> None:
        """Keep the place for the next time."""
        raise NotImplementedError


def _open(path: Path) -> bool:
    """Hand a file to the system; whether there is anything to hand it to."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            os.startfile(path)
            return True
        return False
    opener = "open" if sys.platform == "darwin" else shutil.which("xdg-open")
    seen = sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    if not opener or not seen:
        return False
    with contextlib.suppress(OSError):
        subprocess.Popen(
            [opener, str(path.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        return True
    return False
