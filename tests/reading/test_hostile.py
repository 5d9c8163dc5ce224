"""Files made to break a reader: each ends in bounded time as a refusal, and never as an exception."""

from __future__ import annotations

import io
import random
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest

from auditor.reading.limits import DEFAULT
from auditor.reading.open import open_document
from tests.reading.docx_builder import W, cell, docx, paragraph, row, span, table
from tests.reading.shape import read, refused, shape

MB = 1024 * 1024


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < 10


def document(inside: str, prolog: str = "") -> bytes:
    return docx(document=f'{prolog}<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>')


def zeros(size: int, name: str = "word/document.xml") -> bytes:
    """A docx with a member of `size` zero bytes, deflated piece by piece."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(name, "w", force_zip64=True) as member:
            piece = b"\0" * (4 * MB)
            for _ in range(size // len(piece)):
                member.write(piece)
    return stream.getvalue()


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\x00" * 5000])
def test_an_empty_file(data: bytes) -> None:
    assert refused(data) == "file.empty"


def test_a_member_of_a_gigabyte_is_not_unpacked() -> None:
    data = zeros(1024 * MB)
    tracemalloc.start()
    assert refused(data) == "file.too-large"
    assert tracemalloc.get_traced_memory()[1] < 20 * MB
    tracemalloc.stop()


def test_a_member_below_the_limit_that_is_packed_beyond_belief() -> None:
    assert refused(zeros(40 * MB)) == "file.bomb"


def test_a_member_whose_stated_size_lies() -> None:
    data = bytearray(docx(paragraph("公开" * 5000)))
    size = struct.pack("<I", len(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")))
    at = data.rindex(size)  # in the central directory
    data[at : at + 4] = struct.pack("<I", 100)
    assert refused(bytes(data)) in ("file.bomb", "file.truncated")


def test_a_photo_heavy_file_is_read_though_its_photos_are_many_megabytes() -> None:
    photo = random.Random(1).randbytes(MB)
    parts = {f"word/media/image{number}.jpeg": photo * 10 for number in range(6)}
    small = replace(DEFAULT, worker_bytes=100 * MB)
    data = docx(paragraph("正文"), parts=parts)
    assert shape(read(data, small)) == ["正文"]


def test_more_members_than_a_report_has() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(6000):
            archive.writestr(f"word/{number}", b"")
    assert refused(stream.getvalue()) == "file.bomb"


def test_every_truncation_is_said() -> None:
    whole = docx(*[paragraph("公开信息" * 20)] * 50)
    for share in (0.1, 0.5, 0.9, 0.99):
        assert refused(whole[: int(len(whole) * share)]) == "file.truncated"
    assert refused(b"PK\x03\x04" + b"\0" * 100) == "file.truncated"


def test_damaged_bytes_anywhere_never_raise() -> None:
    whole = docx(*[paragraph("公开信息")] * 20, table(["a", "b"]))
    chance = random.Random(3)
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(3):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        open_document(bytes(broken))


def test_entity_bombs_and_external_entities_are_refused() -> None:
    lols = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lols}]>'
    assert refused(document(paragraph("x").replace("x<", "&l9;<"), bomb)) == "file.damaged"
    outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    assert refused(document("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", outside)) == "file.damaged"


def test_xml_nested_beyond_sense() -> None:
    assert (
        refused(document("<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400)) == "file.too-deep"
    )
    depth = 60
    nested = paragraph("底")
    for _ in range(depth):
        nested = table(row(cell(inside=nested)))
    assert shape(read(docx(nested))) == ["底"]


def test_a_million_empty_paragraphs() -> None:
    # Packed so well that the ratio alone would give it away: the count has to do so too.
    lenient = replace(DEFAULT, member_ratio=100_000)
    assert refused(document("<w:p/>" * 1_800_000)) == "file.bomb"
    data = document("<w:p/>" * 1_800_000)
    result = open_document(data, lenient)
    assert getattr(result, "code", "") == "file.too-large"


def test_tables_of_too_many_squares_are_refused() -> None:
    wide = row(cell("a", span(1000)))
    assert refused(docx(table(*[wide] * 250))) == "file.table-too-large"
    cells = "<td>1" * 500
    assert refused(f"<table>{('<tr>' + cells) * 450}</table>".encode()) == "file.table-too-large"
    assert refused(("\t".join("1" * 500) + "\n").encode() * 500) == "file.table-too-large"


@pytest.mark.parametrize("attributes", ["colspan=100000", "rowspan=1000000000", "colspan=1e9", "colspan=-5"])
def test_absurd_spans_are_clamped(attributes: str) -> None:
    body = f"<table><tr><td {attributes}>a<td>b</tr>" + "<tr><td>1<td>2</tr>" * 20 + "</table>"
    result = read(body.encode())
    assert sum(len(block.cells) for block in result.blocks) == 42  # type: ignore[union-attr]


def test_a_thousand_cells_of_a_thousand_columns() -> None:
    open_document(
        ("<table>" + "<tr>" + "<td colspan=1000 rowspan=1000>x" * 200 + "</tr>" + "</table>").encode()
    )


def test_pages_of_fifty_megabytes_and_of_too_many_tags() -> None:
    assert refused(b"<html><body>" + b"<p>x</p>" * (50 * MB // 8)) in ("file.too-large", "file.hung")
    assert refused(b"<html><body>" + b"<b>" * 600_000) == "file.too-large"


@pytest.mark.parametrize("opened", ["<div>", "<table><tr><td>", "<b>", "<font><p>"])
def test_html_nested_beyond_sense_is_refused_and_not_cut(opened: str) -> None:
    result = open_document(("<html><body>" + opened * 60_000 + "深" + "</div>" * 10).encode())
    assert getattr(result, "code", "") == "file.too-deep"


def test_a_page_of_attributes_and_entities() -> None:
    open_document(b"<html><p " + b"a=1 " * 200_000 + b">x</p>")
    open_document(b"<html><p>" + b"&amp;&#x41;&nosuch;&#1114112;" * 100_000)


def test_lists_inside_lists_and_odd_numbers() -> None:
    open_document(("<ol start=-99999999999>" + "<ol><li value=999999>x" * 500).encode())


def test_a_web_archive_without_a_page_or_in_itself() -> None:
    assert (
        refused(b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\n--a--")
        == "file.damaged"
    )
    loop = b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n!!!!"
    open_document(loop)


def test_chunks_that_hold_chunks_end() -> None:
    data = docx(paragraph("底"))
    for _ in range(6):
        data = docx(
            paragraph("层"),
            '<w:altChunk r:id="c"/>',
            parts={"word/c.docx": data},
            relations={"c": ("aFChunk", "c.docx")},
        )
    made = read(data)
    assert shape(made) == ["层"] * 4
    assert made.diagnostics[-1].code == "docx.part-unreadable"


def test_styles_based_on_themselves_end() -> None:
    looped = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    assert shape(read(docx(paragraph("甲", "a"), parts={"styles.xml": looped}))) == ["甲"]


def test_numbers_beyond_counting_end() -> None:
    huge = f'<w:p xmlns:w="{W}"/>'
    levels = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="999999999"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1."/></w:lvl>'
        "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    listed = paragraph("甲", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    made = shape(read(docx(huge, listed, parts={"numbering.xml": levels})))
    assert len(made) == 1 and len(str(made[0])) < 40


def test_text_of_one_endless_line_and_of_bars_only() -> None:
    open_document(b"a|" * 400_000)
    open_document(("公开" * 2_000_000).encode())
    open_document(b"|" * 500_000)
    open_document(b"[image: " * 200_000)
    open_document(b"# a\n" + b"*" * 200_000)
    open_document(b"# a\n" + b"**a " * 50_000)
    open_document(b"# a\n" + b"![" * 100_000)
    open_document(b"-" * 1_000_000)
    open_document(b" \n" * 1_000_000 + b"x")
    open_document(b"<!--" * 100_000)


def test_text_made_to_make_patterns_slow() -> None:
    open_document(b"<!---->" * 500 + b"x")
    open_document(b" " * 60_000 + b"x\n" + b"-" * 60_000)
    open_document(b"# a\n" + b"<table\n" * 50_000)
    open_document(b"# a" + b" #" * 50_000 + b"x")
    open_document(b"# a\n#" + b" " * 100_000 + b"x")
    open_document(b"<html><script type='text/html'>" + b"&lt;<" * 100_000 + b"</script>")
    open_document(b"<ol style='" + b"list-style:" * 50_000 + b"'><li>x</ol>")
    open_document(b"<html>" + b"<nav><footer>x</footer></nav>" * 50_000)


@pytest.mark.parametrize("attribute", [b"a%d=1 ", b"a%d ", b"a%d/", b'a%d=">"', b"a%d='<'"])
def test_a_tag_of_very_many_attributes_is_refused(attribute: bytes) -> None:
    attributes = b"".join(attribute % number for number in range(50_000))
    assert refused(b"<html><p>x</p><p " + attributes + b">x</p>") == "file.too-large"


def test_endless_lines_are_counted_before_they_are_cut() -> None:
    assert refused(b"x\n" * 1_000_000) == "file.too-large"
    assert refused(b"MIME-Version: 1.0\n\n" + b"x\n" * 2_000_000) == "file.too-large"


def test_documents_inside_one_file_are_counted() -> None:
    frames = b'<iframe srcdoc="&lt;iframe srcdoc=x&gt;y"></iframe>' * 300
    assert refused(b"<html><p>a</p>" + frames) == "file.too-deep"
    chunks = docx(
        paragraph("甲"),
        '<w:altChunk r:id="c"/>' * 500,
        parts={"word/c.txt": "x"},
        relations={"c": ("aFChunk", "c.txt")},
    )
    assert shape(read(chunks)) == ["甲"] + ["x"] * 50


def test_cells_that_spread_over_many_rows_and_columns() -> None:
    wide = "<td colspan=1000 rowspan=60000>x" * 199
    body = f"<table><tr>{wide}</tr>" + "<tr><td>1</td></tr>" * 50_000 + "</table>"
    assert refused(body.encode()) == "file.table-too-large"


def test_a_number_that_multiplies_over_its_list_is_cut() -> None:
    levels = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        f'<w:numFmt w:val="decimal"/><w:lvlText w:val="{"一" * 200_000}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    listed = paragraph("甲", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    made = shape(read(docx(listed * 3000, parts={"numbering.xml": levels})))
    assert made == ["一" * 60 + " 甲"] * 3000
