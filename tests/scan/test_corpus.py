"""A small share of the corpus's scans: what is taken of them is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus_files.__main__ import has, row_of, seeds_of, verdicts_of
from tests.corpus_files.kinds import KINDS, Kind
from tests.layouts.check import examples
from tests.tools import missing

pytestmark = pytest.mark.usefixtures("ocr")


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in KINDS if kind.reads == "ocr"])
def test_no_cell_of_a_scan_is_read_wrong_and_few_are_given_up(kind: Kind, tmp_path: Path) -> None:
    if not has(kind.needs):
        missing("LibreOffice")
    verdicts = verdicts_of(kind, seeds_of(kind, 0.025), tmp_path)
    row = row_of(kind, verdicts)
    assert row.cells and row.wrong == 0, examples(verdicts)
    # In one page a seal that covers a row is a great share.
    assert row.given_up <= max(7, kind.given_up * row.cells), examples(verdicts)
