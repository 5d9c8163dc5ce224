"""Writes the shipped template of notices: `python -m tests.output_files.make_template`.

Page and type after GB/T 9704: A4, margins 37/35/28/26 mm, title 小标宋 22 pt, text 仿宋 16 pt at 28.5 pt,
numbered headings 黑体, 楷体, page numbers — 1 — in 宋体 14 pt on the outer edge. Machines without these
fonts take the next of kin that the font table names.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from auditor.output.notice import DEFAULT_TEMPLATE
from auditor.output.package_mark import finished

TITLE, BODY, KAI, HEI, SONG = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
# Font: its kin in order, family, and what it looks like (panose) for programs that choose by looks.
FONTS = {
    TITLE: (
        "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,宋体,Noto Serif CJK SC",
        "roman",
        "03000509000000000000",
    ),
    BODY: ("仿宋,FangSong,STFangsong,方正仿宋_GBK,Noto Serif CJK SC", "modern", "02010609030101010101"),
    KAI: ("楷体,KaiTi,STKaiti,方正楷体_GBK,Noto Serif CJK SC", "modern", "02010609030101010101"),
    HEI: ("SimHei,方正黑体_GBK,Noto Sans CJK SC", "modern", "02010609060101010101"),
    SONG: ("SimSun,方正书宋_GBK,Noto Serif CJK SC", "auto", "02010600030101010101"),
    "Times New Roman": ("Liberation Serif", "roman", "02020603050405020304"),
}
# Style: font, size in pt, first line indent in characters, alignment, bold.
STYLES = {
    "通知标题": (TITLE, 22, 0, WD_ALIGN_PARAGRAPH.CENTER, False),
    "通知称呼": (BODY, 16, 0, WD_ALIGN_PARAGRAPH.LEFT, False),
    "通知正文": (BODY, 16, 2, WD_ALIGN_PARAGRAPH.JUSTIFY, False),
    "通知报告": (HEI, 16, 2, WD_ALIGN_PARAGRAPH.LEFT, False),
    "通知部分": (KAI, 16, 2, WD_ALIGN_PARAGRAPH.LEFT, False),
    "通知问题": (BODY, 16, 2, WD_ALIGN_PARAGRAPH.JUSTIFY, True),
    "通知条目": (BODY, 14, 0, WD_ALIGN_PARAGRAPH.LEFT, False),
    "通知落款": (BODY, 16, 0, WD_ALIGN_PARAGRAPH.RIGHT, False),
}
TEXT = (
    ("通知标题", "关于{{机关}}{{年度}}年度\n政府信息公开工作年度报告的整改通知"),
    ("通知称呼", "{{机关}}："),
    ("通知正文", "经对你单位{{年度}}年度政府信息公开工作年度报告进行审核，发现问题{{问题数}}条"
     "（{{各级问题数}}），现通知如下。请对照所列位置逐条核实，按“应为”和“怎么改”改正，于{{整改期限}}前将改正后的年度报告和整改情况"
     "报送{{发文机关}}。认为所列问题与实际不符的，请一并书面说明。"),
    ("", "{{#报告}}"),
    ("通知报告", "{{报告序号}}、{{报告名称}}"),
    ("", "{{#部分}}"),
    ("通知部分", "{{部分序号}}{{部分名称}}（{{部分问题数}}条）"),
    ("", "{{#问题}}"),
    ("通知问题", "{{序号}}．{{问题}}（{{级别}}，{{规则}}）"),
    ("通知条目", "位　置：{{位置}}"),
    ("通知条目", "计　算：{{计算}}"),
    ("通知条目", "应　为：{{应为}}"),
    ("通知条目", "怎么改：{{怎么改}}"),
    ("通知条目", "依　据：{{依据}}"),
    ("", "{{/问题}}"),
    ("", "{{/部分}}"),
    ("", "{{/报告}}"),
    ("通知正文", "整改期限：{{整改期限}}"),
    ("通知正文", "联系人：{{联系人}}"),
    ("通知落款", "{{发文机关}}"),
    ("通知落款", "{{发文日期}}"),
)  # fmt: skip


def main() -> None:
    """Write the template into the package."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"]
    fonts(normal, BODY, 16)
    for name, (font, size, indent, align, bold) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.quick_style = True
        fonts(style, font, size)
        style.font.bold = bold
        shape = style.paragraph_format
        shape.alignment = align
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        shape.line_spacing = Pt(28.5 if size >= 16 else 24)
        if name == "通知标题":
            shape.line_spacing = Pt(35)
            shape.space_after = Pt(28)
        if name in ("通知问题", "通知部分", "通知报告"):
            shape.keep_with_next = True
        if name == "通知落款":
            shape.right_indent = Pt(64)
        if indent:
            characters(style, firstLineChars=str(indent * 100))
        if name == "通知条目":  # 位  置： hangs before its text, also where that has several lines
            characters(style, leftChars="600", hangingChars="400")
    for style_name, text in TEXT:
        lines = text.split("\n")
        paragraph = document.add_paragraph(style=style_name or None)
        for number, line in enumerate(lines):
            if number:
                paragraph.add_run().add_break()
            paragraph.add_run(line)
        if text.startswith("整改期限"):
            paragraph.paragraph_format.space_before = Pt(28)
        if style_name == "通知落款" and text == "{{发文机关}}":
            paragraph.paragraph_format.space_before = Pt(56)
    document.settings.odd_and_even_pages_header_footer = True
    page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    about = document.core_properties
    about.author = about.last_modified_by = "auditor"
    about.title, about.comments = "整改通知", ""
    about.created = about.modified = datetime(2025, 1, 1)
    stream = io.BytesIO()
    document.save(stream)
    Path(DEFAULT_TEMPLATE).write_bytes(with_fonts(stream.getvalue()))


