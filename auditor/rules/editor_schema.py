"""The JSON Schema for editors (yaml-language-server): completion, hover and first faults while typing.

One schema for every rule file: a file is told by its first key. Rules are told by their 类型, so that
the keys of one kind only are offered. Loading stays the judge; this is the help before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auditor.rules.about import ADJUST_ABOUT, EXAMPLE_ABOUT, KEY_ABOUT, KIND_ABOUT
from auditor.rules.keys import EXAMPLE_KEYS
from auditor.rules.message import COMMON_FIELDS
from auditor.rules.model import Kind
from auditor.rules.schema import ADJUSTMENT, COMMON, REQUIRED

_ANY_SCALAR = ["string", "number", "boolean"]


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
                "items": _described(_scalars(ADJUSTMENT), ADJUST_ABOUT),
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
        "description": KEY_ABOUT["类型"],
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
        KEY_ABOUT["消息"]
        + "\n\n这种规则的字段："
        + "；".join(f"{{{n}}} {what}" for n, what in fields.items())
    )
    properties["适用"] = _applies()
    examples = {name: {"description": EXAMPLE_ABOUT.get(name, name)} for name in EXAMPLE_KEYS}
    properties["例子"] = {
        "description": KEY_ABOUT["例子"],
        "type": "array",
        "items": {"type": "object", "properties": examples, "additionalProperties": False},
    }
    wanted = kind.SCHEMA.get("required", ())
    extra = [str(name) for name in wanted] if isinstance(wanted, (list, tuple)) else []
    return {
        "type": "object",
        "description": KIND_ABOUT.get(kind.NAME, kind.NAME),
        "properties": properties,
        "required": list(dict.fromkeys((*REQUIRED, *extra))),
        "additionalProperties": False,
    }


def _described_key(name: str, schema: Any) -> Any:
    if not isinstance(schema, Mapping):
        return {"description": KEY_ABOUT[name]} if name in KEY_ABOUT else schema
    about = KEY_ABOUT.get(name)
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
        "description": KEY_ABOUT["适用"],
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
