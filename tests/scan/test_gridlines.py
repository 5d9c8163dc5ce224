"""Lines of tables held against each other: strokes of letters are none, and letters hide none."""

from __future__ import annotations

from typing import Any

import pytest

numpy = pytest.importorskip("numpy")  # comes with the extra

from auditor.reading.page_shape import Stroke  # noqa: E402
from auditor.reading.scan.gridlines import completed, without_letters  # noqa: E402

_LINE = 220  # how dark lines are


def _dark() -> Any:
    return numpy.zeros((200, 400), numpy.uint8)


def _column(dark: Any, x: int, pieces: list[tuple[int, int]], shade: int = _LINE) -> list[Stroke]:
    for top, bottom in pieces:
        dark[top:bottom, x - 1 : x + 2] = shade
    return [(x, top, bottom) for top, bottom in pieces]


_ROWS = [(20, 60), (60, 90), (90, 130), (130, 180)]


def test_a_stroke_of_a_letter_from_row_to_row_is_no_border() -> None:
    """As in 第 where a row is no higher than its letters: other strokes cross it, and it is paler."""
    dark = _dark()
    border = _column(dark, 50, _ROWS)
    letter = _column(dark, 200, [(60, 90)], 150)
    for y in (66, 72, 78, 84):
        dark[y : y + 2, 190:211] = 150
    assert without_letters([*border, *letter], dark, stark=False) == border


@pytest.mark.parametrize("stark", [False, True])
def test_letters_at_a_border_within_a_column_do_not_take_it_away(stark: bool) -> None:
    dark = _dark()
    border = _column(dark, 50, _ROWS)
    for y in range(66, 86, 5):
        dark[y : y + 3, 40:61] = _LINE
    assert without_letters(border, dark, stark=stark) == border


def test_a_pale_border_all_the_way_down_is_one() -> None:
    """Its cells are filled with grey, or it is thinner than those around the table."""
    dark = _dark()
    borders = [*_column(dark, 50, _ROWS), *_column(dark, 300, _ROWS, 120)]
    assert without_letters(borders, dark, stark=False) == sorted(borders, key=lambda s: (s[0], s[1]))


def test_a_border_of_one_row_is_one_where_it_is_as_dark_as_the_others() -> None:
    dark = _dark()
    borders = [*_column(dark, 50, _ROWS), *_column(dark, 300, [(60, 90)])]
    assert without_letters(borders, dark, stark=False) == borders


def _ruled() -> tuple[Any, list[Stroke]]:
    """A sheet with four lines down, and these."""
    dark = _dark()
    return dark, [stroke for x in (20, 120, 220, 320) for stroke in _column(dark, x, [(20, 180)])]


def _across(dark: Any, left: int, right: int) -> None:
    dark[89:92, left:right] = _LINE


def test_a_line_under_letters_goes_on_to_the_side_of_its_cell() -> None:
    dark, down = _ruled()
    _across(dark, 20, 320)
    dark[92:100, 40:100] = _LINE  # letters touch it
    assert completed([(90.0, 120, 320)], down, dark) == [(90.0, 120, 320), (90.0, 20, 120)]


def test_letters_at_the_height_of_a_line_do_not_make_it_go_on() -> None:
    """The label beside two rows of figures is one cell, and its second line stands where these part."""
    dark, down = _ruled()
    _across(dark, 120, 320)
    dark[82:98, 34:108] = _LINE
    assert completed([(90.0, 120, 320)], down, dark) == [(90.0, 120, 320)]


def test_a_short_piece_is_no_line_of_the_table_that_would_go_on() -> None:
    dark, down = _ruled()
    _across(dark, 20, 320)
    assert completed([(90.0, 130, 170)], down, dark) == [(90.0, 130, 170)]
