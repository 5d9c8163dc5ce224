"""Diagnostics on the screen, and nearest names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace
from auditor.base.text import cells
from auditor.source.nearest import advice, nearest
from auditor.source.show import caret, show


def test_a_diagnostic_shows_place_line_caret_and_remedy() -> None:
    fault = Diagnostic(
        Severity.ERROR,
        "rule.unknown-key",
        "不认识的键“级別”",
        "是不是“级别”？",
        "规则/甲.yaml",
        SourcePlace(4, 3),
        "  级別: 错误",
        2,
    )
    assert show(fault) == (
        "规则/甲.yaml:4:3: 错误: 不认识的键“级別”",
        "    级別: 错误",
        "    ^^^^",
        "    提示：是不是“级别”？",
    )


def test_a_diagnostic_without_place_is_one_line() -> None:
    assert show(Diagnostic(Severity.INFO, "a.b", "没有规则")) == ("提示: 没有规则",)


def test_the_caret_is_padded_by_east_asian_width() -> None:
    assert caret("断言: 新收 + 结转", 8, 1) == ["    断言: 新收 + 结转", "               ^"]
    assert caret("名称: “甲”", 7, 1)[1].index("^") == 4 + cells("名称: “甲"[:6])


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "甲" * 300 + "乙" + "丙" * 300
    excerpt, carets = caret(line, 301, 1, 60)
    assert excerpt.startswith("    …甲")
    assert excerpt.endswith("丙…")
    assert cells(excerpt) <= 66
    assert cells(excerpt[: excerpt.index("乙")]) == carets.index("^")


@given(st.text(max_size=300), st.integers(1, 400), st.integers(1, 500), st.integers(10, 120))
def test_a_caret_always_has_two_lines_and_at_least_one_mark(
    line: str, at: int, width: int, columns: int
) -> None:
    shown = caret(line, at, width, columns)
    assert len(shown) == 2
    assert shown[1].strip(" ").strip("^") == ""
    assert "^" in shown[1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("级別", ("级别",)),
        ("上年结转数", ("上年结转",)),
        ("结转下年度", ("结转下年",)),
        ("新 收", ("新收",)),
        ("表三。总计", ()),
        ("完全不同的名字", ()),
        ("", ()),
        ("甲" * 100, ()),
    ],
)
def test_the_nearest_names_are_found_and_no_others(name: str, expected: tuple[str, ...]) -> None:
    known = ("级别", "名称", "新收", "上年结转", "结转下年", "办理总计", "断言")
    assert nearest(name, known)[: len(expected) or 1] == expected


def test_full_width_letters_and_digits_count_as_the_same_name() -> None:
    assert nearest("Ｓ０１", ["S01", "S02"])[0] == "S01"


def test_advice_reads_as_a_question() -> None:
    assert advice("级別", ["级别"]) == "是不是“级别”？"
    assert advice("xyz", ["级别"]) == ""
