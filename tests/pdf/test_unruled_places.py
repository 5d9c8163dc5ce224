"""Tables without lines: which column a figure is of, where a label begins and ends, what a page keeps."""

from __future__ import annotations

import pytest

from auditor.reading.page_shape import LOST
from tests.pdf.plain import (
    LABEL,
    LEAD,
    LEFT,
    NAMES,
    SIZE,
    WIDE,
    row_of,
    rows_of,
    set_head,
    set_rows,
    tables_of,
)
from tests.pdf.writer import Sheet, width_of


def _zeros(*numbers: int) -> list[list[list[str]]]:
    return [row_of(f"{n}.行", *["0"] * 7) for n in numbers]


def _bottom(sheet: Sheet, number: int) -> None:
    sheet.text(295, 812, str(number), SIZE)


def test_a_digit_at_the_foot_that_counts_the_pages_is_a_part_of_its_figure() -> None:
    """Under the figure's first lines, on the second page a 2: no page number while rows stand below it."""
    first, second = Sheet(), Sheet()
    for number, sheet in enumerate((first, second), 1):
        end = set_rows(sheet, _zeros(1, 2, 3, 4), top=690)
        end = set_rows(sheet, [row_of("5.行", *["0"] * 6, f"9|8|{number}")], top=end, middle=False)
        set_rows(sheet, _zeros(6), top=end)
        _bottom(sheet, number)
    rows = tables_of(first, second)
    assert [row[7] for row in rows if row[0] == "5.行"] == ["981", "982"]
    assert not any("1" in row[7] or "2" in row[7] for row in rows if row[0] != "5.行")


def test_a_line_of_a_label_that_stands_alike_on_two_pages_is_no_running_head() -> None:
    first, second = Sheet(), Sheet()
    for sheet in (first, second):
        end = set_rows(sheet, [row_of("1.甲|申|请", *["5"] * 7)], top=60, middle=False)
        set_rows(sheet, _zeros(2, 3, 4, 5), top=end)
    labels = [row[0] for row in tables_of(first, second)]
    assert labels == ["1.甲申请", "2.行", "3.行", "4.行", "5.行"] * 2


def test_a_unit_that_had_no_room_beside_its_figure_is_a_part_of_it() -> None:
    sheet = Sheet()
    end = set_rows(sheet, _zeros(1, 2, 3), top=100)
    end = set_rows(sheet, [row_of("4.行", "1234|件", *["0"] * 5, "1234|件")], top=end)
    set_rows(sheet, _zeros(5, 6), top=end)
    assert tables_of(sheet)[3:5] == [["4.行", "1234件", *["0"] * 5, "1234件"], ["5.行", *["0"] * 7]]


def test_rows_that_were_shifted_at_a_pages_top_have_a_column_more() -> None:
    first, second = Sheet(), Sheet()
    set_rows(first, [row_of(f"{n}.行", *["100"] * 7) for n in range(1, 6)], top=740)
    end = set_rows(second, [row_of("6.行", "", *["200"] * 7)], top=60)
    set_rows(second, [row_of(f"{n}.行", *["300"] * 7) for n in range(7, 10)], top=end)
    rows = tables_of(first, second)
    assert [row[1:] for row in rows if row[0] == "6.行"] == [["", *["200"] * 7]]
    assert [row[1:8] for row in rows if row[0] == "7.行"] == [["300"] * 7]


def test_figures_that_stand_between_the_columns_are_in_their_order() -> None:
    """Shifted by half a column each, as many as there are: the first is the first column's."""
    sheet = Sheet()
    end = set_rows(sheet, _zeros(1, 2, 3, 4), top=100)
    sheet.text(LEFT, end, "5.行", SIZE)
    for column in range(7):
        sheet.text(LEFT + LABEL + (column + 0.5) * WIDE + 7.5, end, str(column + 1), SIZE)
    set_rows(sheet, _zeros(6, 7), top=end + LEAD)
    assert tables_of(sheet)[4][:8] == ["5.行", *"1234567"]


