"""Milliseconds from a file's bytes to a Report, by format, and the ratio to bare extraction.

    python bench/report.py [files per format] [rounds]

The files are true reports in as many layouts. Bare extraction is what lxml alone costs on the same
bytes in the same run: unzip, parse, itertext. Each file counts with the best of its rounds; the
medians are over files. Targets: .docx about 10 ms and .html about 5 ms, within five times the floor.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.reading.document import Document
from auditor.reading.open import open_document
from auditor.report.build import read_report
from bench.corpus import reports
from bench.reading import bare_docx, bare_html, bare_text
from tests.layouts.check import lexicons

BARE: dict[str, Callable[[bytes], int]] = {"docx": bare_docx, "html": bare_html, "text": bare_text}


def _best(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds of the fastest round."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def measure(count: int, rounds: int) -> dict[str, dict[str, float]]:
    """Per format, medians: size in kB, ms of opening, of understanding, of both, bare ms, the ratio."""
    words = lexicons()
    result = {}
    for format, bare in BARE.items():
        rows = []
        gc.collect()
        for data in reports(format, count):
            document = open_document(data)
            assert isinstance(document, Document), document
            rows.append(
                (
                    len(data) / 1024,
                    _best(partial(open_document, data), rounds),
                    _best(partial(read_report, document, words, "a"), rounds),
                    _best(partial(bare, data), rounds),
                )
            )
        size, opening, understanding, floor = map(statistics.median, zip(*rows, strict=True))
        both = statistics.median(row[1] + row[2] for row in rows)
        ratio = statistics.median((row[1] + row[2]) / row[3] for row in rows)
        result[format] = {
            "files": count,
            "kB": round(size, 1),
            "open_ms": round(opening, 2),
            "understand_ms": round(understanding, 2),
            "report_ms": round(both, 2),
            "bare_ms": round(floor, 2),
            "open_ratio": round(opening / floor, 2),
            "ratio": round(ratio, 2),
        }
    return result


def main() -> None:
    count, rounds = (*map(int, sys.argv[1:3]), *(40, 5)[len(sys.argv) - 1 :])
    print(json.dumps(measure(count, rounds), indent=1))


if __name__ == "__main__":
    main()
