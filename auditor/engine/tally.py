"""总账: every outcome of a run counted once, so that nothing is passed over in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from auditor.rules.model import Rule
from auditor.rules.outcome import Outcome, Verdict

NO_PREVIOUS = "无上年报告"


@dataclass(frozen=True, slots=True)
class Undecided:
    """Rules that could not be decided for one report (`file` "" for the whole run) and one cause."""

    file: str
    cause: str
    rules: tuple[str, ...]
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """How one rule fared: in how many reports it applied, of these in how many it found a breach, and
    in how many it could tell nothing at all."""

    rule: str
    name: str
    applied: int
    failed: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Tally:
    """`reports` were audited, `unreadable` could not be; `outcomes` has every verdict, also those that
    did not occur, and sums up to `total`. The rule ids are sorted."""

    reports: int
    unreadable: int
    rules: int
    outcomes: Mapping[Verdict, int]
    undecided: tuple[Undecided, ...] = ()
    nowhere: tuple[str, ...] = ()  # applied to no report
    everywhere: tuple[str, ...] = ()  # found a breach in every report (two or more) it applied to
    undecidable: tuple[str, ...] = ()  # applied, and could not tell anywhere
    rates: tuple[Rate, ...] = ()  # of every rule that is asked of single reports, by id

    @property
    def total(self) -> int:
        """The number of outcomes."""
        return sum(self.outcomes.values())


Counts = tuple[int, int, int, int, int]
"""How often one rule gave each verdict on one report, in the order of VERDICTS."""
VERDICTS = tuple(Verdict)
_FAIL, _INAPPLICABLE, _UNDECIDED = (
    VERDICTS.index(verdict) for verdict in (Verdict.FAIL, Verdict.INAPPLICABLE, Verdict.CANNOT_TELL)
)
UNKNOWN_CAUSE = "原因不明"


class Ledger:
    """Counts outcomes as they are made; keeps numbers of files, not files, so that it grows with the
    undecided only."""

    def __init__(self) -> None:
        self._by_rule: dict[str, Counter[Verdict]] = {}
        self._applied: Counter[str] = Counter()  # number of files, by rule
        self._failed: Counter[str] = Counter()
        self._told: Counter[str] = Counter()
        self._undecided: dict[tuple[str, str, int | None], tuple[dict[str, None], dict[str, None]]] = {}
        self._stated: list[tuple[str, str, int | None, tuple[str, ...], tuple[str, ...]]] = []
        self._shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._whole: set[str] = set()

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Count all that one rule said of one report, or of the reports together."""
        first = outcomes[0]
        rule = first.rule
        counts = self._by_rule.get(rule)
        if counts is None:
            counts = self._by_rule[rule] = Counter()
        if first.subject.kind != "report":
            self._whole.add(rule)
        if len(outcomes) == 1 and first.verdict is Verdict.INAPPLICABLE:  # as many are: it applied to nothing
            counts[Verdict.INAPPLICABLE] += 1
            return
        applied = told = failed = False
        for outcome in outcomes:
            verdict = outcome.verdict
            counts[verdict] += 1
            if verdict is Verdict.PASS:
                told = True
            elif verdict is Verdict.CANNOT_TELL:
                applied = True
                self._add_causes(outcome)
            elif verdict is not Verdict.INAPPLICABLE:
                told = True
                failed = failed or verdict is Verdict.FAIL
        if told or applied:
            self._applied[rule] += 1
        if told:
            self._told[rule] += 1
        if failed:
            self._failed[rule] += 1

    def _add_causes(self, outcome: Outcome) -> None:
        about = outcome.subject
        for cause, detail in causes_of(outcome).items():
            rules, details = self._undecided.setdefault((about.file, cause, about.year), ({}, {}))
            rules[outcome.rule] = None
            if detail:
                details[detail] = None

    def add_counts(self, counted: Mapping[tuple[str, Counts], int]) -> None:
        """Count what rules said of single reports: by rule and counts, on how many reports."""
        for (rule, counts), times in counted.items():
            by_verdict = self._by_rule.setdefault(rule, Counter())
            for verdict, count in zip(VERDICTS, counts, strict=True):
                by_verdict[verdict] += count * times
            applied = sum(counts) - counts[_INAPPLICABLE]
            self._applied[rule] += times if applied else 0
            self._told[rule] += times if applied - counts[_UNDECIDED] else 0
            self._failed[rule] += times if counts[_FAIL] else 0

    def add_undecided(
        self, file: str, cause: str, year: int | None, rules: tuple[str, ...], details: tuple[str, ...]
    ) -> None:
        """Record why `rules` (already counted) could not tell of `file`."""
        shared = self._shared
        self._stated.append(
            (file, cause, year, shared.setdefault(rules, rules), shared.setdefault(details, details))
        )

    def close(self, rules: Iterable[Rule], reports: int, unreadable: int, years: Collection[int]) -> Tally:
        """The tally. Where nobody's report of the year before is there (`years` are those that can be
        looked back to), that is said once for the run. Only rules about single reports are named as odd."""
        listed = sorted(rules, key=lambda rule: rule.id)
        active = [rule.id for rule in listed if rule.state != "停用" and rule.id not in self._whole]
        active = active if reports else []
        verdicts: Counter[Verdict] = sum(self._by_rule.values(), Counter())
        return Tally(
            reports=reports,
            unreadable=unreadable,
            rules=len(listed),
            outcomes={verdict: verdicts[verdict] for verdict in Verdict},
            undecided=self._reasons(years),
            nowhere=tuple(rule for rule in active if not self._applied[rule]),
            everywhere=tuple(
                rule for rule in active
                if self._failed[rule] >= 2 and self._failed[rule] == self._applied[rule]
            ),
            undecidable=tuple(rule for rule in active if self._never_told(rule)),
            rates=tuple(self._rate(rule) for rule in listed if rule.id in set(active)),
        )  # fmt: skip

    def _rate(self, rule: Rule) -> Rate:
        applied, told, failed = self._applied[rule.id], self._told[rule.id], self._failed[rule.id]
        return Rate(rule.id, rule.name, applied, failed, applied - told)

    def _never_told(self, rule: str) -> bool:
        counts = self._by_rule.get(rule, Counter())
        told = counts[Verdict.PASS] + counts[Verdict.FAIL] + counts[Verdict.ERROR]
        return counts[Verdict.CANNOT_TELL] > 0 and told == 0

    def _reasons(self, years: Collection[int]) -> tuple[Undecided, ...]:
        stated = [(*key, tuple(rules), tuple(details)) for key, (rules, details) in self._undecided.items()]
        once: dict[str, tuple[dict[str, None], dict[str, None]]] = {}  # by cause, for the whole run
        found: list[Undecided] = []
        ordered = sorted([*stated, *self._stated], key=_ordered)
        for (file, cause), entries in groupby(ordered, key=lambda entry: entry[:2]):
            named: dict[str, None] = {}
            told: dict[str, None] = {}
            for _, _, year, rules, details in entries:
                nobody = not years if year is None else year - 1 not in years
                if cause == NO_PREVIOUS and nobody:
                    into = once.setdefault(cause, ({}, {}))
                    into[0].update(dict.fromkeys(rules))
                    if years and year is not None:
                        into[1][f"{year}年度"] = None
                else:
                    named.update(dict.fromkeys(rules))
                    told.update(dict.fromkeys(details))
            if named and file:
                found.append(self._entry(file, cause, named, told))
            elif named:  # of no file: with what is said once
                into = once.setdefault(cause, ({}, {}))
                into[0].update(named)
                into[1].update(told)
        whole = (self._entry("", cause, rules, details) for cause, (rules, details) in sorted(once.items()))
        return (*whole, *found)

    def _entry(self, file: str, cause: str, rules: Iterable[str], details: Iterable[str]) -> Undecided:
        """An entry; thousands of files have the same rules and details."""
        one, other = tuple(sorted(rules)), tuple(details)
        return Undecided(
            file, cause, self._shared.setdefault(one, one), self._shared.setdefault(other, other)
        )


def _ordered(entry: tuple[str, str, int | None, object, object]) -> tuple[str, str, int]:
    file, cause, year, _, _ = entry
    return (file, cause, year or 0)


def cause_of(outcome: Outcome) -> str:
    """The first reason why it could not tell: what a run counts it under."""
    return outcome.missing[0].cause if outcome.missing else UNKNOWN_CAUSE


def causes_of(outcome: Outcome) -> dict[str, str]:
    """Why it could not tell: the detail of each cause."""
    return {missing.cause: missing.detail for missing in outcome.missing} or {UNKNOWN_CAUSE: ""}
