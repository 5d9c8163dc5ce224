"""Reports to measure with: true reports in seeded layouts, the generator of tests/layouts."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.layouts.corpus import RENDERERS
from tests.layouts.layout import random_layout
from tests.layouts.truth import true_report


def reports(format: str, count: int, first: int = 0) -> list[bytes]:
    """`count` different files of a format ("docx", "html", "text"), always the same ones; UTF-8 and
    the usual part names, so that a bare extraction can read them too."""
    out = []
    for seed in range(first, first + count):
        layout = replace(random_layout(format, seed), encoding="utf-8", declared="right", main="document.xml")
        out.append(RENDERERS[format](true_report(seed), layout)[0])
    return out
