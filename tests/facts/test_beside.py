"""Figures of something else that stand beside what is counted: items of a list, cases by what became of
them, growth of other things. Each sentence stands beside one that is read as before."""

from __future__ import annotations

import pytest

from tests.facts.ask import facts_of, told

ITEMS = [
    ("2件按信访举报投诉类申请处理、1件由申请人撤回。", ["撤回 1 branch"]),
    ("3件不予公开、2件作其他情形办理、1件作其他处理。", ["不予公开 3 branch", "其他处理 1 branch"]),
    ("收到、办理申请均为0件。", ["收到申请 0 total"]),
    ("新收120件、上年结转5件、两项共125件。", ["收到申请 120 total", "上年结转 5 total", "办理 125 total"]),
]
CASES = [
    ("法院一审判决驳回原告诉讼请求5件，其余4件未结。", []),
    ("收到申请20件，办结16件，其余4件未结。", ["收到申请 20 total", "办结 16 total", "结转下年 4 total"]),
    ("复议机关驳回5件，3件申请结转下年办理。", ["结转下年 3 total"]),
    ("行政复议8件，维持4件，撤销1件。", ["行政复议 8 total"]),
    ("收到申请20件，撤销1件。", ["收到申请 20 total", "撤回 1 branch"]),
    ("对被纠正的5件复议案件和3件诉讼案件，逐案剖析。", []),
    ("发生复议案件5件、诉讼案件3件，逐案剖析。", ["行政复议 5 total", "行政诉讼 3 total"]),
    ("全年有1件复议案件因引用条款错误被撤销。", []),
    ("全年有1件复议案件，未被撤销。", ["行政复议 1 total", "复议纠正 0 claim"]),
    ("全年1件行政诉讼案件败诉，败诉率为11.1%。", []),
    ("尚未审结的行政诉讼案件2件，均为直接起诉。", []),
    ("行政诉讼案件2件，均为直接起诉，尚未审结。", ["行政诉讼 2 total"]),
    ("未经复议直接起诉6件，1件为复议后起诉正在审理。", ["直接起诉 6 total"]),
    ("未经复议直接起诉6件，复议后起诉1件。", ["直接起诉 6 total", "复议后起诉 1 total"]),
    ("行政复议1件，结果维持。", ["行政复议 1 total"]),
    ("行政复议2件均获维持。", ["行政复议 2 total", "复议未维持 0 claim"]),
    ("行政复议8件维持4件、纠正1件。", ["行政复议 8 total"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), ITEMS + CASES, ids=[text for text, _ in ITEMS + CASES])
def test_what_stands_beside_a_figure_is_not_counted_by_it(text: str, facts: list[str]) -> None:
    assert sorted(told(text)) == sorted(facts)


GROWN = """
收到申请54件，同比增长31.7%，按时答复率同比提高2.3个百分点。 | 收到申请.增长率 31.7
收到申请54件，同比增长31.7%，其中网上申请18件，同比增长50%。 | 收到申请.增长率 31.7; 增长率 50
网上收到申请18件，同比增长50%。 | 增长率 50
收到申请54件，其中自然人46件，同比增长27.8%。 | 申请.自然人.增长率 27.8
收到申请54件，办结58件，同比增长56.8%。 | 办结.增长率 56.8
收到的54件申请中，涉及征收拆迁的29件，较上年增长45%。 | 增长率 45
收到申请54件，上半年同比下降5%。 | 增长率 -5
收到申请54件，群众满意率98%，同比提升2%。 | 增长率 2
收到申请54件，比去年41件增长31.7%，比前年33件增长63.6%。 | 收到申请.增长率 31.7; 增长率 63.6
收到申请54件，比2021年增长63.6%。 | 增长率 63.6
收到申请54件，较上年的41件增加13件，增长31.7%。 | 收到申请.增长率 31.7
2022年收到申请41件，2023年收到申请54件，增长31.7%。 | 收到申请.增长率 31.7
2022年收到申请41件，同比增长20%。 | 增长率 20
收到申请54件，在上年增长24.2%的基础上再增长31.7%。 | 增长率 24.2; 增长率 31.7
行政复议8起、行政诉讼9起，同比分别下降20%、上升12.5%。 | 增长率 -20; 增长率 12.5
行政复议8起，同比下降20%。 | 行政复议.增长率 -20
行政复议、行政诉讼共3件，同比下降20%。 | 复议诉讼.增长率 -20
收到申请20件，申请撤回率降到4.5%。 |
收到申请20件，群众满意率提高到95%。 |
收到申请20件，同比增幅达到40%。 | 收到申请.增长率 40
收到申请54件，征收类申请增长12%。 | 增长率 12
收到申请54件，申请量增长12%。 | 收到申请.增长率 12
收到申请54件，网站访问量持续攀升，同比增长20%。 | 增长率 20
收到申请54件，申请量较上年攀升，同比增长20%。 | 收到申请.增长率 20
不掌握17件，申请量同比下降15%。 | 收到申请.增长率 -15
全县收到申请1200件，同比增长20%。 | 增长率 20
网上申请量同比增长50%。 | 增长率 50
"""


@pytest.mark.parametrize("line", GROWN.strip().split("\n"))
def test_growth_is_told_of_the_figure_right_before_it_or_of_nothing(line: str) -> None:
    text, _, grown = line.partition(" | ")
    found = [f"{fact.name} {fact.value}" for fact in facts_of(text.rstrip(" |")) if "增长率" in fact.name]
    assert found == [said for said in grown.split("; ") if said]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("引入答复文书双审制，下半年无败诉案件。", []),
        ("第四季度零败诉。", []),
        ("下半年，行政诉讼零败诉。", []),
        ("下半年未发生行政复议被纠错情况。", []),
        ("全年零败诉。", ["零败诉"]),
        ("上半年一度被动，全年零败诉。", ["零败诉"]),
        ("全年未发生行政复议被纠错情况。", ["未发生行政复议被纠错"]),
    ],
)
def test_a_claim_is_of_the_whole_year_and_quoted_with_what_denies(text: str, quotes: list[str]) -> None:
    assert [fact.quote for fact in facts_of(text)] == quotes
