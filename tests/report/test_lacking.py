"""What a table lacks, and what stands in its place: told, and never filled with guessed figures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from auditor.report.model import Report, TableRead
from auditor.report.value import State
from tests.layouts import grid as g
from tests.layouts.build import Tabled, build
from tests.layouts.check import judge, read
from tests.layouts.corpus import variant
from tests.layouts.layout import Layout
from tests.layouts.render_docx import docx_of
from tests.layouts.render_html import html_of
from tests.layouts.render_text import text_of
from tests.report.changed import ALL, TRUTH, WORDS, Change, changed, renamed, without
from tests.report.table_three import OPEN, cells, drawn, rows_of

NUMERALS = "〇一二三四"


def _unknown(table: TableRead) -> list[tuple[str, str, str]]:
    return [(label.axis, label.name, label.text) for label in table.labels if label.standing == "unknown"]


def _figures(report: Report, prefix: str) -> set[State]:
    return {value.state for path, value in report.cells.items() if path.startswith(prefix)}


@pytest.mark.parametrize("format", ALL)
@pytest.mark.parametrize(
    ("table", "official", "text", "name"),
    [
        (3, "（一）予以公开", "（一）全部答应", "予以公开"),
        (3, "四、结转下年度继续办理", "四、尚在办理", "结转下年"),
        (2, "行政许可", "行政审批", "行政许可"),
    ],
)
def test_a_full_row_under_a_name_no_format_has_is_told_by_its_place(
    format: str, table: int, official: str, text: str, name: str
) -> None:
    report = changed(table, renamed(official, text), format)
    read = report.tables[f"表{NUMERALS[table]}"]
    assert [(axis, row) for axis, row, _ in _unknown(read)] == [("row", name)]
    states = {
        v.state
        for path, v in report.cells.items()
        if path.endswith(f".{name}") and path[1] == NUMERALS[table]
    }
    assert states == {State.ILLEGIBLE}


@pytest.mark.parametrize("format", ALL)
def test_the_first_row_is_missing_below_a_head_and_a_caption(format: str) -> None:
    gone: Change = lambda grid: tuple(row for row in grid if row.row != "新收")  # noqa: E731
    report = changed(3, gone, format, caption=True)
    assert report.tables["表三"].missing_rows == ("新收",)
    assert _figures(report, "表三.自然人.新收") == {State.ABSENT}
    assert _figures(report, "表三.自然人.予以公开") == {State.NUMBER}


@pytest.mark.parametrize("format", ALL)
@pytest.mark.parametrize(("column", "name"), [(1, "制发"), (2, "废止"), (3, "有效")])
def test_a_column_that_table_two_lacks_is_named_and_no_figure_is_moved(
    format: str, column: int, name: str
) -> None:
    report = changed(2, without(column, column + 1), format)
    assert report.tables["表二"].missing_columns == (name,)
    assert State.NUMBER not in _figures(report, "表二.规章")


@pytest.mark.parametrize(("style", "mark"), [("tabs", "\t"), ("pipes", " | ")])
@pytest.mark.parametrize(("table", "first"), [(2, 2), (3, -3), (4, 6)])
def test_an_empty_field_at_the_end_of_a_line_is_not_the_column_that_was_lost(
    style: str, mark: str, table: int, first: int
) -> None:
    def ragged(data: bytes) -> bytes:
        lines = data.decode("utf-8").split("\n")
        return "\n".join(f"{line}{mark}" if mark in line else line for line in lines).encode()

    report = changed(
        table, without(first, first + 1), "text", ragged, style=style, bars=False, spans="repeated"
    )
    right = {path: cell.number for path, cell in TRUTH.cells.items()}
    read = {p: v.number for p, v in report.cells.items() if v.state is State.NUMBER}
    assert read == {path: right[path] for path in read}
    assert len(read) > 20 and report.tables[f"表{NUMERALS[table]}"].missing_columns


def test_a_column_of_table_two_under_another_name_is_told() -> None:
    report = changed(2, renamed("本年废止件数", "清理数"), "html")
    read = report.tables["表二"]
    assert (_unknown(read), read.missing_columns) == ([("column", "废止", "清理数")], ())
    assert _figures(report, "表二.规章") == {State.NUMBER}


@pytest.mark.parametrize("style", ["tabs", "markdown", "pipes", "cells_gap"])
def test_a_column_that_table_four_lacks_is_named_from_lines_too(style: str) -> None:
    report = changed(4, without(6, 7), "text", style=style, spans="repeated")
    assert report.tables["表四"].missing_columns == ("直接起诉.纠正",)
    assert State.NUMBER not in _figures(report, "表四")


@pytest.mark.parametrize(
    ("format", "missing"), [("html", ("复议后起诉.总计",)), ("docx", ("复议后起诉.总计",)), ("text", ())]
)
def test_only_a_page_can_have_cut_off_the_last_column(format: str, missing: tuple[str, ...]) -> None:
    report = changed(4, without(-1, 0), format, spans="repeated")
    assert report.tables["表四"].missing_columns == missing
    assert State.NUMBER not in _figures(report, "表四")


@pytest.mark.parametrize("format", ["html", "docx"])
@pytest.mark.parametrize(
    ("table", "official", "text", "found"),
    [
        (3, "自然人", "个人", ("column", "自然人", "个人")),
        (3, "科研机构", "科研院所", ("column", "科研机构", "科研院所")),
        (4, "结果纠正", "纠错", ("column", "纠正", "纠错")),
        (4, "复议后起诉", "对复议不服起诉", ("row", "复议后起诉", "对复议不服起诉")),
    ],
)
def test_a_name_in_a_head_that_no_format_has_is_told(
    format: str, table: int, official: str, text: str, found: tuple[str, str, str]
) -> None:
    report = changed(table, renamed(official, text), format)
    assert _unknown(report.tables[f"表{NUMERALS[table]}"]) == [found]


@pytest.mark.parametrize(
    ("seed", "given_up"),
    [
        (199, 0),  # fields tell their columns: empty ones cut off at the ends of some lines only
        (220, 0),  # all figures of a row in one line under a whole head, though most rows have a blank cell
        (1019, 7),  # the rest of a table below a page's end has the columns of its beginning
        (1620, 0),  # noughts of a row run together, but for the first of them
        (1699, 12),  # a table without one of its columns, with one row torn
        (295, 0),  # a cell a line, most rows with a blank one: those with all their figures add up
        (3511, 63),  # lines broken inside their labels, which begin with no bar, state no columns
    ],
)
def test_what_a_text_tells_of_its_columns_is_read_and_no_more(seed: int, given_up: int) -> None:
    verdict = judge(variant("text", seed), WORDS)
    assert (verdict.wrong, len(verdict.illegible) <= given_up) == ((), True)


def test_figures_without_any_label_are_no_row_under_another_name() -> None:
    """As many as a row has, and a remark behind them."""

    def numbered(page: bytes) -> bytes:
        head, first, rest = page.decode("utf-8").partition("<tr><td colspan=3>一、本年新收")
        figures = "".join(f"<td>{n}</td>" for n in range(1, 8))
        return f"{head}<tr>{figures}<td colspan=3>甲乙丙</td></tr>{first}{rest}".encode()

    report = changed(3, lambda grid: grid, "html", numbered)
    assert report.tables["表三"].odd == ()
    right = {path: cell.number for path, cell in TRUTH.cells.items() if path.startswith("表三.")}
    assert {path: report.cells[path].number for path in right} == right


def test_a_template_is_known_by_labels_that_are_broken_over_lines() -> None:
    verdict = judge(variant("text", 3777), WORDS)
    assert (verdict.wrong, verdict.faults) == ((), ())


@pytest.mark.parametrize("head", ["其他\n总计", "其他\n总计\n四、政\n府信息\n公开行\n政复议"])
def test_fifteen_figures_below_no_head_of_table_four_are_not_its_own(head: str) -> None:
    """As programs leave a page's text whose columns they took one after the other: the heading in pieces,
    and figures of table three in a heap."""
    heap = "\n".join(["0", "0", "421", "0", "56"] * 3)
    text = text_of(build(TRUTH, Layout(format="text", style="cells")))[0].decode("utf-8")
    before, _, after = text.partition("四、政府信息公开行政复议")
    rest = "五、" + after.partition("五、")[2]
    report = read(f"{before}{head}\n{heap}\n{rest}".encode(), "a.txt", WORDS)
    assert isinstance(report, Report)
    assert State.NUMBER not in _figures(report, "表四")


def test_figures_below_a_head_of_table_four_in_pieces_are_there_and_open() -> None:
    """As on pages without lines: the first name lost, the names of the groups run into those of results."""
    results = ["结果纠正", "其他结果", "尚未审结", "总计"]
    second, third = "行政诉讼<br>未经复议直接起诉<br>结果维持", "复议后起诉<br>结果维持"
    head = ["", *results, second, *results, third, *results]

    def torn(page: bytes) -> bytes:
        before, _, rest = page.decode("utf-8").rpartition("<table")
        row = re.findall(r"<tr>.*?</tr>", rest, re.S)[-1]
        names = "".join(f"<td>{name}</td>" for name in head)
        return f"{before}<table><tr>{names}</tr>{row}{rest[rest.index('</table>') :]}".encode()

    report = changed(4, lambda grid: grid, "html", torn)
    assert _figures(report, "表四") == {State.ILLEGIBLE}
    assert report.tables["表四"].missing_rows == ()


@pytest.mark.parametrize("raw", ["76.01 万元", "7 件", "22 （其中修订16件）"])
def test_a_figure_and_its_unit_are_one_cell_of_a_line(raw: str) -> None:
    lines = changed(2, lambda grid: grid, "text", style="cells")
    assert lines.cells["表二.行政事业性收费"].state is State.NUMBER
    text = text_of(build(TRUTH, Layout(format="text", style="cells")))[0].decode("utf-8")
    before, after = text.split("行政事业性收费\n", 1)
    rest = after.split("\n", 1)[1]
    report = read(f"{before}行政事业性收费\n{raw}\n{rest}".encode(), "a.txt", WORDS)
    assert isinstance(report, Report)
    value = report.cells["表二.行政事业性收费"]
    assert (value.state, value.raw) == (State.TEXT, raw)


def test_a_column_named_elsewhere_in_the_head_is_not_taken_for_another_one() -> None:
    """As Word files come whose widths were lost: 总计 over the columns before its own, a remnant below."""
    names = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "旧9")
    head = (
        "<tr><td rowspan=3 colspan=2>勾稽关系</td><td colspan=7>申请人情况</td></tr>"
        "<tr><td>自然人</td><td>法人或其他组织</td><td colspan=5>总计</td></tr>"
        f"<tr><td></td>{''.join(f'<td>{name}</td>' for name in names)}</tr>"
    )
    body = "".join(
        f"<tr><td colspan=2>{label}</td>{''.join(f'<td>{n}</td>' for n in (1, 2, 0, 0, 0, 0, 3))}</tr>"
        for label in (
            "一、本年新收政府信息公开申请数量",
            "二、上年结转政府信息公开申请数量",
            "（一）予以公开",
        )
    )
    page = f"<h1>听松区财政局2023年政府信息公开工作年度报告</h1><table>{head}{body}</table>"
    report = read(page.encode(), "a.html", WORDS)
    assert isinstance(report, Report)
    assert _unknown(report.tables["表三"]) == []
    assert report.cells["表三.总计.新收"].number == 3


# --- what is read whole and yet not as the format has it ----------------------------------------


def _swapped(first: str, second: str) -> Change:
    def change(grid: g.Grid) -> g.Grid:
        at = {row.row: number for number, row in enumerate(grid) if row.row}
        rows = list(grid)
        rows[at[first]], rows[at[second]] = rows[at[second]], rows[at[first]]
        return tuple(rows)

    return change


def _with_row(grid: g.Grid) -> g.Grid:
    """One row more, below 行政查询, under a name of its own."""
    at = next(number for number, row in enumerate(grid) if row.row == "行政查询")
    (copied,) = g.copy((grid[at],), "data")
    squares = tuple(
        replace(s, path="", text="9.商业秘密" if s.text.startswith("8.") else s.text) for s in copied.squares
    )
    return (*grid[: at + 1], replace(copied, squares=squares, row=""), *grid[at + 1 :])


@pytest.mark.parametrize("format", ["html", "docx"])
@pytest.mark.parametrize(
    ("table", "change", "odd"),
    [
        (3, lambda grid: grid, ()),
        (3, _with_row, ("多出“9.商业秘密”行",)),
        (3, _swapped("重复申请", "公开出版物"), ("“2.重复申请”行的位置不对",)),
        (3, renamed("科研机构", ""), ("没有写“科研机构”这个列名",)),
        (2, renamed("本年废止件数", ""), ("没有写“本年废止件数”这个列名",)),
        (4, renamed("结果纠正", ""), ("没有写“结果纠正”这个列名",)),
        (4, renamed("行政复议", ""), ("没有写“行政复议”这个列名",)),
    ],
)
def test_what_else_is_not_as_the_format_has_it_is_told(
    format: str, table: int, change: Change, odd: tuple[str, ...]
) -> None:
    report = changed(table, change, format)
    assert report.tables[f"表{NUMERALS[table]}"].odd == odd
    read = {path: value.number for path, value in report.cells.items() if value.state is State.NUMBER}
    assert read == {path: TRUTH.cells[path].number for path in read}


@pytest.mark.parametrize(("times", "odd"), [(1, ()), (2, ("整张出现了两次",))])
def test_a_table_printed_twice_is_told(times: int, odd: tuple[str, ...]) -> None:
    built = build(TRUTH, Layout(format="html"))
    blocks = [
        again
        for block in built.blocks
        for again in [block] * (times if isinstance(block, Tabled) and block.number == 3 else 1)
    ]
    report = read(html_of(replace(built, blocks=tuple(blocks)))[0], "a.html", WORDS)
    assert isinstance(report, Report) and report.tables["表三"].odd == odd


@pytest.mark.parametrize(("moved", "odd"), [(False, ()), (True, ("在第四部分里",))])
def test_a_table_in_another_part_is_told(moved: bool, odd: tuple[str, ...]) -> None:
    built = build(TRUTH, Layout(format="docx"))
    three, four = (next(b for b in built.blocks if isinstance(b, Tabled) and b.number == n) for n in (3, 4))
    blocks = [block for block in built.blocks if not (moved and block is three)]
    if moved:
        blocks.insert(blocks.index(four), three)
    report = read(docx_of(replace(built, blocks=tuple(blocks)))[0], "a.docx", WORDS)
    assert isinstance(report, Report) and report.tables["表三"].odd == odd


@pytest.mark.parametrize(
    ("official", "text", "standing", "state"),
    [
        ("行政事业性收费", "收费", "unknown", State.ILLEGIBLE),
        ("行政许可", "其他行政许可", "variant", State.NUMBER),
    ],
)
def test_a_shortened_name_is_not_guessed_at_and_a_lengthened_one_is_shown(
    official: str, text: str, standing: str, state: State
) -> None:
    report = changed(2, renamed(official, text), "html")
    labels = [(label.text, label.standing) for label in report.tables["表二"].labels if label.text == text]
    assert labels == [(text, standing)]
    assert report.cells[f"表二.{official}"].state is state


def test_figures_of_table_four_among_blanks_stand_where_they_stand_though_one_group_only_is_named() -> None:
    """Five figures, and one group whose name was read: they are not all its own."""
    names = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    figures = ("", "", 3, 1, 4, *("",) * 5, "", 2, "", "", 2)
    head = "<tr><td colspan=5>行政复议</td><td colspan=5>木经夏议</td><td colspan=5>夏议后</td></tr>"
    leaves = "".join(f"<td>{name}某</td>" for name in names * 3)
    body = "".join(f"<td>{figure}</td>" for figure in figures)
    title = "<h1>听松区财政局2023年政府信息公开工作年度报告</h1><p>四、政府信息公开行政复议、行政诉讼情况</p>"
    page = f"{title}<table>{head}<tr>{leaves}</tr><tr>{body}</tr></table>"
    report = read(page.encode(), "a.html", WORDS)
    assert isinstance(report, Report)
    read_as = {
        path[3:]: v.number for path, v in report.cells.items() if path[:2] == "表四" and v.number is not None
    }
    assert read_as == {
        "复议.其他": 3,
        "复议.未结": 1,
        "复议.总计": 4,
        "复议后起诉.纠正": 2,
        "复议后起诉.总计": 2,
    }


@pytest.mark.parametrize(("text", "standing"), [("年废止件数", "official"), ("没有的件数", "unknown")])
def test_the_end_of_a_columns_name_is_no_other_name(text: str, standing: str) -> None:
    """Its first line was left on the page before."""
    report = changed(2, renamed("本年废止件数", text), "html")
    labels = {label.name: label.standing for label in report.tables["表二"].labels if label.axis == "column"}
    assert labels["废止"] == standing


_FIVE = ("新收", "上年结转", "予以公开", "部分公开", "结转下年")


@pytest.mark.parametrize("blank", [0, 6])
def test_a_blank_column_at_the_edge_is_none_of_the_formats_where_no_head_tells(blank: int) -> None:
    figures = list(range(1, 7))
    rows = [[name, *figures[:blank], "", *figures[blank:]] for name in _FIVE]
    assert rows_of(drawn(((), rows)), *_FIVE) == [OPEN] * 5


def test_the_names_of_columns_cut_by_a_page_are_no_row() -> None:
    head = [
        cells("（本列数据", "自然", "法人", "法人", "法人", "法人", "总", ""),
        cells("的勾稽关系", "人", "或其他组织", "或其他组织", "或其他组织", "或其他组织", "计", ""),
        cells("申请人", "自然人", "商业企业", "科研机构", "社会公益组织", "其他", "总计", ""),
    ]
    rows = [[name, 1, 2, 3, 4, 5, 20, ""] for name in _FIVE]
    report = drawn((head, rows))
    assert rows_of(report, *_FIVE) == [[1, 2, 3, 4, State.ABSENT, 5, 20]] * 5
    assert report.tables["表三"].missing_columns == ("法律服务机构",)
