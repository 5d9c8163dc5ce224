"""A formula filled in, as a person reads it: “新收 11 + 上年结转 2 = 13，办理总计 12 + 结转下年 0 = 12”."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from auditor.report.value import Number, State
from auditor.rules.formula import bound
from auditor.rules.formula.bound import Amount, Wording
from auditor.rules.formula.evaluate import Run
from auditor.rules.formula.ledger import shorts
from auditor.rules.formula.quantity import SOUND, Exact, Quantity, to_number
from auditor.rules.formula.types import Truth
from auditor.rules.outcome import Interval, Operand

_ADDENDS = 8  # more would hide the sum they belong to
_STATES = {
    State.ILLEGIBLE: "无法辨认",
    State.ABSENT: "不存在",
    State.BLANK: "空白",
    State.SYMBOL: "符号",
    State.TEXT: "文字",
}


_SAYS_ITS_VALUE = (
    bound.Figure,
    bound.Day,
    bound.Cell,
    bound.Field,
    bound.Choice,
    bound.Count,
    bound.Similarity,
    bound.Length,
    bound.Occurrences,
    bound.Total,
)


def figure(value: Number) -> str:
    """A figure without exponent; very long ones are cut to their leading digits."""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**40 else f"{Decimal(value):.6E}"
    text = f"{value:f}" if value.adjusted() < 40 else f"{value:.6E}"
    return text.rstrip("0").rstrip(".") if "." in text and "E" not in text else text


def side(plan: Amount, run: Run) -> str:
    """One side of a comparison with the figures behind the names."""
    return _amount(plan, run, 0)


def with_result(plan: Amount, text: str, value: Quantity | None, days: bool) -> str:
    """`text` and what it comes to, where that is not already all it says."""
    simple = isinstance(plan, _SAYS_ITS_VALUE)
    if days or simple or value is None or value.standing != SOUND:
        return text
    exact = value.exact
    if exact is not None:
        return f"{text} = {figure(to_number(exact))}"
    low, high = value.range()
    if low is not None and high is not None:
        return f"{text}，在 {figure(to_number(low))} 与 {figure(to_number(high))} 之间"
    if low is not None and low != 0:
        return f"{text} ≥ {figure(to_number(low))}"
    return text if high is None else f"{text} ≤ {figure(to_number(high))}"


def interval(value: Quantity | None) -> Interval | None:
    """The range as outcomes state it; None where it has no lower end."""
    if value is None or value.standing != SOUND:
        return None
    low, high = value.range()
    if low is None:
        return None
    return Interval(to_number(low), None if high is None else to_number(high))


def comparison(operator: str, truth: Truth | None, left: str, right: str) -> str:
    """Both sides: an equality shows them side by side, anything else as a statement and whether it
    holds (`truth` None: it does not apply)."""
    if operator == "=":
        return f"{left}，{right}"
    says = {Truth.BROKEN: " 不成立", Truth.UNKNOWN: " 无法判定"}.get(truth, "") if truth else ""
    return f"{left} {operator} {right}{says}"


def wording(plan: Wording, run: Run) -> str:
    """A text or choice with its name."""
    match plan:
        case bound.Words(text=text):
            return text
        case bound.Field(name=name):
            value = run.wording(plan)
            return f"{name} {'未写明' if value is None else value}"
    value = run.wording(plan)
    return f"选({plan.subject.name}, …) {'不适用' if value is None else value}"


def _amount(plan: Amount, run: Run, level: int) -> str:
    """`level`: 0 anything may stand here, 1 a term behind a minus, 2 a factor."""
    match plan:
        case bound.Figure(text=text):
            return text
        case bound.Day(value, text):
            day = run.amount(plan).exact if isinstance(value, tuple) else None
            return text if day is None else _date(date.fromordinal(int(day)))
        case bound.Cell(ref, name):
            return f"{name} {_operand(run.operands.get((ref.report, ref.path, 0)))}"
        case bound.Field(name=name):
            return f"{name} {_field(plan, run)}"
        case bound.Choice():
            return _choice(plan, run)
        case bound.Sum(terms):
            return _bracketed(_signed(terms, run), level > 0 and (len(terms) > 1 or level > 1))
        case bound.Product(factors):
            parts = [_amount(factors[0][1], run, 2)]
            for divides, factor in factors[1:]:
                parts.append(f"{'÷' if divides else '×'} {_amount(factor, run, 3)}")
            return _bracketed(" ".join(parts), level > 2)
        case bound.Total():
            return _total(plan, run)
        case bound.Count(cells):
            return f"个数({'，'.join(cell.name for cell in cells)}) {_value(run.amount(plan))}"
        case bound.Rounded(function, operand):
            return f"{function}({_amount(operand, run, 0)})"
        case bound.Days(first, last):
            return f"天数({_amount(first, run, 0)}，{_amount(last, run, 0)})"
        case bound.Similarity(left, right):
            return f"相似度({left.name}，{right.name}) {_value(run.amount(plan))}"
        case bound.Length(passage):
            return f"{passage.name}字数 {_value(run.amount(plan))}"
        case bound.Occurrences(passage, words):
            name = words.name.rpartition(":")[2]
            return f"{passage.name}“{name}”次数 {_value(run.amount(plan))}"


def _signed(terms: tuple[tuple[int, Amount], ...], run: Run) -> str:
    parts = []
    for index, (sign, term) in enumerate(terms):
        text = _amount(term, run, 0 if sign > 0 else 1)
        if index:
            parts.append(f"{'+' if sign > 0 else '-'} {text}")
        else:
            parts.append(text if sign > 0 else f"-{text}")
    return " ".join(parts)


def _total(plan: bound.Total, run: Run) -> str:
    items = plan.items
    inner = []
    for item in items:
        inner.append(item.name if isinstance(item, bound.Group) else _amount(item, run, 0))
    text = f"合计({'，'.join(inner)}) {_value(run.totals.get(id(plan)) or run.amount(plan))}"
    addends = [part for item in items if isinstance(item, bound.Group) for part in _addends(item, run)]
    if 0 < len(addends) <= _ADDENDS:
        text += f"（{' + '.join(addends)}）"
    return text


def _addends(group: bound.Group, run: Run) -> list[str]:
    """The addends that count: those that are not zero."""
    parts = []
    for ref, short in zip(group.refs, shorts(group), strict=True):
        index = 0
        while (operand := run.operands.get((ref.report, ref.path, index))) is not None:
            if operand.interval.exact != 0:
                parts.append(f"{short} {_operand(operand)}")
            index += 1
    return parts


def _choice(plan: bound.Choice, run: Run) -> str:
    value = run.environment.field(plan.subject.ref)
    results = run.chosen(plan)
    name = f"{plan.subject.name} 未写明" if value is None else str(value)
    if len(results) != 1:
        return f"选({name})"
    result = results[0]
    if result is None:
        return f"{name} 不适用"
    if isinstance(result, (bound.Words,)):
        return f"{name} {result.text}"
    assert isinstance(result, Amount)
    return f"{name} {_amount(result, run, 0)}"


def _field(plan: bound.Field, run: Run) -> str:
    value = run.environment.field(plan.ref)
    if value is None:
        return "未写明"
    if isinstance(value, date):
        return _date(value)
    return value if isinstance(value, str) else figure(value)


def _date(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _operand(operand: Operand | None) -> str:
    if operand is None:
        return "？"
    exact = operand.interval.exact
    if exact is not None:
        return figure(exact)
    return f"〈{_STATES.get(State(operand.state), '无法辨认')}〉"


def _value(value: Quantity) -> str:
    exact = value.exact
    if exact is not None:
        return figure(to_number(exact))
    low, _ = value.range()
    return "？" if not low else f"≥ {_exact(low)}"


def _exact(value: Exact) -> str:
    return figure(to_number(value))


def _bracketed(text: str, needed: bool) -> str:
    return f"({text})" if needed else text
