"""The bound formula: decided fast where every cell is a plain number, traced where a person asks why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from auditor.report.value import Number
from auditor.rules.formula import bound, render, tree
from auditor.rules.formula.bind import Binder
from auditor.rules.formula.bound import Amount, Condition, Plan
from auditor.rules.formula.decide import decider, never
from auditor.rules.formula.evaluate import Judged, Run
from auditor.rules.formula.ledger import path_of
from auditor.rules.formula.linear import linear_answer
from auditor.rules.formula.normal import compared, normal_form
from auditor.rules.formula.quantity import INAPPLICABLE, tidy, to_number
from auditor.rules.formula.types import CellRef, Environment, FormulaError, Scope, Truth, Type
from auditor.rules.outcome import Computation, Evidence, Interval, Missing, Suspect


@dataclass(frozen=True, slots=True)
class Trace:
    """Why a formula came out as it did.

    `missing` is empty unless `truth` is UNKNOWN; `inapplicable` is then the reason where 选 gave
    不适用 and nothing is missing. `fits` is the one unknown cell with the value that would make an
    equality hold. `readings` name the assumptions made (“空白按 0 计”)."""

    truth: Truth
    computation: Computation | None = None
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[Missing, ...] = ()
    readings: tuple[str, ...] = ()
    inapplicable: str = ""
    fits: Suspect | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A formula ready for use on any number of reports.

    `decide(environment)` gives the truth (UNKNOWN for a formula that is no condition); `fast` the
    same, but None where some cell is no plain number: `weigh` then gives the readings leaned on too.
    `cells` are all cells it touches; `constant` tells that no report can change it."""

    text: str
    type: Type
    plan: Plan
    expression: tree.Expression
    cells: tuple[CellRef, ...]
    constant: bool
    paths: Mapping[str, str]  # what each name stood for
    decide: Callable[[Environment], Truth]
    fast: Callable[[Environment], Truth | None]

    @property
    def normal(self) -> str:
        """The normal form with every name resolved: equal for formulas that must always agree."""
        if isinstance(self.plan, bound.Compare) and self.plan.form is not None:
            cells, constant = self.plan.form
            terms = {path_of(ref): factor for ref, factor in cells.items()}
            return compared(self.plan.operator, {**terms, "": constant})
        return normal_form(self.expression, lambda name: self.paths.get(name, name))

    def weigh(self, environment: Environment) -> tuple[Truth, tuple[str, ...]]:
        """The truth with the readings it leaned on (“空白按 0 计”), without the cost of a trace."""
        truth = self.fast(environment)
        if truth is not None:
            return truth, ()
        plan = self.plan
        if not isinstance(plan, Condition):
            return Truth.UNKNOWN, ()
        if isinstance(plan, bound.Compare) and (answer := linear_answer(plan, environment)) is not None:
            return answer
        run = Run(environment)
        return run.truth(plan), tuple(run.readings)

    def trace(self, environment: Environment) -> Trace:
        """The verdict with everything it rests on."""
        return _trace(self, environment)

    def number(self, environment: Environment) -> Interval | None:
        """The value of a formula that is a number; None where it has no figure or no lower end."""
        if not isinstance(self.plan, Amount):
            return None
        return render.interval(Run(environment).amount(self.plan))


def bind(
    expression: tree.Expression, scope: Scope, expect: Type, tolerance: Number = 0, text: str = ""
) -> Bound | tuple[FormulaError, ...]:
    """Resolve every name and check every type; the errors, or the bound formula.

    `tolerance` (容差) is the largest difference that passes, in the cells' unit; `text` is the formula
    as written, for showing."""
    binder = Binder(scope, tolerance)
    plan = binder.whole(expression, expect)
    if plan is None:
        return tuple(binder.errors)
    decide, fast = decider(plan) if isinstance(plan, Condition) else (_no_condition, never)
    return Bound(
        text, expect, plan, expression, tuple(binder.cells), not binder.varies, binder.paths, decide, fast
    )


def _no_condition(environment: Environment) -> Truth:
    return Truth.UNKNOWN


def _trace(formula: Bound, environment: Environment) -> Trace:
    run = Run(environment)
    plan = formula.plan
    if not isinstance(plan, Condition):
        return _measured(formula, plan, run)
    truth = run.truth(plan)
    missing = tuple(run.missing) if truth is Truth.UNKNOWN else ()
    inapplicable = ""
    if truth is Truth.UNKNOWN and run.inapplicable and not missing:
        inapplicable = "按“选(…)”的规定，本报告不适用"
    computation, fits = None, None
    judged = next((one for one in run.judged if one.truth is truth), run.judged[0] if run.judged else None)
    if judged is not None:
        computation = _computation(formula.text, judged, run)
        fits = _fitting(judged, run) if isinstance(plan, bound.Compare) else None
    return Trace(
        truth,
        computation,
        tuple(run.evidence),
        missing,
        tuple(run.readings),
        inapplicable,
        fits if truth is Truth.UNKNOWN else None,
    )


def _measured(formula: Bound, plan: Plan, run: Run) -> Trace:
    """The trace of a formula that is a number or a date."""
    if not isinstance(plan, Amount):
        return Trace(Truth.UNKNOWN)
    value = run.amount(plan)
    text = render.side(plan, run)
    days = formula.type is Type.DATE
    computation = Computation(
        formula.text,
        render.with_result(plan, text, value, days),
        tuple(run.operands.values()),
        None if days else render.interval(value),
        None,
        None,
        text,
    )
    return Trace(Truth.UNKNOWN, computation, tuple(run.evidence), tuple(run.missing), tuple(run.readings))


def _computation(text: str, judged: Judged, run: Run) -> Computation:
    operands = tuple(run.operands.values())
    plan = judged.plan
    if isinstance(plan, bound.Same):
        left, right = render.wording(plan.left, run), render.wording(plan.right, run)
        filled = render.comparison("=" if plan.equal else "≠", judged.truth, left, right)
        return Computation(text, filled, operands, left_text=left, right_text=right)
    left, right = render.side(plan.left, run), render.side(plan.right, run)
    filled = render.comparison(
        plan.operator,
        None
        if judged.difference is not None and judged.difference.standing == INAPPLICABLE
        else judged.truth,
        render.with_result(plan.left, left, judged.left, plan.days),
        render.with_result(plan.right, right, judged.right, plan.days),
    )
    sides = (None, None) if plan.days else (render.interval(judged.left), render.interval(judged.right))
    difference = None
    if judged.left is not None and judged.right is not None and judged.difference is not None:
        exact = judged.difference.exact
        if exact is not None and judged.left.exact is not None and judged.right.exact is not None:
            difference = to_number(exact if exact >= 0 else -exact)
    return Computation(text, filled, operands, sides[0], sides[1], difference, left, right)


def _fitting(judged: Judged, run: Run) -> Suspect | None:
    """The value of the only unknown cell that would make an equality hold."""
    difference = judged.difference
    if not isinstance(judged.plan, bound.Compare) or judged.plan.operator != "=":
        return None
    if difference is None or difference.standing or len(difference.unknown) != 1 or difference.low != 0:
        return None
    ((key, factor),) = difference.unknown.items()
    value = tidy(Fraction(-difference.base) / factor)
    whole = run.unread.get(key)
    if difference.high != 0 or value < 0 or whole is None or (whole and not isinstance(value, int)):
        return None
    return Suspect(f"{key[0]}.{key[1]}".lstrip("."), to_number(value))