def test_fewer_figures_than_columns_between_these_are_no_columns() -> None:
    sheet = Sheet()
    end = set_rows(sheet, _zeros(1, 2, 3, 4), top=100)
    sheet.text(LEFT, end, "5.行", SIZE)
    for column in range(6):
        sheet.text(LEFT + LABEL + (column + 0.5) * WIDE + 7.5, end, "8", SIZE)
    set_rows(sheet, _zeros(6, 7), top=end + LEAD)
    row = next(row for row in tables_of(sheet) if row[0] == "5.行")
    assert all(not text or text.endswith(LOST) for text in row[1:])


def test_the_head_of_a_table_with_whose_figures_a_page_begins_is_on_the_page_before() -> None:
    first, second = Sheet(), Sheet()
    set_head(first, NAMES, 760)
    set_rows(second, [row_of(f"{n}.行", *[""] * 6, str(n)) for n in range(1, 8)], top=60)
    rows = rows_of(first, second)
    assert rows[0] == ["", "", "甲", "乙\n一", "乙\n二", "丙", "丁", "戊", "总\n计"]
    assert rows[7] == ["", "7.行", *[""] * 6, "7"]


def test_a_label_that_stands_over_and_under_its_mark_begins_over_it() -> None:
    """Marks in a column of their own, in the middle of the label's lines."""
    sheet = Sheet()
    y = 100.0
    for mark, label in (
        ("一、", "新收申|请的数|目"),
        ("二、", "上年结|转的|数目"),
        ("三、", "办理的|结果的|数目"),
    ):
        sheet.text(LEFT, y + LEAD, mark, SIZE)
        set_rows(sheet, [[[""] * 3, *[["7"]] * 7]], top=y)
        for number, text in enumerate(label.split("|")):
            sheet.text(LEFT + 40, y + number * LEAD, text, SIZE)
        y += 3 * LEAD + 5
    assert [row[:3] for row in tables_of(sheet)] == [
        ["新收申请的数目", "7", "7"],
        ["上年结转的数目", "7", "7"],
        ["办理的结果的数目", "7", "7"],
    ]


@pytest.mark.parametrize("side", [0.0, 0.5, 1.0])
def test_figures_of_a_small_table_are_under_the_heads_from_which_all_are_set_off_alike(side: float) -> None:
    """Set to the left, in the middle, or to the right of columns wider than their heads; one figure lacks."""
    sheet = Sheet()
    lefts, room = (LEFT + 140, LEFT + 240, LEFT + 340), 90.0
    sheet.text(LEFT, 100, "信息内容", SIZE)
    for left, name in zip(lefts, ("制发件数", "废止件数", "有效件数"), strict=True):
        sheet.text(left + (room - width_of(name, SIZE)) / 2, 100, name, SIZE)
    for line, (label, figures) in enumerate((("规章", ("1", "2", "3")), ("规范性文件", ("", "15", ""))), 1):
        sheet.text(LEFT, 100 + 1.6 * LEAD * line, label, SIZE)
        for left, text in zip(lefts, figures, strict=True):
            if text:
                sheet.text(left + side * (room - width_of(text, SIZE)), 100 + 1.6 * LEAD * line, text, SIZE)
    assert [row[-3:] for row in rows_of(sheet)[1:]] == [["1", "2", "3"], ["", "15", ""]]


def test_a_wrapped_figure_before_the_columns_is_of_a_shifted_row_and_no_label() -> None:
    sheet = Sheet()
    end = set_rows(sheet, _zeros(1, 2, 3, 4), top=100)
    before = LEFT + LABEL - WIDE + 9.75
    for number, text in enumerate("24"):
        sheet.text(before, end + number * LEAD, text, SIZE)
    set_rows(sheet, [row_of("5.行", *["0"] * 5, "2|4", "")], top=end)
    row = next(row for row in tables_of(sheet) if row[0] == "5.行")
    assert [text.rstrip(LOST) for text in row[1:]] in (
        ["24", *["0"] * 5, "24", ""],
        ["2\n4", *["0"] * 5, "2\n4", ""],
    )
