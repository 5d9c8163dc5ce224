"""合报: the lines of a sum over subordinate agencies as one outcome, and who could explain it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from auditor.report.lexicon import Lexicon
from auditor.report.model import Report
from auditor.report.value import Number, State
from auditor.rules.kinds.common import Frame
from auditor.rules.model import Corpus
from auditor.rules.outcome import Evidence, Level, Missing, Outcome, Verdict

PLAIN_SUM = "本级=合计(下级)"  # folded
SHOWN = 6  # lines in one message
_NAMED = 3  # agencies named as possible explanations
_WORST = (Level.ERROR, Level.WARNING, Level.INFO)
_PAIRS_UP_TO = 60  # agencies among which pairs are looked for


@dataclass(frozen=True, slots=True)
class Explanation:
    """Who could explain the differences, in words, and their keys where they explain every one."""

    words: str = ""
    root: str = ""


def summed_up(report: Report, corpus: Corpus, lexicon: Lexicon) -> frozenset[int]:
    """Positions of the cells in which `report` is plainly the sum of its subordinates: a plain number in
    every one. Spares evaluating two hundred sums over each of a hundred agencies."""
    below = corpus.subordinates(report)
    if not below or any(other.lexicon.sha256 != lexicon.sha256 for other in (report, *below)):
        return frozenset()
    columns: Iterable[tuple[Any, ...]] = zip(*(other.numbers for other in (report, *below)), strict=True)
    return frozenset(
        index for index, (own, *parts) in enumerate(columns)
        if own is not None and None not in parts and own == sum(parts)
    )  # fmt: skip


def merged(frame: Frame, report: Report, target: str, outcomes: Sequence[Outcome], corpus: Corpus) -> Outcome:
    """One outcome for all lines: 违反 if any is, then 无法判定, then 通过."""
    failed = [outcome for outcome in outcomes if outcome.verdict is Verdict.FAIL]
    if failed:
        return _breach(frame, report, target, failed, outcomes, corpus)
    unknown = [outcome for outcome in outcomes if outcome.verdict is Verdict.CANNOT_TELL]
    if unknown:
        missing: dict[Missing, None] = {}
        for outcome in unknown:
            missing.update(dict.fromkeys(outcome.missing))
        return frame.cannot_tell(report, target, *missing)
    passed = [outcome for outcome in outcomes if outcome.verdict is Verdict.PASS]
    if not passed:
        return frame.inapplicable(report, target, outcomes[0].reason if outcomes else "没有可比的格")
    return frame.passed(report, target, tuple(dict.fromkeys(n for outcome in passed for n in outcome.notes)))


def _breach(
    frame: Frame,
    report: Report,
    target: str,
    failed: Sequence[Outcome],
    outcomes: Sequence[Outcome],
    corpus: Corpus,
) -> Outcome:
    found = explain(failed, [o for o in outcomes if o.verdict is Verdict.PASS], report, corpus)
    shown = [_line(outcome, target) for outcome in failed[:SHOWN]]
    more = f"；等 {len(failed)} 处" if len(failed) > SHOWN else ""
    fields = {
        **failed[0].fields,
        "各处": "；".join(shown) + more,
        "处数": str(len(failed)),
        "可能": f"（{found.words}）" if found.words else "",
    }
    evidence: dict[Evidence, None] = {}
    for outcome in failed:  # this report's own cells; the subordinates' stand in the computation
        evidence.update(dict.fromkeys(item for item in outcome.evidence[:1]))
    level = min((outcome.level for outcome in failed), key=_WORST.index)
    notes = tuple(dict.fromkeys(note for outcome in failed for note in outcome.notes))
    made = frame.failed(report, target, level, fields, evidence, notes)
    computation = failed[0].computation if len(failed) == 1 else None
    return Outcome(
        made.rule, made.subject, target, Verdict.FAIL, level, fields, computation,
        tuple(evidence), notes=notes, root=found.root,
    )  # fmt: skip


def _line(outcome: Outcome, target: str) -> str:
    name = outcome.target.removeprefix(f"{target}.").replace(".", "·")
    fields = outcome.fields
    return f"{name} 填 {fields['左']}，下级合计 {fields['右']}，相差 {fields['差']}"


def explain(
    failed: Sequence[Outcome], passed: Sequence[Outcome], report: Report, corpus: Corpus
) -> Explanation:
    """The agencies whose own figures equal the differences: one or two that explain every line, else
    those that explain most of them."""
    wanted = _differences(failed)
    if not wanted:
        return Explanation()
    level = [outcome.target for outcome in passed]
    members = list(corpus.subordinates(report) or ())
    below = [_figures(other, wanted, level) for other in members]
    for left_out, verb in ((True, "漏计"), (False, "重复计入")):
        sign = 1 if left_out else -1
        if any((difference > 0) is not left_out for difference in wanted.values()):
            continue
        goal = {path: difference * sign for path, difference in wanted.items()}
        if found := _exact(members, below, goal, level):
            return _explained(found, f"可能{verb}了")
    if all(difference < 0 for difference in wanted.values()):
        others = list(corpus.beside(report))
        figures = [_figures(other, wanted, level) for other in others]
        goal = {path: -difference for path, difference in wanted.items()}
        if found := _exact(others, figures, goal, level):
            return _explained(found, "可能计入了不列入汇总的机关")
    return _partly(members, below, wanted)


def _differences(failed: Sequence[Outcome]) -> dict[str, Number]:
    """The sum less the figure of the summary, by cell; empty where one of them is not exact."""
    found: dict[str, Number] = {}
    for outcome in failed:
        done = outcome.computation
        if done is None or done.left is None or done.right is None:
            return {}
        left, right = done.left.exact, done.right.exact
        if left is None or right is None:
            return {}
        found[outcome.target] = right - left
    return found


def _figures(report: Report, wanted: Mapping[str, Number], level: Sequence[str]) -> dict[str, Number]:
    return {path: _figure(report, path) for path in (*wanted, *level)}


def _figure(report: Report, path: str) -> Number:
    value = report.cells.get(path)
    if value is None or value.number is None or value.state is not State.NUMBER:
        return 0
    return value.number


def _exact(
    reports: Sequence[Report],
    figures: Sequence[Mapping[str, Number]],
    goal: Mapping[str, Number],
    level: Sequence[str],
) -> list[tuple[Report, ...]]:
    """The first of: one agency that explains every difference (all that do, up to three), two that do
    together."""
    ones = [
        report
        for report, own in zip(reports, figures, strict=True)
        if all(own[path] == want for path, want in goal.items()) and not any(own[path] for path in level)
    ]
    if ones:
        return [(report,) for report in ones[:_NAMED]]
    if len(goal) < 2 or len(reports) > _PAIRS_UP_TO:
        return []
    for (one, first), (other, second) in combinations(zip(reports, figures, strict=True), 2):
        if all(first[path] + second[path] == want for path, want in goal.items()) and not any(
            first[path] or second[path] for path in level
        ):
            return [(one, other)]
    return []


def _partly(
    reports: Sequence[Report], figures: Sequence[Mapping[str, Number]], wanted: Mapping[str, Number]
) -> Explanation:
    counts = [
        (sum(own[path] == abs(difference) for path, difference in wanted.items()), report.unit)
        for report, own in zip(reports, figures, strict=True)
    ]
    best = sorted(((count, unit) for count, unit in counts if count), key=lambda pair: (-pair[0], pair[1]))
    if not best or len([pair for pair in best if pair[0] == best[0][0]]) > _NAMED:
        return Explanation()  # a difference that many could explain is explained by none
    said = "、".join(f"{unit} {count} 处" for count, unit in best[:_NAMED])
    return Explanation(f"差额与某个单位自己的数相同的：{said}")


def _explained(found: Sequence[tuple[Report, ...]], verb: str) -> Explanation:
    """`found`: alternatives, each of one agency or of several together."""
    who = "或".join("与".join(report.unit for report in reports) for reports in found)
    together = "之和" if len(found[0]) > 1 else "自己的数"
    keys = "|".join(sorted(report.agency_key for reports in found for report in reports))
    return Explanation(f"各处差额都等于{who}{together}，{verb}", f"sum:{keys}")
