from __future__ import annotations

import pytest

from auditor.base.place import CellPlace, ParagraphPlace
from auditor.reading.document import Table
from auditor.reading.docx_names import STRICT
from tests.reading.docx_builder import W, cell, docx, merge, paragraph, row, run, span, styles, table
from tests.reading.shape import codes, read, shape


def body(*blocks: str, **more: object) -> list[object]:
    return shape(read(docx(*blocks, **more)))  # type: ignore[arg-type]


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def drawing(inside: str, about: str = "") -> str:
    inline = f'<wp:inline><wp:docPr id="1" name="n" {about}/>{inside}</wp:inline>'
    return f"<w:r><w:drawing>{inline}</w:drawing></w:r>"


BLIP = "<a:graphic><a:graphicData><pic:pic><a:blip/></pic:pic></a:graphicData></a:graphic>"


def test_paragraphs_and_cells_carry_their_places() -> None:
    document = read(
        docx(paragraph("标题"), paragraph(), table(["规章", "0"], ["许可", "3"]), paragraph("后"))
    )
    assert document.format == "docx"
    assert [block.place for block in document.blocks if not isinstance(block, Table)] == [
        ParagraphPlace(1),
        ParagraphPlace(2),
    ]
    grid = document.blocks[1]
    assert isinstance(grid, Table) and grid.exact
    assert [each.place for each in grid.cells] == [
        CellPlace(1, 1, 1),
        CellPlace(1, 1, 2),
        CellPlace(1, 2, 1),
        CellPlace(1, 2, 2),
    ]


def test_runs_are_joined_with_their_breaks_tabs_and_hyphens() -> None:
    inside = (
        "<w:r><w:t>1</w:t></w:r><w:r><w:t>23</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t>"
        "<w:noBreakHyphen/><w:t>d</w:t><w:cr/><w:t>e</w:t></w:r>"
    )
    assert body(paragraph(inside=inside)) == ["123\nb\tc-d\ne"]


def test_symbols_of_symbol_fonts_are_no_text_and_true_ones_are() -> None:
    inside = (
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="x" w:char="2460"/>'
        '<w:sym w:char="F0D7"/><w:sym w:char="zz"/></w:r>'
    )
    assert body(paragraph("甲", inside=inside)) == ["甲①×"]


def test_deleted_moved_and_hidden_text_is_left_out_and_inserted_text_kept() -> None:
    inside = (
        f"<w:del>{run('删')}<w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom>{run('移')}</w:moveFrom>"
        f"<w:ins>{run('增')}</w:ins><w:moveTo>{run('来')}</w:moveTo>{run('藏', '<w:vanish/>')}"
        f"{run('显', '<w:vanish w:val=' + chr(34) + '0' + chr(34) + '/>')}"
    )
    assert body(paragraph("甲", inside=inside)) == ["甲增来显"]


