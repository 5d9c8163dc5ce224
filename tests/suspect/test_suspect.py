"""可疑格: one change that mends every broken sum is named; where two are as good, none is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.base.paths import packaged
from auditor.engine.run import collect
from auditor.findings.build import findings_of
from auditor.findings.cause import with_causes
from auditor.findings.model import Finding
from auditor.report.model import Report
from auditor.report.value import State
from auditor.rules.load import load_rules
from auditor.rules.model import Rule
from auditor.rules.outcome import Level, Outcome, Verdict
from tests.make import Written, lexicon, report

PLAIN = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
LEAVES = lexicon().tables["表三"].row_groups["办理结果"]
TRUE = {
    "自然人": {"新收": 10, "上年结转": 2, "予以公开": 6, "部分公开": 1, "不掌握": 3, "结转下年": 2},
    "商业企业": {"新收": 24, "予以公开": 12, "不掌握": 7, "结转下年": 5},
    "其他": {"新收": 3, "重复申请": 3},
}


@cache
def sums() -> tuple[Rule, ...]:
    """The rules of arithmetic inside tables three and four, and the one about fees."""
    wanted = ("勾稽-302", "勾稽-303", "勾稽-304", "勾稽-401", "勾稽-209")
    return tuple(rule for rule in load_rules([packaged() / "rules"]).rules if rule.id in wanted)


def table() -> dict[str, Written]:
    """Table three filled in so that every sum holds."""
    cells: dict[str, Written] = {}
    for column in PLAIN:
        own = TRUE.get(column, {})
        handled = sum(number for row, number in own.items() if row in LEAVES)
        for row in ("新收", "上年结转", *LEAVES, "结转下年"):
            cells[f"表三.{column}.{row}"] = own.get(row, 0)
        cells[f"表三.{column}.办理总计"] = handled
    for row in ("新收", "上年结转", *LEAVES, "办理总计", "结转下年"):
        cells[f"表三.总计.{row}"] = sum(int(cells[f"表三.{c}.{row}"]) for c in PLAIN)  # type: ignore[arg-type]
    return cells


def filled(**wrong: Written) -> Report:
    """The sound report with cells (`__` for the dots) put wrong."""
    return report(table() | {f"表三.{path.replace('__', '.')}": value for path, value in wrong.items()})


def broken(made: Report) -> list[Outcome]:
    """The breaches of a report with their suspects."""
    return [outcome for outcome in collect(sums(), [made])[0] if outcome.verdict is Verdict.FAIL]


def named(made: Report) -> dict[str, tuple[str, str] | None]:
    """Rule and target of every breach with its suspect and the value that mends it."""
    return {
        f"{o.rule} {o.target}": (o.suspect.path, str(o.suspect.value)) if o.suspect else None
        for o in broken(made)
    }


def test_the_sound_report_breaks_nothing() -> None:
    assert broken(filled()) == []


def test_a_wrong_result_is_the_cell_where_its_row_and_its_column_cross() -> None:
    suspect = ("表三.自然人.予以公开", "6")
    assert named(filled(自然人__予以公开=7)) == {
        "勾稽-303 表三.自然人": suspect,
        "勾稽-304 表三.予以公开": suspect,
    }


def test_a_wrong_total_of_a_column_mends_three_sums_at_once() -> None:
    suspect = ("表三.商业企业.办理总计", "19")
    assert named(filled(商业企业__办理总计=18)) == {
        "勾稽-302 表三.商业企业": suspect,
        "勾稽-303 表三.商业企业": suspect,
        "勾稽-304 表三.办理总计": suspect,
    }


def test_a_wrong_cell_of_the_column_of_totals_is_named_too() -> None:
    suspect = ("表三.总计.新收", "37")
    assert named(filled(总计__新收=36)) == {"勾稽-302 表三.总计": suspect, "勾稽-304 表三.新收": suspect}


def test_two_wrong_cells_apart_are_told_apart() -> None:
    found = named(filled(自然人__予以公开=7, 总计__新收=36))
    assert set(found.values()) == {("表三.自然人.予以公开", "6"), ("表三.总计.新收", "37")}


def test_a_sum_that_fails_alone_names_no_cell() -> None:
    made = report(table() | {"表四.复议.维持": 1, "表四.复议.总计": 2})
    assert named(made) == {"勾稽-401 表四.复议": None}


def test_where_two_cells_explain_as_much_none_is_named() -> None:
    made = filled(自然人__新收=11, 自然人__上年结转=1, 总计__新收=38, 总计__上年结转=1)
    assert named(made) == {}
    crossed = filled(自然人__新收=11, 商业企业__新收=23)
    assert {outcome.suspect for outcome in broken(crossed)} == {None}


def test_digits_in_two_cells_are_put_together() -> None:
    twelve = filled(商业企业__予以公开=1, 科研机构__予以公开=2)
    for outcome in broken(twelve):
        assert outcome.suspect is not None
        assert (outcome.suspect.path, outcome.suspect.value) == ("表三.商业企业.予以公开", 12)
        assert "像是把 12 拆成了 1|2 两格" in outcome.notes
    assert {o.target for o in broken(twelve)} == {"表三.商业企业", "表三.科研机构", "表三.予以公开"}


def test_a_lost_nought_is_a_digit_in_the_next_cell() -> None:
    cells = table() | {"表三.自然人.公开出版物": 2, "表三.总计.公开出版物": 20, "表三.总计.办理总计": 52}
    cells |= {"表三.自然人.办理总计": 30, "表三.自然人.新收": 30, "表三.总计.新收": 57}
    for outcome in broken(report(cells)):
        assert outcome.suspect is not None
        assert (outcome.suspect.path, outcome.suspect.value) == ("表三.自然人.公开出版物", 20)
        assert "像是把 20 拆成了 2|0 两格" in outcome.notes


def test_a_figure_in_the_neighbouring_column_is_seen() -> None:
    moved = filled(商业企业__不掌握=0, 科研机构__不掌握=7)
    assert named(moved) == {
        "勾稽-303 表三.商业企业": ("表三.科研机构.不掌握", "0"),
        "勾稽-303 表三.科研机构": ("表三.科研机构.不掌握", "0"),
    }
    assert "像是把 7 填到了旁边一列，应在表三 商业企业 不掌握" in broken(moved)[0].notes


def test_a_blank_that_should_hold_a_figure_is_named_by_one_sum() -> None:
    found = named(filled(总计__部分公开=""))
    assert found == {
        "勾稽-303 表三.总计": ("表三.总计.部分公开", "1"),
        "勾稽-304 表三.部分公开": ("表三.总计.部分公开", "1"),
    }


def test_fees_in_yuan_are_divided_by_ten_thousand() -> None:
    made = report({"表二.行政事业性收费": 251000})
    assert named(made) == {"勾稽-209 报告": ("表二.行政事业性收费", "25.1")}
    (outcome,) = broken(made)
    assert (outcome.fields["可疑格"], outcome.fields["可疑值"]) == ("表二 行政事业性收费", "25.1")
    huge = report({"表二.行政事业性收费": Decimal("9000000000")})
    assert named(huge) == {"勾稽-209 报告": None}


def test_a_sum_over_an_unreadable_cell_may_tell_two_explanations_apart() -> None:
    wrong = table() | {"表三.自然人.办理总计": 9, "表三.自然人.公开出版物": "?"}
    found = named(report(wrong))
    assert set(found.values()) == {("表三.自然人.办理总计", "10")}
    assert "勾稽-303 表三.自然人" in found


def grouped(made: Report) -> list[Finding]:
    rules = sums()
    return list(findings_of(collect(rules, [made])[0], rules, [made]))


def test_one_wrong_cell_is_one_cause() -> None:
    found = grouped(filled(商业企业__办理总计=18))
    assert len(found) == 3
    assert len({finding.cause for finding in found}) == 1 and found[0].cause is not None
    two = grouped(filled(自然人__予以公开=7, 总计__新收=36))
    assert sorted(len([f for f in two if f.cause == c]) for c in {f.cause for f in two}) == [2, 2]


def test_a_column_of_totals_left_out_is_one_cause() -> None:
    rows = [
        path.rpartition(".")[2] for path, value in table().items() if path.startswith("表三.总计.") and value
    ]
    found = grouped(filled(**{f"总计__{row}": "" for row in rows}))
    rowwise = [finding for finding in found if finding.rule == "勾稽-304"]
    assert len(rowwise) == len(rows)
    assert {finding.level for finding in rowwise} == {Level.WARNING}
    assert len({finding.cause for finding in rowwise}) == 1


CELLS = sorted(path for path in table() if path.startswith("表三."))


@settings(max_examples=150)
@given(st.sampled_from(CELLS), st.integers(0, 60))
def test_any_single_wrong_figure_is_found_with_its_true_value(path: str, wrong: int) -> None:
    true = table()[path]
    made = report(table() | {path: wrong})
    for outcome in broken(made):
        assert outcome.suspect is not None, outcome
        assert (outcome.suspect.path, outcome.suspect.value) == (path, true)


WRITTEN = st.sampled_from([0, 1, 2, 7, 40, "", "/", "若干", "?", -3, Decimal("1.5")])


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(CELLS), WRITTEN, max_size=6))
def test_a_suspects_value_mends_every_breach_that_names_it(changes: dict[str, Written]) -> None:
    made = report(table() | changes)
    before = broken(made)
    verdicts = {(o.rule, o.target, o.verdict) for o in collect(sums(), [made])[0]}
    assert {(o.rule, o.target, o.verdict) for o in before} <= verdicts
    for outcome in before:
        suspect = outcome.suspect
        if suspect is None or any("两格" in note or "旁边" in note for note in outcome.notes):
            continue
        value = replace(
            made.cells[suspect.path], number=suspect.value, state=State.NUMBER, raw=str(suspect.value)
        )
        mended = replace(made, cells={**made.cells, suspect.path: value})
        assert (outcome.rule, outcome.target) not in {(o.rule, o.target) for o in broken(mended)}


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_rules_changes_nothing(order: int) -> None:
    made = filled(自然人__予以公开=7, 总计__新收=36)
    outcomes = collect(sums()[::order], [made])[0]
    assert [o.suspect for o in outcomes] == [o.suspect for o in collect(sums(), [made])[0]]


def test_figures_that_prose_gives_and_a_blank_table_lacks_are_one_cause() -> None:
    rules = [rule for rule in load_rules([packaged() / "rules"]).rules if rule.id in ("表形-501", "说明-305")]
    cells: dict[str, Written] = {f"表四.复议.{name}": "" for name in ("维持", "纠正", "其他", "未结", "总计")}
    made = report(cells)
    (whole,) = findings_of(collect(rules, [made])[0], rules, [made])
    one = replace(whole, rule="文表-401", target="文表.行政复议", evidence=whole.evidence[4:5])
    other = replace(whole, rule="文表-402", evidence=(replace(whole.evidence[0], raw="1"),))  # type: ignore[arg-type]
    first, second, third = with_causes((whole, one, other))
    assert first.cause is not None
    assert (second.cause, third.cause) == (first.cause, None)
