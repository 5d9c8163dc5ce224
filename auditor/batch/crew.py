"""Who does the work: this process (`Inline`), or worker processes (`Crew`). Both are given items and give
back an answer for each, in any order, with the item's number.

A worker that dies, or sits on one item too long and is ended, costs that item only: it gets a Diagnostic
in place of an answer (after a second try where the worker died), what else it had in hand is done anew.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import IO, Protocol

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.batch.office import Office
from auditor.batch.tasks import Asked, Audited, CrewFault, Shape, Taken, Vanished
from auditor.batch.thaw import frozen, thawed
from auditor.batch.todo import BATCH, Item, Portion, Todo
from auditor.reading.worker import environment

Answer = Taken | Audited | Diagnostic

COMMAND = (sys.executable, "-m", "auditor.batch.worker")
AHEAD = 2  # batches that a worker has in hand, so that it never waits
MOST_MEMORY = 1_500 << 20  # of a worker over one item
TRIES = 2  # how often an item may kill its worker
_AT_ONCE = 8  # items whose counts one process that does all sums up
_POLL = 0.25  # seconds between looks at who is late
_REMEDY = "请用原来的程序打开确认，只保留报告正文后另存为 .docx"


class Workers(Protocol):
    """What a run needs of those who do the work."""

    def begin(self) -> None:
        """There will be work."""

    def each(self, items: Iterable[Item]) -> Iterator[tuple[int, Answer]]:
        """An answer for each item, with the item's number."""

    def close(self) -> None:
        """Let them go."""


def perform(office: Office, items: Sequence[Item], at: mmap.mmap | None = None) -> list[Answer]:
    """The answers to a batch, counts summed up into the last of them; `at` is told which item is in
    work (from 1)."""
    answers: list[Answer] = []
    for number, item in enumerate(items, 1):
        if at is not None:
            at[:8] = number.to_bytes(8, "little")
        try:
            answers.append(office.take(item) if isinstance(item, Asked) else office.audit(item))
        except Vanished as gone:
            answers.append(gone.diagnostic)
    _sum_up(answers)
    if at is not None:
        at[:8] = bytes(8)
    return answers


def _sum_up(answers: list[Answer]) -> None:
    """Counts of all in the last: hundreds of rules, said once per batch."""
    shapes: Counter[Shape] = Counter()
    causes: Counter[str] = Counter()
    last: tuple[int, Audited] | None = None
    for number, answer in enumerate(answers):
        if isinstance(answer, Audited):
            if answer.shape is not None:
                shapes[answer.shape] += 1
            causes.update(answer.causes)
            answers[number] = bare = replace(answer, shape=None, causes=())
            last = (number, bare)
    if last is not None:
        answers[last[0]] = replace(last[1], shapes=dict(shapes), counted_causes=dict(causes))


class Inline:
    """This process does it; `at_once` items between two words."""

    def __init__(self, office: Office, at_once: int = _AT_ONCE) -> None:
        self._office, self._at_once = office, at_once

    def begin(self) -> None:
        """See Workers."""

    def each(self, items: Iterable[Item]) -> Iterator[tuple[int, Answer]]:
        """See Workers."""
        numbered = enumerate(items)
        while some := tuple(islice(numbered, self._at_once)):
            answers = perform(self._office, [item for _, item in some])
            yield from zip((number for number, _ in some), answers, strict=True)

    def close(self) -> None:
        """See Workers."""


@dataclass(eq=False)
class _Worker:
    process: subprocess.Popen[bytes]
    beacon: mmap.mmap
    hand: deque[Portion] = field(default_factory=deque)
    ready: bool = False
    leaving: bool = False
    seen: tuple[int, int] = (0, 0)  # answers so far, and the item in work
    since: float = 0.0
    done: int = 0
    late: bool = False

    @property
    def at(self) -> int:
        """The item in work, from 1; 0 none."""
        return int.from_bytes(self.beacon[:8], "little")


