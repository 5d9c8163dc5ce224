"""Clean reports in many wordings and layouts: the rules about one report find no error and no warning in
them but what a layout puts wrong on purpose (a lost column, a misprinted label, a lost number)."""

from __future__ import annotations

import pytest

from auditor.engine.run import collect
from auditor.report.model import Report
from auditor.rules.outcome import Level, Verdict
from tests.layouts.check import lexicons, read
from tests.layouts.corpus import RENDERERS, SUFFIXES
from tests.layouts.layout import random_layout
from tests.layouts.truth import true_report
from tests.packs.test_national_pack import SINGLE

LAYOUT = ("表形-301", "表形-212", "结构-002")
KNOWN = lexicons()


@pytest.mark.parametrize("seed", range(36))
def test_a_clean_report_of_the_generator_is_not_blamed(seed: int) -> None:
    format = ("text", "html", "docx")[seed % 3]
    truth = true_report(seed, "typical" if seed % 2 else "sparse", "")
    native = "2019" if truth.year < 2021 else "2021"
    if (truth.table2, truth.table3) != (native, native):
        return  # tables of the wrong year are a defect
    data, _ = RENDERERS[format](truth, random_layout(format, seed))
    made = read(data, f"a{SUFFIXES[format]}", KNOWN)
    assert isinstance(made, Report)
    loud = [
        (outcome.rule, outcome.target, dict(outcome.fields))
        for outcome in collect(SINGLE, [made])[0]
        if outcome.verdict is Verdict.ERROR
        or (outcome.verdict is Verdict.FAIL and outcome.level is not Level.INFO)
    ]
    assert [line for line in loud if line[0] not in LAYOUT] == []
