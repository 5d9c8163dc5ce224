"""One report as Word file, web page and PDF: the same cells, the same findings."""

from __future__ import annotations

import pytest

from auditor.base.text import fold
from auditor.findings.build import findings_of
from auditor.report.model import Status
from tests.layouts.build import build
from tests.layouts.layout import Layout
from tests.layouts.render_docx import docx_of
from tests.layouts.test_formats import _outcomes, _read, _rules
from tests.layouts.truth import true_report
from tests.pdf.typeset import Style, typeset_pdf

REPORTS = [
    (0, None, ""),
    (3, "faulty", ""),
    (7, "faulty", "group blank"),
    (8, "typical", "blank cells"),
    (9, "sparse", "symbols"),
]


@pytest.mark.parametrize(("seed", "mode", "states"), REPORTS)
def test_the_same_report_as_docx_and_pdf_gives_the_same_cells_and_findings(
    seed: int, mode: str | None, states: str
) -> None:
    built = build(true_report(seed, mode=mode, states=states), Layout(format="docx"))
    reports = [_read(docx_of(built)[0], "docx"), _read(typeset_pdf(built, Style()), "text")]
    assert [report.format for report in reports] == ["docx", "pdf"]
    assert {report.status for report in reports} == {Status.READ}
    cells, findings, sections = [], [], []
    for report in reports:
        cells.append({p: (v.state, v.number, fold(v.raw)) for p, v in report.cells.items()})
        sections.append({number: fold(section.text) for number, section in report.sections.items()})
        findings.append(
            [
                (f.rule, f.target, f.level, f.message, f.fingerprint)
                for f in findings_of(_outcomes(report), _rules().rules, [report])
            ]
        )
    assert cells[0] == cells[1]
    assert sections[0] == sections[1]
    assert findings[0] == findings[1]
