"""Real files of every format, from which the mutated ones are made."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping

from auditor.base.paths import packaged
from tests.corpus_files.sheet import xlsx_of
from tests.corpus_files.web import web_variant
from tests.layouts.build import build
from tests.layouts.corpus import SUFFIXES, variant
from tests.layouts.layout import Layout
from tests.layouts.render_text import text_of
from tests.layouts.truth import true_report
from tests.ofd.package import ofd_of
from tests.ofd.writer import OfdLook, OfdSheet
from tests.pdf.sources import printed
from tests.pdf.typeset import Style, typeset, typeset_pdf


def web_archive(page: bytes, charset: str = "utf-8") -> bytes:
    """A page as browsers and Word save it in one file."""
    body = base64.encodebytes(page)
    head = (
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="----=_part"\r\n\r\n------=_part\r\n'
    )
    part = f"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
    picture = (
        b"\r\n------=_part\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Location: http://www.example.gov.cn/a.gif\r\n\r\n"
        b"R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==\r\n------=_part--\r\n"
    )
    return head + part + body + picture


def originals() -> dict[str, bytes]:
    """File name → bytes."""
    out = {
        path.name: path.read_bytes()
        for path in sorted((packaged() / "reports").iterdir())
        if path.suffix in {".docx", ".html", ".txt", ".md"} and not path.name.startswith("README")
    }
    for format, seeds in (("text", (1, 5)), ("html", (2, 3, 9)), ("docx", (4, 8, 12))):
        out |= {f"{format}-{seed}{SUFFIXES[format]}": variant(format, seed).data for seed in seeds}
    for seed in range(4):
        out[f"pdf-{seed}.pdf"] = typeset_pdf(printed(seed), Style.of(seed))
    for seed in (3, 6):
        out[f"mht-{seed}.mht"] = web_archive(variant("html", seed).data)
    out["md-1.md"] = text_of(build(true_report(1), Layout(format="text", style="markdown", marked=True)))[0]
    for seed in range(3):
        out[f"ofd-{seed}.ofd"] = ofd_of(typeset(printed(seed), Style.of(seed), OfdSheet), OfdLook.of(seed))
        out[f"xlsx-{seed}.xlsx"] = xlsx_of(printed(seed), seed)
    out["zip-1.zip"] = zipped({"甲/报告.docx": out["docx-4.docx"], "说明.txt": out["text-1.txt"]})
    for seed in (5, 9):
        page = web_variant(seed)
        out[f"web-{seed}.html"] = page.data
    return out


def zipped(members: Mapping[str, bytes]) -> bytes:
    """An archive of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return stream.getvalue()
