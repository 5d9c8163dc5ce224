"""Real files of every format, from which the mutated ones are made."""

from __future__ import annotations

import base64

from auditor.base.paths import packaged
from tests.layouts.build import build
from tests.layouts.corpus import SUFFIXES, variant
from tests.layouts.layout import Layout
from tests.layouts.render_text import text_of
from tests.layouts.truth import true_report
from tests.pdf.sources import printed
from tests.pdf.typeset import Style, typeset_pdf


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
    return out
