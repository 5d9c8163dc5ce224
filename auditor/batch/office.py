"""What a worker does: takes files in, and asks rules of reports. Holds no more than a few reports; all
it needs to know of the others comes with the task, by name and key.

What a rule said is kept with the rule's digest and with what it asked of other reports, so that an
edited rule is asked again and no other, and a changed report of last year asks again only the rules
that looked at it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.base.diagnostic import Diagnostic
from auditor.batch import digests
from auditor.batch.beside import Company, Given
from auditor.batch.pack import (
    TORN,
    diagnostic_from_plain,
    diagnostic_to_plain,
    packed,
    plain,
    squeezed,
    unpacked,
)
from auditor.batch.tasks import Asked, Audited, Ref, Taken, Task, Undecided, Vanished
from auditor.batch.thaw import frozen, thawed
from auditor.engine.filed import Filed, entered, filed_of
from auditor.engine.plan import Planned, Planner
from auditor.engine.run import evaluate, split
from auditor.engine.suspect import concerns, named, suspects
from auditor.engine.tally import UNKNOWN_CAUSE, VERDICTS, causes_of
from auditor.findings.build import arranged, finding_of
from auditor.findings.fingerprint import digest
from auditor.findings.session import Told, companion_row, row_of
from auditor.reading.limits import DEFAULT
from auditor.reading.open import load, open_document
from auditor.reading.walk import Found
from auditor.report.build import read_report
from auditor.report.model import Report, Status
from auditor.roster.identify import Identity, Registrar, identity_of, under
from auditor.roster.model import Roster
from auditor.rules.kinds.crossfoot import CrossFooting
from auditor.rules.load import LoadedRules
from auditor.rules.outcome import Outcome, Suspect, Verdict

Look = Callable[[str, Sequence[str]], Mapping[str, bytes]]  # a table and keys to the values that are there
Extra = Callable[[Report], object]

_RECENT = 6  # reports at hand: one and its neighbours are asked for many times
_ERROR = VERDICTS.index(Verdict.ERROR)
_VERDICT_NUMBER = {verdict: number for number, verdict in enumerate(VERDICTS)}


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
        self._digests = {rule.id: digests.rule(rule, self.program) for rule in single}
        self._recent: dict[str, Report] = {}
        self.agreement = digests.agreement(loaded, roster)

    # Taking in

    def take(self, asked: Asked) -> Taken:
        """Read one file, or recognise it."""
        found = Found(Path(asked.path), asked.name, asked.named)
        data = load(found.path, DEFAULT)
        if isinstance(data, Diagnostic):
            return self._no_report(asked, found, data.in_file(asked.name))
        key = self._key(data, asked.name)
        known = self.look("heads", (key,)).get(key)
        if known is not None and not self._extras:
            taken = self._recognised(asked, found, key, known)
            if taken is not None:
                return taken
        report: Report | None = None
        if known is not None:
            report = self._unpacked(key)
        fresh: tuple[tuple[str, str, bytes], ...] = ()
        if report is None:
            read = self._read(data, asked.name)
            if isinstance(read, Diagnostic):
                return self._no_report(asked, found, read)
            report = read
            fresh = (("heads", key, _head_bytes(report)),)
            if report.is_report:
                fresh = (*fresh, ("bodies", key, packed(report)))
        if not report.is_report:
            row = row_of(found, report) if asked.audited else companion_row(found, report)
            return Taken(row, fresh=fresh)
        return self._entered(asked, found, key, report, filed_of(report), identity_of(report), fresh, report)

    def _key(self, data: bytes, name: str) -> str:
        return digest(self._reading, hashlib.sha256(data).hexdigest(), name)

    def _read(self, data: bytes | Path, name: str) -> Report | Diagnostic:
        document = open_document(data, name=name)
        if isinstance(document, Diagnostic):
            return document
        return read_report(document, self._loaded.lexicons, name, self._loaded.vocabulary)

    def _no_report(self, asked: Asked, found: Found, fault: Diagnostic) -> Taken:
        return Taken(row_of(found, fault) if asked.audited else companion_row(found, fault))

    def _recognised(self, asked: Asked, found: Found, key: str, data: bytes) -> Taken | None:
        try:
            unit, year, status, reason, diagnostics, is_report, filed, identity = plain(data)
            own: Identity = thawed(identity)
            notes = tuple(diagnostic_from_plain(each) for each in diagnostics)
            head = _Head(unit, year, Status(status), reason, own.agency_key, notes, is_report)
            if not is_report:
                return Taken(row_of(found, head) if asked.audited else companion_row(found, head))
            return self._entered(asked, found, key, head, thawed(filed), own, (), None)
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
        row = row_of(found, head) if asked.audited else companion_row(found, head)
        ref = Ref(key, _who(key, identity), asked.path, asked.name, identity)
        extras: tuple[object, ...] = ()
        if report is not None and self._extras:
            final = under(report, identity)
            extras = tuple(extra(final) for extra in self._extras)
        readable = told.status is not Status.UNREADABLE
        return Taken(
            row, ref, entered(filed, identity.agency_key, match, asked.audited), readable, fresh, extras
        )

    # Asking

    def audit(self, task: Task) -> Audited:
        """Ask every rule that is asked of single reports. Raises Vanished."""
        ref = task.ref
        given = Given(task)
        entries, explained, final = self._before(ref.who)
        stale = [
            rule
            for rule, wanted in self._digests.items()
            if (entry := entries.get(rule)) is None
            or entry[0] != wanted
            or (entry[1] and entry[2] != given.of(entry[1]))
        ]
        report: Report | None = None
        if stale:
            report = self.report(ref)
            asked = frozenset(stale)
            company = Company(report, task, self.report)
            for planned in self._planner.plan(report):
                if planned.rule.id in asked:
                    entries[planned.rule.id] = self._said(planned, report, company, given)
        changed = bool(stale)
        key, explained_now = self._explained(ref, entries, explained, report)
        findings_key, findings = self._findings(task, entries, key, explained_now, final)
        fresh: tuple[tuple[str, str, bytes], ...] = ()
        if changed:
            value = ({rule: entries[rule] for rule in self._digests}, (key, frozen(explained_now)),
                     (findings_key, findings))  # fmt: skip
            fresh = (("said", ref.who, squeezed(value)),)
        counts = Counter((rule, entries[rule][3]) for rule in self._digests)
        causes: Counter[str] = Counter()
        undecided: dict[str, tuple[list[str], dict[str, None]]] = {}
        for rule in self._digests:
            entry = entries[rule]
            if entry[5]:
                causes.update(entry[4])
                for cause, detail in entry[5]:
                    rules, details = undecided.setdefault(cause, ([], {}))
                    rules.append(rule)
                    if detail:
                        details[detail] = None
        told = tuple(Undecided(c, tuple(dict.fromkeys(r)), tuple(d)) for c, (r, d) in undecided.items())
        return Audited(findings, told, fresh, dict(counts), dict(causes))

    def _before(self, who: str) -> tuple[dict[str, Any], tuple[str, bytes], tuple[str, bytes]]:
        data = self.look("said", (who,)).get(who)
        if data is not None:
            try:
                entries, explained, final = plain(data)
                return dict(entries), explained, final
            except TORN:
                pass
        return {}, ("", b""), ("", b"")

    def _said(self, planned: Planned, report: Report, company: Company, given: Given) -> tuple[object, ...]:
        """What one rule says: its digest, what it asked for, and how that stood; how many of each
        verdict; the first cause of each that could not tell, and all causes; breaches as bytes; of 勾稽
        every verdict, for the suspects."""
        company.asked.clear()
        outcomes = evaluate(planned, report, company)
        counts = [0] * len(VERDICTS)
        causes: list[str] = []
        undecided: dict[tuple[str, str], None] = {}
        for outcome in outcomes:
            counts[_VERDICT_NUMBER[outcome.verdict]] += 1
            if outcome.verdict is Verdict.CANNOT_TELL:
                causes.append(outcome.missing[0].cause if outcome.missing else UNKNOWN_CAUSE)
                undecided.update(dict.fromkeys(causes_of(outcome).items()))
        kept = tuple(o for o in outcomes if o.verdict in (Verdict.FAIL, Verdict.ERROR))
        asked = "".join(sorted(company.asked))
        verdicts: tuple[tuple[str, str], ...] = ()
        if isinstance(planned.check, CrossFooting):
            verdicts = tuple((outcome.target, outcome.verdict.value) for outcome in outcomes)
        return (
            # What broke the engine may go well the next time.
            "" if counts[_ERROR] else self._digests[planned.rule.id],
            asked,
            given.of(asked) if asked else "",
            tuple(counts),
            tuple(causes),
            tuple(undecided),
            frozen(kept) if kept else b"",
            verdicts,
        )

    def _explained(
        self, ref: Ref, entries: Mapping[str, Any], before: tuple[str, bytes], report: Report | None
    ) -> tuple[str, Mapping[tuple[str, str], tuple[Suspect, str]]]:
        """The suspects, by what all rules of 勾稽 said."""
        sums = [(rule, entry) for rule in self._digests if (entry := entries[rule])[7]]
        if not any(entry[6] for _, entry in sums):
            return "", {}
        key = digest(*(f"{rule} {entry[0]} {entry[2]}" for rule, entry in sums))
        if key == before[0]:
            try:
                return key, thawed(before[1])
            except TORN:
                pass
        breaches = (outcome for _, entry in sums if entry[6] for outcome in thawed(entry[6]))
        if not any(concerns(outcome) for outcome in breaches):
            return key, {}
        found = self.report(ref) if report is None else report
        verdicts = {(rule, target): Verdict(verdict) for rule, entry in sums for target, verdict in entry[7]}
        return key, dict(suspects(verdicts, self._planner.plan(found), found))

    def _findings(
        self,
        task: Task,
        entries: Mapping[str, Any],
        explained: str,
        found: Mapping[tuple[str, str], tuple[Suspect, str]],
        before: tuple[str, bytes],
    ) -> tuple[str, bytes]:
        """The findings of the report as bytes, and of what they were made."""
        broken = [rule for rule in self._digests if entries[rule][6]]
        if not broken:
            return "", b""
        key = digest(
            task.unit, explained, *(f"{rule} {entries[rule][0]} {entries[rule][2]}" for rule in broken)
        )
        if key == before[0]:
            return key, before[1]
        outcomes: list[Outcome] = [o for rule in broken for o in thawed(entries[rule][6])]
        about = _Named(task.ref.name, task.unit)
        made = (finding_of(outcome, self._rules, about) for outcome in named(outcomes, found))
        return key, frozen(arranged(made))

    def report(self, ref: Ref) -> Report:
        """A report that was taken in, from the cache, or read again. Raises Vanished."""
        found = self._recent.pop(ref.who, None)
        if found is None:
            found = self._unpacked(ref.key, ref.identity)
        if found is None:
            read = self._read(Path(ref.path), ref.name)
            if isinstance(read, Diagnostic):
                raise Vanished(read)
            found = under(read, ref.identity)
        self._recent[ref.who] = found
        if len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]
        return found

    def _unpacked(self, key: str, identity: Identity | None = None) -> Report | None:
        data = self.look("bodies", (key,)).get(key)
        return None if data is None else unpacked(data, self._loaded.lexicons, identity)


@dataclass(frozen=True, slots=True)
class _Named:
    file: str
    unit: str


def _who(key: str, identity: Identity) -> str:
    return digest(
        key, identity.agency_key, identity.region, identity.kind.value, identity.tier.value, identity.family
    )


def _head_bytes(report: Report) -> bytes:
    return squeezed((
        report.unit, report.year, report.status.value, report.reason,
        tuple(diagnostic_to_plain(each) for each in report.diagnostics), report.is_report,
        frozen(filed_of(report)),
        frozen(identity_of(report)),
    ))  # fmt: skip
