"""Numbers over several lines of a cell: one number where there was no room for another digit, else open."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

numpy = pytest.importorskip("numpy")  # comes with the extra

from auditor.reading.page_shape import LOST, Page  # noqa: E402
from auditor.reading.scan.cells import (  # noqa: E402
    Cell,
    _is_astray,
    _is_guess,
    _is_mixed,
    _is_no_word,
    _wrapped,
)
from auditor.reading.scan.ink import Band, ink_of  # noqa: E402
from auditor.reading.scan.judge import Line  # noqa: E402
from auditor.reading.scan.kit import PER_INCH  # noqa: E402
from auditor.reading.scan.lines import figure_chars  # noqa: E402
from auditor.reading.scan.recognise import Both, Read  # noqa: E402
from auditor.reading.scan.shapes import is_dash, is_leaning  # noqa: E402
from auditor.reading.scan.sheet import _is_noise, _is_right, _is_under_seal, _words  # noqa: E402
from auditor.reading.scan.straighten import Sheet  # noqa: E402

_STEP, _HIGH, _WIDE, _TALL = 10, 16, 60, 60


def _line(text: str, left: float, top: int, cell: int = 0) -> Line:
    """Digits `_STEP` wide from `left` of the cell of that number, all of which stand side by side."""
    x = 100 * cell
    band = Band(round(x + left), top, round(x + left + _STEP * len(text) - 2), top + _HIGH)
    return Line(band, (x, 0, x + _WIDE, _TALL), None, [], text)


def _table(side: str) -> list[Line]:
    """Numbers of one to three digits set at that side."""
    out = []
    for cell, text in enumerate(("0", "7", "12", "345", "0", "678"), start=5):
        free = _WIDE - 10 - _STEP * len(text)
        left = 5 + {"left": 0.0, "middle": free / 2, "right": float(free)}[side]
        out.append(_line(text, left, 20, cell))
    return out


def _paper(line: int = 0) -> Any:
    page = numpy.full((_TALL, 2000), 255, numpy.uint8)
    if line:
        page[line : line + 2, :_WIDE] = 180
    return page


@pytest.mark.parametrize(
    ("side", "first", "whole"),
    [
        ("left", 5, False),  # “34” and “5”: there was room for the five
        ("left", 20, True),  # not so behind spaces
        ("middle", 20, False),
        ("middle", 27, True),
        ("right", 35, False),  # nothing tells of spaces before it
    ],
)
def test_two_lines_are_one_number_only_where_the_first_is_full(side: str, first: int, whole: bool) -> None:
    table = _table(side)
    own = [_line("34", first, 5), _line("5", {"left": 5, "middle": 25, "right": 45}[side], 30)]
    assert _wrapped(own, [*table, *own], _STEP, _paper()) is whole


def test_in_a_row_that_is_one_a_number_set_at_the_right_may_go_on_anywhere() -> None:
    """Spaces behind it are not seen; at the left there are none to be seen either."""
    for side, left, whole in (("right", 45, True), ("left", 5, False)):
        own = [_line("34", {"right": 35, "left": 5}[side], 5), _line("5", left, 30)]
        assert _wrapped(own, [*_table(side), *own], _STEP, _paper(), one_row=True) is whole


def test_a_full_line_goes_on_in_any_column() -> None:
    own = [_line("1204", 10, 5), _line("5", 5, 30)]
    assert _wrapped(own, [*_table("right"), *own], _STEP, _paper())


def test_two_numbers_with_a_trace_of_a_border_between_are_not_one() -> None:
    own = [_line("1204", 10, 5), _line("5", 5, 30)]
    assert not _wrapped(own, [*_table("left"), *own], _STEP, _paper(line=25))


def test_lines_that_could_not_be_read_do_not_tell_how_wide_numbers_are() -> None:
    """A speck of dust behind a digit makes its line wider."""
    own = [_line("345", 10, 5), _line("6", 5, 30)]
    wide = _line(LOST, 5, 20, 4)
    wide.band = Band(wide.band.left, 20, wide.band.left + 50, 36)
    assert _wrapped(own, [*_table("left"), wide, *own], _STEP, _paper())


@pytest.mark.parametrize(("width", "leaning"), [(4, False), (9, True), (16, True), (40, False)])
def test_a_straight_stroke_as_high_as_a_digit_that_leans_is_a_slash(width: int, leaning: bool) -> None:
    """Upright it is a one, flat a dash; a slash may fill a square."""
    ink = numpy.zeros((40, 60), numpy.uint8)
    for y in range(_HIGH):
        x = round(4 + (width - 1) * (_HIGH - 1 - y) / (_HIGH - 1))
        ink[10 + y, x : x + 3] = 1
    rows, columns = ink.nonzero()
    band = Band(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    assert is_leaning(ink, band, _HIGH) is leaning


@pytest.mark.parametrize("left", [2, 20, 36])
def test_a_wrapped_number_set_in_one_line_stays_in_its_cell_wherever_its_first_line_stands(left: int) -> None:
    """Its last digit would be another cell's, or nobody's."""
    box = (100, 0, 160, 60)
    chars = figure_chars("22438", Band(100 + left, 5, 100 + left + 2 * _STEP, 21), _STEP, box)
    point = 72 / PER_INCH
    assert "".join(char[4] for char in chars) == "22438"
    assert all(100 * point <= char[0] < char[2] <= 160 * point for char in chars)
    assert all(one[2] <= other[0] + 0.001 for one, other in pairwise(chars))


@pytest.mark.parametrize(
    ("text", "sure", "given_up"),
    [
        ("目", (0.78,), True),  # a nought with dust on it
        ("SEO", (0.34, 0.6, 0.66), True),
        ("无", (0.6,), False),
        ("年", (0.99,), False),
        ("其他", (0.5, 0.9), False),  # a label
        ("", (), False),
    ],
)
def test_a_character_or_letters_that_are_not_sure_are_no_words(
    text: str, sure: tuple[float, ...], given_up: bool
) -> None:
    read = Both(Read(text, sure, sure), Read("0", (0.9,), (0.5,)))
    assert _is_no_word(Cell(0, (0, 0, 60, 60), [Band(20, 20, 30, 36)], [read])) is given_up


@pytest.mark.parametrize(
    ("lines", "given_up"),
    [
        ([("à", (0.73,)), ("出", (0.28,))], True),  # a nought in a cloud of dots
        ([("(o)", (0.86, 0.32, 0.74)), ("天", (0.77,))], True),
        ([("总", (0.6,)), ("计", (0.99,))], False),
        ([("无", (0.8,))], False),
    ],
)
def test_what_is_short_and_in_nothing_sure_is_a_guess(
    lines: list[tuple[str, tuple[float, ...]]], given_up: bool
) -> None:
    reads = [Both(Read(text, sure, sure), Read("0", (0.9,), (0.5,))) for text, sure in lines]
    bands = [Band(20, 20 * at, 30, 20 * at + 16) for at in range(len(lines))]
    assert _is_guess(Cell(0, (0, 0, 60, 60), bands, reads)) is given_up


@pytest.mark.parametrize(("width", "height", "dash"), [(7, 1, False), (7, 2, True), (12, 1, True)])
def test_a_short_thread_is_no_dash(width: int, height: int, dash: bool) -> None:
    ink = numpy.ones((60, 60), numpy.uint8)
    assert is_dash(ink, Band(25, 29, 25 + width, 29 + height), (0, 0, 60, 60), _HIGH) is dash


@pytest.mark.parametrize(
    ("side", "left", "astray"),
    [("right", 45, False), ("right", 10, True), ("left", 6, False), ("left", 40, True)],
)
def test_a_dash_stands_where_numbers_stand(side: str, left: int, astray: bool) -> None:
    dash = Line(Band(left, 27, left + 8, 29), (0, 0, _WIDE, _TALL), None, [], "-")
    assert _is_astray(dash, _table(side), _STEP) is astray
    assert not _is_astray(dash, [], _STEP)  # nothing tells
    low = Line(Band(left, 52, left + 8, 54), (0, 0, _WIDE, _TALL), None, [], "-")
    assert _is_astray(low, _table(side), _STEP)  # numbers stand in the middle of their cells


@pytest.mark.parametrize(
    ("texts", "mixed"),
    [
        (["O", "件"], True),  # a nought and its unit
        (["Ω", "一"], True),  # a nought and a dash of dust
        (["O（其中修订0件）"], True),
        (["l计"], False),  # 小计, in a head
        (["法人"], False),
    ],
)
def test_a_letter_is_a_misread_nought_unless_words_follow(texts: list[str], mixed: bool) -> None:
    reads = [Both(Read(text, (0.9,) * len(text), ()), Read("", (), ())) for text in texts]
    assert _is_mixed(Cell(0, (0, 0, 60, 60), [], reads)) is mixed


@pytest.mark.parametrize(
    ("text", "sure", "large", "noise"),
    [
        ("EOR", (0.3, 0.4, 0.5), False, True),  # grains
        ("24", (0.82, 0.85), False, True),
        ("國", (0.97,), True, True),  # a cloud of them
        ("五、", (0.99, 0.5), False, False),
        ("2024-03-25", (0.9,) * 10, False, False),
        ("3", (0.99,), False, False),  # a page's number
    ],
)
def test_grains_outside_tables_are_no_lines(
    text: str, sure: tuple[float, ...], large: bool, noise: bool
) -> None:
    assert _is_noise(Read(text, sure, sure), large) is noise


def test_a_page_on_which_nothing_but_a_low_mark_stands_outside_tables_has_no_words() -> None:
    """No line tells how high lines are."""
    paper = numpy.full((600, 400), 255, numpy.uint8)
    paper[300:305, 180:216] = 0
    page = Page(1, 400, 600)

    def read(crops: list[Any]) -> list[Both]:
        return [Both(Read("-", (0.9,), (0.5,)), Read("", (), ())) for _ in crops]

    lines = _words(page, paper, ink_of(paper), read)
    assert ([line.text for line in lines], page.chars) == (["-"], [])


def test_a_page_of_narrow_cells_lies_right_where_long_lines_outside_them_do() -> None:
    """Turned, its heads would be the long lines; a line across the page is one only as it lies."""
    cells = [Read(char, (0.9,), (0.5,)) for char in "结果维持纠正尚未审结" * 3]
    heading = Read("五、存在的主要问题及改进情况", (0.98,) * 14, (0.5,) * 14)
    grains = Read("：二一三11日月18日", (0.5,) * 11, (0.5,) * 11)
    assert _is_right([*cells, heading], [heading])
    assert not _is_right([*cells, grains], [grains])
    assert not _is_right([*cells, heading], [])  # a label of one character a line is a long one on its side


def test_what_stands_where_red_was_taken_away_is_under_a_seal() -> None:
    white = numpy.full((60, 60), 255, numpy.uint8)
    red = white.copy()
    red[10:50, 20:26] = 120
    assert _is_under_seal(Sheet(red, white, white), Band(22, 15, 28, 45), "1")
    assert not _is_under_seal(Sheet(red, white, white), Band(40, 15, 46, 45), "1")
    assert not _is_under_seal(Sheet(white, white, white), Band(22, 15, 28, 45), "1")
    # “50” of which the rim covers the 5; a rim beside the digits, and one across the lower half of both.
    assert _is_under_seal(Sheet(red, white, white), Band(20, 15, 34, 45), "50")
    assert not _is_under_seal(Sheet(red, white, white), Band(28, 15, 48, 45), "50")
    low = white.copy()
    low[34:40, 5:55] = 120
    assert not _is_under_seal(Sheet(low, white, white), Band(20, 15, 34, 45), "50")
