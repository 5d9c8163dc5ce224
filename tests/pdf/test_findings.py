"""One report as Word file, web page and PDF: the same cells, the same findings."""

from __future__ import annotations

import pytest

from auditor.report.model import Status
from tests.layouts.build import build
from tests.layouts.layout import Layout
from tests.layouts.render_docx import docx_of
from tests.layouts.same import REPORTS, assert_same, read_as, said
from tests.layouts.truth import true_report
from tests.pdf.typeset import Style, typeset_pdf


@pytest.mark.parametrize(("seed", "mode", "states"), REPORTS)
def test_the_same_report_as_docx_and_pdf_gives_the_same_cells_and_findings(
    seed: int, mode: str | None, states: str
) -> None:
    built = build(true_report(seed, mode=mode, states=states), Layout(format="docx"))
    reports = [read_as(docx_of(built)[0], "docx"), read_as(typeset_pdf(built, Style()), "text")]
    assert [report.format for report in reports] == ["docx", "pdf"]
    assert {report.status for report in reports} == {Status.READ}
    assert_same(said(reports[0]), said(reports[1]))
