"""Figures beside which stands what is none of them: marks of notes, text struck out, hidden twins, numbers of
lists, fields of forms, pictures."""

from __future__ import annotations

import time

import pytest

from auditor.reading.css import rules_of
from auditor.reading.document import Table
from auditor.reading.marked import settled
from tests.reading.docx_builder import cell, docx, level, numbered, numbering, paragraph, run, styles, table
from tests.reading.shape import read, rows

LOST = "\ufffd"


def of_page(inside: str, style: str = "") -> str:
    """The text of a cell of a page."""
    page = f"<style>{style}</style><table><tr><td>甲</td><td>{inside}</td></tr></table>"
    found = [block for block in read(page.encode()).blocks if isinstance(block, Table)]
    return rows(found[0])[0][1]


def of_word(inside: str, **parts: str) -> str:
    """The text of a cell of a Word document."""
    body = table(f"<w:tr>{cell('甲')}<w:tc>{inside}</w:tc></w:tr>")
    made = {name + ".xml": text for name, text in parts.items()}
    found = [block for block in read(docx(body, parts=made)).blocks if isinstance(block, Table)]
    return rows(found[0])[0][1]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("5<sup>1</sup>", "5[1]"),
        ("５<sub>注1</sub>", "５[注1]"),
        ("<sup>1</sup>5", "[1]5"),
        ("5<sup>(1)</sup>", "5(1)"),
        ("—<sup>1</sup>", "—[1]"),
        ("5<sup>1</sup><sup>2</sup>", "5[1][2]"),
        ('5<span style="font-size:8px;vertical-align: super">1</span>', "5[1]"),
        ("<sup>5</sup>", "5" + LOST),  # a figure, or a mark beside none
        ("公开<sup>1</sup>", "公开1"),
        ("100m<sup>2</sup>", "100m2"),
        ("<s>4</s>5", "5"),
        ("<del>4</del>5<strike>6</strike>", "5"),
        ('<span style="text-decoration: line-through">4</span>5', "5"),
        ("<p><s>4</s></p><p>5</p>", "5"),
        ("<div style='text-decoration:line-through'><p>4</p><p>6</p></div>5", "5"),
        ("<s>4</s>", LOST),
        ("<s></s>", ""),
        ("<u>4</u>5", "45"),
    ],
)
def test_marks_and_struck_text_are_none_of_a_figures_digits(inside: str, text: str) -> None:
    assert of_page(inside) == text


TWINS = "<span class=p>5</span><span class=m>5</span>"


@pytest.mark.parametrize(
    ("style", "inside", "text"),
    [
        ("@media(min-width:768px){.m{display:none}}@media(max-width:767px){.p{display:none}}", TWINS, "5"),
        ("@media screen and (max-width: 48em){.p{display:none}}.m{display:none}", TWINS, "5"),
        ("@media only screen{.m{display:none}} @media print{.p{display:none}}", TWINS, "5"),
        ("@media (width <= 800px){.p{display:none}} @supports (display:grid){.m{display:none}}", TWINS, "5"),
        ("@media (hover){.m{display:none}}", TWINS, "55" + LOST),
        (".p ~ .m{display:none}", TWINS, "55" + LOST),
        (".m:not(.x){display:none}", TWINS, "55" + LOST),
        (".m{opacity:0}", TWINS, "55" + LOST),
        (".m:hover{display:none}.p::before{display:none}", TWINS, "55"),
        (".m:not(.x){display:none}", "<span class=m>5</span>", "5"),
        ("td i[data-x]{display:none}", "<i data-x=1>8</i>5", "5"),
        ("[data-x='a,b']{display:none}", "<i data-x='a,b'>8</i>5", "5"),
        ("td i:first-child{display:none}", "<i>8</i><i>5</i>", "5"),
        ("td i:last-child{display:none}", "<i>5</i><i>8</i>", "5"),
        ("td i:nth-child(2){display:none}", "<i>5</i><i>8</i>", "5"),
        ("", '<span style="color:transparent">8</span>5', "5"),
        ("", '<span style="opacity:0"><b>8</b></span>5', "5"),
        ("", '<span style="display:inline-block;width:0;overflow:hidden">8</span>5', "5"),
        ("", '<span style="color:#FFF">8</span>5', "85" + LOST),
        ("", '<font color="white">8</font>5', "85" + LOST),
        ("", '<span style="color:#fff">5</span>', "5"),
        ("", '<span style="background-color:transparent;opacity:0.5">5</span>', "5"),
    ],
)
def test_what_a_page_hides_is_none_of_a_figures_digits(style: str, inside: str, text: str) -> None:
    assert of_page(inside, style) == text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<ol><li>5</ol>", "5"),
        ("<ol><li>5件</ol>", "5件"),
        ("<ol><li>重复申请</ol>", "1.重复申请"),
        ('<input value="5" readonly>', "5"),
        ('<input type=hidden value="5">', ""),
        ("<input>", LOST),
        ('<input value="请输入关键字">', LOST),
        ("<textarea>5</textarea>", "5"),
        ("<select><option>4<option selected>5</select>", "5"),
        ("<button>5</button>", "5"),
        ("<button>打印</button>5", "5"),
        ("<canvas></canvas>", LOST),
        ("<img src=5.png width=12 height=16>", LOST),
        ("<img src=spacer.gif width=1 height=16>", ""),
    ],
)
def test_what_stands_in_a_cell_is_neither_lost_nor_added_to(inside: str, text: str) -> None:
    assert of_page(inside) == text


