"""True reports as scans: printed by LibreOffice, laid askew, made noisy and compressed, as pages of a PDF or
as one picture. Needs LibreOffice and what the extra `ocr` brings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tests.layouts.build import Built, Tabled
from tests.layouts.corpus import Variant

_MOST = 16  # pages: in a longer print LibreOffice has left a row one of its lines a page


def scanned_reports(dpi: int, shift: int) -> Callable[[Sequence[int], Path], list[Variant]]:
    """Whole reports without most of their prose, an image-only PDF each."""

    def make(seeds: Sequence[int], folder: Path) -> list[Variant]:
        from tests.scan.prints import prints, short
        from tests.scan.scanner import Scanner, filed, pages_of, scanned

        made = []
        for each in prints([seed + shift for seed in seeds], folder, short):
            scanner = Scanner.of(each.seed, dpi)
            pages = pages_of(each.pdf, dpi)
            if len(pages) > _MOST:
                continue
            pictures = [scanned(page, scanner, 100 * each.seed + n) for n, page in enumerate(pages)]
            data = filed(pictures, "pdf", dpi, jpeg=scanner.jpeg or 95)
            made.append(Variant(f"scan-{each.seed:05d}-{dpi}.pdf", data, each.built))
        return made

    return make


def scanned_tables(form: str, dpi: int, shift: int) -> Callable[[Sequence[int], Path], list[Variant]]:
    """A picture ("png", "jpg") of a page with the title and table two or table four: what fits on one."""

    def make(seeds: Sequence[int], folder: Path) -> list[Variant]:
        from tests.scan.prints import prints
        from tests.scan.scanner import Scanner, filed, pages_of, scanned

        made = []
        numbers = [seed + shift for seed in seeds]
        for each in prints(numbers, folder, _one_table):
            scanner = Scanner.of(each.seed, dpi)
            page = scanned(pages_of(each.pdf, dpi)[0], scanner, each.seed)
            data = filed([page], form, dpi, jpeg=scanner.jpeg or 95)
            made.append(Variant(f"scan-{each.seed:05d}-{dpi}.{form}", data, each.built))
        return made

    return make


def _one_table(built: Built) -> Built:
    """The title and one of the tables that fit on a page, and the truth of that table alone: of a mixture of
    the formats' tables it does not show that it is one."""
    number = 2 if built.layout.seed % 2 else 4
    name = {2: "表二.", 4: "表四."}[number]
    blocks = [
        block
        for block in built.blocks
        if (
            block.number == number
            if isinstance(block, Tabled)
            else block.kind == "title" or block.section == number
        )
    ]
    answers = {
        path: right
        for path, right in built.answers.items()
        if path.startswith(name) and right != {("absent", None)}
    }
    lossy = frozenset(path for path in built.lossy if path.startswith(name))
    return replace(built, blocks=tuple(blocks), answers=answers, lossy=lossy)
