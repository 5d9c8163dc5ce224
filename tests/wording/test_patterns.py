"""The pattern language of 任一 and 词表: what it reads, what it refuses, where it finds things."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.report.model import Report, Role, Status
from auditor.rules.formula.types import PassageRef, Truth, WordsRef
from auditor.rules.model import WordList
from auditor.rules.prose import TITLE, Folded, fold_text, opening_end, origins, without_titles
from auditor.rules.wording import PatternError, WordIndex, Words, compile_pattern, compile_words
from tests.make import report, section


def words(*patterns: str, exceptions: tuple[str, ...] = ()) -> Words:
    made = compile_words(WordList("组", patterns, exceptions))
    assert isinstance(made, Words), made
    return made


def quotes(text: str, *patterns: str, exceptions: tuple[str, ...] = (), place: str = "第六部分") -> list[str]:
    found = words(*patterns, exceptions=exceptions).every(report(parts={6: text}), place)
    return [hit.quote for hit in found]


@pytest.mark.parametrize(
    ("pattern", "message", "start", "end"),
    [
        ("", "没有写文字", 0, 1),
        ("　", "没有写文字", 0, 1),
        ("{甲|乙", "左大括号没有配对", 0, 1),
        ("甲}", "右大括号没有配对", 1, 2),
        ("甲|乙", "并列的说法要写在大括号里", 1, 2),
        ("{甲||乙}", "大括号里有空的说法", 2, 4),
        ("{|甲}", "大括号里有空的说法", 0, 2),
        ("{}", "大括号里有空的说法", 0, 2),
        ("{甲{乙}}", "大括号里不能再写大括号", 2, 3),
        ("{甲…乙}", "大括号里不能写省略号", 2, 3),
        ("…甲", "省略号不能在开头", 0, 1),
        ("甲…", "省略号不能在末尾", 1, 2),
        ("甲… …乙", "省略号连在一起了", 3, 4),
        ("收费{数字}元", "没有“{数字}”，是不是“{数}”？", 3, 5),
        ("{年份}年", "没有“{年份}”，是不是“{年度}”？", 1, 3),
    ],
)
def test_a_faulty_pattern_is_met_with_its_place(pattern: str, message: str, start: int, end: int) -> None:
    fault = compile_pattern(pattern)
    assert isinstance(fault, PatternError)
    assert (fault.message, fault.start, fault.end) == (message, start, end)
    assert pattern == "" or fault.remedy


def test_every_faulty_pattern_of_a_list_is_named() -> None:
    made = compile_words(WordList("组", ("甲", "{乙"), ("…丙",)))
    assert not isinstance(made, Words)
    assert [text for text, _ in made] == ["{乙", "…丙"]


@pytest.mark.parametrize(
    ("text", "pattern", "found"),
    [
        ("未收取信息处理费。", "未收取…{信息处理费|费用}", ["未收取信息处理费"]),
        ("未收取过任何依申请公开费用。", "未收取…{信息处理费|费用}", ["未收取过任何依申请公开费用"]),
        ("共计 １，２９５ 元", "{金额}元", ["１，２９５ 元"]),
        ("收取五十元。", "收取{金额}元", ["收取五十元"]),
        ("收取0.5万元。", "收取{金额}元", ["收取0.5万元"]),
        ("二〇二三年", "{年度}年", ["二〇二三年"]),
        ("２０２３　年", "{年度}年", ["２０２３　年"]),
        ("电话：０５５５－１２３４５６７", "电话…{电话}", ["电话：０５５５－１２３４５６７"]),
        ("接到咨询电话714个", "电话…{电话}", []),
        ("甲（乙）", "甲(乙)", ["甲（乙）"]),
        ("收 取\u3000费\u200b用", "收取费用", ["收 取\u3000费\u200b用"]),
        ("A+B", "a+b", []),
        ("1.5件", "1x5件", []),
        ("1x5件", "1.5件", []),
    ],
)
def test_folded_text_is_matched_and_quoted_as_written(text: str, pattern: str, found: list[str]) -> None:
    assert quotes(text, pattern) == found


@pytest.mark.parametrize(("gap", "found"), [(0, True), (20, True), (21, False)])
@pytest.mark.parametrize("pattern", ["甲…乙", "甲…乙…丙"])
def test_a_gap_is_at_most_twenty_characters(gap: int, found: bool, pattern: str) -> None:
    assert bool(quotes("甲" + "某" * gap + "乙丙", pattern)) is found


def test_white_space_does_not_count_in_a_gap() -> None:
    assert quotes("甲" + "某 " * 20 + "乙", "甲…乙")


@pytest.mark.parametrize("pattern", ["甲…丙", "甲…乙…丙"])
def test_a_gap_never_leaves_the_sentence(pattern: str) -> None:
    assert quotes("甲乙丙。", pattern)
    assert not quotes("甲乙。丙", pattern)
    assert not quotes("甲\n乙丙", pattern)


def test_titles_are_not_text() -> None:
    assert quotes("按照《未收取费用办法》执行。", "未收取费用") == []
    assert quotes("按照《办法（未收取费用）》。", "未收取…费用") == []
    assert quotes("未《办法》收取", "未收取") == []
    assert quotes("依据《关于印发《收费办法》的通知》，未收取费用。", "未收取费用") == ["未收取费用"]


def test_a_gap_may_span_a_title_which_counts_as_one_character() -> None:
    text = "按照《" + "很" * 40 + "长》规定编制"
    assert quotes(text, "按照…编制") == [text]


def test_a_pattern_that_names_a_title_sees_titles() -> None:
    text = "根据《中华人民共和国政府信息公开条例》编制。"
    assert quotes(text, "《…政府信息公开条例》") == ["《中华人民共和国政府信息公开条例》"]
    assert quotes(text, "政府信息公开条例") == []


def test_an_unclosed_title_hides_nothing() -> None:
    assert quotes("按照《办法，未收取费用", "未收取费用") == ["未收取费用"]


def test_headings_notes_and_signatures_are_not_matched() -> None:
    made = report(parts={6: "收费情况\n注：未收费。\n无。\n收费办公室"},
                  roles={6: {0: Role.HEADING, 1: Role.NOTE, 3: Role.SIGNATURE}})  # fmt: skip
    assert words("收费").every(made, "第六部分") == ()
    assert len(words("收费").every(made, "全文")) == 3


def test_a_heading_and_its_short_answer_are_one_statement() -> None:
    made = report(parts={6: "（一）收取信息处理费情况\n无。\n（二）其他\n无。"},
                  roles={6: {0: Role.HEADING, 2: Role.HEADING}})  # fmt: skip
    found = words("信息处理费…{无|没有}").every(made, "第六部分")
    assert [(hit.quote, hit.start) for hit in found] == [("信息处理费情况\n无", 5)]
    assert made.sections[6].text[found[0].start : found[0].end] == found[0].quote


def test_a_heading_over_a_long_text_says_nothing() -> None:
    text = "收取信息处理费情况\n我局认真落实上级关于政务公开的各项工作部署和任务要求。"
    made = report(parts={6: text}, roles={6: {0: Role.HEADING}})
    assert words("信息处理费").every(made, "第六部分") == ()


def test_an_exception_takes_away_what_it_overlaps_and_nothing_else() -> None:
    assert quotes("未发生撤回。", "撤回", exceptions=("{未发生|没有}撤回",)) == []
    assert quotes("未发生撤销，2件撤回。", "{撤回|撤销}", exceptions=("未发生{撤回|撤销}",)) == ["撤回"]


def test_overlapping_matches_are_given_once() -> None:
    assert quotes("未收取费用", "收取费用", "未收取") == ["未收取"]


def test_the_place_of_a_match_is_that_of_its_paragraph() -> None:
    made = report(parts={6: "第一段。\n未收取费用。"})
    hit = words("未收取").first(made, "第六部分")
    assert hit is not None
    assert hit.place == made.sections[6].passages[1].place


@pytest.mark.parametrize(
    ("place", "found"),
    [("引言", True), ("开头", True), ("正文", True), ("全文", True), ("第一部分", False)],
)
def test_a_passage_limits_the_search(place: str, found: bool) -> None:
    made = report(parts={0: "独有的话。", 1: "另外的话。"})
    assert (words("独有的话").first(made, place) is not None) is found


def test_the_opening_reaches_to_the_first_topic_of_the_first_part() -> None:
    text = "本报告编制。\n（一）主动公开。编制目录。"
    made = report(parts={1: text})
    assert [hit.start for hit in words("编制").every(made, "开头") if hit.section == 1] == [3]


def test_without_topics_the_opening_is_three_paragraphs() -> None:
    assert opening_end(section(1, "一段\n二段\n三段\n四段")) == len("一段\n二段\n三段")
    assert opening_end(section(1, "一段\n二段")) == len("一段\n二段")
    assert opening_end(None) == 0


def asked(made: Report, passage: str, lists: dict[str, WordList]) -> tuple[Truth, int]:
    truth, evidence = WordIndex(lists).mentions(made, PassageRef(passage), WordsRef("组"))
    return truth, len(evidence)


def test_a_passage_that_was_not_read_is_unknown_and_one_that_is_not_there_says_nothing() -> None:
    lists = {"组": WordList("组", ("收费",))}
    parts = {6: None}
    assert asked(report(parts=parts), "第六部分", lists) == (Truth.BROKEN, 0)
    assert asked(report(parts=parts, status=Status.PARTIAL), "第六部分", lists) == (Truth.UNKNOWN, 0)
    assert asked(report(parts={6: "无"}, status=Status.PARTIAL), "第六部分", lists) == (Truth.BROKEN, 0)
    assert asked(report(parts={6: "无"}, status=Status.PARTIAL), "正文", lists) == (Truth.UNKNOWN, 0)
    assert asked(report(parts={6: "收费"}, status=Status.PARTIAL), "正文", lists) == (Truth.HOLDS, 1)


def test_an_unknown_list_says_nothing() -> None:
    assert asked(report(), "正文", {}) == (Truth.BROKEN, 0)


TEXTS = st.text(st.sampled_from("甲乙丙。，《》〈〉 　\n１2ﾊﾞ㎡①½…（Ａ\u200b\u0301"), max_size=60)


@given(TEXTS)
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    for keep in (True, False):
        folded = fold_text(text) if keep else without_titles(text)
        back = origins(text, keep)
        assert len(back) == len(folded)
        assert back == sorted(back)
        for char, at in zip(folded, back, strict=True):
            assert text[at] == "《" if char == TITLE else char in fold_text(text[at])


@given(st.lists(st.text(st.sampled_from("甲乙丙《》 "), min_size=1, max_size=12), min_size=1, max_size=5))
def test_a_match_quotes_the_text_it_points_at(lines: list[str]) -> None:
    made = report(parts={6: "\n".join(lines)})
    for pattern in ("甲", "甲乙", "甲…丙", "甲…乙…丙", "《…甲》"):
        for hit in words(pattern).every(made, "第六部分"):
            assert made.sections[6].text[hit.start : hit.end] == hit.quote
            assert hit.quote.startswith(pattern[0]) and hit.quote.rstrip().endswith(pattern[-1])


PIECES = st.sampled_from(["甲", "乙", "丙", "{甲|乙}", "甲甲", "{乙丙|甲}"])
SEGMENTS = st.lists(PIECES, min_size=3, max_size=4)


@settings(max_examples=200)
@given(SEGMENTS, st.text(st.sampled_from("甲乙丙。某"), max_size=90))
def test_chained_segments_find_what_one_regular_expression_finds(segments: list[str], text: str) -> None:
    import re

    plain = "[^\n]{0,20}?".join(f"(?:{piece.strip('{}')})" if "{" in piece else piece for piece in segments)
    made = report(parts={6: text or "某"})
    folded = Folded.of(made.sections[6].sentences, False)
    expected = re.search(plain, folded.text) is not None
    assert bool(words("…".join(segments)).every(made, "第六部分")) is expected


@pytest.mark.parametrize("text", ["甲" * 20_000, "甲乙" * 10_000, ("甲乙丙" * 6 + "某") * 1_000])
def test_no_text_makes_a_pattern_slow(text: str) -> None:
    pattern = compile_pattern("甲…乙…甲…丙…甲…丁")
    assert not isinstance(pattern, PatternError)
    began = time.process_time()
    assert list(pattern.finditer(text + "丁" * 0, 0, len(text))) == []
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize("text", ["XX条", "共××件", "____元", "□□县", "○○局", "ＸＸＸ人"])
def test_a_blank_to_be_filled_in_is_a_placeholder(text: str) -> None:
    assert len(quotes(f"全年{text}。", "{空位}")) == 1


@pytest.mark.parametrize(
    "text", ["一个×号", "138****1234", "a__b", "www.xx.cn", "二〇〇八年", "□是□否", "8XX9"]
)
def test_a_sign_or_a_masked_number_is_none(text: str) -> None:
    assert quotes(f"全年{text}。", "{空位}") == []
