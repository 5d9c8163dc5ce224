"""What a run does to the findings that the store knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from auditor.findings.model import FileStatus
from auditor.findings.states import Choice, Reach, Standing, State
from auditor.findings.store.decisions import decide
from auditor.findings.store.log import entries
from auditor.findings.store.open import Store, open_store
from auditor.findings.store.query import whole
from auditor.findings.store.runs import Recorder
from auditor.findings.store.schema import findings
from auditor.rules.outcome import Level, Verdict
from tests.store.make import RULES, TODAY, finding, lines, moment, rule, run, sheet

ONE, TWO = finding("表三.自然人"), finding("表三.总计", "文表-101")
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "审核.sqlite")
    yield made
    made.close()


def state(store: Store, of: str = ONE.fingerprint) -> State:
    return next(line.state for line in lines(store) if line.fingerprint == of)


def settle_one(store: Store, choice: Choice) -> None:
    line = next(line for line in lines(store) if line.fingerprint == ONE.fingerprint)
    until = LATER if choice in (Choice.WAIVED, Choice.LATER) else None
    done = decide(store, [(line.fingerprint, line.version)], choice, moment(), reason="理由", until=until)
    assert done.changed == (ONE.fingerprint,) or choice is Choice.OPEN


def test_a_finding_comes_back_from_the_store_whole(store: Store) -> None:
    run(store, [ONE, TWO])
    found = whole(store, ONE.fingerprint)
    assert found is not None
    assert found[0] == ONE


def test_a_rerun_keeps_every_decision(store: Store) -> None:
    run(store, [ONE, TWO])
    settle_one(store, Choice.FALSE_ALARM)
    run(store, [TWO, replace(ONE, message="另一种说法", level=Level.WARNING, file="改名.docx")],
        [sheet(), sheet(file="改名.docx")])  # fmt: skip
    line = next(line for line in lines(store) if line.fingerprint == ONE.fingerprint)
    assert (line.state, line.standing) == (State.FALSE_ALARM, Standing.SAME)
    assert (line.message, line.level, line.file) == ("另一种说法", Level.WARNING, "改名.docx")


@pytest.mark.parametrize(
    ("choice", "after"),
    [
        (Choice.OPEN, State.GONE),
        (Choice.CONFIRMED, State.GONE),
        (Choice.FALSE_ALARM, State.GONE),
        (Choice.WAIVED, State.GONE),
        (Choice.FIXED, State.GONE),
        (Choice.LATER, State.GONE),
    ],
)
def test_a_changed_report_without_the_breach_has_it_gone_and_the_log_keeps_it(
    store: Store, choice: Choice, after: State
) -> None:
    run(store, [ONE, TWO])
    settle_one(store, choice)
    run(store, [TWO], [sheet(content="b")])
    assert state(store) is after
    last = entries(store, fingerprint=ONE.fingerprint)[0]
    before = State.OPEN if choice is Choice.OPEN else State(choice.value)
    assert (last.who, last.action, last.before, last.after) == ("程序", "run", before, State.GONE)


def test_an_unchanged_report_that_no_longer_breaks_the_rule_does_not_read_as_fixed(store: Store) -> None:
    run(store, [ONE])
    settle_one(store, Choice.FIXED)
    run(store, [], [sheet(content="a")])
    assert state(store) is State.SILENT


@pytest.mark.parametrize("rules", [RULES[1:], (replace(RULES[0], state="停用"), *RULES[1:])])
def test_a_rule_removed_or_stopped_does_not_read_as_fixed(store: Store, rules: tuple[object, ...]) -> None:
    run(store, [ONE])
    settle_one(store, Choice.FIXED)
    run(store, [], [sheet(content="b")], rules)  # type: ignore[arg-type]
    assert state(store) is State.SILENT


@pytest.mark.parametrize(
    "files",
    [
        [sheet(status=FileStatus.UNREADABLE, unit="", agency="", year=None, file=ONE.file, content="b")],
        [sheet(content="b", undecided=frozenset({ONE.rule}))],
        [sheet(content="b", status=FileStatus.PARTIAL, undecided=frozenset({ONE.rule}))],
    ],
    ids=["unreadable", "could not tell", "read in part"],
)
def test_what_was_said_to_be_fixed_and_cannot_be_checked_says_so(store: Store, files: list[object]) -> None:
    run(store, [ONE])
    settle_one(store, Choice.FIXED)
    run(store, [], files)  # type: ignore[arg-type]
    assert state(store) is State.UNVERIFIED


def test_a_rule_that_broke_on_the_report_proves_nothing_fixed(store: Store) -> None:
    run(store, [ONE])
    settle_one(store, Choice.FIXED)
    broken = finding("报告", outcome=Verdict.ERROR)
    run(store, [broken], [sheet(content="b")])
    assert state(store) is State.UNVERIFIED


def test_a_run_over_other_reports_touches_nothing(store: Store) -> None:
    run(store, [ONE])
    settle_one(store, Choice.FIXED)
    other = finding(unit="云山镇人民政府")
    run(store, [other])
    assert state(store) is State.FIXED


def test_changed_evidence_reopens_and_is_listed_first(store: Store) -> None:
    run(store, [ONE, TWO, finding(unit="安溪镇人民政府")])
    settle_one(store, Choice.CONFIRMED)
    run(store, [replace(ONE, evidence_hash="1" * 24), TWO, finding(unit="安溪镇人民政府")])
    first = lines(store)[0]
    assert (first.fingerprint, first.state) == (ONE.fingerprint, State.EVIDENCE_CHANGED)


def test_a_waiver_that_ran_out_is_open_again_after_the_next_run(store: Store) -> None:
    run(store, [ONE])
    settle_one(store, Choice.WAIVED)
    run(store, [ONE], today=LATER)
    assert state(store) is State.WAIVED
    run(store, [ONE], today=LATER + timedelta(days=1))
    assert state(store) is State.EXPIRED


def test_a_decision_with_reach_holds_for_findings_to_come(store: Store) -> None:
    run(store, [ONE])
    line = lines(store)[0]
    decide(
        store,
        [(line.fingerprint, line.version)],
        Choice.FALSE_ALARM,
        moment(),
        reason="口径",
        reach=Reach.AGENCY_RULE,
    )
    new, elsewhere = finding("表三.总计", year=2025), finding(unit="云山镇人民政府")
    run(store, [ONE, new, elsewhere])
    assert state(store, new.fingerprint) is State.FALSE_ALARM
    assert state(store, elsewhere.fingerprint) is State.OPEN
    taken = whole(store, new.fingerprint)
    assert taken is not None
    assert (taken[1].who, taken[1].reason, taken[1].reach) == ("王芳", "口径", Reach.AGENCY_RULE)


def test_changed_evidence_does_not_reopen_what_a_wider_reach_decides(store: Store) -> None:
    run(store, [ONE])
    line = lines(store)[0]
    decide(
        store,
        [(line.fingerprint, line.version)],
        Choice.WAIVED,
        moment(),
        reason="口径",
        until=LATER,
        reach=Reach.RULE_YEAR,
    )
    changed = replace(ONE, evidence_hash="1" * 24)
    run(store, [changed])
    assert state(store) is State.WAIVED
    run(store, [changed], today=LATER + timedelta(days=1))
    assert state(store) is State.EXPIRED
    run(store, [replace(ONE, evidence_hash="2" * 24)], today=LATER + timedelta(days=1))
    assert state(store) is not State.WAIVED


def test_a_renamed_rule_keeps_its_history(store: Store) -> None:
    run(store, [ONE])
    settle_one(store, Choice.FALSE_ALARM)
    renamed = finding(rule="勾稽-311")
    run(store, [renamed], rules=(rule("勾稽-311", former_ids=("勾稽-301",)),))
    (line,) = lines(store)
    assert (line.fingerprint, line.rule, line.state) == (renamed.fingerprint, "勾稽-311", State.FALSE_ALARM)
    assert [entry.action for entry in entries(store, fingerprint=renamed.fingerprint)] == ["decide", "run"]


def test_batches_of_one_run_then_the_whole_are_one_run(store: Store) -> None:
    recorder = Recorder(store, RULES, (), "digest", moment())
    recorder.add([sheet()], [ONE])
    assert [line.fingerprint for line in lines(store)] == [ONE.fingerprint]
    recorder.add([sheet()], [replace(ONE, cause="c"), TWO], whole=True)
    recorder.finish({})
    assert [(line.standing, line.cause) for line in lines(store)] == [
        (Standing.NEW, "c"),
        (Standing.NEW, None),
    ]


def test_findings_of_all_reports_together_are_gone_only_when_all_reports_were_looked_at(store: Store) -> None:
    absent = finding("缺报", agency="", unit="", year=None, file="")
    other = sheet(unit="云山镇人民政府")
    run(store, [absent, ONE], [sheet(), other])
    run(store, [ONE], [sheet()])
    assert state(store, absent.fingerprint) is State.OPEN
    run(store, [ONE], [sheet(), other])
    assert state(store, absent.fingerprint) is State.GONE


def test_what_no_database_takes_is_stored_all_the_same(store: Store) -> None:
    odd = replace(ONE, file="a\udcff.docx", message="坏\0字\ud800", unit="某\udc80局")
    run(store, [odd], [sheet(file="a\udcff.docx", unit="某\udc80局")])
    run(store, [odd], [sheet(file="a\udcff.docx", unit="某\udc80局")])
    (line,) = lines(store)
    assert (line.file, line.message, line.standing) == ("a\\udcff.docx", "坏\ufffd字\\ud800", Standing.SAME)
    decide(store, [(line.fingerprint, 0)], Choice.CONFIRMED, moment(), reason="\udcff\0")
    assert lines(store, "\udcff !\0") == []


def test_two_files_of_one_agency_and_year_give_one_finding(store: Store) -> None:
    run(store, [ONE, replace(ONE, file="b.docx")], [sheet(), sheet(file="b.docx", content="b")])
    (line,) = lines(store)
    assert line.file == ONE.file


def test_a_report_that_cannot_be_read_any_more_keeps_what_was_read(store: Store) -> None:
    from sqlalchemy import select

    from auditor.findings.store.schema import reports

    run(store, [ONE], [sheet(contract=b"kept")])
    run(
        store,
        [],
        [sheet(status=FileStatus.UNREADABLE, unit="", agency="", year=None, file=ONE.file, reason="打不开")],
    )
    with store.reading() as connection:
        row = connection.execute(select(reports)).one()
    assert (row.unit, row.year, row.contract, row.status, row.reason) == (
        "青石街道办事处", 2024, b"kept", "unreadable", "打不开"
    )  # fmt: skip


def test_a_new_finding_of_a_known_agency_and_rule_takes_its_place_in_every_list(store: Store) -> None:
    run(store, [ONE])
    another = finding("表三.其他")
    run(store, [ONE, another])
    for order in ("agency", "rule", "level"):
        assert {line.fingerprint for line in lines(store, order=order)} == {
            ONE.fingerprint,
            another.fingerprint,
        }
    with store.engine.connect() as connection:
        ranks = connection.execute(select(findings.c.agency_rank, findings.c.rule_rank)).all()
    assert {tuple(row) for row in ranks} == {(1, 1)}
