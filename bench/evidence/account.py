"""The counts of a measurement, on the screen and for the page."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Result:
    """What was found in a case: (rule, level, message)."""

    case: str
    kind: str
    what: str
    planted: frozenset[str]
    found: tuple[tuple[str, str, str], ...]
    instead: tuple[str, ...]
    false: tuple[tuple[str, str, str], ...]


@dataclass
class Account:
    """What was planted, found, and said without cause. `false_clean` counts findings of 警告 or above in
    clean reports; `false` the reports, clean or not, in which a rule spoke without cause."""

    words: str
    clean: int = 0
    reports: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    false_clean: Counter[str] = field(default_factory=Counter)
    by_kind: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    by_fault: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    by_format: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    missed: list[Result] = field(default_factory=list)
    alarms: list[Result] = field(default_factory=list)

    def add(self, result: Result, reports: int = 1) -> None:
        """Count one case, of `reports` files."""
        self.reports += reports
        if not result.planted:
            self.clean += reports
            self.false_clean.update(rule for rule, _, _ in result.false)
        for rule in result.planted:
            hit = any(seen == rule or seen in result.instead for seen, _, _ in result.found)
            self.planted[rule] += 1
            self.found[rule] += hit
            suffix = result.case.rpartition(".")[2]
            for held in (
                self.by_kind[result.kind],
                self.by_fault[f"{rule} {result.what}"],
                self.by_format[suffix],
            ):
                held[0] += 1
                held[1] += hit
            if not hit:
                self.missed.append(result)
        self.false.update({rule for rule, _, _ in result.false})
        if result.false:
            self.alarms.append(result)


def show(account: Account) -> None:
    """The table on the screen."""
    alarms = sum(account.false_clean.values())
    print(f"{account.words}: {account.clean} clean reports, {alarms} false alarms of 警告 or above "
          f"({alarms / max(1, account.clean):.4f} each)")  # fmt: skip
    print("  " + "  ".join(f"{rule} {n}" for rule, n in account.false_clean.most_common()))
    for kind, (planted, found) in account.by_kind.items():
        print(f"{kind}: {found}/{planted} = {found / planted:.4f}")
    print(f"{'rule':10}{'planted':>8}{'found':>7}{'recall':>8}{'false':>7}{'precision':>10}")
    for rule in sorted(account.planted | account.false):
        planted, found, false = account.planted[rule], account.found[rule], account.false[rule]
        recall = f"{found / planted:.3f}" if planted else "–"
        precision = f"{found / (found + false):.3f}" if found + false else "–"
        print(f"{rule:10}{planted:>8}{found:>7}{recall:>8}{false:>7}{precision:>10}")


def details(account: Account, limit: int) -> None:
    """What was missed and what was said without cause."""
    for name, (planted, found) in account.by_fault.items():
        if found < planted:
            print(f"missed {planted - found}/{planted}  {name}")
    seen: Counter[str] = Counter()
    for result in account.missed:
        seen[result.what] += 1
        if seen[result.what] <= limit:
            print(f"  missed  {result.case}: {sorted(result.planted)} found {[f[:2] for f in result.found]}")
    for result in account.alarms:
        for rule, level, text in result.false:
            seen[rule] += 1
            if seen[rule] <= limit:
                print(f"  false  {rule} {level}  {result.case}: {text}")
