"""What is wrong in a rule file is said with line, column, caret and remedy."""

from pathlib import Path

import pytest

from tests.rules_load.folder import BALANCE, BASIS, EXPLAINED, codes, load, marked, pack, said


def with_change(old: str, new: str) -> str:
    assert old in BALANCE
    return pack(BALANCE.replace(old, new))


def only(folder: Path, text: str) -> tuple[str, str, str, str]:
    """(line:column, message, marked text, remedy) of the one diagnostic."""
    loaded = load(folder, text)
    assert len(loaded.diagnostics) == 1, [fault.message for fault in loaded.diagnostics]
    (fault,) = loaded.diagnostics
    return said(loaded)[0][0], fault.message, marked(fault), fault.remedy


def test_a_sound_rule_file_gives_its_rule_and_no_diagnostic(tmp_path: Path) -> None:
    loaded = load(tmp_path, pack(BALANCE))
    (rule,) = loaded.rules
    assert (loaded.diagnostics, loaded.ok) == ((), True)
    assert (rule.id, rule.kind, rule.level, rule.state) == ("勾稽-901", "勾稽", "error", "施行")
    assert (rule.applies.first_year, rule.applies.last_year) == (2021, None)
    assert sorted(rule.checks) == ["2019", "2021"]
    assert rule.basis[0].document == "国办公开办函〔2021〕30号"


def test_a_misspelt_key_is_met_with_the_right_one(tmp_path: Path) -> None:
    assert only(tmp_path, with_change("怎么改:", "怎么该:")) == (
        "14:3", "没有“怎么该”这个键，是不是“怎么改”？", "怎么该", "改成“怎么改”",
    )  # fmt: skip


@pytest.mark.parametrize("key", ["编号", "名称", "类型", "级别", "依据", "断言"])
def test_a_misspelt_required_key_is_one_fault(tmp_path: Path, key: str) -> None:
    _, message, mark, _ = only(tmp_path, with_change(f"{key}:", f"{key[0]}另:"))
    assert (message, mark) == (f"没有“{key[0]}另”这个键，是不是“{key}”？", f"{key[0]}另")


def test_a_required_key_that_is_not_there_is_named_at_the_rule(tmp_path: Path) -> None:
    assert only(tmp_path, with_change("  级别: 错误\n", ""))[:2] == ("5:3", "缺少“级别”")


def test_a_level_that_does_not_exist_lists_those_that_do(tmp_path: Path) -> None:
    assert only(tmp_path, with_change("级别: 错误", "级别: 错")) == (
        "8:7", "“级别”没有“错”这个值，是不是“错误”？", "错", "可以写：错误 警告 提示",
    )  # fmt: skip


def test_an_unknown_kind_is_met_with_the_nearest(tmp_path: Path) -> None:
    place, message, mark, remedy = only(tmp_path, with_change("类型: 勾稽", "类型: 勾嵇"))
    assert (place, message, mark) == ("7:7", "没有“勾嵇”这种规则，是不是“勾稽”？", "勾嵇")
    assert "表形" in remedy


def test_a_list_where_text_is_wanted_says_both(tmp_path: Path) -> None:
    place, message, _, remedy = only(tmp_path, with_change("名称: 表三逐列收支平衡", "名称: [表三, 平衡]"))
    assert (place, message) == ("6:7", "“名称”写法不对：这里是一个列表")
    assert remedy.startswith("应写成")


def test_an_empty_value_is_named(tmp_path: Path) -> None:
    assert only(tmp_path, with_change("名称: 表三逐列收支平衡", "名称:"))[1] == "“名称”是空的"


def test_a_basis_without_a_clause_is_placed_at_the_basis(tmp_path: Path) -> None:
    text = with_change(BASIS, "依据: [{文件: 国办公开办函〔2021〕30号}]")
    assert only(tmp_path, text)[:2] == ("9:8", "“依据”里缺少“条款”")


def test_an_unknown_name_in_a_formula_is_marked_with_the_nearest(tmp_path: Path) -> None:
    place, message, mark, remedy = only(tmp_path, with_change("新收 +", "新受 +"))
    assert (place, mark) == ("12:7", "新受")
    assert "新受" in message
    assert "新收" in remedy


def test_an_unknown_field_of_a_message_is_marked_with_the_nearest(tmp_path: Path) -> None:
    place, message, mark, _ = only(tmp_path, with_change("相差 {差}", "相差 {相差}"))
    assert (place, message, mark) == ("13:37", "没有“相差”这个字段，是不是“差”？", "{相差}")


def test_an_open_brace_in_a_message_is_named(tmp_path: Path) -> None:
    assert only(tmp_path, with_change("相差 {差}", "相差 {差"))[1] == "“消息”里“{”没有配对"


def test_a_message_may_name_a_cell_in_either_order_and_the_report(tmp_path: Path) -> None:
    text = with_change("相差 {差}", "相差 {差}，{机关}{年度}年总计 {表三.新收.总计}")
    assert load(tmp_path, text).diagnostics == ()


def test_what_may_over_report_is_never_an_error(tmp_path: Path) -> None:
    text = with_change("  怎么改:", "  可能多报: 是\n  怎么改:")
    assert only(tmp_path, text)[:2] == ("8:7", "写了“可能多报: 是”的规则不能是错误")


def test_practice_alone_does_not_carry_an_error(tmp_path: Path) -> None:
    text = pack(EXPLAINED.replace("级别: 警告", "级别: 错误"))
    assert only(tmp_path, text)[1] == "依据只是实务要求，级别不能是错误"


