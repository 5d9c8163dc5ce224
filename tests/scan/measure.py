"""How well scans are read: wrong and given-up cells by resolution, held against the truth.

    python -m tests.scan.measure CELLS [DPI…]

Prints a table and appends nothing; LibreOffice and the extra `ocr` are needed. Every report is printed,
rendered, laid askew, blurred, made noisy and compressed as its seed says.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.layouts.check import Verdict, examples, judge, lexicons
from tests.layouts.corpus import Variant
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


def main() -> None:
    wanted = int(sys.argv[1])
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for dpi in [int(text) for text in sys.argv[3:]] or [200, 150]:
        score, seed = Score(), first
        while score.cells < wanted:
            for verdict, pages, seconds in verdicts(seed, seed + _AT_ONCE, dpi, whole=False):
                score.add(verdict, pages, seconds)
                if verdict.wrong or verdict.illegible:
                    print(examples([verdict]), flush=True)
                if score.cells >= wanted:
                    break
            seed += _AT_ONCE
            print(score.line(f"{dpi} dpi"), dict(score.faults), flush=True)


if __name__ == "__main__":
    main()
