"""What holds for every formula, whatever it says."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from auditor.report.value import Number, State, Value
from auditor.rules.formula import Bound, Truth, Type, bind, normal_form
from tests.formula.world import (
    ABSENT,
    BLANK,
    ILLEGIBLE,
    ROWS,
    SCOPE,
    SLASH,
    Sheet,
    plain,
    sheet,
    tree,
)

HOLDS, BROKEN, UNKNOWN = Truth.HOLDS, Truth.BROKEN, Truth.UNKNOWN

FIGURES: st.SearchStrategy[Number] = st.one_of(
    st.integers(0, 12), st.sampled_from([Decimal("0.5"), Decimal("2.25"), 10**12])
)
CELL = st.one_of(
    FIGURES.map(lambda number: plain(number)),
    st.sampled_from([BLANK, SLASH, ILLEGIBLE, ABSENT]),
    st.integers(0, 9).map(lambda n: Value(State.TEXT, n, f"{n}件")),
)
NAMES = st.sampled_from(ROWS)
LITERALS = st.sampled_from(["0", "1", "2", "3", "0.5", "10"])


def _deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(lambda p: f"({p[0]} + {p[1]})"),
        pairs.map(lambda p: f"({p[0]} - {p[1]})"),
        pairs.map(lambda p: f"({p[0]} * {p[1]})"),
        pairs.map(lambda p: f"({p[0]} / {p[1]})"),
        pairs.map(lambda p: f"合计({p[0]}, {p[1]}, 办理结果)"),
        inner.map(lambda x: f"绝对值({x})"),
        inner.map(lambda x: f"取整({x})"),
        inner.map(lambda x: f"-({x})"),
        pairs.map(lambda p: f"选(机关类别, 部门 → {p[0]}, 其余 → {p[1]})"),
        st.just("个数(办理结果)"),
        st.just("合计(下级)"),
        st.just("上年.结转下年"),
    )


AMOUNTS = st.recursive(st.one_of(NAMES, LITERALS), _deeper, max_leaves=6)
COMPARISONS = st.tuples(AMOUNTS, st.sampled_from("=≠<≤>≥"), AMOUNTS).map(" ".join)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: f"({p[0]}) 且 ({p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]}) 或 ({p[1]})"),
        inner.map(lambda x: f"非 ({x})"),
    ),
    max_leaves=3,
)
REPORTS = st.fixed_dictionaries(dict.fromkeys(ROWS, CELL))
LINEAR = st.tuples(
    st.lists(st.tuples(st.sampled_from("+-"), NAMES, st.sampled_from(["", " * 2"])), min_size=1, max_size=6),
    st.sampled_from("=≠<≤>≥"),
    st.lists(
        st.tuples(st.sampled_from("+-"), st.one_of(NAMES, LITERALS), st.just("")), min_size=1, max_size=4
    ),
).map(lambda parts: f"{_side(parts[0])} {parts[1]} {_side(parts[2])}")


def _side(terms: list[tuple[str, str, str]]) -> str:
    return " ".join(f"{sign} {name}{factor}" for sign, name, factor in terms)


def bound_or_none(text: str, tolerance: Number = 0) -> Bound | None:
    found = bind(tree(text), SCOPE, Type.TRUTH, tolerance, text)
    return found if isinstance(found, Bound) else None


@settings(max_examples=120)
@given(LINEAR, st.fixed_dictionaries(dict.fromkeys(ROWS, FIGURES)), st.sampled_from([0, 1, Decimal("0.5")]))
def test_the_fast_path_and_the_slow_path_agree(
    text: str, numbers: Mapping[str, Number], tolerance: Number
) -> None:
    bound = bound_or_none(text, tolerance)
    assume(bound is not None)
    assert bound is not None
    report = sheet(numbers)
    fast = bound.fast(report)
    assert fast is not None
    assert bound.decide(report) is fast
    assert bound.weigh(report) == (fast, ())
    assert bound.trace(report).truth is fast


@settings(max_examples=250)
@given(CONDITIONS, REPORTS, st.sampled_from(["部门", "乡镇", None]), st.booleans())
def test_deciding_weighing_and_tracing_agree(
    text: str, values: Mapping[str, Value], kind: str | None, zero: bool
) -> None:
    bound = bound_or_none(text)
    assume(bound is not None)
    assert bound is not None
    fields = {"机关类别": kind} if kind else {}
    report = Sheet(
        values, fields, subordinates=(values["新收"], plain(1)), previous=values, blank_is_zero=zero
    )
    trace = bound.trace(report)
    assert bound.decide(report) is trace.truth
    assert bound.weigh(report)[0] is trace.truth
    assert bool(trace.missing) is (trace.truth is UNKNOWN)
    assert trace.computation is not None
    assert trace.computation.filled


@settings(max_examples=500)
@given(
    CONDITIONS,
    st.fixed_dictionaries(dict.fromkeys(ROWS, FIGURES)),
    st.sets(NAMES, min_size=1),
    st.sampled_from([ILLEGIBLE, ABSENT, BLANK]),
    st.booleans(),
)
def test_making_cells_unreadable_never_flips_a_verdict(
    text: str, numbers: Mapping[str, Number], torn: set[str], state: Value, lose_kind: bool
) -> None:
    bound = bound_or_none(text)
    assume(bound is not None)
    assert bound is not None
    whole = {name: plain(number) for name, number in numbers.items()}
    damaged = {name: state if name in torn else value for name, value in whole.items()}
    before = Sheet(whole, {"机关类别": "部门"}, whole, (whole["新收"], plain(2)), blank_is_zero=False)
    after = Sheet(
        damaged,
        {} if lose_kind else {"机关类别": "部门"},
        damaged,
        (damaged["新收"], plain(2)),
        blank_is_zero=False,
    )
    one, other = bound.decide(before), bound.decide(after)
    assert other is UNKNOWN or other is one, (one, other)


@settings(max_examples=150)
@given(LINEAR, REPORTS, st.randoms(use_true_random=False))
def test_the_order_of_addends_and_sides_changes_nothing(
    text: str, values: Mapping[str, Value], random: object
) -> None:
    mirror = {"=": "=", "≠": "≠", "<": ">", ">": "<", "≤": "≥", "≥": "≤"}
    operator = next(sign for sign in text if sign in mirror)
    left, right = (side.strip().split(" ") for side in text.split(operator))
    swapped = " ".join([*_shuffled(right), mirror[operator], *_shuffled(left)])
    one, other = bound_or_none(text), bound_or_none(swapped)
    assert (one is None) is (other is None)
    if one is None or other is None:
        return
    assert one.normal == other.normal
    report = Sheet(values)
    assert one.decide(report) is other.decide(report)
    assert set(one.trace(report).missing) == set(other.trace(report).missing)


def _shuffled(words: list[str]) -> list[str]:
    """The signed terms of a side in reverse order."""
    starts = [index for index, word in enumerate(words) if word in "+-"]
    terms = [words[start:end] for start, end in zip(starts, [*starts[1:], len(words)], strict=True)]
    return [word for term in reversed(terms) for word in term]


@settings(max_examples=120)
@given(CONDITIONS, CONDITIONS, REPORTS)
def test_one_normal_form_means_one_verdict(one: str, other: str, values: Mapping[str, Value]) -> None:
    first, second = bound_or_none(f"非 (非 ({one}))"), bound_or_none(one)
    assert (first is None) is (second is None)
    if first is not None and second is not None:
        report = Sheet(values)
        assert first.decide(report) is second.decide(report)
    if normal_form(tree(one)) == normal_form(tree(other)):
        report = Sheet(values, subordinates=(plain(1),), previous=values)
        a, b = bound_or_none(one), bound_or_none(other)
        if a is not None and b is not None:
            assert a.decide(report) is b.decide(report)
