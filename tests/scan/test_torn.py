"""Rows that a page end cuts, on pages whose words were recognised: what may not be whole is given up."""

from __future__ import annotations

from auditor.reading.page_grid import Lattice, Region
from auditor.reading.page_shape import LOST
from auditor.reading.page_stitch import whole
from auditor.reading.page_table import Filled, PageTable
from auditor.reading.page_text import TextLine

_WIDE, _HIGH = 60.0, 20.0


def _piece(rows: list[list[str]], page: int, *, recognised: bool = True) -> PageTable:
    """A table of one page: every cell one square and one line."""
    wide, high = len(rows[0]), len(rows)
    regions = [Region(row, column, row + 1, column + 1) for row in range(high) for column in range(wide)]
    owner = [[row * wide + column for column in range(wide)] for row in range(high)]
    xs, ys = [_WIDE * column for column in range(wide + 1)], [_HIGH * row for row in range(high + 1)]
    lattice = Lattice(xs, ys, regions, owner)
    cells = []
    for index, region in enumerate(regions):
        left, top, _, _ = rect = lattice.rect(index)
        text = rows[region.row][region.column]
        cells.append(Filled(region, rect, page, [_line(text, left + 2, top + 2)] if text else [], text))
    by_row = [cells[row * wide : (row + 1) * wide] for row in range(high)]
    return PageTable(lattice, cells, page, rows=by_row, recognised=recognised)


def _line(text: str, left: float, top: float) -> TextLine:
    chars = [(left + 9 * at, top, left + 9 * at + 9, top + 12, char) for at, char in enumerate(text)]
    return TextLine(left, top, left + 9 * len(text), top + 12, chars, text)


def _texts(first: list[list[str]], second: list[list[str]], *, recognised: bool = True) -> list[list[str]]:
    table = whole([_piece(first, 1, recognised=recognised), _piece(second, 2, recognised=recognised)])
    rows: list[list[str]] = [[] for _ in range(table.height)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows


def test_a_label_of_which_the_mark_was_not_read_may_go_on_below() -> None:
    above = [[f"{LOST}、本年", "(三)不予公开", "1.国家秘密", "17", "0"]]
    below = [["度办理结果", "", "", "5", ""], ["三、本年", "(三)不予公开", "2.其他", "4", "4"]]
    assert _texts(above, below)[0] == [
        f"{LOST}、本年度办理结果", "(三)不予公开", "1.国家秘密", f"175{LOST}", "0",
    ]  # fmt: skip
    assert _texts(above, below)[1:] == [["三、本年", "(三)不予公开", "2.其他", "4", "4"]]


def test_a_rest_with_its_unit_that_may_not_be_one_is_given_up_as_a_bare_one_is() -> None:
    above = [["1.国家秘密", "17", "2"]]
    assert _texts(above, [["", "5件", "6"]]) == [["1.国家秘密", f"175件{LOST}", f"26{LOST}"]]
    below = [["度办理结果", "", "5件"], ["本年", "2.其他", "4件"]]
    assert _texts([["本年", "1.国家秘密", "17件"]], below) == [["本年", "1.国家秘密", f"17件{LOST}"], *below]


def test_the_number_of_a_label_may_stand_alone_above_the_page_end() -> None:
    """Its point was not read, nor were those of the others."""
    above = [["1国家秘密", "17", "0"], ["2其他法律", "8", "20"], ["3", "417", "3"]]
    below = [["危及安全", "件", "6件"], ["4第三方", "4", "4"]]
    rows = _texts(above, below)
    assert rows[2:] == [["3危及安全", f"417件{LOST}", f"36件{LOST}"], ["4第三方", "4", "4"]]
    assert _texts(above, [["4第三方", "4", "4"]]) == [*above, ["4第三方", "4", "4"]]


def test_a_row_with_its_number_or_with_digits_under_a_nought_is_no_rest() -> None:
    above = [["1逾期不补正", "0", "84", "0"]]
    below = [[f"2{LOST}逾期未缴费", "0", "0", "38"]]
    assert _texts(above, below) == [*above, *below]
    assert _texts([["1.甲", "0", "84"]], [["乙", "0", "0"]]) == [["1.甲", "0", "84"], ["乙", "0", "0"]]


def test_what_was_not_read_beside_the_rest_of_a_name_is_of_the_row_above() -> None:
    above = [["2.其他", "11", "0", "78"]]
    below = [["法律禁止公开", "", LOST, ""], ["3.三安全", "0", "0", "0"]]
    assert _texts(above, below) == [["2.其他法律禁止公开", "11", f"0{LOST}", "78"], below[1]]
    alone = [[LOST, "", LOST, ""], below[1]]
    assert _texts(above, alone) == [*above, *alone]


def test_figures_of_which_nothing_was_read_are_the_rest_of_those_above() -> None:
    lost, next_ = f"{LOST}\n{LOST}", ["（五）不予处理", "1.信访", "7", "70"]
    above, below = ["三、本年度", "2.其他", "4", "18"], ["办理结果", "", lost, "20"]
    rows = _texts([above], [below, next_])
    assert rows == [["三、本年度办理结果", "2.其他", f"4{lost}", f"1820{LOST}"], next_]
    nameless = ["", "", lost, "20"]
    rows = _texts([above], [nameless, next_])
    assert rows[0][2:] == [f"4{LOST}", f"18{LOST}"]


def test_a_name_whose_number_was_cut_goes_on_below() -> None:
    """The head is printed again between the two, and shows the page's end no more."""
    head, above = ["项目", "自然人", "总计"], ["(七", "37", "238"]
    for recognised in (True, False):
        rows = _texts([head, above], [head, [")总计", "11", "07"]], recognised=recognised)
        assert rows == [head, ["(七)总计", f"3711{LOST}", f"23807{LOST}"]]
    assert _texts([head, ["总计(一", "37", "238"]], [head, ["总计", "11", "07"]])[2] == ["总计", "11", "07"]


def test_figures_without_a_name_leave_the_row_above_open() -> None:
    above = [["本年", "1.国家秘密", "17", "0"]]
    below = [["度办理结果", "", "5", ""], ["本年", "2.其他", "4", "4"]]
    assert _texts(above, below) == [["本年", "1.国家秘密", f"17{LOST}", "0"], *below]
    assert _texts(above, below, recognised=False) == [*above, *below]


def test_rows_of_their_own_are_not_doubted() -> None:
    above = [["规章", "3", "0"], ["行政规范性文件", "17", "0"]]
    below = [["行政许可", "5", ""], ["行政处罚", "4", "4"]]
    assert _texts(above, below) == [*above, *below]
    below = [["", "7.行政执法案卷", "5", ""], ["(四)无法提供", "1.不掌握", "4", "4"]]
    above = [["(三)不予公开", "6.过程性信息", "17", "0"]]
    assert _texts(above, below) == [*above, *below]
    above = [["维持", "纠正", "总计"], ["2", "0", "2"]]
    below = [["未经复议直接起诉", "", ""], ["维持", "纠正", "总计"], ["9", "6", "15"]]
    assert _texts(above, below) == [*above, *below]
