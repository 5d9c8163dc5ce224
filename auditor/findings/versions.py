"""Several files of one agency and year (docx and pdf, 初稿 and 修改稿): one is audited, the others named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from auditor.report.model import Report, Status

# Only what the report says of itself makes two files one report; a folder's name proves nothing.
_PROVES = frozenset({"title", "text", "page", "metadata"})
_DRAFT = re.compile("草稿|初稿|征求意见|送审|未定稿|draft", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """What is kept of a report to compare it with the others of the run."""

    file: str
    sha256: str
    agency: str
    year: int | None
    proven: bool
    complete: bool
    published: date | None

    @property
    def standing(self) -> tuple[bool, bool, date, str]:
        """Higher stands for the agency's year: read whole, no draft, published later, later name."""
        return (self.complete, not _DRAFT.search(self.file), self.published or date.min, self.file)


def identity_of(report: Report) -> Identity:
    """What `report` is compared by."""
    return Identity(
        file=report.file,
        sha256=report.sha256,
        agency=report.agency_key,
        year=report.year,
        proven=bool(report.unit)
        and report.year is not None
        and report.unit_from in _PROVES
        and report.year_from in _PROVES,
        complete=report.status is Status.READ,
        published=report.published,
    )


def superseded(reports: Iterable[Identity]) -> dict[str, str]:
    """Files that another file stands for, each with the reason in Chinese. Independent of order."""
    chosen: dict[tuple[object, ...], Identity] = {}
    reasons: dict[str, str] = {}
    for found in sorted(reports, key=lambda item: item.standing, reverse=True):
        same = chosen.setdefault(("bytes", found.sha256), found)
        if same is found and found.proven:
            same = chosen.setdefault(("agency", found.agency, found.year), found)
        if same is found:
            continue
        copy = same.sha256 == found.sha256
        why = "内容完全相同" if copy else "是同一机关同一年度的报告"
        reasons[found.file] = f"与“{same.file}”{why}，只审那一份"
    return reasons
