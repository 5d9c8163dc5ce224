"""Web pages, web archives, Word files and texts made to break a reader, by name; each is made when asked."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Callable

from tests.reading.docx_builder import W, cell, docx, paragraph, row, table

MB = 1 << 20
_OPEN = "http://schemas.openxmlformats.org"
TEXT = "<p>某局公开信息。某局受理申请。某局办理答复。某局没有收费。</p>" * 10


def _page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def _nested_archive(depth: int) -> bytes:
    """A message in a message in a message."""
    data = b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>x</p>"
    for _ in range(depth):
        data = b"MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n" + data
    return data


def _parts(count: int) -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    return head + b"--b\r\nContent-Type: image/gif\r\n\r\nx\r\n" * count + b"--b--"


def _packed(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w") as archive:
        warnings.simplefilter("ignore")  # one name twice is what is wanted
        for name, data in members:
            info = zipfile.ZipInfo("x", (1980, 1, 1, 0, 0, 0))
            info.filename = name  # as it stands, "/" and "\0" included
            archive.writestr(info, data, method)
    return stream.getvalue()


_DOCUMENT = f'<w:document xmlns:w="{W}"><w:body>{paragraph("正文")}</w:body></w:document>'.encode()


def _with(*members: tuple[str, bytes]) -> bytes:
    return _packed([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", _DOCUMENT), *members])


def _linked(kind: str, target: str) -> bytes:
    """A document that refers to something outside."""
    relations = (
        f'<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{_OPEN}/officeDocument/2006/relationships/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    )
    return _with(("word/_rels/document.xml.rels", relations.encode()))


def _photos() -> bytes:
    """Sixty megabytes, of which hardly any is text."""
    photo = random.Random(1).randbytes(MB) * 10
    return docx(paragraph("正文"), parts={f"word/media/image{n}.jpeg": photo for n in range(6)})


_RULES = "".join(f".a .b{n}{{display:none}}" for n in range(1_900))
_SAME = ".x .a{display:none}" * 1_900
_CELL = r"\x3ctd>1"
_LINK = '<a href="/{0}.html">某县第{0}号年度报告</a>'

# What has to come of it: a code, or a format where the rest of the file is to be read.
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    # style sheets
    "规则上万.html": ("html", lambda: _page(TEXT, f"<style>{'.q{display:none}' * 50_000}</style>")),
    "规则成千元素成万.html": ("html", lambda: _page("<p class=a>一</p>" * 10_000, f"<style>{_SAME}</style>")),
    "选择器层层.html": (
        "html",
        lambda: _page(
            "<div class=a>" * 200 + "<i class=b7>x</i>" * 20_000 + TEXT, f"<style>{_RULES}</style>"
        ),
    ),
    "样式没有完.html": ("file.no-text", lambda: _page(TEXT, "<style>.a{display:none" + "@media{" * 100_000)),
    "全部隐藏.html": ("html", lambda: _page(TEXT, "<style>body,p,div{display:none!important}</style>")),
    # scripts
    "脚本引号不完.html": (
        "html",
        lambda: _page(TEXT + "<script>document.write(" + "'\\'" * 500_000 + "</script>"),
    ),
    "脚本写到没有完.html": (
        "html",
        lambda: _page(TEXT + "<script>" + 'document.write("<table>' * 50_000 + "</script>"),
    ),
    "脚本加号成串.html": (
        "html",
        lambda: _page(TEXT + "<script>document.write(" + '"<td>"+' * 100_000 + "x)</script>"),
    ),
    "脚本写出百万格.html": (
        "file.too-large",
        lambda: _page(TEXT + '<script>document.write("' + _CELL * 500_000 + '");</script>'),
    ),
    "脚本写出脚本.html": (
        "html",
        lambda: _page(
            TEXT
            + r"<script>document.write('<table><td>1<script>document.write(\'<table>\')<\/script>')</script>"
        ),
    ),
    "状态里层层引号.html": ("file.no-text", lambda: _page("<script>x=" + '"\\"' * 300_000 + "</script>")),
    "半个代理字符.html": (
        "html",
        lambda: _page(r'<script>x="<div><p>' + r"\ud800" * 500 + '</p></div>"</script>'),
    ),
    # links and frames
    "链接两万.html": ("html", lambda: _page(TEXT + "".join(map(_LINK.format, range(20_000))))),
    "链接深处.html": ("html", lambda: _page(TEXT + "<div>" * 200 + "".join(map(_LINK.format, range(5_000))))),
    "框架指向本机.html": ("html", lambda: _page(TEXT + '<iframe src="file:///etc/passwd"></iframe>' * 5_000)),
    "图片和样式指向外网.html": (
        "html",
        lambda: _page(
            TEXT + '<img src="http://198.51.100.7/a.png"><object data="http://198.51.100.7/b"></object>',
            '<link rel=stylesheet href="http://198.51.100.7/c.css"><base href="http://198.51.100.7/">'
            '<meta http-equiv=refresh content="0;url=http://198.51.100.7/">',
        ),
    ),
    "外部实体.html": (
        "html",
        lambda: b'<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + _page(f"{TEXT}<p>&e;</p>"),
    ),
    "题目三兆.html": ("html", lambda: _page(TEXT, "<title>" + "年报" * 500_000 + "</title>")),
    "零字节.html": ("file.noise", lambda: _page(TEXT.replace("<p>", "<p\0>\0"))),
    "方向控制符.html": ("html", lambda: _page("<p>" + "\u202e\u2066\u200f" * 100_000 + "</p>" + TEXT)),
    # web archives
    "信中有信.mht": ("file.too-deep", lambda: _nested_archive(3_000)),
    "三万部分.mht": ("file.damaged", lambda: _parts(30_000)),
    "分界线没有完.mht": (
        "file.damaged",
        lambda: b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="a"\n\n' + b"--a\n\n" * 100_000,
    ),
    "没有的编码.mht": (
        "mhtml",
        lambda: b"MIME-Version: 1.0\nContent-Type: text/html; charset=x-none\n\n" + _page(TEXT),
    ),
    "乱码的文件头.mht": (
        "mhtml",
        lambda: b"MIME-Version: 1.0\nContent-Type: " + b"x;" * 200_000 + b"\n\n<p>x</p>",
    ),
    # Word
    "带宏.docm": (
        "docx",
        lambda: _with(("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"Sub AutoOpen" * 100)),
    ),
    "外部模板.docx": ("docx", lambda: _linked("attachedTemplate", "http://198.51.100.7/t.dotm")),
    "外部图片.docx": ("docx", lambda: _linked("image", "\\\\198.51.100.7\\share\\a.png")),
    "外部正文.docx": ("docx", lambda: _linked("aFChunk", "file:///etc/passwd")),
    "成员名越界.docx": (
        "docx",
        lambda: _with(("../../../../tmp/x", b"1"), ("/etc/x", b"1"), ("C:\\x", b"1")),
    ),
    "成员名控制符.docx": ("docx", lambda: _with(("word/\x1b[31m\x07\n.xml", b"1"), ("\u202egnp.exe", b"1"))),
    "成员名空.docx": ("docx", lambda: _with(("", b"1"), ("/", b"1"), ("word/", b""))),
    "正文两份.docx": (
        "docx",
        lambda: _with(("word/document.xml", _DOCUMENT), ("WORD/Document.xml", _DOCUMENT)),
    ),
    "少见的压缩.docx": (
        "file.damaged",
        lambda: _packed([("word/document.xml", _DOCUMENT * 50)], zipfile.ZIP_LZMA),
    ),
    "关系指向自己.docx": (
        "docx",
        lambda: docx(
            paragraph("正文"),
            '<w:altChunk r:id="c"/>' * 30,
            relations={"c": ("aFChunk", "document.xml")},
        ),
    ),
    "跨度上亿.docx": (
        "docx",
        lambda: docx(
            table(row(cell("1", '<w:gridSpan w:val="999999999"/>'), cell("2", '<w:gridSpan w:val="-7"/>')))
        ),
    ),
    "域没有完.docx": (
        "docx",
        lambda: docx('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 5_000, paragraph("正文")),
    ),
    "照片六十兆.docx": ("docx", _photos),
    # texts
    "标题一万.txt": ("text", lambda: "一、总体情况\n正文一句。\n".encode() * 10_000),
    "段落十万.txt": ("file.too-large", lambda: "总体情况。\n".encode() * 100_000),
    "题目一万.txt": ("text", lambda: "云岫镇人民政府2023年政府信息公开工作年度报告\n".encode() * 10_000),
    "五十万个零.txt": ("text", lambda: "三、收到和处理政府信息公开申请情况\n".encode() + b"0" * 500_000),
    "一格一行.txt": (
        "text",
        lambda: "三、收到和处理政府信息公开申请情况\n".encode() + "\t甲\n乙\n丙\n".encode() * 4_000,
    ),
    "书名号不完.txt": ("text", lambda: ("一、总体情况\n" + "《" * 200_000 + "。").encode()),
    "半个字节.txt": ("text", lambda: "一、总体情况。".encode("utf-16-le") * 1_000 + b"\x4e"),
    "代理字符落单.txt": (
        "text",
        lambda: "总体情况。\n".encode("utf-16") + b"\x00\xd8" * 3 + "正文\n".encode("utf-16-le") * 900,
    ),
    "标记叠标记.txt": ("text", lambda: b"\xef\xbb\xbf" * 1_000 + "总体情况。正文。".encode() * 100),
    "竖线百万.md": ("file.table-too-large", lambda: b"# a\n" + b"|1" * 250_000 + b"\n" + b"|-" * 250_000),
}
