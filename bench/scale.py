"""Many reports: python -m bench.scale [reports] [folder]

    cold           nothing known: every file read, every rule asked
    again          nothing changed
    one rule       one rule edited: it alone is asked again, of every report
    memory         the largest worker, and the command itself

Reports are generated (.docx and .html, two years of each agency, prose of their own, one in twenty with
a faulty sum; see bench.stencils) into `folder`, which is kept if it is named and made anew otherwise. Rates
are by the wall clock on `--jobs 2`; the processor time that a report took stands beside them, and tells more
where something else is running. Exits with 1 where a figure misses its target.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.stencils import write

ROOT = Path(__file__).resolve().parent.parent
JOBS = 2
COLD, WARM, WORKER = 100, 1_500, 400  # reports a second, reports a second, MB
# Runs a command; prints the seconds it took, its processor seconds, the peak memory in MB of the
# command and of its largest child.
_MEASURE = """
import resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, done.returncode)
"""


def _write(given: tuple[Path, int]) -> None:
    write(*given)


def generate(folder: Path, size: int) -> None:
    """`size` reports into `folder`, unless they are there."""
    mark = folder.with_name(f"{folder.name}-{size}")
    if mark.is_file():
        return
    with Pool(JOBS) as pool:
        for _ in pool.imap_unordered(_write, ((folder, number) for number in range(size)), 500):
            pass
    mark.write_text("done", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds by the wall, processor seconds, MB of the largest process."""

    wall: float
    processor: float
    memory: float


def run(rules: Path, reports: Path, cache: Path, output: Path, *more: str) -> Taken:
    """One run of the command."""
    command = [
        sys.executable, "-m", "auditor", "run", str(rules), str(reports), "--jobs", str(JOBS), "--cache",
        str(cache), "--format", "jsonl", "--output", str(output), "--fail-on", "never", "-q", *more,
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    wall, processor, memory, code = map(float, done.stdout.split())
    if code != 0:
        raise SystemExit(f"the run ended with {code:g}:\n{done.stderr[-2000:]}")
    return Taken(wall, processor, memory)


def edit_one_rule(rules: Path) -> str:
    """Change what one rule says; its id."""
    path = rules / "国家" / "通用" / "元数据.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("怎么改: ", "怎么改: 请", 1), encoding="utf-8")
    return text[text.index("编号:") + 3 :].split()[0]


def main() -> int:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    missed = 0

    def show(what: str, taken: Taken, target: float) -> None:
        nonlocal missed
        rate = size / taken.wall
        missed += rate < target
        print(
            f"{what:<10} {taken.wall:8.1f} s  {rate:8.0f} reports/s  target {target:5g} "
            f"{'ok    ' if rate >= target else 'MISSED'}  {taken.processor / size * 1000:6.2f} ms of "
            f"processor a report  largest process {taken.memory:4.0f} MB",
            flush=True,
        )

    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else home / "reports"
        generate(folder, size)
        rules = home / "rules"
        shutil.copytree(ROOT / "rules", rules)
        cache, output = home / "cache", home / "out.jsonl"
        cold = run(rules, folder, cache, output)
        show("cold", cold, COLD)
        first = output.read_bytes()
        show("again", run(rules, folder, cache, output), WARM)
        assert output.read_bytes() == first
        edited = edit_one_rule(rules)
        show(f"edited {edited}", run(rules, folder, cache, output), WARM)
        kept = (cache / "auditor-cache.sqlite").stat().st_size / size / 1024
        findings = first.count(b'"record": "finding"')
        print(f"{findings:,} findings; the cache has {kept:.1f} kB a report")
        missed += cold.memory > WORKER
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
