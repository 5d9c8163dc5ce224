"""Reads one file after another, as named on its input, and answers with a line of JSON each.

What is measured is this process and the workers under it: seconds, and the peak of resident memory while
this file was read (0 where the system does not tell); and this process alone: seconds of the processor.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from auditor.base.diagnostic import Diagnostic
from auditor.base.paths import packaged
from auditor.engine.run import audit
from auditor.reading.open import open_document
from auditor.report.build import read_report
from auditor.rules.load import load_rules
from auditor.rules.outcome import Outcome

_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_AUDITED = 8  # every so many readable files are taken through the rules as well


def _peaks() -> dict[int, int]:
    """Peak kB of this process and those under it, by process number."""
    peaks = {}
    me = Path("/proc/self")
    if not me.exists():
        return {}
    todo = [int(me.resolve().name)]
    while todo:
        number = todo.pop()
        try:
            found = _PEAK.search(Path(f"/proc/{number}/status").read_text(encoding="utf-8"))
            peaks[number] = int(found[1]) if found else 0
            for task in Path(f"/proc/{number}/task").iterdir():
                todo += map(int, (task / "children").read_text(encoding="utf-8").split())
        except (OSError, ValueError):
            continue  # it has ended meanwhile
    return peaks


def _forget_peaks() -> None:
    for number in _peaks():
        try:
            Path(f"/proc/{number}/clear_refs").write_text("5", encoding="utf-8")
        except OSError:
            continue


def main() -> None:
    loaded = load_rules([packaged() / "rules"])
    read = 0
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        _forget_peaks()
        started, spent = time.monotonic(), time.process_time()
        result = open_document(path, name=path.name)
        if isinstance(result, Diagnostic):
            kind = result.code
            said = bool(_CHINESE.search(result.message)) and result.message.isprintable()
        else:
            report = read_report(result, loaded.lexicons, path.name)
            kind, said = f"{result.format} {report.status.value}", True
            read += 1
            if read % _AUDITED == 0:
                outcomes: list[Outcome] = []
                audit(loaded.rules, [report], outcomes.append)
                crashed = [o.rule for o in outcomes if o.verdict.value == "error"]
                kind += f" CRASHED {crashed[0]}" if crashed else ""
        seconds, work = time.monotonic() - started, time.process_time() - spent
        peak = max(_peaks().values(), default=0) // 1024
        answer = {"kind": kind, "said": said, "seconds": seconds, "work": work, "peak": peak}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
