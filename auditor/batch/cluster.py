"""--cluster: the batches of a run to an existing Dask scheduler. Workers of the cluster read the files by the
same paths (or by fsspec address) and need the same program; rules and roster are sent to them.

Only the command writes, so that a batch that was done twice, because its worker died, is kept once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from itertools import islice
from typing import Any

from auditor.batch import post
from auditor.batch.crew import Answer, crashed
from auditor.batch.office import Office
from auditor.batch.post import Load, Setup
from auditor.batch.said import generation_of
from auditor.batch.tasks import ANEW, Asked, CrewFault, Ref, Taken, Task
from auditor.batch.thaw import frozen, thawed
from auditor.batch.todo import Item
from auditor.findings.fingerprint import digest

BATCH = 48  # one task per report would cost more than the report
AHEAD = 2  # batches per thread of the cluster
_CONNECT = 15  # seconds
_TRIES = 3  # how often a batch is sent again before its items are sent one by one
_GONE = ("KilledWorker", "CancelledError", "FutureCancelledError", "LostWorkerError")


class Cluster:
    """Workers of a Dask cluster. `office` is the command's own, which looks in its cache: what needs no
    rule to be asked is answered here. Raises CrewFault."""

    def __init__(self, address: str, setup: Setup, office: Office) -> None:
        try:
            self._dask: Any = import_module("distributed")
        except ModuleNotFoundError as missing:
            raise CrewFault("没有装 Dask", "先 pip install 'auditor[cluster]'") from missing
        self._office = office
        data = frozen(setup)
        self._key = digest(data.hex())
        try:
            self._client = self._dask.Client(address, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as fault:
            raise CrewFault(f"连不上集群 {address}", "核对地址，确认调度器在运行") from fault
        self._check(setup.program)
        # A task rather than scattered data: it is there again after the worker that held it died.
        self._setup = self._client.submit(post.hold, data, pure=False)

    def _check(self, own: str) -> None:
        said: dict[str, object] = self._client.run(post.program, on_error="return")
        wrong = sorted(address for address, program in said.items() if program != own)
        if said and not wrong:
            return
        self.close()
        if not said:
            raise CrewFault("集群里没有工作进程", "先启动 dask worker，再运行")
        message = f"集群上的程序和这里的不是同一个版本（{wrong[0]} 等 {len(wrong)} 个）"
        raise CrewFault(message, "在每台机器上装同一个版本")

    def begin(self) -> None:
        """See crew.Workers."""

    def each(self, items: Iterable[Item]) -> Iterator[tuple[int, Answer]]:
        """See crew.Workers."""
        numbered = enumerate(items)
        back: deque[list[tuple[int, Item]]] = deque()
        going = self._dask.as_completed(loop=self._client.loop)
        hand: dict[Any, list[tuple[int, Item]]] = {}
        while True:
            while len(hand) < self._room():
                batch = back.popleft() if back else list(islice(numbered, BATCH))
                if not batch:
                    break
                answers = {n: answer for n, item in batch if (answer := self._own(item)) is not None}
                yield from answers.items()
                batch = [(n, self._with_key(item)) for n, item in batch if n not in answers]
                if batch:
                    future = self._send([item for _, item in batch])
                    hand[future.key] = batch
                    going.add(future)
            if not hand:
                return
            future = next(going)
            batch = hand.pop(future.key)
            if future.status == "finished":
                for (number, item), answer in zip(batch, thawed(future.result()), strict=True):
                    found = self._recognised(item, answer)
                    if found is None and isinstance(item, Asked):
                        back.append([(number, replace(item, known=ANEW))])
                    elif found is not None:
                        yield number, found
                continue
            self._judge(future.exception())
            if len(batch) == 1:
                yield batch[0][0], crashed(batch[0][1])
            back.extend([pair] for pair in batch if len(batch) > 1)

    def _judge(self, fault: BaseException) -> None:
        """Go on where workers died; raise where nothing can come of it."""
        name = type(fault).__name__
        if isinstance(fault, CrewFault):
            raise fault
        if name not in _GONE:
            message = f"集群上的任务没有做成（{name}）"
            raise CrewFault(message, "看 dask worker 的日志，核对每台机器上装的程序")

    def _own(self, item: Item) -> Answer | None:
        """The answer where it is known here."""
        return self._office.known(item) if isinstance(item, Task) else None

    def _with_key(self, item: Item) -> Item:
        """With what this file was the last time, so that nothing comes back where it is as it was."""
        if isinstance(item, Task) or self._office.has_extras:
            return item
        known = self._office.look("names", (item.name,)).get(item.name, b"")
        return replace(item, known=known.decode("ascii", "replace")) if item.known != ANEW else item

    def _recognised(self, item: Item, answer: Answer) -> Answer | None:
        """The answer, with what we know of a file that is as it was; None: it must be read after all."""
        if not isinstance(item, Asked) or not isinstance(answer, Taken):
            return answer
        if answer.same:
            return self._office.recognised(item, answer.same)
        if answer.ref is None:
            return answer
        name = ("names", item.name, answer.ref.key.encode())
        return replace(answer, fresh=(*answer.fresh, name))

    def _room(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return max(1, threads) * AHEAD

    def _send(self, items: Sequence[Item]) -> Any:
        load = frozen(Load(tuple(items), tuple(self._needed(items))))
        return self._client.submit(post.serve, self._key, self._setup, load, pure=False, retries=_TRIES)

    def _needed(self, items: Sequence[Item]) -> Iterator[tuple[str, str, bytes]]:
        """What workers would look up: what was said of each report, and the reports themselves."""
        tasks = [item for item in items if isinstance(item, Task)]
        look = self._office.look
        said = look("said", [task.ref.who for task in tasks])
        generations = {key: None for value in said.values() if (key := generation_of(value))}
        bodies = {ref.key: None for task in tasks for ref in _refs(task)}
        for table, found in (
            ("said", said),
            ("generations", look("generations", list(generations))),
            ("bodies", look("bodies", list(bodies))),
        ):
            yield from ((table, key, value) for key, value in found.items())

    def close(self) -> None:
        """See crew.Workers."""
        with suppress(OSError, RuntimeError, TimeoutError):  # the cluster may be gone
            self._client.run(post.leave, self._key, wait=False, on_error="ignore")
            self._client.close(timeout=_CONNECT)


def _refs(task: Task) -> Iterator[Ref]:
    yield task.ref
    if task.previous is not None:
        yield task.previous
    yield from task.below or ()
    yield from task.beside or ()
