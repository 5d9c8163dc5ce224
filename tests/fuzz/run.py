"""Feeds mutated files to a reading process and notes what may not happen.

    python -m tests.fuzz.run MINUTES [FIRST SEED] [FOLDER WITH MORE SEEDS]

Prints a table by format and every failure; the failing files stay in the folder `fuzz-failures`.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from auditor.reading.limits import DEFAULT
from tests.fuzz.mutate import mutated
from tests.fuzz.originals import originals

ROOT = Path(__file__).parents[2]
MEMORY = 600  # MB of resident memory that one file may take
PATIENCE = DEFAULT.seconds + 15  # a worker is stopped after `DEFAULT.seconds`; then the answer must come


@dataclass
class Account:
    """What was fed and what came of it."""

    files: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    slowest: dict[str, tuple[float, str]] = field(default_factory=lambda: defaultdict(lambda: (0.0, "")))
    largest: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    failures: list[tuple[str, str, bytes]] = field(default_factory=list)

    def table(self) -> str:
        lines = [
            "| 原件格式 | 变异文件 | 仍能读出 | 说明原因后未读 | 最慢（秒） | 内存峰值（MB） |",
            "|---|--:|--:|--:|--:|--:|",
        ]
        for name in sorted(self.files):
            read = sum(n for kind, n in self.kinds[name].items() if " " in kind)
            lines.append(
                f"| {name} | {self.files[name]:,} | {read:,} | {self.files[name] - read:,} "
                f"| {self.slowest[name][0]:.1f} | {self.largest[name]} |"
            )
        return "\n".join(lines)


class Reader:
    """The child process, its work folder and its log of breaches."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "breaches.log"
        self.log.touch()
        guard = str(Path(__file__).parent / "guard")
        known = os.environ.get("PYTHONPATH", "")
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, (guard, str(ROOT), known))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(folder),
            "HOME": str(folder),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "AUDITOR_FUZZ_FOLDER": str(folder),
            "AUDITOR_FUZZ_LOG": os.path.realpath(self.log),
        }
        self.start()

    def start(self) -> None:
        with (self.folder / "stderr.log").open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.fuzz.child"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
            )

    def ask(self, path: Path) -> dict[str, object] | str:
        """The child's answer, or what happened instead of one."""
        assert self.process.stdin is not None and self.process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(PATIENCE, stop)
        timer.start()
        try:
            self.process.stdin.write(f"{path}\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except OSError:
            line = ""
        finally:
            timer.cancel()
        if line:
            answer: dict[str, object] = json.loads(line)
            return answer
        self.process.wait()
        happened = "hang" if late.is_set() else f"crash {self.process.returncode}: {self.last_error()}"
        self.start()
        return happened

    def last_error(self) -> str:
        lines = (self.folder / "stderr.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[-1] if lines else ""

    def breach(self) -> str:
        text = self.log.read_text(encoding="utf-8")
        if text:
            self.log.write_text("", encoding="utf-8")
        return text.strip()

    def close(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def fuzz(seeds: Iterable[int], stop_at: float, sources: Mapping[str, bytes]) -> Account:
    """One mutated file for each seed, of `sources` (name → bytes) in turn, until `stop_at` (monotonic)."""
    account = Account()
    names = sorted(sources)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        reader = Reader(folder)
        try:
            for seed in seeds:
                if time.monotonic() > stop_at:
                    break
                name = names[seed % len(names)]
                data, how = mutated(sources[name], random.Random(f"fuzz {seed}"))
                suffix = name[name.rindex(".") :]
                path = folder / f"file{suffix}"
                path.write_bytes(data)
                before = set(os.listdir(folder))
                _note(account, suffix[1:], f"{seed} {name} {how}", data, reader.ask(path), reader.breach())
                for left in sorted(set(os.listdir(folder)) - before - {"cache"}):
                    account.failures.append((f"{seed} {name} {how}", f"left behind: {left}", data))
        finally:
            reader.close()
    return account


def _note(
    account: Account, format: str, name: str, data: bytes, answer: dict[str, object] | str, breach: str
) -> None:
    account.files[format] += 1
    if breach:
        account.failures.append((name, breach, data))
    if isinstance(answer, str):
        account.failures.append((name, answer, data))
        return
    kind, seconds, peak = str(answer["kind"]), float(str(answer["seconds"])), int(str(answer["peak"]))
    account.kinds[format][kind] += 1
    account.slowest[format] = max(account.slowest[format], (seconds, name))
    account.largest[format] = max(account.largest[format], peak)
    if "CRASHED" in kind:
        account.failures.append((name, kind, data))
    if not answer["said"]:
        account.failures.append((name, f"{kind} without a message", data))
    if peak > MEMORY:
        account.failures.append((name, f"{peak} MB", data))
    if seconds > DEFAULT.seconds + 5:
        account.failures.append((name, f"{seconds:.0f} s", data))


def main(minutes: str = "30", first: str = "0", more: str = "") -> int:
    sources = originals()
    if more:
        sources |= {path.name: path.read_bytes() for path in sorted(Path(more).iterdir()) if path.is_file()}
    start = int(first)
    stop_at = time.monotonic() + 60 * float(minutes)
    account = fuzz(range(start, start + 100_000_000), stop_at, sources)
    print(account.table())
    for format in sorted(account.kinds):
        print(f"\n{format}: " + ", ".join(f"{kind} {n}" for kind, n in account.kinds[format].most_common()))
        print(f"slowest: {account.slowest[format][1]}")
    print(f"\n{sum(account.files.values()):,} files, {len(account.failures)} failures")
    failures = Path("fuzz-failures")
    for number, (name, what, data) in enumerate(account.failures):
        print(f"  {number}: {name}: {what}")
        failures.mkdir(exist_ok=True)
        (failures / f"{number}-{name.split()[0]}-{name.split()[1]}").write_bytes(data)
    return 1 if account.failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
