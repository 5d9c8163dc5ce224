"""时限: in time, late, unknown; what the message says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from auditor.base.place import ParagraphPlace
from auditor.report.model import Kind, Passage, Role, Section
from auditor.rules.outcome import PlaceEvidence, TextEvidence
from tests.kinds.ask import ask, breaches, built, told
from tests.make import report

RULE = "断言: 公布日期 ≤ 选(机关类别, 部门 → 1月31日, 政府 → 3月31日, 其余 → 不适用)"


@pytest.mark.parametrize(
    ("kind", "day", "verdict"),
    [
        (Kind.DEPARTMENT, date(2024, 1, 31), "pass"),
        (Kind.DEPARTMENT, date(2024, 2, 1), "fail"),
        (Kind.GOVERNMENT, date(2024, 3, 31), "pass"),
        (Kind.GOVERNMENT, date(2024, 4, 1), "fail"),
        (Kind.TOWNSHIP, date(2024, 4, 1), "inapplicable"),
        (Kind.DEPARTMENT, None, "cantTell"),
        (Kind.TOWNSHIP, None, "inapplicable"),
        (Kind.UNKNOWN, date(2024, 1, 1), "cantTell"),
        (Kind.UNKNOWN, date(2024, 2, 1), "cantTell"),
    ],
)
def test_the_day_against_the_limit(kind: Kind, day: date | None, verdict: str) -> None:
    made = report(kind=kind, published=day)
    assert told(ask("时限", RULE, made)) == {"公布日期": verdict}


def test_a_breach_names_both_days_how_late_and_where_the_day_was_read() -> None:
    (found,) = breaches(ask("时限", RULE, report(published=date(2024, 2, 3), published_from="page")))
    assert dict(found.fields) == {
        "公布日期": "2024年2月3日",
        "期限": "2024年1月31日",
        "迟": "3",
        "出自": "网页",
        "断言": RULE.removeprefix("断言: "),
    }
    assert [type(item) for item in found.evidence] == [PlaceEvidence]


def test_the_evidence_is_the_line_that_is_dated() -> None:
    made = report(published=date(2024, 2, 3))
    place = ParagraphPlace(90)
    text = "无。\n2024年2月3日"
    signed = Section(
        6, "六、其他需要报告的事项", text,
        (Passage(0, 2, Role.PROSE, place), Passage(3, 12, Role.SIGNATURE, place)), (), place,
    )  # fmt: skip
    made = replace(made, sections={**made.sections, 6: signed})
    (found,) = breaches(ask("时限", RULE, made))
    assert found.evidence == (TextEvidence(6, 3, 12, "2024年2月3日", place),)


def test_a_premise_that_fails_makes_it_inapplicable() -> None:
    rule = f"{RULE}\n前提: 年度 ≥ 2025"
    assert told(ask("时限", rule, report(published=date(2024, 2, 3)))) == {"公布日期": "inapplicable"}


def test_an_unknown_year_leaves_the_limit_unknown() -> None:
    assert told(ask("时限", RULE, report(year=None, published=date(2024, 2, 3)))) == {"公布日期": "cantTell"}


def test_a_formula_that_is_no_condition_is_refused() -> None:
    check, faults = built("时限", "断言: 公布日期")
    assert check is None
    assert [code for code, _ in faults] == ["formula.error"]
