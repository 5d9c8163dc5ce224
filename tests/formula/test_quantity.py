"""Arithmetic over ranges: every value that may be is inside, and the ends are reached."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from auditor.report.value import Number
from auditor.rules.formula.quantity import (
    ANYTHING,
    Exact,
    Quantity,
    Range,
    absolute,
    divided,
    exactly,
    floor,
    hull,
    of_range,
    times,
    to_number,
    total,
)

Q = of_range
KEY = ("", "表三.总计.新收", 0)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (times(Q(2, 3), Q(-4, 5)), (-12, 15)),
        (times(Q(-3, -2), Q(-5, -4)), (8, 15)),
        (times(Q(0, None), Q(2, 3)), (0, None)),
        (times(Q(1, None), Q(-1, 2)), (None, None)),
        (times(Q(1, None), Q(2, None)), (2, None)),
        (times(Q(None, -1), Q(2, None)), (None, -2)),
        (times(Quantity(0), ANYTHING), (0, 0)),
        (times(Quantity(-2), Q(1, 3)), (-6, -2)),
        (times(Quantity(-2), Q(1, None)), (None, -2)),
        (divided(Q(4, 8), Q(2, 4)), (1, 4)),
        (divided(Q(4, 8), Q(-4, -2)), (-4, -1)),
        (divided(Q(4, 8), Q(2, None)), (0, 4)),
        (divided(Quantity(1), Quantity(3)), (Fraction(1, 3), Fraction(1, 3))),
        (absolute(Q(-3, 2)), (0, 3)),
        (absolute(Q(-3, -2)), (2, 3)),
        (absolute(Q(None, 2)), (0, None)),
        (floor(Q(Fraction(-3, 2), Fraction(5, 2))), (-2, 2)),
        (hull([Q(1, 2), Q(5, 6)]), (1, 6)),
        (hull([Q(1, 2), Q(None, 6)]), (None, 6)),
        (total([(1, Q(1, 2)), (-1, Q(5, 7))]), (-6, -3)),
        (total([(1, Q(1, None)), (-1, Q(5, 7))]), (-6, None)),
        (total([(1, Quantity(1, {KEY: 2})), (-1, Quantity(3, {KEY: 1}))]), (-2, None)),
        (total([(1, Quantity(1, {KEY: 1})), (-1, Quantity(3, {KEY: 1}))]), (-2, -2)),
        (total([(-1, Quantity(1, {KEY: 1}))]), (None, -1)),
    ],
)
def test_ranges_are_as_wide_as_they_must_be_and_no_wider(found: Quantity, expected: Range) -> None:
    assert found.range() == expected


@pytest.mark.parametrize("divisor", [Quantity(0), Q(-1, 1), Q(0, 5), Q(-5, 0), Q(0, None), ANYTHING])
def test_a_divisor_that_may_be_zero_gives_no_figure(divisor: Quantity) -> None:
    found = divided(Quantity(1), divisor)
    assert found.exact is None
    assert times(Quantity(0), found).exact is None
    assert total([(1, found), (-1, found)]).exact is None


ENDS = st.one_of(st.integers(-6, 6), st.fractions(-6, 6, max_denominator=4))


@st.composite
def inside(draw: st.DrawFn) -> tuple[Quantity, Exact]:
    """A range and a value inside it."""
    low, high = sorted((draw(ENDS), draw(ENDS)))
    value = draw(st.sampled_from([low, high, (Fraction(low) + high) / 2]))
    open_low, open_high = draw(st.booleans()), draw(st.booleans())
    return Q(None if open_low else low, None if open_high else high), value


def contains(found: Quantity, value: Exact) -> bool:
    low, high = found.range()
    return (low is None or low <= value) and (high is None or value <= high)


@settings(max_examples=300)
@given(inside(), inside())
def test_no_possible_value_is_left_out(one: tuple[Quantity, Exact], other: tuple[Quantity, Exact]) -> None:
    (left, a), (right, b) = one, other
    checks: list[tuple[Callable[[], Quantity], Exact]] = [
        (lambda: total([(1, left), (-1, right)]), a - b),
        (lambda: times(left, right), a * b),
        (lambda: absolute(left), abs(Fraction(a))),
        (lambda: floor(left), a // 1),
        (lambda: hull([left, right]), a),
        (lambda: hull([left, right]), b),
    ]
    for work, value in checks:
        assert contains(work(), value)
    assume(b != 0)
    assert contains(divided(left, right), Fraction(a) / b)


@given(st.one_of(st.integers(-(10**20), 10**20), st.decimals(-1000, 1000, places=3)))
def test_a_figure_survives_the_way_in_and_out(value: Number) -> None:
    assert to_number(exactly(value)) == value
    assert isinstance(exactly(value), int) is (value == int(value))
    assert to_number(exactly(Decimal("2.50"))) == Decimal("2.5")
