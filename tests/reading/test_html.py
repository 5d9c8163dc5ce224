from __future__ import annotations

import time

import pytest

from auditor.reading.document import Table
from tests.reading.shape import codes, read, shape


def page(body: str, head: str = "") -> list[object]:
    return shape(read(f"<html><head>{head}</head><body>{body}</body></html>".encode()))


def test_inline_soup_is_joined_without_spaces() -> None:
    assert page("<p><span>三</span><font>、收<b>到</b></font><span>和\n处理</span><o:p>&nbsp;</o:p></p>") == [
        "三、收到和处理"
    ]


def test_white_space_collapses_and_breaks_are_line_feeds() -> None:
    assert page("<div>一  二\n three&nbsp;四<br>五<br/></div>尾") == ["一 二 three 四\n五", "尾"]


def test_headings_give_levels() -> None:
    assert page("<h1>报告</h1><h3><span>一、总体</span>情况</h3><p>正文</p>") == [
        (1, "报告"),
        (3, "一、总体情况"),
        "正文",
    ]


def test_scripts_comments_and_hidden_elements_are_left_out_and_what_follows_is_kept() -> None:
    body = (
        "<p>甲<script>x=1</script>乙<!-- 丙 --></p><style>p{}</style><div hidden>丁</div>"
        '<p style="DISPLAY : none">戊</p>己<noscript>庚</noscript><span style="display:none">辛</span>壬'
    )
    assert page(body) == ["甲乙", "己壬"]


def test_merged_cells_keep_their_grid() -> None:
    body = (
        "<table><caption>表三</caption><thead><tr><th rowspan=2>项</th><th colspan=2>人</th></tr>"
        "<tr><th>自然人</th><th>法人</th></tr></thead><tbody><tr><td>一</td><td>&nbsp;</td><td>　2</td></tr>"
        "</tbody></table>"
    )
    assert page(body) == ["表三", [["项", "人", "<"], ["<", "自然人", "法人"], ["一", "", "　2"]]]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<td>1<td>2<tr><td>3<td>4", [["1", "2"], ["3", "4"]]),  # no first tr, nothing closed
        ("<tr><td rowspan=0>a</td><td>1</td></tr><tr><td>2</td></tr>", [["a", "1"], ["<", "2"]]),
        ("<tr><td rowspan=99>a</td><td>1</td></tr><tr><td>2</td></tr>", [["a", "1"], ["<", "2"]]),
        # A row group ends every rowspan in it.
        (
            "<tbody><tr><td rowspan=9>a<td>1</tbody><tbody><tr><td>b<td>2</tbody>",
            [["a", "1"], ["b", "2"]],
        ),
        ("<tr><td colspan=x>a</td><td colspan='2;'>b</td></tr>", [["a", "b", "<"]]),
        ("<tr><td>a</td><td>b</td></tr><tr></tr><tr><td>c</td></tr>", [["a", "b"], ["", ""], ["c", ""]]),
        # The foot stays where the source has it.
        ("<tfoot><tr><td>f<td>g</tfoot><tbody><tr><td>1<td>2</tbody>", [["f", "g"], ["1", "2"]]),
        ("<tr style='display:none'><td>x<td>y</tr><tr><td>1<td>2</tr>", [["1", "2"]]),
    ],
)
def test_malformed_tables_are_laid_out_as_browsers_do(table: str, expected: list[list[str]]) -> None:
    assert page(f"<table>{table}</table>") == [expected]


def test_paragraphs_and_breaks_in_a_cell_are_lines() -> None:
    body = "<table><tr><td><p>商业</p><p>企业</p></td><td>科研<br>机构</td></tr></table>"
    assert page(body) == [[["商业\n企业", "科研\n机构"]]]


def test_a_layout_table_gives_its_cells_in_order() -> None:
    body = (
        "<table><tr><td>导航</td><td><h1>报告</h1><p>正文</p>"
        "<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>后</td></tr></table>"
    )
    assert page(body) == ["导航", (1, "报告"), "正文", [["a", "b"], ["1", "2"]], "后"]
    assert page("<table><tr><td>框</td></tr></table>") == ["框"]


def test_a_frame_of_prose_is_layout() -> None:
    prose = "".join(f"<p>{index}、{'本机关公开信息' * 10}。</p>" for index in range(5))
    made = page(f"<table><tr><td>栏目</td><td>{prose}</td></tr></table>")
    assert len(made) == 6 and made[0] == "栏目"


def test_a_small_table_in_a_cell_of_a_data_table_does_not_dissolve_it() -> None:
    row = "<tr><td>规章</td><td><table><tr><td>0</td></tr></table></td><td>1</td></tr>"
    assert page(f"<table>{row}{row}</table>") == [[["规章", "0", "1"]] * 2]


def test_text_in_a_table_but_in_no_cell_stands_before_it() -> None:
    assert page("<table>散<tr><td>a</td><td>b</td></tr>落</table>尾") == ["散", "落", [["a", "b"]], "尾"]


def test_pictures_stand_after_their_paragraph_and_icons_are_no_pictures() -> None:
    body = '<p>前<img src=a alt="表三">后</p><img width=16 height="16px" src=i>'
    body += "<table><tr><td>a<td><img src=b></table>"
    assert page(body) == ["前后", ("图", "表三"), [["a", "\ufffd"]], ("图", "")]


