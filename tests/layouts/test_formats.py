"""One report in three formats is one report; a report without its tables has no figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.findings.build import findings_of
from auditor.report.model import Status
from auditor.rules.outcome import Verdict
from tests.layouts.build import Built, Tabled, build
from tests.layouts.corpus import RENDERERS
from tests.layouts.layout import Layout
from tests.layouts.render_docx import docx_of
from tests.layouts.render_html import html_of
from tests.layouts.render_text import text_of
from tests.layouts.same import outcomes_of, read_as, rules
from tests.layouts.truth import TrueReport, true_report

_OF = {"docx": docx_of, "html": html_of, "text": text_of}
# Seed, mode and states of the reports compared: sound ones, unsettled ones, blanks, symbols, words.
REPORTS = [(seed, None, "") for seed in range(6)] + [
    (6, "faulty", ""),
    (7, "faulty", "group blank"),
    (8, "typical", "blank cells"),
    (9, "sparse", "symbols"),
    (10, "dense", "words"),
    (11, "zeros", "totals only"),
]


@pytest.mark.parametrize(("seed", "mode", "states"), REPORTS)
def test_the_same_report_as_docx_html_and_text_gives_the_same_cells_and_findings(
    seed: int, mode: str | None, states: str
) -> None:
    truth = true_report(seed, mode=mode, states=states)
    cells, findings = {}, {}
    for format, render in RENDERERS.items():
        report = read_as(render(truth, Layout(format=format))[0], format)
        cells[format] = {p: (v.state, v.number, v.unit, v.raw.strip()) for p, v in report.cells.items()}
        findings[format] = [
            (f.rule, f.target, f.level, f.message, f.fingerprint, f.evidence_hash)
            for f in findings_of(outcomes_of(report), rules().rules, [report])
        ]
    assert cells["docx"] == cells["html"] == cells["text"]
    assert findings["docx"] == findings["html"] == findings["text"]


def _without_tables(truth: TrueReport, format: str) -> Built:
    built = build(truth, Layout(format=format))
    blocks = tuple(b for b in built.blocks if not isinstance(b, Tabled))
    return replace(built, blocks=blocks)


@pytest.mark.parametrize("format", sorted(RENDERERS))
@pytest.mark.parametrize("seed", range(4))
def test_no_figure_is_read_where_the_tables_are_left_out(seed: int, format: str) -> None:
    data, _ = _OF[format](_without_tables(true_report(seed, mode="typical"), format))
    report = read_as(data, format)
    assert {v.state.value for v in report.cells.values()} == {"absent"}


@pytest.mark.parametrize("seed", range(3))
def test_tables_published_as_pictures_make_the_reading_partial_and_blame_nobody(seed: int) -> None:
    data, _ = html_of(_without_tables(true_report(seed, mode="typical"), "html"))
    page = data.decode("utf-8")
    for heading in ("情况</h2>",):
        page = page.replace(heading, f"{heading}<p><img src='t.png' alt=''></p>")
    report = read_as(page.encode("utf-8"), "html")
    assert report.status is Status.PARTIAL
    blamed = {o.rule for o in outcomes_of(report) if o.verdict is Verdict.FAIL}
    assert not any(rule.startswith(("表形-", "勾稽-", "结构-007")) for rule in blamed)
