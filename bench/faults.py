"""Are the rules right? Clean reports in many wordings and layouts, and every known fault, one at a time.

    python -m bench.faults [set] [--clean 1200] [--each 30] [--jobs 2] [--pdf 40] [--write docs]

A set is a file of bench/wordings/ (first, second); it was committed before it was measured. Every report is
written in a seeded layout as .txt, .html and .docx in turn (`--pdf`: some besides as PDF by LibreOffice) and
read and audited as a run does it. Printed: recall and precision per rule, false alarms per clean report.

Recall of a rule: of the reports with a fault it is there for, those where it says so. A false alarm is a
finding of 警告 or above in a clean report, or in a faulty one when the fault gives it no cause.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from auditor.base.diagnostic import Diagnostic  # noqa: E402
from auditor.engine.run import audit  # noqa: E402
from auditor.reading.open import open_document  # noqa: E402
from auditor.report.build import read_report  # noqa: E402
from auditor.rules.load import LoadedRules, load_rules  # noqa: E402
from auditor.rules.outcome import Level, Outcome, Verdict  # noqa: E402
from bench.evidence.draft import Draft, wordings  # noqa: E402
from bench.evidence.fault import (  # noqa: E402
    ARITHMETIC,
    FORMATS,
    SUFFIX,
    WRITERS,
    Fault,
    broken_identities,
    clean_layout,
    plain,
)
from bench.evidence.faults_prose import FAULTS as PROSE_FAULTS  # noqa: E402
from bench.evidence.faults_tables import FAULTS as TABLE_FAULTS  # noqa: E402
from tests.layouts.build import build  # noqa: E402
from tests.layouts.truth import TrueReport  # noqa: E402

FAULTS = (*TABLE_FAULTS, *PROSE_FAULTS)
TRIES = 60


@dataclass(frozen=True)
class Case:
    """One report: its bytes, the rules that must speak (none: it is clean), those that may."""

    name: str
    data: bytes
    fault: Fault | None
    expected: frozenset[str]
    besides: frozenset[str] = frozenset()

    def allowed(self, rule: str) -> bool:
        return rule in self.expected | self.besides or (
            self.fault is not None and rule.startswith(self.fault.also or "\0")
        )


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


@cache
def packs() -> LoadedRules:
    loaded = load_rules([ROOT / "rules"])
    assert loaded.ok, loaded.diagnostics
    return loaded


def _seed(text: str) -> int:
    return zlib.crc32(text.encode("utf-8")) % 1_000_003


def _rightly(report: TrueReport) -> frozenset[str]:
    """Rules that a drawn report gives cause to by chance."""
    often, new = (report.cells[f"表三.总计.{row}"].number or 0 for row in ("大量反复", "新收"))
    return _short(report) | (frozenset({"说明-307"}) if 2 * often > new else frozenset())


def _short(report: TrueReport) -> frozenset[str]:
    """表述-502 where part five is in truth shorter than the sixty characters asked for."""
    text = "".join(paragraph for part in report.sections[5] for paragraph in part.paragraphs)
    return frozenset({"表述-502"}) if len(re.sub(r"[^\w]|\d", "", text)) < 66 else frozenset()


def clean_case(words: str, number: int, format: str = "") -> Case:
    """The clean report of this number."""
    format = format or FORMATS[number % 3]
    seed = f"clean {number}"
    draft = Draft(wordings(words), seed)
    layout = clean_layout(format, _seed(f"{words} {seed}"))
    report = draft.report()
    data = WRITERS[format](build(report, layout))[0]
    return Case(f"{seed}{SUFFIX[format]}", data, None, frozenset(), _rightly(report))


def faulty_case(words: str, fault: Fault, number: int, format: str = "") -> Case | None:
    """The fault in the report of this number; None if it fits none of many reports."""
    format = format or fault.formats[number % len(fault.formats)]
    for attempt in range(TRIES):
        seed = f"{fault.rule} {fault.what} {number} {attempt}"
        rng = random.Random(f"{words} {seed}")
        draft = Draft(wordings(words), seed, fault.want)
        if fault.edit(draft, rng) is False:
            continue
        layout = clean_layout(format, _seed(f"{words} {seed}"))
        layout = plain(layout) if fault.plain else layout
        known = {name: value for name, value in fault.layout.items() if hasattr(layout, name)}
        built = build(draft.report(), replace(layout, **known))  # type: ignore[arg-type]
        if fault.built is not None:
            changed = fault.built(built, rng)
            if changed is None or changed.blocks == built.blocks:
                continue
            built = changed
        expected = {fault.rule}
        if fault.kind == ARITHMETIC:
            expected |= broken_identities(draft.cells, draft.template)
            if fault.rule not in expected:
                continue
        data = WRITERS[format](built)[0]
        return Case(f"{seed}{SUFFIX[format]}", data, fault, frozenset(expected), _rightly(built.report))
    return None


def outcomes(data: bytes, name: str) -> list[Outcome]:
    """The breaches of one report by itself, as a run finds them; its file name tells nothing."""
    loaded = packs()
    told = "报告" + name[name.rindex(".") :]
    document = open_document(data, name=told)
    assert not isinstance(document, Diagnostic), document
    report = read_report(document, loaded.lexicons, told, loaded.vocabulary)
    assert not isinstance(report, Diagnostic), report
    found: list[Outcome] = []
    audit(loaded.rules, [report], found.append)
    return [o for o in found if o.verdict in (Verdict.FAIL, Verdict.ERROR)]


def judge(case: Case, data: bytes | None = None, name: str = "") -> Result:
    """The case read and audited."""
    seen = [
        (o.rule, o.level.value, " ".join(f"{k}={v}" for k, v in o.fields.items())[:90] + f" @{o.target}")
        for o in outcomes(data or case.data, name or case.name)
    ]  # fmt: skip
    false = tuple(s for s in seen if s[1] != Level.INFO.value and not case.allowed(s[0]))
    fault = case.fault
    return Result(
        case.name, fault.kind if fault else "", fault.what if fault else "", case.expected, tuple(seen),
        fault.instead if fault else (), false
    )  # fmt: skip


def _task(job: tuple[str, int, int]) -> Result | None:
    words, fault, number = job
    case = clean_case(words, number) if fault < 0 else faulty_case(words, FAULTS[fault], number)
    return None if case is None else judge(case)


def _run(
    jobs: list[tuple[str, int, int]], workers: int
) -> Iterator[tuple[tuple[str, int, int], Result | None]]:
    if workers < 2:
        yield from ((job, _task(job)) for job in jobs)
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        results = list(pool.imap(_task, jobs, chunksize=16))
    assert len(results) == len(jobs)  # StopIteration in a worker would end the list early
    yield from zip(jobs, results, strict=True)


@dataclass
class Account:
    """The counts of a measurement."""

    words: str
    clean: int = 0
    planted: Counter[str] = None  # type: ignore[assignment]
    found: Counter[str] = None  # type: ignore[assignment]
    false: Counter[str] = None  # type: ignore[assignment]
    false_clean: Counter[str] = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.planted, self.found, self.false, self.false_clean = Counter(), Counter(), Counter(), Counter()
        self.by_kind: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.by_fault: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.missed: list[Result] = []
        self.alarms: list[Result] = []

    def add(self, result: Result) -> None:
        if not result.planted:
            self.clean += 1
            self.false_clean.update({rule for rule, _, _ in result.false})
        for rule in result.planted:
            hit = any(seen == rule or seen in result.instead for seen, _, _ in result.found)
            self.planted[rule] += 1
            self.found[rule] += hit
            for held in (self.by_kind[result.kind], self.by_fault[f"{rule} {result.what}"]):
                held[0] += 1
                held[1] += hit
            if not hit:
                self.missed.append(result)
        self.false.update({rule for rule, _, _ in result.false})
        if result.false:
            self.alarms.append(result)


def measure(words: str, clean: int, each: int, workers: int, only: str = "") -> Account:
    """All of it."""
    jobs = [(words, -1, n) for n in range(clean)]
    chosen = [n for n, f in enumerate(FAULTS) if only in f"{f.rule} {f.what}"]
    jobs += [(words, f, n) for f in chosen for n in range(each)]
    account = Account(words)
    absent: Counter[str] = Counter()
    for (_, fault, _), result in _run(jobs, workers):
        if result is None:
            absent[f"{FAULTS[fault].rule} {FAULTS[fault].what}"] += 1
        else:
            account.add(result)
    for name, count in absent.items():
        print(f"!! {name}: {count} not made")
    return account


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


def main(argv: Iterable[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("words", nargs="?", default="first")
    parser.add_argument("--clean", type=int, default=1200)
    parser.add_argument("--each", type=int, default=30)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="")
    parser.add_argument("--details", type=int, default=0)
    parser.add_argument("--show", default="", help="write this case to standard output")
    given = parser.parse_args(list(argv))
    started = time.process_time()
    account = measure(given.words, given.clean, given.each, given.jobs, given.only)
    show(account)
    if given.details:
        details(account, given.details)
    print(f"{time.process_time() - started:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
