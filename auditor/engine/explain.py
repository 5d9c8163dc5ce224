"""Why a rule said what it said of a report, or said nothing: the run's own road, walked slowly.

适用 first, each condition beside what the report shows; then for every target 前提 and 断言 with each
operand, its place and raw text, the formula filled in, and the outcome. A check's formulas and wordings
are found by their type, so a new kind of rule has nothing to do for this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from auditor.engine.plan import Planned, plan
from auditor.engine.run import evaluate, is_survey, survey
from auditor.report.model import Kind, Report, Tier
from auditor.rules.applies import KIND_NAMES, TIER_NAMES, family_of
from auditor.rules.docs import applies_words
from auditor.rules.formula import Bound, Trace
from auditor.rules.formula.types import Truth, Type
from auditor.rules.kinds.common import Frame
from auditor.rules.message import render, render_suggestion
from auditor.rules.model import Applies, Corpus, Rule
from auditor.rules.outcome import Outcome, Verdict
from auditor.rules.overlay import text_of
from auditor.rules.prose import SECTION_NAMES
from auditor.rules.wording import WordIndex, Words

_KEYS = {"premise": "前提", "assertion": "断言", "conclusion": "断言", "readings": "口径"}
_UNKNOWN = "不明"
_LIST = re.compile(r"\$([^\s$,，()（）]+)")


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of 适用: what is asked, what the report shows, and whether it fits."""

    name: str
    wanted: str
    found: str
    fits: Truth


@dataclass(frozen=True, slots=True)
class Filled:
    """A formula of the rule (前提, 断言, 口径) as it came out; `text` as written in the rule, `truth`
    None where it is no condition but a figure."""

    key: str
    text: str
    truth: Truth | None
    trace: Trace


