"""One person's sitting: a store, the reports and rules it is about, and everything a face can ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from auditor.findings.model import Finding
from auditor.findings.states import TODO, Choice, Reach, State, fault_of
from auditor.findings.store import decisions, log, query
from auditor.findings.store.decisions import Done
from auditor.findings.store.filters import Filter, FilterFault, parse_filter
from auditor.findings.store.log import Entry
from auditor.findings.store.open import Store, open_store
from auditor.findings.store.reach import Moment, count_reach, select_known
from auditor.findings.store.rows import Decided, Line, storable
from auditor.findings.store.schema import reports as reports_table
from auditor.triage.listing import Listing, Looked, make_listing
from auditor.triage.updated import Progress, Sources, Updated

if TYPE_CHECKING:
    from auditor.report.model import Report
    from auditor.roster.model import Roster
    from auditor.rules.load import LoadedRules

_FEW = 40  # findings of which the reach is counted while a dialog opens
NOBODY = "未署名"


@dataclass(frozen=True, slots=True)
class Detail:
    """A finding whole: evidence and computation in `finding`, the decision, its history (newest
    first), the other findings of the same cause."""

    line: Line
    finding: Finding
    decided: Decided
    history: tuple[Entry, ...]
    twins: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that the store knows. `status`: read partial unreadable skipped; `there`: it still is."""

    file: str
    unit: str
    agency: str
    year: int | None
    status: str
    reason: str | None
    there: bool


