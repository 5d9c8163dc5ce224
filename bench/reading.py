"""Milliseconds per report and format, and the ratio to bare extraction of the same bytes in the same run.

    python bench/reading.py [rounds]

The reports are built here: six pages of prose and the three tables, as Word and a web editor write them.
Bare extraction is what lxml alone costs: unzip, parse, itertext. The targets are 10 ms (.docx) and
5 ms (.html) on one core, within five times the floor.
"""

from __future__ import annotations

import gc
import io
import json
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.reading.document import Document
from auditor.reading.open import open_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FONT = '<w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋" w:cs="仿宋" w:hint="eastAsia"/>'
_LOOK = f'<w:rPr>{_FONT}<w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr>'
_SECTIONS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
_PROSE = "本机关认真落实条例，全年通过网站主动公开信息128条，依申请公开办理及时规范，群众满意。" * 3


def _tables() -> list[list[list[tuple[str, int, int]]]]:
    """The three tables as rows of (text, rowspan, colspan)."""
    second = [
        [("第二十条第（一）项", 1, 4)],
        [(text, 1, 1) for text in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")],
        [(text, 1, 1) for text in ("规章", "0", "0", "0")],
        [(text, 1, 1) for text in ("行政规范性文件", "2", "1", "17")],
        [("第二十条第（五）项", 1, 4)],
        [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)],
        [("行政许可", 1, 1), ("731", 1, 3)],
        [("第二十条第（六）项", 1, 4)],
        [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)],
        [("行政处罚", 1, 1), ("96", 1, 3)],
        [("行政强制", 1, 1), ("3", 1, 3)],
        [("第二十条第（八）项", 1, 4)],
        [("信息内容", 1, 1), ("本年收费金额（单位：万元）", 1, 3)],
        [("行政事业性收费", 1, 1), ("43.788", 1, 3)],
    ]
    third = [
        [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项）", 3, 3), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [(text, 1, 1) for text in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]
    figures = [(str(number), 1, 1) for number in (21, 3, 0, 1, 0, 2, 27)]
    third.append([("一、本年新收政府信息公开申请数量", 1, 3), *figures])
    third.append([("二、上年结转政府信息公开申请数量", 1, 3), *figures])
    for index in range(22):
        label = [(f"{index + 1}.属于行政机关内部事务信息或过程性信息", 1, 1)]
        if index % 4 == 0:
            label.insert(0, ("（三）不予公开", min(4, 22 - index), 1))
        if index == 0:
            label.insert(0, ("三、本年度办理结果", 22, 1))
        third.append([*label, *figures])
    third.append([("四、结转下年度继续办理", 1, 3), *figures])
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    fourth = [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*((text, 2, 1) for text in results), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [(text, 1, 1) for text in results * 2],
        [(str(number % 3), 1, 1) for number in range(15)],
    ]
    return [second, third, fourth]


def _word_paragraph(text: str, about: str = "") -> str:
    run = f"<w:r>{_LOOK}<w:t>{text}</w:t></w:r>"
    return f'<w:p><w:pPr>{about}<w:spacing w:line="560"/>{_LOOK}</w:pPr>{run}</w:p>'


def _word_table(rows: list[list[tuple[str, int, int]]]) -> str:
    made: list[str] = []
    below: dict[int, tuple[int, int]] = {}  # grid column -> rows that a merge still runs, columns
    for row in rows:
        cells: list[str] = []
        column, waiting, above, below = 0, list(row), below, {}
        while waiting or column in above:
            if column in above:
                down, across = above[column]
                cells.append(_word_cell("", across, "<w:vMerge/>"))
            else:
                text, down, across = waiting.pop(0)
                cells.append(_word_cell(text, across, '<w:vMerge w:val="restart"/>' if down > 1 else ""))
            if down > 1:
                below[column] = (down - 1, across)
            column += across
        made.append(f'<w:tr><w:trPr><w:jc w:val="center"/></w:trPr>{"".join(cells)}</w:tr>')
    return f"<w:tbl><w:tblPr/>{''.join(made)}</w:tbl>"


def _word_cell(text: str, across: int, merge: str) -> str:
    about = f'<w:tcW w:w="1200" w:type="dxa"/><w:gridSpan w:val="{across}"/>{merge}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{_word_paragraph(text)}</w:tc>"


def docx() -> bytes:
    """A report as Word writes it, headings numbered by a list."""
    tables = [_word_table(rows) for rows in _tables()]
    list_of = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = [_word_paragraph("青禾县农业农村局2023年政府信息公开工作年度报告")]
    for number, title in enumerate(_SECTIONS):
        body.append(_word_paragraph(title, list_of))
        body.extend([tables[number - 1]] if 1 <= number <= 3 else [_word_paragraph(_PROSE)] * 8)
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/>'
        "</w:lvl></w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{number}"><w:name w:val="style {number}"/></w:style>'
        for number in range(60)
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{kind}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{kind}/numbering" Target="numbering.xml"/>'
            f'<Relationship Id="r2" Type="{kind}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr("word/numbering.xml", numbering)
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{W}">{styles}</w:styles>')
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>'
        )
    return stream.getvalue()


def html() -> bytes:
    """A report as a web editor writes it, between the site's own parts."""
    look = 'style="font-family:仿宋_GB2312;font-size:16pt;line-height:28pt"'

    def words(text: str) -> str:
        half = len(text) // 2
        return f"<p {look}><span {look}>{text[:half]}</span><span {look}>{text[half:]}</span></p>"

    def cell(text: str, down: int, across: int) -> str:
        return f"<td rowspan={down} colspan={across}>{words(text)}</td>"

    def table(rows: list[list[tuple[str, int, int]]]) -> str:
        made = "".join("<tr>" + "".join(cell(*each) for each in row) + "</tr>" for row in rows)
        return f"<table border=1>{made}</table>"

    tables = [table(rows) for rows in _tables()]
    links = "".join(f'<li><a href="/c/{number}">栏目{number}</a></li>' for number in range(60))
    body = [
        f'<div class=nav><ul>{links}</ul></div><p style="display:none">分享</p>'
        "<h1>青禾县农业农村局2023年政府信息公开工作年度报告</h1>"
    ]
    for number, title in enumerate(_SECTIONS):
        body.append(words(f"{'一二三四五六'[number]}、{title}"))
        body.extend([tables[number - 1]] if 1 <= number <= 3 else [words(_PROSE)] * 8)
    head = '<meta charset="utf-8"><title>年度报告</title><meta name="PubDate" content="2024-01-26">'
    return f"<!DOCTYPE html><html><head>{head}</head><body>{''.join(body)}</body></html>".encode()


def text() -> bytes:
    """A report as text, its tables cut by tabs."""
    lines = ["青禾县农业农村局2023年政府信息公开工作年度报告"]
    tables = [
        "\n".join("\t".join(text + "\t" * (across - 1) for text, _, across in row) for row in rows)
        for rows in _tables()
    ]
    for number, title in enumerate(_SECTIONS):
        lines.append(f"{'一二三四五六'[number]}、{title}")
        lines.extend([tables[number - 1]] if 1 <= number <= 3 else [_PROSE] * 8)
    return "\n".join(lines).encode()


def bare_docx(data: bytes) -> int:
    """What unzipping and lxml alone cost."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(map(len, etree.fromstring(archive.read("word/document.xml")).itertext()))


def bare_html(data: bytes) -> int:
    """What lxml alone costs."""
    return sum(map(len, etree.fromstring(data, etree.HTMLParser()).itertext()))


def bare_text(data: bytes) -> int:
    """What decoding and cutting into lines alone cost."""
    return len(data.decode("utf-8").splitlines())


# Time of this process where the system counts it finely: other programs then do not spoil the ratio.
_clock = time.process_time if time.get_clock_info("process_time").resolution < 1e-4 else time.perf_counter


def _median(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds."""
    times: list[float] = []
    gc.collect()
    for _ in range(rounds):
        start = _clock()
        work()
        times.append((_clock() - start) * 1000)
    return statistics.median(times)


def measure(rounds: int = 60) -> dict[str, dict[str, float]]:
    """Per format: size in kB, milliseconds to read, bare milliseconds, and their ratio."""
    result: dict[str, dict[str, float]] = {}
    for name, data, bare in (
        ("docx", docx(), bare_docx),
        ("html", html(), bare_html),
        ("text", text(), bare_text),
    ):
        read = open_document(data)
        assert isinstance(read, Document), read
        assert len([block for block in read.blocks if hasattr(block, "cells")]) == 3
        ours = _median(lambda data=data: open_document(data), rounds)  # type: ignore[misc]
        floor = _median(lambda data=data, bare=bare: bare(data), rounds)  # type: ignore[misc]
        result[name] = {
            "kB": round(len(data) / 1024, 1),
            "ms": round(ours, 2),
            "bare_ms": round(floor, 2),
            "ratio": round(ours / floor, 2),
        }
    return result


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 60), indent=1))
