"""Standard reports and what 改 makes of them."""

from datetime import date
from pathlib import Path

import pytest

from auditor.base.paths import packaged
from auditor.engine.patch import PatchFault, apply_patch
from auditor.report.model import Kind, Report, Role, Status, Tier
from auditor.report.sample import Sample, SampleBuilder, load_sample
from auditor.report.value import State
from auditor.source.load import load_source, read_source
from auditor.source.tree import Mapping
from tests.make import lexicon

LEXICONS = {"2021": lexicon("2021"), "2019": lexicon("2019")}
BUILDER = SampleBuilder(LEXICONS)
FILES = sorted((packaged() / "rules" / "样本").glob("*.yaml"))


def sample(name: str = "标准报告-2021-部门") -> Sample:
    source, faults = read_source(packaged() / "rules" / "样本" / f"{name}.yaml", name)
    assert source is not None
    found, more = load_sample(source)
    assert found is not None
    assert (faults, more) == ((), ())
    return found


def patched(text: str, name: str = "标准报告-2021-部门") -> Report:
    """The standard report with this 改, written as YAML in flow style."""
    source, _ = load_source(f"改: {text}".encode(), "例子")
    assert source is not None
    assert isinstance(source.root, Mapping)
    return BUILDER.build(apply_patch(sample(name), source.root.get("改"), LEXICONS), "例子")


