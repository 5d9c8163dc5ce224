"""Any tree as a rule file gives rules or diagnostics, never an exception."""

import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.base.diagnostic import Diagnostic
from auditor.rules.kinds import KINDS
from auditor.rules.load import load_rules
from auditor.rules.schema import ADJUSTMENT, COMMON
from auditor.source.show import show
from tests.rules_load.folder import BALANCE, EXPLAINED, pack

WORDS = [
    *COMMON,
    *KINDS,
    *ADJUSTMENT["properties"],
    *(key for kind in KINDS.values() for key in kind.SCHEMA["properties"]),  # type: ignore[attr-defined]
    *[
        "规则集",
        "叠加",
        "词表",
        "词典",
        "组",
        "词",
        "除外",
        "调整",
        "年度",
        "机关",
        "文件",
        "条款",
        "错误",
        "警告",
        "是",
        "停用",
        "表三",
        "列",
        "行",
        "格",
    ],
    *[
        "2021起",
        "2019至2020",
        "{列}：{差}",
        "{",
        "}",
        "$六部分",
        "标准报告",
        "勾稽-901",
        "说明-901",
        "某市",
        "〈留空〉",
        "1",
    ],
    *["{数}", "甲…乙", "{甲|乙}", "（", "表三.自然人.新收", "第六部分", "全部"],
    "",
    "新收 = 1",
    "新收 + 上年结转 = 办理总计 + 结转下年",
    "表三.总计.新收 > 0",
    "提及(正文, $甲)",
]
TEXT = st.sampled_from(WORDS) | st.text(max_size=12)
TREE: st.SearchStrategy[Any] = st.recursive(
    TEXT | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=6),
    max_leaves=20,
)
MANY_KEYS = [*COMMON, *["断言", "对象", "逐", "位置", "任一", "要求", "检查"]]
ADJUSTMENTS = st.lists(st.dictionaries(st.sampled_from(list(ADJUSTMENT["properties"])), TREE, max_size=4))
QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def written(tree: Any) -> str:
    return yaml.safe_dump(tree, allow_unicode=True, default_flow_style=None, sort_keys=False)


def loaded_without_harm(*texts: str) -> tuple[Diagnostic, ...]:
    with tempfile.TemporaryDirectory() as name:
        for number, text in enumerate(texts):
            (Path(name) / f"{number}.yaml").write_text(text, encoding="utf-8", errors="replace")
        loaded = load_rules([Path(name)], ["某市"])
    for fault in loaded.diagnostics:
        assert fault.message
        assert show(fault)
    return loaded.diagnostics


@QUICK
@given(tree=TREE)
def test_any_tree_as_a_file(tree: Any) -> None:
    assert loaded_without_harm(written(tree)) != ()


@QUICK
@given(rules=st.lists(TREE, max_size=3), head=st.dictionaries(TEXT, TREE, max_size=3))
def test_any_tree_as_rules_of_a_pack(rules: Any, head: Any) -> None:
    loaded_without_harm(written({**head, "规则集": "甲", "规则": rules}))


@QUICK
@given(changes=st.dictionaries(st.sampled_from(MANY_KEYS), TREE, max_size=4), which=st.integers(0, 1))
def test_any_value_of_any_key_of_a_sound_rule(changes: Any, which: int) -> None:
    (rule,) = yaml.safe_load((BALANCE, EXPLAINED)[which])
    loaded_without_harm(written({"规则集": "甲", "规则": [{**rule, **changes}]}))


@QUICK
@given(kind=st.sampled_from(sorted(KINDS)), keys=st.data())
def test_any_value_of_any_key_of_any_kind(kind: str, keys: Any) -> None:
    own = list(KINDS[kind].SCHEMA["properties"])  # type: ignore[call-overload]
    values = keys.draw(st.dictionaries(st.sampled_from(own), TREE, max_size=5))
    rule = {
        "编号": "甲-1",
        "名称": "甲",
        "类型": kind,
        "级别": "警告",
        "依据": [{"文件": "甲", "条款": "乙"}],
    }
    loaded_without_harm(written({"规则集": "甲", "规则": [{**rule, **values}]}))


@QUICK
@given(
    adjustments=TREE
    | st.lists(st.dictionaries(st.sampled_from(list(ADJUSTMENT["properties"])), TREE, max_size=4))
)
def test_any_tree_as_an_overlay(adjustments: Any) -> None:
    loaded_without_harm(pack(BALANCE + EXPLAINED), written({"叠加": "某市", "调整": adjustments}))


@QUICK
@given(groups=TREE)
def test_any_tree_as_word_lists(groups: Any) -> None:
    loaded_without_harm(pack(BALANCE), written({"词表": "甲", "版本": "1", "组": groups}))
