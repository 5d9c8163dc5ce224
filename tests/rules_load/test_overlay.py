"""叠加: what may be changed, what must be said, what is refused."""

from pathlib import Path

import pytest

from auditor.rules.outcome import Level
from tests.rules_load.folder import BALANCE, EXPLAINED, codes, load, overlay, pack, said

BASIS = "依据: [{文件: 某政办发〔2025〕1号, 条款: 二}]"
RULES = pack(BALANCE + EXPLAINED)


def test_an_overlay_is_active_only_when_named(tmp_path: Path) -> None:
    city = overlay(f"- {{规则: 说明-901, 级别: 错误, 理由: 必须说明, {BASIS}}}\n")
    plain, named = load(tmp_path, RULES, city), load(tmp_path, RULES, city, overlays=["某市"])
    assert [rule.level for rule in plain.rules] == [Level.ERROR, Level.WARNING]
    assert [rule.level for rule in named.rules] == [Level.ERROR, Level.ERROR]
    assert (plain.overlays, [pack.name for pack in named.overlays]) == ((), ["某市"])
    assert (named.diagnostics, named.notices) == ((), ())
    assert named.rules[1].changed_by == ("某市",)
    assert [basis.document for basis in named.rules[1].basis] == ["实务要求", "某政办发〔2025〕1号"]


def test_an_overlay_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    loaded = load(tmp_path, RULES, overlay("- {规则: 说明-901, 级别: 提示}\n"), overlays=["某式"])
    assert [(f.message, f.remedy) for f in loaded.diagnostics] == [
        ("没有名为“某式”的叠加，是不是“某市”？", "有：某市")
    ]


def test_lowering_a_national_error_is_noticed(tmp_path: Path) -> None:
    city = overlay(f"- {{规则: 勾稽-901, 级别: 警告, 理由: 系统汇总有尾差, {BASIS}}}\n")
    loaded = load(tmp_path, RULES, city, overlays=["某市"])
    assert loaded.rules[0].level is Level.WARNING
    assert loaded.notices == (
        "叠加“某市”把 勾稽-901 由错误降为警告：系统汇总有尾差（依据 某政办发〔2025〕1号 二）",
    )


@pytest.mark.parametrize("change", ["级别: 警告", "停用: 是"])
def test_lowering_or_stopping_a_national_error_without_reason_is_refused(tmp_path: Path, change: str) -> None:
    loaded = load(tmp_path, RULES, overlay(f"- {{规则: 勾稽-901, {change}}}\n"), overlays=["某市"])
    assert "overlay.lowered" in codes(loaded)
    assert not loaded.ok


def test_stopping_a_warning_needs_only_a_reason(tmp_path: Path) -> None:
    loaded = load(tmp_path, RULES, overlay("- {规则: 说明-901, 停用: 是, 理由: 不要求}\n"), overlays=["某市"])
    assert (loaded.diagnostics, [rule.state for rule in loaded.rules]) == ((), ["施行", "停用"])
    again = load(tmp_path / "b", RULES, overlay("- {规则: 说明-901, 停用: 是}\n"), overlays=["某市"])
    assert "overlay.reason" in codes(again)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{规则: 说明-902, 级别: 提示}", "没有编号为“说明-902”的规则，是不是“说明-901”？"),
        ("{规则: 说明-901}", "这一行什么也没有改"),
        ("{规则: 说明-901, 断言: 1 = 1}", "叠加不能改规则的“断言”"),
        ("{规则: 说明-901, 级另: 提示}", "没有“级另”这个键，是不是“级别”？"),
        ("{规则: 说明-901, 参数: {期限: 1}}", "说明-901 没有参数“期限”"),
        ("{规则: 勾稽-901, 词表增: [甲]}", "勾稽-901 没有用词表"),
        ("{规则: 说明-901, 词表减: [没有的词]}", "词组里没有“没有的词”"),
        ("说明-901", "每项调整应写成 {规则: 编号, …}"),
    ],
)
def test_a_line_that_changes_nothing_is_an_error(tmp_path: Path, line: str, message: str) -> None:
    loaded = load(tmp_path, RULES, overlay(f"- {line}\n"), overlays=["某市"])
    assert [text for _, text in said(loaded)] == [message]
    assert loaded.diagnostics[0].file == (tmp_path / "1.yaml").as_posix()


