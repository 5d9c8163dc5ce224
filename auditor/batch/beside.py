"""What a rule may see beside the report it is asked of, and what it looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from auditor.batch.tasks import Ref, Task
from auditor.findings.fingerprint import digest
from auditor.report.model import Report
from auditor.rules.between import Likenesses, Remark


class Given:
    """How what a rule may ask beyond its report stands: a digest for each question asked."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._known: dict[str, str] = {}

    def of(self, asked: str) -> str:
        """`asked` names questions by letter, in order."""
        found = self._known.get(asked)
        if found is None:
            found = self._known[asked] = digest(*(part for letter in asked for part in self._answer(letter)))
        return found

    def _answer(self, letter: str) -> Iterable[str]:
        task = self._task
        match letter:
            case "p":
                return (letter, task.previous.who if task.previous else "")
            case "s":
                below = ("?",) if task.below is None else tuple(ref.who for ref in task.below)
                return (letter, *below, letter, *task.absent)
            case _:
                return (letter, *(ref.who for ref in task.beside or ()))


class Company:
    """The Corpus of one report: opens neighbours when a rule asks, and remembers what was asked."""

    def __init__(self, own: Report, task: Task, open_: Callable[[Ref], Report]) -> None:
        self._own, self._task, self._open = own, task, open_
        self.asked: set[str] = set()

    @property
    def reports(self) -> Sequence[Report]:
        """Its own alone; no rule about single reports asks."""
        return (self._own,)

    def _check(self, report: Report) -> None:
        if report.file != self._own.file:
            raise LookupError("neighbours of another report")

    def previous(self, report: Report) -> Report | None:
        """See Corpus."""
        self._check(report)
        self.asked.add("p")
        return None if self._task.previous is None else self._open(self._task.previous)

    def subordinates(self, report: Report) -> Sequence[Report] | None:
        """See Corpus."""
        self._check(report)
        self.asked.add("s")
        below = self._task.below
        return None if below is None else tuple(self._open(ref) for ref in below)

    def absent_below(self, report: Report) -> Sequence[str]:
        """See Corpus."""
        self._check(report)
        self.asked.add("s")
        return self._task.absent

    def beside(self, report: Report) -> Sequence[Report]:
        """See Corpus."""
        self._check(report)
        self.asked.add("b")
        if self._task.beside is None:
            raise LookupError("reports beside a summary")
        return tuple(self._open(ref) for ref in self._task.beside)

    def remarks(self, what: str) -> Sequence[Remark] | None:
        """Asked of the whole corpus only."""
        raise LookupError("remarks")

    def likenesses(self, threshold: Fraction) -> Likenesses:
        """Asked of the whole corpus only."""
        raise LookupError("likenesses")