STYLES = styles(
    '<w:style w:type="character" w:styleId="Mark"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Out"><w:rPr><w:strike/></w:rPr></w:style>'
)
MARK = '<w:vertAlign w:val="superscript"/>'
DRAWN = "<w:r><w:drawing><wp:{0}><a:blip/></wp:{0}></w:drawing></w:r>"
CHOICE = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="4"/><w:listEntry w:val="5"/></w:ddList></w:ffData></w:fldChar></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
CIRCLED = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> eq \\o\\ac(○,5)</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
ONE = "<m:{0}><m:r><m:t>{1}</m:t></m:r></m:{0}>"
POWER = f"<m:oMath><m:sSup>{ONE.format('e', 5)}{ONE.format('sup', 1)}</m:sSup></m:oMath>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("5") + run("1", MARK), "5[1]"),
        (run("5") + run("1", '<w:rStyle w:val="Mark"/>'), "5[1]"),
        (run("5") + run("1", '<w:rStyle w:val="Mark"/><w:vertAlign w:val="baseline"/>'), "51"),
        (run("5") + run("1", '<w:position w:val="8"/><w:sz w:val="12"/>'), "5[1]"),
        (run("5", '<w:sz w:val="12"/>') + run("1", '<w:position w:val="8"/><w:sz w:val="12"/>'), "51"),
        (run("5", MARK), "5" + LOST),
        (run("4", "<w:strike/>") + run("5"), "5"),
        (run("4", "<w:dstrike/>") + run("5"), "5"),
        (run("4", '<w:strike w:val="0"/>') + run("5", '<w:vertAlign w:val="baseline"/>'), "45"),
        (run("4", "<w:strike/>"), LOST),
        (DRAWN.format("inline"), LOST),
        (DRAWN.format("anchor"), ""),  # a seal lies over the table
        (CHOICE, "5"),
        (CIRCLED, LOST),
        (POWER, "5[1]"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r>', LOST),
        (run("1") + '<w:r><w:sym w:font="Symbol" w:char="F032"/></w:r>', "12"),
    ],
)
def test_a_word_cell_says_what_is_seen_in_it(inside: str, text: str) -> None:
    assert of_word(f"<w:p>{inside}</w:p>", styles=STYLES) == text


def test_a_style_may_strike_a_paragraph_out() -> None:
    assert of_word(paragraph("4", "Out") + paragraph("5"), styles=STYLES) == "5"


@pytest.mark.parametrize("printed", ["%1.", "%1"])
def test_the_number_of_a_list_is_none_of_a_figures_digits(printed: str) -> None:
    numbers = numbering({0: level(0, "decimal", printed, '<w:suff w:val="nothing"/>')}, {1: 0})
    assert of_word(numbered("7", 1), numbering=numbers) == "7"
    assert of_word(numbered("其他", 1), numbering=numbers) == printed.replace("%1", "1") + "其他"


def test_outside_of_cells_text_struck_out_alone_stays() -> None:
    assert settled("\x10旧题\x11", in_cell=False) == ("旧题", False)
    assert settled("新收\x104\x115件", in_cell=False) == ("新收5件", False)


@pytest.mark.parametrize(
    "sheet",
    [
        "a,b" * 200_000 + "{display:none}",
        "a[" * 200_000 + "{display:none}",
        "a{opacity:" + "0" * 400_000 + "x}",
        "a{" + "color:rgba(" * 100_000 + "}",
        "@media" + " and" * 200_000 + "{a{display:none}}",
        "@media screen{" * 100_000,
        "a[x=" + " " * 300_000 + "{display:none}",
        "a" * 500_000 + "{display:none}",
        "a{text-indent:-" + "9" * 400_000 + "!}",
    ],
)
def test_a_hostile_style_sheet_takes_no_time(sheet: str) -> None:
    start = time.perf_counter()
    rules_of(sheet, 0)
    assert time.perf_counter() - start < 2
