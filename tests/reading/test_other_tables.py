"""Tables that are not drawn as tables are: of links, by roles, as the source of a page among lines of text,
and what Markdown writes in their cells."""

from __future__ import annotations

import time

import pytest

from auditor.reading.markdown import inline
from tests.reading.shape import read, shape

LOST = "\ufffd"


def of(page: str, name: str = "a.html") -> list[object]:
    return shape(read(page.encode(), name=name))


def test_a_table_of_figures_is_no_list_of_links_whatever_is_a_link_in_it() -> None:
    cells = [
        ["新收数量", "1", "2", "3", "4"],
        ["上年结转", "5", "6", "7", "8"],
        ["予以公开", "9", "8", "7", "6"],
    ]
    made = "".join(
        "<tr>" + "".join(f"<td><a href=x>{text}</a></td>" for text in row) + "</tr>" for row in cells
    )
    assert of(f"<div><table>{made}</table></div>") == [cells]
    menu = "<tr>" + "<td><a href=x>政务公开</a></td>" * 3 + "</tr>"
    assert of(f"<table>{menu * 9}</table><p>正文</p>") == ["正文"]


ROWS = "<{0} role=row><span role=cell>规章</span><span role=cell>1</span></{0}>"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (ROWS.format("div") * 2, [[["规章", "1"]] * 2]),
        (f"<div role=table>{ROWS.format('div')}</div>后", [[["规章", "1"]], "后"]),
        (f"<div role=grid><div role=rowgroup>{ROWS.format('p')}</div></div>", [[["规章", "1"]]]),
        (ROWS.format("div") + "中" + ROWS.format("div"), [[["规章", "1"]], "中", [["规章", "1"]]]),
        (
            "<div role=row><span role=columnheader aria-colspan=2>头</span></div>" + ROWS.format("div"),
            [[["头", "<"], ["规章", "1"]]],
        ),
        ("<div role=row>无格</div>", ["无格"]),
    ],
)
def test_rows_and_cells_by_role_are_a_table(inside: str, expected: list[object]) -> None:
    assert of(f"<html><body>{inside}</body></html>") == expected


def test_tables_pasted_into_a_text_are_read_as_a_page_has_them() -> None:
    table = "<TABLE border=1><tr><td>规章<td>1</tr>\n<tr><td>文件<td>2</table>"
    text = f"某局报告\n<p>二、情况</p><p>正文</p>\n{table}尾\n行"
    assert of(text, "a.txt") == ["某局报告", "二、情况", "正文", [["规章", "1"], ["文件", "2"]], "尾", "行"]
    lines = [getattr(block.place, "line", None) for block in read(text.encode(), name="a.txt").blocks[:3]]
    assert lines == [1, 2, 2]
    assert of("甲<table 乙\n丙</table>", "a.txt") == ["甲<table 乙", "丙</table>"]


def test_very_many_pasted_tables_take_no_time() -> None:
    start = time.perf_counter()
    of("甲\n" + "<table>" * 20_000 + "</table>", "a.txt")
    of("甲\n" + "<table x" * 20_000 + "</table>", "a.txt")
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("`43`", "43"),
        ("&nbsp;68", "\xa068"),
        ("&#53;", "5"),
        ("~~9~~49", "49"),
        ("~~9~~", LOST),
        ("~~旧题~~", "旧题"),
        ("<s>4</s>5", "5"),
        ("97<sup>1</sup>", "97[1]"),
        ("90[^1]", "90[1]"),
        ("5^1^", "5[1]"),
        ("<u>5</u>", "5"),
        ("4\\*", "4*"),
        ("AT&T 1~2", "AT&T 1~2"),
    ],
)
def test_what_markdown_writes_in_a_cell(written: str, text: str) -> None:
    assert inline(written) == text


def test_unicode_marks_of_lines_end_lines_only_where_line_feeds_do_not() -> None:
    assert of("甲\u2028乙\u2029丙", "a.txt") == ["甲", "乙", "丙"]
    assert of("规章\t1\u20282\n文件\t3\n", "a.txt") == [[["规章", "1\u20282"], ["文件", "3"]]]


def test_what_a_script_writes_into_a_cell_is_not_known() -> None:
    cells = "<td>规章</td><td><script>show(5)</script></td><td><noscript>5</noscript></td><td></td>"
    assert of(f"<table><tr>{cells}</tr></table>") == [[["规章", LOST, LOST, ""]]]
