"""Two accounts compared: what became of each finding, and only the reasons that the accounts prove."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.findings.baseline import marked, unknown_only
from auditor.findings.diff import Difference, Kind, Side, Why, compare, side_from_json, side_of
from auditor.findings.model import Change, Decision, Finding, Run
from auditor.output.diff_text import draw_diff, draw_diff_json
from auditor.output.json import draw_json
from auditor.output.text import Style
from auditor.rules.model import Pack
from auditor.rules.outcome import CellEvidence
from tests.findings.make import BASE, FILE, PLACE, WARNING, run

FIRST = replace(BASE, fingerprint="1" * 24)
OTHER = replace(WARNING, fingerprint="2" * 24)
MOVED = replace(FIRST, evidence=(CellEvidence("表三.自然人.新收", "12", 12, PLACE),))
NEWER = (Pack("国家/通用", "1.3", "c" * 64, ""),)


def side(*findings: Finding, **changes: Any) -> Side:
    """A run as it comes back from its JSON."""
    return side_from_json(json.loads(draw_json(run(*findings, **changes))))


def told(first: Side, second: Side) -> list[tuple[Kind, str, tuple[Why, ...]]]:
    return [(item.kind, item.item.rule, item.why) for item in compare(first, second)]


def test_the_same_run_has_no_difference() -> None:
    assert told(side(FIRST, OTHER), side(FIRST, OTHER)) == [
        (Kind.SAME, "勾稽-301", ()), (Kind.SAME, "说明-305", ()),
    ]  # fmt: skip


def test_with_the_same_rules_only_the_report_can_be_the_reason() -> None:
    assert told(side(FIRST), side(OTHER)) == [
        (Kind.GONE, "勾稽-301", (Why.REPORT,)), (Kind.NEW, "说明-305", (Why.REPORT,)),
    ]  # fmt: skip


def test_with_other_rules_both_are_named_unless_the_files_prove_one() -> None:
    assert told(side(FIRST), side(OTHER, packs=NEWER))[0] == (Kind.GONE, "勾稽-301", (Why.REPORT, Why.RULE))
    first, second = run(FIRST), run(OTHER, packs=NEWER)
    same = side_of(first, {FILE: "a"}, {FILE: "r1"}), side_of(second, {FILE: "a"}, {FILE: "r2"})
    assert told(*same) == [(Kind.GONE, "勾稽-301", (Why.RULE,)), (Kind.NEW, "说明-305", (Why.RULE,))]
    other = side_of(first, {FILE: "a"}, {FILE: "r1"}), side_of(second, {FILE: "b"}, {FILE: "r1"})
    assert told(*other) == [(Kind.GONE, "勾稽-301", (Why.REPORT,)), (Kind.NEW, "说明-305", (Why.REPORT,))]
    beside = side_of(first, {FILE: "a"}, {FILE: "r"}), side_of(second, {FILE: "a"}, {FILE: "r"})
    assert told(*beside)[0] == (Kind.GONE, "勾稽-301", (Why.OTHERS,))


def test_changed_evidence_is_the_report_and_changed_words_alone_are_the_rule() -> None:
    assert told(side(FIRST), side(MOVED)) == [(Kind.CHANGED, "勾稽-301", (Why.REPORT,))]
    words = replace(FIRST, suggestion="先核对总计")
    same = side_of(run(FIRST), {FILE: "a"}, {}), side_of(run(words, packs=NEWER), {FILE: "a"}, {})
    assert told(*same) == [(Kind.CHANGED, "勾稽-301", (Why.RULE,))]


def test_decisions_are_told_from_reports() -> None:
    confirmed = replace(FIRST, decision=Decision.CONFIRMED)
    assert told(side(FIRST), side(confirmed)) == [(Kind.CHANGED, "勾稽-301", (Why.DECISION,))]
    assert told(side(confirmed), side(FIRST)) == [(Kind.REOPENED, "勾稽-301", (Why.DECISION,))]
    fixed = replace(FIRST, decision=Decision.FIXED)
    back = replace(FIRST, status=Change.RECURRED)
    assert told(side(fixed), side(back)) == [(Kind.REOPENED, "勾稽-301", (Why.REPORT,))]


def test_a_file_that_came_went_or_cannot_be_read_is_the_reason() -> None:
    files = run().files
    without = tuple(row for row in files if row.file != FILE)
    unread = tuple(replace(row, status=files[3].status) if row.file == FILE else row for row in files)
    assert told(side(files=without), side(FIRST)) == [(Kind.NEW, "勾稽-301", (Why.ADDED,))]
    assert told(side(FIRST), side(files=without)) == [(Kind.GONE, "勾稽-301", (Why.REMOVED,))]
    assert told(side(FIRST), side(files=unread)) == [(Kind.GONE, "勾稽-301", (Why.UNREAD,))]


def test_json_and_run_are_one_side() -> None:
    made = run(FIRST, OTHER, MOVED)
    assert side_from_json(json.loads(draw_json(made))).items == side_of(made, {}, {}).items


@pytest.mark.parametrize(
    "value",
    [None, [], {}, {"schema": "auditor.report/1"}, {"schema": "auditor.findings/1"},
     {"schema": "auditor.findings/1", "findings": [1], "packs": [], "overlays": [], "reports": []}],
)  # fmt: skip
def test_what_is_no_result_is_a_value_error(value: Any) -> None:
    with pytest.raises(ValueError):
        side_from_json(value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@given(st.sampled_from(["findings", "packs", "reports", "overlays", "program"]), JSON)
def test_a_damaged_result_never_crashes(key: str, value: Any) -> None:
    made = json.loads(draw_json(run(FIRST)))
    made[key] = value
    try:
        compare(side_from_json(made), side_from_json(made))
    except ValueError:
        return


@given(st.sampled_from(["evidence", "basis", "year", "decision", "status", "message", "fingerprint"]), JSON)
def test_a_damaged_finding_never_crashes(key: str, value: Any) -> None:
    made = json.loads(draw_json(run(FIRST)))
    made["findings"][0][key] = value
    try:
        side_from_json(made)
    except ValueError:
        return


def test_every_finding_of_either_side_is_told_once() -> None:
    found = compare(side(FIRST, OTHER), side(MOVED, replace(OTHER, fingerprint="3" * 24)))
    assert sorted(item.item.fingerprint[0] for item in found) == ["1", "2", "3"]


def test_a_baseline_marks_what_it_knew_and_lets_it_pass() -> None:
    known = side(FIRST, OTHER)
    fresh = replace(BASE, fingerprint="9" * 24, rule="新-1")
    made = marked(run(MOVED, OTHER, fresh), known)
    assert {f.rule: f.status for f in made.findings} == {
        "勾稽-301": Change.EVIDENCE_CHANGED, "说明-305": Change.SAME, "新-1": Change.NEW,
    }  # fmt: skip
    assert [f.rule for f in unknown_only(made).findings] == ["勾稽-301", "新-1"]


def test_the_screen_says_what_became_of_it_and_why() -> None:
    found = compare(side(FIRST, OTHER), side(replace(MOVED, message="相差 2")))
    assert draw_diff(found, Style(100)).splitlines()[1:] == [
        "",
        "青石街道办事处 · 2024年度 · reports/qingshi-2024.docx",
        "  有变  错误  勾稽-301  相差 2",
        "        原来 表三自然人列收支不平，相差 1",
        "        原因 报告改了",
        "  消失  警告  说明-305  其他处理 1 件，正文未见说明",
        "        原因 报告改了",
        "",
        "新增 0  消失 1  重开 0  有变 1  没有变 0",
    ]


def test_the_json_has_every_finding_and_the_counts() -> None:
    made = json.loads(draw_diff_json(compare(side(FIRST), side(FIRST, OTHER))))
    assert made["schema"] == "auditor.diff/1"
    assert made["counts"] == {"new": 1, "gone": 0, "reopened": 0, "changed": 0, "same": 1}
    assert [(row["kind"], row["why"]) for row in made["differences"]] == [("same", []), ("new", ["report"])]
    assert json.loads(draw_diff_json(()))["differences"] == []


def pairs(found: tuple[Difference, ...]) -> set[str]:
    return {item.item.fingerprint for item in found}


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_new_is_gone_seen_from_the_other_side(first: set[str], second: set[str]) -> None:
    def made(marks: set[str]) -> Run:
        return run(*(replace(BASE, fingerprint=mark * 24, target=mark) for mark in sorted(marks)))

    there, back = (
        compare(side_of(made(a), {}, {}), side_of(made(b), {}, {}))
        for a, b in ((first, second), (second, first))
    )
    assert pairs(tuple(i for i in there if i.kind is Kind.NEW)) == pairs(
        tuple(i for i in back if i.kind is Kind.GONE)
    )
    assert pairs(there) == {mark * 24 for mark in first | second}
