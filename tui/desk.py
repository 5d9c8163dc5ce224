"""What the interface works on: a sitting, where its rules and reports come from, the manners asked for."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from auditor.findings.store.query import marks_of
from auditor.findings.store.schema import reports
from auditor.output.places import printable
from auditor.settings.model import Triage
from auditor.triage import Listing, Session, Sources

if TYPE_CHECKING:  # what reads and audits is loaded behind the first frame
    from auditor.engine.corpus import ReportCorpus
    from auditor.report.model import Report
    from auditor.roster.model import Roster
    from auditor.rules.load import LoadedRules
    from auditor.rules.model import Rule

_RECENT = 4

Listed = tuple["Roster | None", tuple[str, ...], tuple[str, ...]]
"""A roster, the overlays of its region, and what is wrong with it."""


@dataclass
class Desk:
    """`rules` and `overlays` as given, for loading them again. `national`: the folder of the shipped
    packs, None where the rules lie elsewhere. `tour`: show the tour first; `samples`: the reports are
    the shipped samples and nothing is kept."""

    session: Session
    rules: Path
    overlays: tuple[str, ...] = ()
    ascii: bool = False
    readonly: bool = False
    theme: str = ""
    tour: bool = False
    samples: bool = False
    debug: bool = False
    browser: bool = False  # the terminal is a web page: nothing is opened on this machine
    find_roster: Callable[[], Listed] | None = None
    manners: Triage = field(default_factory=Triage)  # what auditor.toml settles for these screens
    faults: tuple[str, ...] = ()  # what is wrong with the roster
    _recent: dict[str, Report | None] = field(default_factory=dict)
    _readable: tuple[int, tuple[int, tuple[int, ...]]] = (-1, (0, ()))

    @property
    def loaded(self) -> LoadedRules | None:
        """The rules in force."""
        return self.session.loaded

    def rule(self, number: str) -> Rule | None:
        """A rule by its id, or by a former one."""
        rules = self.loaded.rules if self.loaded else ()
        return next((r for r in rules if r.id == number or number in r.former_ids), None)

    def packs_words(self) -> str:
        """国家规则·2021 + 叠加 某市."""
        if self.loaded is None:
            return ""
        names = [
            pack.name.rpartition("·")[0] if pack.name.count("·") > 1 else pack.name
            for pack in self.loaded.packs
        ]
        names += [f"叠加 {pack.name}" for pack in self.loaded.overlays]
        return printable(" + ".join(dict.fromkeys(names)))

    def reload(self) -> LoadedRules:
        """The rules as they stand in their files now; taken over only where they can be used."""
        from auditor.rules.load import load_rules

        if self.find_roster is not None:
            self.session.roster, own, self.faults = self.find_roster()
            self.overlays = tuple(dict.fromkeys((*self.overlays, *own)))
        loaded = load_rules([self.rules], self.overlays)
        if loaded.ok:
            self.session.loaded = loaded
            self.session.sources = Sources(self.rules, self.overlays)
            self.forget()
        return loaded

    def report(self, file: str) -> Report | None:
        """The report as last read; the last few stay at hand while one walks through their findings."""
        recent = self._recent
        if file not in recent:
            if len(recent) >= _RECENT:
                del recent[next(iter(recent))]
            recent[file] = self.session.report(file)
        return recent[file]

    def forget(self) -> None:
        """Reports may have been read anew. A new dictionary: another thread may look into the old one."""
        self._recent = {}

    def corpus(self, report: Report) -> ReportCorpus:
        """The report with those of the same agency, for rules that compare years."""
        from auditor.engine.corpus import ReportCorpus

        others = [
            found
            for each in self.session.files()
            if each.agency == report.agency_key
            and each.file != report.file
            and each.status in ("read", "partial")
            if (found := self.session.report(each.file)) is not None
        ]
        return ReportCorpus((report, *others))

    def readable(self) -> tuple[int, tuple[int, ...]]:
        """How many reports could be read, and of which years; their files are not looked at."""
        change = self.session.store.change()
        if self._readable[0] == change:
            return self._readable[1]
        chosen = select(reports.c.year, func.count()).where(reports.c.status.in_(("read", "partial")))
        with self.session.store.reading() as connection:
            rows = connection.execute(chosen.group_by(reports.c.year)).all()
        found = sum(row[1] for row in rows), tuple(sorted(row[0] for row in rows if row[0]))
        self._readable = (change, found)
        return found

    def marks(self, listing: Listing, ids: Iterable[int]) -> Sequence[tuple[str, int]]:
        """Fingerprint and version of these findings as the listing showed them."""
        return marks_of(self.session.store, array("q", ids), listing.seen)
