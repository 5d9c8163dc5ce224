"""Each digit is held against the shape it has elsewhere in its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from auditor.reading.scan.ink import Band
from auditor.reading.scan.shapes import Pitch
from tests.scan.grids import fonts
from tests.tools import missing

if TYPE_CHECKING:
    from auditor.reading.scan.glyphs import Glyphs

pytestmark = pytest.mark.usefixtures("ocr")
NUMBERS = [str(17 * n % 100_000) for n in range(3, 900, 11)]


def _printed() -> tuple[Any, list[tuple[str, Band]]]:
    """Numbers in pale print on coarse paper, and where each stands."""
    import numpy
    from PIL import Image, ImageDraw, ImageFont

    if not fonts():
        missing("a font")
    _, file, index = fonts()[0]
    font = ImageFont.truetype(file, 24, index=index)
    picture = Image.new("L", (900, 900), 255)
    draw = ImageDraw.Draw(picture)
    lines = []
    for number, text in enumerate(NUMBERS):
        x, y = 20 + number % 8 * 105, 20 + number // 8 * 60
        draw.text((x, y), text, fill=60, font=font)
        left, top, right, bottom = (round(side) for side in draw.textbbox((x, y), text, font=font))
        lines.append((text, Band(left, top, right, bottom)))
    noise = numpy.random.default_rng(1).normal(0, 22, (900, 900))
    return numpy.clip(numpy.asarray(picture) + noise, 0, 255).astype(numpy.uint8), lines


@pytest.fixture(scope="module")
def lines() -> list[tuple[str, Band]]:
    return _printed()[1]


@pytest.fixture(scope="module")
def glyphs(lines: list[tuple[str, Band]]) -> Glyphs:
    return _learnt(lines)


def _learnt(lines: list[tuple[str, Band]]) -> Glyphs:
    from statistics import median

    from auditor.reading.scan.glyphs import Glyphs

    high = median(band.height for _, band in lines)
    return Glyphs(_printed()[0], Pitch.of(lines), high, lines)


def test_what_is_printed_fits(glyphs: Glyphs, lines: list[tuple[str, Band]]) -> None:
    leads = [fit.lead for fit in glyphs.fit(lines) if fit is not None]
    assert len(leads) == len(lines)
    assert min(leads) > 0.25


def test_no_other_digit_fits(glyphs: Glyphs, lines: list[tuple[str, Band]]) -> None:
    others = [
        (text[:place] + other + text[place + 1 :], band)
        for text, band in lines
        for place, char in enumerate(text)
        for other in "0123456789"
        if other != char
    ]
    leads = [fit.lead for fit in glyphs.fit(others) if fit is not None]
    assert len(leads) == len(others)
    assert max(leads) < 0


def test_a_digit_that_was_learnt_wrong_does_not_speak_for_itself(lines: list[tuple[str, Band]]) -> None:
    text, band = next(line for line in lines if "4" in line[0])
    wrong = (text.replace("4", "1", 1), band)
    (fit,) = _learnt([wrong if line[1] == band else line for line in lines]).fit([wrong])
    assert fit is not None and fit.lead < 0


def test_a_digit_too_few_of_which_were_seen_is_not_known(lines: list[tuple[str, Band]]) -> None:
    few = [line for line in lines if "7" not in line[0]]
    sevens = [line for line in lines if "7" in line[0]]
    assert _learnt(few).fit([sevens[0], few[0]])[0] is None
    assert _learnt(few).fit([sevens[0], few[0]])[1] is not None


def _bands(*widths: tuple[str, int]) -> list[tuple[str, Band]]:
    return [(text, Band(0, 0, wide, 18)) for text, wide in widths]


def test_the_room_of_marks_is_learnt_with_that_of_digits() -> None:
    seen = _bands(
        ("0", 11), ("5", 11), ("7", 11), ("2,500", 59), ("3,900", 59), ("25,600", 72), ("42,000", 72)
    )
    pitch = Pitch.of(seen)
    assert (pitch.step, pitch.slack, pitch.loose, pitch.mark) == (13, 2, False, 9)
    assert pitch.fits("2,503", seen[3][1]) and pitch.fits("25,603", seen[5][1])
    assert not pitch.fits("25,60", seen[5][1]) and not pitch.fits("25603", seen[5][1])


def test_the_middle_of_digits_is_where_their_pitch_puts_it() -> None:
    from auditor.reading.scan.glyphs import centres

    pitch = Pitch(12.0, 2.0, False, 6.0)
    assert centres("205", Band(100, 0, 134, 18), pitch) == [("2", 105.0), ("0", 117.0), ("5", 129.0)]
    assert centres("21", Band(100, 0, 120, 18), pitch) == [("2", 105.0), ("1", 117.0)]
    assert centres("-2,500", Band(100, 0, 158, 18), pitch) == [
        ("2", 111.0),
        ("5", 129.0),
        ("0", 141.0),
        ("0", 153.0),
    ]
