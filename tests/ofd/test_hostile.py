"""OFDs made to break, hang or swell the reader: each gets its message, and the next file is read."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace

import pytest

from auditor.base.diagnostic import Diagnostic
from auditor.reading.document import Document
from auditor.reading.limits import DEFAULT
from auditor.reading.open import open_document
from tests.ofd.package import ofd_of, packed, parts_of
from tests.ofd.writer import OfdSheet

LIMITS = replace(DEFAULT, seconds=15.0)
_OBJECT = '<ofd:TextObject ID="5" Boundary="{0}" Font="2" Size="{1}" {2}>{3}</ofd:TextObject>'
_CODE = '<ofd:TextCode X="0" Y="4" {}>报告</ofd:TextCode>'


def _sheet() -> OfdSheet:
    sheet = OfdSheet()
    sheet.text(60, 60, "某局2023年政府信息公开工作年度报告")
    return sheet


def _good() -> bytes:
    return ofd_of([_sheet()])


def _raw(xml: str) -> bytes:
    """The good page with `xml` among its objects."""
    sheet = _sheet()
    sheet.raw(xml)
    return ofd_of([sheet])


def _with(**changes: str | bytes | None) -> bytes:
    """The good file with other parts."""
    parts = parts_of([_sheet()])
    names = {
        "root": "OFD.xml",
        "document": "Doc_0/Document.xml",
        "page": "Doc_0/Pages/Page_0/Content.xml",
        "resources": "Doc_0/DocumentRes.xml",
        "locked": "Encryptions.xml",
    }
    for key, body in changes.items():
        if body is None:
            del parts[names[key]]
        else:
            parts[names[key]] = body
    return packed(parts)


_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def _page(inner: str) -> bytes:
    return _with(page=f"<ofd:Page {_NS}><ofd:Content><ofd:Layer>{inner}</ofd:Layer></ofd:Content></ofd:Page>")


def _linked(target: str) -> bytes:
    body = f"<ofd:DocBody><ofd:DocRoot>{target}</ofd:DocRoot></ofd:DocBody>"
    return _with(root=f"<ofd:OFD {_NS}>{body}</ofd:OFD>")


def _pages(target: str, count: int = 1) -> bytes:
    listed = "".join(f'<ofd:Page ID="{number}" BaseLoc="{target}"/>' for number in range(count))
    return _with(document=f"<ofd:Document {_NS}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>")


def _unit(reference: str) -> bytes:
    use = f'<ofd:CompositeObject ID="3" Boundary="0 0 210 297" ResourceID="{reference}"/>'
    unit = (
        f'<ofd:CompositeGraphicUnit ID="9"><ofd:Content>{use * 10}</ofd:Content></ofd:CompositeGraphicUnit>'
    )
    resources = f"<ofd:Res {_NS}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"
    parts = parts_of([_sheet()])
    parts["Doc_0/DocumentRes.xml"] = resources
    page = parts["Doc_0/Pages/Page_0/Content.xml"]
    assert isinstance(page, str)
    parts["Doc_0/Pages/Page_0/Content.xml"] = page.replace("<ofd:TextObject", use + "<ofd:TextObject", 1)
    return packed(parts)


def _leaning() -> bytes:
    """Draw parameters each of which leans on the other."""
    parts = parts_of([_sheet()])
    pair = '<ofd:DrawParam ID="6" Relative="7"/><ofd:DrawParam ID="7" Relative="6"/>'
    parts["Doc_0/PublicRes.xml"] = f"<ofd:Res {_NS}><ofd:DrawParams>{pair}</ofd:DrawParams></ofd:Res>"
    page = parts["Doc_0/Pages/Page_0/Content.xml"]
    assert isinstance(page, str)
    path = '<ofd:PathObject ID="1" Boundary="0 0 9 9" DrawParam="7"><ofd:AbbreviatedData>M 0 0 L 9 0'
    path += "</ofd:AbbreviatedData></ofd:PathObject>"
    parts["Doc_0/Pages/Page_0/Content.xml"] = page.replace("<ofd:TextObject", path + "<ofd:TextObject", 1)
    return packed(parts)


def _locked_zip() -> bytes:
    data = bytearray(_good())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


def _many_members() -> bytes:
    parts = parts_of([_sheet()])
    parts |= {f"Doc_0/Res/{number}.png": b"" for number in range(6_000)}
    return packed(parts)


def _lying_size() -> bytes:
    """The directory says ten bytes, the part has more."""
    data = bytearray(_good())
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


_ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)

# What is refused: the file and the code.
REFUSED = {
    "no root": (_with(root=None), "format.unsupported"),
    "no document": (_with(document=None), "file.damaged"),
    "no page": (_with(page=None), "file.damaged"),
    "a root that is no xml": (_with(root="年报"), "file.damaged"),
    "an empty root": (_with(root=f"<ofd:OFD {_NS}/>"), "file.damaged"),
    "no pages": (_pages("x", 0), "file.damaged"),
    "a page out of the package": (_pages("../../../../etc/passwd"), "file.damaged"),
    "a page by an absolute path": (_pages("/etc/passwd"), "file.damaged"),
    "a page on the network": (_pages("http://192.0.2.1/a.xml"), "file.damaged"),
    "a document out of the package": (_linked("..\\..\\windows\\win.ini"), "file.damaged"),
    "a document that is its own root": (_linked("OFD.xml"), "file.damaged"),
    "a hundred thousand pages": (_pages("Pages/Page_0/Content.xml", 100_000), "file.too-large"),
    "entities in entities": (_with(page=f"{_ENTITIES}<a>&c;</a>"), "file.damaged"),
    "an entity from outside": (
        _with(document='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'),
        "file.damaged",
    ),
    "a part of half a gigabyte": (_with(page=b" " * 500_000_000), "file.too-large"),
    "a part that shrinks a thousandfold": (_with(page=b" " * 30_000_000), "file.bomb"),
    "paths that shrink a thousandfold": (
        _page('<ofd:PathObject Boundary="0 0 9 9"/>' * 900_000),
        "file.bomb",
    ),
    "a million paths": (
        _page("".join(f'<ofd:PathObject ID="{number}"/>' for number in range(1_000_000))),
        "file.too-large",
    ),
    "thirty thousand objects": (
        _raw(
            "".join(f'<ofd:PathObject ID="{number}" Boundary="0 0 {number} 9"/>' for number in range(30_000))
        ),
        "file.too-complex",
    ),
    "a hundred thousand characters": (
        _raw(_OBJECT.format("0 0 210 297", 4, "", _CODE.format("").replace("报告", "报告书等" * 25_000))),
        "file.too-complex",
    ),
    "tags a thousand deep": (_page("<a>" * 1_000 + "</a>" * 1_000), "file.too-deep"),
    "six thousand members": (_many_members(), "file.bomb"),
    "a size that lies": (_lying_size(), "file.truncated"),
    "a password on the archive": (_locked_zip(), "file.encrypted"),
    "the mark of an encrypted file": (_with(locked=f"<ofd:Encryptions {_NS}/>"), "file.encrypted"),
    "drawings that draw themselves": (_unit("9"), "file.too-complex"),
}

# What is read with what is broken left out: the object and whether that is said.
BROKEN = {
    "nan": _OBJECT.format("NaN NaN NaN NaN", 4, "", _CODE.format("")),
    "infinity": _OBJECT.format("0 0 1e999 9", 4, "", _CODE.format("")),
    "words for numbers": _OBJECT.format("a b c d", 4, "", _CODE.format("")),
    "too few numbers": _OBJECT.format("0 0", 4, "", _CODE.format("")),
    "a size that is none": _OBJECT.format("0 0 210 297", 0, "", _CODE.format("")),
    "steps of a billion": _OBJECT.format("0 0 210 297", 4, "", _CODE.format('DeltaX="g 1000000000 x"')),
    "a matrix of nothing": _OBJECT.format("0 0 210 297", 4, 'CTM="nan 0 0 1 0 0"', _CODE.format("")),
    "a path of nonsense": '<ofd:PathObject ID="1" Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 NaN L'
    "</ofd:AbbreviatedData></ofd:PathObject>",
    "a drawing that is not there": '<ofd:CompositeObject ID="1" Boundary="0 0 9 9" ResourceID="77"/>',
    "blocks in blocks": "<ofd:PageBlock>" * 60 + "</ofd:PageBlock>" * 60,
}

# What does no harm at all.
HARMLESS = {
    "a matrix of zeros": _OBJECT.format("0 0 210 297", 4, 'CTM="0 0 0 0 0 0"', _CODE.format("")),
    "far away": _OBJECT.format("900000 900000 9 9", 4, "", _CODE.format("")),
    "an image as large as a town": '<ofd:ImageObject ID="1" Boundary="200 280 999999 999999"/>',
    "a path of half a million lines": '<ofd:PathObject ID="1" Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 '
    + " ".join(f"L {number % 997} {number % 991}" for number in range(500_000))
    + "</ofd:AbbreviatedData></ofd:PathObject>",
    "a text of no characters": _OBJECT.format("0 0 9 9", 4, "", "<ofd:TextCode/>"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_gets_its_message_in_time_and_the_next_one_is_read(name: str) -> None:
    data, code = REFUSED[name]
    start = time.monotonic()
    result = open_document(data, LIMITS, "坏.ofd")
    assert time.monotonic() - start < LIMITS.seconds
    assert isinstance(result, Diagnostic) and (result.code, result.file) == (code, "坏.ofd"), result
    assert result.remedy and not result.message.isascii()
    assert isinstance(open_document(_good(), LIMITS, "好.ofd"), Document)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_object_is_left_out_and_said(name: str) -> None:
    result = open_document(_raw(BROKEN[name]), LIMITS, "a.ofd")
    assert isinstance(result, Document), result
    assert [block.text for block in result.blocks] == ["某局2023年政府信息公开工作年度报告"]
    assert [(d.code, d.message) for d in result.diagnostics] == [
        ("read.lost-objects", "第 1 页有的文字或图形不合格式，没有读出")
    ]


@pytest.mark.parametrize("name", HARMLESS)
def test_an_odd_object_does_no_harm(name: str) -> None:
    result = open_document(_raw(HARMLESS[name]), LIMITS, "a.ofd")
    assert isinstance(result, Document), result
    assert "某局2023年政府信息公开工作年度报告" in [getattr(block, "text", "") for block in result.blocks]


def test_draw_parameters_that_lean_on_each_other_do_no_harm() -> None:
    result = open_document(_leaning(), LIMITS, "a.ofd")
    assert isinstance(result, Document) and result.diagnostics == ()


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_cut_anywhere_is_said_to_be_damaged(share: float) -> None:
    data = _good()
    result = open_document(data[: int(len(data) * share)], LIMITS, "a.ofd")
    assert isinstance(result, Diagnostic) and result.code == "file.truncated"


def test_a_part_damaged_within_is_said_and_names_the_part() -> None:
    stream = io.BytesIO(_good())
    with zipfile.ZipFile(stream) as archive:
        info = archive.getinfo("Doc_0/Document.xml")
    data = bytearray(stream.getvalue())
    for index in range(info.header_offset + 60, info.header_offset + 100):
        data[index] ^= 0x5A
    result = open_document(bytes(data), LIMITS, "a.ofd")
    assert isinstance(result, Diagnostic) and result.code == "file.truncated"
    assert "Doc_0/Document.xml" in result.message
