"""Table four in other shapes than the format's: turned, its groups or results in another order, columns of
another name beside its own, its columns numbered. A figure goes to the cell of its names, or to none."""

from __future__ import annotations

import pytest

from tests.report.small import cell, drawn, found, lines, page

RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
REVIEW, SUIT, AFTER = [1, 2, 3, 4, 10], [11, 12, 13, 14, 50], [21, 22, 23, 24, 90]
TRUTH = [*REVIEW, *SUIT, *AFTER]
OPEN = ["illegible"] * 15
FIRST, SECOND, THIRD = "行政复议", "未经复议直接起诉", "复议后起诉"
SHORT = [cell(text, high=2) for text in RESULTS]
TOP = [cell(FIRST, wide=5), cell("行政诉讼", wide=10)]
MIDDLE = [*SHORT, cell(SECOND, wide=5), cell(THIRD, wide=5)]
LINES = ("行政复议 行政诉讼", " ".join([*RESULTS, SECOND, THIRD]), " ".join(RESULTS * 2))


def _head(left: str = "", right: str = "") -> list[list[object]]:
    before, after = ([cell(text, high=3)] if text else [] for text in (left, right))
    return [[*before, *TOP, *after], [*MIDDLE], [*RESULTS * 2]]


def _joined(figures: list[int]) -> str:
    return " ".join(map(str, figures))


def test_groups_below_each_other_are_read_by_the_names_over_their_figures() -> None:
    turned = ["总计", *RESULTS[:4]]
    for head, at in ((RESULTS, [0, 1, 2, 3, 4]), (turned, [4, 0, 1, 2, 3])):
        report = page(
            4,
            drawn(
                [cell("类别", wide=2), *head, "备注"],
                [cell(FIRST, wide=2), *(REVIEW[i] for i in at), 7],
                [cell("行政诉讼", high=2), SECOND, *(SUIT[i] for i in at), ""],
                [THIRD, *(AFTER[i] for i in at), ""],
            ),
        )
        assert found(report, "表四.") == TRUTH
        assert report.tables["表四"].form == "grid"


def test_groups_below_each_other_in_lines_are_read_in_the_order_of_the_head() -> None:
    head = " ".join(["类别", "总计", *RESULTS[:4]])
    rows = [
        f"{name} {own[4]} {_joined(own[:4])}"
        for name, own in ((FIRST, REVIEW), (SECOND, SUIT), (THIRD, AFTER))
    ]
    assert found(lines(4, head, *rows), "表四.") == TRUTH
    assert found(lines(4, head.replace(" ", "\t"), *(r.replace(" ", "\t") for r in rows)), "表四.") == TRUTH


def test_a_blank_in_a_group_stays_under_its_name_and_a_figure_under_none_leaves_its_group_open() -> None:
    head = ["类别", *RESULTS, ""]
    report = page(
        4, drawn(head, [FIRST, "", 2, 3, 4, 9, ""], [SECOND, "", 12, 13, 14, 39, 7], [THIRD, *AFTER, ""])
    )
    assert found(report, "表四.") == ["blank", 2, 3, 4, 9, *["illegible"] * 5, *AFTER]


def test_a_group_that_is_named_and_has_no_figures_is_there_and_open() -> None:
    report = page(4, drawn(["类别", *RESULTS], [FIRST, *REVIEW], [SECOND, *SUIT], [THIRD]))
    assert found(report, "表四.") == [*REVIEW, *SUIT, *["illegible"] * 5]
    assert report.tables["表四"].missing_rows == ()


def test_tables_of_their_own_whose_names_are_not_understood_are_there_and_open() -> None:
    named = drawn([cell(FIRST, wide=5)], [*RESULTS], [*REVIEW])
    misread = [
        drawn([cell(f"{name} 一", wide=5)], [*RESULTS], [*own])
        for name, own in ((SECOND, SUIT), (THIRD, AFTER))
    ]
    report = page(4, named, *misread)
    assert found(report, "表四.") == [*REVIEW, *OPEN[:10]]
    assert report.tables["表四"].missing_rows == ()
    torn = drawn(["�议后起诉"], ["结果持", "结果�正", *RESULTS[2:]], [*AFTER])
    both = drawn([cell(SECOND, wide=5)], [*RESULTS], [*SUIT])
    assert found(page(4, named, both, torn), "表四.") == [*REVIEW, *SUIT, *OPEN[:5]]
    others = page(4, named, drawn(["项目", *RESULTS], ["信访", *SUIT]))
    assert found(others, "表四.") == [*REVIEW, *OPEN[:10]]
    assert found(page(4, named, drawn(["项目"], ["信访"])), "表四.") == [*REVIEW, *["absent"] * 10]


