"""What one cell says: the number as written, never a guess."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.report.cellvalue import is_figure, read_value
from auditor.report.value import Number, State


@pytest.mark.parametrize(
    ("text", "state", "number", "written_unit"),
    [
        ("27", State.NUMBER, 27, ""),
        ("　27　", State.NUMBER, 27, ""),
        ("２７", State.NUMBER, 27, ""),
        ("1,295", State.NUMBER, 1295, ""),
        ("1，295", State.NUMBER, 1295, ""),
        ("1 295", State.NUMBER, 1295, ""),
        ("+21", State.NUMBER, 21, ""),
        ("−5", State.NUMBER, -5, ""),
        ("0.092", State.NUMBER, Decimal("0.092"), ""),
        ("190.457379", State.NUMBER, Decimal("190.457379"), ""),
        ("", State.BLANK, None, ""),
        ("\xa0 　", State.BLANK, None, ""),
        ("\u200b", State.BLANK, None, ""),
        ("/", State.SYMBOL, None, ""),
        ("——", State.SYMBOL, None, ""),
        ("－", State.SYMBOL, None, ""),
        ("无", State.SYMBOL, None, ""),
        ("0件", State.TEXT, 0, "件"),
        ("0 1 0万元", State.TEXT, None, ""),
        ("43.788万元", State.TEXT, Decimal("43.788"), "万元"),
        ("251000元", State.TEXT, 251000, "元"),
        ("22（其中修订16件）", State.TEXT, 22, ""),
        ("约50", State.TEXT, 50, ""),
        ("无此职权", State.TEXT, None, ""),
        ("12%", State.TEXT, 12, "%"),
        ("5①", State.TEXT, 5, ""),
        ("５ ②", State.TEXT, 5, ""),
        ("7²", State.TEXT, 7, ""),
        ("7⁽²⁾", State.TEXT, 7, ""),
        ("7⒉", State.TEXT, 7, ""),
        ("12❸", State.TEXT, 12, ""),
        ("4*", State.TEXT, 4, ""),
        ("3注1", State.TEXT, 3, ""),
        ("12※", State.TEXT, 12, ""),
        ("3+", State.TEXT, 3, ""),
        ("3+2", State.TEXT, None, ""),
        ("①5", State.TEXT, None, ""),
        ("5①2", State.TEXT, None, ""),
        ("1²,295", State.TEXT, None, ""),
        ("5½", State.TEXT, None, ""),
        ("①", State.ILLEGIBLE, None, ""),
        ("²", State.ILLEGIBLE, None, ""),
        ("5，含上年结转1件", State.TEXT, 5, ""),
        ("12，其中修订3件", State.TEXT, 12, ""),
        ("1,200件，其中修订3件", State.TEXT, 1200, "件"),
    ],
)
def test_a_cell_is_read_as_written(text: str, state: State, number: Number | None, written_unit: str) -> None:
    value = read_value(text, "件", None)
    assert (value.state, value.number, value.written_unit, value.unit) == (state, number, written_unit, "件")


@pytest.mark.parametrize("text", ["20 0", "12\n3", "200\n000", "1 2 3", "0 0 0 0 0 0 0", "9" * 40])
def test_what_may_be_two_numbers_is_not_one(text: str) -> None:
    value = read_value(text, "件", None)
    assert (value.state, value.number, value.confidence) == (State.ILLEGIBLE, None, 0.0)


def test_an_unknown_count_has_no_upper_bound_and_a_known_one_is_itself() -> None:
    assert (read_value("无此职权", "件", None).low, read_value("无此职权", "件", None).high) == (0, None)
    assert (read_value("7", "件", None).low, read_value("7", "件", None).high) == (7, 7)


@pytest.mark.parametrize(
    "text", ["1.属于国家秘密", "3.其他", "一、", "（七）总计", "自然人", "", "2023年", "见"]
)
def test_labels_are_no_figures(text: str) -> None:
    assert not is_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "见说明",
        "见说明(31)",
        "详见正文",
        "见后附说明(2)",
        "约50",
        "3件(含补正1件)",
        "5[1]",
        "4*",
        "5,含上年1件",
    ],
)
def test_words_that_stand_for_a_figure_are_told_from_labels(text: str) -> None:
    assert is_figure(text)


@given(st.integers(min_value=0, max_value=10**12))
def test_every_count_comes_back_however_its_thousands_are_set_apart(count: int) -> None:
    for text in (str(count), f"{count:,}", f" {count} ", f"{count:,}".replace(",", "，")):
        assert read_value(text, "件", None).number == count


@given(st.text(max_size=30))
def test_any_text_gives_a_value_and_keeps_what_was_written(text: str) -> None:
    value = read_value(text, "件", None)
    assert value.raw == text.strip("\n\r\t ")
    assert (value.number is not None) or value.state is not State.NUMBER
