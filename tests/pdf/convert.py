"""Sources to PDFs by LibreOffice and Chromium, many at once; where a tool is missing, tests are skipped."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from unicodedata import normalize


def office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def browser() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


def by_office(sources: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Name → PDF, for .docx sources, in one process with a profile of its own."""
    program = office()
    assert program
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in sources.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = (folder / "profile").resolve().as_uri()
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *(str(folder / f"{name}.docx") for name in sources),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return {name: (folder / f"{name}.pdf").read_bytes() for name in sources}


_LOST = 0.02  # of the Chinese characters: a few come out of a print as others


def is_whole(printed: bytes, source: bytes) -> bool:
    """Whether nearly all characters of a .docx were printed: where a row does not fit on a page, LibreOffice
    leaves it and those after it out. Labels torn over pages and running heads are printed more than once, so
    each character is counted for itself."""
    import pypdfium2

    document = pypdfium2.PdfDocument(printed)
    shown = "".join(page.get_textpage().get_text_range() for page in document)
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        written = re.sub("<[^>]+>", "", package.read("word/document.xml").decode("utf-8"))
    there, wanted = (
        Counter(char for char in normalize("NFKC", text) if "\u4e00" <= char <= "\u9fff")
        for text in (shown, written)
    )
    return (wanted - there).total() <= _LOST * wanted.total()


def by_browser(sources: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Name → PDF, for web pages."""
    program = browser()
    assert program
    folder.mkdir(parents=True, exist_ok=True)
    out = {}
    for name, data in sources.items():
        page, target = folder / f"{name}.html", folder / f"{name}.pdf"
        page.write_bytes(data)
        subprocess.run(
            [
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={folder / 'profile'}",
                "--no-pdf-header-footer",
                f"--print-to-pdf={target}",
                page.resolve().as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
            env={**os.environ, "HOME": str(folder)},
        )
        out[name] = target.read_bytes()
    return out
