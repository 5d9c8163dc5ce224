"""表形."""

from __future__ import annotations

from decimal import Decimal

import pytest

from auditor.base.place import CellPlace
from auditor.report.model import LabelRead, Role, Status, TableRead
from auditor.report.value import State, Value
from auditor.rules.kinds.cellstates import states_of
from auditor.rules.outcome import CellEvidence, Level
from tests.kinds.ask import ask, breaches, built, told
from tests.make import lexicon, report, value

PLACE = CellPlace(1, 2, 1)
BLANKS = "{检查: 单元格状态, 不得: 留空}"


def label(
    name: str, text: str, standing: str, axis: str = "row", official: str = "行政规范性文件"
) -> LabelRead:
    return LabelRead(name, axis, text, official, standing, PLACE)


def test_missing_rows_and_columns_are_named_in_one_finding() -> None:
    read = TableRead("表三", "grid", (), PLACE, ("新收",), ("科研机构",))
    outcomes = ask("表形", "{对象: 表三, 检查: 行列齐全}", report(tables={"表三": read}))
    (breach,) = breaches(outcomes)
    assert breach.target == "表三"
    assert breach.fields["缺少"] == "“一、本年新收政府信息公开申请数量”行、“科研机构”列"


def test_a_line_under_a_name_of_no_format_is_missing_and_its_name_is_shown() -> None:
    row = label("行政许可", "行政\n审批", "unknown", official="行政许可")
    column = label("有效", "存量", "unknown", "column", "现行有效件数")
    made = report(tables={"表二": TableRead("表二", "grid", (row, column), PLACE)})
    (breach,) = breaches(ask("表形", "{对象: 表二, 检查: 行列齐全}", made))
    assert breach.fields["缺少"] == "“行政许可”行（写的是“行政审批”）、“现行有效件数”列（写的是“存量”）"
    assert len(breach.evidence) == 2


def test_what_a_table_has_besides_the_format_is_one_finding() -> None:
    read = TableRead("表三", "grid", (), PLACE, extra_columns=("小计",), odd=("“2.重复申请”行的位置不对",))
    (breach,) = breaches(ask("表形", "{检查: 多余和次序}", report(tables={"表三": read})))
    assert (breach.target, breach.fields["情况"]) == ("表三", "多出“小计”列、“2.重复申请”行的位置不对")


def test_a_complete_table_passes() -> None:
    assert told(ask("表形", "{检查: 行列齐全}", report())) == {"表二": "pass", "表三": "pass", "表四": "pass"}


def test_rows_missing_from_a_partial_reading_are_not_blamed() -> None:
    read = TableRead("表三", "grid", (), PLACE, ("新收",))
    made = report(tables={"表三": read}, status=Status.PARTIAL)
    assert told(ask("表形", "{对象: 表三, 检查: 行列齐全}", made)) == {"表三": "cantTell"}


@pytest.mark.parametrize("check", ["行列齐全", "标签用字", "标签错字", "行内数齐", "多余和次序"])
@pytest.mark.parametrize(
    ("form", "status", "verdict"),
    [
        ("picture", Status.READ, "cantTell"),
        ("picture", Status.PARTIAL, "cantTell"),
        ("none", Status.PARTIAL, "cantTell"),
        ("prose", Status.READ, "inapplicable"),
        ("none", Status.READ, "inapplicable"),
    ],
)
def test_a_table_that_was_not_read_is_never_blamed(
    check: str, form: str, status: Status, verdict: str
) -> None:
    made = report(fill="-", forms={"表三": form}, status=status)
    assert told(ask("表形", f"{{对象: 表三, 检查: {check}}}", made)) == {"表三": verdict}


def test_a_report_that_mixes_formats_is_not_checked_for_missing_rows() -> None:
    read = TableRead("表二", "grid", (), PLACE, ("规章",))
    made = report(tables={"表二": read}, shown="mixed")
    assert told(ask("表形", "{对象: 表二, 检查: 行列齐全}", made)) == {"表二": "inapplicable"}


