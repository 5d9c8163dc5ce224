"""What a formula may say: reading it, binding its names, and every error with its place and remedy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from auditor.rules.formula import FormulaError, Type, bind, normal_form, parse
from auditor.rules.formula.tree import (
    All,
    Any,
    Call,
    Compare,
    DateLiteral,
    Name,
    Not,
    NumberLiteral,
    Product,
    Sum,
    TextLiteral,
)
from tests.formula.world import CELLS, KNOWN, RESULTS, SCOPE, formula, tree


def test_an_identity_parses_into_sums_with_places() -> None:
    assert tree("新收 + 上年结转 = 办理总计") == Compare(
        "=",
        Sum(((1, Name("新收", 0, 2, "新收")), (1, Name("上年结转", 5, 9, "上年结转"))), 0, 9),
        Name("办理总计", 12, 16, "办理总计"),
        0,
        16,
    )


def test_multiplication_binds_closer_than_addition_and_comparison_closer_than_且() -> None:
    found = tree("非 新收 > 1 + 2 * 3 且 年度 > 0 或 年度 < 9")
    assert isinstance(found, Any)
    both, last = found.items
    assert isinstance(both, All)
    negated = both.items[0]
    assert isinstance(negated, Not)
    compare = negated.operand
    assert isinstance(compare, Compare)
    right = compare.right
    assert isinstance(right, Sum)
    assert isinstance(right.terms[1][1], Product)
    assert isinstance(last, Compare)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1月31日", (1, 31)),
        ("2月29日", (2, 29)),
        ("2024年1月31日", date(2024, 1, 31)),
        ("2024-01-31", date(2024, 1, 31)),
        ("２０２４年１月３１日", date(2024, 1, 31)),
    ],
)
def test_dates_are_read_with_and_without_year(text: str, value: date | tuple[int, int]) -> None:
    assert tree(text) == DateLiteral(value, 0, len(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("１２", 12),
        ("0.50", Decimal("0.5")),
        ("1.0", 1),
        ("007", 7),
    ],
)
def test_numbers_are_int_where_whole_and_never_float(text: str, value: int | Decimal) -> None:
    found = tree(text)
    assert found == NumberLiteral(value, 0, len(text))
    assert isinstance(found, NumberLiteral)
    assert type(found.value) is type(value)


@pytest.mark.parametrize("text", ["“甲：乙”", '"甲：乙"', "＂甲：乙＂"])
def test_texts_keep_their_characters_as_written(text: str) -> None:
    assert tree(text) == TextLiteral("甲：乙", 0, 5)


@pytest.mark.parametrize(
    "spelling",
    [
        "新收 + 上年结转 ≠ 办理总计 * 2",
        "新收＋上年结转！＝办理总计×２",
        "新收+上年结转<>办理总计*2",
        "　新收 + 上年结转 != 办理总计 × 2　",
        "（新收＋上年结转）≠（办理总计）＊２",
    ],
)
def test_every_spelling_of_an_operator_means_the_same(spelling: str) -> None:
    assert normal_form(tree(spelling)) == normal_form(tree("新收 + 上年结转 ≠ 办理总计 * 2"))


@pytest.mark.parametrize(
    "text",
    [
        "确认或重新出具 > 0",
        "部分公开（件） > 0",
        "部分公开(件) > 0",
        "表三.总计.新收 > 0",
        "上年.结转下年 > 0",
    ],
)
def test_the_longest_known_name_wins(text: str) -> None:
    found = formula(text)
    assert len(found.cells) == 1


@pytest.mark.parametrize(
    "text",
    [
        "新收 > 0 且 上年结转 > 0",
        "新收>0且上年结转>0",
        "(新收>0)且(上年结转>0)",
        "新收 > 0 且上年结转 > 0",
        "0 < 新收且 0 < 上年结转",
    ],
)
def test_且_is_an_operator_wherever_it_can_be_nothing_else(text: str) -> None:
    assert normal_form(tree(text)) == normal_form(tree("(新收 > 0) 且 (上年结转 > 0)"))


def test_a_function_keeps_its_arguments() -> None:
    assert tree("合计（新收、3）") == Call("合计", (Name("新收", 3, 5, "新收"), NumberLiteral(3, 6, 7)), 0, 8)


PARSE_ERRORS = [
    ("", 0, "公式是空的"),
    ("   ", 0, "公式是空的"),
    ("新收 +", 4, "公式没有写完，这里缺少一个数或名称"),
    ("新收 = = 3", 5, "“=”前面缺少一个数或名称"),
    ("* 3 = 新收", 0, "乘号前面缺少一个数或名称"),
    ("1 < 新收 < 3", 7, "一次只能比较两边"),
    ("合计(办理结果", 2, "左括号没有配对"),
    ("新收) > 0", 2, "多出一个右括号"),
    ("新收 上年结转", 3, "“上年结转”前面缺少运算符"),
    ("新收, 上年结转", 2, "逗号只能写在函数的括号里"),
    ("新收 → 3", 3, "“→”只能写在 选(…) 里"),
    ("新收 > 3件", 6, "数字后面不能直接写“件”"),
    ("新收 > 1,000", 5, "数字里不能写千分位逗号"),
    ("新收 > " + "9" * 30, 5, "数字太长"),
    ("公布日期 < 2月30日", 7, "没有“2月30日”这一天"),
    ("公布日期 < 2023年2月29日", 7, "没有“2023年2月29日”这一天"),
    ("标题 = “甲", 5, "引号没有配对"),
    ("标题 = 甲”", 6, "引号没有配对"),
    ("新收 @ 3", 3, "公式里不能写“@”"),
    ("新收 % 3", 3, "公式里不能写“%”"),
    ("新收. > 3", 2, "名称不能以“.”结尾"),
    ("平方(新收) > 3", 0, "没有“平方”这个函数"),
    ("选(机关类别) = 3", 0, "选(…) 里没有可选的结果"),
    ("选(机关类别, 部门 3) = 3", 11, "选项“部门”后面缺少“→”"),
    ("选(机关类别, + → 3) = 3", 8, "这里应写选项的名称"),
    ("(" * 40 + "新收" + ")" * 40 + " > 0", 30, "括号超过 30 层"),
    ("新收 + " * 600 + "1 > 0", 0, "公式太长（超过 2000 字）"),
    ("1+" * 600 + "1 > 新收", 0, "公式太长（超过 500 项）"),
    ("__import__(os)", 0, "没有“__import__”这个函数"),
    ("新收[0] > 1", 2, "公式里不能写“[”"),
]


@pytest.mark.parametrize(("text", "start", "message"), PARSE_ERRORS)
def test_what_is_no_formula_is_said_in_chinese_with_its_place(text: str, start: int, message: str) -> None:
    found = parse(text, KNOWN)
    assert isinstance(found, FormulaError)
    assert (found.message, found.start) == (message, start)
    assert found.hint


BIND_ERRORS = [
    ("新受 > 0", 0, 2, "不认识的名称“新受”", "是不是“新收”？"),
    ("新收数 > 0", 0, 3, "不认识的名称“新收数”", "是不是“新收”？"),
    ("新收或上年结转 > 0", 0, 7, "不认识的名称“新收或上年结转”", "“或”两边留空格"),
    ("$没有的参数 > 新收", 0, 6, "不认识的名称“$没有的参数”", "在规则的“参数”里写上它，或检查词表的名称"),
    ("新收", 0, 2, "这里要的是条件，公式给出的是数", "写成比较，例如“… > 0”"),
    ("新收 = 新收", 0, 7, "两边相同，这个条件永远一个结果", "检查两边是否写错"),
    ("1 = 1", 0, 5, "两边相同，这个条件永远一个结果", "检查两边是否写错"),
    ("1 < 2", 0, 5, "两边的名称互相抵消，结果不随报告变化", "检查两边是否写错"),
    ("新收 - 新收 = 0", 0, 11, "两边的名称互相抵消，结果不随报告变化", "检查两边是否写错"),
    ("上年结转 + 新收 = 新收 + 上年结转", 0, 21, "两边的名称互相抵消，结果不随报告变化", "检查两边是否写错"),
    ("1月31日 < 2月1日", 0, 12, "这个条件不随报告变化", "至少一边要写报告里的名称"),
    ("“甲” = “乙”", 0, 9, "这个条件永远成立或永远不成立，不随报告变化", "检查两边是否写错"),
    ("新收 = 收费", 0, 7, "单位不一致：件和万元不能放在一起", "检查名称是否写错"),
    ("新收 + 收费 > 0", 0, 7, "单位不一致：件和万元不能放在一起", "检查名称是否写错"),
    ("合计(新收, 收费) > 0", 0, 10, "单位不一致：件和万元不能放在一起", "检查名称是否写错"),
    ("办理结果 > 0", 0, 4, "一组单元格不能直接比较", "写成 合计(…)"),
    ("新收 = 下级", 5, 7, "一组单元格不能直接比较", "写成 合计(…)"),
    ("新收 = “3”", 0, 8, "数不能和文字比较", "两边应是同一类"),
    ("公布日期 > 3", 0, 8, "日期不能和数比较", "两边应是同一类"),
    ("公布日期 - 年度 > 3", 0, 4, "这里要的是数，不是日期", "两个日期相差几天，写成 天数(日期, 日期)"),
    ("正文 > 3", 0, 2, "文本范围不能直接比较", "写成 提及(正文, $词组)"),
    ("标题 > “甲”", 0, 8, "文字不能比较大小", "只能用“=”或“≠”"),
    ("机关类别 = 乡真", 7, 9, "没有“乡真”这个选项", "是不是“乡镇”？"),
    ("机关类别 = “甲”", 7, 10, "没有“甲”这个选项", "可选：部门 政府 乡镇"),
    ("新收 且 年度 > 3", 0, 2, "这里要的是条件，不是数", "写成比较，例如“… > 0”"),
    ("(新收 > 0) + 1 = 2", 1, 7, "这里要的是数，不是条件", "去掉比较，只留数"),
    ("新收 / 0 > 1", 5, 6, "除数是 0", "检查这个数"),
    ("合计() > 1", 0, 4, "“合计(…)”里不能空着", "写成 合计(名称, …)"),
    ("取整(新收, 1) > 1", 0, 9, "“取整(…)”要 1 项", "写成 取整(数)"),
    ("合计(正文) > 1", 3, 5, "这里要的是数或单元格组，不是文本范围", "写成 合计(办理结果)"),
    ("个数(年度) > 1", 3, 5, "这里要的是单元格或单元格组，不是数", "写成 个数(办理结果)"),
    ("提及(新收, $其他处理说明)", 3, 5, "这里要的是文本范围，不是数", "例如 正文、第六部分"),
    ("提及(正文, “说明”)", 7, 11, "这里要的是词组，不是文字", "写词表的名称，例如 $其他处理说明"),
    ("天数(公布日期, 3) > 1", 9, 10, "这里要的是日期，不是数", "例如 公布日期、1月31日、2024年1月31日"),
    ("存在(3)", 3, 4, "“存在(…)”里要写一个名称", "例如 存在(公布日期)"),
    ("不适用 = 3", 0, 3, "不认识的名称“不适用”", "名称见词典；文字要写在“ ”里"),
    ("选(新收, 甲 → 1) = 3", 2, 4, "选(…) 的第一项要是选项，不是数", "例如 机关类别"),
    ("选(机关类别, 部门 → 1) = 新收", 0, 15, "选(…) 没有写“政府”“乡镇”", "补上，或在最后写“其余 → …”"),
    ("选(机关类别, 部门 → 1, 部门 → 2, 其余 → 3) = 新收", 16, 22, "选项“部门”写了两次", "只留一个"),
    ("选(机关类别, 其余 → 1, 部门 → 2) = 新收", 16, 22, "“其余”只能写在最后", "把“其余 → …”移到最后"),
    ("选(机关类别, 其余 → 不适用) = 新收", 0, 17, "选(…) 的结果全是“不适用”", "至少写一个结果"),
    (
        "选(机关类别, 部门 → 1, 其余 → 公布日期) = 新收",
        21,
        25,
        "选(…) 的结果有数也有日期",
        "各项结果应是同一类",
    ),
]


@pytest.mark.parametrize(("text", "start", "end", "message", "hint"), BIND_ERRORS)
def test_what_has_no_meaning_is_said_with_its_place_and_remedy(
    text: str, start: int, end: int, message: str, hint: str
) -> None:
    assert bind(tree(text), SCOPE, Type.TRUTH) == (FormulaError(message, start, end, hint),)


def test_every_fault_of_a_formula_is_named_at_once() -> None:
    found = bind(tree("新受 + 上年接转 = 办理总数"), SCOPE, Type.TRUTH)
    assert isinstance(found, tuple)
    assert [error.message for error in found] == [
        "不认识的名称“新受”",
        "不认识的名称“上年接转”",
        "不认识的名称“办理总数”",
    ]


def test_a_bound_formula_knows_its_cells() -> None:
    assert formula("合计(办理结果) = 办理总计").cells == tuple(CELLS[name] for name in (*RESULTS, "办理总计"))


def test_a_number_formula_without_names_is_constant() -> None:
    assert formula("$界限 + 1", Type.NUMBER).constant
    assert not formula("新收 + 1", Type.NUMBER).constant
    assert not formula("1月31日", Type.DATE).constant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("新收 + 上年结转 = 办理总计 + 结转下年", "办理总计 + 结转下年 = 上年结转 + 新收"),
        ("新收 - 办理总计 = 结转下年 - 上年结转", "新收 + 上年结转 = 办理总计 + 结转下年"),
        ("新收 > 上年结转", "上年结转 < 新收"),
        ("非 (新收 > 上年结转)", "新收 ≤ 上年结转"),
        ("非 (新收 < 上年结转)", "新收 ≥ 上年结转"),
        ("非 (新收 ≥ 上年结转)", "新收 < 上年结转"),
        ("非 (新收 ≤ 上年结转)", "上年结转 < 新收"),
        ("非 (新收 = 上年结转)", "新收 ≠ 上年结转"),
        ("非 (新收 ≠ 上年结转)", "新收 = 上年结转"),
        ("新收 > 0 且 年度 > 3", "年度 > 3 且 0 < 新收"),
        ("新收 * 2 = 上年结转", "新收 + 新收 = 上年结转"),
        ("表三.总计.新收 = 上年结转", "表三.新收.总计 = 上年结转"),
        ("合计(办理结果) = 办理总计", "办理总计 = " + " + ".join(RESULTS)),
    ],
)
def test_formulas_that_always_agree_have_one_normal_form(one: str, other: str) -> None:
    assert formula(one).normal == formula(other).normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("新收 = 上年结转", "新收 ≤ 上年结转"),
        ("新收 > 0", "新收 ≥ 0"),
        ("新收 > 上年结转", "新收 < 上年结转"),
        ("新收 > 0 且 年度 > 3", "新收 > 0 或 年度 > 3"),
        ("新收 / 办理总计 > 1", "办理总计 / 新收 > 1"),
        ("天数(公布日期, 1月31日) > 1", "天数(1月31日, 公布日期) > 1"),
    ],
)
def test_formulas_that_may_differ_have_different_normal_forms(one: str, other: str) -> None:
    assert formula(one).normal != formula(other).normal
