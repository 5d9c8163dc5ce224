"""Any text at all is a formula or an error within it."""

from __future__ import annotations

import time

from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditor.rules.formula import Bound, Expression, FormulaError, Type, bind, normal_form, parse
from tests.formula.world import KNOWN, SCOPE

WORDS = st.lists(
    st.sampled_from(
        [
            "新收",
            "上年结转",
            "办理结果",
            "确认或重新出具",
            "年度",
            "公布日期",
            "机关类别",
            "正文",
            "$界限",
            "$其他处理说明",
            "合计",
            "选",
            "个数",
            "取整",
            "绝对值",
            "天数",
            "提及",
            "存在",
            "相似度",
            "字数",
            "次数",
            "(",
            ")",
            "（",
            "）",
            ",",
            "，",
            "→",
            "->",
            "+",
            "-",
            "*",
            "/",
            "×",
            "=",
            "≠",
            "<",
            ">=",
            "且",
            "或",
            "非",
            " ",
            " ",
            "1",
            "2.5",
            "０",
            "“甲”",
            "“",
            "部门",
            "其余",
            "不适用",
            "1月31日",
            "2024-01-31",
            ".",
            "、",
            "甲",
            "%",
            "\n",
            "\u200b",
            "㈠",
            "…",
            "½",
        ]
    ),
    max_size=30,
).map("".join)


@settings(max_examples=300)
@given(st.one_of(WORDS, st.text(max_size=60)), st.sampled_from([Type.TRUTH, Type.NUMBER, Type.DATE]))
@example("非" * 1999, Type.TRUTH)
@example("-" * 499 + "1", Type.NUMBER)
@example("9" * 24 + ("*" + "9" * 24) * 70 + " > 新收", Type.TRUTH)
def test_any_text_is_a_formula_or_an_error_within_its_text(text: str, expect: Type) -> None:
    started = time.process_time()
    found = parse(text, KNOWN)
    if isinstance(found, Expression):
        result = bind(found, SCOPE, expect, 0, text)
        assert normal_form(found)
        if isinstance(result, Bound):
            assert result.normal
            return
        assert result
        errors = result
    else:
        errors = (found,)
    for error in errors:
        assert 0 <= error.start <= error.end <= len(text) + 1
        assert error.message
        assert error.hint
    assert time.process_time() - started < 1


FULL = str.maketrans({char: chr(ord(char) + 0xFEE0) for char in "0123456789+-*/=<>(),"})


@settings(max_examples=200)
@given(WORDS.filter(lambda text: not any(char in text for char in "日“\u200b㈠…½－")))
def test_full_width_spelling_means_the_same_as_half_width(text: str) -> None:
    half, full = parse(text, KNOWN), parse(text.translate(FULL), KNOWN)
    if isinstance(half, FormulaError) or isinstance(full, FormulaError):
        assert isinstance(half, FormulaError)
        assert isinstance(full, FormulaError)
        assert (half.start, half.end) == (full.start, full.end)
        return
    assert normal_form(half) == normal_form(full)
