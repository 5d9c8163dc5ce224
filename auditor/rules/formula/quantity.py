"""Figures that may be unknown: exact arithmetic over ranges, with unknown cells kept apart by name.

Keeping each unknown cell with its coefficient lets it cancel where both sides of a comparison
contain it. Inside, figures are int or Fraction, so that division loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Context, Decimal
from fractions import Fraction
from typing import NamedTuple

from auditor.report.value import Number

Exact = int | Fraction
Range = tuple[Exact | None, Exact | None]  # None: no bound
Key = tuple[str, str, int]  # report, path, which of several reports

_CONTEXT = Context(prec=28)
_NOTHING: Mapping[Key, Exact] = {}

# How far a result may be used; a combination is as bad as its worst part.
SOUND, UNDEFINED, INAPPLICABLE = 0, 1, 2


class Quantity(NamedTuple):
    """`base` + every unknown cell, in [0, ∞), times its coefficient + something in [low, high]."""

    base: Exact = 0
    unknown: Mapping[Key, Exact] = _NOTHING
    low: Exact | None = 0
    high: Exact | None = 0
    standing: int = SOUND

    def range(self) -> Range:
        """The least and the greatest value possible."""
        low, high = self.low, self.high
        for factor in self.unknown.values():
            if factor > 0:
                high = None
            elif factor < 0:
                low = None
        return (
            None if low is None else self.base + low,
            None if high is None else self.base + high,
        )

    @property
    def exact(self) -> Exact | None:
        """The figure where it is known."""
        if self.standing or self.unknown or self.low != 0 or self.high != 0:
            low, high = self.range()
            return low if not self.standing and low is not None and low == high else None
        return self.base


ANYTHING = Quantity(low=None, high=None)
NO_FIGURE = Quantity(low=None, high=None, standing=UNDEFINED)
NOT_APPLICABLE = Quantity(low=None, high=None, standing=INAPPLICABLE)


def exactly(value: Number) -> Exact:
    """The same figure as int or Fraction."""
    return value if isinstance(value, int) else _whole(Fraction(value))


def to_number(value: Exact) -> Number:
    """The same figure as int or Decimal; 28 digits where it has no end."""
    if isinstance(value, int):
        return value
    return _CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize(_CONTEXT)


def _whole(value: Fraction) -> Exact:
    return value.numerator if value.denominator == 1 else value


def of_range(low: Exact | None, high: Exact | None) -> Quantity:
    """Something in [low, high], bound to no cell."""
    if low is not None and low == high:
        return Quantity(low)
    return Quantity(low=low, high=high)


def total(terms: Iterable[tuple[int, Quantity]]) -> Quantity:
    """The sum of signed terms."""
    base: Exact = 0
    unknown: dict[Key, Exact] = {}
    low: Exact | None = 0
    high: Exact | None = 0
    standing = SOUND
    for sign, term in terms:
        base = base + term.base if sign > 0 else base - term.base
        for key, factor in term.unknown.items():
            together = unknown.get(key, 0) + sign * factor
            unknown[key] = together
        if term.low != 0 or term.high != 0:
            least, most = term.low, term.high
            if sign < 0:
                least, most = None if most is None else -most, None if least is None else -least
            low = None if low is None or least is None else low + least
            high = None if high is None or most is None else high + most
        standing = max(standing, term.standing)
    if unknown:
        unknown = {key: factor for key, factor in unknown.items() if factor != 0}
    return Quantity(base, unknown, low, high, standing)


def times(left: Quantity, right: Quantity) -> Quantity:
    """The product; unknown cells stay apart where one side is exact."""
    for one, other in ((left, right), (right, left)):
        factor = one.exact
        if factor is not None:
            return _scaled(other, factor)
    standing = max(left.standing, right.standing)
    low, high = _times_range(left.range(), right.range())
    return of_range(low, high)._replace(standing=standing)


def divided(left: Quantity, right: Quantity) -> Quantity:
    """The quotient; without a figure where the divisor may be zero."""
    divisor = right.exact
    standing = max(left.standing, right.standing)
    if divisor is not None and divisor != 0:
        return _scaled(left, Fraction(1) / divisor)
    low, high = right.range()
    if divisor == 0 or not ((low is not None and low > 0) or (high is not None and high < 0)):
        return NO_FIGURE._replace(standing=max(standing, UNDEFINED))
    # 1/x falls as x grows on either side of zero; an endless side comes arbitrarily near to 0.
    least = 0 if high is None else Fraction(1) / high
    most = 0 if low is None else Fraction(1) / low
    low, high = _times_range(left.range(), (tidy(least), tidy(most)))
    return of_range(low, high)._replace(standing=standing)


def absolute(value: Quantity) -> Quantity:
    low, high = value.range()
    if low is not None and low >= 0:
        return value
    if high is not None and high <= 0:
        return _scaled(value, -1)
    most = None if low is None or high is None else max(-low, high)
    return of_range(0, most)._replace(standing=value.standing)


def floor(value: Quantity) -> Quantity:
    """取整: the greatest whole number that is not above."""
    low, high = value.range()
    return of_range(None if low is None else low // 1, None if high is None else high // 1)._replace(
        standing=value.standing
    )


def hull(values: Iterable[Quantity]) -> Quantity:
    """Any one of `values`, not known which."""
    ranges = []
    standing = SOUND
    for value in values:
        ranges.append(value.range())
        standing = max(standing, value.standing)
    if standing == INAPPLICABLE:
        standing = UNDEFINED  # perhaps inapplicable is not inapplicable
    lows = [low for low, _ in ranges]
    highs = [high for _, high in ranges]
    low = min((x for x in lows if x is not None), default=None) if None not in lows else None
    high = max((x for x in highs if x is not None), default=None) if None not in highs else None
    return of_range(low, high)._replace(standing=standing)


def _scaled(value: Quantity, factor: Exact) -> Quantity:
    factor = tidy(factor)
    if factor == 0:
        return Quantity(standing=value.standing)
    low = None if value.low is None else tidy(value.low * factor)
    high = None if value.high is None else tidy(value.high * factor)
    if factor < 0:
        low, high = high, low
    unknown = {key: tidy(part * factor) for key, part in value.unknown.items()}
    return Quantity(tidy(value.base * factor), unknown, low, high, value.standing)


def tidy(value: Exact) -> Exact:
    """An int where the figure is whole."""
    return value if isinstance(value, int) else _whole(value)


def _times_range(left: Range, right: Range) -> Range:
    lows: list[Exact | None] = []
    highs: list[Exact | None] = []
    for a, a_sign in ((left[0], -1), (left[1], 1)):
        for b, b_sign in ((right[0], -1), (right[1], 1)):
            if a is not None and b is not None:
                lows.append(a * b)
                highs.append(a * b)
            elif a == 0 or b == 0:
                lows.append(0)
                highs.append(0)
            else:  # one side has no end: its product has none in the direction of both signs
                sign = (a_sign if a is None else (1 if a > 0 else -1)) * (
                    b_sign if b is None else (1 if b > 0 else -1)
                )
                (highs if sign > 0 else lows).append(None)
    least = None if None in lows else min(x for x in lows if x is not None)
    most = None if None in highs else max(x for x in highs if x is not None)
    return least, most