class Session:
    """See the package's page. Methods raise StoreFault where the store fails; all may be called from
    any thread."""

    def __init__(
        self,
        store: Store,
        loaded: LoadedRules | None = None,
        reports: Sequence[str | Path] = (),
        who: str = "",
        today: Callable[[], date] = lambda: datetime.now().date(),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.store = store
        self.loaded = loaded
        self.reports = tuple(reports)
        self.roster: Roster | None = None
        self.sources: Sources | None = None  # of `loaded`; without it no worker processes read
        self.who = storable(who.strip()) or NOBODY
        self.order = "agency"
        self._today, self._now = today, now
        self._seen = store.change()
        self._settled: date | None = None
        self._todo = (-1, 0, 0)
        self._looked: dict[tuple[str, str], Looked] = {}
        self.new_day()

    @classmethod
    def open(
        cls,
        address: str | Path,
        loaded: LoadedRules | None = None,
        reports: Sequence[str | Path] = (),
        who: str = "",
        *,
        readonly: bool = False,
    ) -> Session:
        """A sitting on the store at a path or URL, which is made where there is none."""
        return cls(open_store(address, readonly=readonly), loaded, reports, who)

    def close(self) -> None:
        """Nothing is saved only here; it lets go of the file."""
        self.store.close()

    @property
    def today(self) -> date:
        """The day where the person sits."""
        return self._today()

    def moment(self) -> Moment:
        """This person, now."""
        return Moment(self.who, self._now().astimezone(UTC).isoformat(timespec="microseconds"), self._today())

    # -- auditing -------------------------------------------------------------------------------

    def update(self, progress: Progress | None = None, stop: Callable[[], bool] = lambda: False) -> Updated:
        """Read what changed and audit what that concerns; for a thread of its own."""
        if self.loaded is None or self.store.readonly:
            return Updated()
        from auditor.triage import audit  # all that reads and audits: half a second, not before it is needed

        return audit.update(
            self.store, self.loaded, self.reports, self.moment(), progress, stop, self.roster, self.sources
        )

    # -- looking --------------------------------------------------------------------------------

    def listing(self, typed: str = "", order: str | None = None) -> Listing | FilterFault:
        """The findings that a filter matches, or what is wrong with the filter."""
        wanted = parse_filter(typed)
        if isinstance(wanted, FilterFault):
            return wanted
        listing = make_listing(self.store, wanted, order or self.order, self._looked)
        if not wanted.terms:
            self._todo = (listing.seen, sum(group.todo for group in listing.groups), len(listing))
        return listing

    def counts(self, typed: str = "") -> dict[State, int]:
        """How many findings are in each state; of all where the filter cannot be read."""
        wanted = parse_filter(typed)
        return query.counts_of(self.store, Filter() if isinstance(wanted, FilterFault) else wanted)

    def todo(self) -> tuple[int, int]:
        """How many findings wait for a decision, of how many; asked of the store only after a change."""
        change = self.store.change()
        if self._todo[0] != change:
            counts = query.counts_of(self.store)
            waiting = sum(count for state, count in counts.items() if state in TODO)
            self._todo = (change, waiting, sum(counts.values()))
        return self._todo[1:]

    def detail(self, fingerprint: str) -> Detail | None:
        """A finding with everything about it; None where there is none."""
        found = query.whole(self.store, fingerprint)
        lines = query.find(self.store, fingerprint, 1)
        if found is None or not lines:
            return None
        line = lines[0]
        twins: tuple[Line, ...] = ()
        if line.cause is not None:
            twins = tuple(other for other in query.twins(self.store, line) if other.id != line.id)
        history = tuple(log.entries(self.store, fingerprint=fingerprint))
        return Detail(line, found[0], found[1], history, twins)

    def find(self, prefix: str) -> list[Line]:
        """The findings whose fingerprint begins so."""
        return query.find(self.store, prefix.strip().lower())

    def report(self, file: str) -> Report | None:
        """The report as it was last read, also where its file is gone; needs the rules' lexicons."""
        if self.loaded is None:
            return None
        from auditor.triage import audit

        with self.store.reading() as connection:
            data = connection.execute(
                select(reports_table.c.contract).where(reports_table.c.file == file)
            ).scalar()
        return audit.unpacked(data, self.loaded.lexicons) if data else None

    def files(self) -> list[FileLine]:
        """Every file the store knows, by name."""
        from auditor.reading.inside import is_there  # looks into archives, which is not needed to begin

        columns = ("file", "unit", "agency", "year", "status", "reason")
        statement = select(*(reports_table.c[name] for name in columns)).order_by(reports_table.c.file)
        with self.store.reading() as connection:
            rows = connection.execute(statement).all()
        return [
            FileLine(row[0], row[1], row[2], row[3], row[4], row[5], is_there(Path(row[0]))) for row in rows
        ]

    def history(self, limit: int = 100, people_only: bool = True) -> list[Entry]:
        """The last lines of the log, newest first."""
        return log.entries(self.store, limit=limit, people_only=people_only)

    def reasons(self, limit: int = 9) -> list[str]:
        """The last reasons that were written, each once, newest first."""
        return log.reasons(self.store, limit)

    # -- deciding -------------------------------------------------------------------------------

    def decide(
        self,
        lines: Sequence[Line] | Sequence[tuple[str, int]],
        choice: Choice,
        *,
        reason: str = "",
        until: date | None = None,
        reach: Reach = Reach.FINDING,
    ) -> Done | str:
        """Decide findings as they were shown (lines, or fingerprint and version); one undo step,
        committed when this returns. A Chinese sentence where reason or date is missing or wrong."""
        fault = fault_of(choice, reason, until, self.today)
        if fault:
            return fault
        marks = [(item.fingerprint, item.version) if isinstance(item, Line) else item for item in lines]
        return self._counted(
            decisions.decide(
                self.store, marks, choice, self.moment(), reason=reason, until=until, reach=reach
            )
        )

    def decide_all(
        self,
        listing: Listing,
        choice: Choice,
        *,
        reason: str = "",
        until: date | None = None,
        reach: Reach = Reach.FINDING,
    ) -> Done | str:
        """Decide everything in a listing."""
        return self.decide(listing.marks(), choice, reason=reason, until=until, reach=reach)

    def around(self, fingerprints: Sequence[str]) -> dict[Reach, tuple[int, int]]:
        """For each wider reach: how many more findings a decision on these would take in, and how many
        that are decided already it would leave. Empty where that would take long to count."""
        found: dict[Reach, tuple[int, int]] = {}
        if not 0 < len(fingerprints) <= _FEW:
            return found
        with self.store.reading() as connection:
            known = select_known(connection, fingerprints, hold=False)
            for reach in (Reach.AGENCY_RULE, Reach.RULE_YEAR):
                found[reach] = count_reach(connection, known, reach)
        return found

    def undo(self) -> Done:
        """Take back this person's last decision; `label` is "" where there is none."""
        return self._counted(decisions.undo(self.store, self.moment()))

    def redo(self) -> Done:
        """Do again what was undone last."""
        return self._counted(decisions.redo(self.store, self.moment()))

    def _counted(self, done: Done) -> Done:
        """What waits is known without counting where nobody else changed anything since."""
        change, waiting, total = self._todo
        if change == done.change - 1:
            self._todo = (done.change, waiting + done.waiting, total)
        return done

    def undoable(self) -> tuple[str, str]:
        """What undo and redo would do, "" where nothing."""
        return decisions.undoable(self.store, self.who)

    # -- others, and another day ----------------------------------------------------------------

    def poll(self) -> list[int]:
        """The ids of findings that anybody changed since the last poll (own changes too); cheap when
        nothing did. Call it every second or two."""
        self._seen, ids = query.changed_since(self.store, self._seen)
        return ids

    def new_day(self) -> int:
        """Reopen waivers and 稍后 that the day has ended; how many. Call it when `today` changes."""
        if self.store.readonly or self._settled == self.today:
            return 0
        self._settled = self.today
        if not query.due(self.store, self.today):
            return 0
        from auditor.findings.store.runs import settle  # writes runs: not before there is something to write

        with self.store.writing() as (connection, number):
            return settle(connection, number, self.moment())

    # -- coming back ----------------------------------------------------------------------------

    def left(self, key: str = "place") -> Any:
        """What this person left under `key` (plain JSON), None where nothing."""
        return log.left_at(self.store, self.who, key)

    def leave(self, value: Any, key: str = "place") -> None:
        """Keep filter, order and finding, or saved filters, for the next time."""
        if not self.store.readonly:
            log.leave(self.store, self.who, key, value)


__all__ = ["NOBODY", "Detail", "FileLine", "Session"]
