"""Web sites that publish a report: the article among what content systems put around it.

All of them invented. Each site takes the article's parts and gives the body of the page; `Site.lost` says
that the file does not carry the report (it is loaded from elsewhere).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from tests.corpus_files.chrome import Chrome


@dataclass(frozen=True, slots=True)
class Article:
    """Parts of the page to be: the title and the report below it as HTML, another year's report the same
    way, and the words around."""

    title: str
    body: str
    other_title: str
    other_body: str
    unit: str
    published: str
    chrome: Chrome
    rng: random.Random


@dataclass(frozen=True, slots=True)
class Made:
    """The body of the page, what belongs in its head, and attributes of the body element."""

    body: str
    head: str = ""
    attributes: str = ""
    notes: tuple[str, ...] = field(default=())


def _widgets(a: Article) -> str:
    return (
        f'<div class="info"><span>发布时间：{a.published} 09:{a.rng.randint(10, 59)}</span>'
        f'<span>来源：{a.unit}</span><span>浏览次数：<i id="hits">{a.rng.randint(10, 9999)}</i></span>'
        '<span class="fontsize">字体：【<a href="javascript:doZoom(18)">大</a> <a '
        'href="javascript:doZoom(16)">中</a> '
        '<a href="javascript:doZoom(14)">小</a>】</span><a href="javascript:window.print()">打印</a></div>'
    )


def plain_container(a: Article) -> Made:
    """Head, crumbs, a container by id, links to neighbours, foot."""
    c = a.chrome
    return Made(
        f'<div class="header"><div class="logo"><img src="/images/logo.png" alt="{a.unit}"></div>'
        f"{c.menu()}</div>"
        f'<div class="position">{c.crumbs()}</div>'
        f'<div class="article"><h1>{a.title}</h1>{_widgets(a)}<div id="zoom">{a.body}</div></div>'
        f'<div class="pre-next">{c.neighbours()}</div>{c.foot()}'
    )


def editor_wrapper(a: Article) -> Made:
    """A content system's editor block, its own style sheet inside, and a list of related pages."""
    c = a.chrome
    return Made(
        f'{c.menu()}<div class="con"><div class="xl_title">{a.title}</div>{_widgets(a)}'
        '<div class="view TRS_UEDITOR trs_paper_default trs_web"><style type="text/css">'
        ".TRS_Editor P{line-height:2;font-size:16px}.TRS_Editor TABLE{margin:0}</style>"
        f'<div class="TRS_Editor">{a.body}</div></div></div>'
        f'<div class="xgxx"><h2>相关信息</h2>{c.related()}</div>{c.foot()}'
    )


def layout_tables(a: Article) -> Made:
    """Everything in tables inside tables, the left one a menu."""
    c = a.chrome
    rows = "".join(f'<tr><td height="26">·</td><td><a href="#">{t}</a></td></tr>' for t in c.years)
    return Made(
        '<table width="1002" border="0" align="center" cellpadding="0" cellspacing="0"><tr><td>'
        f'<table width="100%"><tr><td width="200" valign="top"><table>{rows}</table></td>'
        f'<td valign="top"><table width="100%"><tr><td>{c.crumbs()}</td></tr>'
        f'<tr><td align="center" class="title">{a.title}</td></tr>'
        f'<tr><td>【{a.published}】 【字号 <a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】 '
        '【<a href="#">打印</a>】 【<a href="#">关闭</a>】</td></tr>'
        f'<tr><td class="bt_content">{a.body}</td></tr>'
        f"<tr><td>{c.neighbours()}</td></tr></table></td></tr></table></td></tr>"
        f"<tr><td align=center>{c.foot()}</td></tr></table>"
    )


def openness_column(a: Article) -> Made:
    """The openness column: a table about the page before, the list of all years beside it."""
    c = a.chrome
    number = f"{a.rng.randint(10**7, 10**8)}/{a.published[:4]}-{a.rng.randint(1, 99999):05d}"
    return Made(
        f'<div class="xxgk-left"><div class="tit">政府信息公开年报</div>{c.list_of_years()}'
        '<div class="tit">信息公开目录</div><ul class="tree"><li>机构职能</li><li>规章</li>'
        "<li>规范性文件</li><li>行政许可</li><li>行政处罚</li><li>财政预决算</li></ul></div>"
        '<div class="xxgk-right"><table class="xxgk_table" width="100%"><tr><th>索引号</th>'
        f"<td>{number}</td><th>公开方式</th><td>主动公开</td></tr><tr><th>发布机构</th><td>{a.unit}</td>"
        f"<th>公开日期</th><td>{a.published}</td></tr><tr><th>名称</th><td colspan=3>"
        f"{a.title}</td></tr></table>"
        f'<div class="xxgk_title">{a.title}</div><div class="xxgk_content">{a.body}</div></div>{c.foot()}'
    )


