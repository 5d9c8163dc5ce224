"""What `auditor rules new` writes: a rule of each kind that loads and passes its own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.engine.testing import test_rules as run_examples
from auditor.rules.kinds import KINDS
from auditor.rules.load import load_rules
from auditor.rules.message import parse_message
from auditor.source.load import load_source
from auditor.source.tree import Mapping, Scalar, Sequence


@pytest.mark.parametrize("name", KINDS)
def test_the_stub_of_a_kind_loads_and_passes(name: str, tmp_path: Path) -> None:
    head = "规则集: 试\n版本: '1'\n空白视为零: {依据: [{文件: 实务要求, 条款: 试}]}\n规则:\n"
    text = head + KINDS[name].STUB
    (tmp_path / "试.yaml").write_text(text, encoding="utf-8")
    loaded = load_rules([tmp_path])
    assert loaded.diagnostics == ()
    assert [rule.kind for rule in loaded.rules] == [name]
    assert [(r.number, r.expectation, r.failures) for r in run_examples(loaded) if not r.passed] == []


@pytest.mark.parametrize("name", KINDS)
def test_the_message_of_a_stub_uses_the_fields_of_its_kind(name: str) -> None:
    source, _ = load_source(KINDS[name].STUB.encode("utf-8"), "试.yaml")
    assert source is not None
    assert isinstance(source.root, Sequence)
    (rule,) = source.root.items
    assert isinstance(rule, Mapping)
    message = rule.get("消息")
    assert isinstance(message, Scalar)
    fields = [field.name for field in parse_message(message.text).fields]
    assert fields
    assert all(field in KINDS[name].FIELDS or field.startswith("表") for field in fields)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_documents_each_of_its_keys(name: str) -> None:
    page = KINDS[name].__doc__ or ""
    properties = KINDS[name].SCHEMA["properties"]
    assert isinstance(properties, dict)
    assert [key for key in properties if key not in page] == []
