"""A tree and a scope to a bound formula: every name resolved, every type and unit checked, once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import NamedTuple, NoReturn, TypeVar

from auditor.base.text import fold
from auditor.report.value import Number
from auditor.rules.formula import bound, tree
from auditor.rules.formula.bound import Amount, Condition, Plan, Wording
from auditor.rules.formula.linear import linear
from auditor.rules.formula.quantity import Exact, exactly
from auditor.rules.formula.types import (
    CellRef,
    CellsRef,
    Constant,
    FieldRef,
    FormulaError,
    PassageRef,
    Scope,
    Type,
    WordsRef,
)
from auditor.source.nearest import nearest

_ARGUMENTS = {
    "合计": "合计(名称, …)",
    "个数": "个数(单元格组)",
    "存在": "存在(名称)",
    "提及": "提及(正文, $词组)",
    "取整": "取整(数)",
    "绝对值": "绝对值(数)",
    "天数": "天数(日期, 日期)",
    "相似度": "相似度(文本范围, 文本范围)",
}
_COUNTS = {"提及": 2, "取整": 1, "绝对值": 1, "天数": 2, "相似度": 2, "存在": 1}


_CONSTANT = (bound.Figure, bound.Day)
_Part = TypeVar("_Part")


class Typed(NamedTuple):
    """A bound part, its type, and its unit (None: fits every unit)."""

    plan: Plan | bound.Group | bound.Passage | WordsRef
    type: Type
    unit: str | None = None
    members: tuple[str, ...] = ()


class _Failed(Exception):
    """A part that has no meaning; its error is recorded. Never leaves this module."""


class Binder:
    """Binds one formula; `errors` collects everything wrong with it."""

    def __init__(self, scope: Scope, tolerance: Number) -> None:
        self.errors: list[FormulaError] = []
        self.cells: dict[CellRef, None] = {}
        self.paths: dict[str, str] = {}
        self.varies = False
        self._scope = scope
        self._tolerance = exactly(tolerance)

    def whole(self, expression: tree.Expression, expect: Type) -> Plan | None:
        """The bound formula of type `expect`; None when there are errors."""
        try:
            typed = self._bind(expression)
            if typed.type is not expect:
                self._fail(
                    expression,
                    f"这里要的是{_say(expect)}，公式给出的是{_say(typed.type)}",
                    _remedy(typed, expect),
                )
        except _Failed:
            return None
        if self.errors or isinstance(typed.plan, (bound.Group, bound.Passage, WordsRef)):
            return None
        return typed.plan

    def _bind(self, node: tree.Expression) -> Typed:
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
                return self._call(node)
            case tree.TextLiteral(value):
                return Typed(bound.Words(value, f"“{value}”"), Type.TEXT)
            case tree.DateLiteral(value):
                self.varies = self.varies or isinstance(value, tuple)  # its year is the report's
                return Typed(_day(value), Type.DATE)
            case tree.Not(operand):
                return Typed(bound.Not(self._truth(operand)), Type.TRUTH)
            case tree.All(items) | tree.Any(items):
                conditions = self._each(items, self._truth)
                return Typed(bound.Junction(tuple(conditions), isinstance(node, tree.All)), Type.TRUTH)
            case tree.Choose():
                return self._choose(node)
            case tree.Inapplicable():
                self._fail(node, "“不适用”只能写在 选(…) 里", "写成“其余 → 不适用”")

    # Names

    def _name(self, node: tree.Name) -> Typed:
        reference = self._scope.lookup(node.text)
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
                return _constant(reference)
            case WordsRef():
                return Typed(reference, Type.WORDS)
            case PassageRef():
                return Typed(bound.Passage(reference, node.written), Type.PASSAGE)

    def _unknown(self, node: tree.Name) -> NoReturn:
        close = nearest(node.text, self._scope.names())
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
        self._fail(node, f"不认识的名称“{node.text[:40]}”", hint)

    # Arithmetic

    def _sum(self, node: tree.Sum) -> Typed:
        terms: list[tuple[int, Amount]] = []
        unit: str | None = None
        for (sign, _), part in zip(
            node.terms, self._each([t for _, t in node.terms], self._number), strict=True
        ):
            amount, its_unit = part
            self._same_unit(node, unit, its_unit)
            unit = unit or its_unit
            terms.append((sign, amount))
        return Typed(bound.Sum(tuple(terms)), Type.NUMBER, unit)

    def _product(self, node: tree.Product) -> Typed:
        factors: list[tuple[bool, Amount]] = []
        unit: str | None = None
        parts = self._each([f for _, f in node.factors], self._number)
        for (divides, factor), (amount, its_unit) in zip(node.factors, parts, strict=True):
            if divides and isinstance(amount, bound.Figure) and amount.value == 0:
                self._fail(factor, "除数是 0", "检查这个数")
            ratio = divides and unit is not None and unit == its_unit
            unit = None if ratio else unit or its_unit
            factors.append((divides, amount))
        return Typed(bound.Product(tuple(factors)), Type.NUMBER, unit)

    def _number(self, node: tree.Expression) -> tuple[Amount, str | None]:
        typed = self._bind(node)
        if typed.type is not Type.NUMBER:
            self._fail(node, f"这里要的是数，不是{_say(typed.type)}", _remedy(typed, Type.NUMBER))
        return _amount(typed), typed.unit

    def _date(self, node: tree.Expression) -> Amount:
        typed = self._bind(node)
        if typed.type is not Type.DATE:
            self._fail(
                node, f"这里要的是日期，不是{_say(typed.type)}", "例如 公布日期、1月31日、2024年1月31日"
            )
        return _amount(typed)

    def _truth(self, node: tree.Expression) -> Condition:
        typed = self._bind(node)
        if typed.type is not Type.TRUTH:
            self._fail(node, f"这里要的是条件，不是{_say(typed.type)}", _remedy(typed, Type.TRUTH))
        plan = typed.plan
        assert isinstance(plan, Condition)
        return plan

    # Comparisons

    def _compare(self, node: tree.Compare) -> Condition:
        left, right = self._sides(node)
        if left.type in (Type.NUMBER, Type.DATE) and left.type is right.type:
            self._same_unit(node, left.unit, right.unit)
            days = left.type is Type.DATE
            tolerance: Exact = 0 if days else self._tolerance
            form = None if days else linear(_amount(left), _amount(right))
            plan = bound.Compare(node.operator, _amount(left), _amount(right), tolerance, days, form)
            self._can_vary(node, plan)
            return plan
        textual = (Type.TEXT, Type.CHOICE)
        if left.type in textual and right.type in textual:
            if node.operator not in "=≠":
                self._fail(node, f"{_say(left.type)}不能比较大小", "只能用“=”或“≠”")
            self._members(node, left, right)
            same = bound.Same(_wording(left), _wording(right), node.operator == "=")
            if same.left == same.right or (
                isinstance(same.left, bound.Words) and isinstance(same.right, bound.Words)
            ):
                self._fail(node, "这个条件永远成立或永远不成立，不随报告变化", "检查两边是否写错")
            return same
        for side, typed in ((node.left, left), (node.right, right)):
            if typed.type in (Type.CELLS, Type.PASSAGE, Type.WORDS, Type.TRUTH):
                self._fail(side, f"{_say(typed.type)}不能直接比较", _remedy(typed, Type.NUMBER))
        self._fail(node, f"{_say(left.type)}不能和{_say(right.type)}比较", "两边应是同一类")

    def _sides(self, node: tree.Compare) -> tuple[Typed, Typed]:
        """Both sides; a bare name beside a closed list is one of its members."""
        sides: list[Typed | None] = [None, None]
        failed = False
        for index, side in enumerate((node.left, node.right)):
            if isinstance(side, tree.Name) and self._scope.lookup(side.text) is None:
                continue
            try:
                sides[index] = self._bind(side)
            except _Failed:
                failed = True
        for index, side in enumerate((node.left, node.right)):
            other = sides[1 - index]
            if sides[index] is None and isinstance(side, tree.Name) and self._scope.lookup(side.text) is None:
                if other is not None and other.type is Type.CHOICE:
                    sides[index] = Typed(bound.Words(side.text, side.text), Type.TEXT)
                    continue
                try:
                    self._unknown(side)
                except _Failed:
                    failed = True
        left, right = sides
        if failed or left is None or right is None:
            raise _Failed
        return left, right

    def _members(self, node: tree.Compare, left: Typed, right: Typed) -> None:
        for typed, other, side in ((left, right, node.right), (right, left, node.left)):
            if typed.type is Type.CHOICE and isinstance(other.plan, bound.Words):
                self._member(side, other.plan.value, typed.members)

    def _member(self, node: tree.Expression | tree.Arm, label: str, members: tuple[str, ...]) -> None:
        if members and label not in members:
            close = nearest(label, members)
            hint = (
                "是不是" + "、".join(f"“{name}”" for name in close) + "？"
                if close
                else "可选：" + " ".join(members)
            )
            self._fail(node, f"没有“{label[:20]}”这个选项", hint)

    def _can_vary(self, node: tree.Compare, plan: bound.Compare) -> None:
        if plan.left == plan.right:
            self._fail(node, "两边相同，这个条件永远一个结果", "检查两边是否写错")
        if plan.form is not None and not plan.form[0]:
            self._fail(node, "两边的名称互相抵消，结果不随报告变化", "检查两边是否写错")
        if isinstance(plan.left, _CONSTANT) and isinstance(plan.right, _CONSTANT):
            self._fail(node, "这个条件不随报告变化", "至少一边要写报告里的名称")

    def _same_unit(self, node: tree.Expression, one: str | None, other: str | None) -> None:
        if one is not None and other is not None and one != other:
            self._fail(node, f"单位不一致：{one}和{other}不能放在一起", "检查名称是否写错")

    # Functions

    def _call(self, node: tree.Call) -> Typed:
        wanted = _COUNTS.get(node.function)
        if not node.arguments or (wanted is not None and len(node.arguments) != wanted):
            count = f"要 {wanted} 项" if wanted else "里不能空着"
            self._fail(node, f"“{node.function}(…)”{count}", f"写成 {_ARGUMENTS[node.function]}")
        match node.function:
            case "合计":
                return self._total(node)
            case "个数":
                return Typed(bound.Count(tuple(self._each(node.arguments, self._cells))), Type.NUMBER)
            case "取整" | "绝对值":
                amount, unit = self._number(node.arguments[0])
                return Typed(bound.Rounded(node.function, amount), Type.NUMBER, unit)
            case "天数":
                first, last = self._each(node.arguments, self._date)
                return Typed(bound.Days(first, last), Type.NUMBER)
            case "相似度":
                left, right = self._each(node.arguments, self._passage)
                return Typed(bound.Similarity(left, right), Type.NUMBER)
            case "提及":
                passage = self._passage(node.arguments[0])
                words = self._bind(node.arguments[1])
                if not isinstance(words.plan, WordsRef):
                    self._fail(
                        node.arguments[1],
                        f"这里要的是词组，不是{_say(words.type)}",
                        "写词表的名称，例如 $其他处理说明",
                    )
                assert isinstance(words.plan, WordsRef)
                return Typed(bound.Mentions(passage, words.plan), Type.TRUTH)
        subject = self._bind(node.arguments[0])  # 存在
        if not isinstance(subject.plan, (bound.Cell, bound.Group, bound.Field, bound.Passage)):
            self._fail(node.arguments[0], "“存在(…)”里要写一个名称", "例如 存在(公布日期)")
        assert isinstance(subject.plan, (bound.Cell, bound.Group, bound.Field, bound.Passage))
        return Typed(bound.Exists(subject.plan), Type.TRUTH)

    def _total(self, node: tree.Call) -> Typed:
        items: list[Amount | bound.Group] = []
        unit: str | None = None
        for argument, typed in zip(node.arguments, self._each(node.arguments, self._bind), strict=True):
            if isinstance(typed.plan, bound.Group):
                items.append(typed.plan)
                for cell in typed.plan.refs:
                    self._same_unit(argument, typed.plan.refs[0].unit or None, cell.unit or None)
            elif typed.type is Type.NUMBER:
                items.append(_amount(typed))
            else:
                self._fail(argument, f"这里要的是数或单元格组，不是{_say(typed.type)}", "写成 合计(办理结果)")
            self._same_unit(node, unit, typed.unit)
            unit = unit or typed.unit
        return Typed(bound.Total(tuple(items)), Type.NUMBER, unit)

    def _cells(self, node: tree.Expression) -> bound.Cell | bound.Group:
        typed = self._bind(node)
        if not isinstance(typed.plan, (bound.Cell, bound.Group)):
            self._fail(node, f"这里要的是单元格或单元格组，不是{_say(typed.type)}", "写成 个数(办理结果)")
        assert isinstance(typed.plan, (bound.Cell, bound.Group))
        return typed.plan

    def _passage(self, node: tree.Expression) -> bound.Passage:
        typed = self._bind(node)
        if not isinstance(typed.plan, bound.Passage):
            self._fail(node, f"这里要的是文本范围，不是{_say(typed.type)}", "例如 正文、第六部分")
        assert isinstance(typed.plan, bound.Passage)
        return typed.plan

    def _choose(self, node: tree.Choose) -> Typed:
        subject = self._bind(node.subject)
        if subject.type is not Type.CHOICE or not isinstance(subject.plan, bound.Field):
            self._fail(node.subject, f"选(…) 的第一项要是选项，不是{_say(subject.type)}", "例如 机关类别")
        assert isinstance(subject.plan, bound.Field)
        arms: list[tuple[str, Amount | Wording | None]] = []
        otherwise: Amount | Wording | None = None
        closed = True
        types: list[Typed] = []
        for arm in node.arms:
            result = self._result(arm.result, types)
            if not closed:
                self._fail(arm, "“其余”只能写在最后", "把“其余 → …”移到最后")
            if arm.label is None:
                otherwise, closed = result, False
                continue
            label = next((m for m in subject.members if fold(m) == fold(arm.label or "")), arm.label)
            self._member(arm, label, subject.members)
            if any(label == named for named, _ in arms):
                self._fail(arm, f"选项“{label}”写了两次", "只留一个")
            arms.append((label, result))
        missing = [member for member in subject.members if all(member != label for label, _ in arms)]
        if closed and (missing or not subject.members):
            lacking = f"没有写“{'”“'.join(missing)}”" if missing else "没有写“其余”"
            self._fail(node, f"选(…) {lacking}", "补上，或在最后写“其余 → …”")
        if not types:
            self._fail(node, "选(…) 的结果全是“不适用”", "至少写一个结果")
        plan = bound.Choice(subject.plan, tuple(arms), otherwise, closed)
        return Typed(plan, types[0].type, next((t.unit for t in types if t.unit), None))

    def _result(self, node: tree.Expression, types: list[Typed]) -> Amount | Wording | None:
        if isinstance(node, tree.Inapplicable):
            return None
        typed = self._bind(node)
        if typed.type not in (Type.NUMBER, Type.DATE, Type.TEXT):
            self._fail(node, f"选(…) 的结果不能是{_say(typed.type)}", "结果要是数、日期或文字")
        for other in types:
            if other.type is not typed.type:
                self._fail(
                    node, f"选(…) 的结果有{_say(other.type)}也有{_say(typed.type)}", "各项结果应是同一类"
                )
            self._same_unit(node, other.unit, typed.unit)
        types.append(typed)
        return _wording(typed) if typed.type is Type.TEXT else _amount(typed)

    def _each(
        self, nodes: Iterable[tree.Expression], bind: Callable[[tree.Expression], _Part]
    ) -> list[_Part]:
        """Every part bound, so that one run names every fault; fails if any of them did."""
        parts: list[_Part] = []
        failed = False
        for node in nodes:
            try:
                parts.append(bind(node))
            except _Failed:
                failed = True
        if failed:
            raise _Failed
        return parts

    def _fail(self, node: tree.Expression | tree.Arm, message: str, hint: str) -> NoReturn:
        self.errors.append(FormulaError(message, node.start, node.end, hint))
        raise _Failed


def _amount(typed: Typed) -> Amount:
    assert isinstance(typed.plan, Amount)  # NUMBER and DATE are always amounts
    return typed.plan


def _wording(typed: Typed) -> Wording:
    assert isinstance(typed.plan, Wording)  # TEXT and CHOICE are always wordings
    return typed.plan


def _day(value: datetime.date | tuple[int, int]) -> bound.Day:
    if isinstance(value, tuple):
        return bound.Day(value, f"{value[0]}月{value[1]}日")
    return bound.Day(value.toordinal(), f"{value.year}年{value.month}月{value.day}日")


def _constant(constant: Constant) -> Typed:
    match constant.value:
        case datetime.date() | tuple():
            return Typed(_day(constant.value), Type.DATE)
        case str():
            return Typed(bound.Words(constant.value, f"“{constant.value}”"), Type.TEXT)
    return Typed(bound.Figure(exactly(constant.value), str(constant.value)), Type.NUMBER)


def _say(kind: Type) -> str:
    return {Type.TRUTH: "条件", Type.CELLS: "一组单元格"}.get(kind, kind.value)


def _remedy(typed: Typed, expect: Type) -> str:
    match typed.type, expect:
        case Type.CELLS, _:
            return "写成 合计(…)"
        case Type.NUMBER, Type.TRUTH:
            return "写成比较，例如“… > 0”"
        case Type.TRUTH, _:
            return "去掉比较，只留数"
        case Type.PASSAGE, _:
            return "写成 提及(正文, $词组)"
        case Type.DATE, Type.NUMBER:
            return "两个日期相差几天，写成 天数(日期, 日期)"
        case Type.TEXT, Type.NUMBER:
            return "数不加引号"
    return "检查名称是否写错"
