"""Files of more than one report (two years in tabs, a page made twice): one is read, never a mixture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.report.headings import Candidate
from auditor.report.identity import find_title, from_file_name, year_of
from auditor.report.stream import Row

_PARTS = 4  # so many of the six parts, the fifth or sixth among them, and a report can be over
_SHARED = 3  # so many parts must two reports have in common
_SENTENCES = 3  # less is a table of contents


@dataclass(frozen=True, slots=True)
class _Report:
    """Rows of one report, the parts found in it, its year, and its text for comparison."""

    rows: Sequence[Row]
    parts: frozenset[int]
    year: int | None
    text: str


def one_report(
    rows: list[Row], candidates: Sequence[Candidate], page_title: str, file: str
) -> tuple[list[Row], Diagnostic | None]:
    """The rows of the report that the file is about, renumbered from 0, and what a person is told of the
    others; `rows` and None where there is one only. `candidates` are those of all rows.

    It is the one of the year that `page_title` names, else of the year in the file's name, else the
    first."""
    reports = _reports(rows, candidates)
    if len(reports) < 2:
        return rows, None
    years = {report.year for report in reports}
    asked = next(
        (year for year in (year_of(page_title), from_file_name(file)[2]) if year in years), reports[0].year
    )
    chosen = max((report for report in reports if report.year == asked), key=lambda r: len(r.parts))
    told = _told(reports, chosen, file)
    return [replace(row, index=index) for index, row in enumerate(chosen.rows)], told


def _reports(rows: Sequence[Row], candidates: Sequence[Candidate]) -> list[_Report]:
    strong = _headings(candidates)
    starts = list(_starts(rows, strong))
    if not starts:
        return []
    reports: list[_Report] = []
    begin = 0
    for end in (*starts, len(rows)):
        part = rows[begin:end]
        if sum(row.folded.count("。") for row in part) >= _SENTENCES or not reports:
            reports.append(_report(part, [c for c in strong if begin <= c.index < end]))
            begin = end
    first = reports[0]
    if sum(row.folded.count("。") for row in first.rows) < _SENTENCES:
        return []  # a table of contents, and the report
    return reports if all(len(each.parts & first.parts) >= _SHARED for each in reports[1:]) else []


def _headings(candidates: Sequence[Candidate]) -> list[Candidate]:
    """What begins the parts of a report; words in brackets (（一）) only where most parts begin so."""
    named = [each for each in candidates if each.standing in {"official", "variant"}]
    bracketed = [each for each in named if each.style == "paren"]
    if len({each.number for each in bracketed}) >= _PARTS:
        own = {each.number for each in named if each.style != "paren"}
        if len(own) < _PARTS:
            return bracketed
    return [
        each
        for each in candidates
        if each.style != "paren" and (each in named or each.number == each.ordinal)
    ]


def _report(rows: Sequence[Row], headings: Sequence[Candidate]) -> _Report:
    local = [replace(row, index=index) for index, row in enumerate(rows)]
    before = headings[0].index - rows[0].index if headings else len(rows)
    title = find_title(local, before)
    text = "".join(row.folded for row in rows[title.rows[0].index if title else 0 :])
    return _Report(rows, frozenset(c.number for c in headings), title.year if title else None, text)


def _starts(rows: Sequence[Row], strong: Sequence[Candidate]) -> Iterator[int]:
    """Where a second report begins: at its title, else at its first part."""
    seen: set[int] = set()
    before = -1
    for each in strong:
        if each.number in seen and each.number <= 2 and len(seen) >= _PARTS and max(seen) >= 5:
            between = [replace(row, index=index) for index, row in enumerate(rows[before + 1 : each.index])]
            title = find_title(between, len(between))
            yield before + 1 + title.rows[0].index if title else each.index
            seen = set()
        seen.add(each.number)
        before = each.index


def _told(reports: Sequence[_Report], chosen: _Report, file: str) -> Diagnostic:
    others = [report for report in reports if report is not chosen and chosen.text not in report.text]
    if all(other.text in chosen.text for other in others):
        return Diagnostic(
            Severity.INFO, "report.twice", f"文件里同一份报告出现 {len(reports)} 次，只读了一次", "", file
        )
    years = "、".join(f"{report.year}年度" if report.year else "年度不明" for report in reports)
    which = f"{chosen.year}年度" if chosen.year else "第一"
    return Diagnostic(
        Severity.WARNING,
        "report.several",
        f"文件里有 {len(reports)} 份报告（{years}），只审核了{which}的一份",
        "请把其余报告另存为单独的文件后审核",
        file,
    )
