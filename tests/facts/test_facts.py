"""Facts in prose: what is read, with which scope, and exactly where it stands."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.reading.document import Document
from auditor.reading.open import open_document
from auditor.report.build import read_report
from auditor.report.model import Kind, Report
from tests.facts.ask import facts_of, told, vocabulary
from tests.facts.cases import cases
from tests.layouts.check import lexicons

ROOT = Path(__file__).parents[2]
SEEDS = Path(os.environ.get("AUDITOR_SEEDS", ROOT.parent / "shared" / "seeds"))
CASES = cases()

# The sentences of the design, with exact quotes.
DESIGN = {
    "共受理政府信息公开申请3259件，答复3278件（含上年度结转申请77件，另有58件顺延到下年度答复）。": [
        "收到申请 3259 total 共受理政府信息公开申请3259件",
        "办结 3278 total 答复3278件",
        "上年结转 77 branch 上年度结转申请77件",
        "结转下年 58 branch 58件顺延到下年度",
    ],
    "受理27件，答复28件（含上年结转2件），1件结转下年办理。": [
        "收到申请 27 total 受理27件",
        "办结 28 total 答复28件",
        "上年结转 2 branch 上年结转2件",
        "结转下年 1 total 1件结转下年办理",
    ],
    "共受理19件，其中11件均按规定程序办结，8件申请人主动撤销。": [
        "收到申请 19 total 共受理19件",
        "办结 11 branch 11件均按规定程序办结",
        "撤回 8 branch 8件申请人主动撤销",
    ],
    "受理信息公开申请10件，办理上年度结转申请1件。答复11件。": [
        "收到申请 10 total 受理信息公开申请10件",
        "上年结转 1 total 上年度结转申请1件",
        "办结 11 total 答复11件",
    ],
    "所有办结的申请中同意公开答复7件，部分公开答复1件，不予公开答复3件，无法提供的12件，不予处理0件，其他处理5件，"
    "转下一年度办理答复的有2件。": [
        "予以公开 7 branch 同意公开答复7件",
        "部分公开 1 branch 部分公开答复1件",
        "不予公开 3 branch 不予公开答复3件",
        "无法提供 12 branch 无法提供的12件",
        "不予处理 0 branch 不予处理0件",
        "其他处理 5 branch 其他处理5件",
        "结转下年 2 total 转下一年度办理答复的有2件",
    ],
    "共受理749件，其中自然人741件，法人或其他组织8件；共办理718件，结转下一年31件。": [
        "收到申请 749 total 共受理749件",
        "申请.自然人 741 branch 自然人741件",
        "申请.法人 8 branch 法人或其他组织8件",
        "办理 718 total 共办理718件",
        "结转下年 31 total 结转下一年31件",
    ],
    "无上年结转申请，本年新收12件。": ["上年结转 0 claim 无上年结转", "收到申请 12 total 新收12件"],
    "有1件涉及政府信息公开工作的行政复议，涉及的行政诉讼数为0件。": [
        "行政复议 1 total 1件涉及政府信息公开工作的行政复议",
        "行政诉讼 0 total 行政诉讼数为0件",
    ],
    "未收到政府信息公开申请，主动公开文件12件。": ["收到申请 0 claim 未收到政府信息公开申请"],
    "上年收到20件，今年25件。": ["收到申请 20 prior 收到20件", "收到申请 25 total 今年25件"],
    "收到申请20件，17件均按照规定的格式，在规定时间内予以回复，已回复办结。1件尚未审结，"
    "2件结转下年度办理。": [
        "收到申请 20 total 收到申请20件",
        "办结 17 total 17件均按照规定的格式，在规定时间内予以回复，已回复办结",
        "结转下年 2 total 2件结转下年度办理",
    ],
    "行政复议5件，诉讼3件，均获维持。": [
        "行政复议 5 total 行政复议5件",
        "行政诉讼 3 total 诉讼3件",
        "复议未维持 0 claim 均获维持",
        "诉讼未维持 0 claim 均获维持",
    ],
}


@pytest.mark.parametrize("text", DESIGN)
def test_the_sentences_of_the_design_are_read_to_the_letter(text: str) -> None:
    found = [f"{fact.name} {fact.value} {fact.scope} {fact.quote}" for fact in facts_of(text)]
    assert found == DESIGN[text]


@pytest.mark.parametrize(("group", "text", "facts"), CASES, ids=[f"{g}-{t}" for g, t, _ in CASES])
def test_a_sentence_states_exactly_these_facts(group: str, text: str, facts: list[str]) -> None:
    assert sorted(told(text)) == sorted(facts)


def test_there_are_more_than_a_hundred_and_fifty_cases_and_none_twice() -> None:
    texts = [text for _, text, _ in CASES]
    assert len(texts) > 150
    assert len(set(texts)) == len(texts)


# --- what a sentence alone does not tell ------------------------------------------------------------


def test_a_bare_verb_under_another_topic_counts_nothing() -> None:
    assert told("全年受理300件，办结298件。", heading="（四）平台建设") == []
    assert told("全年受理300件。", heading="（二）依申请公开") == ["收到申请 300 total"]


def test_a_bare_verb_goes_on_about_what_was_spoken_of() -> None:
    assert told("受理热线工单300件。办结298件。") == []
    assert told("收到政府信息公开申请30件。办结28件。", heading="（五）监督保障") == [
        "收到申请 30 total",
        "办结 28 total",
    ]


def test_applications_of_another_kind_under_another_topic_are_not_taken() -> None:
    assert told("大厅受理申请2000件，办结1990件。", heading="（四）平台建设") == []


def test_a_new_paragraph_begins_anew() -> None:
    assert told("受理热线工单300件。\n收到申请2件。办结2件。") == ["收到申请 2 total", "办结 2 total"]


def test_a_summary_speaks_for_the_whole_county_and_a_department_does_not() -> None:
    said = "全县共收到政府信息公开申请120件，办结118件。"
    assert told(said, kind=Kind.GOVERNMENT) == ["收到申请 120 total", "办结 118 total"]
    assert told(said, kind=Kind.DEPARTMENT) == []
    said = "全县共收到政府信息公开申请120件，办结118件。我局收到申请36件。"
    assert told(said, kind=Kind.DEPARTMENT) == ["收到申请 36 total"]


def test_agencies_that_a_summary_names_are_parts_of_it() -> None:
    said = "全县收到申请120件，县公安局收到申请30件。"
    assert told(said, kind=Kind.GOVERNMENT) == ["收到申请 120 total", "收到申请 30 branch"]
    for own in ("县政府办公室", "县政府本级"):
        said = f"{own}共收到政府信息公开申请27件。"
        assert told(said, kind=Kind.GOVERNMENT) == ["收到申请 27 branch"]


def test_what_follows_an_agency_of_a_summary_is_that_agencys() -> None:
    said = "县政府办公室收到申请27件，予以公开4件。办结28件。全县收到申请120件，予以公开60件。"
    assert told(said, kind=Kind.GOVERNMENT) == [
        "收到申请 27 branch", "收到申请 120 total", "予以公开 60 branch"
    ]  # fmt: skip
    own = "县政府办公室收到申请27件，予以公开4件。"
    assert told(own, kind=Kind.GOVERNMENT_OFFICE) == ["收到申请 27 total", "予以公开 4 branch"]


def test_years_are_told_by_the_reporting_year() -> None:
    said = "2023年收到申请20件。"
    assert told(said, year=2023) == ["收到申请 20 total"]
    assert told(said, year=2024) == ["收到申请 20 prior"]
    assert told("结转2023年1件。", year=2022) == ["结转下年 1 total"]
    assert told(said, year=None) == ["收到申请 20 total"]


def test_cases_under_a_heading_about_other_work_need_to_be_about_disclosure() -> None:
    assert told("全年办理行政复议案件12件。", heading="（五）监督保障") == []
    assert told("办理行政复议案件12件。", heading="（三）复议诉讼情况") == ["行政复议 12 total"]


# --- documents: wrapped lines, spans, the parts of a report ------------------------------------------------


def _report(body: str, **more: str) -> Report:
    text = (
        "青溪县农业农村局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n"
        f"{body}\n\n二、主动公开政府信息情况\n\n六、其他需要报告的事项\n\n{more.get('last', '无。')}\n"
    )
    document = open_document(text.encode("utf-8"), name="a.txt")
    assert isinstance(document, Document)
    return read_report(document, lexicons(), "a.txt", vocabulary())


@pytest.mark.parametrize(
    "body",
    [
        "（二）依申请公开\n2023年本机关严格规范办理流程，共收到政府信息公开申\n请20件，办结18件，结转下年2件。",
        "（二）依申请公开\n2023年本机关严格规范办理流程，共收到政府信息公开申请2\n0件，办结18件，结转下年2件。",
        "（二）依申请公开\n2023年本机关严格规范依申请公开的办理流程，共收\n到政府信息公开申请20件，办结18件，结转下\n年2件。",
    ],
)
def test_lines_that_a_page_wrapped_are_joined_before_they_are_read(body: str) -> None:
    report = _report(body)
    said = [(fact.name, fact.value, fact.scope) for fact in report.facts]
    assert said == [("收到申请", 20, "total"), ("办结", 18, "total"), ("结转下年", 2, "total")]


def test_a_fact_stands_where_its_section_says() -> None:
    report = _report("2023 年，收到申请 2 0 件。", last="未收取信息处理费。")
    assert [(f.section, f.name, f.quote) for f in report.facts] == [
        (1, "收到申请", "收到申请 2 0 件"), (6, "实收金额", "未收取信息处理费")
    ]  # fmt: skip
    for fact in report.facts:
        assert report.sections[fact.section].text[fact.start : fact.end] == fact.quote


def test_no_vocabulary_no_facts() -> None:
    document = open_document("一、总体情况\n收到申请20件。".encode(), name="a.txt")
    assert isinstance(document, Document)
    assert read_report(document, lexicons(), "a.txt").facts == ()


# --- promises ------------------------------------------------------------------------------------------

_WORDS = sorted({w for _, text, _ in CASES for w in re.split(r"[，。、；：（）\d]", text) if w})
_PIECES = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(list("，。；：（）、“”《》%万余约0123456789十百千 \u3000")),
    st.sampled_from(["20件", "1,295条", "2022年", "2023年", "其中", "零", "一百零五件"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_any_words_in_any_order_give_facts_with_true_quotes(text: str) -> None:
    for fact in facts_of(text.replace("\n", "")):
        assert fact.scope in {"total", "branch", "channel", "prior", "claim"}
        assert fact.name in vocabulary().names


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    facts_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "收到" * 5000,
        "（" * 3000 + "收到申请20件",
        "20件、" * 3000,
        "数量" * 900 + "20件",
        "未无没有" * 400,
        "没有行政复议、" * 280,
        "9" * 5000 + "件",
    ],
)
def test_hostile_sentences_cost_no_time(text: str) -> None:
    import time

    start = time.process_time()
    facts_of(text)
    assert time.process_time() - start < 1.0


# --- the real reports -------------------------------------------------------------------------------------


@pytest.mark.skipif(not (SEEDS / "expected.yaml").is_file(), reason=f"the seed reports are not at {SEEDS}")
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_facts_of_the_seeds_are_those_read_by_hand(number: str) -> None:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    expected = yaml.safe_load((SEEDS / "expected.yaml").read_text(encoding="utf-8"))[path.name]
    document = open_document(path)
    assert isinstance(document, Document)
    report = read_report(document, lexicons(), path.name, vocabulary())
    found = {(fact.name, fact.value) for fact in report.facts}
    assert found >= set(expected["prose_facts"].items())
    wanted = expected["prose_facts"]
    assert {(n, v) for n, v in found if n in wanted} == set(wanted.items())
