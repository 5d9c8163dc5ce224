"""Labels whose borders were lost or invented, as where a page was scanned: no row gets another's figures."""

from __future__ import annotations

import re
from collections import Counter
from itertools import count

import pytest

from auditor.report.build import _recognised
from auditor.report.cellvalue import read_value
from auditor.report.model import Report
from auditor.report.tables.labels import bare
from auditor.report.value import State
from tests.layouts.check import read
from tests.layouts.grid import Grid
from tests.report.changed import TRUTH, WORDS, changed, parted, renamed, thinned

_UNPAID = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (("7.属于行政执法案卷", "8.属于行政查询事项"), ("执法案卷", "行政查询")),
        (("1.信访举报投诉类申请", "2.重复申请"), ("信访举报", "重复申请")),
        ((_UNPAID, "3.其他"), ("逾期未缴费", "其他处理之其他")),
    ],
)
def test_two_labels_in_one_cell_leave_both_rows_open(labels: tuple[str, str], names: tuple[str, str]) -> None:
    def merged(page: bytes) -> bytes:
        text = page.decode("utf-8")
        first, second = (re.search(rf"<td[^>]*>{re.escape(label)}</td>", text) for label in labels)
        assert first is not None and second is not None
        both = f'<td rowspan="2">{labels[0]}{labels[1]}</td>'
        return (
            text[: first.start()] + both + text[first.end() : second.start()] + text[second.end() :]
        ).encode()

    report = changed(3, lambda grid: grid, "html", merged)
    for path, cell in TRUTH.cells.items():
        if path.startswith("表三"):
            own = path.split(".")[2] in names
            assert (report.cells[path].state is State.ILLEGIBLE) is own, path
            assert own or report.cells[path].number == cell.number


@pytest.mark.parametrize("rest", ["法律行政法规禁止公开", "去律行政法规禁止公开"])
def test_a_label_cut_by_a_line_that_is_none_is_not_taken_for_its_beginning(rest: str) -> None:
    """“2.其他” is no row 其他 where the cell beside it goes on with the label."""

    def cut(page: bytes) -> bytes:
        text = page.decode("utf-8")
        found = re.search(r"<td[^>]*>2\.其他法律行政法规禁止公开</td>", text)
        assert found is not None
        cells = f"<td>2.其他</td><td>{rest}</td>"
        wide = re.sub(r"<td>([13-8]\.[^<]+)</td>", r'<td colspan="2">\1</td>', text)
        return wide.replace("<td>2.其他法律行政法规禁止公开</td>", cells).encode()

    report = changed(3, lambda grid: grid, "html", cut)
    right = {path: cell.number for path, cell in TRUTH.cells.items() if path.endswith(".法律法规禁止")}
    assert {path: report.cells[path].number for path in right} == right


def test_a_cell_that_could_not_be_read_leaves_the_others_of_a_torn_row_as_they_are() -> None:
    """A row over a page's end, and a speck of dust in its second half."""

    def torn(page: bytes) -> bytes:
        head, _, row, below = parted(page, "5.属于三类内部事务信息")
        blank = "<td></td>"
        second = f"<tr>{blank * 2}<td>内部事务信息</td>{blank * 2}<td>\ufffd</td>{blank * 4}</tr>"
        return f"{head}5.属于三类{row}</tr>{second}{below}".encode()

    report = changed(3, lambda grid: grid, "html", torn, spans="repeated")
    states = [value.state for path, value in report.cells.items() if path.endswith(".内部事务")]
    assert states.count(State.ILLEGIBLE) == 1
    assert states.count(State.NUMBER) == 6


def test_a_torn_label_whose_number_lost_its_mark_is_one_row() -> None:
    def torn(page: bytes) -> bytes:
        head, _, row, below = parted(page, "一、本年新收政府信息公开申请数量")
        blank = "<td></td>"
        label = '<td colspan="3">新收政府信息公开申请数量</td>'
        return f"{head}一本年{row}</tr><tr>{label}{blank * 7}</tr>{below}".encode()

    report = changed(3, lambda grid: grid, "html", torn)
    right = {path: cell.number for path, cell in TRUTH.cells.items() if path.endswith(".新收")}
    assert {path: report.cells[path].number for path in right} == right


