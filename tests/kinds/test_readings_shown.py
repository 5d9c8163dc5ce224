"""文表一致: how a message shows the readings that it compared a figure with."""

from __future__ import annotations

import pytest

from auditor.rules.kinds.agreement import in_words
from tests.kinds.test_agreement import one, said


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("新收", "新收"),
        ("表四.直接起诉.总计 + 表四.复议后起诉.总计", "直接起诉总计 + 复议后起诉总计"),
        ("(新收 - 上年.新收) / 上年.新收 * 100", "(新收 - 上年的新收) ÷ 上年的新收 × 100"),
        ("上年.上年结转", "上年的上年结转"),
        ("上年.表三.总计.新收", "上年的总计新收"),
        ("合计(表三.法人.新收) * 0.5", "合计(法人新收) × 0.5"),
    ],
)
def test_a_formula_is_shown_in_names(formula: str, shown: str) -> None:
    assert in_words(formula) == shown


def test_what_is_worked_out_is_told_from_what_stands_in_a_cell() -> None:
    made = said(
        "行政诉讼案件2件。", {"表四.直接起诉.总计": 3, "表四.复议后起诉.总计": 1}
    )  # fmt: skip
    rule = "取数: 行政诉讼\n口径: [表四.直接起诉.总计 + 表四.复议后起诉.总计, 表四.直接起诉.总计]"
    assert one(rule, made).fields["口径值"] == "直接起诉总计 + 复议后起诉总计 = 4，直接起诉总计 3"
