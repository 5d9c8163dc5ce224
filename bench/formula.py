"""How long a formula takes: to decide, to trace, to compile; against a plain sum of the same numbers.

    python bench/formula.py

Prints medians in microseconds and the ratio to the floor measured in the same run.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterable

from auditor.report.value import Number, State, Value
from auditor.rules.formula import Bound, Expression, Names, Type, bind, parse
from auditor.rules.formula.types import (
    CellRef,
    CellsRef,
    FieldRef,
    PassageRef,
    Reference,
    Truth,
    WordsRef,
)
from auditor.rules.outcome import Evidence

ROUNDS, REPEATS = 2000, 25
RESULTS = tuple(f"结果{number}" for number in range(21))
ROWS = ("新收", "上年结转", "办理总计", "结转下年", *RESULTS)
CELLS = {name: CellRef(f"表三.总计.{name}", index) for index, name in enumerate(ROWS)}
# As many names as a real lexicon gives: three tables, each name in three spellings.
MANY = {f"表三.列{number % 7}.行{number}": CellRef(f"其他{number}", 0) for number in range(900)}


class _Scope:
    def __init__(self) -> None:
        results = CellsRef(tuple(CELLS[name] for name in RESULTS))
        self.references: dict[str, Reference] = {**CELLS, **MANY, "办理结果": results}

    def lookup(self, name: str) -> Reference | None:
        return self.references.get(name)

    def names(self) -> Iterable[str]:
        return self.references


class _Report:
    blank_is_zero = True

    def __init__(self, values: tuple[Value, ...]) -> None:
        self.values = values
        self.numbers: tuple[Number | None, ...] = tuple(
            value.number if value.state is State.NUMBER else None for value in values
        )

    def cell(self, ref: CellRef) -> Value | tuple[Value, ...] | None:
        return self.values[ref.index]

    def field(self, ref: FieldRef) -> None:
        return None

    def mentions(self, passage: PassageRef, words: WordsRef) -> tuple[Truth, tuple[Evidence, ...]]:
        return Truth.UNKNOWN, ()

    def passage_text(self, passage: PassageRef) -> str | None:
        return None


def median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Microseconds for one call of `work`."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        for _ in range(rounds):
            work()
        times.append((time.perf_counter() - started) / rounds * 1e6)
    return statistics.median(times)


def compiled(text: str, scope: _Scope, names: Names) -> Bound:
    tree = parse(text, names)
    assert isinstance(tree, Expression)
    bound = bind(tree, scope, Type.TRUTH, 0, text)
    assert isinstance(bound, Bound)
    return bound


def main() -> int:
    scope, names = _Scope(), Names(_Scope().names())
    full = _Report(tuple(Value(State.NUMBER, 3, "3") for _ in ROWS))
    blank = _Report((*full.values[:2], Value(State.BLANK), *full.values[3:]))
    failed = False
    for text, indices, target in (
        ("新收 + 上年结转 = 办理总计 + 结转下年", (0, 1, 2, 3), 1.0),
        ("合计(办理结果) = 办理总计", range(2, 25), None),
    ):
        formula = compiled(text, scope, names)
        numbers = full.numbers
        floor = median(lambda numbers=numbers, indices=indices: sum([numbers[i] for i in indices]))  # type: ignore[misc]
        print(f"{text}\n  floor (plain sum)   {floor:8.3f} µs")
        for label, work, rounds in (
            ("decide", lambda formula=formula: formula.decide(full), ROUNDS),
            ("decide, one blank", lambda formula=formula: formula.decide(blank), 200),
            ("weigh, one blank", lambda formula=formula: formula.weigh(blank), 200),
            ("trace", lambda formula=formula: formula.trace(full), 100),
            ("compile", lambda text=text: compiled(text, scope, names), 200),
        ):
            taken = median(work, rounds)
            print(f"  {label:<19} {taken:8.3f} µs   {taken / floor:7.1f} × floor")
            if label == "decide" and target is not None and taken > target:
                failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
