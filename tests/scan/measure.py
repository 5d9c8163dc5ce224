"""How well scans are read: wrong and given-up cells by resolution, held against the truth.

    python -m tests.scan.measure figures CELLS [DPI…]
    python -m tests.scan.measure reports CELLS [DPI…]

The first takes pages full of figures, the second whole reports without most of their prose, printed by
LibreOffice; both are laid askew, blurred, made noisy and compressed as their seeds say.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy

from auditor.reading.document import Table
from auditor.reading.flow import Content, place
from auditor.reading.page_content import assemble, take
from auditor.reading.page_shape import LOST
from auditor.reading.scan.recognise import recogniser
from auditor.reading.scan.sheet import read_sheet
from tests.layouts.check import Verdict, examples, judge, lexicons
from tests.layouts.corpus import Variant
from tests.scan.grids import FigurePage, figure_page
from tests.scan.prints import Print, prints
from tests.scan.scanner import Scanner, filed, pages_of, scanned

_AT_ONCE = 20  # reports in one run of LibreOffice


@dataclass(slots=True)
class Score:
    """What was read at one resolution; `seconds` of all pages, by the clock."""

    cells: int = 0
    wrong: int = 0
    illegible: int = 0
    reports: int = 0
    unread: int = 0
    pages: int = 0
    seconds: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)
    bad: list[Verdict] = field(default_factory=list)

    def add(self, verdict: Verdict, pages: int, seconds: float) -> None:
        self.reports += 1
        self.pages += pages
        self.seconds += seconds
        self.cells += verdict.cells
        self.wrong += len(verdict.wrong)
        self.illegible += len(verdict.illegible)
        self.faults.update(fault.split()[0] for fault in verdict.faults)
        if verdict.wrong or len(verdict.illegible) > 0.05 * verdict.cells:
            self.bad.append(verdict)

    def line(self, name: str) -> str:
        taken = self.cells - self.illegible
        return (
            f"| {name} | {self.reports} | {self.pages} | {taken} | {self.wrong} | {self.illegible} | "
            f"{self.illegible / max(1, self.cells):.2%} | {self.seconds / max(1, self.pages):.2f} |"
        )


def scan_of(print_: Print, dpi: int) -> tuple[bytes, int]:
    """The print as an image-only PDF, and of how many pages."""
    scanner = Scanner.of(print_.seed, dpi)
    pages = pages_of(print_.pdf, dpi)
    pictures = [scanned(page, scanner, 100 * print_.seed + n) for n, page in enumerate(pages)]
    return filed(pictures, "pdf", dpi, jpeg=scanner.jpeg or 95), len(pictures)


def verdicts(first: int, last: int, dpi: int, *, whole: bool) -> Iterator[tuple[Verdict, int, float]]:
    """Of the seeds from `first` to before `last`."""
    words = lexicons()
    with tempfile.TemporaryDirectory() as folder:
        for start in range(first, last, _AT_ONCE):
            seeds = range(start, min(start + _AT_ONCE, last))
            for each in prints(seeds, Path(folder) / str(start), whole=whole):
                data, pages = scan_of(each, dpi)
                begun = time.perf_counter()
                verdict = judge(Variant(f"scan-{each.seed}-{dpi}.pdf", data, each.built), words)
                yield verdict, pages, time.perf_counter() - begun


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


def measure_reports(wanted: int, dpi: int, first: int = 0) -> None:
    """Until `wanted` cells of whole reports are read."""
    score, seed = Score(), first
    while score.cells < wanted:
        for verdict, pages, seconds in verdicts(seed, seed + _AT_ONCE, dpi, whole=False):
            score.add(verdict, pages, seconds)
            if verdict.wrong or verdict.illegible:
                print(examples([replace(verdict, faults=())]), flush=True)
            if score.cells >= wanted:
                break
        seed += _AT_ONCE
        print(score.line(f"{dpi}"), flush=True)


def main() -> None:
    kind, wanted, *resolutions = sys.argv[1:]
    for dpi in map(int, resolutions or ("200", "150")):
        (measure_figures if kind == "figures" else measure_reports)(int(wanted), dpi)


if __name__ == "__main__":
    main()
