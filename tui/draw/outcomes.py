"""What every rule said of one report, those that passed too."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.base.text import tidy
from auditor.engine.run import audit
from auditor.output.places import VERDICTS, path_words, paths_words
from auditor.report.model import Report
from auditor.rules.message import render
from auditor.rules.model import Corpus, Rule
from auditor.rules.outcome import Outcome, Verdict
from tui.draw.ink import Ink, Line, Span

_ORDER = (Verdict.FAIL, Verdict.ERROR, Verdict.CANNOT_TELL, Verdict.PASS, Verdict.INAPPLICABLE)
_STYLES = {
    Verdict.FAIL: "error",
    Verdict.ERROR: "error",
    Verdict.CANNOT_TELL: "warning",
    Verdict.PASS: "good",
}


def outcomes_of(report: Report, rules: Sequence[Rule], corpus: Corpus) -> list[Outcome]:
    """The outcomes of all rules, asked anew of the report as it is kept."""
    found: list[Outcome] = []
    audit(rules, [report], found.append, corpus)
    return found


def outcome_lines(
    outcomes: Sequence[Outcome], rules: Sequence[Rule], here: tuple[str, str], width: int, ink: Ink
) -> list[Line]:
    """By verdict; `here` (rule, target) is the finding that one came from."""
    by_id = {rule.id: rule for rule in rules}
    counts = [f"{VERDICTS[v]} {sum(1 for o in outcomes if o.verdict is v):,}" for v in _ORDER]
    lines: list[Line] = ink.wrap(f"结论 {len(outcomes):,} = {' + '.join(counts)}", width, "  ", "bold")
    for verdict in _ORDER:
        found = [outcome for outcome in outcomes if outcome.verdict is verdict]
        if found:
            lines += [(), *ink.wrap(f"{VERDICTS[verdict]} {len(found):,}", width, "", "head")]
        for outcome in found:
            rule = by_id[outcome.rule]
            mark = "> " if (outcome.rule, outcome.target) == here else "  "
            spans = [
                Span(mark, "key"),
                Span(f"{outcome.rule} ", _STYLES.get(verdict, "dim")),
                Span(f"{rule.name}"),
                Span(_said(outcome, rule), "dim"),
            ]
            lines += ink.wrap_spans(spans, width, "      ")
    return lines


def _said(outcome: Outcome, rule: Rule) -> str:
    target = "" if outcome.target == "报告" else f" · {path_words(outcome.target)}"
    match outcome.verdict:
        case Verdict.FAIL:
            words = tidy(render(rule.message, outcome.fields))
        case Verdict.CANNOT_TELL:
            causes: dict[str, list[str]] = {}
            for missing in outcome.missing:
                causes.setdefault(missing.cause, []).append(missing.detail)
            words = "；".join(
                f"{cause} {'、'.join(_named(found))}".strip() for cause, found in causes.items()
            )
        case _:
            words = outcome.reason
    return f"{target}：{words}" if words else target


def _named(details: Sequence[str]) -> list[str]:
    return paths_words([detail for detail in details if detail])
