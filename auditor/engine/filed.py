"""What a run keeps of every report to compare it with the others, however many there are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from auditor.base.text import fold
from auditor.report.agency import is_agency, unit_of
from auditor.report.identity import from_file_name, year_of
from auditor.report.model import Report, Role, Status
from auditor.roster.match import How, Match
from auditor.roster.model import Agency
from auditor.roster.region import folder_region, own_region

# Only what the report says of itself makes two files one report; a folder's name proves nothing.
_PROVES = frozenset({"title", "text", "page", "metadata"})
_DRAFT = re.compile("草稿|初稿|征求意见|送审|未定稿|draft", re.IGNORECASE)
_TITLE = re.compile(r"[^。；，]{2,40}(?:信息公开|政务公开)[^。；，]{0,8}(?:年度报告|年报|报告)")
_ORDINAL = re.compile(r"[(（]?[一二三四五六七八九十\d]+[)）、.．]")
_LONGEST = 60  # code points of a title or a signature


@dataclass(frozen=True, slots=True)
class Filed:
    """One report among the others. `placed`: its region is known, by name, folder or roster;
    `audited` False: there to be compared with. `file_unit` is the agency that the file's name tells,
    `signatures` the agencies under the report, `titles` (agency, year) of further titles inside."""

    file: str
    sha256: str
    agency: str
    unit: str
    year: int | None
    proven: bool
    complete: bool
    published: date | None
    readable: bool = True
    placed: bool = True
    audited: bool = True
    how: How = How.NONE
    candidates: tuple[Agency, ...] = ()
    file_unit: str = ""
    signatures: tuple[str, ...] = ()
    titles: tuple[tuple[str, int | None], ...] = ()

    @property
    def standing(self) -> tuple[bool, bool, bool, date, str]:
        """Higher stands for the agency's year: audited, read whole, no draft, published later, later
        name."""
        draft = _DRAFT.search(self.file) is not None
        return (self.audited, self.complete, not draft, self.published or date.min, self.file)

    @property
    def beside_its_last(self) -> tuple[str, int, str]:
        """An order in which an agency's years follow each other, so that each is opened once."""
        return (self.agency, self.year or 0, self.file)

    @property
    def folder(self) -> str:
        """Where the file lies."""
        return self.file.replace("\\", "/").rpartition("/")[0]


def filed_of(report: Report, match: Match | None = None, audited: bool = True) -> Filed:
    """What is kept of `report` (which bears its final agency key)."""
    known = match is not None and match.agency is not None
    unit_of_file, source, _ = from_file_name(report.file)
    return Filed(
        file=report.file,
        sha256=report.sha256,
        agency=report.agency_key,
        unit=report.unit,
        year=report.year,
        proven=bool(report.unit)
        and report.year is not None
        and report.unit_from in _PROVES
        and report.year_from in _PROVES,
        complete=report.status is Status.READ,
        published=report.published,
        readable=report.status is not Status.UNREADABLE,
        placed=known or bool(own_region(report.unit) or folder_region(report.file)),
        audited=audited,
        how=match.how if match else How.NONE,
        candidates=match.candidates if match else (),
        file_unit=unit_of_file if source == "file" and report.unit_from != "file" else "",
        signatures=_signatures(report),
        titles=_titles(report),
    )


def entered(item: Filed, agency: str, match: Match, audited: bool) -> Filed:
    """What `filed_of` gave of a report by itself, now that its place among the others is known."""
    return replace(
        item,
        agency=agency,
        placed=item.placed or match.agency is not None,
        audited=audited,
        how=match.how,
        candidates=match.candidates,
    )


def _signatures(report: Report) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for number in (max(report.sections, default=0), 0):
        section = report.sections.get(number)
        for passage in section.passages if section else ():
            if passage.role is Role.SIGNATURE and passage.end - passage.start <= _LONGEST:
                text = fold(section.text[passage.start : passage.end]) if section else ""
                text = re.sub(r"\d{4}年\d{1,2}月\d{1,2}日.*$", "", text)
                if is_agency(text):
                    found[text] = None
    return tuple(found)


def _titles(report: Report) -> tuple[tuple[str, int | None], ...]:
    """Titles of annual reports that stand as paragraphs of their own and are not this report's."""
    found: dict[tuple[str, int | None], None] = {}
    own = (fold(report.unit), report.year)
    for number in sorted(report.sections):
        section = report.sections[number]
        for passage in section.passages:
            if passage.end - passage.start > _LONGEST or passage.role is Role.NOTE:
                continue
            text = fold(section.text[passage.start : passage.end])
            if not text.endswith(("报告", "年报")) or "《" in text or _ORDINAL.match(text):
                continue
            if _TITLE.fullmatch(text) is None:
                continue
            unit, year = fold(unit_of(text)), year_of(text)
            if is_agency(unit) and (unit, year) != own and year is not None:
                found[unit, year] = None
    for said in report.diagnostics:  # a whole report beside this one was left out on reading
        for year in re.findall(r"(\d{4})年度", said.message) if said.code == "report.several" else ():
            if (own[0], int(year)) != own:
                found[own[0], int(year)] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Superseded:
    """A file that another one stands for."""

    by: str
    reason: str  # in Chinese
    copy: bool  # the very same bytes


def superseded(filed: Iterable[Filed]) -> dict[str, Superseded]:
    """Files that another file stands for, of one agency and year (docx and pdf, 初稿 and 修改稿) or of
    the same bytes. Independent of order. Agencies whose region nobody tells are taken for one only
    within a folder."""
    chosen: dict[tuple[object, ...], Filed] = {}
    found: dict[str, Superseded] = {}
    for item in sorted(filed, key=lambda item: item.standing, reverse=True):
        same = chosen.setdefault(("bytes", item.sha256 or item.file), item)
        if same is item and item.proven:
            where = "" if item.placed else item.folder
            same = chosen.setdefault(("agency", item.agency, item.year, where), item)
        if same is item:
            continue
        copy = bool(item.sha256) and same.sha256 == item.sha256
        why = "内容完全相同" if copy else "是同一机关同一年度的报告"
        found[item.file] = Superseded(same.file, f"与“{same.file}”{why}，只审那一份", copy)
    return found