def test_a_label_in_another_wording_is_one_finding_each() -> None:
    labels = {
        "表二": [
            label("规范性文件", "规范性\n文件", "variant"),
            label("有效", "现行有效件", "variant", "column", "现行有效件数"),
            label("处理决定", "本年处理绝对数量", "misprint", "column", "本年处理决定数量"),
            label("规章", "规章", "official"),
        ]
    }
    made = report(labels=labels)
    found = breaches(ask("表形", "{对象: 表二, 检查: 标签用字}", made))
    assert [(o.target, o.fields["行列"], o.fields["现写"], o.fields["应写"]) for o in found] == [
        ("表二.规范性文件", "行名", "规范性文件", "行政规范性文件"),
        ("表二.有效", "列名", "现行有效件", "现行有效件数"),
    ]
    (misprint,) = breaches(ask("表形", "{对象: 表二, 检查: 标签错字}", made))
    assert (misprint.target, misprint.fields["现写"]) == ("表二.处理决定", "本年处理绝对数量")


@pytest.mark.parametrize(
    ("shown", "wanted", "verdict"),
    [
        ("2021", "2021", "pass"),
        ("2019", "2021", "fail"),
        ("mixed", "2021", "fail"),
        ("unknown", "2021", "cantTell"),
        ("2021", "2019", "fail"),
        ("2019", "2019", "pass"),
    ],
)
def test_the_tables_are_those_of_the_years_format(shown: str, wanted: str, verdict: str) -> None:
    made = report(shown=shown)
    assert told(ask("表形", f"{{检查: 模板相符, 模板: '{wanted}'}}", made)) == {"表格": verdict}


def test_without_a_year_the_format_cannot_be_wrong() -> None:
    made = report(shown="2019", year=None)
    assert told(ask("表形", "{检查: 模板相符, 模板: '2021'}", made)) == {"表格": "cantTell"}


def test_many_blank_cells_of_a_table_are_one_finding_with_many_places() -> None:
    columns = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构")
    cells = {c.path: "" for c in lexicon().cells if c.table == "表三" and c.column in columns}
    outcomes = ask("表形", BLANKS, report(cells=cells))
    (breach,) = breaches(outcomes)
    assert told(outcomes) == {"表二": "pass", "表三": "fail", "表四": "pass"}
    assert breach.fields["个数"] == "125"
    assert breach.fields["位置"] == "；".join(f"“{c}”整列25格" for c in columns[:4]) + "等 125 格"
    assert len(breach.evidence) == 125
    assert {e.path for e in breach.evidence if isinstance(e, CellEvidence)} == set(cells)


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        (["表四.复议.维持"], "“行政复议”行的维持"),
        (["表四.复议.维持", "表四.复议.总计"], "“行政复议”行的维持、总计"),
        ([f"表四.复议.{r}" for r in ("维持", "纠正", "其他", "未结", "总计")], "“行政复议”整行5格"),
        ([c.path for c in lexicon().cells if c.table == "表四"], "全表 15 格"),
    ],
)
def test_cells_are_named_in_few_words(paths: list[str], said: str) -> None:
    (breach,) = breaches(ask("表形", BLANKS, report(cells=dict.fromkeys(paths, ""))))
    assert breach.fields["位置"] == said


def test_unreadable_cells_leave_the_table_undecided_but_hide_no_breach() -> None:
    assert told(ask("表形", BLANKS, report(cells={"表四.复议.维持": "?"})))["表四"] == "cantTell"
    made = report(cells={"表四.复议.维持": "?", "表四.复议.总计": ""})
    assert told(ask("表形", BLANKS, made))["表四"] == "fail"


