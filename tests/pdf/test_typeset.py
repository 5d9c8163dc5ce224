"""Reports set in pages by the tiny writer, in every way to draw borders and to cut tables: no tool needed."""

from __future__ import annotations

import pytest

from tests.layouts.check import Verdict, examples, judge, lexicons, table_of_features
from tests.layouts.corpus import Variant
from tests.pdf.sources import printed
from tests.pdf.typeset import RULINGS, Style, typeset_pdf

SEEDS = range(42)  # six of each ruling
GIVEN_UP = 0.001


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    words = lexicons()
    out = []
    for seed in SEEDS:
        built = printed(seed)
        data = typeset_pdf(built, Style.of(seed))
        out.append(judge(Variant(f"own-{seed:03d}.pdf", data, built), words))
    return out


def test_no_cell_of_a_ruled_report_is_read_wrong(verdicts: list[Verdict]) -> None:
    assert not [v for v in verdicts if v.wrong], examples(verdicts)


def test_hardly_a_cell_of_a_ruled_report_is_given_up(verdicts: list[Verdict]) -> None:
    share = sum(len(v.illegible) for v in verdicts) / sum(v.cells for v in verdicts)
    assert share <= GIVEN_UP, f"{share:.3%}\n{table_of_features(verdicts)}\n{examples(verdicts)}"


def test_agency_year_and_sections_are_found_and_paragraphs_whole(verdicts: list[Verdict]) -> None:
    assert not [v for v in verdicts if v.faults], examples(verdicts)


def test_every_ruling_is_among_them() -> None:
    assert {Style.of(seed).ruling for seed in SEEDS} == set(RULINGS)


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert typeset_pdf(printed(3), Style.of(3)) == typeset_pdf(printed(3), Style.of(3))
