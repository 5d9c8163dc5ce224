"""What a rule may see beyond its report."""

from dataclasses import replace
from datetime import date

from auditor.engine.corpus import ReportCorpus
from auditor.report.model import Status
from tests.make import report

NOW = report(year=2023)
BEFORE = replace(report(year=2022), file="2022.docx")


def test_the_year_before_of_the_same_agency_is_found() -> None:
    other = replace(BEFORE, agency_key="别的机关", file="别的.docx")
    corpus = ReportCorpus([NOW, other, BEFORE])
    assert corpus.previous(NOW) is BEFORE
    assert corpus.previous(BEFORE) is None
    assert corpus.spans_years


def test_an_unreadable_or_nameless_report_is_nobody_s_predecessor() -> None:
    assert ReportCorpus([NOW, replace(BEFORE, status=Status.UNREADABLE)]).previous(NOW) is None
    assert ReportCorpus([replace(NOW, agency_key=""), replace(BEFORE, agency_key="")]).spans_years is False
    assert ReportCorpus([BEFORE]).previous(replace(NOW, year=None)) is None


def test_of_two_files_of_one_year_the_one_published_later_counts_in_any_order() -> None:
    early = replace(BEFORE, published=date(2023, 1, 5), file="乙.docx")
    late = replace(BEFORE, published=date(2023, 1, 20), file="甲.docx")
    for order in ([early, late, NOW], [NOW, late, early]):
        assert ReportCorpus(order).previous(NOW) is late


def test_subordinates_are_unknown_until_somebody_names_them() -> None:
    assert ReportCorpus([NOW]).subordinates(NOW) is None
    assert ReportCorpus([NOW], {NOW.agency_key: [BEFORE]}).subordinates(NOW) == [BEFORE]