def test_a_mark_in_rows_that_an_agency_may_lack_is_only_a_hint() -> None:
    rule = "{对象: 表二, 检查: 单元格状态, 不得: 符号, 轻微: [规章, 行政许可]}"
    cells = {"表二.规章.制发": "/", "表二.行政许可": "—"}
    (light,) = breaches(ask("表形", rule, report(cells=cells)))
    assert (light.level, light.fields["原文"]) == (Level.INFO, "“/”、“—”")
    (heavy,) = breaches(ask("表形", rule, report(cells={**cells, "表二.行政处罚": "/"})))
    assert heavy.level is Level.WARNING


@pytest.mark.parametrize(
    ("path", "written", "states"),
    [
        ("表三.自然人.新收", 5, set()),
        ("表三.自然人.新收", "", {"留空"}),
        ("表三.自然人.新收", "/", {"符号"}),
        ("表三.自然人.新收", "?", set()),
        ("表三.自然人.新收", "-", set()),
        ("表三.自然人.新收", "约5件", {"文字"}),
        ("表三.自然人.新收", "5件", {"带单位"}),
        ("表三.自然人.新收", "１，０００ 件", {"带单位"}),
        ("表三.自然人.新收", "50+", {"文字"}),
        ("表三.自然人.新收", "若干", {"文字"}),
        ("表三.自然人.新收", "22件（其中修订16件）", {"文字"}),
        ("表三.自然人.新收", "23%", {"百分号"}),
        ("表三.自然人.新收", Decimal("1.5"), {"小数"}),
        ("表三.自然人.新收", -3, {"负数"}),
        ("表三.自然人.新收", Decimal("-1.5"), {"小数", "负数"}),
        ("表二.行政事业性收费", Decimal("190.457379"), set()),
        ("表二.行政事业性收费", "43.788万元", {"带单位"}),
        ("表二.行政事业性收费", "251000元", {"带单位"}),
    ],
)
def test_the_state_of_a_cell_is_told_from_its_value(path: str, written: object, states: set[str]) -> None:
    assert states_of(lexicon().by_path[path], value(written)) == states  # type: ignore[arg-type]


def test_an_increase_may_be_negative() -> None:
    assert states_of(lexicon("2019").by_path["表二.行政许可.增减"], Value(State.NUMBER, -5, "-5")) == set()


def test_only_the_cells_of_the_range_are_looked_at() -> None:
    rule = "{对象: 表二, 检查: 单元格状态, 不得: 留空, 范围: [规范性文件], 除外: [表二.规范性文件.废止]}"
    cells = {"表二.规章.制发": "", "表二.规范性文件.废止": ""}
    assert told(ask("表形", rule, report(cells=cells))) == {"表二": "pass"}
    assert told(ask("表形", rule, report(cells={"表二.规范性文件.制发": ""}))) == {"表二": "fail"}


def test_a_row_with_too_few_numbers_is_named() -> None:
    torn = Value(State.ILLEGIBLE, None, "0 0 0 0 0 0", place=PLACE, confidence=0.0)
    row = {c.path: torn for c in lexicon().cells if c.table == "表三" and c.row == "国家秘密"}
    rule = "{对象: 表三, 检查: 行内数齐}"
    (breach,) = breaches(ask("表形", rule, report(cells=row)))
    assert (breach.target, breach.fields["行"]) == ("表三.国家秘密", "不予公开—1.属于国家秘密")
    assert (breach.fields["列数"], breach.fields["个数"]) == ("7", "6")
    some = dict(list(row.items())[:6])
    assert told(ask("表形", rule, report(cells=some))) == {"表三": "pass"}


@pytest.mark.parametrize("raw", ["", "0"])
def test_a_row_that_is_unreadable_for_other_reasons_is_not_short(raw: str) -> None:
    lost = Value(State.ILLEGIBLE, None, raw, place=PLACE, confidence=0.2)
    row = {c.path: lost for c in lexicon().cells if c.table == "表三" and c.row == "国家秘密"}
    assert told(ask("表形", "{对象: 表三, 检查: 行内数齐}", report(cells=row))) == {"表三": "pass"}


