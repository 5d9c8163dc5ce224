"""What was read, held against the truth beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.base.diagnostic import Diagnostic
from auditor.base.paths import packaged
from auditor.base.text import fold
from auditor.reading.open import open_document
from auditor.report.build import read_report
from auditor.report.lexicon import Lexicon
from auditor.report.lexicon_file import load_lexicon
from auditor.report.model import Report
from auditor.source.load import read_source
from tests.layouts.build import Answer, Built
from tests.layouts.corpus import Variant


def lexicons() -> dict[str, Lexicon]:
    """The shipped 词典 of both templates."""
    out = {}
    for template in ("2021", "2019"):
        source, faults = read_source(packaged() / "rules" / "词典" / f"{template}.yaml", template)
        assert source is not None, faults
        lexicon, faults = load_lexicon(source)
        assert lexicon is not None, faults
        out[template] = lexicon
    return out


@dataclass(frozen=True, slots=True)
class Miss:
    path: str
    right: frozenset[Answer]
    read: Answer
    raw: str

    def __str__(self) -> str:
        right = " 或 ".join(f"{state} {number}" for state, number in sorted(self.right, key=str))
        return f"{self.path}: {right} → {self.read[0]} {self.read[1]}（{self.raw!r}）"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`wrong`: cells read as what they are not. `illegible`: cells given up though the source tells
    them. `faults`: unit, year and sections."""

    variant: Variant
    wrong: tuple[Miss, ...]
    illegible: tuple[Miss, ...]
    faults: tuple[str, ...]
    cells: int


def read(data: bytes, name: str, words: Mapping[str, Lexicon]) -> Report | Diagnostic:
    document = open_document(data, name=name)
    return document if isinstance(document, Diagnostic) else read_report(document, words, name)


def judge(variant: Variant, words: Mapping[str, Lexicon]) -> Verdict:
    """Read the variant (under a name that gives nothing away) and compare."""
    truth = variant.truth
    report = read(variant.data, "a" + variant.name[variant.name.rindex(".") :], words)
    if isinstance(report, Diagnostic):
        reason = f"not read: {report.code} {report.message}"
        unread = tuple(Miss(path, right, ("unread", None), "") for path, right in truth.answers.items())
        return Verdict(variant, unread, (), (reason,), len(unread))
    torn = {_row(path) for path in truth.lossy}
    wrong: list[Miss] = []
    illegible: list[Miss] = []
    for path, right in sorted(truth.answers.items()):
        value = report.cells.get(path)
        answer = ("no such path", None) if value is None else (value.state.value, value.number)
        miss = Miss(path, right, answer, value.raw if value else "")
        if answer in right or (_row(path) in torn and _excused(truth, path, answer)):
            continue
        (illegible if answer[0] == "illegible" else wrong).append(miss)
    faults = tuple(_faults(truth, report))
    return Verdict(variant, tuple(wrong), tuple(illegible), faults, len(truth.answers))


def _excused(truth: Built, path: str, answer: Answer) -> bool:
    """Where the source does not tell which figure is missing: the row given up, or, where all that
    is left is one figure repeated, any one cell blank. Table 4 has no row labels: nothing at all is
    left of it when its fifteen figures are gone."""
    if answer[0] == "illegible":
        return True
    row = [truth.answers[p] for p in truth.lossy if _row(p) == _row(path)]
    left = {str(number) for answers in row for _, number in answers if number is not None}
    if answer[0] == "absent" and path.startswith("表四"):
        return not left
    return answer == ("blank", None) and len(left) <= 1


def _row(path: str) -> str:
    table, *rest = path.split(".")
    return f"{table}.{rest[-1]}" if table == "表三" else table if table == "表四" else f"{table}.{rest[0]}"


def _faults(truth: Built, report: Report) -> Iterable[str]:
    true = truth.report
    if report.unit != true.unit:
        yield f"unit {report.unit!r} for {true.unit!r} (from {report.unit_from})"
    if report.year != true.year:
        yield f"year {report.year} for {true.year} (from {report.year_from})"
    if report.template != true.template:
        yield f"template {report.template} for {true.template}"
    if truth.layout.metadata and str(report.published) != true.published:
        yield f"published {report.published} for {true.published}"
    texts = {number: fold(section.text) for number, section in report.sections.items()}
    for number in range(1, 7):
        if number not in texts:
            yield f"section {number} not found"
    for number, parts in true.sections.items():
        for part in parts:
            for paragraph in part.paragraphs:
                where = [n for n, text in texts.items() if fold(paragraph) in text]
                if where != [number]:
                    yield f"section {number} has not, {where} has: {paragraph[:24]}…"


def table_of_features(verdicts: Iterable[Verdict]) -> str:
    """Per layout feature: variants, those with misses, wrong cells, given-up cells; the worst first."""
    seen: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    everything = 0
    for verdict in verdicts:
        everything += 1
        layout, true = verdict.variant.truth.layout, verdict.variant.truth.report
        names = {*layout.features(), f"format={layout.format}", f"mode={true.mode}"}
        names |= {f"states={true.states!r}"}
        names |= {f"style={layout.style!r}"} if layout.format == "text" else set()
        for name in names:
            seen[name] += 1
            bad[name] += bool(verdict.wrong or verdict.illegible)
            wrong[name] += len(verdict.wrong)
            lost[name] += len(verdict.illegible)
            faults[name] += bool(verdict.faults)
    rows = sorted(seen, key=lambda n: (-(bad[n] + faults[n]) / seen[n], n))
    head = f"{'feature':32}{'of':>5}{'missed':>8}{'wrong':>8}{'given up':>10}{'faults':>8}"
    lines = [f"{head}   ({everything} variants)"]
    lines += [
        f"{n:32}{seen[n]:>5}{bad[n]:>8}{wrong[n]:>8}{lost[n]:>10}{faults[n]:>8}"
        for n in rows
        if bad[n] or faults[n]
    ]
    return "\n".join(lines)


def examples(verdicts: Iterable[Verdict], limit: int = 20) -> str:
    """The first misses of each failing variant, rows grouped."""
    lines = []
    for verdict in [v for v in verdicts if v.wrong or v.illegible or v.faults][:limit]:
        layout, true = verdict.variant.truth.layout, verdict.variant.truth.report
        lines.append(
            f"{verdict.variant.name}: wrong {len(verdict.wrong)}, given up {len(verdict.illegible)}; "
            f"{true.mode} {true.states}; {' '.join(layout.features())}"
        )
        lines += [f"    {fault}" for fault in verdict.faults[:4]]
        rows: dict[str, list[Miss]] = defaultdict(list)
        for miss in (*verdict.wrong, *verdict.illegible):
            rows[_row(miss.path)].append(miss)
        for row, misses in list(rows.items())[:6]:
            lines.append(f"    {row} ({len(misses)}): {misses[0]}")
    return "\n".join(lines)
