"""A true report as a web page: clean, or as content systems and pasted office text leave it."""

from __future__ import annotations

import html
import random

from tests.layouts import grid as g
from tests.layouts.build import Built, Line, Tabled, build, title_of
from tests.layouts.flat import flattened
from tests.layouts.layout import Layout
from tests.layouts.truth import TrueReport

_EMPTY = {"": "", "nbsp": "&nbsp;", "o:p": '<p class="MsoNormal"><o:p>&nbsp;</o:p></p>', "br": "<br>"}
_NAV = """<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li>
<li><a href="/bs">办事服务</a></li></ul></div><script>var total = 12; document.write("访问量 3455");</script>
<style>.a{width:100px} td{padding:2px}</style>
<form><input type="text" value="请输入关键字"><button>搜索</button></form>"""
_FOOT = """<div class="share"><a href="#">微信</a><a href="#">微博</a></div>
<div class="qr"><img src="/qr.png" alt="扫一扫"></div>
<iframe src="about:blank"></iframe><script>var _hits = 1;</script><!-- 统计代码 0000000 -->"""


class _Html:
    def __init__(self, built: Built) -> None:
        self.layout = built.layout
        self.rng = random.Random(f"html {built.layout.seed}")

    def tag(self, name: str, inner: str, attributes: str = "", optional: bool = False) -> str:
        careless = self.layout.careless
        shown = name.upper() if careless else name
        end = "" if careless and optional else f"</{shown}>"
        return f"<{shown}{attributes}>{inner}{end}"

    def inline(self, text: str) -> str:
        """Escaped text with its line breaks, cut into spans where the page is soup."""
        if not self.layout.soup or len(text) < 2:
            return html.escape(text, quote=False).replace("\n", "<br/>")
        out, rest = "", text
        while rest:
            size = self.rng.randint(1, 12)
            piece, rest = rest[:size], rest[size:]
            escaped = html.escape(piece, quote=False).replace("\n", "<br>")
            look = self.rng.choice(
                (
                    '<span style="font-family:仿宋">{}</span>',
                    '<font face="宋体">{}</font>',
                    "<b>{}</b>",
                    "{}",
                    '<span lang="EN-US"><span>{}</span></span>',
                )
            )
            out += look.format(escaped)
        return out

    def line(self, line: Line) -> str:
        text = self.inline(line.ordinal + line.text)
        match line.kind:
            case "title":
                return self.tag("h1" if self.layout.tag.startswith("h") else "p", text, ' class="title"')
            case "heading":
                if self.layout.tag == "strong":
                    return self.tag("p", f"<strong>{text}</strong>")
                return self.tag(self.layout.tag, text)
            case "sub":
                deeper = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5"}.get(self.layout.tag, "p")
                return self.tag(deeper, text)
            case "chrome":
                return self.tag("div", text)
        indent = "&nbsp;&nbsp;&nbsp;&nbsp;" if self.layout.empty == "nbsp" else "　　"
        return self.tag("p", indent + text, optional=True)

    def cell(self, box: g.Box) -> str:
        text = box.square.text
        spans = f' rowspan="{box.rows}"' if box.rows > 1 else ""
        spans += f" colspan={box.columns}" if box.columns > 1 else ""
        name = "th" if box.square.kind == "head" and self.layout.tag == "h2" else "td"
        if not text:
            return self.tag(name, _EMPTY[self.layout.empty], spans, optional=True)
        inner = self.inline(text)
        if self.layout.cell_tag == "p" and "\n" in text:
            inner = "".join(f"<p>{self.inline(t)}</p>" for t in text.split("\n"))
        elif self.layout.cell_tag:
            inner = f"\n  <{self.layout.cell_tag}>{inner}</{self.layout.cell_tag}>\n"
        return self.tag(name, inner, spans, optional=True)

    def grid(self, grid: g.Grid) -> str:
        if self.layout.flat:
            lines = flattened(grid, self.layout)
            return "\n".join(self.tag("p", self.inline(line), optional=True) for line in lines)
        if self.layout.spans != "merged":
            grid = g.separate(grid, self.layout.spans)
        rows = [
            self.tag("tr", "".join(self.cell(box) for box in row if box is not None), optional=True)
            for row in g.boxes(grid)
        ]
        return self.tag("table", "\n" + "\n".join(rows) + "\n", ' border="1" cellspacing="0"')

    def body(self, built: Built) -> str:
        pieces = []
        for block in built.blocks:
            if isinstance(block, Tabled):
                pieces += [self.grid(piece) for piece in block.pieces]
            else:
                pieces.append(self.line(block))
        match self.layout.frame:
            case "one":
                inner = "<table width=960><tr><td>" + "\n".join(pieces) + "</td></tr></table>"
            case "rows":
                rows = "".join(f"<tr><td>{piece}</td></tr>\n" for piece in pieces)
                inner = f'<table width="100%">{rows}</table>'
            case _:
                inner = "\n".join(pieces)
        if self.layout.chrome:
            return f'{_NAV}<div class="content" id="zoom">{inner}</div>{_FOOT}'
        return inner


def render_html(report: TrueReport, layout: Layout) -> tuple[bytes, Built]:
    """The page's bytes, and the truth beside it."""
    return html_of(build(report, layout))


def body_of(built: Built) -> str:
    """What stands between the tags of the body, without a site's chrome."""
    return _Html(built).body(built)


def html_of(built: Built) -> tuple[bytes, Built]:
    """The bytes of a page already built."""
    report, layout = built.report, built.layout
    body = _Html(built).body(built)
    charset = {"utf-8": "utf-8", "utf-8-sig": "utf-8", "gb18030": "gb2312"}[layout.encoding]
    if layout.declared == "wrong":
        charset = "gbk" if charset == "utf-8" else "utf-8"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    if layout.declared == "missing":
        meta = ""
    title = title_of(report, Layout()) + ("-政府门户网站" if layout.chrome else "")
    page = (
        f"<!DOCTYPE html>\n<html><head>{meta}<title>{title}</title></head>\n<body>\n{body}\n</body></html>\n"
    )
    return page.encode(layout.encoding, errors="xmlcharrefreplace"), built