@pytest.mark.parametrize(
    ("fill", "cells", "verdict"),
    [
        ("", {}, "fail"),
        ("", {"表四.复议.总计": 0}, "pass"),
        ("/", {}, "pass"),
        ("", {"表四.复议.总计": "?"}, "cantTell"),
        ("-", {}, "cantTell"),
    ],
)
def test_three_blank_tables_are_one_finding(fill: str, cells: dict[str, object], verdict: str) -> None:
    made = report(fill=fill, cells=cells)  # type: ignore[arg-type]
    assert told(ask("表形", "{检查: 空表}", made)) == {"表格": verdict}


def test_blank_tables_are_not_told_where_one_is_a_picture() -> None:
    made = report(fill="", forms={"表四": "picture"})
    assert told(ask("表形", "{检查: 空表}", made)) == {"表格": "cantTell"}


@pytest.mark.parametrize(
    ("form", "status", "kind", "verdict"),
    [
        ("grid", Status.READ, "docx", "pass"),
        ("lines", Status.READ, "text", "pass"),
        ("prose", Status.READ, "docx", "fail"),
        ("none", Status.READ, "html", "fail"),
        ("none", Status.READ, "text", "cantTell"),
        ("none", Status.PARTIAL, "docx", "cantTell"),
        ("picture", Status.READ, "docx", "cantTell"),
    ],
)
def test_a_table_is_a_table(form: str, status: Status, kind: str, verdict: str) -> None:
    made = report(forms={"表二": form}, status=status, format=kind)
    assert told(ask("表形", "{对象: 表二, 检查: 表格形式}", made)) == {"表二": verdict}


def test_a_table_of_a_part_that_is_not_there_is_the_parts_matter() -> None:
    made = report(parts={2: None}, forms={"表二": "none"})
    assert told(ask("表形", "{对象: 表二, 检查: 表格形式}", made)) == {"表二": "inapplicable"}


def test_instructions_left_over_are_found_in_notes_too() -> None:
    rule = "{检查: 残留提示语, 用语: ['该部分以表格形式报告']}"
    made = report(parts={3: "该部分以表格形式 报告。表格如下："}, roles={3: {0: Role.NOTE}})
    outcomes = ask("表形", rule, made)
    assert told(outcomes) == {"表二": "pass", "表三": "fail", "表四": "pass"}
    assert breaches(outcomes)[0].fields["原文"] == "该部分以表格形式 报告"
    assert told(ask("表形", rule, report(parts={3: None})))["表三"] == "inapplicable"


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("{检查: 行列齐整}", "rule.enum"),
        ("{检查: 单元格状态}", "rule.missing-key"),
        ("{检查: 模板相符}", "rule.missing-key"),
        ("{检查: 残留提示语, 用语: ['{甲']}", "words.pattern"),
        ("{检查: 空表, 不得: 留空}", "rule.unknown-key"),
        ("{检查: 单元格状态, 不得: 空白}", "rule.enum"),
        ("{检查: 单元格状态, 不得: 留空, 除外: [行政许克]}", "rule.enum"),
        ("{对象: 表一, 检查: 空表}", "rule.enum"),
    ],
)
def test_a_faulty_rule_is_reported_and_not_built(rule: str, code: str) -> None:
    check, faults = built("表形", rule)
    assert check is None
    assert [found for found, _ in faults] == [code]


def test_blank_cells_are_not_reported_again_where_everything_is_blank() -> None:
    rule = "{检查: 单元格状态, 不得: 留空, 全空另报: 是}"
    everything = told(ask("表形", rule, report(fill="")))
    assert everything == dict.fromkeys(("表二", "表三", "表四"), "inapplicable")
    assert told(ask("表形", rule, report(fill="", cells={"表四.复议.总计": 0})))["表二"] == "fail"
