"""What the forms of output cost: 1,000 reports with 5,000 findings, and notices for 300 agencies.

    python bench/output.py

Promised: the ledger under 10 s and 300 MB, the bulletin under 15 MB, the notices under 30 s. Each form is
made in a process of its own, so that its memory is its own; seconds are those of the processor.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from auditor.base.place import CellPlace  # noqa: E402
from auditor.findings.dossier import Cell, Dossier, Figures  # noqa: E402
from auditor.findings.model import FileRow, FileStatus  # noqa: E402
from auditor.output.csv import draw_csv  # noqa: E402
from auditor.output.html import draw_html  # noqa: E402
from auditor.output.junit import draw_junit  # noqa: E402
from auditor.output.notice import DEFAULT_TEMPLATE, Letterhead, Template, draw_notices, open_template  # noqa: E402
from auditor.output.sarif import draw_sarif  # noqa: E402
from auditor.output.xlsx import draw_xlsx  # noqa: E402
from auditor.report.model import Kind  # noqa: E402
from auditor.report.value import State  # noqa: E402
from auditor.rules.outcome import CellEvidence, Level  # noqa: E402
from tests.findings.make import BASE, run  # noqa: E402
from tests.make import lexicon  # noqa: E402

REPORTS, FINDINGS, AGENCIES = 1_000, 5_000, 300
PROMISED = {"xlsx": (10.0, 300.0, 0.0), "html": (0.0, 0.0, 15.0), "notice": (30.0, 0.0, 0.0)}


def dossier(agencies: int = REPORTS) -> Dossier:
    """A year of a province: every report with all its figures, five findings each with seven places."""
    form = lexicon()
    rows, figures, findings = [], {}, []
    for number in range(REPORTS):
        file, unit = f"reports/{number:04}.docx", f"岚泽市听松区第{number % agencies}街道办事处"
        rows.append(FileRow(file, unit, 2024, FileStatus.READ, None, unit))
        cells = {
            cell.path: Cell(State.NUMBER, (number * 7 + cell.index) % 97, str((number * 7 + cell.index) % 97))
            for cell in form.cells
        }
        figures[file] = Figures(file, "0" * 64, unit, unit, 2024, Kind.SUBDISTRICT, "2021", cells)
        for place in range(FINDINGS // REPORTS):
            row = list(form.tables["表三"].rows)[(number + place) % 20].name
            evidence = tuple(
                CellEvidence(
                    f"表三.{column.name}.{row}", "12", 12, CellPlace(2, 5 + place, 4 + index, page=3)
                )
                for index, column in enumerate(form.tables["表三"].columns)
            )
            findings.append(
                replace(
                    BASE, fingerprint=f"{number * 10 + place:024x}", file=file, unit=unit, agency=unit,
                    rule=f"勾稽-{300 + place * 7 % 60}", level=list(Level)[place % 3], target=f"表三.{row}",
                    message=f"{row}：各类申请人合计 {number}，总计填 {number + 1}，相差 1", evidence=evidence,
                )
            )  # fmt: skip
    return Dossier(run(*findings, files=tuple(rows)), {}, {"2021": form}, figures)


def _notices() -> bytes:
    template = open_template(DEFAULT_TEMPLATE)
    assert isinstance(template, Template)
    made = list(draw_notices(dossier(AGENCIES), template, Letterhead("岚泽市政务公开办公室")))
    assert len(made) == AGENCIES + 1
    return b"".join(notice.data for notice in made)


FORMS: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: draw_xlsx(dossier()),
    "html": lambda: draw_html(dossier()).encode("utf-8"),
    "notice": _notices,
    "sarif": lambda: draw_sarif(dossier()).encode("utf-8"),
    "csv": lambda: draw_csv(dossier()).encode("utf-8"),
    "junit": lambda: draw_junit(dossier()).encode("utf-8"),
}


def _measured(name: str, answers: multiprocessing.Queue[tuple[float, float, float]]) -> None:
    start = time.process_time()
    dossier(AGENCIES if name == "notice" else REPORTS)
    built = time.process_time() - start
    start = time.process_time()
    size = len(FORMS[name]()) / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answers.put((time.process_time() - start - built, memory, size))


def main() -> int:
    """Measure each form; 1 where a promise is broken."""
    context = multiprocessing.get_context("spawn")
    broken = False
    print(f"{REPORTS:,} reports, {FINDINGS:,} findings; notices for {AGENCIES} agencies")
    for name in FORMS:
        answers: multiprocessing.Queue[tuple[float, float, float]] = context.Queue()
        process = context.Process(target=_measured, args=(name, answers))
        process.start()
        seconds, memory, size = answers.get(timeout=300)
        process.join()
        limits = PROMISED.get(name, (0.0, 0.0, 0.0))
        late = any(
            limit and value > limit for limit, value in zip(limits, (seconds, memory, size), strict=True)
        )
        broken = broken or late
        verdict = "  TOO MUCH" if late else ""
        print(f"{name:8} {seconds:6.1f} s {memory:6.0f} MB in memory {size:6.1f} MB written{verdict}")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
