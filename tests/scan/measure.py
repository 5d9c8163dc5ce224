"""How well figures of scans are read: wrong and given-up cells by resolution, held against the truth.

    python -m tests.scan.measure CELLS [DPI…]

Pages full of figures, laid askew, blurred, made noisy and compressed as their seeds say. Whole reports are
kinds of the corpus: `python -m tests.corpus_files --kinds scan-200,scan-150,scan-100,scan-png,scan-jpg`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy

from auditor.reading.document import Table
from auditor.reading.flow import Content, place
from auditor.reading.page_content import assemble, take
from auditor.reading.page_shape import LOST
from auditor.reading.scan.recognise import recogniser
from auditor.reading.scan.sheet import read_sheet
from tests.scan.grids import FigurePage, figure_page
from tests.scan.scanner import Scanner, scanned


def figures(
    first: int, last: int, dpi: int
) -> Iterator[tuple[FigurePage, list[tuple[str, str]], int, float]]:
    """Pages of figures from seed `first` to before `last`: each with its misses (printed, read), how many
    cells it has and how many seconds of both cores it took."""
    for seed in range(first, last):
        page = figure_page(seed, dpi)
        picture = numpy.asarray(scanned(page.picture, Scanner.of(seed, dpi), seed))
        begun = time.process_time()
        found = misses(page, picture, dpi)
        yield page, found, sum(len(texts) for texts in page.cells[1:]), time.process_time() - begun


def misses(page: FigurePage, picture: Any, dpi: int) -> list[tuple[str, str]]:
    """What is printed and what is read, where these differ. A cell that was run together with another has
    what was read of both."""
    content = Content([])
    assemble(content, [take(read_sheet(picture, dpi, 1, recogniser()))])
    tables = [block for block in place(content.items) if isinstance(block, Table)]
    read = {
        (row, column): c.text
        for table in tables[:1]
        for c in table.cells
        for row in range(c.row, c.row + c.rowspan)
        for column in range(c.column, c.column + c.colspan)
    }
    return [
        (text, seen)
        for row, texts in enumerate(page.cells[1:], start=1)
        for column, text in enumerate(texts)
        if (seen := read.get((row, column), "缺").replace("\n", "")) != text.replace("—", "-")
    ]


def measure_figures(wanted: int, dpi: int) -> None:
    """Until `wanted` cells are taken."""
    pages = taken = wrong = lost = 0
    spent = 0.0
    while taken < wanted:
        for page, found, count, seconds in figures(pages, pages + 1, dpi):
            bad = [miss for miss in found if LOST not in miss[1]]
            wrong, lost, spent = wrong + len(bad), lost + len(found) - len(bad), spent + seconds
            taken += count - (len(found) - len(bad))
            if bad:
                print(f"    {dpi} dpi, {page.font}, seed {pages}: {bad}", flush=True)
        pages += 1
        if pages % 10 == 0 or taken >= wanted:
            share = lost / max(1, taken + lost)
            line = f"| {dpi} | {pages} | {taken} | {wrong} | {lost} | {share:.2%} | {spent / pages:.2f} |"
            print(line, flush=True)


def main() -> None:
    wanted, *resolutions = sys.argv[1:]
    for dpi in map(int, resolutions or ("200", "150")):
        measure_figures(int(wanted), dpi)


if __name__ == "__main__":
    main()
