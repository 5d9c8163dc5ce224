"""The JSON Schema for editors (yaml-language-server): completion, hover and first faults while typing.

One schema for every rule file: a file is told by its first key. Rules are told by their 类型, so that
the keys of one kind only are offered. Loading stays the judge; this is the help before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auditor.rules.docs import KIND_ABOUT
from auditor.rules.keys import EXAMPLE_KEYS
from auditor.rules.message import COMMON_FIELDS
from auditor.rules.model import Kind
from auditor.rules.schema import ADJUSTMENT, COMMON, REQUIRED

_ANY_SCALAR = ["string", "number", "boolean"]
_ABOUT: Mapping[str, str] = {
    "编号": "全部规则里唯一，例如 勾稽-301。改名时把旧编号写进“曾用编号”。",
    "名称": "要求本身，不是违反的样子：写“第六部分不得空白”，不写“第六部分空白”。",
    "类型": "规则的种类，决定还能写哪些键。",
    "级别": "错误、警告或提示。错误要有见过原文的依据，或者是一张表里的算术。",
    "分级": "先合先用：{当: 条件, 级别: 级别}。都不合时用“级别”。",
    "依据": "文件和条款，写成 [{文件: …, 条款: …}]；没见过原文的条款写“待核”。",
    "适用": "哪些报告用这条规则：{年度: 2021起, 机关: [部门], 层级: [县], 报告种类: 汇总}。",
    "状态": "施行（默认）、试行（只报不算失败）、停用（要写理由）。",
    "理由": "停用的理由。",
    "消息": "违反时报出的话，{花括号} 里是字段，例如 {列}、{差}、{表三.总计.新收}。",
    "怎么改": "告诉填报的人怎么改。",
    "例子": "改动标准报告的例子：{违反: 标准报告, 改: {表三.自然人.新收: 11}, 应报: [表三.自然人]}。",
    "曾用编号": "以前用过的编号，处置记录不会断。",
    "可能多报": "是：报出来的要人看一看，这样的规则不能是错误。",
    "前提": "公式：不成立时这条规则不适用。",
    "断言": "公式：应当成立的条件，例如 新收 + 上年结转 = 办理总计 + 结转下年。",
    "对象": "哪一张表：表二、表三或表四。",
    "逐": "一行一行（行）、一列一列（列）、一组一组（组）还是一格一格（格）地查。",
    "范围": "只查这些行或列。",
    "容差": "相差多少以内算相等。",
    "漏填": "只因为有空白格才不平的，用这个级别。",
    "需要": "要用到的别的报告；没有时无法判定。",
    "参数": "叠加可以改的数、日期、词；公式里写成 $名称。",
    "说明": "给人看的说明，explain 和规则页会显示。",
    "位置": "在哪里找：正文、引言、开头、第一部分……第六部分、全文。",
    "任一": "写到其中一种就算。{甲|乙} 任选一个，… 代表不超过 20 个字；也可以写 $词组名。",
    "全部": "每一项都要写到：{名称: 说法}。",
    "除外": "和这些说法重叠的命中不算。",
    "别处": "写在别的部分怎么算：提示（位置不当）、通过、不计。",
    "含小标题": "是：小标题里写到也算。",
    "缺部分": "整个部分没有时：违反或不适用。",
    "检查": "查表的哪一个方面。",
    "要求": "查什么：{清单: $六部分}、{顺序: 固定}、{标题: 规范}、{非空: [第六部分]}。",
    "取数": "正文里要取的数，名称见词典的事实。",
    "口径": "和表里的哪个数比；几种口径里有一种相符就通过。",
}
_ADJUST_ABOUT: Mapping[str, str] = {
    "规则": "要调整的规则的编号。",
    "级别": "改成的级别。",
    "参数": "{名称: 新值}，只能改规则已有的参数。",
    "词表增": "加进词组的词；规则用了几个词组时写 {词组名: [词]}。",
    "词表减": "从词组里去掉的词。",
    "停用": "是：不用这条规则，要写理由。",
    "理由": "为什么改。",
    "依据": "依据哪份文件。",
    "说明": "给人看的说明。",
}
_EXAMPLE_ABOUT: Mapping[str, str] = {
    "通过": "这样的报告应当通过；写样本的名称，一般是 标准报告。",
    "违反": "这样的报告应当报出来。",
    "无法判定": "这样的报告应当无法判定。",
    "不适用": "这样的报告应当不适用。",
    "改": "在标准报告上改什么：{表三.自然人.新收: 11, 第六部分: 无。}。",
    "上年": "上年报告改什么；{} 是照样有一份上年报告。",
    "下级": "下级报告各改什么。",
    "应报": "应当报出的目标，要写全。",
    "消息含": "报出的话里应当有的字。",
    "级别": "报出的级别。",
    "说明": "给人看的说明。",
}


def editor_schema(kinds: Mapping[str, Kind], version: str) -> dict[str, Any]:
    """The schema of any rule file."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"auditor 规则文件 {version}",
        "description": "规则集、叠加或词表；由第一个键分辨。",
        "type": "object",
        "definitions": {
            "规则": _rule(kinds),
            **{f"规则·{name}": _of_kind(kind) for name, kind in kinds.items()},
        },
        "properties": {
            "规则集": _text("规则集的名称。写了这个键的文件，规则会用上。"),
            "叠加": _text("叠加的名称，用 --overlay 名称 打开。"),
            "词表": _text("词表文件的名称。"),
            "版本": _text("版本，写在引号里，例如 \"2025.1\"。"),
            "说明": _text("给人看的说明。"),
            "适用": _applies(),
            "空白视为零": {
                "description": "空白和“/”按 0 计，要写依据：{依据: [{文件: …, 条款: …}]}。",
                "anyOf": [{"enum": ["是", "否"]}, {"type": "object"}],
            },
            "规则": {
                "description": "每条规则以“- 编号: …”开头。",
                "type": ["array", "null"],
                "items": {"$ref": "#/definitions/规则"},
            },
            "调整": {
                "description": "对国家规则的调整。",
                "type": ["array", "null"],
                "items": _described(_scalars(ADJUSTMENT), _ADJUST_ABOUT),
            },
            "组": {
                "description": "词组：名称和它的说法。",
                "type": "object",
                "additionalProperties": _words(),
            },
        },
        "additionalProperties": False,
    }  # fmt: skip