def test_results_below_each_other_are_read_by_the_names_of_the_groups_over_them() -> None:
    rows = [[name, *own] for name, *own in zip(RESULTS, REVIEW, AFTER, SUIT, strict=True)]
    assert found(page(4, drawn(["类别", FIRST, THIRD, SECOND], *rows)), "表四.") == TRUTH


@pytest.mark.parametrize("order", [RESULTS, ["总计", *RESULTS[:4]]])
def test_one_figure_a_row_is_read_by_its_group_and_its_result(order: list[str]) -> None:
    rows: list[list[object]] = []
    text: list[str] = []
    for name, own in ((FIRST, REVIEW), (SECOND, SUIT), (THIRD, AFTER)):
        for number, result in enumerate(order):
            figure = own[RESULTS.index(result)]
            rows.append([*([cell(name, high=5)] if not number else []), result, figure])
            text.append(f"{'' if number else name + ' '}{result} {figure}")
    report = page(4, drawn(*rows))
    assert found(report, "表四.") == TRUTH
    assert report.tables["表四"].form == "grid"
    assert found(lines(4, *text), "表四.") == TRUTH


def test_one_figure_a_row_with_a_groups_name_among_its_results_is_open() -> None:
    """Where a name stands beside the middle of its group, nothing tells where that begins."""
    rows = [[FIRST, RESULTS[0], 1], *([name, own] for name, own in zip(RESULTS[1:], REVIEW[1:], strict=True))]
    late = [[RESULTS[0], 11], [SECOND, RESULTS[1], 12], *([name, 5] for name in RESULTS[2:])]
    assert found(page(4, drawn(*rows, *late)), "表四.")[:10] == ["illegible"] * 10


def test_cells_in_lines_of_their_own_with_an_empty_field_behind_are_no_rows() -> None:
    cells = [FIRST, "行政诉讼", *RESULTS, SECOND, THIRD, *RESULTS * 2, *TRUTH]
    assert found(lines(4, *(f"{text}\t" for text in cells)), "表四.") == TRUTH


@pytest.mark.parametrize(
    ("top", "middle", "figures"),
    [
        (TOP, [*SHORT, cell(THIRD, wide=5), cell(SECOND, wide=5)], [*REVIEW, *AFTER, *SUIT]),
        (TOP[::-1], [cell(SECOND, wide=5), cell(THIRD, wide=5), *SHORT], [*SUIT, *AFTER, *REVIEW]),
    ],
)
def test_groups_in_another_order_are_read_by_their_names(
    top: list[object], middle: list[object], figures: list[int]
) -> None:
    assert found(page(4, drawn(top, middle, [*RESULTS * 2], figures)), "表四.") == TRUTH


def test_two_groups_in_another_order_beside_one_that_is_not_named_are_open() -> None:
    middle = [*SHORT, cell(THIRD, wide=5), cell("起诉", wide=5)]
    top = [cell("复议", wide=5), cell(SECOND, wide=10)]
    assert found(page(4, drawn(top, middle, [*RESULTS * 2], [*REVIEW, *AFTER, *SUIT])), "表四.") == OPEN


def test_groups_in_another_order_in_one_line_are_read_so() -> None:
    swapped = " ".join([*RESULTS, THIRD, SECOND])
    assert found(lines(4, LINES[0], swapped, LINES[2], _joined([*REVIEW, *AFTER, *SUIT])), "表四.") == TRUTH
    first = ("行政诉讼 行政复议", " ".join([SECOND, THIRD, *RESULTS]), LINES[2])
    assert found(lines(4, *first, _joined([*SUIT, *AFTER, *REVIEW])), "表四.") == TRUTH


def test_groups_in_another_order_in_lines_of_their_own_are_open() -> None:
    head = ("行政复议 行政诉讼", " ".join(RESULTS), THIRD, SECOND, LINES[2])
    assert found(lines(4, *head, _joined(TRUTH)), "表四.") == OPEN


def test_results_in_another_order_in_lines_are_read_so_and_in_several_orders_are_open() -> None:
    turned = ["总计", *RESULTS[:4]]
    head = ("行政复议 行政诉讼", " ".join([*turned, SECOND, THIRD]), " ".join(turned * 2))
    figures = [own[i] for own in (REVIEW, SUIT, AFTER) for i in (4, 0, 1, 2, 3)]
    assert found(lines(4, *head, _joined(figures)), "表四.") == TRUTH
    mixed = (*head[:2], " ".join(RESULTS * 2))
    assert found(lines(4, *mixed, _joined(figures)), "表四.") == OPEN


