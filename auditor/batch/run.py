"""A run over many files: taken in one by one, told apart, asked one by one; what comes back is added up as
it comes. Nothing depends on who did what in which order.

This process keeps of each report what tells it from the others (`Filed`); its findings are on the disk,
reports themselves are with the workers, a few at a time, and in the cache.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, overload

from auditor.base.diagnostic import Diagnostic
from auditor.batch import digests
from auditor.batch.cache import Cache
from auditor.batch.crew import Answer, Workers
from auditor.batch.office import Office
from auditor.batch.pack import TORN, unsealed
from auditor.batch.remote import is_address
from auditor.batch.said import added_up
from auditor.batch.spool import Spool
from auditor.batch.tasks import Asked, Audited, Ref, Shape, Taken, Task
from auditor.batch.thaw import fetched, stored
from auditor.engine.copies import CopyIndex, compared
from auditor.engine.corpus import ReportCorpus
from auditor.engine.filed import Filed
from auditor.engine.neighbours import Neighbours
from auditor.engine.run import split, survey
from auditor.engine.tally import Ledger, cause_of
from auditor.findings.build import findings_of
from auditor.findings.fingerprint import digest
from auditor.findings.model import FileRow, Finding, Run
from auditor.findings.session import (
    CONVERTING,
    Progress,
    companions,
    leave_out,
    register_of,
    rows_at_first,
    unreadable_row,
)
from auditor.reading import office
from auditor.reading.walk import Found, Walk
from auditor.report.model import Report
from auditor.roster.model import Roster
from auditor.rules.between import Side
from auditor.rules.load import LoadedRules
from auditor.rules.model import Rule
from auditor.rules.outcome import Outcome, Verdict

_TEXTS = 400  # looked up at once
_SHAPES = 2_000  # kept apart before they are added up


@dataclass(frozen=True)
class Batch:
    """What a run is made with. `office` looks in the same cache as the workers."""

    loaded: LoadedRules
    roster: Roster | None
    cache: Cache
    office: Office
    workers: Workers


class Early(Protocol):
    """Whoever cannot wait for the whole."""

    def settled(self, file: str) -> bool:
        """Whether the file is as it was: the others are read first, and the office's extras are not
        asked of it."""

    def calm(self, file: str) -> bool:
        """Whether it is settled and was asked the same: nothing new can come of it by itself."""

    def told(self, taken: Taken, findings: Sequence[Finding]) -> None:
        """A file was taken in; `findings` of the rules that look at no other report, also of one that
        another file will turn out to stand for."""


def audit_many(
    batch: Batch,
    walked: Walk,
    beside: Walk | None = None,
    progress: Progress | None = None,
    extras: Callable[[tuple[object, ...]], None] | None = None,
    early: Early | None = None,
) -> Run:
    """As `findings.session.audit_files`, with the same result. `extras` is told what the office's extras
    found of each report, in the order of the files; `early` of each file as soon as it is read. Raises
    CrewFault."""
    return _Many(batch, walked, beside, progress or (lambda *_: None), early).run(extras)


class _Many:
    def __init__(
        self, batch: Batch, walked: Walk, beside: Walk | None, progress: Progress, early: Early | None
    ) -> None:
        self._batch, self._progress, self._early = batch, progress, early
        self._rows: dict[str, FileRow] = rows_at_first(walked, beside)
        self._asked = [
            *(
                Asked(
                    _path(found),
                    found.name,
                    found.named,
                    at_once=early is not None and not early.calm(found.name),
                    bare=early is not None and early.settled(found.name),
                )
                for found in walked.files
            ),
            *(Asked(_path(found), found.name, found.named, False) for found in companions(walked, beside)),
        ]
        self._ledger = Ledger()
        self._causes: Counter[str] = Counter()
        self._shapes: Counter[Shape] = Counter()
        self._spool = Spool()

    def run(self, extras: Callable[[tuple[object, ...]], None] | None) -> Run:
        office.begin()
        generation = self._batch.office.generation
        if not self._batch.office.look("generations", (generation.key,)):
            self._batch.office.new_rules = True
            self._batch.workers.begin()  # while this process looks which files it knows
        self._batch.cache.put("generations", generation.key, generation.to_bytes())
        taken = self._take_in(extras)
        self._batch.cache.flush()
        filed = [item for _, item in taken]
        neighbours = Neighbours(filed, self._batch.roster)
        leave_out(self._rows, neighbours.left_out)
        audited, unreadable = self._ask(taken, neighbours)
        self._batch.cache.flush()
        run = self._account(taken, audited, unreadable)
        self._batch.cache.touch([ref.key for ref, _ in taken], "heads", "bodies", "prose")
        self._batch.cache.touch([ref.who for ref, _ in taken], "said")
        return run

    def _keep(self, fresh: Iterable[tuple[str, str, bytes]]) -> None:
        for table, key, value in fresh:
            self._batch.cache.put(table, key, value)

    # Files to reports

    def _take_in(self, extras: Callable[[tuple[object, ...]], None] | None) -> list[tuple[Ref, Filed]]:
        """Every file that is a report, in the order of the files."""
        found: dict[int, tuple[Ref, Filed]] = {}
        told: dict[int, tuple[object, ...]] = {}
        for done, (number, answer) in enumerate(self._answers(), 1):
            asked = self._asked[number]
            if isinstance(answer, Diagnostic):
                self._rows[asked.name] = unreadable_row(asked.name, answer)
                continue
            assert isinstance(answer, Taken)
            self._rows[asked.name] = answer.row
            self._keep(answer.fresh)
            if answer.ref is not None and answer.filed is not None:
                found[number] = (answer.ref, answer.filed)
                if extras is not None:
                    told[number] = answer.extras
            if self._early is not None and asked.audited:
                self._early.told(answer, fetched(answer.early) if answer.early else ())
            self._progress(done, 2 * len(self._asked), asked.name)
        if extras is not None:
            for number in sorted(told):
                extras(told[number])
        return [found[number] for number in sorted(found)]

    def _answers(self) -> Iterator[tuple[int, Answer]]:
        """What comes back of each file, with its number: all that has to be converted first, before there
        are workers to wait for it; but last, and the new before the known, where somebody waits."""
        numbers = list(range(len(self._asked)))
        if self._early is None:
            self._convert(numbers)
            yield from self._batch.workers.each(self._asked)
            return
        slow = {number for number in numbers if self._waits(number)}
        for some in ([n for n in numbers if n not in slow], sorted(slow)):
            some.sort(key=lambda number: self._asked[number].bare)
            if some and some[0] in slow:
                self._convert(some)
            each = self._batch.workers.each([self._asked[number] for number in some])
            yield from ((some[place], answer) for place, answer in each)

    def _waits(self, number: int) -> bool:
        path = self._asked[number].path
        return not self._asked[number].bare and not is_address(path) and office.may_wait(Path(path))

    def _convert(self, numbers: Sequence[int]) -> None:
        paths = [Path(self._asked[n].path) for n in numbers if not is_address(self._asked[n].path)]
        told = lambda done: self._progress(done, len(paths), CONVERTING)  # noqa: E731
        office.prepare_files(paths, told=told, anew=False)

    # Reports to findings

    def _ask(self, taken: Sequence[tuple[Ref, Filed]], neighbours: Neighbours) -> tuple[int, int]:
        """How many were audited, and how many could not be."""
        standing = [
            number
            for number, (_, item) in enumerate(taken)
            if item.audited and item.file not in neighbours.left_out
        ]
        standing.sort(key=lambda number: taken[number][1].beside_its_last)
        readable = [number for number in standing if taken[number][1].readable]
        tasks = (_task(number, taken, neighbours) for number in readable)
        total, audited = len(readable), 0
        for done, (number, answer) in enumerate(self._batch.workers.each(tasks), 1):
            ref = taken[readable[number]][0]
            if isinstance(answer, Diagnostic):
                self._rows[ref.name] = unreadable_row(ref.name, answer)
                continue
            assert isinstance(answer, Audited)
            audited += 1
            self._add(ref, taken[readable[number]][1], answer)
            self._progress(total + done, 2 * total, ref.name)
        return audited, len(standing) - len(readable)

    def _add(self, ref: Ref, item: Filed, answer: Audited) -> None:
        self._keep(answer.fresh)
        if answer.findings:
            self._spool.add(ref.name, answer.findings, answer.count)
        for entry in answer.undecided:
            self._ledger.add_undecided(ref.name, entry.cause, item.year, entry.rules, entry.details)
        if answer.shape is not None:
            self._shapes[answer.shape] += 1
        if answer.causes:
            self._causes.update(answer.causes)
        if answer.shapes:
            self._shapes.update(answer.shapes)
        if answer.counted_causes:
            self._causes.update(answer.counted_causes)
        if len(self._shapes) > _SHAPES:
            self._add_up()

    def _add_up(self) -> None:
        self._ledger.add_counts(added_up(self._shapes, self._batch.office.generation.rules))
        self._shapes.clear()

    # The whole

    def _account(self, taken: Sequence[tuple[Ref, Filed]], audited: int, unreadable: int) -> Run:
        batch = self._batch
        loaded = batch.loaded
        corpus = ReportCorpus(
            _Opened(batch.office, [ref for ref, _ in taken]),
            roster=batch.roster,
            filed=[item for _, item in taken],
            copies=lambda: self._copies(taken),
        )
        whole: list[Outcome] = []
        asked_of = digest(
            *(f"{item.file} {ref.who} {item.audited}" for ref, item in taken),
            batch.roster.sha256 if batch.roster else "",
        )
        for rule in split(loaded.rules)[1] if audited else ():
            outcomes = self._surveyed(rule, corpus, asked_of)
            self._ledger.add(outcomes)
            for outcome in outcomes:
                if outcome.verdict in (Verdict.FAIL, Verdict.ERROR):
                    whole.append(outcome)
                elif outcome.verdict is Verdict.CANNOT_TELL:
                    self._causes[cause_of(outcome)] += 1
        self._add_up()
        tally = self._ledger.close(loaded.rules, audited, unreadable, corpus.years)
        return Run(
            packs=loaded.packs,
            overlays=loaded.overlays,
            files=tuple(self._rows[name] for name in sorted(self._rows)),
            findings=self._spool.all(findings_of(whole, loaded.rules, self._rows.values())),
            undecided=tally.undecided,
            tally=tally,
            causes=tuple(sorted(self._causes.items())),
            notices=loaded.notices,
            roster=register_of(batch.roster),
        )

    def _copies(self, taken: Sequence[tuple[Ref, Filed]]) -> CopyIndex:
        """All reports that can be compared, by what is known of their prose."""
        index, desk = CopyIndex(), self._batch.office
        for start in range(0, len(taken), _TEXTS):
            some = [(ref, item) for ref, item in taken[start : start + _TEXTS] if item.readable]
            known = desk.look("prose", [ref.key for ref, _ in some])
            for ref, item in some:
                prose = None
                with contextlib.suppress(*TORN):
                    prose = unsealed(known[ref.key])
                if not isinstance(prose, bytes):
                    prose = compared(desk.report(ref))
                index.take(Side(item.agency, item.unit, item.year, item.file), prose)
        return index

    def _surveyed(self, rule: Rule, corpus: ReportCorpus, asked_of: str) -> tuple[Outcome, ...]:
        """What a rule says of all reports together; known where neither it nor they changed."""
        cache = self._batch.cache
        key = digest(digests.rule(rule, self._batch.office.program), asked_of)
        known = self._batch.office.look("surveys", (key,)).get(key)
        if known is not None:
            try:
                outcomes: tuple[Outcome, ...] = fetched(known)
                cache.touch((key,), "surveys")
                return outcomes
            except TORN:
                pass
        outcomes = survey(rule, corpus)
        if all(outcome.verdict is not Verdict.ERROR for outcome in outcomes):
            cache.put("surveys", key, stored(outcomes))
        return outcomes


def _task(number: int, taken: Sequence[tuple[Ref, Filed]], neighbours: Neighbours) -> Task:
    ref, item = taken[number]
    previous = neighbours.previous(item.agency, item.year)
    below = neighbours.below(item.agency, item.year)
    return Task(
        ref,
        item.unit,
        item.year,
        None if previous is None else taken[previous][0],
        None if below is None else tuple(taken[n][0] for n in below),
        () if below is None else neighbours.absent_below(item.agency, item.year),
        # Only a summary is ever compared with those beside it.
        None if below is None else tuple(taken[n][0] for n in neighbours.beside(item.agency, item.year)),
    )


def _path(found: Found) -> str:
    path = found.name if is_address(found.name) else str(found.path)
    return found.name if path == found.name else path  # one string for both, in a hundred thousand files


class _Opened(Sequence[Report]):
    """The reports of a run, opened when they are asked for."""

    def __init__(self, office: Office, refs: Sequence[Ref]) -> None:
        self._office, self._refs = office, refs

    def __len__(self) -> int:
        return len(self._refs)

    @overload
    def __getitem__(self, index: int) -> Report: ...
    @overload
    def __getitem__(self, index: slice) -> list[Report]: ...
    def __getitem__(self, index: int | slice) -> Report | list[Report]:
        if isinstance(index, slice):
            return [self._office.report(ref) for ref in self._refs[index]]
        return self._office.report(self._refs[index])
