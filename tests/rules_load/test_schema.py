"""The quick reader of schemas agrees with jsonschema wherever it is sure."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from auditor.rules.kinds import KINDS
from auditor.rules.schema import accepts, as_text, merged

SCHEMAS = [as_text(merged(kind.SCHEMA)) for kind in KINDS.values()]
KEYS = sorted(
    {key for schema in SCHEMAS for key in schema["properties"]} | {"文件", "条款", "当", "清单", "甲"}
)
TEXTS = st.sampled_from(
    ["", "是", "错误", "施行", "勾稽", "表三", "列", "3", "-1.5", "某 某", "$六部分", "行列齐全"]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)


def test_every_kind_s_schema_is_one() -> None:
    for schema in SCHEMAS:
        Draft202012Validator.check_schema(schema)


def test_no_kind_needs_jsonschema_for_a_sound_rule() -> None:
    for name, kind in KINDS.items():
        rule = {
            "编号": "x-1",
            "名称": "x",
            "类型": name,
            "级别": "警告",
            "依据": [{"文件": "x", "条款": "y"}],
        }
        required: Any = kind.SCHEMA.get("required", ())
        assert accepts(as_text(merged(kind.SCHEMA)), rule) is not None, required


@given(schema=st.sampled_from(SCHEMAS), data=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=9))
def test_the_quick_answer_is_jsonschema_s(schema: Any, data: Any) -> None:
    answer = accepts(schema, data)
    assert answer is None or answer == Draft202012Validator(schema).is_valid(data)


KEYWORD = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["object", "array", "string", ["string", "array"], "integer", "boolean"]),
        "enum": st.lists(TEXTS, min_size=1, max_size=3),
        "pattern": st.sampled_from(["^[0-9]+$", "某"]),
        "minLength": st.integers(0, 2),
        "minItems": st.integers(0, 2),
        "maxItems": st.integers(0, 2),
        "minProperties": st.integers(0, 2),
        "required": st.lists(st.sampled_from(["甲", "当"]), max_size=2, unique=True),
    },
)
SCHEMA = st.recursive(
    KEYWORD,
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "items": inner,
            "properties": st.dictionaries(st.sampled_from(["甲", "当"]), inner, max_size=2),
            "additionalProperties": inner | st.just(False),
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "oneOf": st.lists(inner, min_size=1, max_size=2),
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "not": inner,
        },
    ),
    max_leaves=5,
)
SMALL: st.SearchStrategy[Any] = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["甲", "当", "乙"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(schema=SCHEMA, data=SMALL)
def test_for_any_schema_the_quick_answer_is_jsonschema_s_or_none(schema: Any, data: Any) -> None:
    made = as_text(schema)
    answer = accepts(made, data)
    assert answer is None or answer == Draft202012Validator(made).is_valid(data)