def fonts(style: Any, name: str, size: float) -> None:
    """Chinese in `name`, figures and Latin letters in Times New Roman."""
    style.font.name = "Times New Roman"
    style.font.size = Pt(size)
    marks = style.element.get_or_add_rPr().get_or_add_rFonts()
    marks.set(qn("w:eastAsia"), name)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        marks.attrib.pop(qn(theme), None)


def characters(style: Any, **settings: str) -> None:
    """Indents in hundredths of a character, as Chinese offices set them."""
    properties = style.element.get_or_add_pPr()
    mark = properties.find(qn("w:ind"))
    if mark is None:
        mark = properties.get_or_add_ind()
    size = int(style.font.size.pt * 20)
    for name, value in settings.items():
        mark.set(qn(f"w:{name}"), value)
        mark.set(qn(f"w:{name.removesuffix('Chars')}"), str(int(value) * size // 100))


def page_number(footer: Any, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — at the outer edge, one character in."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    for kind, text in (("", "— "), ("begin", ""), ("code", "PAGE"), ("end", ""), ("", " —")):
        run = paragraph.add_run(text if not kind else "")
        run.font.size = Pt(14)
        marks = run._element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia"):
            marks.set(qn(script), SONG)
        if kind == "code":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._element.append(code)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)


def with_fonts(data: bytes) -> bytes:
    """The package with our font table, without the sample picture that python-docx ships."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "word/fontTable.xml":
                content = font_table().encode()
            target.writestr(entry.filename, content)
    return finished(out.getvalue())


def font_table() -> str:
    """word/fontTable.xml."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{kin}"/><w:panose1 w:val="{looks}"/>'
        f'<w:charset w:val="{"00" if name.isascii() else "86"}"/><w:family w:val="{family}"/>'
        f'<w:pitch w:val="variable"/></w:font>'
        for name, (kin, family, looks) in FONTS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:fonts xmlns:w="{space}">{rows}</w:fonts>'


if __name__ == "__main__":
    main()
