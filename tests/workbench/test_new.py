"""`rules new`: what it writes loads and passes; `rules list` finds it; `rules schema` knows every key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from auditor.base.paths import packaged
from auditor.rules.about import KEY_ABOUT, KIND_ABOUT
from auditor.rules.editor_schema import editor_schema
from auditor.rules.kinds import KINDS
from auditor.rules.schema import COMMON
from tests.cli.conftest import Auditor
from tests.workbench.folder import BALANCE, EXPLAINED, HEAD

SCHEMA = editor_schema(KINDS, "0")
FILES = [
    path
    for folder in ("国家", "地方", "词表")
    for path in sorted((packaged() / "rules" / folder).rglob("*.yaml"))
]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_new_rule_loads_and_passes_its_own_examples(kind: str, home: Path, auditor: Auditor) -> None:
    code, out, err = auditor("rules", "new", kind, "-o", "新.yaml")
    assert (code, err) == (0, "")
    assert out == "写出 新.yaml\n接着改它，再 auditor rules test 新.yaml\n"
    code, out, err = auditor("rules", "test", "新.yaml")
    assert (code, err) == (0, "")
    assert out.endswith("全部符合\n") and out.startswith("1 条规则")
    assert auditor("rules", "fmt", "新.yaml", "--check")[0] == 0


def test_a_new_rule_gets_an_id_that_is_not_taken(home: Path, auditor: Auditor) -> None:
    (home / "规则.yaml").write_text(HEAD + BALANCE, encoding="utf-8")
    _, out, _ = auditor("rules", "new", "勾稽", "--rules", "规则.yaml")
    assert "- 编号: 勾稽-902\n" in out


def test_a_file_that_is_there_is_not_overwritten(home: Path, auditor: Auditor) -> None:
    (home / "新.yaml").write_text("我的", encoding="utf-8")
    code, _, err = auditor("rules", "new", "勾稽", "-o", "新.yaml")
    assert (code, (home / "新.yaml").read_text(encoding="utf-8")) == (2, "我的")
    assert err == "错误  已经有“新.yaml”，没有覆盖\n      提示：换一个文件名\n"


def test_a_new_overlay_and_word_list_load_beside_the_rules(home: Path, auditor: Auditor) -> None:
    (home / "规则").mkdir()
    (home / "规则" / "规则.yaml").write_text(
        HEAD + EXPLAINED.replace("说明-901", "说明-305"), encoding="utf-8"
    )
    assert auditor("rules", "new", "叠加", "-o", "规则/某市.yaml", "--rules", "规则")[0] == 0
    assert auditor("rules", "new", "词表", "-o", "规则/词表.yaml", "--rules", "规则")[0] == 0
    code, out, err = auditor("rules", "check", "规则", "--overlay", "某市")
    assert (code, err) == (0, "")
    assert out == "1 个规则集，1 条规则，2 份词典\n没有发现问题\n"


def test_an_overlay_checked_alone_says_how_to_check_it(home: Path, auditor: Auditor) -> None:
    assert auditor("rules", "new", "叠加", "-o", "某市.yaml")[0] == 0
    code, _, err = auditor("rules", "check", "某市.yaml")
    assert code == 2
    assert err == (
        "错误  这里只有叠加，没有可用的规则；叠加要和规则一起用\n"
        "      提示：把文件放进规则文件夹，再写文件夹的名称，例如 auditor rules check rules --overlay 某市\n"
    )


def test_the_list_is_narrowed_by_text_kind_and_level(home: Path, auditor: Auditor) -> None:
    (home / "规则.yaml").write_text(HEAD + BALANCE + EXPLAINED, encoding="utf-8")
    for words in (
        ("--text", "其他处理"),
        ("--kind", "条件说明"),
        ("--level", "警告"),
        ("--text", "编制通知"),
    ):
        code, out, err = auditor("rules", "list", "规则.yaml", *words)
        assert (code, err) == (0, "")
        assert out.split("\n")[0] == "说明-901  警告  条件说明  有其他处理的应作说明"
        assert out.split("\n")[2] == "1 条规则（全部 2 条）    错误 0  警告 1  提示 0"


def test_every_key_and_kind_has_a_line_that_says_what_it_is_for() -> None:
    keys = {name for kind in KINDS.values() for name in _properties(kind.SCHEMA)} | set(COMMON)
    assert sorted(keys - set(KEY_ABOUT)) == []
    assert sorted(set(KINDS) - set(KIND_ABOUT)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_shipped_file_is_sound_in_an_editor(path: Path) -> None:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=_NoDates)
    faults = [f"{list(f.absolute_path)}: {f.message}" for f in Draft7Validator(SCHEMA).iter_errors(data)]
    assert faults == []


def test_a_key_of_another_kind_is_a_fault_in_an_editor() -> None:
    data = yaml.safe_load(HEAD + BALANCE.replace("  对象:", "  任一: [甲]\n  对象:"))
    assert [fault.message for fault in Draft7Validator(SCHEMA).iter_errors(data)] != []


def test_the_schema_is_written_to_a_folder(home: Path, auditor: Auditor) -> None:
    code, out, err = auditor("rules", "schema")
    assert (code, err, out.split("\n")[0]) == (0, "", "写出 规则文件.schema.json")
    written = json.loads((home / "规则文件.schema.json").read_text(encoding="utf-8"))
    assert Draft7Validator.check_schema(written) is None
    assert written["definitions"].keys() == SCHEMA["definitions"].keys()


def _properties(schema: Any) -> list[str]:
    return list(schema.get("properties", {}))


class _NoDates(yaml.SafeLoader):
    """As an editor's parser, which knows no dates."""


_NoDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
