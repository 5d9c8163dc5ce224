"""A worker that falls ill over certain files: `python -m tests.batch.sick BEACON`. Told by the file's name:
死 dies at once, 睡 sleeps, 胖 takes
memory without end, 伤 dies the first time (a file beside it remembers)."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from auditor.batch import worker
from auditor.batch.office import Office
from auditor.batch.tasks import Asked, Audited, Taken, Task

_take, _audit = Office.take, Office.audit


def _fall_ill(path: str, when: str) -> None:
    name = Path(path).name
    if f"{when}死" in name:
        os._exit(9)
    if f"{when}睡" in name:
        time.sleep(600)
    if f"{when}胖" in name:
        fat = [bytearray(200 << 20) for _ in range(9)]
        time.sleep(600)
        del fat
    if f"{when}伤" in name:
        scar = Path(path).with_suffix(".scar")
        if not scar.exists():
            scar.write_text("", encoding="utf-8")
            os._exit(9)


def take(self: Office, asked: Asked) -> Taken:
    """Read, or fall ill."""
    _fall_ill(asked.path, "读")
    return _take(self, asked)


def audit(self: Office, task: Task) -> Audited:
    """Audit, or fall ill."""
    _fall_ill(task.ref.path, "审")
    return _audit(self, task)


if __name__ == "__main__":
    Office.take, Office.audit = take, audit  # type: ignore[method-assign]
    worker.main(sys.argv[1])