def test_an_error_of_a_grade_is_an_error_too(tmp_path: Path) -> None:
    grades = "级别: 警告\n  分级: [{当: 表三.总计.新收 > 5, 级别: 错误}]"
    assert (
        only(tmp_path, pack(EXPLAINED.replace("级别: 警告", grades)))[1] == "依据只是实务要求，级别不能是错误"
    )


def test_arithmetic_inside_one_table_is_a_basis_of_its_own(tmp_path: Path) -> None:
    assert load(tmp_path, with_change("国办公开办函〔2021〕30号", "实务要求")).diagnostics == ()


def test_a_clause_that_was_not_seen_warns_where_the_level_is_error(tmp_path: Path) -> None:
    rule = EXPLAINED.replace("级别: 警告", "级别: 错误").replace(
        "实务要求, 条款: 各地编制通知", "国办函, 条款: 待核"
    )
    loaded = load(tmp_path, pack(rule))
    assert said(loaded) == [("8:7", "依据还待核，级别不宜是错误")]
    assert loaded.ok


def test_a_stopped_rule_gives_its_reason(tmp_path: Path) -> None:
    assert only(tmp_path, with_change("  怎么改:", "  状态: 停用\n  怎么改:"))[1] == "停用的规则要写理由"


def test_an_id_is_unique_over_all_files(tmp_path: Path) -> None:
    loaded = load(tmp_path, pack(BALANCE), pack(BALANCE))
    assert len(loaded.rules) == 1
    assert said(loaded) == [("5:7", f"编号“勾稽-901”已经用在 {(tmp_path / '0.yaml').as_posix()}:5")]


def test_a_former_id_may_not_be_in_use(tmp_path: Path) -> None:
    other = BALANCE.replace("勾稽-901", "勾稽-902").replace(
        "逐: 列", "逐: 列\n  容差: 1\n  曾用编号: [勾稽-901]"
    )
    assert codes(load(tmp_path, pack(BALANCE + other))) == ["rule.former-id"]


def test_two_rules_that_ask_the_same_are_named_however_they_are_spelt(tmp_path: Path) -> None:
    same = BALANCE.replace("勾稽-901", "勾稽-902").replace(
        "新收 + 上年结转 = 办理总计 + 结转下年", "结转下年 ＋ 办理总计 == 上年结转 + 新收"
    )
    loaded = load(tmp_path, pack(BALANCE + same))
    assert [fault.message for fault in loaded.diagnostics] == ["勾稽-902 和 勾稽-901 查的是同一件事"]
    assert loaded.ok


def test_the_same_question_for_other_years_is_no_repetition(tmp_path: Path) -> None:
    old = BALANCE.replace("勾稽-901", "勾稽-902")
    texts = pack(BALANCE), pack(old, "适用: {年度: 2019至2020}\n")
    assert load(tmp_path, *texts).diagnostics == ()


def test_scopes_that_exclude_each_other_are_an_error(tmp_path: Path) -> None:
    text = with_change("  逐: 列", "  适用: {年度: 2019至2020}\n  逐: 列")
    assert only(tmp_path, text)[1] == "这条规则的适用和文件的适用没有交集，永远用不上"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{年度: 明年起}", "年度看不懂"),
        ("{年度: 2023至2021}", "2021 在 2023 之前"),
        ("{机关: [局]}", "机关里没有“局”"),
        ("{机关: [街到]}", "机关里没有“街到”，是不是“街道”？"),
        ("{报告种类: 总汇}", "报告种类里没有“总汇”，是不是“汇总”？"),
        ("{年份: 2021起}", "没有“年份”这个键，是不是“年度”？"),
        ("2021起", "“适用”写法不对：这里是“2021起”"),
    ],
)
def test_a_scope_that_cannot_be_read_is_said(tmp_path: Path, written: str, message: str) -> None:
    assert only(tmp_path, with_change("  逐: 列", f"  适用: {written}\n  逐: 列"))[1] == message


def test_a_name_of_one_template_only_builds_the_rule_for_that_template(tmp_path: Path) -> None:
    (rule,) = load(tmp_path, pack(EXPLAINED)).rules
    assert sorted(rule.checks) == ["2021"]


def test_a_rule_for_years_whose_template_lacks_its_names_is_an_error(tmp_path: Path) -> None:
    loaded = load(tmp_path, pack(EXPLAINED, "适用: {年度: 2019至2020}\n"))
    assert loaded.rules == ()
    assert [marked(fault) for fault in loaded.diagnostics] == ["{表三.总计.其他处理之其他}"]


def test_blank_as_zero_needs_its_basis(tmp_path: Path) -> None:
    assert only(tmp_path, pack(BALANCE, "空白视为零: 是\n"))[1] == "“空白视为零”要写依据"
    head = f"空白视为零: {{{BASIS}}}\n"
    assert load(tmp_path / "other", pack(BALANCE, head)).diagnostics == ()


def test_a_misspelt_key_of_an_example_is_met_when_the_rule_is_loaded(tmp_path: Path) -> None:
    text = pack(BALANCE + "  例子:\n  - {违反: 标准报告, 应抱: [表三.自然人]}\n")
    assert only(tmp_path, text)[1] == "没有“应抱”这个键，是不是“应报”？"


def test_a_parameter_that_nothing_names_is_a_warning(tmp_path: Path) -> None:
    loaded = load(tmp_path, pack(EXPLAINED.replace("参数: {", "参数: {期限: 1月31日, ")))
    assert [fault.message for fault in loaded.diagnostics] == ["参数“期限”没有用到"]
    assert loaded.ok


def test_a_faulty_rule_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    loaded = load(tmp_path, pack(BALANCE + EXPLAINED.replace("类型: 条件说明", "类型: 说明条件")))
    assert [rule.id for rule in loaded.rules] == ["勾稽-901"]
    assert not loaded.ok
