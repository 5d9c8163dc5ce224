"""The six parts, their headings and their sentences."""

from __future__ import annotations

import pytest

from auditor.reading.open import open_document
from auditor.report.build import read_report
from auditor.report.model import Report, Role
from tests.layouts.check import lexicons

TITLE = "云山街道2023年政府信息公开工作年度报告\n"


def _read(text: str, name: str = "a.txt") -> Report:
    document = open_document((TITLE + text).encode("utf-8"), name=name)
    return read_report(document, lexicons(), name)  # type: ignore[arg-type]


def _headings(report: Report) -> list[tuple[int, int, str]]:
    return [(h.number, h.ordinal, h.standing) for h in report.headings]


def test_two_numbering_systems_in_one_report_are_told_apart() -> None:
    report = _read(
        "一、主动公开情况\n公开12条。\n二、依申请公开情况\n收到0件。\n三、监督保障\n已培训。\n"
        "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n"
        "五、存在的主要问题及改进情况\n一是人手不足。\n六、其他需要报告的事项\n无。\n"
    )
    assert _headings(report) == [
        (2, 2, "official"),
        (3, 3, "official"),
        (4, 4, "official"),
        (5, 5, "official"),
        (6, 6, "official"),
    ]


@pytest.mark.parametrize("part", ["{}、", "（{}）"])
def test_a_topic_in_the_formats_own_words_is_no_part_where_the_part_has_its_own_number(part: str) -> None:
    parts = (
        "总体情况", "主动公开信息情况", "收到和处理政府信息公开申请情况",
        "因政府信息公开被申请行政复议、提起行政诉讼情况", "存在问题及改进情况", "其他需要报告事项",
    )  # fmt: skip
    lines = [part.format("一二三四五六"[n]) + title + "\n正文。\n" for n, title in enumerate(parts)]
    topics = "1.主动公开政府信息情况\n公开12条。\n2.依申请公开政府信息情况\n收到3件。\n"
    report = _read(lines[0] + topics + "".join(lines[1:]))
    assert [(h.number, h.ordinal) for h in report.headings] == [(n, n) for n in range(1, 7)]
    assert "公开12条。" in report.sections[1].text


def test_parts_out_of_order_are_found_where_they_stand() -> None:
    report = _read(
        "一、总体情况\n好。\n二、主动公开政府信息情况\n四、政府信息公开行政复议、行政诉讼情况\n"
        "三、收到和处理政府信息公开申请情况\n五、存在的主要问题及改进情况\n有。\n六、其他需要报告的事项\n无。\n"
    )
    assert [h.number for h in report.headings] == [1, 2, 4, 3, 5, 6]


