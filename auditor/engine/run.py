"""Rules and reports to outcomes: one road for run, test and explain.

Every rule gives at least one outcome for every readable report. A check that breaks, says nothing,
names a target twice or leaves a field of its message empty-handed is an 引擎错误: never a fault of the
report, never suppressed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import PurePath
from traceback import extract_tb

from auditor.engine.corpus import ReportCorpus
from auditor.engine.plan import WHOLE, Planned, Planner
from auditor.engine.suspect import localised
from auditor.engine.tally import Ledger, Tally
from auditor.report.model import Report, Status
from auditor.rules.environment import field_text, subject_of
from auditor.rules.message import parse_message
from auditor.rules.model import Check, Corpus, Rule, Survey
from auditor.rules.outcome import Level, Outcome, Subject, Verdict

MAX_TARGETS = 2_000  # a report has 200 cells; a rule that names more targets has gone astray
MAX_SUBJECTS = 100_000  # of a rule about the corpus: pairs of reports, agencies and years
ALL = "全部报告"  # the target of an outcome about the corpus as such


def audit(
    rules: Sequence[Rule],
    reports: Sequence[Report],
    sink: Callable[[Outcome], None],
    corpus: Corpus | None = None,
) -> Tally:
    """Ask every rule of every report and hand each outcome to `sink`, by file, rule and target in an
    order that does not depend on the order of `rules` and `reports`. Reports that could not be read
    give no outcomes and are counted. `corpus` is what rules may see beside a report; by default the
    reports themselves."""
    own = ReportCorpus(reports)
    ordered = sorted(reports, key=lambda report: (report.file, report.sha256))
    return audit_each(rules, ordered, sink, own if corpus is None else corpus, own.years)


def audit_each(
    rules: Sequence[Rule],
    reports: Iterable[Report],
    sink: Callable[[Outcome], None],
    corpus: Corpus,
    years: Collection[int],
) -> Tally:
    """`audit` for more reports than fit in memory: they are asked for one by one, in the order given,
    then the rules about the corpus as a whole. `years` can be looked back to (ReportCorpus.years)."""
    single, whole = split(rules)
    planner = Planner(single)
    ledger = Ledger()
    audited = unreadable = 0
    for report in reports:
        if report.status is Status.UNREADABLE or not report.is_report:
            unreadable += 1
            continue
        audited += 1
        plans = planner.plan(report)
        found: list[Outcome] = []
        for planned in plans:
            outcomes = evaluate(planned, report, corpus)
            ledger.add(outcomes)
            found += outcomes
        for outcome in localised(found, plans, report):
            sink(outcome)
    for rule in whole if audited else ():
        outcomes = survey(rule, corpus)
        ledger.add(outcomes)
        for outcome in outcomes:
            sink(outcome)
    return ledger.close(rules, audited, unreadable, years)


def split(rules: Iterable[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Rules that are asked of each report, and those that are asked of all reports together, by id."""
    ordered = sorted(rules, key=lambda rule: rule.id)
    return [r for r in ordered if not is_survey(r)], [r for r in ordered if is_survey(r)]


def is_survey(rule: Rule) -> bool:
    """Whether a rule is asked of all reports together."""
    return isinstance(next(iter(rule.checks.values()), None), Survey)


def compares_all(rules: Iterable[Rule]) -> bool:
    """Whether any rule asks for near-copies among all reports."""
    checks = (next(iter(rule.checks.values()), None) for rule in rules if rule.state != "停用")
    return any(isinstance(check, Survey) and check.NEEDS_TEXTS for check in checks)


def survey(rule: Rule, corpus: Corpus) -> tuple[Outcome, ...]:
    """The outcomes of a rule about the corpus as a whole."""
    first = next(iter(rule.checks.values()), None)
    check = first if isinstance(first, Survey) else None
    subject = Subject("corpus")
    if rule.state == "停用" or check is None:
        stopped = Outcome(rule.id, subject, ALL, Verdict.INAPPLICABLE, rule.level, reason="规则已停用")
        return (stopped,)
    return _guarded(rule, subject, ALL, lambda: tuple(islice(check.survey(corpus), MAX_SUBJECTS + 1)))


def evaluate(planned: Planned, report: Report, corpus: Corpus) -> tuple[Outcome, ...]:
    """The outcomes of one rule on one report, sorted by nothing: in the check's own order."""
    rule, check = planned.rule, planned.check
    if check is None:
        return (planned.outcome(report),)
    assert not isinstance(check, Survey)  # `split` keeps them apart

    outcomes = _guarded(rule, subject_of(report), WHOLE, lambda: _said(check, rule, report, corpus))
    if planned.notes:
        outcomes = tuple(replace(outcome, notes=(*planned.notes, *outcome.notes)) for outcome in outcomes)
    return outcomes


