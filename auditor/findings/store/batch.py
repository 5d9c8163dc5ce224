"""A run against what was known: new, as before, changed, gone; gathered, then written in few statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from auditor.base.text import fold
from auditor.findings.model import FileStatus, Finding
from auditor.findings.states import Choice, Life, Reach, Seen, State, after_run, expired, state_of
from auditor.findings.store.decisions import log_row
from auditor.findings.store.reach import CHUNK, Moment
from auditor.findings.store.rows import LEVEL_RANK, Decided, columns_of, day
from auditor.findings.store.schema import evidence, findings, log
from auditor.findings.store.sheet import Known, Sheet
from auditor.rules.outcome import Verdict

_GONE = frozenset({Seen.GONE, Seen.SILENT})


class Batch:
    """The changes of one batch. `run` is its number, `active` the ids of the rules that were asked."""

    def __init__(
        self,
        run: int,
        active: Collection[str],
        moment: Moment,
        number: int,
        sheets: Mapping[str, Sheet],
        known: Mapping[str, Known],
        standing: Sequence[Any],
    ) -> None:
        self._run, self._active, self._moment = run, active, moment
        self._number = number
        self._sheets = sheets
        self._subjects = {(s.agency, s.year): s for s in sheets.values() if s.audited}
        self._known = known
        self._scopes = standing
        self._today = moment.today
        self._broken: set[tuple[str, str]] = set()
        self._new: list[tuple[dict[str, Any], bytes]] = []
        self._changed: list[dict[str, Any]] = []
        self._data: list[tuple[int, bytes]] = []
        self._log: list[dict[str, object]] = []
        self._never: list[int] = []

    def take(
        self,
        found: Sequence[tuple[Finding, bytes]],
        agency_ids: Mapping[str, int],
        rule_ids: Mapping[str, int],
        stored: Mapping[int, bytes],
        unfinished: frozenset[int],
    ) -> None:
        """The findings that the run reports, each with what `pack` makes of it; `stored` is what the store
        has of those it knows, by id. What only an unfinished run said is as new as ever."""
        taken: set[str] = set()
        for finding, data in found:
            if finding.outcome is Verdict.ERROR:
                self._broken.add((finding.file, finding.rule))
            if finding.fingerprint in taken:
                continue  # two files of one agency and year that nothing proves to be one: the first stands
            taken.add(finding.fingerprint)
            known = self._known.get(finding.fingerprint)
            sheet = self._sheets.get(finding.file)
            sha256 = sheet.sha256 if sheet else ""
            said_so = known is not None and stored.get(known.id) == data and known.sha256 == sha256
            if known is not None and said_so and self._as_it_was(known, unfinished):
                continue
            shown = {
                "agency_id": agency_ids[finding.agency], "rule_id": rule_ids[finding.rule],
                "year": finding.year, "level": LEVEL_RANK[finding.level],
                "broken": int(finding.outcome is Verdict.ERROR), "trial": int(finding.trial),
                "file": finding.file, "target": finding.target, "cause": finding.cause,
                "message": finding.message, "evidence_hash": finding.evidence_hash,
                "sha256": sha256, "last_run": self._run,
                "words": words_of(finding.message, finding.target), "first_run": self._run,
            }  # fmt: skip
            if known is None:
                after = self._carried(Decided(), finding)
                self._log_change(finding.fingerprint, finding.rule, finding.agency, finding.year, None, after)
                row = {"fingerprint": finding.fingerprint, "changed": self._number}
                self._new.append((row | shown | columns_of(after, self._today), data))
                continue
            self._data.append((known.id, data))
            same = known.evidence_hash == finding.evidence_hash
            cut_off = known.first_run in unfinished
            if not cut_off:
                shown["first_run"] = known.first_run
            early = cut_off or known.last_run == self._run  # said before the run was whole
            if early and (same or known.decided.life == Life()):
                self._changed.append(
                    {
                        "the_id": known.id,
                        "changed": self._number,
                        **columns_of(known.decided, self._today),
                        **shown,
                    }
                )
                continue
            self._change(known, Seen.SAME if same else Seen.CHANGED, shown, finding)

    def _as_it_was(self, known: Known, unfinished: frozenset[int]) -> bool:
        """Whether a finding that is said once more in the same words stands as it is."""
        if known.last_run == self._run:
            return True
        life = known.decided.life
        return known.first_run not in unfinished and after_run(life, Seen.SAME, self._today) == life

    def miss(self, reported: set[str], covers: bool, unfinished: frozenset[int]) -> None:
        """The findings known before that the run does not report. `covers`: the run has every report
        of the store, so it can tell of all of them together. What only an unfinished run said, and
        nobody decided, never stood."""
        for known in self._known.values():
            if known.fingerprint in reported:
                continue
            together = not known.agency and not known.file
            seen_so = self._of_all(known, covers) if together else self._why_not(known)
            if seen_so in _GONE and known.first_run in unfinished and known.decided.life == Life():
                self._never.append(known.id)
            elif seen_so is not Seen.NOT_RUN:
                self._change(known, seen_so, {}, None)

    def _of_all(self, known: Known, covers: bool) -> Seen:
        if known.rule not in self._active:
            return Seen.SILENT
        return Seen.GONE if covers else Seen.NOT_RUN

    def _why_not(self, known: Known) -> Seen:
        sheet = self._subjects.get((known.agency, known.year))
        if sheet is None:
            own = self._sheets.get(known.file)
            if own is None or own.status is FileStatus.SKIPPED:
                return Seen.NOT_RUN
            return Seen.SILENT if own.audited else Seen.UNREADABLE  # read as another agency's or year's now
        if known.rule not in self._active:
            return Seen.SILENT
        if known.rule in sheet.undecided or (sheet.file, known.rule) in self._broken:
            return Seen.UNREADABLE
        return Seen.SILENT if sheet.sha256 and sheet.sha256 == known.sha256 else Seen.GONE

    def _change(self, known: Known, seen: Seen, shown: dict[str, Any], finding: Finding | None) -> None:
        before = known.decided
        life = after_run(before.life, seen, self._today)
        after = replace(before, life=life)
        if life.choice is not before.life.choice:
            after = replace(after, version=before.version + 1)
            if (
                finding is not None
                and life.reopened is State.EVIDENCE_CHANGED
                and before.reach is not Reach.FINDING
            ):
                after = self._carried(after, finding)
        values = columns_of(after, self._today)
        if after == before and not shown:
            return
        moved = state_of(before.life, self._today) is not state_of(life, self._today)
        if moved:
            self._log_change(known.fingerprint, known.rule, known.agency, known.year, before, after)
        self._changed.append({"the_id": known.id, "changed": self._number, **values, **shown})

    def _carried(self, decided: Decided, finding: Finding) -> Decided:
        """The decision of a wider reach that holds for this finding, the narrower one first."""
        for scope in self._scopes:
            life = Life(Choice(scope.choice), decided.life.standing, day(scope.until))
            near = (
                scope.agency == finding.agency
                if scope.reach == Reach.AGENCY_RULE
                else scope.year == finding.year
            )
            if scope.rule == finding.rule and near and not expired(life, self._today):
                return Decided(
                    life, scope.reason, Reach(scope.reach), scope.who, scope.decided, decided.version + 1
                )
        return decided

    def _log_change(
        self,
        name: str,
        rule: str,
        agency: str,
        year: int | None,
        before: Decided | None,
        after: Decided,
    ) -> None:
        old = state_of(before.life, self._today) if before else None
        new = state_of(after.life, self._today)
        reason = after.reason if before is None else ""
        self._log.append(
            log_row(self._moment, "run", name, rule, agency, year, old, new, reason, reach=after.reach)
        )

    def write(self, connection: Connection) -> None:
        """Everything gathered, in the transaction of `connection`."""
        if self._new:
            connection.execute(findings.insert(), [row for row, _ in self._new])
            ids = _ids_of(connection, [str(row["fingerprint"]) for row, _ in self._new])
            rows = [{"finding_id": ids[row["fingerprint"]], "data": data} for row, data in self._new]
            connection.execute(evidence.insert(), rows)
        for with_finding in (True, False):
            some = [row for row in self._changed if ("message" in row) is with_finding]
            if some:
                connection.execute(update(findings).where(findings.c.id == bindparam("the_id")), some)
        if self._data:
            changed = [{"the_id": key, "new": data} for key, data in self._data]
            connection.execute(
                update(evidence)
                .where(evidence.c.finding_id == bindparam("the_id"))
                .values(data=bindparam("new")),
                changed,
            )
        for start in range(0, len(self._never), CHUNK):
            never = self._never[start : start + CHUNK]
            connection.execute(delete(evidence).where(evidence.c.finding_id.in_(never)))
            connection.execute(delete(findings).where(findings.c.id.in_(never)))
        if self._log:
            connection.execute(log.insert(), self._log)


def words_of(message: str, target: str) -> str:
    """What text filters look into, beside agency and rule."""
    return fold(f"{message}{target}").lower()


def _ids_of(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(names), CHUNK):
        chosen = select(findings.c.fingerprint, findings.c.id).where(
            findings.c.fingerprint.in_(names[start : start + CHUNK])
        )
        found |= {row.fingerprint: row.id for row in connection.execute(chosen)}
    return found
