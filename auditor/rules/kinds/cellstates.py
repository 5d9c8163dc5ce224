"""What may be wrong with the way a cell is filled in, told from its Value alone."""

from __future__ import annotations

from auditor.base.text import fold
from auditor.report.cellvalue import is_plain
from auditor.report.lexicon import CellDef
from auditor.report.value import State, Value

STATES = ("留空", "符号", "文字", "带单位", "百分号", "小数", "负数")
"""留空 nothing in it · 符号 “/”, “—”, “无” · 文字 words beside or instead of a number · 带单位 a number
and its unit · 百分号 a percentage · 小数 and 负数 where the format asks for whole, non-negative numbers."""

_PERCENT = ("%", "％", "‰")


def states_of(cell: CellDef, value: Value) -> frozenset[str]:
    """The STATES that the cell shows. Unreadable and absent cells show none: they are unknown."""
    match value.state:
        case State.BLANK:
            return frozenset({"留空"})
        case State.SYMBOL:
            return frozenset({"符号"})
        case State.ILLEGIBLE | State.ABSENT:
            return frozenset()
        case State.TEXT if any(mark in value.raw for mark in _PERCENT):
            return frozenset({"百分号"})
        case State.TEXT if value.written_unit and _only_unit(value):
            return frozenset({"带单位"})
        case State.TEXT:
            return frozenset({"文字"})
        case State.NUMBER:
            return _of_number(cell, value)


def _only_unit(value: Value) -> bool:
    """“43.788万元” is a number with its unit; “约5件” and “22件（其中修订16件）” are more than that."""
    return is_plain(fold(value.raw).removesuffix(value.written_unit))


def _of_number(cell: CellDef, value: Value) -> frozenset[str]:
    found: set[str] = set()
    number = value.number
    if number is not None and number < 0 and not cell.signed:
        found.add("负数")
    if number is not None and cell.integral and number != int(number):
        found.add("小数")
    if value.written_unit:
        found.add("带单位")
    return frozenset(found)


def is_unknown(value: Value) -> bool:
    """Whether something stands there that could not be read."""
    return value.state is State.ILLEGIBLE