def fault(text: str) -> str:
    with pytest.raises(PatchFault) as caught:
        patched(text)
    return caught.value.message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_standard_report_is_read_like_a_real_one(path: Path) -> None:
    name = path.stem
    _, template, kind = name.split("-")
    found = BUILDER.build(sample(name), name)
    kinds = {
        "部门": Kind.DEPARTMENT,
        "政府": Kind.GOVERNMENT,
        "乡镇": Kind.TOWNSHIP,
        "街道": Kind.SUBDISTRICT,
    }
    assert (found.template, found.kind, found.status) == (template, kinds[kind], Status.READ)
    assert (found.year, found.year_from) == (2023 if template == "2021" else 2020, "title")
    assert [heading.number for heading in found.headings] == [1, 2, 3, 4, 5, 6]
    assert {heading.standing for heading in found.headings} == {"official"}
    assert sorted(found.cells) == sorted(LEXICONS[template].by_path)
    assert {value.state for value in found.cells.values()} == {State.NUMBER}
    assert found.published is not None
    assert found.published.year == (found.year or 0) + 1
    assert {shape.form for shape in found.tables.values()} == {"grid"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_figures_of_a_standard_report_add_up(path: Path) -> None:
    found = BUILDER.build(sample(path.stem), "例子")
    table = found.lexicon.tables["表三"]

    def at(row: str, column: str) -> int:
        return int(found.cells[f"表三.{column}.{row}"].number or 0)

    for column in (line.name for line in table.columns):
        assert at("新收", column) + at("上年结转", column) == at("办理总计", column) + at("结转下年", column)
        assert sum(at(row, column) for row in table.row_groups["办理结果"]) == at("办理总计", column)
    for row in (line.name for line in table.rows):
        assert sum(at(row, column) for column in table.column_groups["各类申请人"]) == at(row, "总计")


def test_a_section_s_sentences_are_cut_from_its_text_and_headings_in_it_are_no_prose() -> None:
    section = BUILDER.build(sample(), "例子").sections[1]
    assert all(one.text == section.text[one.start : one.end] for one in section.sentences)
    assert section.passages[0].role is Role.HEADING
    assert section.sentences[0].text.startswith("2023年，本局通过网站主动公开政府信息236条")


def test_a_cell_is_read_as_a_cell_s_text_would_be() -> None:
    made = patched(
        "{表三.新收.自然人: 11, 表二.行政事业性收费: 43.788万元, 表二.行政许可: 〈留空〉, "
        "表三.总计.新收: 〈无法辨认〉, 表四.复议.维持: /, 表三.总计.结转下年: 〈不存在〉}"
    )
    shown = {path: (value.state, value.number) for path, value in made.cells.items()}
    assert shown["表三.自然人.新收"] == (State.NUMBER, 11)
    assert shown["表二.行政事业性收费"][0] is State.TEXT
    assert str(shown["表二.行政事业性收费"][1]) == "43.788"
    assert shown["表二.行政许可"] == (State.BLANK, None)
    assert shown["表三.总计.新收"] == (State.ILLEGIBLE, None)
    assert shown["表四.复议.维持"] == (State.SYMBOL, None)
    assert shown["表三.总计.结转下年"] == (State.ABSENT, None)


def test_a_row_a_column_a_group_or_a_table_is_changed_at_once() -> None:
    made = patched("{表三.新收: 〈不存在〉, 表三.总计.不予公开: 3, 表四: 〈留空〉}")
    assert made.tables["表三"].missing_rows == ("新收",)
    assert "新收" not in {label.name for label in made.tables["表三"].labels}
    assert [made.cells[f"表三.总计.{row}"].number for row in ("国家秘密", "行政查询")] == [3, 3]
    assert {made.cells[path].state for path in made.cells if path.startswith("表四")} == {State.BLANK}


def test_labels_forms_and_extra_columns_are_changed_in_the_table() -> None:
    made = patched("{表二.规范性文件: {标签: 规范性文件}, 表三: {多列: [小计]}, 表四: {形式: 图片}}")
    label = next(label for label in made.tables["表二"].labels if label.name == "规范性文件")
    assert (label.text, label.standing) == ("规范性文件", "variant")
    assert made.tables["表三"].extra_columns == ("小计",)
    assert (made.status, made.reason) == (Status.PARTIAL, "表四是图片，没有读出")
    assert made.cells["表四.复议.总计"].state is State.ABSENT


def test_text_is_replaced_added_and_taken_away() -> None:
    assert patched("{第六部分: 无。}").sections[6].text == "无。"
    assert patched("{第六部分: {替换: 无。}}").sections[6].text == "无。"
    assert patched("{第六部分: 〈留空〉}").sections[6].text == ""
    changed = (
        patched("{第一部分: {替换: [236条, 240条], 增: 新的一段。, 删: 其他信息180条}}").sections[1].text
    )
    assert "240条" in changed
    assert changed.endswith("新的一段。")
    assert "其他信息180条" not in changed
    everywhere = patched("{全文: {替换: [政府信息, 政务信息]}}")
    assert "政府信息" not in everywhere.title + everywhere.sections[1].text


def test_headings_and_parts_are_dropped_reworded_and_reordered() -> None:
    assert [h.number for h in patched("{标题五: 〈删除〉}").headings] == [1, 2, 3, 4, 6]
    assert 5 not in patched("{第五部分: 〈删除〉}").sections
    assert 5 not in patched("{第五部分: {删: 全部}}").sections
    lost = patched("{第五部分: {删: 标题}}")
    assert [h.number for h in lost.headings] == [1, 2, 3, 4, 6]
    assert "部分栏目更新不够及时" in lost.sections[4].text
    (heading,) = (h for h in patched("{标题5: 五、存在问题及改进情况}").headings if h.number == 5)
    assert (heading.title, heading.standing) == ("存在问题及改进情况", "loose")
    assert [h.number for h in patched("{顺序: [1, 2, 3, 5, 4, 6]}").headings] == [1, 2, 3, 5, 4, 6]


def test_year_agency_and_date_change_wherever_the_report_states_them() -> None:
    made = patched("{年度: 2024, 机关: 白石县白石镇人民政府}")
    assert (made.year, made.unit, made.kind) == (2024, "白石县白石镇人民政府", Kind.TOWNSHIP)
    assert "2024年1月1日至2024年12月31日" in made.sections[0].text
    assert made.published == date(2025, 1, 20)
    dated = patched("{公布日期: 2024-02-03}")
    assert (dated.published, dated.published_from) == (date(2024, 2, 3), "text")
    web = patched("{公布日期: {日期: 2024年2月3日, 出自: 网页}}")
    assert (web.published, web.published_from) == (date(2024, 2, 3), "page")
    assert (patched("{公布日期: 〈没有〉}").published, patched("{年度: 〈没有〉}").year) == (None, None)


def test_kind_tier_and_status_may_be_set() -> None:
    made = patched("{机关类别: 派出, 层级: 市, 读取: 不完整}")
    assert (made.kind, made.tier, made.status) == (Kind.DISPATCHED, Tier.CITY, Status.PARTIAL)


def test_the_template_may_be_the_other_or_both() -> None:
    old = patched('{模板: "2019"}')
    assert (old.template, old.lexicon.template, len(old.cells)) == ("2019", "2019", 198)
    mixed = patched("{模板: 混用}")
    both = {*LEXICONS["2019"].by_path, *LEXICONS["2021"].by_path}
    assert (mixed.template, set(mixed.cells)) == ("mixed", both)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{表三.自燃人.新收: 1}", "没有“表三.自燃人.新收”可改，是不是“表三.自然人.新收”？"),
        ("{第六部份: 无}", "没有“第六部份”可改，是不是“第六部分”？"),
        ("{第六部分: {替换: [没有的话, 无]}}", "标准报告的这一部分没有“没有的话”"),
        ("{第六部分: {换: 无}}", "没有“换”这种改法，可以写：替换 增 删 字数"),
        ("{第六部分: {替换: [一, 二, 三]}}", "“替换”写成 [旧, 新]"),
        ("{年度: 去年}", "“年度”应是四位数字或〈没有〉"),
        ("{公布日期: 月底}", "“公布日期”写成 2024-01-31 或〈没有〉"),
        ("{机关类别: 局}", "“机关类别”可以写：政府 政府办公室 部门 乡镇 街道 派出 其他"),
        ("{顺序: [1, 1]}", "“顺序”写成 [1, 2, 3, 5, 4, 6]"),
        ("{全文: 无}", "“全文”写成 {替换: [旧, 新]}"),
        (
            "{表三.新收: {标题: 甲}}",
            "可以写：{标签: …}（行、列）、{形式: 表格 图片 文字 没有}、{多列: […]}（表）",
        ),
        ("[表三]", "“改”应写成 {键: 值}"),
    ],
)
def test_a_change_that_cannot_be_made_is_said(text: str, said: str) -> None:
    assert fault(text) == said


def test_a_sample_file_with_faults_names_them() -> None:
    source, _ = load_source('样本: 甲\n模版: "2021"\n年度: 今年\n'.encode(), "甲.yaml")
    assert source is not None
    found, faults = load_sample(source)
    assert found is None
    assert [one.message for one in faults] == [
        "没有“模版”这个键", "样本缺少“模板”", "样本缺少“机关”", "样本缺少“标题”", "“年度”应是四位数字",
    ]  # fmt: skip
