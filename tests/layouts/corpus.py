"""Seeded variants: a true report in a layout as a file's bytes, with the truth beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.layouts.build import Built
from tests.layouts.layout import Layout, random_layout
from tests.layouts.render_docx import render_docx
from tests.layouts.render_html import render_html
from tests.layouts.render_text import render_text
from tests.layouts.truth import TrueReport, true_report

RENDERERS: dict[str, Callable[[TrueReport, Layout], tuple[bytes, Built]]] = {
    "text": render_text,
    "html": render_html,
    "docx": render_docx,
}
SUFFIXES = {"text": ".txt", "html": ".html", "docx": ".docx"}


@dataclass(frozen=True, slots=True)
class Variant:
    name: str
    data: bytes
    truth: Built


def variant(format: str, seed: int) -> Variant:
    """The seed's report in the seed's layout."""
    data, truth = RENDERERS[format](true_report(seed), random_layout(format, seed))
    return Variant(f"{format}-{seed:03d}{SUFFIXES[format]}", data, truth)
