"""Whether a rule is asked, and with which template's check."""

import pytest

from auditor.engine.plan import plan
from auditor.report.model import Kind, Report, Tier
from auditor.rules.model import Applies
from auditor.rules.outcome import Verdict
from tests.engine.rules import rule, says
from tests.make import report

ASKED = (Verdict.PASS, "", ())


def planned(applies: Applies, made: Report, **more: object) -> tuple[Verdict, str, tuple[str, ...]]:
    """(verdict, reason, causes): ASKED where the check is evaluated."""
    found = plan(rule(says(Verdict.PASS), applies=applies, **more), made)  # type: ignore[arg-type]
    assert (found.check is None) == (found.verdict is not Verdict.PASS)
    return found.verdict, found.reason, tuple(missing.cause for missing in found.missing)


@pytest.mark.parametrize(
    ("first", "last", "year", "asked"),
    [
        (2021, None, 2021, True),
        (2021, None, 2020, False),
        (2019, 2020, 2020, True),
        (2019, 2020, 2021, False),
        (2023, 2023, 2023, True),
        (None, 2020, 2019, True),
    ],
)
def test_years_decide(first: int | None, last: int | None, year: int, asked: bool) -> None:
    found = planned(Applies(first, last), report(year=year))
    assert (found == ASKED) is asked
    assert asked or found[0] is Verdict.INAPPLICABLE


def test_the_reason_is_in_words() -> None:
    assert planned(Applies(2021), report(year=2020))[1] == "只适用于2021年度起的报告"
    assert planned(Applies(2019, 2020), report(year=2023))[1] == "只适用于2019至2020年度的报告"
    assert planned(Applies(kinds=("township", "subdistrict")), report())[1] == "只适用于乡镇、街道"
    assert planned(Applies(tiers=("province",)), report())[1] == "只适用于省级"


def test_an_unknown_year_is_judged_by_the_template_shown_and_says_so() -> None:
    made = plan(rule(says(Verdict.PASS), applies=Applies(2021)), report(year=None))
    assert made.check is not None
    assert made.notes == ("年度不明，按表格所示的2021年格式判断",)
    assert planned(Applies(2019, 2020), report(year=None))[0] is Verdict.INAPPLICABLE
    old = report(year=None, template="2019")
    assert planned(Applies(2021), old)[0] is Verdict.INAPPLICABLE
    assert planned(Applies(2019, 2020), old) == ASKED


def test_an_unknown_year_that_matters_decides_nothing() -> None:
    assert planned(Applies(2023, 2023), report(year=None)) == (Verdict.CANNOT_TELL, "", ("报告年度不明",))
    assert planned(Applies(2021), report(year=None, shown="mixed"))[2] == ("报告年度不明",)
    assert planned(Applies(), report(year=None, shown="mixed")) == ASKED


def test_an_unknown_kind_or_tier_decides_nothing() -> None:
    unknown = report(kind=Kind.UNKNOWN, tier=Tier.UNKNOWN)
    applies = Applies(kinds=("department",), tiers=("county",))
    assert planned(applies, unknown) == (Verdict.CANNOT_TELL, "", ("机关类别不明", "层级不明"))
    assert planned(applies, report()) == ASKED


def test_what_is_known_to_be_outside_stands_before_what_is_unknown() -> None:
    applies = Applies(kinds=("department",), tiers=("city",))
    assert planned(applies, report(kind=Kind.UNKNOWN))[:2] == (Verdict.INAPPLICABLE, "只适用于市级")


def test_a_rule_for_summaries_asks_what_kind_of_report_it_is() -> None:
    summary = Applies(family="汇总")
    assert planned(summary, report())[:2] == (Verdict.INAPPLICABLE, "只适用于汇总报告")
    government = {"kind": Kind.GOVERNMENT, "unit": "云山县人民政府"}
    assert planned(summary, report(**government))[2] == ("报告种类不明",)  # type: ignore[arg-type]
    said = report(parts={0: "本报告汇总了各部门的数据。"}, **government)  # type: ignore[arg-type]
    assert planned(summary, said) == ASKED


def test_a_stopped_rule_is_asked_of_nothing() -> None:
    assert planned(Applies(), report(), state="停用") == (Verdict.INAPPLICABLE, "规则已停用", ())


def test_the_cells_follow_the_template_shown() -> None:
    found = planned(Applies(), report(template="2019"), templates=["2021"])
    assert found == (Verdict.INAPPLICABLE, "模板不符：报告的表是2019年格式", ())


@pytest.mark.parametrize(("shown", "year", "chosen"), [
    ("2019", 2023, "2019"), ("mixed", 2023, "2021"), ("mixed", 2020, "2019"), ("unknown", 2020, "2019"),
    ("unknown", 2024, "2021"), ("unknown", None, "2021"), ("mixed", None, "2021"),
])  # fmt: skip
def test_without_one_template_the_year_chooses(shown: str, year: int | None, chosen: str) -> None:
    made = rule(says(Verdict.PASS))
    assert plan(made, report(shown=shown, year=year)).check is made.checks[chosen]
