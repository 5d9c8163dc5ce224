"""Small wrong turns of a formula: what a slip of the pen would make of it.

Comparators flipped, terms and conditions dropped, 且 and 或 exchanged, constants shifted. A variant that
must always agree with the formula is none: counts are never below zero, so “> 0” says what “≠ 0” says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from auditor.rules.formula import tree
from auditor.rules.formula.tree import Expression

_FLIPS = {"=": "≠≤≥", "≠": "=<>", "<": "≤≥", "≤": "<>", ">": "≥≤", "≥": "><"}
_SAME_ABOVE_ZERO = {"=": "≤", "≤": "=", ">": "≠", "≠": ">"}  # for x ≥ 0 beside 0
_MIRROR = {"=": "=", "≠": "≠", "<": ">", "≤": "≥", ">": "<", "≥": "≤"}

Variant = tuple[str, str]  # what was changed, in words; the formula as it reads then


def variants(formula: Expression, text: str) -> Iterator[Variant]:
    """Every variant of a parsed formula, `text` being the formula as written."""
    for said, changed in _changed(formula, text):
        yield said, unparse(changed, text)


def _changed(node: Expression, text: str) -> Iterator[tuple[str, Expression]]:
    match node:
        case tree.Compare(operator, left, right, start, end):
            for other in _FLIPS[operator]:
                if _SAME_ABOVE_ZERO.get(_seen(node)) != _as_seen(node, other):
                    yield (
                        f"“{operator}”改成“{other}”",
                        tree.Compare(other, left, right, start, end),
                    )
            yield from _inside(left, text, lambda new: tree.Compare(operator, new, right, start, end))
            yield from _inside(right, text, lambda new: tree.Compare(operator, left, new, start, end))
        case tree.Sum(terms, start, end):
            for index, (sign, term) in enumerate(terms):
                rest = terms[:index] + terms[index + 1 :]
                if rest:
                    yield (
                        f"去掉“{'+' if sign > 0 else '-'} {unparse(term, text)}”",
                        tree.Sum(rest, start, end),
                    )
            for index, (sign, term) in enumerate(terms):
                yield from _inside(
                    term,
                    text,
                    lambda new, at=index, s=sign: tree.Sum(  # type: ignore[misc]
                        (*terms[:at], (s, new), *terms[at + 1 :]), start, end
                    ),
                )
        case tree.Product(factors, start, end):
            for index, (divides, factor) in enumerate(factors):
                yield from _inside(
                    factor,
                    text,
                    lambda new, at=index, d=divides: tree.Product(  # type: ignore[misc]
                        (*factors[:at], (d, new), *factors[at + 1 :]), start, end
                    ),
                )
        case tree.All(items, start, end) | tree.Any(items, start, end):
            kind = type(node)
            both = isinstance(node, tree.All)
            swapped = tree.Any if both else tree.All
            said = "“且”改成“或”" if both else "“或”改成“且”"
            yield said, swapped(items, start, end)
            for index, item in enumerate(items):
                rest_items = items[:index] + items[index + 1 :]
                whole = rest_items[0] if len(rest_items) == 1 else kind(rest_items, start, end)
                yield f"去掉“{unparse(item, text)}”", whole
            for index, item in enumerate(items):
                yield from _inside(
                    item,
                    text,
                    lambda new, at=index: kind((*items[:at], new, *items[at + 1 :]), start, end),  # type: ignore[misc]
                )
        case tree.Not(operand, start, end):
            yield "去掉“非”", operand
            yield from _inside(operand, text, lambda new: tree.Not(new, start, end))
        case tree.Call(function, arguments, start, end):
            for index, argument in enumerate(arguments):
                if len(arguments) > 1 and function in ("合计", "个数"):
                    yield (
                        f"去掉“{unparse(argument, text)}”",
                        tree.Call(function, arguments[:index] + arguments[index + 1 :], start, end),
                    )
                yield from _inside(
                    argument,
                    text,
                    lambda new, at=index: tree.Call(  # type: ignore[misc]
                        function, (*arguments[:at], new, *arguments[at + 1 :]), start, end
                    ),
                )
        case tree.Choose(subject, arms, start, end):
            for index, arm in enumerate(arms):
                if arm.label is not None:
                    yield (
                        f"去掉“{arm.label} → …”",
                        tree.Choose(subject, arms[:index] + arms[index + 1 :], start, end),
                    )
        case tree.NumberLiteral(value, start, end):
            for shifted in (value + 1, value - 1):
                if shifted >= 0:
                    yield f"“{value}”改成“{shifted}”", tree.NumberLiteral(shifted, start, end)
        case tree.DateLiteral(value, start, end):
            for day in _days_beside(value):
                yield f"“{text[start:end]}”改成“{_day(day)}”", tree.DateLiteral(day, start, end)
        case _:
            return


def _inside(
    node: Expression, text: str, rebuilt: Callable[[Expression], Expression]
) -> Iterator[tuple[str, Expression]]:
    for said, changed in _changed(node, text):
        yield said, rebuilt(changed)


def _seen(node: tree.Compare) -> str:
    """The comparator with zero on the right; "" where neither side is 0 beside something never below."""
    if _zero(node.right) and _never_below_zero(node.left):
        return node.operator
    return _MIRROR[node.operator] if _zero(node.left) and _never_below_zero(node.right) else ""


def _as_seen(node: tree.Compare, operator: str) -> str:
    return operator if _zero(node.right) else _MIRROR[operator]


def _zero(node: Expression) -> bool:
    return isinstance(node, tree.NumberLiteral) and node.value == 0


def _never_below_zero(node: Expression) -> bool:
    match node:
        case tree.Name() | tree.NumberLiteral():
            return True
        case tree.Sum(terms=terms):
            return all(sign > 0 and _never_below_zero(term) for sign, term in terms)
        case tree.Product(factors=factors):
            return all(_never_below_zero(factor) for _, factor in factors)
        case tree.Call(function=function):
            return function in ("合计", "个数", "绝对值")
        case _:
            return False


def unparse(node: Expression, text: str) -> str:
    """The formula as text again; leaves as they stand in `text`."""
    match node:
        case tree.Compare(operator, left, right):
            return f"{unparse(left, text)} {operator} {unparse(right, text)}"
        case tree.Sum(terms):
            said = ""
            for sign, term in terms:
                part = _bracketed(term, text, tree.Sum, tree.Compare)
                said += (
                    f"{' ' if said else ''}{'+ ' if sign > 0 and said else '- ' if sign < 0 else ''}{part}"
                )
            return said
        case tree.Product(factors):
            said = ""
            for divides, factor in factors:
                part = _bracketed(factor, text, tree.Sum, tree.Product)
                said += f" {'/' if divides else '*'} {part}" if said else part
            return said
        case tree.All(items):
            return " 且 ".join(_bracketed(item, text, tree.Any, tree.All) for item in items)
        case tree.Any(items):
            return " 或 ".join(_bracketed(item, text, tree.Any) for item in items)
        case tree.Not(operand):
            return f"非 ({unparse(operand, text)})"
        case tree.Call(function, arguments):
            return f"{function}({', '.join(unparse(argument, text) for argument in arguments)})"
        case tree.Choose(subject, arms):
            lines = ", ".join(f"{arm.label or '其余'} → {unparse(arm.result, text)}" for arm in arms)
            return f"选({unparse(subject, text)}, {lines})"
        case tree.NumberLiteral(value):
            return format(value, "f") if isinstance(value, Decimal) else str(value)
        case tree.DateLiteral(value):
            return _day(value)
        case tree.Inapplicable():
            return "不适用"
        case tree.Name():
            return node.written or node.text
        case tree.TextLiteral(value):
            return f"“{value}”"


def _bracketed(node: Expression, text: str, *looser: type) -> str:
    said = unparse(node, text)
    return f"({said})" if isinstance(node, looser) else said


def _days_beside(day: date | tuple[int, int]) -> Iterator[date | tuple[int, int]]:
    whole = date(2024, *day) if isinstance(day, tuple) else day
    for step in (1, -1):
        other = whole + timedelta(days=step)
        yield (other.month, other.day) if isinstance(day, tuple) else other


def _day(day: date | tuple[int, int]) -> str:
    if isinstance(day, tuple):
        return f"{day[0]}月{day[1]}日"
    return f"{day.year}年{day.month}月{day.day}日"
