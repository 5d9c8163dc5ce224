"""A basis may say which reporting years it governs; a finding cites only what governs its report."""

from __future__ import annotations

import pytest

from auditor.rules.model import Basis


@pytest.mark.parametrize(
    ("first", "last", "year", "governs"),
    [
        (2021, None, 2021, True),
        (2021, None, 2020, False),
        (2019, 2020, 2020, True),
        (2019, 2020, 2021, False),
        (None, None, 2012, True),
        (2021, None, None, True),
    ],
)
def test_a_document_governs_the_years_it_names(
    first: int | None, last: int | None, year: int | None, governs: bool
) -> None:
    assert Basis("国办公开办函〔2021〕30号", "表三", first, last).governs(year) is governs
