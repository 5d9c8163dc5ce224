"""Three-valued logic, and comparisons that decide only where the ranges allow it."""

from __future__ import annotations

from auditor.rules.formula.quantity import Exact, Range
from auditor.rules.formula.types import Truth


def decided(operator: str, difference: Range, tolerance: Exact) -> Truth:
    """Whether left `operator` right, where left - right lies in the range `difference`."""
    low, high = difference
    match operator:
        case "=" | "≠":
            within = low is not None and high is not None and -tolerance <= low and high <= tolerance
            beyond = (low is not None and low > tolerance) or (high is not None and high < -tolerance)
            if not within and not beyond:
                return Truth.UNKNOWN
            return Truth.HOLDS if within is (operator == "=") else Truth.BROKEN
        case ">" | "≥":  # the mirror image of < and ≤
            low, high = None if high is None else -high, None if low is None else -low
    strict = operator in "<>"
    if high is not None and (high < tolerance if strict else high <= tolerance):
        return Truth.HOLDS
    if low is not None and (low >= tolerance if strict else low > tolerance):
        return Truth.BROKEN
    return Truth.UNKNOWN


def negated(truth: Truth) -> Truth:
    return {Truth.HOLDS: Truth.BROKEN, Truth.BROKEN: Truth.HOLDS, Truth.UNKNOWN: Truth.UNKNOWN}[truth]


def all_of(truths: list[Truth]) -> Truth:
    """Kleene's 且."""
    if Truth.BROKEN in truths:
        return Truth.BROKEN
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.HOLDS


def any_of(truths: list[Truth]) -> Truth:
    """Kleene's 或."""
    if Truth.HOLDS in truths:
        return Truth.HOLDS
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.BROKEN


def implies(premise: Truth, conclusion: Truth) -> Truth:
    """前提 → 断言: a true conclusion passes whatever the premise."""
    return any_of([negated(premise), conclusion])
