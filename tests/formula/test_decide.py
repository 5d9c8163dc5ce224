"""Deciding and tracing: three values over ranges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from auditor.report.value import Number, State, Value
from auditor.rules.formula import Trace, Truth, Type, implies
from auditor.rules.outcome import (
    CellEvidence,
    Computation,
    Interval,
    Missing,
    Operand,
    Suspect,
    TextEvidence,
)
from tests.formula.world import (
    ABSENT,
    BLANK,
    ILLEGIBLE,
    RESULTS,
    SLASH,
    Sheet,
    formula,
    plain,
    sheet,
)

BALANCE = "新收 + 上年结转 = 办理总计 + 结转下年"
HOLDS, BROKEN, UNKNOWN = Truth.HOLDS, Truth.BROKEN, Truth.UNKNOWN


def decide(text: str, report: Sheet | None = None) -> Truth:
    """The truth, having seen that decide, weigh and trace agree."""
    bound, report = formula(text), report or sheet()
    truth = bound.decide(report)
    assert bound.trace(report).truth is truth
    assert bound.weigh(report)[0] is truth
    return truth


def test_a_balance_that_fails_is_shown_filled_in() -> None:
    report = sheet({"新收": 11, "上年结转": 2, "办理总计": 12})
    operands = tuple(
        Operand(name, f"表三.总计.{name}", str(number), Interval(number, number), "number")
        for name, number in (("新收", 11), ("上年结转", 2), ("办理总计", 12), ("结转下年", 0))
    )
    assert formula(BALANCE).trace(report) == Trace(
        BROKEN,
        Computation(
            BALANCE,
            "新收 11 + 上年结转 2 = 13，办理总计 12 + 结转下年 0 = 12",
            operands,
            Interval(13, 13),
            Interval(12, 12),
            1,
            "新收 11 + 上年结转 2",
            "办理总计 12 + 结转下年 0",
        ),
        tuple(CellEvidence(o.path, o.raw, o.interval.exact, None) for o in operands),
    )


@pytest.mark.parametrize(
    ("text", "numbers", "filled"),
    [
        (
            "合计(办理结果) = 办理总计",
            {"予以公开": 5, "部分公开": 7, "办理总计": 12},
            "合计(办理结果) 12（予以公开 5 + 部分公开 7），办理总计 12",
        ),
        ("合计(办理结果) = 办理总计", {}, "合计(办理结果) 0，办理总计 0"),
        (
            "新收 - (上年结转 - 结转下年) * 2 = 3",
            {"新收": 9},
            "新收 9 - (上年结转 0 - 结转下年 0) × 2 = 9，3",
        ),
        ("新收 / (办理总计 + 1) > 0.5", {"新收": 1}, "新收 1 ÷ (办理总计 0 + 1) = 1 > 0.5"),
        (
            "新收 / 办理总计 < 0.5",
            {"新收": 2, "办理总计": 3},
            "新收 2 ÷ 办理总计 3 = 0.6666666666666666666666666667 < 0.5 不成立",
        ),
        ("部分公开（件） > 0", {}, "部分公开（件） 0 > 0 不成立"),
        ("新收 ≤ 办理总计", {"办理总计": ILLEGIBLE, "新收": 3}, "新收 3 ≤ 办理总计 〈无法辨认〉 无法判定"),
        ("新收 + 办理总计 = 0", {"办理总计": ABSENT, "新收": 3}, "新收 3 + 办理总计 〈不存在〉 ≥ 3，0"),
        ("绝对值(新收 - 办理总计) ≤ 1", {"办理总计": 4}, "绝对值(新收 0 - 办理总计 4) = 4 ≤ 1 不成立"),
        ("个数(办理结果) > 1", {"予以公开": 5}, "个数(办理结果) 1 > 1 不成立"),
        ("-新收 < $界限", {"新收": 5}, "-新收 5 = -5 < 3"),
    ],
)
def test_a_computation_reads_as_a_person_would_write_it(
    text: str, numbers: Mapping[str, Number | Value], filled: str
) -> None:
    computation = formula(text).trace(sheet(numbers)).computation
    assert computation is not None
    assert computation.filled == filled


def test_a_part_that_already_exceeds_the_whole_decides_whatever_an_unknown_cell_holds() -> None:
    numbers: dict[str, Number | Value] = {"予以公开": 130, "部分公开": ILLEGIBLE, "办理总计": 120}
    assert decide("合计(办理结果) = 办理总计", sheet(numbers)) is BROKEN
    assert decide("合计(办理结果) > 办理总计", sheet(numbers)) is HOLDS
    assert decide("合计(办理结果) = 办理总计", sheet({**numbers, "予以公开": 110})) is UNKNOWN


@pytest.mark.parametrize(
    ("cell", "cause"),
    [
        (ILLEGIBLE, "单元格无法辨认"),
        (ABSENT, "单元格不存在"),
        (Value(State.TEXT, raw="若干"), "单元格里的文字没有数"),
    ],
)
def test_an_unknown_cell_is_named_with_its_cause_and_the_value_that_would_fit(
    cell: Value, cause: str
) -> None:
    trace = formula(BALANCE).trace(sheet({"新收": 11, "上年结转": 2, "办理总计": 12, "结转下年": cell}))
    assert trace.truth is UNKNOWN
    assert trace.missing == (Missing(cause, "表三.总计.结转下年"),)
    assert trace.fits == Suspect("表三.总计.结转下年", 1)


def test_only_what_left_the_verdict_open_is_named_as_missing() -> None:
    text = "(新收 > 0 且 办理总计 > 5) 或 结转下年 > 0"
    report = sheet({"办理总计": ILLEGIBLE, "结转下年": ILLEGIBLE})
    assert formula(text).trace(report).missing == (Missing("单元格无法辨认", "表三.总计.结转下年"),)


def test_an_inapplicable_choice_in_a_part_that_is_decided_leaves_the_rest_to_decide() -> None:
    text = "(新收 > 0 且 新收 > 选(机关类别, 部门 → 1, 其余 → 不适用)) 或 结转下年 > 0"
    report = sheet({"结转下年": ILLEGIBLE}, fields={"机关类别": "乡镇"})
    trace = formula(text).trace(report)
    assert (trace.truth, trace.inapplicable) == (UNKNOWN, "")
    assert trace.missing == (Missing("单元格无法辨认", "表三.总计.结转下年"),)


@pytest.mark.parametrize(
    ("value", "truth"), [(-4, BROKEN), (1, BROKEN), (2, HOLDS), (3, HOLDS), (4, HOLDS), (5, BROKEN)]
)
def test_a_constant_in_an_identity_shifts_its_tolerance(value: int, truth: Truth) -> None:
    bound = formula("新收 = 办理总计 + 3", tolerance=1)
    report = sheet({"新收": 10 + value, "办理总计": 10})
    assert (bound.fast(report), bound.trace(report).truth) == (truth, truth)


def test_a_cell_that_exists_anyway_leaves_nothing_missing() -> None:
    report = sheet({"予以公开": 1, "部分公开": ILLEGIBLE, "新收": ILLEGIBLE})
    trace = formula("存在(办理结果) 且 新收 > 0").trace(report)
    assert trace.missing == (Missing("单元格无法辨认", "表三.总计.新收"),)


def test_a_trace_looks_at_every_part_even_when_the_first_decides() -> None:
    trace = formula("新收 > 0 且 办理总计 > 0").trace(sheet({"办理总计": 2}))
    assert trace.computation is not None
    assert [operand.name for operand in trace.computation.operands] == ["新收", "办理总计"]


def test_counts_over_counts_and_money_over_money_are_plain_ratios() -> None:
    report = sheet({"新收": 1, "办理总计": 2, "收费": 3})
    assert decide("新收 / 办理总计 = 收费 / (收费 + 3)", report) is HOLDS


def test_no_value_is_offered_where_none_would_fit() -> None:
    assert formula("新收 * 2 = 办理总计").trace(sheet({"新收": ILLEGIBLE, "办理总计": 3})).fits is None
    two: dict[str, Number | Value] = {"新收": ILLEGIBLE, "办理总计": ILLEGIBLE, "上年结转": 1}
    assert formula(BALANCE).trace(sheet(two)).fits is None


def test_an_unknown_cell_on_both_sides_cancels() -> None:
    report = sheet({"新收": 1, "上年结转": ILLEGIBLE, "办理总计": 2})
    assert decide("新收 + 上年结转 = 办理总计 + 上年结转", report) is BROKEN
    assert decide("新收 + 2 * 上年结转 < 办理总计 + 上年结转 * 2", report) is HOLDS


@pytest.mark.parametrize(("cell", "reading"), [(BLANK, "空白按 0 计"), (SLASH, "“/”“—”“无”等符号按 0 计")])
def test_a_blank_counts_as_zero_only_where_it_may_and_says_so(cell: Value, reading: str) -> None:
    numbers: dict[str, Number | Value] = {"新收": 1, "办理总计": 1, "结转下年": cell}
    bound = formula(BALANCE)
    assert bound.weigh(sheet(numbers)) == (HOLDS, (reading,))
    assert bound.trace(sheet(numbers)).readings == (reading,)
    assert decide(BALANCE, sheet(numbers, blank_is_zero=False)) is UNKNOWN
    assert bound.trace(sheet(numbers, blank_is_zero=False)).readings == ()


def test_text_with_a_number_counts_as_that_number_and_says_so() -> None:
    cell = Value(State.TEXT, 22, "22（其中修订16件）")
    trace = formula("新收 = 办理总计").trace(sheet({"新收": cell, "办理总计": 22}))
    assert (trace.truth, trace.readings) == (HOLDS, ("“22（其中修订16件）”按 22 计",))


def test_yuan_in_a_cell_of_ten_thousand_yuan_is_converted_and_says_so() -> None:
    cell = Value(State.NUMBER, 251000, "251000元", "万元", "元")
    bound = formula("收费 = 25.1")
    assert bound.weigh(sheet({"收费": cell})) == (HOLDS, ("元折合万元",))
    assert decide("收费 = 25.1", sheet({"收费": cell})) is HOLDS
    assert decide("收费 = 251000", sheet({"收费": Value(State.NUMBER, 251000, "251000", "万元")})) is HOLDS


def test_a_report_that_is_not_there_leaves_the_verdict_open() -> None:
    trace = formula("上年结转 = 上年.结转下年").trace(sheet({"上年结转": 2}))
    assert (trace.truth, trace.missing, trace.fits) == (UNKNOWN, (Missing("无上年报告"),), None)
    trace = formula("新收 = 合计(下级)").trace(sheet({"新收": 2}))
    assert (trace.truth, trace.missing, trace.fits) == (UNKNOWN, (Missing("无下级报告"),), None)


def test_last_year_and_subordinate_reports_are_drawn_on() -> None:
    previous = sheet({"结转下年": 2}).values
    assert decide("上年结转 = 上年.结转下年", sheet({"上年结转": 2}, previous=previous)) is HOLDS
    assert decide("上年结转 = 上年.结转下年", sheet({"上年结转": 3}, previous=previous)) is BROKEN
    parts = (plain(4), plain(5))
    assert decide("新收 = 合计(下级)", sheet({"新收": 9}, subordinates=parts)) is HOLDS
    assert decide("新收 = 合计(下级)", sheet({"新收": 8}, subordinates=parts)) is BROKEN
    assert decide("新收 = 合计(下级)", sheet({"新收": 3}, subordinates=(*parts, ILLEGIBLE))) is BROKEN
    assert decide("新收 = 合计(下级)", sheet({"新收": 10}, subordinates=(*parts, ILLEGIBLE))) is UNKNOWN


@pytest.mark.parametrize("divisor", [0, BLANK, ILLEGIBLE])
def test_a_divisor_that_may_be_zero_decides_nothing(divisor: Number | Value) -> None:
    trace = formula("新收 / 办理总计 ≥ 0").trace(sheet({"新收": 1, "办理总计": divisor}))
    assert trace.truth is UNKNOWN
    assert Missing("除数为 0", "办理总计") in trace.missing


def test_thirds_are_exact() -> None:
    assert decide("新收 / 3 * 3 = 1", sheet({"新收": 1})) is HOLDS
    assert decide("新收 / 3 + 新收 / 3 + 新收 / 3 = 1", sheet({"新收": 1})) is HOLDS


LIMIT = "公布日期 ≤ 选(机关类别, 部门 → $部门期限, 政府 → $政府期限, 其余 → 不适用)"


@pytest.mark.parametrize(
    ("kind", "day", "truth"),
    [
        ("部门", date(2025, 1, 31), HOLDS),
        ("部门", date(2025, 2, 1), BROKEN),
        ("政府", date(2025, 3, 31), HOLDS),
        ("政府", date(2025, 4, 1), BROKEN),
        ("部门", None, UNKNOWN),
        (None, date(2025, 1, 1), UNKNOWN),
    ],
)
def test_a_date_without_year_falls_in_the_year_after_the_report(
    kind: str | None, day: date | None, truth: Truth
) -> None:
    fields = {name: value for name, value in (("机关类别", kind), ("公布日期", day), ("年度", 2024)) if value}
    trace = formula(LIMIT).trace(sheet(fields=fields))
    assert (trace.truth, trace.inapplicable) == (truth, "")
    assert bool(trace.missing) is (truth is UNKNOWN)


def test_a_choice_of_不适用_is_neither_pass_nor_missing() -> None:
    fields = {"机关类别": "乡镇", "公布日期": date(2025, 5, 1), "年度": 2024}
    trace = formula(LIMIT).trace(sheet(fields=fields))
    assert (trace.truth, trace.missing) == (UNKNOWN, ())
    assert trace.inapplicable == "按“选(…)”的规定，本报告不适用"
    assert trace.computation is not None
    assert trace.computation.filled == "公布日期 2025年5月1日 ≤ 乡镇 不适用"


def test_an_unknown_choice_decides_where_every_result_agrees() -> None:
    text = "新收 < 选(机关类别, 部门 → 5, 其余 → 9)"
    assert decide(text, sheet({"新收": 4})) is HOLDS
    assert decide(text, sheet({"新收": 6})) is UNKNOWN
    assert decide(text, sheet({"新收": 9})) is BROKEN


def test_a_breached_limit_shows_both_dates() -> None:
    fields = {"机关类别": "部门", "公布日期": date(2025, 2, 3), "年度": 2024}
    computation = formula(LIMIT).trace(sheet(fields=fields)).computation
    assert computation is not None
    assert (computation.filled, computation.difference) == (
        "公布日期 2025年2月3日 ≤ 部门 2025年1月31日 不成立",
        3,
    )


def test_the_last_of_february_follows_the_leap_year() -> None:
    for year, last in ((2023, date(2024, 2, 29)), (2024, date(2025, 2, 28))):
        assert decide("公布日期 = 2月29日", sheet(fields={"公布日期": last, "年度": year})) is HOLDS


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("机关类别 = 部门", HOLDS),
        ("机关类别 ≠ 部门", BROKEN),
        ("“政府” = 机关类别", BROKEN),
        ("标题 = “甲　乙”", HOLDS),
        ("标题 ≠ “甲”", HOLDS),
        ("公布日期出自正文", HOLDS),
        ("非 公布日期出自正文", BROKEN),
        ("存在(标题)", HOLDS),
        ("存在(公布日期)", BROKEN),
        ("存在(正文)", HOLDS),
        ("存在(第六部分)", UNKNOWN),
        ("存在(新收)", BROKEN),
        ("存在(上年结转)", HOLDS),
        ("存在(办理总计)", UNKNOWN),
        ("提及(正文, $其他处理说明)", HOLDS),
        ("提及(第六部分, $其他处理说明)", UNKNOWN),
        ("相似度(正文, 正文) = 1", HOLDS),
        ("相似度(正文, 第六部分) ≤ 1", HOLDS),
        ("相似度(正文, 第六部分) < 1", UNKNOWN),
        ("取整(结转下年 / 2) = 3", HOLDS),
        ("绝对值(0 - 结转下年) = 7", HOLDS),
        ("天数(2024-01-01, 2024-03-01) = 结转下年 + 53", HOLDS),
        ("个数(结转下年, 上年结转, 办理总计) ≥ 1", HOLDS),
        ("个数(结转下年, 上年结转, 办理总计) ≥ 2", UNKNOWN),
        ("个数(结转下年, 上年结转, 办理总计) ≥ 3", BROKEN),
    ],
)
def test_each_function_and_type_gives_its_truth(text: str, truth: Truth) -> None:
    report = sheet(
        {"新收": BLANK, "上年结转": SLASH, "办理总计": ILLEGIBLE, "结转下年": 7},
        fields={"机关类别": "部门", "标题": "甲 乙", "公布日期出自正文": True},
        texts={"正文": "已作说明。"},
    )
    assert decide(text, report) is truth


def test_what_a_passage_says_is_kept_as_evidence() -> None:
    trace = formula("新收 > 0 且 提及(正文, $其他处理说明)").trace(
        sheet({"新收": 1}, texts={"正文": "已作说明。"})
    )
    assert trace.evidence == (
        CellEvidence("表三.总计.新收", "1", 1, None),
        TextEvidence(1, 2, 4, "说明"),
    )


@pytest.mark.parametrize(
    ("operator", "within"),
    [
        ("=", (-2, -1, 0, 1, 2)),
        ("≠", (-4, -3, 3, 4)),
        ("≤", (-4, -3, -2, -1, 0, 1, 2)),
        ("<", (-4, -3, -2, -1, 0, 1)),
        ("≥", (-2, -1, 0, 1, 2, 3, 4)),
        (">", (-1, 0, 1, 2, 3, 4)),
    ],
)
def test_tolerance_is_the_largest_difference_that_passes(operator: str, within: tuple[int, ...]) -> None:
    bound = formula(f"新收 {operator} 办理总计", tolerance=2)
    reports = {difference: sheet({"新收": 10 + difference, "办理总计": 10}) for difference in range(-4, 5)}
    assert tuple(d for d, report in reports.items() if bound.decide(report) is HOLDS) == within
    assert tuple(d for d, report in reports.items() if bound.trace(report).truth is HOLDS) == within


@pytest.mark.parametrize(
    ("premise", "conclusion", "result"),
    [
        (HOLDS, HOLDS, HOLDS),
        (HOLDS, BROKEN, BROKEN),
        (HOLDS, UNKNOWN, UNKNOWN),
        (BROKEN, BROKEN, HOLDS),
        (UNKNOWN, HOLDS, HOLDS),
        (UNKNOWN, BROKEN, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN),
        (BROKEN, UNKNOWN, HOLDS),
    ],
)
def test_a_true_conclusion_passes_whatever_the_premise(
    premise: Truth, conclusion: Truth, result: Truth
) -> None:
    assert implies(premise, conclusion) is result


def test_a_number_formula_gives_its_value_and_shows_it() -> None:
    bound = formula("新收 + 上年结转", Type.NUMBER)
    assert bound.number(sheet({"新收": 3, "上年结转": 4})) == Interval(7, 7)
    assert bound.number(sheet({"新收": 3, "上年结转": ILLEGIBLE})) == Interval(3, None)
    computation = bound.trace(sheet({"新收": 3, "上年结转": 4})).computation
    assert computation is not None
    assert (computation.filled, computation.left) == ("新收 3 + 上年结转 4 = 7", Interval(7, 7))


def test_the_fast_path_answers_only_where_every_cell_is_a_plain_number() -> None:
    bound = formula(BALANCE)
    assert bound.fast(sheet()) is HOLDS
    assert bound.fast(sheet({"新收": BLANK})) is None
    assert formula("新收 / 办理总计 > 1").fast(sheet()) is None


def test_every_result_row_is_part_of_the_group() -> None:
    numbers: dict[str, Number | Value] = {name: index + 1 for index, name in enumerate(RESULTS)}
    assert (
        decide("合计(办理结果) = 办理总计", sheet({**numbers, "办理总计": sum(range(1, len(RESULTS) + 1))}))
        is HOLDS
    )
