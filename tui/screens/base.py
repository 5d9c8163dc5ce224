"""What the parts of the triage screen share."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from auditor.output.places import path_words
from auditor.triage import STATE_WORDS, Entry, Line, Reach, StoreFault
from tui.desk import Desk
from tui.draw.case import Case
from tui.keys import Key
from tui.widgets.bars import Status
from tui.widgets.evidence import Evidence
from tui.widgets.findings import FindingList

if TYPE_CHECKING:
    from tui.app import TriageApp


class Base(Screen[None]):
    """State and the few things that every part calls."""

    filter_text: str
    order: str
    direction: int
    busy: tuple[str, ...] = ()  # what goes on, longest words first

    def __init__(self) -> None:
        super().__init__()
        self.marked: set[int] = set()
        self._updating = False
        self._again = False  # what is being audited is out of date: rules or reports changed meanwhile
        self.settled = False  # the first audit is over
        self.stale = False  # rows that left the filter are still shown
        self._anchor: int | None = None  # the finding where a range begins

    @property
    def desk(self) -> Desk:
        """What the interface works on."""
        return cast("TriageApp", self.app).desk

    @property
    def table(self) -> tuple[Key, ...]:
        """The keys in force."""
        return cast("TriageApp", self.app).keymap.table

    @property
    def status(self) -> Status:
        """The line that says what happened."""
        return self.query_one("#status", Status)

    @property
    def list(self) -> FindingList:
        """The list."""
        return self.query_one("#list", FindingList)

    def fail(self, fault: StoreFault) -> None:
        """Say what the store refused, and what to do."""
        diagnostic = fault.diagnostic
        self.status.say(f"{diagnostic.message}；{diagnostic.remedy}", "error")

    def refuses(self) -> bool:
        """Whether nothing may be written; says why."""
        if self.desk.readonly:
            self.status.say("以只读方式打开，不能处置；去掉 --readonly 再打开", "error")
        return self.desk.readonly

    def show_case(self, line: Line) -> None:
        """The evidence of a finding."""
        session = self.desk.session
        try:
            detail = session.detail(line.fingerprint)
            if detail is None:
                self.query_one(Evidence).tell("这条问题已不在库里，按 r 重读")
                return
            report = self.desk.report(detail.finding.file)
        except StoreFault as fault:
            self.fail(fault)
            return
        rule = self.desk.rule(detail.finding.rule)
        case = Case(
            detail.finding,
            report,
            rule.explanation if rule else "",
            tuple(entry_words(entry) for entry in detail.history),
            tuple(f"{twin.rule} {path_words(twin.target)}" for twin in detail.twins),
        )
        self.query_one(Evidence).show(case, detail.line)

    # What one part has and another calls.

    def relist(self, text: str | None = None, find: str = "", keep: bool = False) -> bool:
        """Filter and sort anew."""
        raise NotImplementedError

    def title_list(self) -> None:
        """Say on the frame what is listed."""
        raise NotImplementedError

    def count(self) -> None:
        """Counts in the header."""
        raise NotImplementedError

    def own_change(self) -> None:
        """What changed was changed here."""
        raise NotImplementedError

    def show_current(self) -> None:
        """Show what is under the cursor."""
        raise NotImplementedError

    @property
    def narrowest(self) -> Reach:
        """The reach of a decision made without a dialog."""
        return Reach.FINDING

    def recent_reasons(self) -> tuple[str, ...]:
        """Reasons written lately, newest first."""
        reasons = (reason.partition("\n")[0] for reason in self.desk.session.reasons())
        return tuple(dict.fromkeys(reason for reason in reasons if reason))


def entry_words(entry: Entry) -> tuple[str, str]:
    """A line of the log: when and who, what."""
    actions = {
        "decide": "",
        "undo": "撤销",
        "redo": "重做",
        "run": "审核",
        "import": "导入",
        "expire": "到期",
    }
    before = STATE_WORDS[entry.before] if entry.before else "新发现"
    change = before if entry.before == entry.after else f"{before} → {STATE_WORDS[entry.after]}"
    parts = [actions.get(entry.action, entry.action), change if entry.before else "新发现"]
    if entry.until:
        parts.append(f"到 {entry.until.isoformat()}")
    if entry.reason:
        parts.append(f"：{entry.reason}")
    return f"{moment_words(entry.at)} {entry.who}", " ".join(part for part in parts if part)


def moment_words(at: str) -> str:
    """ISO time in UTC as the person's own clock shows it."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at
