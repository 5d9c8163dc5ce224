"""Why a rule fired on a report: the words of `auditor explain` as lines of a page."""

from __future__ import annotations

from auditor.engine.explain import explain
from auditor.output.explain_text import draw_explanation
from auditor.output.text import Style
from auditor.report.model import Report
from auditor.rules.model import Corpus, Rule
from tui.draw.ink import Ink, Line, Span


def explain_lines(
    rule: Rule, report: Report, corpus: Corpus, target: str, width: int, ink: Ink
) -> list[Line]:
    """The explanation of one target (of all where the rule no longer names it)."""
    found = explain(rule, report, corpus)
    targets = [item for item in found.targets if item.outcome.target == target] or list(found.targets)
    text = draw_explanation(found, targets, Style(width, False, 1))
    return [(Span(ink.plain(line)),) for line in text.splitlines()]
