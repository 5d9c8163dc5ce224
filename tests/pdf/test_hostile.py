"""PDFs made to break, hang or swell the reader: each gets its message, and the next file is read."""

from __future__ import annotations

import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from auditor.base.diagnostic import Diagnostic
from auditor.reading import standing
from auditor.reading.document import Document
from auditor.reading.limits import DEFAULT
from auditor.reading.open import open_document, read_bytes
from tests.pdf.writer import Sheet, assembled, pdf_of

LIMITS = replace(DEFAULT, seconds=30.0)  # several times what the slowest takes, for busy machines
_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"


def _good() -> bytes:
    sheet = Sheet()
    sheet.text(60, 60, "某局2023年政府信息公开工作年度报告")
    return pdf_of([sheet])


def _content(operators: bytes) -> bytes:
    data = zlib.compress(operators, 9)
    stream = f"<< /Length {len(data)} /Filter /FlateDecode >>\nstream\n".encode() + data + b"\nendstream"
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return assembled([_CATALOG, pages, _PAGE, stream], "/Root 1 0 R")


def _nested_forms(depth: int) -> bytes:
    """Forms of ten forms each, `depth` levels deep."""
    forms = []
    for level in range(depth):
        last = level == depth - 1
        body = b"0 0 m 9 9 l S" if last else b"/X0 Do " * 10
        inner = "" if last else f"/Resources << /XObject << /X0 {6 + level} 0 R >> >>"
        head = (
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 600 900] {inner} /Length {len(body)} >>\nstream\n"
        )
        forms.append(head.encode() + body + b"\nendstream")
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    page = _PAGE.replace(b" >>", b" /Resources << /XObject << /X0 5 0 R >> >> >>")
    start = b"<< /Length 6 >>\nstream\n/X0 Do\nendstream"
    return assembled([_CATALOG, pages, page, start, *forms], "/Root 1 0 R")


def _tree(kids: str, count: int) -> bytes:
    return assembled(
        [_CATALOG, f"<< /Type /Pages /Count {count} /Kids [{kids}] >>".encode(), _PAGE, b"null"],
        "/Root 1 0 R",
    )


def _encrypted() -> bytes:
    lock = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <" + b"00" * 32 + b"> /U <" + b"11" * 32 + b"> /P -4 >>"
        b" /ID [<00> <00>] "
    )
    return _good().replace(b"trailer\n<< ", b"trailer\n<< " + lock)


def _image(size: int) -> bytes:
    """A page on which a picture of `size` by `size` is drawn that holds next to nothing."""
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    page = _PAGE.replace(b" >>", b" /Resources << /XObject << /I0 5 0 R >> >> >>")
    start = b"<< /Length 29 >>\nstream\nq 400 0 0 20 60 60 cm /I0 Do Q\nendstream"
    look = f"/Width {size} /Height {size} /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /FlateDecode"
    data = zlib.compress(b"\x80" * 1000)
    head = f"<< /Type /XObject /Subtype /Image {look} /Length {len(data)} >>\nstream\n"
    image = head.encode() + data + b"\nendstream"
    return assembled([_CATALOG, pages, page, start, image], "/Root 1 0 R")


def _own_end() -> bytes:
    """A table of offsets that names itself as the one before it."""
    data = _good()
    start = data.rindex(b"startxref\n") + 10
    where = data[start : data.index(b"\n", start)]
    return data.replace(b"trailer\n<< ", b"trailer\n<< /Prev " + where + b" ", 1)


