"""Why a rule fired, and why it did not: exactly what a person sees."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.engine.corpus import ReportCorpus
from auditor.engine.explain import explain
from auditor.engine.run import iterate
from auditor.output.explain_text import draw_explanation
from auditor.output.rule_text import draw_rule
from auditor.output.text import Style
from auditor.report.model import Kind, Report
from auditor.report.value import State, Value
from auditor.rules.load import LoadedRules
from tests.make import report
from tests.workbench.folder import BALANCE, EXPLAINED, SAID, loaded, shipped, standard


def told(rules: LoadedRules, read: Report, target: str = "", width: int = 80) -> list[str]:
    """The lines after the three of the head (rule, report, basis)."""
    found = explain(rules.rules[0], read, ReportCorpus((read,)))
    shown = [item for item in found.targets if target in ("", item.outcome.target)]
    return draw_explanation(found, shown, Style(width)).split("\n")[3:-1]


def test_a_breach_is_shown_with_every_operand_its_place_and_raw_text(tmp_path: Path) -> None:
    read = report({"表三.自然人.新收": 11, "表三.自然人.办理总计": 10})
    assert told(loaded(tmp_path, BALANCE), read, "表三.自然人") == [
        "  适用      对所有报告都适用",
        "",
        "表三 自然人" + " " * 65 + "违反",
        "  断言      新收 + 上年结转 = 办理总计 + 结转下年（不成立）",
        "            新收      11  第2个表第3行第4列 原文“11”",
        "            上年结转  0   第2个表第3行第4列 原文“0”",
        "            办理总计  10  第2个表第3行第4列 原文“10”",
        "            结转下年  0   第2个表第3行第4列 原文“0”",
        "    代入    新收 11 + 上年结转 0 = 11，办理总计 10 + 结转下年 0 = 10",
        "    相差    1",
        "  结论      违反，报错误：自然人相差 1",
        "  怎么改    核对这一列",
    ]


def test_a_pass_says_that_this_is_why_nothing_was_reported(tmp_path: Path) -> None:
    lines = told(loaded(tmp_path, BALANCE), report({}), "表三.总计")
    assert lines[3] == "  断言      新收 + 上年结转 = 办理总计 + 结转下年（成立）"
    assert lines[-1] == "  结论      通过，所以没有报"


def test_a_blank_and_an_unreadable_cell_are_named_as_such(tmp_path: Path) -> None:
    unreadable = told(loaded(tmp_path, BALANCE), report({"表三.自然人.新收": "?"}), "表三.自然人")
    assert "            新收      无法辨认  第2个表第3行第4列" in unreadable
    assert unreadable[-1] == "  结论      无法判定：单元格无法辨认（表三 自然人 新收）。不算违反，也不算通过"


def test_a_premise_that_fails_is_why_a_rule_did_not_fire(tmp_path: Path) -> None:
    lines = told(loaded(tmp_path, EXPLAINED), report({}))
    assert lines[0] == "  适用      年度：规则要 2021年度起，这份报告是 2023年度，符合"
    assert lines[3:6] == [
        "  前提      表三.总计.其他处理之其他 > 0（不成立）",
        "            表三.总计.其他处理之其他  0  第2个表第3行第4列 原文“0”",
        "    代入    表三.总计.其他处理之其他 0 > 0 不成立",
    ]
    assert lines[-1] == "  结论      不适用：前提不成立：表三.总计.其他处理之其他 > 0"


def test_a_year_outside_ends_the_explanation_there(tmp_path: Path) -> None:
    assert told(loaded(tmp_path, EXPLAINED), report({}, year=2020)) == [
        "  适用      年度：规则要 2021年度起，这份报告是 2020年度，不符合",
        "  结论      不适用：只适用于2021年度起的报告。没有往下判断",
    ]


def test_what_is_not_known_of_the_report_is_said(tmp_path: Path) -> None:
    rule = EXPLAINED.replace("{年度: 2021起}", "{机关: [部门]}")
    assert told(loaded(tmp_path, rule), report({}, kind=Kind.UNKNOWN)) == [
        "  适用      机关：规则要 部门，这份报告是 不明，看不出来",
        "  结论      无法判定：机关类别不明：不知道规则是否适用。没有往下判断",
    ]


def test_the_words_a_formula_looks_for_and_the_place_found_are_shown(tmp_path: Path) -> None:
    read = report({"表三.总计.其他处理之其他": 1}, {1: "申请人主动撤回1件。"})
    assert told(loaded(tmp_path, EXPLAINED), read)[6:] == [
        "  断言      提及(正文, $撤回)（成立）",
        "  找什么    找 $撤回 里的说法",
        "            {撤回|撤销}…申请",
        "            申请人…{撤回|撤销}",
        "  出处      第一部分 第11段 “申请人主动撤回”",
        "  结论      通过，所以没有报",
    ]


def test_wordings_that_were_not_found_are_listed_with_where_they_were_sought(tmp_path: Path) -> None:
    lines = told(loaded(tmp_path, SAID), report({}, {6: "无。"}))
    assert lines[2:] == [
        "第六部分" + " " * 68 + "违反",
        "  找什么    在第六部分里找这些说法",
        "            {收取|没有收取}…信息处理费",
        "            除外（命中这些的不算）",
        "            没有收取行政事业性收费",
        "  出处      第61段 “六、其他需要报告的事项”",
        "  结论      违反，报警告：信息处理费没有写",
    ]


def test_without_a_report_the_rule_itself_is_told(tmp_path: Path) -> None:
    rules = loaded(tmp_path, EXPLAINED)
    rule = replace(rules.rules[0], file="规则.yaml")
    text = draw_rule(rule, rules.wordings.lists, Style(80))
    assert text.split("\n")[:-1] == [
        "说明-901  有其他处理的应作说明                                   条件说明 · 警告",
        "",
        "  查什么    如果 表三.总计.其他处理之其他 > 0，就应当 在正文里写到“$撤回”",
        "  依据      实务要求 编制通知",
        "  适用      年度 2021年度起",
        "  报出的话  有 {表三.总计.其他处理之其他} 件，未说明",
        "  写在      规则.yaml:3",
        "  参数      $撤回 = {撤回|撤销}…申请、申请人…{撤回|撤销}（叠加可以改）",
        "  $撤回  2 种说法",
        "            {撤回|撤销}…申请",
        "            申请人…{撤回|撤销}",
    ]


@pytest.mark.parametrize("width", [80, 100])
def test_every_shipped_rule_is_explained_as_it_is_judged(width: int) -> None:
    rules = shipped()
    for name in ("标准报告-2021-部门", "标准报告-2019-乡镇"):
        read = standard(name)
        corpus = ReportCorpus((read,))
        for rule in rules.rules:
            found = explain(rule, read, corpus)
            outcomes = (found.stopped,) if found.stopped else tuple(item.outcome for item in found.targets)
            if found.stopped or not hasattr(next(iter(rule.checks.values())), "survey"):
                assert outcomes == tuple(iterate([rule], read, corpus)), rule.id
            text = draw_explanation(found, found.targets, Style(width))
            assert rule.id in text and "结论" in text
            draw_rule(rule, rules.wordings.lists, Style(width))


def test_an_explanation_of_a_report_without_cells_says_what_is_missing() -> None:
    read = standard()
    hidden = replace(
        read, cells={path: Value(State.ILLEGIBLE, unit=value.unit) for path, value in read.cells.items()}
    )
    for rule in shipped().rules:
        found = explain(rule, hidden, ReportCorpus((hidden,)))
        assert draw_explanation(found, found.targets, Style(80))
