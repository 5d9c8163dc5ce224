"""处置 and what re-runs do to it: the life of a finding as a pure function of what was decided and
what was seen. No store, no clock: today is handed in.

A finding has a `choice` (what a person decided), a `standing` (what the last run that looked said)
and, where a decision was taken back by the machine, why (`reopened`). Together they give the one
`State` that lists show and filters name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from auditor.findings.model import Change, Decision


class Choice(StrEnum):
    """What a person decided; 稍后 is 待处理 with a date before which it need not be looked at."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    FALSE_ALARM = "false_alarm"
    WAIVED = "waived"
    FIXED = "fixed"
    LATER = "later"

    @property
    def decision(self) -> Decision:
        """The word of the contract `auditor.findings/1`."""
        return Decision.OPEN if self is Choice.LATER else Decision(self.value)


class Standing(StrEnum):
    """What the last run said of the finding. `Change` is the part of it that the contract knows."""

    NEW = "new"
    SAME = "same"
    EVIDENCE_CHANGED = "evidence_changed"
    RECURRED = "recurred"
    GONE = "gone"
    UNVERIFIED = "unverified"  # its report could not be read, or its rule could not tell
    SILENT = "silent"  # the report is as it was, the rule is not: no longer reported, never “fixed”

    @property
    def change(self) -> Change:
        """The word of the contract; what could not be verified is still the same finding."""
        if self in (Standing.UNVERIFIED, Standing.SILENT):
            return Change.SAME
        return Change(self.value)


class Reach(StrEnum):
    """How far a decision goes, narrowest first."""

    FINDING = "finding"
    AGENCY_RULE = "agency_rule"  # this agency and this rule, whatever the year and the target
    RULE_YEAR = "rule_year"  # this rule in this year, whatever the agency


class State(StrEnum):
    """What lists show, those first that want a person's eye again."""

    EVIDENCE_CHANGED = "evidence_changed"
    RECURRED = "recurred"
    EXPIRED = "expired"
    OPEN = "open"
    UNVERIFIED = "unverified"
    LATER = "later"
    CONFIRMED = "confirmed"
    FIXED = "fixed"
    WAIVED = "waived"
    FALSE_ALARM = "false_alarm"
    GONE = "gone"
    SILENT = "silent"


CHOICE_WORDS = {
    Choice.OPEN: "待处理",
    Choice.CONFIRMED: "属实",
    Choice.FALSE_ALARM: "误报",
    Choice.WAIVED: "豁免",
    Choice.FIXED: "已整改",
    Choice.LATER: "稍后",
}
STATE_WORDS = {
    State.EVIDENCE_CHANGED: "依据已变",
    State.RECURRED: "复现",
    State.EXPIRED: "豁免到期",
    State.OPEN: "待处理",
    State.UNVERIFIED: "未能核实",
    State.LATER: "稍后",
    State.CONFIRMED: "属实",
    State.FIXED: "已整改",
    State.WAIVED: "豁免",
    State.FALSE_ALARM: "误报",
    State.GONE: "已消除",
    State.SILENT: "不再报",
}
REACH_WORDS = {
    Reach.FINDING: "只这一条",
    Reach.AGENCY_RULE: "这个机关的这条规则",
    Reach.RULE_YEAR: "这条规则在这个年度",
}
REOPENED = frozenset({State.EVIDENCE_CHANGED, State.RECURRED, State.EXPIRED})
TODO = REOPENED | {State.OPEN}  # what a person still has to decide
EXCUSED = frozenset({State.WAIVED, State.FALSE_ALARM})  # counts for no exit code
ENDED = frozenset({State.GONE, State.SILENT})  # nothing to decide any more


class Seen(StrEnum):
    """What a run says of a finding that was known before."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"  # the rule was asked of a report with other content, and found nothing
    UNREADABLE = "unreadable"  # the report could not be read, or the rule could not tell, or it broke
    SILENT = "silent"  # the rule is removed or 停用, or the unchanged report no longer breaks it
    NOT_RUN = "not_run"  # the run did not look


@dataclass(frozen=True, slots=True)
class Life:
    """A finding's decision and standing. `until`: last day of a waiver, day on which 稍后 ends.
    `reopened` says why the machine took back the decision `was`."""

    choice: Choice = Choice.OPEN
    standing: Standing = Standing.NEW
    until: date | None = None
    reopened: State | None = None
    was: Choice | None = None


def expired(life: Life, today: date) -> bool:
    """Whether a waiver's last day has passed, or the day of a 稍后 has come."""
    if life.until is None:
        return False
    if life.choice is Choice.WAIVED:
        return today > life.until
    return life.choice is Choice.LATER and today >= life.until