def _rule(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """What any rule may say, and what its 类型 adds. Keys of all kinds are listed before a 类型 stands
    there, so that completion has something to offer."""
    every = {"类型": _kind_choice(kinds)}
    return {
        "type": "object",
        "properties": every,
        "required": list(REQUIRED),
        "allOf": [
            {
                "if": {"properties": {"类型": {"const": name}}, "required": ["类型"]},
                "then": {"$ref": f"#/definitions/规则·{name}"},
            }
            for name in kinds
        ],
    }


def _kind_choice(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    about = [KIND_ABOUT.get(name, name) for name in kinds]
    return {
        "description": _ABOUT["类型"],
        "enum": list(kinds),
        "enumDescriptions": about,
        "markdownEnumDescriptions": about,
    }


def _of_kind(kind: Kind) -> dict[str, Any]:
    own = kind.SCHEMA.get("properties", {})
    given = own if isinstance(own, Mapping) else {}
    fields = {**kind.FIELDS, **COMMON_FIELDS}
    properties: dict[str, Any] = {
        name: _described_key(name, _scalars(schema)) for name, schema in {**COMMON, **given}.items()
    }
    properties["类型"] = {"const": kind.NAME, "description": KIND_ABOUT.get(kind.NAME, kind.NAME)}
    properties["消息"]["description"] = (
        _ABOUT["消息"] + "\n\n这种规则的字段：" + "；".join(f"{{{n}}} {what}" for n, what in fields.items())
    )
    properties["适用"] = _applies()
    examples = {name: {"description": _EXAMPLE_ABOUT.get(name, name)} for name in EXAMPLE_KEYS}
    properties["例子"] = {
        "description": _ABOUT["例子"],
        "type": "array",
        "items": {"type": "object", "properties": examples, "additionalProperties": False},
    }
    wanted = kind.SCHEMA.get("required", ())
    extra = [str(name) for name in wanted] if isinstance(wanted, (list, tuple)) else []
    return {
        "type": "object",
        "title": f"{kind.NAME}规则",
        "description": KIND_ABOUT.get(kind.NAME, kind.NAME),
        "properties": properties,
        "required": list(dict.fromkeys((*REQUIRED, *extra))),
        "additionalProperties": False,
    }


def _described_key(name: str, schema: Any) -> Any:
    if not isinstance(schema, Mapping):
        return {"description": _ABOUT[name]} if name in _ABOUT else schema
    about = _ABOUT.get(name)
    return {**schema, "description": about} if about else dict(schema)


def _described(schema: Any, about: Mapping[str, str]) -> dict[str, Any]:
    properties = {
        name: {**inner, "description": about[name]} if name in about else inner
        for name, inner in schema["properties"].items()
    }
    return {**schema, "properties": properties}


def _scalars(schema: Any) -> Any:
    """A schema of texts for an editor, which takes 2023 for a number and 0.1 too."""
    if isinstance(schema, list):
        return [_scalars(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    made = {key: value if key in ("enum", "const", "required") else _scalars(value)
            for key, value in schema.items()}  # fmt: skip
    match made.get("type"):
        case "string" if "pattern" not in made:
            return {**made, "type": _ANY_SCALAR}
        case "boolean":
            return {**{k: v for k, v in made.items() if k != "type"}, "enum": ["是", "否"]}
    return made


def _applies() -> dict[str, Any]:
    return {
        "description": _ABOUT["适用"],
        "type": "object",
        "properties": {
            "年度": {"type": ["string", "number"], "description": "2021起、2020止、2019至2020 或 2023"},
            "机关": {"description": "政府、政府办公室、部门、乡镇、街道、派出、其他中的几个"},
            "层级": {"description": "省、市、县、乡中的几个"},
            "报告种类": {"enum": ["汇总", "本机关"], "description": "是不是汇总下级机关的报告"},
        },
        "additionalProperties": False,
    }


def _words() -> dict[str, Any]:
    texts = {"type": "array", "items": {"type": _ANY_SCALAR}}
    return {
        "description": "一组说法，或 {词: […], 除外: […]}",
        "anyOf": [
            texts,
            {
                "type": "object",
                "properties": {"词": texts, "除外": texts, "说明": _text("给人看的说明。")},
                "required": ["词"],
                "additionalProperties": False,
            },
        ],
    }


def _text(about: str) -> dict[str, Any]:
    return {"type": _ANY_SCALAR, "description": about}
