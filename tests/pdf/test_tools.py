"""The same reports printed by LibreOffice and Chromium. Skipped where the tool is not installed (see
tests.tools)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.base.text import fold
from auditor.reading.limits import DEFAULT
from auditor.reading.open import read_bytes
from tests.layouts import check
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


def _judged(files: Mapping[str, bytes], kind: str, seeds: tuple[int, ...]) -> list[Verdict]:
    words = lexicons()
    return [
        judge(Variant(f"{name}.pdf", files[name], printed(seed)), words)
        for seed in seeds
        for name in [f"{kind}-{seed:03d}"]
    ]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The seeds' reports as LibreOffice prints them, in one run: with lines ("lo") and without ("lou")."""
    _needs(convert.office(), "LibreOffice", "libreoffice-writer-nogui")
    kinds = (("lo", True), ("lou", False))
    sources = {
        f"{kind}-{seed:03d}": word_source(printed(seed), look_of(seed), ruled)
        for kind, ruled in kinds
        for seed in OFFICE_SEEDS
    }
    return convert.by_office(sources, tmp_path_factory.mktemp("office"))


def _misses(verdicts: list[Verdict]) -> list[Miss]:
    return [miss for verdict in verdicts for miss in (*verdict.wrong, *verdict.illegible)]


def test_what_libreoffice_prints_is_read_to_the_last_cell(office: dict[str, bytes]) -> None:
    verdicts = _judged(office, "lo", OFFICE_SEEDS)
    assert not _misses(verdicts), examples(verdicts)
    assert not [fault for verdict in verdicts for fault in verdict.faults], examples(verdicts)


def test_what_chromium_prints_is_read_to_the_last_cell(tmp_path: Path) -> None:
    _needs(convert.browser(), "Chromium", "chromium")
    sources = {f"ch-{seed:03d}": web_source(printed(seed), look_of(seed)) for seed in BROWSER_SEEDS}
    verdicts = _judged(convert.by_browser(sources, tmp_path), "ch", BROWSER_SEEDS)
    assert not _misses(verdicts), examples(verdicts)
    assert not [fault for verdict in verdicts for fault in verdict.faults], examples(verdicts)


def test_without_rulings_no_number_is_wrong_though_many_are_given_up(
    office: dict[str, bytes],
) -> None:
    verdicts = _judged(office, "lou", OFFICE_SEEDS)
    wrong = [
        miss for verdict in verdicts for miss in verdict.wrong if miss.read[0] not in {"absent", "illegible"}
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_pdfplumber_finds_the_same_cells(office: dict[str, bytes]) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    from auditor.reading.document import Document, Table

    data = office["lo-001"]
    document = read_bytes(data)
    assert isinstance(document, Document)
    ours = [fold(c.text) for b in document.blocks if isinstance(b, Table) for c in b.cells if c.text]
    with pdfplumber.open(io.BytesIO(data)) as pdf:
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


def test_where_one_font_has_lost_its_table_no_number_is_wrong(
    office: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fonts cut down to what is used number their characters anew: their codes look like other text."""
    plain = replace(DEFAULT, recognise=False)
    monkeypatch.setattr(check, "open_document", lambda data, name: read_bytes(data, plain, name))
    data = office["lo-003"]
    words, mark, at = lexicons(), b"/ToUnicode", data.find(b"/ToUnicode")
    seen = 0
    while at >= 0:
        spoilt = data[:at] + b"/ToUnicodX" + data[at + len(mark) :]
        verdict = judge(Variant("a.pdf", spoilt, printed(3)), words)
        wrong = [miss for miss in verdict.wrong if miss.read[0] not in {"absent", "unread"}]
        assert not wrong, "\n".join(map(str, wrong))
        seen, at = seen + 1, data.find(mark, at + 1)
    assert seen >= 3
