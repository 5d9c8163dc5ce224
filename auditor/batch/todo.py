"""What a crew has still to give out."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from auditor.batch.tasks import Asked, Task

Item = Asked | Task

BATCH = 24  # items that go to a worker at once


@dataclass(eq=False)
class Portion:
    """Items that go to a worker at once, each with its number."""

    numbers: list[int]
    items: list[Item]


class Todo:
    """What is still to be given out, in whole batches: what came back first, then the items in order."""

    def __init__(self) -> None:
        self._batches: deque[Portion] = deque()
        self._begun = Portion([], [])
        self._strikes: dict[int, int] = {}

    def __bool__(self) -> bool:
        return bool(self._batches)

    def holds(self, batches: int) -> bool:
        """Whether so many batches wait."""
        return len(self._batches) >= batches

    def add(self, number: int, item: Item) -> None:
        """One more item."""
        self._begun.numbers.append(number)
        self._begun.items.append(item)
        if len(self._begun.items) >= BATCH:
            self.end()

    def end(self) -> None:
        """No item follows that the last batch should wait for."""
        if self._begun.items:
            self._batches.append(self._begun)
            self._begun = Portion([], [])

    def next(self) -> Portion | None:
        """A batch, None where there is none."""
        return self._batches.popleft() if self._batches else None

    def again(self, batch: Portion) -> None:
        """This has to be done once more, before anything else."""
        self._batches.appendleft(batch)

    def struck(self, number: int) -> int:
        """How often this item killed its worker, this time included."""
        self._strikes[number] = self._strikes.get(number, 0) + 1
        return self._strikes[number]
