"""Word 2003 XML and the flat package: numbers of lists, merged cells, tracked changes, pictures, damage."""

from __future__ import annotations

import pytest

from tests.office.word_xml import flat_of, word_2003_of
from tests.reading.docx_builder import (
    cell,
    docx,
    level,
    merge,
    numbered,
    numbering,
    paragraph,
    row,
    run,
    span,
    table,
)
from tests.reading.shape import read, refused, shape

_AML = 'xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'


def changed(kind: str, inside: str) -> str:
    """A paragraph of Word 2003 with a tracked change in it."""
    return (
        f'<w:p {_AML}><w:r><w:t>新收</w:t></w:r><aml:annotation aml:id="0" w:type="Word.{kind}"><aml:content>'
        f"{inside}</aml:content></aml:annotation><w:r><w:t>件</w:t></w:r></w:p>"
    )


def test_numbers_of_lists_stand_as_word_printed_them() -> None:
    levels = {1: level(0, "chineseCountingThousand", "%1、") + level(1, "decimal", "%2")}
    data = docx(
        numbered("总体情况", 1),
        numbered("主动公开", 1, 1),
        numbered("公开情况", 1),
        parts={"numbering.xml": numbering(levels, {1: 1})},
    )
    expected = ["一、总体情况", "1 主动公开", "二、公开情况"]
    assert shape(read(data)) == expected
    assert shape(read(word_2003_of(data))) == expected
    assert shape(read(flat_of(data))) == expected


def test_merged_cells_are_those_of_the_docx() -> None:
    data = docx(
        table(
            row(cell("类", merge(True)), cell("本年", span(2))),
            row(cell("旧", merge()), "1", "2"),
            row("乙", "3", "4"),
        )
    )
    expected = [[["类", "本年", "<"], ["<", "1", "2"], ["乙", "3", "4"]]]
    assert shape(read(data)) == expected
    assert shape(read(word_2003_of(data))) == expected
    assert shape(read(flat_of(data))) == expected


def test_what_was_deleted_is_gone_and_what_was_inserted_stays() -> None:
    base = docx(paragraph("正文"))
    deleted = changed("Deletion", "<w:r><w:delText>12</w:delText></w:r>")
    inserted = changed("Insertion", "<w:r><w:t>34</w:t></w:r>")
    assert shape(read(word_2003_of(base, deleted + inserted))) == ["新收件", "新收34件", "正文"]


def test_bullets_are_no_numbers_and_hidden_text_is_no_text() -> None:
    bullet = (
        '<w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/>'
        '<wx:t xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" wx:val="\uf0b7"/></w:listPr>'
        "</w:pPr><w:r><w:t>甲</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r></w:p>"
    )
    assert shape(read(word_2003_of(docx(paragraph("乙")), bullet))) == ["甲", "乙"]


def test_a_picture_of_many_megabytes_in_the_text_is_passed_over() -> None:
    photo = f'<w:pict><w:binData w:name="wordml://1.jpg">{"QUJD" * 5_000_000}</w:binData></w:pict>'
    data = word_2003_of(docx(paragraph("正文")), f"<w:p><w:r>{photo}</w:r></w:p>")
    assert [each for each in shape(read(data)) if isinstance(each, str)] == ["正文"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (word_2003_of(docx(paragraph("正文")))[:-20], "file.damaged"),
        (word_2003_of(docx(paragraph("正文"))).replace(b"w:body", b"w:nobody"), "file.damaged"),
        (
            b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            + word_2003_of(docx(paragraph("&x;"))).split(b"?>", 1)[1].replace(b"&amp;x;", b"&x;"),
            "file.damaged",
        ),
        (flat_of(docx(paragraph("正文"))).replace(b"/word/document.xml", b"/word/gone.xml"), "file.damaged"),
        (
            word_2003_of(docx(paragraph("正文")), "<w:p>" * 300 + "</w:p>" * 300),
            "file.too-deep",
        ),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
         "file.damaged"),
    ],
    ids=["cut short", "no body", "entity", "no main part", "deep", "empty package"],
)  # fmt: skip
def test_damaged_files_say_so(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_a_run_of_text_in_a_flat_package_is_the_same_as_in_the_zip() -> None:
    data = docx(paragraph("", inside=run("1") + run("2")))
    assert shape(read(flat_of(data))) == shape(read(data)) == ["12"]
