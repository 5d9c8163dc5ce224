"""禁用词: found, let stand, counted, by kind of agency, at the end of paragraphs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.base.place import ParagraphPlace
from auditor.report.model import Kind, Passage, Report, Role, Section, Status
from tests.kinds.ask import ask, breaches, built, told
from tests.make import report


def with_paragraphs(number: int, *paragraphs: tuple[str, Role]) -> Report:
    """The clean report with these paragraphs as part `number`."""
    made = report()
    text = "\n".join(text for text, _ in paragraphs)
    passages, at = [], 0
    for said, role in paragraphs:
        passages.append(Passage(at, at + len(said), role, ParagraphPlace(50)))
        at += len(said) + 1
    section = Section(number, "一、总体情况", text, tuple(passages), (), ParagraphPlace(49))
    return replace(made, sections={**made.sections, number: section})


def test_a_word_is_found_wherever_it_stands() -> None:
    made = report(parts={1: "全年公开N条。", 6: "收取N元。"})
    (found,) = breaches(ask("禁用词", '任一: ["N{条|元}"]', made))
    assert dict(found.fields) == {
        "原文": "N条”“N元", "原句": "全年公开N条。", "个数": "2",
        "位置": "全文", "所在": "第一部分、第六部分", "判断": "",
    }  # fmt: skip
    assert [item.quote for item in found.evidence] == ["N条", "N元"]  # type: ignore[union-attr]


def test_an_exception_takes_a_find_away() -> None:
    rule = '任一: ["我委"]\n除外: ["我委托"]'
    assert told(ask("禁用词", rule, report(parts={1: "受我委托办理。"}))) == {"全文": "pass"}
    assert told(ask("禁用词", rule, report(parts={1: "我委办理。"}))) == {"全文": "fail"}


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        (Kind.TOWNSHIP, "fail"),
        (Kind.DEPARTMENT, "pass"),
        (Kind.SUBDISTRICT, "inapplicable"),
        (Kind.UNKNOWN, "cantTell"),
    ],
)
def test_words_of_ones_own_kind(kind: Kind, verdict: str) -> None:
    rule = "按机关: {乡镇: [我局], 部门: [我镇]}\n位置: 正文"
    assert told(ask("禁用词", rule, report(parts={1: "我局公开。"}, kind=kind))) == {"正文": verdict}


@pytest.mark.parametrize(
    ("text", "verdict"), [("统计。", "pass"), ("统计。统计。", "fail"), ("无。", "pass")]
)
def test_so_many_times_and_no_more(text: str, verdict: str) -> None:
    rule = "任一: [统计]\n位置: 第一部分\n至多: 1"
    assert told(ask("禁用词", rule, report(parts={1: text}))) == {"第一部分": verdict}


def test_different_words_are_counted_once_each_and_the_agencys_own_not() -> None:
    rule = '任一: ["{湖北省|湖南省|云南省}"]\n位置: 正文\n至多: 1\n不同: 是\n不含本地: 是'
    twice = report(parts={1: "湖北省。湖北省。"})
    assert told(ask("禁用词", rule, twice)) == {"正文": "pass"}
    two = report(parts={1: "湖北省。湖南省。"})
    assert told(ask("禁用词", rule, two)) == {"正文": "fail"}
    own = report(parts={0: "云南省某局。", 1: "湖北省。云南省。"})
    assert told(ask("禁用词", rule, own)) == {"正文": "pass"}


@pytest.mark.parametrize(
    ("following", "verdict"),
    [
        (("（二）依申请公开", Role.HEADING), "fail"),
        (("继续。", Role.PROSE), "pass"),
        (("注：", Role.NOTE), "pass"),
    ],
)
def test_a_paragraph_breaks_off_where_only_a_heading_follows(
    following: tuple[str, Role], verdict: str
) -> None:
    made = with_paragraphs(1, ("工作取得成效，", Role.PROSE), following)
    assert told(ask("禁用词", "段尾: [，]\n位置: 正文", made)) == {"正文": verdict}


def test_the_end_of_a_part_with_a_table_below_is_no_break() -> None:
    made = with_paragraphs(3, ("申请办理情况，", Role.PROSE))
    assert told(ask("禁用词", "段尾: [，]\n位置: 正文", made)) == {"正文": "pass"}
    last = with_paragraphs(5, ("下一步，", Role.PROSE))
    (found,) = breaches(ask("禁用词", "段尾: [，]\n位置: 正文", last))
    assert found.evidence[0].quote == "下一步，"  # type: ignore[union-attr]


def test_what_was_not_read_decides_nothing_but_a_find_does() -> None:
    torn = report(parts={1: "我局公开。"}, status=Status.PARTIAL)
    assert told(ask("禁用词", "任一: [我局]", torn)) == {"全文": "fail"}
    assert told(ask("禁用词", "任一: [我镇]", torn)) == {"全文": "cantTell"}


def test_a_premise_decides_whether_it_is_asked() -> None:
    rule = "任一: [零败诉]\n位置: 正文\n前提: 表四.直接起诉.纠正 > 0"
    text = {1: "零败诉。"}
    assert told(ask("禁用词", rule, report(parts=text))) == {"正文": "inapplicable"}
    assert told(ask("禁用词", rule, report({"表四.直接起诉.纠正": 1}, text))) == {"正文": "fail"}
    assert told(ask("禁用词", rule, report({"表四.直接起诉.纠正": "?"}, text))) == {"正文": "cantTell"}
    assert told(ask("禁用词", rule, report({"表四.直接起诉.纠正": "?"}))) == {"正文": "pass"}


@pytest.mark.parametrize("text", ["位置: 正文", "任一: [甲]\n段尾: [，]", "任一: [甲]\n按机关: {乡镇: [乙]}"])
def test_what_is_looked_for_is_written_in_one_way(text: str) -> None:
    check, faults = built("禁用词", text)
    assert (check, [code for code, _ in faults]) == (None, ["rule.missing-key"])
