"""Where the extra `ocr` is missing its tests are skipped; in the step of CI that installs it they fail."""

from __future__ import annotations

import os

import pytest

from auditor.reading.scan.kit import installed


@pytest.fixture(scope="session")
def ocr() -> None:
    if installed():
        return
    if os.environ.get("AUDITOR_OCR"):
        pytest.fail("the extra ocr is missing, though this step of .ci/run installs it")
    pytest.skip("the extra ocr is not installed")