@dataclass(frozen=True, slots=True)
class Sought:
    """Wordings that a target was searched for: what for, where, and the patterns."""

    name: str
    places: tuple[str, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class Explained:
    """One outcome with everything it rests on. `message` is what a breach would be shown as."""

    outcome: Outcome
    message: str
    suggestion: str
    formulas: tuple[Filled, ...]
    sought: tuple[Sought, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rule and a report. `conditions` is empty where the rule is for every report; `stopped` says
    why nothing was evaluated (不适用, 无法判定), "" where it was."""

    rule: Rule
    report: Report
    conditions: tuple[Condition, ...]
    notes: tuple[str, ...]
    stopped: Outcome | None
    targets: tuple[Explained, ...]


def explain(rule: Rule, report: Report, corpus: Corpus) -> Explanation:
    """The explanation of every target, in the check's own order."""
    planned = plan(rule, report)
    conditions = tuple(_conditions(rule.applies, report))
    if is_survey(rule):
        return Explanation(rule, report, conditions, (), None, _surveyed(rule, report, corpus))
    outcomes = evaluate(planned, report, corpus)
    if planned.check is None:
        return Explanation(rule, report, conditions, planned.notes, outcomes[0], ())
    targets = tuple(_explained(planned, planned.check, outcome, report, corpus) for outcome in outcomes)
    return Explanation(rule, report, conditions, planned.notes, None, targets)


def _surveyed(rule: Rule, report: Report, corpus: Corpus) -> tuple[Explained, ...]:
    """What a rule about all reports together says of this one, else what it says of them all."""
    outcomes = survey(rule, corpus)
    own = [o for o in outcomes if report.file == o.subject.file or report.agency_key == o.subject.agency]
    return tuple(_told(rule, outcome, (), ()) for outcome in own or outcomes)


def _conditions(applies: Applies, report: Report) -> Iterator[Condition]:
    for name, wanted in applies_words(applies):
        match name:
            case "年度":
                found = _UNKNOWN if report.year is None else f"{report.year}年度"
                inside = report.year is not None and _within(applies, report.year)
            case "机关":
                found = _UNKNOWN if report.kind is Kind.UNKNOWN else KIND_NAMES[report.kind]
                inside = report.kind.value in applies.kinds
            case "层级":
                found = _UNKNOWN if report.tier is Tier.UNKNOWN else TIER_NAMES[report.tier]
                inside = report.tier.value in applies.tiers
            case _:
                family = family_of(report)
                found = family or _UNKNOWN
                inside = family == applies.family
        fits = Truth.UNKNOWN if found == _UNKNOWN else Truth.HOLDS if inside else Truth.BROKEN
        yield Condition(name, wanted, found, fits)


def _within(applies: Applies, year: int) -> bool:
    after = applies.first_year is None or applies.first_year <= year
    return after and (applies.last_year is None or year <= applies.last_year)


def _explained(
    planned: Planned, check: object, outcome: Outcome, report: Report, corpus: Corpus
) -> Explained:
    rule = planned.rule
    frame = getattr(check, "frame", None)
    filled: list[Filled] = []
    if isinstance(frame, Frame) and outcome.verdict is not Verdict.ERROR:
        environment = frame.environment(report, corpus)
        for key, bound, text in _bounds(check, outcome.target):
            name = _KEYS.get(key, "公式")
            written = text_of(rule.tree.get(name)) if rule.tree is not None else ""
            truth = bound.decide(environment) if bound.type is Type.TRUTH else None
            filled.append(Filled(name, bound.text or text or written, truth, bound.trace(environment)))
    filled.sort(key=lambda one: one.key != "前提")
    sought = [*_sought(check, outcome.target), *_named(rule.id, filled, frame)]
    return _told(rule, outcome, tuple(filled), tuple(sought))


def _named(rule_id: str, formulas: list[Filled], frame: object) -> Iterator[Sought]:
    """The word lists that formulas name (提及, 次数)."""
    index = getattr(frame, "wordings", None)
    if not isinstance(index, WordIndex):
        return
    for name in dict.fromkeys(name for formula in formulas for name in _LIST.findall(formula.text)):
        own = f"{rule_id}:{name}"
        found = own if own in index.lists else name
        if found in index.lists:
            yield Sought(f"${name}", (), index.words(found))


def _told(
    rule: Rule, outcome: Outcome, formulas: tuple[Filled, ...], sought: tuple[Sought, ...]
) -> Explained:
    failed = outcome.verdict is Verdict.FAIL
    message = render(rule.message, outcome.fields) if failed else ""
    suggestion = render_suggestion(rule.suggestion, outcome.fields) if failed else ""
    return Explained(outcome, message, suggestion, formulas, sought)


def _bounds(owner: object, target: str, key: str = "") -> Iterator[tuple[str, Bound, str]]:
    """The formulas of a check and of its parts that are not another target's, each with the field it
    stands in and its text where the part says it."""
    for name, value in _values(owner):
        if isinstance(value, Bound):
            yield key or name, value, str(getattr(owner, "text", ""))
        for item in value if isinstance(value, tuple) else ():
            if is_dataclass(item) and getattr(item, "target", target) == target:
                own = "" if hasattr(item, "target") else name
                yield from _bounds(item, target, own)


def _sought(owner: object, target: str) -> Iterator[Sought]:
    for _, value in _values(owner):
        if isinstance(value, Words):
            yield Sought(str(getattr(owner, "name", "")), _places(owner), value)
    for part in _parts(owner, target):
        yield from _sought(part, target)


def _places(owner: object) -> tuple[str, ...]:
    """The parts that a check looks into, by name."""
    places = getattr(owner, "places", ())
    named = (SECTION_NAMES[p] if isinstance(p, int) and 0 <= p < len(SECTION_NAMES) else p for p in places)
    return tuple(place for place in named if isinstance(place, str)) if isinstance(places, tuple) else ()


def _parts(owner: object, target: str) -> Iterator[object]:
    for _, value in _values(owner):
        for item in value if isinstance(value, tuple) else ():
            if is_dataclass(item) and getattr(item, "target", None) == target:
                yield item


def _values(owner: object) -> Iterator[tuple[str, object]]:
    if is_dataclass(owner) and not isinstance(owner, type):
        for field in fields(owner):
            yield field.name, getattr(owner, field.name)
