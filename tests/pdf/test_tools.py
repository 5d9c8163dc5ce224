"""The same reports printed by LibreOffice and Chromium. Skipped where the tool is not installed (see
tests.tools)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from auditor.base.text import fold
from tests.layouts.check import Miss, Verdict, examples, judge, lexicons
from tests.layouts.corpus import Variant
from tests.pdf import convert
from tests.pdf.sources import look_of, printed, web_source, word_source
from tests.tools import missing

OFFICE_SEEDS = (0, 1, 3, 17, 22)  # rows cut and whole, heads repeated, both borders
BROWSER_SEEDS = (2, 21, 27)


def _needs(program: str | None, name: str, package: str) -> None:
    if program is None:
        missing(f"{name} (package {package})")


def _judged(
    kind: str,
    seeds: tuple[int, ...],
    folder: Path,
    source: Callable[..., bytes],
    convert_all: Callable[[Mapping[str, bytes], Path], dict[str, bytes]],
    *,
    ruled: bool = True,
) -> list[Verdict]:
    sources = {f"{kind}-{seed:03d}": source(printed(seed), look_of(seed), ruled) for seed in seeds}
    files = convert_all(sources, folder)
    words = lexicons()
    return [
        judge(Variant(f"{name}.pdf", data, printed(seed)), words)
        for (name, data), seed in zip(files.items(), seeds, strict=True)
    ]


def _misses(verdicts: list[Verdict]) -> list[Miss]:
    return [miss for verdict in verdicts for miss in (*verdict.wrong, *verdict.illegible)]


def test_what_libreoffice_prints_is_read_to_the_last_cell(tmp_path: Path) -> None:
    _needs(convert.office(), "LibreOffice", "libreoffice-writer-nogui")
    verdicts = _judged("lo", OFFICE_SEEDS, tmp_path, word_source, convert.by_office)
    assert not _misses(verdicts), examples(verdicts)
    assert not [fault for verdict in verdicts for fault in verdict.faults], examples(verdicts)


def test_what_chromium_prints_is_read_to_the_last_cell(tmp_path: Path) -> None:
    _needs(convert.browser(), "Chromium", "chromium")
    verdicts = _judged("ch", BROWSER_SEEDS, tmp_path, web_source, convert.by_browser)
    assert not _misses(verdicts), examples(verdicts)
    assert not [fault for verdict in verdicts for fault in verdict.faults], examples(verdicts)


def test_without_rulings_no_number_is_wrong_though_many_are_given_up(tmp_path: Path) -> None:
    _needs(convert.office(), "LibreOffice", "libreoffice-writer-nogui")
    verdicts = _judged("lou", OFFICE_SEEDS, tmp_path, word_source, convert.by_office, ruled=False)
    wrong = [
        miss for verdict in verdicts for miss in verdict.wrong if miss.read[0] not in {"absent", "illegible"}
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_pdfplumber_finds_the_same_cells(tmp_path: Path) -> None:
    _needs(convert.office(), "LibreOffice", "libreoffice-writer-nogui")
    pdfplumber = pytest.importorskip("pdfplumber")
    from auditor.reading.document import Document, Table
    from auditor.reading.open import read_bytes

    data = convert.by_office({"a": word_source(printed(1), look_of(1))}, tmp_path)["a"]
    document = read_bytes(data)
    assert isinstance(document, Document)
    ours = [fold(c.text) for b in document.blocks if isinstance(b, Table) for c in b.cells if c.text]
    with pdfplumber.open(tmp_path / "a.pdf") as pdf:
        theirs = [
            fold(text)
            for page in pdf.pages
            for table in page.extract_tables()
            for row in table
            for text in row
            if text
        ]
    figures = [text for text in ours if text.isdigit()]
    assert len(figures) > 150 and figures == [text for text in theirs if text.isdigit()]


def test_where_one_font_has_lost_its_table_no_number_is_wrong(tmp_path: Path) -> None:
    """Fonts cut down to what is used number their characters anew: their codes look like other text."""
    _needs(convert.office(), "LibreOffice", "libreoffice-writer-nogui")
    data = convert.by_office({"a": word_source(printed(3), look_of(3))}, tmp_path)["a"]
    words, mark, at = lexicons(), b"/ToUnicode", data.find(b"/ToUnicode")
    seen = 0
    while at >= 0:
        spoilt = data[:at] + b"/ToUnicodX" + data[at + len(mark) :]
        verdict = judge(Variant("a.pdf", spoilt, printed(3)), words)
        wrong = [miss for miss in verdict.wrong if miss.read[0] not in {"absent", "unread"}]
        assert not wrong, "\n".join(map(str, wrong))
        seen, at = seen + 1, data.find(mark, at + 1)
    assert seen >= 3
