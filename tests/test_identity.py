"""What is made once of each object, whatever equals it."""

from __future__ import annotations

from auditor.base import identity
from auditor.base.identity import by_identity


def test_each_object_is_asked_for_once_and_equal_ones_each_for_themselves() -> None:
    made: list[list[int]] = []

    @by_identity
    def total(of: list[int]) -> int:
        made.append(of)
        return sum(of)

    one, other = [1, 2], [1, 2]
    assert [total(one), total(one), total(other), total(one)] == [3, 3, 3, 3]
    assert [each is one for each in made] == [True, False]


def test_what_is_forgotten_is_made_again() -> None:
    made: list[int] = []

    @by_identity
    def size(of: list[int]) -> int:
        made.append(len(of))
        return len(of)

    lists = [[0] * n for n in range(2 * identity._MOST)]
    assert [size(each) for each in lists] == list(range(len(lists)))
    assert [size(each) for each in lists] == list(range(len(lists)))  # right, whatever was forgotten
    assert len(made) == 2 * len(lists)
