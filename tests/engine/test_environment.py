"""A report as formulas see it, through the lexicon of the check that asks."""

from dataclasses import replace
from datetime import date

from auditor.engine.corpus import ReportCorpus
from auditor.report.model import Report, Status
from auditor.report.value import State
from auditor.rules.environment import ReportEnvironment, conclude, passage_text
from auditor.rules.formula.types import CellRef, FieldRef, Truth, Type
from auditor.rules.outcome import Verdict
from auditor.rules.wording import WordIndex
from tests.make import lexicon, report

HOLDS, BROKEN, UNKNOWN = Truth.HOLDS, Truth.BROKEN, Truth.UNKNOWN


def environment(found: Report, *others: Report, template: str = "2021") -> ReportEnvironment:
    return ReportEnvironment(found, ReportCorpus([found, *others]), WordIndex({}), lexicon(template))


def test_the_numbers_of_a_mixed_report_stand_where_the_check_looks_for_them() -> None:
    new, old = lexicon("2021"), lexicon("2019")
    both = {**report({"表三.总计.结转下年": 4}, template="2019").cells, **report({"表三.总计.新收": 7}).cells}
    mixed = replace(report(shown="mixed"), lexicon=old, cells=both)
    numbers = environment(mixed).numbers
    assert len(numbers) == len(new.cells)
    assert numbers[new.by_path["表三.总计.新收"].index] == 7
    assert environment(mixed, template="2019").numbers is mixed.numbers


def test_a_cell_that_the_other_year_s_template_lacks_is_not_there() -> None:
    before = replace(report(template="2019", year=2022), file="前.docx")
    ref = CellRef("表三.总计.逾期未缴费", 0, "件", "上年")
    found = environment(report(), before).cell(ref)
    assert not isinstance(found, tuple)
    assert found is not None
    assert found.state is State.ABSENT
    assert environment(report()).cell(ref) is None


def test_properties_are_given_in_words_and_unknown_ones_are_none() -> None:
    here = environment(report())
    assert here.field(FieldRef("机关类别", Type.CHOICE)) == "部门"
    assert here.field(FieldRef("公布日期", Type.DATE)) == date(2024, 1, 20)
    assert here.field(FieldRef("公布日期出自正文", Type.TRUTH)) is True
    assert here.field(FieldRef("年度", Type.NUMBER, (), "上年")) is None
    assert environment(report(year=None)).field(FieldRef("年度", Type.NUMBER)) is None
    web = environment(replace(report(), published_from="page"))
    assert web.field(FieldRef("公布日期出自正文", Type.TRUTH)) is False


def test_a_part_that_was_not_read_has_no_text_and_one_that_is_missing_has_none_to_show() -> None:
    assert passage_text(report(parts={6: "无。"}), "第六部分") == "无。"
    assert passage_text(report(parts={6: None}), "第六部分") == ""
    assert passage_text(report(parts={6: None}, status=Status.PARTIAL), "第六部分") is None


def test_premise_and_assertion_conclude_as_an_implication() -> None:
    table = {(premise, truth): conclude(premise, truth) for premise in Truth for truth in Truth}
    assert {table[BROKEN, truth] for truth in Truth} == {Verdict.INAPPLICABLE}
    assert {table[premise, HOLDS] for premise in (HOLDS, UNKNOWN)} == {Verdict.PASS}
    assert table[HOLDS, BROKEN] is Verdict.FAIL
    assert {table[UNKNOWN, BROKEN], table[UNKNOWN, UNKNOWN], table[HOLDS, UNKNOWN]} == {Verdict.CANNOT_TELL}
