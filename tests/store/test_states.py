"""The life of a finding: every decision meets every kind of re-run."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.findings.model import Change, Decision
from auditor.findings.states import (
    CHOICE_WORDS,
    ENDED,
    STATE_WORDS,
    TODO,
    Choice,
    Life,
    Seen,
    Standing,
    State,
    after_run,
    decided,
    fault_of,
    settled,
    state_of,
)

TODAY = date(2025, 3, 1)
LATER = TODAY + timedelta(days=30)
PAST = TODAY - timedelta(days=1)

# What stands after a re-run, for each decision (rows) and what the run saw (columns).
SEEN = (Seen.SAME, Seen.CHANGED, Seen.GONE, Seen.UNREADABLE, Seen.SILENT, Seen.NOT_RUN)
TABLE = {
    Choice.OPEN: ("待处理", "待处理", "已消除", "待处理", "不再报", "待处理"),
    Choice.CONFIRMED: ("属实", "依据已变", "已消除", "属实", "不再报", "属实"),
    Choice.FALSE_ALARM: ("误报", "依据已变", "已消除", "误报", "不再报", "误报"),
    Choice.WAIVED: ("豁免", "依据已变", "已消除", "豁免", "不再报", "豁免"),
    Choice.FIXED: ("复现", "复现", "已消除", "未能核实", "不再报", "已整改"),
    Choice.LATER: ("稍后", "依据已变", "已消除", "稍后", "不再报", "稍后"),
}
PAIRS = [(choice, seen, word) for choice, row in TABLE.items() for seen, word in zip(SEEN, row, strict=True)]


def life_of(choice: Choice) -> Life:
    return Life(choice, Standing.SAME, LATER if choice in (Choice.WAIVED, Choice.LATER) else None)


@pytest.mark.parametrize(("choice", "seen", "word"), PAIRS, ids=lambda value: str(value))
def test_a_decision_that_meets_a_rerun_stands_as_the_table_says(
    choice: Choice, seen: Seen, word: str
) -> None:
    after = after_run(life_of(choice), seen, TODAY)
    assert STATE_WORDS[state_of(after, TODAY)] == word


@pytest.mark.parametrize(
    ("choice", "back_same", "back_changed"),
    [
        (Choice.OPEN, "复现", "复现"),
        (Choice.CONFIRMED, "复现", "复现"),
        (Choice.FALSE_ALARM, "误报", "依据已变"),
        (Choice.WAIVED, "豁免", "依据已变"),
        (Choice.FIXED, "复现", "复现"),
        (Choice.LATER, "复现", "复现"),
    ],
)
def test_what_was_gone_and_is_back_is_seen(choice: Choice, back_same: str, back_changed: str) -> None:
    gone = after_run(life_of(choice), Seen.GONE, TODAY)
    words = [STATE_WORDS[state_of(after_run(gone, seen, TODAY), TODAY)] for seen in (Seen.SAME, Seen.CHANGED)]
    assert words == [back_same, back_changed]


@pytest.mark.parametrize("seen", SEEN)
def test_what_was_reopened_stays_reopened_until_somebody_decides_or_it_is_gone(seen: Seen) -> None:
    reopened = after_run(life_of(Choice.FALSE_ALARM), Seen.CHANGED, TODAY)
    assert (reopened.choice, reopened.was) == (Choice.OPEN, Choice.FALSE_ALARM)
    after = state_of(after_run(reopened, seen, TODAY), TODAY)
    expected = {Seen.GONE: State.GONE, Seen.SILENT: State.SILENT}.get(seen, State.EVIDENCE_CHANGED)
    assert after is expected


def test_a_waiver_holds_on_its_last_day_and_is_reopened_on_the_next() -> None:
    waived = Life(Choice.WAIVED, Standing.SAME, TODAY)
    assert state_of(settled(waived, TODAY), TODAY) is State.WAIVED
    tomorrow = TODAY + timedelta(days=1)
    after = settled(waived, tomorrow)
    assert after == Life(Choice.OPEN, Standing.SAME, None, State.EXPIRED, Choice.WAIVED)
    assert state_of(waived, tomorrow) is state_of(after, tomorrow) is State.EXPIRED
    assert state_of(after_run(waived, Seen.SAME, tomorrow), tomorrow) is State.EXPIRED


def test_later_is_to_be_decided_again_on_its_day() -> None:
    put_off = Life(Choice.LATER, Standing.NEW, LATER)
    assert state_of(settled(put_off, LATER - timedelta(days=1)), LATER - timedelta(days=1)) is State.LATER
    assert settled(put_off, LATER) == Life(Choice.OPEN, Standing.NEW)


def test_an_expired_waiver_of_a_finding_that_is_gone_wakes_nobody() -> None:
    gone = Life(Choice.WAIVED, Standing.GONE, PAST)
    assert settled(gone, TODAY) == gone
    assert state_of(gone, TODAY) is State.GONE


def test_a_removed_rule_never_reads_as_fixed() -> None:
    fixed = after_run(life_of(Choice.FIXED), Seen.SILENT, TODAY)
    assert (state_of(fixed, TODAY), fixed.standing.change) == (State.SILENT, Change.SAME)
    back = after_run(fixed, Seen.SAME, TODAY)
    assert state_of(back, TODAY) is State.RECURRED


def test_a_new_decision_forgets_why_it_was_asked_for() -> None:
    reopened = after_run(life_of(Choice.CONFIRMED), Seen.CHANGED, TODAY)
    assert decided(reopened, Choice.FALSE_ALARM, None) == Life(Choice.FALSE_ALARM, Standing.EVIDENCE_CHANGED)
    assert decided(reopened, Choice.CONFIRMED, LATER).until is None


@pytest.mark.parametrize(
    ("choice", "reason", "until", "fault"),
    [
        (Choice.WAIVED, " ", LATER, "豁免要写理由"),
        (Choice.WAIVED, "已报批", None, "豁免要写到哪一天为止"),
        (Choice.WAIVED, "已报批", PAST, "日期 2025-02-28 已经过去"),
        (Choice.LATER, "", None, "稍后要写到哪一天再看"),
        (Choice.WAIVED, "已报批", TODAY, ""),
        (Choice.CONFIRMED, "", None, ""),
    ],
)
def test_a_decision_says_what_it_lacks(choice: Choice, reason: str, until: date | None, fault: str) -> None:
    assert fault_of(choice, reason, until, TODAY) == fault


def test_the_contract_has_a_word_for_every_choice_and_standing() -> None:
    assert [choice.decision for choice in Choice] == [
        Decision.OPEN, Decision.CONFIRMED, Decision.FALSE_ALARM, Decision.WAIVED, Decision.FIXED,
        Decision.OPEN,
    ]  # fmt: skip
    assert {standing.change for standing in Standing} == set(Change)
    assert set(CHOICE_WORDS) == set(Choice)
    assert set(STATE_WORDS) == set(State)


@given(
    choice=st.sampled_from(Choice),
    runs=st.lists(st.sampled_from(Seen), max_size=8),
    days=st.lists(st.integers(0, 20), min_size=8, max_size=8),
)
def test_whatever_happens_a_breach_that_is_there_is_decided_or_asked_for(
    choice: Choice, runs: list[Seen], days: list[int]
) -> None:
    """No sequence of runs hides a finding: one that the last run saw is never 已消除 or 不再报, and
    what no run saw gone never reads as gone."""
    life = Life(
        choice, Standing.NEW, TODAY + timedelta(days=20) if choice in (Choice.WAIVED, Choice.LATER) else None
    )
    today = TODAY
    for seen, passed in zip(runs, days, strict=False):
        today += timedelta(days=passed)
        life = after_run(settled(life, today), seen, today)
    looked = [seen for seen in runs if seen is not Seen.NOT_RUN]
    state = state_of(life, today)
    if looked and looked[-1] in (Seen.SAME, Seen.CHANGED):
        assert state not in ENDED
    if Seen.GONE not in looked:
        assert state is not State.GONE
    if state in TODO and choice is not Choice.OPEN and not life.reopened:
        assert choice is Choice.LATER or life.was is not None
