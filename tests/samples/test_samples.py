"""The sample reports: made from their sources, read as they were written, and with exactly the
defects that `reports/README.md` lists."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.report.model import Report
from tests.layouts.check import lexicons, read
from tests.samples.make_samples import REPORTS, Sample, samples

ROOT = REPORTS.parent
LEVELS = {"error": "错误", "warning": "警告", "info": "提示"}
CLEAN = ("云岫镇人民政府2023.docx", "折柳乡人民政府2020.html")


@pytest.mark.parametrize("sample", samples(), ids=lambda s: s.name)
def test_a_sample_is_what_its_source_makes(sample: Sample) -> None:
    assert (REPORTS / sample.name).read_bytes() == sample.data


def test_no_other_file_lies_among_the_samples() -> None:
    assert {p.name for p in REPORTS.iterdir()} == {"README.md", *(s.name for s in samples())}


@pytest.mark.parametrize("sample", samples(), ids=lambda s: s.name)
def test_a_sample_is_read_as_it_was_written(sample: Sample) -> None:
    report = read(sample.data, sample.name, lexicons())
    assert isinstance(report, Report), report
    true = sample.built.report
    assert (report.unit, report.year, report.template) == (true.unit, true.year, true.template)
    wrong = {}
    for path, cell in true.cells.items():
        value = report.cells[path]
        if (value.state.value, value.number) != (cell.state, cell.number):
            wrong[path] = (value.state.value, value.number)
    assert wrong == {path: state for path, state in wrong.items() if state == sample.lost.get(path)}
    assert set(wrong) == set(sample.lost)


def _listed() -> set[tuple[str, ...]]:
    """The rows of the README's table: file, agency, year, place, rule, level."""
    rows = set()
    for line in (REPORTS / "README.md").read_text(encoding="utf-8").splitlines():
        fields = [field.strip() for field in line.strip("|").split("|")]
        if line.startswith("|") and len(fields) == 7 and (REPORTS / fields[0]).is_file():
            rows.add((*fields[:3], *fields[4:]))
    return rows


@pytest.fixture(scope="module")
def run() -> dict[str, list[dict[str, object]]]:
    """`auditor run rules reports --format json`, from the top of the checkout."""
    command = [sys.executable, "-m", "auditor", "run", "rules", "reports", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=120)
    assert done.returncode == 1, done.stderr.decode()
    result: dict[str, list[dict[str, object]]] = json.loads(done.stdout.decode("utf-8"))
    return result


def test_the_run_finds_the_listed_defects_and_nothing_else(run: dict[str, list[dict[str, object]]]) -> None:
    found = {
        (
            Path(str(f["file"])).name,
            str(f["unit"]),
            str(f["year"]),
            str(f["target"]),
            str(f["rule"]),
            LEVELS[str(f["level"])],
        )
        for f in run["findings"]
    }
    listed = _listed()
    assert (sorted(found - listed), sorted(listed - found)) == ([], [])


def test_every_sample_but_the_clean_ones_has_listed_defects() -> None:
    names = {s.name for s in samples()}
    assert {row[0] for row in _listed()} == names - set(CLEAN)


def test_every_sample_was_read_and_judged(run: dict[str, list[dict[str, object]]]) -> None:
    expected = {s.name: "read" for s in samples()} | {"README.md": "skipped"}
    assert {Path(str(r["file"])).name: r["status"] for r in run["reports"]} == expected
