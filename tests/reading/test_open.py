"""The seam: what the disk does, what other formats are called, and what a dying process costs."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.base.diagnostic import Diagnostic
from auditor.reading import open as seam
from auditor.reading.document import Document
from auditor.reading.limits import DEFAULT
from auditor.reading.open import open_document
from auditor.reading.worker import open_in_worker, read_in_worker
from tests.reading.docx_builder import (
    cell,
    docx,
    level,
    merge,
    numbered,
    numbering,
    paragraph,
    row,
    span,
    table,
)
from tests.reading.ole_builder import compound
from tests.reading.shape import read, refused, shape


def code(source: bytes | Path) -> tuple[str, str]:
    result = open_document(source)
    assert isinstance(result, Diagnostic), result
    assert result.message and result.remedy
    return result.code, result.file


def archive(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return stream.getvalue()


def ole(stream: str) -> bytes:
    return compound({stream: b""})


def test_a_file_is_read_by_its_content_and_named_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    data = docx(paragraph("甲"))
    path.write_bytes(data)
    document = open_document(path)
    assert isinstance(document, Document)
    assert (document.format, document.sha256) == ("docx", hashlib.sha256(data).hexdigest())
    (tmp_path / "b.docx").write_text("一、总体情况", encoding="utf-8")
    plain = open_document(tmp_path / "b.docx")
    assert isinstance(plain, Document) and plain.format == "text"


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (ole("PowerPoint Document"), "演示文稿"),
        (ole("x"), "旧版办公文档"),
        (archive("xl/workbook.bin", "[Content_Types].xml"), ".xlsb"),
        (archive("ppt/presentation.xml"), "PowerPoint"),
        (archive("Index/Document.iwa"), "Pages"),
        (archive("a.docx"), "压缩包"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b'<?xml version="1.0"?><data/>', "XML"),
    ],
)
def test_formats_that_cannot_be_read_are_named_with_the_way_out(data: bytes, named: str) -> None:
    result = open_document(data, name="报告.docx")
    assert isinstance(result, Diagnostic)
    assert (result.code, result.file) == ("format.unsupported", "报告.docx")
    assert named in result.message and result.remedy


def test_a_password_is_said() -> None:
    assert refused(ole("EncryptedPackage")) == "file.encrypted"
    data = bytearray(docx(paragraph("甲")))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(data)) == "file.encrypted"


def test_a_page_saved_as_a_word_file_and_a_web_archive_are_read() -> None:
    page = '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><p>甲<o:p></o:p></p></body></html>'
    assert read(page.encode("gbk")).format == "html"
    mht = (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        b"Content-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: base64\n\n"
    )

    document = read(mht + base64.b64encode(page.encode("gbk")) + b"\n--b--\n")
    assert (document.format, shape(document)) == ("mhtml", ["甲"])


def test_what_the_disk_does_is_said(tmp_path: Path) -> None:
    assert code(tmp_path / "没有.txt") == ("file.vanished", (tmp_path / "没有.txt").as_posix())
    assert code(tmp_path)[0] == "file.is-directory"
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    assert code(tmp_path / "a.txt" / "b")[0] == "file.vanished"
    assert code(tmp_path / "a\0b")[0] == "file.unreadable"
    assert code(tmp_path / ("长" * 400))[0] == "file.unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links and pipes of POSIX")
def test_links_in_a_loop_and_pipes_are_said(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert code(tmp_path / "a")[0] == "file.loop"
    os.mkfifo(tmp_path / "pipe")
    assert code(tmp_path / "pipe")[0] == "file.not-regular"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (PermissionError(13, "x"), "file.denied"),
        (FileNotFoundError(2, "x"), "file.vanished"),
        (OSError(5, "Input/output error"), "file.unreadable"),
        (MemoryError(), "file.too-large"),
    ],
)
def test_faults_at_opening_are_said(
    fault: BaseException, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, limit: int) -> bytes:
        raise fault

    monkeypatch.setattr(seam, "_read_file", fail)
    assert code(tmp_path / "a.txt")[0] == expected


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 2000)
    result = open_document(path, replace(DEFAULT, file_bytes=1000))
    assert isinstance(result, Diagnostic) and result.code == "file.too-large"


@pytest.mark.parametrize(
    "fault",
    [RecursionError("x"), MemoryError(), ValueError("x"), KeyError("x"), RuntimeError("x"), OSError("x")],
)
def test_what_a_parser_raises_becomes_a_diagnostic(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes, nested: object) -> object:
        raise fault

    monkeypatch.setattr(seam, "READERS", {"text": fail})
    result = open_document(b"x", name="a")
    assert isinstance(result, Diagnostic) and result.file == "a" and result.remedy


def test_a_document_without_words_is_said() -> None:
    assert refused(docx(paragraph())) == "file.no-text"
    assert refused(b"<html><body><p>&nbsp;</p></body></html>") == "file.no-text"


def test_a_large_file_is_read_in_a_process_of_its_own_with_the_same_result(tmp_path: Path) -> None:
    data = docx(paragraph("甲"), table(["a", "1"]))
    here = open_document(data, name="a")
    assert open_document(data, replace(DEFAULT, worker_bytes=10), "a") == here
    path = tmp_path / "报告.docx"
    path.write_bytes(data)
    assert open_in_worker(path, name="a") == here
    assert getattr(open_in_worker(tmp_path / "没有"), "code", "") == "file.vanished"


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("import os; os._exit(9)", "file.crashed"),
        ("import os; os.abort()", "file.crashed"),
        ("import time; time.sleep(60)", "file.hung"),
        ("print('nonsense')", "file.crashed"),
        ("", "file.crashed"),
    ],
)
def test_a_process_that_dies_or_hangs_costs_one_diagnostic(program: str, expected: str) -> None:
    limits = replace(DEFAULT, seconds=1.5)
    result = read_in_worker(b"x" * 300_000, limits, "a", (sys.executable, "-c", program))
    assert isinstance(result, Diagnostic)
    assert (result.code, result.file) == (expected, "a") and result.remedy
    missing = read_in_worker(b"x", limits, "a", ("/no/such/program",))
    assert isinstance(missing, Diagnostic) and missing.code == "file.crashed"


def test_an_ordinary_file_pays_for_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object, **named: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "run", fail)
    assert shape(read(docx(paragraph("甲")))) == ["甲"]


def test_the_same_content_reads_the_same_from_word_and_from_a_page() -> None:
    word = docx(
        numbered("总体情况", 1),
        paragraph("本年度公开12条。"),
        table(
            row(cell("项", merge(True)), cell("人", span(2))),
            row(cell("", merge()), "自然人", "法人"),
            row("一", "　1", ""),
        ),
        parts={"numbering.xml": numbering({0: level(0, "chineseCounting", "%1、")}, {1: 0})},
    )
    page = (
        "<p>一、总体情况</p><p>本年度<b>公开</b>12条。</p><table><tr><td rowspan=2>项<td colspan=2>人</tr>"
        "<tr><td>自然人<td>法人</tr><tr><td>一<td>　1<td>&nbsp;</tr></table>"
    )
    assert read(word).blocks == read(page.encode()).blocks
