"""A tree and a scope to a bound formula: every name resolved, every type and unit checked, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NoReturn, TypeVar

from auditor.report.value import Number
from auditor.rules.formula import bound, tree
from auditor.rules.formula.bound import Amount, Condition, Plan
from auditor.rules.formula.functions import bind_call, bind_choice
from auditor.rules.formula.linear import linear
from auditor.rules.formula.quantity import Exact, exactly
from auditor.rules.formula.typed import (
    Failed,
    Typed,
    amount_of,
    constant_of,
    day_of,
    remedy,
    say,
    wording_of,
)
from auditor.rules.formula.types import (
    CellRef,
    CellsRef,
    Constant,
    FieldRef,
    FormulaError,
    PassageRef,
    Reference,
    Scope,
    Type,
    WordsRef,
)
from auditor.source.nearest import nearest

_ADVISED = 5  # comparing with every name takes long; a formula full of faults needs no more
_CONSTANT = (bound.Figure, bound.Day)
_Part = TypeVar("_Part")


class Binder:
    """Binds one formula; `errors` collects everything wrong with it."""

    def __init__(self, scope: Scope, tolerance: Number) -> None:
        self.errors: list[FormulaError] = []
        self.cells: dict[CellRef, None] = {}
        self.paths: dict[str, str] = {}
        self.varies = False
        self._scope = scope
        self._found: dict[str, Reference | None] = {}
        self._tolerance = exactly(tolerance)

    def whole(self, expression: tree.Expression, expect: Type) -> Plan | None:
        """The bound formula of type `expect`; None when there are errors."""
        try:
            typed = self.bind(expression)
            if typed.type is not expect:
                self.fail(
                    expression,
                    f"这里要的是{say(expect)}，公式给出的是{say(typed.type)}",
                    remedy(typed, expect),
                )
        except Failed:
            return None
        if self.errors or isinstance(typed.plan, (bound.Group, bound.Passage, WordsRef)):
            return None
        return typed.plan

    def bind(self, node: tree.Expression) -> Typed:
        """A part, of whatever type it is."""
        match node:
            case tree.Name():
                return self._name(node)
            case tree.NumberLiteral(value):
                return Typed(bound.Figure(exactly(value), str(value)), Type.NUMBER)
            case tree.Compare():
                return Typed(self._compare(node), Type.TRUTH)
            case tree.Sum():
                return self._sum(node)
            case tree.Product():
                return self._product(node)
            case tree.Call():
                return bind_call(self, node)
            case tree.TextLiteral(value):
                return Typed(bound.Words(value, f"“{value}”"), Type.TEXT)
            case tree.DateLiteral(value):
                self.varies = self.varies or isinstance(value, tuple)  # its year is the report's
                return Typed(day_of(value), Type.DATE)
            case tree.Not(operand):
                return Typed(bound.Not(self._truth(operand)), Type.TRUTH)
            case tree.All(items) | tree.Any(items):
                conditions = self.each(items, self._truth)
                return Typed(bound.Junction(tuple(conditions), isinstance(node, tree.All)), Type.TRUTH)
            case tree.Choose():
                return bind_choice(self, node)
            case tree.Inapplicable():
                self.fail(node, "“不适用”只能写在 选(…) 里", "写成“其余 → 不适用”")

    # Names

    def _lookup(self, name: str) -> Reference | None:
        if name not in self._found:
            self._found[name] = self._scope.lookup(name)
        return self._found[name]

    def _name(self, node: tree.Name) -> Typed:
        reference = self._lookup(node.text)
        if reference is None:
            self._unknown(node)
        if not isinstance(reference, Constant):
            self.varies = True
        match reference:
            case CellRef():
                self.cells[reference] = None
                self.paths[node.text] = f"{reference.report}.{reference.path}".lstrip(".")
                if reference.report == "下级":
                    return Typed(bound.Group((reference,), node.written), Type.CELLS, reference.unit or None)
                return Typed(bound.Cell(reference, node.written), Type.NUMBER, reference.unit or None)
            case CellsRef(cells):
                self.cells.update(dict.fromkeys(cells))
                units = {cell.unit for cell in cells}
                unit = next(iter(units)) if len(units) == 1 else None
                return Typed(bound.Group(cells, node.written), Type.CELLS, unit or None)
            case FieldRef():
                plan = bound.Field(reference, node.written)
                if reference.type is Type.TRUTH:
                    return Typed(bound.Given(plan), Type.TRUTH)
                return Typed(plan, reference.type, None, reference.members)
            case Constant():
                self.varies = self.varies or isinstance(reference.value, tuple)
                self.paths[node.text] = str(reference.value)
                return constant_of(reference)
            case WordsRef():
                return Typed(reference, Type.WORDS)
            case PassageRef():
                return Typed(bound.Passage(reference, node.written), Type.PASSAGE)

    def _unknown(self, node: tree.Name) -> NoReturn:
        close = nearest(node.text, self._scope.names()) if len(self.errors) < _ADVISED else ()
        if close:
            hint = "是不是" + "、".join(f"“{name}”" for name in close) + "？"
        elif node.text.startswith("$"):
            hint = "在规则的“参数”里写上它，或检查词表的名称"
        else:
            hint = "名称见词典；文字要写在“ ”里"
        for word in "且或":
            left, found, right = node.text.partition(word)
            if found and left and right and (self._scope.lookup(left) or self._scope.lookup(right)):
                hint = f"“{word}”两边留空格"
        self.fail(node, f"不认识的名称“{node.text[:40]}”", hint)

    # Arithmetic

    def _sum(self, node: tree.Sum) -> Typed:
        terms: list[tuple[int, Amount]] = []
        unit: str | None = None
        for (sign, _), part in zip(
            node.terms, self.each([t for _, t in node.terms], self.number), strict=True
        ):
            amount, its_unit = part
            self.same_unit(node, unit, its_unit)
            unit = unit or its_unit
            terms.append((sign, amount))
        return Typed(bound.Sum(tuple(terms)), Type.NUMBER, unit)

    def _product(self, node: tree.Product) -> Typed:
        factors: list[tuple[bool, Amount]] = []
        unit: str | None = None
        parts = self.each([f for _, f in node.factors], self.number)
        for (divides, factor), (amount, its_unit) in zip(node.factors, parts, strict=True):
            if divides and isinstance(amount, bound.Figure) and amount.value == 0:
                self.fail(factor, "除数是 0", "检查这个数")
            ratio = divides and unit is not None and unit == its_unit
            unit = None if ratio else unit or its_unit
            factors.append((divides, amount))
        return Typed(bound.Product(tuple(factors)), Type.NUMBER, unit)

    def number(self, node: tree.Expression) -> tuple[Amount, str | None]:
        """A part that must be a number, with its unit."""
        typed = self.bind(node)
        if typed.type is not Type.NUMBER:
            self.fail(node, f"这里要的是数，不是{say(typed.type)}", remedy(typed, Type.NUMBER))
        return amount_of(typed), typed.unit

    def date(self, node: tree.Expression) -> Amount:
        """A part that must be a date."""
        typed = self.bind(node)
        if typed.type is not Type.DATE:
            self.fail(node, f"这里要的是日期，不是{say(typed.type)}", "例如 公布日期、1月31日、2024年1月31日")
        return amount_of(typed)

    def _truth(self, node: tree.Expression) -> Condition:
        typed = self.bind(node)
        if typed.type is not Type.TRUTH:
            self.fail(node, f"这里要的是条件，不是{say(typed.type)}", remedy(typed, Type.TRUTH))
        plan = typed.plan
        assert isinstance(plan, Condition)
        return plan

    # Comparisons

    def _compare(self, node: tree.Compare) -> Condition:
        left, right = self._sides(node)
        if left.type in (Type.NUMBER, Type.DATE) and left.type is right.type:
            self.same_unit(node, left.unit, right.unit)
            days = left.type is Type.DATE
            tolerance: Exact = 0 if days else self._tolerance
            form = None if days else linear(amount_of(left), amount_of(right))
            plan = bound.Compare(node.operator, amount_of(left), amount_of(right), tolerance, days, form)
            self._can_vary(node, plan)
            return plan
        textual = (Type.TEXT, Type.CHOICE)
        if left.type in textual and right.type in textual:
            if node.operator not in "=≠":
                self.fail(node, f"{say(left.type)}不能比较大小", "只能用“=”或“≠”")
            self._members(node, left, right)
            same = bound.Same(wording_of(left), wording_of(right), node.operator == "=")
            if same.left == same.right or (
                isinstance(same.left, bound.Words) and isinstance(same.right, bound.Words)
            ):
                self.fail(node, "这个条件永远成立或永远不成立，不随报告变化", "检查两边是否写错")
            return same
        for side, typed in ((node.left, left), (node.right, right)):
            if typed.type in (Type.CELLS, Type.PASSAGE, Type.WORDS, Type.TRUTH):
                self.fail(side, f"{say(typed.type)}不能直接比较", remedy(typed, Type.NUMBER))
        self.fail(node, f"{say(left.type)}不能和{say(right.type)}比较", "两边应是同一类")

    def _sides(self, node: tree.Compare) -> tuple[Typed, Typed]:
        """Both sides; a bare name beside a closed list is one of its members."""
        sides: list[Typed | None] = [None, None]
        failed = False
        for index, side in enumerate((node.left, node.right)):
            if isinstance(side, tree.Name) and self._lookup(side.text) is None:
                continue
            try:
                sides[index] = self.bind(side)
            except Failed:
                failed = True
        for index, side in enumerate((node.left, node.right)):
            other = sides[1 - index]
            if sides[index] is None and isinstance(side, tree.Name) and self._lookup(side.text) is None:
                if other is not None and other.type is Type.CHOICE:
                    sides[index] = Typed(bound.Words(side.text, side.text), Type.TEXT)
                    continue
                try:
                    self._unknown(side)
                except Failed:
                    failed = True
        left, right = sides
        if failed or left is None or right is None:
            raise Failed
        return left, right

    def _members(self, node: tree.Compare, left: Typed, right: Typed) -> None:
        for typed, other, side in ((left, right, node.right), (right, left, node.left)):
            if typed.type is Type.CHOICE and isinstance(other.plan, bound.Words):
                self.member(side, other.plan.value, typed.members)

    def member(self, node: tree.Expression | tree.Arm, label: str, members: tuple[str, ...]) -> None:
        """Fails unless `label` is one of a closed list."""
        if members and label not in members:
            close = nearest(label, members)
            hint = (
                "是不是" + "、".join(f"“{name}”" for name in close) + "？"
                if close
                else "可选：" + " ".join(members)
            )
            self.fail(node, f"没有“{label[:20]}”这个选项", hint)

    def _can_vary(self, node: tree.Compare, plan: bound.Compare) -> None:
        if plan.left == plan.right:
            self.fail(node, "两边相同，这个条件永远一个结果", "检查两边是否写错")
        if plan.form is not None and not plan.form[0]:
            self.fail(node, "两边的名称互相抵消，结果不随报告变化", "检查两边是否写错")
        if isinstance(plan.left, _CONSTANT) and isinstance(plan.right, _CONSTANT):
            self.fail(node, "这个条件不随报告变化", "至少一边要写报告里的名称")

    def same_unit(self, node: tree.Expression, one: str | None, other: str | None) -> None:
        """Fails where two units are known and differ."""
        if one is not None and other is not None and one != other:
            self.fail(node, f"单位不一致：{one}和{other}不能放在一起", "检查名称是否写错")

    def each(self, nodes: Iterable[tree.Expression], bind: Callable[[tree.Expression], _Part]) -> list[_Part]:
        """Every part bound, so that one run names every fault; fails if any of them did."""
        parts: list[_Part] = []
        failed = False
        for node in nodes:
            try:
                parts.append(bind(node))
            except Failed:
                failed = True
        if failed:
            raise Failed
        return parts

    def fail(self, node: tree.Expression | tree.Arm, message: str, hint: str) -> NoReturn:
        """Records an error at `node`; the part it stands in has no meaning."""
        self.errors.append(FormulaError(message, node.start, node.end, hint))
        raise Failed
