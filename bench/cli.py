"""The command line's time and memory: `python -m bench.cli`.

    auditor --version                       under 0.2 s (median of cold starts)
    auditor run rules/ reports/             under 1.5 s for ten sample reports, cold
    1,000 reports in one run                under 150 MB at the peak

The thousand are copies of the samples, each with another agency's name, so that none stands for
another. Prints the figures; exits with 1 where one misses its target.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AUDITOR = (sys.executable, "-m", "auditor")
REPORTS = sorted(path for path in (ROOT / "reports").iterdir() if not path.name.lower().startswith("readme"))

# Runs a command and prints its peak memory in MB; a process of its own, so that nothing else counts.
_MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def seconds(command: Sequence[str], times: int) -> float:
    """The median wall clock of `times` cold starts."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def renamed(data: bytes, name: str, number: int) -> bytes:
    """A copy of a report of the agency `name`, of another agency."""
    other = f"{chr(0x4E00 + number)}{name}"
    if not data.startswith(b"PK"):
        for encoding in ("utf-8", "gb18030", "utf-16"):
            try:
                return data.decode(encoding).replace(name, other).encode(encoding)
            except UnicodeError:
                continue
        return data
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, old.read(member).replace(name.encode(), other.encode()))
    return made.getvalue()


def thousand(folder: Path) -> None:
    """Fill `folder` with 1,000 reports."""
    originals = [(path, path.read_bytes(), path.stem.rstrip("0123456789")) for path in REPORTS]
    for number in range(1_000):
        path, data, name = originals[number % len(originals)]
        (folder / f"{number:04}{path.suffix}").write_bytes(renamed(data, name, number))


def main() -> int:
    missed = 0

    def show(what: str, figure: float, unit: str, target: float) -> None:
        nonlocal missed
        missed += figure > target
        verdict = "ok" if figure <= target else "MISSED"
        print(f"{what:<44} {figure:8.2f} {unit:<3} target {target:g} {unit:<3} {verdict}")

    show("auditor --version", seconds([*AUDITOR, "--version"], 9), "s", 0.2)
    ten = [path.relative_to(ROOT).as_posix() for path in REPORTS[:10]]
    show("auditor run rules/ (ten samples), cold", seconds([*AUDITOR, "run", "rules/", *ten], 5), "s", 1.5)
    if sys.platform == "win32":
        print("memory: not measured here")
        return int(missed > 0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        thousand(folder)
        command = [
            *AUDITOR,
            "run",
            "rules/",
            str(folder),
            "--format",
            "json",
            "--output",
            str(folder / "out.json"),
        ]
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE, *command], cwd=ROOT, capture_output=True, text=True, check=True
        )
        taken = time.perf_counter() - start
        show("peak memory of a run over 1,000 reports", float(done.stdout), "MB", 150)
        print(f"{'that run':<44} {taken:8.2f} s   {1_000 / taken:.0f} reports/s")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
