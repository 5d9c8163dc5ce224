"""Lines of tables in pixels."""

from __future__ import annotations

import pytest

numpy = pytest.importorskip("numpy")  # comes with the extra

from auditor.reading.scan.borders import borders  # noqa: E402

pytestmark = pytest.mark.usefixtures("ocr")


@pytest.mark.parametrize("first", [True, False])
def test_a_line_under_letters_that_touch_it_reaches_the_side_of_its_table(first: bool) -> None:
    """In a narrow column at the edge no piece between two letters is long enough to be seen by itself."""
    page = numpy.full((400, 700), 255, numpy.uint8)
    for y in (50, 150, 250):
        page[y - 1 : y + 2, 50:651] = 0
    for x in (50, 150, 350, 550, 650):
        page[50:250, x - 1 : x + 2] = 0
    left = 50 if first else 550
    for x in range(left + 15, left + 95, 20):
        page[110:150, x : x + 4] = 0  # strokes of letters that stand on the line
    across, _ = borders(page, page)
    line = [(start, end) for y, start, end in across if abs(y - 150) < 3]
    assert min(start for start, _ in line) <= 52 and max(end for _, end in line) >= 648


def test_a_line_goes_on_into_no_cell_that_is_merged() -> None:
    page = numpy.full((400, 700), 255, numpy.uint8)
    for y in (50, 250):
        page[y - 1 : y + 2, 50:651] = 0
    page[149:152, 150:651] = 0
    for x in (50, 150, 350, 550, 650):
        page[50:250, x - 1 : x + 2] = 0
    page[130:170, 90:94] = 0
    across, _ = borders(page, page)
    assert min(start for y, start, _ in across if abs(y - 150) < 3) >= 147
