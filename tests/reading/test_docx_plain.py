"""Cells of nothing but text, read at one look: the same as the walk over every element gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from auditor.reading.document import Table
from auditor.reading.docx_names import TRANSITIONAL, names_of
from auditor.reading.docx_plain import Look, Looker
from auditor.reading.docx_styles import Styles
from tests.reading.docx_builder import (
    W,
    cell,
    docx,
    level,
    merge,
    numbering,
    paragraph,
    row,
    run,
    span,
    styles,
    table,
)
from tests.reading.shape import read

STYLES = styles(
    '<w:style w:type="paragraph" w:styleId="Plain"><w:name w:val="Body"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Off"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Bold"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
)
PARTS = {
    "styles.xml": STYLES,
    "numbering.xml": numbering({0: level(0, "decimal", "%1.")}, {1: 0}),
}
NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
DRAWN = '<w:drawing><wp:inline><wp:docPr id="1" name="n" descr="图"/><a:blip/></wp:inline></w:drawing>'
BOX = f"<w:drawing><wps:txbx><w:txbxContent>{paragraph('框')}</w:txbxContent></wps:txbx></w:drawing>"
PLAIN = [
    run("甲"),
    run(" 12 "),
    run("乙", "<w:b/>"),
    run("丙", '<w:rStyle w:val="Bold"/>'),
    "<w:r><w:t>1</w:t><w:br/><w:t>2</w:t></w:r>",
    '<w:bookmarkStart w:id="1" w:name="x"/><w:bookmarkEnd w:id="1"/><w:proofErr w:type="spellStart"/>',
    "<w:r><w:lastRenderedPageBreak/><w:t>页</w:t></w:r>",
    "<w:r><w:t/></w:r>",
]
OTHERS = [
    run("藏", "<w:vanish/>"),
    run("隐", '<w:rStyle w:val="Gone"/>'),
    f"<w:ins>{run('增')}</w:ins>",
    f"<w:del>{run('删')}<w:r><w:delText>旧</w:delText></w:r></w:del>",
    f"<w:moveFrom>{run('移')}</w:moveFrom>",
    f"<w:hyperlink>{run('链')}</w:hyperlink>",
    f"<w:sdt><w:sdtContent>{run('控')}</w:sdtContent></w:sdt>",
    f"<w:wrapper>{run('裹')}</w:wrapper>",
    "<w:r><w:tab/></w:r>",
    "<w:r><w:noBreakHyphen/></w:r>",
    "<w:r><w:t>1</w:t><w:cr/><w:t>2</w:t></w:r>",
    '<w:r><w:sym w:font="x" w:char="2460"/></w:r>',
    f"<w:r>{DRAWN}</w:r>",
    f"<w:r>{BOX}</w:r>",
    "<m:oMath><m:r><m:t>5</m:t></m:r></m:oMath>",
    f"<mc:AlternateContent><mc:Choice>{run('选')}</mc:Choice><mc:Fallback>{run('备')}</mc:Fallback>"
    "</mc:AlternateContent>",
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>码</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    f"<w:ruby><w:rubyBase>{run('本')}</w:rubyBase><w:rt>{run('注')}</w:rt></w:ruby>",
]
ABOUT = st.sampled_from(
    ["", '<w:jc w:val="center"/>', NUMBER, '<w:outlineLvl w:val="1"/>', "<w:rPr><w:del/></w:rPr>",
     "<w:rPr><w:vanish/></w:rPr>", "<w:rPr><w:ins/></w:rPr>"]
)  # fmt: skip
paragraphs = st.builds(
    lambda inside, style, about: paragraph(style=style, properties=about, inside="".join(inside)),
    st.lists(st.sampled_from(PLAIN) | st.sampled_from(PLAIN + OTHERS), max_size=3),
    st.sampled_from(["", "", "", "Plain", "H", "Off", "none"]),
    st.just("") | ABOUT,
)
blocks = st.builds(
    "".join,
    st.lists(
        paragraphs
        | paragraphs.map(lambda text: f"<w:sdt><w:sdtContent>{text}</w:sdtContent></w:sdt>")
        | paragraphs.map(lambda text: f"<w:wrapper>{text}</w:wrapper>")
        | paragraphs.map(lambda text: table(row(cell(inside=text), cell("内")))),
        min_size=1,
        max_size=3,
    ),
)
cells = st.builds(
    lambda inside, about: cell(properties=about, inside=inside),
    blocks,
    st.sampled_from(["", "", "", span(2), merge(True), merge(), '<w:hMerge w:val="restart"/>', "<w:hMerge/>"])
    | st.just("<w:cellDel/>"),
)
rows = st.builds(
    lambda made, about, wrapped: (
        f"<w:ins>{row(*made, properties=about)}</w:ins>" if wrapped else row(*made, properties=about)
    ),
    st.lists(cells, min_size=1, max_size=4),
    st.sampled_from(["", "", "<w:tblHeader/>", "<w:del/>"]),
    st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(rows, min_size=1, max_size=4))
def test_a_table_reads_as_by_the_walk_over_every_element(made: list[str]) -> None:
    data = docx(paragraph("前"), table(*made), paragraph("后", properties=NUMBER), parts=PARTS)
    looked = read(data)
    over = Looker.over

    def blind(self: Looker, given_table: etree._Element) -> Look:
        return Look({}, over(self, given_table).merges)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Looker, "over", blind)
        walked = read(data)
    assert looked == walked


@pytest.mark.parametrize("inside", OTHERS)
def test_what_is_more_than_text_is_walked(inside: str) -> None:
    made = f'<w:tbl xmlns:w="{W}" xmlns:m="m" xmlns:mc="mc" xmlns:a="a" xmlns:wp="wp" xmlns:wps="wps">'
    made += row(cell("一"), cell(inside=paragraph(inside=inside)), cell("三")) + "</w:tbl>"
    names = names_of(TRANSITIONAL)
    shown = Looker(names, Styles(etree.fromstring(STYLES.encode()), names)).over(etree.fromstring(made))
    texts = [[getattr(item, "text", "") for item in items] for items in shown.plain.values()]
    assert texts == [["一"], ["三"]]


def test_the_plain_cells_of_a_large_table_are_not_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    from auditor.reading.docx_walk import Walk

    walked = []
    blocks_of = Walk.blocks

    def counted(self: Walk, container: etree._Element) -> list[object]:
        walked.append(container.tag)
        return blocks_of(self, container)  # type: ignore[return-value]

    monkeypatch.setattr(Walk, "blocks", counted)
    data = docx(
        table(*([str(n), "0", "甲\n乙"] for n in range(20)), row(cell(inside=paragraph(inside=OTHERS[2]))))
    )
    (found,) = read(data).blocks
    assert isinstance(found, Table) and [c.text for c in found.cells[-4:]] == ["19", "0", "甲\n乙", "增"]
    assert walked == [f"{{{W}}}body", f"{{{W}}}tc"]