def years_in_tabs(a: Article) -> Made:
    """Two years' reports in one page, the older one in a tab that is not shown."""
    c = a.chrome
    style = "<style>.tabs .pane{display:none} .tabs .pane.on{display:block}</style>"
    hidden = a.rng.choice(('class="pane"', 'class="pane" style="display: none"'))
    tabs = [f'<li class="on">{a.title}</li>', f"<li>{a.other_title}</li>"]
    panes = [
        f'<div class="pane on"><h2>{a.title}</h2>{a.body}</div>',
        f"<div {hidden}><h2>{a.other_title}</h2>{a.other_body}</div>",
    ]
    if a.rng.random() < 0.5:
        tabs.reverse()
        panes.reverse()
    return Made(
        f'{c.menu()}<div class="tabs"><ul class="hd">{"".join(tabs)}</ul>{"".join(panes)}</div>{c.foot()}',
        style,
    )


def years_on_one_page(a: Article) -> Made:
    """Two years' reports one under the other; the page says in its title which it is about."""
    c = a.chrome
    parts = [
        f'<div class="content"><h2>{a.title}</h2>{a.body}</div>',
        f'<div class="content"><h2>{a.other_title}</h2>{a.other_body}</div>',
    ]
    if a.rng.random() < 0.5:
        parts.reverse()
    return Made(f"{c.crumbs()}{''.join(parts)}{c.foot()}")


def framed(a: Article) -> Made:
    """The article in a frame whose document stands in the page."""
    c = a.chrome
    inner = escape(f"<html><body><h1>{a.title}</h1>{a.body}</body></html>")
    return Made(f'{c.menu()}{c.crumbs()}<iframe id="con" width="100%" srcdoc="{inner}"></iframe>{c.foot()}')


def written_by_script(a: Article) -> Made:
    """Tables that a script writes where it stands."""
    c = a.chrome
    body = a.body.replace("<table", "\x00<table").replace("</table>", "</table>\x00")
    body = body.replace("<TABLE", "\x00<TABLE").replace("</TABLE>", "</TABLE>\x00")
    out = []
    for index, part in enumerate(body.split("\x00")):
        if part[:6].lower() == "<table" and index:
            literal = json.dumps(part, ensure_ascii=a.rng.random() < 0.5).replace("</", "<\\/")
            out.append(f"<script>document.write({literal});</script>")
        else:
            out.append(part)
    return Made(
        f"{c.menu()}<h1>{a.title}</h1>{_widgets(a)}<div class=article-content>{''.join(out)}</div>{c.foot()}"
    )


def loaded_state(a: Article) -> Made:
    """A shell whose text stands in a script as data, to be shown by the script."""
    head = a.rng.choice((f"<h1>{a.title}</h1>", ""))
    state = json.dumps(
        {"id": 12, "title": a.title, "pubTime": a.published, "content": f"<div>{head}{a.body}</div>"},
        ensure_ascii=False,
    ).replace("</", "<\\/")
    return Made(
        f'<div id="app"><div class="loading">加载中…</div></div><script>window.__INITIAL_STATE__ '
        f"= {state};</script>"
    )


def in_a_textarea(a: Article) -> Made:
    """The text in a form field that a script moves into sight."""
    c = a.chrome
    return Made(
        f'{c.crumbs()}<div id="show"></div><textarea id="content" style="display:none">'
        f"<h1>{a.title}</h1>{escape(a.body)}</textarea>"
        '<script>document.getElementById("show").innerHTML=document.getElementById("content").value</script>'
    )


def marked_against_copying(a: Article) -> Made:
    """Words and digits that nobody sees, between and inside those that are seen."""
    c, rng = a.chrome, a.rng
    hide = rng.choice(
        ('class="jam"', 'style="display:none"', 'style="font-size:0"', "hidden", 'class="off9"')
    )
    jam = f"<span {hide}>{rng.randint(1, 99)}本站原创</span>"
    body = a.body.replace("</td>", f"{jam}</td>").replace("</TD>", f"{jam}</TD>")
    style = "<style>.jam,.off9{display:none}</style>"
    return Made(
        f'{c.menu()}<h1>{a.title}</h1><div class="cont">{body}</div>'
        f'<div class="print-only" style="display:none"><h1>{a.title}</h1>{a.other_body}</div>{c.foot()}',
        style,
    )


