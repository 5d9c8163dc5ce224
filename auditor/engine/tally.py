"""总账: every outcome of a run counted once, so that nothing is passed over in silence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

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


class Ledger:
    """Counts outcomes as they are made."""

    def __init__(self) -> None:
        self._by_rule: dict[str, Counter[Verdict]] = {}
        self._applied: defaultdict[str, set[str]] = defaultdict(set)
        self._failed: defaultdict[str, set[str]] = defaultdict(set)
        self._told: defaultdict[str, set[str]] = defaultdict(set)
        self._undecided: dict[tuple[str, str, int | None], tuple[dict[str, None], dict[str, None]]] = {}
        self._whole: set[str] = set()

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        verdict, rule, file = outcome.verdict, outcome.rule, outcome.subject.file
        counts = self._by_rule.get(rule)
        if counts is None:
            counts = self._by_rule[rule] = Counter()
        counts[verdict] += 1
        if outcome.subject.kind != "report":
            self._whole.add(rule)
        if verdict is Verdict.INAPPLICABLE:
            return
        self._applied[rule].add(file)
        if verdict is not Verdict.CANNOT_TELL:
            self._told[rule].add(file)
        if verdict is Verdict.FAIL:
            self._failed[rule].add(file)
        elif verdict is Verdict.CANNOT_TELL:
            causes = {missing.cause: missing.detail for missing in outcome.missing} or {"原因不明": ""}
            for cause, detail in causes.items():
                rules, details = self._undecided.setdefault((file, cause, outcome.subject.year), ({}, {}))
                rules[rule] = None
                if detail:
                    details[detail] = None

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
            nowhere=tuple(rule for rule in active if rule not in self._applied),
            everywhere=tuple(
                rule for rule in active
                if len(self._failed.get(rule, ())) >= 2 and self._failed.get(rule) == self._applied.get(rule)
            ),
            undecidable=tuple(rule for rule in active if self._never_told(rule)),
            rates=tuple(self._rate(rule) for rule in listed if rule.id in set(active)),
        )  # fmt: skip

    def _rate(self, rule: Rule) -> Rate:
        applied, told = self._applied.get(rule.id, set()), self._told.get(rule.id, set())
        failed = self._failed.get(rule.id, set())
        return Rate(rule.id, rule.name, len(applied), len(failed), len(applied - told))

    def _never_told(self, rule: str) -> bool:
        counts = self._by_rule.get(rule, Counter())
        told = counts[Verdict.PASS] + counts[Verdict.FAIL] + counts[Verdict.ERROR]
        return counts[Verdict.CANNOT_TELL] > 0 and told == 0

    def _reasons(self, years: Collection[int]) -> tuple[Undecided, ...]:
        merged: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
        for (file, cause, year), (rules, details) in sorted(self._undecided.items(), key=_ordered):
            nobody = not years if year is None else year - 1 not in years
            once = cause == NO_PREVIOUS and nobody
            into = merged.setdefault(("" if once else file, cause), ({}, {}))
            into[0].update(rules)
            if not once:
                into[1].update(details)
            elif years and year is not None:
                into[1][f"{year}年度"] = None
        return tuple(
            Undecided(file, cause, tuple(sorted(rules)), tuple(details))
            for (file, cause), (rules, details) in sorted(merged.items())
        )


def _ordered(entry: tuple[tuple[str, str, int | None], object]) -> tuple[str, str, int]:
    file, cause, year = entry[0]
    return (file, cause, year or 0)