class Crew:
    """`jobs` worker processes that load the rules themselves, as `brief` says (see worker.Brief), started
    when there is work for them. An item may take `timeout` seconds (None: as long as it likes); `rules` is
    the digest that they must agree on. What `own` has an answer to is not given to them. With `meanwhile`
    this process does some itself until the first of them has loaded the rules."""

    def __init__(
        self,
        jobs: int,
        brief: object,
        rules: str,
        timeout: float | None = None,
        meanwhile: Office | None = None,
        own: Callable[[Item], Answer | None] | None = None,
    ) -> None:
        self._jobs, self._timeout, self._rules = max(1, jobs), timeout, rules
        self._meanwhile, self._own = meanwhile, own
        self._brief = frozen(brief)
        self._said: queue.Queue[tuple[_Worker, bytes | None]] = queue.Queue()
        self._workers: list[_Worker] = []
        self._folder = tempfile.TemporaryDirectory(prefix="auditor-", ignore_cleanup_errors=True)
        self._started = self._born_dead = 0

    def begin(self) -> None:
        """See Workers. Raises CrewFault."""
        while len(self._workers) < self._jobs:
            self._start()

    def each(self, items: Iterable[Item]) -> Iterator[tuple[int, Answer]]:
        """See Workers. Raises CrewFault."""
        todo, numbered, ended = Todo(), enumerate(items), False
        while True:
            look = not ended and not todo.holds(self._jobs)
            if look:
                some = tuple(islice(numbered, BATCH))
                for number, item in some:
                    answer = None if self._own is None else self._own(item)
                    if answer is None:
                        todo.add(number, item)
                    else:
                        yield number, answer
                if len(some) < BATCH:
                    ended = True
                    todo.end()
            if todo or any(worker.hand for worker in self._workers):
                self.begin()
            for worker in self._workers:
                while worker.ready and not worker.leaving and len(worker.hand) < AHEAD:
                    batch = todo.next()
                    if batch is None:
                        break
                    self._give(worker, batch)
            if ended and not todo and not any(worker.hand for worker in self._workers):
                return
            alone = self._meanwhile is not None and not any(worker.ready for worker in self._workers)
            try:
                worker, frame = self._said.get(block=not (alone or look), timeout=_POLL)
            except queue.Empty:
                self._look_round()
                if alone:
                    yield from self._done_here(todo)
                continue
            if frame is None:
                yield from self._buried(worker, todo)
            elif not worker.ready:
                self._greeted(worker, frame)
            else:
                yield from self._answered(worker, frame)
            self._look_round()

    def close(self) -> None:
        """See Workers."""
        for worker in self._workers:
            self._end(worker)
        self._workers = []
        self._folder.cleanup()

    def _done_here(self, todo: Todo) -> Iterator[tuple[int, Answer]]:
        batch = todo.next()
        if batch is None or self._meanwhile is None:
            return
        if len(batch.items) > 1:
            todo.again(Portion(batch.numbers[1:], batch.items[1:]))
        yield from zip(batch.numbers[:1], perform(self._meanwhile, batch.items[:1]), strict=True)

    # One worker

    def _start(self) -> None:
        self._started += 1
        path = Path(self._folder.name) / f"at-{self._started}"
        path.write_bytes(bytes(8))
        with path.open("r+b") as stream:
            beacon = mmap.mmap(stream.fileno(), 8)
        try:
            process = subprocess.Popen(
                [*COMMAND, str(path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
            )
        except OSError as fault:
            beacon.close()
            raise CrewFault("起不了工作进程", "释放内存后重试，或加 --jobs 1") from fault
        worker = _Worker(process, beacon)
        self._workers.append(worker)
        threading.Thread(target=_listen, args=(worker, self._said), daemon=True).start()
        self._send(worker, self._brief)

    def _send(self, worker: _Worker, data: bytes) -> None:
        assert worker.process.stdin is not None
        with contextlib.suppress(OSError, ValueError):  # it died: the listener tells
            worker.process.stdin.write(len(data).to_bytes(8, "little") + data)
            worker.process.stdin.flush()

    def _give(self, worker: _Worker, batch: Portion) -> None:
        worker.hand.append(batch)
        self._send(worker, frozen(tuple(batch.items)))

    def _greeted(self, worker: _Worker, frame: bytes) -> None:
        said = thawed(frame)
        if said != self._rules:
            raise CrewFault("规则在审核当中改动了", "等规则改完再审核")
        worker.ready = True
        self._born_dead = 0

    def _answered(self, worker: _Worker, frame: bytes) -> Iterator[tuple[int, Answer]]:
        answers, leaving = thawed(frame)
        batch = worker.hand.popleft()
        worker.done += 1
        worker.leaving = worker.leaving or leaving
        if worker.leaving and not worker.hand:
            self._workers.remove(worker)
            self._end(worker)
        yield from zip(batch.numbers, answers, strict=True)

    def _buried(self, worker: _Worker, todo: Todo) -> Iterator[tuple[int, Answer]]:
        """A worker is gone: who was to blame, and what is left to do."""
        if worker not in self._workers:
            return
        self._workers.remove(worker)
        at = worker.at
        self._end(worker)
        if not worker.ready:
            self._born_dead += 1
            if self._born_dead > self._jobs:
                raise CrewFault("工作进程一起动就中断", "释放内存后重试，或加 --jobs 1")
            return
        if not worker.hand:
            return
        first, *rest = worker.hand
        for batch in reversed(rest):
            todo.again(batch)
        blamed = at - 1
        if not 0 <= blamed < len(first.items):
            todo.again(first)
            return
        number, item = first.numbers[blamed], first.items[blamed]
        others = [index for index in range(len(first.items)) if index != blamed]
        if others:
            todo.again(Portion([first.numbers[i] for i in others], [first.items[i] for i in others]))
        if worker.late or todo.struck(number) >= TRIES:
            yield number, self._fault(item, worker.late)
        else:
            todo.again(Portion([number], [item]))

    def _fault(self, item: Item, late: bool) -> Diagnostic:
        if not late:
            return crashed(item)
        said = f"{self._timeout:g} 秒内未能审完，已放弃"
        return Diagnostic(Severity.ERROR, "batch.late", said, _REMEDY, _name(item))

    def _look_round(self) -> None:
        """End whoever has been at one item for too long, or has grown too much over it. (No limit is set
        on a worker by itself: the programs that it starts for some formats would inherit it.)"""
        now = time.monotonic()
        for worker in self._workers:
            seen = (worker.done, worker.at)
            if seen != worker.seen or not seen[1]:
                worker.seen, worker.since = seen, now
                continue
            if self._timeout is not None and now - worker.since > self._timeout and not worker.late:
                worker.late = True
                worker.process.kill()
            elif now - worker.since > _POLL and _resident(worker.process.pid) > MOST_MEMORY:
                worker.process.kill()

    def _end(self, worker: _Worker) -> None:
        with contextlib.suppress(OSError):
            worker.process.kill()
        with contextlib.suppress(OSError, ValueError):
            if worker.process.stdin is not None:
                worker.process.stdin.close()
        with contextlib.suppress(OSError):
            worker.process.wait()
        with contextlib.suppress(BufferError, ValueError):
            worker.beacon.close()


def crashed(item: Item) -> Diagnostic:
    """What is said of a report whose worker died."""
    said = "处理时进程中断（内存或内容异常），此文件未审"
    return Diagnostic(Severity.ERROR, "batch.crashed", said, _REMEDY, _name(item))


def _name(item: Item) -> str:
    return item.name if isinstance(item, Asked) else item.ref.name


def _resident(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as stream:
            return int(stream.read().split()[1]) * 4096
    except (OSError, ValueError, IndexError):
        return 0


def _listen(worker: _Worker, said: queue.Queue[tuple[_Worker, bytes | None]]) -> None:
    """Pass on what a worker says, and that it is gone."""
    stream = worker.process.stdout
    assert stream is not None
    with contextlib.suppress(OSError, ValueError, MemoryError, OverflowError), stream:
        while (frame := read_frame(stream)) is not None:
            said.put((worker, frame))
    said.put((worker, None))


def read_frame(stream: IO[bytes]) -> bytes | None:
    """One message, None at the end."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "little")
    data = stream.read(size)
    return data if len(data) == size else None


def usual_jobs() -> int:
    """As many workers as this process has processors."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
