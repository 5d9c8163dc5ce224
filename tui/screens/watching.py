"""Reading and auditing in the background, what others decide, another day; coming back where one left."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from textual.worker import get_current_worker

from auditor.base.diagnostic import Severity
from auditor.findings.model import FileRow
from auditor.triage import StoreFault, Updated
from tui.screens.base import Base

if TYPE_CHECKING:
    from auditor.rules.load import LoadedRules
    from tui.app import TriageApp

_AFTER = 0.2  # seconds: the first frame comes before the rules
_EVERY = 1.5  # seconds; others' decisions show within two
_LATER = ("decide", "editor", "export", "newrule", "report")  # screens: loaded before their keys are pressed


class Watching(Base):
    """What happens by itself."""

    def begin_watching(self) -> None:
        """Audit what changed, and look for others' decisions from now on."""
        self._recalled = -1
        self._today = self.desk.session.today
        self.set_interval(_EVERY, self._look)
        self.set_timer(_AFTER, self.audit)

    # -- auditing -------------------------------------------------------------------------------

    def audit(self, anew: bool = False) -> None:
        """Read and audit what changed, the rules first where they are not loaded or `anew`. One at a time:
        what goes on is cut short where it is to begin anew, and what it has done is not done again."""
        if self._updating:
            self._again = self._again or anew
            return
        self._updating = True
        if self.desk.loaded is None or anew:
            self.busy = ("正在读取规则",)
            self.count()
        self.run_worker(lambda: self._audit(anew), thread=True, group="audit")

    def _audit(self, anew: bool) -> None:
        worker = get_current_worker()
        for name in _LATER:
            import_module(f"tui.screens.{name}")
        if self.desk.loaded is None or anew:
            loaded = self.desk.reload()
            self.app.call_from_thread(self._rules_loaded, loaded)
            if not loaded.ok:
                return

        def progress(word: str, done: int, total: int) -> None:
            self.app.call_from_thread(self._progress, busy_words(word, done, total))

        try:
            stop = lambda: worker.is_cancelled or self._again  # noqa: E731
            updated: Updated | StoreFault = self.desk.session.update(progress, stop)
        except StoreFault as fault:
            updated = fault
        if not worker.is_cancelled:
            self.app.call_from_thread(self._audited, updated)

    def _rules_loaded(self, loaded: LoadedRules) -> None:
        """The rules are there: evidence can be drawn whole."""
        self.busy = ()
        cast("TriageApp", self.app).settled()
        if loaded.ok:
            self.show_current()
        else:
            self._updating = False
            self.status.say(rules_fault(loaded), "error")
        self.count()

    def _progress(self, words: tuple[str, ...]) -> None:
        self.busy = words
        if not self._typing():
            self._look()
            self.count()

    def _audited(self, updated: Updated | StoreFault) -> None:
        self.busy = ()
        self._updating = False
        self.settled = not self._again
        self.desk.forget()
        if self._again:
            self._again = False
            self.audit(anew=True)
            return
        if isinstance(updated, StoreFault):
            self.fail(updated)
            return
        self._look(force=bool(updated.audited))
        self.count()
        if not self.desk.readonly:
            faults = "；".join(self.desk.faults)
            said = f"名录没有用上：{faults}" if faults else updated_words(updated)
            self.status.say(said, "error" if faults or unread(updated) else "")

    def action_reread(self) -> None:
        """r: rules and reports as they stand in their files now."""
        if self.refuses():
            return
        self.status.say("重新读取改动过的报告和规则……")
        self.audit(anew=True)

    # -- others, days ---------------------------------------------------------------------------

    def _typing(self) -> bool:
        return self.query_one("#filter").has_focus or self.app.screen is not self

    def own_change(self) -> None:
        """What changed was changed here: nothing to tell."""
        try:
            self.desk.session.poll()
        except StoreFault as fault:
            self.fail(fault)

    def _look(self, force: bool = False) -> None:
        """What anybody changed. Nothing is drawn while a field has the focus."""
        if self._typing() and not force:
            return
        try:
            ids = self.desk.session.poll()
            if self.desk.session.today != self._today:
                self._today = self.desk.session.today
                self.desk.session.new_day()
        except StoreFault as fault:
            self.fail(fault)
            return
        rows = self.list.rows
        if not (ids or force) or rows is None:
            return
        known = set(rows.listing.ids) if len(ids) < 1000 else set()
        if force or not known.issuperset(ids):
            self.relist(keep=True)
        else:
            rows.listing.forget(ids)
            self.list.refresh()
            self.show_current()
            self.count()
        if ids and not self._updating and not force:
            self.status.say(f"别人刚改了 {len(ids):,} 条，已经换成最新的")

    # -- coming back ----------------------------------------------------------------------------

    def left_place(self) -> dict[str, Any]:
        """Filter, order and finding of the last time."""
        try:
            place = self.desk.session.left()
        except StoreFault:
            return {}
        return place if isinstance(place, dict) else {}

    def leave_place(self) -> None:
        """Keep them for the next time."""
        line = self.list.current
        place = {
            "filter": self.filter_text,
            "order": self.order,
            "fingerprint": line.fingerprint if line else "",
        }
        try:
            self.desk.session.leave(place)
        except StoreFault:
            return  # a place is no decision: leaving must not fail on it

    def remember_filter(self, text: str) -> None:
        """Newest first, for ↑ in the field."""
        if not text:
            return
        known = [text, *(each for each in self._filters() if each != text)][:20]
        try:
            self.desk.session.leave(known, "filters")
        except StoreFault as fault:
            self.fail(fault)

    def recalled_filter(self, step: int) -> str:
        """The next filter used before."""
        known = self._filters()
        if not known:
            return self.filter_text
        self._recalled = max(-1, min(self._recalled + step, len(known) - 1))
        return known[self._recalled] if self._recalled >= 0 else ""

    def _filters(self) -> list[str]:
        try:
            known = self.desk.session.left("filters")
        except StoreFault:
            return []
        return [each for each in known if isinstance(each, str)] if isinstance(known, list) else []

    # -- words ----------------------------------------------------------------------------------

    def files_words(self) -> str:
        """2024年度 · 312份 · ."""
        try:
            count, years = self.desk.readable()
        except StoreFault:
            return ""
        span = (
            "" if not years else f"{years[0]}年度 · " if len(years) == 1 else f"{years[0]}–{years[-1]}年度 · "
        )
        return f"{span}{count:,}份 · " if count else ""

    def checked_words(self) -> tuple[str, ...]:
        """Why nothing is listed: what was read, and with what."""
        if self.is_busy():
            return (
                "正在读取报告……",
                "读好一份就列出一份，马上可以处置",
                "上下年、上下级的核对在全部读完以后",
            )
        files = self.desk.session.files()
        read = [each for each in files if each.status in ("read", "partial")]
        if not read:
            there = "、".join(str(path) for path in self.desk.session.reports) or "（没有写报告）"
            return (
                f"没有读到年度报告：{there}",
                "核对路径；能读 .docx .doc .wps .pdf .ofd .html .xlsx .txt .zip 等",
                "放好以后按 r 重读",
            )
        rules = len(self.desk.loaded.rules) if self.desk.loaded else 0
        partial = sum(1 for each in read if each.status == "partial")
        return (
            f"没有发现问题：{len(read):,} 份报告，{rules:,} 条规则都查过了",
            f"其中 {partial:,} 份读取不完整，读不到的部分没有判断" if partial else "每份报告都读完整了",
            "按 ? 看能做什么",
        )

    def is_busy(self) -> bool:
        """Whether reports are still to come."""
        return (self._updating or self.desk.loaded is None) and not self.desk.readonly

    def welcome(self) -> None:
        """The first thing the last line says."""
        session = self.desk.session
        if self.desk.tour:
            from tui.screens.tour import Tour

            self.app.push_screen(Tour())
        if self.desk.samples:
            self.status.say("这是样例报告，随便试：处置不会留下。? 帮助")
        elif self.desk.readonly:
            self.status.say("只读：能看，不能处置")
        elif self.filter_text and not self.desk.manners.filter:
            self.status.say(f"接着上次：筛选“{self.filter_text}”，Esc 清除")
        else:
            name = "" if session.who == "未署名" else f"{session.who}，"
            self.status.say(f"{name}处置随时保存在 {session.store.where}；? 帮助")


