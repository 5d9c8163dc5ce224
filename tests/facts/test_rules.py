"""The national rules on facts (文表, 文内): on the real reports, and with cells that cannot be read."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.base.paths import packaged
from auditor.engine.plan import Planner, plan
from auditor.engine.run import evaluate
from auditor.reading.document import Document
from auditor.reading.open import open_document
from auditor.report.build import read_report
from auditor.report.facts import read_facts
from auditor.report.model import Report
from auditor.report.value import State
from auditor.rules.load import load_rules
from auditor.rules.outcome import Outcome, TextEvidence, Verdict
from tests.facts.ask import vocabulary
from tests.facts.cases import cases
from tests.facts.statements import TRUTH, cells, statements
from tests.kinds.ask import Alone
from tests.make import report

SEEDS = Path(os.environ.get("AUDITOR_SEEDS", Path(__file__).parents[3] / "shared" / "seeds"))
LOADED = load_rules([packaged() / "rules"])
RULES = [rule for rule in LOADED.rules if rule.id.startswith(("文表-", "文内-"))]
PLANNER = Planner(RULES)


def ask(made: Report) -> list[Outcome]:
    """Every outcome of these rules."""
    return [o for planned in PLANNER.plan(made) for o in evaluate(planned, made, Alone())]


def breaches(made: Report) -> list[str]:
    return [f"{o.rule} {o.target} {o.level.value}" for o in ask(made) if o.verdict is Verdict.FAIL]


def test_every_requirement_about_prose_and_tables_has_its_rule() -> None:
    named = " ".join(rule.explanation for rule in RULES)
    wanted = [f"X{number:02d}" for number in range(1, 16) if number != 5]
    assert [name for name in wanted if name not in named] == []
    assert all(rule.level.value != "error" for rule in RULES)
    assert all(rule.basis and rule.suggestion and rule.message for rule in RULES)


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the seed reports are not at {SEEDS}")
@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("000", []),
        ("001", []),
        ("002", []),
        ("003", []),
        ("004", ["文表-102 文表.办结 warning", "文表-415 表四 info"]),
    ],
)
def test_what_the_real_reports_say_against_their_tables(number: str, found: list[str]) -> None:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    document = open_document(path)
    assert isinstance(document, Document)
    made = read_report(document, LOADED.lexicons, path.name, LOADED.vocabulary)
    assert breaches(made) == found
    for outcome in ask(made):
        if outcome.rule == "文表-102" and outcome.verdict is Verdict.FAIL:
            assert outcome.fields["数"] == "17"
            assert outcome.fields["口径值"] == "办理总计 18"
            (text,) = [e for e in outcome.evidence if isinstance(e, TextEvidence)]
            assert "已回复办结" in text.quote


TEXTS = [text for _, text, facts in cases() if facts]
ROWS = ("新收", "上年结转", "办理总计", "结转下年", "予以公开", "内部事务", "不掌握")
PATHS = [
    *(f"表三.总计.{row}" for row in ROWS),
    "表三.自然人.新收",
    "表四.复议.总计",
    "表四.直接起诉.总计",
    "表四.复议.未结",
    "表二.规范性文件.制发",
    "表二.行政许可",
]
WRITTEN = st.sampled_from([0, 1, 2, 5, 12, 18, 20, "", "/"])
CELLS = st.dictionaries(st.sampled_from(PATHS), WRITTEN, max_size=8)
LOST = st.sets(st.sampled_from(PATHS), max_size=6)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5),
    CELLS,
    st.sets(st.sampled_from(PATHS), max_size=6),
)
def test_an_unreadable_cell_never_turns_a_verdict_round(
    texts: list[str], cells: dict[str, int | str], lost: set[str]
) -> None:
    known = report(cells=cells, parts={1: "".join(texts)})
    known = replace(known, facts=read_facts(known.sections, vocabulary(), known.year, known.kind))
    hidden = replace(
        known,
        cells={
            path: replace(value, state=State.ILLEGIBLE, number=None) if path in lost else value
            for path, value in known.cells.items()
        },
    )
    before = {(o.rule, o.target): o.verdict for o in ask(known)}
    for outcome in ask(hidden):
        assert outcome.verdict is not Verdict.ERROR, outcome.reason
        was = before.get((outcome.rule, outcome.target))
        if outcome.verdict is Verdict.FAIL:
            assert was is Verdict.FAIL, outcome
        if outcome.verdict is Verdict.PASS:
            assert was is not Verdict.FAIL, outcome


def test_a_rule_accounts_for_every_report() -> None:
    for made in (report(), report(template="2019", year=2020), report(year=None), report(shown="mixed")):
        assert {outcome.rule for outcome in ask(made)} == {rule.id for rule in RULES}
        assert all(plan(rule, made) for rule in RULES)


def said(text: str) -> list[str]:
    """What these rules object to in a department's report with the tables of the statements; 文表-415
    asks for something else to be said and is left out."""
    made = report(cells=dict(cells()), parts={1: text})
    made = replace(made, facts=read_facts(made.sections, vocabulary(), made.year, made.kind))
    return [line for line in breaches(made) if not line.startswith("文表-415")]


@pytest.mark.parametrize("statement", statements())
def test_a_true_statement_is_no_breach(statement: str) -> None:
    assert said(statement.format(**TRUTH)) == []


def test_most_figures_that_are_wrong_are_found() -> None:
    places = [(text, name) for text in statements() for name in TRUTH if f"{{{name}}}" in text]
    found = [said(text.format(**{**TRUTH, name: TRUTH[name] + 7})) for text, name in places]
    missed = [place for place, breach in zip(places, found, strict=True) if not breach]
    assert len(places) > 120
    assert len(missed) * 100 <= 15 * len(places), missed
