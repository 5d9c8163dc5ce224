"""`python -m auditor.batch.worker BEACON`: a process that is told once which rules to load, and then given
batches until its input ends. It never outlives the command that started it."""

from __future__ import annotations

import contextlib
import mmap
import os
import queue
import signal
import sys
import threading
from pathlib import Path

from auditor.base import collector

_MB = 1024 * 1024
RETIRE_AT = 320 * _MB  # a worker that has grown to this makes room for a new one


def main(beacon: str) -> None:
    """Serve until the input ends."""
    collector.hold()
    from auditor.batch.brief import Brief, office_of  # half a second, the less without the collector
    from auditor.batch.crew import perform, read_frame
    from auditor.batch.thaw import frozen, thawed

    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the command's to answer
    source, out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a parser that prints must not spoil an answer
    with Path(beacon).open("r+b") as stream:
        at = mmap.mmap(stream.fileno(), 8)
    brief: Brief = thawed(read_frame(source) or b"")
    frames: queue.Queue[bytes] = queue.Queue()

    def listen() -> None:
        while (frame := read_frame(source)) is not None:
            frames.put(frame)
        os._exit(0)  # the command has gone, whatever is in work here

    threading.Thread(target=listen, daemon=True).start()
    office = office_of(brief)
    collector.let_go(rarely=True)

    def say(value: object) -> None:
        data = frozen(value)
        out.write(len(data).to_bytes(8, "little"))
        out.write(data)
        out.flush()

    say(office.agreement)
    while True:
        answers = perform(office, thawed(frames.get()), at)
        say((answers, _peak() > RETIRE_AT))


def _peak() -> int:
    """The most memory that this process ever had, in bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size if sys.platform == "darwin" else size * 1024


if __name__ == "__main__":
    main(sys.argv[1])