def test_a_table_of_contents_is_not_the_report() -> None:
    names = [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    body = "".join(f"{name}\n这一部分的内容写在这里，第{n}段。\n" for n, name in enumerate(names, 1))
    report = _read("目录\n" + "\n".join(names) + "\n" + body)
    assert [report.sections[n].text for n in range(1, 7)] == [
        f"这一部分的内容写在这里，第{n}段。" for n in range(1, 7)
    ]


def test_a_heading_set_inside_its_paragraph_is_cut_from_it() -> None:
    report = _read("一、总体情况。2023年公开12条。\n二、主动公开政府信息情况\n")
    assert (report.sections[1].heading, report.sections[1].text) == ("一、总体情况", "2023年公开12条。")


def test_half_width_and_bracketed_numbering_is_understood() -> None:
    report = _read("一.总体情况\n好。\n二．主动公开政府信息情况\n好。\n")
    assert _headings(report) == [(1, 1, "official"), (2, 2, "official")]
    report = _read(
        "（一）总体情况\n好。\n（二）主动公开政府信息情况\n好。\n（三）收到和处理政府信息公开申请情况\n好。\n"
    )
    assert [h.number for h in report.headings] == [1, 2, 3]


def test_words_of_a_sentence_are_no_heading() -> None:
    report = _read("一、总体情况\n除上述情况外，没有\n其他需要报告的事项。\n")
    assert [h.number for h in report.headings] == [1]
    assert report.sections[1].text == "除上述情况外，没有\n其他需要报告的事项。"


def test_lines_wrapped_in_a_word_are_joined_and_subheadings_are_not_prose() -> None:
    report = _read(
        "一、总体情况\n（一）主动公开\n街道高度重视政府信息依申请公开工作，建立依申请公开制\n\n度，明确责任。全年公开12条。\n"
        "（二）监督保障。开展考核1次。\n"
    )
    assert [s.text for s in report.sections[1].sentences] == [
        "街道高度重视政府信息依申请公开工作，建立依申请公开制度，明确责任。",
        "全年公开12条。",
        "开展考核1次。",
    ]
    assert [p.role.value for p in report.sections[1].passages] == ["heading", "prose", "heading", "prose"]


def test_a_paragraph_that_ends_with_a_comma_before_a_heading_stays_as_it_is() -> None:
    report = _read("一、总体情况\n信息公开工作取得了良好的成效，\n（一）主动公开\n公开12条。\n")
    assert [s.text for s in report.sections[1].sentences] == ["信息公开工作取得了良好的成效，", "公开12条。"]


def test_an_item_cut_by_a_line_end_is_no_heading() -> None:
    report = _read(
        "一、总体情况\n"
        "（一）逐项核对公开目录，补发遗漏的信息，由办公室每月通报\n结果。\n"
        "（二）组织三次培训，讲解申请办理的步骤和文书，各科室全员\n参加。\n"
        "（三）平台建设\n专栏运行正常，每日有人查看，栏目的访问数量比开设的时增加\n不少。\n"
    )
    section = report.sections[1]
    assert [section.text[p.start : p.end] for p in section.passages if p.role is Role.HEADING] == [
        "（三）平台建设"
    ]
    assert section.sentences[0].text == "（一）逐项核对公开目录，补发遗漏的信息，由办公室每月通报结果。"


def test_a_list_cut_at_a_semicolon_by_the_end_of_a_full_line_is_one_sentence() -> None:
    lines = (
        "本报告由办公室编写，内容有：总体情况；主动公开情况；",
        "收到和处理政府信息公开申请情况；复议和诉讼情况；问题",
        "和改进情况；其他事项。数据由各科室提供，办公室逐一核",
        "对，统计期限是2023年1月1日至12月31日。查阅请到政务大",
    )
    report = _read("\n".join(lines) + "\n厅。\n一、总体情况\n好。\n")
    assert report.sections[0].sentences[0].text == lines[0] + lines[1] + "和改进情况；其他事项。"


def test_a_period_cut_before_its_dash_is_one_sentence() -> None:
    report = _read("数据的统计期限为2023年1月1日\n—2023年12月31日。\n一、总体情况\n好。\n")
    assert [s.text for s in report.sections[0].sentences] == ["数据的统计期限为2023年1月1日—2023年12月31日。"]


def test_page_numbers_and_running_heads_leave_no_trace() -> None:
    report = _read(
        f"一、总体情况\n街道全年主动公开政府信息一千二百\n— 3 —\n{TITLE}余条，内容涵盖民生。\n"
        "二、主动公开政府信息情况\n"
    )
    assert report.sections[1].text == "街道全年主动公开政府信息一千二百余条，内容涵盖民生。"


def test_what_a_site_prints_around_the_report_is_not_the_reports_prose() -> None:
    report = _read(
        "来源：云山街道\n字体：大 中 小\n一、总体情况\n公开12条。\n"
        "六、其他需要报告的事项\n无。\n上一篇：无\n版权所有 云山街道\n"
    )
    assert [s.text for s in report.prose] == ["公开12条。", "无。"]


def test_a_document_that_is_no_report_says_so() -> None:
    document = open_document("关于召开会议的通知\n请各单位准时参加。\n".encode(), name="a.txt")
    assert not read_report(document, lexicons(), "a.txt").is_report  # type: ignore[arg-type]


_TITLES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


def _report_of(headings: list[str]) -> Report:
    """A report with these headings; the first part has topics numbered 1., the fifth a sentence on 问题."""
    bodies = [
        "1.主动公开情况\n公开信息40条。\n2.依申请公开情况\n收到0件。",
        "本部分见表。",
        "本部分见表。",
        "没有复议和诉讼。",
        "一般问题已经改进。",
        "没有其他事项。",
    ]
    return _read("".join(f"{h}\n{b}\n" for h, b in zip(headings, bodies, strict=True)))


@pytest.mark.parametrize(
    "look",
    ["第{}章 {}", "第{}部分：{}", "【{}、{}】", "★{}、{}", "{}·{}", "{}{}", "{}，{}"],
)
def test_parts_numbered_as_few_do_are_found_with_their_numbers(look: str) -> None:
    report = _report_of([look.format(n, t) for n, t in zip("一二三四五六", _TITLES, strict=True)])
    assert _headings(report) == [(n, n, "official") for n in range(1, 7)]


@pytest.mark.parametrize("numbers", ["ⅠⅡⅢⅣⅤⅥ", "壹贰叁肆伍陆", ["01", "02", "03", "04", "05", "06"]])
def test_roman_formal_and_two_digit_numbers_are_numbers_of_parts(numbers: str | list[str]) -> None:
    report = _report_of([f"{n}、{t}" for n, t in zip(numbers, _TITLES, strict=True)])
    assert _headings(report) == [(n, n, "official") for n in range(1, 7)]


@pytest.mark.parametrize(
    ("part", "title"),
    [
        (1, "全年工作概况"),
        (3, "受理及答复公开申请的情况"),
        (4, "复议和应诉"),
        (5, "不足之处与今后措施"),
        (6, "其他"),
    ],
)
def test_a_reworded_title_is_known_by_its_number_and_one_of_its_words(part: int, title: str) -> None:
    titles = [*_TITLES[: part - 1], title, *_TITLES[part:]]
    report = _report_of([f"{n}、{t}" for n, t in zip("一二三四五六", titles, strict=True)])
    assert [(h.number, h.standing == "official") for h in report.headings] == [
        (n, n != part) for n in range(1, 7)
    ]


def test_one_word_of_a_title_under_another_number_is_no_heading() -> None:
    report = _report_of(
        [f"{n}、{t}" for n, t in zip("一二三四六五", (*_TITLES[:4], "其他", _TITLES[4]), strict=True)]
    )
    assert [(h.number, h.ordinal) for h in report.headings] == [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]


def test_a_heading_printed_twice_in_a_row_is_found_twice() -> None:
    titles = [f"{n}、{t}" for n, t in zip("一二三四五六", _TITLES, strict=True)]
    report = _report_of([*titles[:3], f"{titles[3]}\n{titles[3]}", *titles[4:]])
    assert [h.number for h in report.headings] == [1, 2, 3, 4, 4, 5, 6]


def test_headings_that_are_all_printed_twice_are_a_fault_of_the_page() -> None:
    titles = [f"{n}、{t}" for n, t in zip("一二三四五六", _TITLES, strict=True)]
    report = _report_of([f"{t}\n{t}" for t in titles])
    assert [h.number for h in report.headings] == [1, 2, 3, 4, 5, 6]