def test_a_hidden_style_hides_unless_the_run_says_otherwise() -> None:
    made = styles(
        '<w:style w:type="character" w:styleId="C"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    shown = run("显", '<w:vanish w:val="false"/>')
    blocks = (
        paragraph("甲", inside=run("藏", '<w:rStyle w:val="C"/>')),
        paragraph("藏", style="P", inside=shown),
        paragraph("全藏", style="P"),
    )
    assert body(*blocks, parts={"styles.xml": made}) == ["甲", "显"]


def test_a_deleted_paragraph_end_joins_the_next_paragraph() -> None:
    assert body(paragraph("主动公开", properties="<w:rPr><w:del/></w:rPr>"), paragraph("12条")) == [
        "主动公开12条"
    ]


def test_content_controls_links_and_tags_are_walked_through() -> None:
    sdt = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt>"
    inside = (
        f"{sdt}<w:hyperlink>{run('乙')}</w:hyperlink><w:smartTag>{run('丙')}</w:smartTag>"
        f"<w:fldSimple w:instr=' PAGE '>{run('丁')}</w:fldSimple><w:customXml>{run('戊')}</w:customXml>"
        "<w:r><w:ruby><w:rt><w:r><w:t>jǐ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>己</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"
    )
    whole = f"<w:sdt><w:sdtContent>{paragraph('外')}</w:sdtContent></w:sdt>"
    assert body(whole, paragraph(inside=inside)) == ["外", "甲乙丙丁戊己x+1"]


def test_fields_give_their_result_and_never_their_instruction() -> None:
    instruction = "<w:r><w:instrText> =SUM(ABOVE) </w:instrText></w:r>"
    inside = field("begin") + instruction + run("令") + field("separate") + run("27") + field("end")
    assert body(paragraph("共", inside=inside + run("件"))) == ["共27件"]


def test_a_field_left_open_does_not_swallow_the_report() -> None:
    assert body(paragraph("甲", inside=field("begin")), paragraph("乙")) == ["甲", "乙"]


def test_heading_levels_come_from_styles_names_and_the_paragraph() -> None:
    made = styles(
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="我的"/><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="x"/><w:basedOn w:val="a"/>'
        '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="标题 2"/></w:style>'
    )
    blocks = (
        paragraph("甲", "1"),
        paragraph("乙", "a"),
        paragraph("丙", "c"),
        paragraph("丁", properties='<w:outlineLvl w:val="0"/>'),
        paragraph("戊", "1", '<w:outlineLvl w:val="9"/>'),
        paragraph("己", "missing"),
    )
    assert body(*blocks, parts={"styles.xml": made}) == [
        (1, "甲"),
        (3, "乙"),
        (2, "丙"),
        (1, "丁"),
        "戊",
        "己",
    ]


def test_a_generated_table_of_contents_is_left_out_and_said() -> None:
    made = styles('<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>')
    document = read(
        docx(paragraph("一、总体情况\t1", "T"), paragraph("一、总体情况"), parts={"styles.xml": made})
    )
    assert (shape(document), codes(document)) == (["一、总体情况"], ["docx.contents"])


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}{table(['a', 'b'])}</w:txbxContent>"
    inside = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert body(paragraph("前", inside=inside), paragraph("后")) == ["前", "框内", [["a", "b"]], "后"]
    old = f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
    assert body(paragraph(inside=old)) == ["框内", [["a", "b"]]]


def test_pictures_keep_their_alternative_text_and_stand_after_their_paragraph() -> None:
    inside = drawing(BLIP, 'descr="表三扫描件"')
    old = "<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>"
    line = drawing("<a:graphic><a:graphicData><wps:wsp/></a:graphicData></a:graphic>")
    assert body(paragraph("甲", inside=inside), paragraph("乙", inside=old + line)) == [
        "甲",
        ("图", "表三扫描件"),
        "乙",
        ("图", ""),
    ]


def test_merges_follow_the_grid_column() -> None:
    made = table(
        row(cell("项", merge(True)), cell("人", span(2)), cell("计", merge(True))),
        row(cell("旧", merge()), "自然人", "法人", cell("", merge())),
        row("一", "1", "2", "3"),
    )
    assert body(made) == [[["项", "人", "<", "计"], ["<", "自然人", "法人", "<"], ["一", "1", "2", "3"]]]


def test_grid_before_and_after_shift_a_row() -> None:
    made = table(
        row("a", "b", "c"),
        row("1", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
    )
    assert body(made) == [[["a", "b", "c"], ["", "1", ""]]]


def test_a_continued_merge_without_a_beginning_is_a_cell_of_its_own() -> None:
    made = table(row("a", "b"), row(cell("孤", merge()), "1"))
    assert body(made) == [[["a", "b"], ["孤", "1"]]]


def test_a_new_restart_ends_the_merge_above() -> None:
    made = table(
        row(cell("甲", merge(True)), "1"),
        row(cell("", merge()), "2"),
        row(cell("乙", merge(True)), "3"),
        row(cell("", merge()), "4"),
    )
    assert body(made) == [[["甲", "1"], ["<", "2"], ["乙", "3"], ["<", "4"]]]


def test_old_horizontal_merges_are_followed() -> None:
    made = table(
        row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("旧", "<w:hMerge/>"), "1"), row("a", "b", "c")
    )
    assert body(made) == [[["甲", "<", "1"], ["a", "b", "c"]]]


