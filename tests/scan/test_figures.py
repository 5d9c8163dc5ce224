"""Figures in ruled cells, scanned: none is read wrong, few are given up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scan.grids import fonts
from tests.tools import missing

pytestmark = pytest.mark.usefixtures("ocr")


@pytest.mark.parametrize(("dpi", "seed"), [(200, 1), (150, 3), (150, 200_064)])
def test_no_figure_of_a_scan_is_read_wrong_and_few_are_given_up(dpi: int, seed: int) -> None:
    if not fonts():
        missing("a font")
    from auditor.reading.page_shape import LOST
    from tests.scan.measure import figures

    for _, misses, count, _ in figures(seed, seed + 1, dpi):
        assert [miss for miss in misses if LOST not in miss[1]] == []
        assert count > 150 and len(misses) <= 0.03 * count, misses


@pytest.mark.parametrize("grey", [217, 191, 170])
def test_cells_that_are_filled_with_grey_are_read(grey: int) -> None:
    import numpy
    from PIL import Image

    from auditor.reading.page_shape import LOST
    from tests.scan.grids import figure_page
    from tests.scan.measure import misses
    from tests.scan.scanner import Scanner, scanned

    if not fonts():
        missing("a font")
    page = figure_page(400_001, 200)
    picture = numpy.array(page.picture)
    high = len(picture)
    for top in range(high // 8, high, high // 10):
        band = picture[top : top + high // 25, 100:-100]
        numpy.minimum(band, grey, out=band)
    scan = scanned(
        Image.fromarray(picture), Scanner(dpi=200, skew=0.3, noise=4, blur=0.4, ink=30, paper=250), 1
    )
    found = misses(page, numpy.asarray(scan), 200)
    assert [miss for miss in found if LOST not in miss[1]] == []
    assert len(found) <= 2


def test_a_stroke_beside_a_nought_makes_no_number_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """“01” was read as 1: the one or the other is dust."""
    import numpy

    from auditor.reading.page_shape import LOST
    from tests.scan import grids
    from tests.scan.measure import misses
    from tests.scan.scanner import Scanner, scanned

    if not fonts():
        missing("a font")
    fitting = grids._fitting
    monkeypatch.setattr(
        grids, "_fitting", lambda rng, *given: "01" if rng.random() < 0.1 else fitting(rng, *given)
    )
    page = grids.figure_page(7, 200)
    scan = scanned(page.picture, Scanner(dpi=200, skew=0.2, noise=4, blur=0.4, ink=30, paper=250), 1)
    found = misses(page, numpy.asarray(scan), 200)
    doubtful = [text for row in page.cells for text in row].count("01")
    assert doubtful > 5
    assert [printed for printed, read in found if read == LOST].count("01") == doubtful
    assert [miss for miss in found if LOST not in miss[1]] == []


def test_what_is_left_of_a_border_is_no_dash() -> None:
    import numpy
    from PIL import Image

    from tests.scan.grids import figure_page
    from tests.scan.measure import misses
    from tests.scan.scanner import Scanner, scanned

    if not fonts():
        missing("a font")
    page = figure_page(400_007, 150)
    picture = numpy.array(page.picture)
    dark = picture < 128
    rows, columns = (_lines(dark.mean(axis=axis)) for axis in (1, 0))
    spots = 0
    for row, texts in enumerate(page.cells[1:], start=1):
        for column, text in enumerate(texts):
            if not text:
                middle = (columns[column] + columns[column + 1]) // 2
                picture[rows[row] + 5 : rows[row] + 7, middle - 5 : middle + 4] = 0
                spots += 1
    scanner = Scanner(dpi=150, skew=0.0, noise=2, blur=0.3, ink=20, paper=250)
    found = misses(page, numpy.asarray(scanned(Image.fromarray(picture), scanner, 1)), 150)
    assert spots > 5 and ("", "-") not in found


def _lines(shares: Any) -> list[int]:
    """Where lines are drawn across, by the share of ink in each row of pixels."""
    inked = (shares > 0.5 * shares.max()).nonzero()[0]
    return [int(at) for at in inked if at - 1 not in inked]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_on_its_side_or_head_is_turned(turns: int) -> None:
    import numpy
    from PIL import Image, ImageDraw, ImageFont

    from auditor.reading.page_content import take
    from auditor.reading.scan.recognise import recogniser
    from auditor.reading.scan.sheet import read_sheet

    file = next(((file, index) for name, file, index in fonts() if "CJK" in name), None)
    if file is None:
        missing("a Chinese font")
    picture = Image.new("L", (1000, 700), 255)
    draw = ImageDraw.Draw(picture)
    lines = ["某县水务局2023年政府信息公开", "工作年度报告，全年收到申请27件。"]
    for number, line in enumerate(lines):
        font = ImageFont.truetype(file[0], 44, index=file[1])
        draw.text((80, 120 + 90 * number), line, fill=0, font=font)
    turned = numpy.asarray(picture.rotate(90 * turns, expand=True))
    page = read_sheet(turned, 200, 1, recogniser())
    assert [line.text.replace(",", "，") for line in take(page).lines] == lines


def test_a_scan_in_black_and_white_whose_paper_turns_to_grains_has_the_lines_of_its_table_only() -> None:
    import numpy

    from auditor.reading.page_shape import LOST
    from tests.scan.grids import figure_page
    from tests.scan.measure import misses
    from tests.scan.scanner import Scanner, scanned

    if not fonts():
        missing("a font")
    page = figure_page(221, 200)
    scanner = Scanner(dpi=200, noise=9, shade=0.2, ink=70, paper=235, flat=True)
    found = misses(page, numpy.asarray(scanned(page.picture, scanner, 221)), 200)
    assert [miss for miss in found if LOST not in miss[1]] == []
    assert len(found) < 0.5 * sum(len(texts) for texts in page.cells[1:])
