"""Rows torn over lines and pages, and page numbers among their figures: open where nobody can tell, and else
as they are."""

from __future__ import annotations

import re

import pytest

from auditor.reading.open import open_document
from auditor.report.model import Report, TableRead
from auditor.report.stream import logical_rows, rows_of
from auditor.report.value import State
from tests.layouts import grid as g
from tests.layouts.build import build
from tests.layouts.check import judge, read
from tests.layouts.corpus import variant
from tests.layouts.layout import Layout
from tests.layouts.render_text import text_of
from tests.layouts.truth import true_report
from tests.report.changed import TRUTH, WORDS, changed, parted, renamed, without


def _row(page: bytes, label: str) -> tuple[str, str, list[str], str]:
    """The page before the row of that label, the row to its label's end, the cells after it, the rest."""
    head, mark, row, below = parted(page, label)
    before, _, own = head.rpartition("<tr>")
    return before, own + mark, re.findall(r"<td[^>]*>[^<]*</td>", row), below


@pytest.mark.parametrize(("style", "lead"), [("cells", ""), ("cells_gap", ""), ("cells_tab", "\t")])
def test_a_row_torn_above_a_head_printed_again_keeps_its_figures(style: str, lead: str) -> None:
    def torn(data: bytes) -> bytes:
        text = data.decode("utf-8")
        label = "5.属于三类内部事务信息"
        first, second = text.index(label), text.index("6.属于四类过程性信息")
        head = text[text.index("自然人") : text.index("一、本年新收")].strip()
        figures = text[first + len(label) : second].rstrip("\t")
        page = f"\n— 2 —\n\n{lead}{head}\n\n{lead}"
        return f"{text[:first]}5.属于三{figures}{page}类内部事务信息\n\n{lead}{text[second:]}".encode()

    report = changed(3, lambda grid: grid, "text", torn, style=style)
    right = {path: cell.number for path, cell in TRUTH.cells.items() if path.endswith(".内部事务")}
    assert {path: report.cells[path].number for path in right} == right


@pytest.mark.parametrize("at", ["（五）不予处理", "2.重复申请"])
def test_a_page_number_is_no_figure_of_a_row_that_has_one_less(at: str) -> None:
    """Before the row's own figures and after them; one cell a line, so that nothing else tells."""

    def paged(data: bytes) -> bytes:
        head, row, rest = data.decode("utf-8").partition(f"{at}\n")
        return f"{head}{row}\n4\n\n{rest}".encode()

    report = changed(3, without(-1, 0), "text", paged, style="cells")
    read = {p: v.number for p, v in report.cells.items() if p.startswith("表三") and v.state is State.NUMBER}
    assert read == {path: TRUTH.cells[path].number for path in read}


def test_a_page_number_below_a_line_with_wide_gaps_is_no_line_of_the_table() -> None:
    rows = rows_of(
        open_document("（七）总计　0　 　0　 　7\n\n4\n\n下一行　0　 　0　 　7\n".encode(), name="a.txt")
    )
    assert [row.tokens[0].text for row in logical_rows(rows)] == ["（七）总计", "下一行"]


def test_noughts_run_together_are_figures_of_their_row_though_another_row_is_torn() -> None:
    zeros = true_report(3, "zeros", "")

    def torn(data: bytes) -> bytes:
        return data.replace("4.无正当理由大量反复申请".encode(), "4.无正当理由大量\n\n理 反复申请".encode())

    built = build(zeros, Layout(format="text", style="inline", zeros_joined=True))
    report = read(torn(text_of(built)[0]), "a.txt", WORDS)
    assert isinstance(report, Report)
    given_up = {p for p, v in report.cells.items() if p.startswith("表三") and v.state is not State.NUMBER}
    assert all(path.endswith(".大量反复") for path in given_up)


@pytest.mark.parametrize("seed", [13, 187])
def test_a_stray_figure_in_a_table_with_a_subtotal_leaves_the_other_rows_as_they_are(seed: int) -> None:
    """Rows have eight figures, one of them the subtotal's, and one row is torn."""
    verdict = judge(variant("text", seed), WORDS)
    assert (verdict.wrong, len(verdict.illegible) <= 7) == ((), True)


@pytest.mark.parametrize("seed", [2608, 3007])
def test_seven_figures_of_eight_are_no_full_row(seed: int) -> None:
    """The head names a subtotal, and so many cells are blank that most rows have less than seven figures."""
    assert judge(variant("text", seed), WORDS).wrong == ()


def test_a_page_s_number_in_a_row_with_a_blank_is_no_figure_of_it() -> None:
    """A cell a line: the row's six figures, and the number below them at the page's end."""
    assert judge(variant("text", 6125), WORDS).wrong == ()


