"""True reports printed to PDF by LibreOffice in the fonts that offices use, as far as they are at hand."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tests.layouts.build import Built, Tabled, build
from tests.layouts.truth import true_report
from tests.pdf.convert import by_office, is_whole
from tests.pdf.sources import Look, look_of, printed_layout, word_source

# Chinese type and the type of the figures beside it.
_CHINESE = ("Noto Serif CJK SC", "Noto Sans CJK SC", "AR PL UMing CN", "AR PL UKai CN", "WenQuanYi Zen Hei")
_FIGURES = ("Liberation Serif", "Liberation Sans", "DejaVu Serif")


@dataclass(frozen=True, slots=True)
class Print:
    """A printed report: its truth, its look, and the PDF."""

    seed: int
    built: Built
    look: Look
    pdf: bytes


@cache
def _fonts() -> str:
    program = shutil.which("fc-list")
    if program is None:
        return ""
    return subprocess.run([program, ":", "family"], capture_output=True, check=True).stdout.decode("utf-8")


def print_look(seed: int) -> tuple[Look, str]:
    """A look with one of the fonts at hand, and the font of its figures ("" for the same)."""
    rng = random.Random(f"print {seed}")
    chinese = [font for font in _CHINESE if font in _fonts()] or list(_CHINESE[:1])
    figures = ["", *(font for font in _FIGURES if font in _fonts())]
    look = look_of(seed)
    return replace(look, font=rng.choice(chinese), cell=max(look.cell, 9.0)), rng.choice(figures)


def short(built: Built) -> Built:
    """Without most of its prose: tables are what takes pages."""
    kept = [
        block
        for block in built.blocks
        if isinstance(block, Tabled) or block.kind in {"title", "heading", "caption", "note", "signature"}
    ]
    return replace(built, blocks=tuple(kept))


def prints(seeds: Sequence[int], folder: Path, cut: Callable[[Built], Built] | None = None) -> list[Print]:
    """Each seed's report, in one run of LibreOffice; of it what `cut` leaves. Prints that lost rows are left
    out."""
    made: dict[int, tuple[Built, Look]] = {}
    sources: dict[str, bytes] = {}
    for seed in seeds:
        built = build(true_report(seed), printed_layout(seed))
        built = cut(built) if cut else built
        look, figures = print_look(seed)
        source = word_source(built, look)
        made[seed] = (built, look)
        sources[str(seed)] = _with_figures(source, look.font, figures) if figures else source
    printed = by_office(sources, folder)
    return [
        Print(seed, *made[seed], printed[str(seed)])
        for seed in seeds
        if is_whole(printed[str(seed)], sources[str(seed)])
    ]


def _with_figures(source: bytes, font: str, figures: str) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(source)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            text = old.read(name).decode("utf-8")
            text = text.replace(
                f'w:ascii="{font}" w:hAnsi="{font}"', f'w:ascii="{figures}" w:hAnsi="{figures}"'
            )
            new.writestr(name, text.encode("utf-8"))
    return stream.getvalue()