HOSTILE = {
    "a picture of a hundred thousand by a hundred thousand": (_image(100_000), None),
    "brackets in brackets": (_content(b"[" * 200_000 + b"] TJ" * 10), {"file.no-text", "file.crashed"}),
    "numbers that are none": (_content(b"nan inf m -inf nan l S 1e999 0 0 nan 0 0 cm 0 0 9 9 re f"), None),
    "a page turned by an odd angle": (
        _content(b"").replace(b"/MediaBox", b"/Rotate 45 /MediaBox"),
        {"file.no-text"},
    ),
    "a page without contents": (_tree("3 0 R", 1).replace(b"/Contents 4 0 R", b"/Contents 3 0 R"), None),
    "a form that calls itself": (_nested_forms(1).replace(b"0 0 m 9 9 l S", b"/X0 Do %%%%%%%"), None),
    "forms in forms": (_nested_forms(8), {"file.crashed", "file.hung"}),
    "a stream that grows to a gigabyte": (_content(b" " * 1_000_000_000), {"file.crashed", "file.hung"}),
    "a million paths": (_content(b"1 1 m 9 1 l S\n" * 1_000_000), {"file.too-complex"}),
    "one path of half a million lines": (
        _content(b"1 1 m " + b"9 1 l 1 5 l " * 250_000 + b"S"),
        {"file.no-text"},
    ),
    "a hundred thousand pages": (_tree("3 0 R " * 100_000, 100_000), {"file.too-large"}),
    "a tree of pages that is its own branch": (_tree("2 0 R", 2_000_000_000), None),
    "a page as large as a town": (pdf_of([Sheet(2e6, 2e6)]), {"file.no-text"}),
    "a page of no size": (pdf_of([Sheet(0, 0)]), {"file.no-text"}),
    "a password": (_encrypted(), {"file.encrypted"}),
    "nothing but the first bytes": (b"%PDF-1.7\n", {"file.truncated"}),
    "noise": (b"%PDF-1.7\n" + bytes(range(256)) * 50, {"file.truncated"}),
    "numbers too large": (
        _content(b"1e38 w 1e38 1e38 m -1e38 1e38 l S 1e38 0 0 1e38 0 0 cm 0 0 9e9 9e9 re f"),
        None,
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_its_message_in_time_and_the_next_one_is_read(name: str) -> None:
    data, codes = HOSTILE[name]
    start = time.monotonic()
    result = open_document(data, LIMITS, "坏.pdf")
    assert time.monotonic() - start < LIMITS.seconds + 3
    assert isinstance(result, Diagnostic) and result.file == "坏.pdf" and result.remedy
    assert codes is None or result.code in codes, result
    assert isinstance(open_document(_good(), LIMITS, "好.pdf"), Document)


def _own_font() -> bytes:
    """A font that is its own descendant."""
    data = _good().replace(b"/DescendantFonts [4 0 R]", b"/DescendantFonts [5 0 R]")
    assert data != _good()
    return data


@pytest.mark.parametrize("make", [_own_end, _own_font])
def test_what_leads_back_to_itself_does_no_harm(make: Callable[[], bytes]) -> None:
    assert isinstance(open_document(make(), LIMITS, "a.pdf"), Document)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_cut_anywhere_is_read_or_said_to_be_damaged(share: float) -> None:
    data = _good()
    result = open_document(data[: int(len(data) * share)], LIMITS, "a.pdf")
    assert isinstance(result, Document) or result.code in {"file.truncated", "file.no-text"}


def test_the_kept_process_reads_as_this_one_does() -> None:
    assert open_document(_good(), LIMITS, "a.pdf") == read_bytes(_good(), LIMITS, "a.pdf")


def test_one_process_serves_file_after_file() -> None:
    open_document(_good(), LIMITS)
    child = standing._children.get(False)
    assert child is not None
    for _ in range(3):
        open_document(_good(), LIMITS)
    assert standing._children.get(False) is child


def test_a_process_killed_between_files_is_replaced() -> None:
    open_document(_good(), LIMITS)
    child = standing._children.get(False)
    assert child is not None
    child.process.kill()
    child.process.wait()
    assert isinstance(open_document(_good(), LIMITS), Document)
    assert standing._children.get(False) is not child


def test_a_file_that_hangs_is_given_up_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    standing._end_all()
    monkeypatch.setattr(standing, "COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    result = open_document(_good(), replace(DEFAULT, seconds=0.5), "a.pdf")
    assert isinstance(result, Diagnostic)
    assert (result.code, result.message) == ("file.hung", "0.5 秒内未能读完，已放弃")
    monkeypatch.undo()
    assert isinstance(open_document(_good(), LIMITS), Document)


def test_an_answer_that_is_no_answer_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that was taken over could answer with anything; only documents and diagnostics are unpacked."""
    standing._end_all()
    evil = (
        "import sys,pickle,os; a=pickle.dumps(os.getcwd); sys.stdout.buffer.write(len(a).to_bytes(8,'big')+a)"
    )
    monkeypatch.setattr(standing, "COMMAND", (sys.executable, "-c", evil))
    result = open_document(_good(), LIMITS, "a.pdf")
    assert isinstance(result, Diagnostic) and result.code == "file.crashed"


def test_a_process_that_cannot_be_started_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    standing._end_all()

    def refuse(*_: object, **__: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    result = open_document(_good(), LIMITS, "a.pdf")
    assert isinstance(result, Diagnostic)
    assert (result.code, result.message) == ("file.crashed", "无法启动读取进程（OSError）")