def busy_words(word: str, done: int, total: int) -> tuple[str, ...]:
    """What goes on, longest words first: a narrow screen takes shorter ones."""
    share = f"{done:,}/{total:,}"
    match word:
        case "审核":
            return (f"已审 {share} 份，跨报告核对在全部读完以后", f"已审 {share} 份", f"已审 {share}")
        case "跨报告核对":
            return (f"全部读完，正在跨报告核对 {share}", f"跨报告核对 {share}", f"核对 {share}")
        case _:
            return (f"正在{word} {share}", share)


def unread(updated: Updated) -> list[FileRow]:
    """The files that should have been audited and could not be."""
    return [row for row in updated.run.files if row.fatal] if updated.run is not None else []


def updated_words(updated: Updated) -> str:
    """What an update did."""
    if problems := unread(updated):
        first = problems[0]
        more = f" 等 {len(problems)} 份" if len(problems) > 1 else ""
        return f"读不了 {first.file}{more}：{first.reason or '原因不明'}"
    if not updated.audited:
        return "报告和规则都没有变" if updated.files else "没有找到报告"
    return f"审核了 {updated.audited:,} 份报告，{updated.findings:,} 条问题"


def rules_fault(loaded: LoadedRules) -> str:
    """The first error of a rule folder, with its place."""
    faults = [each for each in loaded.diagnostics if each.severity is Severity.ERROR]
    first = faults[0]
    place = f":{line}" if (line := getattr(first.place, "line", None)) else ""
    return f"规则有 {len(faults)} 处错误，没有换上：{first.file}{place} {first.message}"