@pytest.mark.parametrize(("lost", "state"), [("结果纠正", State.ILLEGIBLE), ("", State.NUMBER)])
def test_the_figures_of_table_four_in_a_table_of_their_own_are_open_below_a_piece_of_its_head(
    lost: str, state: State
) -> None:
    """Its head stands at the foot of a page, and something between that and the figures."""

    def apart(page: bytes) -> bytes:
        text = page.decode("utf-8").replace(lost, "", 1 if lost else 0)
        head, mark, rest = text.partition("复议后起诉")
        at = [found.start() for found in re.finditer("<tr>", rest)][1]
        return f"{head}{mark}{rest[:at]}</table><p>1</p><table>{rest[at:]}".encode()

    report = changed(4, lambda grid: grid, "html", apart)
    states = {value.state for path, value in report.cells.items() if path.startswith("表四.")}
    assert states == {state}


def test_figures_above_a_page_beside_a_labels_number_alone_leave_its_row_open() -> None:
    """“6” and the figures at the foot of a page; the label and a figure's last digit on the next one."""

    def cut(page: bytes) -> bytes:
        head, _, row, below = parted(page, "6.属于四类过程性信息")
        blank = "<td></td>"
        second = f"<tr>{blank * 2}<td>属于四类过程性信息</td>{blank * 6}<td>9</td></tr>"
        return f"{head}6{row}</tr>{second}{below}".encode()

    report = changed(3, lambda grid: grid, "html", cut, spans="empty")
    states = {value.state for path, value in report.cells.items() if path.endswith(".过程性信息")}
    assert states == {State.ILLEGIBLE}
    assert report.cells["表三.自然人.执法案卷"].state is State.NUMBER


def test_digits_below_a_page_beside_a_groups_name_leave_the_row_above_open() -> None:
    """“45” at the foot of a page and “5” on the next one, where the group's cell goes on."""

    def cut(page: bytes) -> bytes:
        head, mark, row, below = parted(page, "8.属于行政查询事项")
        blank = "<td></td>"
        second = f'<tr><td rowspan="2">办理结果</td>{blank * 4}<td>7</td>{blank * 4}</tr>'
        below = re.sub(r"<td[^>]*>[^<]*</td>", "", below, count=1)  # the group's, which stands there already
        return f"{head}{mark}{row}</tr>{second}{below}".encode()

    report = changed(3, lambda grid: grid, "html", cut, spans="repeated")
    assert report.cells["表三.自然人.行政查询"].state is State.ILLEGIBLE
    assert report.cells["表三.自然人.执法案卷"].state is State.NUMBER


@pytest.mark.parametrize("between", ["", "</table><p>页眉</p><p>页眉</p><table>"])
def test_digits_beside_the_end_of_a_label_leave_the_row_above_open(between: str) -> None:
    def cut(page: bytes) -> bytes:
        head, _, row, below = parted(page, "3.补正后申请内容仍不明确")
        blank = "<td></td>"
        second = f"<tr>{blank * 2}<td>明确</td><td>2</td>{blank * 6}</tr>"
        return f"{head}3.补正后申请内容仍不{row}</tr>{between}{second}{below}".encode()

    report = changed(3, lambda grid: grid, "html", cut, spans="empty")
    assert report.cells["表三.自然人.补正不明确"].state is State.ILLEGIBLE
    assert report.cells["表三.自然人.信访举报"].state is State.NUMBER


