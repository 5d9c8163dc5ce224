"""Heads and labels as scans have them: no figure is read in another's place, nothing is said to be missing
that is there."""

from __future__ import annotations

import pytest

from tests.layouts.misread import judged


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_figures_are_read_under_their_own_names_or_not_at_all(first: int) -> None:
    wrong = [
        f"{verdict.variant.name} {miss}" for verdict in judged(first, 50, 0.01) for miss in verdict.wrong
    ]
    assert wrong == []


def test_most_cells_of_tables_with_misread_words_are_read() -> None:
    verdicts = list(judged(500, 50, 0.01))
    given_up = sum(len(verdict.illegible) for verdict in verdicts)
    assert given_up < 0.04 * sum(verdict.cells for verdict in verdicts)
