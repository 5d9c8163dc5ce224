"""What is ink, what is dust, and what is the line of a table, on sheets of pixels."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.reading.scan.ink import Band

pytestmark = pytest.mark.usefixtures("ocr")
BOX = (10, 10, 110, 50)  # of a cell
BAND = Band(50, 20, 74, 38)  # of two digits in it


def _cell(grain: float = 0) -> Any:
    """Two zeros in a cell whose borders are painted over."""
    import cv2
    import numpy

    sheet = numpy.full((60, 130), 255, numpy.uint8)
    for x in (56, 68):
        cv2.ellipse(sheet, (x, 29), (5, 8), 0, 0, 360, 0, 2)
    if grain:
        noise = numpy.random.default_rng(3).normal(0, grain, sheet.shape)
        sheet = numpy.clip(sheet + noise, 0, 255).astype(numpy.uint8)
    return sheet


def _is_stray(sheet: Any, *, inside: bool = True) -> bool:
    from auditor.reading.scan.shapes import stray_ink

    return stray_ink(sheet, (_cell() < 150).astype("uint8"), BAND, BOX, inside=inside)


@pytest.mark.parametrize("grain", [0, 12])
def test_beside_digits_there_is_nothing_but_paper(grain: float) -> None:
    assert not _is_stray(_cell(grain))


@pytest.mark.parametrize("grain", [0, 12])
def test_a_sign_is_seen_however_faint(grain: float) -> None:
    sheet = _cell(grain)
    sheet[28:30, 36:44] = 175
    assert _is_stray(sheet, inside=False)


@pytest.mark.parametrize(("x", "y"), [(82, 29), (41, 36), (41, 20)])
def test_a_speck_at_no_height_of_a_sign_is_dust(x: int, y: int) -> None:
    sheet = _cell()
    sheet[y : y + 3, x : x + 3] = 60
    assert not _is_stray(sheet)


def test_a_speck_between_digits_counts_where_their_shapes_are_not_known() -> None:
    sheet = _cell()
    sheet[20:23, 61:64] = 0
    sheet[28:31, 55:58] = 0  # in the hole of the first
    assert not _is_stray(sheet, inside=False)
    sheet[27:32, 67:70] = 0
    assert not _is_stray(sheet, inside=False)


@pytest.mark.parametrize(("gap", "touching"), [(-2, True), (0, True), (1, False), (2, False)])
def test_ink_that_runs_into_a_border_is_told_from_ink_near_it(gap: int, *, touching: bool) -> None:
    import cv2
    import numpy

    from auditor.reading.scan.shapes import touches_border

    plain = numpy.full((60, 130), 255, numpy.uint8)
    plain[:, 6:9] = 0  # the border, which is painted over up to the box
    left = 10 + gap
    cv2.ellipse(plain, (left + 5, 29), (5, 8), 0, 0, 360, 0, 2)
    assert touches_border(plain, Band(max(10, left), 20, left + 12, 38), BOX) == touching


def test_thin_print_is_made_as_black_as_any() -> None:
    import numpy

    from auditor.reading.scan.ink import ink_of, printed

    sheet = numpy.full((400, 400), 255, numpy.uint8)
    sheet[20:380:12, 20:380] = 120
    sheet[26:380:12, 20:380] = 190  # the thinner strokes
    assert int(ink_of(sheet)[26::12, 20:380].sum()) == 0
    black = printed(sheet, [(0, 0, 400, 400)])
    assert int(black[20, 100]) < 40
    assert int(ink_of(black)[26:380:12, 20:380].min()) == 1


def test_a_faint_dash_in_a_cell_is_no_blank() -> None:
    from auditor.reading.scan.ink import flat_ink

    sheet = _cell(10)
    sheet[BAND.top - 2 : BAND.bottom + 2, BAND.left - 2 : BAND.right + 2] = 255
    assert not flat_ink(sheet, BOX)
    sheet[30, 50:74] = 180
    assert flat_ink(sheet, BOX)
