"""The cells an evaluation reads, how each was taken, and everything that will be said of them."""

from __future__ import annotations

from fractions import Fraction

from auditor.base.text import tidy
from auditor.report.value import State, Value
from auditor.rules.formula import bound
from auditor.rules.formula.quantity import Key, Quantity, exactly, to_number, total
from auditor.rules.formula.types import CellRef, Environment
from auditor.rules.outcome import CellEvidence, Evidence, Interval, Missing, Operand

AS_ZERO = {State.BLANK: "空白按 0 计", State.SYMBOL: "“/”“—”“无”等符号按 0 计"}
IN_YUAN = "元折合万元"
CAUSES = {
    State.ILLEGIBLE: "单元格无法辨认",
    State.ABSENT: "单元格不存在",
    State.BLANK: "单元格空白",
    State.SYMBOL: "单元格是符号",
    State.TEXT: "单元格里的文字没有数",
}
_REPORTS = {"上年": "无上年报告", "下级": "无下级报告"}


class Ledger:
    """Reads cells of one report and its companions. Operands and evidence are kept in the order met,
    each cell once; `missing` and `readings` are ordered sets."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.operands: dict[Key, Operand] = {}
        self.evidence: list[Evidence] = []
        self.missing: dict[Missing, None] = {}
        self.readings: dict[str, None] = {}
        self.unread: dict[Key, bool] = {}  # cells without a figure; True: it must be a whole one

    def figure(self, ref: CellRef, name: str) -> Quantity:
        values = self.values(ref, name)
        if values is None:
            return Quantity(unknown={(ref.report, ref.path, 0): 1})
        if len(values) == 1:
            return self.value(ref, 0, name, values[0])
        return total([(1, self.value(ref, index, name, value)) for index, value in enumerate(values)])

    def values(self, ref: CellRef, name: str) -> tuple[Value, ...] | None:
        """The cell's values; None (and said) where there is no such report."""
        found = self.environment.cell(ref)
        if found is None or found == ():
            self.lack(_REPORTS.get(ref.report, f"无{ref.report}报告"), "")
            unknown = Interval(0, None)
            self.operands[ref.report, ref.path, 0] = Operand(
                name, path_of(ref), "", unknown, State.ABSENT.value
            )
            return None
        return found if isinstance(found, tuple) else (found,)

    def value(self, ref: CellRef, index: int, name: str, value: Value) -> Quantity:
        quantity, reading = self._read(ref, index, value)
        if reading:
            self.readings[reading] = None
        exact = quantity.exact
        interval = Interval(0, None) if exact is None else Interval(to_number(exact), to_number(exact))
        self.remember(ref, index, name, value, interval, reading)
        return quantity

    def _read(self, ref: CellRef, index: int, value: Value) -> tuple[Quantity, str]:
        number = value.number
        if number is not None and value.state in (State.NUMBER, State.TEXT):
            figure = exactly(number)
            if value.written_unit == "元" and ref.unit == "万元":
                return Quantity(figure * Fraction(1, 10_000)), IN_YUAN
            if value.state is State.TEXT:
                return Quantity(figure), f"“{tidy(value.raw)[:20]}”按 {number} 计"
            return Quantity(figure), ""
        if self.environment.blank_is_zero and (zero := AS_ZERO.get(value.state)):
            return Quantity(), zero
        self.lack(CAUSES.get(value.state, "单元格无法辨认"), path_of(ref))
        self.unread[ref.report, ref.path, index] = ref.unit == "件"
        return Quantity(unknown={(ref.report, ref.path, index): 1}), ""

    def remember(
        self, ref: CellRef, index: int, name: str, value: Value, interval: Interval, reading: str
    ) -> None:
        key = (ref.report, ref.path, index)
        if key in self.operands:
            return
        path = path_of(ref)
        self.operands[key] = Operand(name, path, value.raw, interval, value.state.value, value.place, reading)
        self.evidence.append(CellEvidence(path, value.raw, value.number, value.place))

    def lack(self, cause: str, detail: str) -> None:
        self.missing[Missing(cause, detail)] = None


def shorts(group: bound.Group) -> tuple[str, ...]:
    """Each cell's name within its group: the part of the path that differs."""
    paths = [ref.path.split(".") for ref in group.refs]
    if len(paths) < 2 or len({len(path) for path in paths}) > 1:
        return tuple(group.name if len(paths) == 1 else ref.path for ref in group.refs)
    differing = [column for column in range(len(paths[0])) if len({path[column] for path in paths}) > 1]
    return tuple(".".join(path[column] for column in differing) or ".".join(path) for path in paths)


def refs_of(subject: bound.Cell | bound.Group) -> tuple[CellRef, ...]:
    return (subject.ref,) if isinstance(subject, bound.Cell) else subject.refs


def path_of(ref: CellRef) -> str:
    return f"{ref.report}.{ref.path}" if ref.report else ref.path


def stated(value: Value) -> Interval:
    return Interval(value.low, value.high)
