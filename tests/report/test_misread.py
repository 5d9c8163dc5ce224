"""Tables of scans of which names or lines were not read: what is there is open, and not missing."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from auditor.report.model import Report
from auditor.report.value import State
from tests.layouts.check import read
from tests.report.changed import TRUTH, WORDS, changed, parted, renamed, renamed_in, thinned

_UNPAID = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"


@pytest.mark.parametrize("label", ["", "\ufffd"])
def test_a_row_of_table_two_whose_label_is_not_read_is_there_and_open(label: str) -> None:
    report = changed(2, renamed("规章", label), "html")
    states = {value.state for path, value in report.cells.items() if path.startswith("表二.规章.")}
    assert states == {State.ILLEGIBLE}
    assert report.tables["表二"].missing_rows == ()
    right = {path: cell.number for path, cell in TRUTH.cells.items() if path.startswith("表二.行政")}
    assert {path: report.cells[path].number for path in right} == right


def test_a_row_of_table_two_that_is_not_there_is_missing() -> None:
    def cut(page: bytes) -> bytes:
        head, _, _, below = parted(page, "规章")
        return f"{head[: head.rindex('<tr')]}{below}".encode()

    report = changed(2, lambda grid: grid, "html", cut)
    assert report.tables["表二"].missing_rows == ("规章",)


def test_two_columns_misread_in_a_scan_are_read_in_their_places() -> None:
    """自然人 and 总计, in the type of a brush; each shares a character with its name."""

    def both(page: bytes) -> bytes:
        return renamed_in(renamed_in(page, "自然人", "自然\ufffd人"), "总计", "只计")

    report = changed(3, lambda grid: grid, "html", both)
    right = {path: cell.number for path, cell in TRUTH.cells.items() if path.startswith("表三.")}
    assert {path: report.cells[path].number for path in right} == right


def test_two_columns_whose_names_tell_nothing_are_open_and_not_missing_where_most_cells_are_blank() -> None:
    def both(page: bytes) -> bytes:
        return thinned(renamed_in(renamed_in(page, "自然人", "甲乙"), "总计", "丙丁"))

    report = changed(3, lambda grid: grid, "html", both)
    states = {v.state for path, v in report.cells.items() if path.startswith(("表三.自然人.", "表三.总计."))}
    assert State.ABSENT not in states
    assert report.tables["表三"].missing_columns == ()


@pytest.mark.parametrize("name", ["l计", "\ufffd"])
def test_a_column_between_those_that_are_named_is_none_of_the_format_s(name: str) -> None:
    """The subtotal's, which could not be read."""
    report = changed(3, renamed("小计", name), "html", subtotal=True)
    right = {path: cell.number for path, cell in TRUTH.cells.items() if path.startswith("表三.")}
    assert {path: report.cells[path].number for path in right} == right


@pytest.mark.parametrize("label", ["一、", "\ufffd", ""])
def test_the_first_row_torn_after_its_number_is_open(label: str) -> None:
    """Its first line stands above the page's end, the head is printed again, and most of it was not read."""

    def cut(page: bytes) -> bytes:
        head, _, _, below = parted(page, "一、本年新收政府信息公开申请数量")
        first = "".join(f"<td>{n}</td>" for n in ("", "10", "41", "0", "2", "0", "1"))
        rest = "".join(f"<td>{n}</td>" for n in ("\ufffd", "", "", "", "7", "", "\ufffd"))
        blank = "<td></td><td></td>"
        row = f"本年新收政府信息公开申请数量</td>{blank}{rest}"
        return f"{head}{label}</td>{blank}{first}</tr><tr><td>{row}</tr>{below}".encode()

    report = changed(3, lambda grid: grid, "html", cut, spans="empty")
    states = {value.state for path, value in report.cells.items() if path.endswith(".新收")}
    assert states == {State.ILLEGIBLE}
    assert report.cells["表三.自然人.上年结转"].state is State.NUMBER


@pytest.mark.parametrize("number", ["2.", "\ufffd\ufffd", ""])
def test_a_row_cut_behind_its_label_s_number_is_open(number: str) -> None:
    """A line that is none was found through it: its figures stand in the upper half."""

    def cut(page: bytes) -> bytes:
        head, _, row, below = parted(page, "2.没有现成信息需要另行制作")
        blank = "<td></td>" * 2
        lower = f"<tr>{blank}<td>没有现成信息需要另行制作</td>{'<td></td>' * 7}</tr>"
        return f"{head}{number}{row}</tr>{lower}{below}".encode()

    report = changed(3, lambda grid: grid, "html", cut, spans="repeated")
    states = {value.state for path, value in report.cells.items() if path.endswith(".需另行制作")}
    assert states <= {State.ILLEGIBLE, State.NUMBER}
    assert report.cells["表三.自然人.补正不明确"].state is State.NUMBER


def test_a_row_that_begins_with_a_blank_and_ends_unread_may_be_shifted() -> None:
    """All its figures were moved by one column, and the last stands beyond the table's side."""

    def moved(page: bytes) -> bytes:
        head, mark, row, below = parted(page, "2.重复申请")
        figures = re.findall("<td>[^<]*</td>", row)[-7:]
        own = row.removesuffix("".join(figures))
        return f"{head}{mark}{own}<td></td>{''.join(figures[:5])}<td>\ufffd</td></tr>{below}".encode()

    report = changed(3, lambda grid: grid, "html", moved)
    states = {value.state for path, value in report.cells.items() if path.endswith(".重复申请")}
    assert states == {State.ILLEGIBLE}
    assert report.cells["表三.自然人.公开出版物"].state is State.NUMBER


def test_a_table_four_of_which_little_was_read_is_there_and_open() -> None:
    """The lines between its columns were not found."""
    head = "<tr><td colspan=3>行政复议</td><td colspan=4>行政诉讼</td></tr>"
    names = ("", "", "总计", "未经复议直接起诉", "", "复议后起诉", "")
    head += f"<tr>{''.join(f'<td>{name}</td>' for name in names)}</tr>"
    head += (
        "<tr><td></td><td></td><td></td><td>结果维持</td><td>果 其也</td><td>结果维持</td><td>申</td></tr>"
    )
    row = "".join(
        f"<td>{text}</td>" for text in ("\ufffd \ufffd", "\ufffd", "97", "33", "\ufffd", "33", "\ufffd")
    )
    page = f"<h2>四、政府信息公开行政复议、行政诉讼情况</h2><table>{head}<tr>{row}</tr></table>"
    report = read(page.encode(), "a.html", WORDS)
    assert isinstance(report, Report)
    states = Counter(value.state for path, value in report.cells.items() if path.startswith("表四"))
    assert states == {State.ILLEGIBLE: 15}


@pytest.mark.parametrize("label", ["1.本机关不掌握相关政府信息 1", "1.本机关不掌握相关政府言息1"])
def test_a_digit_that_was_read_beside_a_label_does_not_hide_its_row(label: str) -> None:
    report = changed(3, renamed("1.本机关不掌握相关政府信息", label), "html")
    right = {path: cell.number for path, cell in TRUTH.cells.items() if path.startswith("表三.")}
    assert {path: report.cells[path].number for path in right} == right
