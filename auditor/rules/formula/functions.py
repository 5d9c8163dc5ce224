"""What the functions of the language take and give."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from auditor.base.text import fold
from auditor.rules.formula import bound, tree
from auditor.rules.formula.bound import Amount, Wording
from auditor.rules.formula.typed import Typed, amount_of, say, wording_of
from auditor.rules.formula.types import Type, WordsRef

if TYPE_CHECKING:
    from auditor.rules.formula.bind import Binder

_ARGUMENTS = {
    "合计": "合计(名称, …)",
    "个数": "个数(单元格组)",
    "存在": "存在(名称)",
    "提及": "提及(正文, $词组)",
    "取整": "取整(数)",
    "绝对值": "绝对值(数)",
    "天数": "天数(日期, 日期)",
    "相似度": "相似度(文本范围, 文本范围)",
    "字数": "字数(文本范围)",
    "次数": "次数(文本范围, $词组)",
}
_COUNTS = {"提及": 2, "取整": 1, "绝对值": 1, "天数": 2, "相似度": 2, "存在": 1, "字数": 1, "次数": 2}


def bind_call(binder: Binder, node: tree.Call) -> Typed:
    """A call of one of the functions, all but 选."""
    wanted = _COUNTS.get(node.function)
    if not node.arguments or (wanted is not None and len(node.arguments) != wanted):
        count = f"要 {wanted} 项" if wanted else "里不能空着"
        binder.fail(node, f"“{node.function}(…)”{count}", f"写成 {_ARGUMENTS[node.function]}")
    match node.function:
        case "合计":
            return _total(binder, node)
        case "个数":
            return Typed(
                bound.Count(tuple(binder.each(node.arguments, partial(_cells, binder)))), Type.NUMBER
            )
        case "取整" | "绝对值":
            amount, unit = binder.number(node.arguments[0])
            return Typed(bound.Rounded(node.function, amount), Type.NUMBER, unit)
        case "天数":
            first, last = binder.each(node.arguments, binder.date)
            return Typed(bound.Days(first, last), Type.NUMBER)
        case "相似度":
            left, right = binder.each(node.arguments, partial(_passage, binder))
            return Typed(bound.Similarity(left, right), Type.NUMBER)
        case "字数":
            return Typed(bound.Length(_passage(binder, node.arguments[0])), Type.NUMBER)
        case "次数":
            return Typed(bound.Occurrences(*_said(binder, node)), Type.NUMBER)
        case "提及":
            return Typed(bound.Mentions(*_said(binder, node)), Type.TRUTH)
    subject = binder.bind(node.arguments[0])  # 存在
    if not isinstance(subject.plan, (bound.Cell, bound.Group, bound.Field, bound.Passage)):
        binder.fail(node.arguments[0], "“存在(…)”里要写一个名称", "例如 存在(公布日期)")
    assert isinstance(subject.plan, (bound.Cell, bound.Group, bound.Field, bound.Passage))
    return Typed(bound.Exists(subject.plan), Type.TRUTH)


def _total(binder: Binder, node: tree.Call) -> Typed:
    items: list[Amount | bound.Group] = []
    unit: str | None = None
    for argument, typed in zip(node.arguments, binder.each(node.arguments, binder.bind), strict=True):
        if isinstance(typed.plan, bound.Group):
            items.append(typed.plan)
            for cell in typed.plan.refs:
                binder.same_unit(argument, typed.plan.refs[0].unit or None, cell.unit or None)
        elif typed.type is Type.NUMBER:
            items.append(amount_of(typed))
        else:
            binder.fail(argument, f"这里要的是数或单元格组，不是{say(typed.type)}", "写成 合计(办理结果)")
        binder.same_unit(node, unit, typed.unit)
        unit = unit or typed.unit
    return Typed(bound.Total(tuple(items)), Type.NUMBER, unit)


def _said(binder: Binder, node: tree.Call) -> tuple[bound.Passage, WordsRef]:
    passage = _passage(binder, node.arguments[0])
    words = binder.bind(node.arguments[1])
    if not isinstance(words.plan, WordsRef):
        binder.fail(
            node.arguments[1], f"这里要的是词组，不是{say(words.type)}", "写词表的名称，例如 $其他处理说明"
        )
    assert isinstance(words.plan, WordsRef)
    return passage, words.plan


def _cells(binder: Binder, node: tree.Expression) -> bound.Cell | bound.Group:
    typed = binder.bind(node)
    if not isinstance(typed.plan, (bound.Cell, bound.Group)):
        binder.fail(node, f"这里要的是单元格或单元格组，不是{say(typed.type)}", "写成 个数(办理结果)")
    assert isinstance(typed.plan, (bound.Cell, bound.Group))
    return typed.plan


def _passage(binder: Binder, node: tree.Expression) -> bound.Passage:
    typed = binder.bind(node)
    if not isinstance(typed.plan, bound.Passage):
        binder.fail(node, f"这里要的是文本范围，不是{say(typed.type)}", "例如 正文、第六部分")
    assert isinstance(typed.plan, bound.Passage)
    return typed.plan


def bind_choice(binder: Binder, node: tree.Choose) -> Typed:
    """选: every member of the closed list named once, or 其余 at the end."""
    subject = binder.bind(node.subject)
    if subject.type is not Type.CHOICE or not isinstance(subject.plan, bound.Field):
        binder.fail(node.subject, f"选(…) 的第一项要是选项，不是{say(subject.type)}", "例如 机关类别")
    assert isinstance(subject.plan, bound.Field)
    arms: list[tuple[str, Amount | Wording | None]] = []
    otherwise: Amount | Wording | None = None
    closed = True
    types: list[Typed] = []
    for arm in node.arms:
        result = _result(binder, arm.result, types)
        if not closed:
            binder.fail(arm, "“其余”只能写在最后", "把“其余 → …”移到最后")
        if arm.label is None:
            otherwise, closed = result, False
            continue
        label = next((m for m in subject.members if fold(m) == fold(arm.label or "")), arm.label)
        binder.member(arm, label, subject.members)
        if any(label == named for named, _ in arms):
            binder.fail(arm, f"选项“{label}”写了两次", "只留一个")
        arms.append((label, result))
    missing = [member for member in subject.members if all(member != label for label, _ in arms)]
    if closed and (missing or not subject.members):
        lacking = f"没有写“{'”“'.join(missing)}”" if missing else "没有写“其余”"
        binder.fail(node, f"选(…) {lacking}", "补上，或在最后写“其余 → …”")
    if not types:
        binder.fail(node, "选(…) 的结果全是“不适用”", "至少写一个结果")
    plan = bound.Choice(subject.plan, tuple(arms), otherwise, closed)
    return Typed(plan, types[0].type, next((t.unit for t in types if t.unit), None))


def _result(binder: Binder, node: tree.Expression, types: list[Typed]) -> Amount | Wording | None:
    if isinstance(node, tree.Inapplicable):
        return None
    typed = binder.bind(node)
    if typed.type not in (Type.NUMBER, Type.DATE, Type.TEXT):
        binder.fail(node, f"选(…) 的结果不能是{say(typed.type)}", "结果要是数、日期或文字")
    for other in types:
        if other.type is not typed.type:
            binder.fail(node, f"选(…) 的结果有{say(other.type)}也有{say(typed.type)}", "各项结果应是同一类")
        binder.same_unit(node, other.unit, typed.unit)
    types.append(typed)
    return wording_of(typed) if typed.type is Type.TEXT else amount_of(typed)
