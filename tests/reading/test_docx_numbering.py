from __future__ import annotations

import pytest

from auditor.reading import numerals
from tests.reading.docx_builder import cell, docx, level, numbered, numbering, paragraph, row, styles, table
from tests.reading.shape import read, shape


def body(*blocks: str, levels: dict[int, str], nums: dict[int, int | str], **parts: str) -> list[object]:
    more = {f"{name}.xml": content for name, content in parts.items()}
    return shape(read(docx(*blocks, parts={"numbering.xml": numbering(levels, nums), **more})))


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("chineseCountingThousand", "%1、", "二、甲"),
        ("chineseCounting", "（%1）", "（二）甲"),
        ("japaneseCounting", "%1、", "二、甲"),
        ("ideographDigital", "%1、", "二、甲"),
        ("ideographTraditional", "%1、", "乙、甲"),
        ("ideographZodiac", "%1、", "丑、甲"),
        ("chineseLegalSimplified", "%1、", "贰、甲"),
        ("decimal", "%1.", "2.甲"),
        ("decimal", "第%1章", "第2章 甲"),
        ("decimalZero", "%1.", "02.甲"),
        ("upperLetter", "%1.", "B.甲"),
        ("lowerLetter", "%1)", "b)甲"),
        ("upperRoman", "%1.", "II.甲"),
        ("lowerRoman", "%1.", "ii.甲"),
        ("decimalEnclosedCircle", "%1", "② 甲"),
        ("decimalEnclosedCircleChinese", "%1", "② 甲"),
        ("decimalEnclosedParen", "%1、", "⑵、甲"),
        ("decimalFullWidth", "%1．", "２．甲"),
        ("ideographEnclosedCircle", "%1、", "㊁、甲"),
        ("unknownFormat", "%1.", "2.甲"),
        ("none", "附件", "附件 甲"),
        ("bullet", "\uf0b7", "甲"),
    ],
)
def test_numbers_made_by_word_stand_in_the_text(form: str, text: str, expected: str) -> None:
    made = body(numbered("零", 1), numbered("甲", 1), levels={0: level(0, form, text)}, nums={1: 0})
    assert made[1] == expected


def test_levels_count_by_themselves_and_a_higher_one_resets_them() -> None:
    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%3）")
    made = body(
        numbered("a", 1),
        numbered("b", 1, 1),
        numbered("c", 1, 1),
        numbered("d", 1, 2),
        numbered("e", 1),
        numbered("f", 1, 1),
        numbered("g", 1, 2),
        levels={0: levels},
        nums={1: 0},
    )
    assert made == ["一、a", "一.1 b", "一.2 c", "1）d", "二、e", "二.1 f", "1）g"]


def test_legal_levels_print_digits_and_never_restarting_ones_go_on() -> None:
    levels = level(0, "chineseCounting", "%1、") + level(
        1, "decimal", "%1.%2、", '<w:lvlRestart w:val="0"/><w:isLgl/>'
    )
    made = body(*(numbered("x", 1), numbered("y", 1, 1)) * 2, levels={0: levels}, nums={1: 0})
    assert made == ["一、x", "1.1、y", "二、x", "2.2、y"]


def test_lists_that_share_a_definition_share_the_count_until_one_starts_over() -> None:
    over = (
        '<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    )
    made = body(
        numbered("a", 1),
        numbered("b", 2),
        numbered("c", 3),
        numbered("d", 3),
        levels={0: level(0, "decimal", "%1.")},
        nums={1: 0, 2: 0, 3: over},
    )
    assert made == ["1.a", "2.b", "1.c", "2.d"]


def test_an_override_may_redefine_the_level() -> None:
    made = level(0, "upperLetter", "%1、", start=3)
    over = f'<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{made}</w:lvlOverride>'
    assert body(numbered("a", 1), levels={0: level(0, "decimal", "%1.")}, nums={1: over}) == ["C、a"]


def test_numbers_come_through_styles_and_what_they_are_based_on() -> None:
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    made = styles(
        f'<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/>{listed}</w:style>'
        '<w:style w:type="paragraph" w:styleId="K"><w:name w:val="k"/><w:basedOn w:val="H"/></w:style>'
        f'<w:style w:type="paragraph" w:styleId="S"><w:name w:val="s"/>{listed}</w:style>'
    )
    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "（%2）", '<w:pStyle w:val="S"/>')
    out = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    blocks = paragraph("a", "H"), paragraph("b", "S"), paragraph("c", "K"), paragraph("d", "H", out)
    assert body(*blocks, levels={0: levels}, nums={1: 0}, styles=made) == [
        (1, "一、a"),
        "（1）b",
        (1, "二、c"),
        (1, "d"),
    ]


def test_a_list_that_names_a_list_style_takes_its_levels() -> None:
    levels = {0: '<w:numStyleLink w:val="L"/>', 1: '<w:styleLink w:val="L"/>' + level(0, "decimal", "%1.")}
    assert body(numbered("a", 1), levels=levels, nums={1: 0}) == ["1.a"]


def test_empty_numbered_paragraphs_count_and_show_as_word_shows_them() -> None:
    made = body(
        table(row(cell(inside=numbered("", 1)), "规章"), row(cell(inside=numbered("", 1)), "许可")),
        numbered("尾", 1),
        levels={0: level(0, "decimal", "%1")},
        nums={1: 0},
    )
    assert made == [[["1", "规章"], ["2", "许可"]], "3 尾"]


def test_unknown_lists_and_levels_give_no_number() -> None:
    assert body(
        numbered("a", 9), numbered("b", 1, 5), levels={0: level(0, "decimal", "%1.")}, nums={1: 0}
    ) == [
        "a",
        "b",
    ]


def test_chinese_numerals_are_written_as_one_counts() -> None:
    assert [numerals.counted(number) for number in (1, 10, 11, 20, 21, 100, 105, 110, 1005, 2020)] == [
        "一", "十", "十一", "二十", "二十一", "一百", "一百零五", "一百一十", "一千零五", "二千零二十",
    ]  # fmt: skip
    assert [numerals.roman(number) for number in (4, 9, 14, 40, 1990)] == ["IV", "IX", "XIV", "XL", "MCMXC"]
    assert [numerals.letters(number) for number in (1, 26, 27, 53)] == ["A", "Z", "AA", "AAA"]
    assert [numerals.circled(number) for number in (1, 20, 21, 36, 50, 51)] == [
        "①",
        "⑳",
        "㉑",
        "㊱",
        "㊿",
        "51",
    ]
    assert [numerals.legal(number) for number in (1, 10, 12)] == ["壹", "壹拾", "壹拾贰"]