def test_digits_alone_between_two_rows_are_the_upper_ones_however_much_stands_between() -> None:
    """A page's head of many words above the last digit of a total."""

    def cut(page: bytes) -> bytes:
        head, mark, row, below = parted(page, "6.属于四类过程性信息")
        between = "</table>" + "<p>页眉</p>" * 12 + "<table>"
        return f"{head}{mark}{row}</tr>{between}<tr>{'<td></td>' * 9}<td>9</td></tr>{below}".encode()

    report = changed(3, lambda grid: grid, "html", cut, spans="empty")
    assert report.cells["表三.总计.过程性信息"].state is State.ILLEGIBLE
    assert report.cells["表三.总计.执法案卷"].state is State.NUMBER


def test_a_figure_that_could_not_be_read_is_one_of_its_row_beside_a_subtotal() -> None:
    """Eight figures, one of them the subtotal's; the total could not be read."""

    def smeared(page: bytes) -> bytes:
        head, mark, row, below = parted(page, "5.属于三类内部事务信息")
        row = re.sub(r"<td([^>]*)>[^<]*</td>(\s*)$", "<td\\1>\ufffd</td>\\2", row)
        return f"{head}{mark}{row}</tr>{below}".encode()

    report = changed(3, lambda grid: grid, "html", smeared, subtotal=True)
    states = [value.state for path, value in report.cells.items() if path.endswith(".内部事务")]
    assert report.cells["表三.总计.内部事务"].state is State.ILLEGIBLE
    assert states.count(State.NUMBER) == 6


@pytest.mark.parametrize(("name", "seen"), [("自然人", "自然入"), ("总计", "总i计"), ("总计", "计")])
def test_a_column_at_the_side_whose_name_is_misread_is_there(name: str, seen: str) -> None:
    """By its place, as where it stands between others."""
    report = changed(3, renamed(name, seen), "html")
    right = {path: cell.number for path, cell in TRUTH.cells.items() if path.startswith("表三.")}
    assert {path: report.cells[path].number for path in right} == right


@pytest.mark.parametrize(("name", "seen"), [("自然人", "自然入"), ("总计", "总i计")])
def test_a_column_whose_name_is_misread_is_open_and_not_missing_where_most_cells_are_blank(
    name: str, seen: str
) -> None:
    report = changed(3, renamed(name, seen), "html", thinned)
    states = {value.state for path, value in report.cells.items() if path.startswith(f"表三.{name}.")}
    assert State.ABSENT not in states
    assert report.tables["表三"].missing_columns == ()


def test_a_total_alone_is_read_under_what_is_left_of_its_name() -> None:
    def only_totals(page: bytes) -> bytes:
        return re.sub(r"(<td[^>]*>)\d+(</td>)(?!\s*</tr>)", r"\1\2", page.decode()).encode()

    report = changed(3, renamed("总计", "计"), "html", only_totals)
    assert report.cells["表三.总计.办理总计"].number == TRUTH.cells["表三.总计.办理总计"].number
    assert report.cells["表三.自然人.办理总计"].state is State.BLANK


@pytest.mark.parametrize("spans", ["empty", "repeated"])
def test_a_name_of_which_one_character_is_misread_is_found_beside_an_empty_column(spans: str) -> None:
    """In a table with blanks, where counting tells nothing."""

    def blanked(page: bytes) -> bytes:
        text, seen = page.decode(), count()
        return re.sub(
            r"(?<=<td>)\d+(?=</td>)", lambda number: "" if next(seen) % 3 == 0 else number[0], text
        ).encode()

    report = changed(3, renamed("自然人", "目然人"), "html", blanked, blank_column="right", spans=spans)
    cells = {path: report.cells[path] for path in TRUTH.cells if path.startswith("表三.")}
    read = {path: cell.number for path, cell in cells.items() if cell.state is State.NUMBER}
    assert {cell.state for cell in cells.values()} == {State.NUMBER, State.BLANK}
    assert read == {path: TRUTH.cells[path].number for path in read}


def test_a_subtotal_and_a_total_of_which_only_the_last_character_was_read() -> None:
    def misread(grid: Grid) -> Grid:
        return renamed("小计", "J计")(renamed("总计", "只计")(grid))

    report = changed(3, misread, "html", subtotal=True)
    right = {path: cell.number for path, cell in TRUTH.cells.items() if path.startswith("表三.")}
    assert {path: report.cells[path].number for path in right} == right