def test_ordered_lists_show_their_numbers() -> None:
    body = (
        "<ol><li>甲</li><li><p>乙</p></li></ol><ul><li>丙</li></ul><ol start=3 type=A><li>丁</li></ol>"
        "<ol><li>一、已编号</li></ol><ol style='list-style-type:none'><li>戊</li></ol>"
        "<ol style='list-style-type:cjk-ideographic'><li value=12>己</li></ol>"
    )
    assert page(body) == ["1.甲", "2.乙", "丙", "C.丁", "一、已编号", "戊", "十二、己"]


def test_preformatted_lines_are_read_as_text() -> None:
    assert page("<pre>一、总体情况\n规章\t0\n许可\t3\n</pre>后") == [
        "一、总体情况",
        [["规章", "0"], ["许可", "3"]],
        "后",
    ]


def test_meta_is_given_in_lower_case_and_is_no_text() -> None:
    head = (
        '<title> 年度\n报告 </title><meta name="PubDate" content="2024-01-26 10:00">'
        '<meta property="og:Title" content="题"><meta name="ArticleTitle" content="甲"><meta charset=gbk>'
    )
    document = read(f"<html><head>{head}</head><body>正文</body></html>".encode())
    assert document.meta == {
        "title": "年度 报告",
        "pubdate": "2024-01-26 10:00",
        "og:title": "题",
        "articletitle": "甲",
    }
    assert shape(document) == ["正文"]


def test_navigation_is_left_out_only_when_the_text_is_elsewhere() -> None:
    long = "本机关公开政府信息若干条。" * 40
    article = f"<article><header>标题</header><p>{long}</p></article>"
    site = f"<nav>首页</nav><header>网站</header>{article}<footer>版权</footer>"
    assert page(site) == ["标题", long]
    assert page("<header>报告标题</header><p>短</p>") == ["报告标题", "短"]
    assert page(f"<header><h1>报告标题</h1></header><p>{long}</p>") == [(1, "报告标题"), long]


def test_word_conditional_comments_keep_their_numbers() -> None:
    assert page("<p><![if !supportLists]>1.<![endif]>属于国家秘密</p>") == ["1.属于国家秘密"]


def test_a_frame_with_its_document_is_read_and_another_is_told() -> None:
    document = read(
        b'<html><body><p>a</p><iframe srcdoc="&lt;p&gt;b&lt;/p&gt;"></iframe><p>c</p></body></html>'
    )
    assert shape(document) == ["a", "b", "c"]
    framed = read(("<p>" + "公开信息" * 40 + '</p><iframe src="x.html"></iframe>').encode())
    assert codes(framed) == ["html.frame"]


def test_text_kept_in_a_script_is_found_when_the_page_is_empty() -> None:
    inner = "<h2>一、总体情况</h2><p>" + "本机关公开信息" * 20 + "</p>"
    document = read(f'<html><body><script type="text/html">{inner}</script></body></html>'.encode())
    assert shape(document) == [(2, "一、总体情况"), "本机关公开信息" * 20]
    assert codes(document) == ["html.text-in-script"]


def test_a_page_that_a_script_fills_is_said_to_be_empty() -> None:
    document = read("<html><body><div id=app>加载中</div><script>load()</script></body></html>".encode())
    assert codes(document) == ["html.no-text"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "big5"])
@pytest.mark.parametrize("declared", ["", "gb2312", "utf-8"])
def test_pages_in_any_encoding_read_the_same(encoding: str, declared: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    body = "<p>政府信息公開年度報告</p><table><tr><td>規章</td><td>0</td></tr></table>"
    data = f"<html><head>{meta}</head><body>{body}</body></html>".encode(encoding)
    document = read(data)
    assert (document.format, shape(document)) == ("html", ["政府信息公開年度報告", [["規章", "0"]]])


def test_an_xml_declaration_does_not_hinder() -> None:
    assert shape(
        read('<?xml version="1.0" encoding="gb2312"?><html><p>一、总体情况</p></html>'.encode("gbk"))
    ) == ["一、总体情况"]


@pytest.mark.parametrize("depth", [250, 300, 1500])
def test_depth_loses_no_text(depth: int) -> None:
    body = "<div>" * depth + "深处" + "</div>" * depth + "<p>尾</p>"
    assert page(body) == ["深处", "尾"]


def test_nested_tables_of_any_depth_are_descended_in_order() -> None:
    depth = 60
    body = "<table><tr><td>" * depth + "深处" + "</td></tr></table>" * depth
    assert page(body) == ["深处"]


def test_an_absurd_colspan_costs_nothing_and_keeps_the_columns() -> None:
    started = time.perf_counter()
    rows = "<tr><td>a</td><td>1</td></tr>" * 30
    document = read(f"<table><tr><td colspan=100000 rowspan=70000>头</td></tr>{rows}</table>".encode())
    # As in a browser, the head's rowspan reaches to the table's end and the rows stand beside it.
    table = document.blocks[0]
    assert isinstance(table, Table)
    assert table.height == 31 and len(table.cells) == 61
    assert time.perf_counter() - started < 2
    head = read(f"<table><tr><td colspan=100000>头</td></tr>{rows}</table>".encode()).blocks[0]
    assert isinstance(head, Table)
    assert (head.height, head.width, len(head.cells)) == (31, 2, 61)
