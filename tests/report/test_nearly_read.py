"""Heads and labels of which a scan read one character wrong, one more or one less, or nothing at all: what is
nearly a name is that name, what may be one is there and open, and no figure goes to another's cell."""

from __future__ import annotations

import pytest

from auditor.report.tables.labels import is_near
from auditor.report.value import State
from tests.report.table_three import COLUMNS, OPEN, cells, drawn, full, row_of, rows_of

NAMES = ("新收", "予以公开", "部分公开", "结转下年")
BODY = [[name, *full(10 * at)] for at, name in enumerate(NAMES, 1)]
WHOLE = [list(full(10 * at)) for at in range(1, 5)]


def head(**seen: str) -> str:
    """The inner row of a head, some columns as a scan has them."""
    return cells("项目", *(seen.get(name, name) for name in COLUMNS))


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("商业企业", True),
        ("业企业", True),
        ("商业企", True),
        ("商亚企业", True),
        ("商业1企业", True),
        ("商业企业1", True),
        ("企业", False),
        ("商亚仝业", False),
        ("1商业企业1", False),
    ],
)
def test_a_name_with_one_character_wrong_lost_or_added_is_near(text: str, near: bool) -> None:
    assert is_near(text, "商业企业") is near


def test_a_name_of_two_characters_has_none_near() -> None:
    assert is_near("总计", "总计") and not is_near("总", "总计") and not is_near("息计", "总计")


@pytest.mark.parametrize(
    "seen",
    [
        {"社会公益组织": "社会公益组织1", "法律服务机构": "法律服机构"},
        {"自然人": "目然人", "科研机构": "科妍机构", "总计": "怠计"},
        {"其他": "共他", "总计": "总汁"},
    ],
)
def test_a_head_of_which_several_names_are_nearly_read_tells_the_columns(seen: dict[str, str]) -> None:
    report = drawn(([head(**seen)], BODY))
    assert rows_of(report, *NAMES) == WHOLE
    assert report.tables["表三"].missing_columns == ()


@pytest.mark.parametrize("first", ["�业", "�", "商业"])
@pytest.mark.parametrize("third", ["科研", "�研"])
def test_a_name_in_two_cells_of_which_half_was_lost_is_over_both(first: str, third: str) -> None:
    top = cells("项目", "自然人", first, "企业", third, "机构", *COLUMNS[3:])
    body = [[name, one, two, "", three, "", *rest] for name, one, two, three, *rest in BODY]
    assert rows_of(drawn(([top], body)), *NAMES) == WHOLE


def test_a_subtotal_is_not_read_as_the_column_whose_name_was_not_understood() -> None:
    """Seven figures under six names and a 小计: by their order each would be another's."""
    top = cells("项目", "自然人", "商业企业", "科研机构", "祉佘公盖组识", "其他", "小计", "总计")
    body = [[name, 1, 2, 3, 4, 5, 14, 15] for name in NAMES]
    report = drawn(([top], body))
    assert rows_of(report, *NAMES) == [OPEN] * 4


def test_a_total_under_an_unread_name_is_no_other_columns_figure() -> None:
    """Six figures stand under six names, and the total outside is not the last of them."""
    body = [["新收", 49, "", 3, 23, 26, 7, 108], ["予以公开", 19, "", "", "", "", 7, 26]]
    body += [[name, *[""] * 7] for name in ("上年结转", "部分公开", "结转下年")]
    report = drawn(([head(总计="�")], body))
    open_, blank = State.ILLEGIBLE, State.BLANK
    assert row_of(report, "新收") == [49, blank, 3, 23, 26, 7, open_]
    assert row_of(report, "予以公开") == [19, blank, blank, blank, blank, 7, open_]
    assert report.tables["表三"].missing_columns == ()


def test_a_column_of_blanks_below_an_unread_name_is_not_missing() -> None:
    body = [[name, "", *figures[1:]] for name, *figures in BODY]
    report = drawn(([head(自然人="�")], body))
    assert report.tables["表三"].missing_columns == ()
    assert {row[0] for row in rows_of(report, *NAMES)} == {State.ILLEGIBLE}


@pytest.mark.parametrize("label", [["三、本年度办理结果", "�"], ["（一）予以公开", "�"], ["�", "�"]])
def test_a_row_whose_label_was_not_read_is_there_and_open(label: list[str]) -> None:
    names = ("新收", "上年结转", "予以公开", "部分公开")
    body: list[list[object]] = [[name, name, *full(10 * at)] for at, name in enumerate(names, 1)]
    body[2][:2] = label
    report = drawn(([cells("项目", "项目", *COLUMNS)], body))
    assert rows_of(report, *names) == [WHOLE[0], WHOLE[1], OPEN, WHOLE[3]]
    assert "予以公开" not in report.tables["表三"].missing_rows


def test_the_figures_of_two_rows_that_run_together_are_neithers() -> None:
    """As where the line between them was not found: a figure alone may stand over a blank or under one."""
    both = ["（七）总计四、结转下年度继续办理", "34�", "10�", 119, "10�", "28�", "23�", "33�"]
    report = drawn(([head()], [*BODY[:3], both]))
    assert rows_of(report, "结转下年", "办理总计") == [OPEN] * 2