@pytest.mark.parametrize("format", ["html", "docx"])
def test_a_column_of_figures_without_a_name_between_those_of_the_format_is_a_subtotal(format: str) -> None:
    report = changed(3, renamed("小计", ""), format, subtotal=True)
    right = {path: cell.number for path, cell in TRUTH.cells.items() if path.startswith("表三.")}
    assert {path: report.cells[path].number for path in right} == right
    assert report.tables["表三"].extra_columns == ("小计",)


def test_a_head_in_one_row_of_which_a_name_is_misread_tells_the_columns() -> None:
    """The lines between its storeys were not found."""

    def flat(page: bytes) -> bytes:
        text = page.decode()
        start = text.index("<table", text.index("四、"))
        head = "".join(
            f"<td>{group}<br>{name}</td>"
            for group in ("行政复议", "行政诉讼<br>未经复议直接起诉", "行政诉讼<br>复议后起诉")
            for name in (
                "结果维持",
                "结果纠正",
                "其他结果",
                "尚末审结" if group == "行政复议" else "尚未审结",
                "总计",
            )
        )
        figures = "".join(f"<td>{number}</td>" for number in (1, 2, 3, 4, 10) * 3)
        return f"{text[:start]}<table><tr>{head}</tr><tr>{figures}</tr></table>".encode()

    report = changed(4, lambda grid: grid, "html", flat)
    found = {path: cell.number for path, cell in report.cells.items() if path.startswith("表四.")}
    assert [found[f"表四.复议.{name}"] for name in ("维持", "纠正", "其他", "未结", "总计")] == [
        1,
        2,
        3,
        4,
        10,
    ]
    assert sum(number is not None for number in found.values()) == 15


def test_figures_of_which_only_some_were_read_are_a_row_of_their_group() -> None:
    """Three tables of a group each; of the second's figures one was read."""

    def smeared(page: bytes) -> bytes:
        head, group, below = page.decode().partition("未经复议直接起诉")
        seen = count()
        return (
            head
            + group
            + re.sub(r">\d+<", lambda one: one[0] if next(seen) in (0, *range(5, 99)) else ">\ufffd<", below)
        ).encode()

    report = changed(4, lambda grid: grid, "html", smeared, group4="stacked")
    states = [cell.state for path, cell in report.cells.items() if path.startswith("表四.直接起诉.")]
    assert sorted(states) == [State.ILLEGIBLE] * 4 + [State.NUMBER]


@pytest.mark.parametrize(
    ("unit", "raw", "state"),
    [("件", "1.0", State.ILLEGIBLE), ("件", "10", State.NUMBER), ("万元", "1.5", State.NUMBER)],
)
def test_a_count_with_a_point_was_not_recognised(unit: str, raw: str, state: State) -> None:
    value = _recognised(read_value(raw, unit, None), 0.97)
    assert (value.state, value.number is None) == (state, state is State.ILLEGIBLE)


_NAMED = 5  # rows at the end that have their labels beside them


def _heaped(heap: list[str], named: list[str]) -> Report:
    """Table three with the labels of `heap` in one cell beside as many rows as are not `named`."""
    table = WORDS["2021"].tables["表三"]
    figures = "<td>0</td>" * len(table.columns)
    labels = "<br>".join(heap)
    loose = len(table.rows) - len(named)
    head = "".join(f"<td>{column.label.official}</td>" for column in table.columns)
    rows = f"<tr><td rowspan={loose + 1}>{labels}</td>{head}</tr>" + f"<tr>{figures}</tr>" * loose
    rows += "".join(f"<tr><td>{label}</td>{figures}</tr>" for label in named)
    page = f"<h2>三、收到和处理政府信息公开申请情况</h2><table>{rows}</table>"
    report = read(page.encode(), "a.html", WORDS)
    assert isinstance(report, Report)
    return report


