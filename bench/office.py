"""Seconds per old Word file in a batch of fifty, against reading the same reports as .docx in the same run.

    python bench/office.py [files] [kind]

Prints one JSON object: `together_s` is wall time a file with the conversion stage that a run begins with
(`cpu_s`: processor time of LibreOffice and this process), `alone_s` for one file by itself, `again_s` when it
lies in the cache; `docx_s` the same report as .docx; `bare_s` LibreOffice itself over the same files. The
target is 0.3 s a file together. `wrong` counts cells that differ from those of the .docx.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.reading import soffice
from auditor.reading.office import prepare_files
from auditor.reading.open import open_document
from auditor.report.build import read_report
from auditor.report.model import Report
from tests.corpus_files.office import converted
from tests.make import lexicon
from tests.pdf.sources import look_of, printed, word_source


def _cpu() -> float:
    parts = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in parts)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    started, cpu = time.perf_counter(), _cpu()
    work()
    return time.perf_counter() - started, _cpu() - cpu


def _report(path: Path) -> Report:
    document = open_document(path)
    lexicons = {name: lexicon(name) for name in ("2021", "2019")}
    report = read_report(document, lexicons, path.name)  # type: ignore[arg-type]
    assert isinstance(report, Report), document
    return report


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    kind = sys.argv[2] if len(sys.argv) > 2 else "doc"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["AUDITOR_CACHE"] = str(folder / "cache")
        words = {
            f"{seed:03d}": word_source(printed(seed + 70_000), look_of(seed)) for seed in range(count + 3)
        }
        files = converted(words, "docx", kind, folder / "made")
        old, new = [], []
        for stem, data in files.items():
            old.append(folder / f"{stem}.{kind}")
            old[-1].write_bytes(data)
            new.append(folder / f"{stem}.docx")
            new[-1].write_bytes(words[stem])
        alone = statistics.median(_timed(lambda path=path: open_document(path))[0] for path in old[count:])
        batch = old[:count]
        stage, stage_cpu = _timed(lambda: prepare_files(batch))
        reading, reading_cpu = _timed(lambda: [_report(path) for path in batch])
        docx, _ = _timed(lambda: [_report(path) for path in new[:count]])
        wrong = 0
        for path, same in zip(batch, new, strict=False):
            read = _report(path).cells
            wrong += sum(read[at].number != value.number for at, value in _report(same).cells.items())
        work = folder / "bare"
        (work / "in").mkdir(parents=True)
        for path in batch:
            (work / "in" / path.name).write_bytes(path.read_bytes())
        bare, _ = _timed(lambda: soffice.convert(soffice.find(), [p.name for p in batch], work, 30.0))
    print(
        json.dumps(
            {
                "files": count,
                "kind": kind,
                "together_s": round((stage + reading) / count, 3),
                "cpu_s": round((stage_cpu + reading_cpu) / count, 3),
                "alone_s": round(alone, 2),
                "again_s": round(reading / count, 4),
                "docx_s": round(docx / count, 4),
                "bare_s": round(bare / count, 3),
                "wrong": wrong,
            }
        )
    )


if __name__ == "__main__":
    main()
