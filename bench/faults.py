"""Are the rules right? Clean reports in many wordings and layouts, and every known fault, one at a time.

    python -m bench.faults [set] [--clean 1200] [--each 30] [--jobs 2] [--counties 10]
        [--pdf 60] [--write docs/证据.yaml --label …]

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
import tempfile
import time
import zlib
from collections import Counter
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
from bench.evidence import county  # noqa: E402
from bench.evidence.account import Account, Result, details, show  # noqa: E402
from bench.evidence.draft import Draft  # noqa: E402
from bench.evidence.fault import (  # noqa: E402
    ARITHMETIC,
    FORMATS,
    SUFFIX,
    WRITERS,
    Fault,
    broken_identities,
    clean_layout,
    plain,
    ruled,
)
from bench.evidence.faults_prose import FAULTS as PROSE_FAULTS  # noqa: E402
from bench.evidence.faults_tables import FAULTS as TABLE_FAULTS  # noqa: E402
from bench.evidence.material import wordings  # noqa: E402
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


def clean_case(words: str, number: int, format: str = "", printed: bool = False) -> Case:
    """The clean report of this number."""
    format = format or FORMATS[number % 3]
    seed = f"clean {number}"
    draft = Draft(wordings(words), seed)
    layout = clean_layout(format, _seed(f"{words} {seed}"))
    if printed:  # a print shows what was deleted as well
        layout = replace(layout, tracked=False, hidden=False)
    report = draft.report()
    data = WRITERS[format](build(report, layout))[0]
    return Case(f"{seed}{SUFFIX[format]}", data, None, frozenset(), _rightly(report))


def faulty_case(
    words: str, fault: Fault, number: int, format: str = "", printed: bool = False
) -> Case | None:
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
        layout = replace(layout, tracked=False, hidden=False) if printed else layout
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


def add_county(account: Account, which: str, trial: int) -> None:
    """One county over two years, clean or with a fault between its reports."""
    fault, reports, seen = county.audited(wordings(account.words), which, trial)
    found = tuple((rule, level, f"{unit} {message}") for rule, level, unit, message in seen)
    rightly = (fault.rule, *fault.also) if fault else ()
    drawn = ("说明-307", "表述-502")  # may be right by chance, as in `_rightly`
    false = tuple(f for f in found if f[1] != Level.INFO.value and not f[0].startswith((*rightly, *drawn)))
    kind, what, instead = (fault.kind, fault.what, fault.instead) if fault else ("", "", ())
    planted = frozenset({fault.rule} if fault else ())
    account.add(Result(f"county {trial}.folder", kind, what, planted, found, instead, false), reports)


def printed(words: str, count: int) -> Account:
    """Clean reports, and half as many with a fault, as Word files that LibreOffice made PDFs of."""
    from tests.pdf.convert import by_office

    account = Account(f"{words} (pdf)")
    cases = {f"c{n}": clean_case(words, n, "docx", True) for n in range(count)}
    step = max(1, len(FAULTS) // max(1, count // 2))
    for number in range(0, len(FAULTS), step):
        case = faulty_case(words, FAULTS[number], number, "docx", True)
        if case is not None:
            cases[f"f{number}"] = case
    with tempfile.TemporaryDirectory() as folder:
        made = by_office({name: ruled(case.data) for name, case in cases.items()}, Path(folder))
    for name, case in cases.items():
        account.add(judge(replace(case, name=f"{case.name}.pdf"), made[name]))
    return account


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
    parser.add_argument("--counties", type=int, default=0, help="counties per fault between reports")
    parser.add_argument("--pdf", type=int, default=0, help="clean reports, and half as many faulty, as PDF")
    parser.add_argument("--write", default="", metavar="证据.yaml", help="put the result into this file")
    parser.add_argument("--label", default="", help="what the page calls this measurement")
    given = parser.parse_args(list(argv))
    started = time.process_time()
    account = measure(given.words, given.clean, given.each, given.jobs, given.only)
    for which, trial in county.counties(wordings(given.words), given.counties):
        add_county(account, which, trial)
    show(account)
    if given.pdf:
        as_pdf = printed(given.words, given.pdf)
        show(as_pdf)
        details(as_pdf, given.details)
    if given.write:
        from bench.evidence.page import write

        write(Path(given.write), account, as_pdf if given.pdf else None, given.label)
    if given.details:
        details(account, given.details)
    print(f"{time.process_time() - started:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
