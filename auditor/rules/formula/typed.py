"""A bound part with its type, and how types are spoken of."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from auditor.rules.formula import bound
from auditor.rules.formula.bound import Amount, Plan, Wording
from auditor.rules.formula.quantity import exactly
from auditor.rules.formula.types import Constant, Type, WordsRef


class Typed(NamedTuple):
    """A bound part, its type, and its unit (None: fits every unit)."""

    plan: Plan | bound.Group | bound.Passage | WordsRef
    type: Type
    unit: str | None = None
    members: tuple[str, ...] = ()


class Failed(Exception):
    """A part that has no meaning; its error is recorded. Never leaves `bind`."""


def amount_of(typed: Typed) -> Amount:
    assert isinstance(typed.plan, Amount)  # NUMBER and DATE are always amounts
    return typed.plan


def wording_of(typed: Typed) -> Wording:
    assert isinstance(typed.plan, Wording)  # TEXT and CHOICE are always wordings
    return typed.plan


def day_of(value: datetime.date | tuple[int, int]) -> bound.Day:
    if isinstance(value, tuple):
        return bound.Day(value, f"{value[0]}月{value[1]}日")
    return bound.Day(value.toordinal(), f"{value.year}年{value.month}月{value.day}日")


def constant_of(constant: Constant) -> Typed:
    match constant.value:
        case datetime.date() | tuple():
            return Typed(day_of(constant.value), Type.DATE)
        case str():
            return Typed(bound.Words(constant.value, f"“{constant.value}”"), Type.TEXT)
    return Typed(bound.Figure(exactly(constant.value), str(constant.value)), Type.NUMBER)


def say(kind: Type) -> str:
    return {Type.TRUTH: "条件", Type.CELLS: "一组单元格"}.get(kind, kind.value)


def remedy(typed: Typed, expect: Type) -> str:
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