def _labels() -> list[str]:
    return [row.label.official for row in WORDS["2021"].tables["表三"].rows]


def _states(report: Report) -> Counter[State]:
    return Counter(value.state for path, value in report.cells.items() if path.startswith("表三"))


def test_a_table_whose_labels_all_stand_in_one_cell_is_there_and_open() -> None:
    report = _heaped(_labels(), [])
    assert report.tables["表三"].missing_rows == ()
    assert _states(report) == {State.ILLEGIBLE: 175}
    assert [d.code for d in report.diagnostics if d.code.startswith("table.")] == ["table.out-of-order"]


def test_rows_that_may_be_among_those_without_labels_are_not_missing() -> None:
    labels = _labels()
    heap = [label for label in labels[:-_NAMED] if "秘密" not in label and "重复" not in label]
    report = _heaped(heap, labels[-_NAMED:])
    assert report.tables["表三"].missing_rows == ()
    assert _states(report) == {State.ILLEGIBLE: 175 - 7 * _NAMED, State.NUMBER: 7 * _NAMED}


def test_a_part_whose_heading_is_printed_again_over_its_table_begins_where_it_stands_first() -> None:
    """The heading is a row of the table's head, and the table goes over a page."""

    def cut(page: bytes) -> bytes:
        head, mark, row, below = parted(page, "3.补正后申请内容仍不明确")
        above, _, own = head.rpartition("<tr")
        heading = re.findall(r"<tr(?:(?!</tr>).)*?三、收到和处理(?:(?!</tr>).)*?</tr>", page.decode(), re.S)[
            -1
        ]
        return f"{above}</table><p>1</p><table>{heading}<tr{own}{mark}{row}</tr>{below}".encode()

    report = changed(3, lambda grid: grid, "html", cut, heading_row=True, spans="repeated")
    assert report.tables["表三"].missing_rows == ()
    right = {path: cell.number for path, cell in TRUTH.cells.items() if path.startswith("表三")}
    assert {path: report.cells[path].number for path in right} == right


def test_names_of_table_four_whose_storeys_run_together_are_told_by_their_ends() -> None:
    """Between the storeys of the head no lines were found."""
    table = WORDS["2021"].tables["表四"]
    above = {row.name: bare(row.label.official) for row in table.rows}
    names = [
        f"{'' if row == '复议' else '行政诉讼'}{above[row]}{2 * bare(column.label.official)}"
        for row in above
        for column in table.columns
    ]
    head = "".join(f"<td>{name}</td>" for name in names)
    figures = "".join(f"<td>{number}</td>" for number in range(15))
    title = "<h2>四、政府信息公开行政复议、行政诉讼情况</h2>"
    report = read(f"{title}<table><tr>{head}</tr><tr>{figures}</tr></table>".encode(), "a.html", WORDS)
    assert isinstance(report, Report)
    order = [(row.name, column.name) for row in table.rows for column in table.columns]
    assert [report.cells[table.cells[key].path].number for key in order] == list(range(15))


@pytest.mark.parametrize(
    ("written", "label"),
    [("\ufffd 复议后起诉", "复议后起诉"), ("\ufffd", "\ufffd"), ("2.其他\ufffd", "其他\ufffd")],
)
def test_dust_before_a_label_is_no_part_of_it(written: str, label: str) -> None:
    assert bare(written) == label


@pytest.mark.parametrize(
    ("written", "standing"),
    [("1.信访举报投拆类申请", "misprint"), ("1.信访举报投诉类申和,请等于第", "official")],
)
def test_a_sentence_that_ran_into_a_label_is_no_misprint(written: str, standing: str) -> None:
    label = "1.信访举报投诉类申请"
    made = changed(3, lambda grid: grid, "html", lambda page: page.replace(label.encode(), written.encode()))
    (found,) = (each for each in made.tables["表三"].labels if each.name == "信访举报")
    assert (found.text, found.standing) == (written, standing)
