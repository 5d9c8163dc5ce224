"""Figures in ruled cells, scanned: none is read wrong, few are given up."""

from __future__ import annotations

import pytest

from tests.scan.grids import fonts
from tests.tools import missing

pytestmark = pytest.mark.usefixtures("ocr")


@pytest.mark.parametrize(("dpi", "seed"), [(200, 1), (150, 3)])
def test_no_figure_of_a_scan_is_read_wrong_and_few_are_given_up(dpi: int, seed: int) -> None:
    if not fonts():
        missing("a font")
    from auditor.reading.page_shape import LOST
    from tests.scan.measure import figures

    for _, misses, count, _ in figures(seed, seed + 1, dpi):
        assert [miss for miss in misses if LOST not in miss[1]] == []
        assert count > 150 and len(misses) <= 0.03 * count, misses
