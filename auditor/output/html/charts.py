"""Charts as bars of whole numbers: drawn as SVG by the template, readable in one colour and without
any (each bar has its number, each level its word)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.base.text import cells
from auditor.findings.dossier import Dossier
from auditor.findings.model import FileStatus
from auditor.output.finding_words import section_of
from auditor.output.html.lists import Row, agencies_of, by_level, counted, rules_of
from auditor.output.places import LEVELS, section_words
from auditor.output.wrap import fit
from auditor.rules.outcome import Level

_TOP = 15
LABEL, BARS, HEIGHT, GAP = 250, 420, 20, 8  # in the units of the drawing
_LABEL_CELLS = 32  # terminal columns that fit in LABEL


@dataclass(frozen=True, slots=True)
class Piece:
    """One level's part of a bar."""

    kind: str
    word: str
    count: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its label; `whole` is the label uncut."""

    label: str
    whole: str
    y: int
    pieces: tuple[Piece, ...]
    total: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing; `height` in its units, which are 760 wide."""

    name: str
    title: str
    bars: tuple[Bar, ...]
    height: int


def charts_of(dossier: Dossier) -> list[Chart]:
    """By agency, by rule, by section, and year on year where there is more than one year."""
    if not dossier.run.findings:
        return []
    agencies = [row for row in agencies_of(dossier) if row.total][:_TOP]
    rules = rules_of(dossier)[:_TOP]
    charts = [
        _chart("agencies", f"问题较多的机关（前 {len(agencies)} 个）", agencies),
        _chart("rules", f"违反最多的规则（前 {len(rules)} 条）", [_named(row) for row in rules]),
        _chart("sections", "问题出在报告的哪一部分", _sections(dossier)),
    ]
    years = _years(dossier)
    return [*charts, _chart("years", "各年度的问题", years)] if len(years) > 1 else charts


def _named(row: Row) -> Row:
    return Row(f"{row.name} {row.note}", "", row.counts, row.total)


def _sections(dossier: Dossier) -> list[Row]:
    counts: dict[int | None, Counter[Level]] = {}
    for finding in dossier.run.findings:
        counts.setdefault(section_of(finding), Counter())[finding.level] += 1
    ordered = sorted(counts, key=lambda number: 99 if number is None else number)
    return [
        Row(
            "全篇" if number is None else section_words(number),
            "",
            by_level(counts[number]),
            counts[number].total(),
        )
        for number in ordered
    ]


def _years(dossier: Dossier) -> list[Row]:
    counts = counted(dossier.run.findings, lambda finding: str(finding.year or ""))
    read = (FileStatus.READ, FileStatus.PARTIAL)
    reports = Counter(
        str(row.year) for row in dossier.run.files if row.year is not None and row.status in read
    )
    rows = []
    for year in sorted({*counts, *reports}):
        found = counts.get(year, Counter())
        rows.append(Row(f"{year}年度", f"{reports[year]} 份报告", by_level(found), found.total()))
    return rows


def _chart(name: str, title: str, rows: Sequence[Row]) -> Chart:
    most = max((row.total for row in rows), default=1) or 1
    bars = tuple(_bar(row, place, most) for place, row in enumerate(rows))
    return Chart(name, title, bars, len(bars) * (HEIGHT + GAP) + GAP)


def _bar(row: Row, place: int, most: int) -> Bar:
    label = row.name if cells(row.name) <= _LABEL_CELLS else fit(row.name, _LABEL_CELLS).rstrip()
    x = LABEL
    pieces = []
    for level, count in zip(Level, row.counts, strict=True):
        if count:
            width = max(3, count * BARS // most)
            pieces.append(Piece(level.value, LEVELS[level], count, x, width))
            x += width
    return Bar(label, row.name, place * (HEIGHT + GAP) + GAP, tuple(pieces), row.total, x, row.note)