def calendar_and_counts(a: Article) -> Made:
    """Beside the article a calendar, the counts of all agencies' columns, and an inquiry form."""
    c, rng = a.chrome, a.rng
    days = "".join("<tr>" + "".join(f"<td>{7 * w + d}</td>" for d in range(1, 8)) + "</tr>" for w in range(4))
    counts = "".join(f"<tr><td>{name}</td><td>{rng.randint(0, 900)}</td></tr>" for name in c.agencies)
    side = (
        f'<div class="side"><table class="calendar"><tr><td colspan=7>{a.published[:4]}年1月</td>'
        f"</tr>{days}</table>"
        f'<table class="rank"><tr><th>公开单位</th><th>公开数量</th></tr>{counts}</table>'
        "<form><select><option>2021</option><option>2022</option></select><input name=q></form></div>"
    )
    before = rng.random() < 0.5
    main = f'<div class="main"><h1>{a.title}</h1>{_widgets(a)}<div class="wz_article">{a.body}</div></div>'
    return Made(f"{c.menu()}{side + main if before else main + side}{c.foot()}")


def two_devices(a: Article) -> Made:
    """The same article twice: for wide screens and for telephones."""
    c = a.chrome
    style = (
        "<style>.m-view{display:none}@media "
        "(max-width:768px){.pc-view{display:none}.m-view{display:block}}</style>"
    )
    return Made(
        f'<div class="pc-view">{c.menu()}<h1>{a.title}</h1>{a.body}{c.foot()}</div>'
        f'<div class="m-view"><h3>{a.title}</h3>{a.body}</div>',
        style,
    )


def modern_elements(a: Article) -> Made:
    """header, nav, main, article, aside, footer."""
    c = a.chrome
    return Made(
        f"<header><a href=/>{a.unit}</a>{c.menu()}</header><nav aria-label=breadcrumb>{c.crumbs()}</nav>"
        f"<main><article><header><h1>{a.title}</h1><p>发布日期：<time>{a.published}</time></p>"
        f"</header>{a.body}</article>"
        f"<aside><h3>相关推荐</h3>{c.related()}</aside></main><footer>{c.foot()}</footer>"
    )


def word_saved(a: Article) -> Made:
    """As Word saves a page: conditional comments, its own elements and classes."""
    head = (
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->"
        "<style><!-- p.MsoNormal {margin:0cm} @page Section1 {size:595.3pt 841.9pt} --></style>"
    )
    body = a.body.replace("<p>", '<p class=MsoNormal style="text-indent:32.0pt;mso-char-indent-count:2.0">')
    return Made(
        f"<div class=WordSection1><p class=MsoTitle align=center><b><span lang=EN-US>"
        f"{a.title}<o:p></o:p></span></b></p>"
        f"<![if !supportEmptyParas]>&nbsp;<![endif]><o:p></o:p>{body}</div>",
        head,
        " lang=ZH-CN style='tab-interval:21.0pt'",
    )


def related_first(a: Article) -> Made:
    """A list of many agencies' reports above the article, pictures that carry words, a share bar inside."""
    c = a.chrome
    links = '<a href="#">分享到微信</a><a href="#">微博</a><a href="#">QQ空间</a>'
    share = f'<div class="bdsharebuttonbox">{links}</div>'
    return Made(
        f'<div class="hot"><h3>热点信息</h3>{c.related()}</div><div class="bread">{c.crumbs()}</div>'
        f'<div class="content-box"><div class="title"><h2>{a.title}</h2></div>{share}'
        f'<div class="con_text">{a.body}{share}<p class="editor">【责任编辑：管理员】</p></div>'
        f'<div class="code"><p>扫一扫在手机打开当前页</p><img src="/qr.png" width=100 height=100>'
        f"</div></div>{c.foot()}"
    )


SITES: dict[str, Callable[[Article], Made]] = {
    made.__name__: made
    for made in (
        plain_container,
        editor_wrapper,
        layout_tables,
        openness_column,
        years_in_tabs,
        years_on_one_page,
        framed,
        written_by_script,
        loaded_state,
        in_a_textarea,
        marked_against_copying,
        calendar_and_counts,
        two_devices,
        modern_elements,
        word_saved,
        related_first,
    )
}
