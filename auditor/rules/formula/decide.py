"""A condition's truth and nothing else: closures made once, which stop at whatever settles the matter and
ask the text last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from auditor.rules.formula import bound
from auditor.rules.formula.bound import Condition
from auditor.rules.formula.evaluate import Run
from auditor.rules.formula.kleene import all_of, any_of, negated
from auditor.rules.formula.linear import Attempt, Decide, fast_path, linear_answer
from auditor.rules.formula.types import Environment, Truth


def decider(plan: Condition) -> tuple[Decide, Attempt]:
    """(decide, attempt): the truth; and the same where every cell is a plain number, else None."""
    match plan:
        case bound.Compare():
            slow = partial(_compared, plan)
            return fast_path(plan, slow) or (slow, never)
        case bound.Junction(items, every):
            made = [decider(item) for item in sorted(items, key=_cost)]
            decides, attempts = [decide for decide, _ in made], [attempt for _, attempt in made]
            attempt = never if never in attempts else partial(_attempted, attempts, every)
            return _joined(decides, every), attempt
        case bound.Not(operand):
            decide = decider(operand)[0]
            return lambda environment: negated(decide(environment)), never
    return lambda environment: Run(environment).truth(plan), never


def never(environment: Environment) -> None:
    """An attempt at what is not decided by plain numbers alone."""
    return None


def _compared(plan: bound.Compare, environment: Environment) -> Truth:
    answer = linear_answer(plan, environment)
    return Run(environment).truth(plan) if answer is None else answer[0]


def _joined(decides: Sequence[Decide], every: bool) -> Decide:
    settles, otherwise = (Truth.BROKEN, Truth.HOLDS) if every else (Truth.HOLDS, Truth.BROKEN)

    def decide(environment: Environment) -> Truth:
        answer = otherwise
        for ask in decides:
            truth = ask(environment)
            if truth is settles:
                return settles
            if truth is Truth.UNKNOWN:
                answer = truth
        return answer

    return decide


def _attempted(
    attempts: Sequence[Callable[[Environment], Truth | None]], every: bool, environment: Environment
) -> Truth | None:
    truths = []
    for attempt in attempts:
        if (truth := attempt(environment)) is None:
            return None
        truths.append(truth)
    return all_of(truths) if every else any_of(truths)


def _cost(plan: Condition) -> int:
    """0: cells; 1: what the report says of itself; 2: its text."""
    match plan:
        case bound.Compare(form=form):
            return 2 if form is None else 0
        case bound.Junction(items):
            return max(map(_cost, items))
        case bound.Not(operand):
            return _cost(operand)
        case bound.Exists(bound.Passage()) | bound.Mentions():
            return 2
    return 1
