"""Runs the real command in a process of its own, with a bounded memory where the system can."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RULES = str(ROOT / "rules")
GOOD = ROOT / "reports" / "云岫镇人民政府2023.docx"
MEMORY = 3 << 30  # address space; a worker for a large file may take half of it
SECONDS = 120


@dataclass(frozen=True)
class Done:
    """`seen` is what a person sees: stdout, then stderr. `peak` is MB of resident memory, 0 unknown."""

    code: int
    out: str
    err: str
    peak: float

    @property
    def seen(self) -> str:
        return self.out + self.err

    @property
    def flat(self) -> str:
        """`seen` with the line breaks and blanks of its layout taken out."""
        return "".join(self.seen.split())

    def json(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.out)
        return loaded


def _limit() -> Callable[[], None] | None:
    try:
        import resource
    except ImportError:
        return None
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def auditor(*arguments: str | Path, cwd: Path = ROOT, before: str = "") -> Done:
    """`python -m auditor …`; `before` is Python that is run in that process first."""
    start: Sequence[str] = ["-m", "auditor"]
    if before:
        script = f"{before}\nimport sys\nfrom auditor.cli.main import main\nsys.exit(main(sys.argv[1:]))"
        start = ["-c", script]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"}
    process = subprocess.Popen(
        [sys.executable, *start, *map(str, arguments)],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_limit(),
    )
    try:
        out, err = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return Done(process.returncode, out.decode("utf-8"), err.decode("utf-8"), 0.0)


def measured(*arguments: str | Path, cwd: Path = ROOT) -> Done:
    """The same, with the peak memory of the process (and of its workers) where the system tells."""
    before = (
        "import atexit, sys\n"
        "def tell():\n"
        "    try:\n"
        "        import resource\n"
        "    except ImportError:\n"
        "        return\n"
        "    unit = 1024 if sys.platform != 'darwin' else 1 << 20\n"
        "    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit\n"
        "    try:\n"  # ru_maxrss of a process counts what the test runner had when it was forked
        "        with open('/proc/self/status', encoding='utf-8') as status:\n"
        "            own = next(int(x.split()[1]) for x in status if x.startswith('VmHWM')) // 1024\n"
        "    except (OSError, StopIteration):\n"
        "        pass\n"
        "    peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // unit)\n"
        "    sys.stderr.write(f'\\npeak {peak}')\n"
        "atexit.register(tell)"
    )
    done = auditor(*arguments, cwd=cwd, before=before)
    err, _, peak = done.err.rpartition("\npeak ")
    return Done(done.code, done.out, err, float(peak)) if err or peak.isdigit() else done
