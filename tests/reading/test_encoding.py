from __future__ import annotations

import random

import pytest

from auditor.reading.encoding import decode
from tests.reading.shape import codes, read, refused

PROSE = "青禾县水务局2023年政府信息公开工作年度报告，主动公开规章0件，行政许可97件。\n"
TRADITIONAL = "資訊公開年度報告：規章、行政許可及收費情況，請見下表。"


@pytest.mark.parametrize("length", [8, 40, 400, 20_000])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_encoding_is_told_by_content(encoding: str, length: int) -> None:
    written = (PROSE * 500)[:length]
    decoded = decode(written.encode(encoding))
    assert (decoded.text, decoded.undecodable) == (written, 0)


@pytest.mark.parametrize("piece", ["规章 3", "政府信息公开", "行政许可\t97", "一、总体情况"])
def test_short_pieces_of_gbk_are_not_taken_for_another_language(piece: str) -> None:
    assert decode(piece.encode("gbk")).text == piece


def test_big5_is_told_from_gbk() -> None:
    assert decode(TRADITIONAL.encode("big5")).text == TRADITIONAL


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "big5", "nonsense"])
def test_a_wrong_declaration_does_not_decide(declared: str) -> None:
    page = f'<meta charset="{declared}"><p>{PROSE}</p>'
    for encoding in ("utf-8", "gb18030"):
        document = read(page.encode(encoding))
        assert [block.text for block in document.blocks] == [PROSE.strip()]  # type: ignore[union-attr]


def test_a_character_cut_at_the_end_is_left_off_and_said() -> None:
    document = read(PROSE.strip()[:-1].encode() + "年".encode()[:2])
    assert codes(document) == ["file.undecodable"]
    assert [block.text for block in document.blocks] == [PROSE.strip()[:-1]]  # type: ignore[union-attr]


def test_a_few_broken_bytes_are_shown_and_counted() -> None:
    data = (PROSE * 50).encode("utf-8")
    document = read(data[:1500] + b"\xff" + data[1500:])
    assert codes(document) == ["file.undecodable"]
    assert len(document.blocks) == 50


def test_noise_is_refused() -> None:
    noise = random.Random(7)
    for size in (100, 5_000, 100_000):
        assert refused(b"\x07" + noise.randbytes(size)) == "file.noise"
    assert refused(bytes(range(1, 32)) * 40) == "file.noise"


def test_a_mark_before_text_of_another_encoding_is_overruled() -> None:
    assert decode(b"\xef\xbb\xbf" + PROSE.encode("gbk")).text == PROSE