@pytest.mark.parametrize(("left", "right"), [("序号", ""), ("", "备注"), ("", "合计"), ("类型", "备注")])
def test_a_column_of_another_name_is_no_part_of_the_row(left: str, right: str) -> None:
    blank = [TRUTH[0], "", *TRUTH[2:]]
    own = [*([1] if left else []), *blank, *([7] if right else [])]
    assert found(page(4, drawn(*_head(left, right), own)), "表四.") == [1, "blank", *TRUTH[2:]]


def test_fifteen_figures_beside_their_names_count_only_where_every_group_adds_up() -> None:
    """A figure under no name: all may have been moved by one, or one cell be blank."""
    blank = cell("", high=3)
    head: list[list[object]] = [[*TOP, blank], [*MIDDLE], [*RESULTS * 2]]
    summed = [1, 2, 3, 4, 10] * 3
    assert found(page(4, drawn(*head, ["", *summed])), "表四.") == summed
    assert found(page(4, drawn(*head, ["", *TRUTH[1:], 7])), "表四.") == OPEN


def test_a_row_with_more_cells_than_the_head_gives_none_to_another_name() -> None:
    """All its figures stand one cell to the right, the last of them under 备注."""
    summed = [1, 2, 3, 4, 10] * 3
    assert found(page(4, drawn(*_head("", "备注"), ["", *summed, ""])), "表四.") == summed
    assert found(page(4, drawn(*_head("", "备注"), ["", "", *TRUTH[1:], 7])), "表四.") == OPEN


def test_a_name_that_a_title_has_pushed_off_the_table_tells_no_order() -> None:
    title = [cell("单位：件", wide=15, high=2)]
    assert found(page(4, drawn(title, *_head(), TRUTH)), "表四.") == TRUTH


def test_another_name_between_the_columns_leaves_the_row_open() -> None:
    top = [cell(FIRST, wide=4), cell("行政诉讼", wide=10), cell("备注", high=3)]
    assert found(page(4, drawn(top, MIDDLE, RESULTS * 2, [*TRUTH, 7])), "表四.") == OPEN


def test_a_row_of_the_columns_numbers_is_none_of_figures() -> None:
    numbers = list(range(1, 16))
    assert found(page(4, drawn(*_head(), numbers, TRUTH)), "表四.") == TRUTH
    assert found(page(4, drawn(*_head(), numbers, [""] * 15)), "表四.") == ["blank"] * 15
    assert found(page(4, drawn(*_head(), numbers)), "表四.") == OPEN
    assert found(lines(4, *LINES, _joined(numbers), _joined(TRUTH)), "表四.") == TRUTH


def test_a_second_row_of_all_figures_in_lines_leaves_open_what_differs() -> None:
    other = [99, *TRUTH[1:]]
    assert found(lines(4, *LINES, _joined(TRUTH), _joined(other)), "表四.") == ["illegible", *TRUTH[1:]]


def test_a_group_once_more_below_the_table_is_none_of_it() -> None:
    report = lines(4, *LINES, _joined(TRUTH), "上年同期数据：", f"行政复议 {_joined([9, 8, 7, 6, 30])}")
    assert found(report, "表四.") == TRUTH
    assert [each.code for each in report.diagnostics if each.code == "table.row-count"] == []


def test_figures_in_a_table_of_their_own_stand_below_a_whole_head() -> None:
    assert found(page(4, drawn(*_head()), drawn(TRUTH)), "表四.") == TRUTH
    torn = drawn(TOP, MIDDLE, [*RESULTS[:3], "", *RESULTS[4:], *RESULTS])
    assert found(page(4, torn, drawn(TRUTH)), "表四.") == OPEN
    assert found(page(4, drawn(*_head()), drawn([*TRUTH, 7])), "表四.")[0] != 1
    assert found(page(4, drawn(*_head()), drawn(TRUTH), drawn(TRUTH[::-1])), "表四.") == OPEN


def test_names_and_figures_that_stand_in_no_known_way_are_there_and_open() -> None:
    row = [each for line in (*_head(), TRUTH) for each in line]
    assert found(page(4, drawn(row)), "表四.") == OPEN


def test_a_figure_as_wide_as_its_name_s_lost_width_stays_under_it() -> None:
    short = [*SHORT[:4], cell("总计", high=2, wide=2)]
    head = [[cell(FIRST, wide=5), cell("行政诉讼", wide=11)], [*short, *MIDDLE[5:]], [*RESULTS * 2]]
    wrong = [1, 2, 3, 4, 11]
    row = [*wrong[:4], cell(11, wide=2), *SUIT, *AFTER]
    assert found(page(4, drawn(*head, row)), "表四.") == [*wrong, *SUIT, *AFTER]
    over_two = [1, 2, 3, cell(4, wide=2), *SUIT, *AFTER]
    assert found(page(4, drawn(*_head(), over_two)), "表四.") == OPEN
