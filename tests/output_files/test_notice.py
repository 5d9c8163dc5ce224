"""Notices: which findings, whose, and a template that the office changes."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from auditor.base.place import CellPlace
from auditor.findings.dossier import Dossier
from auditor.findings.model import Decision
from auditor.output.correction_words import arithmetic_words, official_places
from auditor.output.finding_words import evidence_words
from auditor.output.notice import DEFAULT_TEMPLATE, Letterhead, Template, draw_notices, open_template
from auditor.output.notice.fields import chinese, date_words
from auditor.output.notice.fill import W
from auditor.reading.walk import is_own_output
from auditor.rules.model import Basis
from auditor.rules.outcome import CellEvidence, Interval, PlaceEvidence, Verdict
from tests.findings.make import BASE, INFO, WARNING, run
from tests.layouts.check import lexicons
from tests.output_files.make_template_page import PAGE, page
from tests.output_files.sample import LETTERHEAD, docx_text, dossier, template


def texts(made: Dossier, confirmed: bool = False) -> dict[str, str]:
    return {
        n.name: docx_text(n.data) for n in draw_notices(made, template(), LETTERHEAD, confirmed=confirmed)
    }


def saved(path: Path, *paragraphs: list[str]) -> Path:
    """A template whose paragraphs are the runs given."""
    document = Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text in runs:
            paragraph.add_run(text)
    document.save(str(path))
    return path


def test_from_the_notice_alone_the_cell_is_found_and_what_to_write_is_known() -> None:
    text = texts(dossier())["整改通知 听松区发展和改革委员会.docx"]
    assert "表四“行政复议”行（第76行）：“结果维持”填“1”" in text
    assert "应　为：其他各数无误的话，表四“行政复议”行、“总计”列应为 1（现填“2”）" in text
    assert "于2026年3月31日前" in text and "联系人：李四 0000-7654321" in text


def test_a_cell_that_another_finding_doubts_is_never_said_to_be_right() -> None:
    text = texts(dossier())["整改通知 望箫县市场监督管理局.docx"]
    assert "应为 96" not in text and text.count("先核对同时出现在别的问题里的") == 4


def test_a_table_that_is_blank_throughout_is_one_place_and_not_pages_of_them() -> None:
    lexicon = lexicons()["2021"]
    paths = [path for path, cell in lexicon.by_path.items() if cell.table == "表二"]
    cells = [CellEvidence(path, "", None, CellPlace(1, 3 + n, 2)) for n, path in enumerate(paths)]
    blank = replace(BASE, evidence=tuple(cells), computation=None, suspect=None)
    assert official_places(blank, lexicon, 20) == [f"表二（第1个表）全部{len(paths)}格：都空白"]
    but_one = replace(blank, evidence=(*cells[:-1], replace(cells[-1], raw="3")))
    assert len(official_places(but_one, lexicon, 200)) == len(paths)


def test_a_table_as_a_whole_is_named_and_not_its_first_cell() -> None:
    whole = replace(BASE, evidence=(PlaceEvidence("表三", CellPlace(2, 4, 1)),), suspect=None)
    assert official_places(whole, None, 20) == ["表三（第2个表）"]
    assert (
        evidence_words(PlaceEvidence("表二", CellPlace(1, 4, 1, line=29, page=2))) == "表二（第2页 第29行起）"
    )


def test_that_something_is_there_is_no_arithmetic_and_an_inequality_has_no_difference() -> None:
    assert BASE.computation is not None
    figures = replace(
        BASE.computation,
        formula="表四.总计 > 0",
        left_text="表四.总计 3",
        right_text="0",
        difference=Decimal(3),
    )
    assert arithmetic_words(replace(BASE, computation=figures)) == ""
    more = replace(figures, formula="有效 ≥ 制发 + 2", left_text="有效 1", right_text="制发 3 + 2",
                   left=Interval(Decimal(1), Decimal(1)), right=Interval(Decimal(5), Decimal(5)))  # fmt: skip
    assert arithmetic_words(replace(BASE, computation=more)) == "有效 1；制发 3 + 2 = 5"


def test_a_clause_that_nobody_has_checked_stands_in_no_letter() -> None:
    basis = (
        Basis("甲", "一、报告内容（用字待核）"), Basis("乙", "第四十九条（待核）"),
        Basis("丙", "待核（一、总则）"), Basis("丁", "第三条（含附表）"),
    )  # fmt: skip
    text = texts(Dossier(run(replace(BASE, basis=basis))))["整改通知 青石街道办事处.docx"]
    assert "甲 一、报告内容；乙；丙；丁 第三条（含附表）" in text


def test_notices_hold_errors_and_warnings_that_nobody_has_excused() -> None:
    made = run(
        BASE, WARNING, INFO,
        replace(BASE, rule="试-1", trial=True), replace(BASE, rule="坏-1", outcome=Verdict.ERROR),
        replace(BASE, rule="免-1", decision=Decision.WAIVED),
        replace(BASE, rule="误-1", decision=Decision.FALSE_ALARM),
    )  # fmt: skip
    text = texts(Dossier(made))["整改通知 青石街道办事处.docx"]
    rules = ("勾稽-301", "说明-305", "引言-003", "试-1", "坏-1", "免-1", "误-1")
    assert [rule for rule in rules if rule in text] == [
        "勾稽-301", "说明-305",
    ]  # fmt: skip


def test_from_a_store_only_what_was_confirmed_goes_out() -> None:
    made = run(replace(INFO, decision=Decision.CONFIRMED), BASE)
    text = texts(Dossier(made), confirmed=True)["整改通知 青石街道办事处.docx"]
    assert "引言-003" in text and "勾稽-301" not in text


def test_each_agency_of_the_combined_file_begins_a_page() -> None:
    *single, combined = draw_notices(dossier(), template(), LETTERHEAD)
    body = Document(io.BytesIO(combined.data)).element.body
    heads = [mark.getparent().getparent() for mark in body.iter(f"{W}pageBreakBefore")]
    assert len(single) == 3 and len(heads) == 2
    assert [child.tag for child in heads[0].pPr][:2] == [f"{W}pStyle", f"{W}pageBreakBefore"]
    assert body[-1].tag == f"{W}sectPr"


def test_nothing_to_say_is_no_file() -> None:
    assert texts(Dossier(run(INFO))) == {}


def test_agencies_of_one_name_get_files_of_their_own() -> None:
    made = run(replace(BASE, agency="a"), replace(BASE, agency="b", file="z.docx"))
    assert list(texts(Dossier(made))) == [
        "整改通知 青石街道办事处.docx", "整改通知 青石街道办事处（2）.docx", "整改通知（全部机关）.docx",
    ]  # fmt: skip


def test_fields_are_found_however_word_has_split_them(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "t.docx", ["致{", "{机", "关}", "}：共{{问题数}}", "条"], ["{{#报", "告}}"], ["{{#部分}}"],
        ["{{#问题}}"], ["{{ 序号 }}. {{问题}}"], ["应为：{{应为}}"], ["{{/问题}}"],
        ["{{/部分}}"], ["{{/报告}}"],
    )  # fmt: skip
    opened = open_template(path)
    assert isinstance(opened, Template)
    first = next(iter(draw_notices(dossier(), opened, Letterhead())))
    assert docx_text(first.data).splitlines() == [
        "致听松区发展和改革委员会：共1条",
        "1. 行政复议：维持 1 + 纠正 0 + 其他 0 + 未结 0 = 1，总计填 2，相差 1",
        "应为：其他各数无误的话，表四“行政复议”行、“总计”列应为 1（现填“2”）",
    ]


def test_what_the_office_did_not_say_is_a_line_to_write_on() -> None:
    first = next(iter(draw_notices(dossier(), template(), Letterhead())))
    assert "整改期限：＿＿＿＿＿＿＿＿\n" in docx_text(first.data)


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        ([["{{机构}}"]], "通知模板里没有“机构”这个字段"),
        ([["{{#问题}}"], ["{{问题}}"]], "通知模板里“{{#问题}}”后面没有“{{/问题}}”"),
        ([["{{/问题}}"]], "通知模板里“{{/问题}}”前面没有对应的“{{#问题}}”"),
        ([["{{#报告}}"], ["{{#部分}}"], ["{{/报告}}"], ["{{/部分}}"]],
         "通知模板里“{{/报告}}”前面没有对应的“{{#报告}}”"),
        ([["{{#题}}"], ["{{/题}}"]], "通知模板里没有“题”这个块"),
    ],
)  # fmt: skip
def test_a_template_that_cannot_be_filled_says_why(
    tmp_path: Path, paragraphs: list[list[str]], said: str
) -> None:
    faults = open_template(saved(tmp_path / "t.docx", *paragraphs))
    assert isinstance(faults, list) and [fault.message for fault in faults] == [said]
    assert all(fault.remedy for fault in faults)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip", None])
def test_what_is_no_word_file_is_named(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "t.docx"
    if data is not None:
        path.write_bytes(data)
    faults = open_template(path)
    assert isinstance(faults, list) and len(faults) == 1 and faults[0].file.endswith("t.docx")


def test_the_template_is_a4_with_the_margins_and_types_of_official_letters() -> None:
    document = Document(str(DEFAULT_TEMPLATE))
    page = document.sections[0]
    assert [round(side.mm) for side in (page.page_width, page.page_height)] == [210, 297]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(side.mm) for side in margins] == [37, 35, 28, 26]
    fonts = {
        style.name: style.element.rPr.rFonts for style in document.styles if style.name.startswith("通知")
    }
    east = {name: marks.get(f"{{{marks.nsmap['w']}}}eastAsia") for name, marks in fonts.items()}
    assert east["通知标题"] == "方正小标宋简体" and east["通知正文"] == "仿宋_GB2312"
    footer = page.footer._element.xml
    assert "PAGE" in footer and page.even_page_footer.paragraphs[0].text.startswith("— ")


def test_a_notice_is_known_again_as_ours() -> None:
    first = next(iter(draw_notices(dossier(), template(), Letterhead())))
    assert is_own_output(first.data[:2048]) and not is_own_output(DEFAULT_TEMPLATE.read_bytes()[:20])
    assert Document(io.BytesIO(first.data)).core_properties.title.startswith("整改通知")


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (25, "二十五"), (100, "100")]
)
def test_numbers_in_chinese(number: int, words: str) -> None:
    assert chinese(number) == words


@pytest.mark.parametrize(("text", "words"), [("2026-3-5", "2026年3月5日"), ("三月底", "三月底"), ("", "")])
def test_dates_in_chinese(text: str, words: str) -> None:
    assert date_words(text) == words


def test_the_handbook_names_every_field_and_block() -> None:
    assert PAGE.read_bytes().decode("utf-8") == page()