@pytest.mark.parametrize("seed", [881, 3474])
def test_a_blank_row_whose_label_is_broken_over_lines_is_not_missing(seed: int) -> None:
    verdict = judge(variant("text", seed), WORDS)
    report = read(verdict.variant.data, "a.txt", WORDS)
    assert isinstance(report, Report)
    assert (report.tables["表三"].missing_rows, verdict.wrong) == ((), ())


@pytest.mark.parametrize(("label", "state"), [("（四）", State.ILLEGIBLE), ("9.商业秘密", State.BLANK)])
def test_figures_below_a_page_that_fill_the_blanks_of_the_last_row_leave_it_open(
    label: str, state: State
) -> None:
    """As scans come in which the row's halves were not known for one; a row under its own name is no half."""

    def cut(page: bytes) -> bytes:
        before, own, cells, below = _row(page, "8.属于行政查询事项")
        blank = "<td></td>"
        first = blank * 4 + "".join(cells[4:])
        second = f"<tr><td></td><td></td><td>{label}</td>{''.join(cells[:4])}{blank * 3}</tr>"
        return f"{before}<tr>{own}</td>{first}</tr>{second}{below}".encode()

    report = changed(3, lambda grid: grid, "html", cut, spans="repeated")
    assert report.cells["表三.自然人.行政查询"].state is state
    assert report.cells["表三.自然人.执法案卷"].state is State.NUMBER


@pytest.mark.parametrize(("label", "state"), [("", State.ILLEGIBLE), ("9.商业秘密", State.NUMBER)])
def test_digits_below_a_page_without_a_label_leave_the_row_above_open(label: str, state: State) -> None:
    """“1,2” at the foot of a page and “41” on the next one."""

    def cut(page: bytes) -> bytes:
        head, mark, row, below = parted(page, "8.属于行政查询事项")
        blank = "<td></td>" * 2
        second = f"<tr>{blank}<td>{label}</td>{blank}<td>7</td>{blank * 2}</tr>"
        return f"{head}{mark}{row}</tr>{second}{below}".encode()

    report = changed(3, lambda grid: grid, "html", cut, spans="repeated")
    assert report.cells["表三.自然人.行政查询"].state is state
    assert report.cells["表三.自然人.执法案卷"].state is State.NUMBER


def test_figures_beside_an_unread_label_above_a_blank_row_leave_that_row_open() -> None:
    def cut(page: bytes) -> bytes:
        before, own, cells, below = _row(page, "8.属于行政查询事项")
        first = f"<tr><td></td><td></td><td>�</td>{''.join(cells[:7])}</tr>"
        row = f"<tr>{own}</td>{'<td></td>' * 7}</tr>"
        return f"{before}{first}{row}{below}".encode()

    report = changed(3, lambda grid: grid, "html", cut, spans="repeated")
    assert report.cells["表三.自然人.行政查询"].state is State.ILLEGIBLE
    assert report.cells["表三.自然人.执法案卷"].state is State.NUMBER


@pytest.mark.parametrize(("label", "state"), [("一本年", State.NUMBER), ("5", State.ILLEGIBLE)])
def test_a_label_s_beginning_read_without_its_mark_is_no_row_of_its_own(label: str, state: State) -> None:
    """Where it makes the label with what stands below it, the row is whole."""

    def cut(page: bytes) -> bytes:
        before, _, cells, below = _row(page, "一、本年新收政府信息公开申请数量")
        first = f"<tr><td></td><td></td><td>{label}</td>{''.join(cells[-7:])}</tr>"
        second = f"<tr><td></td><td></td><td>新收政府信息公开申请数量</td>{'<td></td>' * 7}</tr>"
        return f"{before}{first}{second}{below}".encode()

    report = changed(3, lambda grid: grid, "html", cut, spans="repeated")
    assert report.cells["表三.自然人.新收"].state is state
    assert report.cells["表三.自然人.上年结转"].state is State.NUMBER


@pytest.mark.parametrize("subtotal", [False, True])
def test_a_row_whose_label_stands_with_another_in_one_cell_is_there_and_open(subtotal: bool) -> None:
    """As where a page's lines were lost: whose the figures are, nobody can tell."""
    first, second = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"

    def heaped(grid: g.Grid) -> g.Grid:
        return renamed(second, first + second)(renamed(first, "")(grid))

    report = changed(3, heaped, "html", subtotal=subtotal)
    shape = report.tables["表三"]
    assert isinstance(shape, TableRead)
    assert shape.missing_rows == ()
    states = {value.state for path, value in report.cells.items() if path.endswith(".新收")}
    assert states == {State.ILLEGIBLE}
