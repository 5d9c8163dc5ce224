"""A bound formula against one report: three-valued, over ranges, remembering what it leaned on."""

from __future__ import annotations

import calendar
from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from auditor.base.text import fold
from auditor.report.value import Number, State
from auditor.rules.formula import bound
from auditor.rules.formula.bound import Amount, Condition, Wording
from auditor.rules.formula.kleene import all_of, any_of, decided, negated
from auditor.rules.formula.ledger import CAUSES, Ledger, path_of, refs_of, shorts, stated
from auditor.rules.formula.quantity import (
    ANYTHING,
    INAPPLICABLE,
    NOT_APPLICABLE,
    SOUND,
    UNDEFINED,
    Exact,
    Quantity,
    absolute,
    divided,
    exactly,
    floor,
    hull,
    of_range,
    times,
    total,
)
from auditor.rules.formula.types import CellRef, Environment, FieldRef, Truth, Type

_YEAR = FieldRef("年度", Type.NUMBER)


class Judged(NamedTuple):
    """A comparison that was evaluated, for showing. `days`: the sides are dates."""

    plan: bound.Compare | bound.Same
    truth: Truth
    difference: Quantity | None = None
    left: Quantity | None = None
    right: Quantity | None = None


class Run(Ledger):
    """One evaluation, of every part (for a trace); see decide.py for the truth alone."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.judged: list[Judged] = []
        self.inapplicable = False
        self.totals: dict[int, Quantity] = {}  # by identity of the plan, for showing

    # Conditions

    def truth(self, plan: Condition) -> Truth:
        """The truth of a condition."""
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
                    self.lack("正文未能完整读取", passage.name)
                return truth
            case bound.Exists(subject):
                return self._exists(subject)
            case bound.Given(field):
                value = self._field(field)
                return Truth.UNKNOWN if value is None else Truth.HOLDS if value else Truth.BROKEN

    def _junction(self, plan: bound.Junction) -> Truth:
        before, inapplicable = dict(self.missing), self.inapplicable
        truths = [self.truth(item) for item in plan.items]
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
                    self.lack("正文未能完整读取", name)
                    return Truth.UNKNOWN
                return Truth.HOLDS if text.strip() else Truth.BROKEN
        before = dict(self.missing)
        truths = [self._filled(ref, subject.name) for ref in refs_of(subject)]
        result = any_of(truths)
        if result is not Truth.UNKNOWN:
            self.missing = before
        return result

    def _filled(self, ref: CellRef, name: str) -> Truth:
        """Whether anything stands in the cell; not known where it was not read."""
        values = self.values(ref, name)
        if values is None:
            return Truth.UNKNOWN
        truths = []
        for index, value in enumerate(values):
            self.remember(ref, index, name, value, stated(value), "")
            if value.state in (State.ILLEGIBLE, State.ABSENT):
                self.lack(CAUSES[value.state], path_of(ref))
                truths.append(Truth.UNKNOWN)
            else:
                truths.append(Truth.BROKEN if value.state is State.BLANK else Truth.HOLDS)
        return any_of(truths)

    # Figures and dates

    def amount(self, plan: Amount) -> Quantity:
        """The value of a number, or of a date as its ordinal."""
        match plan:
            case bound.Cell(ref, name):
                return self.figure(ref, name)
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
            case bound.Length(passage):
                text = self.environment.passage_text(passage.ref)
                if text is None:
                    return self._unread(passage)
                return Quantity(sum(map(str.isalnum, text)))
            case bound.Occurrences(passage, words):
                found = self.environment.occurrences(passage.ref, words)
                if found is None:
                    return self._unread(passage)
                known = set(self.evidence)
                self.evidence += [place for place in found if place not in known]
                return Quantity(len(found))

    def _unread(self, passage: bound.Passage) -> Quantity:
        self.lack("正文未能完整读取", passage.name)
        return of_range(0, None)

    def _parts(self, item: Amount | bound.Group) -> list[Quantity]:
        if isinstance(item, bound.Group):
            return [self.figure(ref, short) for ref, short in zip(item.refs, shorts(item), strict=True)]
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
                self.lack("除数为 0", plain_name(factor))
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
            self.lack("报告未写明", field.name)
        return value

    def _day(self, value: int | tuple[int, int]) -> Quantity:
        if isinstance(value, int):
            return Quantity(value)
        year = self.environment.field(_YEAR)
        if not isinstance(year, int) or not 0 < year < 9999:
            self.lack("报告未写明", "年度")
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
            self.lack("报告未写明", plan.subject.name)
        possible = [result for _, result in plan.arms]
        return possible if plan.closed else [*possible, plan.otherwise]

    def _count(self, cells: tuple[bound.Cell | bound.Group, ...]) -> Quantity:
        known, open_ = 0, 0
        for group in cells:
            names = shorts(group) if isinstance(group, bound.Group) else (group.name,)
            for ref, name in zip(refs_of(group), names, strict=True):
                values = self.values(ref, name)
                if values is None:
                    return of_range(0, None)
                for index, value in enumerate(values):
                    quantity = self.value(ref, index, name, value)
                    figure = quantity.exact
                    known += figure is not None and figure > 0
                    open_ += figure is None
        return of_range(known, known + open_)

    def _similarity(self, left: bound.Passage, right: bound.Passage) -> Quantity:
        texts = [self.environment.passage_text(side.ref) for side in (left, right)]
        for text, side in zip(texts, (left, right), strict=True):
            if text is None:
                self.lack("正文未能完整读取", side.name)
        if texts[0] is None or texts[1] is None:
            return of_range(0, 1)
        return Quantity(similarity(texts[0], texts[1]))

    # Texts

    def wording(self, plan: Wording) -> str | None:
        """A text or a chosen member; None where it is not known."""
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


def similarity(left: str, right: str) -> Exact:
    """Shared pairs of neighbouring characters, 0 to 1 (Dice), white space and width aside."""
    counts = [Counter(pairwise(text)) for text in (fold(left), fold(right))]
    pairs = sum(counts[0].values()) + sum(counts[1].values())
    if not pairs:
        return int(fold(left) == fold(right))
    return Fraction(2 * sum((counts[0] & counts[1]).values()), pairs)


def plain_name(plan: Amount) -> str:
    """What to call a part in one word; "" where it has no name."""
    return plan.name if isinstance(plan, (bound.Cell, bound.Field)) else ""
