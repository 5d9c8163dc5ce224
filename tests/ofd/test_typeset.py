"""Whole reports set in pages and written as OFD in all ways: the truth cell by cell, findings as of .docx."""

from __future__ import annotations

import pytest

from auditor.report.model import Status
from tests.layouts.build import build
from tests.layouts.check import Verdict, examples, judge, lexicons
from tests.layouts.corpus import Variant
from tests.layouts.layout import Layout
from tests.layouts.render_docx import docx_of
from tests.layouts.same import REPORTS, assert_same, read_as, said
from tests.layouts.truth import true_report
from tests.ofd.package import ofd_of
from tests.ofd.writer import OfdLook, OfdSheet
from tests.pdf.sources import printed
from tests.pdf.typeset import Style, typeset

SEEDS = range(14)


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    words = lexicons()
    out = []
    for seed in SEEDS:
        built = printed(seed)
        data = ofd_of(typeset(built, Style.of(seed), OfdSheet), OfdLook.of(seed))
        out.append(judge(Variant(f"own-{seed:03d}.ofd", data, built), words))
    return out


def test_no_cell_is_read_wrong_or_given_up(verdicts: list[Verdict]) -> None:
    assert not [v for v in verdicts if v.wrong or v.illegible], examples(verdicts)


def test_agency_year_and_sections_are_found_and_paragraphs_whole(verdicts: list[Verdict]) -> None:
    assert not [v for v in verdicts if v.faults], examples(verdicts)


@pytest.mark.parametrize(("seed", "mode", "states"), REPORTS)
def test_the_same_report_as_docx_and_ofd_gives_the_same_cells_and_findings(
    seed: int, mode: str | None, states: str
) -> None:
    built = build(true_report(seed, mode=mode, states=states), Layout(format="docx"))
    ofd = ofd_of(typeset(built, Style(), OfdSheet), OfdLook.of(seed))
    reports = [read_as(docx_of(built)[0], "docx"), read_as(ofd, "text")]
    assert [report.format for report in reports] == ["docx", "ofd"]
    assert {report.status for report in reports} == {Status.READ}
    assert_same(said(reports[0]), said(reports[1]))
