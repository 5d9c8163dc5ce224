"""A whole report, printed and scanned, read like any other file."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from auditor.base.diagnostic import Diagnostic
from auditor.base.place import CellPlace
from auditor.base.text import fold
from auditor.reading import standing
from auditor.reading.document import Document, Table
from auditor.reading.limits import Limits
from auditor.reading.open import open_document, read_bytes
from auditor.report.build import read_report
from auditor.report.model import Report, Status
from auditor.report.value import State
from auditor.rules.outcome import Verdict
from tests.layouts.check import lexicons
from tests.layouts.same import outcomes_of
from tests.pdf.convert import office
from tests.scan.prints import Print, prints
from tests.scan.scanner import Scanner, filed, pages_of, scanned
from tests.tools import missing

pytestmark = pytest.mark.usefixtures("ocr")
SCANNER = Scanner(dpi=200, skew=0.6, noise=4, blur=0.4, ink=20, paper=250)
HERE = Limits(recognise=True)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Print:
    if office() is None:
        missing("LibreOffice")
    return prints([7], tmp_path_factory.mktemp("print"))[0]


@pytest.fixture(scope="module")
def pictures(printed: Print) -> Sequence[Image.Image]:
    return [scanned(page, SCANNER, number) for number, page in enumerate(pages_of(printed.pdf, 200))]


@pytest.fixture(scope="module")
def document(pictures: Sequence[Image.Image]) -> Document:
    result = open_document(filed(pictures, "pdf", 200), name="a.pdf")
    assert isinstance(result, Document), result
    return result


def _report(document: Document) -> Report:
    return read_report(document, lexicons(), "a.pdf")


def test_a_scanned_report_is_read_with_its_agency_sections_and_cells(
    document: Document, printed: Print
) -> None:
    report, true = _report(document), printed.built.report
    assert (report.unit, report.year, report.format) == (true.unit, true.year, "pdf")
    assert sorted(report.sections) == [0, 1, 2, 3, 4, 5, 6]
    answers = {path: (value.state.value, value.number) for path, value in report.cells.items()}
    wrong = {
        path: answers[path]
        for path, right in printed.built.answers.items()
        if answers[path] not in right and answers[path][0] != "illegible"
    }
    assert wrong == {}
    assert sum(1 for state, _ in answers.values() if state == "illegible") <= 0.02 * len(answers)


def test_a_scan_is_said_to_be_one_and_never_taken_as_complete(document: Document) -> None:
    report = _report(document)
    assert report.status is Status.PARTIAL
    assert report.reason is not None
    assert re.fullmatch(
        r"第 [\d、]+ 页是图片，文字和数字是识别出来的，可能有误；看不清的数按无法辨认处理", report.reason
    )


def test_each_recognised_figure_carries_how_sure_it_is(document: Document) -> None:
    numbers = [value for value in _report(document).cells.values() if value.state is State.NUMBER]
    assert len(numbers) > 150
    assert all(0.9 <= value.confidence <= 1 for value in numbers)
    assert any(value.confidence < 1 for value in numbers)


def test_a_smeared_cell_leaves_its_sum_undecided_and_is_named(
    document: Document, pictures: Sequence[Image.Image]
) -> None:
    report = _report(document)
    path = "表三.自然人.办理总计"
    place = report.cells[path].place
    assert isinstance(place, CellPlace) and place.box is not None and place.page is not None
    box, page = place.box, pictures[place.page - 1].copy()
    middle = ((box.left + box.right) / 2 * 200 / 72, (box.top + box.bottom) / 2 * 200 / 72)
    for offset in range(-8, 9, 4):  # a pen's scribble over the figure
        start = (round(middle[0]) + offset - 3, round(middle[1]) - 14)
        page.paste(40, (start[0], start[1], start[0] + 3, start[1] + 28))
        page.paste(40, (start[0] - 6, start[1] + 14, start[0] + 12, start[1] + 17))
    changed = [page if number == place.page else each for number, each in enumerate(pictures, start=1)]
    result = read_bytes(filed(changed, "pdf", 200), HERE)
    assert isinstance(result, Document)
    smeared = _report(result)
    assert smeared.cells[path].state is State.ILLEGIBLE
    sums = {
        outcome.rule: (outcome.verdict, [(lack.cause, lack.detail) for lack in outcome.missing])
        for outcome in outcomes_of(smeared)
        if outcome.target == "表三.自然人" and outcome.rule in {"勾稽-302", "勾稽-303"}
    }
    assert sums == dict.fromkeys(sums, (Verdict.CANNOT_TELL, [("单元格无法辨认", path)]))
    assert sums


@pytest.mark.parametrize("form", ["png", "jpg", "tif"])
def test_a_picture_file_gives_the_cells_of_its_page(
    form: str, document: Document, pictures: Sequence[Image.Image]
) -> None:
    own = next(
        number
        for number in range(1, len(pictures) + 1)
        if any(isinstance(b, Table) and b.cells[0].place.page == number for b in document.blocks)
    )
    result = read_bytes(filed([pictures[own - 1]], form, 200, jpeg=95), HERE)
    assert isinstance(result, Document), result
    texts = [fold(cell.text) for b in result.blocks if isinstance(b, Table) for cell in b.cells]
    known = [
        fold(cell.text)
        for b in document.blocks
        if isinstance(b, Table)
        for cell in b.cells
        if cell.place.page == own
    ]
    figures = [text for text in texts if text.isdigit()]
    assert figures and figures == [text for text in known if text.isdigit()][: len(figures)]


def test_pages_whose_font_means_nothing_are_recognised(printed: Print) -> None:
    result = open_document(printed.pdf.replace(b"/ToUnicode", b"/ToNothing"), name="a.pdf")
    assert isinstance(result, Document), result
    report = _report(result)
    wrong = [
        path
        for path, right in printed.built.answers.items()
        if (report.cells[path].state.value, report.cells[path].number) not in right
        and report.cells[path].state is not State.ILLEGIBLE
    ]
    assert wrong == []


def test_the_process_is_kept_apart_and_may_die(pictures: Sequence[Image.Image]) -> None:
    data = filed([pictures[-1]], "png", 200)
    assert isinstance(open_document(data), Document)
    child = standing._children[True]
    assert child is not standing._children.get(False)
    child.process.kill()
    child.process.wait()
    assert isinstance(open_document(data), Document)


def test_a_scan_that_takes_too_long_is_given_up(pictures: Sequence[Image.Image]) -> None:
    result = open_document(filed(pictures, "tif", 200), Limits(scan_seconds=0.05), "a.tif")
    assert isinstance(result, Diagnostic)
    assert (result.code, result.message) == ("file.hung", "0.05 秒内未能读完，已放弃")


def _png() -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((1200, 1600), 90).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n", "file.damaged"),
        (b"\xff\xd8\xff\xe0", "file.damaged"),
        (_png()[:20_000], "file.damaged"),
        (filed([Image.new("1", (20_000, 20_000))], "png", 200), "file.too-large"),
        (filed([Image.new("L", (20, 20))], "png", 200), "file.too-large"),
        (filed([Image.new("L", (800, 1100), 255)], "png", 100), "file.no-text"),
    ],
)
def test_broken_and_empty_pictures_are_said(data: bytes, code: str) -> None:
    result = open_document(data, name="a.png")
    assert isinstance(result, Diagnostic)
    assert result.code == code


def test_noise_alone_gives_no_figures() -> None:
    result = read_bytes(_png(), HERE)
    texts = [cell.text for b in getattr(result, "blocks", ()) if isinstance(b, Table) for cell in b.cells]
    assert [text for text in texts if text.isdigit()] == []


def test_nothing_is_asked_of_the_network(pictures: Sequence[Image.Image], tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(filed([pictures[-1]], "png", 200))
    code = (
        "import socket, sys\n"
        "def refused(*a, **k): raise SystemExit('network')\n"
        "socket.socket = socket.create_connection = socket.getaddrinfo = refused\n"
        "from auditor.reading.open import read_bytes\n"
        "from auditor.reading.limits import Limits\n"
        "print(type(read_bytes(open(sys.argv[1], 'rb').read(), Limits(recognise=True))).__name__)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "a.png")]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.decode("utf-8").strip() == "Document"
