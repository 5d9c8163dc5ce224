"""The fast path: an identity between plain numbers of one report, decided without looking at names.

Coefficients are turned into repeated indices on two sides, so that a decision is two sums and a
subtraction. A cell without a plain number makes the sum fail, and the slow path decides.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from operator import itemgetter
from typing import Any, TypeVar

from auditor.report.value import Number
from auditor.rules.formula import bound
from auditor.rules.formula.bound import Amount
from auditor.rules.formula.quantity import Exact, exactly, tidy, to_number
from auditor.rules.formula.types import CellRef, Environment, Truth

_REPEATS = 4  # a coefficient above this is left to the slow path

Linear = tuple[dict[CellRef, Exact], Exact]  # cells with their coefficients, and the constant
_Getter = Callable[[Any], Any]
_Answer = TypeVar("_Answer")
Fast = Callable[[Environment], Truth | _Answer]


def linear(amount: Amount | bound.Group) -> Linear | None:
    """`amount` as cells times constants plus a constant; None where it is something else."""
    match amount:
        case bound.Cell(ref):
            return {ref: 1}, 0
        case bound.Figure(value):
            return {}, value
        case bound.Group(refs):
            cells: dict[CellRef, Exact] = {}
            for ref in refs:
                cells[ref] = cells.get(ref, 0) + 1
            return cells, 0
        case bound.Sum(terms):
            return _combined(terms)
        case bound.Total(items):
            return _combined(tuple((1, item) for item in items))
        case bound.Product(factors):
            return _product(factors)
    return None


def _combined(terms: tuple[tuple[int, Amount | bound.Group], ...]) -> Linear | None:
    cells: dict[CellRef, Exact] = {}
    constant: Exact = 0
    for sign, term in terms:
        part = linear(term)
        if part is None:
            return None
        constant += sign * part[1]
        for ref, factor in part[0].items():
            cells[ref] = cells.get(ref, 0) + sign * factor
    return {ref: factor for ref, factor in cells.items() if factor}, constant


def _product(factors: tuple[tuple[bool, Amount], ...]) -> Linear | None:
    result: Linear = {}, 1
    for divides, factor in factors:
        part = linear(factor)
        if part is None or (part[0] and (divides or result[0])) or (divides and part[1] == 0):
            return None
        scale: Exact
        if part[0]:
            scale = result[1]
        else:
            scale = Fraction(1) / part[1] if divides else part[1]
            part = result
        result = {ref: tidy(c * scale) for ref, c in part[0].items() if scale}, tidy(part[1] * scale)
    return result


def fast_path(compare: bound.Compare, otherwise: Callable[[Environment], _Answer]) -> Fast[_Answer] | None:
    """Decides an identity over cells of this report, and asks `otherwise` where a cell is no plain
    number. None: the comparison is not of this form."""
    form = None if compare.days else linear(bound.Sum(((1, compare.left), (-1, compare.right))))
    if form is None:
        return None
    cells, constant = form
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
    match compare.operator:
        case "=":
            return _within(_getter(plus), _getter(minus), low, high, Truth.HOLDS, Truth.BROKEN, otherwise)
        case "≠":
            return _within(_getter(plus), _getter(minus), low, high, Truth.BROKEN, Truth.HOLDS, otherwise)
        case "<" | "≤":
            return _beyond(_getter(plus), _getter(minus), _ORDER[compare.operator], high, otherwise)
    return _beyond(_getter(plus), _getter(minus), _ORDER[compare.operator], low, otherwise)


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
