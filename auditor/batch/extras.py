"""What forms of output want to know of every report, found out where the report is at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from auditor.findings.dossier import Figures, figures_of
from auditor.report.model import Report


def head_of(report: Report) -> Figures:
    """Template and hash, without the figures."""
    return replace(figures_of(report), cells={})


EXTRAS: Mapping[str, Callable[[Report], object]] = {"figures": figures_of, "heads": head_of}
