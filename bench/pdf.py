"""Milliseconds per ruled PDF of about six pages, against pdfplumber's extraction of the same bytes in the
same run, and how many of the report's figures either found.

    python bench/pdf.py [rounds]

Three reports: one whose borders are strokes, one of filled rectangles, and, where LibreOffice is at hand, one
that it printed. `kept_ms` is wall time with the kept process (as users have it), `ms` the work itself;
`tables_ms` is pdfplumber finding tables only, `plumber_ms` tables and text. The target is a ratio of 5.
"""

from __future__ import annotations

import io
import json
import logging
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pdfplumber

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.base.text import fold
from auditor.reading.document import Document, Table
from auditor.reading.open import open_document, read_bytes
from tests.layouts.build import Built, build
from tests.layouts.layout import Layout
from tests.layouts.truth import true_report
from tests.pdf.convert import by_office, office
from tests.pdf.sources import look_of, word_source
from tests.pdf.typeset import Style, typeset_pdf


def corpus() -> tuple[Built, dict[str, bytes]]:
    """A report of dense figures, and its PDFs."""
    built = build(true_report(4, mode="dense", states=""), Layout(format="docx", seed=4))
    style = Style(size=16, cell=12, margin=72)
    files = {ruling: typeset_pdf(built, replace(style, ruling=ruling)) for ruling in ("strokes", "rects")}
    if office() is not None:
        look = replace(look_of(4), margin=72, body=16, cell=12, figures=0.5, landscape=False, split=False)
        with tempfile.TemporaryDirectory() as folder:
            files |= by_office({"libreoffice": word_source(built, look)}, Path(folder))
    return built, files


def _plumber_tables(data: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return [fold(text or "") for table in tables for row in table for text in row]


def _plumber(data: bytes) -> int:
    """Tables and text: what reading a report needs."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return sum(len(page.extract_tables()) + len(page.extract_text()) for page in pdf.pages)


def _ours(data: bytes) -> list[str]:
    document = read_bytes(data)
    assert isinstance(document, Document), document
    return [fold(cell.text) for b in document.blocks if isinstance(b, Table) for cell in b.cells]


# Time of this process where the system counts it finely: other programs then do not spoil the ratio.
_clock = time.process_time if time.get_clock_info("process_time").resolution < 1e-4 else time.perf_counter


def _median(work: Callable[[], object], rounds: int, clock: Callable[[], float] = _clock) -> float:
    """Milliseconds."""
    times = []
    for _ in range(rounds):
        start = clock()
        work()
        times.append((clock() - start) * 1000)
    return statistics.median(times)


def measure(rounds: int = 15) -> dict[str, dict[str, float]]:
    """Per file: pages, figures in truth and found by both, milliseconds, and the ratio."""
    built, files = corpus()
    figures = Counter(str(cell.number) for cell in built.report.cells.values())
    result: dict[str, dict[str, float]] = {}
    for name, data in files.items():
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
        found = [sum((Counter(texts) & figures).values()) for texts in (_ours(data), _plumber_tables(data))]
        few = max(3, rounds // 3)
        kept = _median(lambda data=data: open_document(data), rounds, time.perf_counter)  # type: ignore[misc]
        here = _median(lambda data=data: read_bytes(data), rounds)  # type: ignore[misc]
        tables = _median(lambda data=data: _plumber_tables(data), few)  # type: ignore[misc]
        plumber = _median(lambda data=data: _plumber(data), few)  # type: ignore[misc]
        result[name] = {
            "pages": pages,
            "figures": figures.total(),
            "found": found[0],
            "plumber_found": found[1],
            "kept_ms": round(kept, 1),
            "ms": round(here, 1),
            "tables_ms": round(tables, 1),
            "plumber_ms": round(plumber, 1),
            "ratio": round(plumber / here, 1),
            "tables_ratio": round(tables / here, 1),
        }
    return result


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 15), indent=1))
