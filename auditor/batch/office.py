"""What a worker does: takes files in, and asks rules of reports. Holds no more than a few reports; all
it needs to know of the others comes with the task, by name and key.

What a rule said is kept with the rule's digest and with what it asked of other reports, so that an
edited rule is asked again and no other, and a changed report of last year asks again only the rules
that looked at it.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.batch import digests
from auditor.batch.beside import Company, Given
from auditor.batch.pack import TORN, packed, sealed, unpacked
from auditor.batch.remote import is_address, load_address
from auditor.batch.said import PLAIN, Generation, Said, Special, Verdicts, said_from
from auditor.batch.tasks import Asked, Audited, Ref, Taken, Task, Vanished
from auditor.batch.thaw import fetched, stored
from auditor.engine.copies import compared
from auditor.engine.filed import Filed, entered, filed_of
from auditor.engine.plan import Planned, Planner
from auditor.engine.run import compares_all, evaluate, split
from auditor.engine.suspect import concerns, named, suspects
from auditor.engine.tally import VERDICTS, Counts, cause_of, causes_of
from auditor.findings.build import arranged, finding_of
from auditor.findings.fingerprint import digest
from auditor.findings.model import Finding
from auditor.findings.session import Told, account_of, unreadable_row
from auditor.reading.inside import locate
from auditor.reading.limits import DEFAULT
from auditor.reading.open import load, open_document
from auditor.reading.walk import Found
from auditor.report.build import read_report
from auditor.report.model import Report, Status
from auditor.roster.identify import Identity, Registrar, identity_of, under
from auditor.roster.model import Roster
from auditor.rules.kinds.crossfoot import NAME as SUMS
from auditor.rules.kinds.crossfoot import CrossFooting
from auditor.rules.load import LoadedRules
from auditor.rules.outcome import Outcome, Suspect, Verdict

Look = Callable[[str, Sequence[str]], Mapping[str, bytes]]  # a table and keys to the values that are there
Extra = Callable[[Report], object]

Target = tuple[str, str]  # a rule and what it named
_FEW = 12  # rules up to which a report is made only as far as they look at it
_RECENT = 6  # reports at hand: one and its neighbours are asked for many times
_SIMPLE: Mapping[Verdict, Counts] = {Verdict.PASS: (1, 0, 0, 0, 0), Verdict.INAPPLICABLE: (0, 0, 1, 0, 0)}
_NUMBERS = {verdict: number for number, verdict in enumerate(VERDICTS)}


@dataclass(frozen=True, slots=True)
class _Head:
    """What is known of a file that was read before. See session.Told."""

    unit: str
    year: int | None
    status: Status
    reason: str | None
    agency_key: str
    diagnostics: tuple[Diagnostic, ...]
    is_report: bool


class Office:
    """One set of rules and the reports that pass. `look` finds what the cache has; `extras` are asked
    of every report that is audited, and their answers go with it. `program` is the digest of the program
    (that of the command, in every process of a run)."""

    def __init__(
        self,
        loaded: LoadedRules,
        roster: Roster | None,
        look: Look,
        extras: Sequence[Extra] = (),
        program: str = "",
    ) -> None:
        self.program = program or digests.program()
        self._loaded = loaded
        self.look = look
        self._extras = extras
        self._registrar = Registrar(roster)
        self._reading = digests.reading(loaded, self.program)
        single, _ = split(loaded.rules)
        self._planner = Planner(single)
        self._rules = {rule.id: rule for rule in single}
        self.generation = Generation({rule.id: digests.rule(rule, self.program) for rule in single})
        self._numbers = {rule: number for number, rule in enumerate(self.generation.rules)}
        self._sums = tuple(rule.kind == SUMS for rule in single)
        self._compares = compares_all(loaded.rules)
        self._sums_key = digest(
            *(d for d, is_sum in zip(self.generation.digests, self._sums, strict=True) if is_sum)
        )
        self._others: dict[str, Sequence[int] | None] = {}
        self._recent: dict[str, Report] = {}
        self.agreement = digests.agreement(loaded, roster)
        self.new_rules = False  # some rule has to be asked of every report

    # Taking in

    def take(self, asked: Asked) -> Taken:
        """Read one file, or recognise it."""
        found = Found(Path(asked.path), asked.name, asked.named)
        data = load_address(asked.path) if is_address(asked.path) else load(found.path, DEFAULT)
        if isinstance(data, Diagnostic):
            return self._no_report(asked, found, data.in_file(asked.name))
        key = self._key(data, asked.name)
        if asked.known == key:
            return Taken(unreadable_row(found.name, Diagnostic(Severity.INFO, "batch.same", "")), same=key)
        known = self.look("heads", (key,)).get(key)
        if known is not None and (asked.bare or not self._extras):
            taken = self._recognised(asked, found, key, known)
            if taken is not None:
                return taken
        report = None if known is None else self._unpacked(key)
        fresh: tuple[tuple[str, str, bytes], ...] = ()
        if report is None:
            read = self._read(data, asked.name)
            if isinstance(read, Diagnostic):
                return self._no_report(asked, found, read)
            report = read
            fresh = (("heads", key, _head_bytes(report)),)
            if report.is_report:
                fresh = (*fresh, ("bodies", key, packed(report)))
                if self._compares:  # here it takes no process that others wait for
                    fresh = (*fresh, ("prose", key, sealed(compared(report))))
        if not report.is_report:
            return Taken(account_of(found, report, asked.audited), fresh=fresh)
        return self._entered(asked, found, key, report, filed_of(report), identity_of(report), fresh, report)

    def offhand(self, item: Asked | Task) -> Taken | Audited | None:
        """The answer where nothing has to be read anew or asked; None: that takes a worker."""
        if isinstance(item, Task):
            return None if self.new_rules else self.known(item)
        if item.at_once or self._extras or is_address(item.path) or locate(Path(item.path)) is not None:
            return None
        data = load(Path(item.path), DEFAULT)
        return None if isinstance(data, Diagnostic) else self.recognised(item, self._key(data, item.name))

    def recognised(self, asked: Asked, key: str) -> Taken | None:
        """A file that is known to be as it was; None where nothing is known of it."""
        data = self.look("heads", (key,)).get(key)
        if data is None:
            return None
        return self._recognised(asked, Found(Path(asked.path), asked.name, asked.named), key, data)

    @property
    def has_extras(self) -> bool:
        """Whether anything is asked of reports beside the rules."""
        return bool(self._extras)

    def _key(self, data: bytes, name: str) -> str:
        return digest(self._reading, hashlib.sha256(data).hexdigest(), name)

    def _read(self, data: bytes | Path, name: str) -> Report | Diagnostic:
        document = open_document(data, name=name)
        if isinstance(document, Diagnostic):
            return document
        return read_report(document, self._loaded.lexicons, name, self._loaded.vocabulary)

    def _no_report(self, asked: Asked, found: Found, fault: Diagnostic) -> Taken:
        return Taken(account_of(found, fault, asked.audited))

    def _recognised(self, asked: Asked, found: Found, key: str, data: bytes) -> Taken | None:
        try:
            unit, year, status, reason, notes, is_report, filed, own = fetched(data)
            head = _Head(unit, year, Status(status), reason, own.agency_key, notes, is_report)
            if not is_report:
                return Taken(account_of(found, head, asked.audited))
            return self._entered(asked, found, key, head, filed, own, (), None)
        except TORN:
            return None

    def _entered(
        self,
        asked: Asked,
        found: Found,
        key: str,
        told: Told,
        filed: Filed,
        own: Identity,
        fresh: tuple[tuple[str, str, bytes], ...],
        report: Report | None,
    ) -> Taken:
        identity, match = self._registrar.identify(own, told.unit, asked.name, told.year)
        head = _Head(
            told.unit, told.year, told.status, told.reason, identity.agency_key, told.diagnostics, True
        )
        row = account_of(found, head, asked.audited)
        ref = Ref(key, _who(key, identity), asked.path, asked.name, identity)
        extras: tuple[object, ...] = ()
        if report is not None and self._extras and not asked.bare:
            final = under(report, identity)
            extras = tuple(extra(final) for extra in self._extras)
        early = b""
        if asked.at_once and told.status is not Status.UNREADABLE:
            if report is not None:
                self._remember(ref, under(report, identity))
            early, more = self._at_once(Task(ref, told.unit, told.year))
            fresh = (*fresh, *more)
        filed = entered(filed, identity.agency_key, match, asked.audited)
        return Taken(row, ref, filed, fresh, extras, early=early)

    # Asking

    def audit(self, task: Task) -> Audited:
        """Ask every rule that is asked of single reports. Raises Vanished."""
        said = self._said(task.ref)
        return self._audited(task, said, said.stale(Given(task)))

    def known(self, task: Task) -> Audited | None:
        """The answer to a task where no rule has to be asked."""
        said = self._said(task.ref)
        return None if said.stale(Given(task)) else self._audited(task, said, ())

    def _said(self, ref: Ref) -> Said:
        return said_from(self.look("said", (ref.who,)).get(ref.who), self.generation, self._places)

    def _audited(self, task: Task, said: Said, stale: Sequence[int]) -> Audited:
        fresh, rules = self._settle(task, said, stale), self.generation.rules
        return Audited(
            findings=said.findings[1],
            count=said.findings[2],
            undecided=said.undecided(rules),
            fresh=fresh,
            shape=said.shape,
            causes=tuple(said.causes()),
        )

    def _settle(self, task: Task, said: Said, stale: Sequence[int]) -> tuple[tuple[str, str, bytes], ...]:
        """Ask the rules at these positions, and put in order what rests on them; what the cache did not
        have. Raises Vanished."""
        ref, given, rules = task.ref, Given(task), self.generation.rules
        report: Report | None = None
        broken = {number for number in stale if said.breaches(number)}
        if stale:
            report = self.report(ref, whole=len(stale) > _FEW)
            asked = frozenset(rules[number] for number in stale)
            company = Company(report, task, self.report)
            for planned in self._planner.plan(report):
                if planned.rule.id in asked:
                    self._ask(planned, report, company, given, said)
            broken.update(number for number in stale if said.breaches(number))
        found = self._explain(ref, said, report, any(self._sums[number] for number in stale))
        self._find(task, said, found, bool(broken))
        return (("said", ref.who, said.to_bytes(self.generation)),) if stale else ()

    def _at_once(self, task: Task) -> tuple[bytes, tuple[tuple[str, str, bytes], ...]]:
        """The findings of a report that no other one can change, and what the cache did not have. A rule
        that looks at others answers in vain, without them, and is asked again when they are known."""
        said = self._said(task.ref)
        try:
            fresh = self._settle(task, said, [n for n, counts in enumerate(said.counts) if counts is None])
        except Vanished:
            return b"", ()  # said when its turn comes
        found: tuple[Finding, ...] = fetched(said.findings[1]) if said.findings[1] else ()
        waiting = {self.generation.rules[n] for n, special in said.specials.items() if special.asked}
        if any(finding.rule in waiting for finding in found):
            found = arranged(replace(each, cause=None) for each in found if each.rule not in waiting)
        return stored(found) if found else b"", fresh

    def _places(self, generation: str) -> Sequence[int] | None:
        """Where our rules stood in another generation."""
        if generation not in self._others:
            data = self.look("generations", (generation,)).get(generation)
            found: Sequence[int] | None = None
            if data is not None:
                with contextlib.suppress(*TORN):
                    found = self.generation.places(data)
            self._others[generation] = found
        return self._others[generation]

    def _ask(self, planned: Planned, report: Report, company: Company, given: Given, said: Said) -> None:
        company.asked.clear()
        outcomes = evaluate(planned, report, company)
        summing = isinstance(planned.check, CrossFooting)
        if len(outcomes) == 1 and not company.asked and not summing:
            simple = _SIMPLE.get(outcomes[0].verdict)
            if simple is not None:  # as nearly every rule says of nearly every report
                said.put(self._numbers[planned.rule.id], simple, PLAIN, None)
                return
        counts = [0] * len(VERDICTS)
        causes: list[str] = []
        undecided: dict[tuple[str, str], None] = {}
        for outcome in outcomes:
            counts[_NUMBERS[outcome.verdict]] += 1
            if outcome.verdict is Verdict.CANNOT_TELL:
                causes.append(cause_of(outcome))
                undecided.update(dict.fromkeys(causes_of(outcome).items()))
        kept = tuple(o for o in outcomes if o.verdict in (Verdict.FAIL, Verdict.ERROR))
        asked = "".join(sorted(company.asked))
        special = Special(
            asked,
            given.of(asked) if asked else "",
            tuple(causes),
            tuple(undecided),
            stored(kept) if kept else b"",
            bool(counts[_NUMBERS[Verdict.ERROR]]),  # what broke the engine may go well the next time
        )
        sums: Verdicts | None = None
        if summing:
            sums = tuple((outcome.target, outcome.verdict.value) for outcome in outcomes)
        passed, failed, outside, undecidable, broken = counts
        said.put(
            self._numbers[planned.rule.id], (passed, failed, outside, undecidable, broken), special, sums
        )

    def _explain(
        self, ref: Ref, said: Said, report: Report | None, changed: bool
    ) -> Mapping[Target, tuple[Suspect, str]]:
        """The suspects, by what all rules of 勾稽 said; looked for again where one of them was asked."""
        broken = [n for n in sorted(said.specials) if self._sums[n] and said.breaches(n)]
        if not broken:
            said.explained = ("", b"")
            return {}
        if not changed and said.explained[0] == self._sums_key:
            with contextlib.suppress(*TORN):
                known: dict[Target, tuple[Suspect, str]] = fetched(said.explained[1])
                return known
        found: Mapping[Target, tuple[Suspect, str]] = {}
        if any(concerns(outcome) for n in broken for outcome in fetched(said.specials[n].kept)):
            own = self.report(ref) if report is None else report
            verdicts = {
                (self.generation.rules[number], target): Verdict(verdict)
                for number, sums in said.verdicts().items()
                for target, verdict in sums
            }
            found = dict(suspects(verdicts, self._planner.plan(own), own))
        said.explained = (self._sums_key, stored(found))
        return found

    def _find(
        self, task: Task, said: Said, found: Mapping[Target, tuple[Suspect, str]], changed: bool
    ) -> None:
        """The findings of the report, made again where a breach came, went or was looked at again."""
        rules, digests_ = self.generation.rules, self.generation.digests
        broken = [number for number in sorted(said.specials) if said.breaches(number)]
        key = ""
        if broken:
            key = digest(task.unit, said.explained[0], *(f"{rules[n]} {digests_[n]}" for n in broken))
        if key == said.findings[0] and not changed:
            return
        made: tuple[Finding, ...] = ()
        if broken:
            outcomes: list[Outcome] = [o for n in broken for o in fetched(said.specials[n].kept)]
            about = _Named(task.ref.name, task.unit)
            named_ = named(outcomes, found)
            made = arranged(finding_of(outcome, self._rules, about) for outcome in named_)
        said.findings = (key, stored(made) if made else b"", len(made))

    def report(self, ref: Ref, *, whole: bool = False) -> Report:
        """A report that was taken in, from the cache, or read again. Raises Vanished."""
        found = self._recent.pop(ref.who, None)
        if found is None:
            found = self._unpacked(ref.key, ref.identity, whole=whole)
        if found is None:
            data = load_address(ref.path) if is_address(ref.path) else Path(ref.path)
            read = data if isinstance(data, Diagnostic) else self._read(data, ref.name)
            if isinstance(read, Diagnostic):
                raise Vanished(read)
            found = under(read, ref.identity)
        self._remember(ref, found)
        return found

    def _remember(self, ref: Ref, report: Report) -> None:
        self._recent[ref.who] = report
        if len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]

    def _unpacked(self, key: str, identity: Identity | None = None, *, whole: bool = False) -> Report | None:
        data = self.look("bodies", (key,)).get(key)
        return None if data is None else unpacked(data, self._loaded.lexicons, identity, whole=whole)


@dataclass(frozen=True, slots=True)
class _Named:
    file: str
    unit: str


def _who(key: str, identity: Identity) -> str:
    return digest(
        key, identity.agency_key, identity.region, identity.kind.value, identity.tier.value, identity.family
    )


def _head_bytes(report: Report) -> bytes:
    return stored((
        report.unit, report.year, report.status.value, report.reason, report.diagnostics, report.is_report,
        filed_of(report), identity_of(report),
    ))  # fmt: skip
