"""Rows of the tables that stay whole, and in their place, whatever stands in a cell or beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.report.model import Report
from auditor.report.value import State
from tests.layouts import grid as g
from tests.report.changed import TRUTH, Change, changed, renamed
from tests.report.table_three import COLUMNS, OPEN, cells, drawn, full, row_of

_ROW = "表三.{}.部分公开"


def written(texts: dict[str, str]) -> Change:
    """With these texts in the cells of these paths."""

    def change(grid: g.Grid) -> g.Grid:
        return tuple(
            replace(row, squares=tuple(replace(s, text=texts.get(s.path, s.text)) for s in row.squares))
            for row in grid
        )

    return change


def read_as_written(report: Report, table: str, but: set[str]) -> None:
    """Every cell of `table` is read as the true one, those of `but` aside."""
    right = {p: c.number for p, c in TRUTH.cells.items() if p.startswith(table) and p not in but}
    assert {path: report.cells[path].number for path in right} == right


@pytest.mark.parametrize("format", ["html", "docx", "text"])
@pytest.mark.parametrize("said", ["5，含上年结转1件", "12,其中3件", "12:00", "1,23", "1、2", "3.重复计算2件"])
@pytest.mark.parametrize("column", ["自然人", "科研机构"])
def test_a_figure_with_more_behind_it_ends_no_row(format: str, said: str, column: str) -> None:
    path = _ROW.format(column)
    report = changed(3, written({path: said}), format)
    assert (report.cells[path].state, report.cells[path].raw) == (State.TEXT, said)
    read_as_written(report, "表三.", {path})


def test_a_figure_with_more_behind_it_ends_no_row_of_table_two() -> None:
    path = "表二.规范性文件.制发"
    report = changed(2, written({path: "12，其中修订3件"}), "html")
    assert report.cells[path].state is State.TEXT
    read_as_written(report, "表二.", {path})


def test_a_row_of_a_misspelt_name_keeps_such_a_figure() -> None:
    path = _ROW.format("自然人")
    report = changed(3, written({path: "5，含上年结转1件"}), "html", lambda page: _misspelt(page))
    assert {report.cells[_ROW.format(column)].state for column in COLUMNS[1:]} == {State.NUMBER}
    read_as_written(report, "表三.", {path})


def _misspelt(page: bytes) -> bytes:
    return page.decode("utf-8").replace("不计其他情形", "不计其它情况").encode("utf-8")


def beneath(row: str, label: str, first: int) -> Change:
    """With one row more of the same group below `row`, and the figures from `first` on."""

    def change(grid: g.Grid) -> g.Grid:
        lines: list[g.Row] = []
        for line in grid:
            lines.append(line)
            if line.row != row:
                continue
            figures = {s.owner: g.square(str(first + at)) for at, s in enumerate(line.figures)}
            last = next(i for i, s in enumerate(line.squares) if s.owner in figures) - 1
            own = line.squares[last].owner
            named = {own: g.square(label)}
            squares = (figures.get(s.owner) or named.get(s.owner) or s for s in line.squares)
            lines.append(replace(line, squares=tuple(squares), row=""))
        return tuple(lines)

    return change


@pytest.mark.parametrize("format", ["html", "docx", "text"])
@pytest.mark.parametrize(
    ("row", "label"),
    [("确认或重新出具", "6.其他"), ("补正不明确", "4.其他"), ("行政查询", "9.其他")],
)
def test_another_group_s_other_row_is_not_the_format_s(format: str, row: str, label: str) -> None:
    report = changed(3, beneath(row, label, 1301), format)
    read_as_written(report, "表三.", set())


@pytest.mark.parametrize("format", ["html", "docx", "text"])
def test_it_is_not_read_for_a_row_that_is_blank(format: str) -> None:
    paths = {path for path in TRUTH.cells if path.startswith("表三.") and path.endswith(".其他处理之其他")}
    extra = beneath("确认或重新出具", "6.其他", 1301)
    report = changed(3, lambda grid: written(dict.fromkeys(paths, ""))(extra(grid)), format)
    assert {report.cells[path].state for path in paths} == {State.BLANK}
    read_as_written(report, "表三.", paths)


@pytest.mark.parametrize("format", ["html", "docx", "text"])
def test_the_format_s_other_row_is_read_whatever_number_it_bears(format: str) -> None:
    report = changed(3, renamed("3.其他", "21.其他"), format)
    read_as_written(report, "表三.", set())


def states(report: Report, row: str) -> set[State]:
    return {
        v.state for path, v in report.cells.items() if path.startswith("表三.") and path.endswith(f".{row}")
    }


def without_cell(label: str) -> Change:
    """Without the cell of that label: its figures begin where it stood."""

    def change(grid: g.Grid) -> g.Grid:
        rows = []
        for row in grid:
            owners = {s.owner for s in row.squares if "".join(s.text.split()) == label}
            kept = tuple(s for s in row.squares if s.owner not in owners)
            rows.append(replace(row, squares=kept))
        return tuple(rows)

    return change


@pytest.mark.parametrize("format", ["html", "docx"])
@pytest.mark.parametrize(
    ("row", "label"),
    [
        ("重复申请", "2.重复申请"),
        ("信访举报", "1.信访举报投诉类申请"),  # beside it the group's name
        ("上年结转", "二、上年结转政府信息公开申请数量"),
        ("结转下年", "四、结转下年度继续办理"),
    ],
)
def test_a_drawn_row_that_lost_its_name_is_there_and_open(format: str, row: str, label: str) -> None:
    for change in (renamed(label, ""), without_cell(label)):
        report = changed(3, change, format)
        assert states(report, row) == {State.ILLEGIBLE}
        assert report.tables["表三"].missing_rows == ()
        mine = {path for path in TRUTH.cells if path.endswith(f".{row}")}
        read_as_written(report, "表三.", mine)


def test_blanks_among_its_figures_change_nothing() -> None:
    blank = written({"表三.科研机构.重复申请": "", "表三.总计.重复申请": ""})
    report = changed(3, lambda grid: blank(renamed("2.重复申请", "")(grid)), "html")
    assert states(report, "重复申请") == {State.ILLEGIBLE}


def test_a_row_that_is_not_there_is_missing_whatever_stands_elsewhere() -> None:
    """A row without a name above its place, between two that follow each other, is no row of the format."""
    extra = beneath("国家秘密", "", 1301)

    def change(grid: g.Grid) -> g.Grid:
        return tuple(row for row in extra(grid) if row.row != "重复申请")

    report = changed(3, change, "html")
    assert states(report, "重复申请") == {State.ABSENT}
    assert report.tables["表三"].missing_rows == ("重复申请",)


def test_a_group_that_has_figures_of_its_own_is_no_row_without_a_name() -> None:
    """（六）其他处理 has no rows of its own in the format of 2019."""
    parts = ("逾期不补正", "逾期未缴费", "其他处理之其他")

    def change(grid: g.Grid) -> g.Grid:
        rows = [row for row in grid if row.row not in parts]
        old = next(row for row in grid if row.row == parts[0])
        group = next(s for s in old.squares if s.text == "（六）其他处理")
        at = old.squares.index(group)
        label = old.squares[at + 1]
        squares = tuple(group if s.owner == label.owner else s for s in old.squares)
        rows.insert(
            next(i for i, row in enumerate(rows) if row.row == "办理总计"), replace(old, squares=squares)
        )
        return tuple(rows)

    report = changed(3, change, "html")
    assert {row: states(report, row) for row in parts} == {row: {State.ABSENT} for row in parts}


def test_a_row_that_numbers_the_columns_is_no_row_without_its_name() -> None:
    def change(grid: g.Grid) -> g.Grid:
        return tuple(row for row in beneath("公开出版物", "", 1)(grid) if row.row != "大量反复")

    report = changed(3, change, "html")
    assert states(report, "大量反复") == {State.ABSENT}


@pytest.mark.parametrize(
    ("again", "right"),
    [
        ("C七)总计", [State.ILLEGIBLE, 4, 0, 4, 0, 16, State.BLANK]),
        ("C七)总汁", OPEN),
    ],
)
def test_a_label_written_once_more_and_misread_is_no_figure_of_its_row(
    again: str, right: list[object]
) -> None:
    head = cells(*["项目"] * 3, *COLUMNS)
    rows = [[name, name, name, *full(1)] for name in ("新收", "予以公开", "部分公开")]
    last = ["（七）总计", "（七）总计", again, "��", 4, 0, 4, 0, 16, ""]
    assert row_of(drawn(([head], [*rows, last])), "办理总计") == right
