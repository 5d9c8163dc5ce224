"""A small scope and a small report for formulas to speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from auditor.report.value import Number, State, Value
from auditor.rules.formula import Bound, Expression, Names, Type, bind, parse
from auditor.rules.formula.types import (
    CellRef,
    CellsRef,
    Constant,
    FieldRef,
    PassageRef,
    Reference,
    Truth,
    WordsRef,
)
from auditor.rules.outcome import Evidence, TextEvidence

RESULTS = ("予以公开", "部分公开", "不予公开", "确认或重新出具", "其他处理之其他")
ROWS = ("新收", "上年结转", *RESULTS, "办理总计", "结转下年")
CELLS = {name: CellRef(f"表三.总计.{name}", index) for index, name in enumerate(ROWS)}
MONEY = CellRef("表二.收费", len(ROWS), "万元")

NAMES: dict[str, Reference] = {
    **CELLS,
    "部分公开（件）": CELLS["部分公开"],
    "表三.总计.新收": CELLS["新收"],
    "表三.新收.总计": CELLS["新收"],
    "办理结果": CellsRef(tuple(CELLS[name] for name in RESULTS)),
    "收费": MONEY,
    "上年.结转下年": CellRef("表三.总计.结转下年", CELLS["结转下年"].index, "件", "上年"),
    "下级": CellRef("表三.总计.新收", 0, "件", "下级"),
    "年度": FieldRef("年度", Type.NUMBER),
    "公布日期": FieldRef("公布日期", Type.DATE),
    "标题": FieldRef("标题", Type.TEXT),
    "机关类别": FieldRef("机关类别", Type.CHOICE, ("部门", "政府", "乡镇")),
    "公布日期出自正文": FieldRef("公布日期出自正文", Type.TRUTH),
    "$部门期限": Constant((1, 31), Type.DATE),
    "$政府期限": Constant((3, 31), Type.DATE),
    "$界限": Constant(3, Type.NUMBER),
    "$其他处理说明": WordsRef("其他处理说明"),
    "正文": PassageRef("正文"),
    "第六部分": PassageRef("第六部分"),
}


class World:
    """A Scope over NAMES."""

    def lookup(self, name: str) -> Reference | None:
        return NAMES.get(name.replace("(", "（").replace(")", "）"))

    def names(self) -> Iterable[str]:
        return NAMES


SCOPE = World()
KNOWN = Names(SCOPE.names())


@dataclass
class Sheet:
    """An Environment: values by row name, anything else by name."""

    values: Mapping[str, Value]
    fields: Mapping[str, Number | str | date] = field(default_factory=dict)
    previous: Mapping[str, Value] | None = None
    subordinates: tuple[Value, ...] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    blank_is_zero: bool = True

    def __post_init__(self) -> None:
        plain = [self.values[name] for name in ROWS] + [self.values.get("收费", Value(State.BLANK))]
        self.numbers: tuple[Number | None, ...] = tuple(
            value.number if value.state is State.NUMBER else None for value in plain
        )

    def cell(self, ref: CellRef) -> Value | tuple[Value, ...] | None:
        name = ref.path.rsplit(".", 1)[-1]
        if ref.report == "下级":
            return self.subordinates
        if ref.report == "上年":
            return None if self.previous is None else self.previous[name]
        return self.values.get(name, Value(State.BLANK))

    def field(self, ref: FieldRef) -> Number | str | date | None:
        return self.fields.get(ref.name)

    def mentions(self, passage: PassageRef, words: WordsRef) -> tuple[Truth, tuple[Evidence, ...]]:
        text = self.texts.get(passage.name)
        if text is None:
            return Truth.UNKNOWN, ()
        at = text.find("说明")
        if at < 0:
            return Truth.BROKEN, ()
        return Truth.HOLDS, (TextEvidence(1, at, at + 2, "说明"),)

    def occurrences(self, passage: PassageRef, words: WordsRef) -> tuple[Evidence, ...] | None:
        text = self.texts.get(passage.name)
        if text is None:
            return None
        starts = [at for at in range(len(text)) if text.startswith("说明", at)]
        return tuple(TextEvidence(1, at, at + 2, "说明") for at in starts)

    def passage_text(self, passage: PassageRef) -> str | None:
        return self.texts.get(passage.name)


def plain(number: Number) -> Value:
    return Value(State.NUMBER, number, str(number))


ILLEGIBLE = Value(State.ILLEGIBLE, raw="1?")
ABSENT = Value(State.ABSENT)
SLASH = Value(State.SYMBOL, raw="/")
BLANK = Value(State.BLANK)


def sheet(numbers: Mapping[str, Number | Value] | None = None, **rest: object) -> Sheet:
    """A report where every cell not named is 0."""
    given = numbers or {}
    values = {
        name: value if isinstance(value, Value) else plain(value)
        for name in (*ROWS, "收费")
        for value in [given.get(name, 0)]
    }
    return Sheet(values, **rest)  # type: ignore[arg-type]


def tree(text: str) -> Expression:
    """The parsed formula; fails on an error."""
    found = parse(text, KNOWN)
    assert isinstance(found, Expression), found
    return found


def formula(text: str, expect: Type = Type.TRUTH, tolerance: Number = 0) -> Bound:
    """The bound formula; fails on an error."""
    found = bind(tree(text), SCOPE, expect, tolerance, text)
    assert isinstance(found, Bound), found
    return found
