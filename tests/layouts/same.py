"""One report in several formats: what has to be the same of it."""

from __future__ import annotations

from functools import cache

from auditor.base.paths import packaged
from auditor.base.text import fold
from auditor.engine.run import audit
from auditor.findings.build import findings_of
from auditor.report.model import Report
from auditor.rules.load import LoadedRules, load_rules
from auditor.rules.outcome import Outcome
from tests.layouts.check import read
from tests.layouts.corpus import SUFFIXES

# Seed, mode and states of the reports that formats are compared by.
REPORTS = [
    (0, None, ""),
    (3, "faulty", ""),
    (7, "faulty", "group blank"),
    (8, "typical", "blank cells"),
    (9, "sparse", "symbols"),
]
Said = tuple[object, object, object]


@cache
def rules() -> LoadedRules:
    """The shipped packs."""
    loaded = load_rules([packaged() / "rules"])
    assert loaded.ok, loaded.diagnostics
    return loaded


def read_as(data: bytes, format: str) -> Report:
    """The report in `data`, whose file is called as one of `format`."""
    report = read(data, "a" + SUFFIXES[format], rules().lexicons)
    assert isinstance(report, Report), report
    return report


def outcomes_of(report: Report) -> list[Outcome]:
    """What the shipped rules say of it."""
    outcomes: list[Outcome] = []
    audit(rules().rules, [report], outcomes.append)
    return outcomes


def said(report: Report) -> Said:
    """Cells, sections and findings."""
    cells = {path: (value.state, value.number, fold(value.raw)) for path, value in report.cells.items()}
    sections = {number: fold(section.text) for number, section in report.sections.items()}
    findings = [
        (f.rule, f.target, f.level, f.message, f.fingerprint)
        for f in findings_of(outcomes_of(report), rules().rules, [report])
    ]
    return cells, sections, findings


def assert_same(one: Said, other: Said) -> None:
    """Part by part, so that a failure shows which."""
    for mine, its in zip(one, other, strict=True):
        assert mine == its
