"""The official labels of the three tables with the paths of their cells, written down a second time:
the tests must not take their truth from the lexicon they test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

COLUMNS3 = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
GROUPS4 = ("复议", "直接起诉", "复议后起诉")
RESULTS4 = ("维持", "纠正", "其他", "未结", "总计")
RESULT_LABELS4 = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
GROUP_LABELS4 = ("行政复议", "未经复议直接起诉", "复议后起诉")

SECTION_TITLES = {
    1: "总体情况",
    2: "主动公开政府信息情况",
    3: "收到和处理政府信息公开申请情况",
    4: "政府信息公开行政复议、行政诉讼情况",
    5: "存在的主要问题及改进情况",
    6: "其他需要报告的事项",
}
CORNER3 = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS3 = "三、本年度办理结果"


@dataclass(frozen=True, slots=True)
class Row3:
    """A row of table 3: alias, the label it is found by, and the two labels it may stand under."""

    name: str
    label: str
    group: str = ""  # （三）不予公开
    outer: str = ""  # 三、本年度办理结果


def _results(entries: Mapping[str, tuple[tuple[str, str], ...]]) -> tuple[Row3, ...]:
    return tuple(
        Row3(name, label, group, RESULTS3) for group, rows in entries.items() for name, label in rows
    )


_SHARED = {
    "（三）不予公开": (
        ("国家秘密", "1.属于国家秘密"),
        ("法律法规禁止", "2.其他法律行政法规禁止公开"),
        ("三安全一稳定", "3.危及“三安全一稳定”"),
        ("第三方权益", "4.保护第三方合法权益"),
        ("内部事务", "5.属于三类内部事务信息"),
        ("过程性信息", "6.属于四类过程性信息"),
        ("执法案卷", "7.属于行政执法案卷"),
        ("行政查询", "8.属于行政查询事项"),
    ),
    "（四）无法提供": (
        ("不掌握", "1.本机关不掌握相关政府信息"),
        ("需另行制作", "2.没有现成信息需要另行制作"),
        ("补正不明确", "3.补正后申请内容仍不明确"),
    ),
    "（五）不予处理": (
        ("信访举报", "1.信访举报投诉类申请"),
        ("重复申请", "2.重复申请"),
        ("公开出版物", "3.要求提供公开出版物"),
        ("大量反复", "4.无正当理由大量反复申请"),
        ("确认或重新出具", "5.要求行政机关确认或重新出具已获取信息"),
    ),
}
_OTHER_2021 = {
    "（六）其他处理": (
        ("逾期不补正", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        ("逾期未缴费", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
        ("其他处理之其他", "3.其他"),
    )
}
_HEAD = (
    Row3("新收", "一、本年新收政府信息公开申请数量"),
    Row3("上年结转", "二、上年结转政府信息公开申请数量"),
    Row3("予以公开", "（一）予以公开", outer=RESULTS3),
    Row3("部分公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", outer=RESULTS3),
)
_TAIL = (
    Row3("办理总计", "（七）总计", outer=RESULTS3),
    Row3("结转下年", "四、结转下年度继续办理"),
)
ROWS3 = {
    "2021": _HEAD + _results(_SHARED) + _results(_OTHER_2021) + _TAIL,
    "2019": _HEAD + _results(_SHARED) + (Row3("其他处理", "（六）其他处理", outer=RESULTS3), *_TAIL),
}
LEAVES3 = {
    template: tuple(row.name for row in rows if row.outer and row.name != "办理总计")
    for template, rows in ROWS3.items()
}


@dataclass(frozen=True, slots=True)
class Block2:
    """A part of table 2: its heading, its column labels (without 信息内容), the aliases of the columns
    ("" where the row has one number), and its rows as (alias, label)."""

    heading: str
    columns: tuple[str, ...]
    aliases: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]

    def path(self, row: str, alias: str) -> str:
        return f"表二.{row}.{alias}" if alias else f"表二.{row}"


_PROJECTS = ("上一年项目数量", "本年增/减", "处理决定数量")
_PROJECT_ALIASES = ("上年项目", "增减", "处理决定")
BLOCKS2 = {
    "2021": (
        Block2(
            "第二十条第（一）项",
            ("本年制发件数", "本年废止件数", "现行有效件数"),
            ("制发", "废止", "有效"),
            (("规章", "规章"), ("规范性文件", "行政规范性文件")),
        ),
        Block2("第二十条第（五）项", ("本年处理决定数量",), ("",), (("行政许可", "行政许可"),)),
        Block2(
            "第二十条第（六）项",
            ("本年处理决定数量",),
            ("",),
            (("行政处罚", "行政处罚"), ("行政强制", "行政强制")),
        ),
        Block2(
            "第二十条第（八）项",
            ("本年收费金额（单位：万元）",),
            ("",),
            (("行政事业性收费", "行政事业性收费"),),
        ),
    ),
    "2019": (
        Block2(
            "第二十条第（一）项",
            ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
            ("新制作", "新公开", "公开总数"),
            (("规章", "规章"), ("规范性文件", "规范性文件")),
        ),
        Block2(
            "第二十条第（五）项",
            _PROJECTS,
            _PROJECT_ALIASES,
            (("行政许可", "行政许可"), ("其他对外管理", "其他对外管理服务事项")),
        ),
        Block2(
            "第二十条第（六）项",
            _PROJECTS,
            _PROJECT_ALIASES,
            (("行政处罚", "行政处罚"), ("行政强制", "行政强制")),
        ),
        Block2(
            "第二十条第（八）项", _PROJECTS[:2], _PROJECT_ALIASES[:2], (("行政事业性收费", "行政事业性收费"),)
        ),
        Block2(
            "第二十条第（九）项",
            ("采购项目数量", "采购总金额"),
            ("采购项目", "采购金额"),
            (("政府集中采购", "政府集中采购"),),
        ),
    ),
}

PATHS2 = {
    template: tuple(b.path(row, alias) for b in blocks for row, _ in b.rows for alias in b.aliases)
    for template, blocks in BLOCKS2.items()
}
PATHS3 = {
    template: tuple(f"表三.{column}.{row.name}" for row in rows for column in COLUMNS3)
    for template, rows in ROWS3.items()
}
PATHS4 = tuple(f"表四.{group}.{result}" for group in GROUPS4 for result in RESULTS4)
PATHS = {template: PATHS2[template] + PATHS3[template] + PATHS4 for template in ("2021", "2019")}
DECIMAL_PATHS = frozenset({"表二.行政事业性收费", "表二.政府集中采购.采购金额"})
assert len(PATHS["2021"]) == 200 and len(PATHS["2019"]) == 198
