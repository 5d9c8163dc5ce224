"""Is a rule's tree what its 类型 asks for? JSON Schema decides; this module says it in Chinese.

The instance that is checked holds every scalar as text, so a schema's "integer", "number" and
"boolean" mean text that reads as one (是 or 否 for booleans). A sound rule is told by a small reader
of the schema subset that kinds use; `jsonschema` is imported only where something is wrong, or where
a schema says more than the subset (tests hold the two against each other).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from auditor.base.identity import by_identity
from auditor.rules.keys import EXAMPLE_KEYS, Reporter
from auditor.rules.schema_faults import explain
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar, Sequence

LEVELS = ("错误", "警告", "提示")
STATES = ("施行", "试行", "停用")
_TEXT = {"type": "string", "minLength": 1}
_BASIS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {"文件": _TEXT, "条款": _TEXT, "年度": _TEXT, "说明": _TEXT},
        "required": ["文件", "条款"],
        "additionalProperties": False,
    },
}
COMMON: Mapping[str, Any] = {
    "编号": {"type": "string", "pattern": r"^[^\s“”\"'/\\{}]{1,40}$", "description": "全部规则里唯一"},
    "名称": _TEXT | {"description": "要求本身，不是违反的样子"},
    "类型": _TEXT,
    "级别": {"enum": list(LEVELS)},
    "分级": {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "properties": {"当": _TEXT, "级别": {"enum": list(LEVELS)}},
            "required": ["当", "级别"],
            "additionalProperties": False,
        },
    },
    "依据": _BASIS,
    "适用": {"type": "object"},
    "状态": {"enum": list(STATES)},
    "理由": _TEXT,
    "消息": _TEXT | {"description": "违反的样子，{花括号} 里是字段"},
    "怎么改": _TEXT,
    "例子": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": dict.fromkeys(EXAMPLE_KEYS, True),
            "additionalProperties": False,
        },
    },
    "曾用编号": {"type": "array", "minItems": 1, "items": _TEXT},
    "可能多报": {"type": "boolean"},
    "前提": _TEXT,
    "需要": {"enum": ["上年报告", "全部下级报告"]},
    "参数": {"type": "object"},
    "说明": _TEXT,
}
_PATTERNS = {"anyOf": [{"type": "array", "minItems": 1, "items": _TEXT}, {"type": "object"}]}
ADJUSTMENT: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "规则": _TEXT,
        "级别": {"enum": list(LEVELS)},
        "参数": {"type": "object", "minProperties": 1},
        "词表增": _PATTERNS,
        "词表减": _PATTERNS,
        "停用": {"type": "boolean"},
        "理由": _TEXT,
        "依据": _BASIS,
        "说明": _TEXT,
    },
    "required": ["规则"],
    "additionalProperties": False,
}
REQUIRED = ("编号", "名称", "类型", "级别", "依据")


def merged(own: Mapping[str, object]) -> dict[str, Any]:
    """A kind's SCHEMA with the keys that every rule has; nothing else may stand in the rule."""
    properties = {**COMMON, **_mapping(own.get("properties"))}
    required = [*REQUIRED, *(name for name in _items(own.get("required")) if name not in REQUIRED)]
    rest = {key: value for key, value in own.items() if key not in ("properties", "required", "$schema")}
    return {"type": "object", **rest, "properties": properties, "required": required,
            "additionalProperties": False}  # fmt: skip


