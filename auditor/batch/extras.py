"""What forms of output and the store want to know of every report, found out where the report is at hand."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from auditor.batch.thaw import know
from auditor.findings.dossier import Figures, figures_of
from auditor.report.contract import report_to_json, to_line
from auditor.report.model import Report


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store keeps of a report: `contract` is auditor.report/1 as compressed JSON."""

    file: str
    sha256: str
    unit: str
    agency: str
    year: int | None
    status: str
    contract: bytes


know(Kept)


def head_of(report: Report) -> Figures:
    """Template and hash, without the figures."""
    return replace(figures_of(report), cells={})


def contract_of(report: Report) -> bytes:
    """The report as the store keeps it."""
    return zlib.compress(to_line(report_to_json(report)).encode("utf-8", "surrogatepass"), 6)


def kept_of(report: Report) -> Kept:
    """What the store keeps of it."""
    return Kept(
        report.file,
        report.sha256,
        report.unit,
        report.agency_key,
        report.year,
        report.status.value,
        contract_of(report),
    )


EXTRAS: Mapping[str, Callable[[Report], object]] = {
    "figures": figures_of,
    "heads": head_of,
    "kept": kept_of,
}
