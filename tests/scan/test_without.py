"""Scans where nothing recognises them: said with what to install, and nothing is loaded for it."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from PIL import Image

from auditor.base.diagnostic import Diagnostic
from auditor.reading import open as seam
from auditor.reading.open import open_document
from tests.pdf.writer import Sheet, pdf_of

INSTALL = (
    '请安装识别组件后重试：pip install "auditor[ocr]"；或取得报告的文字版（.docx、网页或可选中文字的 PDF）'
)


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seam, "installed", lambda: False)


def _picture(form: str) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (300, 400), 255).save(stream, form)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_a_picture_says_what_to_install(form: str, without: None) -> None:
    result = open_document(_picture(form), name="某局.png")
    assert isinstance(result, Diagnostic)
    assert (result.code, result.message, result.remedy, result.file) == (
        "file.scan",
        "这是图片，要识别上面的文字才能读取，而识别组件没有安装",
        INSTALL,
        "某局.png",
    )


def test_a_scanned_pdf_says_what_to_install(without: None) -> None:
    sheet = Sheet(image=True)
    sheet.raw("q 595 0 0 842 0 0 cm /I1 Do Q")
    result = open_document(pdf_of([sheet]), name="某局.pdf")
    assert isinstance(result, Diagnostic)
    assert (result.code, result.message, result.remedy) == (
        "file.scan",
        "这是扫描件（每页是一张图片），要识别图片上的文字才能读取，而识别组件没有安装",
        INSTALL,
    )


def test_reading_other_files_loads_none_of_it() -> None:
    code = (
        "import sys\n"
        "from auditor.reading.open import open_document\n"
        "open_document('某局2023年政府信息公开工作年度报告'.encode())\n"
        "print(sorted({'cv2', 'numpy', 'onnxruntime', 'PIL', 'rapidocr'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode("utf-8").strip() == "[]"