def _said(check: Check, rule: Rule, report: Report, corpus: Corpus) -> tuple[Outcome, ...]:
    """What a check says of a report; where that is a breach, with all that its message names."""
    outcomes = tuple(islice(check.evaluate(report, corpus), MAX_TARGETS + 1))
    if any(outcome.verdict is Verdict.FAIL for outcome in outcomes):
        return tuple(_complete(outcome, rule, report, corpus) for outcome in outcomes)
    return outcomes


def _guarded(
    rule: Rule, subject: Subject, target: str, asked: Callable[[], tuple[Outcome, ...]]
) -> tuple[Outcome, ...]:
    """What a check says, or one 引擎错误 in its stead."""
    try:
        outcomes = asked()
        wrong = _wrong(outcomes, rule, MAX_TARGETS if subject.kind == "report" else MAX_SUBJECTS)
    except Exception as fault:  # the one guard: a crash of a check is the engine's fault, never the report's
        wrong = _where(fault)
    return (_broken(rule, subject, target, wrong),) if wrong else outcomes


def _wrong(outcomes: Sequence[Outcome], rule: Rule, most: int) -> str:
    """What makes these outcomes no answer, "" if nothing."""
    if not outcomes:
        return "检查没有给出结论"
    if len(outcomes) == 1:
        return "" if outcomes[0].rule == rule.id else f"结论写成了 {outcomes[0].rule}"
    if len(outcomes) > most:
        return f"结论超过 {most} 个"
    subject = outcomes[0].subject
    one = all(outcome.subject is subject and outcome.rule == rule.id for outcome in outcomes)
    if one and len({outcome.target for outcome in outcomes}) == len(outcomes):
        return ""
    targets: set[tuple[Subject, str]] = set()
    for outcome in outcomes:
        if outcome.rule != rule.id:
            return f"结论写成了 {outcome.rule}"
        if (outcome.subject, outcome.target) in targets:
            return f"“{outcome.target}”有两个结论"
        targets.add((outcome.subject, outcome.target))
    return ""


@lru_cache(maxsize=4096)
def _named(message: str, suggestion: str) -> tuple[tuple[str, bool], ...]:
    """The fields of 消息 (needed) and of 怎么改 (a clause without its field is left out)."""
    needed = {field.name: True for field in parse_message(message).fields}
    wished = {field.name: False for field in parse_message(suggestion).fields}
    return tuple({**wished, **needed}.items())


def _complete(outcome: Outcome, rule: Rule, report: Report, corpus: Corpus) -> Outcome:
    """A breach with the cells and the properties of the report that its message names."""
    if outcome.verdict is not Verdict.FAIL:
        return outcome
    given: Mapping[str, str] = outcome.fields
    added: dict[str, str] = {}
    for name, needed in _named(rule.message, rule.suggestion):
        if name in given:
            continue
        text = field_text(report, corpus, name)
        if text is not None:
            added[name] = text
        elif needed:
            raise LookupError(f"消息字段 {name}")
    return replace(outcome, fields={**given, **added}) if added else outcome


def _broken(rule: Rule, subject: Subject, target: str, reason: str) -> Outcome:
    return Outcome(rule.id, subject, target, Verdict.ERROR, Level.ERROR, reason=reason)


def _where(fault: Exception) -> str:
    """The kind of fault and the line of ours it came from; no path of this machine, no data."""
    frames = [
        frame for frame in extract_tb(fault.__traceback__) if "auditor" in PurePath(frame.filename).parts
    ]
    if not frames:
        return type(fault).__name__
    parts = PurePath(frames[-1].filename).parts
    inside = "/".join(parts[len(parts) - parts[::-1].index("auditor") - 1 :])
    said = f"：{fault}" if isinstance(fault, LookupError) and str(fault).startswith("消息字段") else ""
    return f"{type(fault).__name__}{said}，{inside} 第 {frames[-1].lineno} 行"


def collect(
    rules: Sequence[Rule], reports: Sequence[Report], corpus: Corpus | None = None
) -> tuple[tuple[Outcome, ...], Tally]:
    """`audit` with the outcomes in memory."""
    found: list[Outcome] = []
    tally = audit(rules, reports, found.append, corpus)
    return tuple(found), tally


def iterate(rules: Sequence[Rule], report: Report, corpus: Corpus) -> Iterator[Outcome]:
    """The outcomes of one report among its companions."""
    for planned in Planner(split(rules)[0]).plan(report):
        yield from evaluate(planned, report, corpus)
