"""Pages as sites publish them: what is shown, what a script writes, and which report a page is about."""

from __future__ import annotations

import pytest

from auditor.base.text import fold
from auditor.base.traditional import pairs, simplified
from auditor.report.model import Report, Status
from tests.corpus_files.sites import SITES
from tests.corpus_files.traditional import traditional
from tests.corpus_files.web import page_chrome, page_of, web_variant
from tests.layouts.build import build
from tests.layouts.check import Verdict, examples, judge, lexicons, read
from tests.layouts.layout import Layout
from tests.layouts.render_html import body_of
from tests.layouts.same import outcomes_of, read_as
from tests.layouts.truth import true_report
from tests.reading.shape import codes, shape
from tests.reading.shape import read as document

SEEDS = range(2 * len(SITES))
SENTENCES = "甲机关公开信息。乙机关受理申请。丙机关办理答复。丁机关没有收费。" * 8


def page(body: str, head: str = "") -> list[object]:
    return shape(document(f"<html><head>{head}</head><body>{body}</body></html>".encode()))


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    words = lexicons()
    return [judge(web_variant(seed), words) for seed in SEEDS]


def test_every_site_is_among_the_seeds() -> None:
    assert {page_of(seed).site for seed in SEEDS} == set(SITES)


def test_no_cell_of_any_site_is_read_wrong_or_given_up(verdicts: list[Verdict]) -> None:
    assert not [v for v in verdicts if v.wrong or v.illegible], examples(verdicts)


def test_agency_year_and_sections_are_found_on_every_site(verdicts: list[Verdict]) -> None:
    assert not [v for v in verdicts if v.faults], examples(verdicts)


def test_no_word_of_a_sites_chrome_stands_in_a_sentence_of_the_report() -> None:
    words = lexicons()
    for seed in SEEDS:
        report = read(web_variant(seed).data, "a.html", words)
        assert isinstance(report, Report)
        text = "".join(s.text for section in report.sections.values() for s in section.sentences)
        assert not [word for word in page_chrome(seed) if word in text], (seed, page_of(seed))


# --- what is shown ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("css", "seen"),
    [
        (".a{display:none}", ["乙"]),
        ("p.a { visibility : hidden }", ["乙"]),
        ("#x .a{display:none}", ["乙"]),
        ("#x > .a{display:none}", ["乙"]),
        ("div > #x{display:none} .a{display:block}", ["甲", "乙"]),  # body stands above #x
        (".a{display:none} #x .a{display:block}", ["甲", "乙"]),  # the more exact rule
        (".a{display:none!important} #x .a{display:block}", ["乙"]),
        (".a{display:none} .a{display:block}", ["甲", "乙"]),  # the later rule
        ("@media print{.a{display:none}}", ["甲", "乙"]),
        (".a:hover{display:none}", ["甲", "乙"]),
        ("/* .a{display:none} */ .b{display:none}", ["甲"]),
        ("*{display:none}", ["甲", "乙"]),
    ],
)
def test_what_a_style_sheet_hides_is_not_read(css: str, seen: list[str]) -> None:
    body = f'<div id="x"><p class="a">甲</p><p class="b">乙</p></div><p>{SENTENCES}</p>'
    assert page(body, f"<style>{css}</style>") == [*seen, SENTENCES]


def test_a_figure_hidden_inside_a_cell_is_not_part_of_it() -> None:
    cell = '1<i style="font-size:0px">9</i><b class="j">8</b><u style="position:absolute;left:-9999px">7</u>2'
    made = page(f"<table><tr><td>甲<td>{cell}</table>", "<style>.j{display:none}</style>")
    assert made == [[["甲", "12"]]]


def test_parts_that_a_script_is_going_to_show_are_read() -> None:
    body = f'<div class="menu">首页</div><div class="pane"><p>{SENTENCES}</p></div>'
    assert SENTENCES in page(body, "<style>.pane{display:none}</style>")
    assert SENTENCES in page(f'<div style="display:none"><p>{SENTENCES}</p></div><p>首页</p>')


