"""The order of table three's columns: the head's, unless its widths are wrong; told by the rows' sums."""

from __future__ import annotations

import pytest

from auditor.report.value import State
from tests.report.table_three import COLUMNS, OPEN, cells, drawn, full, rows_of, written

BODY = (("新收", *full(21)), ("上年结转", *full(31)), ("予以公开", *full(41)))
NAMES = ("新收", "上年结转", "予以公开")
PLAIN = [list(full(first)) for first in (21, 31, 41)]
LEAVES = COLUMNS[1:6]
GROUP = "法人或其他组织"


def storeys(width: int, span: str = "") -> list[str]:
    """A head whose upper storey gives the legal persons `width` columns, and 科研机构 those of `span`."""
    upper = cells(*(f"<td rowspan=2>{name}</td>" for name in ("项目", "自然人")))
    upper += f"<td colspan={width}>{GROUP}</td><td rowspan=2>总计</td>"
    return [upper, cells(*(f"<td{span if name == '科研机构' else ''}>{name}</td>" for name in LEAVES))]


@pytest.mark.parametrize("head", [storeys(5, " colspan=2"), storeys(4)], ids=["a leaf", "the group"])
def test_a_wrong_width_in_the_head_does_not_move_the_total(head: list[str]) -> None:
    assert rows_of(drawn((head, BODY)), *NAMES) == PLAIN


def test_where_no_row_adds_up_a_wrong_width_leaves_the_columns_open() -> None:
    body = [(label, *own[:-1], 999) for label, *own in BODY]
    assert rows_of(drawn((storeys(4), body)), *NAMES) == [OPEN] * 3


def test_noughts_are_noughts_in_any_order() -> None:
    body = [(label, *[0] * 7) for label, *_ in BODY]
    assert rows_of(drawn((storeys(4), body)), *NAMES) == [[0] * 7] * 3


def test_full_rows_that_were_moved_do_not_move_the_others() -> None:
    """新收 begins one column behind its place, and is the only row without a blank."""
    head = [storeys(5)[0].replace("2>总计", "2 colspan=2>总计"), storeys(5)[1]]
    sole = ["上年结转", "", 1900, "", "", "", "", "<td colspan=2></td>"]
    own = [State.BLANK, 1900, *[State.BLANK] * 5]
    rows = [["新收", "", *full(21)], sole]
    assert rows_of(drawn((head, rows)), *NAMES[:2]) == [PLAIN[0], OPEN]  # either was moved
    rows.append(["予以公开", 5, "", "", 6, "", "", "<td colspan=2>11</td>"])
    third = [5, State.BLANK, State.BLANK, 6, State.BLANK, State.BLANK, 11]
    assert rows_of(drawn((head, rows)), *NAMES) == [PLAIN[0], own, third]


def ordered(names: tuple[str, ...]) -> list[list[object]]:
    """The body with its columns as `names` have them."""
    at = [COLUMNS.index(name) for name in names]
    return [[label, *(own[index] for index in at)] for label, *own in BODY]


FLAT = (
    ("总计", *COLUMNS[:-1]),
    (*COLUMNS[1:6], "自然人", "总计"),
    ("自然人", "科研机构", "商业企业", *COLUMNS[3:]),
)


@pytest.mark.parametrize("gap", ["\t", " "], ids=["tabs", "gaps"])
@pytest.mark.parametrize("names", FLAT)
def test_a_line_that_names_all_columns_gives_their_order(names: tuple[str, ...], gap: str) -> None:
    report = written([gap.join(("项目", *names))], ordered(names), gap)
    assert rows_of(report, *NAMES) == PLAIN


@pytest.mark.parametrize("total_first", [True, False])
def test_two_lines_give_the_order_where_the_upper_holds_the_place_of_the_lower(total_first: bool) -> None:
    outer = ("总计", "自然人") if total_first else ("自然人",)
    upper = " ".join(("项目", *outer, GROUP, *(() if total_first else ("总计",))))
    lower = ("科研机构", "商业企业", *COLUMNS[3:6])
    names = (*outer, *lower, *(() if total_first else ("总计",)))
    report = written([upper, " ".join(lower)], ordered(names), " ")
    assert rows_of(report, *NAMES) == PLAIN


def test_lines_that_the_sums_contradict_leave_the_columns_open() -> None:
    report = written([" ".join(("项目", *FLAT[0]))], BODY, " ")
    assert rows_of(report, *NAMES) == [OPEN] * 3


def test_the_storeys_of_a_head_in_one_line_are_no_order() -> None:
    report = written([" ".join(("项目", "自然人", GROUP, "总计", *LEAVES))], BODY, " ")
    assert rows_of(report, *NAMES) == PLAIN


def test_in_one_line_too_what_stands_before_the_group_is_told() -> None:
    report = written([" ".join(("项目", "总计", "自然人", GROUP, *LEAVES))], ordered(FLAT[0]), " ")
    assert rows_of(report, *NAMES) == PLAIN