def as_text(schema: Any) -> Any:
    """The schema for instances whose scalars are all text."""
    if isinstance(schema, list):
        return [as_text(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    made = {
        key: value if key in ("enum", "const", "required") else as_text(value)
        for key, value in schema.items()
    }
    match made.get("type"):
        case "integer":
            return _textual(made, r"^[+-]?[0-9]+$")
        case "number":
            return _textual(made, r"^[+-]?[0-9]+(\.[0-9]+)?$")
        case "boolean":
            return {"enum": ["是", "否"]}
    return made


def _textual(schema: dict[str, Any], pattern: str) -> dict[str, Any]:
    kept = {key: value for key, value in schema.items() if key in ("description", "title")}
    return {**kept, "type": "string", "pattern": pattern}


def instance(node: Node) -> Any:
    """The tree as JSON: objects, arrays and texts."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [item.text if isinstance(item, Scalar) else instance(item) for item in node.items]
    made: dict[str, Any] = {}
    for entry in node.entries:
        value = entry.value
        made[entry.key.text] = value.text if isinstance(value, Scalar) else instance(value)
    return made


def check(schema: Mapping[str, Any], node: Tree, report: Reporter, data: Any = None) -> bool:
    """Whether the rule at `node` fits `schema` (of `as_text(merged(…))`); every fault is reported. `data`
    is its `instance`, where that is at hand."""
    data = instance(node) if data is None else data
    if accepts(schema, data) is True:
        return True
    faults = list(_validator(schema).iter_errors(data))
    explain(faults, node, report)
    return not faults


@by_identity
def _validator(schema: Mapping[str, Any]) -> Any:
    from jsonschema import Draft202012Validator  # 60 ms to import, and sound files never need it

    return Draft202012Validator(dict(schema))


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def accepts(schema: Any, data: Any) -> bool | None:
    """Whether `data` fits; None where the schema uses a keyword that is not known here."""
    if schema is True or schema is False:
        return bool(schema)
    sure = True
    for keyword, value in schema.items():
        rule = _KEYWORDS.get(keyword)
        answer = None if rule is None else rule(value, data, schema)
        if answer is False:
            return False
        sure = sure and answer is True
    return True if sure else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _items(value: object) -> list[str]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _all(answers: Iterable[bool | None]) -> bool | None:
    sure = True
    for answer in answers:
        if answer is False:
            return False
        sure = sure and answer is True
    return True if sure else None


def _each(schema: Any, data: list[Any]) -> bool | None:
    return _all([accepts(schema, item) for item in data])


def _properties(value: Any, data: Any, _: Any) -> bool | None:
    if not isinstance(data, dict):
        return True
    sure = True
    for key, item in data.items():
        wanted = value.get(key, True)
        if wanted is True:
            continue
        answer = accepts(wanted, item)
        if answer is False:
            return False
        sure = sure and answer is True
    return True if sure else None


def _additional(value: Any, data: Any, schema: Any) -> bool | None:
    if not isinstance(data, dict):
        return True
    known = schema.get("properties", {})
    if "patternProperties" in schema:
        return None
    if value is False:
        return bool(data.keys() <= known.keys())
    return _all(accepts(value, item) for key, item in data.items() if key not in known)


def _any_of(value: Any, data: Any, _: Any) -> bool | None:
    answers = [accepts(item, data) for item in value]
    return True if True in answers else None if None in answers else False


def _one_of(value: Any, data: Any, _: Any) -> bool | None:
    answers = [accepts(item, data) for item in value]
    return None if None in answers else answers.count(True) == 1


_TYPES = {"object": dict, "array": list, "string": str}


def _type(value: Any, data: Any, _: Any) -> bool | None:
    if value in ("object", "array", "string"):
        return isinstance(data, _TYPES[value])
    names = [value] if isinstance(value, str) else value
    if any(name not in _TYPES for name in names):
        return None
    return any(isinstance(data, _TYPES[name]) for name in names)


_KEYWORDS: Mapping[str, Any] = {
    "type": _type,
    "enum": lambda value, data, _: data in value,
    "const": lambda value, data, _: data == value,
    "pattern": lambda value, data, _: not isinstance(data, str) or _pattern(value).search(data) is not None,
    "minLength": lambda value, data, _: not isinstance(data, str) or len(data) >= value,
    "maxLength": lambda value, data, _: not isinstance(data, str) or len(data) <= value,
    "minItems": lambda value, data, _: not isinstance(data, list) or len(data) >= value,
    "maxItems": lambda value, data, _: not isinstance(data, list) or len(data) <= value,
    "minProperties": lambda value, data, _: not isinstance(data, dict) or len(data) >= value,
    "required": lambda value, data, _: not isinstance(data, dict) or all(key in data for key in value),
    "items": lambda value, data, _: not isinstance(data, list) or _each(value, data),
    "properties": _properties,
    "additionalProperties": _additional,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "allOf": lambda value, data, _: _all(accepts(item, data) for item in value),
    **dict.fromkeys(("description", "title", "$schema", "$id", "examples", "default"), lambda *_: True),
}
