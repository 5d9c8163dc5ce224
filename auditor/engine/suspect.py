"""可疑格: the cell that explains breaches of arithmetic, and the value that mends all of them.

A cell is named only where one change mends every broken equality it stands in, at least two of them
(a row and a column that fail by the same amount), and breaks none that holds. Looked for in turn:

    a cell       one figure is wrong
    left out     a blank cell that should hold a figure; here one equality is enough
    moved        a figure stands in the neighbouring column, which should hold it, and 0 in its own
    split        a figure's digits stand in two neighbouring cells (1|2 for 12, 2|0 for 20)
    元 for 万元   a figure of a 万元 cell divided by ten thousand mends what it breaks

Where two explanations are equally good, none is given. Cells that are not known count as any figure
from 0 on: an equality with one is mended when it may hold. Verdicts are never touched: a suspect is
added to the outcomes it explains, with 可疑格 and 可疑值 for their message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from auditor.engine.plan import Planned
from auditor.report.model import Report
from auditor.report.value import State, Value
from auditor.rules.formula import bound
from auditor.rules.formula.kleene import decided
from auditor.rules.formula.quantity import Exact, exactly, tidy, to_number
from auditor.rules.formula.types import Truth
from auditor.rules.kinds.common import number_text
from auditor.rules.kinds.crossfoot import CrossFooting
from auditor.rules.outcome import Outcome, Suspect, Verdict

FEWEST = 2  # equalities that a change has to mend before a cell is named
_UNIT = Fraction(10_000)  # 元 in a 万元


@dataclass(frozen=True, slots=True)
class Equality:
    """A comparison over cells of the report, with left − right as far as it is known. `key` is rule and
    target; `factors` of the known cells by path; `below` and `above`: an unknown cell may lower or
    raise the difference."""

    key: tuple[str, str]
    operator: str
    factors: Mapping[str, Exact]
    difference: Exact
    tolerance: Exact
    broken: bool
    below: bool = False
    above: bool = False

    @property
    def exact(self) -> bool:
        """Whether every cell of it is known."""
        return not self.below and not self.above

    def mended(self, changes: Mapping[str, Exact]) -> bool:
        """Whether it holds, or may hold, after each cell of `changes` grew by so much."""
        moved = Fraction(self.difference)
        for path, by in changes.items():
            moved += self.factors.get(path, 0) * by
        reach = (None if self.below else moved, None if self.above else moved)
        truth = decided(self.operator, reach, self.tolerance)
        return truth is Truth.HOLDS or (truth is Truth.UNKNOWN and not self.exact)


@dataclass(frozen=True, slots=True)
class Change:
    """An explanation: cells with how much they would grow. The first is the one that is named."""

    grows: tuple[tuple[str, Exact], ...]
    note: str = ""


Suspects = Mapping[tuple[str, str], tuple[Suspect, str]]
"""By rule and target: the suspect, and what is to be noted beside it."""


def localised(outcomes: Sequence[Outcome], plans: Iterable[Planned], report: Report) -> tuple[Outcome, ...]:
    """The outcomes of one report, in the same order, breaches with their suspects."""
    if not any(concerns(outcome) for outcome in outcomes):
        return tuple(outcomes)
    verdicts = {(outcome.rule, outcome.target): outcome.verdict for outcome in outcomes}
    return named(outcomes, suspects(verdicts, plans, report))


def suspects(
    verdicts: Mapping[tuple[str, str], Verdict], plans: Iterable[Planned], report: Report
) -> Suspects:
    """What explains the breaches among `verdicts` (by rule and target; only those of 勾稽 matter)."""
    equalities = _equalities(verdicts, plans, report)
    found: dict[tuple[str, str], tuple[Suspect, str]] = {}
    for change in _explanations(equalities, report):
        path, by = change.grows[0]
        suspect = Suspect(path, to_number(tidy(_figure(report.cells[path]) + by)))
        for equality in equalities:
            if equality.broken and any(name in equality.factors for name, _ in change.grows):
                found.setdefault(equality.key, (suspect, change.note))
    return found


def named(outcomes: Sequence[Outcome], found: Suspects) -> tuple[Outcome, ...]:
    """The outcomes with the suspects that were found for them."""
    return tuple(
        _named(outcome, *found[key])
        if concerns(outcome) and (key := (outcome.rule, outcome.target)) in found
        else outcome
        for outcome in outcomes
    )


def concerns(outcome: Outcome) -> bool:
    """Whether a suspect is to be looked for."""
    return outcome.verdict is Verdict.FAIL and outcome.computation is not None and outcome.suspect is None


def _named(outcome: Outcome, suspect: Suspect, note: str) -> Outcome:
    said = {"可疑格": suspect.path.replace(".", " "), "可疑值": number_text(suspect.value)}
    fields = {**outcome.fields, **{name: text for name, text in said.items() if name in outcome.fields}}
    notes = (*outcome.notes, note) if note else outcome.notes
    return replace(outcome, suspect=suspect, fields=fields, notes=notes)


def _equalities(
    verdicts: Mapping[tuple[str, str], Verdict], plans: Iterable[Planned], report: Report
) -> list[Equality]:
    """Every comparison of 勾稽 that was asked, whatever came out of it."""
    found: list[Equality] = []
    for planned in plans:
        check = planned.check
        if not isinstance(check, CrossFooting):
            continue
        for line in check.lines:
            key = (planned.rule.id, line.target)
            plan, verdict = line.assertion.plan, verdicts.get(key)
            if verdict in _ASKED and isinstance(plan, bound.Compare):
                made = _equality(key, plan, report, check.frame.blank_is_zero, verdict is Verdict.FAIL)
                found += () if made is None else (made,)
    return found


_ASKED = (Verdict.PASS, Verdict.FAIL, Verdict.CANNOT_TELL)


def _equality(
    key: tuple[str, str], plan: bound.Compare, report: Report, blank_is_zero: bool, broken: bool
) -> Equality | None:
    if plan.form is None:
        return None
    cells, difference = plan.form
    factors: dict[str, Exact] = {}
    below = above = False
    for ref, factor in cells.items():
        value = report.cells.get(ref.path)
        if ref.report or value is None:
            return None
        if not _known(value, blank_is_zero):
            below, above = below or factor < 0, above or factor > 0
            continue
        factors[ref.path] = factor
        difference += factor * _figure(value)
    return Equality(key, plan.operator, factors, difference, plan.tolerance, broken, below, above)


def _known(value: Value, blank_is_zero: bool) -> bool:
    if value.state is State.NUMBER:
        return value.number is not None and value.written_unit != "元"
    return blank_is_zero and value.state in (State.BLANK, State.SYMBOL)


def _figure(value: Value) -> Exact:
    return exactly(value.number) if value.state is State.NUMBER and value.number is not None else 0


def _explanations(equalities: Sequence[Equality], report: Report) -> list[Change]:
    """Changes that mend what is broken, best first, no two for one equality."""
    touching: dict[str, list[Equality]] = {}
    for equality in equalities:
        for path in equality.factors:
            touching.setdefault(path, []).append(equality)
    broken = {equality.key for equality in equalities if equality.broken}
    accepted: list[Change] = []
    for candidates in (_single(touching, report), _pairs(touching, report), _by_unit(touching, report)):
        scored = []
        for change, fewest in candidates:
            mends = _mends(change, touching)
            if len(mends) >= fewest and mends <= broken:
                scored.append((change, mends))
        scored.sort(key=lambda pair: -len(pair[1]))
        for change, mends in scored:
            rivals = [o for c, o in scored if c is not change and o & mends and len(o) >= len(mends)]
            if mends <= broken and not any(rival <= broken for rival in rivals):
                accepted.append(change)
                broken -= mends
    return accepted


def _mends(change: Change, touching: Mapping[str, Sequence[Equality]]) -> set[tuple[str, str]]:
    """The broken equalities that the change mends; none where it leaves one broken or breaks one."""
    changes = dict(change.grows)
    concerned = {e.key: e for path in changes for e in touching.get(path, ())}
    if not all(equality.mended(changes) for equality in concerned.values()):
        return set()
    return {key for key, equality in concerned.items() if equality.broken}


Candidates = Iterable[tuple[Change, int]]


def _single(touching: Mapping[str, Sequence[Equality]], report: Report) -> Candidates:
    """One cell wrong: what one broken equality asks of it."""
    for path, concerned in touching.items():
        first = next((e for e in concerned if e.broken and e.exact and e.operator == "="), None)
        if first is None:
            continue
        by = tidy(-Fraction(first.difference) / Fraction(first.factors[path]))
        figure = _figure(report.cells[path])
        new = figure + by
        if new < 0 or (_whole(report, path) and Fraction(new).denominator != 1):
            continue
        if report.cells[path].state is not State.NUMBER:
            yield Change(((path, by),), "像是漏填了"), 1
            continue
        split = figure > 0 and new == figure * 10 and _before_nought(path, report)
        yield Change(((path, by),), f"像是把 {new} 拆成了 {figure}|0 两格" if split else ""), FEWEST


def _pairs(touching: Mapping[str, Sequence[Equality]], report: Report) -> Candidates:
    """Two neighbouring cells of a row: a figure moved by one column, or split into its digits."""
    for left, right in _neighbours(report):
        one, other = _figure(report.cells[left]), _figure(report.cells[right])
        if left not in touching or right not in touching or not one + other:
            continue
        if not one or not other:
            wrong, fit = (left, right) if one else (right, left)
            figure = one or other
            note = f"像是把 {number_text(to_number(figure))} 填到了旁边一列，应在{fit.replace('.', ' ')}"
            yield Change(((wrong, -figure), (fit, figure)), note), FEWEST
        elif one > 0 and 0 < other < 10 and Fraction(one).denominator == Fraction(other).denominator == 1:
            whole = int(f"{int(one)}{int(other)}")
            note = f"像是把 {whole} 拆成了 {one}|{other} 两格"
            yield Change(((left, whole - one), (right, -other)), note), FEWEST
            yield Change(((right, whole - other), (left, -one)), note), FEWEST


def _by_unit(touching: Mapping[str, Sequence[Equality]], report: Report) -> Candidates:
    """A 万元 cell that was filled in 元."""
    for path, concerned in touching.items():
        figure = _figure(report.cells[path])
        cell = report.lexicon.by_path.get(path)
        if cell is None or cell.unit != "万元" or figure < _UNIT or not any(e.broken for e in concerned):
            continue
        yield Change(((path, tidy(figure / _UNIT - figure)),), "像是按元填的，没有折成万元"), 1


def _whole(report: Report, path: str) -> bool:
    cell = report.lexicon.by_path.get(path)
    return cell is not None and cell.integral


def _neighbours(report: Report) -> Iterable[tuple[str, str]]:
    for table in report.lexicon.tables.values():
        for row in table.rows:
            columns = [c for line in table.columns if (c := table.cells.get((row.name, line.name)))]
            for one, other in pairwise(columns):
                if one.path in report.cells and other.path in report.cells:
                    yield one.path, other.path


def _before_nought(path: str, report: Report) -> bool:
    return any(left == path and report.cells[right].number == 0 for left, right in _neighbours(report))
