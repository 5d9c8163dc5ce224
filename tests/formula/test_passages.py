"""字数 and 次数: figures about a passage's text, unknown where it was not read."""

from __future__ import annotations

import pytest

from auditor.rules.formula import FormulaError, parse
from auditor.rules.formula.bind import Binder
from auditor.rules.formula.types import Truth, Type
from tests.formula.world import KNOWN, SCOPE, formula, sheet

TEXTS = {"正文": "说明：共 12 件，另有说明。"}


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("字数(正文) = 10", Truth.HOLDS),
        ("字数(正文) > 10", Truth.BROKEN),
        ("字数(第六部分) ≥ 0", Truth.HOLDS),
        ("字数(第六部分) ≥ 80", Truth.UNKNOWN),
        ("次数(正文, $其他处理说明) = 2", Truth.HOLDS),
        ("次数(正文, $其他处理说明) ≥ 3", Truth.BROKEN),
        ("次数(第六部分, $其他处理说明) < 1", Truth.UNKNOWN),
        ("字数(正文) = 次数(正文, $其他处理说明) * 5", Truth.HOLDS),
    ],
)
def test_what_a_passage_counts(text: str, truth: Truth) -> None:
    bound = formula(text)
    assert bound.decide(sheet(texts=TEXTS)) is truth
    assert bound.trace(sheet(texts=TEXTS)).truth is truth


def test_a_trace_names_the_figure_the_places_and_what_was_not_read() -> None:
    trace = formula("次数(正文, $其他处理说明) ≥ 3").trace(sheet(texts=TEXTS))
    assert trace.computation is not None
    assert trace.computation.filled == "正文“其他处理说明”次数 2 ≥ 3 不成立"
    assert len(trace.evidence) == 2
    short = formula("字数(正文) ≥ 80").trace(sheet(texts=TEXTS)).computation
    assert short is not None and short.filled == "正文字数 10 ≥ 80 不成立"
    unread = formula("字数(第六部分) ≥ 80").trace(sheet(texts=TEXTS))
    assert [(lack.cause, lack.detail) for lack in unread.missing] == [("正文未能完整读取", "第六部分")]


@pytest.mark.parametrize("text", ["字数(新收) > 1", "字数() > 1", "次数(正文) > 1", "次数(正文, 新收) > 1"])
def test_only_passages_and_word_lists_are_counted(text: str) -> None:
    parsed = parse(text, KNOWN)
    assert not isinstance(parsed, FormulaError)
    binder = Binder(SCOPE, 0)
    assert binder.whole(parsed, Type.TRUTH) is None
    assert binder.errors