def state_of(life: Life, today: date) -> State:
    """The one state that is shown."""
    if life.standing is Standing.GONE:
        return State.GONE
    if life.standing is Standing.SILENT:
        return State.SILENT
    if life.choice is Choice.FIXED and life.standing is Standing.UNVERIFIED:
        return State.UNVERIFIED
    if life.choice is Choice.OPEN:
        return life.reopened or State.OPEN
    if expired(life, today):
        return State.EXPIRED if life.choice is Choice.WAIVED else State.OPEN
    return State(life.choice.value)


def settled(life: Life, today: date) -> Life:
    """The life after the day's change: an expired waiver is reopened, a 稍后 that has come is 待处理."""
    if not expired(life, today) or life.standing in (Standing.GONE, Standing.SILENT):
        return life
    if life.choice is Choice.LATER:
        return replace(life, choice=Choice.OPEN, until=None)
    return _reopen(life, State.EXPIRED, life.standing)


def after_run(life: Life, seen: Seen, today: date) -> Life:
    """The life after a run that `seen` the finding so."""
    match seen:
        case Seen.NOT_RUN:
            return life
        case Seen.GONE:
            return replace(life, standing=Standing.GONE)
        case Seen.UNREADABLE if life.standing not in (Standing.GONE, Standing.SILENT):
            return replace(life, standing=Standing.UNVERIFIED)
        case Seen.SILENT if life.standing is not Standing.GONE:
            return replace(life, standing=Standing.SILENT)
        case Seen.SAME | Seen.CHANGED:
            return settled(_there(life, seen is Seen.CHANGED), today)
    return life


def _there(life: Life, changed: bool) -> Life:
    """The life of a finding that the run reports again."""
    if life.choice is Choice.FIXED:
        return _reopen(life, State.RECURRED, Standing.RECURRED)
    if life.standing is Standing.GONE:
        if life.choice in (Choice.FALSE_ALARM, Choice.WAIVED):
            if changed:
                return _reopen(life, State.EVIDENCE_CHANGED, Standing.EVIDENCE_CHANGED)
            return replace(life, standing=Standing.RECURRED)
        return _reopen(life, State.RECURRED, Standing.RECURRED)
    if not changed:
        return replace(life, standing=_STANDING_OF.get(life.reopened, Standing.SAME))
    if life.choice is Choice.OPEN and life.reopened is None:
        return replace(life, standing=Standing.EVIDENCE_CHANGED)
    return _reopen(life, State.EVIDENCE_CHANGED, Standing.EVIDENCE_CHANGED)


# A reopened finding that nobody has decided since is still what reopened it.
_STANDING_OF: dict[State | None, Standing] = {
    State.EVIDENCE_CHANGED: Standing.EVIDENCE_CHANGED,
    State.RECURRED: Standing.RECURRED,
}


def _reopen(life: Life, why: State, standing: Standing) -> Life:
    was = life.was if life.choice is Choice.OPEN else life.choice
    return Life(Choice.OPEN, standing, None, why, was)


def decided(life: Life, choice: Choice, until: date | None) -> Life:
    """The life after a person's decision."""
    return Life(choice, life.standing, until if choice in (Choice.WAIVED, Choice.LATER) else None)


def fault_of(choice: Choice, reason: str, until: date | None, today: date) -> str:
    """What is missing for this decision, in Chinese; "" where nothing is."""
    if choice is Choice.WAIVED and not reason.strip():
        return "豁免要写理由"
    if choice in (Choice.WAIVED, Choice.LATER) and until is None:
        return "豁免要写到哪一天为止" if choice is Choice.WAIVED else "稍后要写到哪一天再看"
    if until is not None and until < today:
        return f"日期 {until.isoformat()} 已经过去"
    return ""
