"""Where a report's milliseconds go, by stage: python -m bench.profile [reports]

Generated reports (.docx and .html, as in bench.scale) are audited by one process that knows nothing of them
yet, then by one that knows them all, then with one rule edited. Each stage counts its own processor time,
without the stages inside it. Last come the modules that take longest to import when a run starts.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.base import collector
from auditor.batch import office, run
from auditor.batch.cache import Cache, Reading
from auditor.batch.crew import Inline
from auditor.reading import docx, html
from auditor.reading.walk import walk
from auditor.rules.load import load_rules
from bench.scale import edit_one_rule, generate

ROOT = Path(__file__).resolve().parent.parent
STAGES: tuple[tuple[str, Any, str], ...] = (
    ("the file's bytes", office, "load"),
    ("Word, HTML to paragraphs and tables", office, "open_document"),
    ("to a Report: sections, tables, facts", office, "read_report"),
    ("the report as bytes", office, "packed"),
    ("the report out of bytes", office, "unpacked"),
    ("its place among the others", office, "filed_of"),
    ("the rules", office, "evaluate"),
    ("suspects", office, "suspects"),
    ("findings", office, "arranged"),
    ("what was said, out of bytes", office, "said_from"),
    ("what was said, as bytes", office.Said, "to_bytes"),
    ("looking things up", Reading, "get"),
    ("writing them down", Cache, "flush"),
    ("rules about all reports", run, "survey"),
    ("texts for near-copies", office, "compared"),
    ("taking in, the rest", office.Office, "take"),
    ("auditing, the rest", office.Office, "audit"),
)


class Clock:
    """Own processor seconds of each stage."""

    def __init__(self) -> None:
        self.own: Counter[str] = Counter()
        self._inside = [0.0]

    def watch(self, name: str, holder: Any, attribute: str) -> None:
        """Count what a function takes."""
        work: Callable[..., object] = getattr(holder, attribute)

        def timed(*args: object, **named: object) -> object:
            start = time.process_time()
            self._inside.append(0.0)
            try:
                return work(*args, **named)
            finally:
                took = time.process_time() - start
                self.own[name] += took - self._inside.pop()
                self._inside[-1] += took

        setattr(holder, attribute, timed)


def audited(rules: Path, reports: Path, cache: Path, clock: Clock) -> tuple[float, int]:
    """Processor seconds of one run without loading the rules, and how many reports it had."""
    loaded, walked = load_rules([rules]), walk([reports])
    clock.own.clear()
    start = time.process_time()
    kept = Cache(cache)
    look = kept.reading()
    desk = office.Office(loaded, None, look.get)
    run.audit_many(run.Batch(loaded, None, kept, desk, Inline(desk)), walked)
    look.close()
    kept.close()
    return time.process_time() - start, len(walked.files)


def show(title: str, seconds: float, count: int, clock: Clock) -> None:
    print(f"\n{title}: {seconds / count * 1000:.2f} ms a report")
    left = seconds - sum(clock.own.values())
    for name, own in [*clock.own.most_common(), ("everything else", left)]:
        if own / count * 1000 >= 0.005:
            print(f"  {own / count * 1000:8.2f} ms {own / seconds:5.0%}  {name}")


def imports() -> None:
    """The slowest imports of a run, own time."""
    command = [sys.executable, "-X", "importtime", "-m", "auditor", "run", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    rows = re.findall(r"import time:\s+(\d+) \|\s+\d+ \| +(\S+)", done.stderr)
    total = sum(int(own) for own, _ in rows)
    print(f"\nimports of a run: {len(rows)} modules, {total / 1000:.0f} ms")
    for own, name in sorted(((int(own), name) for own, name in rows), reverse=True)[:10]:
        print(f"  {own / 1000:8.1f} ms  {name}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    clock = Clock()
    for name, holder, attribute in STAGES:
        clock.watch(name, holder, attribute)
    assert docx and html  # imported before the clock runs
    collector.let_go(rarely=True)  # as in a worker
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        generate(home / "reports", count)
        rules = home / "rules"
        shutil.copytree(ROOT / "rules", rules)
        show("nothing known", *audited(rules, home / "reports", home / "cache", clock), clock)
        show("all known", *audited(rules, home / "reports", home / "cache", clock), clock)
        edit_one_rule(rules)
        show("one rule edited", *audited(rules, home / "reports", home / "cache", clock), clock)
    imports()


if __name__ == "__main__":
    main()
