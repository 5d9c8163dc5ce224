"""表形: the tables' shape, labels and the way their cells are filled in.

    对象  表二, 表三, 表四 or several; left out: all three. One outcome per table, unless stated below
    检查  行列齐全    every row and column of the format is there, under a name that can be told
          标签用字    no label in another wording than the format's (one outcome per label)
          标签错字    no misprinted label (one outcome per label)
          模板相符    the tables are those of 模板; one outcome, 表格
          单元格状态  no cell is filled in one of the ways that 不得 lists
          多余和次序  no rows or columns of no format, rows in order, names in the head, the table in its part
          行内数齐    every row has as many numbers as columns (one outcome per row that has not)
          空表        not everything in all tables is blank; one outcome, 表格
          表格形式    there is a table, not prose in its place
          残留提示语  nothing is left of the format's own instructions (用语) beside the table
    不得  for 单元格状态: 留空 符号 文字 带单位 百分号 小数 负数
    范围, 除外  for 单元格状态: rows, columns, groups or cells that are looked at, or not
    全空另报  for 单元格状态: 是: not asked where all three tables are blank (空表 says it once)
    轻微  for 单元格状态: where only these rows or cells are concerned, the level is 提示

A table that is a picture, or was lost in a partial file, decides nothing: 无法判定, never a breach.
Many cells of a table are one finding with many places.
"""

from __future__ import annotations

from collections.abc import Mapping

from auditor.report.lexicon import CellDef, TableDef
from auditor.rules.kinds import cellstates
from auditor.rules.kinds.common import (
    TEXTS,
    Frame,
    cells_at,
    choice_at,
    choices_at,
    tables_at,
    text_at,
    words_at,
)
from auditor.rules.kinds.tablelooks import LOOKS, TEMPLATES, Shape
from auditor.rules.model import BuildContext, Check
from auditor.source.tree import Mapping as Tree

NAME = "表形"
SCHEMA: Mapping[str, object] = {
    "properties": {
        "对象": TEXTS,
        "检查": {"enum": list(LOOKS)},
        "模板": {"enum": list(TEMPLATES)},
        "不得": {"anyOf": [{"enum": list(cellstates.STATES)},
                         {"type": "array", "minItems": 1, "items": {"enum": list(cellstates.STATES)}}]},
        "范围": TEXTS,
        "除外": TEXTS,
        "轻微": TEXTS,
        "用语": TEXTS,
        "全空另报": {"type": "boolean"},
    },
    "required": ["检查"],
}  # fmt: skip
FIELDS: Mapping[str, str] = {
    "表": "表名",
    "缺少": "缺少的行和列",
    "行列": "行名或列名",
    "现写": "报告里的写法",
    "应写": "格式里的写法",
    "个数": "有几格；行内数齐：读到几个数",
    "列数": "应有几个数",
    "位置": "哪几格",
    "原文": "这些格里写的是什么",
    "行": "行的名称",
    "所用": "表格所用的格式",
    "应用": "应当用的格式",
    "情况": "不合要求的样子",
}
STUB = """\
- 编号: 表形-901
  名称: 表三行列齐全
  类型: 表形
  级别: 错误
  依据: [{文件: 国办公开办函〔2021〕30号, 条款: 表三}]
  对象: 表三
  检查: 行列齐全
  消息: "{表}缺少{缺少}"
  怎么改: 按格式补齐
  例子:
  - 通过: 标准报告
  - {违反: 标准报告, 改: {表三.新收: 〈不存在〉}, 应报: [表三], 消息含: 新收}
"""


_NEEDS = {"单元格状态": "不得", "模板相符": "模板", "残留提示语": "用语"}
_OPTIONS = {"不得": "单元格状态", "范围": "单元格状态", "除外": "单元格状态", "轻微": "单元格状态",
            "全空另报": "单元格状态", "模板": "模板相符", "用语": "残留提示语"}  # fmt: skip


def build(rule: Tree, context: BuildContext) -> Check | None:
    """The check for one template; None where a fault was reported."""
    node = rule.get("检查")
    asked = None if node is None else choice_at(node, LOOKS, "检查", context)
    tables = tables_at(rule, context)
    if node is None or asked is None or tables is None:
        return None
    if not _keys_fit(rule, asked, context):
        return None
    cells = _cells(rule, tables, context) if asked == "单元格状态" else None
    states = choices_at(rule.get("不得"), cellstates.STATES, "不得", context)
    light = cells_at(rule.get("轻微"), tables, "轻微", context)
    if states is None or light is None or (asked == "单元格状态" and cells is None):
        return None
    words = None
    if asked == "残留提示语":
        words = words_at(rule.get("用语"), context, context.rule_id)
        if words is None:
            return None
    template = rule.get("模板")
    wanted = choice_at(template, TEMPLATES, "模板", context) if template is not None else ""
    if wanted is None:
        return None
    standing = {"标签用字": "variant", "标签错字": "misprint"}.get(asked, "")
    once = asked in ("模板相符", "空表")
    return Shape(
        Frame.of(context), tables, LOOKS[asked], once, frozenset(states), cells, light, wanted, words,
        standing, text_at(rule, "全空另报", context, "否") == "是",
    )  # fmt: skip


def _keys_fit(rule: Tree, asked: str, context: BuildContext) -> bool:
    needed = _NEEDS.get(asked)
    sound = True
    if needed is not None and rule.get(needed) is None:
        context.problem("rule.missing-key", f"“检查: {asked}”还要写“{needed}”", rule, f"补上“{needed}: …”")
        sound = False
    for entry in rule:
        owner = _OPTIONS.get(entry.key.text)
        if owner is not None and owner != asked:
            message = f"“{entry.key.text}”只用于“检查: {owner}”"
            context.problem("rule.unknown-key", message, entry.key, "删去这个键")
            sound = False
    return sound


def _cells(
    rule: Tree, tables: tuple[TableDef, ...], context: BuildContext
) -> Mapping[str, tuple[CellDef, ...]] | None:
    wanted = cells_at(rule.get("范围"), tables, "范围", context)
    excepted = cells_at(rule.get("除外"), tables, "除外", context)
    if wanted is None or excepted is None:
        return None
    return {
        table.name: tuple(
            cell
            for cell in sorted(table.cells.values(), key=lambda cell: cell.index)
            if (not wanted or cell.path in wanted) and cell.path not in excepted
        )
        for table in tables
    }
