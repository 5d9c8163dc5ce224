"""Files made to break readers of archives, workbooks and old Word files: each is refused with a message or
read as it shows itself, in bounded time, with nothing written outside the work folder and no network."""

from __future__ import annotations

import io
import stat
import struct
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from auditor.base.diagnostic import Diagnostic
from auditor.reading import soffice
from auditor.reading.archive import clean
from auditor.reading.office import prepare
from auditor.reading.ole import Compound
from auditor.reading.open import open_document
from auditor.reading.walk import walk
from tests.office.evil import linked, odt, rtf_linked, with_macro
from tests.office.zips import bomb, overlapping, packed, with_flag
from tests.pdf.convert import office
from tests.reading.docx_builder import docx, paragraph
from tests.reading.ole_builder import compound, word
from tests.reading.shape import refused, shape
from tests.tools import missing

A = docx(paragraph("甲"))


@pytest.fixture(autouse=True)
def in_time(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of our own, and no test at work for long."""
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path_factory.mktemp("cache")))
    started = time.process_time()
    yield
    assert time.process_time() - started < 10


def looked(tmp_path: Path, data: bytes, name: str = "包.zip") -> dict[str, object]:
    """What a walk and a reading of all it finds say of an archive, by the name inside it ("" itself); nothing
    may have been written beside it."""
    folder = tmp_path / "来件"
    folder.mkdir()
    path = folder / name
    path.write_bytes(data)
    walked = walk([folder])
    start = f"{path.as_posix()}!/"
    said: dict[str, object] = {}
    for found in walked.files:
        document = open_document(found.path, name=found.name)
        said[found.name.removeprefix(start)] = (
            (document.code, document.message) if isinstance(document, Diagnostic) else shape(document)
        )
    said |= {each.name.removeprefix(start): each.reason for each in walked.left_out}
    for problem in walked.problems:
        said[problem.file.removeprefix(start).replace(path.as_posix(), "")] = (problem.code, problem.message)
    assert [each.name for each in tmp_path.rglob("*")] == ["来件", name]
    return said


OUTSIDE = "压缩包里的路径指向压缩包以外，没有读取"


@pytest.mark.parametrize(
    ("written", "shown", "reason"),
    [
        ("../../甲.docx", "··/··/甲.docx", OUTSIDE),
        ("..\\..\\甲.docx", "··/··/甲.docx", OUTSIDE),
        ("街道/../../甲.docx", "街道/··/··/甲.docx", OUTSIDE),
        ("/etc/甲.docx", "etc/甲.docx", OUTSIDE),
        ("C:\\甲.docx", "C:/甲.docx", OUTSIDE),
        ("\\\\主机\\甲.docx", "主机/甲.docx", OUTSIDE),
        ("././/街道//./甲.docx", "街道/甲.docx", ""),
        ("甲\n\x1b[31m局.docx", "甲\ufffd\ufffd[31m局.docx", ""),
        ("甲局\u202excod.exe", "甲局\ufffdxcod.exe", ""),
        ("甲\u200b局.docx", "甲\ufffd局.docx", ""),
        ("\ud800.docx", "\ufffd.docx", ""),
        ("/", "（没有名称）", OUTSIDE),
        ("长" * 2_000, "长" * 1_000, "压缩包里的文件名不正常，没有读取"),
    ],
)
def test_a_name_is_clean_or_its_file_is_not_read(written: str, shown: str, reason: str) -> None:
    name, why = clean(written)
    assert (name or "（没有名称）", why) == (shown, reason)


def test_names_that_lead_out_of_the_archive_are_listed_and_never_followed(tmp_path: Path) -> None:
    assert looked(tmp_path, packed({"../甲.docx": A, "..\\乙.docx": A, "/丙.docx": A, "丁.docx": A})) == {
        "··/甲.docx": OUTSIDE,
        "··/乙.docx": OUTSIDE,
        "丙.docx": OUTSIDE,
        "丁.docx": ["甲"],
    }


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        link = zipfile.ZipInfo("甲.txt")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    assert looked(tmp_path, stream.getvalue()) == {"甲.txt": "压缩包里的符号链接"}


def test_of_files_of_one_name_the_first_is_read(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("甲.docx", A)
        made.writestr("甲.docx", docx(paragraph("另一份")))
    folder = tmp_path / "包.zip"
    folder.write_bytes(stream.getvalue())
    walked = walk([folder])
    (found,) = walked.files
    document = open_document(found.path)
    assert not isinstance(document, Diagnostic) and shape(document) == ["甲"]
    assert [each.reason for each in walked.left_out] == ["压缩包里有几个文件同名，只读第一个"]


def test_a_member_of_300_megabytes_of_nothing_is_not_unpacked(tmp_path: Path) -> None:
    assert looked(tmp_path, bomb("甲.txt", 300 << 20)) == {
        "甲.txt": (
            "file.too-large", "文件有 300 MB，超过上限 256 MB"
        )
    }  # fmt: skip


def test_a_member_packed_beyond_belief_is_not_unpacked(tmp_path: Path) -> None:
    assert looked(tmp_path, bomb("甲.txt", 200 << 20)) == {
        "甲.txt": ("file.bomb", "压缩比异常，疑为恶意文件，没有读取")
    }


def test_an_inner_archive_packed_beyond_belief_is_not_unpacked(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made, made.open("里.zip", "w") as member:
        member.write(packed({"甲.docx": A}))
        for _ in range(150):
            member.write(bytes(1 << 20))
    assert looked(tmp_path, stream.getvalue()) == {
        "里.zip": ("file.too-large", "压缩包里的压缩包有 150 MB，超过上限 128 MB")
    }


def test_members_that_share_their_bytes_are_refused_together(tmp_path: Path) -> None:
    assert looked(tmp_path, overlapping(2_000, 1 << 20)) == {
        "": ("file.bomb", "压缩包里的内容互相重叠，疑为恶意文件，没有读取")
    }


def test_more_members_than_any_office_sends(tmp_path: Path) -> None:
    data = packed({f"{number}.txt": b"" for number in range(20_001)}, store=True)
    assert looked(tmp_path, data) == {"": ("file.bomb", "压缩包里的文件超过 20000 个，没有读取")}


def test_a_directory_of_many_megabytes_is_not_even_listed(tmp_path: Path) -> None:
    data = packed({f"{'x' * 60_000}{number}.txt": b"" for number in range(150)}, store=True)
    assert looked(tmp_path, data) == {"": ("file.bomb", "压缩包里的文件多得异常，没有读取")}


def test_archives_beside_each_other_in_one_are_opened_to_a_number(tmp_path: Path) -> None:
    inner = packed({"甲.docx": A})
    said = looked(tmp_path, packed({f"{number:03d}.zip": inner for number in range(205)}))
    assert list(said.values()).count(["甲"]) == 200
    assert list(said.values()).count("压缩包里的压缩包超过 200 个，没有读取") == 5


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_an_archive_cut_short_says_so(tmp_path: Path, share: float) -> None:
    data = packed({"甲.docx": A, "乙.docx": A})
    assert looked(tmp_path, data[: int(len(data) * share)]) == {
        "": ("file.truncated", "压缩包不完整或已损坏，打不开")
    }


def test_a_member_whose_bytes_are_damaged_costs_itself_only(tmp_path: Path) -> None:
    data = bytearray(packed({"甲.docx": A, "乙.docx": A}))
    data[100:300] = bytes(200)
    assert looked(tmp_path, bytes(data)) == {
        "甲.docx": ("file.truncated", "压缩包里的这个文件不完整或已损坏"),
        "乙.docx": ["甲"],
    }


def test_a_single_member_with_a_password_costs_itself_only(tmp_path: Path) -> None:
    data = bytearray(packed({"甲.docx": A, "乙.docx": A}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert looked(tmp_path, bytes(data)) == {
        "甲.docx": ("file.encrypted", "压缩包里的这个文件有密码，无法读取"),
        "乙.docx": ["甲"],
    }


def test_a_way_of_packing_that_python_has_not_is_said(tmp_path: Path) -> None:
    data = bytearray(packed({"甲.docx": A}))
    for mark, at in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        struct.pack_into("<H", data, data.index(mark) + at, 9)  # Deflate64, of large files from Windows
    assert looked(tmp_path, bytes(data)) == {"甲.docx": ("file.damaged", "压缩包用的压缩方式不支持")}


def test_a_size_that_lies_unpacks_no_more_than_it_says(tmp_path: Path) -> None:
    data = bytearray(packed({"甲.txt": b"x" * 5_000}))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    (said,) = looked(tmp_path, bytes(data)).values()
    assert isinstance(said, tuple) and said[0] in ("file.bomb", "file.truncated")


@pytest.mark.parametrize(
    ("head", "named"),
    [(b"Rar!\x1a\x07\x01\x00", "RAR"), (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"), (b"\x1f\x8b\x08", "GZIP")],
)
def test_archives_that_cannot_be_opened_say_what_to_do(head: bytes, named: str) -> None:
    result = open_document(head + bytes(100), name="包")
    assert isinstance(result, Diagnostic)
    assert result.code == "format.unsupported"
    assert named in result.message and "解压" in result.remedy


# -- compound files and workbooks --------------------------------------------------------------


def loops(at: int) -> bytes:
    """A compound file in which a number of its header leads in circles."""
    data = bytearray(compound({"WordDocument": word()}))
    struct.pack_into("<I", data, at, 0)
    if at == 68:
        struct.pack_into("<I", data, 72, 0x7FFFFFFF)
    return bytes(data)


@pytest.mark.parametrize("at", [44, 48, 68, 76])
def test_a_compound_file_that_leads_in_circles_ends(at: int) -> None:
    assert refused(loops(at)) in ("file.truncated", "format.unsupported", "file.damaged", "file.encrypted")


def test_a_chain_of_sectors_that_bites_its_tail_ends() -> None:
    data = bytearray(compound({"WordDocument": word()}))
    table = (struct.unpack_from("<I", data, 76)[0] + 1) * 512
    start = struct.unpack_from("<I", data, 48)[0]
    struct.pack_into("<I", data, table + 4 * start, start)
    struct.pack_into("<I", data, table + 4 * 7, 0)
    assert len(Compound(bytes(data)).streams) == 2


def test_a_workbook_with_a_password_says_so() -> None:
    bof = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 5, 0, 0x07CC, 0, 6)
    locked = struct.pack("<HHHHH", 0x002F, 6, 1, 1, 1) + bytes(48)
    assert refused(compound({"Workbook": bof + locked})) == "file.encrypted"


def test_a_workbook_that_declares_entities_is_refused() -> None:
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<workbook xmlns="m"><sheets>&x;</sheets></workbook>',
    }
    assert refused(packed(parts)) == "file.damaged"


def test_strings_of_a_workbook_that_are_packed_beyond_belief_are_refused() -> None:
    stream = io.BytesIO(bomb("xl/sharedStrings.xml", 40 << 20))
    with zipfile.ZipFile(stream, "a") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr(
            "xl/workbook.xml", '<workbook xmlns="m"><sheets><sheet name="a" r:id="r1" xmlns:r="http://schemas.'
            'openxmlformats.org/officeDocument/2006/relationships"/></sheets></workbook>'
        )  # fmt: skip
        made.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
        )
    assert refused(stream.getvalue()) == "file.bomb"


# -- old Word files, with LibreOffice ----------------------------------------------------------

_OASIS = b"application/vnd.oasis.opendocument."
BEFORE: dict[str, tuple[bytes, str]] = {
    "odt: packed beyond belief": (bomb("content.xml", 40 << 20), "file.bomb"),
    "odt: with a password": (odt("<text:p>x</text:p>", locked=True), "file.encrypted"),
    "odt: entities": (
        odt("<text:p>&x;</text:p>", prolog='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "file.damaged",
    ),
    "odt: cut short": (odt("<text:p>x</text:p>")[:-60], "file.truncated"),
    "odt: without content": (packed({"mimetype": _OASIS + b"text"}), "file.truncated"),
    "ods": (packed({"mimetype": _OASIS + b"spreadsheet"}, store=True), "format.unsupported"),
    "doc: with a password": (compound({"WordDocument": word(0x0100)}), "file.encrypted"),
    "doc: cut short": (compound({"WordDocument": word() + bytes(90_000)})[:60_000], "file.truncated"),
    "rtf: a lying length": (b"{\\rtf1 text {\\*\\pict\\bin2147483647 xxx}\\par}", "file.truncated"),
    "zip flags": (with_flag(odt("<text:p>x</text:p>"), 1), "file.encrypted"),
}  # fmt: skip


@pytest.mark.parametrize("name", BEFORE)
def test_what_is_refused_before_a_program_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path))
    monkeypatch.setattr(soffice, "convert", None)
    data, code = BEFORE[name]
    assert refused(data) == code


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and what is asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/x.odt", asked
    finally:
        server.shutdown()
        server.server_close()


def test_what_old_files_try_does_not_happen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if office() is None:
        missing("LibreOffice")
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("AUDITOR_CONVERSION", "")
    # With its settings alone, as on systems that cannot take the network from a process.
    monkeypatch.setattr(soffice, "_without_network", lambda: ())
    secret = tmp_path / "secret.odt"
    secret.write_bytes(odt("<text:p>secret words</text:p>"))
    written = tmp_path / "written"
    with listening() as (address, asked):
        files = {
            "odt linked to the web": linked(address),
            "odt linked to a file": linked(secret.as_uri()),
            "odt with a macro": with_macro(written.as_posix()),
            "rtf linked to the web": rtf_linked(address),
            "rtf linked to a file": rtf_linked(secret.as_uri()),
            "rtf cut short": b"{\\rtf1\\ansi{\\fonttbl{\\f0 Aria",
            "rtf of braces": b"{\\rtf1 " + b"{" * 50_000 + b"x",
            "rtf of junk": b"{\\rtf" + bytes(range(256)) * 40,
            "doc of junk": compound({"WordDocument": word() + b"junk" * 9_000, "1Table": b"\xff" * 9_000}),
            "odt of empty paragraphs": odt("<text:p/>" * 20_000),
        }
        prepare([lambda data=data: data for data in files.values()])
        said = {name: open_document(data) for name, data in files.items()}
    assert asked == []
    assert not written.exists()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["cache", "secret.odt"]
    texts = {}
    for name, document in said.items():
        if isinstance(document, Diagnostic):
            assert document.code in ("file.damaged", "file.hung", "file.no-text", "file.bomb"), (
                name,
                document,
            )
        else:
            texts[name] = str(shape(document))
    assert not [name for name, text in texts.items() if "secret" in text]
    assert "text" in texts["odt with a macro"]
    assert "before" in texts["odt linked to the web"]
