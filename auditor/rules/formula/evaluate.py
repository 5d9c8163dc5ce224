"""A bound formula against one report: three-valued, over ranges, remembering what it leaned on."""

from __future__ import annotations

import calendar
from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from auditor.base.text import fold
from auditor.report.value import Number, State, Value
from auditor.rules.formula import bound
from auditor.rules.formula.bound import Amount, Condition, Wording
from auditor.rules.formula.quantity import (
    ANYTHING,
    INAPPLICABLE,
    NOT_APPLICABLE,
    SOUND,
    UNDEFINED,
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
from auditor.rules.formula.types import CellRef, Environment, FieldRef, Truth, Type
from auditor.rules.outcome import CellEvidence, Evidence, Interval, Missing, Operand

AS_ZERO = {State.BLANK: "空白按 0 计", State.SYMBOL: "“/”“—”“无”等符号按 0 计"}
IN_YUAN = "元折合万元"
_YEAR = FieldRef("年度", Type.NUMBER)
_CAUSES = {
    State.ILLEGIBLE: "单元格无法辨认",
    State.ABSENT: "单元格不存在",
    State.BLANK: "单元格空白",
    State.SYMBOL: "单元格是符号",
    State.TEXT: "单元格里的文字没有数",
}
_REPORTS = {"上年": "无上年报告", "下级": "无下级报告"}


class Judged(NamedTuple):
    """A comparison that was evaluated, for showing. `days`: the sides are dates."""

    plan: bound.Compare | bound.Same
    truth: Truth
    difference: Quantity | None = None
    left: Quantity | None = None
    right: Quantity | None = None


class Run:
    """One evaluation. `thorough`: look at every part (for a trace), else stop when decided."""

    def __init__(self, environment: Environment, thorough: bool) -> None:
        self.environment = environment
        self.operands: dict[tuple[str, str, int], Operand] = {}
        self.evidence: list[Evidence] = []
        self.missing: dict[Missing, None] = {}
        self.readings: dict[str, None] = {}
        self.judged: list[Judged] = []
        self.inapplicable = False
        self.unread: dict[tuple[str, str, int], bool] = {}  # cells without a figure; True: a whole one
        self.totals: dict[int, Quantity] = {}  # by identity of the plan, for showing
        self._thorough = thorough

    # Conditions

    def truth(self, plan: Condition) -> Truth:
        match plan:
            case bound.Compare():
                return self._compare(plan)
            case bound.Junction():
                return self._junction(plan)
            case bound.Not(operand):
                return negated(self.truth(operand))
            case bound.Same():
                return self._same(plan)
            case bound.Mentions(passage, words):
                truth, evidence = self.environment.mentions(passage.ref, words)
                self.evidence += evidence
                if truth is Truth.UNKNOWN:
                    self._lack("正文未能完整读取", passage.name)
                return truth
            case bound.Exists(subject):
                return self._exists(subject)
            case bound.Given(field):
                value = self._field(field)
                return Truth.UNKNOWN if value is None else Truth.HOLDS if value else Truth.BROKEN

    def _junction(self, plan: bound.Junction) -> Truth:
        decisive = Truth.BROKEN if plan.every else Truth.HOLDS
        before, inapplicable = dict(self.missing), self.inapplicable
        truths = []
        for item in plan.items:
            truths.append(self.truth(item))
            if truths[-1] is decisive and not self._thorough:
                break
        result = all_of(truths) if plan.every else any_of(truths)
        if result is not Truth.UNKNOWN:
            self.missing, self.inapplicable = before, inapplicable
        return result

    def _compare(self, plan: bound.Compare) -> Truth:
        before = dict(self.missing)
        left, right = self.amount(plan.left), self.amount(plan.right)
        difference = total(((1, left), (-1, right)))
        if difference.standing == SOUND:
            truth = decided(plan.operator, difference.range(), plan.tolerance)
        else:
            truth = Truth.UNKNOWN
            if difference.standing == INAPPLICABLE:
                self.inapplicable = True
        if truth is not Truth.UNKNOWN or difference.standing == INAPPLICABLE:
            self.missing = before
        self.judged.append(Judged(plan, truth, difference, left, right))
        return truth

    def _same(self, plan: bound.Same) -> Truth:
        left, right = self.wording(plan.left), self.wording(plan.right)
        truth = Truth.UNKNOWN
        if left is not None and right is not None:
            truth = Truth.HOLDS if (fold(left) == fold(right)) is plan.equal else Truth.BROKEN
        self.judged.append(Judged(plan, truth))
        return truth

    def _exists(self, subject: bound.Cell | bound.Group | bound.Field | bound.Passage) -> Truth:
        match subject:
            case bound.Field(ref):
                return Truth.BROKEN if self.environment.field(ref) is None else Truth.HOLDS
            case bound.Passage(ref, name):
                text = self.environment.passage_text(ref)
                if text is None:
                    self._lack("正文未能完整读取", name)
                    return Truth.UNKNOWN
                return Truth.HOLDS if text.strip() else Truth.BROKEN
        before = dict(self.missing)
        truths = [self._filled(ref, subject.name) for ref in _refs(subject)]
        result = any_of(truths)
        if result is not Truth.UNKNOWN:
            self.missing = before
        return result

    def _filled(self, ref: CellRef, name: str) -> Truth:
        """Whether anything stands in the cell; not known where it was not read."""
        values = self._values(ref, name)
        if values is None:
            return Truth.UNKNOWN
        truths = []
        for index, value in enumerate(values):
            self._remember(ref, index, name, value, _stated(value), "")
            if value.state in (State.ILLEGIBLE, State.ABSENT):
                self._lack(_CAUSES[value.state], _path(ref))
                truths.append(Truth.UNKNOWN)
            else:
                truths.append(Truth.BROKEN if value.state is State.BLANK else Truth.HOLDS)
        return any_of(truths)

    # Figures and dates

    def amount(self, plan: Amount) -> Quantity:
        match plan:
            case bound.Cell(ref, name):
                return self._cell(ref, name)
            case bound.Figure(value):
                return Quantity(value)
            case bound.Sum(terms):
                return total([(sign, self.amount(term)) for sign, term in terms])
            case bound.Total(items):
                whole = total([(1, part) for item in items for part in self._parts(item)])
                self.totals[id(plan)] = whole
                return whole
            case bound.Product(factors):
                return self._product(factors)
            case bound.Field(ref):
                return self._figure(plan)
            case bound.Day(value):
                return self._day(value)
            case bound.Choice():
                return self._choice(plan)
            case bound.Count(cells):
                return self._count(cells)
            case bound.Rounded(function, operand):
                return (floor if function == "取整" else absolute)(self.amount(operand))
            case bound.Days(first, last):
                return total(((1, self.amount(last)), (-1, self.amount(first))))
            case bound.Similarity(left, right):
                return self._similarity(left, right)

    def _parts(self, item: Amount | bound.Group) -> list[Quantity]:
        if isinstance(item, bound.Group):
            return [self._cell(ref, short) for ref, short in zip(item.refs, shorts(item), strict=True)]
        return [self.amount(item)]

    def _product(self, factors: tuple[tuple[bool, Amount], ...]) -> Quantity:
        result = Quantity(1)
        for divides, factor in factors:
            value = self.amount(factor)
            if not divides:
                result = times(result, value)
                continue
            result = divided(result, value)
            if result.standing == UNDEFINED and value.standing == SOUND:
                self._lack("除数为 0", plain_name(factor))
        return result

    def _figure(self, field: bound.Field) -> Quantity:
        value = self._field(field)
        if value is None:
            return ANYTHING
        if isinstance(value, date):
            return Quantity(value.toordinal())
        assert not isinstance(value, str)  # the field's type is NUMBER
        return Quantity(exactly(value))

    def _field(self, field: bound.Field) -> Number | str | date | None:
        value = self.environment.field(field.ref)
        if value is None:
            self._lack("报告未写明", field.name)
        return value

    def _day(self, value: int | tuple[int, int]) -> Quantity:
        if isinstance(value, int):
            return Quantity(value)
        year = self.environment.field(_YEAR)
        if not isinstance(year, int) or not 0 < year < 9999:
            self._lack("报告未写明", "年度")
            return ANYTHING
        month, day = value
        last = calendar.monthrange(year + 1, month)[1]
        return Quantity(date(year + 1, month, min(day, last)).toordinal())

    def _choice(self, plan: bound.Choice) -> Quantity:
        results = [self._result(result) for result in self.chosen(plan)]
        return results[0] if len(results) == 1 else hull(results)

    def _result(self, plan: Amount | Wording | None) -> Quantity:
        if plan is None:
            return NOT_APPLICABLE
        assert isinstance(plan, Amount)  # binding keeps wordings and amounts apart
        return self.amount(plan)

    def chosen(self, plan: bound.Choice) -> list[Amount | Wording | None]:
        """The result chosen; all that are possible where the choice is not known."""
        value = self._field(plan.subject)
        for label, result in plan.arms:
            if label == value:
                return [result]
        if value is not None and not plan.closed:
            return [plan.otherwise]
        if value is not None:
            self._lack("报告未写明", plan.subject.name)
        possible = [result for _, result in plan.arms]
        return possible if plan.closed else [*possible, plan.otherwise]

    def _count(self, cells: tuple[bound.Cell | bound.Group, ...]) -> Quantity:
        known, open_ = 0, 0
        for group in cells:
            names = shorts(group) if isinstance(group, bound.Group) else (group.name,)
            for ref, name in zip(_refs(group), names, strict=True):
                values = self._values(ref, name)
                if values is None:
                    return of_range(0, None)
                for index, value in enumerate(values):
                    quantity = self._value(ref, index, name, value)
                    figure = quantity.exact
                    known += figure is not None and figure > 0
                    open_ += figure is None
        return of_range(known, known + open_)

    def _similarity(self, left: bound.Passage, right: bound.Passage) -> Quantity:
        texts = [self.environment.passage_text(side.ref) for side in (left, right)]
        for text, side in zip(texts, (left, right), strict=True):
            if text is None:
                self._lack("正文未能完整读取", side.name)
        if texts[0] is None or texts[1] is None:
            return of_range(0, 1)
        return Quantity(similarity(texts[0], texts[1]))

    # Cells

    def _cell(self, ref: CellRef, name: str) -> Quantity:
        values = self._values(ref, name)
        if values is None:
            return Quantity(unknown={(ref.report, ref.path, 0): 1})
        if len(values) == 1:
            return self._value(ref, 0, name, values[0])
        return total([(1, self._value(ref, index, name, value)) for index, value in enumerate(values)])

    def _values(self, ref: CellRef, name: str) -> tuple[Value, ...] | None:
        """The cell's values; None (and said) where there is no such report."""
        found = self.environment.cell(ref)
        if found is None or found == ():
            self._lack(_REPORTS.get(ref.report, f"无{ref.report}报告"), "")
            unknown = Interval(0, None)
            self.operands[ref.report, ref.path, 0] = Operand(
                name, _path(ref), "", unknown, State.ABSENT.value
            )
            return None
        return found if isinstance(found, tuple) else (found,)

    def _value(self, ref: CellRef, index: int, name: str, value: Value) -> Quantity:
        quantity, reading = self._read(ref, index, value)
        if reading:
            self.readings[reading] = None
        exact = quantity.exact
        interval = Interval(0, None) if exact is None else Interval(to_number(exact), to_number(exact))
        self._remember(ref, index, name, value, interval, reading)
        return quantity

    def _read(self, ref: CellRef, index: int, value: Value) -> tuple[Quantity, str]:
        number = value.number
        if number is not None and value.state in (State.NUMBER, State.TEXT):
            figure = exactly(number)
            if value.written_unit == "元" and ref.unit == "万元":
                return Quantity(figure * Fraction(1, 10_000)), IN_YUAN
            if value.state is State.TEXT:
                return Quantity(figure), f"“{value.raw[:20]}”按 {number} 计"
            return Quantity(figure), ""
        if self.environment.blank_is_zero and (zero := AS_ZERO.get(value.state)):
            return Quantity(), zero
        self._lack(_CAUSES.get(value.state, "单元格无法辨认"), _path(ref))
        self.unread[ref.report, ref.path, index] = ref.unit == "件"
        return Quantity(unknown={(ref.report, ref.path, index): 1}), ""

    def _remember(
        self, ref: CellRef, index: int, name: str, value: Value, interval: Interval, reading: str
    ) -> None:
        key = (ref.report, ref.path, index)
        if key in self.operands:
            return
        path = _path(ref)
        self.operands[key] = Operand(name, path, value.raw, interval, value.state.value, value.place, reading)
        self.evidence.append(CellEvidence(path, value.raw, value.number, value.place))

    def _lack(self, cause: str, detail: str) -> None:
        self.missing[Missing(cause, detail)] = None

    # Texts

    def wording(self, plan: Wording) -> str | None:
        match plan:
            case bound.Words(value):
                return value
            case bound.Field():
                text = self._field(plan)
                return None if text is None else str(text)
        results = [None if result is None else self._text(result) for result in self.chosen(plan)]
        if len(results) == 1 and results[0] is None:
            self.inapplicable = True
        return results[0] if len(set(results)) == 1 else None

    def _text(self, plan: Amount | Wording) -> str | None:
        assert isinstance(plan, Wording)  # binding keeps wordings and amounts apart
        return self.wording(plan)


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


def similarity(left: str, right: str) -> Exact:
    """Shared pairs of neighbouring characters, 0 to 1 (Dice), white space and width aside."""
    counts = [Counter(pairwise(text)) for text in (fold(left), fold(right))]
    pairs = sum(counts[0].values()) + sum(counts[1].values())
    if not pairs:
        return int(fold(left) == fold(right))
    return Fraction(2 * sum((counts[0] & counts[1]).values()), pairs)


def shorts(group: bound.Group) -> tuple[str, ...]:
    """Each cell's name within its group: the part of the path that differs."""
    paths = [ref.path.split(".") for ref in group.refs]
    if len(paths) < 2 or len({len(path) for path in paths}) > 1:
        return tuple(group.name if len(paths) == 1 else ref.path for ref in group.refs)
    differing = [column for column in range(len(paths[0])) if len({path[column] for path in paths}) > 1]
    return tuple(".".join(path[column] for column in differing) or ".".join(path) for path in paths)


def plain_name(plan: Amount) -> str:
    """What to call a part in one word; "" where it has no name."""
    return plan.name if isinstance(plan, (bound.Cell, bound.Field)) else ""


def _refs(subject: bound.Cell | bound.Group) -> tuple[CellRef, ...]:
    return (subject.ref,) if isinstance(subject, bound.Cell) else subject.refs


def _path(ref: CellRef) -> str:
    return f"{ref.report}.{ref.path}" if ref.report else ref.path


def _stated(value: Value) -> Interval:
    return Interval(value.low, value.high)
