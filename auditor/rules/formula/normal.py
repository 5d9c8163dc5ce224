"""Normal forms: two formulas that must always agree are written alike."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from auditor.rules.formula import tree
from auditor.rules.formula.quantity import Exact, exactly, tidy

_MIRROR = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "=", "≠": "≠"}
_OPPOSITE = {"<": "≥", "≤": ">", ">": "≤", "≥": "<", "=": "≠", "≠": "="}
_SYMMETRIC = ("合计", "个数", "相似度")

Naming = Callable[[str], str]
Terms = dict[str, Exact]  # factors by term; "" is the constant


def normal_form(expression: tree.Expression, names: Naming = str) -> str:
    """A text that does not depend on the order of addends, factors, sides or conditions, on brackets
    that change nothing, or on how operators were spelt. `names` says what a name stands for, where
    several may mean one cell."""
    match expression:
        case tree.Compare(operator, left, right):
            return _compare(operator, left, right, names)
        case tree.Not(tree.Compare(operator, left, right)):
            return _compare(_OPPOSITE[operator], left, right, names)
        case tree.Not(operand):
            return f"非({normal_form(operand, names)})"
        case tree.All(items) | tree.Any(items):
            sign = " 且 " if isinstance(expression, tree.All) else " 或 "
            return f"({sign.join(sorted({normal_form(item, names) for item in items}))})"
        case tree.Sum() | tree.Product() | tree.NumberLiteral():
            return _written(_terms(expression, names))
        case tree.Name(text):
            return names(text)
        case tree.TextLiteral(value):
            return f"“{value}”"
        case tree.DateLiteral(date):
            return str(date)
        case tree.Inapplicable():
            return "不适用"
        case tree.Call(function, arguments):
            parts = [normal_form(argument, names) for argument in arguments]
            return f"{function}({', '.join(sorted(parts) if function in _SYMMETRIC else parts)})"
        case tree.Choose(subject, arms):
            lines = sorted(f"{arm.label or '其余'} → {normal_form(arm.result, names)}" for arm in arms)
            return f"选({normal_form(subject, names)}, {', '.join(lines)})"


def _compare(operator: str, left: tree.Expression, right: tree.Expression, names: Naming) -> str:
    terms = _terms(left, names)
    for name, factor in _terms(right, names).items():
        terms[name] = terms.get(name, 0) - factor
    return compared(operator, terms)


def compared(operator: str, terms: Terms) -> str:
    """The normal form of `terms` compared with 0."""
    terms = {name: factor for name, factor in terms.items() if factor}
    if terms.get(min((name for name in terms if name), default=""), 1) < 0:
        terms = {name: -factor for name, factor in terms.items()}
        operator = _MIRROR[operator]
    return f"{_written(terms)} {operator} 0"


def _terms(expression: tree.Expression, names: Naming) -> Terms:
    match expression:
        case tree.NumberLiteral(value):
            return {"": exactly(value)}
        case tree.Sum(terms):
            found: Terms = {}
            for sign, term in terms:
                for name, factor in _terms(term, names).items():
                    found[name] = found.get(name, 0) + sign * factor
            return {name: factor for name, factor in found.items() if factor}
        case tree.Product(factors):
            return _multiplied([(divides, _terms(factor, names)) for divides, factor in factors])
    return {normal_form(expression, names): 1}


def _multiplied(factors: list[tuple[bool, Terms]]) -> Terms:
    """Constants are multiplied out; a single other factor keeps its terms, several become one term."""
    scale: Exact = 1
    others: list[tuple[bool, Terms]] = []
    for divides, terms in factors:
        constant = terms.get("", 0)
        if set(terms) <= {""} and not (divides and constant == 0):
            scale = scale / Fraction(constant) if divides else scale * constant
        else:
            others.append((divides, terms))
    if not others or scale == 0:
        return {"": tidy(scale)} if scale else {}
    if len(others) == 1 and not others[0][0]:
        return {name: tidy(factor * scale) for name, factor in others[0][1].items()}
    written = sorted(("÷" if divides else "") + f"[{_written(terms)}]" for divides, terms in others)
    return {"×".join(written): tidy(scale)}


def _written(terms: Terms) -> str:
    parts = [
        f"{_figure(factor)}·{name}" if name else _figure(factor) for name, factor in sorted(terms.items())
    ]
    return " + ".join(parts) or "0"


def _figure(value: Exact) -> str:
    if abs(value.numerator) < 10**40 > value.denominator:
        return str(value)
    # Python refuses to write integers of thousands of digits in decimal, not in hexadecimal.
    return f"{value.numerator:x}/{value.denominator:x}"