def test_lists_of_links_are_left_out_and_tables_and_sentences_with_links_kept() -> None:
    links = "".join(f'<li><a href="/{n}.html">某县第{n}号年度报告</a></li>' for n in range(4))
    table = "<table><tr><td>甲</td><td>1</td></tr><tr><td><a href=/a>乙</a></td><td>2</td></tr></table>"
    sentence = '见<a href="/1">甲</a>、<a href="/2">乙</a>、<a href="/3">丙</a>各处公开的信息和说明。'
    assert page(f"<p>前</p><ul>{links}</ul>{table}<p>{sentence}</p>") == [
        "前",
        [["甲", "1"], ["乙", "2"]],
        "见甲、乙、丙各处公开的信息和说明。",
    ]


# --- scripts ----------------------------------------------------------------------------------


def test_a_table_that_a_script_writes_stands_where_the_script_stands() -> None:
    script = r"""<script>document.write("<table><tr><td>\u8868<\/td>" + '<td>1\'2</td>');
    document.writeln(`<td>3</td></tr></table>`);</script>"""
    made = document(f"<html><body><p>前</p>{script}后<p>尾</p></body></html>".encode())
    assert shape(made) == ["前", [["表", "1'2", "3"]], "后", "尾"]
    assert codes(made) == ["html.text-in-script"]


def test_a_table_that_a_script_puts_into_an_element_stands_there() -> None:
    script = '$("#t").html("<table><tr><td>1<td>2</table>");'
    assert page(f"<p>前</p><div id=t>加载中</div><p>尾</p><script>{script}</script>") == [
        "前",
        [["1", "2"]],
        "尾",
    ]


@pytest.mark.parametrize(
    "script",
    [
        'document.write("今天是2024年");',
        'document.write("<table><tr><td>" + count + "</td></tr></table>");',
        'var s = "<table><tr><td>1</td></tr></table>";',
        'document.write("<table><tr><td>1',
    ],
)
def test_what_a_script_makes_of_its_own_figures_is_not_guessed(script: str) -> None:
    assert page(f"<p>{SENTENCES}</p><script>{script}</script>") == [SENTENCES]


# --- two reports in one page ------------------------------------------------------------------


def _two(first: int, second: int, title: str, mark: str = "{}、") -> Report:
    def body(year: int) -> str:
        parts = "".join(
            f"<h2>{mark.format(number)}{text}</h2><p>{year}年公开信息{year}条。办理申请{year}件。没有收费。</p>"
            for number, text in zip(
                "一二三四五六",
                (
                    "总体情况",
                    "主动公开政府信息情况",
                    "收到和处理政府信息公开申请情况",
                    "政府信息公开行政复议、行政诉讼情况",
                    "存在的主要问题及改进情况",
                    "其他需要报告的事项",
                ),
                strict=True,
            )
        )
        return f"<h3>云岫镇人民政府{year}年政府信息公开工作年度报告</h3>{parts}"

    html = f"<html><head><title>{title}</title></head><body>{body(first)}{body(second)}</body></html>"
    report = read(html.encode(), "a.html", lexicons())
    assert isinstance(report, Report)
    return report


@pytest.mark.parametrize("mark", ["{}、", "（{}）"])
@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("政府信息公开年报", 2023),
        ("云岫镇人民政府2022年政府信息公开工作年度报告", 2022),
        ("2023年年报", 2023),
    ],
)
def test_of_two_years_in_one_page_the_one_that_the_page_names_is_read_and_the_other_is_told(
    title: str, year: int, mark: str
) -> None:
    report = _two(2023, 2022, title, mark)
    assert report.year == year
    assert {section.text.count(str(4045 - year)) for section in report.sections.values()} == {0}
    assert [(d.code, d.message) for d in report.diagnostics] == [
        ("report.several", f"文件里有 2 份报告（2023年度、2022年度），只审核了{year}年度的一份")
    ]


def test_the_same_report_twice_in_one_page_is_read_once() -> None:
    report = _two(2023, 2023, "")
    assert [d.code for d in report.diagnostics] == ["report.twice"]
    assert report.sections[1].text.count("2023条") == 1


# --- traditional characters -------------------------------------------------------------------


