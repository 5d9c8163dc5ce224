"""The fast path: an identity between plain numbers of one report, decided without looking at names.

Coefficients are turned into repeated indices on two sides, so that a decision is two sums and a
subtraction. A cell without a plain number makes the sum fail, and the slow path decides.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Any, TypeVar

from auditor.report.value import Number, State
from auditor.rules.formula import bound
from auditor.rules.formula.bound import Amount
from auditor.rules.formula.kleene import decided
from auditor.rules.formula.ledger import AS_ZERO
from auditor.rules.formula.quantity import Exact, exactly, tidy, to_number
from auditor.rules.formula.types import CellRef, Environment, Truth

_REPEATS = 16  # a coefficient above this is left to the slow path

Linear = tuple[dict[CellRef, Exact], Exact]  # cells with their coefficients, and the constant
_Getter = Callable[[Any], Any]
_Answer = TypeVar("_Answer")
Fast = Callable[[Environment], Truth | _Answer]
Decide = Callable[[Environment], Truth]
Attempt = Callable[[Environment], Truth | None]


def linear(left: Amount, right: Amount) -> Linear | None:
    """`left` - `right` as cells times constants plus a constant; None where it is something else."""
    cells: dict[CellRef, Exact] = {}
    constant = _add(left, 1, cells)
    if constant is None:
        return None
    other = _add(right, -1, cells)
    if other is None:
        return None
    return {ref: tidy(factor) for ref, factor in cells.items() if factor}, tidy(constant + other)


def _add(part: Amount | bound.Group, factor: Exact, cells: dict[CellRef, Exact]) -> Exact | None:
    """Add `factor` times the cells of `part` to `cells`; gives the constant that is left over."""
    match part:
        case bound.Cell(ref):
            cells[ref] = cells.get(ref, 0) + factor
            return 0
        case bound.Figure(value):
            return factor * value
        case bound.Group(refs):
            for ref in refs:
                cells[ref] = cells.get(ref, 0) + factor
            return 0
        case bound.Sum(terms):
            return _add_all(terms, factor, cells)
        case bound.Total(items):
            return _add_all([(1, item) for item in items], factor, cells)
        case bound.Product(factors):
            return _add_product(factors, factor, cells)
    return None


def _add_all(
    terms: Sequence[tuple[int, Amount | bound.Group]], factor: Exact, cells: dict[CellRef, Exact]
) -> Exact | None:
    constant: Exact = 0
    for sign, term in terms:
        rest = _add(term, sign * factor, cells)
        if rest is None:
            return None
        constant += rest
    return constant


def _add_product(
    factors: tuple[tuple[bool, Amount], ...], scale: Exact, cells: dict[CellRef, Exact]
) -> Exact | None:
    """A product is linear where all factors but one are constants."""
    other: Amount | None = None
    for divides, factor in factors:
        found: dict[CellRef, Exact] = {}
        constant = _add(factor, 1, found)
        if constant is not None and not found:
            if divides and constant == 0:
                return None
            scale = scale / Fraction(constant) if divides else scale * constant
        elif divides or other is not None:
            return None
        else:
            other = factor
    return scale if other is None else _add(other, scale, cells)


def fast_path(compare: bound.Compare, slow: Decide) -> tuple[Decide, Attempt] | None:
    """(decide, attempt) for an identity over cells of this report: where a cell is no plain number,
    `decide` asks `slow` and `attempt` gives None. None: the comparison is not of this form."""
    if compare.form is None:
        return None
    cells, constant = compare.form
    plus: list[int] = []
    minus: list[int] = []
    for ref, factor in cells.items():
        # 万元 may be written in 元: only the slow path looks at the unit written in the cell.
        if ref.report or ref.unit == "万元" or not isinstance(factor, int) or abs(factor) > _REPEATS:
            return None
        (plus if factor > 0 else minus).extend([ref.index] * abs(factor))
    low = _plain(-compare.tolerance - constant)
    high = _plain(compare.tolerance - constant)
    if low is None or high is None:
        return None
    sides = _getter(plus), _getter(minus)
    match compare.operator:
        case "=" | "≠":
            inside, outside = Truth.HOLDS, Truth.BROKEN
            if compare.operator == "≠":
                inside, outside = outside, inside
            return (
                _within(*sides, low, high, inside, outside, slow),
                _within(*sides, low, high, inside, outside, _no_answer),
            )
    limit = high if compare.operator in "<≤" else low
    compares = _ORDER[compare.operator]
    return _beyond(*sides, compares, limit, slow), _beyond(*sides, compares, limit, _no_answer)


def linear_answer(compare: bound.Compare, environment: Environment) -> tuple[Truth, tuple[str, ...]] | None:
    """The truth and the readings leaned on, where every cell is a plain number, counts as zero or is not
    known at all (then it may be anything from zero on): a report that leaves cells blank, or has none of
    the year before. None: the evaluator has to look."""
    if compare.form is None:
        return None
    cells, difference = compare.form
    zero = environment.blank_is_zero
    readings: dict[str, None] = {}
    low = high = True  # whether the difference has this end
    for ref, factor in cells.items():
        value = environment.cell(ref)
        if isinstance(value, tuple):
            return None
        if value is not None:
            if value.written_unit == "元" or value.state is State.TEXT:
                return None
            if value.state is State.NUMBER and value.number is not None:
                difference += factor * exactly(value.number)
                continue
            if zero and (reading := AS_ZERO.get(value.state)):
                readings[reading] = None
                continue
        low, high = low and factor > 0, high and factor < 0
    reach = (difference if low else None, difference if high else None)
    return decided(compare.operator, reach, compare.tolerance), tuple(readings)


def _no_answer(environment: Environment) -> None:
    return None


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "≤": operator.le,
    "≥": operator.ge,
    ">": operator.gt,
}


def _within(
    plus: _Getter,
    minus: _Getter,
    low: Number,
    high: Number,
    inside: Truth,
    outside: Truth,
    otherwise: Callable[[Environment], _Answer],
) -> Fast[_Answer]:
    def decide(environment: Environment) -> Truth | _Answer:
        numbers = environment.numbers
        try:
            difference = sum(plus(numbers)) - sum(minus(numbers))
        except TypeError:  # a None among the numbers
            return otherwise(environment)
        return inside if low <= difference <= high else outside

    return decide


def _beyond(
    plus: _Getter,
    minus: _Getter,
    compares: Callable[[Any, Any], bool],
    limit: Number,
    otherwise: Callable[[Environment], _Answer],
) -> Fast[_Answer]:
    def decide(environment: Environment) -> Truth | _Answer:
        numbers = environment.numbers
        try:
            difference = sum(plus(numbers)) - sum(minus(numbers))
        except TypeError:
            return otherwise(environment)
        return Truth.HOLDS if compares(difference, limit) else Truth.BROKEN

    return decide


def _getter(indices: list[int]) -> _Getter:
    """Gives a tuple for any number of indices; itemgetter alone does so from two on."""
    match indices:
        case []:
            return itemgetter(slice(0, 0))
        case [index]:
            return itemgetter(slice(index, index + 1))
    return itemgetter(*indices)


def _plain(value: Exact) -> Number | None:
    """The same figure as int or Decimal; None where a Decimal cannot hold it."""
    number = to_number(value)
    return number if exactly(number) == value else None
