"""Pages of an OFD that are pictures are handed to whoever recognises, as they look."""

from __future__ import annotations

import io

import pytest

from auditor.reading import ofd
from auditor.reading.document import Document, Paragraph
from auditor.reading.fault import Unreadable
from auditor.reading.open import read_bytes
from auditor.reading.page_shape import Page
from auditor.reading.page_unread import Picture, Render, Unread, Why
from tests.ofd.package import packed, parts_of
from tests.ofd.writer import OfdSheet
from tests.pdf.told import Told

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_IMAGE = '<ofd:ImageObject ID="7" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="9"/>'


def _scan(picture: bytes) -> bytes:
    """One page of nothing but `picture`."""
    sheet = OfdSheet()
    sheet.raw(_IMAGE)
    parts = parts_of([sheet])
    media = '<ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
    medias = f"<ofd:MultiMedias>{media}</ofd:MultiMedias>"
    parts["Doc_0/DocumentRes.xml"] = f'<ofd:Res {_NS} BaseLoc="Res">{medias}</ofd:Res>'
    parts["Doc_0/Res/a.png"] = picture
    return packed(parts)


def _png() -> bytes:
    """White, its upper left quarter black."""
    image = pytest.importorskip("PIL.Image")
    sheet = image.new("L", (100, 100), 255)
    sheet.paste(0, (0, 0, 50, 50))
    stream = io.BytesIO()
    sheet.save(stream, "PNG")
    return stream.getvalue()


def _recognise(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[Document, list[Picture]]:
    seen: list[Picture] = []

    def recognise(what: Unread, render: Render) -> Page | None:
        assert what.why is Why.PICTURE
        try:
            seen.append(render(what.page, 72))
        except Unreadable:
            return None
        page = Page(what.page.number, what.page.width, what.page.height, recognised=True)
        page.chars = [(60, 400, 70, 410, "甲"), (70, 400, 80, 410, "。")]
        return page

    monkeypatch.setattr(ofd, "recogniser", lambda limits: Told(recognise))
    result = read_bytes(data)
    assert isinstance(result, Document), result
    return result, seen


def test_a_scanned_page_is_recognised_from_its_image(monkeypatch: pytest.MonkeyPatch) -> None:
    document, seen = _recognise(_scan(_png()), monkeypatch)
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["甲。"]
    picture = seen[0]
    assert (picture.width, picture.height, len(picture.rgb)) == (595, 842, 3 * 595 * 842)
    assert [picture.rgb[3 * (595 * y + x)] for x, y in ((100, 100), (400, 100), (100, 600), (400, 600))] == [
        0,
        255,
        255,
        255,
    ]


def test_what_cannot_be_shown_is_not_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PIL.Image")
    with pytest.raises(AssertionError, match=r"file\.scan"):
        _recognise(_scan(b"no picture"), monkeypatch)