def test_deleted_rows_and_cells_are_left_out_and_wrapped_ones_kept() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{row('丙', '3')}</w:sdtContent></w:sdt>"
    control = f"<w:sdt><w:sdtContent>{cell('4')}</w:sdtContent></w:sdt>"
    made = table(
        row("甲", "1"),
        row("删", "2", properties="<w:del/>"),
        row("藏", "2", properties="<w:hidden/>"),
        wrapped,
        "<w:tr>" + cell("丁") + control + cell("x", "<w:cellDel/>") + "</w:tr>",
    )
    assert body(made) == [[["甲", "1"], ["丙", "3"], ["丁", "4"]]]


def test_a_frame_of_one_cell_and_nested_tables_are_descended() -> None:
    inner = table(["a", "b"], ["1", "2"])
    made = table(row(cell(inside=paragraph("一、总体情况") + inner + paragraph("后"))))
    assert body(made) == ["一、总体情况", [["a", "b"], ["1", "2"]], "后"]


def test_a_cell_of_many_paragraphs_keeps_them_as_lines() -> None:
    assert body(table([("三、\n本\n年\n度"), "0"])) == [[["三、\n本\n年\n度", "0"]]]


def test_spaces_before_a_figure_are_kept_as_written() -> None:
    assert body(table(["规章", "　27 "], ["　", " "])) == [[["规章", "　27"], ["", ""]]]


@pytest.mark.parametrize("kind", ["html", "mht", "txt", "docx"])
def test_a_chunk_of_another_format_is_read_in_its_place(kind: str) -> None:
    html = "<html><body><p>内</p><table><tr><td>a<td>1</table></body></html>"
    chunk: bytes = {
        "html": html.encode("gbk"),
        "mht": b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + html.encode(),
        "txt": "内\na\t1".encode(),
        "docx": docx(paragraph("内"), table(["a", "1"])),
    }[kind]
    data = docx(
        paragraph("前"),
        '<w:altChunk r:id="c"/>',
        paragraph("后"),
        parts={f"word/afchunk.{kind}": chunk},
        relations={"c": ("aFChunk", f"afchunk.{kind}")},
    )
    assert shape(read(data)) == ["前", "内", [["a", "1"]], "后"]


def test_a_missing_chunk_is_said() -> None:
    document = read(docx(paragraph("前"), '<w:altChunk r:id="c"/>'))
    assert (shape(document), codes(document)) == (["前"], ["docx.chunk-missing"])


def test_strict_files_and_main_parts_of_any_name_are_read() -> None:
    document = (
        f'<w:document xmlns:w="{STRICT}"><w:body>{paragraph("甲")}{table(["a", "b"])}</w:body></w:document>'
    )
    assert shape(read(docx(document=document, main="word/document2.xml"))) == ["甲", [["a", "b"]]]
    wide = '<?xml version="1.0" encoding="UTF-16"?>'
    wide += f'<w:document xmlns:w="{W}"><w:body>{paragraph("乙")}</w:body></w:document>'
    assert shape(read(docx(document=wide.encode("utf-16")))) == ["乙"]


def test_properties_are_meta_and_headers_are_not_text() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:t="t"><dc:title>年度报告</dc:title>'
        "<t:created>2024-01-05T08:00:00Z</t:created><dc:subject> </dc:subject></cp:coreProperties>"
    )
    header = f'<w:hdr xmlns:w="{W}">{paragraph("页眉")}</w:hdr>'
    data = docx(
        paragraph("甲"),
        parts={"docProps/core.xml": core, "word/header1.xml": header},
        relations={"h": ("header", "header1.xml")},
    )
    document = read(data)
    assert document.meta == {"title": "年度报告", "created": "2024-01-05T08:00:00Z"}
    assert shape(document) == ["甲"]


def test_a_damaged_part_beside_the_text_costs_a_warning_only() -> None:
    document = read(docx(paragraph("甲"), parts={"numbering.xml": "<w:broken"}))
    assert (shape(document), codes(document)) == (["甲"], ["docx.part-unreadable"])
