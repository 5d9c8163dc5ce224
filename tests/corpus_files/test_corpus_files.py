"""A tenth of the corpus: no cell of any digital file is read wrong, hardly one given up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus_files.__main__ import Row, has, row_of, seeds_of, verdicts_of
from tests.corpus_files.kinds import KINDS, Kind
from tests.layouts.check import examples
from tests.tools import missing

# The kinds that the tests of layouts and of printed pages have as well, and those for which another
# program is started, take fewer.
SHARES = {"text": 0.04, "html": 0.04, "docx": 0.04, "pdf-own": 0.05, "ofd": 0.05, "web": 0.1}
_WITH_PROGRAM = 0.034
_SAME_ROAD = {"wps", "docx-office"}  # read as .doc and .docx are; in the whole corpus only
_PACKAGES = {"soffice": "libreoffice-writer-nogui", "chromium": "chromium"}


def _share(kind: Kind) -> float:
    return _WITH_PROGRAM if kind.needs else SHARES.get(kind.name, 0.1)


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, id=kind.name)
        for kind in KINDS
        if kind.name not in _SAME_ROAD and kind.reads != "ocr"  # those are in tests/scan/test_corpus.py
    ],
)
def test_no_cell_is_read_wrong_and_hardly_one_given_up(kind: Kind, tmp_path: Path) -> None:
    for program in (kind.needs, kind.reads):
        if not has(program):
            missing(f"{program} (package {_PACKAGES[program]})")
    verdicts = verdicts_of(kind, seeds_of(kind, _share(kind)), tmp_path)
    assert verdicts
    row = row_of(kind, verdicts)
    assert row.wrong == 0, examples(verdicts)
    if kind.name.startswith("plain-"):
        return  # one file whose columns do not show is half of what is looked at here
    # In so few files one row that the source does not tell is a great share.
    assert row.given_up <= max(7, kind.given_up * row.cells), examples(verdicts)


def test_the_whole_corpus_has_more_than_two_thousand_files_and_every_format() -> None:
    assert sum(kind.count for kind in KINDS) > 2_000
    assert {kind.name.split("-")[0] for kind in KINDS} >= {
        *("text", "markdown", "html", "web", "mht", "docx", "doc", "wps", "rtf", "odt", "wordml"),
        *("xlsx", "xls", "pdf", "ofd", "scan"),
    }


def test_one_wrong_cell_breaks_the_bound_whatever_the_share() -> None:
    kind = KINDS[0]
    assert not Row(kind, 1, 200_000, 1, 0, 0).holds
    assert Row(kind, 1, 200_000, 0, 600, 0).holds and not Row(kind, 1, 200_000, 0, 601, 0).holds


def test_of_scans_of_150_dots_three_cells_in_sixty_thousand_may_be_wrong_and_of_200_none() -> None:
    coarse, fine = (next(kind for kind in KINDS if kind.name == name) for name in ("scan-150", "scan-200"))
    assert Row(coarse, 1, 60_000, 3, 0, 0).holds and not Row(coarse, 1, 60_000, 4, 0, 0).holds
    assert not Row(fine, 1, 60_000, 1, 0, 0).holds and not Row(fine, 1, 60_000, 0, 1_201, 0).holds


def test_a_share_of_the_corpus_is_the_same_every_time() -> None:
    for kind in KINDS:
        assert seeds_of(kind, 0.1) == seeds_of(kind, 0.1)
        assert len(seeds_of(kind, 1.0)) == kind.count