def test_words_are_added_and_taken_away_for_this_rule_alone(tmp_path: Path) -> None:
    other = (
        EXPLAINED.replace("说明-901", "说明-902").replace("> 0", "> 1").replace("本地说明", "其他处理说明")
    )
    other = other.replace("  参数: {其他处理说明: [撤回申请, 主动撤销]}\n", "")
    city = overlay("- {规则: 说明-901, 词表增: [另行说明], 词表减: [撤回申请]}\n"
                   "- {规则: 说明-902, 词表增: {其他处理说明: [再作说明]}}\n")  # fmt: skip
    loaded = load(tmp_path, pack(EXPLAINED + other), city, overlays=["某市"])
    assert loaded.diagnostics == ()
    assert loaded.wordings.lists["说明-901:本地说明"].patterns == ("主动撤销", "另行说明")
    assert loaded.wordings.lists["说明-902:其他处理说明"].patterns[-1] == "再作说明"
    assert "再作说明" not in loaded.word_lists["其他处理说明"].patterns


def test_a_parameter_is_changed_in_place(tmp_path: Path) -> None:
    city = overlay("- {规则: 说明-901, 参数: {本地说明: [改过的词]}}\n")
    loaded = load(tmp_path, RULES, city, overlays=["某市"])
    assert loaded.diagnostics == ()
    assert loaded.wordings.lists["说明-901:本地说明"].patterns == ("改过的词",)


def test_two_overlays_that_change_one_key_are_a_conflict(tmp_path: Path) -> None:
    city = overlay("- {规则: 说明-901, 级别: 提示}\n")
    county = overlay("- {规则: 说明-901, 级别: 警告}\n", "某县")
    loaded = load(tmp_path, RULES, city, county, overlays=["某市", "某县"])
    assert [text for _, text in said(loaded)] == ["叠加“某市”和“某县”都改了 说明-901 的“级别”"]


def test_one_overlay_that_changes_a_key_twice_is_a_conflict(tmp_path: Path) -> None:
    city = overlay("- {规则: 说明-901, 级别: 提示}\n- {规则: 说明-901, 级别: 警告}\n")
    loaded = load(tmp_path, RULES, city, overlays=["某市"])
    assert [text for _, text in said(loaded)] == ["叠加“某市”两次改了 说明-901 的“级别”"]


def test_two_overlays_may_change_different_keys(tmp_path: Path) -> None:
    city = overlay("- {规则: 说明-901, 级别: 提示}\n")
    county = overlay("- {规则: 说明-901, 词表增: [甲乙]}\n", "某县")
    loaded = load(tmp_path, RULES, city, county, overlays=["某县", "某市"])
    assert loaded.diagnostics == ()
    assert set(loaded.rules[1].changed_by) == {"某市", "某县"}


def test_an_overlay_adds_rules_of_its_own(tmp_path: Path) -> None:
    city = "叠加: 某市\n规则:\n" + EXPLAINED
    loaded = load(tmp_path, pack(BALANCE), city, overlays=["某市"])
    assert [rule.id for rule in loaded.rules] == ["勾稽-901", "说明-901"]


def test_a_level_of_an_overlay_replaces_the_grades(tmp_path: Path) -> None:
    graded = EXPLAINED.replace("级别: 警告", "级别: 提示\n  分级: [{当: 表三.总计.新收 > 5, 级别: 警告}]")
    city = overlay("- {规则: 说明-901, 级别: 提示}\n")
    loaded = load(tmp_path, pack(graded), city, overlays=["某市"])
    assert (loaded.rules[0].level, loaded.rules[0].grades) == (Level.INFO, ())


def test_a_fault_in_a_borrowed_value_is_placed_in_the_overlay(tmp_path: Path) -> None:
    city = overlay("- {规则: 说明-901, 词表增: [[甲]]}\n")
    loaded = load(tmp_path, RULES, city, overlays=["某市"])
    assert [fault.file for fault in loaded.diagnostics] == [(tmp_path / "1.yaml").as_posix()]