def test_the_mainlands_own_characters_are_never_changed() -> None:
    own = bytes(byte for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    text = own.decode("gb2312", "ignore")
    assert len(text) > 6_700
    assert {char for char, made in zip(text, simplified(text), strict=True) if char != made} == set("後於徵")


def test_every_pair_folds_alike_and_keeps_its_length() -> None:
    assert len(pairs()) > 2_500
    for old, new in pairs():
        assert fold(old) == fold(new) and len(simplified(old)) == 1


def test_a_report_in_traditional_characters_is_matched_and_shown_as_published() -> None:
    seed = next(s for s in range(200) if page_of(s).traditional and page_of(s).encoding == "big5")
    made = web_variant(seed)
    report = read(made.data, "a.html", lexicons())
    assert isinstance(report, Report)
    assert report.unit == made.truth.report.unit != simplified(report.unit)
    assert (report.status, report.template) == (Status.READ, made.truth.report.template)
    assert {heading.number for heading in report.headings} == set(range(1, 7))
    assert report.facts == () and "總" in "".join(h.text for h in report.headings)


# --- what was not read ------------------------------------------------------------------------

_TITLE = "<h1>云岫镇人民政府2023年政府信息公开工作年度报告</h1>"
_PARTS = (
    "<h2>一、总体情况</h2><p>2023年主动公开信息12条。收到申请3件。严格管理。</p><h2>二、主动公开政府信息情况</h2>{}"
    "<h2>三、收到和处理政府信息公开申请情况</h2>{}<h2>四、政府信息公开行政复议、行政诉讼情况</h2>{}"
    "<h2>五、存在的主要问题及改进情况</h2><p>问题一。改进二。</p><h2>六、其他需要报告的事项</h2><p>无。</p>"
)
_PICTURE = "<img src=1.png>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (_PARTS.format(_PICTURE, _PICTURE, _PICTURE), "表二、表三、表四是图片，没有读出"),
        (
            _PARTS.format("<p>详见附件1。</p>", "", "") + '<a href="/f/a.xlsx?v=1">附件1</a>',
            "没有取得表二、表三、表四，可能在附件里",
        ),
        (
            _PARTS.format("", "<iframe src=/t.html></iframe>", ""),
            "没有取得表二、表三、表四，可能在网页的框架里",
        ),
        # The page's own frames, above and below the report, hold none of it.
        ("<iframe src=/weather.html></iframe>" + _PARTS.format("", "", "") + "<embed src=/count.swf>", None),
        (_PARTS.format("", "", "").replace("<p>问题", _PICTURE + "<p>问题"), None),
        (
            _PARTS[: _PARTS.index("<h2>三")].format("")
            + "<iframe src=/t.html></iframe>"
            + _PARTS[_PARTS.index("<h2>五") :],
            "没有取得表二、表三、表四，可能在网页的框架里",
        ),
        ('<p><a href="/a.pdf">云岫镇2023年年报.pdf</a></p>', "没有取得报告正文，可能在附件里"),
        ("<embed src=/a.pdf>", "没有取得报告正文，可能在网页的框架里"),
        (
            "<h2>一、总体情况</h2><p>公开信息。受理申请。</p><p><a href=/2.html>下一页</a></p>",
            "网页分成几页，只有其中的一页，其余没有读到",
        ),
        (_PARTS.format("", "", ""), None),  # nothing says that there is more: the agency left them out
        (_PARTS[: _PARTS.index("<h2>二")], "网页里只有报告的前几部分，其余没有读到"),
        (
            _PARTS[: _PARTS.index("<h2>二")] + _PICTURE,
            "没有取得表二、表三、表四，可能在报告的图片里",
        ),
    ],
)
def test_what_was_not_read_is_said_and_only_that(body: str, reason: str | None) -> None:
    report = read(f"<html><body>{_TITLE}{body}</body></html>".encode(), "a.html", lexicons())
    assert isinstance(report, Report) and report.is_report
    assert (report.status is Status.PARTIAL, report.reason) == (reason is not None, reason)


@pytest.mark.parametrize("seed", range(3))
def test_a_page_in_traditional_characters_has_the_findings_of_the_same_page_in_simplified(seed: int) -> None:
    page = body_of(build(true_report(seed), Layout(format="html")))
    outcomes = []
    for text in (page, traditional(page, seed)):
        report = read_as(f"<html><body>{text}</body></html>".encode(), "html")
        outcomes.append({(o.rule, o.target): o.verdict for o in outcomes_of(report)})
    assert outcomes[0] == outcomes[1]
